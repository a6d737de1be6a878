//! The resolver on small books made by hand.

use super::*;
use crate::model::Attributes;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Chapter, Note, Opening};
use crate::model::inline::InlineKind;
use crate::model::manifest::{GeneratedPage, NumberStyle, Numbering};
use crate::model::metadata::{Contributor, Copyright, Date, Identifier, Metadata, Scheme};
use crate::model::walk;
use crate::source::{FileId, Span};

/// A chapter under construction; every node gets the next id and a span that says it.
struct Draft {
    chapter: Chapter,
    next: u32,
}

impl Draft {
    fn new(path: &str, title: &str) -> Self {
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
            path: path.to_owned(),
            span: Span::default(),
        };
        let mut draft = Self { chapter, next: 1 };
        if !title.is_empty() {
            draft.chapter.title = vec![draft.inline(InlineKind::Text(title.to_owned()))];
        }
        draft
    }

    fn set(mut self, f: impl FnOnce(&mut Chapter)) -> Self {
        f(&mut self.chapter);
        self
    }

    fn id(&mut self) -> NodeId {
        self.next += 1;
        NodeId { chapter: 0, index: self.next - 1 }
    }

    fn inline(&mut self, kind: InlineKind) -> Inline {
        let id = self.id();
        let at = id.index as usize;
        Inline { id, kind, attrs: None, span: Span::new(FileId(0), at, at + 1) }
    }

    fn block(&mut self, kind: BlockKind, label: Option<&str>) -> Block {
        let id = self.id();
        let attrs = Attributes { label: label.map(str::to_owned), ..Attributes::default() };
        let at = id.index as usize;
        Block { id, kind, attrs, span: Span::new(FileId(0), at, at + 1) }
    }

    fn heading(mut self, level: u8, text: &str, label: Option<&str>) -> Self {
        let content = vec![self.inline(InlineKind::Text(text.to_owned()))];
        let kind = BlockKind::Heading { level, content, unnumbered: false, unlisted: false };
        let block = self.block(kind, label);
        self.chapter.blocks.push(block);
        self
    }

    fn link(mut self, url: &str) -> Self {
        let content = vec![self.inline(InlineKind::Text("here".into()))];
        let link = self.inline(InlineKind::Link { url: url.to_owned(), title: None, content });
        let block = self.block(BlockKind::Paragraph(vec![link]), None);
        self.chapter.blocks.push(block);
        self
    }

    fn calls(mut self, notes: &[u32]) -> Self {
        let content = notes.iter().map(|n| self.inline(InlineKind::Note(*n))).collect();
        let block = self.block(BlockKind::Paragraph(content), None);
        self.chapter.blocks.push(block);
        self
    }

    fn note(mut self, calls: &[u32]) -> Self {
        let id = self.id();
        let content = calls.iter().map(|n| self.inline(InlineKind::Note(*n))).collect();
        let blocks = vec![self.block(BlockKind::Paragraph(content), None)];
        self.chapter.notes.push(Note { id, label: String::new(), blocks, span: Span::default() });
        self
    }
}

fn book(drafts: Vec<Draft>) -> Book {
    let mut chapters = Vec::new();
    for (index, draft) in drafts.into_iter().enumerate() {
        let mut chapter = draft.chapter;
        renumber(&mut chapter, u32::try_from(index).expect("few chapters"));
        chapters.push(Arc::new(chapter));
    }
    let metadata = Metadata { title: "The Long Way".into(), lang: "en-GB".into(), ..Metadata::default() };
    let numbering = Numbering::default();
    Book { metadata, chapters, assets: BTreeMap::new(), numbering, toc_depth: 2 }
}

/// Puts the chapter's index into all its ids and its spans' file.
fn renumber(chapter: &mut Chapter, index: u32) {
    let inlines = |list: &mut Vec<Inline>| {
        for inline in list {
            inline.id.chapter = index;
            inline.span.file = FileId(index);
            for inner in walk::children_mut(inline).into_iter().flatten() {
                inner.id.chapter = index;
            }
        }
    };
    chapter.id.chapter = index;
    chapter.span.file = FileId(index);
    inlines(&mut chapter.title);
    let notes = chapter.notes.iter_mut().flat_map(|note| {
        note.id.chapter = index;
        &mut note.blocks
    });
    for block in chapter.blocks.iter_mut().chain(notes) {
        block.id.chapter = index;
        block.span.file = FileId(index);
        if let BlockKind::Paragraph(content) | BlockKind::Heading { content, .. } = &mut block.kind {
            inlines(content);
        }
    }
}

/// Where each link leads, by its address: `chapter.index`, an address, or a message.
fn led(drafts: Vec<Draft>) -> Vec<(String, String)> {
    let (resolved, found) = resolve(book(drafts));
    let mut out = Vec::new();
    for chapter in &resolved.book.chapters {
        walk::blocks(&chapter.blocks, &mut |_| {}, &mut |run| {
            walk::inlines(run, &mut |inline| {
                let InlineKind::Link { url, .. } = &inline.kind else { return };
                let finding = found.iter().find(|f| f.labels[0].span == inline.span);
                let to = match (resolved.targets.get(&inline.id), finding) {
                    (Some(Target::Uri(uri)), None) => uri.clone(),
                    (Some(Target::Node(node)), None) => {
                        assert!(resolved.anchors.contains(node));
                        format!("{}.{}", node.chapter, node.index)
                    }
                    (None, Some(f)) => format!("{} | {}", f.message, f.help.join(" | ")),
                    other => panic!("{url}: {other:?}"),
                };
                out.push((url.clone(), to));
            });
        });
    }
    out
}

fn pairs(list: &[(String, String)]) -> Vec<(&str, &str)> {
    list.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect()
}

#[test]
fn addresses_of_a_site_made_from_the_book_lead_to_its_files() {
    let urls = ["/pasta/#the-water", "/tools/slack/", "/index.html", "pasta2", "/twice"];
    let from = urls.into_iter().fold(Draft::new("content/rice.md", "Rice"), Draft::link);
    let pasta = Draft::new("content/pasta.md", "Pasta").heading(2, "The Water", None);
    let names = ["_tools/slack.md", "content/_index.md", "a/twice.md", "b/twice.md"];
    let others = names.map(|name| Draft::new(name, "Other"));
    let led = led([from, pasta].into_iter().chain(others).collect());
    let to: Vec<&str> = led.iter().map(|(_, to)| to.split(" | ").next().unwrap_or_default()).collect();
    let dangling = ["`pasta2` is not a chapter of this book", "`/twice` is not a chapter of this book"];
    assert_eq!(to, ["1.3", "2.0", "3.0", dangling[0], dangling[1]]);
}

#[test]
fn links_lead_to_files_labels_slugs_and_addresses() {
    let one = Draft::new("part/one.md", "One")
        .heading(2, "First Steps", None) // 0.3
        .heading(2, "First Steps", None) // 0.5
        .link("#first-steps")
        .link("#first-steps-1")
        .link("two.md")
        .link("./two.html#deep")
        .link("/part/two.md#deep")
        .link("../part/two.md#the-end")
        .link("#deep")
        .link("t%77o.md")
        .link("https://example.org/#x");
    let two =
        Draft::new("part/two.md", "Two").heading(2, "Deep Water", Some("deep")).heading(3, "The End", None);
    assert_eq!(
        pairs(&led(vec![one, two])),
        [
            ("#first-steps", "0.3"),
            ("#first-steps-1", "0.5"),
            ("two.md", "1.0"),
            ("./two.html#deep", "1.3"),
            ("/part/two.md#deep", "1.3"),
            ("../part/two.md#the-end", "1.5"),
            ("#deep", "1.3"),
            ("t%77o.md", "1.0"),
            ("https://example.org/#x", "https://example.org/#x"),
        ]
    );
}

#[test]
fn links_that_lead_nowhere_say_what_is_near() {
    let one = Draft::new("one.md", "One")
        .heading(2, "Press", Some("press"))
        .link("#pres")
        .link("tow.md")
        .link("two.md#rian")
        .link("two.md#press")
        .link("../outside.md")
        .link("code.rs")
        .link("www.example.org")
        .link("ch006.xhtml#press")
        .link("");
    let two = Draft::new("two.md", "Two").heading(2, "Rain", Some("rain"));
    assert_eq!(
        pairs(&led(vec![one, two])),
        [
            ("#pres", "no place in this book is labelled `pres` | a label with a similar name is `#press`"),
            ("tow.md", "`tow.md` is not a chapter of this book | a chapter with a similar name is `two.md`"),
            (
                "two.md#rian",
                "no place in `two.md` is labelled `rian` | a label with a similar name is `#rain`"
            ),
            (
                "two.md#press",
                "no place in `two.md` is labelled `press` | `one.md` has this label: write `one.md#press`"
            ),
            (
                "../outside.md",
                "`../outside.md` is not a chapter of this book | only files in the book's order can be linked \
                 to; add it there, or link to an address on the web"
            ),
            (
                "code.rs",
                "`code.rs` is not a chapter of this book | only files in the book's order can be linked to; add \
                 it there, or link to an address on the web"
            ),
            (
                "www.example.org",
                "`www.example.org` is not a chapter of this book | for an address on the web write \
                 `https://www.example.org`"
            ),
            (
                "ch006.xhtml#press",
                "`ch006.xhtml` is not a chapter of this book | this book has the label: write `#press` alone"
            ),
            (
                "",
                "this link has no address | write where it leads between the parentheses, or take the brackets \
                 away"
            ),
        ]
    );
}

#[test]
fn a_label_twice_in_a_file_is_reported_at_both_places() {
    let one = Draft::new("one.md", "One").heading(2, "A", Some("x")).heading(2, "B", Some("x"));
    let (_, found) = resolve(book(vec![one]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "the label `x` is given twice");
    let places: Vec<u32> = found[0].labels.iter().map(|label| label.span.start).collect();
    assert_eq!(places, [5, 3]);
}

#[test]
fn files_may_share_a_label_until_a_link_could_mean_either() {
    let file = |path| Draft::new(path, "T").heading(2, "A", Some("x"));
    let (_, found) = resolve(book(vec![file("one.md").link("#x"), file("two.md").link("one.md#x")]));
    assert_eq!(found, []);
    let (_, found) = resolve(book(vec![file("one.md"), file("two.md"), Draft::new("c.md", "C").link("#x")]));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].labels.len(), 3);
}

#[test]
fn notes_are_marked_by_chapter_in_the_order_of_their_calls() {
    // The text calls 2, 0 and 2 again; note 0 calls note 1, which nothing else does.
    let one = Draft::new("one.md", "One").calls(&[2, 0, 2]).note(&[1]).note(&[]).note(&[]).note(&[]);
    let two = Draft::new("two.md", "Two").calls(&[0, 7]).note(&[0]);
    let (resolved, _) = resolve(book(vec![one, two]));
    let mark = |chapter: usize, note: usize| {
        resolved.marks.get(&resolved.book.chapters[chapter].notes[note].id).map(String::as_str)
    };
    let first: Vec<_> = (0..4).map(|note| mark(0, note)).collect();
    assert_eq!(first, [Some("2"), Some("3"), Some("1"), None]);
    assert_eq!(mark(1, 0), Some("1"));
}

fn part(title: &str) -> Draft {
    Draft::new("p.md", title).set(|c| c.kind = SectionKind::Part)
}

fn contents(mut book: Book, numbering: Numbering) -> Vec<String> {
    book.numbering = numbering;
    let (resolved, _) = resolve(book);
    resolved.toc.iter().map(|entry| format!("{}{}", "  ".repeat(entry.level.into()), entry.text)).collect()
}

#[test]
fn numbers_and_levels_after_parts_named_by_headings() {
    let drafts = vec![
        Draft::new("f.md", "Preface").set(|c| (c.kind, c.matter) = (SectionKind::Preface, Matter::Front)),
        part("The Road"),
        Draft::new("a.md", "Rain").heading(2, "Morning", None).heading(4, "Noon", None),
        part("The Sea"),
        Draft::new("b.md", "Salt"),
        Draft::new("c.md", "Interlude").set(|c| c.unnumbered = true),
        Draft::new("d.md", "3. Wind"),
        Draft::new("x.md", "Ships").set(|c| c.kind = SectionKind::Appendix),
        Draft::new("t.md", "Thanks").set(|c| (c.kind, c.matter) = (SectionKind::Section, Matter::Back)),
    ];
    let style = Numbering {
        chapters: NumberStyle::Arabic,
        parts: NumberStyle::Roman,
        depth: 1,
        restart_in_parts: false,
    };
    assert_eq!(
        contents(book(drafts), style),
        [
            "  Preface",
            "  Part I: The Road",
            "    1 Rain",
            "      Morning",
            "        Noon",
            "  Part II: The Sea",
            "    2 Salt",
            "    Interlude",
            "    3. Wind",
            "  Appendix A: Ships",
            "  Thanks",
        ]
    );
}

#[test]
fn levels_in_parts_grouped_by_the_manifest() {
    let drafts = vec![
        part("The Road"),
        Draft::new("a.md", "Rain").set(|c| c.depth = 2),
        Draft::new("b.md", "Salt").set(|c| c.depth = 2),
        Draft::new("c.md", "After"),
        part("The Sea"),
        part("East").set(|c| c.depth = 2),
        Draft::new("d.md", "Wind").set(|c| c.depth = 3),
    ];
    let restart = Numbering {
        chapters: NumberStyle::Words,
        parts: NumberStyle::None,
        depth: 1,
        restart_in_parts: true,
    };
    assert_eq!(
        contents(book(drafts), restart),
        [
            "  The Road",
            "    Chapter One: Rain",
            "    Chapter Two: Salt",
            "  Chapter Three: After",
            "  The Sea",
            "    East",
            "      Chapter One: Wind",
        ]
    );
}

#[test]
fn unlisted_chapters_and_notes_in_titles_stay_out_of_the_contents() {
    let mut noted = Draft::new("a.md", "Rain").note(&[]);
    let call = noted.inline(InlineKind::Note(0));
    noted.chapter.title.push(call);
    let hidden = Draft::new("b.md", "Hidden").heading(2, "Below", None).set(|c| c.unlisted = true);
    let untitled = Draft::new("c.md", "");
    let (resolved, _) = resolve(book(vec![noted, hidden, untitled]));
    assert_eq!(resolved.toc.len(), 1);
    assert_eq!(resolved.toc[0].text, "Rain");
    assert_eq!(resolved.toc[0].title.len(), 1, "without the call");
    assert_eq!(resolved.marks.len(), 1, "the call itself counts");
}

/// The class and text of each paragraph of a generated page.
fn page(page: GeneratedPage, metadata: Metadata, isbns: &[Isbn]) -> Vec<String> {
    let draft = Draft::new("", "").set(|c| {
        (c.kind, c.matter, c.unlisted) = (SectionKind::Generated(page), Matter::Front, true);
    });
    let mut book = book(vec![draft]);
    book.metadata = metadata;
    let (resolved, found) = resolve_with(book, isbns);
    assert_eq!(found, []);
    assert_eq!(resolved.toc, [], "generated pages are not listed");
    let line = |block: &Block| match &block.kind {
        BlockKind::Paragraph(content) => {
            format!("{}: {}", block.attrs.classes.join(" "), walk::flatten(content))
        }
        other => format!("{other:?}"),
    };
    resolved.book.chapters[0].blocks.iter().map(line).collect()
}

fn person(name: &str, role: &str) -> Contributor {
    Contributor { name: name.into(), file_as: None, role: role.into() }
}

fn metadata() -> Metadata {
    Metadata {
        title: "The Long Way".into(),
        subtitle: Some("A Novel".into()),
        contributors: vec![
            person("Jane Doe", "aut"),
            person("John Roe", "aut"),
            person("Kim Minsu", "trl"),
            person("A. Painter", "cov"),
        ],
        lang: "en".into(),
        publisher: Some("My Press".into()),
        date: Some(Date { year: 2027, month: None, day: None }),
        identifiers: vec![Identifier {
            scheme: Scheme::Isbn13,
            text: "9780000000002".into(),
            span: Span::default(),
        }],
        ..Metadata::default()
    }
}

#[test]
fn the_title_page_names_all_who_made_the_book() {
    assert_eq!(page(GeneratedPage::HalfTitle, metadata(), &[]), ["half-title: The Long Way"]);
    assert_eq!(
        page(GeneratedPage::Title, metadata(), &[]),
        [
            "book-title: The Long Way",
            "book-subtitle: A Novel",
            "book-author: Jane Doe",
            "book-author: John Roe",
            "book-contributor: Translated by Kim Minsu",
            "book-publisher: My Press",
        ]
    );
    assert_eq!(page(GeneratedPage::Contents, metadata(), &[]), ["Contents"]);
}

#[test]
fn the_copyright_page_says_each_thing_once() {
    let isbn = Isbn { text: "9780000000002".into(), edition: Some("paperback".into()) };
    assert_eq!(
        page(GeneratedPage::Copyright, metadata(), &[isbn]),
        [
            "copyright-line: The Long Way: A Novel",
            "copyright-line: © 2027 Jane Doe and John Roe",
            "copyright-line: Translated by Kim Minsu",
            "copyright-line: Cover by A. Painter",
            "copyright-line: My Press",
            "copyright-line: ISBN 9780000000002 (paperback)",
        ]
    );
    let rights = |rights: Option<&str>, copyright: Copyright| {
        let lines = page(
            GeneratedPage::Copyright,
            Metadata { rights: rights.map(str::to_owned), copyright, contributors: Vec::new(), ..metadata() },
            &[],
        );
        lines[1..lines.len() - 2]
            .iter()
            .map(|line| line["copyright-line: ".len()..].to_owned())
            .collect::<Vec<_>>()
    };
    let doe = || Copyright { holder: Some("Doe".into()), year: Some(2020), statement: None };
    assert_eq!(rights(None, doe()), ["© 2020 Doe", "All rights reserved."]);
    assert_eq!(rights(Some("© 2020 Doe"), doe()), ["© 2020 Doe"]);
    assert_eq!(rights(Some("CC BY 4.0"), doe()), ["© 2020 Doe", "CC BY 4.0"]);
    assert_eq!(rights(None, Copyright::default()), Vec::<String>::new());
    let own = Copyright { statement: Some("Copyright Doe, all yours.".into()), ..doe() };
    assert_eq!(rights(Some("CC0"), own), ["Copyright Doe, all yours.", "CC0"]);
}

#[test]
fn many_broken_links_take_bounded_time() {
    let mut draft = Draft::new("one.md", "One");
    for n in 0..20_000 {
        draft = draft.heading(2, &format!("Heading number {n} of many"), None).link(&format!("#headign-{n}"));
    }
    let (_, found) = resolve(book(vec![draft]));
    assert_eq!(found.len(), 20_000);
}
