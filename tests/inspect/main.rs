//! `bindery check FILE.epub`: silent on a sound book, and on each broken one it says what
//! judges say, at the right file; hostile archives are refused.

#![allow(unreachable_pub)] // A test binary has no outside.

mod book;
mod broken;
mod hostile;
mod zip;

use std::collections::BTreeSet;

use bindery::diagnostic::{Code, Diagnostic};
use bindery::inspect::inspect;
use bindery::source::Sources;
use book::Book;
use broken::Case;

const NAME: &str = "book.epub";

/// Findings as `code path:line`, the path inside the EPUB.
fn told(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let mut sources = Sources::default();
    let findings = inspect(NAME, &bytes, &mut sources);
    findings.iter().map(|finding| (finding.code.name(), file(finding, &sources))).collect()
}

fn file(finding: &Diagnostic, sources: &Sources) -> String {
    let place = finding.labels.first().and_then(|label| sources.get(label.span.file));
    let path = place.map(|source| source.path.clone()).or_else(|| finding.path.clone()).unwrap_or_default();
    path.strip_prefix(NAME).unwrap_or(&path).trim_start_matches('/').to_owned()
}

#[test]
fn a_sound_book_is_silent() {
    assert_eq!(told(&Book::sound().bytes()), []);
}

fn all(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for case in cases {
        let told = told(&case.bytes);
        if !told.iter().any(|(code, file)| *code == case.code && file == case.file) {
            wrong.push(format!("{} {} at {}: told {told:?}", case.judge, case.code, case.file));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_epubcheck_finds_is_found() {
    let ids: BTreeSet<&str> = broken::epubcheck().iter().map(|case| case.judge).collect();
    assert!(ids.len() >= 25, "{ids:?}");
    all(broken::epubcheck());
}

#[test]
fn what_ace_finds_is_found() {
    let rules: BTreeSet<&str> = broken::ace().iter().map(|case| case.judge).collect();
    assert!(rules.len() >= 10, "{rules:?}");
    all(broken::ace());
}

#[test]
fn what_both_overlook_is_found() {
    all(broken::own());
}

#[test]
fn one_change_makes_few_findings() {
    for case in broken::epubcheck() {
        let told = told(&case.bytes);
        assert!(told.len() <= 6, "{} {} at {}: {told:?}", case.judge, case.code, case.file);
    }
}

/// `BINDERY_CASES=folder` writes every broken book there, for the judges themselves.
#[test]
#[allow(clippy::disallowed_methods)] // Tests may look at their surroundings.
fn broken_books_can_be_given_to_judges() {
    let Some(folder) = std::env::var_os("BINDERY_CASES").map(std::path::PathBuf::from) else { return };
    std::fs::write(folder.join("sound.epub"), Book::sound().bytes()).expect("written");
    let groups = [("epubcheck", broken::epubcheck()), ("ace", broken::ace()), ("own", broken::own())];
    for (group, cases) in groups {
        for (at, case) in cases.into_iter().enumerate() {
            let name = format!("{group}-{at:03}-{}-{}.epub", case.judge, case.code);
            std::fs::write(folder.join(name), case.bytes).expect("written");
        }
    }
}

#[test]
fn every_code_for_epubs_has_a_case() {
    let cases =
        [broken::epubcheck(), broken::ace(), broken::own()].into_iter().flatten().map(|case| case.code);
    let shown: BTreeSet<&str> = cases.chain(hostile::CODES.iter().copied()).collect();
    let from = Code::ALL.iter().position(|code| *code == Code::ZipBroken).expect("the first of them");
    let missing: Vec<&str> =
        Code::ALL[from..].iter().map(|code| code.name()).filter(|name| !shown.contains(name)).collect();
    assert_eq!(missing, [""; 0]);
}
