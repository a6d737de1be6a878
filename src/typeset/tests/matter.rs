//! Front, body and back: openings, folios, running heads, contents.

use super::fixture::{Draft, Fixture, furniture, text, words};
use crate::model::NodeId;
use crate::model::block::BlockKind;
use crate::model::book::{Chapter, Matter, Opening, SectionKind};
use crate::model::manifest::{FormatSpec, GeneratedPage, PrintSpec};
use crate::typeset::display::{Item, Layout, LinkTarget, Page};

fn contents(index: u32) -> Chapter {
    // `resolve` gives it its title and its block.
    Draft::generated(index, GeneratedPage::Contents).done()
}

fn front() -> Vec<Chapter> {
    let page = |index, page| Draft::generated(index, page).done();
    vec![
        page(0, GeneratedPage::HalfTitle),
        page(1, GeneratedPage::Title),
        page(2, GeneratedPage::Copyright),
        contents(3),
    ]
}

fn body(from: u32, count: u32) -> impl Iterator<Item = Chapter> {
    (from..from + count).map(|n| Draft::new(n, &format!("Chapter of {n}")).p(&words(260, "w")).done())
}

fn page_with<'a>(layout: &'a Layout, what: &str) -> &'a Page {
    layout.pages.iter().find(|p| text(p).contains(what)).unwrap_or_else(|| panic!("no page has {what}"))
}

#[test]
fn the_front_is_roman_and_the_body_begins_with_a_recto() {
    let layout = Fixture::new(front().into_iter().chain(body(4, 3)).collect()).layout();
    let labels: Vec<&str> = layout.pages.iter().map(|p| p.label.as_str()).collect();
    assert_eq!(&labels[..7], ["i", "ii", "iii", "iv", "v", "vi", "1"]);
    assert!(text(&layout.pages[0]).contains("The Long Way"));
    assert!(layout.pages[1].frame.items.is_empty(), "a truly blank verso");
    assert!(text(&layout.pages[2]).contains("A. Writer"));
    assert!(!layout.pages[3].frame.items.is_empty(), "copyright page");
    assert!(text(&layout.pages[4]).contains("Chapter of 4"), "contents");
    assert!(layout.pages[5].frame.items.is_empty(), "a blank verso");
    for (at, page) in layout.pages.iter().enumerate() {
        if text(page).contains("Chapter of") && at > 5 {
            assert_eq!(at % 2, 0, "chapters open on rectos");
        }
    }
}

#[test]
fn heads_and_folios_stand_where_they_should() {
    let layout = Fixture::new(front().into_iter().chain(body(4, 2)).collect()).layout();
    for page in &layout.pages[..4] {
        assert_eq!(furniture(page), "", "page {}", page.label);
    }
    assert_eq!(furniture(&layout.pages[6]).trim(), "1", "an opening has its folio only");
    assert_eq!(furniture(&layout.pages[7]).trim(), "The Long Way 2");
}

#[test]
fn contents_show_the_folios_of_what_they_list() {
    let layout = Fixture::new(front().into_iter().chain(body(4, 5)).collect()).layout();
    let shown = text(&layout.pages[4]);
    for n in 4..9u32 {
        let node = NodeId { chapter: n, index: 0 };
        let page =
            layout.pages.iter().find(|p| p.frame.items.iter().any(|(_, item)| *item == Item::Anchor(node)));
        let label = &page.expect("a place for each chapter").label;
        let entry = shown.split(&format!("Chapter of {n}")).nth(1).unwrap_or_default();
        let folio = entry.trim_start_matches(['.', ' ']);
        assert!(folio.starts_with(label.as_str()), "{label}: {entry}");
        let leads = |i: &Item| matches!(i, Item::Link { target: LinkTarget::Node(t), .. } if *t == node);
        assert!(layout.pages[4].frame.items.iter().any(|(_, i)| leads(i)), "a link to {n}");
    }
    assert_eq!(layout.outline.len(), 5);
}

#[test]
fn parts_stand_alone_and_chapters_may_run_on() {
    let part = Draft::new(0, "The Road").with(|c| {
        (c.kind, c.opening) = (SectionKind::Part, Opening::Part);
    });
    let first = Draft::new(1, "First").p("Short.").done();
    let second = Draft::new(2, "Second")
        .with(|c| (c.opening, c.level, c.depth) = (Opening::RunOn, 2, 2))
        .p("Also short.")
        .done();
    let layout = Fixture::new(vec![part.done(), first, second]).layout();
    assert_eq!(text(&layout.pages[0]).trim(), "The Road");
    assert_eq!(furniture(&layout.pages[0]), "");
    assert!(layout.pages[1].frame.items.is_empty());
    assert!(text(&layout.pages[2]).contains("First") && text(&layout.pages[2]).contains("Second"));
    assert_eq!(layout.pages.len(), 3);
}

#[test]
fn pages_are_filled_up_to_a_multiple() {
    let mut fixture = Fixture::new(body(0, 1).collect());
    fixture.spec.format = FormatSpec::Pdf(PrintSpec { page_multiple: Some(16), ..PrintSpec::default() });
    let layout = fixture.layout();
    assert_eq!(layout.pages.len(), 16);
    assert!(layout.pages[15].frame.items.is_empty());
    assert_eq!(layout.pages[15].label, "16");
    assert_eq!(layout.starts.len(), 16);
    assert!(layout.starts[0].is_some() && layout.starts[15].is_none());
}

#[test]
fn a_long_running_head_is_cut_at_a_word() {
    let title = words(40, "title");
    let chapter = Draft::new(0, &title).p(&words(600, "w")).done();
    let layout = Fixture::new(vec![chapter]).layout();
    let head = furniture(&layout.pages[2]);
    assert!(head.starts_with("title0 title1") && head.contains('…'), "{head}");
}

#[test]
fn a_dedication_has_neither_heading_nor_furniture() {
    let dedication = Draft::new(0, "Dedication")
        .with(|c| (c.kind, c.matter) = (SectionKind::Dedication, Matter::Front))
        .p("For no one")
        .done();
    let layout = Fixture::new(vec![dedication]).layout();
    assert_eq!(text(&layout.pages[0]).trim(), "For no one");
    assert_eq!(furniture(&layout.pages[0]), "");
}

#[test]
fn an_empty_chapter_has_a_page_that_can_be_led_to() {
    let layout = Fixture::new(vec![Draft::new(0, "").done()]).layout();
    let anchor = Item::Anchor(NodeId { chapter: 0, index: 0 });
    assert!(layout.pages[0].frame.items.iter().any(|(_, item)| *item == anchor));
}

#[test]
fn verse_lists_and_figures_without_pictures_keep_their_words() {
    let chapter = Draft::new(0, "One")
        .verse(&["A line of verse", "and one below it", "", "after the stanza"])
        .list(None, &["point", "another"])
        .list(Some(3), &["step", "next"])
        .push(|d| {
            let caption = d.inlines("What it shows");
            let image = crate::model::inline::Image {
                url: "images/gone.png".into(),
                asset: None,
                alt: "A picture that is gone".into(),
                title: None,
                decorative: false,
                width: None,
            };
            d.block(BlockKind::Figure { image, caption })
        })
        .done();
    let layout = Fixture::new(vec![chapter]).layout();
    let all: String = layout.pages.iter().map(|p| text(p) + " ").collect();
    for words in [
        "A line of verse",
        "after the stanza",
        "•",
        "another",
        "3.",
        "4.",
        "images/gone.png",
        "A picture that is gone",
        "What it shows",
    ] {
        assert!(all.contains(words), "{words} in {all}");
    }
    assert!(page_with(&layout, "What it shows").frame.items.len() > 3);
}
