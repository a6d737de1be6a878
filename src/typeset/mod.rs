//! A resolved book to pages: flow, break, compose, settle the contents' folios, bind.
//!
//! ```text
//! Chapter ─ flow ─→ VList ─ page::set ─→ [text block] ─ sequence::bind ─→ Layout
//! ```
//! Sections that open a page are set side by side; only what shows page numbers, such as the
//! contents, must wait for the others, and is set again until its own length and the folios
//! agree.

pub mod contents;
pub mod display;
pub mod dump;
pub mod findings;
pub mod flow;
pub mod labels;
pub mod missing;
pub mod page;
pub mod paragraph;
pub mod svg;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::edition::{Edition, PageGeometry};
use crate::parallel;
use display::Layout;
use labels::Labels;
use page::section::{self, Section};
use page::{SetSection, sequence};
use paragraph::Setter;

/// Rounds after which page numbers are taken as they are; two settle almost any book.
const ROUNDS: usize = 6;
/// Rounds in which a section may still become shorter: what stood in place of the page
/// numbers in the first may have been longer than they are.
const FREE_ROUNDS: usize = 2;

/// Sets a print edition.
pub fn typeset(edition: &Edition<'_>, page: &PageGeometry) -> (Layout, Vec<Diagnostic>) {
    let sections = section::plan(edition);
    let mut labels = Arc::new(Labels::of(&edition.metadata.lang));
    let mut set = set_sections(edition, page, &labels, &sections.iter().collect::<Vec<_>>());
    let mut sequence = sequence::arrange(edition, &sections, &set);
    let moving: Vec<&Section> = sections.iter().filter(|section| section.shows_pages).collect();
    for round in 0..ROUNDS {
        let next = labels.next(sequence.labels(&set));
        if moving.is_empty() || next == *labels {
            break;
        }
        labels = Arc::new(next);
        let mut again = set_sections(edition, page, &labels, &moving).into_iter();
        for (section, old) in sections.iter().zip(&mut set).filter(|(section, _)| section.shows_pages) {
            let Some(mut new) = again.next() else { break };
            // Lest a page that comes and goes keep the rest from settling.
            if section.contents || round >= FREE_ROUNDS {
                new.fill_to(old.blocks.len(), page);
            }
            *old = new;
        }
        sequence = sequence::arrange(edition, &sections, &set);
    }
    let findings = missing::gather(set.iter_mut().flat_map(|s| std::mem::take(&mut s.findings)));
    (sequence::bind(edition, page, &sections, set, &sequence), findings)
}

fn set_sections(
    edition: &Edition<'_>,
    page: &PageGeometry,
    labels: &Arc<Labels>,
    sections: &[&Section],
) -> Vec<SetSection> {
    let setter = || Setter::knowing(edition, labels);
    parallel::map_with(sections, setter, |setter, section| page::set(setter, *page, section))
}
