//! Lines and pages to figures, each beside its target.

use super::measure::Lines;
use super::trouble::{Kind, LOOSE, Trouble, VERY_LOOSE};
use crate::typeset::display::Layout;
use crate::typeset::page::fault::FaultKind;

/// A figure beside what it should be.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its stable name, in JSON.
    pub name: &'static str,
    /// What it says.
    pub words: &'static str,
    /// The figure.
    pub value: f64,
    /// Digits behind the point that mean something.
    pub digits: usize,
    /// It should be no more than this.
    pub most: f64,
}

impl Figure {
    /// Whether it is what it should be.
    pub fn is_met(&self) -> bool {
        // As it is shown, so that no figure that reads like its target fails it.
        let shown = |value: f64| format!("{value:.*}", self.digits).parse::<f64>().unwrap_or(value);
        shown(self.value) <= shown(self.most)
    }
}

/// Spaces narrower than this are counted as narrow, in thousandths.
const NARROW: i64 = 750;

/// The figures of an edition.
pub(super) fn of(layout: &Layout, lines: &Lines, troubles: &[Trouble]) -> Vec<Figure> {
    let mut spaces: Vec<i64> = lines.all.iter().filter_map(|line| line.space).collect();
    spaces.sort_unstable();
    let of_spaces = Spaces(&spaces);
    let jumps = jumps(lines);
    let body = lines.all.iter().filter(|line| line.fact.justified).count();
    let hyphens = lines.all.iter().filter(|line| line.fact.justified && line.fact.hyphenated).count();
    let count = |kind: Kind| number(troubles.iter().filter(|t| t.kind == kind).count());
    let ladders = |least: i64| {
        number(troubles.iter().filter(|t| t.kind == Kind::HyphenLadder && t.amount >= least).count())
    };
    let runts = troubles.iter().filter(|t| t.kind == Kind::Runt && t.weight >= 100).count();
    let single = troubles.iter().filter(|t| matches!(t.kind, Kind::LoneWord | Kind::Runt)).count();
    let pages = (0..layout.pages.len()).filter(|page| !lines.on(*page).is_empty()).count();
    let weights: u64 = troubles.iter().map(|t| u64::from(t.weight)).sum();
    let off = layout
        .faults
        .iter()
        .filter(|(_, fault)| matches!(fault.kind, FaultKind::SpreadShort | FaultKind::SpreadLong));
    let share = |n: f64, of: usize| if of == 0 { 0.0 } else { n / number(of) };
    let figure = |name, words, value, digits, most| Figure { name, words, value, digits, most };
    vec![
        figure("word-space-deviation", "word spaces: how much they differ", of_spaces.deviation(), 3, 0.12),
        figure("word-space-p95", "word spaces: 95 of 100 lines below", of_spaces.below(95), 2, 1.25),
        figure("word-space-p99", "word spaces: 99 of 100 lines below", of_spaces.below(99), 2, 1.48),
        figure("word-space-max", "word spaces: widest line", of_spaces.below(100), 2, 1.75),
        figure("loose-percent", "lines with spaces over 1.5, in 100", of_spaces.share(|s| s > LOOSE), 2, 0.7),
        figure(
            "very-loose-percent",
            "lines with spaces over 2, in 100",
            of_spaces.share(|s| s > VERY_LOOSE),
            2,
            0.0,
        ),
        figure(
            "narrow-percent",
            "lines with spaces under 0.75, in 100",
            of_spaces.share(|s| s < NARROW),
            2,
            1.2,
        ),
        figure("word-space-jump", "word spaces: from line to line", jumps, 3, 0.08),
        figure("hyphens-per-1000", "hyphens: in 1,000 lines", share(number(hyphens) * 1000.0, body), 1, 18.0),
        figure("ladders-2", "hyphens: two or more in a row", ladders(2), 0, 1.0),
        figure("ladders-3", "hyphens: three or more in a row", ladders(3), 0, 0.0),
        figure("hyphens-at-turns", "hyphens: where a leaf is turned", count(Kind::HyphenAtTurn), 0, 0.0),
        figure("widows", "widows", count(Kind::Widow), 0, 0.0),
        figure("orphans", "orphans", count(Kind::Orphan), 0, 0.0),
        figure("uneven-pages", "uneven page ends", count(Kind::UnevenPages), 0, 0.0),
        figure("stranded-headings", "stranded headings", count(Kind::StrandedHeading), 0, 0.0),
        figure("overfull-lines", "overfull lines", count(Kind::OverfullLine), 0, 0.0),
        figure("runts", "last lines of fewer than 5 characters", number(runts), 0, 0.0),
        figure(
            "lone-words-per-1500",
            "last lines of one word, in 1,500",
            share(number(single) * 1500.0, body),
            1,
            10.0,
        ),
        figure(
            "pages-off-depth-percent",
            "pages a line longer or shorter, in 100",
            share(number(off.count()) * 100.0, pages),
            1,
            20.0,
        ),
        #[allow(clippy::cast_precision_loss)]
        figure("defects-per-100-pages", "defects in 100 pages", share(weights as f64, pages), 1, 12.0),
    ]
}

#[allow(clippy::cast_precision_loss)]
fn number(n: usize) -> f64 {
    n as f64
}

/// The word spaces of lines in order, in thousandths of their natural width.
struct Spaces<'a>(&'a [i64]);

#[allow(clippy::cast_precision_loss)]
impl Spaces<'_> {
    fn deviation(&self) -> f64 {
        if self.0.is_empty() {
            return 0.0;
        }
        let mean = self.0.iter().sum::<i64>() as f64 / number(self.0.len());
        let squares: f64 = self.0.iter().map(|space| (*space as f64 - mean) * (*space as f64 - mean)).sum();
        (squares / number(self.0.len())).sqrt() / 1000.0
    }

    /// What so many of a hundred lines are not above.
    fn below(&self, percent: usize) -> f64 {
        let at = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(at).map_or(0.0, |space| *space as f64 / 1000.0)
    }

    /// Of a hundred lines, those for which something holds.
    fn share(&self, holds: impl Fn(i64) -> bool) -> f64 {
        if self.0.is_empty() {
            return 0.0;
        }
        number(self.0.iter().filter(|space| holds(**space)).count()) * 100.0 / number(self.0.len())
    }
}

/// How much the spaces of neighbouring lines differ, in the mean.
#[allow(clippy::cast_precision_loss)]
fn jumps(lines: &Lines) -> f64 {
    let (mut sum, mut count) = (0, 0);
    for paragraph in &lines.paragraphs {
        let mut last: Option<i64> = None;
        for line in lines.of(paragraph) {
            if let (Some(one), Some(other)) = (last, line.space) {
                sum += (one - other).abs();
                count += 1;
            }
            last = line.space;
        }
    }
    if count == 0 { 0.0 } else { sum as f64 / f64::from(count) / 1000.0 }
}
