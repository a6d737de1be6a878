//! Notes of every place, series and count: each is set once in each edition, its call leads
//! to it and it leads back, and everything comes to an end.

// Short texts of a test.
#![allow(clippy::format_push_string, clippy::format_collect)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use bindery::model::NodeId;
use bindery::model::notes::NoteNumbering;
use bindery::source::Memory;
use bindery::typeset::display::{Frame, Item, Layout, LinkTarget, Source};
use proptest::prelude::*;
use support::{archive, press, words};

/// What calls a note.
#[derive(Clone, Copy, Debug)]
enum Where {
    Text,
    Heading,
    Quote,
    Table,
    Caption,
    /// The note before it.
    Note,
}

#[derive(Clone, Debug)]
struct Called {
    from: Where,
    words: usize,
    /// `a:`, `b:` or nothing.
    series: &'static str,
    /// `{.side}` and the like.
    place: &'static str,
    /// Words of text before it.
    before: usize,
}

fn called() -> impl Strategy<Value = Called> {
    let from = prop_oneof![
        4 => Just(Where::Text),
        1 => Just(Where::Heading),
        1 => Just(Where::Quote),
        1 => Just(Where::Table),
        1 => Just(Where::Caption),
        2 => Just(Where::Note),
    ];
    let words = prop_oneof![6 => 1..40_usize, 1 => 250..500_usize];
    let series = prop_oneof![3 => Just(""), 1 => Just("a:"), 1 => Just("b:")];
    let place = prop_oneof![
        8 => Just(""), 1 => Just("{.side}"), 1 => Just("{.end}"), 1 => Just("{.foot}")
    ];
    (from, words, series, place, 0..60_usize).prop_map(|(from, words, series, place, before)| Called {
        from,
        words,
        series,
        place,
        before,
    })
}

/// A word that stands nowhere else, of letters only.
fn word(chapter: usize, note: usize, at: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or_default());
    let pair = |n: usize| format!("{}{}", letter(n / 26), letter(n));
    format!("q{}{}{}q", pair(chapter), pair(note), pair(at))
}

fn note_text(chapter: usize, note: usize, words: usize) -> String {
    (0..words).map(|at| word(chapter, note, at)).collect::<Vec<_>>().join(" ")
}

/// The Markdown of a chapter.
fn markdown(chapter: usize, notes: &[Called]) -> String {
    let (mut out, mut texts) = (format!("# Chapter {chapter}\n\n"), String::new());
    // A note's own calls wait until its text is written.
    let mut in_notes: BTreeMap<usize, String> = BTreeMap::new();
    for (at, note) in notes.iter().enumerate() {
        let call = format!("[^{}{at}]{}", note.series, note.place);
        let text = "some words of text ".repeat(note.before / 4);
        let is_nested = matches!(note.from, Where::Note) && at > 0;
        match note.from {
            Where::Note if is_nested => in_notes.entry(at - 1).or_default().push_str(&format!(" {call}")),
            Where::Text | Where::Note => out.push_str(&format!("{text}called{call} here.\n\n")),
            Where::Heading => out.push_str(&format!("## Heading{call}\n\n{text}end.\n\n")),
            Where::Quote => out.push_str(&format!("> Quoted{call} {text}end.\n\n")),
            Where::Table => out.push_str(&format!("| Cell{call} | b |\n|---|---|\n| c | d{call} |\n\n")),
            Where::Caption => out.push_str(&format!("![A caption{call}](a.svg){{alt=x}}\n\n")),
        }
    }
    for (at, note) in notes.iter().enumerate() {
        let inner = in_notes.get(&at).map_or("", String::as_str);
        texts.push_str(&format!("[^{}{at}]: {}{inner}\n\n", note.series, note_text(chapter, at, note.words)));
    }
    out + &texts
}

const SVG: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\"><path d=\"M0 0h80v40z\"/></svg>";

/// How a book sets its notes.
#[derive(Clone, Copy, Debug)]
struct Setting {
    place: &'static str,
    second: &'static str,
    numbering: &'static str,
    markers: (&'static str, &'static str),
    run_in: bool,
    /// Whether there is room in the margin.
    wide: bool,
}

fn setting() -> impl Strategy<Value = Setting> {
    let places = || prop::sample::select(vec!["foot", "chapter", "book", "side"]);
    let markers = || prop::sample::select(vec!["numbers", "letters", "roman", "symbols"]);
    let numbering = prop::sample::select(vec!["page", "chapter", "book"]);
    (places(), places(), numbering, markers(), markers(), any::<bool>(), any::<bool>()).prop_map(
        |(place, second, numbering, first, other, run_in, wide)| Setting {
            place,
            second,
            numbering,
            markers: (first, other),
            run_in,
            wide,
        },
    )
}

fn book(chapters: &[Vec<Called>], setting: Setting) -> Memory {
    let list: Vec<String> = (0..chapters.len()).map(|index| format!("{index}.md")).collect();
    let Setting { place, second, numbering, markers: (first, other), run_in, wide } = setting;
    let trim = if wide { "6x6in" } else { "4x6in" };
    let manifest = format!(
        "title: A Book\nauthor: Someone\nlang: en\nfront: []\nchapters: [{}]\ntheme: t.yaml\nnotes: {place}\n\
         numbering: {{notes: {numbering}}}\n\
         note-series: {{a: {{marker: {other}, place: {second}}}, b: {{numbering: {numbering}}}}}\n\
         editions:\n  ebook: {{format: epub}}\n  print: {{format: pdf, trim: {trim}}}\n",
        list.join(", ")
    );
    let theme = format!("theme: classic\nnote: {{run-in: {run_in}, marker: {first}}}\n");
    let files =
        Memory::new().with("book/book.yaml", manifest).with("book/t.yaml", theme).with("book/a.svg", SVG);
    chapters
        .iter()
        .enumerate()
        .fold(files, |files, (index, notes)| files.with(&format!("book/{index}.md"), markdown(index, notes)))
}

/// Everything on a page, groups opened.
fn items<'a>(frame: &'a Frame, found: &mut Vec<&'a Item>) {
    for (_, item) in &frame.items {
        match item {
            Item::Group(inner) => items(inner, found),
            _ => found.push(item),
        }
    }
}

/// The text of every node on the pages.
fn texts(layout: &Layout) -> String {
    let mut of_nodes: BTreeMap<NodeId, (String, u32)> = BTreeMap::new();
    for page in &layout.pages {
        let mut found = Vec::new();
        items(&page.frame, &mut found);
        for item in found {
            if let Item::Glyphs(run) = item
                && let Source::Book(range) = &run.source
            {
                let (text, end) = of_nodes.entry(range.start.node).or_default();
                // A blank at the end of a line is left out.
                text.push_str(if range.start.at > *end { "\n" } else { "" });
                text.push_str(&run.text);
                *end = range.end.at;
            }
        }
    }
    of_nodes.into_values().map(|(text, _)| text).collect::<Vec<_>>().join(" ")
}

/// Every link to a node of the book has its place, once.
fn check_links(layout: &Layout) {
    let (mut anchors, mut targets) = (BTreeMap::<NodeId, usize>::new(), BTreeSet::new());
    for page in &layout.pages {
        let mut found = Vec::new();
        items(&page.frame, &mut found);
        for item in found {
            match item {
                Item::Anchor(node) => *anchors.entry(*node).or_default() += 1,
                Item::Link { target: LinkTarget::Node(node), .. } => drop(targets.insert(*node)),
                _ => {}
            }
        }
    }
    let lost: Vec<&NodeId> = targets.iter().filter(|node| anchors.get(node) != Some(&1)).collect();
    assert!(lost.is_empty(), "links that lead to no place, or to several: {lost:?}");
}

/// Every local link of an EPUB leads to an id, and no id stands twice.
fn check_epub(epub: &[u8]) {
    let (mut ids, mut links) = (BTreeSet::new(), Vec::new());
    for (path, xhtml) in archive::spine(epub) {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        archive::tags(&xhtml, |tag| {
            if let Some(id) = archive::attribute(tag, "id") {
                assert!(ids.insert(format!("{path}#{id}")), "{path}: {id} twice");
            }
            let local = archive::attribute(tag, "href").filter(|href| href.contains('#'));
            links.extend(local.map(|href| match href.split_once('#') {
                Some(("", id)) => format!("{path}#{id}"),
                _ => format!("{folder}/{href}"),
            }));
        });
    }
    let lost: Vec<&String> =
        links.iter().filter(|link| !link.contains("nav.xhtml") && !ids.contains(*link)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

fn once(text: &str, chapters: &[Vec<Called>], edition: &str) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words::words(text) {
        *counts.entry(word).or_default() += 1;
    }
    for (chapter, notes) in chapters.iter().enumerate() {
        for (note, called) in notes.iter().enumerate() {
            for at in 0..called.words {
                let word = word(chapter, note, at);
                let count = counts.get(&word).copied().unwrap_or_default();
                assert_eq!(count, 1, "{edition}: word {at} of note {note} in chapter {chapter}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(12) })]

    #[test]
    fn every_note_stands_once_in_each_edition(
        chapters in prop::collection::vec(prop::collection::vec(called(), 1..8), 1..3),
        setting in setting(),
    ) {
        let files = book(&chapters, setting);
        press::with_print(&files, |edition, _, layout| {
            once(&texts(layout), &chapters, "print");
            check_links(layout);
            let by_page = edition.spec.notes.main().numbering == NoteNumbering::Page;
            assert_eq!(by_page, setting.numbering == "page");
        });
        let (outputs, _) = press::made(&files);
        let epub = outputs.iter().find(|output| output.pages.is_none()).expect("an EPUB");
        let text: Vec<String> = archive::spine(&epub.bytes).iter().map(|(_, xhtml)| archive::text(xhtml)).collect();
        once(&text.join(" "), &chapters, "EPUB");
        check_epub(&epub.bytes);
    }
}

#[test]
fn notes_at_the_end_show_the_pages_that_they_refer_to() {
    let text = format!(
        "# One {{#one}}\n\n{}\n\nHere^[See [](#two){{.page}}.]\n\n# Two {{#two}}\n\nText.\n",
        "Words. ".repeat(900)
    );
    let files = Memory::new()
        .with(
            "book/book.yaml",
            "title: B\nauthor: S\nlang: en\nfront: []\nchapters: [a.md]\nnotes: book\neditions:\n  print: {format: pdf, trim: 4x6in}\n",
        )
        .with("book/a.md", text);
    press::with_print(&files, |_, _, layout| {
        let two = layout.pages.iter().find(|page| {
            let mut found = Vec::new();
            items(&page.frame, &mut found);
            found.iter().any(|item| matches!(item, Item::Glyphs(run) if run.text.contains("Two")))
        });
        let label = &two.expect("the second chapter").label;
        let mut found = Vec::new();
        layout.pages.iter().for_each(|page| items(&page.frame, &mut found));
        let said = found.iter().any(|item| {
            matches!(item, Item::Glyphs(run) if run.text.replace('\u{a0}', " ").contains(&format!("page {label}")))
        });
        assert!(said, "page {label}");
    });
}

/// Marks of notes by page: those that begin there, as they are drawn.
fn marks(layout: &Layout, notes: &BTreeSet<NodeId>) -> Vec<Vec<String>> {
    let of_page = |frame: &Frame| {
        let mut found = Vec::new();
        items(frame, &mut found);
        let marks = found.into_iter().filter_map(|item| match item {
            Item::Glyphs(run) => match run.source {
                Source::Generated(node) if notes.contains(&node) => Some(run.text.trim().to_owned()),
                _ => None,
            },
            _ => None,
        });
        marks.filter(|mark| !mark.is_empty()).collect()
    };
    layout.pages.iter().map(|page| of_page(&page.frame)).collect()
}

#[test]
fn marks_begin_again_on_each_page() {
    for (marker, first) in [("numbers", ["1", "2", "3"]), ("symbols", ["*", "†", "‡"])] {
        let one = |at: usize| format!("{}[^{at}] word.\n\n", "text of a line ".repeat(9));
        let chapter: String = (0..30).map(one).collect();
        let notes: String = (0..30).map(|at| format!("[^{at}]: Note of {at}.\n\n")).collect();
        let manifest = "title: B\nauthor: S\nlang: en\nfront: []\nchapters: [a.md]\ntheme: t.yaml\n\
                        numbering: {notes: page}\neditions:\n  print: {format: pdf, trim: 4x6in}\n";
        let files = Memory::new()
            .with("book/book.yaml", manifest)
            .with("book/t.yaml", format!("note: {{marker: {marker}}}\n"))
            .with("book/a.md", format!("# A\n\n{chapter}{notes}"));
        press::with_print(&files, |edition, _, layout| {
            let ids = edition.book.book.chapters.iter().flat_map(|c| &c.notes).map(|note| note.id).collect();
            let pages: Vec<Vec<String>> =
                marks(layout, &ids).into_iter().filter(|marks| !marks.is_empty()).collect();
            assert!(pages.len() > 3, "{pages:?}");
            for page in &pages {
                let count = page.len().min(3);
                assert_eq!(page[..count], first[..count], "{pages:?}");
            }
        });
    }
}

#[test]
fn notes_at_the_end_say_which_pages_they_belong_to() {
    let chapter = |name: &str| {
        let text: String = (0..30)
            .map(|at| {
                format!(
                    "{} end^[Note {at} of {name}, with a few words more than one line holds.]\n\n",
                    "Text. ".repeat(60)
                )
            })
            .collect();
        format!("# {name}\n\n{text}")
    };
    let files = Memory::new()
        .with(
            "book/book.yaml",
            "title: B\nauthor: S\nlang: en\nfront: []\nchapters: [a.md, b.md]\nnotes: book\neditions:\n  print: {format: pdf, trim: 4x6in}\n",
        )
        .with("book/a.md", chapter("One"))
        .with("book/b.md", chapter("Two"));
    press::with_print(&files, |edition, _, layout| {
        assert!(edition.book.toc.iter().any(|entry| entry.text == "Notes"), "the contents list it");
        let mut heads = Vec::new();
        for page in &layout.pages {
            let mut found = Vec::new();
            items(&page.frame, &mut found);
            let furniture = found.iter().filter_map(|item| match item {
                Item::Glyphs(run) if run.source == Source::Artifact => Some(run.text.to_string()),
                _ => None,
            });
            heads.extend(Some(furniture.collect::<String>()).filter(|head| head.contains("Notes to")));
        }
        assert!(heads.len() >= 2, "{heads:?}");
        let number =
            |head: &str| -> Option<usize> { head.split("pages ").nth(1)?.split('–').next()?.parse().ok() };
        let firsts: Vec<usize> = heads.iter().filter_map(|head| number(head)).collect();
        assert!(firsts.windows(2).all(|pair| pair[0] <= pair[1]), "{heads:?}");
    });
}
