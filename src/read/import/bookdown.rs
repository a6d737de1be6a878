//! bookdown: the front matter of `index.Rmd` for what the book is, `_bookdown.yml` for the
//! order of its files.

use super::quarto;
use super::yaml::Yaml;
use super::{Import, findings};
use crate::read::manifest::node::Node;

const INDEX: &str = "index.Rmd";
const ORDER: &str = "_bookdown.yml";
/// Keys of R Markdown's front matter that say how it is run.
const IDLE: &[&str] = &["site", "documentclass", "link-citations", "biblio-style", "knit"];

/// Imports the book of an `index.Rmd` and a `_bookdown.yml`.
pub(super) fn read(import: &mut Import<'_, '_>, _sign: &str) {
    if import.has(INDEX)
        && let Some(tree) = import.front_matter(INDEX)
    {
        let told: Vec<_> =
            tree.entries().iter().filter(|entry| !IDLE.contains(&entry.key.as_str())).cloned().collect();
        quarto::each(import, "", &told);
    }
    let order = if import.has(ORDER) { import.reader.foreign(&import.reader.root.join(ORDER)) } else { None };
    let mut files = Vec::new();
    for entry in order.iter().flat_map(Node::entries) {
        match entry.key.as_str() {
            "rmd_files" => files = listed(import, &entry.value),
            "book_filename" | "output_dir" | "delete_merged_file" | "new_session" => {}
            _ => import.leave(ORDER, entry),
        }
    }
    if files.is_empty() {
        files = found(import);
    }
    import.draft.set("chapters", Yaml::List(files));
    import.draft.number_depth.get_or_insert(quarto::EVERY_RANK);
    import.draft.number();
}

/// The files of `rmd_files`: a list, or one for each format, of which one is taken.
fn listed(import: &mut Import<'_, '_>, value: &Node) -> Vec<Yaml> {
    let list = ["epub", "latex", "html"].iter().find_map(|format| value.get(format)).unwrap_or(value);
    let mut files = Vec::new();
    for item in list.items() {
        match item.text() {
            Some(path) => files.push(Yaml::text(path.trim())),
            None => import.reader.say(findings::no_chapters(item.span)),
        }
    }
    files
}

/// What bookdown takes where no list is given: every file of the folder by name, the index
/// first, those that begin with `_` not at all.
fn found(import: &Import<'_, '_>) -> Vec<Yaml> {
    let entries = import.reader.files.list(import.reader.root).unwrap_or_default();
    let names = entries.into_iter().filter(|entry| !entry.is_folder).map(|entry| entry.name);
    let mut names: Vec<String> =
        names.filter(|name| name.to_lowercase().ends_with(".rmd") && !name.starts_with('_')).collect();
    names.sort_by_key(|name| (name != INDEX, name.clone()));
    names.into_iter().map(Yaml::Text).collect()
}
