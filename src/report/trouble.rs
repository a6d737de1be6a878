//! What is wrong with lines and pages, where, and how much it weighs.
//!
//! A weight of 100 is what a proofreader would mark, 25 a blemish; the scale is the one of
//! `defects per 100 pages` among the figures.

use super::advice;
use super::measure::{Line, Lines};
use crate::model::Place;
use crate::model::length::{Length, Point, Size};
use crate::source::Span;
use crate::typeset::display::Layout;

mod lines;
mod pages;

pub(super) use lines::{LOOSE, VERY_LOOSE};

/// Kinds of trouble, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    OverfullLine,
    StrandedHeading,
    Widow,
    Orphan,
    UnevenPages,
    HyphenAtTurn,
    HyphenLadder,
    Runt,
    LooseLine,
    DividedBlock,
    TightLine,
    River,
    StackedWords,
    ShortPage,
    FarFloat,
    LoneWord,
}

impl Kind {
    /// Every kind, the gravest first.
    pub const ALL: &[Self] = &[
        Self::OverfullLine,
        Self::StrandedHeading,
        Self::Widow,
        Self::Orphan,
        Self::UnevenPages,
        Self::HyphenAtTurn,
        Self::HyphenLadder,
        Self::Runt,
        Self::LooseLine,
        Self::DividedBlock,
        Self::TightLine,
        Self::River,
        Self::StackedWords,
        Self::ShortPage,
        Self::FarFloat,
        Self::LoneWord,
    ];

    /// Its stable name, in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::OverfullLine => "overfull-line",
            Self::StrandedHeading => "stranded-heading",
            Self::Widow => "widow",
            Self::Orphan => "orphan",
            Self::UnevenPages => "uneven-pages",
            Self::HyphenAtTurn => "hyphen-at-turn",
            Self::HyphenLadder => "hyphen-ladder",
            Self::Runt => "runt",
            Self::LooseLine => "loose-line",
            Self::DividedBlock => "divided-block",
            Self::TightLine => "tight-line",
            Self::River => "river",
            Self::StackedWords => "stacked-words",
            Self::ShortPage => "short-page",
            Self::FarFloat => "far-float",
            Self::LoneWord => "lone-word",
        }
    }

    /// What one of them, and what several are called.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::OverfullLine => ("overfull line", "overfull lines"),
            Self::StrandedHeading => ("stranded heading", "stranded headings"),
            Self::Widow => ("widow", "widows"),
            Self::Orphan => ("orphan", "orphans"),
            Self::UnevenPages => ("uneven page end", "uneven page ends"),
            Self::HyphenAtTurn => ("hyphen at a page turn", "hyphens at page turns"),
            Self::HyphenLadder => ("ladder of hyphens", "ladders of hyphens"),
            Self::Runt => ("runt", "runts"),
            Self::LooseLine => ("loose line", "loose lines"),
            Self::DividedBlock => ("divided block", "divided blocks"),
            Self::TightLine => ("tight line", "tight lines"),
            Self::River => ("river", "rivers"),
            Self::StackedWords => ("stacked word", "stacked words"),
            Self::ShortPage => ("nearly empty page", "nearly empty pages"),
            Self::FarFloat => ("distant figure", "distant figures"),
            Self::LoneWord => ("lone last word", "lone last words"),
        }
    }

    /// Whether it is a matter of pages; else of lines.
    pub fn is_of_pages(self) -> bool {
        matches!(
            self,
            Self::StrandedHeading
                | Self::Widow
                | Self::Orphan
                | Self::UnevenPages
                | Self::HyphenAtTurn
                | Self::DividedBlock
                | Self::ShortPage
                | Self::FarFloat
        )
    }
}

/// A rectangle on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its top left corner.
    pub at: Point,
    /// Its extent.
    pub size: Size,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What kind.
    pub kind: Kind,
    /// How much it counts: 100 is what a proofreader would mark.
    pub weight: u32,
    /// How far it goes, in the unit of its kind: thousandths of a space's natural width,
    /// thousandths of a point, lines, characters.
    pub amount: i64,
    /// Index of its page.
    pub page: usize,
    /// The page's folio.
    pub label: String,
    /// What is wrong, in words.
    pub message: String,
    /// The words of the line that it is about.
    pub text: String,
    /// What to type, or else to do.
    pub advice: String,
    /// Where on the page.
    pub areas: Vec<Area>,
    /// The Markdown of its paragraph.
    pub span: Span,
    /// Where the line begins in the book.
    pub start: Option<Place>,
    /// The Markdown file and the line in it; `None` for text that nobody wrote.
    pub file: Option<(String, usize)>,
}

/// Every trouble of a layout, the worst first.
pub(super) fn find(layout: &Layout, lines: &Lines, edition: &str) -> Vec<Trouble> {
    let mut found = Finder { layout, lines, edition, found: Vec::new() };
    found.lines();
    found.pages();
    let mut troubles = found.found;
    troubles.sort_by(|a, b| {
        let order = |t: &Trouble| (std::cmp::Reverse(t.weight), t.kind);
        order(a).cmp(&order(b)).then_with(|| {
            let size = |t: &Trouble| if t.kind == Kind::TightLine { -t.amount } else { t.amount };
            size(b).cmp(&size(a)).then(a.page.cmp(&b.page))
        })
    });
    troubles
}

/// Looks for troubles.
struct Finder<'a> {
    layout: &'a Layout,
    lines: &'a Lines,
    edition: &'a str,
    found: Vec<Trouble>,
}

impl Finder<'_> {
    /// Notes a trouble of a line.
    fn line(&mut self, kind: Kind, (weight, amount): (u32, i64), line: &Line, message: String) {
        let advice = advice::for_line(kind, line, self.edition);
        let area = area(line);
        self.found.push(Trouble {
            kind,
            weight,
            amount,
            page: line.page,
            label: self.label(line.page),
            message,
            text: line.text.trim().to_owned(),
            advice,
            areas: vec![area],
            span: line.fact.span,
            start: line.start,
            file: None,
        });
    }

    /// The folio of a page.
    fn label(&self, page: usize) -> String {
        self.layout.pages.get(page).map(|page| page.label.clone()).unwrap_or_default()
    }
}

/// Where a line stands.
fn area(line: &Line) -> Area {
    let (left, right) = line.ends;
    let at = Point { x: left, y: line.fact.at.y };
    Area { at, size: Size { width: (right - left).at_least_zero(), height: line.fact.size.height } }
}

/// `1.84`, of thousandths.
pub(super) fn ratio(thousandths: i64) -> String {
    let hundredths = (thousandths + 5) / 10;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// `3.2`: a length in points.
pub(super) fn points(length: Length) -> String {
    let tenths = (length.0 * 10 + Length::PER_PT / 2) / Length::PER_PT;
    format!("{}.{}", tenths / 10, tenths % 10)
}
