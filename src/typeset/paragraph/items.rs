//! Units to break opportunities: boxes and glue as running totals, with every hyphen and
//! every protruding character in them, and for each break the ends of both its lines.

use super::knuth_plass::{Opportunity, Sums};
use super::prepare::WIDEST_TRACKING;
use super::units::{After, Unit, UnitKind, Units};
use super::words::Word;
use crate::model::length::Length;

/// A place within the units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edge {
    /// The unit before which it lies, or within which when there is a part.
    pub(super) unit: u32,
    /// Index of the word's part + 1; 0 for the edge of a unit.
    pub(super) part: u32,
}

/// Where a line ends and where the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) end: Edge,
    pub(super) start: Edge,
    /// The space (or newline) that was lost between them.
    pub(super) space: Option<u32>,
}

/// Everything the breaker and the setter want to know of a paragraph's breaks.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) opportunities: Vec<Opportunity>,
    /// One for each opportunity.
    pub(super) spots: Vec<Spot>,
    /// Totals at the start.
    pub(super) start: Sums,
    /// What the first word is known by.
    pub(super) first_word: u32,
    /// By how much lines within one word, from break to break, are wider than totals say.
    pub(super) middles: Vec<((u32, u32), Length)>,
}

/// What the paragraph's style says of breaks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    /// Spaces stretch and shrink.
    pub(super) justify: bool,
    /// Stops and hyphens hang out.
    pub(super) protrude: bool,
    /// Thousandths by which letters may be made wider or narrower.
    pub(super) expansion: i64,
    /// Thousandths of an em by which they may stand further apart or closer.
    pub(super) tracking: i64,
    /// Demerits of a hyphen.
    pub(super) hyphen: i64,
    /// Capitalised words are divided as others are: in German.
    pub(super) capitals: bool,
}

impl Rules {
    /// Neither stretching, hanging nor dividing.
    pub(super) const PLAIN: Self =
        Self { justify: false, protrude: false, expansion: 0, tracking: 0, hyphen: 0, capitals: true };
}

/// Times the demerits of a hyphen, in a word with a capital: less than two hyphens one above
/// the other or spaces that hurt, which alone let such a word be divided.
const CAPITALISED: i64 = 5;
/// Demerits of a break between words that belong beside each other.
const BINDING: i64 = 15_000;
/// Demerits of a break in code that has no space.
const IN_CODE: i64 = 2_500;

/// The break opportunities of a paragraph; the last one is its end.
pub(super) fn items(units: &Units, rules: Rules) -> Items {
    let mut walk = Walk {
        units,
        rules,
        sums: Sums::default(),
        trimmed: (Sums::default(), Edge::default(), None),
        last: (Sums::default(), Sums::default()),
        out: Items::default(),
    };
    walk.out.start = walk.start_sums(0);
    walk.out.first_word = word_at(units, 0).map_or(0, |word| word.key);
    walk.out.opportunities.reserve(units.list.len());
    walk.out.spots.reserve(units.list.len());
    for (at, unit) in (0u32..).zip(&units.list) {
        walk.unit(at, unit);
    }
    // After a line break at the very end there is no further line.
    if !units.list.last().is_some_and(|unit| matches!(unit.kind, UnitKind::Newline)) {
        walk.forced(u32::try_from(units.list.len()).unwrap_or(u32::MAX), None);
    }
    walk.out
}

struct Walk<'a> {
    units: &'a Units,
    rules: Rules,
    /// Totals before the present unit.
    sums: Sums,
    /// Totals, place and following space after the last unit that is not a space.
    trimmed: (Sums, Edge, Option<u32>),
    /// Totals at the last break: where the next line begins, where this one ends.
    last: (Sums, Sums),
    out: Items,
}

impl Walk<'_> {
    fn unit(&mut self, at: u32, unit: &Unit) {
        match &unit.kind {
            UnitKind::Space { fixed, .. } => {
                self.trimmed.2 = self.trimmed.2.or(Some(at));
                self.sums.width += unit.width;
                self.sums.spaces += 1;
                if self.rules.justify && !fixed {
                    self.sums.stretch += unit.width / 2;
                    self.sums.shrink += unit.width / 3;
                }
            }
            UnitKind::Newline => {
                self.trimmed.2 = self.trimmed.2.or(Some(at));
                let space = self.trimmed.2;
                self.forced(at + 1, space);
                return;
            }
            UnitKind::Word(word) => {
                if !word.parts.is_empty() {
                    self.hyphens(at, unit, word);
                }
                let (flex, reserve) = self.flex(unit, word.letters, unit.width);
                self.sums.flex += flex;
                self.sums.reserve += reserve;
                self.solid(at, unit);
            }
            UnitKind::Object(_) => self.solid(at, unit),
            // A mark after a space belongs to what follows, so it does not end the line.
            UnitKind::Mark(_) if self.trimmed.2.is_some() => {}
            UnitKind::Mark(_) => self.trimmed.1 = Edge { unit: at + 1, part: 0 },
        }
        // The gap is lost at a break: it stands after this line's end and before the next one's start.
        if unit.gap && self.rules.justify {
            let size = self.size(unit);
            self.sums.stretch += size / 20;
            self.sums.shrink += size / 60;
        }
        if unit.after != After::Nothing {
            self.opportunity(at, unit);
        }
    }

    fn size(&self, unit: &Unit) -> Length {
        self.units.flat.styles[unit.style as usize].size
    }

    /// What letters of this number and width may take up by their own width and tracking, and
    /// by more tracking in need.
    fn flex(&self, unit: &Unit, letters: u32, width: Length) -> (Length, Length) {
        let Rules { expansion, tracking, .. } = self.rules;
        let style = &self.units.flat.styles[unit.style as usize];
        let apart = |by: i64| {
            if tracking == 0 || style.verbatim {
                return Length::ZERO;
            }
            // Narrower letters take the space between them along.
            style.size.scale(by * i64::from(letters) * (1000 - expansion), 1_000_000)
        };
        (width.scale(expansion, 1000) + apart(tracking), apart(WIDEST_TRACKING - tracking))
    }

    fn solid(&mut self, at: u32, unit: &Unit) {
        self.sums.width += unit.width;
        self.trimmed = (self.sums, Edge { unit: at + 1, part: 0 }, None);
    }

    /// A break at a unit's end.
    fn opportunity(&mut self, at: u32, unit: &Unit) {
        let (mut end, edge, space) = self.trimmed;
        // Nothing of any width was set since the last break: that one is enough.
        if (self.sums, end) == self.last {
            return;
        }
        self.last = (self.sums, end);
        end.width -= self.right(edge);
        let verbatim = self.units.flat.styles[unit.style as usize].verbatim;
        let (before, after) = (word_before(self.units, edge), word_at(self.units, at + 1));
        let demerits = match (verbatim, space) {
            (true, None) => IN_CODE,
            (false, Some(_)) if before.zip(after).is_some_and(|(a, b)| a.bonds.hold(b.bonds)) => BINDING,
            _ => 0,
        };
        let opportunity = Opportunity {
            end,
            start: self.start_sums(at + 1),
            demerits,
            words: (before.map_or(0, |word| word.key), after.map_or(0, |word| word.key)),
            capital: false,
            hyphen: unit.after == After::Hyphen || before.is_some_and(|word| word.text.ends_with(['-', '‐'])),
            forced: false,
            last_resort: unit.after == After::Letter,
        };
        self.out.opportunities.push(opportunity);
        self.out.spots.push(Spot { end: edge, start: Edge { unit: at + 1, part: 0 }, space });
    }

    fn forced(&mut self, next: u32, space: Option<u32>) {
        let (mut end, edge, _) = self.trimmed;
        end.width -= self.right(edge);
        let start = self.start_sums(next);
        let key = |word: Option<&Word>| word.map_or(0, |word| word.key);
        let words = (key(word_before(self.units, edge)), key(word_at(self.units, next)));
        self.out.opportunities.push(Opportunity {
            end,
            start,
            words,
            forced: true,
            ..Opportunity::default()
        });
        self.out.spots.push(Spot { end: edge, start: Edge { unit: next, part: 0 }, space });
        self.trimmed = (self.sums, Edge { unit: next, part: 0 }, None);
    }

    fn hyphens(&mut self, at: u32, unit: &Unit, word: &Word) {
        let size = self.size(unit);
        let width = |advance: i32| Length(i64::from(advance)).scale(size.0, word.units_per_em);
        let capital = word.text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        let times = if word.in_need || capital && !self.rules.capitals { CAPITALISED } else { 1 };
        let whole = self.flex(unit, word.letters, unit.width);
        for (n, part) in (1u32..).zip(&word.parts) {
            let (mut end, mut start) = (self.sums, self.sums);
            end.width += width(part.advances.0);
            let before = self.flex(unit, part.letters.0, width(part.advances.0));
            (end.flex, end.reserve) = (end.flex + before.0, end.reserve + before.1);
            if self.rules.protrude {
                end.width -= width(part.right);
            }
            start.width += unit.width - width(part.advances.1);
            let after = self.flex(unit, part.letters.1, width(part.advances.1));
            start.flex += whole.0 - after.0;
            start.reserve += whole.1 - after.1;
            let edge = Edge { unit: at, part: n };
            self.out.opportunities.push(Opportunity {
                end,
                start,
                demerits: self.rules.hyphen * times,
                words: (0, 0),
                capital: times > 1,
                hyphen: true,
                forced: false,
                last_resort: false,
            });
            self.out.spots.push(Spot { end: edge, start: edge, space: None });
        }
    }

    /// Totals where a line begins with unit `at`: its first character may hang out.
    fn start_sums(&self, at: u32) -> Sums {
        let mut sums = self.sums;
        sums.width += left(self.units, at, self.rules.protrude);
        sums
    }

    fn right(&self, edge: Edge) -> Length {
        right(self.units, edge, self.rules.protrude)
    }
}

/// The word that begins a line with unit `at`.
fn word_at(units: &Units, at: u32) -> Option<&Word> {
    let first = units.list.iter().skip(at as usize).find(|u| !matches!(u.kind, UnitKind::Mark(_)))?;
    if let UnitKind::Word(word) = &first.kind { Some(word) } else { None }
}

/// The word that ends a line at `edge`, when it ends there.
fn word_before(units: &Units, edge: Edge) -> Option<&Word> {
    let before = units.list.get(..edge.unit as usize)?;
    let last = before.iter().rev().find(|u| !matches!(u.kind, UnitKind::Mark(_)))?;
    if let UnitKind::Word(word) = &last.kind { Some(word) } else { None }
}

/// Characters of a paragraph's last word, with the signs round it.
pub(super) fn last_word(units: &Units) -> usize {
    let end = Edge { unit: u32::try_from(units.list.len()).unwrap_or(u32::MAX), part: 0 };
    word_before(units, end).map_or(0, |word| word.text.chars().count())
}

/// What of the first word from unit `at` on hangs out at the start of a line.
pub(super) fn left(units: &Units, at: u32, protrude: bool) -> Length {
    let first = units.list.iter().skip(at as usize).find(|u| !matches!(u.kind, UnitKind::Mark(_)));
    match first {
        Some(unit) if protrude => match &unit.kind {
            UnitKind::Word(word) => scaled(units, unit, word, word.left),
            _ => Length::ZERO,
        },
        _ => Length::ZERO,
    }
}

/// What of the last word before `edge` hangs out at the end of a line.
pub(super) fn right(units: &Units, edge: Edge, protrude: bool) -> Length {
    if !protrude {
        return Length::ZERO;
    }
    if edge.part > 0 {
        let Some(unit) = units.list.get(edge.unit as usize) else { return Length::ZERO };
        let UnitKind::Word(word) = &unit.kind else { return Length::ZERO };
        let part = word.parts.get(edge.part as usize - 1);
        return part.map_or(Length::ZERO, |part| scaled(units, unit, word, part.right));
    }
    let before = units.list.get(..edge.unit as usize).unwrap_or_default();
    match before.iter().rev().find(|u| !matches!(u.kind, UnitKind::Mark(_))) {
        Some(unit) => match &unit.kind {
            UnitKind::Word(word) => scaled(units, unit, word, word.right),
            _ => Length::ZERO,
        },
        None => Length::ZERO,
    }
}

fn scaled(units: &Units, unit: &Unit, word: &Word, advance: i32) -> Length {
    let style = &units.flat.styles[unit.style as usize];
    if style.verbatim {
        return Length::ZERO;
    }
    Length(i64::from(advance)).scale(style.size.0, word.units_per_em)
}
