//! What depends on one another, until nothing moves: page labels, the length of the
//! contents, the side on which each section opens, the number of pages and the white at
//! the binding.
//!
//! In each round what a change reaches is set again. It ends because nothing comes back: the
//! white at the binding never becomes less, contents never shorter, and from the second
//! round on nothing that shows page labels does; a label leaves room for the longest that
//! its place has had, and from the fourth round on its figures are all equally wide, so that
//! another label never breaks lines elsewhere. What shows no labels then depends only on
//! its side, and that on what stands before it.

use std::sync::Arc;

use super::labels::Labels;
use super::page::section::Section;
use super::page::sequence::{self, Sequence};
use super::page::{self, SetSection};
use super::paragraph::{Memory, Setter};
use crate::edition::{Edition, PageGeometry};
use crate::parallel::{self, Memories};

/// Rounds after which page labels are taken as they are; two settle almost any book, and
/// each step of the white at the binding may take two more.
pub const MOST_ROUNDS: usize = 24;
/// Rounds in which a section may still become shorter: what stood in place of the page
/// numbers in the first may have been longer than they are.
const FREE_ROUNDS: usize = 2;
/// From this round on the figures of page labels are equally wide.
const EVEN_ROUND: usize = 4;

/// Sections whose side is not known that are kept in memory at a time.
const AT_ONCE: usize = 64;

/// A book on the way to its pages.
pub struct Settling<'a> {
    /// The edition.
    pub edition: &'a Edition<'a>,
    /// Its sections.
    pub sections: &'a [Section],
    /// The page, as wide at the binding as so many pages ask for.
    pub page: PageGeometry,
    /// The page labels that were shown.
    pub labels: Arc<Labels>,
    /// Whether each section was set to open on a recto.
    pub sides: Vec<bool>,
    /// What was set.
    pub set: Vec<SetSection>,
    /// Where it stands.
    pub sequence: Sequence,
    /// Rounds it took.
    pub rounds: usize,
    /// The words that were met.
    pub memories: Memories<Memory>,
}

impl<'a> Settling<'a> {
    /// Sets a book until nothing moves.
    pub fn settle(edition: &'a Edition<'a>, page: PageGeometry, sections: &'a [Section]) -> Self {
        let labels = Arc::new(Labels::of(&edition.metadata.lang));
        let memories = Memories::default();
        let desk = Desk { edition, labels: &labels, memories: &memories };
        let (set, sides) = set_all(&desk, &page, sections);
        let sequence = sequence::arrange(edition, sections, &set);
        let mut settling =
            Self { edition, sections, page, labels, sides, set, sequence, rounds: 0, memories };
        while settling.rounds < MOST_ROUNDS && settling.round() {
            settling.rounds += 1;
        }
        settling
    }

    /// Sets again what no longer holds; false when all of it does.
    fn round(&mut self) -> bool {
        let labels = self.labels.next(self.sequence.labels(&self.set), self.rounds + 1 >= EVEN_ROUND);
        let page = self.page.for_pages(self.sequence.count());
        let sides = self.sequence.sides();
        let relabelled = labels != *self.labels && self.sections.iter().any(|section| section.shows_pages);
        if !relabelled && page == self.page && sides == self.sides {
            return false;
        }
        let remeasured = page.measure != self.page.measure;
        let moved = self.sides.iter().zip(&sides).map(|(was, is)| was != is);
        let again = self
            .sections
            .iter()
            .zip(moved)
            .map(|(section, moved)| remeasured || moved || section.shows_pages && relabelled);
        let again: Vec<bool> = again.collect();
        (self.labels, self.page, self.sides) = (Arc::new(labels), page, sides);
        self.set_again(&again);
        self.sequence = sequence::arrange(self.edition, self.sections, &self.set);
        true
    }

    /// What its sections are set with.
    pub(super) fn desk(&self) -> Desk<'_> {
        Desk { edition: self.edition, labels: &self.labels, memories: &self.memories }
    }

    /// Sets some sections again: those that show folios, and those that open on another side
    /// than they were set for. Contents never become shorter, nor in the end does anything
    /// that shows folios, lest a page that comes and goes keep the rest from settling.
    pub(super) fn set_again(&mut self, again: &[bool]) {
        let all = self.sections.iter().zip(&self.sides).zip(again).enumerate();
        let chosen: Vec<(usize, &Section, bool)> =
            all.filter(|(_, (_, again))| **again).map(|(at, ((s, recto), _))| (at, s, *recto)).collect();
        let new = self
            .desk()
            .work(&chosen, |setter, (_, section, recto)| page::set(setter, self.page, section, *recto));
        for ((at, section, _), mut new) in chosen.into_iter().zip(new) {
            let Some(old) = self.set.get_mut(at) else { continue };
            if section.contents || section.shows_pages && self.rounds >= FREE_ROUNDS {
                new.fill_to(old.blocks.len(), &self.page);
            }
            *old = new;
        }
    }
}

/// What sections are set with.
pub(super) struct Desk<'a> {
    edition: &'a Edition<'a>,
    labels: &'a Arc<Labels>,
    memories: &'a Memories<Memory>,
}

impl Desk<'_> {
    /// Work over items side by side, by setters that remember the words of earlier work.
    pub(super) fn work<T: Sync, R: Send>(
        &self,
        items: &[T],
        f: impl Fn(&mut Setter<'_>, &T) -> R + Sync + Send,
    ) -> Vec<R> {
        parallel::map_with(items, self.memories, |memory, item| {
            let mut setter = Setter::remembering(self.edition, self.labels, std::mem::take(memory));
            let result = f(&mut setter, item);
            *memory = setter.into_memory();
            result
        })
    }
}

/// Sets every section. Those that open on the next page, whichever side that is, are
/// divided for both sides first; the pages before them decide which is composed.
fn set_all(desk: &Desk<'_>, page: &PageGeometry, sections: &[Section]) -> (Vec<SetSection>, Vec<bool>) {
    enum Part {
        Set(SetSection),
        Divided(Box<page::Divided>),
    }
    let (mut set, mut sides) = (Vec::with_capacity(sections.len()), Vec::with_capacity(sections.len()));
    let mut recto = true;
    let at_once = if sections.iter().all(|s| s.recto) { sections.len().max(1) } else { AT_ONCE };
    for chunk in sections.chunks(at_once) {
        let work = desk.work(chunk, |setter, section| {
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
            Part::Divided(divided) => divided.compose(desk.edition, page, section, recto),
        }));
    }
    (set, sides)
}
