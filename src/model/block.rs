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
    Code(CodeBlock),
    /// A formula on lines of its own, as TeX source without its dollars.
    Math(String),
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
    /// Figures, tables or code side by side or one above the other, under one caption and
    /// one number.
    Group(Group),
    /// A pause in the story; with its own ornament, empty for white alone, or the theme's.
    SceneBreak(Option<String>),
    /// Lines that are kept as lines.
    Verse(Verse),
    /// A container; what it means is its role, the rest stands in the block's attributes.
    Div {
        /// What it is for.
        role: Role,
        /// Its title, where its role has one (sidebar, theorem, details).
        title: Vec<Inline>,
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// Who said what stands above: the last line of an epigraph, a quote or a pull quote.
    Attribution(Vec<Inline>),
    /// The page ends here.
    PageBreak(Side),
    /// The contents, filled in by the backends.
    Contents,
    /// The notes with these names one after the other, made by `resolve` where an edition
    /// lists them: their texts stay in the chapters that call them.
    Notes(Vec<NodeId>),
}

/// No block stands inside more than this many others.
pub const MAX_DEPTH: usize = 100;

/// What a [`BlockKind::Div`] is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Nothing but its attributes.
    #[default]
    Plain,
    /// A quotation before the text.
    Epigraph,
    /// To whom the book is given.
    Dedication,
    /// A letter in the text.
    Letter,
    /// Matter beside the text, boxed.
    Sidebar,
    /// A sentence of the text, set large.
    PullQuote,
    /// Kept on one page.
    Keep,
    /// Terms of the book and what they mean.
    Glossary,
    /// Where the list of references goes.
    References,
    /// Where the index goes.
    Index,
    /// What a reading system may fold away (HTML's `details`); the title is its summary.
    Details,
    /// A statement with a number.
    Theorem(TheoremKind),
    /// A proof, a remark that ends with a sign.
    Proof,
    /// Centred text (`.center`, HTML's `center`).
    Center,
}

/// Statements with a number, by Quarto's prefixes of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum TheoremKind {
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
}

/// On which side of the leaf a page break goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The next page.
    #[default]
    Any,
    /// A right-hand page.
    Recto,
    /// A left-hand page.
    Verso,
}

/// A block of code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeBlock {
    /// The language's name, lower case.
    pub lang: Option<String>,
    /// The text; lines end with `\n`, the last without.
    pub text: String,
    /// Its caption; empty when it has none.
    pub caption: Vec<Inline>,
    /// The name of the file it stands in, shown above it.
    pub filename: Option<String>,
    /// The number of its first line, when lines are numbered.
    pub numbered_from: Option<u32>,
}

/// Blocks under one caption.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// How many stand side by side; at least 1.
    pub columns: u8,
    /// Figures, tables, code, in reading order.
    pub blocks: Vec<Block>,
    /// Their caption; empty when there is none.
    pub caption: Vec<Inline>,
}

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

/// Verse.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verse {
    /// Its lines; one without words stands between stanzas.
    pub lines: Vec<VerseLine>,
    /// Every so many lines the number of the line is shown.
    pub number_every: Option<u32>,
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
    /// How each column is aligned; as many as there are columns.
    pub columns: Vec<Align>,
    /// The share of the measure each column has, in thousandths; empty when the content
    /// decides.
    pub widths: Vec<u16>,
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
    /// In order. With their spans, and those that reach down from rows above, they cover at
    /// most as many columns as the table has.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its name in the book.
    pub id: NodeId,
    /// Its words; paragraphs in it are parted by [`InlineKind::HardBreak`].
    ///
    /// [`InlineKind::HardBreak`]: super::inline::InlineKind::HardBreak
    pub content: Vec<Inline>,
    /// Columns it covers; at least 1.
    pub columns: u16,
    /// Rows it covers, within its head or body; at least 1.
    pub rows: u16,
    /// Whether it is a head of its row or, in the table's head, of its column.
    pub heads: bool,
    /// How its text stands, where it differs from its column.
    pub align: Option<Align>,
}

impl Cell {
    /// A cell of one column and one row; its id is given later.
    pub fn new(content: Vec<Inline>) -> Self {
        Self { id: NodeId::default(), content, columns: 1, rows: 1, heads: false, align: None }
    }
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
