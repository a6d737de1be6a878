//! What holds for every book: no word is lost on the way, nothing leaves the page, every
//! link leads somewhere, and the bytes depend on nothing but the book.

#![allow(clippy::format_push_string)] // Markdown reads best as it will stand.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use bindery::font::FontBook;
use bindery::model::NodeId;
use bindery::model::length::{Length, Point, Size};
use bindery::parallel;
use bindery::source::Memory;
use bindery::typeset::display::{Frame, Item, Layout, LinkTarget, Source};
use proptest::prelude::*;

use support::{archive, press, words};

/// Words with what makes setting hard: ligatures, hyphenation, marks, other scripts.
const WORDS: &[&str] = &[
    "a",
    "office",
    "difficult",
    "fjord",
    "waffle",
    "incomprehensibilities",
    "naïve",
    "Łódź",
    "Straße",
    "Ærø",
    "well-known",
    "mother-in-law",
    "ΑΒΓ",
    "река",
    "1914",
    "AVATAR",
    "To",
    "quick",
    "extraordinarily",
    "don’t",
    "x",
    "the",
    "of",
    "und",
    "œuvre",
    "disproportionate",
    "counterrevolutionaries",
    "ﬁ",
    "é",
    "fifth",
];
/// Words that stand in notes only.
const NOTED: &[&str] = &["nota", "notabene", "footling", "marginalia", "annotated"];

type Words = Vec<&'static str>;

#[derive(Clone, Debug)]
enum Span {
    Plain(Words),
    Emphasis(Words),
    Strong(Words),
    Code(Words),
    Link(usize, Words),
    Note(Words),
}

#[derive(Clone, Debug)]
enum Part {
    Paragraph(Vec<Span>),
    Heading(Words),
    List(bool, Vec<Words>),
    Quote(Words),
    Code(Vec<Words>),
    Verse(Vec<Words>),
    Table(Vec<(Words, Words)>),
    SceneBreak,
}

fn some_words(most: usize) -> impl Strategy<Value = Words> {
    prop::collection::vec(prop::sample::select(WORDS), 1..most)
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        4 => some_words(40).prop_map(Span::Plain),
        1 => some_words(5).prop_map(Span::Emphasis),
        1 => some_words(5).prop_map(Span::Strong),
        1 => some_words(4).prop_map(Span::Code),
        1 => (0..9_usize, some_words(4)).prop_map(|(to, words)| Span::Link(to, words)),
        1 => prop::collection::vec(prop::sample::select(NOTED), 1..60).prop_map(Span::Note),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    let lines = |most| prop::collection::vec(some_words(most), 1..6);
    prop_oneof![
        6 => prop::collection::vec(span(), 1..8).prop_map(Part::Paragraph),
        1 => some_words(8).prop_map(Part::Heading),
        1 => (any::<bool>(), lines(20)).prop_map(|(ordered, items)| Part::List(ordered, items)),
        1 => some_words(60).prop_map(Part::Quote),
        1 => lines(25).prop_map(Part::Code),
        1 => lines(16).prop_map(Part::Verse),
        1 => prop::collection::vec((some_words(3), some_words(12)), 1..40).prop_map(Part::Table),
        1 => Just(Part::SceneBreak),
    ]
}

fn chapters() -> impl Strategy<Value = Vec<Vec<Part>>> {
    prop::collection::vec(prop::collection::vec(part(), 1..12), 1..4)
}

/// The Markdown of a chapter.
fn markdown(index: usize, count: usize, parts: &[Part]) -> String {
    let mut out = format!("# Chapter {{#c{index}}}\n");
    for part in parts {
        out.push('\n');
        match part {
            Part::Paragraph(spans) => {
                let spans: Vec<String> = spans.iter().map(|span| inline(span, count)).collect();
                out.push_str(&spans.join(" "));
                out.push('\n');
            }
            Part::Heading(words) => out.push_str(&format!("## {}\n", words.join(" "))),
            Part::List(ordered, items) => {
                let mark = if *ordered { "1." } else { "-" };
                for item in items {
                    out.push_str(&format!("{mark} {}\n", item.join(" ")));
                }
                out.push_str("\n<!-- end -->\n");
            }
            Part::Quote(words) => out.push_str(&format!("> {}\n", words.join(" "))),
            Part::Code(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| line.join(" ")).collect();
                out.push_str(&format!("```\n{}\n```\n", lines.join("\n")));
            }
            Part::Verse(lines) => lines.iter().for_each(|l| out.push_str(&format!("| {}\n", l.join(" ")))),
            Part::Table(rows) => {
                out.push_str("| office | fjord |\n|---|---|\n");
                for (left, right) in rows {
                    out.push_str(&format!("| {} | {} |\n", left.join(" "), right.join(" ")));
                }
            }
            Part::SceneBreak => out.push_str("---\n"),
        }
    }
    out
}

fn inline(span: &Span, chapters: usize) -> String {
    match span {
        Span::Plain(words) => words.join(" "),
        Span::Emphasis(words) => format!("*{}*", words.join(" ")),
        Span::Strong(words) => format!("**{}**", words.join(" ")),
        Span::Code(words) => format!("`{}`", words.join(" ")),
        Span::Link(to, words) => {
            let to = to % chapters;
            format!("[{}]({to}.md#c{to})", words.join(" "))
        }
        Span::Note(words) => format!("word.^[{}]", words.join(" ")),
    }
}

/// The words of a chapter, those of notes apart.
fn expected(parts: &[Part]) -> (Vec<String>, Vec<String>) {
    let (mut text, mut notes) = (vec!["Chapter".to_owned()], Vec::new());
    let mut say = |words: &Words| text.push(words.join(" "));
    for part in parts {
        match part {
            Part::Paragraph(spans) => {
                for span in spans {
                    match span {
                        Span::Plain(w)
                        | Span::Emphasis(w)
                        | Span::Strong(w)
                        | Span::Code(w)
                        | Span::Link(_, w) => say(w),
                        Span::Note(w) => {
                            say(&vec!["word"]);
                            notes.push(w.join(" "));
                        }
                    }
                }
            }
            Part::Heading(w) | Part::Quote(w) => say(w),
            Part::List(_, lines) | Part::Code(lines) | Part::Verse(lines) => lines.iter().for_each(&mut say),
            Part::Table(rows) => {
                say(&vec!["office", "fjord"]);
                for (left, right) in rows {
                    say(left);
                    say(right);
                }
            }
            Part::SceneBreak => {}
        }
    }
    (words::words(&text.join(" ")), words::words(&notes.join(" ")))
}

fn book(chapters: &[Vec<Part>]) -> Memory {
    let list: Vec<String> = (0..chapters.len()).map(|index| format!("{index}.md")).collect();
    let manifest = format!(
        "title: A Book\nauthor: Someone\nlang: en\nfront: []\nchapters: [{}]\neditions:\n  \
         ebook: {{format: epub}}\n  print: {{format: pdf, trim: 4x6in}}\n",
        list.join(", ")
    );
    let files = Memory::new().with("book/book.yaml", manifest);
    chapters.iter().enumerate().fold(files, |files, (index, parts)| {
        files.with(&format!("book/{index}.md"), markdown(index, chapters.len(), parts))
    })
}

/// The text of every node that is shown on a page, in the order of the nodes.
fn texts(layout: &Layout) -> BTreeMap<NodeId, String> {
    fn collect(frame: &Frame, out: &mut BTreeMap<NodeId, (String, u32)>) {
        for (_, item) in &frame.items {
            match item {
                Item::Group(inner) => collect(inner, out),
                Item::Glyphs(run) => {
                    if let Source::Book(range) = &run.source {
                        let (text, end) = out.entry(range.start.node).or_default();
                        // What is left out between two runs is the end of a line of code.
                        text.push_str(if range.start.at > *end { "\n" } else { "" });
                        text.push_str(&run.text);
                        *end = range.end.at;
                    }
                }
                _ => {}
            }
        }
    }
    let mut out = BTreeMap::new();
    layout.pages.iter().for_each(|page| collect(&page.frame, &mut out));
    out.into_iter().map(|(node, (text, _))| (node, text)).collect()
}

/// Words of notes and the others.
fn apart(words: Vec<String>) -> (Vec<String>, Vec<String>) {
    words.into_iter().partition(|word| !NOTED.contains(&word.as_str()))
}

/// Everything on the pages with its place and extent.
fn placed(layout: &Layout, fonts: &FontBook, mut f: impl FnMut(usize, Size, Point, Size, &Item)) {
    fn walk(frame: &Frame, origin: Point, fonts: &FontBook, f: &mut impl FnMut(Point, Size, &Item)) {
        for (at, item) in &frame.items {
            let at = Point { x: origin.x + at.x, y: origin.y + at.y };
            match item {
                Item::Group(inner) => walk(inner, at, fonts, f),
                Item::Glyphs(run) => {
                    let face = fonts.face(run.font);
                    let per_em = i64::from(face.units_per_em);
                    let rise = run.size.scale(i64::from(face.cap_height), per_em);
                    f(Point { x: at.x, y: at.y - rise }, Size { width: run.width(), height: rise }, item);
                }
                Item::Rule { size, .. } | Item::Image { size, .. } | Item::Bitmap { size, .. } => {
                    f(at, *size, item);
                }
                Item::Link { size, .. } => f(at, *size, item),
                Item::Path(_) | Item::Layer(_) | Item::Shade(_) | Item::Anchor(_) => {
                    f(at, Size::default(), item);
                }
            }
        }
    }
    for (index, page) in layout.pages.iter().enumerate() {
        walk(&page.frame, Point::default(), fonts, &mut |at, extent, item| {
            f(index + 1, page.size, at, extent, item);
        });
    }
}

/// Nothing stands outside its page, and every link leads to an anchor.
fn check_pages(layout: &Layout, fonts: &FontBook) {
    let (mut anchors, mut targets) = (BTreeSet::new(), BTreeSet::new());
    placed(layout, fonts, |number, page, at, extent, item| {
        let (right, bottom) = (at.x + extent.width, at.y + extent.height);
        // A blank at the end of a full line may hang out.
        let inside =
            at.x >= Length::ZERO && at.y >= Length::ZERO && right <= page.width && bottom <= page.height;
        assert!(inside, "page {number}: {at:?} {extent:?} {item:?}");
        match item {
            Item::Anchor(node) => drop(anchors.insert(*node)),
            Item::Link { target: LinkTarget::Node(node), .. } => drop(targets.insert(*node)),
            _ => {}
        }
    });
    let lost: Vec<&NodeId> = targets.difference(&anchors).collect();
    assert!(lost.is_empty(), "links that lead nowhere: {lost:?}");
    let lost: Vec<&NodeId> = layout.outline.iter().map(|entry| &entry.node).collect();
    assert!(lost.iter().all(|node| anchors.contains(node)), "bookmarks that lead nowhere");
}

/// Every local link of an EPUB leads to a file and an id in it, and no id stands twice.
fn check_links(epub: &[u8]) {
    let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
    let files = archive::files(epub);
    for (path, bytes) in files.iter().filter(|(path, _)| has_end(path, "xhtml")) {
        ids.insert(path.clone());
        archive::tags(std::str::from_utf8(bytes).expect("text"), |tag| {
            if let Some(id) = archive::attribute(tag, "id") {
                assert!(ids.insert(format!("{path}#{id}")), "{path}: {id} twice");
            }
            if let Some(href) = archive::attribute(tag, "href").filter(|href| !href.contains(':')) {
                links.push((path.clone(), href));
            }
        });
    }
    for (from, href) in links.iter().filter(|(_, href)| !has_end(href, "css")) {
        let target = if href.starts_with('#') { format!("{from}{href}") } else { within(from, href) };
        assert!(ids.contains(&target), "{from}: `{href}` leads nowhere");
    }
}

fn has_end(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == extension)
}

/// A link's path from the top of the archive.
fn within(from: &str, href: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in href.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn any_book_is_whole_in_both_editions(chapters in chapters()) {
        let files = book(&chapters);
        let (mut text, mut notes) = (Vec::new(), Vec::new());
        for (words, noted) in chapters.iter().map(|parts| expected(parts)) {
            text.extend(words);
            notes.extend(noted);
        }
        press::with_print(&files, |edition, _, layout| {
            check_pages(layout, edition.fonts);
            let shown: Vec<String> = texts(layout).into_values().collect();
            let (shown, noted) = apart(words::words(&shown.join(" ")));
            assert_eq!(shown, text, "words of the pages");
            assert_eq!(noted, notes, "words of their notes");
        });
        let (outputs, _) = parallel::with_threads(1, || press::made(&files));
        for threads in [2, 4] {
            let (again, _) = parallel::with_threads(threads, || press::made(&files));
            for (a, b) in outputs.iter().zip(&again) {
                assert!(a.bytes == b.bytes, "{} differs on {threads} threads", a.edition);
            }
        }
        let epub = outputs.iter().find(|output| output.pages.is_none()).expect("an EPUB");
        check_links(&epub.bytes);
        let documents = archive::spine(&epub.bytes);
        let shown: Vec<String> = documents
            .iter()
            .filter(|(path, _)| path.contains("chapter"))
            .map(|(_, xhtml)| archive::text(xhtml))
            .collect();
        let (shown, noted) = apart(words::words(&shown.join(" ")));
        assert_eq!(shown, text, "words of the EPUB");
        assert_eq!(noted, notes, "words of its notes");
    }
}

#[test]
fn the_books_of_this_folder_are_whole() {
    let folders = press::books().iter().map(|name| press::folder_of(name)).collect::<Vec<_>>();
    for folder in folders.iter().chain([&press::sample()]) {
        let files = press::load(folder);
        press::with_print(&files, |edition, _, layout| check_pages(layout, edition.fonts));
        let (outputs, _) = press::made(&files);
        let epub = outputs.iter().find(|output| output.pages.is_none()).expect("an EPUB");
        check_links(&epub.bytes);
    }
}
