//! The contents: every listed heading with a leader and the folio of its page.

use super::display::{Frame, GlyphRun, Item, LinkTarget, Source};
use super::flow::{Context, Flow, Rigid, VItem};
use super::labels::UNKNOWN;
use super::page::cost;
use super::paragraph::{self, Content, ParagraphStyle, Piece, TextAlign};
use crate::model::NodeId;
use crate::model::book::Opening;
use crate::model::length::{Length, Point, Size};
use crate::resolve::TocEntry;
use crate::source::Span;

impl Flow<'_, '_> {
    /// The contents of the book as vertical material.
    pub(super) fn contents(&mut self, block: NodeId, context: &Context) {
        let edition = self.edition();
        let depth = edition.book.book.toc_depth;
        let mut style = context.style(edition, &self.page());
        (style.align, style.hyphenate) = (TextAlign::Start, false);
        let figures = "8".repeat(self.setter().labels.longest().max(UNKNOWN));
        let column = self.words(&figures, Source::Artifact, &style).size.width;
        let mut first = true;
        let mut in_part = false;
        for entry in edition.book.toc.iter().filter(|entry| entry.level <= depth) {
            let part = is_part(edition.book.book.chapter_of(entry.node), entry);
            // A part is a group; what follows the last part is not one of its chapters.
            if entry.level == 1 && (part || in_part) && !first {
                self.push(VItem::Space(context.leading));
            }
            if entry.level == 1 {
                in_part = part;
            }
            let mut style = style.clone();
            let indent = context.size * 3 / 2 * i64::from(entry.level.saturating_sub(1).min(5));
            style.left += indent;
            style.hang = context.size * 3 / 2;
            style.right += column + context.size * 2;
            style.small_caps = part;
            self.entry(entry, block, &style, column);
            if part {
                self.push(VItem::Keep(1));
            }
            first = false;
        }
    }

    /// An entry: its title, then on its last line the leader and the folio.
    fn entry(&mut self, entry: &TocEntry, contents: NodeId, style: &ParagraphStyle, column: Length) {
        let source = Source::Entry { contents, node: entry.node };
        let mut pieces = Vec::new();
        if let Some(number) = &entry.number {
            let text = if style.small_caps { &number.label } else { &number.text };
            let text = format!("{text}\u{2002}").into();
            pieces.push(Piece::Generated { text, source: source.clone(), raised: false, link: None });
        }
        pieces.push(Piece::Inlines(&entry.title));
        let content = Content { node: entry.node, span: Span::default(), pieces };
        let known = self.setter().findings.len();
        let paragraph = paragraph::set(self.setter(), &content, style);
        // What is to say about a title is said where it stands.
        self.setter().findings.truncate(known);
        let count = paragraph.variants.first().map_or(0, |v| v.lines.len());
        for index in 0..count {
            let mut frame = as_link(paragraph.line(0, index).frame, &source);
            frame.size = Size { width: style.measure, height: style.leading };
            if index + 1 == count {
                self.folio(&mut frame, (entry.node, source.clone()), style, column);
            }
            if index > 0 {
                self.push(VItem::Penalty(cost::STRANDED));
            }
            let target = LinkTarget::Node(entry.node);
            let size = frame.size;
            frame.push(Point::default(), Item::Link { size, target });
            self.push(VItem::Rigid(Rigid { frame, ..Rigid::default() }));
        }
    }

    /// Leader and folio at the end of an entry's last line. Dots stand on a grid that
    /// begins at the right edge, so that they line up down the page.
    fn folio(
        &mut self,
        frame: &mut Frame,
        (node, source): (NodeId, Source),
        style: &ParagraphStyle,
        column: Length,
    ) {
        let plain = ParagraphStyle { small_caps: false, ..style.clone() };
        let label = self.setter().labels.folio(node).to_owned();
        let label = self.words(&label, source, &plain);
        let right = style.measure;
        let text_end = frame.items.iter().map(|(at, item)| match item {
            Item::Glyphs(run) => at.x + run.width(),
            _ => Length::ZERO,
        });
        let from = text_end.max().unwrap_or_default() + style.size / 2;
        let to = right - column.max(label.size.width) - style.size / 3;
        let pitch = style.size * 2 / 3;
        let dot = self.words(".", Source::Artifact, &plain);
        let dots = (to - from).0 / pitch.0.max(1);
        for number in (0..dots.max(0)).rev() {
            frame.place(Point { x: to - pitch * (number + 1), y: Length::ZERO }, dot.clone());
        }
        frame.place(Point { x: right - label.size.width, y: Length::ZERO }, label);
    }

    /// Words on one line.
    fn words(&mut self, text: &str, source: Source, style: &ParagraphStyle) -> Frame {
        let node = NodeId::default();
        let pieces = vec![Piece::Generated { text: text.into(), source, raised: false, link: None }];
        paragraph::single_line(self.setter(), &Content { node, span: Span::default(), pieces }, style)
    }
}

/// Text of another page: it is not the place itself, nor do its own links count.
fn as_link(frame: Frame, source: &Source) -> Frame {
    let mut shown = Frame::new(frame.size);
    for (at, item) in frame.items {
        match item {
            Item::Anchor(_) | Item::Link { .. } => {}
            Item::Glyphs(run) => {
                shown.push(at, Item::Glyphs(GlyphRun { source: source.clone(), ..run }));
            }
            other => shown.push(at, other),
        }
    }
    shown
}

fn is_part(chapter: Option<&std::sync::Arc<crate::model::book::Chapter>>, entry: &TocEntry) -> bool {
    entry.node.index == 0 && chapter.is_some_and(|c| c.opening == Opening::Part)
}
