//! Words that read badly when a line ends between them: `Mr.` and a name, a number and its
//! unit, initials, a chapter and its number. A break there costs, but is not forbidden.

/// What a word wants beside it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Bonds {
    /// Holds whatever follows: a title, an initial.
    title: bool,
    /// Holds a number that follows: `Chapter`, `p.`, a month.
    counted: bool,
    /// A number: holds a unit or a month that follows.
    number: bool,
    /// A number in Roman figures; it belongs to the name before it.
    roman: bool,
    /// A unit or a month: belongs to the number before it.
    unit: bool,
    /// Written with a capital, as names are.
    name: bool,
}

impl Bonds {
    /// The bonds of a word, signs around it included.
    pub(super) fn of(text: &str) -> Self {
        let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric() && !SIGNS.contains(&c));
        let word = bare.trim_end_matches(|c: char| !c.is_alphanumeric() && !SIGNS.contains(&c));
        // What ends a clause holds nothing; an abbreviation ends with its stop.
        let open = bare.len() - word.len() <= usize::from(bare.ends_with('.'));
        let month = MONTHS.binary_search(&word).is_ok();
        Self {
            title: TITLES.binary_search(&bare).is_ok() || is_initial(bare),
            counted: COUNTED.binary_search(&bare).is_ok() || month && bare == word,
            number: open && is_number(word),
            roman: word.len() > 1 && word.bytes().all(|b| b"IVXL".contains(&b)),
            unit: month || UNITS.binary_search(&word).is_ok(),
            name: word == bare && word.chars().next().is_some_and(char::is_uppercase),
        }
    }

    /// Whether a line should not end between this word and `next`.
    pub(super) fn hold(self, next: Self) -> bool {
        self.title
            || self.counted && (next.number || next.roman)
            || self.number && next.unit
            || self.name && next.roman
    }
}

/// Signs that are units or stand for words.
const SIGNS: [char; 7] = ['%', '‰', '°', '€', '$', '£', '§'];

/// `J.`, `J.R.R.`, and one letter of an abbreviation: the `z.` of `z. B.`
fn is_initial(word: &str) -> bool {
    let mut letters = word.split_terminator('.');
    word.ends_with('.')
        && letters.all(|letter| {
            let mut chars = letter.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none() && letter != "I"
        })
}

fn is_number(word: &str) -> bool {
    let inner =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '’' | '–' | '/' | ':' | '½' | '¼' | '¾');
    word.starts_with(|c: char| c.is_ascii_digit()) && word.chars().all(inner)
}

/// Titles before names, sorted.
const TITLES: &[&str] = &[
    "Capt.", "Col.", "Dr", "Dr.", "Fr.", "Frl.", "Gen.", "Herr", "Herrn", "Hon.", "Hr.", "Lt.", "M.", "MM.",
    "Messrs.", "Mlle", "Mme", "Mr", "Mr.", "Mrs", "Mrs.", "Ms.", "Prof.", "Rev.", "Sgt.", "St.", "bzw.",
    "ca.", "cf.", "vgl.", "vs.",
];

/// Words before numbers, sorted.
const COUNTED: &[&str] = &[
    "Abb.",
    "Abbildung",
    "Abschnitt",
    "Act",
    "Anm.",
    "Art.",
    "Band",
    "Bd.",
    "Book",
    "Chapter",
    "Fig.",
    "Figure",
    "Figures",
    "Kap.",
    "Kapitel",
    "No",
    "No.",
    "Nos.",
    "Nr.",
    "Page",
    "Part",
    "S.",
    "Scene",
    "Section",
    "Seite",
    "Tab.",
    "Tabelle",
    "Table",
    "Teil",
    "Tome",
    "Vol.",
    "Volume",
    "act",
    "art.",
    "chap.",
    "chapitre",
    "chapter",
    "fig.",
    "figure",
    "figures",
    "no.",
    "nos.",
    "n°",
    "nº",
    "p.",
    "page",
    "pages",
    "part",
    "pp.",
    "scene",
    "section",
    "table",
    "tome",
    "vol.",
    "volume",
    "§",
    "§§",
];

/// Units, sorted.
const UNITS: &[&str] = &[
    "%", "A", "C", "EUR", "Fr", "GB", "Hz", "K", "MB", "MHz", "Mark", "Pf", "USD", "Uhr", "V", "W", "cm",
    "cm²", "dm", "francs", "ft", "g", "h", "ha", "hl", "kB", "kHz", "kW", "kg", "km", "km/h", "km²", "kn",
    "l", "lb", "lbs", "m", "mg", "mi", "min", "ml", "mm", "ms", "m²", "m³", "oz", "pt", "px", "s", "t", "yd",
    "£", "°", "°C", "°F", "‰", "€",
];

/// Months of English, German and French, sorted.
const MONTHS: &[&str] = &[
    "April",
    "August",
    "December",
    "Dezember",
    "Februar",
    "February",
    "Januar",
    "January",
    "Juli",
    "July",
    "June",
    "Juni",
    "Mai",
    "March",
    "May",
    "März",
    "November",
    "October",
    "Oktober",
    "September",
    "août",
    "avril",
    "décembre",
    "février",
    "janvier",
    "juillet",
    "juin",
    "mai",
    "mars",
    "novembre",
    "octobre",
    "septembre",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn held(a: &str, b: &str) -> bool {
        Bonds::of(a).hold(Bonds::of(b))
    }

    #[test]
    fn tables_are_sorted() {
        for table in [TITLES, COUNTED, UNITS, MONTHS] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }

    #[test]
    fn numbers_keep_their_units_and_names_their_titles() {
        for (a, b) in [
            ("5", "km,"),
            ("(12,5", "kg)"),
            ("“Mr.", "Bennet"),
            ("J.", "R."),
            ("z.", "B."),
            ("S.", "12"),
            ("Chapter", "5."),
            ("5.", "Mai"),
            ("May", "5"),
            ("Louis", "XIV"),
            ("J.R.R.", "Tolkien"),
            ("50", "%"),
        ] {
            assert!(held(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("the", "km"),
            ("Chapter", "one"),
            ("than", "XIV"),
            ("5,", "km"),
            ("than I.", "He"),
            ("I.", "He"),
            ("London,", "XIV"),
            ("may", "5"),
            ("5", "men"),
            ("end.", "5"),
        ] {
            assert!(!held(a, b), "{a} {b}");
        }
    }
}
