//! The specification's text to its examples.

use std::path::{Path, PathBuf};

/// What a document looks like and what it means.
pub(crate) struct Example {
    /// From 1, as the specification counts.
    pub(crate) number: usize,
    pub(crate) markdown: String,
    pub(crate) html: String,
}

/// Encloses an example.
const FENCE: &str = "````````````````````````````````";

/// Every example of the specification that `tests/judges/install` fetched; `None`, said
/// aloud, where it is not there. In CI that fails the test.
pub(crate) fn examples() -> Option<Vec<Example>> {
    let path = installed();
    if !path.is_file() {
        let said = "CommonMark's examples are missing: run tests/judges/install";
        assert!(super::environment("CI").is_none(), "{said}");
        eprintln!("SKIPPED: {said}");
        return None;
    }
    let text = std::fs::read_to_string(&path).expect("read");
    Some(read(&text))
}

fn installed() -> PathBuf {
    let judges = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/judges");
    judges.join("commonmark/node_modules/commonmark-spec/spec.txt")
}

fn read(text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.strip_prefix(FENCE).map(str::trim) != Some("example") {
            continue;
        }
        let mut part = |end: &str| -> String {
            let lines = lines.by_ref().take_while(|line| *line != end);
            // Tabs are shown as arrows.
            lines.flat_map(|line| [line, "\n"]).collect::<String>().replace('→', "\t")
        };
        let (markdown, html) = (part("."), part(FENCE));
        examples.push(Example { number: examples.len() + 1, markdown, html });
    }
    examples
}
