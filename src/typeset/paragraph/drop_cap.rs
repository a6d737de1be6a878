//! The opening of a chapter's first paragraph: a letter as high as several lines, and the
//! first words in small capitals.

use std::ops::Range;

use super::cells::LetterFit;
use super::collect::{Flat, Mark, Stretch};
use super::look::{Caps, CharStyle};
use super::runs::{RunKind, runs};
use super::set::{Prepared, extent};
use super::units::{Unit, UnitKind, Units};
use super::{ParagraphStyle, Setter, baseline};
use crate::model::length::{Length, Point};
use crate::typeset::display::{Frame, Item};

/// A first letter set apart.
#[derive(Debug)]
pub(super) struct DropCap {
    /// Lines it reaches down.
    pub(super) lines: u8,
    /// From the left edge of the text to that of the lines beside it.
    pub(super) advance: Length,
    /// Its units: opening quotes and the letter.
    units: Vec<Unit>,
    /// What of its first character hangs out.
    left: Length,
}

/// White between the letter and the lines beside it, thousandths of the body size.
const GAP: i64 = 90;
/// Size of the quotes before the letter, thousandths of its own.
const QUOTES: i64 = 550;
/// Words in small capitals, at most; fewer where a clause ends before.
const LEAD_IN_WORDS: usize = 4;
/// So far the end of a clause is looked for.
const LEAD_IN_CLAUSE: usize = 6;

/// Enlarges the first letter of `flat` (with the quotes before it), so that its top is
/// that of the capitals of line 1 and its foot stands on the last line's baseline.
/// Returns where it ends.
pub(super) fn enlarge(flat: &mut Flat, setter: &Setter<'_>, style: &ParagraphStyle) -> Option<usize> {
    if style.drop_cap < 2 {
        return None;
    }
    let (letter, end) = first_letter(&flat.text)?;
    // A note's mark or a number set before the text is no first letter of it.
    let of_book = |stretch: &Stretch| stretch.range.start >= end || stretch.place.is_some();
    if !flat.stretches.iter().all(of_book) {
        return None;
    }
    let fonts = setter.shaper.fonts();
    let face = fonts.face(fonts.select(style.look));
    let cap_height = i64::from(face.cap_height.max(1));
    let more = style.leading * i64::from(style.drop_cap - 1);
    let size = style.size + more.scale(i64::from(face.units_per_em), cap_height);
    flat.restyle(letter..end, |s| {
        s.size = size;
        s.caps = Caps::None;
    });
    // Quotes as large as the letter would shout: smaller ones, as high as its top.
    let quotes = size.scale(QUOTES, 1000);
    flat.restyle(0..letter, |s| {
        s.size = quotes;
        s.rise = (size - quotes).scale(cap_height, i64::from(face.units_per_em.max(1)));
    });
    let at = flat.marks.partition_point(|(place, _)| *place < end);
    flat.marks.insert(at, (end, Mark::Keep));
    Some(end)
}

/// The bytes before and after the first letter or figure, when only quotes and brackets
/// stand before it.
fn first_letter(text: &str) -> Option<(usize, usize)> {
    let opens = |c: char| {
        matches!(
            c,
            '“' | '„' | '‘' | '‚' | '"' | '\'' | '«' | '‹' | '¡' | '¿' | '(' | '[' | '\u{a0}' | '\u{202f}'
        )
    };
    let (at, letter) = text.char_indices().find(|(_, c)| !opens(*c))?;
    if !letter.is_alphanumeric() {
        return None;
    }
    let end = at + letter.len_utf8();
    let combining = |c: char| matches!(c, '\u{300}'..='\u{36f}');
    let more: usize = text[end..].chars().take_while(|c| combining(*c)).map(char::len_utf8).sum();
    Some((at, end + more))
}

/// Sets the first words in small capitals, from `start` on.
pub(super) fn lead_in(flat: &mut Flat, start: usize) {
    let end = lead_in_end(&flat.text, start);
    flat.restyle(start..end, |s| {
        if !s.verbatim {
            s.caps = Caps::Small;
        }
    });
}

/// Where the lead-in ends: with the first clause if it is short, else after some words.
fn lead_in_end(text: &str, start: usize) -> usize {
    let (mut words, mut fourth, mut in_word) = (0, None, false);
    let rest = text.get(start..).unwrap_or_default();
    for (at, c) in rest.char_indices() {
        if c == '\n' {
            return start + fourth.unwrap_or(at);
        }
        // A full stop within a word or after an initial ends nothing.
        let next_is_space = rest[at + c.len_utf8()..].chars().next().is_none_or(char::is_whitespace);
        if matches!(c, ',' | ';' | ':' | '!' | '?' | '—') || (c == '.' && next_is_space) {
            return start + at;
        }
        if c.is_whitespace() {
            if in_word {
                words += 1;
            }
            if words == LEAD_IN_WORDS && in_word {
                fourth = Some(at);
            }
            if words == LEAD_IN_CLAUSE {
                break;
            }
        }
        in_word = !c.is_whitespace();
    }
    start + fourth.unwrap_or(rest.len())
}

impl Flat {
    /// Changes the style of a range of the text.
    pub(super) fn restyle(&mut self, range: Range<usize>, change: impl Fn(&mut CharStyle)) {
        let mut stretches = Vec::with_capacity(self.stretches.len() + 2);
        for stretch in std::mem::take(&mut self.stretches) {
            let cut = |at: usize| at.clamp(stretch.range.start, stretch.range.end);
            let (from, to) = (cut(range.start), cut(range.end));
            let part = |range: Range<usize>, style: u32| {
                let skipped = u32::try_from(range.start - stretch.range.start).unwrap_or(u32::MAX);
                Stretch { range, style, place: stretch.place.map(|p| p + skipped) }
            };
            if from >= to {
                stretches.push(stretch);
                continue;
            }
            let style = self.styles[stretch.style as usize].clone();
            let changed = self.derived(style, &change);
            let parts = [
                part(stretch.range.start..from, stretch.style),
                part(from..to, changed),
                part(to..stretch.range.end, stretch.style),
            ];
            stretches.extend(parts.into_iter().filter(|s| !s.range.is_empty()));
        }
        self.stretches = stretches;
    }
}

/// Takes the units before byte `end` out of the paragraph as its drop cap.
pub(super) fn take(units: &mut Units, end: usize, style: &ParagraphStyle, protrude: bool) -> Option<DropCap> {
    if units.rtl {
        return None;
    }
    let count = units.list.iter().position(|u| u.range.start as usize >= end).unwrap_or(units.list.len());
    let left = super::items::left(units, 0, protrude);
    let mut taken: Vec<Unit> = units.list.drain(..count).collect();
    let mut width: Length = taken.iter().map(|u| u.width).sum();
    // The letter is a word of its own: the space after it stands beside it without width.
    let space = units.list.first_mut().filter(|u| matches!(u.kind, UnitKind::Space { .. }));
    if let Some(space) = space {
        space.width = Length::ZERO;
        space.style = taken.last().map_or(space.style, |letter| letter.style);
        taken.push(space.clone());
        units.list.remove(0);
        width += style.size / 8;
    }
    if taken.is_empty() {
        return None;
    }
    let advance = width - left + style.size.scale(GAP, 1000);
    Some(DropCap { lines: style.drop_cap, advance, units: taken, left })
}

impl DropCap {
    /// Puts the letter into the frame of the first line; it reaches below it.
    pub(super) fn place(&self, prepared: &Prepared, frame: &mut Frame) {
        let style = &prepared.style;
        let (x, _) = extent(style, None, false, 0);
        let y = baseline(style.leading, style.size) + style.leading * i64::from(self.lines.saturating_sub(1));
        let cells: Vec<_> =
            self.units.iter().filter_map(|unit| prepared.cell(0, unit, (0, 0), prepared.rules)).collect();
        let mut x = x - self.left;
        for run in runs(prepared, &cells, LetterFit::NATURAL) {
            match run.kind {
                RunKind::Text(glyphs) => {
                    let rise = prepared.units.flat.styles[run.style as usize].rise;
                    frame.push(Point { x, y: y - rise }, Item::Glyphs(glyphs));
                }
                RunKind::Mark(Mark::Anchor(node)) => {
                    frame.push(Point { x, y: Length::ZERO }, Item::Anchor(node));
                }
                RunKind::Object(_) | RunKind::Mark(_) => {}
            }
            x += run.width;
        }
    }
}
