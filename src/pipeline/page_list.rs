//! The pages of a print edition to places in an EPUB: its page list.
//!
//! Names of nodes are the same in every edition, but what a condition holds back from one of
//! them moves the bytes of a paragraph; so a place is found again by the piece of text it
//! stands in.

use std::collections::{BTreeMap, BTreeSet};

use crate::edition::{PageList, PageMark};
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter};
use crate::model::inline::{Inline, InlineKind};
use crate::model::metadata::{Identifier, Metadata, Scheme};
use crate::model::{NodeId, Place, walk};
use crate::typeset::display::{Frame, Item, Layout, Source, Whole};

/// The pages of a set book, in its own places. Blank pages are none; a page without text,
/// such as a picture's, begins where the text before it ends.
pub(super) fn marks(layout: &Layout, book: &Book) -> Vec<PageMark> {
    let first = book.chapters.first().map(|chapter| chapter.id).unwrap_or_default();
    let figures = figures(book);
    let (mut begun, mut ended) = (Place::default(), Place { node: first, at: 0 });
    let mut marks = Vec::with_capacity(layout.pages.len());
    for (page, start) in layout.pages.iter().zip(&layout.starts) {
        if page.frame.items.is_empty() {
            continue;
        }
        let start = start.filter(|place| !is_in_note(book, place.node));
        let start = start.map(|place| earliest(&page.frame, place));
        let start = picture(&page.frame, &figures).or(start).filter(|place| *place >= begun);
        let place = start.unwrap_or(ended);
        begun = place;
        ended = latest(&page.frame, book, place);
        marks.push(PageMark { label: page.label.clone(), place: opening(book, place) });
    }
    marks
}

/// Every figure of a book.
fn figures(book: &Book) -> BTreeSet<NodeId> {
    let mut figures = BTreeSet::new();
    let mut see = |block: &Block| {
        if matches!(block.kind, BlockKind::Figure { .. }) {
            figures.insert(block.id);
        }
    };
    for chapter in &book.chapters {
        walk::blocks(&chapter.blocks, &mut see, &mut |_| {});
    }
    figures
}

/// The figure that a page begins with, before any text.
fn picture(frame: &Frame, figures: &BTreeSet<NodeId>) -> Option<Place> {
    let first = frame.items.iter().find_map(|(_, item)| match item {
        Item::Glyphs(run) if matches!(run.source, Source::Book(_)) => Some(None),
        Item::Group(Frame { whole: Some(Whole::Picture(node)), .. }) => Some(Some(*node)),
        _ => None,
    });
    first.flatten().filter(|node| figures.contains(node)).map(|node| Place { node, at: 0 })
}

/// Whether a node belongs to a note: in a chapter those come last.
fn is_in_note(book: &Book, node: NodeId) -> bool {
    let first = book.chapter_of(node).and_then(|chapter| chapter.notes.iter().map(|note| note.id).min());
    first.is_some_and(|first| node >= first)
}

/// The beginning of a chapter without words of its own, where this is its first text.
fn opening(book: &Book, place: Place) -> Place {
    let opens = |chapter: &Chapter| {
        chapter.title.is_empty() && chapter.blocks.first().is_some_and(|block| block.id == place.node)
    };
    match book.chapter_of(place.node).filter(|chapter| place.at == 0 && opens(chapter)) {
        Some(chapter) => Place { node: chapter.id, at: 0 },
        None => place,
    }
}

/// The first place of a node on its page: lines are painted from left to right, whatever
/// the direction they are read in.
fn earliest(frame: &Frame, place: Place) -> Place {
    let mut first = place;
    each(frame, &mut |from, _| {
        if from.node == place.node {
            first = first.min(from);
        }
    });
    first
}

/// Where the text of a page that begins at `start` ends, as far as its own chapter goes.
fn latest(frame: &Frame, book: &Book, start: Place) -> Place {
    let mut last = start;
    each(frame, &mut |_, to| {
        if to.node.chapter == start.node.chapter && !is_in_note(book, to.node) {
            last = last.max(to);
        }
    });
    last
}

/// Calls `f` on the ends of every stretch of the book's text.
fn each(frame: &Frame, f: &mut dyn FnMut(Place, Place)) {
    for (_, item) in &frame.items {
        match item {
            Item::Glyphs(run) => {
                if let Source::Book(range) = &run.source {
                    f(range.start, range.end);
                }
            }
            Item::Group(inner) => each(inner, f),
            _ => {}
        }
    }
}

/// The page list of an edition that shows `shown` of the pages of one that shows `printed`.
pub(super) fn of(marks: &[PageMark], (printed, shown): (&Book, &Book), source: String) -> PageList {
    let nodes: BTreeSet<NodeId> = marks.iter().map(|mark| mark.place.node).collect();
    let (from, to) = (runs(printed, &nodes), runs(shown, &nodes));
    let found = |place: Place| match (from.get(&place.node), to.get(&place.node)) {
        (Some(from), Some(to)) if from != to => Place { at: again(from, to, place.at), ..place },
        _ => place,
    };
    let marks =
        marks.iter().map(|mark| PageMark { label: mark.label.clone(), place: found(mark.place) }).collect();
    PageList { source, marks }
}

/// The runs of text that these nodes hold. One that holds several, such as a caption and a
/// title, is left out: pages begin at the first of them.
fn runs<'b>(book: &'b Book, nodes: &BTreeSet<NodeId>) -> BTreeMap<NodeId, &'b [Inline]> {
    let mut runs = BTreeMap::new();
    for chapter in &book.chapters {
        let end = NodeId { chapter: chapter.id.chapter, index: u32::MAX };
        if nodes.range(chapter.id..=end).next().is_none() {
            continue;
        }
        walk::texts(&chapter.blocks, &mut |node, run| {
            if nodes.contains(&node) {
                runs.entry(node).or_insert(run);
            }
        });
    }
    runs
}

/// A byte of one run in another that lacks or adds some pieces: within the same piece, else
/// at the next one that both have.
fn again(from: &[Inline], to: &[Inline], at: u32) -> u32 {
    let (from, to) = (leaves(from), leaves(to));
    let known: BTreeMap<NodeId, &Leaf<'_>> = to.iter().map(|leaf| (leaf.id, leaf)).collect();
    for leaf in from.iter().filter(|leaf| leaf.end > at) {
        if let Some(same) = known.get(&leaf.id) {
            // A blank before it may have gone with what stood there.
            let lost = if leaf.text.ends_with(same.text) { leaf.text.len() - same.text.len() } else { 0 };
            let within = (at.saturating_sub(leaf.start)).saturating_sub(u32::try_from(lost).unwrap_or(0));
            return (same.start + within).min(same.end);
        }
    }
    to.last().map_or(0, |leaf| leaf.end)
}

/// A piece of text, and the bytes it takes of the flattened text.
struct Leaf<'r> {
    id: NodeId,
    text: &'r str,
    start: u32,
    end: u32,
}

/// The pieces of text in a run.
fn leaves(run: &[Inline]) -> Vec<Leaf<'_>> {
    let (mut leaves, mut at) = (Vec::new(), 0_u32);
    walk::inlines(run, &mut |inline| {
        let text = match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::Math { tex: text, .. } => text,
            InlineKind::SoftBreak | InlineKind::HardBreak => " ",
            _ => return,
        };
        let end = at.saturating_add(u32::try_from(text.len()).unwrap_or(u32::MAX));
        leaves.push(Leaf { id: inline.id, text, start: at, end });
        at = end;
    });
    leaves
}

/// What the pages are of: the print edition's own ISBN, else title, publisher and year.
pub(super) fn source(own: &[Identifier], metadata: &Metadata) -> String {
    let isbn = own.iter().find(|id| matches!(id.scheme, Scheme::Isbn13 | Scheme::Isbn10));
    if let Some(isbn) = isbn {
        return format!("urn:isbn:{}", isbn.text);
    }
    let year = metadata.date.map(|date| date.year.to_string());
    let parts = [Some(metadata.title.clone()), metadata.publisher.clone(), year];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn text(index: u32, words: &str) -> Inline {
        let kind = InlineKind::Text(words.to_owned());
        Inline { id: NodeId { chapter: 0, index }, kind, attrs: None, span: Span::default() }
    }

    #[test]
    fn places_move_with_what_conditions_hold_back() {
        let (print, ebook) =
            ([text(1, "one "), text(2, "two "), text(3, "three")], [text(1, "one "), text(3, "three")]);
        assert_eq!([0, 2, 5, 8, 10].map(|at| again(&print, &ebook, at)), [0, 2, 4, 4, 6]);
        assert_eq!([5, 9].map(|at| again(&ebook, &print, at)), [9, 13]);
        assert_eq!(again(&print, &ebook[..1], 9), 4, "after all there is");
        let trimmed = [text(2, "wo "), text(3, "three")];
        assert_eq!([0, 4, 5, 8].map(|at| again(&print, &trimmed, at)), [0, 0, 0, 3], "a blank is lost");
    }

    #[test]
    fn pages_are_of_an_isbn_or_of_what_a_reader_can_find() {
        let isbn = Identifier { scheme: Scheme::Isbn13, text: "9780000000002".into(), span: Span::default() };
        let date = Some(crate::model::metadata::Date { year: 2027, month: None, day: None });
        let work = Metadata { title: "The Road".into(), date, ..Metadata::default() };
        assert_eq!(source(&[isbn], &work), "urn:isbn:9780000000002");
        assert_eq!(source(&[], &work), "The Road, 2027");
    }
}
