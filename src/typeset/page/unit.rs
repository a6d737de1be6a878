//! A vertical list to units: the pieces between which a page may end.
//!
//! A paragraph becomes the lines of all its variants, one variant after the other, for the
//! breaker to choose from; then the list is expanded once more with those that were chosen.

use std::collections::{BTreeMap, BTreeSet};

use super::cost;
use super::floats::FloatUnit;
use crate::model::NodeId;
use crate::model::block::Side;
use crate::model::length::Length;
use crate::model::theme::BreakingStyle;
use crate::typeset::flow::{Float, Para, Rows, VItem, VList, ceil_to};
use crate::typeset::paragraph::LineInfo;

/// The smallest piece of a vertical list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) kind: Kind,
    pub(super) height: Length,
    /// The cost of a page that begins with it.
    pub(super) cost: i64,
    /// How far the notes are set when all that were called up to here are: an index into
    /// [`super::notes::Notes`].
    pub(super) called: usize,
    /// Whether it goes on with a word that the line before divides.
    pub(super) divided: bool,
}

impl Unit {
    /// Whether the page ends here by the author's will.
    pub(super) fn is_newpage(&self) -> bool {
        matches!(self.kind, Kind::Newpage(_))
    }
}

/// What a unit is; numbers count items of the list, lines, rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Line {
        item: usize,
        variant: usize,
        line: usize,
    },
    Rigid {
        item: usize,
    },
    Head {
        item: usize,
    },
    Row {
        item: usize,
        row: usize,
    },
    /// A box that may stand elsewhere: an index into [`Units::floats`].
    Float {
        item: usize,
        float: usize,
    },
    /// Nothing that is seen, where a list holds nothing at all.
    Empty,
    Space,
    /// White up to a multiple of its height.
    Snap,
    Newpage(Side),
}

impl Kind {
    /// Whether it is seen: a page begins and ends with such units only.
    pub(super) fn is_box(self) -> bool {
        !matches!(self, Self::Space | Self::Snap | Self::Newpage(_))
    }

    /// Whether it is the same as another, but for the variant of its paragraph.
    pub(super) fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Line { item, line, .. }, Self::Line { item: i, line: l, .. }) => (item, line) == (i, l),
            _ => self == other,
        }
    }

    /// The item of the list it belongs to.
    pub(super) fn item(self) -> Option<usize> {
        match self {
            Self::Line { item, .. }
            | Self::Rigid { item }
            | Self::Head { item }
            | Self::Row { item, .. }
            | Self::Float { item, .. } => Some(item),
            _ => None,
        }
    }
}

/// Which variants of paragraphs become units.
#[derive(Clone, Copy, Debug)]
pub(super) enum Take<'a> {
    /// The first of each.
    First,
    /// All.
    All,
    /// The chosen one of each item; the first of those that are not named.
    Chosen(&'a BTreeMap<usize, usize>),
}

/// A vertical list in units.
#[derive(Clone, Debug, Default)]
pub(super) struct Units {
    pub(super) all: Vec<Unit>,
    /// Items without height and the units they stand at, in order.
    pub(super) attached: Vec<(usize, usize)>,
    /// Notes called, with the unit each call stands in.
    pub(super) calls: Vec<(usize, NodeId)>,
    /// Height of the head repeated above a page that begins with this row's item.
    pub(super) heads: Vec<(usize, Length)>,
    /// What a paragraph's lines cost more than in its first variant, by item and variant.
    pub(super) variants: BTreeMap<(usize, usize), i64>,
    /// Floats in order.
    pub(super) floats: Vec<FloatUnit>,
    /// What a page that begins with a unit costs when a float stands above it.
    pub(super) eased: BTreeMap<usize, i64>,
    /// Last lines of paragraphs that may begin a page where nothing better is left.
    pub(super) long: BTreeSet<usize>,
}

impl Units {
    /// How many floats stand before a unit in the text.
    pub(super) fn floats_before(&self, unit: usize) -> usize {
        self.floats.partition_point(|float| float.unit < unit)
    }

    /// How far the notes are called by everything before a unit.
    pub(super) fn called_before(&self, unit: usize) -> usize {
        unit.checked_sub(1).and_then(|at| self.all.get(at)).map_or(0, |u| u.called)
    }

    /// How far notes are called before a unit when the floats from `placed` on stand on a
    /// later page; whether that can be said: what calls one of theirs must not stand before
    /// what calls a note of the text that comes after.
    pub(super) fn called(&self, unit: usize, placed: usize) -> (usize, bool) {
        let called = self.called_before(unit);
        let waiting = self.floats.get(placed..self.floats_before(unit)).unwrap_or_default();
        let own = |float: &FloatUnit| {
            let before = self.called_before(float.unit);
            (before, self.all.get(float.unit).map_or(0, |u| u.called) - before)
        };
        let Some(first) = waiting.iter().position(|float| own(float).1 > 0) else { return (called, true) };
        let waiting = waiting.get(first..).unwrap_or_default();
        let all: usize = waiting.iter().map(|float| own(float).1).sum();
        let before = waiting.first().map_or(called, |float| own(float).0);
        if before + all == called { (before, true) } else { (called, false) }
    }

    /// The first box at or after `index`; the end when there is none.
    pub(super) fn next_box(&self, index: usize) -> usize {
        let rest = self.all.get(index..).unwrap_or_default();
        rest.iter().position(|u| u.kind.is_box()).map_or(self.all.len(), |at| index + at)
    }

    /// What a page that begins with this unit repeats above it.
    pub(super) fn repeated_head(&self, index: usize) -> Option<(usize, Length)> {
        let Some(Unit { kind: Kind::Row { item, .. }, .. }) = self.all.get(index) else { return None };
        let at = self.heads.binary_search_by_key(item, |(i, _)| *i).ok()?;
        self.heads.get(at).copied()
    }

    /// The side on which the author wants a page that begins with this unit.
    pub(super) fn side_before(&self, unit: usize) -> Option<Side> {
        let before = self.all.get(..unit).unwrap_or_default().iter().rev();
        let mut breaks = before.take_while(|u| !u.kind.is_box()).filter_map(|u| match u.kind {
            Kind::Newpage(side) => Some(side),
            _ => None,
        });
        breaks.find(|side| *side != Side::Any)
    }

    /// What is attached to the units of a range.
    pub(super) fn attached_to(&self, unit: usize) -> impl Iterator<Item = usize> {
        let from = self.attached.partition_point(|(u, _)| *u < unit);
        self.attached.iter().skip(from).take_while(move |(u, _)| *u == unit).map(|(_, item)| *item)
    }
}

/// Where text goes on after a display: on the grid. The white since the last box, which
/// ends at `bottom`, may give up to half of itself, so that a display whose own rounding was
/// lost at a page's end is not followed by nearly a line too much.
pub(super) fn snap(y: Length, bottom: Length, step: Length) -> Length {
    let slack = ((y - bottom) / 2).min(step / 2).at_least_zero();
    ceil_to(y - slack, step)
}

/// The state of an expansion.
struct Expansion<'a> {
    breaking: &'a BreakingStyle,
    leading: Length,
    take: Take<'a>,
    out: Units,
    /// Cost of the next break, from penalties.
    penalty: i64,
    /// Lines still kept with what stands before.
    keep: i64,
    /// Items waiting for a box.
    waiting: Vec<usize>,
    /// Ends of the kept stretches that the present item stands in, and whether each has a
    /// box before it.
    kept: Vec<(usize, bool)>,
    /// Whether the last box was a float.
    after_float: bool,
}

/// The units of a list. There is at least one box.
pub(super) fn expand(list: &VList, breaking: &BreakingStyle, leading: Length, take: Take<'_>) -> Units {
    let (out, waiting) = (Units::default(), Vec::new());
    let mut expansion = Expansion {
        breaking,
        leading,
        take,
        out,
        penalty: 0,
        keep: 0,
        waiting,
        kept: Vec::new(),
        after_float: false,
    };
    let mut stretches = list.kept.iter().peekable();
    for (index, item) in list.items.iter().enumerate() {
        expansion.kept.retain(|(end, _)| *end > index);
        while let Some(kept) = stretches.next_if(|kept| kept.start <= index) {
            expansion.kept.push((kept.end, false));
        }
        expansion.item(index, item);
    }
    expansion.finish()
}

impl Expansion<'_> {
    fn item(&mut self, index: usize, item: &VItem) {
        match item {
            VItem::Para(para) => self.para(index, para),
            VItem::Rigid(rigid) => {
                self.call(&rigid.notes);
                let empty = rigid.frame.items.is_empty();
                self.add(Kind::Rigid { item: index }, rigid.frame.size.height, 0, !empty);
            }
            VItem::Rows(rows) => self.rows(index, rows),
            VItem::Float(float) => self.float(index, float),
            VItem::Space(height) => self.white(Kind::Space, *height),
            VItem::Snap => self.white(Kind::Snap, self.leading),
            VItem::SnapHalf => self.white(Kind::Snap, self.leading / 2),
            VItem::Newpage(side) => {
                self.white(Kind::Newpage(*side), Length::ZERO);
                (self.keep, self.penalty) = (0, 0);
            }
            VItem::Penalty(cost) => self.penalty = self.penalty.saturating_add(*cost),
            VItem::Keep(lines) => self.keep = self.keep.max(i64::from(*lines)),
            VItem::Mark(_) | VItem::Hang { .. } => self.waiting.push(index),
        }
    }

    /// The lines of the variants that are taken: each begins where the others begin.
    fn para(&mut self, index: usize, para: &Para) {
        let variants = &para.paragraph.variants;
        let taken = match self.take {
            // A heading's block was filled up to whole lines with its first variant.
            Take::All if !para.together => 0..variants.len(),
            Take::All | Take::First => 0..1,
            Take::Chosen(chosen) => {
                let variant = chosen.get(&index).copied().unwrap_or_default();
                variant..variant + 1
            }
        };
        let (penalty, keep, kept) = (self.penalty, self.keep, self.kept.clone());
        let mut left = i64::MIN;
        for (number, variant) in variants.iter().enumerate().take(taken.end).skip(taken.start) {
            (self.penalty, self.keep) = (penalty, keep);
            self.kept.clone_from(&kept);
            self.lines(index, number, para, &variant.lines);
            if let Some(best) = variants.first().filter(|_| number > 0) {
                let far = variant.lines.len().abs_diff(best.lines.len()) > 1;
                let more = variant.cost.saturating_sub(best.cost).clamp(0, cost::LINES);
                self.out.variants.insert((index, number), more + i64::from(far) * cost::VARIANT_FAR);
            }
            left = left.max(self.keep);
        }
        if left > i64::MIN {
            self.keep = left;
        }
    }

    /// Appends the lines of a variant.
    fn lines(&mut self, item: usize, variant: usize, para: &Para, lines: &[LineInfo]) {
        let count = lines.len();
        let (widow, orphan) = (usize::from(self.breaking.widow), usize::from(self.breaking.orphan));
        for (line, info) in lines.iter().enumerate() {
            let alone = line > 0 && (line < orphan || count - line < widow);
            let hyphenated = line > 0 && lines.get(line - 1).is_some_and(|l| l.hyphenated);
            let cost = match (line, para.together) {
                (0, _) => 0,
                (_, true) => cost::STRANDED,
                _ => i64::from(alone) * cost::WIDOW + i64::from(hyphenated) * cost::HYPHEN,
            };
            self.call(&info.notes);
            self.add(Kind::Line { item, variant, line }, para.leading, cost, true);
            if let Some(unit) = self.out.all.last_mut() {
                unit.divided = hyphenated;
            }
        }
    }

    fn rows(&mut self, index: usize, rows: &Rows) {
        if let Some(head) = &rows.head {
            self.call(&head.notes);
            self.out.heads.push((index, head.frame.size.height));
            self.add(Kind::Head { item: index }, head.frame.size.height, 0, true);
        }
        let count = rows.rows.len();
        let height: Length = rows.rows.iter().map(|row| row.cells.frame.size.height).sum();
        let small = height <= self.leading * cost::SMALL_LINES;
        for (number, row) in rows.rows.iter().enumerate() {
            let cost = match number {
                0 if rows.head.is_some() => cost::STRANDED,
                0 => 0,
                _ if small => cost::TABLE_SMALL,
                _ if row.continued => cost::ROW_DIVIDED,
                1 => cost::ROW_EDGE,
                n if n + 1 == count => cost::ROW_EDGE,
                _ => cost::ROW,
            };
            self.call(&row.cells.notes);
            self.add(Kind::Row { item: index, row: number }, row.cells.frame.size.height, cost, true);
        }
    }

    /// What must stay with the text before a float stays with the text after it, too: the
    /// float may go.
    fn float(&mut self, item: usize, float: &Float) {
        let inner = expand(&float.list, self.breaking, self.leading, Take::First);
        let notes: Vec<NodeId> = inner.calls.iter().map(|(_, note)| *note).collect();
        self.call(&notes);
        self.add(Kind::Float { item, float: self.out.floats.len() }, float.height, 0, false);
        let Float { height, above, below, step, spot, .. } = *float;
        let unit = self.out.all.len() - 1;
        self.out.floats.push(FloatUnit { unit, inner, height, above, below, step, spot });
        self.after_float = true;
    }

    /// Notes called by the box that is about to be added.
    fn call(&mut self, notes: &[NodeId]) {
        let unit = self.out.all.len();
        self.out.calls.extend(notes.iter().map(|note| (unit, *note)));
    }

    fn add(&mut self, kind: Kind, height: Length, cost: i64, seen: bool) {
        let at = self.out.all.len();
        self.out.attached.extend(self.waiting.drain(..).map(|item| (at, item)));
        let kept = if self.keep > 0 { cost::STRANDED } else { 0 };
        let within = if self.kept.iter().any(|(_, begun)| *begun) { cost::KEPT } else { 0 };
        if seen {
            self.kept.iter_mut().for_each(|(_, begun)| *begun = true);
        }
        let cost = cost.saturating_add(self.penalty).saturating_add(within);
        if std::mem::take(&mut self.after_float) && kept > 0 {
            self.out.eased.insert(at, cost);
        }
        let cost = cost.saturating_add(kept);
        self.out.all.push(Unit { kind, height, cost, called: 0, divided: false });
        self.penalty = 0;
        if seen {
            self.keep -= (height.0 / self.leading.0.max(1)).max(1);
            self.keep = self.keep.max(0);
        }
    }

    fn white(&mut self, kind: Kind, height: Length) {
        self.out.all.push(Unit { kind, height, cost: 0, called: 0, divided: false });
    }

    fn finish(mut self) -> Units {
        let last = self.out.all.iter().rposition(|u| u.kind.is_box());
        let Some(last) = last else {
            self.penalty = 0;
            self.add(Kind::Empty, self.leading, 0, true);
            return self.out;
        };
        self.out.attached.extend(self.waiting.drain(..).map(|item| (last, item)));
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_gives_up_to_half_of_itself_to_reach_the_grid() {
        let line = Length::pt(10);
        let after = |y: i64, bottom: i64| snap(Length::pt(y), Length::pt(bottom), line);
        assert_eq!(after(50, 45), Length::pt(50), "what is on the grid stays");
        assert_eq!(after(52, 47), Length::pt(50), "down where half the white is left");
        assert_eq!(after(54, 49), Length::pt(60), "up where it is not");
        assert_eq!(after(52, 52), Length::pt(60), "never into the text above");
    }
}
