//! What pages give up so that the rest can hold: told page by page, for a report.

use super::cost;
use super::depth::Depth;
use super::unit::Units;
use crate::source::Span;
use crate::typeset::page::compose::PageBreak;

/// A fault of a page, in the order in which the breaker gives way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// Its spread is a line shorter than others.
    SpreadShort,
    /// Its spread is a line longer than others.
    SpreadLong,
    /// A recto ends within a word.
    HyphenTurned,
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

/// The faults of a page that text runs on from.
pub(super) fn faults(page: &PageBreak, units: &Units, depth: &Depth) -> Vec<FaultKind> {
    let mut found = Vec::new();
    if page.end.forced {
        return found;
    }
    found.extend(depth.fault(page.end.turn, page.end.short));
    let Some(next) = units.all.get(page.units.end) else { return found };
    if next.divided && page.end.turn.is_recto() {
        found.push(FaultKind::HyphenTurned);
    }
    match next.cost {
        cost::STRANDED.. => found.push(FaultKind::Stranded),
        cost::KEPT.. => found.push(FaultKind::Divided),
        cost::WIDOW.. => found.push(FaultKind::LineAlone),
        _ => {}
    }
    found
}
