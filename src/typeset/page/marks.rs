//! Which notes a call brings to a page, and the marks of those that are counted page by
//! page.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::Block;
use crate::edition::Edition;
use crate::model::NodeId;
use crate::model::book::{Chapter, Note, SectionKind};
use crate::model::inline::InlineKind;
use crate::model::manifest::GeneratedPage;
use crate::model::walk;
use crate::resolve::notes::mark;
use crate::typeset::flow::{self, VItem, VList};

/// Notes as they are called one after the other.
pub(super) struct Called<'a> {
    edition: &'a Edition<'a>,
    /// Notes that were called already.
    known: BTreeSet<NodeId>,
    /// The calls of the notes of the chapter that was asked for last.
    calls: Option<(u32, Arc<Vec<Vec<NodeId>>>)>,
    /// Whether it is the section of notes at the end of the book that is set.
    in_section: bool,
}

/// A note that is called for the first time.
pub(super) struct CalledNote<'a> {
    pub(super) id: NodeId,
    pub(super) chapter: &'a Chapter,
    pub(super) text: &'a Note,
    calls: Arc<Vec<Vec<NodeId>>>,
    at: usize,
}

impl CalledNote<'_> {
    /// The inlines that call it.
    pub(super) fn calls(&self) -> impl Iterator<Item = NodeId> {
        self.calls.get(self.at).into_iter().flatten().copied()
    }

    /// The first of them.
    pub(super) fn call(&self) -> Option<NodeId> {
        self.calls().next()
    }
}

impl<'a> Called<'a> {
    /// Nothing called yet in a vertical list.
    pub(super) fn new(edition: &'a Edition<'a>, list: &VList) -> Self {
        let opens = list.items.iter().find_map(|item| match item {
            VItem::Mark(node) => edition.book.book.chapter_of(*node),
            _ => None,
        });
        let in_section = opens.is_some_and(|c| c.kind == SectionKind::Generated(GeneratedPage::Notes));
        Self { edition, known: BTreeSet::new(), calls: None, in_section }
    }

    /// What a call brings with it: the note, then the notes called in it, as far as they are
    /// not known. A note that stands in a list is not set with its call, nor are those that
    /// it calls: the list's lines do that.
    pub(super) fn with(&mut self, id: NodeId) -> Vec<CalledNote<'a>> {
        let book = self.edition.book;
        let Some(chapter) = book.book.chapter_of(id) else { return Vec::new() };
        let mut found = Vec::new();
        let mut queue = VecDeque::from([id]);
        while let Some(id) = queue.pop_front() {
            // What is called first by a note at the end of the book is set there.
            let elsewhere = book.notes.is_called_in_section(id) != self.in_section;
            if book.notes.place(id).is_listed() || elsewhere || !self.known.insert(id) {
                continue;
            }
            let Some((at, text)) = chapter.note(id) else { continue };
            found.push(CalledNote { id, chapter, text, calls: self.calls_of(chapter), at });
            walk::blocks(&text.blocks, &mut |_| {}, &mut |run| {
                walk::inlines(run, &mut |inline| {
                    if let InlineKind::Note(index) = inline.kind
                        && let Some(note) = chapter.notes.get(index as usize)
                    {
                        queue.push_back(note.id);
                    }
                });
            });
        }
        found
    }

    fn calls_of(&mut self, chapter: &Chapter) -> Arc<Vec<Vec<NodeId>>> {
        match &self.calls {
            Some((known, calls)) if *known == chapter.id.chapter => Arc::clone(calls),
            _ => {
                let calls = Arc::new(flow::calls(chapter));
                self.calls = Some((chapter.id.chapter, Arc::clone(&calls)));
                calls
            }
        }
    }
}

/// The marks of the notes that begin on pages, where they are counted page by page.
pub(super) fn by_page(edition: &Edition<'_>, blocks: &[Block]) -> BTreeMap<NodeId, String> {
    let notes = &edition.book.notes;
    let mut marks = BTreeMap::new();
    for block in blocks {
        let counted = block.anchors.iter().filter_map(|node| Some((notes.by_page(*node)?, *node)));
        let mut here: Vec<_> = counted.map(|(page, node)| (page.order, node, page.marks)).collect();
        here.sort_unstable_by_key(|(order, node, _)| (*order, *node));
        let mut counts: BTreeMap<usize, u32> = BTreeMap::new();
        for (_, node, of) in here {
            let count = counts.entry(notes.series(node)).or_default();
            *count += 1;
            marks.insert(node, mark(of, *count));
        }
    }
    marks
}
