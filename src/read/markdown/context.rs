//! What every pass over a file shares: the source, the findings, the notes, the pictures.

use super::Source;
use super::notes::Notes;
use super::once::Once;
use crate::model::inline::Inline;
use crate::source::Span;

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
    /// How many chapters have begun.
    pub chapter: usize,
    /// Whether a caption is being read: the parser sees none of the file's definitions then.
    pub in_caption: bool,
    /// What stands in the brackets of the picture read last: its caption, should it be a figure.
    pub caption: Vec<Inline>,
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
            chapter: 0,
            in_caption: false,
            caption: Vec::new(),
        }
    }

    /// A range of this file as a span.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source.file, start, end)
    }
}
