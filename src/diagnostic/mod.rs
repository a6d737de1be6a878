//! Findings: what Bindery tells an author about a book.
//!
//! A finding has a stable [`Code`], the narrowest span, and where possible a help line
//! that says what to type. Stages build them in their own `findings.rs`, one constructor
//! a message; [`level`] weighs them as the author wishes; [`render`] turns them into text
//! in rustc's manner, JSON lines or SARIF.

pub mod code;
pub mod level;
pub mod render;

pub use code::Code;
pub use level::Levels;

use crate::source::Span;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// An edition could not be what the author means: nothing is written.
    Error,
    /// The edition is written; the author should look.
    Warning,
}

/// A place a finding points at, with a few words on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What the place has to do with it; may be empty.
    pub text: String,
}

/// One finding about the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of finding.
    pub code: Code,
    /// How much it weighs: as its code has it, unless the author wished otherwise.
    severity: Severity,
    /// One line: lower case, no full stop, backticks round what the author typed.
    pub message: String,
    /// The place first meant, then others; empty when the finding has no place.
    pub labels: Vec<Label>,
    /// For findings about something that has no text: the file's path as shown.
    pub path: Option<String>,
    /// Ways out, a line each.
    pub help: Vec<String>,
    /// The edition it was met in, when it concerns only one.
    pub edition: Option<String>,
}

impl Diagnostic {
    /// A finding without a place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: Vec::new(),
            path: None,
            help: Vec::new(),
            edition: None,
        }
    }

    /// Points at `span`; the first call names the primary place.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Names a file that has no text to point into.
    #[must_use]
    pub fn in_file(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// Whether it keeps an edition from being written.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The same finding with another weight.
    fn weighing(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// The known name nearest to what was typed, if it is near enough to be meant
/// (Damerau–Levenshtein distance of at most a third of its length).
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let limit = typed.chars().count().max(3) / 3;
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(&typed, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_suggests_only_what_is_near() {
        assert_eq!(nearest("tilte", ["title", "subtitle"]), Some("title"));
        assert_eq!(nearest("Titel", ["title", "toc"]), Some("title"));
        assert_eq!(nearest("zebra", ["title", "toc"]), None);
    }
}
