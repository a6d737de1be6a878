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
use crate::parallel::{self, Memories};
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

/// Sections whose side is not known that are kept in memory at a time.
const AT_ONCE: usize = 64;

/// Sets a print edition.
pub fn typeset(edition: &Edition<'_>, page: &PageGeometry) -> (Layout, Vec<Diagnostic>) {
    let sections = section::plan(edition);
    let mut labels = Arc::new(Labels::of(&edition.metadata.lang));
    let memories = Memories::default();
    let desk = Desk { edition, page, memories: &memories };
    let (mut set, mut sides) = set_all(&desk, &labels, &sections);
    let mut sequence = sequence::arrange(edition, &sections, &set);
    for round in 0..ROUNDS {
        let next = labels.next(sequence.labels(&set));
        let settled = next == *labels || !sections.iter().any(|section| section.shows_pages);
        let now = sequence.sides();
        if settled && now == sides {
            break;
        }
        let moved = sides.iter().zip(&now).map(|(was, is)| was != is);
        let again: Vec<bool> =
            sections.iter().zip(moved).map(|(s, moved)| moved || s.shows_pages && !settled).collect();
        (labels, sides) = (Arc::new(next), now);
        let work = Work { sections: &sections, sides: &sides, again: &again, is_free: round < FREE_ROUNDS };
        set_again(&desk, &labels, &work, &mut set);
        sequence = sequence::arrange(edition, &sections, &set);
    }
    let findings = missing::gather(set.iter_mut().flat_map(|s| std::mem::take(&mut s.findings)));
    // To forget takes its time, too.
    let bind = || sequence::bind(edition, page, &sections, set, &sequence);
    (parallel::join(bind, || drop(memories)).0, findings)
}

/// What sections are set with.
struct Desk<'a> {
    edition: &'a Edition<'a>,
    page: &'a PageGeometry,
    memories: &'a Memories<paragraph::Memory>,
}

impl Desk<'_> {
    /// Work over items side by side, by setters that remember the words of earlier work.
    fn work<T: Sync, R: Send>(
        &self,
        labels: &Arc<Labels>,
        items: &[T],
        f: impl Fn(&mut Setter<'_>, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        parallel::map_with(items, self.memories, |memory, item| {
            let mut setter = Setter::remembering(self.edition, labels, std::mem::take(memory));
            let result = f(&mut setter, item);
            *memory = setter.into_memory();
            result
        })
    }
}

/// Sets every section. Those that open on the next page, whichever side that is, are
/// divided for both sides first; the pages before them decide which is composed.
fn set_all(desk: &Desk<'_>, labels: &Arc<Labels>, sections: &[Section]) -> (Vec<SetSection>, Vec<bool>) {
    enum Part {
        Set(SetSection),
        Divided(Box<page::Divided>),
    }
    let Desk { edition, page, .. } = *desk;
    let (mut set, mut sides) = (Vec::with_capacity(sections.len()), Vec::with_capacity(sections.len()));
    let mut recto = true;
    let at_once = if sections.iter().all(|s| s.recto) { sections.len().max(1) } else { AT_ONCE };
    for chunk in sections.chunks(at_once) {
        let work = desk.work(labels, chunk, |setter, section| {
            if section.recto {
                Part::Set(page::set(setter, *page, section, true))
            } else {
                Part::Divided(Box::new(page::divide(setter, *page, section)))
            }
        });
        let mut placed = Vec::with_capacity(work.len());
        for (work, section) in work.into_iter().zip(chunk) {
            recto |= section.recto;
            sides.push(recto);
            let next = match &work {
                Part::Set(set) => sequence::next_is_recto(&set.blocks, recto),
                Part::Divided(divided) => divided.next_is_recto(recto),
            };
            placed.push((work, section, recto));
            recto = next;
        }
        set.extend(parallel::map_into(placed, |(work, section, recto)| match work {
            Part::Set(set) => set,
            Part::Divided(divided) => divided.compose(edition, page, section, recto),
        }));
    }
    (set, sides)
}

/// What is to be set again.
struct Work<'a> {
    sections: &'a [Section],
    /// Whether each opens on a recto.
    sides: &'a [bool],
    again: &'a [bool],
    /// Whether sections may still become shorter.
    is_free: bool,
}

/// Sets some sections again: those that show folios, and those that open on another side
/// than they were set for. Contents never become shorter, nor in the end does anything that
/// shows folios, lest a page that comes and goes keep the rest from settling.
fn set_again(desk: &Desk<'_>, labels: &Arc<Labels>, work: &Work<'_>, set: &mut [SetSection]) {
    let all = work.sections.iter().zip(work.sides).zip(work.again).enumerate();
    let chosen: Vec<(usize, &Section, bool)> =
        all.filter(|(_, (_, again))| **again).map(|(at, ((s, recto), _))| (at, s, *recto)).collect();
    let page = desk.page;
    let new =
        desk.work(labels, &chosen, |setter, (_, section, recto)| page::set(setter, *page, section, *recto));
    for ((at, section, _), mut new) in chosen.into_iter().zip(new) {
        if section.contents || section.shows_pages && !work.is_free {
            new.fill_to(set[at].blocks.len(), page);
        }
        set[at] = new;
    }
}
