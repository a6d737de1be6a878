//! Metadata to a cover's frame: a label with author, title and subtitle on a patterned
//! ground, the publisher at the foot.

use std::sync::Arc;

use super::ground::{Ground, thin};
use super::lines::{Lines, Room, Style};
use crate::font::shape::{Figures, Shaper};
use crate::font::{Family, FontBook, Look};
use crate::model::length::{Length, Point, Size};
use crate::model::metadata::Metadata;
use crate::typeset::display::{FillRule, Frame, Item, Paint, Path, Segment};

/// The cover in points: 1 : 1.6.
const COVER: Size = Size { width: Length::pt(390), height: Length::pt(624) };
/// The label's width, and the room within its frame.
const LABEL: Length = Length::pt(300);
const WITHIN: Length = Length::pt(248);
/// The label is no lower than this, however little it says.
const LEAST_LABEL: Length = Length::pt(220);
/// White within the label above and below its words.
const PADDING: Length = Length::pt(38);
/// Where the label's middle stands: the optical centre, above the geometric one.
const OPTICAL_CENTRE: (i64, i64) = (43, 100);
/// Least ground above the label.
const LEAST_ABOVE: Length = Length::pt(45);
/// Authors that get a line each.
const MOST_AUTHOR_LINES: usize = 4;
/// Characters of a title that a cover shows; more could not be read.
const LONGEST_TITLE: usize = 300;

/// Title sizes, with the most lines each may take.
const TITLE_SIZES: &[(i64, usize)] = &[
    (58, 2),
    (52, 3),
    (47, 3),
    (42, 4),
    (38, 4),
    (34, 5),
    (31, 5),
    (28, 6),
    (25, 7),
    (22, 9),
    (19, 11),
    (16, 14),
    (13, 20),
    (10, 40),
];
const SUBTITLE_SIZES: &[(i64, usize)] = &[(17, 2), (15, 4), (13, 6), (11, 9), (9, 14)];
const AUTHOR_SIZES: &[(i64, usize)] = &[(17, 2), (15, 3), (13, 4), (11, 6), (9, 12)];
const PUBLISHER_SIZES: &[(i64, usize)] = &[(12, 1), (10, 2), (8, 3)];

/// The frame of a cover.
pub(super) fn compose(metadata: &Metadata, oldstyle_figures: bool, fonts: &FontBook) -> Frame {
    let ground = Ground::of(&metadata.title);
    let mut frame = ground.fill(COVER);
    let mut shaper = Shaper::new(fonts);
    let figures = if oldstyle_figures { Figures::Oldstyle } else { Figures::Lining };
    let hand = Hand { lang: metadata.lang.as_str().into(), figures };

    let label = Label::new(&mut shaper, metadata, &hand, &ground);
    let height = label.height().max(LEAST_LABEL - PADDING * 2) + PADDING * 2;
    let top = (COVER.height.scale(OPTICAL_CENTRE.0, OPTICAL_CENTRE.1) - height / 2).max(LEAST_ABOVE);
    let left = (COVER.width - LABEL) / 2;
    panel(&mut frame, Point { x: left, y: top }, Size { width: LABEL, height }, &ground);
    label.set(&mut shaper, &mut frame, top + (height - label.height()) / 2, &ground);

    if let Some(publisher) = metadata.publisher.as_deref().filter(|name| !name.trim().is_empty()) {
        foot(&mut shaper, &mut frame, publisher, &hand, &ground);
    }
    frame
}

/// What all words of a cover share.
struct Hand {
    lang: Arc<str>,
    figures: Figures,
}

impl Hand {
    fn style(&self, look: Look, paint: &Paint) -> Style {
        let (figures, lang, paint) = (self.figures, Arc::clone(&self.lang), paint.clone());
        Style { look, small_caps: false, tracking: 0, figures, lang, paint }
    }

    /// Letter-spaced small capitals.
    fn capitals(&self, paint: &Paint) -> Style {
        Style { small_caps: true, tracking: 70, ..self.style(UPRIGHT, paint) }
    }
}

const UPRIGHT: Look = Look { family: Family::Body, bold: false, italic: false };
const TITLE: Look = Look { family: Family::Heading, bold: false, italic: false };

/// The words on the label, and the white between them.
struct Label {
    author: Option<Lines>,
    title: Lines,
    subtitle: Option<Lines>,
}

impl Label {
    const AUTHOR_GAP: Length = Length::pt(30);
    const RULE_GAP: Length = Length::pt(26);

    fn new(shaper: &mut Shaper<'_>, metadata: &Metadata, hand: &Hand, ground: &Ground) -> Self {
        let room =
            |height, sizes, leading| Room { width: WITHIN, height: Length::pt(height), sizes, leading };
        let authors = author_lines(metadata);
        let author = (!authors.trim().is_empty()).then(|| {
            Lines::fit(shaper, authors.trim(), &hand.capitals(&ground.ink), &room(100, AUTHOR_SIZES, 135))
        });
        let title = shortened(metadata.title.trim());
        let title = Lines::fit(shaper, &title, &hand.style(TITLE, &ground.ink), &room(250, TITLE_SIZES, 112));
        let italic = hand.style(Look { italic: true, ..UPRIGHT }, &ground.ink);
        let subtitle = metadata.subtitle.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let subtitle = subtitle
            .map(|text| Lines::fit(shaper, &shortened(text), &italic, &room(110, SUBTITLE_SIZES, 130)));
        Self { author, title, subtitle }
    }

    fn height(&self) -> Length {
        let author = self.author.as_ref().map_or(Length::ZERO, |lines| lines.height() + Self::AUTHOR_GAP);
        let subtitle = self.subtitle.as_ref().map_or(Length::ZERO, |lines| lines.height() + Self::RULE_GAP);
        author + self.title.height() + Self::RULE_GAP + subtitle
    }

    fn set(&self, shaper: &mut Shaper<'_>, frame: &mut Frame, mut top: Length, ground: &Ground) {
        let middle = COVER.width / 2;
        if let Some(author) = &self.author {
            top = author.set(shaper, frame, middle, top) + Self::AUTHOR_GAP;
        }
        let baseline = self.title.set(shaper, frame, middle, top);
        rule(frame, Point { x: middle, y: baseline + Self::RULE_GAP }, &ground.base);
        if let Some(subtitle) = &self.subtitle {
            subtitle.set(shaper, frame, middle, baseline + Self::RULE_GAP * 2);
        }
    }
}

/// A line an author where there are few; else all in one run.
fn author_lines(metadata: &Metadata) -> String {
    let names: Vec<&str> = metadata.authors().map(|author| author.name.trim()).collect();
    names.join(if names.len() <= MOST_AUTHOR_LINES { "\n" } else { ", " })
}

/// A title that a cover can show; the whole stands on the title page.
fn shortened(title: &str) -> String {
    match title.char_indices().nth(LONGEST_TITLE) {
        None => title.to_owned(),
        Some((at, _)) => format!("{}…", title[..at].trim_end()),
    }
}

/// The label's paper with a thick and a thin line within its edge.
fn panel(frame: &mut Frame, at: Point, size: Size, ground: &Ground) {
    frame.push(at, Item::Rule { size, paint: ground.paper.clone() });
    for (inset, pen) in [(Length::pt(9), 160), (Length::pt(13), 50)] {
        let corner = Point { x: at.x + inset, y: at.y + inset };
        let inner = Size { width: size.width - inset * 2, height: size.height - inset * 2 };
        let stroke = Some(thin(ground.base.clone(), pen));
        frame.push(corner, Item::Path(Path { segments: rectangle(inner), fill: None, stroke }));
    }
}

fn rectangle(size: Size) -> Vec<Segment> {
    let (right, bottom) = (size.width, size.height);
    vec![
        Segment::Move(Point::default()),
        Segment::Line(Point { x: right, y: Length::ZERO }),
        Segment::Line(Point { x: right, y: bottom }),
        Segment::Line(Point { x: Length::ZERO, y: bottom }),
        Segment::Close,
    ]
}

/// A short rule with a lozenge in its middle.
fn rule(frame: &mut Frame, middle: Point, paint: &Paint) {
    let (half, gap) = (Length::pt(30), Length::pt(7));
    let (tall, wide) = (Length::pt(4), Length::pt(3));
    let at = |x: Length, y: Length| Point { x, y };
    let line = |from: Length, to: Length| {
        [Segment::Move(at(from, Length::ZERO)), Segment::Line(at(to, Length::ZERO))]
    };
    let segments = [line(-half, -gap), line(gap, half)].concat();
    frame.push(middle, Item::Path(Path { segments, fill: None, stroke: Some(thin(paint.clone(), 60)) }));
    let lozenge = vec![
        Segment::Move(at(Length::ZERO, -tall)),
        Segment::Line(at(wide, Length::ZERO)),
        Segment::Line(at(Length::ZERO, tall)),
        Segment::Line(at(-wide, Length::ZERO)),
        Segment::Close,
    ];
    let fill = Some((paint.clone(), FillRule::NonZero));
    frame.push(middle, Item::Path(Path { segments: lozenge, fill, stroke: None }));
}

/// The publisher on a small label at the foot.
fn foot(shaper: &mut Shaper<'_>, frame: &mut Frame, publisher: &str, hand: &Hand, ground: &Ground) {
    let room = Room { width: WITHIN, height: Length::pt(60), sizes: PUBLISHER_SIZES, leading: 135 };
    let lines = Lines::fit(shaper, &shortened(publisher.trim()), &hand.capitals(&ground.ink), &room);
    let size = Size { width: lines.width(shaper) + Length::pt(44), height: lines.height() + Length::pt(22) };
    let top = COVER.height - Length::pt(45) - size.height;
    let at = Point { x: (COVER.width - size.width) / 2, y: top };
    frame.push(at, Item::Rule { size, paint: ground.paper.clone() });
    let inset = Length::pt(4);
    let inner = Size { width: size.width - inset * 2, height: size.height - inset * 2 };
    let corner = Point { x: at.x + inset, y: at.y + inset };
    let stroke = Some(thin(ground.base.clone(), 50));
    frame.push(corner, Item::Path(Path { segments: rectangle(inner), fill: None, stroke }));
    lines.set(shaper, frame, COVER.width / 2, top + (size.height - lines.height()) / 2);
}
