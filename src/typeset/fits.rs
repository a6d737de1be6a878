//! Fixes of page makeup without which the book is set as it is with them.

use super::page;
use super::settle::Settling;
use crate::diagnostic::Diagnostic;
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind};
use crate::model::fit;
use crate::model::walk;
use crate::source::Span;
use crate::typeset::findings;
use crate::typeset::page::SetSection;

/// Fixes of a book that are looked at: each has its chapter set once more.
const MOST: usize = 40;

/// What there is to say of fixes that change nothing. Each is left out alone, since one may
/// be needed because of another.
pub(super) fn idle(settled: &Settling<'_>) -> Vec<Diagnostic> {
    let mut fixes = Vec::new();
    for (at, section) in settled.sections.iter().enumerate() {
        let chapters = settled.edition.book.book.chapters.get(section.chapters.clone());
        for chapter in chapters.unwrap_or_default() {
            let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
            for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
                walk::blocks(blocks, &mut |block| fixes.extend(fixed(settled, at, block)), &mut |_| {});
            }
        }
    }
    fixes.truncate(MOST);
    let found = settled.desk().work(&fixes, |setter, (at, node, span)| {
        let (section, recto) = (settled.sections.get(*at)?, settled.sides.get(*at)?);
        setter.unfitted = Some(*node);
        let free = page::set(setter, settled.page, section, *recto);
        // What it has to say was said.
        setter.findings.clear();
        let lines = |set: &SetSection| {
            let mut lines = set.blocks.iter().flat_map(|block| &block.frame.lines);
            lines.find(|line| line.node == *node).map(|line| line.count)
        };
        let count = lines(settled.set.get(*at)?)?;
        (lines(&free) == Some(count)).then(|| findings::idle_fit(count, *span))
    });
    found.into_iter().flatten().collect()
}

/// A paragraph whose fix holds in this edition.
fn fixed(settled: &Settling<'_>, section: usize, block: &Block) -> Option<(usize, NodeId, Span)> {
    let is_paragraph = matches!(block.kind, BlockKind::Paragraph(_));
    fit::lines(&block.attrs, &settled.edition.spec.name).filter(|_| is_paragraph)?;
    // That a fix cannot be kept has been said.
    let impossible = settled.set.get(section)?.findings.iter().any(|remark| remark.is_fit_of(block.span));
    (!impossible).then_some((section, block.id, block.span))
}
