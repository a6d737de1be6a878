//! The Markdown files of a folder in natural order: `2-b.md` before `10-a.md`.

use std::cmp::Ordering;
use std::path::Path;

use crate::source::Files;

/// Folders are searched no deeper than this, so that a circle of links ends.
const DEEPEST: usize = 16;
/// More files than any book has: a mistaken root (a home folder) ends in time.
const MOST: usize = 20_000;

/// The Markdown files of a book by their paths, less README, LICENSE, SUMMARY and other
/// files that are about the folder, hidden folders and `build/`.
pub(crate) fn markdown_files(files: &dyn Files, root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for entry in files.list(&root.join(&folder)).unwrap_or_default() {
            let path =
                if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
            let hidden = entry.name.starts_with('.') || path == "build";
            if entry.is_folder && !hidden && depth < DEEPEST {
                folders.push((path, depth + 1));
            } else if !entry.is_folder && is_chapter(&entry.name) && found.len() < MOST {
                found.push(path);
            }
        }
    }
    found.sort_by(|a, b| natural(a, b));
    found
}

/// What repositories hold for those who work on them, in capitals by custom: a chapter may
/// be called `contributing.md`.
const OF_REPOSITORIES: &[&str] =
    &["CHANGELOG", "CODE_OF_CONDUCT", "CONTRIBUTING", "PULL_REQUEST_TEMPLATE", "SECURITY"];

fn is_chapter(name: &str) -> bool {
    let lower = name.to_lowercase();
    let Some(stem) = lower.strip_suffix(".md").or_else(|| lower.strip_suffix(".markdown")) else {
        return false;
    };
    // `LICENSE-CC.md` too, but a chapter may be called `licensed.md`.
    let is_license = stem == "license" || stem == "licence" || name.starts_with("LICENSE");
    let is_of_repository = name.strip_suffix(".md").is_some_and(|stem| OF_REPOSITORIES.contains(&stem));
    let about_the_folder = stem == "readme" || stem == "summary" || is_license || is_of_repository;
    !lower.starts_with('.') && !about_the_folder
}

/// Paths folder by folder, numbers by their value, letters without regard to case.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.split('/'), b.split('/'));
    loop {
        let order = match (left.next(), right.next()) {
            (Some(l), Some(r)) => natural_name(l, r).then_with(|| l.cmp(r)),
            (None, None) => return Ordering::Equal,
            (l, r) => return l.is_some().cmp(&r.is_some()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

fn natural_name(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let (number_a, rest_a) = leading_number(a);
        let (number_b, rest_b) = leading_number(b);
        if !number_a.is_empty() && !number_b.is_empty() {
            let value = |digits: &str| digits.trim_start_matches('0').to_owned();
            let (x, y) = (value(number_a), value(number_b));
            match x.len().cmp(&y.len()).then_with(|| x.cmp(&y)) {
                Ordering::Equal => (a, b) = (rest_a, rest_b),
                other => return other,
            }
            continue;
        }
        let (mut left, mut right) = (a.chars(), b.chars());
        match (left.next(), right.next()) {
            (Some(l), Some(r)) => match l.to_lowercase().cmp(r.to_lowercase()) {
                Ordering::Equal => (a, b) = (left.as_str(), right.as_str()),
                other => return other,
            },
            (l, r) => return l.is_some().cmp(&r.is_some()),
        }
    }
}

fn leading_number(text: &str) -> (&str, &str) {
    text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn numbers_sort_by_value_and_folders_together() {
        let mut names =
            ["10-a.md", "2-b.md", "b/1.md", "B.md", "a.md", "2-B.md", "002-c.md", "b/01.md", "b-x.md"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(
            names,
            ["2-B.md", "2-b.md", "002-c.md", "10-a.md", "a.md", "b/01.md", "b/1.md", "b-x.md", "B.md"]
        );
    }

    #[test]
    fn only_chapters_are_found() {
        let files = Memory::new()
            .with("b/one.md", "")
            .with("b/README.md", "")
            .with("b/LICENSE-CC.md", "")
            .with("b/CONTRIBUTING.md", "")
            .with("b/contributing.md", "")
            .with("b/SUMMARY.md", "")
            .with("b/.git/x.md", "")
            .with("b/build/y.md", "")
            .with("b/sub/build/z.markdown", "")
            .with("b/notes.txt", "");
        assert_eq!(
            markdown_files(&files, Path::new("b")),
            ["contributing.md", "one.md", "sub/build/z.markdown"]
        );
    }
}
