//! Cells to glyph runs: neighbours of one face, size and look become one run, their word
//! spaces glyphs within it.

use std::sync::Arc;

use super::cells::{Cell, CellKind, LetterFit, ends_letter};
use super::collect::Mark;
use super::look::{CharStyle, Origin};
use super::set::Prepared;
use crate::font::FontId;
use crate::font::shape::ShapedGlyph;
use crate::model::length::Length;
use crate::model::{NodeId, Place};
use crate::typeset::display::{Glyph, GlyphRun, Source};

/// A run of a line.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) kind: RunKind,
    pub(super) style: u32,
    pub(super) level: u8,
    pub(super) width: Length,
}

/// The kinds of [`Run`].
#[derive(Debug)]
pub(super) enum RunKind {
    Text(GlyphRun),
    Object(u32),
    Mark(Mark),
}

/// A run of text in the making.
struct Growing {
    font: FontId,
    style: u32,
    level: u8,
    place: Option<(u32, u32)>,
    text: String,
    glyphs: Vec<Glyph>,
    fit: LetterFit,
    /// Whether any of its letters may be spaced.
    spaced: bool,
    hyphenated: bool,
    /// What its glyphs are narrower than its cells, by rounding.
    rounded: Length,
}

/// Letters for which a run makes room at first: those of a usual line.
const LINE: usize = 80;

/// The runs of a line in logical order.
pub(super) fn runs(prepared: &Prepared, cells: &[Cell<'_>], fit: LetterFit) -> Vec<Run> {
    let mut out = Vec::new();
    let mut growing: Option<Growing> = None;
    for cell in cells {
        let CellKind::Glyphs { font, units_per_em, glyphs, text, hyphen } = &cell.kind else {
            finish(prepared, growing.take(), &mut out);
            let kind = match &cell.kind {
                CellKind::Object(index) => RunKind::Object(*index),
                CellKind::Mark(mark) => RunKind::Mark(*mark),
                CellKind::Glyphs { .. } => continue,
            };
            out.push(Run { kind, style: cell.style, level: cell.level, width: cell.width });
            continue;
        };
        let goes_on = growing.as_ref().is_some_and(|g| {
            g.font == *font
                && g.style == cell.style
                && g.level == cell.level
                && g.place.is_some() == cell.place.is_some()
        });
        if !goes_on {
            finish(prepared, growing.take(), &mut out);
        }
        let run = growing.get_or_insert_with(|| Growing {
            font: *font,
            style: cell.style,
            level: cell.level,
            place: cell.place,
            text: String::with_capacity(LINE),
            glyphs: Vec::with_capacity(LINE),
            fit,
            spaced: false,
            hyphenated: false,
            rounded: Length::ZERO,
        });
        run.hyphenated = *hyphen;
        run.spaced |= cell.letters > 0;
        let style = &prepared.units.flat.styles[cell.style as usize];
        let size = style.size;
        run.append(glyphs, (size, *units_per_em), cell);
        if style.verbatim {
            run.rounded = Length::ZERO;
        }
        run.text.push_str(text);
        if *hyphen {
            run.text.push('-');
        }
        if let (Some(place), Some(more)) = (&mut run.place, cell.place) {
            place.1 = more.1;
        }
    }
    finish(prepared, growing, &mut out);
    out
}

impl Growing {
    /// Adds a cell's glyphs before its text is added; what the cell is wider than they
    /// are follows the last one.
    fn append(&mut self, glyphs: &[ShapedGlyph], (size, units_per_em): (Length, i64), cell: &Cell<'_>) {
        let base = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        let LetterFit { scale, tracking } = self.fit;
        // Both scales at once.
        let (across, by) = (size.0.saturating_mul(i64::from(scale)), units_per_em.saturating_mul(1000));
        let wide = |n: i32| if n == 0 { Length::ZERO } else { Length(i64::from(n)).scale(across, by) };
        let high =
            |n: i32| if n == 0 { Length::ZERO } else { Length(i64::from(n)).scale(size.0, units_per_em) };
        let apart = if cell.letters > 0 {
            Length(across).scale(i64::from(tracking), 1_000_000)
        } else {
            Length::ZERO
        };
        let mut new = if self.level % 2 == 1 { Vec::new() } else { std::mem::take(&mut self.glyphs) };
        new.reserve(glyphs.len());
        let mut rest = cell.width;
        for (n, glyph) in glyphs.iter().enumerate() {
            let mut advance = wide(glyph.advance);
            if apart != Length::ZERO && ends_letter(glyphs, n) {
                advance += apart;
            }
            rest -= advance;
            new.push(Glyph {
                id: glyph.id,
                cluster: base.saturating_add(glyph.cluster),
                advance,
                dx: wide(glyph.dx),
                dy: high(glyph.dy),
            });
        }
        // A unit for each glyph is what rounding leaves, and no white: it waits for some.
        let rounding = i64::try_from(glyphs.len()).unwrap_or(i64::MAX);
        rest += self.rounded;
        match new.last_mut() {
            Some(last) if rest.0.abs() > rounding => {
                last.advance += rest;
                self.rounded = Length::ZERO;
            }
            _ => self.rounded = rest,
        }
        new.append(&mut self.glyphs);
        self.glyphs = new;
    }
}

fn finish(prepared: &Prepared, growing: Option<Growing>, out: &mut Vec<Run>) {
    let Some(mut run) = growing else { return };
    if run.glyphs.len() < LINE / 2 {
        run.glyphs.shrink_to_fit();
    }
    let style = &prepared.units.flat.styles[run.style as usize];
    if let (Some(last), false) = (run.glyphs.last_mut(), style.verbatim) {
        last.advance += run.rounded;
    }
    let glyphs = GlyphRun {
        font: run.font,
        size: style.size,
        scale: run.fit.scale,
        tracking: if run.spaced { run.fit.tracking } else { 0 },
        paint: style.paint.clone(),
        source: source(prepared, style, run.place),
        text: Arc::from(run.text),
        level: run.level,
        lang: Arc::clone(&style.lang),
        glyphs: run.glyphs,
        hyphenated: run.hyphenated,
    };
    let width = glyphs.width();
    out.push(Run { kind: RunKind::Text(glyphs), style: run.style, level: run.level, width });
}

fn source(prepared: &Prepared, style: &CharStyle, place: Option<(u32, u32)>) -> Source {
    let at = |node: NodeId, at: u32| Place { node, at };
    match (style.origin, place) {
        (Origin::Book, Some((from, to))) => Source::Book(at(prepared.node, from)..at(prepared.node, to)),
        (Origin::Made(index), _) => {
            let known = prepared.units.flat.sources.get(index as usize).cloned();
            known.unwrap_or(Source::Generated(prepared.node))
        }
        (Origin::Book, None) => Source::Generated(prepared.node),
    }
}
