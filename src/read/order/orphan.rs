//! Markdown files that lie in a book and belong to none of its lists: most often a chapter
//! that was written and never listed.

use std::collections::BTreeSet;
use std::path::Path;

use super::folder::markdown_files;
use crate::diagnostic::Diagnostic;
use crate::model::manifest::{OrderEntry, ReadingOrder};
use crate::read::manifest::findings;
use crate::source::{Files, Sources};

/// A folder with one of these is a book of its own.
const SIGNS: [&str; 4] = ["book.yaml", "SUMMARY.md", "book.toml", "_quarto.yml"];
/// Files about the folder, not of the book, beyond those that are never chapters.
const ABOUT: [&str; 3] = ["changelog", "contributing", "code_of_conduct"];

/// What there is to say of files that the book's lists leave out. Files that were read are
/// part of it, listed or included. Nothing is said where no list was written.
pub(crate) fn orphans(
    files: &dyn Files,
    root: &Path,
    order: &ReadingOrder,
    read: &Sources,
) -> Option<Diagnostic> {
    let listing = order.listed.as_ref()?;
    let entries = [&order.front, &order.body, &order.back].into_iter().flatten();
    let listed = entries.filter_map(|entry| match entry {
        OrderEntry::File { path, .. } => Some(path.as_str()),
        OrderEntry::Generated(_) | OrderEntry::Part { .. } => None,
    });
    let used: BTreeSet<&str> = listed.chain(read.paths()).collect();
    let mut orphans = markdown_files(files, &root.join(&listing.folder));
    orphans.retain(|path| is_meant(files, &root.join(&listing.folder), path));
    let orphans: Vec<String> = orphans
        .into_iter()
        .map(|path| if listing.folder.is_empty() { path } else { format!("{}/{path}", listing.folder) })
        .filter(|path| !used.contains(path.as_str()))
        .collect();
    (!orphans.is_empty()).then(|| findings::orphan_files(&orphans, &listing.file))
}

/// Whether a file looks like a chapter: drafts and what is not for readers begin with `_`,
/// and another book's chapters are its own.
fn is_meant(files: &dyn Files, root: &Path, path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with(['_', '.']) || part == "node_modules");
    let name = path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let about = ABOUT.iter().any(|about| name.split('.').next() == Some(about)) && !path.contains('/');
    let folders = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    let in_other_book = || {
        folders.clone().any(|folder| SIGNS.iter().any(|sign| files.is_file(&root.join(folder).join(sign))))
    };
    !hidden && !about && !in_other_book()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use crate::source::Memory;

    fn said(files: &Memory) -> Vec<String> {
        let found = read::read(files, Path::new("b")).findings;
        let orphans = found.into_iter().filter(|finding| finding.code.name() == "orphan-file");
        orphans.map(|finding| finding.message).collect()
    }

    #[test]
    fn files_that_no_list_names_are_told_at_once() {
        let files = Memory::new()
            .with("b/book.yaml", "title: T\nfront: [in.md]\nchapters: [text/a.md]\n")
            .with("b/in.md", "# In\n")
            .with("b/text/a.md", "# A\n")
            .with("b/text/b.md", "# B\n")
            .with("b/c.md", "# C\n")
            .with("b/README.md", "")
            .with("b/CHANGELOG.md", "")
            .with("b/_draft.md", "")
            .with("b/_old/x.md", "")
            .with("b/build/y.md", "")
            .with("b/other/book.yaml", "")
            .with("b/other/z.md", "");
        assert_eq!(said(&files), ["two files are in no list of the book: `c.md`, `text/b.md`"]);
    }

    #[test]
    fn long_lists_are_cut() {
        let files = Memory::new().with("b/book.yaml", "chapters: [0.md]\n").with("b/0.md", "# A\n");
        let files = (1..=14).fold(files, |files, n| files.with(&format!("b/{n}.md"), "# X\n"));
        let said = said(&files);
        assert!(said[0].starts_with("14 files are in no list of the book: `1.md`, `2.md`, "), "{said:?}");
        assert!(said[0].ends_with("`10.md` and 4 more"), "{said:?}");
    }

    #[test]
    fn a_summary_orders_its_own_folder() {
        let files = Memory::new()
            .with("b/src/SUMMARY.md", "- [A](a.md)\n")
            .with("b/src/a.md", "# A\n")
            .with("b/src/b.md", "# B\n")
            .with("b/notes.md", "# N\n");
        assert_eq!(said(&files), ["the file `src/b.md` is in no list of the book"]);
    }

    #[test]
    fn without_a_list_every_file_is_a_chapter() {
        let files = Memory::new().with("b/book.yaml", "title: T\n").with("b/a.md", "# A\n");
        assert!(said(&files).is_empty());
        // What a missing entry meant is told there.
        let files = files.with("b/book.yaml", "chapters: [aa.md]\n");
        assert!(said(&files).is_empty());
    }
}
