//! Content to a broken paragraph: the steps in order, and what is kept of them for the lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::characters::is_rtl_language;
use super::collect::{Mark, collect};
use super::items::{self, Edge, Items, Rules, items};
use super::knuth_plass::{LineFit, Problem, Solution, solve};
use super::middles::{self, middles};
use super::set::{Prepared, Range, extent};
use super::units::{UnitKind, Units, units};
use super::{Content, LineInfo, Paragraph, ParagraphStyle, Setter, TextAlign, Variant, drop_cap, rivers};
use crate::edition::Edition;
use crate::model::NodeId;
use crate::model::length::Length;

/// Letters are never made wider or narrower by more than this, thousandths: it would show.
const WIDEST_EXPANSION: i64 = 30;
/// Nor further apart or closer than this, thousandths of an em.
pub(super) const WIDEST_TRACKING: i64 = 15;

/// Shapes and breaks a paragraph.
pub(super) fn prepare(setter: &mut Setter<'_>, content: &Content<'_>, style: &ParagraphStyle) -> Paragraph {
    let justify = style.align == TextAlign::Justify;
    let rules = rules(setter.edition, style);
    let mut flat = collect(setter, content, style);
    let letter = drop_cap::enlarge(&mut flat, setter, style);
    if style.lead_in {
        drop_cap::lead_in(&mut flat, letter.unwrap_or(0));
    }
    let rtl = is_rtl_language(&style.lang);
    let widest = |index| extent(style, None, rtl, index).1;
    let mut units = units(setter, flat, widest(0).min(widest(1)));
    let drop = letter.and_then(|end| drop_cap::take(&mut units, end, style, rules.protrude));
    let mut items = items(&units, rules);
    items.middles = middles(setter, &units, &items, (widest(0).min(widest(1)), rules.protrude));
    let mut prepared = Prepared::new(setter, content, style, units, rules);
    prepared.drop = drop;
    let mut solutions = solve(&prepared.problem(&items));
    if style.hang > Length::ZERO {
        // What is turned over is seen as that: no more of it than there must be.
        solutions.sort_by_key(|solution| solution.breaks.len());
        solutions.truncate(1);
    }
    if style.align == TextAlign::Center {
        balance(prepared.problem(&items), &mut solutions);
    }
    if justify {
        rivers::avoid(&prepared, &items, &mut solutions);
    }
    prepared.finish(setter, &items, &solutions)
}

/// What the theme and the paragraph's style say of breaks.
pub(super) fn rules(edition: &Edition<'_>, style: &ParagraphStyle) -> Rules {
    let breaking = &edition.theme.breaking;
    let penalty = i64::from(breaking.hyphen_penalty).clamp(0, 10_000);
    let justify = style.align == TextAlign::Justify;
    Rules {
        justify,
        protrude: breaking.protrusion && matches!(style.align, TextAlign::Justify | TextAlign::Start),
        expansion: if justify { i64::from(breaking.expansion).clamp(0, WIDEST_EXPANSION) } else { 0 },
        tracking: if justify { i64::from(breaking.tracking).clamp(0, WIDEST_TRACKING) } else { 0 },
        hyphen: penalty * penalty * 5,
        capitals: style.lang.starts_with("de"),
    }
}

/// Most lines of a centred text that are made alike in width: titles, dedications.
const MOST_BALANCED: usize = 8;

/// Breaks centred lines as if their measure were the narrowest that gives no more lines:
/// so the last one is not a single word under a long one.
fn balance(mut problem: Problem<'_>, solutions: &mut Vec<Solution>) {
    let Some(lines) = solutions.first().map(|s| s.breaks.len()) else { return };
    if !(2..=MOST_BALANCED).contains(&lines) {
        return;
    }
    let full = problem.widths.clone();
    let (mut least, mut most) = (Length::ZERO, full.iter().copied().min().unwrap_or_default());
    // Halving eight times finds the width to within a 256th of the measure.
    for _ in 0..8 {
        let less = (least + most) / 2;
        problem.widths = full.iter().map(|width| *width - less).collect();
        match solve(&problem).into_iter().next() {
            Some(found) if found.breaks.len() <= lines && !found.is_overfull() => {
                *solutions = vec![found];
                least = less;
            }
            _ => most = less,
        }
    }
}

/// Widths of letters in neighbouring lines differ by no more than this, thousandths.
const MOST_SCALE_JUMP: i64 = 30;

/// What of its reserve a line may take and still have some for narrower letters, thousandths.
const STRAINED: i64 = 300;

/// What the letters of each line may be wider or narrower by: less where a narrow line
/// would stand beside a wide one. Tracking makes up for it, or the spaces of the wide one.
fn expansions(rules: Rules, solution: &Solution) -> Vec<i64> {
    let expansion = rules.expansion;
    let mut limits = vec![expansion; solution.lines.len()];
    if expansion * 2 <= MOST_SCALE_JUMP {
        return limits;
    }
    // Letters give by their width first, which is a third or more of all that they give.
    let scale = |line: &LineFit| (line.letters * expansion * 3 / 1000).clamp(-expansion, expansion);
    for (n, pair) in solution.lines.windows(2).enumerate() {
        if (scale(&pair[0]) - scale(&pair[1])).abs() <= MOST_SCALE_JUMP {
            continue;
        }
        let wide = n + usize::from(pair[1].letters > pair[0].letters);
        let narrow = 2 * n + 1 - wide;
        let mut limit = |line: usize, most: i64| limits[line] = most.min(limits[line]);
        // A narrow line that has no more tracking to give would stick out: it stays as it is.
        if rules.tracking > 0 && solution.lines[narrow].reserve > -STRAINED {
            limit(n, MOST_SCALE_JUMP / 2);
            limit(n + 1, MOST_SCALE_JUMP / 2);
        } else {
            limit(wide, MOST_SCALE_JUMP - expansion);
        }
    }
    limits
}

impl Prepared {
    pub(super) fn new(
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
            fragments: BTreeMap::new(),
            faces,
            lines: Vec::new(),
        }
    }

    pub(super) fn problem<'a>(&self, items: &'a Items) -> Problem<'a> {
        // First line, lines beside a drop cap, the others.
        let special = self.drop.as_ref().map_or(1, |drop| usize::from(drop.lines));
        let ragged = (!self.rules.justify).then(|| self.style.size * 3);
        // Turned lines of verse and code are short by nature.
        let indent = (self.style.hang == Length::ZERO).then(|| self.style.indent.max(self.style.size));
        let widths = (0..=special).map(|index| self.extent(index).1).collect();
        Problem {
            start: items.start,
            breaks: &items.opportunities,
            middles: &items.middles,
            widths,
            ragged,
            indent,
            first_word: items.first_word,
            last_word: items::last_word(&self.units),
            banned: None,
        }
    }

    /// Notes the lines of each solution, and shapes the fragments of words they begin and end with.
    fn finish(mut self, setter: &mut Setter<'_>, items: &Items, solutions: &[Solution]) -> Paragraph {
        let mut variants = Vec::with_capacity(solutions.len());
        for solution in solutions {
            let mut from = Edge::default();
            let mut lines = Vec::with_capacity(solution.breaks.len());
            let mut infos = Vec::with_capacity(solution.breaks.len());
            let expansions = expansions(self.rules, solution);
            for ((at, fit), expansion) in solution.breaks.iter().zip(&solution.lines).zip(expansions) {
                let (Some(spot), Some(opportunity)) =
                    (items.spots.get(*at as usize), items.opportunities.get(*at as usize))
                else {
                    continue;
                };
                let range =
                    Range { from, to: spot.end, space: spot.space, forced: opportunity.forced, expansion };
                from = spot.start;
                self.shape_fragments(setter, &range);
                infos.push(LineInfo {
                    hyphenated: opportunity.hyphen,
                    notes: self.notes(&range, from.unit),
                    overfull: fit.overfull,
                });
                lines.push(range);
            }
            variants.push(Variant { lines: infos, cost: solution.cost });
            self.lines.push(lines);
        }
        Paragraph { variants, node: self.node, prepared: Box::new(self) }
    }

    fn shape_fragments(&mut self, setter: &mut Setter<'_>, range: &Range) {
        let (from, to) = (range.from, range.to);
        if from.unit == to.unit && from.part > 0 && to.part > 0 {
            return self.shape_fragment(setter, from.unit, (from.part, to.part));
        }
        if from.part > 0 {
            self.shape_fragment(setter, from.unit, (from.part, 0));
        }
        if to.part > 0 {
            self.shape_fragment(setter, to.unit, (0, to.part));
        }
    }

    /// Shapes what of a word stands between two of its parts.
    fn shape_fragment(&mut self, setter: &mut Setter<'_>, unit: u32, parts: (u32, u32)) {
        if let Some(fragment) = middles::fragment(setter, &self.units, unit, parts) {
            self.fragments.insert((unit, parts.0, parts.1), fragment);
        }
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
