//! Where an edition's notes stand and how they are counted; and a chapter's own notes:
//! those it calls, directly or from a note.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Block;
use super::book::{Chapter, Note};
use super::inline::{Inline, InlineKind};
use super::walk::{self, PartMut};
use crate::source::Span;

/// Where notes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotePlace {
    /// At the foot of the page that calls them.
    #[default]
    Foot,
    /// After the chapter.
    Chapter,
    /// In a section of their own at the end of the book.
    Book,
    /// In the outer margin, beside the line that calls them.
    Side,
    /// Under the table that calls them: never asked for, and the place of all notes that
    /// only one table calls.
    Table,
}

impl NotePlace {
    /// Whether notes of this place stand in a list of the text itself.
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Chapter | Self::Book | Self::Table)
    }
}

/// What calls notes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NoteMarks {
    /// 1, 2, 3.
    #[default]
    Numbers,
    /// a, b, c.
    Letters,
    /// i, ii, iii.
    Roman,
    /// An asterisk, a dagger and so on, then each of them twice.
    Symbols,
}

/// Where the marks of notes begin again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NoteNumbering {
    /// On every page.
    Page,
    /// In every chapter.
    Chapter,
    /// Nowhere.
    Book,
}

/// A series of notes: those with labels such as `[^a:1]`, or the main one, which has no name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSeries {
    /// What stands before the colon in its labels; empty for the main series.
    pub name: String,
    /// What calls its notes.
    pub marks: NoteMarks,
    /// Where its notes stand.
    pub place: NotePlace,
    /// Where its marks begin again.
    pub numbering: NoteNumbering,
    /// Where its place was asked for.
    pub span: Span,
}

impl Default for NoteSeries {
    fn default() -> Self {
        Self {
            name: String::new(),
            marks: NoteMarks::default(),
            place: NotePlace::default(),
            numbering: NoteNumbering::Chapter,
            span: Span::NOWHERE,
        }
    }
}

/// How an edition sets its notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSpec {
    /// The main series, then those of `note-series:`; never empty.
    pub series: Vec<NoteSeries>,
    /// Whether the margin has room for notes; where it has none they stand at the foot.
    pub side_fits: bool,
}

impl Default for NoteSpec {
    fn default() -> Self {
        Self { series: vec![NoteSeries::default()], side_fits: true }
    }
}

impl NoteSpec {
    /// The main series.
    pub fn main(&self) -> NoteSeries {
        self.series.first().cloned().unwrap_or_default()
    }

    /// Which series a label belongs to: an index.
    pub fn series_of(&self, label: &str) -> usize {
        let Some((name, _)) = label.split_once(':') else { return 0 };
        self.series
            .iter()
            .skip(1)
            .position(|series| series.name.eq_ignore_ascii_case(name))
            .map_or(0, |at| at + 1)
    }

    /// Whether any series stands in the margin.
    pub fn stand_at_the_side(&self) -> bool {
        self.series.iter().any(|series| series.place == NotePlace::Side)
    }

    /// Whether any series stands at the end of the book.
    pub fn fills_a_section(&self) -> bool {
        self.series.iter().any(|series| series.place == NotePlace::Book)
    }
}

/// Gives a chapter those of `notes` that it calls, directly or from a note, and makes its
/// calls count these. Before each note stands its place: notes are kept in this order.
pub fn keep_called(chapter: &mut Chapter, notes: &[(usize, &Note)]) {
    let mut called: BTreeSet<u32> = BTreeSet::new();
    let mut fresh = Vec::new();
    calls_in(&chapter.title, &mut fresh);
    calls_below(&chapter.blocks, &mut fresh);
    while let Some(number) = fresh.pop() {
        if called.insert(number)
            && let Some((_, note)) = notes.get(number as usize)
        {
            calls_below(&note.blocks, &mut fresh);
        }
    }
    let mut order: Vec<(u32, usize, &Note)> = called
        .iter()
        .filter_map(|number| notes.get(*number as usize).map(|(place, note)| (*number, *place, *note)))
        .collect();
    order.sort_by_key(|(_, place, _)| *place);
    let places: BTreeMap<u32, u32> =
        order.iter().zip(0..).map(|((number, ..), place)| (*number, place)).collect();
    let mut own: Vec<Note> = order.into_iter().map(|(.., note)| note.clone()).collect();
    renumber_inlines(&mut chapter.title, &places);
    renumber(&mut chapter.blocks, &places);
    for note in &mut own {
        renumber(&mut note.blocks, &places);
    }
    chapter.notes = own;
}

fn calls_in(inlines: &[Inline], calls: &mut Vec<u32>) {
    walk::inlines(inlines, &mut |inline| {
        if let InlineKind::Note(number) = inline.kind {
            calls.push(number);
        }
    });
}

fn calls_below(blocks: &[Block], calls: &mut Vec<u32>) {
    walk::blocks(blocks, &mut |_| {}, &mut |inlines| calls_in(inlines, calls));
}

fn renumber(blocks: &mut [Block], places: &BTreeMap<u32, u32>) {
    for block in blocks {
        walk::parts_mut(&mut block.kind, &mut |part| match part {
            PartMut::Id(_) => {}
            PartMut::Inlines(run) => renumber_inlines(run, places),
            PartMut::Blocks(inner) => renumber(inner, places),
        });
    }
}

fn renumber_inlines(inlines: &mut [Inline], places: &BTreeMap<u32, u32>) {
    for inline in inlines {
        if let InlineKind::Note(number) = &mut inline.kind {
            *number = places.get(number).copied().unwrap_or(0);
        }
        if let Some(inner) = walk::children_mut(inline) {
            renumber_inlines(inner, places);
        }
    }
}
