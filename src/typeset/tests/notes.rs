//! Notes at the foot of pages.

use super::fixture::{Draft, Fixture, text, words};
use crate::model::block::BlockKind;
use crate::model::book::Chapter;
use crate::model::length::Length;
use crate::model::length::Point;
use crate::model::notes::{NotePlace, NoteSeries};
use crate::typeset::display::{Item, Layout, LinkTarget, Page};

/// The same book with notes at the side, on a page with room for them.
fn at_side(chapters: Vec<Chapter>) -> Layout {
    let mut fixture = Fixture::new(chapters);
    let mut book = fixture.book.book.clone();
    book.notes.series = vec![NoteSeries { place: NotePlace::Side, ..NoteSeries::default() }];
    fixture.book = crate::resolve::resolve(book).0;
    fixture.outer = Length::pt(120);
    fixture.layout()
}

/// Where the runs of a page stand that hold any of these words.
fn places(page: &Page, of: &str) -> Vec<Point> {
    let runs = page.frame.items.iter().filter_map(|(at, item)| match item {
        Item::Glyphs(run) if run.text.contains(of) => Some(*at),
        _ => None,
    });
    runs.collect()
}

#[test]
fn a_note_at_the_side_stands_beside_its_call() {
    let text_of = format!("{} called[^0] {}", words(60, "w"), words(60, "v"));
    let one = Draft::new(0, "One").p(&text_of).note(&["margin"]).done();
    let layout = at_side(vec![one]);
    let page = layout.pages.iter().find(|page| text(page).contains("margin")).expect("the note");
    let (call, note) = (places(page, "called")[0], places(page, "margin")[0]);
    assert!((call.y - note.y).0.abs() < Length::pt(1).0, "{call:?} {note:?}");
    assert!(note.x > Length::pt(300), "in the outer margin of a recto: {note:?}");
}

#[test]
fn notes_at_the_side_do_not_meet_and_none_is_lost() {
    let call: String = (0..12).map(|n| format!("{} [^{n}]", words(9, "w"))).collect();
    let mut draft = Draft::new(0, "One").p(&call).p(&words(200, "v"));
    for n in 0..12 {
        draft = draft.note(&[&words(30, &format!("n{n}x"))]);
    }
    let layout = at_side(vec![draft.done()]);
    let set = whole(&layout);
    let found: Vec<&str> = set.split_whitespace().collect();
    for (n, word) in (0..12).flat_map(|n| (0..30).map(move |word| (n, word))) {
        let word = format!("n{n}x{word}");
        assert_eq!(found.iter().filter(|w| **w == word).count(), 1, "{word}");
    }
    for page in &layout.pages {
        let mut lines: Vec<Length> = places(page, "x").into_iter().map(|at| at.y).collect();
        lines.sort();
        lines.dedup();
        assert!(lines.windows(2).all(|pair| pair[1] - pair[0] > Length::pt(8)), "lines meet: {lines:?}");
        assert!(lines.iter().all(|y| *y < Length::pt(68 + 14 * 22)), "below the text: {lines:?}");
    }
}

#[test]
fn a_note_at_the_side_longer_than_pages_ends_on_pages_of_its_own() {
    let one = Draft::new(0, "One").p("Call[^0].").note(&[&words(900, "n")]).done();
    let two = Draft::new(1, "Two").p("Text.").done();
    let layout = at_side(vec![one, two]);
    let pages = layout.pages.iter().filter(|page| text(page).contains('n')).count();
    assert!(pages > 3, "{pages} pages");
    assert!(whole(&layout).contains("n899"));
}

fn whole(layout: &Layout) -> String {
    layout.pages.iter().map(|p| text(p) + " ").collect()
}

#[test]
fn a_note_stands_on_the_page_of_its_call() {
    for before in [1, 40, 120, 160, 170, 180, 190, 200, 300] {
        let text_of = format!("{} called[^0] {}", words(before, "w"), words(200, "v"));
        let chapter = Draft::new(0, "One").p(&text_of).note(&[&words(30, "note")]).done();
        let layout = Fixture::new(vec![chapter]).layout();
        let page = layout.pages.iter().find(|p| text(p).contains("called")).expect("the call");
        assert!(text(page).contains("note0"), "{before} words before the call");
    }
}

#[test]
fn a_note_longer_than_pages_is_divided_and_whole() {
    let note = words(1500, "n");
    let chapter = Draft::new(0, "One")
        .p(&format!("Call[^0] {}", words(900, "w")))
        .note(&[&note, "The end of the note."])
        .done();
    let layout = Fixture::new(vec![chapter]).layout();
    let set = whole(&layout);
    let found: Vec<&str> = set.split_whitespace().collect();
    for n in 0..1500 {
        assert_eq!(found.iter().filter(|w| **w == format!("n{n}")).count(), 1, "n{n}");
    }
    assert!(set.contains("The end of the note."));
    let with_both = layout.pages.iter().filter(|p| text(p).contains(" w") && text(p).contains(" n"));
    assert!(with_both.count() > 2, "text and notes share pages");
}

#[test]
fn notes_called_in_notes_tables_and_headings_are_set_once() {
    let chapter = Draft::new(0, "Title[^0]")
        .heading(2, "Heading[^1]")
        .p("Text[^2] and again[^2].")
        .table(&["a[^3]", "b"], &[vec!["c[^4]".into(), "d".into()]])
        .note(&["zero"])
        .note(&["one"])
        .note(&["two calls[^5]"])
        .note(&["three"])
        .note(&["four"])
        .note(&["five calls itself[^5] and two[^2]"])
        .done();
    let layout = Fixture::new(vec![chapter]).layout();
    let set = whole(&layout);
    for word in ["zero", "one", "two calls", "three", "four", "five calls"] {
        assert_eq!(set.matches(word).count(), 1, "{word} in {set}");
    }
}

#[test]
fn marks_lead_to_notes_and_back() {
    let chapter = Draft::new(0, "One").p("Text[^0].").note(&["A note."]).done();
    let note = chapter.notes[0].id;
    let BlockKind::Paragraph(content) = &chapter.blocks[0].kind else { unreachable!("a paragraph") };
    let call = content[1].id;
    let layout = Fixture::new(vec![chapter]).layout();
    let items = || layout.pages.iter().flat_map(|p| &p.frame.items).map(|(_, item)| item);
    for node in [note, call] {
        assert_eq!(items().filter(|i| **i == Item::Anchor(node)).count(), 1, "one place for {node:?}");
        let leads = |i: &&Item| matches!(i, Item::Link { target: LinkTarget::Node(n), .. } if *n == node);
        assert_eq!(items().filter(leads).count(), 1, "one link to {node:?}");
    }
}

#[test]
fn a_short_note_is_not_divided_where_the_text_can_give_way() {
    for before in 100..170 {
        let text_of = format!("{} called[^0] {}", words(before, "w"), words(200, "v"));
        let chapter = Draft::new(0, "One").p(&text_of).note(&[&words(24, "note")]).done();
        let layout = Fixture::new(vec![chapter]).layout();
        let pages = layout.pages.iter().filter(|p| text(p).contains("note"));
        assert_eq!(pages.count(), 1, "{before} words before the call");
    }
}
