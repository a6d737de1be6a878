//! A note's blocks at the foot of a page: its mark leads the first line and leads back.

use std::sync::Arc;

use super::{Context, Flow, VItem, VList};
use crate::edition::PageGeometry;
use crate::model::block::BlockKind;
use crate::model::book::{Chapter, Note};
use crate::model::inline::InlineKind;
use crate::model::{NodeId, walk};
use crate::typeset::display::Source;
use crate::typeset::paragraph::{Content, Piece, Setter};

/// The vertical list of a note. `call` is the inline that calls it first.
pub fn note(
    setter: &mut Setter<'_>,
    page: PageGeometry,
    (chapter, note): (&Chapter, &Note),
    call: Option<NodeId>,
) -> VList {
    let edition = setter.edition;
    let around = Context::note(edition, &page, chapter.attrs.lang());
    let mark: Arc<str> = edition.book.marks.get(&note.id).map_or("*", String::as_str).into();
    let mut flow = Flow::new(setter, page);
    flow.push(VItem::Mark(note.id));
    let source = Source::Generated(note.id);
    let lead = [
        Piece::Generated { text: mark, source: source.clone(), raised: true, link: call },
        Piece::Generated { text: "\u{a0}".into(), source, raised: false, link: None },
    ];
    let mut blocks = note.blocks.as_slice();
    let mut style = around.style(edition, &page);
    let mut content = Content { node: note.id, span: note.span, pieces: lead.to_vec() };
    if let Some((first, rest)) = note.blocks.split_first()
        && let BlockKind::Paragraph(text) = &first.kind
    {
        if let Some(lang) = first.attrs.lang() {
            style.lang = lang.into();
        }
        flow.mark(first.id);
        (content.node, content.span) = (first.id, first.span);
        content.pieces.push(Piece::Inlines(text));
        blocks = rest;
    }
    flow.para(&content, &style);
    flow.flush = false;
    flow.blocks(blocks, &around);
    flow.list
}

/// For each note of a chapter, the inline that calls it first.
pub fn calls(chapter: &Chapter) -> Vec<Option<NodeId>> {
    let mut calls = vec![None; chapter.notes.len()];
    let mut see = |inlines: &[crate::model::inline::Inline]| {
        walk::inlines(inlines, &mut |inline| {
            if let InlineKind::Note(index) = inline.kind
                && let Some(call @ None) = calls.get_mut(index as usize)
            {
                *call = Some(inline.id);
            }
        });
    };
    see(&chapter.title);
    walk::blocks(&chapter.blocks, &mut |_| {}, &mut see);
    for note in &chapter.notes {
        walk::blocks(&note.blocks, &mut |_| {}, &mut see);
    }
    calls
}
