//! Where notes stand and how they are counted.

use super::*;
use crate::model::manifest::GeneratedPage;
use crate::model::notes::{NoteMarks, NoteNumbering, NotePlace, NoteSeries};

fn with(place: NotePlace, numbering: NoteNumbering, drafts: Vec<Draft>) -> ResolvedBook {
    let mut book = book(drafts);
    book.notes.series = vec![NoteSeries { place, numbering, ..NoteSeries::default() }];
    resolve(book).0
}

fn section() -> Draft {
    Draft::new("", "").set(|c| {
        (c.kind, c.matter, c.unlisted) = (SectionKind::Generated(GeneratedPage::Notes), Matter::Back, true);
    })
}

/// The blocks of a chapter from the end of its own on: headings and how many notes follow.
fn lists(resolved: &ResolvedBook, chapter: usize) -> Vec<String> {
    let blocks = resolved.book.chapters.get(chapter).map(|c| c.blocks.as_slice()).unwrap_or_default();
    let shown = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::Heading { content, .. } => Some(walk::flatten(content)),
        BlockKind::Notes(notes) => {
            let marks: Vec<&str> =
                notes.iter().filter_map(|n| resolved.marks.get(n)).map(String::as_str).collect();
            Some(marks.join(" "))
        }
        _ => None,
    });
    shown.collect()
}

fn two() -> Vec<Draft> {
    let one = Draft::new("one.md", "One").calls(&[1, 0]).note(&[]).note(&[]);
    let two = Draft::new("two.md", "Two").calls(&[0]).note(&[]);
    vec![one, two]
}

#[test]
fn notes_after_chapters_follow_a_heading_that_the_contents_list() {
    let resolved = with(NotePlace::Chapter, NoteNumbering::Chapter, two());
    assert_eq!(lists(&resolved, 0), ["Notes", "1 2"]);
    assert_eq!(lists(&resolved, 1), ["Notes", "1"]);
    let toc: Vec<&str> = resolved.toc.iter().map(|entry| entry.text.as_str()).collect();
    assert_eq!(toc, ["One", "Notes", "Two", "Notes"]);
}

#[test]
fn what_runs_on_in_a_chapter_shares_its_notes() {
    let drafts: Vec<Draft> = two()
        .into_iter()
        .zip([Opening::Chapter, Opening::RunOn])
        .map(|(draft, opening)| draft.set(|c| c.opening = opening))
        .collect();
    let resolved = with(NotePlace::Chapter, NoteNumbering::Chapter, drafts);
    assert!(lists(&resolved, 0).is_empty());
    assert_eq!(lists(&resolved, 1), ["Notes", "1 2 3"]);
}

#[test]
fn notes_of_the_book_stand_in_its_section_chapter_by_chapter() {
    let drafts = || two().into_iter().chain([section()]).collect::<Vec<_>>();
    let resolved = with(NotePlace::Book, NoteNumbering::Book, drafts());
    assert_eq!(lists(&resolved, 2), ["One", "1 2", "Two", "3"]);
    assert_eq!(resolved.toc.last().map(|entry| entry.text.as_str()), Some("Notes"));
    let without = with(NotePlace::Foot, NoteNumbering::Chapter, drafts());
    assert_eq!(without.book.chapters.len(), 2, "an empty section goes");
    let no_section = with(NotePlace::Book, NoteNumbering::Book, two());
    assert_eq!(lists(&no_section, 1), ["Notes", "3"], "after the chapter where there is none");
}

#[test]
fn what_a_note_at_the_end_calls_first_is_set_there() {
    let calls_other = Draft::new("one.md", "One").calls(&[0]).note(&[1]).note(&[]);
    let mut book = book(vec![calls_other, section()]);
    let mut chapter = Chapter::clone(&book.chapters[0]);
    if let BlockKind::Paragraph(run) = &mut chapter.notes[0].blocks[0].kind {
        run[0].attrs = Some(Box::new(Attributes { classes: vec!["foot".into()], ..Attributes::default() }));
    }
    book.chapters[0] = Arc::new(chapter);
    book.notes.series = vec![NoteSeries { place: NotePlace::Book, ..NoteSeries::default() }];
    let resolved = resolve(book).0;
    let note = |at: usize| resolved.book.chapters[0].notes[at].id;
    assert_eq!([0, 1].map(|at| resolved.notes.place(note(at))), [NotePlace::Book, NotePlace::Foot]);
    assert_eq!([0, 1].map(|at| resolved.notes.is_called_in_section(note(at))), [false, true]);
}

#[test]
fn series_have_marks_and_places_of_their_own() {
    let mut book = book(two());
    let mut chapter = Chapter::clone(&book.chapters[0]);
    chapter.notes[0].label = "A:x".into();
    chapter.notes[1].label = "b:x".into();
    book.chapters[0] = Arc::new(chapter);
    let other = NoteSeries {
        name: "a".into(),
        marks: NoteMarks::Symbols,
        place: NotePlace::Chapter,
        numbering: NoteNumbering::Page,
        ..NoteSeries::default()
    };
    book.notes.series.push(other);
    let (resolved, found) = resolve(book);
    let note = |at: usize| resolved.book.chapters[0].notes[at].id;
    assert_eq!([0, 1].map(|at| resolved.marks[&note(at)].as_str()), ["*", "1"]);
    assert_eq!([0, 1].map(|at| resolved.notes.place(note(at))), [NotePlace::Chapter, NotePlace::Foot]);
    assert!(resolved.notes.by_page(note(0)).is_none(), "a list has no pages to begin again on");
    assert_eq!(found.len(), 1, "there is no series `b`");
}

#[test]
fn notes_that_one_table_calls_stand_under_it_with_letters() {
    let cell =
        |draft: &mut Draft, note| crate::model::block::Cell::new(vec![draft.inline(InlineKind::Note(note))]);
    let mut draft = Draft::new("one.md", "One");
    let cells = vec![cell(&mut draft, 0), cell(&mut draft, 1)];
    let table = crate::model::block::Table {
        columns: vec![crate::model::block::Align::Start; 2],
        widths: Vec::new(),
        head: Vec::new(),
        body: vec![crate::model::block::Row { cells }],
        caption: Vec::new(),
    };
    let draft = draft.push(BlockKind::Table(table), None).calls(&[1, 2]).note(&[]).note(&[]).note(&[]);
    let resolved = with(NotePlace::Book, NoteNumbering::Chapter, vec![draft, section()]);
    assert_eq!(lists(&resolved, 0), ["a"], "right after the table");
    assert!(matches!(resolved.book.chapters[0].blocks[1].kind, BlockKind::Notes(_)));
    assert_eq!(lists(&resolved, 1), ["One", "1 2"], "what the text calls too goes with the others");
}

#[test]
fn a_margin_without_room_is_told_once_and_left() {
    let mut book = book(two());
    book.notes.series = vec![NoteSeries { place: NotePlace::Side, ..NoteSeries::default() }];
    book.notes.side_fits = false;
    let (resolved, found) = resolve(book);
    assert_eq!(found.len(), 1);
    let notes = resolved.book.chapters.iter().flat_map(|c| &c.notes);
    assert!(notes.into_iter().all(|note| resolved.notes.place(note.id) == NotePlace::Foot));
}
