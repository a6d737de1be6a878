//! A line's units to cells of exact widths: the words and parts of words between two
//! breaks, and the white between them shared out so that the line fills its measure.

use super::items::{Edge, Rules, left, right};
use super::knuth_plass::{EASY_SHRINK, EASY_STRETCH};
use super::look::CharStyle;
use super::prepare::WIDEST_TRACKING;
use super::set::{Prepared, Range};
use super::units::{Unit, UnitKind};
use super::words::Word;
use crate::font::FontId;
use crate::font::shape::{Shaped, ShapedGlyph};
use crate::model::length::Length;
use crate::typeset::paragraph::collect::Mark;

/// A piece of a line.
#[derive(Debug)]
pub(super) struct Cell<'a> {
    pub(super) kind: CellKind<'a>,
    pub(super) style: u32,
    pub(super) level: u8,
    /// With its share of the line's white.
    pub(super) width: Length,
    /// A word space of any kind: as wide as the line needs, whatever its glyph is.
    pub(super) is_space: bool,
    /// Gaps between its letters, where space may be added.
    pub(super) letters: u32,
    /// What it may grow and shrink by.
    pub(super) stretch: Length,
    pub(super) shrink: Length,
    /// Bytes of the block's flattened text.
    pub(super) place: Option<(u32, u32)>,
}

impl Cell<'_> {
    fn is_letters(&self) -> bool {
        !self.is_space && matches!(self.kind, CellKind::Glyphs { .. })
    }
}

/// The kinds of [`Cell`].
#[derive(Debug)]
pub(super) enum CellKind<'a> {
    /// Glyphs and their text; white beyond the glyphs' own widths follows the last one.
    Glyphs {
        font: FontId,
        units_per_em: i64,
        glyphs: &'a [ShapedGlyph],
        text: &'a str,
        hyphen: bool,
    },
    Object(u32),
    Mark(Mark),
}

/// A line's cells, and what of them hangs out on both sides.
#[derive(Debug)]
pub(super) struct Cells<'a> {
    pub(super) list: Vec<Cell<'a>>,
    pub(super) left: Length,
    pub(super) right: Length,
    /// How its letters are fitted to the line.
    pub(super) fit: LetterFit,
}

/// How much wider a line's letters are, and how much further apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LetterFit {
    /// Horizontal scale, thousandths.
    pub(super) scale: i32,
    /// Space after each, thousandths of an em before scaling.
    pub(super) tracking: i32,
}

impl LetterFit {
    /// As they are drawn.
    pub(super) const NATURAL: Self = Self { scale: 1000, tracking: 0 };
}

impl<'a> Cells<'a> {
    /// The cells of a line at their natural widths.
    pub(super) fn new(prepared: &'a Prepared, range: &Range, rules: Rules) -> Self {
        let units = &prepared.units;
        let end = range.to.unit + u32::from(range.to.part > 0);
        // The space that is lost at the line's end comes after them.
        let mut list = Vec::with_capacity(end.saturating_sub(range.from.unit) as usize + 1);
        for at in range.from.unit..end {
            let Some(unit) = units.list.get(at as usize) else { break };
            let from = if at == range.from.unit { range.from.part } else { 0 };
            let to = if at == range.to.unit { range.to.part } else { 0 };
            list.extend(prepared.cell(at, unit, (from, to), rules));
        }
        let edge = Edge { unit: range.from.unit, part: 0 };
        let left = if range.from.part > 0 || units.rtl {
            Length::ZERO
        } else {
            left(units, edge.unit, rules.protrude)
        };
        let right = if units.rtl { Length::ZERO } else { right(units, range.to, rules.protrude) };
        Self { list, left, right, fit: LetterFit::NATURAL }
    }

    /// The sum of the widths.
    pub(super) fn width(&self) -> Length {
        self.list.iter().map(|cell| cell.width).sum()
    }

    /// Fits letters to the line: takes up `slack` first by their width, by at most `most`
    /// thousandths, then by the space between them, which also makes up for what `most` is
    /// less than the rules allow. What whole thousandths leave falls to the white between words.
    pub(super) fn fit(&mut self, slack: Length, rules: Rules, most: i64, styles: &[CharStyle]) {
        let (mut width, mut ems) = (Length::ZERO, Length::ZERO);
        for cell in self.list.iter().filter(|cell| cell.is_letters()) {
            width += cell.width;
            ems += styles[cell.style as usize].size * i64::from(cell.letters);
        }
        if width.0 <= 0 {
            return;
        }
        let expansion = rules.expansion.min(most);
        let flex = width.scale(expansion, 1000);
        let rest = slack - slack.max(-flex).min(flex);
        let apart = if rules.tracking > 0 && ems.0 > 0 {
            let instead =
                away_from_zero(width.scale(rules.expansion - expansion, 1000).0.saturating_mul(1000), ems.0);
            self.apart(rest, ems, rules.tracking + instead)
        } else {
            0
        };
        let rest = slack - ems.scale(apart, 1000);
        // Rounded down: what a thousandth leaves of a tight line no space might take.
        let wider = rest.0.saturating_mul(1000).div_euclid(width.0).clamp(-expansion, expansion);
        self.fit = LetterFit {
            scale: i32::try_from(1000 + wider).unwrap_or(1000),
            tracking: i32::try_from(apart).unwrap_or(0),
        };
        self.measure(styles);
    }

    /// The space between letters that takes up `slack`, thousandths of an em: `tracking` at
    /// most, and where spaces would be far from their width as much as is ever allowed. Rounded
    /// away from zero, so that little is left for the finer scale to give back.
    fn apart(&self, slack: Length, ems: Length, tracking: i64) -> i64 {
        let take = |slack: Length, most: i64| {
            let most = most.max(0);
            away_from_zero(slack.0.saturating_mul(1000), ems.0).clamp(-most, most)
        };
        let apart = take(slack, tracking.min(WIDEST_TRACKING));
        apart + take(self.excess(slack - ems.scale(apart, 1000)), WIDEST_TRACKING - apart.abs())
    }

    /// Widths of the letters as they are fitted.
    fn measure(&mut self, styles: &[CharStyle]) {
        let LetterFit { scale, tracking } = self.fit;
        for cell in self.list.iter_mut().filter(|cell| cell.is_letters()) {
            let size = styles[cell.style as usize].size;
            let apart = size.scale(i64::from(tracking) * i64::from(cell.letters), 1000);
            cell.width = (cell.width + apart).scale(i64::from(scale), 1000);
        }
    }

    /// What of `slack` makes spaces look wide or narrow.
    fn excess(&self, slack: Length) -> Length {
        let white = |of: fn(&Cell<'_>) -> Length| self.list.iter().map(of).sum::<Length>();
        if slack.0 >= 0 {
            (slack - white(|cell| cell.stretch).scale(EASY_STRETCH, 1000)).at_least_zero()
        } else {
            -(-slack - white(|cell| cell.shrink).scale(EASY_SHRINK, 1000)).at_least_zero()
        }
    }

    /// Shares `slack` out over the white, in proportion to how much each gives; what
    /// rounding leaves falls evenly. Without white nothing changes.
    pub(super) fn share(&mut self, slack: Length) {
        let give = |cell: &Cell<'_>| if slack.0 >= 0 { cell.stretch } else { cell.shrink };
        let total: Length = self.list.iter().map(give).sum();
        // Spaces shrink no further than they may: what is left sticks out.
        let slack = if slack.0 < 0 { slack.max(-total) } else { slack };
        if total.0 <= 0 {
            return;
        }
        let (mut seen, mut given) = (Length::ZERO, Length::ZERO);
        for cell in &mut self.list {
            seen += give(cell);
            let share = slack.scale(seen.0, total.0) - given;
            given += share;
            cell.width += share;
        }
    }
}

impl Prepared {
    /// The cell of a unit from its part `from` to its part `to` (0: the edge).
    pub(super) fn cell<'a>(
        &'a self,
        at: u32,
        unit: &'a Unit,
        (from, to): (u32, u32),
        rules: Rules,
    ) -> Option<Cell<'a>> {
        let style = &self.units.flat.styles[unit.style as usize];
        let place = unit.place.map(|p| (p, p + (unit.range.end - unit.range.start)));
        let mut cell = Cell {
            kind: CellKind::Mark(Mark::Keep),
            style: unit.style,
            level: unit.level,
            width: unit.width,
            is_space: matches!(unit.kind, UnitKind::Space { .. }),
            letters: 0,
            stretch: Length::ZERO,
            shrink: Length::ZERO,
            place,
        };
        match &unit.kind {
            UnitKind::Word(word) => {
                let Fragment { shaped, letters, text, bytes, hyphen } = self.fragment(at, word, from, to);
                cell.width = Length(i64::from(shaped.advance)).scale(style.size.0, word.units_per_em);
                if to == 0 {
                    // Beside slanted letters it is wider than its glyphs.
                    let whole = Length(i64::from(word.advance)).scale(style.size.0, word.units_per_em);
                    cell.width += unit.width - whole;
                }
                cell.letters = if style.verbatim { 0 } else { letters };
                cell.place = place.map(|(p, end)| (p + bytes.0, bytes.1.map_or(end, |b| p + b)));
                let glyphs = &shaped.glyphs;
                let units_per_em = word.units_per_em;
                cell.kind = CellKind::Glyphs { font: word.font, units_per_em, glyphs, text, hyphen };
            }
            UnitKind::Space { glyph, fixed } => {
                if rules.justify && !fixed {
                    (cell.stretch, cell.shrink) = (unit.width / 2, unit.width / 3);
                }
                let text = self.units.flat.text.get(unit.range.start as usize..unit.range.end as usize);
                cell.kind = space(glyph, text.unwrap_or(" "));
            }
            UnitKind::Object(index) => cell.kind = CellKind::Object(*index),
            UnitKind::Mark(mark) => cell.kind = CellKind::Mark(*mark),
            UnitKind::Newline => return None,
        }
        if unit.gap && rules.justify && to == 0 {
            cell.stretch += style.size / 20;
            cell.shrink += style.size / 60;
        }
        Some(cell)
    }

    /// What of a word stands between two of its parts (0: the edge).
    fn fragment<'a>(&'a self, at: u32, word: &'a Word, from: u32, to: u32) -> Fragment<'a> {
        let part = |n: u32| word.parts.get((n as usize).wrapping_sub(1));
        let (start, end) = (part(from), part(to));
        let known = if from == 0 && to == 0 { None } else { self.fragments.get(&(at, from, to)) };
        let (shaped, letters): (&Shaped, u32) = match known {
            Some((shaped, letters)) => (shaped, *letters),
            None => (&word.shaped, word.letters),
        };
        let (first, raw) = start.map_or((0, 0), |part| (part.at, part.raw));
        let last = end.map_or(word.text.len(), |part| part.at as usize);
        let text = word.text.get(first as usize..last).unwrap_or_default();
        Fragment { shaped, letters, text, bytes: (raw, end.map(|part| part.raw)), hyphen: end.is_some() }
    }
}

/// A word or a part of it.
struct Fragment<'a> {
    shaped: &'a Shaped,
    /// As in [`Word::letters`].
    letters: u32,
    text: &'a str,
    /// Bytes as written: from, and to when that is not the word's end.
    bytes: (u32, Option<u32>),
    /// Whether a hyphen was added.
    hyphen: bool,
}

/// A space's glyph with the text it shows.
pub(super) fn space<'a>(glyph: &'a Word, text: &'a str) -> CellKind<'a> {
    CellKind::Glyphs {
        font: glyph.font,
        units_per_em: glyph.units_per_em,
        glyphs: &glyph.shaped.glyphs,
        text,
        hyphen: false,
    }
}

/// Whether another letter follows glyph `n`: not a mark or what else is shaped with it.
pub(super) fn ends_letter(glyphs: &[ShapedGlyph], n: usize) -> bool {
    matches!(glyphs.get(n..), Some([one, next, ..]) if one.cluster != next.cluster)
}

/// A quotient rounded to the whole number further from zero.
fn away_from_zero(n: i64, of: i64) -> i64 {
    n / of + if n % of == 0 { 0 } else { n.signum() }
}
