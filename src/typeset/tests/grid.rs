//! Every line of text on the grid, whatever stands between paragraphs.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::fixture::{Draft, Fixture, words};
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind, CodeBlock, List, ListItem};
use crate::model::book::Chapter;
use crate::model::length::Length;
use crate::model::manifest::{Bottoms, FormatSpec, PrintSpec, Start};
use crate::typeset::display::{Item, Page};

/// A block of some kind, so many words long.
fn append(draft: Draft, kind: u8, count: usize) -> Draft {
    let text = words(count, "word");
    let list = |draft: &mut Draft, tight: bool, paragraphs: usize| {
        let item = |draft: &mut Draft| ListItem {
            task: None,
            blocks: (0..paragraphs).map(|_| draft.paragraph(&text)).collect(),
        };
        let items = (0..=count % 4).map(|_| item(draft)).collect();
        draft.block(BlockKind::List(List { start: None, tight, items }))
    };
    let rows = |count: usize| -> Vec<Vec<String>> { (0..count).map(|n| vec![format!("{n}")]).collect() };
    match kind {
        0 => draft.push(|draft| list(draft, true, 1)),
        1 => draft.push(|draft| list(draft, false, 1)),
        2 => draft.push(|draft| list(draft, false, 2)),
        3 => draft.push(|draft| {
            let inner = vec![draft.paragraph(&text), list(draft, true, 1)];
            draft.block(BlockKind::Quote(inner))
        }),
        4 => draft.verse(&["A line of verse", "and another", "", "and a third"]),
        5 => draft.push(|draft| {
            let text = ["let it = stand;"; 5][..=count % 5].join("\n");
            let code = CodeBlock { text, ..CodeBlock::default() };
            draft.block(BlockKind::Code(code))
        }),
        6 => draft.table(&["A table"], &rows(1 + count % 7)),
        7 => draft.push(|draft| draft.block(BlockKind::SceneBreak(None))),
        8 => draft.heading(2, "A section"),
        9 => draft.p(&(text + "[^0]")),
        _ => draft.p(&text),
    }
}

/// The paragraphs and lines of verse of blocks.
fn of_text(blocks: &[Block], found: &mut BTreeSet<NodeId>) {
    for block in blocks {
        match &block.kind {
            BlockKind::Paragraph(_) => drop(found.insert(block.id)),
            BlockKind::Quote(blocks) => of_text(blocks, found),
            BlockKind::List(list) => list.items.iter().for_each(|item| of_text(&item.blocks, found)),
            BlockKind::Verse(verse) => found.extend(verse.lines.iter().map(|line| line.id)),
            _ => {}
        }
    }
}

/// Lines of text that no run of stands on a baseline of the grid.
fn off_grid(page: &Page, text: &BTreeSet<NodeId>, first: Length) -> Vec<Length> {
    let leading = Length::pt(14);
    let lines = page.frame.lines.iter().filter(|line| text.contains(&line.node));
    let on = |(at, item): &(_, Item)| {
        let at: &crate::model::length::Point = at;
        matches!(item, Item::Glyphs(_)) && (at.y - first).0.rem_euclid(leading.0) == 0
    };
    let off = lines.filter(|line| !page.frame.items[line.items.0..line.items.1].iter().any(on));
    off.map(|line| line.at.y).collect()
}

fn chapter(blocks: &[(u8, usize)]) -> Chapter {
    let draft = Draft::new(0, "A chapter").note(&["A note of a few words."]);
    blocks.iter().fold(draft, |draft, (kind, count)| append(draft, *kind, *count)).done()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn every_line_stands_on_the_grid(blocks in prop::collection::vec((0u8..14, 1usize..60), 3..20)) {
        let chapter = chapter(&blocks);
        let mut text = BTreeSet::new();
        of_text(&chapter.blocks, &mut text);
        let mut fixture = Fixture::new(vec![chapter]);
        let print = PrintSpec { start: Some(Start::Recto), bottoms: Bottoms::Grid, ..PrintSpec::default() };
        fixture.spec.format = FormatSpec::Pdf(print);
        let page = fixture.geometry();
        let first = page.top + crate::typeset::paragraph::baseline(page.leading, page.size);
        for (number, page) in fixture.layout().pages.iter().enumerate() {
            prop_assert_eq!(off_grid(page, &text, first), Vec::new(), "page {}", number + 1);
        }
    }
}
