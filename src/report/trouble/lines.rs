//! Troubles of lines and of paragraphs' shapes.

use super::{Finder, Kind, area, points, ratio, rivers};
use crate::model::length::Length;
use crate::report::measure::Line;

/// Spaces wider than this, in thousandths of their natural width, make a line loose.
pub(in crate::report) const LOOSE: i64 = 1500;
/// From here on a line is what a proofreader marks.
pub(in crate::report) const VERY_LOOSE: i64 = 2000;
/// Spaces narrower than this make a line tight: a third off is the least that reads well.
const TIGHT: i64 = 667;
/// From here on it is seen at once.
const VERY_TIGHT: i64 = 600;
/// A last line of fewer characters is a runt.
pub(in crate::report) const RUNT: usize = 5;
/// Less is not seen.
const LEAST_OVER: Length = Length(Length::PER_PT / 20);

impl Finder<'_> {
    /// Looks at every paragraph.
    pub(super) fn lines(&mut self) {
        for paragraph in &self.lines.paragraphs {
            for line in self.lines.of(paragraph) {
                self.spaces(line);
            }
            if paragraph.len() > 1 {
                self.hyphens(paragraph);
                self.last_line(paragraph);
                self.stacked(paragraph);
                for river in rivers(self.lines, paragraph) {
                    let Some(line) = self.lines.all.get(river.line) else { continue };
                    let message = format!("white runs down through {} lines", river.length);
                    self.line(Kind::River, (25, number(river.length)), line, message);
                    self.widen(paragraph, river.line, river.length);
                }
            }
        }
    }

    fn spaces(&mut self, line: &Line) {
        if line.fact.over > LEAST_OVER {
            let over = line.fact.over.scale(1000, Length::PER_PT).0;
            let message = format!("the line sticks out by {} pt", points(line.fact.over));
            self.line(Kind::OverfullLine, (100, over), line, message);
        }
        let Some(space) = line.space else { return };
        let times = ratio(space);
        if space > LOOSE {
            let weight = if space > VERY_LOOSE { 100 } else { 25 };
            let message = format!("its word spaces are {times} times as wide as they should be");
            self.line(Kind::LooseLine, (weight, space), line, message);
        } else if space < TIGHT && line.fact.over <= LEAST_OVER {
            let weight = if space < VERY_TIGHT { 25 } else { 0 };
            let message = format!("its word spaces have {times} of their width");
            self.line(Kind::TightLine, (weight, space), line, message);
        }
    }

    /// Lines one below the other that end in a hyphen.
    fn hyphens(&mut self, paragraph: &[usize]) {
        let mut run = 0;
        for (place, at) in paragraph.iter().enumerate() {
            let Some(line) = self.lines.all.get(*at) else { continue };
            run = if line.fact.hyphenated { run + 1 } else { 0 };
            let next = paragraph.get(place + 1).and_then(|at| self.lines.all.get(*at));
            if run < 2 || next.is_some_and(|next| next.fact.hyphenated) {
                continue;
            }
            let weight = if run > 2 { 100 } else { 25 };
            let message = format!("{run} lines in a row end in a hyphen");
            self.line(Kind::HyphenLadder, (weight, number(run)), line, message);
            self.widen(paragraph, *at, run);
        }
    }

    /// A paragraph's end of a few letters, or of one word.
    fn last_line(&mut self, paragraph: &[usize]) {
        let Some(line) = paragraph.last().and_then(|at| self.lines.all.get(*at)) else { return };
        if !line.fact.ends || line.fact.index + 1 != line.fact.count || !line.fact.justified {
            return;
        }
        let text = line.text.trim();
        let count = text.chars().count();
        let width = line.ends.1 - line.ends.0;
        if count < RUNT || width < line.em {
            let weight = if count < RUNT { 100 } else { 50 };
            let message = format!("the last line is no more than “{text}”");
            self.line(Kind::Runt, (weight, -number(count)), line, message);
        } else if !text.contains(' ') {
            let message = format!("the last line is the one word “{text}”");
            self.line(Kind::LoneWord, (0, -number(count)), line, message);
        }
    }

    /// The same word twice at the same edge.
    fn stacked(&mut self, paragraph: &[usize]) {
        for (above, below) in paragraph.iter().zip(paragraph.iter().skip(1)) {
            let (Some(one), Some(line)) = (self.lines.all.get(*above), self.lines.all.get(*below)) else {
                continue;
            };
            if one.page != line.page {
                continue;
            }
            let first = |line: &Line| line.text.split_whitespace().next().map(bare);
            let last = |line: &Line| line.text.split_whitespace().next_back().map(bare);
            for (edge, of) in [("begin", &first as &dyn Fn(&Line) -> Option<String>), ("end", &last)] {
                let Some(word) = of(line).filter(|word| word.chars().count() > 1) else { continue };
                if of(one).is_some_and(|other| other == word) {
                    let message = format!("two lines in a row {edge} with “{word}”");
                    self.line(Kind::StackedWords, (25, 2), line, message);
                    self.widen(paragraph, *below, 2);
                }
            }
        }
    }

    /// Lets the last trouble show so many lines of a paragraph, `at` being the lowest.
    fn widen(&mut self, paragraph: &[usize], at: usize, count: usize) {
        let Some(place) = paragraph.iter().position(|line| *line == at) else { return };
        let from = (place + 1).saturating_sub(count);
        let Some(trouble) = self.found.last_mut() else { return };
        let lines = paragraph.get(from..=place).unwrap_or_default();
        let shown = lines.iter().filter_map(|line| self.lines.all.get(*line));
        trouble.areas = shown.filter(|line| line.page == trouble.page).map(area).collect();
    }
}

/// A word without what stands around it, in small letters.
fn bare(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
