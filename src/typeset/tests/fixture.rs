//! Small books made by hand and set for real.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, Gutter, PageGeometry};
use crate::font::FontBook;
use crate::model::block::{Align, Block, BlockKind, Cell, List, ListItem, Row, Table, Verse, VerseLine};
use crate::model::book::{Book, Chapter, Matter, Note, Opening, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::length::{Length, Measure, Point, Size};
use crate::model::manifest::{
    EditionSpec, FontFiles, FormatSpec, GeneratedPage, Hyphenation, Numbering, PrintSpec, Start,
};
use crate::model::metadata::{Contributor, Metadata};
use crate::model::notes::{NoteMarks, NoteSpec};
use crate::model::theme::{
    BodyStyle, BreakingStyle, CaptionStyle, CodeStyle, EpigraphStyle, Folio, HeadingAlign, HeadingOpen,
    HeadingStyle, LabelStyle, NoteStyle, PageStyle, PrintDefault, PullQuoteStyle, QuoteStyle,
    SceneBreakStyle, Shape, SidebarStyle, TableRules, TableStyle, Theme, ThemeFonts,
};
use crate::model::{Attributes, NodeId};
use crate::resolve::{ResolvedBook, resolve};
use crate::source::{FileId, Span};
use crate::typeset::display::{Frame, Item, Layout, Page, Source};

/// Everything an edition borrows.
pub(super) struct Fixture {
    pub(super) spec: EditionSpec,
    pub(super) book: ResolvedBook,
    pub(super) theme: Theme,
    pub(super) fonts: FontBook,
    pub(super) hyphenation: Hyphenation,
    pub(super) lines: u16,
    /// The outer margin.
    pub(super) outer: Length,
}

impl Fixture {
    pub(super) fn new(chapters: Vec<Chapter>) -> Self {
        Self::with_theme(chapters, theme())
    }

    pub(super) fn with_theme(chapters: Vec<Chapter>, theme: Theme) -> Self {
        let author = Contributor { name: "A. Writer".into(), file_as: None, role: "aut".into() };
        let metadata = Metadata {
            title: "The Long Way".into(),
            lang: "en".into(),
            contributors: vec![author],
            ..Metadata::default()
        };
        let book = Book {
            metadata,
            chapters: chapters.into_iter().map(Arc::new).collect(),
            assets: BTreeMap::new(),
            numbering: Numbering::default(),
            toc_depth: 2,
            notes: NoteSpec::default(),
        };
        let (book, _) = resolve(book);
        let (fonts, _) = FontBook::new(&theme, &FontFiles::default());
        let spec = EditionSpec {
            name: "print".into(),
            span: Span::default(),
            title: None,
            file_pattern: None,
            identifiers: Vec::new(),
            only: Vec::new(),
            except: Vec::new(),
            theme: theme.clone(),
            fonts: FontFiles::default(),
            notes: NoteSpec::default(),
            format: FormatSpec::Pdf(PrintSpec { start: Some(Start::Recto), ..PrintSpec::default() }),
        };
        Self {
            spec,
            book,
            theme,
            fonts,
            hyphenation: Hyphenation::default(),
            lines: 20,
            outer: Length::pt(60),
        }
    }

    pub(super) fn geometry(&self) -> PageGeometry {
        let leading = Length::pt(14);
        let size = Size {
            width: Length::pt(300) + self.outer,
            height: Length::pt(136) + leading * i64::from(self.lines),
        };
        PageGeometry {
            trim: size,
            inner: Length::pt(50),
            outer: self.outer,
            top: Length::pt(68),
            measure: Length::pt(250),
            lines: self.lines,
            size: Length::pt(11),
            leading,
            gutter: Gutter::Fixed,
        }
    }

    pub(super) fn set(&self) -> (Layout, Vec<Diagnostic>) {
        let edition = Edition {
            spec: &self.spec,
            metadata: self.book.book.metadata.clone(),
            book: &self.book,
            theme: &self.theme,
            fonts: &self.fonts,
            hyphenation: &self.hyphenation,
            modified: "2027-01-01T00:00:00Z".into(),
            cover: None,
            page_list: None,
        };
        crate::typeset::typeset(&edition, &self.geometry())
    }

    pub(super) fn layout(&self) -> Layout {
        self.set().0
    }
}

/// A chapter under construction.
pub(super) struct Draft {
    pub(super) chapter: Chapter,
    next: u32,
}

impl Draft {
    pub(super) fn new(index: u32, title: &str) -> Self {
        let chapter = Chapter {
            id: NodeId { chapter: index, index: 0 },
            kind: SectionKind::Chapter,
            matter: Matter::Body,
            opening: Opening::Chapter,
            depth: 1,
            level: 1,
            title: Vec::new(),
            subtitle: None,
            short_title: None,
            attrs: Attributes::default(),
            unnumbered: false,
            unlisted: false,
            blocks: Vec::new(),
            notes: Vec::new(),
            file: FileId(0),
            path: format!("{index}.md"),
            span: Span::default(),
        };
        let mut draft = Self { chapter, next: 1 };
        draft.chapter.title = draft.inlines(title);
        draft
    }

    pub(super) fn generated(index: u32, page: GeneratedPage) -> Self {
        Self::new(index, "").with(|c| {
            (c.kind, c.matter, c.unlisted) = (SectionKind::Generated(page), Matter::Front, true);
        })
    }

    pub(super) fn with(mut self, change: impl FnOnce(&mut Chapter)) -> Self {
        change(&mut self.chapter);
        self
    }

    pub(super) fn id(&mut self) -> NodeId {
        self.next += 1;
        NodeId { chapter: self.chapter.id.chapter, index: self.next - 1 }
    }

    pub(super) fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline { id: self.id(), kind, attrs: None, span: Span::default() }
    }

    /// Text in which `[^n]` calls the note with that index.
    pub(super) fn inlines(&mut self, text: &str) -> Vec<Inline> {
        let mut out = Vec::new();
        let mut parts = text.split("[^");
        let first = parts.next().unwrap_or_default();
        if !first.is_empty() {
            out.push(self.inline(InlineKind::Text(first.into())));
        }
        for part in parts {
            let (index, rest) = part.split_once(']').expect("a closed call");
            out.push(self.inline(InlineKind::Note(index.parse().expect("an index"))));
            if !rest.is_empty() {
                out.push(self.inline(InlineKind::Text(rest.into())));
            }
        }
        out
    }

    pub(super) fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.id(), kind, attrs: Attributes::default(), span: Span::default() }
    }

    pub(super) fn paragraph(&mut self, text: &str) -> Block {
        let id = self.id();
        let content = self.inlines(text);
        Block { id, kind: BlockKind::Paragraph(content), attrs: Attributes::default(), span: Span::default() }
    }

    pub(super) fn push(mut self, make: impl FnOnce(&mut Self) -> Block) -> Self {
        let block = make(&mut self);
        self.chapter.blocks.push(block);
        self
    }

    pub(super) fn p(self, text: &str) -> Self {
        self.push(|d| d.paragraph(text))
    }

    pub(super) fn heading(self, level: u8, text: &str) -> Self {
        self.push(|d| {
            let id = d.id();
            let content = d.inlines(text);
            let kind = BlockKind::Heading { level, content, unnumbered: false, unlisted: false };
            Block { id, kind, attrs: Attributes::default(), span: Span::default() }
        })
    }

    pub(super) fn note(mut self, paragraphs: &[&str]) -> Self {
        let id = self.id();
        let blocks = paragraphs.iter().map(|text| self.paragraph(text)).collect();
        self.chapter.notes.push(Note { id, label: String::new(), blocks, span: Span::default() });
        self
    }

    pub(super) fn table(self, head: &[&str], rows: &[Vec<String>]) -> Self {
        self.push(|d| {
            let id = d.id();
            let row = |d: &mut Self, cells: Vec<&str>| Row {
                cells: cells.into_iter().map(|c| Cell { id: d.id(), ..Cell::new(d.inlines(c)) }).collect(),
            };
            let top = row(d, head.to_vec());
            let body = rows.iter().map(|r| row(d, r.iter().map(String::as_str).collect())).collect();
            let columns = vec![Align::Start; head.len()];
            let table = Table { columns, widths: Vec::new(), head: vec![top], body, caption: Vec::new() };
            Block { id, kind: BlockKind::Table(table), attrs: Attributes::default(), span: Span::default() }
        })
    }

    pub(super) fn list(self, start: Option<u64>, items: &[&str]) -> Self {
        self.push(|d| {
            let items = items.iter().map(|t| ListItem { task: None, blocks: vec![d.paragraph(t)] }).collect();
            d.block(BlockKind::List(List { start, tight: true, items }))
        })
    }

    pub(super) fn verse(self, lines: &[&str]) -> Self {
        self.push(|d| {
            let lines = lines
                .iter()
                .map(|line| VerseLine { id: d.id(), indent: 0, content: d.inlines(line) })
                .collect();
            d.block(BlockKind::Verse(Verse { lines, number_every: None }))
        })
    }

    pub(super) fn done(self) -> Chapter {
        self.chapter
    }
}

/// The words shown on a page, furniture left out; a word divided by a hyphen is joined.
pub(super) fn text(page: &Page) -> String {
    runs(page, |source| *source != Source::Artifact)
}

/// The furniture of a page.
pub(super) fn furniture(page: &Page) -> String {
    runs(page, |source| *source == Source::Artifact)
}

/// What stands on a page, frames within it taken apart.
pub(super) fn flat(frame: &Frame) -> Vec<(Point, Item)> {
    let mut out = Vec::new();
    for (at, item) in &frame.items {
        match item {
            Item::Group(inner) => {
                let moved = |p: Point| Point { x: p.x + at.x, y: p.y + at.y };
                out.extend(flat(inner).into_iter().map(|(p, item)| (moved(p), item)));
            }
            item => out.push((*at, item.clone())),
        }
    }
    out
}

fn runs(page: &Page, take: impl Fn(&Source) -> bool) -> String {
    let mut out = String::new();
    let mut line = None;
    for (at, item) in &flat(&page.frame) {
        if let Item::Glyphs(run) = item
            && take(&run.source)
        {
            // Raised marks stay with their word.
            if line.is_some_and(|y: Length| (y - at.y).0.abs() > Length::pt(6).0) && !out.ends_with(' ') {
                out.push(' ');
            }
            line = Some(at.y);
            out.push_str(&run.text);
        }
    }
    out
}

/// Tops of the lines of text on a page: baselines of its runs of book text, each once.
pub(super) fn baselines(page: &Page) -> Vec<Length> {
    let mut lines: Vec<Length> = Vec::new();
    for (at, item) in &page.frame.items {
        if let Item::Glyphs(run) = item
            && matches!(run.source, Source::Book(_))
            && lines.last() != Some(&at.y)
        {
            lines.push(at.y);
        }
    }
    lines
}

/// `count` words, each with its number, so that a lost or doubled one shows.
pub(super) fn words(count: usize, tag: &str) -> String {
    (0..count).map(|n| format!("{tag}{n}")).collect::<Vec<_>>().join(" ")
}

/// A theme like `classic`, without its drop caps.
#[allow(clippy::too_many_lines)] // one value in one piece
pub(super) fn theme() -> Theme {
    let heading = HeadingStyle {
        open: HeadingOpen::Recto,
        sink: Measure::Lines(4000),
        size: 1600,
        leading: 1200,
        align: HeadingAlign::Center,
        shape: Shape::SmallCaps,
        bold: false,
        heading_font: true,
        before: Measure::Lines(1000),
        after: Measure::Lines(2000),
        keep_next: 2,
    };
    let section = HeadingStyle {
        open: HeadingOpen::RunOn,
        sink: Measure::Lines(0),
        size: 1150,
        align: HeadingAlign::Start,
        shape: Shape::Italic,
        after: Measure::Lines(500),
        ..heading
    };
    Theme {
        name: "test".into(),
        fonts: ThemeFonts {
            body: "EB Garamond".into(),
            heading: "EB Garamond".into(),
            mono: "JetBrains Mono".into(),
            oldstyle_figures: true,
        },
        page: PageStyle { measure: Measure::Em(27_000), running_heads: true, folio: Folio::FootOuter },
        body: BodyStyle {
            indent: Measure::Em(1300),
            gap: Measure::Em(0),
            hyphenate: true,
            justify: true,
            indent_first: false,
            drop_cap: 0,
            lead_in: false,
        },
        headings: [heading, section, section, section, section, section],
        part: heading,
        quote: QuoteStyle {
            indent: Measure::Em(1500),
            size: 950,
            before: Measure::Lines(500),
            after: Measure::Lines(500),
        },
        scene_break: SceneBreakStyle {
            ornament: "❦".into(),
            before: Measure::Lines(1000),
            after: Measure::Lines(1000),
        },
        note: NoteStyle {
            size: 820,
            leading: 820,
            rule: Measure::Em(6000),
            marks: NoteMarks::Numbers,
            run_in: false,
        },
        table: TableStyle { size: 920, rules: TableRules::Booktabs },
        code: CodeStyle { size: 850, wrap_mark: "↩".into(), background: 0 },
        caption: CaptionStyle { size: 900, label: LabelStyle::Bold },
        epigraph: EpigraphStyle { indent: Measure::Em(2000), size: 950, italic: true },
        sidebar: SidebarStyle { size: 950, background: 0 },
        pull_quote: PullQuoteStyle { size: 1250, italic: true },
        breaking: BreakingStyle {
            hyphen_penalty: 200,
            expansion: 20,
            tracking: 6,
            protrusion: true,
            widow: 2,
            orphan: 2,
        },
        print_default: PrintDefault {
            trim_width: 396_000,
            trim_height: 612_000,
            size: 11_000,
            leading: 14_000,
        },
    }
}

/// The edition that a fixture is of.
pub(super) fn edition_of(fixture: &Fixture) -> Edition<'_> {
    Edition {
        spec: &fixture.spec,
        metadata: fixture.book.book.metadata.clone(),
        book: &fixture.book,
        theme: &fixture.theme,
        fonts: &fixture.fonts,
        hyphenation: &fixture.hyphenation,
        modified: "2027-01-01T00:00:00Z".into(),
        cover: None,
        page_list: None,
    }
}
