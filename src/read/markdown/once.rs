//! Findings of one file, and which of them were already said.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;

/// Collects findings; a finding about a kind of thing is said once a file.
#[derive(Debug, Default)]
pub(super) struct Once {
    said: BTreeSet<(&'static str, String)>,
    /// What there is to say so far.
    pub findings: Vec<Diagnostic>,
}

impl Once {
    /// Whether this is the first time that `name` of this kind is met.
    pub(super) fn first(&mut self, kind: &'static str, name: &str) -> bool {
        self.said.insert((kind, name.to_owned()))
    }
}
