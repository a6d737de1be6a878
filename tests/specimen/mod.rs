//! A book made by hand that shows every kind of block and every role at least once: what
//! tests of both editions look at.
#![allow(dead_code, missing_docs, unreachable_pub)] // Each user takes what it needs.

mod blocks;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use bindery::edition::{Edition, PageGeometry};
use bindery::font::FontBook;
use bindery::model::block::{Block, BlockKind, Role};
use bindery::model::book::{Asset, Book, Chapter, ImageFormat, Matter, Opening, SectionKind};
use bindery::model::inline::{Image, Inline, InlineKind};
use bindery::model::manifest::{FormatSpec, Manifest};
use bindery::model::walk::{self, PartMut};
use bindery::model::{Attributes, NodeId};
use bindery::resolve::{Number, ResolvedBook, resolve};
use bindery::source::{FileId, Memory, Span};
use bindery::typeset::display::Layout;

const MANIFEST: &str = "title: A Specimen\nauthor: Bindery\nlang: en\nchapters: [a.md]\n\
    front: [toc]\nnumbering: {chapters: arabic}\n\
    editions:\n  ebook: {format: epub}\n  novel: {format: pdf, theme: classic}\n  \
    handbook: {format: pdf, theme: manual}\n  manual-ebook: {format: epub, theme: manual}\n";

/// The manifest of the book and the book, resolved, every label with a number.
pub fn book() -> (Manifest, ResolvedBook) {
    let files = Memory::new().with("book/book.yaml", MANIFEST).with("book/a.md", "# A\n\nText.\n");
    let (manifest, mut book) = bindery::read::read(&files, Path::new("book")).book.expect("a book");
    let last = book.chapters.pop().expect("a chapter");
    let first = book.chapters.len();
    for (at, (title, blocks)) in blocks::chapters().into_iter().enumerate() {
        let index = u32::try_from(first + at).expect("few chapters");
        book.chapters.push(Arc::new(chapter(index, title, blocks, &last)));
    }
    book.assets = assets();
    (manifest, numbered(book))
}

/// Gives every edition of the specimen to `f`; its pages where it has some.
pub fn editions(mut f: impl FnMut(&Edition<'_>, Option<(&PageGeometry, &Layout)>)) {
    let (manifest, book) = book();
    for spec in &manifest.editions {
        let (fonts, _) = FontBook::new(&spec.theme, &spec.fonts);
        let edition = Edition {
            spec,
            metadata: book.book.metadata.clone(),
            book: &book,
            theme: &spec.theme,
            fonts: &fonts,
            hyphenation: &manifest.hyphenation,
            modified: "2026-01-01T00:00:00Z".into(),
            cover: None,
            page_list: None,
        };
        match &spec.format {
            FormatSpec::Epub(_) => f(&edition, None),
            FormatSpec::Pdf(print) => {
                let geometry = PageGeometry::new(&spec.theme, print);
                let (layout, findings) = bindery::typeset::typeset(&edition, &geometry);
                assert_eq!(findings, [], "{}", spec.name);
                f(&edition, Some((&geometry, &layout)));
            }
        }
    }
}

fn chapter(index: u32, title: &str, blocks: Vec<Block>, like: &Chapter) -> Chapter {
    let mut chapter = Chapter {
        id: NodeId { chapter: index, index: 0 },
        kind: SectionKind::Chapter,
        matter: Matter::Body,
        opening: Opening::Chapter,
        title: text(title),
        blocks,
        notes: Vec::new(),
        file: FileId(0),
        ..like.clone()
    };
    let mut next = 1;
    number_inlines(&mut chapter.title, index, &mut next);
    number_blocks(&mut chapter.blocks, index, &mut next);
    chapter
}

/// The resolved book; what has a label has a number, even where `resolve` gives none.
fn numbered(book: Book) -> ResolvedBook {
    let (mut book, _) = resolve(book);
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut given = Vec::new();
    for chapter in &book.book.chapters {
        walk::blocks(
            &chapter.blocks,
            &mut |block| {
                let Some((kind, _)) = block.attrs.label.as_deref().and_then(|label| label.split_once('-'))
                else {
                    return;
                };
                let word = match kind {
                    "fig" => "Figure",
                    "tbl" => "Table",
                    "lst" => "Listing",
                    "thm" => "Theorem",
                    "sec" => "Section",
                    "tip" => "Tip",
                    _ => "Equation",
                };
                let count = counts.entry(kind.to_owned()).or_default();
                *count += 1;
                let text = format!("1.{count}");
                given.push((block.id, Number { label: format!("{word} {text}"), text }));
            },
            &mut |_| {},
        );
    }
    for (node, number) in given {
        book.numbers.entry(node).or_insert(number);
    }
    book
}

fn number_inlines(run: &mut [Inline], chapter: u32, next: &mut u32) {
    for inline in run {
        inline.id = NodeId { chapter, index: *next };
        *next += 1;
        if let Some(inner) = walk::children_mut(inline) {
            number_inlines(inner, chapter, next);
        }
    }
}

fn number_blocks(list: &mut [Block], chapter: u32, next: &mut u32) {
    for block in list {
        block.id = NodeId { chapter, index: *next };
        *next += 1;
        walk::parts_mut(&mut block.kind, &mut |part| match part {
            PartMut::Id(node) => {
                *node = NodeId { chapter, index: *next };
                *next += 1;
            }
            PartMut::Inlines(run) => number_inlines(run, chapter, next),
            PartMut::Blocks(inner) => number_blocks(inner, chapter, next),
        });
    }
}

pub fn inline(kind: InlineKind) -> Inline {
    Inline { id: NodeId::default(), kind, attrs: None, span: Span::default() }
}

/// Text in which `*` stands around what is emphasised and `|` parts lines.
pub fn text(words: &str) -> Vec<Inline> {
    let mut out = Vec::new();
    for (at, part) in words.split('*').enumerate() {
        for (line, part) in part.split('|').enumerate() {
            if line > 0 {
                out.push(inline(InlineKind::HardBreak));
            }
            let words = inline(InlineKind::Text(part.to_owned()));
            match (part.is_empty(), at % 2) {
                (true, _) => {}
                (_, 0) => out.push(words),
                _ => out.push(inline(InlineKind::Emphasis(vec![words]))),
            }
        }
    }
    out
}

pub fn classed(words: &str, class: &str) -> Inline {
    let attrs = Attributes { classes: vec![class.to_owned()], ..Attributes::default() };
    Inline { attrs: Some(Box::new(attrs)), ..inline(InlineKind::Span(text(words))) }
}

pub fn block(kind: BlockKind) -> Block {
    Block { id: NodeId::default(), kind, attrs: Attributes::default(), span: Span::default() }
}

pub fn labelled(label: &str, kind: BlockKind) -> Block {
    let attrs = Attributes { label: Some(label.to_owned()), ..Attributes::default() };
    Block { attrs, ..block(kind) }
}

pub fn paragraph(words: &str) -> Block {
    block(BlockKind::Paragraph(text(words)))
}

pub fn div(role: Role, title: &str, blocks: Vec<Block>) -> Block {
    block(BlockKind::Div { role, title: text(title), blocks })
}

pub fn figure(asset: &str, caption: &str) -> BlockKind {
    let image = Image {
        url: asset.to_owned(),
        asset: Some(asset.to_owned()),
        alt: format!("The drawing {asset}"),
        title: None,
        decorative: false,
        width: None,
        bleeds: false,
    };
    BlockKind::Figure { image, caption: text(caption) }
}

/// Drawings of several shapes.
fn assets() -> BTreeMap<String, Asset> {
    let drawing = |name: &str, width: u32, height: u32| {
        let (w, h) = (width, height);
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{w}' height='{h}' viewBox='0 0 {w} {h}'>\
             <rect width='{w}' height='{h}' fill='#ddd'/><circle cx='{}' cy='{}' r='{}' fill='#888'/>\
             <path d='M0 0L{w} {h}M{w} 0L0 {h}' stroke='#333' fill='none'/></svg>",
            w / 2,
            h / 2,
            w.min(h) / 3
        );
        let asset = Asset {
            path: name.to_owned(),
            format: ImageFormat::Svg,
            bytes: svg.into_bytes().into(),
            width,
            height,
        };
        (name.to_owned(), asset)
    };
    [drawing("wide.svg", 480, 240), drawing("tall.svg", 240, 360), drawing("square.svg", 300, 300)].into()
}
