//! The contents as a tree: what nav, NCX and a contents list in the text show.

use super::Context;
use crate::resolve::TocEntry;

/// An entry with those below it.
#[derive(Debug)]
pub(super) struct Branch<'a> {
    /// The heading.
    pub(super) entry: &'a TocEntry,
    /// Its address within the package.
    pub(super) href: String,
    /// Entries of a deeper level that follow it.
    pub(super) below: Vec<Branch<'a>>,
}

/// The tree down to the book's `toc-depth`; entries that lead nowhere or say nothing are
/// left out. A level that is skipped counts as one step down.
pub(super) fn tree<'a>(context: &Context<'a>) -> Vec<Branch<'a>> {
    let deepest = context.toc_depth();
    let mut open: Vec<(u8, Branch<'a>)> = Vec::new();
    let mut roots = Vec::new();
    for entry in &context.edition.book.toc {
        if entry.level > deepest || entry.text.trim().is_empty() {
            continue;
        }
        let Some(href) = context.plan.href(entry.node) else { continue };
        close(&mut open, &mut roots, entry.level);
        open.push((entry.level, Branch { entry, href, below: Vec::new() }));
    }
    close(&mut open, &mut roots, 0);
    roots
}

/// Puts finished branches of `level` or deeper where they belong.
fn close<'a>(open: &mut Vec<(u8, Branch<'a>)>, roots: &mut Vec<Branch<'a>>, level: u8) {
    while let Some((_, branch)) = open.pop_if(|(own, _)| *own >= level) {
        match open.last_mut() {
            Some((_, parent)) => parent.below.push(branch),
            None => roots.push(branch),
        }
    }
}

/// How many levels the tree has.
pub(super) fn depth(branches: &[Branch<'_>]) -> usize {
    branches.iter().map(|branch| 1 + depth(&branch.below)).max().unwrap_or(0)
}
