//! A typing mistake never swallows text: random damage is done to the manual's gallery, and
//! every word that was shown before is shown after.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use bindery::diagnostic::Code;
use bindery::model::block::BlockKind;
use bindery::model::book::Book;
use bindery::model::inline::{Inline, InlineKind};
use bindery::model::{Attributes, walk};
use bindery::read;
use bindery::source::Memory;
use proptest::prelude::*;
use support::{archive, press, words};

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\"><path d=\"M0 0h80v40z\"/></svg>";
const MANIFEST: &str =
    "title: T\nauthor: A\nlang: en\nfront: []\nchapters: [c/one.md]\neditions:\n  e: {format: epub}\n";

/// The signs that authors mistype. Those that begin an address, a tag or a comment are not
/// among them: what stands in these is no text, by every tool's rule.
const SIGNS: &str = ":{}[]*_|#^~$\"'`.-= ";

fn gallery() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/gallery");
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("listed").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).expect("read")).collect()
}

fn files(text: &str) -> Memory {
    Memory::new()
        .with("book/book.yaml", MANIFEST)
        .with("book/pictures/sheet.svg", SVG)
        .with("book/c/one.md", format!("# Gallery {{#sec-gallery}}\n\n{text}\n\nLast words.\n"))
}

/// Every text of a book that an edition shows or speaks; with what attributes hold on request.
fn text_of(book: &Book, attributes: bool) -> String {
    let said = |attrs: &Attributes, out: &mut String| {
        for (_, value) in attrs.pairs.iter().filter(|_| attributes) {
            let _ = writeln!(out, "{value}");
        }
    };
    let mut out = String::new();
    for chapter in &book.chapters {
        let _ = writeln!(out, "{}", walk::flatten(&chapter.title));
        said(&chapter.attrs, &mut out);
        let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
            let (mut of_blocks, mut of_runs) = (String::new(), String::new());
            walk::blocks(
                blocks,
                &mut |block| {
                    said(&block.attrs, &mut of_blocks);
                    match &block.kind {
                        BlockKind::Code(code) => {
                            let _ = writeln!(
                                of_blocks,
                                "{} {}",
                                code.text,
                                code.filename.as_deref().unwrap_or("")
                            );
                        }
                        BlockKind::Math(tex) => {
                            let _ = writeln!(of_blocks, "{tex}");
                        }
                        BlockKind::Figure { image, .. } => {
                            let _ = writeln!(of_blocks, "{}", image.alt);
                        }
                        _ => {}
                    }
                },
                &mut |run| {
                    flat(run, &said, &mut of_runs);
                    of_runs.push('\n');
                },
            );
            out.push_str(&of_blocks);
            out.push_str(&of_runs);
        }
    }
    out
}

/// The text of inlines, labels of references and what pictures say among it.
fn flat(run: &[Inline], said: &dyn Fn(&Attributes, &mut String), out: &mut String) {
    for inline in run {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) => out.push_str(text),
            InlineKind::Math { tex, .. } => out.push_str(tex),
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
            InlineKind::Image(image) => out.push_str(&format!(" {} ", image.alt)),
            InlineKind::Link { title: Some(title), .. } => out.push_str(&format!(" {title} ")),
            _ => {}
        }
        flat(walk::children(inline), said, out);
        if let InlineKind::Reference { label, .. } = &inline.kind {
            out.push_str(&format!(" @{label}"));
        }
        if let Some(attrs) = &inline.attrs {
            out.push(' ');
            said(attrs, out);
        }
    }
}

fn counted(words: Vec<String>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    words.into_iter().for_each(|word| *counts.entry(word).or_default() += 1);
    counts
}

/// The words of a text; a mistake may make an attribute of some, which is no loss.
fn shown(text: &str, attributes: bool) -> Vec<String> {
    let reading = read::read(&files(text), Path::new(press::ROOT));
    let mut shown = text_of(&reading.book.expect("a book").1, attributes);
    // What is told by name is not lost behind the author's back.
    for finding in reading.findings.iter().filter(|_| attributes) {
        let _ = writeln!(shown, "\n{}", finding.message);
        // A note that nothing calls is shown nowhere, and told at its place.
        if finding.code == Code::UnusedNote {
            shown.push_str(text);
        }
    }
    words::words(&shown)
}

/// The text with a sign taken out, put in or doubled, and the words beside it.
fn damaged(text: &str, at: usize, how: u8, sign: char) -> (String, Vec<String>) {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let at = places[at % places.len()];
    let here = text[at..].chars().next().unwrap_or(' ');
    let mut new = text.to_owned();
    if how == 0 && !here.is_alphanumeric() {
        new.remove(at);
    } else if how == 1 && !here.is_alphanumeric() {
        new.insert(at, here);
    } else {
        new.insert(at, sign);
    }
    // What touches the damage may become another word.
    let near = |c: char| !c.is_whitespace();
    let start = text[..at].rfind(|c| !near(c)).map_or(0, |at| at + 1);
    let from = at + here.len_utf8();
    let end = text[from..].find(|c: char| !near(c)).map_or(text.len(), |end| from + end);
    // Tags part no word.
    let mut in_tag = false;
    let bare: String = text[start..end]
        .chars()
        .filter(|c| {
            in_tag |= *c == '<';
            let kept = !in_tag;
            in_tag &= *c != '>';
            kept
        })
        .collect();
    (new, words::words(&format!("{bare} {}", &text[start..end])))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn a_typing_mistake_swallows_no_word(which in 0..100_usize, at in 0..10_000_usize, how in 0..3_u8, sign in 0..SIGNS.len()) {
        let gallery = gallery();
        let text = &gallery[which % gallery.len()];
        let sign = SIGNS.chars().nth(sign).unwrap_or(' ');
        let (broken, touched) = damaged(text, at, how, sign);
        let after = counted(shown(&broken, true));
        let mut before = counted(shown(text, false));
        for word in touched {
            before.remove(&word);
        }
        let lost: Vec<&String> =
            before.iter().filter(|(word, count)| after.get(*word).copied().unwrap_or_default() < **count && word.len() > 2).map(|(word, _)| word).collect();
        prop_assert!(lost.is_empty(), "{lost:?} of\n{broken}");
    }
}

#[test]
fn damage_shows_in_the_edition_too() {
    for (index, text) in gallery().iter().enumerate() {
        let (broken, _) = damaged(text, 7 + index * 13, 2, '}');
        let book = read::read(&files(&broken), Path::new(press::ROOT)).book.expect("a book").1;
        let mut outputs = Vec::new();
        let memory = files(&broken);
        let session = bindery::pipeline::Session { files: &memory, root: Path::new(press::ROOT) };
        let request = bindery::pipeline::Request { keep_going: true, ..Default::default() };
        bindery::pipeline::run(session, &request, &mut |event| {
            if let bindery::pipeline::Event::Made(output) = event {
                outputs.push(output);
            }
        });
        let epub: String =
            archive::spine(&outputs[0].bytes).iter().map(|(_, xhtml)| archive::text(xhtml)).collect();
        let epub = counted(words::words(&epub));
        let paragraphs: String = book
            .chapters
            .iter()
            .flat_map(|chapter| &chapter.blocks)
            .filter_map(|block| match &block.kind {
                BlockKind::Paragraph(run) => Some(walk::flatten(run) + "\n"),
                _ => None,
            })
            .collect();
        for word in words::words(&paragraphs) {
            assert!(epub.contains_key(&word), "`{word}` of\n{broken}");
        }
    }
}
