//! The book: chapters in reading order and the pictures they show.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::block::Block;
use super::inline::Inline;
use super::manifest::{GeneratedPage, Numbering};
use super::metadata::Metadata;
use super::notes::NoteSpec;
use super::{Attributes, NodeId};
use crate::source::{FileId, Span};

/// A whole book, as `read` makes it.
#[derive(Clone, Debug)]
pub struct Book {
    /// What it is called, by whom, in which language.
    pub metadata: Metadata,
    /// Everything in reading order, generated pages among it.
    pub chapters: Vec<Arc<Chapter>>,
    /// Pictures by key (the path within the book folder).
    pub assets: BTreeMap<String, Asset>,
    /// How parts and chapters are numbered.
    pub numbering: Numbering,
    /// How many ranks of headings the contents show.
    pub toc_depth: u8,
    /// How notes are set: as `select` has it from the edition.
    pub notes: NoteSpec,
}

impl Book {
    /// Where in [`Book::chapters`] the chapter of a node stands: an edition may lack chapters,
    /// so that ids are no indices.
    pub fn index_of(&self, node: NodeId) -> Option<usize> {
        self.chapters.binary_search_by_key(&node.chapter, |chapter| chapter.id.chapter).ok()
    }

    /// The chapter a node stands in.
    pub fn chapter_of(&self, node: NodeId) -> Option<&Arc<Chapter>> {
        self.index_of(node).and_then(|index| self.chapters.get(index))
    }

    /// The rank in which a chapter's heading is designed: a chapter looks like one however
    /// many parts it stands in, and what runs on in it comes below it.
    pub fn rank(&self, chapter: &Chapter) -> u8 {
        self.rank_of(chapter, chapter.level)
    }

    /// The rank in which a heading of this level within a chapter is designed.
    pub fn rank_of(&self, chapter: &Chapter, level: u8) -> u8 {
        let before = self.chapters.iter().take(self.index_of(chapter.id).unwrap_or_default());
        let opening = match chapter.opening {
            Opening::RunOn => before.rev().find(|c| c.opening != Opening::RunOn).map_or(1, |c| c.level),
            Opening::Chapter | Opening::Part => chapter.level,
        };
        (level.max(1) - opening.clamp(1, level.max(1)) + 1).min(6)
    }
}

/// What comes before, in and after the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// Front matter: roman folios.
    Front,
    /// Body.
    Body,
    /// Back matter.
    Back,
}

/// What a section of the book is (EPUB Structural Semantics 1.1; DPUB-ARIA 1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum SectionKind {
    Chapter,
    Part,
    Appendix,
    Dedication,
    Epigraph,
    Foreword,
    Preface,
    Introduction,
    Prologue,
    Epilogue,
    Afterword,
    Acknowledgements,
    Glossary,
    Bibliography,
    Colophon,
    /// Any other front or back matter, or a section of no special kind.
    Section,
    /// Made by `resolve` from the metadata.
    Generated(GeneratedPage),
}

/// How a chapter begins on paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Opening {
    /// A part's own page: recto, nothing else on it but what the part itself says.
    Part,
    /// As the theme opens chapters (recto, any page).
    Chapter,
    /// On the page the chapter before it ends on (a nested entry of SUMMARY.md).
    RunOn,
}

/// From one top-level heading to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// `(its index, 0)`.
    pub id: NodeId,
    /// What it is.
    pub kind: SectionKind,
    /// Where in the book it stands.
    pub matter: Matter,
    /// How it begins on paper.
    pub opening: Opening,
    /// 1 for a chapter or part, more for nested entries; a part's chapters are 2 when
    /// `book.yaml` groups them (contents depth, not heading rank).
    pub depth: u8,
    /// Rank of its own heading: 1, or more for nested entries (see [`Opening::RunOn`]).
    pub level: u8,
    /// Its heading's words; empty when it has none.
    pub title: Vec<Inline>,
    /// `subtitle=".."`.
    pub subtitle: Option<String>,
    /// `short=".."`: the running head.
    pub short_title: Option<String>,
    /// What the author said of its heading (label, classes, `lang`).
    pub attrs: Attributes,
    /// `.unnumbered` or `{-}`.
    pub unnumbered: bool,
    /// `.unlisted`: not in the contents.
    pub unlisted: bool,
    /// What follows the heading.
    pub blocks: Vec<Block>,
    /// The notes called in it, in the order of their definition or inline place.
    pub notes: Vec<Note>,
    /// The file it was read from.
    pub file: FileId,
    /// That file's path within the book folder, with `/`; empty for generated pages.
    pub path: String,
    /// The heading's place, or the file's start.
    pub span: Span,
}

impl Chapter {
    /// The note of this name and its place among the chapter's: they stand in the order of
    /// their names.
    pub fn note(&self, id: NodeId) -> Option<(usize, &Note)> {
        let at = self.notes.binary_search_by_key(&id, |note| note.id).ok()?;
        self.notes.get(at).map(|note| (at, note))
    }
}

/// A note's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its name in the book.
    pub id: NodeId,
    /// `[^label]`; empty for inline notes.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it was written.
    pub span: Span,
}

/// The format of a picture's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum ImageFormat {
    Jpeg,
    Png,
    Gif,
    WebP,
    Tiff,
    Svg,
}

/// A picture of the book; its header was read and found sound.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Path within the book folder, with `/`: also its key.
    pub path: String,
    /// By content, not by name.
    pub format: ImageFormat,
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Width in pixels of the picture upright (SVG: in CSS pixels, rounded, at least 1).
    pub width: u32,
    /// Height in pixels of the picture upright.
    pub height: u32,
}
