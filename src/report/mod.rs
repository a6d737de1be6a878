//! Set editions to a report: how even their lines and pages are, where they are not, and
//! what to type there.
//!
//! ```text
//! Layout ─ measure ─→ Lines ─┬─ trouble ─→ [Trouble], each with advice ─┐
//!                            └─ figures ─→ [Figure] beside its target ──┴─ html, json, summary
//! ```
//! The facts are read off the pages as they are printed, not off what the typesetter meant.

mod advice;
mod figures;
mod html;
mod json;
mod measure;
mod place;
mod rivers;
mod summary;
#[cfg(test)]
mod tests;
mod thumbnail;
mod trouble;

use crate::edition::Edition;
use crate::source::Sources;
use crate::typeset::display::Layout;

pub use figures::Figure;
pub use thumbnail::Thumbnail;
pub use trouble::{Area, Kind, Trouble};

/// What there is to say of the print editions of a book.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The book's title.
    pub title: String,
    /// One for each print edition, in the order of `book.yaml`.
    pub editions: Vec<EditionReport>,
}

/// What there is to say of an edition.
#[derive(Clone, Debug)]
pub struct EditionReport {
    /// Its name.
    pub name: String,
    /// Its pages.
    pub pages: usize,
    /// Lines of text on them.
    pub lines: usize,
    /// Figures beside their targets.
    pub figures: Vec<Figure>,
    /// What is wrong, the worst first.
    pub troubles: Vec<Trouble>,
    /// Pictures of pages with troubles, in the order of the pages.
    pub thumbnails: Vec<Thumbnail>,
    /// Pages with troubles that have no picture.
    pub without_picture: usize,
}

/// Whether pages are drawn: it takes time, and only the HTML shows them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    /// Pages with troubles are drawn.
    Drawn,
    /// None are.
    #[default]
    NotDrawn,
}

/// Looks through a set edition.
pub fn of(edition: &Edition<'_>, layout: &Layout, sources: &Sources, pictures: Pictures) -> EditionReport {
    let lines = measure::measure(layout, edition.fonts);
    let mut troubles = trouble::find(layout, &lines, &edition.spec.name);
    place::find(&mut troubles, sources);
    let figures = figures::of(layout, &lines, &troubles);
    let (thumbnails, without_picture) = match pictures {
        Pictures::Drawn => thumbnail::draw(edition, layout, &troubles),
        Pictures::NotDrawn => (Vec::new(), 0),
    };
    EditionReport {
        name: edition.spec.name.clone(),
        pages: layout.pages.len(),
        lines: lines.all.len(),
        figures,
        troubles,
        thumbnails,
        without_picture,
    }
}

impl EditionReport {
    /// One line for the terminal; `None` when there is nothing to say.
    pub fn summary(&self) -> Option<String> {
        summary::line(&self.troubles)
    }
}

impl Report {
    /// One file for people, which needs no other.
    pub fn html(&self) -> String {
        html::page(self)
    }

    /// The same for programs; its shape is described in the manual.
    pub fn json(&self) -> String {
        json::text(self)
    }
}
