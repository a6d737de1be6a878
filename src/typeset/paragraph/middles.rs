//! Words that are divided twice: what stands between the two hyphens is a line of its own,
//! and shaped anew it is not as wide as the sums of what stands before its ends say.

use std::sync::Arc;

use super::Setter;
use super::items::Items;
use super::look::Caps;
use super::units::{UnitKind, Units, shaping};
use super::words::{self, divided, letters};
use crate::font::shape::Shaped;
use crate::model::length::Length;

/// By how much lines from one break to another, both within one word, are wider than their
/// totals say; sorted. Lines far from the measure are left out: they will not be.
pub(super) fn middles(
    setter: &mut Setter<'_>,
    units: &Units,
    items: &Items,
    (measure, protrude): (Length, bool),
) -> Vec<((u32, u32), Length)> {
    let mut out = Vec::new();
    let within = |at: usize| items.spots.get(at).map(|spot| spot.end).filter(|end| end.part > 0);
    for (first, start) in items.opportunities.iter().enumerate() {
        let Some(edge) = within(first) else { continue };
        if units.list[edge.unit as usize].width <= measure / 2 {
            continue;
        }
        for second in first + 1..items.opportunities.len() {
            let Some(to) = within(second).filter(|to| to.unit == edge.unit) else { break };
            let told = items.opportunities[second].end.width - start.start.width;
            if told > measure + measure / 4 {
                break;
            }
            if told < measure / 2 {
                continue;
            }
            let UnitKind::Word(word) = &units.list[edge.unit as usize].kind else { break };
            let size = units.flat.styles[units.list[edge.unit as usize].style as usize].size;
            let Some((shaped, _)) = fragment(setter, units, edge.unit, (edge.part, to.part)) else { break };
            let hangs = word.parts.get(to.part as usize - 1).map_or(0, |part| part.right);
            let scaled = |n: i32| Length(i64::from(n)).scale(size.0, word.units_per_em);
            let exact = scaled(shaped.advance) - if protrude { scaled(hangs) } else { Length::ZERO };
            let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            out.push(((place(first), place(second)), exact - told));
        }
    }
    out
}

/// What of a word stands between two of its parts (0: the edge), and its letters.
pub(super) fn fragment(
    setter: &mut Setter<'_>,
    units: &Units,
    at: u32,
    (from, to): (u32, u32),
) -> Option<(Arc<Shaped>, u32)> {
    let unit = units.list.get(at as usize)?;
    let UnitKind::Word(word) = &unit.kind else { return None };
    let part = |n: u32| word.parts.get((n as usize).checked_sub(1)?).map(|part| part.at as usize);
    let (start, end) = (part(from).unwrap_or(0), part(to));
    let text = word.text.get(start..end.unwrap_or(word.text.len()))?;
    let style = &units.flat.styles[unit.style as usize];
    let mut text = if end.is_some() { divided(text) } else { text.to_owned() };
    if style.caps == Caps::Fake {
        text = text.to_uppercase();
    }
    let how = shaping(style, word.font, unit.level % 2 == 1);
    let shaped = words::fragment(&text, &how, &mut setter.shaper);
    let letters = if word.letters > 0 { letters(&text, &shaped) } else { 0 };
    Some((Arc::new(shaped), letters))
}
