//! Running heads of the section of notes: which pages the notes of a page belong to. A
//! reader who comes from a note's call knows only the page he left (The Chicago Manual of
//! Style, 14.44).

use std::collections::BTreeMap;

use super::section::Section;
use super::sequence::Sequence;
use super::{Block, SetSection};
use crate::edition::Edition;
use crate::model::NodeId;
use crate::model::book::SectionKind;
use crate::model::manifest::GeneratedPage;
use crate::resolve::words::{Word, Words};
use crate::typeset::flow;

/// For each section, the heads of its pages, where it is one of notes.
pub(super) fn of_notes(
    edition: &Edition<'_>,
    (sections, set): (&[Section], &[SetSection]),
    sequence: &Sequence,
) -> Vec<Option<Vec<String>>> {
    let chapters = &edition.book.book.chapters;
    let is_notes = |section: &Section| {
        let kind = chapters.get(section.chapters.start).map(|chapter| chapter.kind);
        kind == Some(SectionKind::Generated(GeneratedPage::Notes))
    };
    if !sections.iter().any(is_notes) {
        return Vec::new();
    }
    let pages = sequence.pages_of(set);
    let calls = calls(edition, &pages);
    let words = Words::of(&edition.metadata.lang);
    let heads = sections.iter().zip(set).map(|(section, set)| {
        is_notes(section).then(|| {
            heads(&set.blocks, &calls, |from, to| {
                let (from, to) = (sequence.label(from), sequence.label(to));
                if from == to {
                    words.with(Word::NotesToPage, &from)
                } else {
                    words.with(Word::NotesToPages, &format!("{from}–{to}"))
                }
            })
        })
    });
    heads.collect()
}

/// The page on which each note is called first.
fn calls(edition: &Edition<'_>, pages: &BTreeMap<NodeId, usize>) -> BTreeMap<NodeId, usize> {
    let mut called = BTreeMap::new();
    for chapter in edition.book.book.chapters.iter().filter(|chapter| !chapter.notes.is_empty()) {
        // Calls in notes come after all others, and tell no page of the text.
        let Some(end) = chapter.notes.first().map(|note| note.id) else { continue };
        for (note, calls) in chapter.notes.iter().zip(flow::calls(chapter)) {
            let page = calls.iter().filter(|call| **call < end).find_map(|call| pages.get(call));
            called.extend(page.map(|page| (note.id, *page)));
        }
    }
    called
}

/// The heads of a section's pages; a page on which no note begins goes on with the last.
fn heads(
    blocks: &[Block],
    calls: &BTreeMap<NodeId, usize>,
    say: impl Fn(usize, usize) -> String,
) -> Vec<String> {
    let mut heads = Vec::with_capacity(blocks.len());
    let mut last = None;
    for block in blocks {
        let pages = || block.anchors.iter().filter_map(|node| calls.get(node)).copied();
        // What begins here may follow the end of a note that began before.
        let (from, to) = (pages().chain(last).min(), pages().chain(last).max());
        last = pages().max().or(last);
        heads.push(match (from, to) {
            (Some(from), Some(to)) => say(from, to),
            _ => String::new(),
        });
    }
    heads
}
