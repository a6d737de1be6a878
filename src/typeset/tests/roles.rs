//! Kinds and roles of blocks over pages: what is kept, divided, made smaller.

use super::fixture::{Draft, Fixture, furniture, text, words};
use crate::model::block::{Align, Block, BlockKind, Cell, Group, Role, Row, Side, Table};
use crate::model::book::{Asset, ImageFormat};
use crate::model::inline::{Image, InlineKind};
use crate::model::length::Length;
use crate::typeset::display::{Item, Layout};

fn pages(layout: &Layout, word: &str) -> Vec<usize> {
    let shown = layout.pages.iter().enumerate().filter(|(_, page)| text(page).contains(word));
    shown.map(|(at, _)| at).collect()
}

fn div(draft: &mut Draft, role: Role, paragraphs: &[String]) -> Block {
    let blocks = paragraphs.iter().map(|text| draft.paragraph(text)).collect();
    draft.block(BlockKind::Div { role, title: Vec::new(), blocks })
}

#[test]
fn what_is_kept_stands_on_one_page_wherever_it_comes() {
    for before in 1..20 {
        let mut draft = Draft::new(0, "");
        for n in 0..before {
            draft = draft.p(&words(9, &format!("p{n}x")));
        }
        let kept = [words(30, "first"), words(30, "second"), words(30, "third")];
        let chapter = draft.push(|d| div(d, Role::Keep, &kept)).p("After.").done();
        let layout = Fixture::new(vec![chapter]).layout();
        assert_eq!(pages(&layout, "first0 "), pages(&layout, "third29"), "after {before} paragraphs");
    }
}

#[test]
fn what_is_kept_but_higher_than_a_page_is_divided_without_loss() {
    let kept = [words(200, "a"), words(200, "b")];
    let chapter = Draft::new(0, "").push(|d| div(d, Role::Keep, &kept)).done();
    let (layout, findings) = Fixture::new(vec![chapter]).set();
    assert_eq!(findings, []);
    assert!(layout.pages.len() > 1);
    let all: String = layout.pages.iter().map(|page| text(page) + " ").collect();
    assert!(["a0 ", "a199 ", "b0 ", "b199"].iter().all(|word| all.contains(word)), "{all}");
}

#[test]
fn a_page_break_to_a_side_leaves_a_page_without_furniture() {
    let break_to = |side| {
        let chapter = Draft::new(0, "Title").p("Before.").push(|d| d.block(BlockKind::PageBreak(side)));
        Fixture::new(vec![chapter.p("Behind.").done()]).layout()
    };
    let at = |side| pages(&break_to(side), "Behind.");
    assert_eq!((at(Side::Any), at(Side::Verso), at(Side::Recto)), (vec![1], vec![1], vec![2]));
    let layout = break_to(Side::Recto);
    assert_eq!((text(&layout.pages[1]), furniture(&layout.pages[1])), (String::new(), String::new()));
    assert_eq!(layout.pages[2].label, "3");
}

#[test]
fn page_breaks_at_the_edges_of_a_chapter_make_no_pages() {
    let edge = |d: &mut Draft| d.block(BlockKind::PageBreak(Side::Any));
    let chapter = Draft::new(0, "").push(edge).push(edge).p("Words.").push(edge).done();
    assert_eq!(Fixture::new(vec![chapter]).layout().pages.len(), 1);
}

/// A table of two columns whose first cell covers all rows.
fn bound(count: usize, side: &str) -> Draft {
    Draft::new(0, "").push(|d| {
        let mut rows: Vec<Row> = (0..count)
            .map(|n| Row { cells: vec![Cell { id: d.id(), ..Cell::new(d.inlines(&format!("value{n}"))) }] })
            .collect();
        let rows_covered = u16::try_from(count).expect("few rows");
        let cell = Cell { id: d.id(), rows: rows_covered, heads: true, ..Cell::new(d.inlines(side)) };
        rows[0].cells.insert(0, cell);
        let table = Table {
            columns: vec![Align::Start; 2],
            widths: vec![500, 500],
            head: Vec::new(),
            body: rows,
            caption: Vec::new(),
        };
        d.block(BlockKind::Table(table))
    })
}

#[test]
fn rows_that_a_cell_binds_stay_on_one_page() {
    for before in 1..20 {
        let mut chapter = bound(6, "side").done();
        let table = chapter.blocks.pop().expect("a table");
        let mut draft = Draft::new(0, "");
        for n in 0..before {
            draft = draft.p(&words(9, &format!("p{n}x")));
        }
        let layout = Fixture::new(vec![draft.push(|_| table).done()]).layout();
        assert_eq!(pages(&layout, "value0"), pages(&layout, "value5"), "after {before} paragraphs");
    }
}

#[test]
fn bound_rows_higher_than_a_page_lose_nothing() {
    let (layout, findings) = Fixture::new(vec![bound(40, &words(150, "side")).done()]).set();
    assert_eq!(findings, []);
    assert!(layout.pages.len() > 1);
    let all: String = layout.pages.iter().map(|page| text(page) + " ").collect();
    for word in ["side0 ", "side149", "value0", "value39"] {
        assert!(all.contains(word), "{word} in {all}");
    }
}

#[test]
fn a_cell_over_columns_is_as_wide_as_they_are() {
    let chapter = Draft::new(0, "").push(|d| {
        let cell =
            |d: &mut Draft, text: &str, columns| Cell { id: d.id(), columns, ..Cell::new(d.inlines(text)) };
        let wide = cell(d, "a cell that is much wider than either column would be", 2);
        let body = vec![Row { cells: vec![cell(d, "x", 1), cell(d, "y", 1)] }, Row { cells: vec![wide] }];
        let columns = vec![Align::Start; 2];
        d.block(BlockKind::Table(Table {
            columns,
            widths: Vec::new(),
            head: Vec::new(),
            body,
            caption: Vec::new(),
        }))
    });
    let layout = Fixture::new(vec![chapter.done()]).layout();
    let lines = super::fixture::baselines(&layout.pages[0]);
    assert_eq!(lines.len(), 2, "the wide cell fills one line: {lines:?}");
}

fn picture(fixture: &mut Fixture, width: u32, height: u32) {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}'><path d='M0 0L9 9'/></svg>"
    );
    let asset = Asset {
        path: "a.svg".into(),
        format: ImageFormat::Svg,
        bytes: svg.into_bytes().into(),
        width,
        height,
    };
    fixture.book.book.assets.insert("a.svg".into(), asset);
}

fn figure(draft: &mut Draft, caption: &str) -> Block {
    let image = Image {
        url: "a.svg".into(),
        asset: Some("a.svg".into()),
        alt: String::new(),
        title: None,
        decorative: true,
        width: None,
        bleeds: false,
    };
    let caption = draft.inlines(caption);
    draft.block(BlockKind::Figure { image, caption })
}

#[test]
fn a_group_too_high_for_a_page_is_made_smaller_and_keeps_its_captions() {
    let chapter = Draft::new(0, "").push(|d| {
        let blocks = (0..6).map(|n| figure(d, &format!("part{n}"))).collect();
        let caption = d.inlines("whole");
        d.block(BlockKind::Group(Group { columns: 2, blocks, caption }))
    });
    let mut fixture = Fixture::new(vec![chapter.done()]);
    picture(&mut fixture, 300, 600);
    let (layout, findings) = fixture.set();
    assert_eq!(findings, []);
    assert_eq!(layout.pages.len(), 1);
    let shown = text(&layout.pages[0]);
    let order = ["(a)", "part0", "(b)", "part1", "part5", "whole"].map(|word| shown.find(word).expect(word));
    assert!(order.is_sorted(), "{shown}");
}

#[test]
fn a_group_of_other_things_sets_them_in_order() {
    let chapter = Draft::new(0, "").push(|d| {
        let blocks = vec![figure(d, "picture"), d.paragraph("words")];
        let caption = d.inlines("whole");
        d.block(BlockKind::Group(Group { columns: 2, blocks, caption }))
    });
    let mut fixture = Fixture::new(vec![chapter.done()]);
    picture(&mut fixture, 300, 100);
    assert_eq!(text(&fixture.layout().pages[0]), "picture words whole");
}

#[test]
fn a_break_may_have_its_own_ornament_or_none() {
    let chapter =
        Draft::new(0, "").p("One.").push(|d| d.block(BlockKind::SceneBreak(Some("⁂".into())))).p("Two.");
    let chapter = chapter.push(|d| d.block(BlockKind::SceneBreak(Some(String::new())))).p("Three.");
    let layout = Fixture::new(vec![chapter.done()]).layout();
    assert_eq!(text(&layout.pages[0]), "One. ⁂ Two. Three.");
}

#[test]
fn words_of_an_unbroken_span_stay_on_one_line() {
    for before in 4..12 {
        let chapter = Draft::new(0, "").push(|d| {
            let mut content = d.inlines(&format!("{} ", words(before, "word")));
            let inner = d.inlines("ten thousand-fold crowns");
            let mut span = d.inline(InlineKind::Span(inner));
            let attrs = crate::model::Attributes { classes: vec!["nowrap".into()], ..Default::default() };
            span.attrs = Some(Box::new(attrs));
            content.push(span);
            content.extend(d.inlines(&format!(" {}", words(9, "more"))));
            d.block(BlockKind::Paragraph(content))
        });
        let layout = Fixture::new(vec![chapter.done()]).layout();
        let line = |word: &str| {
            let runs = layout.pages[0].frame.items.iter();
            let mut found = runs.filter_map(|(at, item)| match item {
                Item::Glyphs(run) if run.text.contains(word) => Some(at.y),
                _ => None,
            });
            found.next_back().expect(word)
        };
        assert_eq!(line("ten"), line("crowns"), "after {before} words");
    }
}

#[test]
fn an_attribution_stands_at_the_right_and_stays_with_its_words() {
    let chapter = Draft::new(0, "").push(|d| {
        let content = d.inlines("A. Name");
        let blocks = vec![d.paragraph("Short."), d.block(BlockKind::Attribution(content))];
        d.block(BlockKind::Div { role: Role::Epigraph, title: Vec::new(), blocks })
    });
    let fixture = Fixture::new(vec![chapter.p("Text.").done()]);
    let layout = fixture.layout();
    assert!(text(&layout.pages[0]).contains("Short. —\u{a0}A. Name"), "{}", text(&layout.pages[0]));
    let geometry = fixture.geometry();
    let mut ends = layout.pages[0].frame.items.iter().filter_map(|(at, item)| match item {
        Item::Glyphs(run) if run.text.contains("Name") => Some(at.x + run.width()),
        _ => None,
    });
    let edge = geometry.inner + geometry.measure - geometry.size * 2;
    let end = ends.next_back().expect("the name");
    assert!((edge - end).0.abs() < Length::pt(2).0, "{end:?} near {edge:?}");
}
