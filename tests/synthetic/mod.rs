//! Pages made by hand: what tests and benches of the PDF backend write.
#![allow(dead_code, missing_docs, unreachable_pub)] // Each user takes what it needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bindery::edition::{Edition, PageGeometry};
use bindery::font::shape::{Shaper, Shaping};
use bindery::font::{Family, FontBook, FontId, Look};
use bindery::model::NodeId;
use bindery::model::book::{Asset, Book, ImageFormat};
use bindery::model::length::{Length, Measure, Point, Size};
use bindery::model::manifest::{EditionSpec, FontFiles, FormatSpec, Hyphenation, Numbering, PrintSpec};
use bindery::model::metadata::{Contributor, Identifier, Metadata, Scheme, Subject};
use bindery::model::notes::{NoteMarks, NoteSpec};
use bindery::model::theme::{
    BodyStyle, BreakingStyle, CaptionStyle, CodeStyle, EpigraphStyle, Folio, HeadingAlign, HeadingOpen,
    HeadingStyle, LabelStyle, NoteStyle, PageStyle, PrintDefault, PullQuoteStyle, QuoteStyle,
    SceneBreakStyle, Shape, SidebarStyle, TableRules, TableStyle, Theme, ThemeFonts,
};
use bindery::resolve::ResolvedBook;
use bindery::resolve::notes::NotePlaces;
use bindery::source::Span;
use bindery::typeset::display::{Frame, Glyph, GlyphRun, Item, Page, Paint, Source};

/// Everything an edition borrows.
pub struct Stage {
    pub spec: EditionSpec,
    pub metadata: Metadata,
    pub book: ResolvedBook,
    pub fonts: FontBook,
    pub hyphenation: Hyphenation,
}

impl Default for Stage {
    fn default() -> Self {
        let metadata = metadata();
        let book = Book {
            metadata: metadata.clone(),
            chapters: Vec::new(),
            assets: BTreeMap::new(),
            numbering: Numbering::default(),
            toc_depth: 2,
            notes: NoteSpec::default(),
        };
        Self {
            spec: EditionSpec {
                name: "print".into(),
                span: Span::default(),
                title: None,
                file_pattern: None,
                identifiers: Vec::new(),
                only: Vec::new(),
                except: Vec::new(),
                theme: theme(),
                fonts: FontFiles::default(),
                notes: NoteSpec::default(),
                format: FormatSpec::Pdf(PrintSpec::default()),
            },
            metadata,
            book: ResolvedBook {
                names: BTreeMap::new(),
                shown: BTreeMap::new(),
                book,
                targets: BTreeMap::new(),
                numbers: BTreeMap::new(),
                marks: BTreeMap::new(),
                notes: NotePlaces::default(),
                anchors: BTreeSet::new(),
                toc: Vec::new(),
            },
            fonts: FontBook::new(&theme(), &FontFiles::default()).0,
            hyphenation: Hyphenation::default(),
        }
    }
}

impl Stage {
    pub fn edition(&self) -> Edition<'_> {
        Edition {
            spec: &self.spec,
            metadata: self.metadata.clone(),
            book: &self.book,
            theme: &self.spec.theme,
            fonts: &self.fonts,
            hyphenation: &self.hyphenation,
            modified: "2026-01-31T12:34:56Z".into(),
            cover: None,
            page_list: None,
        }
    }

    pub fn geometry(&self) -> PageGeometry {
        PageGeometry::new(&self.spec.theme, &PrintSpec::default())
    }

    pub fn with_asset(mut self, path: &str, format: ImageFormat, bytes: &[u8]) -> Self {
        let asset = Asset { path: path.into(), format, bytes: bytes.into(), width: 1, height: 1 };
        self.book.book.assets.insert(path.into(), asset);
        self
    }

    pub fn face(&self, family: Family, bold: bool, italic: bool) -> FontId {
        self.fonts.select(Look { family, bold, italic })
    }
}

/// Shapes stretches of text as a typesetter does: words and spaces one by one.
pub struct Hand<'a> {
    shaper: Shaper<'a>,
    pub how: Shaping,
    pub size: Length,
    pub paint: Paint,
}

impl<'a> Hand<'a> {
    pub fn new(stage: &'a Stage) -> Self {
        let how = Shaping::plain(stage.face(Family::Body, false, false), "en".into());
        Self { shaper: Shaper::new(&stage.fonts), how, size: Length::pt(11), paint: Paint::BLACK }
    }

    pub fn run(&mut self, text: &str) -> GlyphRun {
        let units = i64::from(self.shaper.fonts().face(self.how.font).units_per_em);
        let scaled = |n: i32| self.size.scale(i64::from(n), units);
        let mut glyphs = Vec::new();
        let mut at = 0;
        for word in text.split_inclusive(' ') {
            for piece in [word.trim_end_matches(' '), &word[word.trim_end_matches(' ').len()..]] {
                for glyph in &self.shaper.shape(piece, &self.how).glyphs {
                    glyphs.push(Glyph {
                        id: glyph.id,
                        cluster: at + glyph.cluster,
                        advance: scaled(glyph.advance),
                        dx: scaled(glyph.dx),
                        dy: scaled(glyph.dy),
                    });
                }
                at += u32::try_from(piece.len()).expect("a short text");
            }
        }
        GlyphRun {
            font: self.how.font,
            size: self.size,
            scale: 1000,
            tracking: 0,
            paint: self.paint.clone(),
            source: Source::Generated(NodeId::default()),
            text: text.into(),
            level: 0,
            lang: Arc::clone(&self.how.lang),
            glyphs,
            hyphenated: false,
        }
    }

    /// Puts a text on a frame, baseline at `y`; gives its right end.
    pub fn write(&mut self, frame: &mut Frame, x: f64, y: f64, text: &str) -> f64 {
        let run = self.run(text);
        let end = x + run.width().to_pt();
        frame.push(point(x, y), Item::Glyphs(run));
        end
    }
}

pub fn point(x: f64, y: f64) -> Point {
    Point { x: Length::from_pt(x), y: Length::from_pt(y) }
}

pub fn size(width: f64, height: f64) -> Size {
    Size { width: Length::from_pt(width), height: Length::from_pt(height) }
}

pub fn page(label: &str, fill: impl FnOnce(&mut Frame)) -> Page {
    let mut frame = Frame::new(size(396.0, 612.0));
    fill(&mut frame);
    Page { size: frame.size, label: label.into(), frame }
}

pub fn node(chapter: u32, index: u32) -> NodeId {
    NodeId { chapter, index }
}

fn metadata() -> Metadata {
    let person = |name: &str, role: &str| Contributor { name: name.into(), file_as: None, role: role.into() };
    Metadata {
        title: "Čas & Weile".into(),
        subtitle: Some("A Test".into()),
        contributors: vec![
            person("Ada First", "aut"),
            person("Ben Second", "aut"),
            person("Cy Other", "trl"),
        ],
        lang: "en-GB".into(),
        description: Some("Pages <made> by hand".into()),
        subjects: vec![Subject { authority: None, term: None, text: "Time".into() }],
        identifiers: vec![Identifier {
            scheme: Scheme::Isbn13,
            text: "9783161484100".into(),
            span: Span::default(),
        }],
        ..Metadata::default()
    }
}

fn theme() -> Theme {
    let none = Measure::default();
    let heading = HeadingStyle {
        open: HeadingOpen::Recto,
        sink: none,
        size: 1500,
        leading: 1200,
        align: HeadingAlign::Start,
        shape: Shape::Upright,
        bold: false,
        heading_font: false,
        before: none,
        after: none,
        keep_next: 2,
    };
    Theme {
        name: "test".into(),
        fonts: ThemeFonts {
            body: "EB Garamond".into(),
            heading: "Libertinus Sans".into(),
            mono: "JetBrains Mono".into(),
            oldstyle_figures: false,
        },
        page: PageStyle { measure: Measure::Em(26_000), running_heads: true, folio: Folio::HeadOuter },
        body: BodyStyle {
            indent: Measure::Em(1000),
            gap: none,
            hyphenate: true,
            justify: true,
            indent_first: false,
            drop_cap: 0,
            lead_in: false,
        },
        headings: [heading; 6],
        part: heading,
        quote: QuoteStyle { indent: none, size: 1000, before: none, after: none },
        scene_break: SceneBreakStyle { ornament: "*".into(), before: none, after: none },
        note: NoteStyle { size: 800, leading: 800, rule: none, marks: NoteMarks::Numbers, run_in: false },
        table: TableStyle { size: 900, rules: TableRules::Booktabs },
        code: CodeStyle { size: 900, wrap_mark: "↩".into(), background: 0 },
        caption: CaptionStyle { size: 900, label: LabelStyle::Bold },
        epigraph: EpigraphStyle { indent: Measure::Em(2000), size: 950, italic: true },
        sidebar: SidebarStyle { size: 950, background: 0 },
        pull_quote: PullQuoteStyle { size: 1250, italic: true },
        breaking: BreakingStyle {
            hyphen_penalty: 50,
            expansion: 20,
            tracking: 0,
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
