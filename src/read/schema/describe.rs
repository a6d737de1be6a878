//! What a key means, in a sentence: the lines of `descriptions.txt`.
//!
//! A line is `key, key: sentence`. A key is named by what it stands under, as far as
//! needed: `margins.inner` holds wherever a group `margins` stands; a key of the file's top
//! is named alone. Lines after `[theme]` are of theme files, where `heading` means each of
//! the six.

use super::Schema;

const TEXT: &str = include_str!("descriptions.txt");

/// The lines for one kind of file.
pub(super) struct Descriptions {
    lines: Vec<(Vec<&'static str>, &'static str)>,
}

impl Descriptions {
    pub(super) fn new(schema: Schema) -> Self {
        let (book, theme) = TEXT.split_once("[theme]\n").unwrap_or((TEXT, ""));
        let own = if schema == Schema::Theme { theme } else { book };
        let lines = own.lines().filter_map(|line| {
            let (keys, sentence) = line.split_once(": ")?;
            Some((keys.split(", ").collect(), sentence))
        });
        Self { lines: lines.collect() }
    }

    /// The sentence for the last of these keys: the line that names most of the way.
    pub(super) fn of(&self, keys: &[&str]) -> Option<&'static str> {
        let steps: Vec<&str> = keys
            .iter()
            .filter(|key| **key != "*")
            .map(|key| {
                if key.starts_with("heading") {
                    key.trim_end_matches(|c: char| c.is_ascii_digit())
                } else {
                    key
                }
            })
            .collect();
        // A key deeper down is not the one of the same name at the top.
        let last = if steps.len() > 1 { steps.len() - 1 } else { 1 };
        (0..last).find_map(|from| {
            let way = steps.get(from..)?.join(".");
            self.lines.iter().find(|(names, _)| names.contains(&way.as_str())).map(|(_, sentence)| *sentence)
        })
    }

    /// Every name in the lines.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.lines.iter().flat_map(|(names, _)| names.iter().copied())
    }
}
