//! Flat text to units: shaped words, spaces, pictures and marks, each with its bidi level
//! and with what may follow it at a line's end (UAX 14 for breaks, UAX 9 for levels).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::Level;

use super::Setter;
use super::characters::{fixed_width, is_dropped, is_ideograph, is_rtl_language, is_space};
use super::collect::{Flat, Mark, OBJECT};
use super::look::{Caps, CharStyle};
use super::segment::{break_opportunities, clusters, levels};
use super::words::{Manner, Word};
use crate::font::shape::{Position, Shaping};
use crate::font::{FontId, script_name};
use crate::model::length::Length;

/// What cannot be divided further, or only by hyphens.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) kind: UnitKind,
    /// Index of its style.
    pub(super) style: u32,
    /// Bidi level.
    pub(super) level: u8,
    /// Bytes of the flat text.
    pub(super) range: Range<u32>,
    /// Where it begins in the block's flattened text.
    pub(super) place: Option<u32>,
    /// Natural width.
    pub(super) width: Length,
    /// Whether a line may end after it.
    pub(super) after: After,
    /// A little white that stretches may follow it, as between ideographs.
    pub(super) gap: bool,
}

/// The kinds of [`Unit`].
#[derive(Clone, Debug)]
pub(super) enum UnitKind {
    Word(Arc<Word>),
    /// A space; it stretches unless it is fixed. The word is its glyph.
    Space {
        glyph: Arc<Word>,
        fixed: bool,
    },
    /// Index of the picture.
    Object(u32),
    Mark(Mark),
    /// The line ends here.
    Newline,
}

/// Whether a line may end after a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    Break,
    /// After a written hyphen.
    Hyphen,
    /// Between letters, when nothing else works.
    Letter,
}

/// A paragraph's units and what they refer to.
#[derive(Debug, Default)]
pub(super) struct Units {
    pub(super) list: Vec<Unit>,
    pub(super) flat: Flat,
    /// The paragraph's own direction.
    pub(super) rtl: bool,
    /// A plain space, for line ends that had none.
    pub(super) space: Option<Arc<Word>>,
    /// Characters that no font has, by script.
    pub(super) missing: BTreeMap<&'static str, BTreeSet<char>>,
}

/// A word longer than this is not shaped in one piece.
const LONGEST_WORD: usize = 4_000;
/// Size of small capitals of a face that has none, thousandths.
const FAKE_CAPS: i64 = 800;

/// Cuts `flat` into units. Words wider than `measure` that cannot be divided come apart
/// into letters.
pub(super) fn units(setter: &mut Setter<'_>, flat: Flat, measure: Length) -> Units {
    let text = flat.text.clone();
    let rtl = flat.styles.first().is_some_and(|s| is_rtl_language(&s.lang));
    let levels = levels(&text, rtl);
    let breaks = break_opportunities(&text, &flat.marks);
    let mut cutter = Cutter {
        setter,
        measure,
        out: Units { flat, rtl, ..Units::default() },
        text: &text,
        levels,
        breaks: &breaks,
        next_break: 0,
        next_mark: 0,
        next_object: 0,
        manner: None,
    };
    cutter.run();
    if !cutter.out.flat.styles.is_empty() {
        let font = cutter.font(0);
        cutter.out.space = cutter.shaped(" ", 0, font, false, true);
    }
    cutter.out
}

struct Cutter<'s, 'e> {
    setter: &'s mut Setter<'e>,
    measure: Length,
    out: Units,
    text: &'s str,
    levels: Option<Vec<Level>>,
    breaks: &'s [usize],
    next_break: usize,
    next_mark: usize,
    next_object: u32,
    /// The manner last used, and what it was found by.
    manner: Option<(u32, FontId, bool, bool, usize)>,
}

impl Cutter<'_, '_> {
    fn run(&mut self) {
        for index in 0..self.out.flat.stretches.len() {
            let stretch = self.out.flat.stretches[index].clone();
            let style = self.drawable(stretch.style, &self.text[stretch.range.clone()]);
            let mut at = stretch.range.start;
            while at < stretch.range.end {
                self.marks(at, style);
                let place = stretch.place.map(|p| p + offset(at - stretch.range.start));
                let end = self.limit(at, stretch.range.end);
                at = self.unit(at..end, style, place);
                self.break_at(at);
            }
        }
        self.marks(self.text.len(), self.out.list.last().map_or(0, |u| u.style));
    }

    /// The end of what may be one unit.
    fn limit(&self, at: usize, end: usize) -> usize {
        let mark = self.out.flat.marks.get(self.next_mark).map_or(end, |(place, _)| *place);
        let cut = self.breaks.get(self.next_break).copied().unwrap_or(end);
        let limit = end.min(mark).min(cut);
        match &self.levels {
            None => limit,
            Some(levels) => (at..limit).find(|n| levels[*n] != levels[at]).unwrap_or(limit),
        }
    }

    fn level(&self, at: usize) -> u8 {
        self.levels.as_ref().and_then(|l| l.get(at)).map_or(0, |level| level.number())
    }

    fn marks(&mut self, at: usize, style: u32) {
        while let Some((place, mark)) = self.out.flat.marks.get(self.next_mark).copied() {
            if place > at {
                break;
            }
            self.next_mark += 1;
            if matches!(mark, Mark::Anchor(_) | Mark::Note(_)) {
                let level = self.level(at.min(self.text.len().saturating_sub(1)));
                self.push(UnitKind::Mark(mark), style, (at..at, level), None, Length::ZERO);
            }
        }
    }

    /// Notes that a line may end at `at`.
    fn break_at(&mut self, at: usize) {
        if self.breaks.get(self.next_break) != Some(&at) {
            return;
        }
        self.next_break += 1;
        let wide = |c: Option<char>| c.is_some_and(is_ideograph);
        let before = self.text[..at].chars().next_back();
        let gap = wide(before) && wide(self.text[at..].chars().next());
        if let Some(unit) = self.out.list.last_mut() {
            unit.after = if matches!(before, Some('-' | '‐')) { After::Hyphen } else { After::Break };
            unit.gap = gap;
        }
    }

    /// One unit from the start of `range`; returns where it ends.
    fn unit(&mut self, range: Range<usize>, style: u32, place: Option<u32>) -> usize {
        let text = self.text;
        let Some(c) = text[range.clone()].chars().next() else { return range.end };
        let next = range.start + c.len_utf8();
        if is_space(c) {
            self.space(c, range.start..next, style, place);
            return next;
        }
        match c {
            '\n' => self.push(
                UnitKind::Newline,
                style,
                (range.start..next, self.level(range.start)),
                place,
                Length::ZERO,
            ),
            OBJECT => self.object(range.start..next, style),
            _ if is_dropped(c) => {}
            _ => {
                let word = &text[range.clone()];
                let end = word.find(|c| is_space(c) || is_dropped(c) || c == '\n' || c == OBJECT);
                let end = range.start + end.unwrap_or(word.len());
                self.word(range.start..end, style, place);
                return end;
            }
        }
        next
    }

    fn object(&mut self, range: Range<usize>, style: u32) {
        let index = self.next_object;
        self.next_object += 1;
        if let Some(object) = self.out.flat.objects.get(index as usize) {
            let width = object.size.width;
            self.push(UnitKind::Object(index), style, (range.clone(), self.level(range.start)), None, width);
        }
    }

    fn space(&mut self, c: char, range: Range<usize>, style: u32, place: Option<u32>) {
        let look = &self.out.flat.styles[style as usize];
        let (size, verbatim) = (look.size, look.verbatim);
        let ordinary = c == ' ' || c.is_control();
        if ordinary && !verbatim {
            // Several spaces are one, and none begins a paragraph or a line.
            let list = &self.out.list;
            let before = list.iter().rev().find(|u| !matches!(u.kind, UnitKind::Mark(_)));
            if before
                .is_none_or(|u| matches!(u.kind, UnitKind::Space { fixed: false, .. } | UnitKind::Newline))
            {
                return;
            }
        }
        let font = self.font(style);
        let level = self.level(range.start);
        let Some(glyph) = self.shaped(" ", style, font, false, true) else { return };
        let natural = Length(i64::from(glyph.shaped.advance)).scale(size.0, glyph.units_per_em);
        let (width, fixed) = match fixed_width(c) {
            Some((n, d)) => (size.scale(n, d), true),
            None if c == '\t' => (natural * 4, true),
            None => (natural, verbatim),
        };
        self.push(UnitKind::Space { glyph, fixed }, style, (range, level), place, width);
    }

    fn word(&mut self, range: Range<usize>, style: u32, place: Option<u32>) {
        let rtl = self.level(range.start) % 2 == 1;
        let text = &self.text[range.clone()];
        let font = self.font(style);
        if text.len() > LONGEST_WORD {
            return self.letters(range, style, place, rtl);
        }
        let Some(word) = self.shaped(text, style, font, rtl, false) else {
            return self.by_font(range, style, place, rtl);
        };
        // Soft hyphens alone are no word.
        if !word.text.is_empty() {
            self.push_word(word, range, style, place, rtl);
        }
    }

    fn push_word(&mut self, word: Arc<Word>, range: Range<usize>, style: u32, place: Option<u32>, rtl: bool) {
        let size = self.out.flat.styles[style as usize].size;
        let em = word.units_per_em;
        let width = |advance: i32| Length(i64::from(advance)).scale(size.0, em);
        let fits = |w: &Word| {
            let mut last = 0;
            !w.parts.is_empty()
                && w.parts.iter().all(|p| {
                    let fragment = i64::from(p.before.advance) - i64::from(last);
                    last = w.shaped.advance - p.after.advance;
                    width(i32::try_from(fragment).unwrap_or(i32::MAX)) <= self.measure
                })
                && w.parts.last().is_none_or(|p| width(p.after.advance) <= self.measure)
        };
        if width(word.shaped.advance) > self.measure && !fits(&word) && range.len() > 1 {
            return self.letters(range, style, place, rtl);
        }
        let level = self.level(range.start);
        let natural = width(word.shaped.advance);
        self.push(UnitKind::Word(word), style, (range, level), place, natural);
    }

    /// A word whose letters stand in several faces.
    fn by_font(&mut self, range: Range<usize>, style: u32, place: Option<u32>, rtl: bool) {
        let fonts = self.setter.shaper.fonts();
        let look = self.out.flat.styles[style as usize].look;
        let text = &self.text[range.clone()];
        let mut pieces: Vec<(usize, FontId)> = Vec::new();
        for cluster in clusters(text) {
            let c = text[cluster.clone()].chars().next().unwrap_or_default();
            let font = match fonts.face_for(look, c) {
                Some(font) => font,
                None => {
                    self.out.missing.entry(script_name(c)).or_default().insert(c);
                    fonts.select(look)
                }
            };
            if pieces.last().is_none_or(|(_, last)| *last != font) {
                pieces.push((cluster.start, font));
            }
        }
        for (n, (start, font)) in pieces.iter().enumerate() {
            let end = pieces.get(n + 1).map_or(text.len(), |(next, _)| *next);
            let Some(word) = self.shaped(&text[*start..end], style, *font, rtl, true) else { continue };
            let place = place.map(|p| p + offset(*start));
            let piece = range.start + start..range.start + end;
            let em = word.units_per_em;
            let size = self.out.flat.styles[style as usize].size;
            let natural = Length(i64::from(word.shaped.advance)).scale(size.0, em);
            if natural > self.measure && piece.len() > 1 {
                self.letters(piece, style, place, rtl);
            } else {
                let level = self.level(piece.start);
                self.push(UnitKind::Word(word), style, (piece, level), place, natural);
            }
        }
    }

    /// A word in its letters, between any of which a line may end in need.
    fn letters(&mut self, range: Range<usize>, style: u32, place: Option<u32>, rtl: bool) {
        let fonts = self.setter.shaper.fonts();
        let CharStyle { look, size, .. } = self.out.flat.styles[style as usize];
        let text = &self.text[range.clone()];
        for cluster in clusters(text) {
            let c = text[cluster.clone()].chars().next().unwrap_or_default();
            let font = fonts.face_for(look, c).unwrap_or_else(|| fonts.select(look));
            if fonts.face_for(look, c).is_none() {
                self.out.missing.entry(script_name(c)).or_default().insert(c);
            }
            let Some(word) = self.shaped(&text[cluster.clone()], style, font, rtl, true) else { continue };
            let natural = Length(i64::from(word.shaped.advance)).scale(size.0, word.units_per_em);
            let place = place.map(|p| p + offset(cluster.start));
            let at = range.start + cluster.start..range.start + cluster.end;
            let level = self.level(at.start);
            self.push(UnitKind::Word(word), style, (at, level), place, natural);
            if let Some(unit) = self.out.list.last_mut() {
                unit.after = After::Letter;
            }
        }
        if let Some(unit) = self.out.list.last_mut() {
            unit.after = After::Nothing;
        }
    }

    fn font(&self, style: u32) -> FontId {
        self.setter.shaper.fonts().select(self.out.flat.styles[style as usize].look)
    }

    fn shaped(&mut self, text: &str, style: u32, font: FontId, rtl: bool, forced: bool) -> Option<Arc<Word>> {
        let known = self.manner.filter(|m| (m.0, m.1, m.2, m.3) == (style, font, rtl, forced));
        let manner = match known {
            Some((.., manner)) => manner,
            None => {
                let look = &self.out.flat.styles[style as usize];
                let manner = self.setter.words.manner(Manner {
                    shaping: shaping(look, font, rtl),
                    hyphenate: look.hyphenate && !forced,
                    capitals: look.caps == Caps::Fake,
                    forced,
                });
                self.manner = Some((style, font, rtl, forced, manner));
                manner
            }
        };
        let Setter { words, shaper, edition, .. } = &mut *self.setter;
        words.get(manner, text, shaper, edition.hyphenation)
    }

    /// The style in which the face can draw `text`: raised letters and small capitals that
    /// it does not have are made by scaling.
    fn drawable(&mut self, style: u32, text: &str) -> u32 {
        let look = self.out.flat.styles[style as usize].clone();
        if look.position == Position::Normal && look.caps != Caps::Small {
            return style;
        }
        let how = shaping(&look, self.font(style), false);
        let shaper = &mut self.setter.shaper;
        let mut changed = look.clone();
        if look.position != Position::Normal && !shaper.draws_position(text.trim(), &how) {
            changed.by_scale();
        }
        if look.caps == Caps::Small && !shaper.draws_small_caps(text, &how) {
            changed.caps = Caps::Fake;
            changed.size = changed.size.scale(FAKE_CAPS, 1000);
        }
        self.out.flat.derived(changed, |_| {})
    }

    fn push(
        &mut self,
        kind: UnitKind,
        style: u32,
        at: (Range<usize>, u8),
        place: Option<u32>,
        width: Length,
    ) {
        let range = offset(at.0.start)..offset(at.0.end);
        self.out.list.push(Unit {
            kind,
            style,
            level: at.1,
            range,
            place,
            width,
            after: After::Nothing,
            gap: false,
        });
    }
}

pub(super) fn shaping(look: &CharStyle, font: FontId, rtl: bool) -> Shaping {
    Shaping {
        rtl,
        small_caps: look.caps == Caps::Small,
        figures: look.figures,
        position: look.position,
        ligatures: !look.verbatim,
        ..Shaping::plain(font, Arc::clone(&look.lang))
    }
}

fn offset(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
