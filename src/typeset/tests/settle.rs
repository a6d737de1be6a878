//! What depends on one another comes to rest, and stays.

use proptest::prelude::*;

use super::fixture::{Draft, Fixture, edition_of, words};
use crate::edition::{Gutter, PageGeometry};
use crate::model::Attributes;
use crate::model::block::BlockKind;
use crate::model::inline::{Inline, InlineKind};
use crate::model::length::Length;
use crate::model::manifest::{FormatSpec, GeneratedPage, PrintSpec, Start};
use crate::typeset::display::Frame;
use crate::typeset::page::section;
use crate::typeset::settle::{MOST_ROUNDS, Settling};

fn frames(settled: &Settling<'_>) -> Vec<Frame> {
    settled.set.iter().flat_map(|section| section.blocks.iter().map(|block| block.frame.clone())).collect()
}

/// Settles a book, checks that setting it again changes nothing, and returns its rounds and
/// its page.
fn settled(fixture: &Fixture, page: PageGeometry) -> (usize, PageGeometry, usize) {
    let edition = edition_of(fixture);
    let sections = section::plan(&edition);
    let mut settled = Settling::settle(&edition, page, &sections);
    assert!(settled.rounds < MOST_ROUNDS, "{} rounds", settled.rounds);
    let (before, sequence) = (frames(&settled), settled.sequence.clone());
    settled.set_again(&vec![true; sections.len()]);
    assert_eq!(frames(&settled), before, "set again");
    assert_eq!(settled.sequence, sequence);
    (settled.rounds, settled.page, settled.sequence.count())
}

/// A paragraph with references by page to chapters.
fn referring(draft: Draft, targets: &[u32], count: usize) -> Draft {
    draft.push(|d| {
        let mut block = d.paragraph(&words(count, "n"));
        for target in targets {
            let kind = InlineKind::Link { url: format!("{target}.md"), title: None, content: Vec::new() };
            let page = Attributes { classes: vec!["page".into()], ..Attributes::default() };
            let link = Inline { attrs: Some(Box::new(page)), ..d.inline(kind) };
            let more = d.inlines(" and more of it,");
            if let BlockKind::Paragraph(run) = &mut block.kind {
                run.push(link);
                run.extend(more);
            }
        }
        block
    })
}

/// Paragraphs of a chapter: words, and chapters referred to.
type Paragraphs = Vec<(usize, Vec<u32>)>;

fn book(chapters: &[Paragraphs], start: Start, lines: u16) -> Fixture {
    let count = u32::try_from(chapters.len()).expect("few");
    let mut all =
        vec![Draft::generated(0, GeneratedPage::Contents).push(|d| d.block(BlockKind::Contents)).done()];
    for (index, paragraphs) in (1..).zip(chapters) {
        let mut draft = Draft::new(index, &format!("Chapter of {index}"));
        for (words, targets) in paragraphs {
            let targets: Vec<u32> = targets.iter().map(|target| target % count + 1).collect();
            draft = referring(draft, &targets, *words);
        }
        all.push(draft.done());
    }
    let mut fixture = Fixture::new(all);
    fixture.spec.format = FormatSpec::Pdf(PrintSpec { start: Some(start), ..PrintSpec::default() });
    fixture.lines = lines;
    fixture
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn random_books_settle_and_stay(
        chapters in prop::collection::vec(
            prop::collection::vec((1..90_usize, prop::collection::vec(0..9_u32, 0..5)), 1..5), 1..7),
        recto in any::<bool>(),
        lines in 5..12_u16,
    ) {
        let start = if recto { Start::Recto } else { Start::Any };
        let fixture = book(&chapters, start, lines);
        settled(&fixture, fixture.geometry());
    }
}

#[test]
fn a_thick_book_gets_more_white_at_the_binding_and_no_less_later() {
    let long: Vec<Paragraphs> = (0..4).map(|n| vec![(1900, vec![n, n + 1])]).collect();
    let fixture = book(&long, Start::Any, 4);
    let page =
        |gutter| PageGeometry { gutter, inner: Length::pt(30), outer: Length::pt(40), ..fixture.geometry() };
    let (_, thick, count) = settled(&fixture, page(Gutter::ByPages { least_outer: Length::pt(38), from: 0 }));
    assert!((151..300).contains(&count), "{count} pages");
    // Half an inch: 6 pt more, of which 2 pt come from the outer margin.
    assert_eq!((thick.inner, thick.outer), (Length::pt(36), Length::pt(38)));
    assert_eq!(thick.measure, Length::pt(246));
    let (_, fixed, _) = settled(&fixture, page(Gutter::Fixed));
    assert_eq!(fixed, page(Gutter::Fixed));
}

#[test]
fn page_counts_are_filled_up_with_blanks() {
    let mut fixture = book(&[vec![(300, Vec::new())]], Start::Any, 8);
    let bare = fixture.layout().pages.len();
    fixture.spec.format = FormatSpec::Pdf(PrintSpec { page_multiple: Some(16), ..PrintSpec::default() });
    let layout = fixture.layout();
    assert_eq!(layout.pages.len(), bare.next_multiple_of(16));
    assert!(layout.pages.last().is_some_and(|page| page.frame.items.is_empty()));
}
