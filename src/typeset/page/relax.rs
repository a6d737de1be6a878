//! What gives way where pages would be uneven else: the last line of a paragraph may stand
//! at the top of a page when it fills most of the measure.

use super::cost;
use super::unit::{Kind, Units};
use crate::model::length::Length;
use crate::typeset::display::Item;
use crate::typeset::flow::{Para, VItem, VList};

/// Lets long last lines begin pages.
pub(super) fn relax(units: &mut Units, list: &VList) {
    for (index, unit) in units.all.iter_mut().enumerate() {
        let Kind::Line { item, variant, line } = unit.kind else { continue };
        let Some(VItem::Para(para)) = list.items.get(item).filter(|_| line > 1) else { continue };
        let alone = (cost::WIDOW..cost::FLOAT_AHEAD).contains(&unit.cost);
        if alone && is_last(para, variant, line) && is_long(para, variant, line) {
            unit.cost -= cost::WIDOW - cost::WIDOW_LONG;
            units.long.insert(index);
        }
    }
}

fn is_last(para: &Para, variant: usize, line: usize) -> bool {
    para.paragraph.variants.get(variant).is_some_and(|variant| variant.lines.len() == line + 1)
}

/// Whether a line fills most of the measure.
fn is_long(para: &Para, variant: usize, line: usize) -> bool {
    let frame = para.paragraph.line(variant, line).frame;
    let ends = frame.items.iter().filter_map(|(at, item)| match item {
        Item::Glyphs(run) => Some(at.x + run.width()),
        _ => None,
    });
    let starts = frame.items.iter().filter(|(_, item)| matches!(item, Item::Glyphs(_))).map(|(at, _)| at.x);
    let width = ends.max().unwrap_or(Length::ZERO) - starts.min().unwrap_or(Length::ZERO);
    width >= frame.size.width.scale(cost::LONG_LINE, 1000)
}
