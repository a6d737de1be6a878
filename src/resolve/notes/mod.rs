//! Where every note of a book stands, its series and its mark.
//!
//! ```text
//! chapters ─ calls ─→ calls in reading order ─ series, place, mark ─→ NotePlaces
//!                                            └ lists ─→ blocks after tables and chapters, and in
//!                                                       the section at the end of the book
//! ```
//! A note keeps its text in the chapter that calls it; a list names the notes it shows
//! (`BlockKind::Notes`). What only one table calls stands under that table, with letters
//! of its own (The Chicago Manual of Style, 3.78).

mod calls;
mod lists;
mod mark;

pub use mark::mark;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::words::Words;
use super::{Number, findings};
use crate::diagnostic::Diagnostic;
use crate::model::NodeId;
use crate::model::book::{Book, Chapter, Opening, SectionKind};
use crate::model::manifest::GeneratedPage;
use crate::model::notes::{NoteMarks, NoteNumbering, NotePlace, NoteSeries, NoteSpec};
use crate::source::Span;
use calls::{Call, Called};
use lists::Lists;

/// Where notes stand, beside their marks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotePlaces {
    /// Those that do not stand at the foot.
    places: BTreeMap<NodeId, NotePlace>,
    /// Those that are not of the main series.
    series: BTreeMap<NodeId, usize>,
    /// Those whose marks begin again on each page.
    by_page: BTreeMap<NodeId, PageMark>,
    /// Those that a note in the section at the end of the book calls first, so that they
    /// are set there.
    in_section: BTreeSet<NodeId>,
}

/// How a note is counted on its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageMark {
    /// What calls it.
    pub marks: NoteMarks,
    /// Its place among the notes of the book, by first calls.
    pub order: u32,
}

impl NotePlaces {
    /// Where a note stands.
    pub fn place(&self, note: NodeId) -> NotePlace {
        self.places.get(&note).copied().unwrap_or_default()
    }

    /// Its series: 0 is the main one.
    pub fn series(&self, note: NodeId) -> usize {
        self.series.get(&note).copied().unwrap_or_default()
    }

    /// How it is counted, if its mark begins again on each page: the mark that `resolve`
    /// gives it only stands in until pages are known.
    pub fn by_page(&self, note: NodeId) -> Option<PageMark> {
        self.by_page.get(&note).copied()
    }

    /// Whether a note in the section at the end of the book calls it first.
    pub fn is_called_in_section(&self, note: NodeId) -> bool {
        self.in_section.contains(&note)
    }

    /// Whether any mark waits for pages.
    pub fn any_by_page(&self) -> bool {
        !self.by_page.is_empty()
    }
}

/// Places the notes of a book: lists become blocks of it, marks are given by note.
pub(super) fn place(
    book: &mut Book,
    (numbers, words): (&BTreeMap<NodeId, Number>, &Words),
    found: &mut Vec<Diagnostic>,
) -> (BTreeMap<NodeId, String>, NotePlaces) {
    let spec = book.notes.clone();
    let section = |chapter: &Arc<Chapter>| chapter.kind == SectionKind::Generated(GeneratedPage::Notes);
    let mut placer = Placer {
        has_section: book.chapters.iter().any(section),
        counters: vec![0; spec.series.len().max(1)],
        spec: &spec,
        marks: BTreeMap::new(),
        out: NotePlaces::default(),
        lists: Lists::default(),
        margin: None,
        unknown: BTreeSet::new(),
        found,
    };
    for (at, chapter) in book.chapters.iter().enumerate() {
        placer.chapter(at, chapter);
    }
    let Placer { marks, out, lists, margin, found, .. } = placer;
    if let Some(place) = margin {
        found.push(findings::narrow_margin(place));
    }
    lists.fill(book, numbers, words);
    (marks, out)
}

struct Placer<'a> {
    spec: &'a NoteSpec,
    /// Whether the book has a section for notes.
    has_section: bool,
    /// Marks given, by series.
    counters: Vec<u32>,
    marks: BTreeMap<NodeId, String>,
    out: NotePlaces,
    lists: Lists,
    /// The first note that wanted to stand in a margin that has no room for it.
    margin: Option<Span>,
    /// Names of series that the book does not have.
    unknown: BTreeSet<String>,
    found: &'a mut Vec<Diagnostic>,
}

impl Placer<'_> {
    fn chapter(&mut self, at: usize, chapter: &Chapter) {
        // What runs on in a chapter goes on with its notes.
        if chapter.opening != Opening::RunOn {
            for (counter, series) in self.counters.iter_mut().zip(&self.spec.series) {
                if series.numbering != NoteNumbering::Book {
                    *counter = 0;
                }
            }
            self.lists.open(at);
        }
        self.lists.reach(at);
        if chapter.notes.is_empty() {
            return;
        }
        let called = Called::of(chapter);
        let mut queue: VecDeque<Call> = called.text.iter().copied().collect();
        let mut letters: (Option<NodeId>, u32) = (None, 0);
        while let Some(call) = queue.pop_front() {
            let Some(note) = chapter.notes.get(call.note as usize) else { continue };
            if self.marks.contains_key(&note.id) {
                continue;
            }
            let series = self.series(&note.label, note.span);
            let (index, series) = (series, self.spec.series.get(series).cloned().unwrap_or_default());
            let place = self.place_of(&call, &called, &series);
            let in_section = call.in_section || place == NotePlace::Book;
            queue.extend(called.of_note(call.note).map(|inner| Call { in_section, ..inner }));
            if call.in_section {
                self.out.in_section.insert(note.id);
            }
            let text = if place == NotePlace::Table {
                if letters.0 != called.table(call.note) {
                    letters = (called.table(call.note), 0);
                }
                letters.1 += 1;
                mark(NoteMarks::Letters, letters.1)
            } else {
                self.next_mark(note.id, index, (&series, place))
            };
            self.marks.insert(note.id, text);
            if place != NotePlace::Foot {
                self.out.places.insert(note.id, place);
            }
            if index > 0 && !place.is_listed() {
                self.out.series.insert(note.id, index);
            }
            self.lists.add(place, (note, index), called.table(call.note));
        }
    }

    fn next_mark(&mut self, note: NodeId, index: usize, (series, place): (&NoteSeries, NotePlace)) -> String {
        if series.numbering == NoteNumbering::Page && !place.is_listed() {
            let order = u32::try_from(self.marks.len()).unwrap_or(u32::MAX);
            self.out.by_page.insert(note, PageMark { marks: series.marks, order });
        }
        let Some(counter) = self.counters.get_mut(index) else { return mark(series.marks, 1) };
        *counter += 1;
        mark(series.marks, *counter)
    }

    /// The series of a label; says once where the book has series but not this one.
    fn series(&mut self, label: &str, span: Span) -> usize {
        let at = self.spec.series_of(label);
        if let (0, [_, others @ ..], Some((name, _))) =
            (at, self.spec.series.as_slice(), label.split_once(':'))
            && !others.is_empty()
            && self.unknown.insert(name.to_owned())
        {
            let known: Vec<&str> = others.iter().map(|series| series.name.as_str()).collect();
            self.found.push(findings::unknown_series(label, name, &known, span));
        }
        at
    }

    /// What the author said of this note, else what its series says; the table that alone
    /// calls it comes before both but the first.
    fn place_of(&mut self, call: &Call, called: &Called, series: &NoteSeries) -> NotePlace {
        let wanted = match call.wanted {
            Some(place) => place,
            None if called.table(call.note).is_some() => return NotePlace::Table,
            None => series.place,
        };
        match wanted {
            NotePlace::Side if !self.spec.side_fits => {
                let asked = if call.wanted.is_some() { call.span } else { series.span };
                self.margin.get_or_insert(asked);
                NotePlace::Foot
            }
            NotePlace::Book if !self.has_section => NotePlace::Chapter,
            place => place,
        }
    }
}

/// Whether any call of a book's notes asks for the margin.
pub fn ask_for_margin(book: &Book) -> bool {
    let called = book.chapters.iter().filter(|chapter| !chapter.notes.is_empty());
    called.into_iter().any(|chapter| Called::of(chapter).ask_for_margin())
}
