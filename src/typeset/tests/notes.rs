//! Notes at the foot of pages.

use super::fixture::{Draft, Fixture, text, words};
use crate::model::block::BlockKind;
use crate::typeset::display::{Item, Layout, LinkTarget};

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
