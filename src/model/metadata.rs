//! What a book is called, by whom, for whom: what catalogues and shops want to know.

use crate::source::Span;

/// The metadata of a book or, after merging, of an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// Main title; never empty after reading.
    pub title: String,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// For running heads.
    pub short_title: Option<String>,
    /// Authors and others, authors first.
    pub contributors: Vec<Contributor>,
    /// BCP 47; never empty after reading.
    pub lang: String,
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

/// A series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collection {
    /// Its name.
    pub name: String,
    /// The book's number in it, as written.
    pub position: Option<String>,
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
