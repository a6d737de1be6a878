//! Figures and tables stand where they are written when they fit there, else at the head
//! of a later page, and the text goes on.

use proptest::prelude::*;

use super::fixture::{Draft, Fixture, flat, text, words};
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Asset, Chapter, ImageFormat};
use crate::model::inline::Image;
use crate::model::length::Length;
use crate::typeset::display::{Item, Layout, Source};

/// A figure as wide as the measure whose picture is so many points high.
fn figure(d: &mut Draft, (height, place): (u32, Option<&str>), caption: &str) -> Block {
    let image = Image {
        url: format!("{height}.png"),
        asset: Some(format!("{height}.png")),
        alt: "alt".into(),
        title: None,
        decorative: false,
        width: None,
        bleeds: false,
    };
    let caption = d.inlines(caption);
    let mut block = d.block(BlockKind::Figure { image, caption });
    block.attrs.pairs.extend(place.map(|place| ("place".to_owned(), place.to_owned())));
    block
}

fn layout(chapters: Vec<Chapter>) -> Layout {
    let mut fixture = Fixture::new(chapters);
    for height in [100, 150, 170, 200] {
        // 150 pixels to an inch.
        let (width, pixels) = (250 * 150 / 72, height * 150 / 72);
        let key = format!("{height}.png");
        let (path, bytes) = (key.clone(), Vec::new().into());
        fixture
            .book
            .book
            .assets
            .insert(key, Asset { path, format: ImageFormat::Png, bytes, width, height: pixels });
    }
    fixture.layout()
}

/// The page whose text holds these words, furniture left out.
fn page_of(layout: &Layout, words: &str) -> usize {
    layout.pages.iter().position(|page| text(page).contains(words)).expect("a page with the words")
}

/// Where the first line that begins with these words stands on its page.
fn top_of(layout: &Layout, words: &str) -> Length {
    let page = &layout.pages[page_of(layout, words)];
    let at = page.frame.items.iter().find_map(|(at, item)| match item {
        Item::Glyphs(run) if run.text.contains(words) => Some(at.y),
        _ => None,
    });
    at.expect("the words")
}

/// Text before and after a figure that has no room where it is written.
fn around(place: Option<&str>, caption: &str) -> Layout {
    let chapter = Draft::new(0, "")
        .p(&words(75, "before"))
        .p(&words(10, "near"))
        .push(|d| figure(d, (170, place), caption))
        .p(&words(60, "after"))
        .p(&words(60, "later"))
        .done();
    layout(vec![chapter])
}

#[test]
fn a_figure_without_room_moves_to_the_head_of_the_next_page() {
    let layout = around(None, "Caption");
    assert_eq!(page_of(&layout, "after0"), 0, "the text goes on");
    assert_eq!(page_of(&layout, "Caption"), 1);
    assert!(top_of(&layout, "Caption") < top_of(&layout, "after59"), "at the head");
}

#[test]
fn one_that_must_stay_or_is_only_known_by_its_place_stays() {
    for (place, caption) in [(Some("here"), "Caption"), (None, "")] {
        let layout = around(place, caption);
        assert_eq!(page_of(&layout, "near9"), 0);
        assert_eq!(page_of(&layout, "after0"), 1, "the text waits for it");
    }
}

#[test]
fn a_figure_with_room_stands_where_it_is_written() {
    let chapter = Draft::new(0, "")
        .p(&words(30, "before"))
        .push(|d| figure(d, (100, None), "Caption"))
        .p(&words(60, "after"))
        .done();
    let layout = layout(vec![chapter]);
    assert_eq!(page_of(&layout, "Caption"), 0);
    assert!(top_of(&layout, "before29") < top_of(&layout, "Caption"));
    assert!(top_of(&layout, "Caption") < top_of(&layout, "after0"));
}

#[test]
fn the_author_says_where_a_figure_stands() {
    let set = |place| {
        let chapter = Draft::new(0, "")
            .p(&words(20, "before"))
            .push(|d| figure(d, (100, Some(place)), "Caption"))
            .p(&words(130, "after"))
            .done();
        layout(vec![chapter])
    };
    let top = set("top");
    assert_eq!(page_of(&top, "Caption"), 0);
    assert!(top_of(&top, "Caption") < top_of(&top, "before0"));
    let bottom = set("bottom");
    assert_eq!(page_of(&bottom, "Caption"), 0);
    assert!(top_of(&bottom, "Caption") > top_of(&bottom, "after0"));
    let page = set("page");
    let alone = text(&page.pages[page_of(&page, "Caption")]);
    assert!(!alone.contains("before") && !alone.contains("after"), "{alone}");
    assert_eq!(page_of(&page, "after0"), 0);
}

#[test]
fn a_small_table_moves_unless_the_text_leads_to_it() {
    let set = |lead: &str| {
        let rows: Vec<Vec<String>> = (0..8).map(|n| vec![format!("row{n}"), "cell".into()]).collect();
        let chapter = Draft::new(0, "")
            .p(&words(75, "before"))
            .p(lead)
            .table(&["Head", "Column"], &rows)
            .p(&words(90, "after"))
            .done();
        layout(vec![chapter])
    };
    let free = set("A short sentence.");
    assert_eq!((page_of(&free, "after0"), page_of(&free, "row0")), (0, 1));
    let led = set("These are they:");
    assert!(page_of(&led, "after0") >= page_of(&led, "row7"), "the text waits");
}

#[test]
fn figures_are_near_in_order_and_never_leave_their_chapter() {
    let chapter = |index: u32| {
        let draft = (0..7).fold(Draft::new(index, &format!("Chapter {index}")), |draft, n| {
            draft
                .p(&words(25, "word"))
                .push(|d| figure(d, ([170, 200, 100, 150][n % 4], None), &format!("Figure{index}x{n}.")))
        });
        draft.p("The end.").done()
    };
    let layout = layout(vec![chapter(0), chapter(1)]);
    let mut last = (0, Length::ZERO);
    for index in 0..2 {
        for n in 0..7 {
            let caption = format!("Figure{index}x{n}.");
            let at = (page_of(&layout, &caption), top_of(&layout, &caption));
            assert!(at > last, "{caption} comes after the one before it");
            last = at;
        }
    }
    let second = page_of(&layout, "Chapter 1").max(1);
    assert!(page_of(&layout, "Figure0x6.") < second, "before the next chapter");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nothing_is_lost_or_doubled_and_all_within_its_page(
        parts in prop::collection::vec((1usize..90, 0usize..5, 0usize..6), 1..12),
    ) {
        let places = [None, None, Some("top"), Some("bottom"), Some("page"), Some("here")];
        let mut draft = Draft::new(0, "");
        for (n, (count, size, place)) in parts.iter().enumerate() {
            draft = draft.p(&words(*count, &format!("p{n}w")));
            if let Some(height) = [100, 150, 170, 200].get(*size) {
                let made = (*height, places[*place]);
                draft = draft.push(|d| figure(d, made, &format!("Figure{n}x.")));
            }
        }
        let layout = layout(vec![draft.done()]);
        let all: String = layout.pages.iter().map(|page| text(page) + " ").collect();
        for (n, (count, size, _)) in parts.iter().enumerate() {
            let found = all.matches(&format!("p{n}w")).count();
            prop_assert_eq!(found, *count, "paragraph {}", n);
            prop_assert_eq!(all.matches(&format!("Figure{n}x.")).count(), usize::from(*size < 4));
        }
        for page in &layout.pages {
            for (at, item) in flat(&page.frame) {
                let below = match item {
                    Item::Image { size, .. } => at.y + size.height,
                    Item::Glyphs(run) if run.source != Source::Artifact => at.y,
                    _ => continue,
                };
                prop_assert!(at.y >= Length::pt(68) && below <= page.size.height - Length::pt(54));
            }
        }
    }
}
