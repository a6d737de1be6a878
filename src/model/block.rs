//! What stands between the lines: paragraphs, headings, lists, tables, figures.

use super::inline::{Image, Inline};
use super::{Attributes, NodeId};
use crate::source::Span;

/// A block of a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Its name in the book.
    pub id: NodeId,
    /// What it is.
    pub kind: BlockKind,
    /// What the author said of it (label, classes, language).
    pub attrs: Attributes,
    /// Where it was written.
    pub span: Span,
}

/// The kinds of [`Block`]. `read` nests them at most [`MAX_DEPTH`] deep, so every walk
/// over them may recurse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A heading inside a chapter (the chapter's own stands in the chapter).
    Heading {
        /// 1 (a chapter's rank) to 6, after shifting by the file's depth in the book.
        level: u8,
        /// Its words.
        content: Vec<Inline>,
        /// `.unnumbered` or `{-}`.
        unnumbered: bool,
        /// `.unlisted`: not in the contents.
        unlisted: bool,
    },
    /// Code set line by line as it is.
    Code {
        /// The language's name, lower case.
        lang: Option<String>,
        /// The text; lines end with `\n`, the last without.
        text: String,
    },
    /// Quoted matter.
    Quote(Vec<Block>),
    /// A note, tip, important, warning or caution.
    Callout {
        /// Which.
        kind: CalloutKind,
        /// Its own title; the language's word when empty.
        title: Vec<Inline>,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A list of points or steps.
    List(List),
    /// Terms with their definitions.
    Definitions(Vec<Definition>),
    /// A table.
    Table(Table),
    /// A picture on its own, with a caption.
    Figure {
        /// The picture.
        image: Image,
        /// Its caption; empty when it has none.
        caption: Vec<Inline>,
    },
    /// A pause in the story.
    SceneBreak,
    /// Lines that are kept as lines.
    Verse(Vec<VerseLine>),
    /// A container with classes and nothing else.
    Div(Vec<Block>),
    /// The contents, filled in by the backends.
    Contents,
}

/// No block stands inside more than this many others.
pub const MAX_DEPTH: usize = 100;

/// The five kinds of callout (GitHub's alerts).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutKind {
    /// Useful aside.
    Note,
    /// Advice.
    Tip,
    /// Needed to succeed.
    Important,
    /// Needs attention.
    Warning,
    /// Risk.
    Caution,
}

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The number of the first item, or `None` for bullets.
    pub start: Option<u64>,
    /// Whether no blank lines stand between its items.
    pub tight: bool,
    /// Its items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// `[ ]` or `[x]` before it.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A term and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The term; has an id so that text of it has a place.
    pub id: NodeId,
    /// Its words.
    pub term: Vec<Inline>,
    /// One or more definitions.
    pub definitions: Vec<Vec<Block>>,
}

/// A line of verse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerseLine {
    /// Its name in the book.
    pub id: NodeId,
    /// Leading blanks, in characters.
    pub indent: u32,
    /// Its words; empty between stanzas.
    pub content: Vec<Inline>,
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// How each column is aligned.
    pub columns: Vec<Align>,
    /// The head; empty when the table has none.
    pub head: Vec<Row>,
    /// The body.
    pub body: Vec<Row>,
    /// Its caption; empty when it has none.
    pub caption: Vec<Inline>,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// As many as the table has columns.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its name in the book.
    pub id: NodeId,
    /// Its words.
    pub content: Vec<Inline>,
}

/// How text stands in a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// As the theme has it: to the start.
    #[default]
    Start,
    /// Centred.
    Center,
    /// To the end.
    End,
}
