//! Paragraphs as a whole: a small edition by hand, and what its paragraphs look like.

mod lines;
mod looks;
mod speed;
mod total_fit;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::font::{Family, FontBook};
use crate::model::Attributes;
use crate::model::Place;
use crate::model::book::{Asset, Book, Chapter, ImageFormat, Matter, Note, Opening, SectionKind};
use crate::model::inline::InlineKind;
use crate::model::length::{Measure, Point};
use crate::model::manifest::{EditionSpec, EpubSpec, FontFiles, FormatSpec, Hyphenation, Numbering};
use crate::model::metadata::Metadata;
use crate::model::notes::{NoteMarks, NoteSpec};
use crate::model::theme::*;
use crate::resolve::ResolvedBook;
use crate::resolve::notes::NotePlaces;
use crate::source::FileId;
use crate::typeset::display::{GlyphRun, Item, LinkTarget};

/// Everything an edition borrows.
struct Fixture {
    book: ResolvedBook,
    theme: Theme,
    fonts: FontBook,
    spec: EditionSpec,
    hyphenation: Hyphenation,
}

const PLACE: Span = Span { file: FileId(0), start: 10, end: 20 };

fn node(index: u32) -> NodeId {
    NodeId { chapter: 0, index }
}

impl Fixture {
    fn new() -> Self {
        let theme = theme();
        let spec = EditionSpec {
            name: "print".into(),
            span: PLACE,
            title: None,
            file_pattern: None,
            identifiers: Vec::new(),
            only: Vec::new(),
            except: Vec::new(),
            theme: theme.clone(),
            fonts: FontFiles::default(),
            notes: NoteSpec::default(),
            format: FormatSpec::Epub(EpubSpec::default()),
        };
        let note = |index| Note { id: node(index), label: String::new(), blocks: Vec::new(), span: PLACE };
        let chapter = Chapter {
            id: node(0),
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
            notes: vec![note(900), note(901)],
            file: FileId(0),
            path: "a.md".into(),
            span: PLACE,
        };
        let asset = Asset {
            path: "a.png".into(),
            format: ImageFormat::Png,
            bytes: Arc::from([]),
            width: 200,
            height: 100,
        };
        let book = Book {
            metadata: Metadata::default(),
            chapters: vec![Arc::new(chapter)],
            assets: BTreeMap::from([("a.png".to_owned(), asset)]),
            numbering: Numbering::default(),
            toc_depth: 2,
            notes: NoteSpec::default(),
        };
        let book = ResolvedBook {
            names: BTreeMap::new(),
            shown: BTreeMap::new(),
            book,
            targets: BTreeMap::new(),
            numbers: BTreeMap::new(),
            notes: NotePlaces::default(),
            marks: BTreeMap::from([(node(900), "1".to_owned()), (node(901), "2".to_owned())]),
            anchors: BTreeSet::new(),
            toc: Vec::new(),
        };
        Self { book, theme, fonts: FontBook::default(), spec, hyphenation: Hyphenation::default() }
    }

    fn edition(&self) -> Edition<'_> {
        Edition {
            spec: &self.spec,
            metadata: Metadata::default(),
            book: &self.book,
            theme: &self.theme,
            fonts: &self.fonts,
            hyphenation: &self.hyphenation,
            modified: "1980-01-01T00:00:00Z".into(),
            cover: None,
            page_list: None,
        }
    }

    /// The paragraph of some inlines, and the findings.
    fn set(&self, inlines: &[Inline], style: &ParagraphStyle) -> (Paragraph, Vec<Diagnostic>) {
        let edition = self.edition();
        let mut setter = Setter::new(&edition);
        let paragraph = super::set(&mut setter, &content(inlines), style);
        (paragraph, crate::typeset::missing::gather(setter.findings))
    }

    fn set_text(&self, text: &str, style: &ParagraphStyle) -> Paragraph {
        self.set(&[inline(1, InlineKind::Text(text.to_owned()))], style).0
    }
}

fn content(inlines: &[Inline]) -> Content<'_> {
    Content { node: node(1), span: PLACE, pieces: vec![Piece::Inlines(inlines)] }
}

fn inline(index: u32, kind: InlineKind) -> Inline {
    Inline { id: node(index), kind, attrs: None, span: PLACE }
}

fn text(text: &str) -> Inline {
    inline(2, InlineKind::Text(text.to_owned()))
}

/// EB Garamond 11/14 on 306 pt, as the comparisons of `typography.md` have it.
fn style() -> ParagraphStyle {
    ParagraphStyle {
        look: Look { family: Family::Body, bold: false, italic: false },
        size: Length::pt(11),
        leading: Length::pt(14),
        measure: Length::pt(306),
        indent: Length::pt(14),
        left: Length::ZERO,
        right: Length::ZERO,
        align: TextAlign::Justify,
        hyphenate: true,
        lang: "en".into(),
        oldstyle_figures: true,
        tabular_figures: false,
        small_caps: false,
        paint: Paint::BLACK,
        drop_cap: 0,
        lead_in: false,
        hang: Length::ZERO,
    }
}

/// The glyph runs of a line, in reading order.
fn runs(line: &Line) -> Vec<(Point, &GlyphRun)> {
    let runs = line.frame.items.iter().filter_map(|(at, item)| match item {
        Item::Glyphs(run) => Some((*at, run)),
        _ => None,
    });
    runs.collect()
}

fn lines(paragraph: &Paragraph, variant: usize) -> Vec<Line> {
    let count = paragraph.variants[variant].lines.len();
    (0..count).map(|index| paragraph.line(variant, index)).collect()
}

/// The texts of the lines of the best variant.
fn texts(paragraph: &Paragraph) -> Vec<String> {
    lines(paragraph, 0).iter().map(|line| crate::typeset::dump::text(&line.frame)).collect()
}

/// The text of a variant, hyphens taken out again.
fn joined(paragraph: &Paragraph, variant: usize) -> String {
    let infos = &paragraph.variants[variant].lines;
    let mut out = String::new();
    for (line, info) in lines(paragraph, variant).iter().zip(infos) {
        out.push_str(&crate::typeset::dump::text(&line.frame));
        if info.hyphenated && out.ends_with('-') {
            out.pop();
        }
    }
    out
}

const PROSE: &str = "It is a truth universally acknowledged, that a single man in possession of a good fortune, \
must be in want of a wife. However little known the feelings or views of such a man may be on his first entering \
a neighbourhood, this truth is so well fixed in the minds of the surrounding families, that he is considered as \
the rightful property of some one or other of their daughters. “My dear Mr. Bennet,” said his lady to him one \
day, “have you heard that Netherfield Park is let at last?” Mr. Bennet replied that he had not.";

fn theme() -> Theme {
    let em = Measure::Em;
    let heading = HeadingStyle {
        open: HeadingOpen::RunOn,
        sink: em(0),
        size: 1000,
        leading: 1200,
        align: HeadingAlign::Start,
        shape: Shape::Upright,
        bold: false,
        heading_font: false,
        before: em(0),
        after: em(0),
        keep_next: 2,
    };
    let family = |name: &str| name.to_owned();
    Theme {
        name: "classic".into(),
        fonts: ThemeFonts {
            body: family("EB Garamond"),
            heading: family("EB Garamond"),
            mono: family("JetBrains Mono"),
            oldstyle_figures: true,
        },
        page: PageStyle { measure: em(27_000), running_heads: true, folio: Folio::FootOuter },
        body: BodyStyle {
            indent: em(1300),
            gap: em(0),
            hyphenate: true,
            justify: true,
            indent_first: false,
            drop_cap: 0,
            lead_in: false,
        },
        headings: [heading; 6],
        part: heading,
        quote: QuoteStyle { indent: em(1500), size: 950, before: em(0), after: em(0) },
        scene_break: SceneBreakStyle { ornament: "*".into(), before: em(0), after: em(0) },
        note: NoteStyle { size: 820, leading: 820, rule: em(0), marks: NoteMarks::Numbers, run_in: false },
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
