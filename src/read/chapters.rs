//! The files of the reading order to the chapters of a [`Book`].

use std::collections::BTreeMap;
use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::model::book::Book;
use crate::model::manifest::Manifest;
use crate::source::{Files, Sources};

/// Reads every file that `manifest` orders, and the pictures they show.
pub fn read(
    _files: &dyn Files,
    _root: &Path,
    manifest: &Manifest,
    _sources: &mut Sources,
) -> (Book, Vec<Diagnostic>) {
    let book = Book {
        metadata: manifest.metadata.clone(),
        chapters: Vec::new(),
        assets: BTreeMap::new(),
        numbering: manifest.numbering,
        toc_depth: manifest.toc_depth,
    };
    (book, Vec::new())
}
