//! Inlines to lines: collect, shape, break (Knuth and Plass 1981), set.
//!
//! A paragraph is broken once, over (breakpoint, line count), and keeps its best breaks
//! for several line counts: [`Variant`]s for the page breaker to choose from. Frames are
//! made only for the variant that is chosen ([`Paragraph::line`]).

mod cells;
mod collect;
mod drop_cap;
mod findings;
mod items;
mod knuth_plass;
mod look;
mod protrusion;
mod runs;
mod set;
#[cfg(test)]
mod tests;
mod units;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::collect::{Mark, collect};
use self::items::{Items, Rules, items};
use self::knuth_plass::{Problem, Solution, solve};
use self::set::{Prepared, Range};
use self::units::{UnitKind, Units, units};
use super::display::{Frame, Paint, Source};
use crate::diagnostic::Diagnostic;
use crate::edition::Edition;
use crate::font::Look;
use crate::font::shape::Shaper;
use crate::model::NodeId;
use crate::model::inline::Inline;
use crate::model::length::Length;
use crate::source::Span;

/// What a worker sets paragraphs with.
pub struct Setter<'a> {
    /// The edition: targets of links, marks of notes, pictures, hyphenation.
    pub edition: &'a Edition<'a>,
    /// Its shaper.
    pub shaper: Shaper<'a>,
    /// What there is to say about what was set; taken by the caller.
    pub findings: Vec<Diagnostic>,
    words: words::Words,
}

impl<'a> Setter<'a> {
    /// A setter for an edition.
    pub fn new(edition: &'a Edition<'a>) -> Self {
        Self {
            edition,
            shaper: Shaper::new(edition.fonts),
            findings: Vec::new(),
            words: words::Words::default(),
        }
    }
}

/// A piece of what a paragraph says.
#[derive(Clone, Debug)]
pub enum Piece<'a> {
    /// Text of the book.
    Inlines(&'a [Inline]),
    /// Text made for it: a note's mark, a chapter's number, a word of the language.
    Generated {
        /// The words.
        text: Arc<str>,
        /// What they show.
        source: Source,
        /// Raised, as note marks are.
        raised: bool,
        /// Leads to this node.
        link: Option<NodeId>,
    },
}

/// What a paragraph says and whose it is.
#[derive(Clone, Debug)]
pub struct Content<'a> {
    /// The block, cell, term or verse line whose text it is.
    pub node: NodeId,
    /// Its Markdown, for findings.
    pub span: Span,
    /// Its pieces in order.
    pub pieces: Vec<Piece<'a>>,
}

/// Shapes and breaks a paragraph.
pub fn set(setter: &mut Setter<'_>, content: &Content<'_>, style: &ParagraphStyle) -> Paragraph {
    let paragraph = attempt(setter, content, style);
    let lines = paragraph.variants.first().map_or(0, |v| v.lines.len());
    let paragraph = if style.drop_cap > 1 && lines < usize::from(style.drop_cap) {
        // Too short to stand beside a letter of that height.
        attempt(setter, content, &ParagraphStyle { drop_cap: 0, ..style.clone() })
    } else {
        paragraph
    };
    paragraph.report(setter);
    paragraph
}

/// Sets a text on one line of its natural width, never broken: folios, running heads,
/// markers of lists, page numbers. The frame is `leading` high, its baseline as in [`baseline`].
pub fn single_line(setter: &mut Setter<'_>, content: &Content<'_>, style: &ParagraphStyle) -> Frame {
    let flat = collect(setter.edition, content, style);
    let units = units(setter, flat, Length(i64::MAX / 4));
    let rules = Rules { justify: false, protrude: false, hyphen: 0, capitals: true };
    let prepared = Prepared::new(setter, content, style, units, rules);
    report_missing(setter, &prepared);
    prepared.natural_line()
}

fn attempt(setter: &mut Setter<'_>, content: &Content<'_>, style: &ParagraphStyle) -> Paragraph {
    let breaking = &setter.edition.theme.breaking;
    let penalty = i64::from(breaking.hyphen_penalty).clamp(0, 10_000);
    let rules = Rules {
        justify: style.align == TextAlign::Justify,
        protrude: breaking.protrusion && matches!(style.align, TextAlign::Justify | TextAlign::Start),
        hyphen: penalty * penalty,
        capitals: style.lang.starts_with("de"),
    };
    let mut flat = collect(setter.edition, content, style);
    let letter = drop_cap::enlarge(&mut flat, setter, style);
    if style.lead_in {
        drop_cap::lead_in(&mut flat, letter.unwrap_or(0));
    }
    let rtl = units::is_rtl_language(&style.lang);
    let widest = |index| set::extent(style, None, rtl, index).1;
    let mut units = units(setter, flat, widest(0).min(widest(1)));
    let drop = letter.and_then(|end| drop_cap::take(&mut units, end, style, rules.protrude));
    let items = items(&units, rules);
    let mut prepared = Prepared::new(setter, content, style, units, rules);
    prepared.drop = drop;
    let solutions = solve(&prepared.problem(&items));
    prepared.finish(setter, &items, &solutions)
}

impl Prepared {
    fn new(
        setter: &Setter<'_>,
        content: &Content<'_>,
        style: &ParagraphStyle,
        units: Units,
        rules: Rules,
    ) -> Self {
        let mut faces = BTreeMap::new();
        if units.flat.styles.iter().any(|s| s.underline || s.strikeout) {
            let fonts = setter.shaper.fonts();
            for unit in &units.list {
                if let UnitKind::Word(word) = &unit.kind {
                    faces.entry(word.font).or_insert_with(|| Arc::clone(fonts.face(word.font)));
                }
            }
        }
        Self {
            units,
            style: style.clone(),
            rules,
            node: content.node,
            span: content.span,
            drop: None,
            middles: BTreeMap::new(),
            faces,
            lines: Vec::new(),
        }
    }

    fn problem<'a>(&self, items: &'a Items) -> Problem<'a> {
        // First line, lines beside a drop cap, the others.
        let special = self.drop.as_ref().map_or(1, |drop| usize::from(drop.lines));
        let ragged = (!self.rules.justify).then(|| self.style.size * 3);
        // Turned lines of verse and code are short by nature.
        let indent = (self.style.hang == Length::ZERO).then(|| self.style.indent.max(self.style.size));
        let widths = (0..=special).map(|index| self.extent(index).1).collect();
        Problem { start: items.start, breaks: &items.opportunities, widths, ragged, indent }
    }

    /// Notes the lines of each solution, and shapes what is between two hyphens of a word.
    fn finish(mut self, setter: &mut Setter<'_>, items: &Items, solutions: &[Solution]) -> Paragraph {
        let mut variants = Vec::with_capacity(solutions.len());
        for solution in solutions {
            let mut from = items::Edge::default();
            let mut lines = Vec::with_capacity(solution.breaks.len());
            let mut infos = Vec::with_capacity(solution.breaks.len());
            for (at, overfull) in solution.breaks.iter().zip(&solution.overfull) {
                let (Some(spot), Some(opportunity)) =
                    (items.spots.get(*at as usize), items.opportunities.get(*at as usize))
                else {
                    continue;
                };
                let range = Range { from, to: spot.end, space: spot.space, forced: opportunity.forced };
                from = spot.start;
                self.shape_middle(setter, &range);
                infos.push(LineInfo {
                    hyphenated: opportunity.hyphen,
                    notes: self.notes(&range, from.unit),
                    overfull: *overfull,
                });
                lines.push(range);
            }
            variants.push(Variant { lines: infos, cost: solution.cost });
            self.lines.push(lines);
        }
        Paragraph { variants, node: self.node, prepared: Box::new(self) }
    }

    fn shape_middle(&mut self, setter: &mut Setter<'_>, range: &Range) {
        let (from, to) = (range.from, range.to);
        if from.unit != to.unit || from.part == 0 || to.part == 0 {
            return;
        }
        let Some(unit) = self.units.list.get(from.unit as usize) else { return };
        let UnitKind::Word(word) = &unit.kind else { return };
        let part = |n: u32| word.parts.get(n as usize - 1).map(|p| p.at as usize);
        let (Some(start), Some(end)) = (part(from.part), part(to.part)) else { return };
        let style = &self.units.flat.styles[unit.style as usize];
        let how = units::shaping(style, word.font, unit.level % 2 == 1);
        let text = format!("{}-", word.text.get(start..end).unwrap_or_default());
        self.middles.insert((from.unit, from.part, to.part), setter.shaper.shape(&text, &how));
    }

    /// The notes called in a line; those before `next` that stand at its very end too.
    fn notes(&self, range: &Range, next: u32) -> Vec<NodeId> {
        let units = self.units.list.get(range.from.unit as usize..next as usize).unwrap_or_default();
        let called = units.iter().filter_map(|unit| match unit.kind {
            UnitKind::Mark(Mark::Note(note)) => Some(note),
            _ => None,
        });
        called.collect()
    }
}

/// How a paragraph is to be set.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphStyle {
    /// The face.
    pub look: Look,
    /// Size.
    pub size: Length,
    /// Distance of baselines; every line is exactly this high.
    pub leading: Length,
    /// Width of the lines.
    pub measure: Length,
    /// First line's indent; negative hangs it out (the others then need `left`).
    pub indent: Length,
    /// Every line's distance from the left edge of the measure.
    pub left: Length,
    /// Every line's distance from the right edge of the measure.
    pub right: Length,
    /// How lines stand in the measure.
    pub align: TextAlign,
    /// Whether words may be divided.
    pub hyphenate: bool,
    /// Language of the text, BCP 47.
    pub lang: Arc<str>,
    /// Old-style figures (else lining).
    pub oldstyle_figures: bool,
    /// Figures of one width, for tables.
    pub tabular_figures: bool,
    /// All in small capitals.
    pub small_caps: bool,
    /// Colour.
    pub paint: Paint,
    /// Lines the first letter reaches down; 0 or 1: none.
    pub drop_cap: u8,
    /// Whether the first words are set in small capitals.
    pub lead_in: bool,
    /// Turned lines of verse and code: later lines' extra indent.
    pub hang: Length,
}

/// How lines stand in their measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum TextAlign {
    Justify,
    Start,
    Center,
    End,
}

/// A paragraph that was shaped and broken.
#[derive(Debug)]
pub struct Paragraph {
    /// The ways to break it, by line count, at least one; the best first.
    pub variants: Vec<Variant>,
    /// Whose text it is.
    pub node: NodeId,
    prepared: Box<Prepared>,
}

impl Paragraph {
    /// The line `index` of the variant `variant`, ready for the page; empty when there is none.
    pub fn line(&self, variant: usize, index: usize) -> Line {
        let range = self.prepared.lines.get(variant).and_then(|lines| lines.get(index));
        let frame = range.map(|range| self.prepared.line(range, index)).unwrap_or_default();
        Line { frame, span: self.prepared.span }
    }

    /// Says what is wrong with its best variant.
    fn report(&self, setter: &mut Setter<'_>) {
        report_missing(setter, &self.prepared);
        let infos = self.variants.first().map(|v| &v.lines[..]).unwrap_or_default();
        for (index, _) in infos.iter().enumerate().filter(|(_, info)| info.overfull).take(MOST_OVERFULL) {
            let Some(range) = self.prepared.lines.first().and_then(|l| l.get(index)) else { continue };
            let (text, over) = self.prepared.excess(range, index);
            if over.0 > Length::PER_PT / 20 {
                setter.findings.push(findings::overfull_line(self.prepared.span, &text, over));
            }
        }
    }
}

/// Overfull lines of one paragraph that are told of.
const MOST_OVERFULL: usize = 5;

fn report_missing(setter: &mut Setter<'_>, prepared: &Prepared) {
    for (script, characters) in &prepared.units.missing {
        let shown: String = characters.iter().take(12).collect();
        setter.findings.push(findings::missing_glyph(prepared.span, script, &shown));
    }
}

/// One way to break a paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its lines, at least one.
    pub lines: Vec<LineInfo>,
    /// Total demerits, on one scale for all variants of all paragraphs.
    pub cost: i64,
}

/// What the page breaker wants to know of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineInfo {
    /// Whether it ends in a hyphen.
    pub hyphenated: bool,
    /// Ids of the notes called in it.
    pub notes: Vec<NodeId>,
    /// Whether it is wider than its measure.
    pub overfull: bool,
}

/// A line ready for the page.
#[derive(Clone, Debug)]
pub struct Line {
    /// As wide as the measure and as high as the leading; the baseline stands where
    /// [`baseline`] says.
    pub frame: Frame,
    /// The Markdown it came from.
    pub span: Span,
}

/// Distance of the baseline from the top of a line of this leading and size: the half
/// leading above a box of .75 + .25 em, whatever the font, so that all faces share a grid.
pub fn baseline(leading: Length, size: Length) -> Length {
    (leading - size) / 2 + size.scale(3, 4)
}
