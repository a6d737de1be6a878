//! The files that includes name: each is read once, its lines and anchors are found once.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Component, Path};
use std::rc::Rc;
use std::sync::Arc;

use super::directive::Lines;
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::chapters::load;
use crate::read::findings;
use crate::read::markdown::{self, Verbatim};
use crate::source::{FileId, Files, Sources, Span, clean};

/// Where more names are mistyped, a search for each would cost too much.
const MOST_SEARCHES: usize = 50;
/// Names that are compared with a mistyped one, and how long they are: more than any book has.
const MOST_NAMES: usize = 1000;
const LONGEST_NAME: usize = 80;

/// A text, and what is known of it.
pub(super) struct Page {
    /// Its name in spans.
    pub file: FileId,
    /// Path within the book folder, with `/`.
    pub path: String,
    /// As kept in [`Sources`].
    pub text: Arc<str>,
    /// Which of its bytes are code or comments.
    verbatim: OnceCell<Verbatim>,
    lines: OnceCell<Index>,
}

/// Where the lines of a text are.
struct Index {
    /// The offset of each line, and of the end.
    starts: Vec<usize>,
    /// Lines that begin or end an anchor.
    marks: Vec<usize>,
    /// The lines between the marks of an anchor.
    anchors: BTreeMap<String, Range<usize>>,
}

/// Why lines are not there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoLines {
    /// The file has no such anchor.
    Anchor,
    /// The file has only so many lines.
    Only(usize),
}

impl Page {
    /// A text that was read.
    pub(super) fn new(file: FileId, path: &str, text: Arc<str>) -> Self {
        Self { file, path: path.to_owned(), text, verbatim: OnceCell::new(), lines: OnceCell::new() }
    }

    /// Which bytes are code or comments.
    pub(super) fn verbatim(&self) -> &Verbatim {
        self.verbatim.get_or_init(|| markdown::verbatim(&self.text))
    }

    /// Whether it is Markdown by its name.
    pub(super) fn is_markdown(&self) -> bool {
        let extension = self.path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        matches!(extension.as_deref(), Some("md" | "markdown" | "qmd" | "rmd"))
    }

    /// The folder it lies in.
    pub(super) fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn index(&self) -> &Index {
        self.lines.get_or_init(|| Index::of(&self.text))
    }

    /// The anchor with the nearest name.
    pub(super) fn near_anchor(&self, name: &str) -> Option<&str> {
        near(name, self.index().anchors.keys())
    }

    /// The stretches of text that are meant, without the last line end, and what is missing.
    pub(super) fn stretches(&self, lines: Lines<'_>) -> (Vec<Range<usize>>, Option<NoLines>) {
        let index = self.index();
        let count = index.starts.len().saturating_sub(1);
        let (mut stretches, missing) = match lines {
            Lines::All => (std::iter::once(0..self.text.len()).collect(), None),
            Lines::Range(first, last) => {
                let stop = last.unwrap_or(count);
                let missing = (first > count || stop > count || stop < first).then_some(NoLines::Only(count));
                (vec![index.range(first.saturating_sub(1)..stop)], missing)
            }
            Lines::Anchor(name) => match index.anchors.get(name) {
                Some(lines) => (index.without_marks(lines), None),
                None => (Vec::new(), Some(NoLines::Anchor)),
            },
        };
        stretches.retain(|stretch| !stretch.is_empty());
        if let Some(last) = stretches.last_mut()
            && self.text[..last.end].ends_with('\n')
        {
            last.end -= 1;
        }
        (stretches, missing)
    }
}

impl Index {
    fn of(text: &str) -> Self {
        let mut index = Self { starts: vec![0], marks: Vec::new(), anchors: BTreeMap::new() };
        let mut open: BTreeMap<&str, usize> = BTreeMap::new();
        let mut at = 0;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            at += line.len();
            index.starts.push(at);
            let (begins, ends) = (mark(line, "ANCHOR:"), mark(line, "ANCHOR_END:"));
            if begins.is_some() || ends.is_some() {
                index.marks.push(number);
            }
            if let Some(name) = begins {
                open.entry(name).or_insert(number + 1);
            }
            if let Some(name) = ends
                && let Some(first) = open.get(name)
                && !index.anchors.contains_key(name)
            {
                index.anchors.insert(name.to_owned(), *first..number);
            }
        }
        let count = index.starts.len() - 1;
        for (name, first) in open {
            // As in mdBook: what nothing ends goes on to the end of the file.
            index.anchors.entry(name.to_owned()).or_insert(first..count);
        }
        index
    }

    /// The bytes of lines counted from 0.
    fn range(&self, lines: Range<usize>) -> Range<usize> {
        let count = self.starts.len().saturating_sub(1);
        let offset = |line: usize| self.starts.get(line.min(count)).copied().unwrap_or_default();
        let start = offset(lines.start);
        start..offset(lines.end).max(start)
    }

    /// The bytes of lines, but for those that mark an anchor.
    fn without_marks(&self, lines: &Range<usize>) -> Vec<Range<usize>> {
        let first = self.marks.partition_point(|line| *line < lines.start);
        let mut stretches = Vec::new();
        let mut from = lines.start;
        for mark in self.marks.iter().skip(first).take_while(|line| **line < lines.end) {
            stretches.push(self.range(from..*mark));
            from = mark + 1;
        }
        stretches.push(self.range(from..lines.end));
        stretches
    }
}

/// The name after a mark of an anchor (`\w` and `-`, as in mdBook).
fn mark<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    let rest = line[line.find(mark)? + mark.len()..].trim_start();
    let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|name| !name.is_empty())
}

/// The name nearest to one that was typed, among as many as an author may have given.
pub(super) fn near<'n>(typed: &str, names: impl Iterator<Item = &'n String>) -> Option<&'n str> {
    let names = names.map(String::as_str).filter(|name| name.len() <= LONGEST_NAME).take(MOST_NAMES);
    nearest(typed.get(..typed.len().min(LONGEST_NAME))?, names)
}

/// The texts of a book.
pub(super) struct Library<'a> {
    files: &'a dyn Files,
    root: &'a Path,
    sources: &'a mut Sources,
    /// By path within the book folder.
    pages: BTreeMap<String, Rc<Page>>,
    searches: usize,
}

impl<'a> Library<'a> {
    /// A library without texts.
    pub(super) fn new(files: &'a dyn Files, root: &'a Path, sources: &'a mut Sources) -> Self {
        Self { files, root, sources, pages: BTreeMap::new(), searches: 0 }
    }

    /// Takes in a text that was read already.
    pub(super) fn add(&mut self, page: Page) -> Rc<Page> {
        let page = Rc::new(page);
        Rc::clone(self.pages.entry(page.path.clone()).or_insert(page))
    }

    /// The text of the file that is named `path` at `span`, from one of `folders`; what there
    /// is to say of it is added to `found`, and no text is an error among that.
    pub(super) fn page(
        &mut self,
        path: &str,
        folders: [&str; 2],
        span: Span,
        found: &mut Vec<Diagnostic>,
    ) -> Option<Rc<Page>> {
        let keys: Vec<String> = folders.iter().filter_map(|folder| key(folder, path)).collect();
        let is_file = |key: &&String| !key.is_empty() && self.files.is_file(&self.root.join(key));
        let Some(key) = keys.iter().find(is_file) else {
            found.push(self.missing(path, folders, keys.first(), span));
            return None;
        };
        if let Some(page) = self.pages.get(key) {
            return Some(Rc::clone(page));
        }
        let text = load::load_one(self.files, self.root, (key, span), self.sources, found)?;
        let page = Rc::new(Page::new(text.file, key, text.content));
        self.pages.insert(key.clone(), Rc::clone(&page));
        Some(page)
    }

    /// Whether another mistyped name may be looked for.
    pub(super) fn may_search(&mut self) -> bool {
        self.searches += 1;
        self.searches <= MOST_SEARCHES
    }

    fn missing(&mut self, path: &str, folders: [&str; 2], key: Option<&String>, span: Span) -> Diagnostic {
        let Some(key) = key.filter(|_| self::key(folders[0], path).is_some()) else {
            return findings::include_outside_book(path, span);
        };
        if self.files.list(&self.root.join(key)).is_ok() {
            return findings::include_of_folder(path, span);
        }
        let near = if self.may_search() { self.near(path, key) } else { None };
        findings::missing_include(path, near.as_deref(), span)
    }

    /// The file with the nearest name in the folder where `key` should be.
    fn near(&self, path: &str, key: &str) -> Option<String> {
        let (within, name) = key.rsplit_once('/').unwrap_or(("", key));
        let entries = self.files.list(&self.root.join(within)).ok()?;
        let names = entries.iter().filter(|entry| !entry.is_folder).map(|entry| entry.name.as_str());
        let near = nearest(name, names)?;
        let parent = path.rsplit_once('/').map_or(String::new(), |(parent, _)| format!("{parent}/"));
        Some(format!("{parent}{near}"))
    }
}

/// `path` from `folder` as a path within the book folder, `/` at its head being that folder;
/// `None` when it leads out of it.
pub(super) fn key(folder: &str, path: &str) -> Option<String> {
    let joined = match path.strip_prefix('/') {
        Some(path) => Path::new(path).to_path_buf(),
        None => Path::new(folder).join(path),
    };
    let mut names = Vec::new();
    for part in clean(&joined).components() {
        match part {
            Component::Normal(name) => names.push(name.to_str()?.to_owned()),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str =
        "a\n// ANCHOR: all\nb\n// ANCHOR: in-ner\nc\n// ANCHOR_END: in-ner\nd\n// ANCHOR_END: all\ne\n";

    fn taken(lines: Lines<'_>) -> (String, Option<NoLines>) {
        let page = Page::new(FileId(0), "f.rs", CODE.into());
        let (stretches, missing) = page.stretches(lines);
        (stretches.into_iter().map(|stretch| &page.text[stretch]).collect(), missing)
    }

    #[test]
    fn ranges_are_lines_without_the_last_line_end() {
        assert_eq!(taken(Lines::All).0, CODE.trim_end());
        assert_eq!(taken(Lines::Range(1, Some(1))), ("a".into(), None));
        assert_eq!(taken(Lines::Range(9, None)), ("e".into(), None));
        assert_eq!(taken(Lines::Range(9, Some(12))), ("e".into(), Some(NoLines::Only(9))));
        assert_eq!(taken(Lines::Range(12, None)), (String::new(), Some(NoLines::Only(9))));
        assert_eq!(taken(Lines::Range(5, Some(3))), (String::new(), Some(NoLines::Only(9))));
        assert_eq!(taken(Lines::Range(1, Some(usize::MAX))).0, CODE.trim_end());
    }

    #[test]
    fn anchors_hold_lines_without_other_anchors_marks() {
        assert_eq!(taken(Lines::Anchor("all")), ("b\nc\nd".into(), None));
        assert_eq!(taken(Lines::Anchor("in-ner")), ("c".into(), None));
        assert_eq!(taken(Lines::Anchor("inner")), (String::new(), Some(NoLines::Anchor)));
        let page = Page::new(FileId(0), "f.rs", CODE.into());
        assert_eq!(
            (page.near_anchor("inner"), page.near_anchor("é".repeat(60).as_str())),
            (Some("in-ner"), None)
        );
        let open = Page::new(FileId(0), "f.rs", "ANCHOR: x\ny\nz".into());
        assert_eq!(open.stretches(Lines::Anchor("x")).0, [10..13], "to the end of the file");
    }

    #[test]
    fn paths_stay_in_the_book() {
        assert_eq!(key("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(key("a/b", "/c.md").as_deref(), Some("c.md"));
        assert_eq!(key("a", "../../c.md"), None);
        assert_eq!(key("a", "//etc/passwd"), None);
    }
}
