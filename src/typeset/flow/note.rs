//! Notes as vertical lists: at the foot of a page or beside it, where the mark leads the
//! first line and leads back; and lists of them after a chapter, at the end of the book,
//! under a table.

use std::sync::Arc;

use super::{Context, Flow, VItem, VList};
use crate::edition::PageGeometry;
use crate::model::block::BlockKind;
use crate::model::book::{Chapter, Note};
use crate::model::inline::InlineKind;
use crate::model::notes::NotePlace;
use crate::model::{NodeId, walk};
use crate::typeset::display::Source;
use crate::typeset::page::cost;
use crate::typeset::paragraph::{Content, Piece, Setter, TextAlign, is_raised};

/// Where a note is set: what leads its first line, and how its lines stand, follow from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At the foot of a page, or under a table: a raised mark.
    Raised,
    /// In a narrow column: a raised mark, lines ragged.
    Narrow,
    /// In a list: a number with a full stop.
    Listed,
}

/// The vertical list of a note. `call` is the inline that calls it first.
pub fn note(
    setter: &mut Setter<'_>,
    page: PageGeometry,
    (chapter, note): (&Chapter, &Note),
    call: Option<NodeId>,
    standing: Standing,
) -> VList {
    let edition = setter.edition;
    let mut around = Context::note(edition, &page, chapter.attrs.lang());
    if standing == Standing::Narrow {
        around.align = TextAlign::Start;
    }
    let mut flow = Flow::new(setter, page);
    flow.note(note, call, standing, &around);
    flow.list
}

impl Flow<'_, '_> {
    /// The blocks of a note, its mark before the first line.
    fn note(&mut self, note: &Note, call: Option<NodeId>, standing: Standing, around: &Context) {
        let edition = self.setter.edition;
        let mark = self.setter.mark(note.id).unwrap_or_else(|| "*".to_owned());
        self.push(VItem::Mark(note.id));
        let source = Source::Generated(note.id);
        let counted = mark.chars().all(char::is_alphanumeric);
        let full = standing == Standing::Listed && counted;
        let raised = !full && is_raised(&mark);
        let (mark, gap): (Arc<str>, &str) =
            if full { (format!("{mark}.").into(), "\u{2002}") } else { (mark.into(), "\u{a0}") };
        let mut pieces = vec![
            Piece::Generated { text: mark, source: source.clone(), raised, link: call },
            Piece::Generated { text: gap.into(), source, raised: false, link: None },
        ];
        let mut blocks = note.blocks.as_slice();
        let mut style = around.style(edition, &self.page);
        let (mut owner, mut span) = (note.id, note.span);
        if let Some((first, rest)) = note.blocks.split_first()
            && let BlockKind::Paragraph(text) = &first.kind
        {
            if let Some(lang) = first.attrs.lang() {
                style.lang = lang.into();
            }
            self.mark(first.id);
            (owner, span) = (first.id, first.span);
            pieces.push(Piece::Inlines(text));
            blocks = rest;
        }
        self.para(&Content { node: owner, span, pieces }, &style);
        self.flush = false;
        self.blocks(blocks, around);
    }

    /// A list of notes, each led by its mark.
    pub(super) fn notes(&mut self, notes: &[NodeId], around: &Context) {
        let book = &self.setter.edition.book;
        let under_table = notes.iter().any(|note| book.notes.place(*note) == NotePlace::Table);
        if under_table {
            self.join_table(around);
            self.kept(|flow| flow.listed(notes, Standing::Raised, around));
            self.space(around.leading * 3 / 4);
        } else {
            self.listed(notes, Standing::Listed, around);
        }
        self.flush = false;
        self.snap(around);
    }

    fn listed(&mut self, notes: &[NodeId], standing: Standing, around: &Context) {
        let edition = self.setter.edition;
        let book = &edition.book;
        let mut called: Option<(u32, Vec<Vec<NodeId>>)> = None;
        for id in notes {
            let Some(chapter) = book.book.chapter_of(*id) else { continue };
            let Some((at, note)) = chapter.note(*id) else { continue };
            if called.as_ref().is_none_or(|(known, _)| *known != id.chapter) {
                called = Some((id.chapter, calls(chapter)));
            }
            let call = called.as_ref().and_then(|(_, calls)| calls.get(at)?.first().copied());
            let mut inner = Context::note(edition, &self.page, chapter.attrs.lang());
            (inner.left, inner.right) = (around.left, around.right);
            self.note(note, call, standing, &inner);
        }
    }

    /// What stands under a table comes nearer to it than text does, and goes with it.
    fn join_table(&mut self, around: &Context) {
        while let Some(VItem::Snap | VItem::Space(_)) = self.list.items.last() {
            self.list.items.pop();
        }
        self.push(VItem::Space(around.leading / 4));
        self.push(VItem::Penalty(cost::TABLE_SMALL));
    }
}

/// For each note of a chapter, the inlines that call it.
pub fn calls(chapter: &Chapter) -> Vec<Vec<NodeId>> {
    let mut calls = vec![Vec::new(); chapter.notes.len()];
    let mut see = |inlines: &[crate::model::inline::Inline]| {
        walk::inlines(inlines, &mut |inline| {
            if let InlineKind::Note(index) = inline.kind
                && let Some(calls) = calls.get_mut(index as usize)
            {
                calls.push(inline.id);
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
