//! Running heads and folios.

use super::bleed;
use super::section::Section;
use crate::edition::PageGeometry;
use crate::font::{Family, Look};
use crate::model::length::{Length, Point};
use crate::model::theme::Folio;
use crate::model::{NodeId, walk};
use crate::source::Span;
use crate::typeset::display::{Frame, Source};
use crate::typeset::flow::Context;
use crate::typeset::paragraph::{self, Content, ParagraphStyle, Piece, Setter, TextAlign};

/// Size of heads and folios in thousandths of the body's.
const SIZE: i64 = 900;
/// Nothing stands nearer to the edge of the paper.
const SAFE: Length = Length::pt(18);

/// The two sides of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Side {
    Recto,
    Verso,
}

impl Side {
    /// Left edge of the text block: the inner margin of a recto, the outer of a verso.
    pub fn left(self, page: &PageGeometry) -> Length {
        match self {
            Self::Recto => page.inner,
            Self::Verso => page.outer,
        }
    }
}

/// The furniture of a section's pages.
pub struct Furniture<'s, 'a> {
    setter: &'s mut Setter<'a>,
    page: PageGeometry,
    shown: bool,
    folio: Folio,
    style: ParagraphStyle,
    verso: Frame,
    recto: Frame,
}

impl<'s, 'a> Furniture<'s, 'a> {
    /// Sets the running heads of a section: the book on versos, the chapter on rectos.
    pub fn new(setter: &'s mut Setter<'a>, page: PageGeometry, section: &Section) -> Self {
        let edition = setter.edition;
        let chapter = edition.book.book.chapters.get(section.chapters.start);
        let lang = chapter.and_then(|c| c.attrs.lang());
        let context = Context::body(edition, &page, lang);
        let mut style = context.style(edition, &page);
        style.size = page.size.scale(SIZE, 1000).max(Length(1));
        style.look = Look { family: Family::Heading, bold: false, italic: false };
        (style.align, style.hyphenate) = (TextAlign::Start, false);
        let mut furniture = Self {
            setter,
            page,
            shown: section.furniture,
            folio: edition.theme.page.folio,
            style,
            verso: Frame::default(),
            recto: Frame::default(),
        };
        if section.furniture && edition.theme.page.running_heads {
            let metadata = &edition.metadata;
            let book = metadata.short_title.as_ref().unwrap_or(&metadata.title);
            let title = chapter.map(|c| match &c.short_title {
                Some(short) => short.clone(),
                None => walk::flatten(&c.title),
            });
            let title = title.filter(|t| !t.trim().is_empty());
            furniture.verso = furniture.head(book, true);
            furniture.recto = match title {
                Some(title) => furniture.head(&title, false),
                None => furniture.verso.clone(),
            };
        }
        furniture
    }

    /// Changes the running head of the pages that follow.
    pub fn say(&mut self, head: &str) {
        if self.shown && self.setter.edition.theme.page.running_heads {
            self.verso = self.head(head, false);
            self.recto = self.verso.clone();
        }
    }

    /// A running head, cut at a word where it is too long.
    fn head(&mut self, text: &str, small_caps: bool) -> Frame {
        let mut style = self.style.clone();
        (style.small_caps, style.look.italic) = (small_caps, !small_caps);
        // Beside a folio the head leaves room for it at both sides.
        let room = if self.folio == Folio::HeadOuter { self.style.size * 6 } else { Length::ZERO };
        let room = self.page.measure - room;
        let words: Vec<&str> = text.split_whitespace().collect();
        let whole = self.line(&words.join(" "), &style);
        if whole.size.width <= room {
            return whole;
        }
        let (mut low, mut high) = (0, words.len().saturating_sub(1));
        let cut =
            |count: usize| format!("{}…", words[..count].join(" ").trim_end_matches([',', ';', ':', '.']));
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if self.line(&cut(middle), &style).size.width <= room {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if low == 0 { Frame::default() } else { self.line(&cut(low), &style) }
    }

    fn line(&mut self, text: &str, style: &ParagraphStyle) -> Frame {
        let piece =
            Piece::Generated { text: text.into(), source: Source::Artifact, raised: false, link: None };
        let content = Content { node: NodeId::default(), span: Span::default(), pieces: vec![piece] };
        let known = self.setter.findings.len();
        let frame = paragraph::single_line(self.setter, &content, style);
        // What is missing in a title was said where the title stands.
        self.setter.findings.truncate(known);
        frame
    }

    /// Moves pictures that reach the edges of the paper over them; whether one covers the
    /// page, on which nothing else is to be seen.
    pub(super) fn covered(&self, frame: &mut Frame, side: Side) -> bool {
        bleed::reach_edges(frame, self.setter.edition, &self.page, side)
    }

    /// Puts head and folio on a page.
    pub fn dress(&mut self, frame: &mut Frame, side: Side, opening: bool, label: &str) {
        if !self.shown {
            return;
        }
        let (page, left) = (self.page, side.left(&self.page));
        let width = |frame: &Frame| frame.size.width;
        let centre = |w: Length| left + (page.measure - w) / 2;
        let outer = |w: Length| match side {
            Side::Recto => left + page.measure - w,
            Side::Verso => left,
        };
        // A blank line stands between head and text, and more between text and folio, where
        // some pages are a line deeper; narrow margins take it away, but never bring
        // furniture to the edge of the paper.
        let above = (page.top - page.leading * 2).max(SAFE.min(page.top - page.leading));
        let lowest = page.trim.height - SAFE - page.leading;
        let foot = (page.top + page.height() + page.leading * 3 / 2).min(lowest);
        if !opening {
            let head = match side {
                Side::Recto => self.recto.clone(),
                Side::Verso => self.verso.clone(),
            };
            let x = centre(width(&head));
            frame.place(Point { x, y: above }, head);
        }
        if self.folio == Folio::None {
            return;
        }
        let style = self.style.clone();
        let folio = self.line(label, &style);
        let w = width(&folio);
        let (x, y) = match (self.folio, opening) {
            (Folio::HeadOuter, false) => (outer(w), above),
            (Folio::FootOuter, _) => (outer(w), foot),
            _ => (centre(w), foot),
        };
        frame.place(Point { x, y }, folio);
    }
}
