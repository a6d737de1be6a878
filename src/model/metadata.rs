//! What a book is called, by whom, for whom: what catalogues and shops want to know.

use crate::source::Span;

/// The metadata of a book or, after merging, of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Main title; never empty after reading.
    pub title: String,
    /// The title as catalogues sort it, where its author says so.
    pub title_file_as: Option<String>,
    /// Which edition of the work it is: `Second edition`.
    pub edition: Option<String>,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// For running heads.
    pub short_title: Option<String>,
    /// Authors and others, authors first.
    pub contributors: Vec<Contributor>,
    /// BCP 47; never empty after reading.
    pub lang: String,
    /// Further languages that the book is in.
    pub other_langs: Vec<String>,
    /// Publisher.
    pub publisher: Option<String>,
    /// Publication date.
    pub date: Option<Date>,
    /// Last change, for `dcterms:modified`: a full `YYYY-MM-DDThh:mm:ssZ`.
    pub modified: Option<String>,
    /// `rights:` as written.
    pub rights: Option<String>,
    /// `copyright:`.
    pub copyright: Copyright,
    /// Description, plain text.
    pub description: Option<String>,
    /// Subjects.
    pub subjects: Vec<Subject>,
    /// Series or set it belongs to.
    pub collection: Option<Collection>,
    /// Identifiers of the work (an edition's own stand in the edition).
    pub identifiers: Vec<Identifier>,
    /// Alternative text of the cover image.
    pub cover_alt: Option<String>,
    /// What a person found out about its accessibility.
    pub accessibility: Accessibility,
}

impl Metadata {
    /// The names of the authors, in order.
    pub fn authors(&self) -> impl Iterator<Item = &Contributor> {
        self.contributors.iter().filter(|c| c.role == "aut")
    }

    /// The authors' names joined with commas; empty when there is none.
    pub fn author_line(&self) -> String {
        let names: Vec<&str> = self.authors().map(|c| c.name.as_str()).collect();
        names.join(", ")
    }

    /// The title as part of a file's name: `[a-z0-9-]`, Latin letters without their
    /// accents, at most [`LONGEST_SLUG`] bytes; `book` where nothing is left of it.
    pub fn slug(&self) -> String {
        slug(&self.title)
    }
}

/// Longest name that is still read at a glance in a listing.
const LONGEST_SLUG: usize = 60;

/// A title as part of a file's name (see [`Metadata::slug`]).
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    for letter in title.chars().flat_map(char::to_lowercase) {
        match plain(letter) {
            // An apostrophe joins: `don't` is one word.
            None if matches!(letter, '\'' | '’') => {}
            // Nor does an accent that stands by itself part a word.
            None if ('\u{300}'..='\u{36f}').contains(&letter) => {}
            None if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            None => {}
            Some(letters) => out.push_str(letters),
        }
    }
    if out.len() > LONGEST_SLUG {
        let end = out[..=LONGEST_SLUG].rfind('-').filter(|at| *at > 0).unwrap_or(LONGEST_SLUG);
        out.truncate(end);
    }
    let out = out.trim_end_matches('-');
    if out.is_empty() { "book".to_owned() } else { out.to_owned() }
}

/// Lower-case Latin letters as they are written without accents (Latin-1 Supplement and
/// Latin Extended-A).
const ROMANISED: &[(&str, &str)] = &[
    ("àáâãåāăą", "a"),
    ("äæ", "ae"),
    ("çćĉċč", "c"),
    ("ðďđ", "d"),
    ("èéêëēĕėęě", "e"),
    ("ĝğġģ", "g"),
    ("ĥħ", "h"),
    ("ìíîïĩīĭįı", "i"),
    ("ĵ", "j"),
    ("ķĸ", "k"),
    ("ĺļľŀł", "l"),
    ("ñńņňŉŋ", "n"),
    ("òóôõøōŏő", "o"),
    ("öœ", "oe"),
    ("ŕŗř", "r"),
    ("śŝşšș", "s"),
    ("ß", "ss"),
    ("ţťŧț", "t"),
    ("þ", "th"),
    ("ùúûũūŭůűų", "u"),
    ("ü", "ue"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżž", "z"),
];

/// A lower-case letter or digit in ASCII; `None` for everything that is neither.
fn plain(letter: char) -> Option<&'static str> {
    const ASCII: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    ASCII
        .find(letter)
        .map(|at| &ASCII[at..=at])
        .or_else(|| ROMANISED.iter().find(|(from, _)| from.contains(letter)).map(|(_, to)| *to))
}

/// Someone who made the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contributor {
    /// As shown.
    pub name: String,
    /// As sorted: `Kim, Minsu`.
    pub file_as: Option<String>,
    /// MARC relator code: `aut`, `edt`, `trl`, `ill`…
    pub role: String,
}

/// A day, month or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, from 1 on.
    pub year: u16,
    /// Month, 1–12.
    pub month: Option<u8>,
    /// Day, 1–31.
    pub day: Option<u8>,
}

/// `copyright:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copyright {
    /// Who holds it; the authors when not said.
    pub holder: Option<String>,
    /// The year; the date's when not said.
    pub year: Option<u16>,
    /// A statement in place of the language's usual one.
    pub statement: Option<String>,
}

/// What a book is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `BISAC`, `THEMA`…
    pub authority: Option<String>,
    /// The code there.
    pub term: Option<String>,
    /// In words.
    pub text: String,
}

/// A series, or a set that is sold as one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collection {
    /// Its name.
    pub name: String,
    /// The book's number in it, as written.
    pub position: Option<String>,
    /// Whether it is a set: so many books and no more.
    pub is_set: bool,
    /// Its ISSN, ISBN or address, as a URN or URL where it has one.
    pub identifier: Option<String>,
}

/// `accessibility:`: what only a person can know (EPUB Accessibility 1.1, 2.3 and 2.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accessibility {
    /// The standard that an EPUB of the book meets, in the words of the specification, and
    /// who says so: the one is nothing without the other.
    pub conformance: Option<Conformance>,
    /// Added to the summary that is made of the book itself.
    pub summary: Option<String>,
    /// The exemption from the European Accessibility Act that is claimed.
    pub exemption: Option<String>,
}

/// A claim to meet a standard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conformance {
    /// `EPUB Accessibility 1.1 - WCAG 2.2 Level AA`.
    pub standard: String,
    /// Who evaluated the book.
    pub certified_by: String,
    /// What entitles them to.
    pub credential: Option<String>,
    /// The address of their report.
    pub report: Option<String>,
    /// Where the claim was written.
    pub span: Span,
}

/// A name that a book or edition has in the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identifier {
    /// Which kind.
    pub scheme: Scheme,
    /// Without hyphens for ISBN; as written otherwise.
    pub text: String,
    /// Where it was written.
    pub span: Span,
}

/// The kinds of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Scheme {
    Isbn13,
    Isbn10,
    Doi,
    Uuid,
    Uri,
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_and_never_empty() {
        for (title, told) in [
            ("The Long Way", "the-long-way"),
            ("Don’t Panic!", "dont-panic"),
            ("Durch Indien ins verschlossene Land: Größe", "durch-indien-ins-verschlossene-land-groesse"),
            ("Élan vital — œuvre", "elan-vital-oeuvre"),
            ("E\u{301}lan", "elan"),
            ("  1984 ", "1984"),
            ("한국어", "book"),
            ("", "book"),
            ("İstanbul", "istanbul"),
        ] {
            assert_eq!(slug(title), told);
        }
    }

    #[test]
    fn long_titles_are_cut_between_words() {
        assert_eq!(slug(&"word ".repeat(30)), "word-word-word-word-word-word-word-word-word-word-word-word");
        assert_eq!(slug(&"x".repeat(100)).len(), LONGEST_SLUG);
        assert!(slug(&"日本 ".repeat(100)).len() <= LONGEST_SLUG);
    }
}
