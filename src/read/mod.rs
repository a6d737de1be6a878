//! Files to a [`Book`]: the manifest first, then every chapter side by side.
//!
//! After this stage nothing reads files any more. Everything wrong with them is found
//! in one run: a fault in the manifest does not keep the chapters from being read.

mod assets;
pub mod chapters;
mod findings;
pub mod import;
pub mod manifest;
pub mod markdown;
mod order;
pub mod schema;
mod theme;

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::model::book::Book;
use crate::model::manifest::Manifest;
use crate::source::{Files, Sources};

/// What was read.
#[derive(Debug)]
pub struct Reading {
    /// Every text, for places.
    pub sources: Sources,
    /// The manifest and the book; `None` when there is no book to speak of.
    pub book: Option<(Manifest, Book)>,
    /// What there is to say about it, in reading order.
    pub findings: Vec<Diagnostic>,
}

/// Reads the book in the folder `root`.
pub fn read(files: &dyn Files, root: &Path) -> Reading {
    let mut sources = Sources::default();
    let (manifest, mut findings) = manifest::read(files, root, &mut sources);
    let book = manifest.map(|manifest| {
        // An entry that leads nowhere may mean a file that no entry names.
        let is_sound = !findings.iter().any(Diagnostic::is_error);
        let chapters = chapters::read(files, root, &manifest, &mut sources);
        findings.extend(chapters.findings);
        if is_sound {
            findings.extend(order::orphans(files, root, &manifest.order, &sources));
        }
        (manifest, chapters.book)
    });
    Reading { sources, book, findings }
}
