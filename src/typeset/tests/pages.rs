//! References by page, settled.

use super::fixture::{Draft, Fixture, text, words};
use crate::model::book::{Chapter, Matter, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::{FormatSpec, GeneratedPage, PrintSpec};
use crate::model::{Attributes, NodeId};
use crate::typeset::display::{Item, Layout};

/// A paragraph of words with a link in it.
fn linking(draft: Draft, url: &str, shown: &str, class: Option<&str>) -> Draft {
    draft.push(|d| {
        let mut block = d.paragraph("See ");
        let content = if shown.is_empty() { Vec::new() } else { d.inlines(shown) };
        let kind = InlineKind::Link { url: url.to_owned(), title: None, content };
        let attrs = class
            .map(|class| Box::new(Attributes { classes: vec![class.to_owned()], ..Attributes::default() }));
        let link = Inline { attrs, ..d.inline(kind) };
        let stop = d.inlines(" and so on.");
        if let crate::model::block::BlockKind::Paragraph(run) = &mut block.kind {
            run.push(link);
            run.extend(stop);
        }
        block
    })
}

fn label_of(layout: &Layout, node: NodeId) -> &str {
    let holds = |item: &Item| *item == Item::Anchor(node);
    let page = layout.pages.iter().find(|page| page.frame.items.iter().any(|(_, item)| holds(item)));
    page.map_or("-", |page| page.label.as_str())
}

fn all_text(layout: &Layout) -> String {
    layout.pages.iter().map(text).collect::<Vec<_>>().join(" ").replace('\u{a0}', " ")
}

fn chapter(index: u32) -> Draft {
    Draft::new(index, &format!("Chapter of {index}")).p(&words(400, "w"))
}

fn preface() -> Chapter {
    Draft::new(0, "Before All")
        .p("Words.")
        .with(|c| (c.kind, c.matter) = (SectionKind::Preface, Matter::Front))
        .done()
}

#[test]
fn links_say_the_page_they_lead_to() {
    let from = linking(Draft::new(1, "First"), "3.md", "", Some("page"));
    let from = linking(from, "3.md", "the sea", Some("pageref"));
    let from = linking(from, "0.md", "", Some("page"));
    let from = linking(from, "3.md", "nothing", None);
    let from = linking(from, "https://example.org", "outside", Some("pageref"));
    let layout = Fixture::new(vec![preface(), from.done(), chapter(2).done(), chapter(3).done()]).layout();
    let page = label_of(&layout, NodeId { chapter: 3, index: 0 });
    assert!(page.parse::<u32>().is_ok_and(|n| n > 4), "{page}");
    let shown = all_text(&layout);
    for expected in [
        format!("See page {page} and"),
        format!("See the sea (p. {page}) and"),
        "See page i and".to_owned(),
        "See nothing and".to_owned(),
        "See outside and".to_owned(),
    ] {
        assert!(shown.contains(&expected), "{expected}: {shown}");
    }
}

#[test]
fn an_edition_may_say_the_page_of_every_link() {
    let from = linking(Draft::new(0, "First"), "1.md", "words", None);
    let mut fixture = Fixture::new(vec![from.done(), chapter(1).done()]);
    fixture.spec.format = FormatSpec::Pdf(PrintSpec { page_references: true, ..PrintSpec::default() });
    let layout = fixture.layout();
    let page = label_of(&layout, NodeId { chapter: 1, index: 0 });
    assert!(all_text(&layout).contains(&format!("See words (p. {page}) and")));
}

#[test]
fn links_in_titles_are_words_in_the_contents() {
    let mut titled = Draft::new(1, "On ");
    let content = titled.inlines("the sea");
    let attrs = Attributes { classes: vec!["pageref".into()], ..Attributes::default() };
    let kind = InlineKind::Link { url: "2.md".into(), title: None, content };
    let link = Inline { attrs: Some(Box::new(attrs)), ..titled.inline(kind) };
    let titled = titled.with(|c| c.title.push(link));
    let list = Draft::generated(0, GeneratedPage::Contents);
    let layout = Fixture::new(vec![list.done(), titled.p("Text.").done(), chapter(2).done()]).layout();
    assert!(text(&layout.pages[0]).contains("On the sea"));
    assert!(!text(&layout.pages[0]).contains("(p."), "{}", text(&layout.pages[0]));
}

#[test]
fn what_is_shown_is_true_once_all_has_settled() {
    // References before and after their targets, in text that runs over pages 9/10 and 99/100.
    let count = 40;
    let chapters = (0..count).map(|n| {
        let draft = (0..12).fold(Draft::new(n, &format!("Chapter of {n}")), |draft, k| {
            let to = (n * 7 + k * 5) % count;
            linking(draft.p(&words(30, "w")), &format!("{to}.md"), &format!("to {to}"), Some("pageref"))
        });
        draft.p(&words(200, "x")).done()
    });
    let layout = Fixture::new(chapters.collect()).layout();
    assert!(layout.pages.len() > 110, "{}", layout.pages.len());
    let shown = all_text(&layout);
    let mut seen = 0;
    for part in shown.split("See to ").skip(1) {
        let (to, rest) = part.split_once(" (p. ").expect("a page");
        let (page, _) = rest.split_once(')').expect("its end");
        let node = NodeId { chapter: to.parse().expect("a number"), index: 0 };
        assert_eq!(page.trim_end_matches('\u{2007}'), label_of(&layout, node), "to {to}");
        seen += 1;
    }
    assert_eq!(seen, 12 * count);
}
