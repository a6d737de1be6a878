//! In which file every note stands, and from which files it is called.
//!
//! A note at the foot or the side stands at the end of the file of its first call, in the
//! order of first calls, so that a reading system can show it in a window over the page;
//! notes that notes call follow. A listed note stands where its list does.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::plan::note_of;
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter};
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk;

/// A note by the number of its chapter and its index there.
pub(super) type Key = (u32, u32);

/// Where notes stand and from where they are called. Files are counted through the book.
#[derive(Debug, Default)]
pub(super) struct Placement {
    /// For each file, the notes it ends with.
    pub(super) ends: Vec<Vec<Key>>,
    /// The file each note stands in.
    pub(super) files: BTreeMap<Key, usize>,
    /// For each note, the files that call it, and how often.
    pub(super) calls: BTreeMap<Key, BTreeMap<usize, u32>>,
}

/// What a file has to do with notes, in reading order.
#[derive(Clone, Debug)]
pub(super) enum Event {
    /// A call of one of the chapter's notes.
    Call(u32),
    /// A list.
    List(Vec<NodeId>),
}

/// What each file of a chapter has to do with notes.
pub(super) fn events(chapter: &Chapter, files: &[Range<usize>]) -> Vec<Vec<Event>> {
    let of_file = |(at, file): (usize, &Range<usize>)| {
        let mut events = Vec::new();
        if at == 0 {
            calls_in(&chapter.title, &mut |note| events.push(Event::Call(note)));
        }
        let blocks = chapter.blocks.get(file.clone()).unwrap_or_default();
        let (mut lists, mut calls) = (Vec::new(), Vec::new());
        walk::blocks(
            blocks,
            &mut |block| {
                if let BlockKind::Notes(notes) = &block.kind {
                    lists.push(Event::List(notes.clone()));
                }
            },
            &mut |run| calls_in(run, &mut |note| calls.push(Event::Call(note))),
        );
        events.extend(calls);
        events.extend(lists);
        events
    };
    files.iter().enumerate().map(of_file).collect()
}

/// Places the notes of a book: `files` are those of each chapter, one after the other.
pub(super) fn place(book: &Book, files: &[Vec<Vec<Event>>]) -> Placement {
    let lists = files.iter().flatten().flatten().filter_map(|event| match event {
        Event::List(notes) => Some(notes),
        Event::Call(_) => None,
    });
    let listed: BTreeSet<NodeId> = lists.flatten().copied().collect();
    let mut out = Placement::default();
    let of_chapters = book.chapters.iter().zip(files);
    let all = of_chapters.flat_map(|(chapter, files)| files.iter().map(move |file| (chapter, file)));
    for (at, (chapter, events)) in all.enumerate() {
        let ends = file(book, (chapter, events), at, &listed, &mut out);
        out.ends.push(ends);
    }
    out
}

/// The notes that a file ends with.
fn file(
    book: &Book,
    (chapter, events): (&Chapter, &[Event]),
    at: usize,
    listed: &BTreeSet<NodeId>,
    out: &mut Placement,
) -> Vec<Key> {
    let mut queue: VecDeque<Key> = VecDeque::new();
    for event in events {
        match event {
            Event::Call(note) => queue.push_back((chapter.id.chapter, *note)),
            Event::List(notes) => {
                for key in notes.iter().filter_map(|id| key(book, *id)) {
                    out.files.insert(key, at);
                    let Some(note) = note_of(book, key) else { continue };
                    calls(&note.blocks, &mut |note| queue.push_back((key.0, note)));
                }
            }
        }
    }
    let mut ends = Vec::new();
    while let Some(key) = queue.pop_front() {
        let Some(note) = note_of(book, key) else { continue };
        *out.calls.entry(key).or_default().entry(at).or_default() += 1;
        if !listed.contains(&note.id) && !out.files.contains_key(&key) {
            out.files.insert(key, at);
            ends.push(key);
            calls(&note.blocks, &mut |note| queue.push_back((key.0, note)));
        }
    }
    ends
}

/// The key of a note.
pub(super) fn key(book: &Book, note: NodeId) -> Option<Key> {
    let (at, _) = book.chapter_of(note)?.note(note)?;
    Some((note.chapter, u32::try_from(at).ok()?))
}

fn calls(blocks: &[Block], found: &mut impl FnMut(u32)) {
    walk::blocks(blocks, &mut |_| {}, &mut |run| calls_in(run, found));
}

fn calls_in(run: &[Inline], found: &mut impl FnMut(u32)) {
    walk::inlines(run, &mut |inline| {
        if let InlineKind::Note(note) = inline.kind {
            found(note);
        }
    });
}
