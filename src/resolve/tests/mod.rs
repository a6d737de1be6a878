//! The resolver on small books made by hand.

mod links;
mod notes;
mod numbers;
mod pages;
mod references;

use super::*;
use crate::model::Attributes;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Chapter, Note, Opening};
use crate::model::inline::{Image, InlineKind, ReferenceForm};
use crate::model::manifest::{NumberStyle, Numbering};
use crate::model::metadata::Metadata;
use crate::model::notes::NoteSpec;
use crate::model::walk::{self, PartMut};
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

    /// A block, of which ids are given from the inside out: fine for all but the order of
    /// what stands in one block.
    fn push(mut self, kind: BlockKind, label: Option<&str>) -> Self {
        let block = self.block(kind, label);
        self.chapter.blocks.push(block);
        self
    }

    fn figure(self, label: &str) -> Self {
        self.push(figure(), Some(label))
    }

    fn reference(mut self, label: &str, form: ReferenceForm) -> Self {
        let kind = InlineKind::Reference { label: label.to_owned(), form, prefix: Vec::new() };
        let content = vec![self.inline(kind)];
        self.push(BlockKind::Paragraph(content), None)
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

fn figure() -> BlockKind {
    let image = Image {
        url: "a.png".into(),
        asset: None,
        alt: String::new(),
        title: None,
        decorative: false,
        width: None,
        bleeds: false,
    };
    BlockKind::Figure { image, caption: Vec::new() }
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
    Book { metadata, chapters, assets: BTreeMap::new(), numbering, toc_depth: 2, notes: NoteSpec::default() }
}

/// Puts the chapter's index into all its ids and its spans' file.
fn renumber(chapter: &mut Chapter, index: u32) {
    chapter.id.chapter = index;
    chapter.span.file = FileId(index);
    of_inlines(&mut chapter.title, index);
    of_blocks(&mut chapter.blocks, index);
    for note in &mut chapter.notes {
        note.id.chapter = index;
        of_blocks(&mut note.blocks, index);
    }
}

fn of_inlines(list: &mut [Inline], index: u32) {
    for inline in list {
        inline.id.chapter = index;
        inline.span.file = FileId(index);
        of_inlines(walk::children_mut(inline).map_or(&mut [], |inner| inner.as_mut_slice()), index);
    }
}

fn of_blocks(list: &mut [Block], index: u32) {
    for block in list {
        block.id.chapter = index;
        block.span.file = FileId(index);
        walk::parts_mut(&mut block.kind, &mut |part| match part {
            PartMut::Id(id) => id.chapter = index,
            PartMut::Inlines(run) => of_inlines(run, index),
            PartMut::Blocks(blocks) => of_blocks(blocks, index),
        });
    }
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
