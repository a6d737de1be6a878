//! Placed faults are found, and nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::figures;
use super::measure::{Lines, measure};
use super::trouble::{self, Kind, Trouble};
use crate::font::{Family, FontBook, Look};
use crate::model::length::{Length, Point, Size};
use crate::model::{NodeId, Place};
use crate::source::{FileId, Span};
use crate::typeset::display::{Frame, Glyph, GlyphRun, Item, Layout, Page, Paint, Source, TextLine};
use crate::typeset::page::fault::{Fault, FaultKind};

const SIZE: Length = Length::pt(10);
const LEADING: Length = Length::pt(14);
const MEASURE: Length = Length::pt(200);

/// A layout under construction: paragraphs of lines, each of words and the width of its
/// spaces in thousandths of their natural width.
struct Draft {
    fonts: FontBook,
    layout: Layout,
    next: u32,
}

impl Draft {
    fn new() -> Self {
        let mut draft = Self { fonts: FontBook::default(), layout: Layout::default(), next: 1 };
        draft.page();
        draft
    }

    /// Begins a page.
    fn page(&mut self) {
        let size = Size { width: Length::pt(300), height: Length::pt(400) };
        let label = (self.layout.pages.len() + 1).to_string();
        self.layout.pages.push(Page { size, label, frame: Frame::new(size) });
    }

    /// Adds a paragraph; an empty text begins a page.
    fn paragraph(&mut self, lines: &[(&str, i64)]) -> &mut Self {
        let node = NodeId { chapter: 0, index: self.next };
        self.next += 1;
        let count = lines.iter().filter(|(text, _)| !text.is_empty()).count();
        let mut index = 0;
        for (text, space) in lines {
            if text.is_empty() {
                self.page();
                continue;
            }
            self.line(node, (index, count), text, *space);
            index += 1;
        }
        self
    }

    fn line(&mut self, node: NodeId, (index, count): (usize, usize), text: &str, space: i64) {
        let run = self.run(node, text, space);
        let page = self.layout.pages.last_mut().expect("a page");
        let y = Length::pt(40) + LEADING * i64::try_from(page.frame.lines.len()).expect("few");
        let items = page.frame.items.len();
        let over = (run.width() - MEASURE).at_least_zero();
        page.frame.push(Point { x: Length::pt(50), y: y + SIZE }, Item::Glyphs(run));
        page.frame.lines.push(TextLine {
            at: Point { x: Length::pt(50), y },
            size: Size { width: MEASURE, height: LEADING },
            items: (items, items + 1),
            node,
            span: Span::new(FileId(0), 0, 1),
            index: u32::try_from(index).expect("few"),
            count: u32::try_from(count).expect("few"),
            choices: [u32::try_from(count).expect("few"); 3],
            hyphenated: text.ends_with('-'),
            justified: true,
            ends: index + 1 == count,
            over,
        });
    }

    fn run(&self, node: NodeId, text: &str, space: i64) -> GlyphRun {
        let font = self.fonts.select(Look { family: Family::Body, bold: false, italic: false });
        let face = self.fonts.face(font);
        let id = |c: char| {
            use skrifa::MetadataProvider;
            let font = skrifa::FontRef::new(&face.data).expect("a font");
            u16::try_from(font.charmap().map(c).map_or(0, skrifa::GlyphId::to_u32)).expect("small")
        };
        let glyphs = text.char_indices().map(|(at, c)| {
            let natural = Length(i64::from(face.advance(id(c)))).scale(SIZE.0, i64::from(face.units_per_em));
            let advance = if c == ' ' { natural.scale(space, 1000) } else { natural };
            let cluster = u32::try_from(at).expect("short");
            Glyph { id: id(c), cluster, advance, dx: Length::ZERO, dy: Length::ZERO }
        });
        let place = |at| Place { node, at };
        GlyphRun {
            font,
            size: SIZE,
            scale: 1000,
            tracking: 0,
            paint: Paint::BLACK,
            source: Source::Book(place(0)..place(1)),
            text: text.into(),
            level: 0,
            lang: Arc::from("en"),
            hyphenated: text.ends_with('-'),
            glyphs: glyphs.collect(),
        }
    }

    fn lines(&self) -> Lines {
        measure(&self.layout, &self.fonts)
    }

    fn troubles(&self) -> Vec<Trouble> {
        trouble::find(&self.layout, &self.lines(), "print")
    }

    /// Kinds of trouble with their pages.
    fn kinds(&self) -> Vec<(Kind, usize)> {
        self.troubles().iter().map(|t| (t.kind, t.page)).collect()
    }
}

fn kinds_of(lines: &[(&str, i64)]) -> Vec<(Kind, usize)> {
    Draft::new().paragraph(lines).kinds()
}

#[test]
fn even_lines_have_nothing_to_be_told() {
    let even = [("one two three", 1000), ("four five six", 1400), ("seven eight nine", 700)];
    assert_eq!(kinds_of(&even), []);
}

#[test]
fn spaces_are_measured_beside_their_natural_width() {
    let mut draft = Draft::new();
    draft.paragraph(&[("one two three", 1800), ("four five six", 2300), ("a b", 640), ("last words", 3000)]);
    assert_eq!(draft.lines().all.iter().map(|line| line.space).collect::<Vec<_>>().len(), 4);
    let found = draft.troubles();
    let found: Vec<_> = found.iter().map(|t| (t.kind, t.weight, (t.amount + 5) / 10)).collect();
    assert_eq!(
        found,
        [(Kind::LooseLine, 100, 230), (Kind::LooseLine, 25, 180), (Kind::TightLine, 0, 64)],
        "the worst first, and a last line is as it is"
    );
}

#[test]
fn lines_that_stick_out_are_told_with_how_far() {
    let long = "this line is far too long for the measure that it was given to stand in";
    let mut draft = Draft::new();
    draft.paragraph(&[(long, 1000), ("and so on", 1000)]);
    let found = draft.troubles();
    assert_eq!(found.len(), 1);
    let over = draft.run(NodeId::default(), long, 1000).width() - MEASURE;
    assert_eq!((found[0].kind, found[0].amount), (Kind::OverfullLine, over.scale(1000, Length::PER_PT).0));
}

#[test]
fn lines_alone_and_hyphens_at_turns_are_seen_on_the_pages() {
    let alone = [("first line here", 1000), ("", 0), ("second line here", 1000), ("third line", 1000)];
    assert_eq!(kinds_of(&alone), [(Kind::Orphan, 0)]);
    let widow = [("first line here", 1000), ("second line divi-", 1000), ("", 0), ("ded in the end", 1000)];
    assert_eq!(kinds_of(&widow), [(Kind::Widow, 1), (Kind::HyphenAtTurn, 0)]);
    let mut verso = Draft::new();
    verso.page();
    verso.paragraph(&[("a bb", 1000), ("c divi-", 1000), ("", 0), ("ded d", 1000), ("and more", 1000)]);
    assert_eq!(verso.kinds(), [], "from a verso to a recto no leaf is turned");
}

#[test]
fn ladders_runts_and_lone_words_are_shapes_of_paragraphs() {
    let ladder =
        [("one divi-", 1000), ("ded wide brea-", 900), ("ker three jum-", 1300), ("ped in it", 1000)];
    let mut draft = Draft::new();
    draft.paragraph(&ladder);
    let found = draft.troubles();
    assert_eq!(
        found.iter().map(|t| (t.kind, t.weight, t.amount)).collect::<Vec<_>>(),
        [(Kind::HyphenLadder, 100, 3)]
    );
    assert_eq!(found[0].areas.len(), 3);
    assert_eq!(kinds_of(&[("one two three", 1000), ("it.", 1000)]), [(Kind::Runt, 0)]);
    assert_eq!(kinds_of(&[("one two three", 1000), ("everything", 1000)]), [(Kind::LoneWord, 0)]);
    assert_eq!(kinds_of(&[("it.", 1000)]), [], "one line is no last line");
}

#[test]
fn words_and_white_below_one_another_are_seen() {
    let stacked = [("when one two", 1000), ("“When it came", 1000), ("so be it", 1000)];
    assert_eq!(kinds_of(&stacked), [(Kind::StackedWords, 0)]);
    // The same letters, so that spaces stand one below the other.
    let river =
        [("mm nn oo", 1000), ("nm mn ao", 1000), ("mn nm ob", 1000), ("nn mm oc", 1000), ("end of it", 1000)];
    let mut draft = Draft::new();
    draft.paragraph(&river);
    let rivers: Vec<Trouble> = draft.troubles().into_iter().filter(|t| t.kind == Kind::River).collect();
    assert!(!rivers.is_empty() && rivers.iter().all(|t| t.amount >= 4), "{rivers:?}");
}

#[test]
fn faults_of_pages_are_told_with_a_reason() {
    let mut draft = Draft::new();
    draft.paragraph(&[
        ("one two three", 1000),
        ("four five six", 1000),
        ("", 0),
        ("seven of it", 1000),
        ("end so", 1000),
    ]);
    let span = Span::new(FileId(0), 0, 1);
    draft.layout.faults = vec![
        (0, Fault { kind: FaultKind::Uneven(3), span }),
        (0, Fault { kind: FaultKind::SpreadShort, span }),
        (1, Fault { kind: FaultKind::Stranded, span }),
        (1, Fault { kind: FaultKind::LastShort(2), span }),
    ];
    let found = draft.troubles();
    assert_eq!(
        found.iter().map(|t| t.kind).collect::<Vec<_>>(),
        [Kind::StrandedHeading, Kind::UnevenPages, Kind::ShortPage]
    );
    assert_eq!(
        found[1].message,
        "the page ends 3 lines higher than it should: a line more or less would leave another one alone"
    );
    assert_eq!(found[1].areas[0].size.height, LEADING * 3);
    let figures = figures::of(&draft.layout, &draft.lines(), &found);
    let value = |name: &str| figures.iter().find(|f| f.name == name).map(|f| f.value);
    assert_eq!(value("uneven-pages"), Some(1.0));
    assert_eq!(value("pages-off-depth-percent"), Some(50.0));
    assert_eq!(value("defects-per-100-pages"), Some(112.5));
}

#[test]
fn figures_are_what_the_lines_are() {
    let mut draft = Draft::new();
    draft.paragraph(&[
        ("one two three", 800),
        ("four five six", 1200),
        ("seven divi-", 1000),
        ("ded it is", 1000),
    ]);
    let figures = figures::of(&draft.layout, &draft.lines(), &draft.troubles());
    let by: BTreeMap<&str, f64> = figures.iter().map(|f| (f.name, f.value)).collect();
    let near = |name: &str, value: f64| assert!((by[name] - value).abs() < 0.002, "{name}: {}", by[name]);
    near("word-space-deviation", 0.163);
    near("word-space-max", 1.2);
    near("word-space-jump", 0.3);
    near("hyphens-per-1000", 250.0);
    assert!(figures.iter().find(|f| f.name == "word-space-max").is_some_and(figures::Figure::is_met));
    assert!(!figures.iter().find(|f| f.name == "hyphens-per-1000").is_some_and(figures::Figure::is_met));
}
