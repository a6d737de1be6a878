//! What `book.yaml` asks for beyond metadata: order, numbering, editions.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::length::{Length, Measure, Size};
use super::metadata::{Identifier, Metadata};
use super::notes::NoteSpec;
use super::press::Press;
use super::theme::Theme;
use crate::source::{FileId, Span, Spanned};

/// A page or section that Bindery makes, named by a bare word in `front:` or `back:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum GeneratedPage {
    HalfTitle,
    Title,
    Copyright,
    Contents,
    Notes,
    Colophon,
}

/// How parts and chapters are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbering {
    /// Chapters.
    pub chapters: NumberStyle,
    /// Parts.
    pub parts: NumberStyle,
    /// How many ranks of headings have numbers: 1 for chapters alone, 2 with their sections.
    pub depth: u8,
    /// Whether chapter numbers begin again in each part.
    pub restart_in_parts: bool,
}

impl Default for Numbering {
    fn default() -> Self {
        let none = NumberStyle::None;
        Self { chapters: none, parts: none, depth: 1, restart_in_parts: false }
    }
}

/// A way to write a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum NumberStyle {
    #[default]
    None,
    Arabic,
    Roman,
    Words,
}

/// One entry of the book's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderEntry {
    /// A page made from the metadata.
    Generated(GeneratedPage),
    /// A Markdown file.
    File {
        /// Path within the book folder, with `/`.
        path: String,
        /// Where the entry was written; [`Span::NOWHERE`] when it was found by name.
        span: Span,
        /// 1 at the top, more for nested entries of SUMMARY.md and a part's chapters.
        depth: u8,
        /// Whether entries nested below it follow.
        has_children: bool,
        /// Rank its first heading is shifted to (1: as it stands).
        level: u8,
        /// The title SUMMARY.md gives it; used when the file has no heading of its own.
        title: Option<String>,
        /// Whether it is an appendix.
        appendix: bool,
        /// Whether its place in the order keeps numbers from it, as before and after the
        /// lists of SUMMARY.md.
        unnumbered: bool,
    },
    /// A part named in the order itself.
    Part {
        /// Its title.
        title: String,
        /// Where it was written.
        span: Span,
    },
}

/// The order of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingOrder {
    /// Before the body.
    pub front: Vec<OrderEntry>,
    /// The body, appendices last.
    pub body: Vec<OrderEntry>,
    /// After the body.
    pub back: Vec<OrderEntry>,
    /// Where the chapters are listed; `None` where every file found is one.
    pub listed: Option<Listing>,
}

/// A list of a book's chapters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The file it stands in, as shown.
    pub file: String,
    /// The folder within the book folder whose files it orders; empty: the book folder.
    pub folder: String,
}

/// `book.yaml` with its house file merged in, or what stands for it.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// The file, when there is one.
    pub file: Option<FileId>,
    /// The work's metadata.
    pub metadata: Metadata,
    /// The order of its files.
    pub order: ReadingOrder,
    /// How things are numbered.
    pub numbering: Numbering,
    /// Ranks in the contents.
    pub toc_depth: u8,
    /// Folders where pictures are looked for, within the book folder.
    pub resource_path: Vec<String>,
    /// The cover picture's path as written.
    pub cover_image: Option<Spanned<String>>,
    /// How typed quotes, dashes and dots are read.
    pub typography: Typography,
    /// Whether works to cite are named (`bibliography:`).
    pub bibliography: bool,
    /// Words with their breaks marked by `-`, and the letters to keep at each side.
    pub hyphenation: Hyphenation,
    /// `vars:` by name, those of nested maps with dots between.
    pub vars: BTreeMap<String, String>,
    /// What hidden lines of code begin with, by language (mdBook's `hidelines`).
    pub hidden_lines: BTreeMap<String, String>,
    /// At least one.
    pub editions: Vec<EditionSpec>,
}

/// `typography:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typography {
    /// Straight quotes become the language's.
    pub quotes: bool,
    /// `--` and `---` become dashes.
    pub dashes: bool,
    /// `...` becomes an ellipsis.
    pub ellipsis: bool,
}

impl Default for Typography {
    fn default() -> Self {
        Self { quotes: true, dashes: true, ellipsis: true }
    }
}

/// `hyphenation:`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hyphenation {
    /// `man-u-script`.
    pub exceptions: Vec<String>,
    /// Letters before the first hyphen; the language's own when `None`.
    pub min_before: Option<u8>,
    /// Letters after the last hyphen.
    pub min_after: Option<u8>,
}

/// One edition to make, with what it extends and the house file merged in.
#[derive(Clone, Debug)]
pub struct EditionSpec {
    /// Its name in `editions:`.
    pub name: String,
    /// Where it was named.
    pub span: Span,
    /// Its own title, when it has one.
    pub title: Option<String>,
    /// `file:` with {slug}, {edition}, {isbn}.
    pub file_pattern: Option<String>,
    /// Its own identifiers.
    pub identifiers: Vec<Identifier>,
    /// `only:` files or folders it takes; all when empty.
    pub only: Vec<Spanned<String>>,
    /// `except:` files or folders it leaves out.
    pub except: Vec<Spanned<String>>,
    /// The design, the edition's overrides not yet applied.
    pub theme: Theme,
    /// Fonts the author brings: they come before the theme's.
    pub fonts: FontFiles,
    /// How its notes are set.
    pub notes: NoteSpec,
    /// What it is made into, and how.
    pub format: FormatSpec,
}

/// Fonts brought by the author.
#[derive(Clone, Debug, Default)]
pub struct FontFiles {
    /// Body: a file, or a family of up to four files.
    pub body: Vec<FontFile>,
    /// Headings.
    pub heading: Vec<FontFile>,
    /// Code.
    pub mono: Vec<FontFile>,
    /// Tried in order for what the others lack.
    pub fallback: Vec<FontFile>,
}

impl FontFiles {
    /// Whether the author brings none.
    pub fn is_empty(&self) -> bool {
        [&self.body, &self.heading, &self.mono, &self.fallback].iter().all(|files| files.is_empty())
    }
}

/// A font file, read.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// As written.
    pub path: String,
    /// Where it was written.
    pub span: Span,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
}

/// What an edition is made into.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // A book has a handful.
pub enum FormatSpec {
    /// `format: epub`.
    Epub(EpubSpec),
    /// `format: pdf`.
    Pdf(PrintSpec),
}

/// Settings of an EPUB edition.
#[derive(Clone, Debug, Default)]
pub struct EpubSpec {
    /// The text of the author's style sheet, added after the theme's.
    pub css: Option<String>,
    /// Whether fonts are embedded; as the theme has it (true) when `None`.
    pub embed_fonts: Option<bool>,
    /// Whether the cover has a page of its own in the spine (default true).
    pub cover_page: Option<bool>,
    /// The print edition whose pages it knows.
    pub page_list_from: Option<Spanned<String>>,
    /// The shop it is made for, where that wants something of its own.
    pub preset: Option<Shop>,
    /// How large pictures may be.
    pub images: ImageLimits,
}

/// A shop of EPUBs with rules of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Shop {
    Apple,
    Kindle,
    Kobo,
}

/// How large the pictures of an EPUB may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImageLimits {
    /// Most pixels of the longer side.
    pub side: u32,
    /// Bytes of a file that are aimed at.
    pub bytes: u64,
}

impl ImageLimits {
    /// More than the screen of any reading device shows.
    pub const USUAL: Self = Self { side: 2000, bytes: 1_500_000 };
}

impl Default for ImageLimits {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Settings of a printed edition. `None` is the theme's or the usual value.
#[derive(Clone, Debug, Default)]
pub struct PrintSpec {
    /// Trim size.
    pub trim: Option<Size>,
    /// Margins; `None` is `auto`.
    pub margins: Option<Margins>,
    /// The least white at the binding; as the margins are given when `None`.
    pub gutter: Option<GutterSpec>,
    /// Body size.
    pub size: Option<Length>,
    /// Leading.
    pub leading: Option<Length>,
    /// Where chapters open.
    pub start: Option<Start>,
    /// How pages end.
    pub bottoms: Bottoms,
    /// The page count is filled up to a multiple of this (1: any, 2: even).
    pub page_multiple: Option<u16>,
    /// Whether links are live and coloured as links.
    pub links: Option<bool>,
    /// Whether `margins: auto` leaves room for notes at the side.
    pub side_notes: bool,
    /// Whether every link within the book says its page.
    pub page_references: bool,
    /// `1.7` or `2.0`: the version in the header.
    pub pdf_version: Option<String>,
    /// Standards, colours, bleed and marks.
    pub press: Press,
}

/// The least white at the binding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GutterSpec {
    /// By the number of pages.
    Auto,
    /// This much.
    Length(Length),
}

/// The white around the text block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Margins {
    pub inner: Measure,
    pub outer: Measure,
    pub top: Measure,
    pub bottom: Measure,
}

/// How pages end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bottoms {
    /// Every line on the grid; pages that face one another end on the same line.
    #[default]
    Grid,
    /// Every page is full: white between blocks gives what lines cannot.
    Flush,
    /// Where the text does: no page is stretched, and none is compared with another.
    Ragged,
}

/// Where a chapter may open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// On the next recto; a truly blank verso before it if need be.
    Recto,
    /// On the next page.
    Any,
}
