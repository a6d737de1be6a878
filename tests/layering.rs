//! Modules import only from lower layers: this table is the architecture.

use std::fs;
use std::path::Path;

/// Lowest first. Modules of one layer do not know each other.
const LAYERS: &[&[&str]] = &[
    &["source"],
    &["diagnostic"],
    &["parallel"],
    &["model"],
    &["color"],
    &["pixels"],
    &["read", "select", "resolve", "font"],
    &["edition", "inspect"],
    &["typeset"],
    &["epub", "pdf", "raster"],
    &["report"],
    &["pipeline"],
    &["cli"],
];

/// No file is longer than this many lines, and a library for a job is named in one place only.
const LONGEST_FILE: usize = 500;

/// Foreign crates and the only places that may name them.
const HOMES: &[(&str, &[&str])] = &[
    ("serde_yaml", &["read/"]),
    ("toml", &["read/"]),
    ("pulldown_cmark", &["read/"]),
    ("html5ever", &["read/"]),
    ("printpdf", &["pdf/"]),
    ("moxcms", &["color/"]),
    ("page_validation", &["pdf/"]),
    ("lopdf", &["pdf/"]),
    ("epub_builder", &["epub/"]),
    ("harfrust", &["font/"]),
    ("hypher", &["font/"]),
    ("allsorts", &["font/"]),
    ("zune_jpeg", &["pixels"]),
    ("jpeg_encoder", &["pixels/"]),
    ("annotate_snippets", &["diagnostic/"]),
    ("rayon", &["parallel.rs"]),
    ("mimalloc", &["main.rs"]),
    ("clap", &["cli/"]),
    ("cssparser", &["inspect/style/"]),
];

fn layer(module: &str) -> usize {
    LAYERS
        .iter()
        .position(|names| names.contains(&module))
        .unwrap_or_else(|| panic!("`{module}` has no layer: add it to LAYERS"))
}

/// The top-level modules that `text` mentions through `crate::`.
fn imports(text: &str) -> Vec<String> {
    let name = |s: &str| -> String { s.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut found = Vec::new();
    for (start, _) in text.match_indices("crate::") {
        let rest = &text[start + "crate::".len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.push(name(rest));
            continue;
        };
        // The heads of a `crate::{a::b, c::{d, e}}` list: names at depth one.
        let (mut depth, mut at_head) = (1, true);
        for (at, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 1 => at_head = true,
                c if at_head && c.is_alphabetic() => {
                    found.push(name(&list[at..]));
                    at_head = false;
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }
    found.retain(|name| !name.is_empty());
    found
}

/// Calls `f` with the path below `src/` and the text of every source file.
fn each_source(f: &mut impl FnMut(&str, &str)) {
    fn walk(root: &Path, dir: &Path, f: &mut impl FnMut(&str, &str)) {
        let entries = fs::read_dir(dir).expect("src can be listed");
        let mut paths: Vec<_> = entries.map(|e| e.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                walk(root, &path, f);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let inside = path.strip_prefix(root).expect("below src").to_string_lossy().replace('\\', "/");
                f(&inside, &fs::read_to_string(&path).expect("a source file is text"));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    walk(&root, &root, f);
}

#[test]
fn modules_import_only_from_lower_layers() {
    let mut broken = Vec::new();
    each_source(&mut |path, text| {
        let module = path.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            return;
        }
        for import in imports(text) {
            if import != module && layer(&import) >= layer(module) {
                broken.push(format!("{path}: `{module}` must not import `{import}`"));
            }
        }
    });
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn foreign_crates_stay_in_their_homes() {
    let mut broken = Vec::new();
    each_source(&mut |path, text| {
        for (name, homes) in HOMES {
            let at_home = homes.iter().any(|home| path.starts_with(home));
            let named = text
                .lines()
                .any(|line| !line.trim_start().starts_with("//") && line.contains(&format!("{name}::")));
            if named && !at_home {
                broken.push(format!("{path}: `{name}` belongs in {}", homes.join(", ")));
            }
        }
    });
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn files_open_with_what_they_do_and_stay_short() {
    let mut broken = Vec::new();
    each_source(&mut |path, text| {
        if !text.starts_with("//!") {
            broken.push(format!("{path}: begins without `//!`"));
        }
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            broken.push(format!("{path}: {lines} lines"));
        }
    });
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn import_lists_are_understood() {
    let text = "use crate::{a::b, c::{d, e}, f}; use crate::g::h;";
    assert_eq!(imports(text), ["a", "c", "f", "g"]);
}
