//! Nothing lost, nothing alone, everything on the grid.

use proptest::prelude::*;

use super::fixture::{Draft, Fixture, baselines, text, words};
use crate::model::Place;
use crate::model::block::{BlockKind, CodeBlock};
use crate::model::length::Length;
use crate::parallel;
use crate::typeset::display::{Item, Layout, Page, Source};
use crate::typeset::page::fault::FaultKind;

/// The first and last place of each line of a page's paragraphs, by node.
fn lines(page: &Page) -> Vec<(Place, Length)> {
    let mut lines: Vec<(Place, Length)> = Vec::new();
    for (at, item) in &page.frame.items {
        if let Item::Glyphs(run) = item
            && let Source::Book(range) = &run.source
            && lines.last().is_none_or(|(place, y)| *y != at.y || place.node != range.start.node)
        {
            lines.push((range.start, at.y));
        }
    }
    lines
}

/// Nodes with fewer than two lines at one side of a page's end.
fn alone(layout: &Layout) -> Vec<Place> {
    let pages: Vec<_> = layout.pages.iter().map(lines).filter(|l| !l.is_empty()).collect();
    let mut found = Vec::new();
    for pair in pages.windows(2) {
        let (Some(last), Some(first)) = (pair[0].last(), pair[1].first()) else { continue };
        if last.0.node == first.0.node {
            let count = |lines: &[(Place, Length)]| lines.iter().filter(|l| l.0.node == first.0.node).count();
            if count(&pair[0]) < 2 || count(&pair[1]) < 2 {
                found.push(first.0);
            }
        }
    }
    found
}

fn all_text(layout: &Layout) -> String {
    let whole: String = layout.pages.iter().map(|p| text(p) + " ").collect();
    whole.split_whitespace().collect::<Vec<_>>().join(" ").replace("- ", "")
}

#[test]
fn every_word_stands_once_and_in_order() {
    let long = words(900, "w");
    let chapter = Draft::new(0, "One").p(&long).heading(2, "Section").p(&words(300, "v")).done();
    let layout = Fixture::new(vec![chapter]).layout();
    let set = all_text(&layout);
    let expected = format!("One {long} Section {}", words(300, "v"));
    let (set, expected): (Vec<_>, Vec<_>) =
        (set.split_whitespace().collect(), expected.split_whitespace().collect());
    assert_eq!(set, expected);
    assert!(layout.pages.len() > 4, "{} pages", layout.pages.len());
}

#[test]
fn threads_do_not_show() {
    let chapters =
        || (0..6).map(|n| Draft::new(n, "Title").p(&words(400, "w")).p(&words(300, "x")).done()).collect();
    let fixture = Fixture::new(chapters());
    let one = parallel::with_threads(1, || fixture.layout());
    let four = parallel::with_threads(4, || fixture.layout());
    assert!(one == four);
}

#[test]
fn displays_leave_the_text_on_the_grid() {
    let chapter = Draft::new(0, "")
        .p(&words(30, "a"))
        .push(|d| {
            let inner = vec![d.paragraph(&words(40, "q"))];
            d.block(BlockKind::Quote(inner))
        })
        .p(&words(30, "b"))
        .push(|d| {
            d.block(BlockKind::Code(CodeBlock {
                lang: None,
                text: "let a = 1;\nlet b = 2;".into(),
                ..CodeBlock::default()
            }))
        })
        .p(&words(30, "c"))
        .table(&["one", "two"], &[vec!["1".into(), "2".into()]])
        .p(&words(30, "d"))
        .list(Some(9), &["nine", "ten"])
        .p(&words(30, "e"))
        .heading(2, "A heading")
        .p(&words(30, "f"))
        .done();
    let mut fixture = Fixture::new(vec![chapter]);
    fixture.lines = 60;
    let layout = fixture.layout();
    let page = &layout.pages[0];
    let leading = Length::pt(14).0;
    let first = baselines(page)[0].0;
    for tag in ["a", "b", "c", "d", "e", "f"] {
        let at = page.frame.items.iter().find_map(|(at, item)| match item {
            Item::Glyphs(run) if run.text.starts_with(&format!("{tag}0")) => Some(at.y.0),
            _ => None,
        });
        let at = at.unwrap_or_else(|| panic!("paragraph {tag} stands on the page"));
        assert_eq!((at - first) % leading, 0, "paragraph {tag}");
    }
}

#[test]
fn a_heading_takes_two_lines_along() {
    // Text that would leave just the heading, or it and one line, at the foot.
    for lines in 0..24 {
        let mut chapter = Draft::new(0, "");
        for line in 0..lines {
            chapter = chapter.p(&format!("line {line}"));
        }
        let chapter = chapter.heading(2, "Heading").p(&words(60, "w")).p(&words(60, "v")).done();
        let layout = Fixture::new(vec![chapter]).layout();
        let with_heading = layout.pages.iter().find(|p| text(p).contains("Heading")).expect("the heading");
        let shown = text(with_heading);
        let after = shown.split("Heading").nth(1).unwrap_or_default();
        assert!(after.contains("w12"), "{lines} lines before: {after:?} after the heading");
    }
}

#[test]
fn code_lines_wrap_with_a_mark_and_lose_nothing() {
    let line: String = (0..40).map(|n| format!("call({n}); ")).collect();
    let text_of_code = format!("first\n\n    indented\n{line}\nlast");
    let chapter = Draft::new(0, "")
        .push(|d| {
            d.block(BlockKind::Code(CodeBlock {
                lang: None,
                text: text_of_code.clone(),
                ..CodeBlock::default()
            }))
        })
        .done();
    let (layout, findings) = Fixture::new(vec![chapter]).set();
    assert_eq!(findings, [], "a sign for turned lines is found whatever the faces have");
    let set: String = layout.pages.iter().map(text).collect();
    let squeeze = |s: &str| s.split_whitespace().collect::<String>();
    assert_eq!(squeeze(&set), squeeze(&text_of_code));
    let marks: String = layout.pages.iter().map(super::fixture::furniture).collect();
    assert!(marks.chars().filter(|c| !c.is_alphanumeric()).count() > 3, "{marks}");
}

#[test]
fn a_turned_line_of_code_stands_further_in_than_its_beginning() {
    let code = format!("open\n        deep({});\nopen", "a, ".repeat(60));
    let chapter = Draft::new(0, "")
        .push(|d| d.block(BlockKind::Code(CodeBlock { text: code.clone(), ..CodeBlock::default() })))
        .done();
    let layout = Fixture::new(vec![chapter]).layout();
    let runs = layout.pages[0].frame.items.iter().filter_map(|(at, item)| match item {
        Item::Glyphs(run) if !run.text.trim().is_empty() && run.source != Source::Artifact => {
            // The blanks before a line are glyphs of its run.
            let blanks = run.text.len() - run.text.trim_start().len();
            let blank: Length = run.glyphs.iter().take(blanks).map(|glyph| glyph.advance).sum();
            Some((run.text.trim_start().to_string(), at.x + blank))
        }
        _ => None,
    });
    let runs: Vec<(String, Length)> = runs.collect();
    let deep = runs.iter().find(|(text, _)| text.starts_with("deep")).expect("the line");
    let turned: Vec<_> = runs.iter().filter(|(text, _)| text.starts_with("a,")).collect();
    assert!(turned.len() > 1 && turned.iter().all(|(_, x)| *x > deep.1), "{runs:?}");
}

#[test]
fn a_page_too_small_for_anything_still_ends() {
    let chapter = Draft::new(0, "A title of some length")
        .heading(2, "Heading")
        .p(&format!("{}[^0] {}", words(20, "w"), words(40, "v")))
        .note(&[&words(60, "n")])
        .done();
    let mut fixture = Fixture::new(vec![chapter]);
    fixture.lines = 4;
    let layout = fixture.layout();
    let set: String = layout.pages.iter().map(|p| text(p) + " ").collect();
    for word in ["w0", "w19", "v39", "n0", "n59"] {
        assert!(set.contains(word), "{word} in {set}");
    }
}

#[test]
fn what_is_higher_than_a_page_is_reported_and_the_rest_still_set() {
    let mut theme = super::fixture::theme();
    theme.headings[1].size = 30_000;
    let chapter = Draft::new(0, "").p("Before.").heading(2, "A").p("After.").done();
    let (layout, findings) = Fixture::with_theme(vec![chapter], theme).set();
    assert_eq!(findings.iter().map(|f| f.code.name()).collect::<Vec<_>>(), ["overfull-page"]);
    assert_eq!(all_text(&layout), "Before. A After.");
}

#[test]
fn blank_scene_breaks_show_only_at_the_edges() {
    let mut seen = [false, false];
    for lines in 1..40 {
        let mut theme = super::fixture::theme();
        theme.scene_break.ornament = String::new();
        let mut chapter = Draft::new(0, "");
        for line in 0..lines {
            chapter = chapter.p(&format!("line {line}"));
        }
        let chapter = chapter
            .push(|d| d.block(BlockKind::SceneBreak(None)))
            .p("after one")
            .p("after two")
            .p("after three")
            .done();
        let layout = Fixture::with_theme(vec![chapter], theme).layout();
        let page = layout.pages.iter().find(|p| text(p).contains("* * *"));
        if let Some(page) = page {
            let shown = text(page);
            let at_edge = shown.starts_with("* * *") || shown.ends_with("* * *");
            assert!(at_edge, "{shown}");
            seen[0] = true;
        } else {
            seen[1] = true;
        }
    }
    assert!(seen[1], "within a page the break is blank");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_line_is_left_alone(lengths in prop::collection::vec(1usize..90, 4..40), notes in 0usize..4) {
        let mut chapter = Draft::new(0, "Chapter");
        for (index, length) in lengths.iter().enumerate() {
            let call = if index < notes { format!("[^{index}]") } else { String::new() };
            chapter = chapter.p(&format!("{}{call}", words(*length, "word")));
        }
        for index in 0..notes.min(lengths.len()) {
            chapter = chapter.note(&[&words(10 + index * 20, "note")]);
        }
        let layout = Fixture::new(vec![chapter.done()]).layout();
        // Where nothing else can be done a long one is left, and told.
        let told = layout.faults.iter().filter(|(_, fault)| fault.kind == FaultKind::LineAloneLong).count();
        let left = alone(&layout);
        prop_assert!(left.len() <= told, "{left:?} but {told} told");
    }
}

#[test]
fn code_of_a_few_lines_is_not_divided() {
    for paragraphs in 1..40 {
        let mut draft = Draft::new(0, "");
        for n in 0..paragraphs {
            draft = draft.p(&words(9, &format!("p{n}x")));
        }
        let code = BlockKind::Code(CodeBlock {
            lang: None,
            text: "code0\ncode1\ncode2\ncode3".into(),
            ..CodeBlock::default()
        });
        let layout = Fixture::new(vec![draft.push(|d| d.block(code)).done()]).layout();
        for page in &layout.pages {
            let shown = (0..4).filter(|n| text(page).contains(&format!("code{n}"))).count();
            assert!(shown == 0 || shown == 4, "{shown} of 4 lines after {paragraphs} paragraphs");
        }
    }
}
