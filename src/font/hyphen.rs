//! Where words may be divided (Liang's patterns by hypher, the author's exceptions first).
//!
//! F. M. Liang, *Word Hy-phen-a-tion by Com-put-er*, 1983. What patterns were not made
//! for is left whole: figures, abbreviations, addresses, names with capitals inside.

use hypher::{Lang, hyphenate_bounded};
use unicode_script::{Script, UnicodeScript};

use crate::model::manifest::Hyphenation;

/// Shorter words are never divided by patterns.
const LEAST_LETTERS: usize = 6;
/// Parts of words with hyphens are divided only when they are long: the hyphen serves first.
const LEAST_LETTERS_IN_COMPOUND: usize = 10;
/// Shorter words are never divided by their syllables alone.
const LEAST_LETTERS_IN_NEED: usize = 8;
/// Letters that stay before and after a hyphen, whatever a language would allow.
const LEAST_BEFORE: usize = 2;
const LEAST_AFTER: usize = 3;

/// The places where `word` may be divided, as byte offsets in rising order; empty when
/// the language is unknown, or the word is too short, has capitals inside or digits.
/// Punctuation around the word does no harm; places at the word's own hyphens belong to
/// the caller. The author's `exceptions` come first; soft hyphens in the word are handled
/// by the caller.
pub fn breaks(word: &str, lang: &str, settings: &Hyphenation) -> Vec<usize> {
    let Some((start, core)) = core(word) else { return Vec::new() };
    if let Some(places) = exception(core, settings) {
        return places.into_iter().map(|at| start + at).collect();
    }
    if !core.chars().all(|c| is_letter(c) || is_apostrophe(c) || is_hyphen(c)) {
        return Vec::new();
    }
    let language = Language::new(lang, settings);
    let least = if core.contains(is_hyphen) { LEAST_LETTERS_IN_COMPOUND } else { LEAST_LETTERS };
    let (mut places, mut at) = (Vec::new(), start);
    for piece in core.split_inclusive(|c| is_apostrophe(c) || is_hyphen(c)) {
        let part = piece.trim_end_matches(|c| is_apostrophe(c) || is_hyphen(c));
        let within = exception(part, settings).unwrap_or_else(|| match &language {
            Some(language) if is_plain(part, least) => language.breaks(part),
            _ => Vec::new(),
        });
        places.extend(within.into_iter().map(|place| at + place));
        at += piece.len();
    }
    places
}

/// Where a long word may be divided in need that patterns leave whole, as they do with
/// foreign names: before a consonant that a vowel follows, if a vowel came before it.
pub fn breaks_in_need(word: &str, lang: &str, settings: &Hyphenation) -> Vec<usize> {
    let Some((start, core)) = core(word) else { return Vec::new() };
    let known = |word| exception(word, settings).is_some();
    let plain = |c| is_letter(c) || is_apostrophe(c);
    let Some(language) = Language::new(lang, settings).filter(|_| !known(core) && core.chars().all(plain))
    else {
        return Vec::new();
    };
    let (mut places, mut at) = (Vec::new(), start);
    for piece in core.split_inclusive(is_apostrophe) {
        let part = piece.trim_end_matches(is_apostrophe);
        if is_plain(part, LEAST_LETTERS_IN_NEED) && !known(part) {
            places
                .extend(syllables(part, language.before, language.after).into_iter().map(|place| at + place));
        }
        at += piece.len();
    }
    places
}

/// Where syllables begin in a word of Latin letters, and so many letters stand on both sides.
fn syllables(word: &str, before: usize, after: usize) -> Vec<usize> {
    let plain = |c: char| c.to_lowercase().next().map_or(c, without_accent);
    let letters: Vec<(usize, char)> = word.char_indices().map(|(at, c)| (at, plain(c))).collect();
    let is_vowel = |n: usize| letters.get(n).is_some_and(|(_, c)| "aeiouy".contains(*c));
    if !letters.iter().all(|(_, c)| c.is_ascii_lowercase()) {
        return Vec::new();
    }
    let mut places = Vec::new();
    let mut vowel_before = false;
    for n in 1..letters.len() {
        vowel_before |= is_vowel(n - 1);
        // The consonant that goes on with a vowel, and one that it sounds together with.
        if is_vowel(n) || !is_vowel(n + 1) {
            continue;
        }
        let pair = (letters[n - 1].1, letters[n].1);
        let together = matches!(pair, ('c' | 's' | 't' | 'p' | 'k' | 'g' | 'z' | 'w', 'h'))
            || matches!(pair, ('b' | 'c' | 'd' | 'f' | 'g' | 'k' | 'p' | 't' | 'v', 'r' | 'l'))
            || pair == ('q', 'u');
        let first = if together { n - 1 } else { n };
        if vowel_before && first >= before && letters.len() - first >= after {
            places.push(letters[first].0);
        }
    }
    places
}

/// The word without the punctuation around it, and where it begins.
fn core(word: &str) -> Option<(usize, &str)> {
    let start = word.find(is_letter)?;
    let (last, c) = word.char_indices().rfind(|(_, c)| is_letter(*c))?;
    let core = word.get(start..last + c.len_utf8())?;
    let around = word[..start].chars().chain(word[start + core.len()..].chars());
    if around.into_iter().any(char::is_numeric) { None } else { Some((start, core)) }
}

/// Letters and the marks that belong to them; never digits.
fn is_letter(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    let marks = || !matches!(c.script(), Script::Common | Script::Unknown);
    !c.is_numeric() && (c.is_alphabetic() || marks())
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '‐' | '\u{2011}' | '–' | '—')
}

/// Whether a part is long enough and written as patterns expect: no capitals inside.
fn is_plain(part: &str, least: usize) -> bool {
    let mut letters = part.chars();
    letters.next().is_some() && !letters.clone().any(char::is_uppercase) && letters.count() + 1 >= least
}

/// The places an author's exception gives: `man-u-script` divides `Manuscript` after
/// `Man` and `Manu`; `manuscript` keeps it whole.
fn exception(word: &str, settings: &Hyphenation) -> Option<Vec<usize>> {
    settings.exceptions.iter().find_map(|exception| places_of(word, exception))
}

fn places_of(word: &str, exception: &str) -> Option<Vec<usize>> {
    let mut places = Vec::new();
    let mut letters = word.char_indices();
    for mark in exception.chars() {
        if mark == '-' || mark == '\u{ad}' {
            let at = word.len() - letters.as_str().len();
            if at > 0 && at < word.len() {
                places.push(at);
            }
        } else if !letters.next().is_some_and(|(_, c)| c.to_lowercase().eq(mark.to_lowercase())) {
            return None;
        }
    }
    letters.next().is_none().then_some(places)
}

/// A language's patterns and the letters to keep at either side.
struct Language {
    patterns: Lang,
    before: usize,
    after: usize,
}

impl Language {
    fn new(tag: &str, settings: &Hyphenation) -> Option<Self> {
        let primary = tag.split(['-', '_']).next()?.to_ascii_lowercase();
        let patterns = Lang::from_iso(primary.as_bytes().try_into().ok()?)?;
        let (before, after) = patterns.bounds();
        let stated = |letters: Option<u8>| letters.map(|n| usize::from(n).max(1));
        Some(Self {
            patterns,
            before: stated(settings.min_before).unwrap_or(before.max(LEAST_BEFORE)),
            after: stated(settings.min_after).unwrap_or(after.max(LEAST_AFTER)),
        })
    }

    fn breaks(&self, word: &str) -> Vec<usize> {
        let places = self.places(word);
        if !places.is_empty() || word.is_ascii() {
            return places;
        }
        // Patterns know no foreign letters: names like `Mikháylovna` are divided without accents.
        let bare: String = word.chars().map(without_accent).collect();
        let mut at = 0;
        let letters = word.chars().zip(bare.chars()).map(|(c, plain)| {
            at += plain.len_utf8();
            (at, c.len_utf8())
        });
        let letters: Vec<(usize, usize)> = letters.collect();
        let bare = self.places(&bare);
        let mut end = 0;
        let ends = letters.iter().map(|(at, length)| {
            end += length;
            (*at, end)
        });
        ends.filter(|(at, _)| bare.contains(at)).map(|(_, end)| end).collect()
    }

    fn places(&self, word: &str) -> Vec<usize> {
        let mut at = 0;
        let mut places: Vec<usize> = hyphenate_bounded(word, self.patterns, self.before, self.after)
            .map(|syllable| {
                at += syllable.len();
                at
            })
            .collect();
        // The last syllable ends with the word.
        places.pop();
        places
    }
}

/// The letter under the accents that European languages and transcriptions use.
fn without_accent(c: char) -> char {
    match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'ḍ' => 'd',
        'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ḥ' => 'h',
        'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' | 'ṇ' => 'n',
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ō' | 'ő' | 'ø' => 'o',
        'ř' | 'ṛ' => 'r',
        'ś' | 'š' | 'ş' | 'ș' | 'ṣ' => 's',
        'ť' | 'ț' | 'ṭ' => 't',
        'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ž' | 'ż' => 'z',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(word: &str, lang: &str, settings: &Hyphenation) -> String {
        let mut shown = word.to_owned();
        for at in breaks(word, lang, settings).into_iter().rev() {
            shown.insert(at, '·');
        }
        shown
    }

    fn plain(word: &str, lang: &str) -> String {
        divided(word, lang, &Hyphenation::default())
    }

    #[test]
    fn words_are_divided_by_their_language() {
        assert_eq!(plain("extensive", "en"), "ex·ten·sive");
        assert_eq!(plain("Silbentrennung", "de-CH"), "Sil·ben·tren·nung");
        assert_eq!(plain("imprimerie", "fr"), "im·pri·me·rie");
        assert_eq!(plain("extensive", "tlh"), "extensive");
        assert_eq!(plain("extensive", ""), "extensive");
    }

    #[test]
    fn foreign_names_are_divided_as_if_without_accents() {
        assert_eq!(plain("Bolkónski’s", "en"), "Bolkón·ski’s");
        assert_eq!(plain("élégance", "fr"), "élé·gance", "a language's own accents are known");
    }

    #[test]
    fn some_words_stay_whole() {
        for word in
            ["table", "UNESCO", "HYPHENATION", "JavaScript", "version2beta", "42", "", "—", "a.hyphenation.b"]
        {
            assert_eq!(plain(word, "en"), word);
        }
        assert_eq!(plain("extensive3", "en"), "extensive3", "a digit at the end is no punctuation");
    }

    #[test]
    fn in_need_words_are_divided_by_syllables() {
        let in_need = |word: &str| {
            let mut shown = word.to_owned();
            for at in breaks_in_need(word, "en", &Hyphenation::default()).into_iter().rev() {
                shown.insert(at, '·');
            }
            shown
        };
        assert_eq!(in_need("Mikháylovna’s"), "Mi·kháy·lovna’s");
        assert_eq!(in_need("“Dmítrievna,”"), "“Dmí·trievna,”");
        for word in ["strengths", "Annapol", "UNESCO2000", "Hauptbahn-hof", "rhythms"] {
            assert_eq!(in_need(word), word);
        }
        let whole = Hyphenation { exceptions: vec!["mikháylovna".into()], ..Hyphenation::default() };
        assert!(breaks_in_need("Mikháylovna", "en", &whole).is_empty());
    }

    #[test]
    fn punctuation_does_no_harm() {
        assert_eq!(plain("“extensive,”", "en"), "“ex·ten·sive,”");
        assert_eq!(plain("l’imprimerie", "fr"), "l’im·pri·me·rie");
        assert_eq!(plain("shouldn’t", "en"), "shouldn’t");
    }

    #[test]
    fn only_long_parts_of_compounds_are_divided() {
        assert_eq!(plain("extensive-looking", "en"), "extensive-looking");
        assert_eq!(plain("post-hyphenation", "en"), "post-hy·phen·ation");
    }

    #[test]
    fn exceptions_come_first() {
        let settings = Hyphenation {
            exceptions: vec!["man-u-script".into(), "extensive".into()],
            ..Hyphenation::default()
        };
        assert_eq!(divided("(Manuscript)", "en", &settings), "(Man·u·script)");
        assert_eq!(divided("MANUSCRIPT", "tlh", &settings), "MAN·U·SCRIPT");
        assert_eq!(divided("manuscripts", "tlh", &settings), "manuscripts");
        assert_eq!(divided("extensive", "en", &settings), "extensive");
        assert_eq!(divided("l’extensive", "en", &settings), "l’extensive");
    }

    #[test]
    fn the_author_says_how_many_letters_stay() {
        let settings =
            |before, after| Hyphenation { min_before: before, min_after: after, ..Hyphenation::default() };
        assert_eq!(divided("extensive", "en", &settings(Some(3), None)), "exten·sive");
        assert_eq!(divided("extensive", "en", &settings(None, Some(5))), "ex·tensive");
        assert_eq!(divided("extensive", "en", &settings(Some(0), Some(255))), "extensive");
    }

    #[test]
    fn very_long_words_are_divided_too() {
        let word = "extensive".repeat(30);
        assert!(breaks(&word, "en", &Hyphenation::default()).len() >= 60);
    }
}
