//! A theme: how a book looks, in both editions. Lengths are relative to the type.

use super::length::Measure;
use super::notes::NoteMarks;

/// A design shared by the print and the EPUB backend. Every field has a value: a theme
/// file states what differs from its base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Families.
    pub fonts: ThemeFonts,
    /// The page.
    pub page: PageStyle,
    /// Running text.
    pub body: BodyStyle,
    /// Chapter and section headings, rank 1 to 6.
    pub headings: [HeadingStyle; 6],
    /// Part openings.
    pub part: HeadingStyle,
    /// Quotes.
    pub quote: QuoteStyle,
    /// Scene breaks.
    pub scene_break: SceneBreakStyle,
    /// Notes.
    pub note: NoteStyle,
    /// Tables.
    pub table: TableStyle,
    /// Code.
    pub code: CodeStyle,
    /// Captions.
    pub caption: CaptionStyle,
    /// Epigraphs.
    pub epigraph: EpigraphStyle,
    /// Boxes beside the text.
    pub sidebar: SidebarStyle,
    /// Sentences of the text set large.
    pub pull_quote: PullQuoteStyle,
    /// Line and page breaking.
    pub breaking: BreakingStyle,
    /// Default page of a print edition that names none.
    pub print_default: PrintDefault,
}

/// Family names: of `fonts/`, or of files the author brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeFonts {
    /// Running text.
    pub body: String,
    /// Headings, running heads, folios.
    pub heading: String,
    /// Code.
    pub mono: String,
    /// Old-style figures in running text.
    pub oldstyle_figures: bool,
}

/// The page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageStyle {
    /// Width of the text block when margins are `auto`.
    pub measure: Measure,
    /// Whether running heads are set.
    pub running_heads: bool,
    /// Where the folio stands.
    pub folio: Folio,
}

/// Where the folio stands. A chapter's opening page always has it at the foot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Folio {
    HeadOuter,
    FootOuter,
    FootCenter,
    None,
}

/// Running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BodyStyle {
    /// First-line indent.
    pub indent: Measure,
    /// Space between paragraphs (usually none).
    pub gap: Measure,
    /// Whether words are hyphenated.
    pub hyphenate: bool,
    /// Whether lines are justified.
    pub justify: bool,
    /// Whether a paragraph after a heading or break is indented too.
    pub indent_first: bool,
    /// Lines a chapter's first letter reaches down; 0 or 1: none.
    pub drop_cap: u8,
    /// Whether a chapter's first words are in small capitals.
    pub lead_in: bool,
}

/// A heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeadingStyle {
    /// Where it opens.
    pub open: HeadingOpen,
    /// Space above it at the top of its page.
    pub sink: Measure,
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Leading in thousandths of its own size.
    pub leading: i32,
    /// How it stands.
    pub align: HeadingAlign,
    /// Shape.
    pub shape: Shape,
    /// Weight.
    pub bold: bool,
    /// Whether it is set in the heading family.
    pub heading_font: bool,
    /// Space before it, when not at the top of its page.
    pub before: Measure,
    /// Space after it.
    pub after: Measure,
    /// Lines of text it keeps with it.
    pub keep_next: u8,
}

/// Where a heading opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeadingOpen {
    /// On a recto (an edition's `start: any` makes it any page).
    Recto,
    /// On a new page.
    Page,
    /// In the run of the text.
    RunOn,
}

/// How a heading stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum HeadingAlign {
    Start,
    Center,
    End,
}

/// The shape of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Shape {
    Upright,
    Italic,
    SmallCaps,
}

/// Quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuoteStyle {
    /// Indent at both sides.
    pub indent: Measure,
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Space before.
    pub before: Measure,
    /// Space after.
    pub after: Measure,
}

/// Scene breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SceneBreakStyle {
    /// What stands between the scenes; empty for blank space only.
    pub ornament: String,
    /// Space before.
    pub before: Measure,
    /// Space after.
    pub after: Measure,
}

/// Notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteStyle {
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Leading in thousandths of the body's.
    pub leading: i32,
    /// Length of the rule above the notes; zero for none.
    pub rule: Measure,
    /// What calls the notes of the main series.
    pub marks: NoteMarks,
    /// Whether short notes share a line at the foot.
    pub run_in: bool,
}

/// Tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableStyle {
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Which rules are drawn.
    pub rules: TableRules,
}

/// The rules of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRules {
    /// Above, under the head, below.
    Booktabs,
    /// Under every row too.
    Rows,
    /// None.
    None,
}

/// Code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeStyle {
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Stands where a line had to be broken.
    pub wrap_mark: String,
    /// Gray behind it in thousandths of black; 0 for none.
    pub background: i32,
}

/// Captions of figures, tables and code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaptionStyle {
    /// Size in thousandths of the body's.
    pub size: i32,
    /// How the number before it looks: `Figure 3.2`.
    pub label: LabelStyle,
}

/// How a number before a caption or a statement looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum LabelStyle {
    Upright,
    Italic,
    Bold,
    SmallCaps,
}

/// Epigraphs before a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EpigraphStyle {
    /// Indent at both sides.
    pub indent: Measure,
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Whether it is italic.
    pub italic: bool,
}

/// Boxes beside the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SidebarStyle {
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Gray behind it in thousandths of black; 0 for rules above and below instead.
    pub background: i32,
}

/// Sentences of the text set large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PullQuoteStyle {
    /// Size in thousandths of the body's.
    pub size: i32,
    /// Whether it is italic.
    pub italic: bool,
}

/// Line and page breaking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakingStyle {
    /// Demerits of a hyphen (TeX's `\hyphenpenalty`).
    pub hyphen_penalty: i32,
    /// Glyphs may be scaled by this much, thousandths.
    pub expansion: i32,
    /// Letters may be spaced by this much, thousandths of an em.
    pub tracking: i32,
    /// Whether stops and hyphens hang into the margin.
    pub protrusion: bool,
    /// Least lines of a paragraph at the top of a page.
    pub widow: u8,
    /// Least lines of a paragraph at the foot of a page.
    pub orphan: u8,
}

/// Page of a print edition that names none, in thousandths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct PrintDefault {
    pub trim_width: i64,
    pub trim_height: i64,
    pub size: i64,
    pub leading: i64,
}
