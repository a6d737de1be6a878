//! What pages give up so that the rest can hold: told page by page, for a report.

use super::compose::PageBreak;
use super::cost;
use super::depth::Depth;
use super::unit::{Kind, Units};
use crate::model::length::Length;
use crate::source::Span;
use crate::typeset::flow::{VItem, VList};

/// A fault of a page, in the order in which the breaker gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Its spread is a line shorter than others.
    SpreadShort,
    /// Its spread is a line longer than others.
    SpreadLong,
    /// A figure or table stands so many pages after the one where it is written.
    FloatFar(i64),
    /// A paragraph that begins on it is two lines longer or shorter than is best for it.
    ParagraphFar,
    /// It is a chapter's last and holds only so many lines.
    LastShort(i64),
    /// A recto ends within a word.
    HyphenTurned,
    /// The next page begins with the last line of a paragraph, most of the measure wide.
    LineAloneLong,
    /// It is so many lines shorter than the page beside it, or than others.
    Uneven(i64),
    /// A line of a paragraph stands alone on this page's end or the next one's top.
    LineAlone,
    /// What is kept together goes on on the next page.
    Divided,
    /// A heading at its end lacks its text.
    Stranded,
}

/// A fault of a page and the Markdown of what stands first on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What it is.
    pub kind: FaultKind,
    /// Where the page begins in the book's files.
    pub span: Span,
}

/// The faults of a page.
pub(super) fn faults(page: &PageBreak, (list, units): (&VList, &Units), depth: &Depth) -> Vec<FaultKind> {
    let mut found = Vec::new();
    let here = units.all.get(page.units.clone()).unwrap_or_default();
    if here.iter().any(|unit| is_far(unit.kind, list)) {
        found.push(FaultKind::ParagraphFar);
    }
    let Some(next) = units.all.get(page.units.end) else {
        found.extend(last_short(page, units, depth));
        return found;
    };
    if page.end.forced {
        return found;
    }
    found.extend(depth.fault(page.end.turn, page.end.short));
    if next.divided && page.end.turn.is_recto() {
        found.push(FaultKind::HyphenTurned);
    }
    if units.long.contains(&page.units.end) {
        found.push(FaultKind::LineAloneLong);
    }
    let above = page.units.end.checked_sub(1).and_then(|at| units.all.get(at)).map(|unit| unit.kind);
    let eased = units.eased.get(&page.units.end).filter(|_| page.holds_float(above));
    match *eased.unwrap_or(&next.cost) {
        cost::STRANDED.. => found.push(FaultKind::Stranded),
        cost::KEPT.. => found.push(FaultKind::Divided),
        cost::WIDOW.. => found.push(FaultKind::LineAlone),
        _ => {}
    }
    found.sort_unstable();
    found
}

/// Whether a unit begins a paragraph that is two lines longer or shorter than it is at best.
fn is_far(kind: Kind, list: &VList) -> bool {
    let Kind::Line { item, variant, line: 0 } = kind else { return false };
    let Some(VItem::Para(para)) = list.items.get(item).filter(|_| variant > 0) else { return false };
    let lines = |variant: usize| para.paragraph.variants.get(variant).map_or(0, |v| v.lines.len());
    lines(variant).abs_diff(lines(0)) > 1
}

/// The lines of a section's last page, where they are few and it is not the only one.
fn last_short(page: &PageBreak, units: &Units, depth: &Depth) -> Option<FaultKind> {
    let here = units.all.get(page.units.clone()).unwrap_or_default();
    let height: Length = here.iter().map(|unit| unit.height).sum();
    let lines = height.0 / depth.leading.0.max(1);
    let first = units.next_box(0) == page.units.start;
    let few = !first && lines < cost::LAST_LINES && !page.units.is_empty() && page.floats.is_empty();
    few.then_some(FaultKind::LastShort(lines))
}
