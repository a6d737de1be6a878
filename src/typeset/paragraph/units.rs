//! Flat text to units: shaped words, spaces, pictures and marks, each with its bidi level
//! and with what may follow it at a line's end (UAX 14 for breaks, UAX 9 for levels).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::Level;

use super::Setter;
use super::characters::{fixed_width, is_dropped, is_ideograph, is_rtl_language, is_space};
use super::collect::{Flat, Mark, OBJECT};
use super::joins;
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
        blank: None,
    };
    cutter.run();
    let Setter { shaper, words, .. } = &mut *cutter.setter;
    joins::part(&mut cutter.out, shaper.fonts(), &mut words.letters);
    if !cutter.out.flat.styles.is_empty() {
        let font = cutter.font(0);
        cutter.out.space = cutter.shaped(" ", Choice { style: 0, font, rtl: false, forced: true });
    }
    cutter.out
}

/// A piece of the text on its way to a unit.
#[derive(Clone, Debug)]
struct Piece {
    range: Range<usize>,
    style: u32,
    level: u8,
    place: Option<u32>,
}

impl Piece {
    /// The bytes from `from` to `to` of it.
    fn part(&self, from: usize, to: usize) -> Self {
        let start = self.range.start;
        Self { range: start + from..start + to, place: self.place.map(|p| p + offset(from)), ..self.clone() }
    }
}

/// What a word is shaped by, beside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Choice {
    style: u32,
    font: FontId,
    rtl: bool,
    /// Whether the face was chosen for these very characters.
    forced: bool,
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
    manner: Option<(Choice, usize)>,
    /// The space last used, and its style.
    blank: Option<(u32, Arc<Word>)>,
}

impl Cutter<'_, '_> {
    fn run(&mut self) {
        // A word and a space take about six bytes.
        self.out.list.reserve(self.text.len() / 3);
        for index in 0..self.out.flat.stretches.len() {
            let stretch = self.out.flat.stretches[index].clone();
            let style = self.drawable(stretch.style, &self.text[stretch.range.clone()]);
            let mut at = stretch.range.start;
            while at < stretch.range.end {
                self.marks(at, style);
                let place = stretch.place.map(|p| p + offset(at - stretch.range.start));
                let end = self.limit(at, stretch.range.end);
                let level = self.level(at);
                at = self.unit(&Piece { range: at..end, style, level, place });
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
        self.levels.as_ref().and_then(|l| l.get(at)).map_or(0, Level::number)
    }

    fn marks(&mut self, at: usize, style: u32) {
        while let Some((place, mark)) = self.out.flat.marks.get(self.next_mark).copied() {
            if place > at {
                break;
            }
            self.next_mark += 1;
            if matches!(mark, Mark::Anchor(_) | Mark::Note(_)) {
                let level = self.level(at.min(self.text.len().saturating_sub(1)));
                let piece = Piece { range: at..at, style, level, place: None };
                self.push(UnitKind::Mark(mark), &piece, Length::ZERO);
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

    /// One unit from the start of `piece`; returns where it ends.
    fn unit(&mut self, piece: &Piece) -> usize {
        let text = &self.text[piece.range.clone()];
        let Some(c) = text.chars().next() else { return piece.range.end };
        let first = piece.part(0, c.len_utf8());
        let next = first.range.end;
        match c {
            c if is_space(c) => self.space(c, &first),
            '\n' => self.push(UnitKind::Newline, &first, Length::ZERO),
            OBJECT => self.object(first),
            c if is_dropped(c) => {}
            _ => {
                let end = text.find(|c| is_space(c) || is_dropped(c) || c == '\n' || c == OBJECT);
                let word = piece.part(0, end.unwrap_or(text.len()));
                self.word(&word);
                return word.range.end;
            }
        }
        next
    }

    fn object(&mut self, piece: Piece) {
        let index = self.next_object;
        self.next_object += 1;
        if let Some(object) = self.out.flat.objects.get(index as usize) {
            let width = object.size.width;
            self.push(UnitKind::Object(index), &Piece { place: None, ..piece }, width);
        }
    }

    fn space(&mut self, c: char, piece: &Piece) {
        let CharStyle { size, verbatim, .. } = self.out.flat.styles[piece.style as usize];
        let ordinary = c == ' ' || c.is_control();
        if ordinary && !verbatim {
            // Several spaces are one, and none begins a paragraph or a line.
            let before = self.out.list.iter().rev().find(|u| !matches!(u.kind, UnitKind::Mark(_)));
            let lost = |u: &Unit| matches!(u.kind, UnitKind::Space { fixed: false, .. } | UnitKind::Newline);
            if before.is_none_or(lost) {
                return;
            }
        }
        let Some(glyph) = self.blank(piece.style) else { return };
        let natural = Length(i64::from(glyph.advance)).scale(size.0, glyph.units_per_em);
        let (width, fixed) = match fixed_width(c) {
            Some((n, d)) => (size.scale(n, d), true),
            None if c == '\t' => (natural * 4, true),
            None => (natural, verbatim),
        };
        self.push(UnitKind::Space { glyph, fixed }, piece, width);
    }

    /// The glyph of a space in a style.
    fn blank(&mut self, style: u32) -> Option<Arc<Word>> {
        if let Some((known, glyph)) = &self.blank
            && *known == style
        {
            return Some(Arc::clone(glyph));
        }
        let font = self.font(style);
        let glyph = self.shaped(" ", Choice { style, font, rtl: false, forced: true })?;
        self.blank = Some((style, Arc::clone(&glyph)));
        Some(glyph)
    }

    fn word(&mut self, piece: &Piece) {
        let text = &self.text[piece.range.clone()];
        if text.len() > LONGEST_WORD {
            return self.letters(piece);
        }
        let (style, rtl) = (piece.style, piece.level % 2 == 1);
        let font = self.font(style);
        match self.shaped(text, Choice { style, font, rtl, forced: false }) {
            Some(word) => self.push_word(word, piece),
            None => self.by_font(piece),
        }
    }

    /// A word, or its letters when it is wider than a line and hyphens do not help.
    fn push_word(&mut self, word: Arc<Word>, piece: &Piece) {
        let size = self.out.flat.styles[piece.style as usize].size;
        let width = |advance: i32| Length(i64::from(advance)).scale(size.0, word.units_per_em);
        let natural = width(word.advance);
        if natural > self.measure && word.text.chars().nth(1).is_some() {
            let mut last = 0;
            let fit = word.parts.iter().all(|part| {
                let fragment = part.advances.0.saturating_sub(last);
                last = word.advance.saturating_sub(part.advances.1);
                width(fragment) <= self.measure
            });
            let end = word.parts.last().is_some_and(|part| width(part.advances.1) <= self.measure);
            if !fit || !end {
                return self.letters(piece);
            }
        }
        // Soft hyphens alone are no word.
        if !word.text.is_empty() {
            self.push(UnitKind::Word(word), piece, natural);
        }
    }

    /// The face for a cluster; one that no face has is noted.
    fn face_for(&mut self, cluster: &str, style: u32) -> FontId {
        let fonts = self.setter.shaper.fonts();
        let look = self.out.flat.styles[style as usize].look;
        let c = cluster.chars().next().unwrap_or_default();
        fonts.face_for(look, c).unwrap_or_else(|| {
            self.out.missing.entry(script_name(c)).or_default().insert(c);
            fonts.select(look)
        })
    }

    /// A word whose letters stand in several faces.
    fn by_font(&mut self, piece: &Piece) {
        let text = &self.text[piece.range.clone()];
        let (style, rtl) = (piece.style, piece.level % 2 == 1);
        let mut parts: Vec<(usize, FontId)> = Vec::new();
        for cluster in clusters(text) {
            let font = self.face_for(&text[cluster.clone()], style);
            if parts.last().is_none_or(|(_, last)| *last != font) {
                parts.push((cluster.start, font));
            }
        }
        for (n, (start, font)) in parts.iter().enumerate() {
            let end = parts.get(n + 1).map_or(text.len(), |(next, _)| *next);
            let choice = Choice { style, font: *font, rtl, forced: true };
            if let Some(word) = self.shaped(&text[*start..end], choice) {
                self.push_word(word, &piece.part(*start, end));
            }
        }
    }

    /// A word in its letters, between any of which a line may end in need.
    fn letters(&mut self, piece: &Piece) {
        let text = &self.text[piece.range.clone()];
        let (style, rtl) = (piece.style, piece.level % 2 == 1);
        let size = self.out.flat.styles[style as usize].size;
        for cluster in clusters(text) {
            let letter = &text[cluster.clone()];
            let font = self.face_for(letter, style);
            let word = self.shaped(letter, Choice { style, font, rtl, forced: true });
            let Some(word) = word.filter(|word| !word.text.is_empty()) else { continue };
            let natural = Length(i64::from(word.advance)).scale(size.0, word.units_per_em);
            self.push(UnitKind::Word(word), &piece.part(cluster.start, cluster.end), natural);
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

    fn shaped(&mut self, text: &str, choice: Choice) -> Option<Arc<Word>> {
        let manner = if let Some((_, manner)) = self.manner.filter(|(known, _)| *known == choice) {
            manner
        } else {
            let look = &self.out.flat.styles[choice.style as usize];
            let manner = self.setter.words.manner(Manner {
                shaping: shaping(look, choice.font, choice.rtl),
                hyphenate: look.hyphenate && !choice.forced,
                capitals: look.caps == Caps::Fake,
                forced: choice.forced,
            });
            self.manner = Some((choice, manner));
            manner
        };
        let Setter { words, shaper, edition, .. } = &mut *self.setter;
        words.get(manner, text, shaper, edition.hyphenation)
    }

    /// The style in which the face can draw `text`: raised letters and small capitals that
    /// it does not have are made by scaling.
    fn drawable(&mut self, style: u32, text: &str) -> u32 {
        let look = &self.out.flat.styles[style as usize];
        if look.position == Position::Normal && look.caps != Caps::Small {
            return style;
        }
        let look = look.clone();
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

    fn push(&mut self, kind: UnitKind, piece: &Piece, width: Length) {
        let Piece { ref range, style, level, place } = *piece;
        let range = offset(range.start)..offset(range.end);
        self.out.list.push(Unit {
            kind,
            style,
            level,
            range,
            place,
            width,
            after: After::Nothing,
            gap: false,
        });
    }
}

/// How text of a look is shaped in a face.
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
