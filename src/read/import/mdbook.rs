//! mdBook: `book.toml` for what the book is, `SUMMARY.md` for its order.
//!
//! A summary with nested entries says more than the lists of `book.yaml` can, so it goes on
//! to give the order. A flat one becomes lists: what stands before its numbered chapters is
//! front matter, what stands after them back matter.

use super::Import;
use super::yaml::Yaml;
use crate::read::manifest::file::inside;
use crate::read::manifest::mdbook::{SHARED, USUAL_SOURCE};
use crate::read::manifest::node::{Entry, Node};
use crate::read::order::{Item, summary_items};
use crate::source::Span;

/// Pages before the text of a book whose list names them.
pub(super) const USUAL_FRONT: [&str; 4] = ["half-title", "title", "copyright", "toc"];

/// Imports the book that `sign` (`book.toml` or a summary) shows.
pub(super) fn read(import: &mut Import<'_, '_>, sign: &str) {
    let toml = (sign == "book.toml")
        .then(|| import.reader.toml(&import.reader.root.join(sign)))
        .flatten()
        .unwrap_or_else(|| crate::read::manifest::node::empty(Span::NOWHERE));
    let source = toml.text_at("book.src").and_then(inside).unwrap_or_else(|| USUAL_SOURCE.to_owned());
    for entry in toml.entries() {
        match entry.key.as_str() {
            "book" => book(import, &entry.value),
            "output" => {
                for output in entry.value.entries() {
                    match output.key.as_str() {
                        "html" => html(import, output),
                        "epub" => epub(import, output, &source),
                        _ => import.leave("output", output),
                    }
                }
            }
            _ => import.leave("", entry),
        }
    }
    // mdBook takes `en` where no language is said, whatever the book is written in: that it
    // is missing is told when the book is built.
    import.draft.number();
    order(import, &source);
    import.draft.remark("For a technical book, try `theme: manual`.");
}

fn book(import: &mut Import<'_, '_>, table: &Node) {
    for entry in table.entries() {
        match SHARED.iter().find(|(theirs, _)| *theirs == entry.key) {
            Some((_, "author")) => {
                let names: Vec<&str> = entry.value.items().iter().filter_map(Node::text).collect();
                import.draft.set("author", one_or_more(&names));
            }
            Some((_, ours)) => {
                import.draft.set(ours, Yaml::text(entry.value.text().unwrap_or_default().trim()));
            }
            // Bindery looks for the summary there.
            None if entry.key == "src" => {}
            None => import.leave("book", entry),
        }
    }
}

/// A text alone, or a list of several.
pub(super) fn one_or_more(texts: &[&str]) -> Yaml {
    match texts {
        [only] => Yaml::text(*only),
        texts => Yaml::texts(texts.iter().copied()),
    }
}

/// The settings of the web site, of which only numbers are the book's.
fn html(import: &mut Import<'_, '_>, table: &Entry) {
    let is_label = |entry: &&Entry| entry.key == "no-section-label";
    let plain = table.value.entries().iter().find(is_label).and_then(|entry| entry.value.text());
    import.draft.numbers = Some(plain != Some("true"));
    if table.value.entries().iter().any(|entry| !is_label(&entry)) {
        import.leave("output", table);
    }
}

/// The settings of mdbook-epub.
fn epub(import: &mut Import<'_, '_>, table: &Entry, source: &str) {
    for entry in table.value.entries() {
        let cover = (entry.key == "cover-image").then(|| entry.value.text()).flatten();
        let places = |path: &str| [path.to_owned(), format!("{source}/{path}")];
        match cover.and_then(|path| places(path).into_iter().find(|path| import.has(path))) {
            Some(path) => import.draft.set("cover-image", Yaml::text(path)),
            None => import.leave("output.epub", entry),
        }
    }
}

/// The lists, where they can say what the summary says.
fn order(import: &mut Import<'_, '_>, source: &str) {
    let folders = [String::new(), format!("{}/", source.trim_matches('/'))];
    let Some(folder) = folders.into_iter().find(|folder| import.has(&format!("{folder}SUMMARY.md"))) else {
        return;
    };
    let path = format!("{folder}SUMMARY.md");
    let Some(id) = import.reader.text(&import.reader.root.join(&path), None) else { return };
    let Some(text) = import.reader.sources.get(id).map(|file| file.text.clone()) else { return };
    let items = summary_items(&text, id);
    match Lists::of(import, &items, &folder) {
        Ok(lists) => lists.set(import),
        Err(reason) => {
            import.draft.remark(format!("The order of the chapters stays that of {path}: {reason}."));
        }
    }
}

/// The lists of a flat summary.
#[derive(Default)]
struct Lists {
    front: Vec<Yaml>,
    chapters: Vec<Yaml>,
    back: Vec<Yaml>,
    /// The part being gathered.
    part: Option<(String, Vec<Yaml>)>,
}

impl Lists {
    /// The lists, or why there are none.
    fn of(import: &mut Import<'_, '_>, items: &[Item], folder: &str) -> Result<Self, &'static str> {
        let nests = |item: &Item| matches!(item, Item::Chapter { nesting, .. } if *nesting > 1);
        if items.iter().any(nests) {
            return Err("its entries are nested");
        }
        let is_numbered = |item: &Item| matches!(item, Item::Chapter { unnumbered: false, .. });
        if !items.iter().any(is_numbered) {
            return Err("its chapters stand in no list");
        }
        let mut lists = Self::default();
        for (at, item) in items.iter().enumerate() {
            match item {
                Item::Part { title, .. } => {
                    lists.close();
                    lists.part = Some((title.clone(), Vec::new()));
                }
                Item::Draft { title, .. } => import.draft.remark(format!("Not written yet: {title}")),
                Item::Chapter { target, unnumbered, .. } => {
                    let Some(path) = inside(&format!("{folder}{target}")) else {
                        return Err("it names a file outside the book folder");
                    };
                    if !has_title(import, &path) {
                        return Err("it gives titles to chapters that have none themselves");
                    }
                    let file = Yaml::text(path);
                    let before = items.get(at..).is_some_and(|rest| rest.iter().any(is_numbered));
                    let at_front = lists.chapters.is_empty() && lists.part.is_none();
                    match (unnumbered, &mut lists.part) {
                        (true, _) if before && at_front => lists.front.push(file),
                        (true, _) if !before => lists.back.push(file),
                        (true, _) => return Err("unnumbered chapters stand among the others"),
                        (false, Some((_, chapters))) => chapters.push(file),
                        (false, None) => lists.chapters.push(file),
                    }
                }
            }
        }
        lists.close();
        Ok(lists)
    }

    fn close(&mut self) {
        if let Some((title, chapters)) = self.part.take() {
            self.chapters.push(Yaml::map([("part", Yaml::text(title)), ("chapters", Yaml::List(chapters))]));
        }
    }

    fn set(self, import: &mut Import<'_, '_>) {
        if !self.front.is_empty() {
            let front = USUAL_FRONT.iter().map(|page| Yaml::text(*page)).chain(self.front).collect();
            import.draft.set("front", Yaml::List(front));
        }
        import.draft.set("chapters", Yaml::List(self.chapters));
        if !self.back.is_empty() {
            import.draft.set("back", Yaml::List(self.back));
        }
    }
}

/// Whether a file names itself: by a heading or front matter. One that is missing has
/// nothing to lose.
fn has_title(import: &Import<'_, '_>, path: &str) -> bool {
    let Ok(bytes) = import.reader.files.read(&import.reader.root.join(path)) else { return true };
    let text = String::from_utf8_lossy(&bytes);
    let underlined = |line: &str| !line.is_empty() && line.chars().all(|c| c == '=');
    text.lines()
        .any(|line| line.starts_with('#') || line.starts_with("title:") || underlined(line.trim_end()))
}
