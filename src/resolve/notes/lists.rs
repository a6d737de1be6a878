//! Lists of notes as blocks of the book: under tables, after chapters, in the section at
//! the end.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter, Note, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::GeneratedPage;
use crate::model::notes::NotePlace;
use crate::model::walk::{self, PartMut};
use crate::model::{Attributes, NodeId};
use crate::resolve::words::{Word, Words};
use crate::resolve::{Number, toc};

/// Most bytes of text in one list: a longer one is several, which an EPUB may put into
/// files of their own.
const LARGEST: usize = 60_000;

/// The lists of a book while its notes are placed.
#[derive(Debug, Default)]
pub(super) struct Lists {
    groups: Vec<Group>,
    /// Under each table.
    tables: BTreeMap<NodeId, Listed>,
}

/// A chapter and what runs on in it.
#[derive(Debug, Default)]
struct Group {
    first: usize,
    last: usize,
    /// After it.
    chapter: Listed,
    /// Its share of the section at the end of the book.
    book: Listed,
}

/// Notes in order, each with its series and the bytes of its text.
#[derive(Debug, Default)]
struct Listed(Vec<(NodeId, usize, usize)>);

impl Listed {
    fn push(&mut self, note: &Note, series: usize) {
        let mut bytes = 0;
        walk::blocks(&note.blocks, &mut |_| {}, &mut |run| bytes += walk::flatten(run).len());
        self.0.push((note.id, series, bytes));
    }

    /// In lists that are not too long, one series after the other.
    fn cut(&self) -> Vec<Vec<NodeId>> {
        let (mut lists, mut bytes): (Vec<Vec<NodeId>>, usize) = (Vec::new(), usize::MAX);
        let mut all = self.0.clone();
        all.sort_by_key(|(_, series, _)| *series);
        for (note, _, own) in &all {
            bytes = bytes.saturating_add(*own);
            if let Some(list) = lists.last_mut().filter(|_| bytes <= LARGEST) {
                list.push(*note);
            } else {
                lists.push(vec![*note]);
                bytes = *own;
            }
        }
        lists
    }
}

impl Lists {
    /// A chapter opens.
    pub(super) fn open(&mut self, at: usize) {
        self.groups.push(Group { first: at, last: at, ..Group::default() });
    }

    /// A chapter opens or runs on.
    pub(super) fn reach(&mut self, at: usize) {
        match self.groups.last_mut() {
            Some(group) => group.last = at,
            None => self.open(at),
        }
    }

    /// A note of the chapter that was reached last.
    pub(super) fn add(&mut self, place: NotePlace, (note, series): (&Note, usize), table: Option<NodeId>) {
        match (place, table, self.groups.last_mut()) {
            (NotePlace::Table, Some(table), _) => self.tables.entry(table).or_default().push(note, series),
            (NotePlace::Chapter, _, Some(group)) => group.chapter.push(note, series),
            (NotePlace::Book, _, Some(group)) => group.book.push(note, series),
            _ => {}
        }
    }

    /// Makes blocks of the lists. A section for notes that has none goes.
    pub(super) fn fill(self, book: &mut Book, numbers: &BTreeMap<NodeId, Number>, words: &Words) {
        self.under_tables(book);
        for group in &self.groups {
            let Some(chapter) = book.chapters.get_mut(group.last).filter(|_| !group.chapter.0.is_empty())
            else {
                continue;
            };
            let chapter = Arc::make_mut(chapter);
            let mut fresh = Fresh::of(chapter);
            let title = fresh.text(words.get(Word::Notes));
            let level = (chapter.level + 1).min(6);
            chapter.blocks.push(fresh.heading(level, title, chapter.unlisted));
            chapter
                .blocks
                .extend(group.chapter.cut().into_iter().map(|list| fresh.block(BlockKind::Notes(list))));
        }
        let section = |chapter: &Arc<Chapter>| chapter.kind == SectionKind::Generated(GeneratedPage::Notes);
        let Some(at) = book.chapters.iter().position(section) else { return };
        let mut blocks = Vec::new();
        if let Some(chapter) = book.chapters.get(at) {
            let mut fresh = Fresh::of(chapter);
            for group in self.groups.iter().filter(|group| !group.book.0.is_empty()) {
                let Some(of) = book.chapters.get(group.first) else { continue };
                let title = heading(of, numbers.get(&of.id), words, &mut fresh);
                if !title.is_empty() {
                    blocks.push(fresh.heading((chapter.level + 1).min(6), title, true));
                }
                blocks.extend(group.book.cut().into_iter().map(|list| fresh.block(BlockKind::Notes(list))));
            }
        }
        if let Some(chapter) = book.chapters.get_mut(at).filter(|_| !blocks.is_empty()) {
            Arc::make_mut(chapter).blocks = blocks;
        }
        book.chapters.retain(|chapter| !section(chapter) || !chapter.blocks.is_empty());
    }

    fn under_tables(&self, book: &mut Book) {
        let mut of_chapters: Vec<u32> = self.tables.keys().map(|table| table.chapter).collect();
        of_chapters.dedup();
        for number in of_chapters {
            let Ok(at) = book.chapters.binary_search_by_key(&number, |chapter| chapter.id.chapter) else {
                continue;
            };
            let Some(chapter) = book.chapters.get_mut(at) else { continue };
            let chapter = Arc::make_mut(chapter);
            let mut fresh = Fresh::of(chapter);
            let mut blocks = std::mem::take(&mut chapter.blocks);
            self.insert(&mut blocks, &mut fresh);
            chapter.blocks = blocks;
        }
    }

    fn insert(&self, blocks: &mut Vec<Block>, fresh: &mut Fresh) {
        let has_own = blocks.iter().any(|block| self.tables.contains_key(&block.id));
        for block in blocks.iter_mut() {
            walk::parts_mut(&mut block.kind, &mut |part| {
                if let PartMut::Blocks(inner) = part {
                    self.insert(inner, fresh);
                }
            });
        }
        if !has_own {
            return;
        }
        for block in std::mem::take(blocks) {
            let list = self.tables.get(&block.id);
            blocks.push(block);
            // Two lists would count for two tables.
            let notes = list.map(|list| list.0.iter().map(|(note, ..)| *note).collect());
            blocks.extend(notes.map(|notes| fresh.block(BlockKind::Notes(notes))));
        }
    }
}

/// What a chapter is called above its notes.
fn heading(chapter: &Chapter, number: Option<&Number>, words: &Words, fresh: &mut Fresh) -> Vec<Inline> {
    let mut title = toc::without_notes(&chapter.title);
    let bare = toc::plain(&title);
    let line = toc::line(&title, number, chapter.kind, words);
    if line.is_empty() {
        return Vec::new();
    }
    let Some(before) = line.strip_suffix(bare.as_str()).filter(|_| !bare.is_empty()) else {
        return fresh.text(&line);
    };
    fresh.rename(&mut title);
    let mut content = if before.is_empty() { Vec::new() } else { fresh.text(before) };
    content.extend(title);
    content
}

/// Names for what is made in a chapter.
struct Fresh {
    next: NodeId,
    span: crate::source::Span,
}

impl Fresh {
    /// Notes are the last that `read` names in a chapter.
    fn of(chapter: &Chapter) -> Self {
        let mut most = chapter.id;
        let mut see = |id: NodeId| most = most.max(id);
        let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
        for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
            walk::blocks(blocks, &mut |block| see(block.id), &mut |_| {});
            walk::blocks(blocks, &mut |_| {}, &mut |run| {
                walk::inlines(run, &mut |inline| see(inline.id));
            });
        }
        walk::inlines(&chapter.title, &mut |inline| see(inline.id));
        chapter.notes.iter().for_each(|note| see(note.id));
        let next = NodeId { chapter: chapter.id.chapter, index: most.index.saturating_add(1) };
        Self { next, span: chapter.span }
    }

    fn id(&mut self) -> NodeId {
        let id = self.next;
        self.next.index = self.next.index.saturating_add(1);
        id
    }

    fn text(&mut self, text: &str) -> Vec<Inline> {
        let kind = InlineKind::Text(text.to_owned());
        vec![Inline { id: self.id(), kind, attrs: None, span: self.span }]
    }

    fn rename(&mut self, run: &mut [Inline]) {
        for inline in run {
            inline.id = self.id();
            if let Some(inner) = walk::children_mut(inline) {
                self.rename(inner);
            }
        }
    }

    fn heading(&mut self, level: u8, content: Vec<Inline>, unlisted: bool) -> Block {
        self.block(BlockKind::Heading { level, content, unnumbered: true, unlisted })
    }

    fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.id(), kind, attrs: Attributes::default(), span: self.span }
    }
}
