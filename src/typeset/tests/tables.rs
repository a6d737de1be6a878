//! Tables over pages.

use super::fixture::{Draft, Fixture, furniture, text, words};
use crate::model::block::BlockKind;
use crate::model::inline::InlineKind;
use crate::model::length::Length;
use crate::typeset::display::{Item, Page};

fn rows(count: usize) -> Vec<Vec<String>> {
    (0..count).map(|n| vec![format!("r{n}"), format!("value{n}")]).collect()
}

fn rules(page: &Page) -> usize {
    page.frame.items.iter().filter(|(_, i)| matches!(i, Item::Rule { .. })).count()
}

#[test]
fn the_head_is_repeated_on_every_page() {
    let chapter = Draft::new(0, "").table(&["Key", "Meaning"], &rows(50)).done();
    let layout = Fixture::new(vec![chapter]).layout();
    assert!(layout.pages.len() > 2);
    assert!(text(&layout.pages[0]).contains("Meaning"));
    for page in &layout.pages[1..] {
        assert!(furniture(page).contains("Meaning"), "again, as no part of the text");
        assert!(!text(page).contains("Meaning"));
        assert_eq!(rules(page), 3, "above, under the head, below");
    }
    let set: String = layout.pages.iter().map(|p| text(p) + " ").collect();
    for n in 0..50 {
        assert_eq!(
            set.matches(&format!("value{n}")).count(),
            if (1..5).contains(&n) { 11 } else { 1 },
            "value{n}"
        );
    }
}

#[test]
fn a_row_higher_than_a_page_is_divided_by_lines() {
    let row = vec![words(150, "left"), words(300, "right")];
    let chapter = Draft::new(0, "").table(&["A", "B"], &[row]).done();
    let (layout, findings) = Fixture::new(vec![chapter]).set();
    assert!(layout.pages.len() > 1);
    assert_eq!(findings, []);
    let set: String = layout.pages.iter().map(|p| text(p) + " ").collect();
    let set = set.replace("- ", "");
    for word in ["left0", "left149", "right0", "right299"] {
        assert!(set.contains(word), "{word}");
    }
}

#[test]
fn a_table_of_many_columns_stays_within_the_measure() {
    let head: Vec<String> = (0..12).map(|n| format!("column {n}")).collect();
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let row: Vec<String> = (0..12).map(|n| format!("some words of cell {n}")).collect();
    let chapter = Draft::new(0, "").table(&head, &[row]).done();
    let fixture = Fixture::new(vec![chapter]);
    let layout = fixture.layout();
    let right = fixture.geometry().inner + fixture.geometry().measure;
    for (at, item) in &layout.pages[0].frame.items {
        if let Item::Rule { size, .. } = item {
            assert!(at.x + size.width <= right + Length(12), "rule to {:?}", at.x + size.width);
        }
    }
}

#[test]
fn a_small_table_goes_to_the_next_page_whole() {
    for paragraphs in 1..24 {
        let mut draft = Draft::new(0, "");
        for n in 0..paragraphs {
            draft = draft.p(&words(9, &format!("p{n}x")));
        }
        let layout = Fixture::new(vec![draft.table(&["Key", "Meaning"], &rows(4)).done()]).layout();
        for page in &layout.pages {
            let shown = (0..4).filter(|n| text(page).contains(&format!("value{n}"))).count();
            assert!(shown == 0 || shown == 4, "{shown} of 4 rows after {paragraphs} paragraphs");
        }
    }
}

#[test]
fn a_column_is_as_wide_as_its_longest_word_in_its_own_face() {
    let long = words(40, "explanation");
    let chapter = Draft::new(0, "").table(&["Code", "Meaning"], &[vec!["x".into(), long]]).with(|chapter| {
        let BlockKind::Table(table) = &mut chapter.blocks[0].kind else { panic!("a table") };
        let code = "iiiilliill(x, ..),".to_owned();
        table.body[0].cells[0].content[0].kind = InlineKind::Code(code);
    });
    let (_, findings) = Fixture::new(vec![chapter.done()]).set();
    assert_eq!(findings, []);
}
