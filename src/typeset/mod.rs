//! A resolved book to pages: flow, break, compose, settle the contents' folios, bind.
//!
//! ```text
//! Chapter ─ flow ─→ VList ─ page::set ─→ [text block] ─ sequence::bind ─→ Layout
//! ```
//! Sections that open a page are set side by side; only what shows page numbers, such as the
//! contents, must wait for the others, and is set again until its own length and the folios
//! agree ([`settle`]).

pub mod contents;
pub mod display;
pub mod dump;
pub mod findings;
mod fits;
pub mod flow;
pub mod labels;
pub mod missing;
pub mod page;
pub mod paragraph;
pub mod settle;
pub mod svg;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, PageGeometry};
use crate::parallel;
use display::Layout;
use page::section;
use page::sequence;
use settle::Settling;

/// Sets a print edition. `page` is its page in a book of few pages: the white at the binding
/// may grow with the number of pages.
pub fn typeset(edition: &Edition<'_>, page: &PageGeometry) -> (Layout, Vec<Diagnostic>) {
    let sections = section::plan(edition);
    let mut settling = Settling::settle(edition, *page, &sections);
    let idle = fits::idle(&settling);
    let remarks = settling.set.iter_mut().flat_map(|s| std::mem::take(&mut s.findings));
    let findings = missing::gather(remarks.chain(idle.into_iter().map(Into::into)));
    let Settling { page, set, sequence, memories, .. } = settling;
    let layout = sequence::bind((edition, &memories), &page, &sections, set, &sequence);
    parallel::forget(memories);
    (layout, findings)
}
