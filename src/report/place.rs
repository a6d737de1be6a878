//! Troubles to lines of Markdown files.

use std::collections::BTreeMap;

use super::trouble::Trouble;
use crate::source::{FileId, Sources};

/// Finds the file and the line of each trouble: that of the printed line's first words where
/// they are found in the paragraph, else that of the paragraph.
pub(super) fn find(troubles: &mut [Trouble], sources: &Sources) {
    let mut files: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for trouble in troubles {
        let Some(file) = sources.get(trouble.span.file) else { continue };
        let begins = files.entry(trouble.span.file).or_insert_with(|| begins(&file.text));
        let at = start(trouble, &file.text);
        trouble.file = Some((file.path.clone(), begins.partition_point(|begin| *begin <= at)));
    }
}

/// Where each line begins.
fn begins(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// The byte at which a printed line begins in its file. Markup only adds to the text, so
/// that its words stand no earlier than in the text alone.
fn start(trouble: &Trouble, text: &str) -> usize {
    let (from, to) = (trouble.span.start as usize, (trouble.span.end as usize).min(text.len()));
    let shown = trouble.start.map_or(0, |place| place.at as usize);
    let mut near = from.saturating_add(shown).min(to);
    while near > from && !text.is_char_boundary(near) {
        near -= 1;
    }
    let Some(rest) = text.get(near..to) else { return from };
    let words: Vec<&str> = trouble.text.split_whitespace().take(3).collect();
    let found = (1..=words.len()).rev().find_map(|count| {
        // The author may have broken the line elsewhere.
        let joined = words.get(..count)?.join(" ");
        rest.find(&joined).or_else(|| rest.find(&joined.replace(' ', "\n")))
    });
    near + found.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_from_one() {
        let begins = begins("a\nbc\n\nd");
        let line = |at: usize| begins.partition_point(|begin| *begin <= at);
        assert_eq!([0, 1, 2, 4, 5, 6].map(line), [1, 1, 2, 2, 3, 4]);
    }
}
