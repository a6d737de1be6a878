//! Rivers: white that runs down through the word spaces of four lines or more.

use super::measure::{Line, Lines};
use crate::model::length::Length;

/// Lines from which on spaces below one another are a river.
const RIVER: usize = 4;

/// A river's lowest line, and how many lines it runs through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct River {
    pub(super) line: usize,
    pub(super) length: usize,
}

/// The rivers of a paragraph. Spaces are below one another where they overlap by two fifths
/// of a natural space; a river ends with the page.
pub(super) fn rivers(lines: &Lines, paragraph: &[usize]) -> Vec<River> {
    let mut rivers: Vec<River> = Vec::new();
    let mut above: Vec<(Length, Length, usize, Option<usize>)> = Vec::new();
    let mut page = usize::MAX;
    for at in paragraph {
        let Some(line) = lines.all.get(*at) else { continue };
        if line.page != page {
            above.clear();
            page = line.page;
        }
        above = flow(line, *at, &above, &mut rivers);
    }
    rivers
}

/// The spaces of a line, each with how long it has run and which river it is part of.
fn flow(
    line: &Line,
    at: usize,
    above: &[(Length, Length, usize, Option<usize>)],
    rivers: &mut Vec<River>,
) -> Vec<(Length, Length, usize, Option<usize>)> {
    let need = line.natural.scale(2, 5);
    let mut first = 0;
    let mut here = Vec::with_capacity(line.gaps.len());
    for (from, to) in &line.gaps {
        // Both lines' spaces come from left to right.
        while above.get(first).is_some_and(|up| up.1 - *from < need) {
            first += 1;
        }
        let over = above.get(first..).unwrap_or_default().iter().take_while(|up| *to - up.0 >= need);
        let over = over.filter(|up| (*to).min(up.1) - (*from).max(up.0) >= need);
        let (length, mut river) = over.map(|up| (up.2, up.3)).max().unwrap_or((0, None));
        let length = length + 1;
        match river.and_then(|n| rivers.get_mut(n)) {
            Some(known) => *known = River { line: at, length: length.max(known.length) },
            None if length >= RIVER => {
                river = Some(rivers.len());
                rivers.push(River { line: at, length });
            }
            None => {}
        }
        here.push((*from, *to, length, river));
    }
    here
}
