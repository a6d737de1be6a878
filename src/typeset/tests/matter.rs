//! Front, body and back: openings, folios, running heads, contents.

use super::fixture::{Draft, Fixture, flat, furniture, text, words};
use crate::model::NodeId;
use crate::model::block::BlockKind;
use crate::model::book::{Asset, ImageFormat};
use crate::model::book::{Chapter, Matter, Opening, SectionKind};
use crate::model::inline::Image;
use crate::model::length::Length;
use crate::model::manifest::{FormatSpec, GeneratedPage, PrintSpec, Start};
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
            let image = image("images/gone.png", "A picture that is gone");
            d.block(BlockKind::Figure { image: Image { asset: None, ..image }, caption })
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

fn image(key: &str, alt: &str) -> Image {
    Image {
        url: key.into(),
        asset: Some(key.into()),
        alt: alt.into(),
        title: None,
        decorative: false,
        width: None,
        bleeds: false,
    }
}

#[test]
fn pictures_fit_the_measure_and_the_page_with_their_caption() {
    let sizes = [(4000, 3000), (100, 5000), (60, 60)];
    for (width, height) in sizes {
        let chapter = Draft::new(0, "").p("Before.").push(|d| {
            let caption = d.inlines("The caption");
            d.block(BlockKind::Figure { image: image("a.png", "alt"), caption })
        });
        let mut fixture = Fixture::new(vec![chapter.done()]);
        let asset =
            Asset { path: "a.png".into(), format: ImageFormat::Png, bytes: Vec::new().into(), width, height };
        fixture.book.book.assets.insert("a.png".into(), asset);
        let (layout, findings) = fixture.set();
        assert_eq!(findings, []);
        let geometry = fixture.geometry();
        let page = page_with(&layout, "The caption");
        let found = flat(&page.frame).into_iter().find_map(|(at, item)| match item {
            Item::Image { size, .. } => Some((at, size)),
            _ => None,
        });
        let (at, size) = found.expect("the picture stands above its caption");
        assert!(size.width <= geometry.measure && at.y + size.height < geometry.top + geometry.height());
        let shape = size.width.to_pt() / size.height.to_pt();
        assert!((shape - f64::from(width) / f64::from(height)).abs() < 0.01, "undistorted");
        if width == 60 {
            assert_eq!(size.width, Length::pt(72).scale(60, 150), "never larger than it is sharp");
        }
    }
}

#[test]
fn any_page_will_do_where_the_edition_says_so() {
    let mut fixture = Fixture::new(body(0, 3).collect());
    fixture.spec.format = FormatSpec::Pdf(PrintSpec { start: Some(Start::Any), ..PrintSpec::default() });
    assert!(fixture.layout().pages.iter().all(|p| !p.frame.items.is_empty()));
}

#[test]
fn numbers_stand_above_titles() {
    let mut fixture = Fixture::new(body(0, 1).collect());
    let number = crate::resolve::Number { text: "1".into(), label: "Chapter 1".into() };
    fixture.book.numbers.insert(NodeId { chapter: 0, index: 0 }, number);
    let layout = fixture.layout();
    assert!(text(&layout.pages[0]).starts_with("Chapter 1 Chapter of 0"), "{}", text(&layout.pages[0]));
}

#[test]
fn a_drop_cap_opens_long_first_paragraphs_only() {
    let mut theme = super::fixture::theme();
    theme.body.drop_cap = 3;
    let large = |first: &str| {
        let chapter = Draft::new(0, "One").p(first).p(&words(80, "w")).done();
        let layout = Fixture::with_theme(vec![chapter], theme.clone()).layout();
        let letters = layout.pages[0].frame.items.iter().filter(|(_, item)| match item {
            Item::Glyphs(run) => &*run.text == "O" && run.size > Length::pt(30),
            _ => false,
        });
        letters.count()
    };
    assert_eq!(large(&format!("Once {}", words(60, "v"))), 1);
    assert_eq!(large("Once upon a time there was a paragraph of two lines, no longer than that."), 0);
}

#[test]
fn section_openings_in_the_body_take_no_running_head_but_later_pages_do() {
    let chapter = Draft::new(0, "One").with(|c| c.short_title = Some("Short".into())).p(&words(700, "w"));
    let layout = Fixture::new(vec![chapter.done()]).layout();
    assert_eq!(furniture(&layout.pages[2]).trim(), "Short 3");
    let geometry = Fixture::new(Vec::new()).geometry();
    let least = |page: &Page| {
        let runs = page.frame.items.iter().filter_map(|(at, item)| match item {
            Item::Glyphs(run) if run.source != crate::typeset::display::Source::Artifact => Some(at.x),
            _ => None,
        });
        runs.min().expect("text")
    };
    let tolerance = Length::pt(6);
    assert!((least(&layout.pages[2]) - geometry.inner).0.abs() < tolerance.0, "inner margin of a recto");
    assert!((least(&layout.pages[1]) - geometry.outer).0.abs() < tolerance.0, "outer margin of a verso");
}

#[test]
fn lines_broken_by_the_author_are_neither_spread_nor_indented() {
    let chapter = Draft::new(0, "").p("Before.").push(|d| {
        let mut content = Vec::new();
        for line in ["A first line of verse that is so long that it must be turned over", "two", "three"] {
            content.extend(d.inlines(line));
            content.push(d.inline(crate::model::inline::InlineKind::HardBreak));
        }
        d.block(BlockKind::Paragraph(content))
    });
    let fixture = Fixture::new(vec![chapter.done()]);
    let layout = fixture.layout();
    let left = |word: &str| {
        layout.pages[0].frame.items.iter().find_map(|(at, item)| match item {
            Item::Glyphs(run) if run.text.trim() == word => Some(at.x),
            _ => None,
        })
    };
    assert_eq!(left("two"), left("three"));
    let shown = text(&layout.pages[0]);
    assert!(!shown.contains('-') && shown.contains("Before. A first"), "{shown}");
    let tops = super::fixture::baselines(&layout.pages[0]);
    assert_eq!(tops[1] - tops[0], Length::pt(28), "a line of white above");
    let turned = left("over").expect("the turned line stands by itself");
    let two = left("two").expect("the second line");
    // First letters hang out by their ink.
    let hangs = turned - two - fixture.geometry().size * 2;
    assert!(hangs.0.abs() < Length::PER_PT / 2, "turned lines hang: {hangs:?}");
}

#[test]
fn stanzas_beside_verse_are_verse_and_prose_with_one_line_break_is_not() {
    let lines = |d: &mut Draft, lines: &[&str]| {
        let mut content = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                content.push(d.inline(crate::model::inline::InlineKind::HardBreak));
            }
            content.extend(d.inlines(line));
        }
        d.block(BlockKind::Paragraph(content))
    };
    let gaps = |chapter: Draft| {
        let layout = Fixture::new(vec![chapter.done()]).layout();
        let tops = super::fixture::baselines(&layout.pages[0]);
        tops.windows(2).map(|two| (two[1] - two[0]).0 / Length::pt(14).0).collect::<Vec<_>>()
    };
    let stanza = ["A first line", "and a second"];
    let poem = Draft::new(0, "").push(|d| lines(d, &stanza)).push(|d| lines(d, &stanza)).p("A last line.");
    assert_eq!(gaps(poem), [1, 2, 1, 2]);
    let prose = Draft::new(0, "").p("One.").push(|d| lines(d, &stanza)).p("Three.").p("Four.");
    assert_eq!(gaps(prose), [1, 1, 1, 1]);
}

#[test]
fn a_chapter_in_parts_of_parts_looks_like_a_chapter() {
    let mut theme = super::fixture::theme();
    theme.body.drop_cap = 3;
    let part = |index, level, title| {
        Draft::new(index, title)
            .with(|c| (c.opening, c.kind, c.level) = (Opening::Part, SectionKind::Part, level))
    };
    let first = format!("Once {}", words(400, "w"));
    let chapter =
        Draft::new(2, "Nested").with(|c| (c.level, c.depth) = (3, 3)).p(&first).heading(4, "Inner").p("x");
    let next = Draft::new(3, "Another").with(|c| (c.level, c.depth) = (3, 3)).p("Short.");
    let chapters = vec![part(0, 1, "Book").done(), part(1, 2, "Part").done(), chapter.done(), next.done()];
    let layout = Fixture::with_theme(chapters, theme).layout();
    let size = |word: &str| {
        let runs =
            layout.pages.iter().flat_map(|page| &page.frame.items).filter_map(|(_, item)| match item {
                Item::Glyphs(run)
                    if run.text.trim() == word && run.source != crate::typeset::display::Source::Artifact =>
                {
                    Some(run.size)
                }
                _ => None,
            });
        runs.max()
    };
    let (title, inner) = (Length::pt(11).scale(1600, 1000), Length::pt(11).scale(1150, 1000));
    assert_eq!(size("Nested"), Some(title));
    assert_eq!(size("Inner"), Some(inner), "a section's heading below it");
    assert!(size("O").is_some_and(|letter| letter > Length::pt(30)), "its drop cap");
    let opening = page_with(&layout, "Another");
    assert!(text(opening).starts_with("Another"), "on a page of its own");
}
