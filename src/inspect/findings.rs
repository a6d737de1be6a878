//! Findings as they come: of each kind only so many a file, and how many more there were.
//!
//! A broken export breaks one rule a thousand times; a hostile one a million times.
//! The words of a finding stand beside the rule they belong to, in the file of the rule.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};

/// Findings of one kind about one file that are told one by one.
const MOST: usize = 20;

/// A finding about a file that has no text to point into.
pub(super) fn in_file(code: Code, path: &str, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message).in_file(path)
}

/// What was found, in the order it was found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    list: Vec<Diagnostic>,
    counts: BTreeMap<(Code, Option<FileId>), usize>,
}

impl Findings {
    /// One more.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        let file = finding.labels.first().map(|label| label.span.file);
        let count = self.counts.entry((finding.code, file)).or_default();
        *count += 1;
        if *count <= MOST {
            self.list.push(finding);
        }
    }

    /// One more about a place, made only if there is room for it: what takes a search for a
    /// similar name would else be dear where a hostile book breaks one rule a million times.
    pub(super) fn tell(&mut self, code: Code, place: Span, make: impl FnOnce() -> Diagnostic) {
        let count = self.counts.entry((code, Some(place.file))).or_default();
        *count += 1;
        if *count <= MOST {
            self.list.push(make());
        }
    }

    /// All of another collection.
    pub(super) fn append(&mut self, other: Self) {
        for finding in other.list {
            self.push(finding);
        }
        for (key, count) in other.counts {
            let kept = self.counts.entry(key).or_default();
            *kept = (*kept).max(count);
        }
    }

    /// The findings, the last of a kind in a file saying how many more there are.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        let mut told: BTreeMap<(Code, Option<FileId>), usize> = BTreeMap::new();
        let mut list = self.list;
        for finding in &mut list {
            let key = (finding.code, finding.labels.first().map(|label| label.span.file));
            let told = told.entry(key).or_default();
            *told += 1;
            let all = self.counts.get(&key).copied().unwrap_or_default();
            if *told == MOST && all > MOST {
                finding.help.push(format!("there are {} more of this kind", all - MOST));
            }
        }
        list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_of_a_kind_are_told_as_twenty() {
        let mut findings = Findings::default();
        for n in 0..1000 {
            findings.push(in_file(Code::ZipName, "a", n.to_string()));
        }
        findings.push(in_file(Code::ZipBomb, "a", "x"));
        let list = findings.finish();
        assert_eq!(list.len(), MOST + 1);
        assert_eq!(list[MOST - 1].help, ["there are 980 more of this kind"]);
        assert!(list[MOST].help.is_empty());
    }
}
