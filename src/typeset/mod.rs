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

/// Sections whose side is not known that are kept in memory at a time.
const AT_ONCE: usize = 64;

/// Sets a print edition.
pub fn typeset(edition: &Edition<'_>, page: &PageGeometry) -> (Layout, Vec<Diagnostic>) {
    let sections = section::plan(edition);
    let mut labels = Labels::default();
    let (mut set, mut sides) = set_all(edition, page, &labels, &sections);
    let mut sequence = sequence::arrange(edition, &sections, &set);
    for _ in 0..ROUNDS {
        let next = labels.next(sequence.labels(&set));
        let settled = next == labels || !sections.iter().any(|s| s.contents);
        let now = sequence.sides();
        if settled && now == sides {
            break;
        }
        let moved = sides.iter().zip(&now).map(|(was, is)| was != is);
        let again: Vec<bool> =
            sections.iter().zip(moved).map(|(s, moved)| moved || s.contents && !settled).collect();
        (labels, sides) = (next, now);
        set_again(edition, page, &labels, (&sections, &sides, &again), &mut set);
        sequence = sequence::arrange(edition, &sections, &set);
    }
    let findings = missing::gather(set.iter_mut().flat_map(|s| std::mem::take(&mut s.findings)));
    (sequence::bind(edition, page, &sections, set, &sequence), findings)
}

/// Sets every section. Those that open on the next page, whichever side that is, are
/// divided for both sides first; the pages before them decide which is composed.
fn set_all(
    edition: &Edition<'_>,
    page: &PageGeometry,
    labels: &Labels,
    sections: &[Section],
) -> (Vec<SetSection>, Vec<bool>) {
    enum Work {
        Set(SetSection),
        Divided(Box<page::Divided>),
    }
    let (mut set, mut sides) = (Vec::with_capacity(sections.len()), Vec::with_capacity(sections.len()));
    let mut recto = true;
    let at_once = if sections.iter().all(|s| s.recto) { sections.len().max(1) } else { AT_ONCE };
    for chunk in sections.chunks(at_once) {
        let work = parallel::map_with(
            chunk,
            || Setter::new(edition),
            |setter, section| {
                if section.recto {
                    Work::Set(page::set(setter, *page, labels, section, true))
                } else {
                    Work::Divided(Box::new(page::divide(setter, *page, labels, section)))
                }
            },
        );
        let mut placed = Vec::with_capacity(work.len());
        for (work, section) in work.into_iter().zip(chunk) {
            recto |= section.recto;
            sides.push(recto);
            let next = match &work {
                Work::Set(set) => sequence::next_is_recto(&set.blocks, recto),
                Work::Divided(divided) => divided.next_is_recto(recto),
            };
            placed.push((work, section, recto));
            recto = next;
        }
        set.extend(parallel::map_into(placed, |(work, section, recto)| match work {
            Work::Set(set) => set,
            Work::Divided(divided) => divided.compose(edition, page, section, recto),
        }));
    }
    (set, sides)
}

/// Sets some sections again: those that show folios, and those that open on another side
/// than they were set for. Contents never become shorter, lest a page that comes and goes
/// keep the rest from settling.
fn set_again(
    edition: &Edition<'_>,
    page: &PageGeometry,
    labels: &Labels,
    (sections, sides, again): (&[Section], &[bool], &[bool]),
    set: &mut [SetSection],
) {
    let mut setter = Setter::new(edition);
    let known = sections.iter().zip(sides).zip(again).zip(set);
    for (((section, recto), _), old) in known.filter(|((_, again), _)| **again) {
        let pages = old.blocks.len();
        *old = page::set(&mut setter, *page, labels, section, *recto);
        if section.contents {
            old.fill_to(pages, page);
        }
    }
}
