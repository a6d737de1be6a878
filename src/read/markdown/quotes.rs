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
const SWISS: Quotes = marks(("«", "»"), ("‹", "›"));
const NORDIC: Quotes = marks(("”", "”"), ("’", "’"));
const POLISH: Quotes = marks(("„", "”"), ("‚", "’"));
const SPANISH: Quotes = marks(("«", "»"), ("“", "”"));
const RUSSIAN: Quotes = marks(("«", "»"), ("„", "“"));
const NORWEGIAN: Quotes = marks(("«", "»"), ("‘", "’"));
const HUNGARIAN: Quotes = marks(("„", "”"), ("»", "«"));
const JAPANESE: Quotes = marks(("「", "」"), ("『", "』"));

/// The marks of a BCP 47 language; the English ones where a language is not listed.
pub(super) fn of(lang: &str) -> Quotes {
    let lang = lang.to_ascii_lowercase();
    if matches!(lang.as_str(), "de-ch" | "fr-ch" | "it-ch" | "de-li") {
        return SWISS;
    }
    match primary(&lang) {
        "de" | "cs" | "sk" | "sl" | "bg" | "lt" | "is" | "et" | "ka" | "mk" | "sr" | "hsb" | "dsb" => GERMAN,
        "fr" => FRENCH,
        "sv" | "fi" => NORDIC,
        "pl" | "ro" | "hr" | "bs" => POLISH,
        "hu" => HUNGARIAN,
        "es" | "it" | "el" | "ca" | "gl" | "eu" | "pt-pt" => SPANISH,
        "ru" | "uk" | "be" | "hy" | "lv" | "kk" => RUSSIAN,
        "nb" | "nn" | "no" => NORWEGIAN,
        "ja" => JAPANESE,
        _ => ENGLISH,
    }
}

/// The language without region and script.
pub(super) fn primary(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}
