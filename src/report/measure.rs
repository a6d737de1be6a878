//! Pages to measured lines: the white between the words as it is printed, the words at the
//! edges, and which lines make a paragraph.
//!
//! Everything is read off the glyphs, so that it is true of the page whatever the line
//! breaker believed: a space's width is its glyph's advance, and its natural width is the
//! one its face gives it.

use std::collections::BTreeMap;

use crate::font::FontBook;
use crate::model::length::Length;
use crate::model::{NodeId, Place};
use crate::parallel;
use crate::typeset::display::{GlyphRun, Item, Layout, Page, Source, TextLine};

/// Pages that one thread measures at a time.
const PAGES_AT_ONCE: usize = 16;

/// A line of text as it is printed.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Index of its page.
    pub(super) page: usize,
    /// What the typesetter says of it.
    pub(super) fact: TextLine,
    /// The mean of its word spaces in thousandths of their natural width; `None` where
    /// spaces are not fitted, or there are none.
    pub(super) space: Option<i64>,
    /// Its word spaces, from and to.
    pub(super) gaps: Vec<(Length, Length)>,
    /// The natural width of a space.
    pub(super) natural: Length,
    /// Its words.
    pub(super) text: String,
    /// Where it begins in the book.
    pub(super) start: Option<Place>,
    /// The left and the right end of its glyphs.
    pub(super) ends: (Length, Length),
    /// The size of most of it.
    pub(super) em: Length,
    /// How its letters are fitted: scale in thousandths, space in thousandths of an em.
    pub(super) letters: (i32, i32),
}

/// A book's lines, and the paragraphs they make.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) all: Vec<Line>,
    /// Indices of the lines of each paragraph, in order.
    pub(super) paragraphs: Vec<Vec<usize>>,
}

impl Lines {
    /// The lines of a paragraph.
    pub(super) fn of<'a>(&'a self, paragraph: &'a [usize]) -> impl Iterator<Item = &'a Line> + Clone {
        paragraph.iter().filter_map(|at| self.all.get(*at))
    }

    /// The lines of a page, in order.
    pub(super) fn on(&self, page: usize) -> &[Line] {
        let from = self.all.partition_point(|line| line.page < page);
        let to = self.all.partition_point(|line| line.page <= page);
        self.all.get(from..to).unwrap_or_default()
    }
}

/// Measures a layout.
pub(super) fn measure(layout: &Layout, fonts: &FontBook) -> Lines {
    let pages: Vec<(usize, &Page)> = layout.pages.iter().enumerate().collect();
    let all = parallel::map_chunks(&pages, PAGES_AT_ONCE, |pages| {
        pages.iter().flat_map(|(at, page)| page_lines(*at, page, fonts)).collect()
    });
    let paragraphs = paragraphs(&all);
    Lines { all, paragraphs }
}

fn page_lines(at: usize, page: &Page, fonts: &FontBook) -> Vec<Line> {
    let lines = page.frame.lines.iter();
    lines.map(|fact| line(at, *fact, page.frame.items.get(fact.items.0..fact.items.1), fonts)).collect()
}

fn line(
    page: usize,
    fact: TextLine,
    items: Option<&[(crate::model::length::Point, Item)]>,
    fonts: &FontBook,
) -> Line {
    let mut line = Line {
        page,
        fact,
        space: None,
        gaps: Vec::new(),
        natural: Length::ZERO,
        text: String::new(),
        start: None,
        ends: (fact.at.x, fact.at.x),
        em: Length::ZERO,
        letters: (1000, 0),
    };
    let bottom = fact.at.y + fact.size.height;
    let (mut begun, mut widest, mut natural) = (false, Length::ZERO, Length::ZERO);
    for (at, item) in items.unwrap_or_default() {
        let Item::Glyphs(run) = item else { continue };
        // A drop cap stands on the baseline of a later line.
        if at.y > bottom {
            continue;
        }
        let width = run.width();
        let right = at.x + width;
        line.ends = if begun { (line.ends.0.min(at.x), line.ends.1.max(right)) } else { (at.x, right) };
        begun = true;
        if width > widest {
            (widest, line.em, line.letters) = (width, run.size, (run.scale, run.tracking));
        }
        if let (None, Source::Book(range)) = (line.start, &run.source) {
            line.start = Some(range.start);
        }
        natural += spaces(run, at.x, fonts, &mut line.gaps);
        line.text.push_str(&run.text);
    }
    line.gaps.sort_unstable();
    let count = i64::try_from(line.gaps.len()).unwrap_or(i64::MAX);
    if count > 0 && natural > Length::ZERO {
        line.natural = natural / count;
        let white: Length = line.gaps.iter().map(|(from, to)| *to - *from).sum();
        line.space = (fact.justified && !fact.ends).then(|| white.0.saturating_mul(1000) / natural.0);
    }
    line
}

/// Adds the word spaces of a run, and returns how wide they would be.
fn spaces(run: &GlyphRun, left: Length, fonts: &FontBook, gaps: &mut Vec<(Length, Length)>) -> Length {
    let text = run.text.as_bytes();
    let is_space = |cluster: u32| text.get(cluster as usize) == Some(&b' ');
    if !text.contains(&b' ') {
        return Length::ZERO;
    }
    let face = fonts.face(run.font);
    let (mut x, mut natural) = (left, Length::ZERO);
    for glyph in &run.glyphs {
        let next = x + glyph.advance;
        if glyph.advance > Length::ZERO && is_space(glyph.cluster) {
            gaps.push((x, next));
            let advance = Length(i64::from(face.advance(glyph.id)));
            natural += advance.scale(run.size.0, i64::from(face.units_per_em.max(1)));
        }
        x = next;
    }
    natural
}

/// Which lines go on with which: notes may stand between those of a paragraph.
fn paragraphs(lines: &[Line]) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = Vec::new();
    let mut open: BTreeMap<NodeId, usize> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let known = open.get(&line.fact.node).copied().filter(|n| {
            let last = all.get(*n).and_then(|p| p.last()).and_then(|last| lines.get(*last));
            last.is_some_and(|last| last.fact.index + 1 == line.fact.index)
        });
        if let Some(paragraph) = known.and_then(|n| all.get_mut(n)) {
            paragraph.push(at);
        } else {
            open.insert(line.fact.node, all.len());
            all.push(vec![at]);
        }
    }
    all
}
