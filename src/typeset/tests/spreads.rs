//! Facing pages end on the same line, whatever the edition chooses otherwise.

use proptest::prelude::*;

use super::fixture::{Draft, Fixture, baselines, flat, text, words};
use crate::model::block::BlockKind;
use crate::model::book::Chapter;
use crate::model::length::Length;
use crate::model::manifest::{Bottoms, FormatSpec, PrintSpec, Start};
use crate::typeset::display::{Frame, Item, Layout};
use crate::typeset::page::fault::FaultKind;

fn fixture(chapters: Vec<Chapter>, start: Start, bottoms: Bottoms) -> Fixture {
    let mut fixture = Fixture::new(chapters);
    fixture.spec.format = FormatSpec::Pdf(PrintSpec { start: Some(start), bottoms, ..PrintSpec::default() });
    fixture
}

fn novel(index: u32, paragraphs: &[usize]) -> Chapter {
    let draft = Draft::new(index, "A chapter");
    paragraphs.iter().fold(draft, |draft, count| draft.p(&words(*count, "word"))).done()
}

/// The last baseline of each page's text.
fn bottoms(layout: &Layout) -> Vec<Option<Length>> {
    layout.pages.iter().map(|page| baselines(page).into_iter().max()).collect()
}

/// Pages that text runs on from, and the faults told of them.
fn uneven(layout: &Layout) -> Vec<usize> {
    let bottoms = bottoms(layout);
    let opens = |at: usize| {
        let text = layout.pages.get(at).map(text).unwrap_or_default().to_lowercase();
        text.is_empty() || text.contains("chapter")
    };
    let runs_on = |at: usize| !opens(at + 1);
    // Page 0 is a recto: versos have odd indices.
    (1..bottoms.len().saturating_sub(1))
        .step_by(2)
        .filter(|at| runs_on(*at) && runs_on(*at + 1) && bottoms[*at] != bottoms[*at + 1])
        .collect()
}

/// Whether everything a page shows with glyphs lies within its margins, but for what hangs out.
fn within(frame: &Frame) -> bool {
    let hang = Length::pt(6);
    flat(frame).iter().all(|(at, item)| match item {
        Item::Glyphs(run) => {
            let (left, right) = (Length::pt(50) - hang, frame.size.width - Length::pt(50) + hang);
            let rows = at.y >= Length::ZERO && at.y <= frame.size.height;
            rows && at.x >= left && at.x + run.width() <= right
        }
        _ => true,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn facing_pages_end_level_or_it_is_told(
        one in prop::collection::vec(1usize..120, 5..30),
        two in prop::collection::vec(1usize..120, 5..30),
        recto in any::<bool>(),
    ) {
        let start = if recto { Start::Recto } else { Start::Any };
        let chapters = vec![novel(0, &one), novel(1, &two), novel(2, &one)];
        let layout = fixture(chapters, start, Bottoms::Grid).layout();
        for verso in uneven(&layout) {
            let told = layout.faults.iter().any(|(page, fault)| {
                (*page == verso || *page == verso + 1) && matches!(fault.kind, FaultKind::Uneven(_))
            });
            prop_assert!(told, "pages {} and {}", verso, verso + 1);
        }
        prop_assert!(layout.pages.iter().all(|page| within(&page.frame)));
        let shown: usize =
            layout.pages.iter().map(|p| text(p).matches("word").count()).sum();
        prop_assert!(shown >= one.iter().sum::<usize>() * 2 + two.iter().sum::<usize>());
    }
}

/// Pages full of sections, which rarely fill them.
fn sections() -> Chapter {
    let quote = |d: &mut Draft| {
        let inner = vec![d.paragraph(&words(20, "quoted"))];
        d.block(BlockKind::Quote(inner))
    };
    (0..20)
        .fold(Draft::new(0, ""), |d, n| {
            d.heading(2, "Section").p(&words(30 + n * 3, "word")).push(quote).p(&words(25, "more"))
        })
        .done()
}

#[test]
fn flush_pages_end_on_the_last_line() {
    let ends = |bottoms_of| {
        let layout = fixture(vec![sections()], Start::Any, bottoms_of).layout();
        let mut found = bottoms(&layout);
        found.pop();
        found.dedup();
        found.len()
    };
    assert_eq!(ends(Bottoms::Flush), 1);
    assert!(ends(Bottoms::Ragged) > 1, "where nothing is stretched");
}
