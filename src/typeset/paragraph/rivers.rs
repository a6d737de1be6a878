//! Rivers: word spaces that lie one above another over several lines, seen as white streaks.
//!
//! They cannot be weighed while lines are broken, since they depend on where every space
//! stands. So the best breaks are looked at afterwards, and where a river runs, each of
//! its line ends in turn is forbidden: breaks that cost hardly more and have fewer rivers win.

use super::items::{Edge, Items, Spot};
use super::knuth_plass::{Problem, Solution, Sums, shares, solve};
use super::set::Prepared;
use super::units::UnitKind;
use crate::model::length::Length;

/// Lines that a river runs over.
const RIVER: usize = 4;
/// What breaks with a river less may cost more, in demerits.
const NEARLY_EQUAL: i64 = 20_000;
/// Rivers of a paragraph that are tried to be broken.
const MOST_TRIED: usize = 3;
/// Longer paragraphs are left alone: trying takes as long as breaking them.
const LONGEST: usize = 3_000;

/// A word space of a line: from, to, and over how many lines white goes up from it.
type Gap = (Length, Length, usize);

/// Looks for other breaks with as many lines where rivers run through the best ones.
pub(super) fn avoid(prepared: &Prepared, items: &Items, solutions: &mut [Solution]) {
    let Some(best) = solutions.first_mut() else { return };
    if best.breaks.len() < RIVER || items.opportunities.len() > LONGEST {
        return;
    }
    let mut rivers = find(prepared, items, best);
    for _ in 0..MOST_TRIED {
        let Some(last) = rivers.first().copied() else { return };
        let tried = (last + 2 - RIVER..=last).filter_map(|line| {
            let mut problem: Problem<'_> = prepared.problem(items);
            problem.banned = best.breaks.get(line - 1).copied();
            let found = solve(&problem).into_iter().find(|s| s.breaks.len() == best.breaks.len())?;
            let runs = find(prepared, items, &found);
            Some((found, runs))
        });
        let better = tried
            .filter(|(found, runs)| runs.len() < rivers.len() && found.cost <= best.cost + NEARLY_EQUAL)
            .min_by_key(|(found, runs)| (runs.len(), found.cost));
        match better {
            Some((found, runs)) => (*best, rivers) = (found, runs),
            None => return,
        }
    }
}

/// The lines at which a space has become a river: the fourth, when the river is longer.
fn find(prepared: &Prepared, items: &Items, solution: &Solution) -> Vec<usize> {
    let need = prepared.units.space.as_ref().map_or(Length::ZERO, |space| {
        Length(i64::from(space.advance)).scale(prepared.style.size.0 * 2, space.units_per_em * 5)
    });
    let mut rivers = Vec::new();
    let (mut above, mut gaps): (Vec<Gap>, Vec<Gap>) = (Vec::new(), Vec::new());
    let (mut from, mut start) = (Edge::default(), items.start);
    for (line, at) in solution.breaks.iter().enumerate() {
        let (Some(spot), Some(opportunity)) =
            (items.spots.get(*at as usize), items.opportunities.get(*at as usize))
        else {
            return rivers;
        };
        let (x, width) = prepared.extent(line);
        let room = if opportunity.forced { None } else { Some(width) };
        spaces(prepared, (from, spot), (&start, &opportunity.end), (x, room), &mut gaps);
        // Both lines' spaces come from left to right: what lies left of one space lies left of the next.
        let mut first = 0;
        for gap in &mut gaps {
            while above.get(first).is_some_and(|up| up.1 - gap.0 < need) {
                first += 1;
            }
            let over = above[first..].iter().take_while(|up| gap.1 - up.0 >= need);
            gap.2 = 1 + over
                .filter(|up| gap.1.min(up.1) - gap.0.max(up.0) >= need)
                .map(|up| up.2)
                .max()
                .unwrap_or(0);
            if gap.2 == RIVER {
                rivers.push(line);
            }
        }
        std::mem::swap(&mut above, &mut gaps);
        (from, start) = (spot.start, opportunity.start);
    }
    rivers
}

/// Where the spaces of a line stand.
fn spaces(
    prepared: &Prepared,
    (from, spot): (Edge, &Spot),
    (start, end): (&Sums, &Sums),
    (x, room): (Length, Option<Length>),
    gaps: &mut Vec<Gap>,
) {
    gaps.clear();
    let natural = end.width - start.width;
    let slack = room.map_or(Length::ZERO, |room| room - natural);
    let letters = slack - shares(start, end, slack, Length::ZERO).white;
    let white = if slack.0 >= 0 { end.stretch - start.stretch } else { end.shrink - start.shrink };
    // Letters grow in proportion to their widths, near enough.
    let solid = (natural - (end.stretch - start.stretch) * 2).max(Length(1));
    let units = &prepared.units.list;
    let last = (spot.end.unit as usize).min(units.len());
    let mut at = x;
    for unit in units.get(from.unit as usize..last).unwrap_or_default() {
        let is_first = std::ptr::eq(unit, &raw const units[from.unit as usize]);
        match &unit.kind {
            UnitKind::Space { fixed, .. } => {
                let give = match (fixed, slack.0 >= 0) {
                    (true, _) => Length::ZERO,
                    (false, true) => unit.width / 2,
                    (false, false) => unit.width / 3,
                };
                let width = unit.width + (slack - letters).scale(give.0, white.0.max(1));
                gaps.push((at, at + width, 1));
                at += width;
            }
            UnitKind::Word(word) if is_first && from.part > 0 => {
                let size = prepared.units.flat.styles[unit.style as usize].size;
                let part = word.parts.get(from.part as usize - 1);
                let rest = part.map_or(0, |part| part.advances.1);
                at += Length(i64::from(rest)).scale(size.0, word.units_per_em);
            }
            _ => at += unit.width + letters.scale(unit.width.0, solid.0),
        }
    }
}
