//! The words a book needs in its own language: "Contents", "Chapter", "Note".
//!
//! They stand in `words.txt`, a section a language; what a language lacks is taken from
//! English. A language is found by its primary subtag: `de-AT` reads `de`.

/// A word or phrase of the table. In some, `{}` stands for a number or a name: see
/// [`Words::with`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Word {
    Contents,
    Chapter,
    Part,
    Appendix,
    NumberedTitle,
    Note,
    Notes,
    Figure,
    Table,
    Cover,
    TitlePage,
    Copyright,
    Rights,
    TranslatedBy,
    EditedBy,
    IllustratedBy,
    CoverBy,
    IntroductionBy,
    AfterwordBy,
    PhotographsBy,
    MadeWith,
    CoverOf,
    BackToCall,
    Landmarks,
    StartOfText,
    TaskDone,
    TaskOpen,
    ReadingSummary,
    PicturesDescribed,
    CalloutNote,
    CalloutTip,
    CalloutImportant,
    CalloutWarning,
    CalloutCaution,
    And,
    Section,
    Listing,
    Equation,
    Theorem,
    Lemma,
    Corollary,
    Proposition,
    Conjecture,
    Definition,
    Example,
    Exercise,
    Solution,
    Remark,
    Algorithm,
    Proof,
    Page,
    PageList,
    PageNote,
    NotesToPage,
    NotesToPages,
    ReferenceCase,
}

/// Keys of the table in the order of [`Word`].
const KEYS: [&str; 56] = [
    "contents",
    "chapter",
    "part",
    "appendix",
    "numbered-title",
    "note",
    "notes",
    "figure",
    "table",
    "cover",
    "title-page",
    "copyright",
    "rights",
    "translated-by",
    "edited-by",
    "illustrated-by",
    "cover-by",
    "introduction-by",
    "afterword-by",
    "photographs-by",
    "made-with",
    "cover-of",
    "back-to-call",
    "landmarks",
    "start-of-text",
    "task-done",
    "task-open",
    "reading-summary",
    "pictures-described",
    "callout-note",
    "callout-tip",
    "callout-important",
    "callout-warning",
    "callout-caution",
    "and",
    "section",
    "listing",
    "equation",
    "theorem",
    "lemma",
    "corollary",
    "proposition",
    "conjecture",
    "definition",
    "example",
    "exercise",
    "solution",
    "remark",
    "algorithm",
    "proof",
    "page",
    "page-list",
    "page-note",
    "notes-to-page",
    "notes-to-pages",
    "reference-case",
];

const TABLE: &str = include_str!("words.txt");
const FALLBACK: &str = "en";

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    words: [&'static str; KEYS.len()],
    numbers: &'static str,
}

impl Words {
    /// The words of a language given as BCP 47; English where the table has none.
    pub fn of(lang: &str) -> Self {
        let mut words = Self { words: [""; KEYS.len()], numbers: "" };
        words.read(FALLBACK);
        let primary = lang.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if primary != FALLBACK && words.read(&primary) {
            // Number words of one language do not go with another's chapters.
            words.numbers = section(&primary).find(|(key, _)| *key == "numbers").map_or("", |(_, v)| v);
        }
        words
    }

    fn read(&mut self, lang: &str) -> bool {
        let mut found = false;
        for (key, value) in section(lang) {
            found = true;
            if key == "numbers" {
                self.numbers = value;
            } else if let Some(at) = KEYS.iter().position(|known| *known == key) {
                self.words[at] = value;
            }
        }
        found
    }

    /// A word as it stands; one with a place for a name still holds its `{}`.
    pub fn get(&self, word: Word) -> &'static str {
        self.words[word as usize]
    }

    /// A phrase with `name` in its place: `Chapter 3`, `Translated by Kim Minsu`.
    pub fn with(&self, word: Word, name: &str) -> String {
        self.get(word).replacen("{}", name, 1)
    }

    /// A word with its number, as it stands above or before what is numbered: `Figure 3.2`.
    pub fn labelled(&self, word: Word, number: &str) -> String {
        let pattern = self.get(word);
        if pattern.contains("{}") { self.with(word, number) } else { format!("{pattern} {number}") }
    }

    /// The same within a sentence, where no line may end between the two and many languages
    /// write the word small unless the sentence begins with it.
    pub fn referred(&self, word: Word, number: &str, capital: bool) -> String {
        let pattern = self.get(word).replace(' ', "\u{a0}");
        let pattern = if pattern.contains("{}") { pattern } else { format!("{pattern}\u{a0}{{}}") };
        let small = !capital && self.get(Word::ReferenceCase) == "small";
        let mut letters = pattern.chars();
        let pattern = match letters.next().filter(|_| small) {
            Some(first) => first.to_lowercase().chain(letters).collect(),
            None => pattern,
        };
        pattern.replacen("{}", number, 1)
    }

    /// A numbered title in one line: `Part I: The Road`.
    pub fn numbered_title(&self, label: &str, title: &str) -> String {
        let mut parts = self.get(Word::NumberedTitle).splitn(3, "{}");
        let mut next = || parts.next().unwrap_or_default();
        [next(), label, next(), title, next()].concat()
    }

    /// What stands before and after the title of a [`Self::numbered_title`].
    pub fn around_title(&self, label: &str) -> (String, &'static str) {
        let pattern = self.get(Word::NumberedTitle);
        let (head, rest) = pattern.split_once("{}").unwrap_or((pattern, ""));
        let (middle, tail) = rest.split_once("{}").unwrap_or((rest, ""));
        ([head, label, middle].concat(), tail)
    }

    /// The word for a number, where the language's list reaches so far.
    pub fn number(&self, n: u32) -> Option<&'static str> {
        let at = usize::try_from(n).ok()?.checked_sub(1)?;
        self.numbers.split(", ").nth(at).filter(|word| !word.is_empty())
    }
}

/// The entries of a language's section.
fn section(lang: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<> {
    let header = format!("[{lang}]");
    TABLE
        .lines()
        .skip_while(move |line| *line != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(|line| line.split_once(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages() -> Vec<&'static str> {
        TABLE.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']')).collect()
    }

    #[test]
    fn every_line_of_the_table_has_a_known_key_once() {
        for lang in languages() {
            let mut keys: Vec<_> = section(lang).map(|(key, _)| key).collect();
            for key in &keys {
                assert!(*key == "numbers" || KEYS.contains(key), "{lang}: `{key}`");
            }
            let all = keys.len();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), all, "{lang} has a key twice");
            for (key, value) in section(lang) {
                let english = section("en").find(|(k, _)| *k == key).map(|(_, v)| v.contains("{}"));
                assert_eq!(english.unwrap_or(false), value.contains("{}"), "{lang}: place in `{key}`");
            }
        }
        assert!(languages().len() >= 12);
    }

    #[test]
    fn english_has_every_word() {
        let words = Words::of("en");
        assert!(words.words.iter().all(|word| !word.is_empty()));
        assert_eq!(words.get(Word::And), "and", "the keys stand in the order of the words");
        assert_eq!(words.get(Word::Contents), "Contents");
        assert_eq!(words.get(Word::CalloutCaution), "Caution");
    }

    #[test]
    fn languages_are_found_by_their_primary_subtag() {
        assert_eq!(Words::of("de-AT").get(Word::Contents), "Inhalt");
        assert_eq!(Words::of("fr-CA").numbered_title("Partie I", "La route"), "Partie I\u{a0}: La route");
        assert_eq!(Words::of("en").around_title("Figure 2"), ("Figure 2: ".into(), ""));
        assert_eq!(Words::of("KO").with(Word::Chapter, "3"), "제3장");
        assert_eq!(Words::of("tlh").get(Word::Contents), "Contents");
    }

    #[test]
    fn references_keep_word_and_number_together_and_small_where_the_language_does() {
        for (lang, small, capital) in [
            ("en", "Figure\u{a0}3.2", "Figure\u{a0}3.2"),
            ("de", "Abbildung\u{a0}3.2", "Abbildung\u{a0}3.2"),
            ("fr", "figure\u{a0}3.2", "Figure\u{a0}3.2"),
            ("ru", "рисунок\u{a0}3.2", "Рисунок\u{a0}3.2"),
            ("ko", "그림\u{a0}3.2", "그림\u{a0}3.2"),
            ("ja", "図3.2", "図3.2"),
        ] {
            let words = Words::of(lang);
            let said = [false, true].map(|capital| words.referred(Word::Figure, "3.2", capital));
            assert_eq!(said, [small, capital], "{lang}");
        }
        let words = Words::of("es");
        assert_eq!(words.referred(Word::CalloutTip, "1", false), "consejo\u{a0}1");
        assert_eq!(words.labelled(Word::CalloutTip, "1"), "Consejo 1");
        assert_eq!(Words::of("ko").referred(Word::Section, "2.1", false), "2.1절");
    }

    #[test]
    fn every_language_has_its_own_words_for_references() {
        for lang in languages() {
            for key in KEYS.iter().skip(Word::Section as usize) {
                assert!(section(lang).any(|(known, _)| known == *key), "{lang} lacks `{key}`");
            }
        }
    }

    #[test]
    fn numbers_are_words_as_far_as_the_list_reaches() {
        assert_eq!(Words::of("en").number(21), Some("Twenty-One"));
        for lang in languages() {
            let words = Words::of(lang);
            assert_eq!(words.number(0), None);
            assert_eq!(words.number(41), None, "{lang}");
            assert_eq!(words.number(1).is_some(), words.number(40).is_some(), "{lang}: 1 to 40 or none");
        }
        assert_eq!(Words::of("pl").number(1), None, "never another language's");
    }
}
