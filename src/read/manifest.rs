//! `book.yaml` to a [`Manifest`].

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::model::manifest::Manifest;
use crate::source::{Files, Sources};

/// Reads the manifest of the book in `root`, or makes one from the files found there.
pub fn read(_files: &dyn Files, _root: &Path, _sources: &mut Sources) -> (Option<Manifest>, Vec<Diagnostic>) {
    (None, Vec::new())
}
