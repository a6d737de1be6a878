//! Pandoc: a metadata file (YAML, or the lines with `%` that open a text) and, where there
//! is one, a defaults file, which also knows the order of the files.
//!
//! Pandoc's names of metadata are ours; the values are carried over as they stand.

use super::mdbook::one_or_more;
use super::yaml::Yaml;
use super::{Import, quarto};
use crate::read::manifest::node::{Entry, Node};
use crate::read::manifest::values;
use crate::read::order::markdown_files;

/// What the folder of a Pandoc book may hold; a defaults file says most.
pub(super) const SIGNS: &[&str] =
    &["defaults.yaml", "defaults.yml", "metadata.yaml", "metadata.yml", "metadata.txt", "title.txt"];

/// Keys whose values may be maps and lists, with our names for them.
const WHOLE: &[(&str, &str)] = &[
    ("title", "title"),
    ("author", "author"),
    ("creator", "author"),
    ("contributor", "contributor"),
    ("subject", "subject"),
    ("identifier", "identifier"),
    ("belongs-to-collection", "belongs-to-collection"),
    ("group-position", "group-position"),
];

/// Keys of defaults files that say how Pandoc is run, or what is done in any case.
const IDLE: &[&str] = &[
    "from",
    "reader",
    "to",
    "writer",
    "output-file",
    "standalone",
    "toc",
    "table-of-contents",
    "pdf-engine",
    "verbosity",
    "fail-if-warnings",
    "top-level-division",
];

/// Imports the book of a defaults or a metadata file.
pub(super) fn read(import: &mut Import<'_, '_>, sign: &str) {
    if sign.starts_with("defaults") {
        defaults(import, sign);
        // What a metadata file says beyond the defaults file that does not name it.
        for other in SIGNS.iter().filter(|other| !other.starts_with("defaults")) {
            if import.has(other) {
                metadata_file(import, other);
            }
        }
    } else {
        metadata_file(import, sign);
    }
    if !import.draft.has("chapters") {
        let files = markdown_files(import.reader.files, import.reader.root);
        import.draft.remark("Pandoc is told the order of the files when it is run; put them in order here.");
        import.draft.set("chapters", Yaml::texts(files.iter().map(String::as_str)));
    }
    import.draft.numbers.get_or_insert(false);
    import.draft.number_depth.get_or_insert(quarto::EVERY_RANK);
    import.draft.number();
}

fn defaults(import: &mut Import<'_, '_>, sign: &str) {
    let Some(tree) = import.front_matter(sign) else { return };
    for entry in tree.entries() {
        match entry.key.as_str() {
            "input-files" | "input-file" => {
                let files: Vec<&str> = entry.value.items().iter().filter_map(Node::text).collect();
                import.draft.set("chapters", Yaml::texts(files.into_iter().map(str::trim)));
            }
            "metadata" => each(import, sign, entry.value.entries()),
            "metadata-file" | "metadata-files" => {
                for file in entry.value.items().iter().filter_map(Node::text) {
                    metadata_file(import, file.trim());
                }
            }
            key if IDLE.contains(&key) => {}
            _ => each(import, sign, std::slice::from_ref(entry)),
        }
    }
}

/// A file of YAML, between lines of hyphens or not, or a title block.
fn metadata_file(import: &mut Import<'_, '_>, path: &str) {
    if !import.has(path) {
        return import.draft.remark(format!("The file {path} was not there."));
    }
    if title_block(import, path).is_none()
        && let Some(tree) = import.front_matter(path)
    {
        each(import, path, tree.entries());
    }
}

/// `% Title`, `% Author; Author`, `% Date`: the first three lines of a text.
fn title_block(import: &mut Import<'_, '_>, path: &str) -> Option<()> {
    let id = import.reader.text(&import.reader.root.join(path), None)?;
    let text = import.reader.sources.get(id)?.text.clone();
    let mut lines = text.lines().map_while(|line| line.strip_prefix('%')).map(str::trim);
    import.draft.set("title", Yaml::text(lines.next()?));
    let authors: Vec<&str> = lines.next().unwrap_or_default().split(';').map(str::trim).collect();
    if authors.iter().any(|author| !author.is_empty()) {
        import.draft.set("author", one_or_more(&authors));
    }
    if let Some(date) = lines.next().filter(|date| !date.is_empty()) {
        let ours = values::date(date).is_some();
        if ours {
            import.draft.set("date", Yaml::bare(date));
        } else {
            import.draft.keep("date".to_owned(), Yaml::text(date));
        }
    }
    Some(())
}

fn each(import: &mut Import<'_, '_>, parent: &str, entries: &[Entry]) {
    for entry in entries {
        let whole = WHOLE.iter().find(|(theirs, _)| *theirs == entry.key);
        if let Some((_, ours)) = whole {
            import.draft.set(ours, Yaml::from(&entry.value));
        } else if !quarto::common(import, entry) {
            import.leave(parent, entry);
        }
    }
}
