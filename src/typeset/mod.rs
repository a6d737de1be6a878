//! A resolved book to pages: flow, break, compose, settle the contents' folios, bind.
//!
//! ```text
//! Chapter ─ flow ─→ VList ─ page::set ─→ [text block] ─ sequence::bind ─→ Layout
//! ```
//! Sections that open a page are set side by side; only the contents must wait for the
//! others, and are set again until their own length and the folios agree.

pub mod contents;
pub mod display;
pub mod dump;
pub mod findings;
pub mod flow;
pub mod missing;
pub mod page;
pub mod paragraph;
pub mod svg;
#[cfg(test)]
mod tests;

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, PageGeometry};
use crate::parallel;
use contents::Labels;
use display::Layout;
use page::section::{self, Section};
use page::{SetSection, sequence};
use paragraph::Setter;

/// Rounds after which the contents are taken as they are; two settle any real book.
const ROUNDS: usize = 5;

/// Sets a print edition.
pub fn typeset(edition: &Edition<'_>, page: &PageGeometry) -> (Layout, Vec<Diagnostic>) {
    let sections = section::plan(edition);
    let mut labels = Labels::default();
    let mut set = parallel::map_with(
        &sections,
        || Setter::new(edition),
        |setter, section| page::set(setter, *page, &labels, section),
    );
    let mut sequence = sequence::arrange(edition, &sections, &set);
    for _ in 0..ROUNDS {
        let next = labels.next(sequence.labels(&set));
        if next == labels || !sections.iter().any(|s| s.contents) {
            break;
        }
        labels = next;
        set_contents(edition, page, &labels, &sections, &mut set);
        sequence = sequence::arrange(edition, &sections, &set);
    }
    let findings = missing::gather(set.iter_mut().flat_map(|s| std::mem::take(&mut s.findings)));
    (sequence::bind(edition, page, &sections, set, &sequence), findings)
}

/// Sets the sections that show folios again. They never become shorter, lest a page that
/// comes and goes keep the rest from settling.
fn set_contents(
    edition: &Edition<'_>,
    page: &PageGeometry,
    labels: &Labels,
    sections: &[Section],
    set: &mut [SetSection],
) {
    let mut setter = Setter::new(edition);
    for (section, old) in sections.iter().zip(set).filter(|(section, _)| section.contents) {
        let pages = old.blocks.len();
        *old = page::set(&mut setter, *page, labels, section);
        old.fill_to(pages, page);
    }
}
