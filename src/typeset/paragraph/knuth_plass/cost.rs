//! What a line costs: by its ratio, its hyphen, its last word, its neighbours' words.

use super::{Fit, LineFit, Opportunity, Pass, Search, Sums};
use crate::model::length::Length;

/// What letters at their widest or narrowest count for in a ratio, thousandths.
pub(super) const EXPANDED: i64 = 100;
/// What letters as far apart as they may ever be count for more.
pub(super) const RESERVED: i64 = 150;
/// Ratio up to which spaces hardly look wide, and narrow, in thousandths: from there on letters
/// stand apart as far as they ever may, before spaces change further. Less would even the
/// spaces out at the cost of the letters: lines set closer and wider beside one another are
/// seen, too.
pub(in crate::typeset::paragraph) const EASY_STRETCH: i64 = 180;
pub(in crate::typeset::paragraph) const EASY_SHRINK: i64 = 300;
/// Ratio from which spaces are seen as wide: half as wide again.
const WIDE_FROM: i64 = 1000;
/// What a line of such spaces costs besides: most of what a hyphen does.
const WIDE: i64 = 120_000;
/// Ratio from which spaces are seen as narrow: three quarters of their width.
const NARROW_FROM: i64 = -750;
/// What a line of such spaces costs besides.
const TIGHT: i64 = 60_000;
/// Ratio that spaces have only in need.
pub(super) const LOOSE_FROM: i64 = 1500;
/// What a line of such spaces costs besides: more than dividing a word with a capital, less
/// than a last line of a few letters.
const LOOSE: i64 = 1_200_000;
/// A unit of cost within this module.
pub(super) const MILLI: i64 = 1000;
/// Times (difference of ratios in thousandths)², in thousandths: 30,000 demerits at 1.
pub(super) const JUMP: i64 = 30;
/// Times (ratio in thousandths)², in thousandths: 5000 demerits at 1. Knuth and Plass's
/// badness alone is so flat that it would leave many lines a little loose.
const UNEVEN: i64 = 5;
/// Narrow spaces count for so much more than wide ones, thousandths.
const NARROW: i64 = 1080;
/// Two hyphens one above the other.
const CONSECUTIVE_HYPHENS: i64 = 1_000_000;
/// A hyphen at the end of the last line but one.
const LAST_HYPHEN: i64 = 8_000;
/// A last line shorter than an indent and a half, or of one short word.
const RUNT: i64 = 5_000_000;
/// A last line of one whole word that is shorter than 2.2 indents, but no shorter than
/// [`LEAST_LETTERS`]: better than spaces that hurt.
const SHORT_LONE_WORD: i64 = 700_000;
/// Characters that a word alone on a last line must have.
const LEAST_LETTERS: usize = 6;
/// A last line of one word.
const LONE_WORD: i64 = 150_000;
/// A last line shorter than 2.2 indents.
const SHORT_LAST_LINE: i64 = 15_000;
/// A last line that is full but for less than half an indent.
const NEARLY_FULL: i64 = 2_000;
/// The same word at the start or end of two lines.
const STACKED: i64 = 20_000;
/// A line wider than it may be; every point over costs a thousandth of it.
const OVERFULL: i64 = 1_000_000_000;
/// A break between letters.
const LAST_RESORT: i64 = 10_000_000;

impl Search<'_> {
    /// The ratio and cost of a line; `None` when it must not be.
    pub(super) fn fit(&self, start_place: usize, at: usize, width: Length) -> Option<Fit> {
        let end = &self.problem.breaks[at];
        let start = self.start(start_place);
        let slack = width - (end.end.width - start.width) - self.correction(start_place, at);
        let mut overfull = false;
        let mut cost = (end.demerits + LAST_RESORT * i64::from(end.last_resort)) * MILLI;
        let ragged = self.problem.ragged.unwrap_or_default();
        let shares = shares(&start, &end.end, slack, ragged);
        let natural = end.forced && slack.0 >= 0;
        let letters = if natural { 0 } else { shares.letters };
        let mut ratio =
            if natural { 0 } else { shares.spaces + (letters * EXPANDED + shares.reserve * RESERVED) / 1000 };
        if shares.spaces > self.max_ratio() && !natural {
            if self.pass != Pass::Emergency {
                return None;
            }
            // Past what TeX calls infinitely bad, the fuller line is still the better one.
            cost += shares.spaces.min(1_000_000) * MILLI;
            ratio = self.max_ratio() + EXPANDED + RESERVED;
        }
        if shares.spaces < -1000 {
            if self.pass != Pass::Emergency {
                return None;
            }
            overfull = true;
            ratio = -1000 - EXPANDED - RESERVED;
            let excess = -shares.white - (end.end.shrink - start.shrink).at_least_zero();
            cost += OVERFULL * MILLI + excess.scale(OVERFULL, Length::PER_PT).0;
        }
        cost += demerits(ratio);
        if !natural && self.problem.ragged.is_none() {
            cost += seen(shares.spaces) * MILLI;
        }
        let after_hyphen = start_place > 0 && self.problem.breaks[start_place - 1].hyphen;
        if after_hyphen && end.hyphen {
            cost += CONSECUTIVE_HYPHENS * MILLI;
        }
        cost += self.stacked(start_place, end);
        if at + 1 == self.problem.breaks.len() && start_place > 0 {
            let whole = !after_hyphen && self.problem.last_word >= LEAST_LETTERS;
            cost += self.last_line((&start, &end.end), slack, whole)
                + i64::from(after_hyphen) * LAST_HYPHEN * MILLI;
        }
        Some(Fit { ratio, cost, line: LineFit { letters, reserve: shares.reserve, overfull } })
    }

    /// By how much a line within one word is wider than its totals say.
    fn correction(&self, start_place: usize, at: usize) -> Length {
        let middles = self.problem.middles;
        if middles.is_empty() || start_place == 0 {
            return Length::ZERO;
        }
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let known = middles.binary_search_by_key(&(place(start_place - 1), place(at)), |(places, _)| *places);
        known.map_or(Length::ZERO, |n| middles[n].1)
    }

    /// What a line costs by beginning or ending with the same word as its neighbour.
    fn stacked(&self, start_place: usize, end: &Opportunity) -> i64 {
        let before = start_place.checked_sub(1).map(|at| self.problem.breaks[at].words);
        let (last, first) = before.unwrap_or((0, self.problem.first_word));
        let times =
            i64::from(first != 0 && first == end.words.1) + i64::from(last != 0 && last == end.words.0);
        times * STACKED * MILLI
    }

    /// What the last of several lines costs by its length. `whole`: a word alone on it is
    /// whole and not too short.
    fn last_line(&self, (start, end): (&Sums, &Sums), slack: Length, whole: bool) -> i64 {
        let Some(indent) = self.problem.indent else { return 0 };
        let (width, lone) = (end.width - start.width, end.spaces == start.spaces);
        let half_point = Length::PER_PT / 2;
        MILLI
            * if width < indent.scale(3, 2) || (lone && !whole && width < indent.scale(22, 10)) {
                RUNT
            } else if lone && width < indent.scale(22, 10) {
                SHORT_LONE_WORD
            } else if lone {
                LONE_WORD
            } else if width < indent.scale(22, 10) {
                SHORT_LAST_LINE
            } else if slack.0 > half_point && slack < indent / 2 {
                NEARLY_FULL
            } else {
                0
            }
    }
}

/// How the slack of a line is shared out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset::paragraph) struct Shares {
    /// What letters take of their flex, thousandths; negative: they are narrower.
    pub(in crate::typeset::paragraph) letters: i64,
    /// What they take of their reserve, thousandths.
    pub(in crate::typeset::paragraph) reserve: i64,
    /// The ratio of the spaces, thousandths.
    pub(in crate::typeset::paragraph) spaces: i64,
    /// What is left to the spaces.
    pub(in crate::typeset::paragraph) white: Length,
}

/// Shares out `slack`: first letters take what is not seen, then spaces what hardly is, then
/// letters as much as they ever may, and spaces the rest. `ragged` is white beside the spaces.
pub(in crate::typeset::paragraph) fn shares(
    start: &Sums,
    end: &Sums,
    slack: Length,
    ragged: Length,
) -> Shares {
    let take = |slack: Length, most: Length| slack.max(-most).min(most);
    let part =
        |taken: Length, of: Length| if of == Length::ZERO { 0 } else { taken.0.saturating_mul(1000) / of.0 };
    let flex = (end.flex - start.flex).at_least_zero();
    let letters = take(slack, flex);
    let rest = slack - letters;
    let (give, easy) = if slack.0 >= 0 {
        (end.stretch - start.stretch + ragged, EASY_STRETCH)
    } else {
        (end.shrink - start.shrink, EASY_SHRINK)
    };
    let reserve = (end.reserve - start.reserve).at_least_zero();
    let more = if reserve == Length::ZERO {
        Length::ZERO
    } else {
        take(rest - take(rest, give.at_least_zero().scale(easy, 1000)), reserve)
    };
    let white = rest - more;
    let spaces = if white.0 >= 0 { ratio(white, give) } else { -ratio(-white, give) };
    Shares { letters: part(letters, flex), reserve: part(more, reserve), spaces, white }
}

/// `slack / flex` in thousandths, as much as 1000 where nothing gives.
fn ratio(slack: Length, flex: Length) -> i64 {
    match (slack.0, flex.0) {
        (0, _) => 0,
        (_, flex) if flex <= 0 => 1_000_000,
        (slack, flex) => (slack.saturating_mul(1000) + flex / 2) / flex,
    }
}

/// What spaces of a ratio cost by being noticed at all.
fn seen(ratio: i64) -> i64 {
    if ratio < NARROW_FROM {
        TIGHT
    } else if ratio <= WIDE_FROM {
        0
    } else if ratio <= LOOSE_FROM {
        WIDE
    } else {
        LOOSE
    }
}

/// (1 + badness)² of a ratio in thousandths, in thousandths of a demerit, and what it costs
/// not to be even.
fn demerits(ratio: i64) -> i64 {
    let r = if ratio < 0 { -ratio * NARROW / 1000 } else { ratio }.min(10_000);
    // 100 r³ in millionths; from ratio 4.6 on TeX calls a line infinitely bad.
    let badness = (100 * r * r * r / 1000).min(10_000_000_000);
    let thousandths = 1000 + badness / 1000;
    thousandths * thousandths / 1000 + UNEVEN * r * r
}
