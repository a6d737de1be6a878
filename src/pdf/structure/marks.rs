//! Contents in marked sequences: each belongs to an element or is an artifact (ISO 32000-1,
//! 14.6 and 14.7.4.2).
//!
//! A sequence of text opens and closes within a text object, one of drawing outside; what a
//! picture shows is one sequence, text and all. Sequences of a page are numbered as they
//! come; which element each is of is kept beside the page for [`super::write()`].

use printpdf::{DictItem, Op};

use super::super::object::utf16;
use super::super::said::{Part, Word};
use super::super::text::Text;
use super::{DOCUMENT, ElementId, Structure, Target};
use crate::model::NodeId;
use crate::model::length::{Length, Point, Size};
use crate::typeset::display::{GlyphRun, Source, Whole};

/// Runs that stand nearer than this stand beside each other.
const BESIDE: Length = Length::pt(1);

/// What a page shows of which elements.
#[derive(Debug, Default)]
pub(in super::super) struct PageMarks {
    /// In the order of the contents.
    pub(super) events: Vec<Event>,
    /// Where pictures, formulas and tables stand.
    pub(super) areas: Vec<(ElementId, Area)>,
}

/// Something that an element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A marked sequence, by its number on the page.
    Content(ElementId, usize),
    /// The next link, of this element or within it.
    Link(ElementId),
}

/// A rectangle on the page, from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Area {
    pub(super) left: Length,
    pub(super) top: Length,
    pub(super) right: Length,
    pub(super) bottom: Length,
}

impl Area {
    fn new(at: Point, size: Size) -> Self {
        Self { left: at.x, top: at.y, right: at.x + size.width, bottom: at.y + size.height }
    }

    /// Roughly what a run covers.
    fn of_run(run: &GlyphRun, at: Point) -> Self {
        let top = at.y - run.size.scale(3, 4);
        Self::new(Point { x: at.x, y: top }, Size { width: run.width(), height: run.size })
    }

    pub(super) fn join(&mut self, other: Self) {
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
    }

    /// Whether the middle of `other` lies within.
    fn holds(&self, other: &Self) -> bool {
        let (x, y) = ((other.left + other.right) / 2, (other.top + other.bottom) / 2);
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }
}

/// An open sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Open {
    target: Target,
    kind: Kind,
    /// Whether it was opened within a text object.
    in_text: bool,
    /// Whether its characters stand in visual order (14.8.2.3.3).
    reversed: bool,
    /// Whether it says itself what its glyphs mean.
    says: bool,
}

impl Open {
    /// Of text or a drawing that says nothing more.
    fn plain(target: Target, kind: Kind, in_text: bool) -> Self {
        Self { target, kind, in_text, reversed: false, says: false }
    }
}

/// Where operators go.
type Out<'o, 't> = (&'o mut Text<'t>, &'o mut Vec<Op>);

/// Kinds of artifacts (14.8.2.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Layout,
    Header,
    Footer,
}

/// What the page does not show at the edges of a run.
#[derive(Clone, Copy, Debug, Default)]
pub(in super::super) struct Edges {
    /// A word begins with it, though no blank stands before it.
    pub(in super::super) begins_word: bool,
    /// A line of code ends with it.
    pub(in super::super) ends_line: bool,
}

/// The run that was shown last.
#[derive(Clone, Copy, Debug)]
struct Last {
    block: ElementId,
    node: Option<NodeId>,
    begin: u32,
    end: u32,
    area: Area,
    baseline: Length,
    /// Whether what follows is a word of its own, or belongs to the last one for certain.
    ended: bool,
}

/// The marks of a page in the making.
pub(in super::super) struct Marks<'a> {
    structure: Option<&'a Structure<'a>>,
    /// Where the text block begins and ends: furniture stands beyond.
    block: (Length, Length),
    open: Option<Open>,
    /// What everything belongs to now, whatever it says of itself.
    whole: Option<Target>,
    found: PageMarks,
    /// Of the next sequence.
    number: usize,
    /// The sequence of the run that is being shown, and the first event of it.
    run: Option<(Open, usize)>,
    last: Option<Last>,
    /// Text of links that was shown, and where.
    links: Vec<(ElementId, Area)>,
}

impl<'a> Marks<'a> {
    /// Without a structure nothing is marked.
    pub(in super::super) fn new(structure: Option<&'a Structure<'a>>, block: (Length, Length)) -> Self {
        let found = PageMarks::default();
        Self {
            structure,
            block,
            open: None,
            whole: None,
            found,
            number: 0,
            run: None,
            last: None,
            links: Vec::new(),
        }
    }

    /// What was found, when everything is closed.
    pub(in super::super) fn take(self) -> PageMarks {
        self.found
    }

    /// Opens a sequence for a run at `at`, whose source may go on in the next and which may
    /// open or close a word.
    pub(in super::super) fn run(
        &mut self,
        (run, at, goes_on): (&GlyphRun, Point, bool),
        word: Option<&Word>,
        out: Out<'_, '_>,
    ) -> Edges {
        let Some(structure) = self.structure.filter(|_| self.whole.is_none()) else {
            return Edges::default();
        };
        let target = structure.of_run(&run.source);
        let kind = match target {
            Target::Artifact if at.y < self.block.0 => Kind::Header,
            Target::Artifact if at.y > self.block.1 => Kind::Footer,
            _ => Kind::Layout,
        };
        let open = Open { reversed: run.level % 2 == 1, ..Open::plain(target, kind, true) };
        self.run = Some((open, self.found.events.len()));
        match word {
            Some(Word::Opens(word)) => self.begin(Open { says: true, ..open }, Some(word), out),
            Some(Word::Closes(_)) => {}
            None if self.open == Some(open) => {}
            None => self.begin(open, None, out),
        }
        let Target::Element(id) = target else { return Edges::default() };
        let area = Area::of_run(run, at);
        if let Some(element) = structure.element(id) {
            self.links.extend(element.link.map(|link| (link, area)));
            self.area(element.boxed, area);
        }
        self.separate(structure, id, (run, at, area, goes_on))
    }

    /// Before a part of the run that was begun.
    pub(in super::super) fn part(&mut self, part: &Part, out: Out<'_, '_>) {
        let Some((open, _)) = self.run.filter(|(open, _)| open.target != Target::Artifact) else {
            // No sequence of its own: a span within the one that is open.
            if let Some(words) = &part.says {
                out.0.flush(out.1);
                out.1.push(span(vec![actual_text(words)]));
            }
            return;
        };
        match &part.says {
            Some(words) => self.begin(Open { says: true, ..open }, Some(words), out),
            None if part.held || self.open == Some(open) => {}
            None => self.begin(open, None, out),
        }
    }

    /// After a part of the run.
    pub(in super::super) fn end_part(&mut self, part: &Part, (text, ops): Out<'_, '_>) {
        let own = self.run.is_some_and(|(open, _)| open.target != Target::Artifact);
        if !own && part.says.is_some() {
            text.flush(ops);
            ops.push(Op::EndMarkedContent);
        }
    }

    /// After the run: sequences of one from right to left are read from its right end.
    pub(in super::super) fn end_run(&mut self, out: Out<'_, '_>) {
        if let Some((open, first)) = self.run.take()
            && open.reversed
        {
            self.close(out);
            self.found.events.get_mut(first..).unwrap_or_default().reverse();
        }
    }

    /// Ends text so that something is drawn, which is an artifact unless it is part of a
    /// whole.
    pub(in super::super) fn drawing(&mut self, (text, ops): Out<'_, '_>) {
        let open = Open::plain(Target::Artifact, Kind::Layout, false);
        if self.structure.is_some() && self.whole.is_none() && self.open != Some(open) {
            self.begin(open, None, (&mut *text, &mut *ops));
        }
        text.end(ops);
    }

    /// Begins a frame that is one thing; what to give back to [`Self::leave`].
    pub(in super::super) fn enter(
        &mut self,
        (whole, at, size): (Option<Whole>, Point, Size),
        out: Out<'_, '_>,
    ) -> bool {
        let (Some(structure), Some(whole), None) = (self.structure, whole, self.whole) else { return false };
        let target = structure.of_whole(whole);
        self.begin(Open::plain(target, Kind::Layout, false), None, out);
        self.whole = Some(target);
        if let Target::Element(id) = target {
            let area = Area::new(at, size);
            let element = structure.element(id);
            self.links.extend(element.and_then(|element| element.link).map(|link| (link, area)));
            self.area(element.and_then(|element| element.boxed), area);
        }
        true
    }

    /// Ends the frame that was entered.
    pub(in super::super) fn leave(&mut self, entered: bool, out: Out<'_, '_>) {
        if entered {
            self.close(out);
            self.whole = None;
        }
    }

    /// A link over what was shown last, or a rectangle of the page.
    pub(in super::super) fn link(&mut self, at: Point, size: Size) {
        let Some(structure) = self.structure else { return };
        let area = Area::new(at, size);
        let shown = self.links.iter().rev().find(|(_, shown)| area.holds(shown)).map(|(link, _)| *link);
        let around = match self.whole {
            Some(Target::Element(element)) => Some(element),
            _ => self.last.map(|last| last.block),
        };
        let element = shown.or(around).unwrap_or_else(|| structure.spare(NodeId::default()));
        self.found.events.push(Event::Link(element));
    }

    /// Closes what is open.
    pub(in super::super) fn close(&mut self, (text, ops): Out<'_, '_>) {
        if let Some(open) = self.open.take() {
            if open.in_text {
                text.flush(ops);
            } else {
                text.end(ops);
            }
            ops.push(Op::EndMarkedContent);
        }
    }

    /// Whether two runs belong to the same element.
    pub(in super::super) fn same(&self, a: &GlyphRun, b: &GlyphRun) -> bool {
        let of = |run: &GlyphRun| self.structure.map(|structure| structure.of_run(&run.source));
        self.whole.is_none() && matches!(of(a), Some(Target::Element(_))) && of(a) == of(b)
    }

    /// Opens a sequence, with what its glyphs mean.
    fn begin(&mut self, open: Open, words: Option<&str>, (text, ops): Out<'_, '_>) {
        self.close((&mut *text, &mut *ops));
        if open.in_text {
            text.start(ops);
        } else {
            text.end(ops);
        }
        self.open = Some(open);
        let name = |name: &str| DictItem::Name(name.as_bytes().to_vec());
        let Target::Element(id) = open.target else {
            let entries = match open.kind {
                Kind::Layout => vec![("Type", name("Layout"))],
                Kind::Header => vec![("Type", name("Pagination")), ("Subtype", name("Header"))],
                Kind::Footer => vec![("Type", name("Pagination")), ("Subtype", name("Footer"))],
            };
            return ops.push(sequence("Artifact", entries));
        };
        self.found.events.push(Event::Content(id, self.number));
        let mut entries = vec![("MCID", DictItem::Int(i64::try_from(self.number).unwrap_or(i64::MAX)))];
        self.number += 1;
        let tag = match words {
            Some(words) => {
                entries.push(actual_text(words));
                "Span"
            }
            None if open.reversed => "ReversedChars",
            None => self.structure.and_then(|s| s.element(id)).map_or("Span", |element| element.kind),
        };
        ops.push(sequence(tag, entries));
    }

    fn area(&mut self, boxed: Option<ElementId>, area: Area) {
        let Some(id) = boxed else { return };
        match self.found.areas.last_mut() {
            Some((last, known)) if *last == id => known.join(area),
            _ => self.found.areas.push((id, area)),
        }
    }

    /// Text that stands apart on the page must not be one word where it is read.
    fn separate(
        &mut self,
        structure: &Structure<'_>,
        id: ElementId,
        (run, at, area, goes_on): (&GlyphRun, Point, Area, bool),
    ) -> Edges {
        let block = structure.element(id).map_or(DOCUMENT, |element| element.block);
        let (node, begin, end) = match &run.source {
            Source::Book(range) => (Some(range.start.node), range.start.at, range.end.at),
            _ => (None, 0, 0),
        };
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let ends_line = !goes_on && node.is_some_and(|node| structure.ends_line(node, end));
        let ended = ends_line || run.hyphenated || blank(run.text.chars().next_back());
        let this = Last { block, node, begin, end, area, baseline: at.y, ended };
        let last = self.last.replace(this);
        let begins_word = match last.filter(|last| last.block == block) {
            _ if blank(run.text.chars().next()) => false,
            // A line of verse whose stanza began on the page before.
            None => id > block + 1 && begin == 0 && structure.is_line(id),
            Some(last) => {
                // Runs of several faces have one source if they were made as one.
                let same = (last.begin, last.end) == (begin, end);
                let follows = node.is_some() && last.node == node && (last.end == begin || same);
                let level = (at.y - last.baseline).0.abs() < run.size.0;
                let near = |a: Length, b: Length| (a - b).0.abs() <= BESIDE.0;
                let beside = near(area.left, last.area.right) || near(area.right, last.area.left);
                !(last.ended || follows || (level && beside))
            }
        };
        // Of some text nobody knows what it is to its neighbours.
        Edges { begins_word: begins_word && !structure.is_spare(block), ends_line }
    }
}

/// What glyphs mean (14.9.4).
fn actual_text(words: &str) -> (&'static str, DictItem) {
    ("ActualText", DictItem::Bytes(utf16(words)))
}

fn span(entries: Vec<(&str, DictItem)>) -> Op {
    sequence("Span", entries)
}

/// Opens a marked sequence.
fn sequence(tag: &str, entries: Vec<(&str, DictItem)>) -> Op {
    let map = entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Op::BeginMarkedContentWithProperties { tag: tag.into(), properties: DictItem::Dict { map } }
}
