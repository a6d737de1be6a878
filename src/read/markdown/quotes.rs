//! The quotation marks of languages (CLDR's delimiters, with the no-break spaces that
//! French sets inside its own).

/// The marks for typed `"` and `'`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotes {
    /// For `"..."`.
    pub double: (&'static str, &'static str),
    /// For `'...'`.
    pub single: (&'static str, &'static str),
}

const fn marks(double: (&'static str, &'static str), single: (&'static str, &'static str)) -> Quotes {
    Quotes { double, single }
}

const ENGLISH: Quotes = marks(("“", "”"), ("‘", "’"));
const GERMAN: Quotes = marks(("„", "“"), ("‚", "‘"));
const FRENCH: Quotes = marks(("«\u{202f}", "\u{202f}»"), ("“", "”"));
const CANADIAN: Quotes = marks(("«\u{a0}", "\u{a0}»"), ("“", "”"));
const SWISS: Quotes = marks(("«", "»"), ("‹", "›"));
const DANISH: Quotes = marks(("»", "«"), ("›", "‹"));
const NORDIC: Quotes = marks(("”", "”"), ("’", "’"));
const POLISH: Quotes = marks(("„", "”"), ("‚", "’"));
const ROMANIAN: Quotes = marks(("„", "”"), ("«", "»"));
const SPANISH: Quotes = marks(("«", "»"), ("“", "”"));
const RUSSIAN: Quotes = marks(("«", "»"), ("„", "“"));
const NORWEGIAN: Quotes = marks(("«", "»"), ("‘", "’"));
const HUNGARIAN: Quotes = marks(("„", "”"), ("»", "«"));
const CORNERS: Quotes = marks(("「", "」"), ("『", "』"));

/// The marks of a BCP 47 language; the English ones where a language is not listed.
pub(super) fn of(lang: &str) -> Quotes {
    let lang = lang.to_ascii_lowercase().replace('_', "-");
    let region = lang.split('-').skip(1);
    let is_in = |names: &[&str]| region.clone().any(|part| names.contains(&part));
    match primary(&lang) {
        "de" | "fr" | "it" if is_in(&["ch", "li"]) => SWISS,
        "fr" if is_in(&["ca"]) => CANADIAN,
        "zh" | "yue" if is_in(&["hant", "tw", "hk", "mo"]) => CORNERS,
        "es" if is_in(&["419", "mx", "us", "co", "ar", "cl", "pe"]) => ENGLISH,
        "pt" if is_in(&["pt", "ao", "mz"]) => SPANISH,
        "de" | "cs" | "sk" | "sl" | "bg" | "lt" | "is" | "et" | "ka" | "mk" | "sr" | "hsb" | "dsb" | "lb" => {
            GERMAN
        }
        "fr" => FRENCH,
        "da" => DANISH,
        "sv" | "fi" | "he" | "fo" => NORDIC,
        "pl" | "hr" | "bs" => POLISH,
        "ro" => ROMANIAN,
        "hu" => HUNGARIAN,
        "es" | "it" | "el" | "ca" | "gl" | "eu" | "sq" => SPANISH,
        "ru" | "uk" | "be" | "hy" | "lv" | "kk" | "ky" | "tt" => RUSSIAN,
        "nb" | "nn" | "no" => NORWEGIAN,
        "fa" | "ar" | "ur" | "am" | "ti" | "gsw" | "rm" => SWISS,
        "ja" => CORNERS,
        _ => ENGLISH,
    }
}

/// The words of a language that begin with an apostrophe, as in `'tis` and Dutch `'s avonds`.
pub(super) fn elided(lang: &str) -> &'static [&'static str] {
    match primary(lang) {
        "en" => &["tis", "twas", "twere", "twill", "em", "til", "n"],
        "nl" | "af" => &["s", "t", "n", "k", "m", "r", "ns"],
        "de" => &["s", "n", "ne", "nen", "nem", "ner"],
        _ => &[],
    }
}

/// The language without region and script.
pub(super) fn primary(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}
