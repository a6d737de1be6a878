//! What of the book an edition shows: its files (`only:`, `except:`) and what conditions
//! leave of them (`.content-visible when-format="epub"`).
//!
//! A chapter without conditions is shared with the book it comes from. Names of nodes stay,
//! so that a place in one edition is found in another. What a condition holds back is
//! gone, and so are its numbers and notes; what it lets through loses the mark that said so.

mod condition;
mod files;
mod findings;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, BlockKind, Role};
use crate::model::book::{Book, Chapter, Note, Opening, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::EditionSpec;
use crate::model::notes::keep_called;
use crate::model::walk::{self, PartMut};
use crate::model::{Attributes, fit};
use condition::{Showing, is_conditional, shows, without_condition};

pub use findings::check;

/// The book as an edition shows it, and what to say of its choice of files.
pub fn select(book: &Book, spec: &EditionSpec) -> (Book, Vec<Diagnostic>) {
    let showing = Showing::of(spec);
    let (kept, findings) = files::kept(book, spec);
    let mut shown =
        Book { chapters: Vec::with_capacity(book.chapters.len()), notes: spec.notes.clone(), ..book.clone() };
    for (chapter, kept) in book.chapters.iter().zip(kept) {
        if kept && shows(&chapter.attrs, &showing) {
            shown.chapters.push(self::chapter(chapter, &showing));
        }
    }
    // A page of nothing, and a document of nothing, look like faults.
    if !shown.chapters.iter().all(|chapter| is_blank(chapter)) {
        shown.chapters.retain(|chapter| !is_blank(chapter));
    }
    if shown.chapters.len() < book.chapters.len() {
        files::drop_empty_parts(book, &mut shown.chapters);
    }
    (shown, findings)
}

fn chapter(chapter: &Arc<Chapter>, showing: &Showing<'_>) -> Arc<Chapter> {
    if !has_conditions(chapter) {
        return Arc::clone(chapter);
    }
    let mut shown = Chapter::clone(chapter);
    without_condition(&mut shown.attrs);
    inlines(&mut shown.title, showing);
    blocks(&mut shown.blocks, showing);
    for note in &mut shown.notes {
        blocks(&mut note.blocks, showing);
    }
    let notes = std::mem::take(&mut shown.notes);
    let notes: Vec<(usize, &Note)> = notes.iter().enumerate().collect();
    keep_called(&mut shown, &notes);
    Arc::new(shown)
}

/// Whether nothing of a chapter is seen: an empty file, or one that only asks for a new page.
fn is_blank(chapter: &Chapter) -> bool {
    // What a link may lead to is there.
    fn shows_nothing(block: &Block) -> bool {
        let nothing = match &block.kind {
            BlockKind::PageBreak(_) => true,
            BlockKind::Paragraph(content) => content.is_empty(),
            BlockKind::Div { role: Role::Plain, title, blocks } => {
                title.is_empty() && blocks.iter().all(shows_nothing)
            }
            _ => false,
        };
        nothing && block.attrs.label.is_none()
    }
    let made = matches!(chapter.kind, SectionKind::Generated(_) | SectionKind::Part);
    !made
        && chapter.opening != Opening::Part
        && chapter.title.is_empty()
        && chapter.subtitle.is_none()
        && chapter.blocks.iter().all(shows_nothing)
}

fn has_conditions(chapter: &Chapter) -> bool {
    let mut found = is_conditional(&chapter.attrs);
    let mut look = |attrs: &Attributes| found |= is_conditional(attrs) || kept_in(attrs).is_some();
    let of_run = |run: &[Inline], look: &mut dyn FnMut(&Attributes)| {
        walk::inlines(run, &mut |inline| inline.attrs.as_deref().into_iter().for_each(&mut *look));
    };
    of_run(&chapter.title, &mut look);
    let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
    for list in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
        walk::blocks(list, &mut |block| look(&block.attrs), &mut |_| {});
        walk::blocks(list, &mut |_| {}, &mut |run| of_run(run, &mut look));
    }
    found
}

fn blocks(list: &mut Vec<Block>, showing: &Showing<'_>) {
    let mut shown = Vec::with_capacity(list.len());
    // A heading that is not shown takes its section with it.
    let mut hidden_below: Option<u8> = None;
    for mut block in list.drain(..) {
        if let BlockKind::Heading { level, .. } = block.kind
            && hidden_below.is_some_and(|above| level <= above)
        {
            hidden_below = None;
        }
        if hidden_below.is_some() {
            continue;
        }
        if !shows(&block.attrs, showing) {
            if let BlockKind::Heading { level, .. } = block.kind {
                hidden_below = Some(level);
            }
            continue;
        }
        let conditional = is_conditional(&block.attrs) || kept_in(&block.attrs).is_some();
        without_condition(&mut block.attrs);
        keep_here(&mut block, showing);
        inside(&mut block, showing);
        match block.kind {
            // It said nothing but its condition.
            BlockKind::Div { role: Role::Plain, blocks, .. }
                if conditional && block.attrs == Attributes::default() =>
            {
                shown.extend(blocks);
            }
            _ => shown.push(block),
        }
    }
    *list = shown;
}

/// The editions in which a div is kept together, where it is not so in all.
fn kept_in(attrs: &Attributes) -> Option<&str> {
    attrs.get(fit::KEPT_IN)
}

/// A div that is kept together in other editions is a plain one here.
fn keep_here(block: &mut Block, showing: &Showing<'_>) {
    let Some(names) = kept_in(&block.attrs) else { return };
    if let (false, BlockKind::Div { role, .. }) = (showing.is_one_of(names), &mut block.kind) {
        *role = Role::Plain;
        block.attrs.classes.retain(|class| class != "keep");
    }
    block.attrs.pairs.retain(|(key, _)| key != fit::KEPT_IN);
}

/// What stands in a block; items and paragraphs that nothing is left of go.
fn inside(block: &mut Block, showing: &Showing<'_>) {
    let had_text = matches!(&block.kind, BlockKind::Paragraph(run) if !run.is_empty());
    if let BlockKind::List(list) = &mut block.kind {
        list.items.retain_mut(|item| {
            let had_blocks = !item.blocks.is_empty();
            blocks(&mut item.blocks, showing);
            !(had_blocks && item.blocks.is_empty())
        });
        return;
    }
    walk::parts_mut(&mut block.kind, &mut |part| match part {
        PartMut::Id(_) => {}
        PartMut::Inlines(run) => inlines(run, showing),
        PartMut::Blocks(inner) => blocks(inner, showing),
    });
    if had_text && matches!(&block.kind, BlockKind::Paragraph(run) if run.is_empty()) {
        block.kind = BlockKind::Div { role: Role::Plain, title: Vec::new(), blocks: Vec::new() };
    }
}

fn inlines(run: &mut Vec<Inline>, showing: &Showing<'_>) {
    let mut shown: Vec<Inline> = Vec::with_capacity(run.len());
    let mut dropped = false;
    for mut inline in run.drain(..) {
        let attrs = inline.attrs.take().unwrap_or_default();
        if !shows(&attrs, showing) {
            dropped = true;
            continue;
        }
        let conditional = is_conditional(&attrs);
        let mut attrs = *attrs;
        without_condition(&mut attrs);
        inline.attrs = (attrs != Attributes::default()).then(|| Box::new(attrs));
        if let Some(inner) = walk::children_mut(&mut inline) {
            inlines(inner, showing);
        }
        let spared = match inline.kind {
            InlineKind::Span(inner) if conditional && inline.attrs.is_none() => inner,
            _ => vec![inline],
        };
        for next in spared {
            join(&mut shown, next, std::mem::take(&mut dropped));
        }
    }
    if dropped {
        trim_end(&mut shown);
    }
    *run = shown;
}

/// Adds an inline; where something between was dropped, only one of its blanks stays.
fn join(shown: &mut Vec<Inline>, mut next: Inline, dropped: bool) {
    let after_blank = match shown.last().map(|inline| &inline.kind) {
        Some(InlineKind::Text(text)) => text.ends_with(' '),
        None | Some(InlineKind::SoftBreak | InlineKind::HardBreak) => true,
        Some(_) => false,
    };
    if dropped && after_blank {
        match &mut next.kind {
            InlineKind::Text(text) => {
                let blanks = text.len() - text.trim_start_matches(' ').len();
                text.drain(..blanks);
                if text.is_empty() {
                    return;
                }
            }
            InlineKind::SoftBreak => return,
            _ => {}
        }
    }
    shown.push(next);
}

/// Takes away the blank before something dropped at the end.
fn trim_end(shown: &mut Vec<Inline>) {
    while matches!(shown.last().map(|inline| &inline.kind), Some(InlineKind::SoftBreak)) {
        shown.pop();
    }
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = shown.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
        if text.is_empty() {
            shown.pop();
        }
    }
}
