//! The manual is a book like others: it builds with no finding, and says what the program does.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use bindery::diagnostic::{Code, Severity};

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn chapter(name: &str) -> String {
    let path = docs().join("chapters").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_manual_builds_without_a_finding() {
    let folder = support::Folder::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_bindery"));
    command.arg("build").arg(docs()).args(["--deny", "warnings", "-o"]).arg(folder.path());
    let built = support::run(command).ends(0);
    assert_eq!(built.err, "");
    assert_eq!(
        folder.names("."),
        [
            "the-bindery-manual-ebook-cover.jpg",
            "the-bindery-manual-ebook.epub",
            "the-bindery-manual-print.pdf"
        ]
    );
}

/// The chapter that lists the findings, made of what `bindery explain` says.
fn list_of_findings() -> String {
    let mut out = String::from(
        "# List of Findings {#list-of-findings}\n\nThis is what `bindery explain` says of each.\n",
    );
    for (title, severity) in [("Errors", Severity::Error), ("Warnings", Severity::Warning)] {
        let _ = write!(out, "\n## {title}\n");
        let mut codes: Vec<Code> =
            Code::ALL.iter().copied().filter(|code| code.severity() == severity).collect();
        codes.sort_by_key(|code| code.name());
        for code in codes {
            let name = code.name();
            let _ = write!(out, "\n### `{name}` {{#{name}}}\n\n{}\n", code.explanation().trim());
        }
    }
    out
}

/// `UPDATE_DOCS=1 cargo test --test docs` writes it anew.
#[test]
#[allow(clippy::disallowed_methods)] // Tests may look at their surroundings.
fn the_manual_lists_every_finding_as_it_is_explained() {
    const NAME: &str = "10-list-of-findings.md";
    let expected = list_of_findings();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(docs().join("chapters").join(NAME), &expected).expect("written");
    }
    assert!(
        chapter(NAME) == expected,
        "the explanations have changed: run `UPDATE_DOCS=1 cargo test --test docs`"
    );
}

/// The names of the keys in a source file with a table of keys: those with an effect and
/// those without.
fn keys(source: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/manifest").join(source);
    let mut text = fs::read_to_string(path).expect("the table of keys");
    // What stands under a key without effect has none either.
    for table in ["const ACCESSIBILITY", "const IMAGES"] {
        if let Some((before, rest)) = text.split_once(table) {
            text = before.to_owned() + rest.split_once("];").map_or("", |(_, after)| after);
        }
    }
    let named = |call: &str| -> BTreeSet<String> {
        let after = text.match_indices(call).map(|(at, _)| &text[at + call.len()..]);
        after.filter_map(|rest| rest.split_once('"').map(|(name, _)| name.to_owned())).collect()
    };
    let mut now = named(" key(\"");
    for call in ["[key(\"", " also(\"", "[also(\"", " only(\"", "[only(\""] {
        now.append(&mut named(call));
    }
    (now, named("later(\""))
}

#[test]
fn the_manual_names_every_key_and_promises_none_too_early() {
    for (source, name, least) in [("keys.rs", "03-book-yaml.md", 60), ("theme_keys.rs", "06-themes.md", 40)] {
        let text = chapter(name);
        let (now, later) = keys(source);
        assert!(now.len() >= least, "{source} is read as {now:?}");
        for key in &now {
            let is_named = text.contains(&format!("`{key}")) || text.contains(&format!("{key}:"));
            let in_a_group = ["{", ", "].iter().any(|before| {
                ["}", ",", ":"].iter().any(|after| text.contains(&format!("{before}{key}{after}")))
            });
            // Headings share their keys and stand in one table.
            let heading = key.starts_with("heading");
            assert!(is_named || in_a_group || heading, "`{key}` of {source} is not in {name}");
        }
        let said = chapter("03-book-yaml.md");
        let list = said.split("{#later-keys}").nth(1).expect("the list of keys for later");
        for key in later.iter().filter(|key| *key != "affiliations") {
            assert!(list.contains(&format!("`{key}`")), "`{key}` is not among the keys for later");
            let row = format!("\n| `{key}` |");
            assert!(now.contains(key) || !text.contains(&row), "`{key}` has no effect yet");
        }
    }
}
