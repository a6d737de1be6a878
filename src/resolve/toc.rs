//! Headings to the entries of contents, nav and bookmarks.
//!
//! Levels are what a reader sees: a part is above the chapters after it, a chapter above
//! its headings, and no entry is more than one level below the one before it.

use std::collections::BTreeMap;

use super::words::Words;
use super::{Number, TocEntry};
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter, Matter, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{book, walk};

/// Every listed heading in reading order.
pub(super) fn toc(book: &Book, numbers: &BTreeMap<NodeId, Number>, words: &Words) -> Vec<TocEntry> {
    let mut list = List { entries: Vec::new(), ranks: Vec::new() };
    let mut part = None;
    for chapter in &book.chapters {
        let rank = rank(chapter, &mut part);
        if chapter.unlisted {
            continue;
        }
        let number = numbers.get(&chapter.id);
        let title = without_notes(&chapter.title);
        let text = line(&title, number, chapter.kind, words);
        if !text.is_empty() {
            list.push(rank, chapter.id, chapter.matter, (number.cloned(), title, text));
        }
        headings(&chapter.blocks, (chapter, rank), numbers, &mut list);
    }
    list.entries
}

struct List {
    entries: Vec<TocEntry>,
    /// Ranks of the entries that the next one may stand under.
    ranks: Vec<u32>,
}

impl List {
    fn push(
        &mut self,
        rank: u32,
        node: NodeId,
        matter: Matter,
        (number, title, text): (Option<Number>, Vec<Inline>, String),
    ) {
        while self.ranks.last().is_some_and(|above| *above >= rank) {
            self.ranks.pop();
        }
        self.ranks.push(rank);
        let level = u8::try_from(self.ranks.len()).unwrap_or(u8::MAX);
        self.entries.push(TocEntry { node, level, matter, number, title, text });
    }
}

/// An open part: its depth, and how far below their own depth its chapters stand.
#[derive(Clone, Copy)]
struct OpenPart {
    depth: u32,
    shift: Option<u32>,
}

/// The rank of a chapter in the contents. After a part named by a heading, chapters have
/// the part's own depth and stand one below it; in a part grouped by the manifest they
/// have their place already, and a chapter of the part's depth ends it.
fn rank(chapter: &Chapter, open: &mut Option<OpenPart>) -> u32 {
    let depth = u32::from(chapter.depth.max(1));
    if chapter.matter != Matter::Body || chapter.kind == SectionKind::Appendix {
        *open = None;
        return depth;
    }
    let Some(part) = open.as_mut().filter(|part| chapter.kind != SectionKind::Part || depth > part.depth)
    else {
        *open = (chapter.kind == SectionKind::Part).then_some(OpenPart { depth, shift: None });
        return depth;
    };
    let shift = *part.shift.get_or_insert(u32::from(depth <= part.depth));
    if shift == 0 && depth <= part.depth {
        *open = None;
    }
    depth + shift
}

fn headings(
    blocks: &[Block],
    (chapter, rank): (&Chapter, u32),
    numbers: &BTreeMap<NodeId, Number>,
    list: &mut List,
) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { level, content, unlisted: false, .. } => {
                let title = without_notes(content);
                let mut text = plain(&title);
                if text.is_empty() {
                    continue;
                }
                let number = numbers.get(&block.id);
                if let Some(number) = number {
                    text = format!("{} {text}", number.text);
                }
                let below = u32::from(level.saturating_sub(chapter.level).max(1));
                list.push(rank + below, block.id, chapter.matter, (number.cloned(), title, text));
            }
            BlockKind::Div { blocks: inner, .. } => headings(inner, (chapter, rank), numbers, list),
            _ => {}
        }
    }
}

/// A title with its number as one line.
pub(super) fn line(
    title: &[Inline],
    number: Option<&Number>,
    kind: book::SectionKind,
    words: &Words,
) -> String {
    let text = plain(title);
    match number {
        None => text,
        Some(number) if text.is_empty() => number.label.clone(),
        Some(number) => {
            let figures =
                number.text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'.');
            // A nested file's number is a section's.
            let counted = kind == SectionKind::Chapter || number.text.contains('.');
            if counted && figures {
                format!("{} {text}", number.text)
            } else {
                words.numbered_title(&number.label, &text)
            }
        }
    }
}

pub(super) fn plain(title: &[Inline]) -> String {
    let text = walk::flatten(title);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The inlines without notes and anchors, which belong to one place only; links become their
/// words, since the whole title is one.
pub(super) fn without_notes(list: &[Inline]) -> Vec<Inline> {
    list.iter()
        .filter(|inline| !matches!(inline.kind, InlineKind::Note(_) | InlineKind::Anchor))
        .map(|inline| {
            let mut inline = inline.clone();
            if let InlineKind::Link { content, .. } = &mut inline.kind {
                inline.kind = InlineKind::Span(std::mem::take(content));
            }
            if let Some(inner) = walk::children_mut(&mut inline) {
                *inner = without_notes(inner);
            }
            inline
        })
        .collect()
}
