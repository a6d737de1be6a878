//! Rivers: white that runs down through the word spaces of four lines or more.

use std::ops::Range;

use super::measure::{Line, Lines};
use crate::model::length::Length;

/// Lines from which on spaces below one another are a river.
const RIVER: usize = 4;

/// A river: its lines from the top, each with its space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct River(pub(super) Vec<(usize, (Length, Length))>);

/// A space of a line.
#[derive(Clone, Copy, Debug)]
struct Gap {
    /// From and to.
    at: (Length, Length),
    /// Its line.
    line: usize,
    /// The space above it that it goes on from, among all spaces of the page so far.
    above: Option<usize>,
    /// How many spaces it has run through, with itself.
    length: usize,
    /// Which river it is part of.
    river: Option<usize>,
}

/// The rivers of a paragraph. Spaces are below one another where they overlap by two fifths
/// of a natural space; a river ends with the page.
pub(super) fn rivers(lines: &Lines, paragraph: &[usize]) -> Vec<River> {
    let mut rivers: Vec<River> = Vec::new();
    let mut gaps: Vec<Gap> = Vec::new();
    let mut above = 0..0;
    let mut page = usize::MAX;
    for at in paragraph {
        let Some(line) = lines.all.get(*at) else { continue };
        if line.page != page {
            gaps.clear();
            above = 0..0;
            page = line.page;
        }
        let from = gaps.len();
        flow((line, *at), above, &mut gaps, &mut rivers);
        above = from..gaps.len();
    }
    rivers
}

/// Adds the spaces of a line to those of its page, each with how long it has run and which
/// river it is part of.
fn flow((line, at): (&Line, usize), above: Range<usize>, gaps: &mut Vec<Gap>, rivers: &mut Vec<River>) {
    let need = line.natural.scale(2, 5);
    let mut first = above.start;
    for (from, to) in &line.gaps {
        let up = gaps.get(..above.end).unwrap_or_default();
        // Both lines' spaces come from left to right.
        while up.get(first).is_some_and(|up| up.at.1 - *from < need) {
            first += 1;
        }
        let over = up.iter().enumerate().skip(first).take_while(|(_, up)| *to - up.at.0 >= need);
        let over = over.filter(|(_, up)| (*to).min(up.at.1) - (*from).max(up.at.0) >= need);
        let longest = over.max_by_key(|(_, up)| (up.length, std::cmp::Reverse(up.at)));
        let mut gap = Gap { at: (*from, *to), line: at, above: None, length: 1, river: None };
        if let Some((index, up)) = longest {
            (gap.above, gap.length, gap.river) = (Some(index), up.length + 1, up.river);
        }
        if let Some(known) = gap.river.and_then(|n| rivers.get_mut(n)) {
            if gap.length > known.0.len() {
                known.0 = course(gaps, gap);
            }
        } else if gap.length >= RIVER {
            gap.river = Some(rivers.len());
            rivers.push(River(course(gaps, gap)));
        }
        gaps.push(gap);
    }
}

/// The spaces that one has run through, from the top.
fn course(gaps: &[Gap], last: Gap) -> Vec<(usize, (Length, Length))> {
    let up = std::iter::successors(Some(&last), |gap| gap.above.and_then(|at| gaps.get(at)));
    let mut course: Vec<_> = up.map(|gap| (gap.line, gap.at)).collect();
    course.reverse();
    course
}
