//! Files of a book to checked trees: what every reader of the manifest stands on.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::check::Checker;
use super::findings;
use super::keys::Kind;
use super::node::{self, Node, Value};
use super::toml;
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::{FileId, Files, Sources, Span, clean};

/// No manifest, theme or summary comes near this size.
pub(crate) const LARGEST_YAML: usize = 4 << 20;
/// As `file-too-large` explains.
const LARGEST_FONT: usize = 256 << 20;

/// Where more files are missing, the list is of another book, and each search goes through
/// a folder.
const MOST_SEARCHES: usize = 50;

/// The files of a book, and what was said about them.
pub(crate) struct Reader<'a> {
    /// The outside world.
    pub(crate) files: &'a dyn Files,
    /// The book folder.
    pub(crate) root: &'a Path,
    /// Every text that was read.
    pub(crate) sources: &'a mut Sources,
    /// Holds trees against tables.
    pub(crate) checker: Checker,
    /// The folder of each text: paths in it are relative to that.
    folders: BTreeMap<FileId, PathBuf>,
    /// Fonts by path; `None` for those that were told to be missing.
    fonts: BTreeMap<PathBuf, Option<Arc<[u8]>>>,
    /// Files of other tools by path.
    foreign: BTreeMap<PathBuf, Option<Node>>,
    /// How often a near file was looked for.
    searches: usize,
    /// The top-level keys that were written, right or wrong.
    written: Vec<String>,
}

impl<'a> Reader<'a> {
    /// Nothing read yet.
    pub(crate) fn new(files: &'a dyn Files, root: &'a Path, sources: &'a mut Sources) -> Self {
        Self {
            files,
            root,
            sources,
            checker: Checker::default(),
            folders: BTreeMap::new(),
            fonts: BTreeMap::new(),
            foreign: BTreeMap::new(),
            searches: 0,
            written: Vec::new(),
        }
    }

    /// Reports.
    pub(crate) fn say(&mut self, finding: Diagnostic) {
        self.checker.findings.push(finding);
    }

    /// Whether a top-level key was written in some file, even misspelt or with a faulty
    /// value.
    pub(crate) fn was_written(&self, names: &[&str]) -> bool {
        self.written.iter().any(|key| names.contains(&key.as_str()))
            || names.iter().any(|name| self.checker.meant.contains(name))
    }

    /// The path as the author knows it: from the book folder, also where it lies outside.
    pub(crate) fn shown(&self, path: &Path) -> String {
        let (root, path) = (clean(self.root), clean(path));
        let shared = root.components().zip(path.components()).take_while(|(a, b)| a == b).count();
        let mut up = root.components().skip(shared);
        if up.any(|part| !matches!(part, Component::Normal(_))) {
            return slashed(&path);
        }
        let up = root.components().skip(shared).map(|_| Component::ParentDir);
        let from_root: PathBuf = up.chain(path.components().skip(shared)).collect();
        if from_root.as_os_str().is_empty() { ".".to_owned() } else { slashed(&from_root) }
    }

    /// Where a path written at `span` leads: from the folder of the file it stands in.
    pub(crate) fn resolve(&self, path: &str, span: Span) -> PathBuf {
        let folder = self.folders.get(&span.file).map_or(self.root, PathBuf::as_path);
        clean(&folder.join(path))
    }

    /// The text of a file, taken into the sources; `named` is where it was asked for.
    pub(crate) fn text(&mut self, path: &Path, named: Option<Span>) -> Option<FileId> {
        let bytes = self.bytes(path, LARGEST_YAML, named)?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let shown = self.shown(path);
        let id = match std::str::from_utf8(bytes) {
            Ok(text) => self.sources.add(shown, text),
            Err(error) => {
                // The text up to the fault is the same, so the fault has a place in it.
                let id = self.sources.add(shown, String::from_utf8_lossy(bytes).into_owned());
                let at = error.valid_up_to();
                let byte = bytes.get(at).copied().unwrap_or_default();
                self.say(findings::invalid_utf8(Span::new(id, at, at + '\u{fffd}'.len_utf8()), byte));
                return None;
            }
        };
        self.folders.insert(id, path.parent().unwrap_or(Path::new("")).to_path_buf());
        Some(id)
    }

    fn bytes(&mut self, path: &Path, most: usize, named: Option<Span>) -> Option<Arc<[u8]>> {
        match self.files.read(path) {
            Ok(bytes) if bytes.len() > most => {
                self.say(findings::too_large(&self.shown(path), most >> 20, named));
                None
            }
            Ok(bytes) => Some(bytes),
            Err(error) => {
                let finding = match (error.kind(), named) {
                    (std::io::ErrorKind::NotFound, Some(span)) => self.missing(path, span),
                    _ => findings::unreadable(&self.shown(path), &error.kind().to_string(), named),
                };
                self.say(finding);
                None
            }
        }
    }

    /// The checked tree of a YAML file.
    pub(crate) fn yaml(&mut self, path: &Path, named: Option<Span>, table: &'static Kind) -> Option<Node> {
        let id = self.text(path, named)?;
        self.tree(id, table)
    }

    /// The checked tree of a text.
    pub(crate) fn tree(&mut self, id: FileId, table: &'static Kind) -> Option<Node> {
        let tree = self.unchecked(id)?;
        if !matches!(tree.value, Value::Map(_) | Value::Null) {
            self.say(findings::not_a_map(tree.span));
            return None;
        }
        Some(self.checked(tree, table))
    }

    /// A tree held against its table.
    pub(crate) fn checked(&mut self, tree: Node, table: &'static Kind) -> Node {
        let says_something = |node: &Node| match &node.value {
            Value::Null => false,
            Value::Scalar(text) => !text.trim().is_empty(),
            Value::List(_) | Value::Map(_) => true,
        };
        let filled = tree.entries().iter().filter(|entry| says_something(&entry.value));
        self.written.extend(filled.map(|entry| entry.key.clone()));
        let span = tree.span;
        self.checker.check("file", tree, table).unwrap_or_else(|| node::empty(span))
    }

    /// The tree of another tool's YAML file as it stands; read, and told about, once.
    pub(crate) fn foreign(&mut self, path: &Path) -> Option<Node> {
        if !self.foreign.contains_key(path) {
            let tree = self.text(path, None).and_then(|id| self.unchecked(id));
            self.foreign.insert(path.to_path_buf(), tree);
        }
        self.foreign.get(path).cloned().flatten()
    }

    /// The tree of a TOML file, as far as it can be read.
    pub(crate) fn toml(&mut self, path: &Path) -> Option<Node> {
        let id = self.text(path, None)?;
        let text = self.sources.get(id)?.text.clone();
        let (tree, faults) = toml::parse(&text, id);
        // What follows the first fault is often its echo.
        if let Some(fault) = faults.first() {
            self.say(findings::malformed_toml(&fault.reason, fault.span));
        }
        Some(tree)
    }

    fn unchecked(&mut self, id: FileId) -> Option<Node> {
        let text = self.sources.get(id)?.text.clone();
        match node::parse(&text, id) {
            Ok(tree) => Some(tree),
            Err(error) => {
                self.say(findings::malformed_yaml(&error.reason, error.span));
                None
            }
        }
    }

    /// The bytes of a font; a missing one is told once.
    pub(crate) fn font(&mut self, path: &Path, named: Span) -> Option<Arc<[u8]>> {
        if let Some(known) = self.fonts.get(path) {
            return known.clone();
        }
        let bytes = self.bytes(path, LARGEST_FONT, Some(named));
        self.fonts.insert(path.to_path_buf(), bytes.clone());
        bytes
    }

    /// That a file is missing, with the nearest name in its folder.
    pub(crate) fn missing(&mut self, path: &Path, named: Span) -> Diagnostic {
        self.searches += 1;
        let near = if self.searches <= MOST_SEARCHES { self.nearest(path) } else { None };
        findings::missing_file(&self.shown(path), named, near.as_deref())
    }

    /// The path of a file with a name like this one's: in its folder, or the same name
    /// elsewhere in the book.
    fn nearest(&self, path: &Path) -> Option<String> {
        let name = path.file_name()?.to_str()?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let entries = self.files.list(folder).unwrap_or_default();
        // A file of another kind is not meant: `none.yaml` is not `one.md`.
        let kind = kind(name);
        let files = || {
            let files = entries.iter().filter(|entry| !entry.is_folder).map(|entry| entry.name.as_str());
            files.filter(|file| self::kind(file) == kind)
        };
        if let Some(near) = nearest(stem(name), files().map(stem)) {
            let file = files().find(|file| stem(file) == near)?;
            return Some(self.shown(&folder.join(file)));
        }
        let book = crate::read::order::markdown_files(self.files, self.root);
        book.into_iter()
            .find(|file| file.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name)))
    }
}

/// A file's name without its end.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// What a file's end says of it; Markdown has several.
fn kind(name: &str) -> String {
    let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
    match end.as_str() {
        "markdown" | "qmd" => "md".to_owned(),
        "yml" => "yaml".to_owned(),
        _ => end,
    }
}

/// A path within the book folder in its plain form, with `/`; `None` when it leads out.
pub(crate) fn inside(path: &str) -> Option<String> {
    let path = clean(Path::new(path));
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !path.as_os_str().is_empty()).then(|| slashed(&path))
}

fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_book_folder() {
        let files = crate::source::Memory::new();
        let mut sources = Sources::default();
        for (root, path, shown) in [
            ("press/b", "press/b/a/x.md", "a/x.md"),
            ("press/b", "press/house.yaml", "../house.yaml"),
            (".", "../house.yaml", "../house.yaml"),
            ("", "x.md", "x.md"),
            ("../b", "../house.yaml", "../house.yaml"),
            ("../../b", "../x.yaml", "../x.yaml"),
            ("/p/b", "/p/b", "."),
        ] {
            let reader = Reader::new(&files, Path::new(root), &mut sources);
            assert_eq!(reader.shown(Path::new(path)), shown, "{root}");
        }
    }

    #[test]
    fn paths_inside_are_plain() {
        assert_eq!(inside("./a/../b.md").as_deref(), Some("b.md"));
        assert_eq!(inside("a/b.md").as_deref(), Some("a/b.md"));
        for outside in ["../a.md", "/etc/passwd", "a/../../b.md", "", "."] {
            assert_eq!(inside(outside), None, "{outside}");
        }
    }
}
