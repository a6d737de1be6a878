//! What every pass over a file shares: the source, the findings, the notes, the pictures.

use std::collections::BTreeMap;

use super::Source;
use super::abbreviations::Abbreviations;
use super::notes::Notes;
use super::once::Once;
use crate::model::inline::Inline;
use crate::source::Span;

/// How many labels of notes are looked for in a file's text.
const MAX_LABELS: usize = 256;

/// The state of reading one file.
pub(super) struct Context<'x> {
    /// The file.
    pub source: &'x Source<'x>,
    /// Findings.
    pub once: Once,
    /// Notes.
    pub notes: Notes,
    /// Keys of pictures shown, with the first place of each showing.
    pub pictures: Vec<(String, Span)>,
    /// The language the text is in at this point.
    pub lang: String,
    /// The language of the file.
    pub base_lang: String,
    /// What the file's abbreviations stand for.
    pub abbreviations: Abbreviations,
    /// How many chapters have begun.
    pub chapter: usize,
    /// Whether notes that the parser did not see called are given in the file.
    given: BTreeMap<String, bool>,
    /// What stands in the brackets of the picture read last: its caption, should it be a figure.
    pub caption: Vec<Inline>,
    /// Words in the brackets of pictures that have another text in their place: only a
    /// figure shows them.
    pub unshown: Vec<(String, Span)>,
}

impl<'x> Context<'x> {
    /// Nothing read yet.
    pub(super) fn new(source: &'x Source<'x>, once: Once) -> Self {
        let lang = source.lang.to_owned();
        Self {
            source,
            once,
            notes: Notes::default(),
            pictures: Vec::new(),
            base_lang: lang.clone(),
            lang,
            abbreviations: Abbreviations::default(),
            chapter: 0,
            given: BTreeMap::new(),
            caption: Vec::new(),
            unshown: Vec::new(),
        }
    }

    /// Whether the file gives a note this text. Each label is looked for once, and no more
    /// than [`MAX_LABELS`] of them, so that hostile files take no quadratic time.
    pub(super) fn is_given(&mut self, label: &str) -> bool {
        if let Some(given) = self.given.get(label) {
            return *given;
        }
        let given = self.given.len() < MAX_LABELS && self.source.text.contains(&format!("[^{label}]:"));
        self.given.insert(label.to_owned(), given);
        given
    }

    /// A range of this file's text as a place.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.source.span(start, end)
    }
}
