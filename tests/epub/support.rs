//! Books made by hand, and archives taken apart.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::sync::Arc;

use bindery::diagnostic::Diagnostic;
use bindery::edition::{Cover, Edition};
use bindery::epub;
use bindery::font::FontBook;
use bindery::model::block::{Block, BlockKind};
use bindery::model::book::{Asset, Book, Chapter, ImageFormat, Matter, Note, Opening, SectionKind};
use bindery::model::inline::{Image, Inline, InlineKind};
use bindery::model::length::Measure;
use bindery::model::manifest::{
    EditionSpec, EpubSpec, FontFiles, FormatSpec, GeneratedPage, Hyphenation, Numbering,
};
use bindery::model::metadata::{Contributor, Metadata};
use bindery::model::notes::{NoteMarks, NoteSpec};
use bindery::model::theme::{
    BodyStyle, BreakingStyle, CaptionStyle, CodeStyle, EpigraphStyle, Folio, HeadingAlign, HeadingOpen,
    HeadingStyle, LabelStyle, NoteStyle, PageStyle, PrintDefault, PullQuoteStyle, QuoteStyle,
    SceneBreakStyle, Shape, SidebarStyle, TableRules, TableStyle, Theme, ThemeFonts,
};
use bindery::model::{Attributes, NodeId};
use bindery::resolve;
use bindery::source::{FileId, Span};

/// A chapter under construction: every node gets the next id.
pub struct Draft {
    pub chapter: Chapter,
    next: u32,
}

impl Draft {
    pub fn new(title: &str) -> Self {
        let chapter = Chapter {
            id: NodeId::default(),
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
            path: "chapter.md".to_owned(),
            span: Span::default(),
        };
        let mut draft = Self { chapter, next: 1 };
        if !title.is_empty() {
            draft.chapter.title = vec![draft.text(title)];
        }
        draft
    }

    pub fn generated(page: GeneratedPage) -> Self {
        Self::new("").set(|c| {
            c.kind = SectionKind::Generated(page);
            c.matter = Matter::Front;
            c.unlisted = true;
        })
    }

    pub fn set(mut self, f: impl FnOnce(&mut Chapter)) -> Self {
        f(&mut self.chapter);
        self
    }

    pub fn id(&mut self) -> NodeId {
        self.next += 1;
        NodeId { chapter: 0, index: self.next - 1 }
    }

    pub fn inline(&mut self, kind: InlineKind) -> Inline {
        Inline { id: self.id(), kind, attrs: None, span: Span::default() }
    }

    pub fn text(&mut self, text: &str) -> Inline {
        self.inline(InlineKind::Text(text.to_owned()))
    }

    pub fn link(&mut self, url: &str, text: &str) -> Inline {
        let content = vec![self.text(text)];
        self.inline(InlineKind::Link { url: url.to_owned(), title: None, content })
    }

    pub fn make(&mut self, kind: BlockKind) -> Block {
        Block { id: self.id(), kind, attrs: Attributes::default(), span: Span::default() }
    }

    pub fn words(&mut self, text: &str) -> Block {
        let content = vec![self.text(text)];
        self.make(BlockKind::Paragraph(content))
    }

    /// A block that needs inlines or blocks of its own.
    pub fn with(mut self, f: impl FnOnce(&mut Self) -> BlockKind) -> Self {
        let kind = f(&mut self);
        let block = self.make(kind);
        self.chapter.blocks.push(block);
        self
    }

    pub fn paragraph(self, text: &str) -> Self {
        self.with(|d| BlockKind::Paragraph(vec![d.text(text)]))
    }

    pub fn heading(mut self, level: u8, text: &str, label: Option<&str>) -> Self {
        self = self.with(|d| BlockKind::Heading {
            level,
            content: vec![d.text(text)],
            unnumbered: false,
            unlisted: false,
        });
        if let Some(block) = self.chapter.blocks.last_mut() {
            block.attrs.label = label.map(str::to_owned);
        }
        self
    }

    pub fn note(mut self, text: &str) -> Self {
        let id = self.id();
        let blocks = vec![self.words(text)];
        self.chapter.notes.push(Note { id, label: String::new(), blocks, span: Span::default() });
        self
    }
}

/// A picture with this key.
pub fn image(asset: Option<&str>, alt: &str) -> Image {
    Image {
        url: asset.unwrap_or("img/lost.png").to_owned(),
        asset: asset.map(str::to_owned),
        alt: alt.to_owned(),
        title: None,
        decorative: false,
        width: None,
        bleeds: false,
    }
}

/// A one-pixel PNG and a small drawing.
pub fn assets() -> BTreeMap<String, Asset> {
    let mut png = Vec::new();
    image::DynamicImage::new_luma8(1, 1)
        .write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png)
        .expect("a pixel can be encoded");
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0L9 9'/><script>x()</script></svg>";
    [("img/dot.png", ImageFormat::Png, png), ("img/Map 1.svg", ImageFormat::Svg, svg.to_vec())]
        .map(|(path, format, bytes)| {
            let asset = Asset { path: path.to_owned(), format, bytes: bytes.into(), width: 1, height: 1 };
            (path.to_owned(), asset)
        })
        .into()
}

/// A book of these chapters.
pub fn book(drafts: Vec<Draft>) -> Book {
    let renumber = |(at, draft): (usize, Draft)| {
        let mut chapter = draft.chapter;
        let at = u32::try_from(at).expect("few chapters");
        chapter.id = NodeId { chapter: at, index: 0 };
        renumber::chapter(&mut chapter, at);
        Arc::new(chapter)
    };
    let author =
        Contributor { name: "Jane Doe".into(), file_as: Some("Doe, Jane".into()), role: "aut".into() };
    let metadata = Metadata {
        title: "The Long Way".into(),
        contributors: vec![author],
        lang: "en-GB".into(),
        ..Metadata::default()
    };
    Book {
        metadata,
        chapters: drafts.into_iter().enumerate().map(renumber).collect(),
        assets: assets(),
        numbering: Numbering::default(),
        toc_depth: 2,
        notes: NoteSpec::default(),
    }
}

/// Gives every node of a chapter its chapter's index.
mod renumber {
    use bindery::model::walk::{self, PartMut};

    use super::{Block, Chapter, Inline, NodeId};

    pub fn chapter(chapter: &mut Chapter, at: u32) {
        inlines(&mut chapter.title, at);
        blocks(&mut chapter.blocks, at);
        for note in &mut chapter.notes {
            id(&mut note.id, at);
            blocks(&mut note.blocks, at);
        }
    }

    fn id(node: &mut NodeId, at: u32) {
        node.chapter = at;
    }

    fn inlines(run: &mut [Inline], at: u32) {
        for inline in run {
            id(&mut inline.id, at);
            if let Some(inner) = walk::children_mut(inline) {
                inlines(inner, at);
            }
        }
    }

    fn blocks(list: &mut [Block], at: u32) {
        for block in list {
            id(&mut block.id, at);
            walk::parts_mut(&mut block.kind, &mut |part| match part {
                PartMut::Id(node) => id(node, at),
                PartMut::Inlines(run) => inlines(run, at),
                PartMut::Blocks(inner) => blocks(inner, at),
            });
        }
    }
}

pub fn theme() -> Theme {
    let heading = |size, align, before, after| HeadingStyle {
        open: HeadingOpen::RunOn,
        sink: Measure::Lines(if size > 1500 { 6000 } else { 0 }),
        size,
        leading: 1250,
        align,
        shape: Shape::Upright,
        bold: false,
        heading_font: true,
        before: Measure::Lines(before),
        after: Measure::Lines(after),
        keep_next: 2,
    };
    let small = heading(1000, HeadingAlign::Start, 1000, 0);
    Theme {
        name: "plain".into(),
        fonts: ThemeFonts {
            body: "EB Garamond".into(),
            heading: "EB Garamond".into(),
            mono: "JetBrains Mono".into(),
            oldstyle_figures: true,
        },
        page: PageStyle { measure: Measure::Em(27_000), running_heads: true, folio: Folio::HeadOuter },
        body: BodyStyle {
            indent: Measure::Em(1300),
            gap: Measure::Em(0),
            hyphenate: true,
            justify: true,
            indent_first: false,
            drop_cap: 3,
            lead_in: true,
        },
        headings: [
            heading(1800, HeadingAlign::Center, 0, 3000),
            heading(1130, HeadingAlign::Center, 1500, 500),
            small,
            small,
            small,
            small,
        ],
        part: heading(2200, HeadingAlign::Center, 0, 2000),
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
        code: CodeStyle { size: 780, wrap_mark: "↩".into(), background: 0 },
        caption: CaptionStyle { size: 900, label: LabelStyle::Bold },
        epigraph: EpigraphStyle { indent: Measure::Em(2000), size: 950, italic: true },
        sidebar: SidebarStyle { size: 950, background: 0 },
        pull_quote: PullQuoteStyle { size: 1250, italic: true },
        breaking: BreakingStyle {
            hyphen_penalty: 200,
            expansion: 0,
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

/// What else a test may want to say of its edition.
#[derive(Default)]
pub struct Wishes {
    pub spec: EpubSpec,
    pub cover: bool,
}

/// The book's EPUB.
pub fn render(book: Book, wishes: Wishes) -> Vec<u8> {
    render_with_findings(book, wishes).0
}

/// The book's EPUB and what there is to say of it.
pub fn render_with_findings(book: Book, wishes: Wishes) -> (Vec<u8>, Vec<Diagnostic>) {
    let (book, _) = resolve::resolve(book);
    let theme = theme();
    let spec = EditionSpec {
        name: "ebook".into(),
        span: Span::default(),
        title: None,
        file_pattern: None,
        identifiers: Vec::new(),
        only: Vec::new(),
        except: Vec::new(),
        theme: theme.clone(),
        fonts: FontFiles::default(),
        notes: NoteSpec::default(),
        format: FormatSpec::Epub(wishes.spec),
    };
    let (fonts, _) = FontBook::new(&theme, &spec.fonts);
    let dot = assets().remove("img/dot.png").expect("the dot").bytes;
    let edition = Edition {
        spec: &spec,
        metadata: book.book.metadata.clone(),
        book: &book,
        theme: &theme,
        fonts: &fonts,
        hyphenation: &Hyphenation::default(),
        modified: "2026-03-01T00:00:00Z".into(),
        cover: wishes.cover.then(|| Cover { bytes: dot, media_type: "image/png", alt: String::new() }),
        page_list: None,
    };
    epub::render(&edition)
}

/// The files of an archive in their order.
pub fn files(epub: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).expect("a file");
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).expect("its bytes");
            (file.name().to_owned(), bytes)
        })
        .collect()
}

/// The text of one file.
pub fn file(epub: &[u8], name: &str) -> String {
    let found = files(epub).into_iter().find(|(known, _)| known.ends_with(name));
    let (_, bytes) = found.unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes).expect("text")
}

/// What stands in the body of a file.
pub fn body(epub: &[u8], name: &str) -> String {
    let text = file(epub, name);
    let start = text.find("<body").expect("a body");
    text[start..].trim_end().trim_end_matches("</html>").trim_end().to_owned()
}
