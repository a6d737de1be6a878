//! How an edition sets its notes: `notes:`, `note-series:`, `numbering: {notes: ..}` and the
//! theme's marker.

use super::node::Node;
use crate::model::manifest::{GeneratedPage, OrderEntry, ReadingOrder};
use crate::model::notes::{NoteMarks, NoteNumbering, NotePlace, NoteSeries, NoteSpec};
use crate::source::Span;

/// The notes of an edition. `is_paged`: it has pages that marks may begin again on.
pub(super) fn read(book: &Node, edition: &Node, theme: NoteMarks, is_paged: bool) -> NoteSpec {
    let asked = edition.get("notes").or_else(|| book.get("notes"));
    let main = NoteSeries {
        name: String::new(),
        marks: theme,
        place: asked.and_then(Node::text).and_then(place).unwrap_or_default(),
        numbering: counted(book.text_at("numbering.notes"), theme, is_paged),
        span: asked.map_or(Span::NOWHERE, |node| node.span),
    };
    let more = book.get("note-series").map(Node::entries).unwrap_or_default();
    let more = more.iter().map(|entry| {
        let marks = entry.value.text_at("marker").map_or(NoteMarks::Letters, marks);
        let place_node = entry.value.get("place");
        NoteSeries {
            name: entry.key.clone(),
            marks,
            place: place_node.and_then(Node::text).and_then(place).unwrap_or(main.place),
            numbering: counted(entry.value.text_at("numbering"), marks, is_paged),
            span: place_node.map_or(entry.span, |node| node.span),
        }
    });
    let more: Vec<NoteSeries> = more.collect();
    NoteSpec { series: std::iter::once(main).chain(more).collect(), side_fits: true }
}

/// `marker:` of a theme or a series.
pub(crate) fn marks(word: &str) -> NoteMarks {
    match word {
        "letters" => NoteMarks::Letters,
        "roman" => NoteMarks::Roman,
        "symbols" => NoteMarks::Symbols,
        _ => NoteMarks::Numbers,
    }
}

fn place(word: &str) -> Option<NotePlace> {
    match word {
        "foot" => Some(NotePlace::Foot),
        "chapter" => Some(NotePlace::Chapter),
        "book" => Some(NotePlace::Book),
        "side" => Some(NotePlace::Side),
        _ => None,
    }
}

/// Where marks begin again. There are too few symbols for more than a page; where there
/// are no pages, a chapter is the next larger thing.
fn counted(word: Option<&str>, marks: NoteMarks, is_paged: bool) -> NoteNumbering {
    match (word, marks) {
        (Some("page"), _) | (None, NoteMarks::Symbols) if is_paged => NoteNumbering::Page,
        (Some("book"), _) => NoteNumbering::Book,
        _ => NoteNumbering::Chapter,
    }
}

/// Gives the book a section for notes where an edition fills one and the lists name none:
/// last but for a colophon.
pub(super) fn add_section<'a>(order: &mut ReadingOrder, editions: impl Iterator<Item = &'a NoteSpec>) {
    let page = OrderEntry::Generated(GeneratedPage::Notes);
    let is_listed =
        [&order.front, &order.body, &order.back].into_iter().flatten().any(|entry| *entry == page);
    if is_listed || !editions.into_iter().any(NoteSpec::fills_a_section) {
        return;
    }
    let colophon = OrderEntry::Generated(GeneratedPage::Colophon);
    let at = order.back.iter().position(|entry| *entry == colophon).unwrap_or(order.back.len());
    order.back.insert(at, page);
}
