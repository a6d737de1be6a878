//! Break opportunities to lines: total fit for every line count at once.
//!
//! Knuth and Plass, "Breaking Paragraphs into Lines" (1981), as one dynamic programme over
//! (break, line count). In place of their four fitness classes neighbouring lines pay for
//! the square of the difference of their ratios; a node is dropped only when another one
//! with the same break and count is cheaper whatever line follows, so the result is the
//! optimum. Costs are integers (thousandths of a demerit), ratios integers (thousandths):
//! every machine breaks alike, and ties fall to the earlier break.

mod cost;

pub(super) use self::cost::{EASY_SHRINK, EASY_STRETCH, shares};
use self::cost::{EXPANDED, JUMP, LOOSE_FROM, MILLI, RESERVED};
use crate::model::length::Length;

/// Running totals of what stands before a place of the paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// Natural width.
    pub(super) width: Length,
    /// What spaces may grow by at ratio 1.
    pub(super) stretch: Length,
    /// What spaces may shrink by.
    pub(super) shrink: Length,
    /// What letters may take up by their own width and the space between them, either way.
    pub(super) flex: Length,
    /// What more the space between letters may take up where word spaces would be far from
    /// their width.
    pub(super) reserve: Length,
    /// Word spaces.
    pub(super) spaces: u32,
}

impl Sums {
    /// The total when all gives way.
    fn narrowest(&self) -> Length {
        self.width - self.shrink - self.flex - self.reserve
    }

    /// The total when spaces grow by this ratio, thousandths, and letters as much as they may.
    fn widest(&self, ratio: i64) -> Length {
        self.width + self.stretch.scale(ratio, 1000) + self.flex + self.reserve
    }
}

/// A place where a line may end. Hyphens and protrusion are in the sums already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Opportunity {
    /// Totals up to the end of a line that ends here.
    pub(super) end: Sums,
    /// Totals up to the start of the line that follows.
    pub(super) start: Sums,
    /// What a break here costs, in demerits.
    pub(super) demerits: i64,
    /// The line ends in a hyphen.
    pub(super) hyphen: bool,
    /// It divides a word with a capital: only when the paragraph cannot be set otherwise.
    pub(super) capital: bool,
    /// What the word before the break and the one after it are known by; 0: by nothing.
    pub(super) words: (u32, u32),
    /// The line must end here; it need not be full.
    pub(super) forced: bool,
    /// Only when nothing else works: between the letters of an endless word.
    pub(super) last_resort: bool,
}

/// What is to be broken, and how.
pub(super) struct Problem<'a> {
    /// Totals at the start: protrusion of the first character.
    pub(super) start: Sums,
    /// In order; the last one is forced.
    pub(super) breaks: &'a [Opportunity],
    /// By how much lines from one break to another are wider than their totals say; sorted.
    pub(super) middles: &'a [((u32, u32), Length)],
    /// Width of the first lines; the last entry holds for all that follow.
    pub(super) widths: Vec<Length>,
    /// White a ragged line may have at its end at ratio 1; `None` when justified.
    pub(super) ragged: Option<Length>,
    /// What the paragraph's first word is known by.
    pub(super) first_word: u32,
    /// Characters of its last word.
    pub(super) last_word: usize,
    /// A break where no line may end.
    pub(super) banned: Option<u32>,
    /// What a short last line is measured by: the paragraphs' indent. `None`: last lines cost nothing.
    pub(super) indent: Option<Length>,
}

/// One way to break it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Solution {
    /// Indices of the breaks, one a line.
    pub(super) breaks: Vec<u32>,
    /// Demerits.
    pub(super) cost: i64,
    /// Largest ratio of a line, in thousandths.
    pub(super) worst: i64,
    /// Its lines, for what comes after breaking.
    pub(super) lines: Vec<LineFit>,
}

/// A line of a solution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineFit {
    /// What letters take of what they may, thousandths; negative: they are narrower.
    pub(super) letters: i64,
    /// What they take of their reserve, in the same way.
    pub(super) reserve: i64,
    /// It is wider than it may be.
    pub(super) overfull: bool,
}

impl Solution {
    /// Whether some line is wider than it may be.
    pub(super) fn is_overfull(&self) -> bool {
        self.lines.iter().any(|line| line.overfull)
    }
}

/// Line counts kept at a break: the cheapest, and so many more or fewer.
const COUNTS: u32 = 3;
/// From so many breaks on, one node and one neighbouring count is kept a break.
const LONG: usize = 6_000;
/// A line is looked for among so many starts at most.
const MOST_STARTS: usize = 1_500;

#[derive(Clone, Copy, Debug)]
struct Node {
    /// Index of the break + 1; 0 is the start.
    place: u32,
    /// Lines before the place.
    line: u32,
    cost: i64,
    prev: u32,
    fit: LineFit,
    ratio: i64,
}

/// A line as the cost function sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Fit {
    /// Thousandths.
    ratio: i64,
    cost: i64,
    line: LineFit,
}

/// How much is allowed; a paragraph is tried with the least that sets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pass {
    /// Spaces up to 1.75 of their width.
    Strict,
    /// Words with capitals are divided; up to 2 where that is not enough.
    Tolerant,
    /// Loose lines of any width, breaks between letters and overfull lines.
    Emergency,
}

/// The ways to break a paragraph, one a line count, the cheapest first: it, and those of
/// other counts whose worst line is still good.
pub(super) fn solve(problem: &Problem<'_>) -> Vec<Solution> {
    if problem.breaks.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Solution> = Vec::new();
    for pass in [Pass::Strict, Pass::Tolerant, Pass::Emergency] {
        if pass == Pass::Emergency && !found.is_empty() {
            break;
        }
        let mut search = Search::new(problem, pass);
        let ends = search.run();
        if !ends.is_empty() {
            found = search.solutions(&ends);
        }
        if found.first().is_some_and(|best| best.cost < SORE) {
            break;
        }
    }
    found
}

/// Demerits from which on a wider space somewhere may be the better way: two hyphens one
/// above the other or a few letters on the last line cost more.
pub(super) const SORE: i64 = 900_000;

struct Search<'a> {
    problem: &'a Problem<'a>,
    pass: Pass,
    nodes: Vec<Node>,
    /// Where the nodes of each place begin in `nodes`.
    first: Vec<u32>,
    widest: Length,
    narrowest: Length,
    /// How much widths fall back from one break to the next, by hyphens and what hangs out.
    back: Length,
}

impl<'a> Search<'a> {
    fn new(problem: &'a Problem<'a>, pass: Pass) -> Self {
        let widest = problem.widths.iter().copied().max().unwrap_or_default();
        let narrowest = problem.widths.iter().copied().min().unwrap_or_default();
        let fit = LineFit { letters: 0, reserve: 0, overfull: false };
        let nodes = vec![Node { place: 0, line: 0, cost: 0, ratio: 0, prev: 0, fit }];
        let mut search = Self { problem, pass, nodes, first: vec![0], widest, narrowest, back: Length::ZERO };
        search.back = search.falling_back();
        search
    }

    /// By how much the totals of a later break can be less than those of an earlier one.
    fn falling_back(&self) -> Length {
        let (mut least, mut most) = (Length(i64::MIN), Length(i64::MIN));
        let mut back = Length::ZERO;
        for end in self.problem.breaks {
            let (narrow, wide) = (end.end.narrowest(), end.start.widest(self.max_ratio()));
            back = back.max(least.max(narrow) - narrow).max(most.max(wide) - wide);
            (least, most) = (least.max(narrow), most.max(wide));
        }
        back
    }

    fn max_ratio(&self) -> i64 {
        match (self.pass, self.problem.ragged) {
            (Pass::Emergency, _) => 10_000,
            (Pass::Strict, None) => LOOSE_FROM,
            (Pass::Tolerant, None) => 2_000,
            (_, Some(_)) => 3_000,
        }
    }

    fn may_end_at(&self, at: usize) -> bool {
        let end = &self.problem.breaks[at];
        if self.problem.banned.is_some_and(|banned| banned as usize == at) {
            return end.forced;
        }
        !(end.last_resort && self.pass < Pass::Emergency || end.capital && self.pass < Pass::Tolerant)
    }

    fn start(&self, place: usize) -> Sums {
        place.checked_sub(1).map_or(self.problem.start, |at| self.problem.breaks[at].start)
    }

    fn nodes_at(&self, place: usize) -> std::ops::Range<usize> {
        let from = self.first[place] as usize;
        from..self.first.get(place + 1).map_or(self.nodes.len(), |at| *at as usize)
    }

    /// Fills the nodes of every break in turn; returns those of the last.
    fn run(&mut self) -> Vec<u32> {
        let mut candidates: Vec<Node> = Vec::new();
        // Places before this one cannot begin a line that ends here or later.
        let mut oldest = 0;
        for at in 0..self.problem.breaks.len() {
            let place = at + 1;
            candidates.clear();
            if self.may_end_at(at) {
                oldest = self.prune(oldest, at).max(place.saturating_sub(MOST_STARTS));
                self.lines_to(at, oldest, &mut candidates);
                let dead_end = |s: &Self| (oldest..place).all(|start| s.nodes_at(start).is_empty());
                if candidates.is_empty() && (self.problem.breaks[at].forced || dead_end(self)) {
                    if self.pass != Pass::Emergency {
                        return Vec::new();
                    }
                    self.rescue(at, &mut candidates);
                }
            }
            self.first.push(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
            self.keep(&mut candidates);
            if self.problem.breaks[at].forced {
                oldest = place;
            }
        }
        self.nodes_at(self.problem.breaks.len()).filter_map(|n| u32::try_from(n).ok()).collect()
    }

    /// Moves `oldest` past places from which a line to this break is far too wide.
    fn prune(&self, mut oldest: usize, at: usize) -> usize {
        let end = self.problem.breaks[at].end;
        while oldest <= at {
            // A later break's narrowest line from there may be a little narrower.
            if end.narrowest() - self.start(oldest).narrowest() - self.back * 2 <= self.widest {
                break;
            }
            oldest += 1;
        }
        oldest
    }

    fn lines_to(&self, at: usize, oldest: usize, candidates: &mut Vec<Node>) {
        let end = self.problem.breaks[at];
        for start in oldest..=at {
            let nodes = self.nodes_at(start);
            if nodes.is_empty() {
                continue;
            }
            if self.pass != Pass::Emergency && !end.forced && self.far_too_loose(start, at) {
                break;
            }
            // Of lines within an endless word, which has a break at every letter, the first
            // that fits is the fullest: it will do.
            let within = end.last_resort && start > 0 && self.problem.breaks[start - 1].last_resort;
            if within && candidates.last().is_some_and(|longer| !longer.fit.overfull) {
                break;
            }
            let mut known: Option<(Length, Option<Fit>)> = None;
            for n in nodes {
                let node = self.nodes[n];
                let width = self.width(node.line);
                let fit = match known {
                    Some((w, fit)) if w == width => fit,
                    _ => self.fit(start, at, width),
                };
                known = Some((width, fit));
                let Some(fit) = fit else { continue };
                let jump = if node.place == 0 || end.forced || self.problem.ragged.is_some() {
                    0
                } else {
                    JUMP * (fit.ratio - node.ratio) * (fit.ratio - node.ratio)
                };
                candidates.push(Node {
                    place: u32::try_from(at + 1).unwrap_or(u32::MAX),
                    line: node.line + 1,
                    cost: node.cost + fit.cost + jump,
                    ratio: fit.ratio,
                    prev: u32::try_from(n).unwrap_or(u32::MAX),
                    fit: fit.line,
                });
            }
        }
    }

    fn width(&self, line: u32) -> Length {
        let widths = &self.problem.widths;
        widths.get(line as usize).or(widths.last()).copied().unwrap_or_default()
    }

    /// Whether the line is so short that lines from later starts are too short as well.
    fn far_too_loose(&self, start: usize, at: usize) -> bool {
        let (start, end) = (self.start(start), self.problem.breaks[at].end);
        let most = end.widest(self.max_ratio()) - start.widest(self.max_ratio());
        let ragged = self.problem.ragged.unwrap_or_default().scale(self.max_ratio(), 1000);
        most + ragged + self.back * 2 < self.narrowest
    }

    /// A line wider than its measure from the last place reached, where nothing else leads on.
    fn rescue(&self, at: usize, candidates: &mut Vec<Node>) {
        let Some(start) = (0..=at).rev().find(|s| !self.nodes_at(*s).is_empty()) else { return };
        for n in self.nodes_at(start) {
            let node = self.nodes[n];
            if let Some(fit) = self.fit(start, at, self.width(node.line)) {
                candidates.push(Node {
                    place: u32::try_from(at + 1).unwrap_or(u32::MAX),
                    line: node.line + 1,
                    cost: node.cost + fit.cost,
                    ratio: fit.ratio,
                    prev: u32::try_from(n).unwrap_or(u32::MAX),
                    fit: fit.line,
                });
            }
        }
    }

    /// Keeps those candidates that some following line could make best.
    fn keep(&mut self, candidates: &mut [Node]) {
        let Some(best) = candidates.iter().min_by_key(|n| (n.cost, n.prev)).map(|n| n.line) else { return };
        let long = self.problem.breaks.len() > LONG;
        let window = if long { 1 } else { COUNTS };
        candidates.sort_unstable_by_key(|n| (n.line, n.cost, n.prev));
        let (mut line, mut from) = (u32::MAX, self.nodes.len());
        for node in candidates.iter() {
            if node.line.abs_diff(best) > window {
                continue;
            }
            if node.line != line {
                (line, from) = (node.line, self.nodes.len());
            }
            let dominated = self.nodes[from..].iter().any(|kept| self.dominates(kept, node));
            if !(dominated || long && self.nodes.len() > from) {
                self.nodes.push(*node);
            }
        }
    }

    /// Whether `kept`, which is not dearer, stays so whatever the ratio of the next line.
    fn dominates(&self, kept: &Node, node: &Node) -> bool {
        if self.problem.ragged.is_some() {
            return true;
        }
        // The jump's costs differ by a linear function of the next ratio: its ends suffice.
        let more = |next: i64| JUMP * (kept.ratio - node.ratio) * (kept.ratio + node.ratio - 2 * next);
        let (least, most) = (-1000 - EXPANDED - RESERVED, self.max_ratio() + EXPANDED + RESERVED);
        kept.cost + more(least).max(more(most)).max(0) <= node.cost
    }

    fn solutions(&self, ends: &[u32]) -> Vec<Solution> {
        let mut solutions: Vec<Solution> = Vec::new();
        for end in ends {
            let solution = self.trace(*end);
            // Nodes come by count and then by cost: the first of a count is its best.
            if solutions.last().is_none_or(|s| s.breaks.len() != solution.breaks.len()) {
                solutions.push(solution);
            }
        }
        let Some(best) = solutions.iter().min_by_key(|s| (s.cost, s.breaks.len())).cloned() else {
            return solutions;
        };
        // The worst line of an alternative: spaces of 1.75 at most.
        solutions.retain(|s| {
            let n = s.breaks.len();
            n == best.breaks.len()
                || (n.abs_diff(best.breaks.len()) <= 1 + usize::from(best.breaks.len() > 12)
                    && s.worst <= best.worst.max(1_500)
                    && !s.is_overfull())
        });
        solutions.sort_by_key(|s| (s.breaks.len() != best.breaks.len(), s.cost, s.breaks.len()));
        solutions
    }

    fn trace(&self, end: u32) -> Solution {
        let mut at = end as usize;
        let cost = self.nodes[at].cost / MILLI;
        let mut solution = Solution { breaks: Vec::new(), cost, worst: 0, lines: Vec::new() };
        while self.nodes[at].place > 0 {
            let node = &self.nodes[at];
            solution.breaks.push(node.place - 1);
            solution.lines.push(node.fit);
            solution.worst = solution.worst.max(node.ratio);
            at = node.prev as usize;
        }
        solution.breaks.reverse();
        solution.lines.reverse();
        solution
    }
}

/// The cost of given breaks in thousandths of a demerit, as the search would count it;
/// `None` when a line of them must not be.
#[cfg(test)]
pub(super) fn cost_of(problem: &Problem<'_>, breaks: &[u32], pass: Pass) -> Option<i64> {
    let search = Search::new(problem, pass);
    let (mut place, mut before, mut cost) = (0, 0, 0);
    for (line, at) in (0u32..).zip(breaks) {
        let fit = search.fit(place, *at as usize, search.width(line))?;
        let end = &problem.breaks[*at as usize];
        if place > 0 && !end.forced && problem.ragged.is_none() {
            cost += JUMP * (fit.ratio - before) * (fit.ratio - before);
        }
        cost += fit.cost;
        (place, before) = (*at as usize + 1, fit.ratio);
    }
    Some(cost)
}
