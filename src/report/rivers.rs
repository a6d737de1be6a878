//! Rivers: white that runs down through the word spaces of four lines or more.

use super::measure::{Line, Lines};
use crate::model::length::Length;

/// Lines from which on spaces below one another are a river.
const RIVER: usize = 4;

/// A river: its lines from the top, each with its space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct River(pub(super) Vec<(usize, (Length, Length))>);

/// A space of a line: from, to, the spaces above it that it goes on from, and which river it
/// is part of.
#[derive(Clone, Debug)]
struct Gap {
    at: (Length, Length),
    course: Vec<(usize, (Length, Length))>,
    river: Option<usize>,
}

/// The rivers of a paragraph. Spaces are below one another where they overlap by two fifths
/// of a natural space; a river ends with the page.
pub(super) fn rivers(lines: &Lines, paragraph: &[usize]) -> Vec<River> {
    let mut rivers: Vec<River> = Vec::new();
    let mut above: Vec<Gap> = Vec::new();
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
fn flow(line: &Line, at: usize, above: &[Gap], rivers: &mut Vec<River>) -> Vec<Gap> {
    let need = line.natural.scale(2, 5);
    let mut first = 0;
    let mut here = Vec::with_capacity(line.gaps.len());
    for (from, to) in &line.gaps {
        // Both lines' spaces come from left to right.
        while above.get(first).is_some_and(|up| up.at.1 - *from < need) {
            first += 1;
        }
        let over = above.get(first..).unwrap_or_default().iter().take_while(|up| *to - up.at.0 >= need);
        let over = over.filter(|up| (*to).min(up.at.1) - (*from).max(up.at.0) >= need);
        let longest = over.max_by_key(|up| (up.course.len(), std::cmp::Reverse(up.at)));
        let mut course = longest.map(|up| up.course.clone()).unwrap_or_default();
        let mut river = longest.and_then(|up| up.river);
        course.push((at, (*from, *to)));
        if let Some(known) = river.and_then(|n| rivers.get_mut(n)) {
            if course.len() > known.0.len() {
                known.0.clone_from(&course);
            }
        } else if course.len() >= RIVER {
            river = Some(rivers.len());
            rivers.push(River(course.clone()));
        }
        here.push(Gap { at: (*from, *to), course, river });
    }
    here
}
