//! Examples to one book in memory, a file and a chapter each, and its EPUB apart again.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use bindery::edition::Edition;
use bindery::font::FontBook;
use bindery::model::block::Block;
use bindery::model::book::Book;
use bindery::model::inline::{Inline, InlineKind};
use bindery::model::manifest::FormatSpec;
use bindery::model::walk::{self, PartMut};
use bindery::source::Memory;
use bindery::{epub, read, resolve};

use super::archive;
use super::normal::{self, ELSEWHERE};
use super::spec::Example;
use super::tree::{Node, text_of};

const MANIFEST: &str = "title: CommonMark\nauthor: John MacFarlane\nlang: en\n\
    typography: {quotes: none, dashes: none, ellipsis: none}\n";

/// What opens the chapter of an example.
const MARK: &str = "Example ";

/// What the EPUB says of every example, by number, a piece a line.
pub(crate) fn written(examples: &[Example]) -> BTreeMap<usize, Vec<String>> {
    let pictures = pictures(examples);
    let mut files = Memory::new().with("book/book.yaml", MANIFEST);
    for (url, picture) in &pictures {
        files = files.with(&format!("book/{url}"), picture);
    }
    for Example { number, markdown, .. } in examples {
        files = files.with(&format!("book/{number:03}.md"), format!("# {MARK}{number}\n\n{markdown}"));
    }
    let epub = epub(&files);
    let names: BTreeMap<String, String> = archive::files(&epub)
        .into_iter()
        .filter_map(|(path, bytes)| {
            let (url, _) = pictures.iter().find(|(_, picture)| **picture == bytes)?;
            Some((path.rsplit('/').next()?.to_owned(), url.clone()))
        })
        .collect();
    let mut written: BTreeMap<usize, Vec<Node>> = BTreeMap::new();
    let mut number = 0;
    for (_, xhtml) in archive::spine(&epub) {
        let mut nodes = normal::found(&xhtml, &names);
        if let Some((opened, length)) = mark(&nodes) {
            number = opened;
            nodes.drain(..length);
        }
        written.entry(number).or_default().extend(nodes);
    }
    written.into_iter().map(|(number, nodes)| (number, normal::lines(nodes))).collect()
}

/// The example that a document begins, and how many nodes say so.
fn mark(nodes: &[Node]) -> Option<(usize, usize)> {
    let at = nodes.iter().position(|node| matches!(node, Node::Element(e) if e.name == "h1"))?;
    let heading = text_of(&nodes[at..=at]);
    let number = heading.trim().strip_prefix(MARK)?.parse().ok()?;
    Some((number, at + 1))
}

/// The pictures that the examples show, by their path in the book; each a file of its own.
fn pictures(examples: &[Example]) -> BTreeMap<String, Vec<u8>> {
    let shown = examples.iter().flat_map(|example| example.html.split("<img src=\"").skip(1));
    let paths = shown.filter_map(|rest| rest.split('"').next());
    let mut pictures: BTreeMap<String, Vec<u8>> =
        paths.map(|path| (path.trim_start_matches('/').to_owned(), Vec::new())).collect();
    for (picture, width) in pictures.values_mut().zip(1..) {
        image::DynamicImage::new_luma8(width, 1)
            .write_to(&mut Cursor::new(picture), image::ImageFormat::Png)
            .expect("a row of pixels can be encoded");
    }
    pictures
}

/// The EPUB that Bindery makes of a book.
fn epub(files: &Memory) -> Vec<u8> {
    let reading = read::read(files, Path::new("book"));
    let (manifest, mut book) = reading.book.expect("a book");
    lead_elsewhere(&mut book);
    let (book, _) = resolve::resolve(book);
    let epub = manifest.editions.iter().find(|spec| matches!(spec.format, FormatSpec::Epub(_)));
    let spec = epub.expect("an EPUB");
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
    epub::render(&edition).0
}

/// Gives every address that leads nowhere from this book a server to be on.
fn lead_elsewhere(book: &mut Book) {
    for chapter in &mut book.chapters {
        let chapter = Arc::make_mut(chapter);
        inlines(&mut chapter.title);
        blocks(&mut chapter.blocks);
    }
}

fn inlines(run: &mut [Inline]) {
    for inline in run {
        if let InlineKind::Link { url, .. } = &mut inline.kind {
            let leads = ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
            // No server has a name with a grave accent in it.
            if !leads || url.contains('`') {
                url.insert_str(0, ELSEWHERE);
            }
        }
        if let Some(inner) = walk::children_mut(inline) {
            inlines(inner);
        }
    }
}

fn blocks(list: &mut [Block]) {
    for block in list {
        walk::parts_mut(&mut block.kind, &mut |part| match part {
            PartMut::Inlines(run) => inlines(run),
            PartMut::Blocks(inner) => blocks(inner),
            PartMut::Id(_) => {}
        });
    }
}
