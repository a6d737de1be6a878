//! Inlines to lines: collect, shape, break (Knuth and Plass 1981), set.
//!
//! A paragraph is broken once, over (breakpoint, line count), and keeps its best breaks
//! for several line counts: [`Variant`]s for the page breaker to choose from. Frames are
//! made only for the variant that is chosen ([`Paragraph::line`]).

mod bonds;
mod cells;
mod characters;
mod collect;
mod drop_cap;
mod findings;
mod items;
mod knuth_plass;
mod look;
pub(super) mod pages;
mod prepare;
mod protrusion;
mod rivers;
mod runs;
mod segment;
mod set;
#[cfg(test)]
mod tests;
mod units;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::collect::collect;
use self::items::Rules;
use self::prepare::prepare;
use self::set::Prepared;
use self::units::units;
use super::display::{Frame, Paint, Source, TextLine};
use super::labels::Labels;
use super::missing::Remark;
use crate::edition::Edition;
use crate::font::Look;
use crate::font::shape::{self, Shaper};
use crate::model::inline::{Inline, InlineKind};
use crate::model::length::{Length, Point, Size};
use crate::model::theme::LabelStyle;
use crate::model::{NodeId, walk};
use crate::source::Span;

/// What a worker sets paragraphs with.
pub struct Setter<'a> {
    /// The edition: targets of links, marks of notes, pictures, hyphenation.
    pub edition: &'a Edition<'a>,
    /// Its shaper.
    pub shaper: Shaper<'a>,
    /// The page labels that are known.
    pub labels: Arc<Labels>,
    /// The marks of notes that begin again on each page, as far as pages are known.
    pub marks: BTreeMap<NodeId, String>,
    /// What there is to say about what was set; taken by the caller.
    pub findings: Vec<Remark>,
    /// A paragraph whose fix is left aside.
    pub unfitted: Option<NodeId>,
    words: words::Words,
}

impl<'a> Setter<'a> {
    /// A setter for an edition.
    pub fn new(edition: &'a Edition<'a>) -> Self {
        Self {
            edition,
            shaper: Shaper::new(edition.fonts),
            labels: Arc::default(),
            marks: BTreeMap::new(),
            findings: Vec::new(),
            unfitted: None,
            words: words::Words::default(),
        }
    }

    /// A setter that knows page labels, and the words of earlier work on the same edition.
    pub fn remembering(edition: &'a Edition<'a>, labels: &Arc<Labels>, memory: Memory) -> Self {
        let shaper = Shaper::remembering(edition.fonts, memory.shaped);
        let labels = Arc::clone(labels);
        Self { shaper, labels, words: memory.words, ..Self::new(edition) }
    }

    /// The mark of a note.
    pub fn mark(&self, note: NodeId) -> Option<String> {
        self.marks.get(&note).or_else(|| self.edition.book.marks.get(&note)).cloned()
    }

    /// What it will have to remember for further work.
    pub fn into_memory(self) -> Memory {
        Memory { words: self.words, shaped: self.shaper.into_memory() }
    }
}

/// The words that a setter has met in an edition, shaped and divided.
#[derive(Default)]
pub struct Memory {
    words: words::Words,
    shaped: shape::Memory,
}

/// Whether a note's mark is raised: an asterisk is drawn high already, and would be too small
/// to see.
pub fn is_raised(mark: &str) -> bool {
    !mark.starts_with('*')
}

/// A piece of what a paragraph says.
#[derive(Clone, Debug)]
pub enum Piece<'a> {
    /// Text of the book.
    Inlines(&'a [Inline]),
    /// Text of the book that stays upright among italics: a statement's title.
    Upright(&'a [Inline]),
    /// A part of a block's text, that begins at this byte of the whole.
    Part(u32, &'a [Inline]),
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
    /// A number or a word made for a node, before what it names: `Figure 3.2`.
    Label {
        /// The words.
        text: Arc<str>,
        /// What they name.
        node: NodeId,
        /// How they look.
        style: LabelStyle,
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
    let paragraph = prepare(setter, content, style);
    let lines = paragraph.variants.first().map_or(0, |v| v.lines.len());
    let paragraph = if style.drop_cap > 1 && lines < usize::from(style.drop_cap) {
        // Too short to stand beside a letter of that height.
        prepare(setter, content, &ParagraphStyle { drop_cap: 0, ..style.clone() })
    } else {
        paragraph
    };
    paragraph.report(setter, content);
    paragraph
}

/// Sets a text on one line of its natural width, never broken: folios, running heads,
/// markers of lists, page numbers. The frame is `leading` high, its baseline as in [`baseline`].
pub fn single_line(setter: &mut Setter<'_>, content: &Content<'_>, style: &ParagraphStyle) -> Frame {
    let flat = collect(setter, content, style);
    let units = units(setter, flat, Length(i64::MAX / 4));
    let rules = Rules::PLAIN;
    let prepared = Prepared::new(setter, content, style, units, rules);
    report_unset(setter, &prepared, content);
    prepared.natural_line()
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
        let mut frame = range.map(|range| self.prepared.line(range, index)).unwrap_or_default();
        let items = frame.items.len();
        frame.lines.extend(range.and_then(|range| self.facts((variant, index), range, items)));
        Line { frame, span: self.prepared.span }
    }

    /// Keeps only the way to break it into so many lines more or fewer than is best.
    ///
    /// # Errors
    /// The numbers of lines there are, when that is none of them.
    pub fn fit(&mut self, lines: i32) -> Result<(), Vec<usize>> {
        let counts: Vec<usize> = self.variants.iter().map(|v| v.lines.len()).collect();
        let wanted = counts.first().and_then(|best| best.checked_add_signed(isize::try_from(lines).ok()?));
        let Some(at) = counts.iter().position(|count| Some(*count) == wanted) else {
            return Err(counts);
        };
        self.variants = vec![self.variants.swap_remove(at)];
        self.prepared.lines = self.prepared.lines.get(at).cloned().into_iter().collect();
        Ok(())
    }

    /// What the display list does not say of a line.
    fn facts(&self, (variant, index): (usize, usize), range: &set::Range, items: usize) -> Option<TextLine> {
        let lines = &self.variants.get(variant)?.lines;
        let info = lines.get(index)?;
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let counts = || self.variants.iter().map(|v| number(v.lines.len()));
        let (x, width) = self.prepared.extent(index);
        Some(TextLine {
            at: Point { x, y: Length::ZERO },
            size: Size { width, height: self.prepared.style.leading },
            items: (0, items),
            node: self.node,
            span: self.prepared.span,
            index: number(index),
            count: number(lines.len()),
            choices: [counts().min(), counts().next(), counts().max()].map(Option::unwrap_or_default),
            hyphenated: info.hyphenated,
            justified: self.prepared.rules.justify,
            ends: range.forced,
            over: if info.overfull { self.prepared.excess(range, index).1 } else { Length::ZERO },
        })
    }

    /// Says what is wrong with its best variant.
    fn report(&self, setter: &mut Setter<'_>, content: &Content<'_>) {
        report_unset(setter, &self.prepared, content);
        let infos = self.variants.first().map(|v| &v.lines[..]).unwrap_or_default();
        for (index, _) in infos.iter().enumerate().filter(|(_, info)| info.overfull).take(MOST_OVERFULL) {
            let Some(range) = self.prepared.lines.first().and_then(|l| l.get(index)) else { continue };
            let (text, over) = self.prepared.excess(range, index);
            if over.0 > Length::PER_PT / 20 {
                setter.findings.push(findings::overfull_line(self.prepared.span, &text, over).into());
            }
        }
    }
}

/// Overfull lines of one paragraph that are told of.
const MOST_OVERFULL: usize = 5;

/// Says what of a paragraph has no glyphs or cannot be drawn.
fn report_unset(setter: &mut Setter<'_>, prepared: &Prepared, content: &Content<'_>) {
    for characters in prepared.units.missing.values() {
        let span = characters.first().map_or(content.span, |c| place_of(*c, content));
        setter.findings.push(Remark::Missing { span, characters: characters.clone() });
    }
    for (path, reason) in &prepared.units.flat.faults {
        setter.findings.push(findings::unsupported_svg(prepared.span, path, reason).into());
    }
    for (url, what) in &prepared.units.flat.rasterised {
        setter.findings.push(super::findings::rasterised(url, what, prepared.span).into());
    }
}

/// Where a character stands in the Markdown, as narrowly as the text is known.
fn place_of(c: char, content: &Content<'_>) -> Span {
    let mut place = None;
    for piece in &content.pieces {
        let (Piece::Inlines(inlines) | Piece::Upright(inlines) | Piece::Part(_, inlines)) = piece else {
            continue;
        };
        walk::inlines(inlines, &mut |inline| {
            let (InlineKind::Text(text) | InlineKind::Code(text)) = &inline.kind else { return };
            let Some(at) = text.find(c).filter(|_| place.is_none()) else { return };
            let mut span = inline.span;
            // Text that is written as it reads.
            if (span.end - span.start) as usize == text.len() {
                let start = span.start as usize + at;
                span = Span::new(span.file, start, start + c.len_utf8());
            }
            place = Some(span);
        });
    }
    place.unwrap_or(content.span)
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
