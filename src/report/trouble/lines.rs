//! Troubles of lines and of paragraphs' shapes.

use super::{Area, Finder, Kind, area, points, ratio};
use crate::model::length::{Length, Point, Size};
use crate::parallel;
use crate::report::measure::Line;
use crate::report::rivers::{River, rivers};

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

/// Paragraphs that one thread looks at at a time.
const PARAGRAPHS_AT_ONCE: usize = 256;

impl<'a> Finder<'a> {
    /// Looks at every paragraph.
    pub(super) fn lines(&mut self) {
        let found = parallel::map_chunks(&self.lines.paragraphs, PARAGRAPHS_AT_ONCE, |paragraphs| {
            let mut finder = Self { found: Vec::new(), ..*self };
            finder.paragraphs(paragraphs);
            finder.found
        });
        self.found.extend(found);
    }

    fn paragraphs(&mut self, paragraphs: &[Vec<usize>]) {
        for paragraph in paragraphs {
            for line in self.lines.of(paragraph) {
                self.spaces(line);
            }
            if paragraph.len() > 1 {
                self.hyphens(paragraph);
                self.last_line(paragraph);
                self.stacked(paragraph);
                for river in rivers(self.lines, paragraph) {
                    self.river(&river);
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

    /// White that runs down.
    fn river(&mut self, river: &River) {
        let Some(line) = river.0.last().and_then(|(line, _)| self.lines.all.get(*line)) else { return };
        let length = river.0.len();
        let message = format!("white runs down through {length} lines");
        self.line(Kind::River, (25, number(length)), line, message);
        let spaces = river.0.iter().filter_map(|(line, space)| Some((self.lines.all.get(*line)?, *space)));
        let areas = spaces.map(|(line, (from, to))| part(line, from, to)).collect();
        self.mark(areas);
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
            let from = (place + 1).saturating_sub(run);
            let lines = paragraph.get(from..=place).unwrap_or_default().iter();
            let lines =
                lines.filter_map(|at| self.lines.all.get(*at)).filter(|other| other.page == line.page);
            let areas = lines.map(|line| part(line, line.ends.1 - line.em * 2, line.ends.1)).collect();
            self.mark(areas);
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
            let first = |line: &'a Line| line.text.split_whitespace().next();
            let last = |line: &'a Line| line.text.split_whitespace().next_back();
            for (edge, of) in [("begin", &first as &dyn Fn(&'a Line) -> Option<&'a str>), ("end", &last)] {
                let (Some(other), Some(word)) = (of(one), of(line)) else { continue };
                if bare(word).nth(1).is_some() && bare(word).eq(bare(other)) {
                    let word: String = bare(word).collect();
                    let message = format!("two lines in a row {edge} with “{word}”");
                    self.line(Kind::StackedWords, (25, 2), line, message);
                    self.mark([one, line].map(|line| edge_word(line, edge == "begin")).into());
                }
            }
        }
    }

    /// Lets the last trouble show these places.
    fn mark(&mut self, areas: Vec<Area>) {
        if let Some(trouble) = self.found.last_mut() {
            trouble.areas = areas;
        }
    }
}

/// A part of a line.
fn part(line: &Line, from: Length, to: Length) -> Area {
    let whole = area(line);
    Area { at: Point { x: from, ..whole.at }, size: Size { width: to - from, ..whole.size } }
}

/// Its first or its last word.
fn edge_word(line: &Line, first: bool) -> Area {
    let gap = if first { line.gaps.first() } else { line.gaps.last() };
    match (gap, first) {
        (Some((from, _)), true) => part(line, line.ends.0, *from),
        (Some((_, to)), false) => part(line, *to, line.ends.1),
        (None, _) => area(line),
    }
}

/// A word without what stands around it, in small letters.
fn bare(word: &str) -> impl Iterator<Item = char> {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

pub(super) fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
