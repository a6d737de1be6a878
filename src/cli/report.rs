//! What is said on the terminal: findings, progress, a line an edition.
//!
//! Findings for people go to standard error and results to standard output; findings for
//! programs go to standard output and results to standard error, so that a pipe carries
//! one kind of thing.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::time::Instant;

use super::args::{ColorChoice, Format};
use crate::diagnostic::render::Renderer;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

/// How a command ended; the worst of several counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// All is well.
    Fine,
    /// The book has an error, or a warning that was denied.
    Faulty,
    /// The command could not do its work.
    Failed,
}

impl Status {
    /// What the shell is told.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Faulty => 1,
            Self::Failed => 2,
        }
    }
}

/// Prints to standard output. That nobody reads any more is no fault.
pub(super) fn say(text: &str) {
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

/// Prints to standard error.
pub(super) fn say_aside(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// An error about the command itself, not the book, with ways out.
pub(super) fn complain(message: &str, help: &[&str]) {
    let mut text = format!("error: {message}\n");
    for line in help {
        let _ = writeln!(text, "help: {line}");
    }
    say_aside(&text);
}

/// Whether findings are coloured.
#[allow(clippy::disallowed_methods, reason = "cli is where the environment comes in")]
fn colored(choice: ColorChoice, format: Format) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto => {
            let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
            let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
            format == Format::Human && io::stderr().is_terminal() && !refused && !dumb
        }
    }
}

/// Shows findings and counts them.
pub(super) fn findings(
    sources: &Sources,
    findings: &[Diagnostic],
    (format, color): (Format, ColorChoice),
) -> Count {
    let mut renderer = Renderer::new(sources, colored(color, format));
    let mut count = Count::default();
    for finding in findings {
        match finding.severity() {
            Severity::Error => count.errors += 1,
            Severity::Warning => count.warnings += 1,
        }
        match format {
            Format::Human => say_aside(&(renderer.human(finding) + "\n")),
            Format::Json => say(&(renderer.json(finding) + "\n")),
            Format::Sarif => {}
        }
    }
    if format == Format::Sarif {
        say(&(renderer.sarif(findings) + "\n"));
    }
    count
}

/// How many findings there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

impl Count {
    /// `2 errors, 1 warning`; empty when there is nothing to say.
    pub(super) fn in_words(self) -> String {
        let part = |n: usize, word: &str| match n {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        };
        let parts = [part(self.errors, "error"), part(self.warnings, "warning")];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The line on the terminal that says what is being done; silent where nobody looks.
#[derive(Debug)]
pub(super) struct Progress {
    shown: bool,
    /// When the current edition was begun.
    since: Instant,
}

impl Progress {
    #[allow(clippy::disallowed_methods, reason = "cli is where the clock comes in")]
    pub(super) fn new(format: Format) -> Self {
        Self { shown: format == Format::Human && io::stderr().is_terminal(), since: Instant::now() }
    }

    /// Replaces the line.
    pub(super) fn show(&self, text: &str) {
        if self.shown {
            say_aside(&format!("\r\x1b[2K{text}"));
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        self.show("");
    }

    /// Seconds since the last call or the beginning.
    #[allow(clippy::disallowed_methods, reason = "cli is where the clock comes in")]
    pub(super) fn lap(&mut self) -> f64 {
        let seconds = self.since.elapsed().as_secs_f64();
        self.since = Instant::now();
        seconds
    }
}

/// `1.4 MB`: with one decimal below ten.
pub(super) fn size(bytes: usize) -> String {
    const UNITS: [&str; 3] = ["kB", "MB", "GB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut scale = 1000;
    let mut unit = 0;
    while bytes / scale >= 1000 && unit + 1 < UNITS.len() {
        scale *= 1000;
        unit += 1;
    }
    let tenths = bytes.saturating_mul(10) / scale;
    if tenths < 100 {
        format!("{}.{} {}", tenths / 10, tenths % 10, UNITS[unit])
    } else {
        format!("{} {}", tenths / 10, UNITS[unit])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_counts_read_well() {
        let sizes: Vec<_> =
            [0, 999, 1000, 1449, 123_456, 9_999_999, 10_000_000, 5_000_000_000].map(size).into();
        assert_eq!(sizes, ["0 B", "999 B", "1.0 kB", "1.4 kB", "123 kB", "9.9 MB", "10 MB", "5.0 GB"]);
        assert_eq!(Count { errors: 2, warnings: 1 }.in_words(), "2 errors, 1 warning");
        assert_eq!(Count::default().in_words(), "");
    }
}
