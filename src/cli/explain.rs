//! `bindery explain`: what a finding means.

use std::fmt::Write as _;

use super::report::{self, Status};
use crate::diagnostic::{Code, Severity, nearest};

/// Explains a code, or lists all of them.
pub(super) fn run(code: Option<&str>) -> Status {
    let Some(name) = code else {
        report::say(&list());
        return Status::Fine;
    };
    // Copied with its brackets it is understood too.
    let bare = name.trim_start_matches("error").trim_start_matches("warning").trim_matches(['[', ']']);
    if let Some(code) = Code::parse(bare).or_else(|| Code::parse(name)) {
        report::say(&format!("{}\n\n{}\n", heading(code), code.explanation().trim()));
        return Status::Fine;
    }
    let mut names = Code::ALL.iter().map(|code| code.name());
    let near = nearest(bare, names.clone()).or_else(|| names.find(|known| known.contains(bare)));
    let help = match near {
        Some(near) => format!("a code with a similar name is `{near}`"),
        None => "type `bindery explain` for a list of all codes".to_owned(),
    };
    report::complain(&format!("there is no finding called `{name}`"), &[&help]);
    Status::Failed
}

fn heading(code: Code) -> String {
    match code.severity() {
        Severity::Error => format!("error[{}]", code.name()),
        Severity::Warning => format!("warning[{}]", code.name()),
    }
}

/// Every code with the first sentence of its explanation.
fn list() -> String {
    let widest = Code::ALL.iter().map(|code| heading(*code).len()).max().unwrap_or_default();
    let mut out = String::from("Findings that `bindery explain CODE` explains:\n\n");
    for code in Code::ALL {
        let first = code.explanation().split_inclusive(". ").next().unwrap_or_default();
        let first = first.lines().next().unwrap_or_default().trim();
        let _ = writeln!(out, "  {:widest$}  {first}", heading(*code));
    }
    out
}
