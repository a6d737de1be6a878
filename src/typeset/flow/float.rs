//! Figures, tables and listings that may leave their place in the text.
//!
//! What has a caption is spoken of by its name, not by where it stands: where its page has
//! no room left for it, the text goes on and it moves to the head of the next page, as
//! LaTeX's floats do. The page breaker decides, together with everything else.

use std::ops::Range;

use super::{Context, Flow, VItem, VList};
use crate::model::block::{Block, BlockKind};
use crate::model::length::Length;
use crate::model::walk;
use crate::source::Span;

/// Where a float may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Where it is written; where it does not fit there, at the head of a later page.
    Near,
    /// At the head of the page that speaks of it, or of a later one.
    Top,
    /// At the foot of the page that speaks of it, or of a later one.
    Bottom,
    /// On a page without text.
    Page,
}

/// A box that may leave its place.
#[derive(Debug)]
pub struct Float {
    /// What stands in it from top to bottom.
    pub list: VList,
    /// Its height.
    pub height: Length,
    /// White above it in the text.
    pub above: Length,
    /// White below it in the text.
    pub below: Length,
    /// The text goes on at a multiple of this height.
    pub step: Length,
    /// Where it may stand.
    pub spot: Spot,
    /// Its Markdown.
    pub span: Span,
}

impl Flow<'_, '_> {
    /// Appends what `body` makes, as a float where the author wants it elsewhere than here
    /// or `body` says that it may move.
    pub(super) fn floated(&mut self, block: &Block, around: &Context, body: impl FnOnce(&mut Self) -> bool) {
        let place = block.attrs.get("place");
        if around.depth > 0 || self.fixed > 0 || place == Some("here") {
            body(self);
            return;
        }
        let before = self.list.items.len();
        // White before it is its own: it goes where the float goes.
        self.push(VItem::Penalty(0));
        let start =
            Start { items: before + 1, backdrops: self.list.backdrops.len(), kept: self.list.kept.len() };
        self.fixed += 1;
        let moves = body(self);
        self.fixed -= 1;
        let spot = match place {
            Some("top") => Some(Spot::Top),
            Some("bottom") => Some(Spot::Bottom),
            Some("page") => Some(Spot::Page),
            _ => moves.then_some(Spot::Near),
        };
        match spot {
            Some(spot) if self.fits(start.items) => {
                let float = self.cut(&start, (spot, block.span));
                self.list.items.truncate(before);
                self.push(VItem::Float(Box::new(float)));
            }
            _ => self.join_white(before),
        }
    }

    /// Whether what was appended from an item on fits on a page.
    fn fits(&self, start: usize) -> bool {
        let items = self.list.items.get(start..).unwrap_or_default();
        let content = content(items);
        let height: Length = items.get(content).unwrap_or_default().iter().map(VItem::height).sum();
        height > Length::ZERO && height <= self.page.height()
    }

    /// Takes what was appended from an item on out of the list.
    fn cut(&mut self, start: &Start, (spot, span): (Spot, Span)) -> Float {
        let items = self.list.items.get(start.items..).unwrap_or_default();
        let content = content(items);
        let white =
            |range: Range<usize>| items.get(range).unwrap_or_default().iter().map(VItem::height).sum();
        let (above, below) = (white(0..content.start), white(content.end..items.len()));
        let half = items.iter().any(|item| matches!(item, VItem::SnapHalf));
        let step = if half { self.page.leading / 2 } else { self.page.leading };
        let first = start.items + content.start;
        let mut items = self.list.items.split_off(first);
        items.truncate(content.len());
        let moved = |range: &mut Range<usize>| {
            let inner = |at: usize| at.saturating_sub(first).min(content.len());
            *range = inner(range.start)..inner(range.end);
        };
        let mut backdrops = self.list.backdrops.split_off(start.backdrops);
        for drop in &mut backdrops {
            moved(&mut drop.items);
        }
        let mut kept = self.list.kept.split_off(start.kept);
        kept.iter_mut().for_each(moved);
        let height = items.iter().map(VItem::height).sum();
        Float { list: VList { items, backdrops, kept }, height, above, below, step, spot, span }
    }

    /// What does not float shares the white before it with what stands there.
    fn join_white(&mut self, barrier: usize) {
        let own = match self.list.items.get(barrier + 1) {
            Some(VItem::Space(own)) => *own,
            _ => return,
        };
        let seen =
            |item: &VItem| !matches!(item, VItem::Mark(_) | VItem::Snap | VItem::SnapHalf | VItem::Keep(_));
        let last = self.list.items.get(..barrier).unwrap_or_default().iter().rposition(seen);
        if let Some(VItem::Space(above)) = last.and_then(|at| self.list.items.get_mut(at)) {
            let larger = (*above).max(own);
            *above = Length::ZERO;
            if let Some(VItem::Space(own)) = self.list.items.get_mut(barrier + 1) {
                *own = larger;
            }
        }
    }
}

/// How long a list was before a float was appended.
struct Start {
    items: usize,
    backdrops: usize,
    kept: usize,
}

/// The items between the white at both ends.
fn content(items: &[VItem]) -> Range<usize> {
    let white = |item: &VItem| matches!(item, VItem::Space(_) | VItem::Snap | VItem::SnapHalf);
    let start = items.iter().position(|item| !white(item)).unwrap_or(items.len());
    let end = items.iter().rposition(|item| !white(item)).map_or(start, |at| at + 1);
    start..end
}

/// Whether a block's last words lead to what follows it, as with a colon.
pub(super) fn leads_on(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(content) => {
            walk::flatten(content).trim_end().ends_with([':', '\u{ff1a}', '\u{2014}'])
        }
        _ => false,
    }
}
