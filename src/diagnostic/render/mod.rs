//! Findings as text in rustc's manner, as JSON lines, and as a SARIF document.
//!
//! Only the lines a finding is about are handed to `annotate-snippets`, so that the time
//! for a finding depends on its place, not on the size of the file it lies in.

mod human;
mod json;
mod position;
mod sarif;
mod window;

use std::collections::BTreeMap;

use super::Diagnostic;
use crate::source::{FileId, Sources, Span};
use position::Positions;

/// Shows findings about texts; it remembers where lines begin.
#[derive(Debug)]
pub struct Renderer<'a> {
    sources: &'a Sources,
    color: bool,
    positions: BTreeMap<FileId, Positions>,
}

impl<'a> Renderer<'a> {
    /// A renderer for findings about `sources`, with terminal colours or without.
    pub fn new(sources: &'a Sources, color: bool) -> Self {
        Self { sources, color, positions: BTreeMap::new() }
    }

    /// A finding as an author reads it; ends with a line feed.
    pub fn human(&mut self, finding: &Diagnostic) -> String {
        human::render(self, finding)
    }

    /// A finding as one line of JSON, without its line feed. The members are `code`,
    /// `severity`, `message`, `file`, `line`, `column`, `end_line`, `end_column`, `help`,
    /// `labels` and `edition`; lines and columns count from 1, columns in characters, and
    /// those of a finding without a place are null.
    pub fn json(&mut self, finding: &Diagnostic) -> String {
        json::render(self, finding)
    }

    /// All findings of a run as one SARIF 2.1.0 document on one line, without its line feed.
    pub fn sarif(&mut self, findings: &[Diagnostic]) -> String {
        sarif::render(self, findings)
    }

    /// Line and column, from 1, of a byte of a file.
    fn position(&mut self, file: FileId, at: u32) -> (usize, usize) {
        let sources = self.sources;
        let Some(source) = sources.get(file) else { return (1, 1) };
        let positions = self.positions.entry(file).or_insert_with(|| Positions::new(&source.text));
        positions.find(&source.text, at as usize)
    }

    /// The path of a span's file as shown; `None` when the file is unknown.
    fn path(&self, span: Span) -> Option<&'a str> {
        self.sources.get(span.file).map(|file| file.path.as_str())
    }
}

#[cfg(test)]
mod tests;
