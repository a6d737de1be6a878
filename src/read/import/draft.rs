//! A `book.yaml` in the making: its keys, remarks on them, and what has no counterpart.

use std::fmt::Write as _;

use super::yaml::Yaml;

/// The order in which keys are written, as the manual explains them.
const ORDER: &[&str] = &[
    "title",
    "subtitle",
    "author",
    "contributor",
    "lang",
    "publisher",
    "date",
    "rights",
    "copyright",
    "description",
    "subject",
    "keywords",
    "identifier",
    "cover-image",
    "cover-image-alt",
    "front",
    "chapters",
    "appendices",
    "back",
    "numbering",
    "toc-depth",
    "resource-path",
    "bibliography",
    "csl",
    "theme",
    "editions",
];

/// Comments are no longer than this.
const WIDTH: usize = 100;

/// What will be written.
#[derive(Debug, Default)]
pub(super) struct Draft {
    entries: Vec<(String, Yaml)>,
    remarks: Vec<String>,
    kept: Vec<(String, Yaml)>,
    /// Whether the tool was told to number chapters.
    pub(super) numbers: Option<bool>,
    /// How many ranks of headings it numbers.
    pub(super) number_depth: Option<i64>,
}

impl Draft {
    /// Sets a key that is not set yet: the first to say something holds.
    pub(super) fn set(&mut self, key: &str, value: Yaml) {
        if !self.has(key) {
            self.entries.push((key.to_owned(), value));
        }
    }

    /// Whether a key is set.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(known, _)| known == key)
    }

    /// Chapters have numbers unless it was said that they have none.
    pub(super) fn number(&mut self) {
        if self.numbers == Some(false) {
            return;
        }
        let mut numbering = vec![("chapters".to_owned(), Yaml::bare("arabic"))];
        numbering.extend(self.number_depth.map(|depth| ("depth".to_owned(), Yaml::bare(depth.to_string()))));
        self.set("numbering", Yaml::Map(numbering));
    }

    /// Adds a line for who reads the file.
    pub(super) fn remark(&mut self, line: impl Into<String>) {
        self.remarks.push(line.into());
    }

    /// Keeps what has no counterpart, as a comment.
    pub(super) fn keep(&mut self, path: String, value: Yaml) {
        self.kept.push((path, value));
    }

    /// The file, made of `from`.
    pub(super) fn text(mut self, from: &str) -> String {
        let place = |key: &str| ORDER.iter().position(|known| *known == key).unwrap_or(ORDER.len());
        self.entries.sort_by_key(|(key, _)| place(key));
        let mut out = format!("# Made by `bindery import` from {}.\n", visible(from));
        for (key, value) in &self.entries {
            value.write(key, 0, &mut out);
        }
        if !self.remarks.is_empty() {
            out.push('\n');
        }
        for remark in &self.remarks {
            let _ = writeln!(out, "# {}", visible(remark));
        }
        if !self.kept.is_empty() {
            let _ = writeln!(out, "\n# What {} says beyond that:", visible(from));
        }
        for (path, value) in &self.kept {
            let line = format!("#   {}: {}", visible(path), value.flow());
            if line.chars().count() <= WIDTH {
                let _ = writeln!(out, "{line}");
            } else {
                let short: String = line.chars().take(WIDTH).collect();
                let _ = writeln!(out, "{short} …");
            }
        }
        out
    }
}

/// A text that ends no comment.
fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() || "\u{85}\u{2028}\u{2029}".contains(c) { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stand_in_the_manuals_order_and_the_first_value_holds() {
        let mut draft = Draft::default();
        draft.set("lang", Yaml::text("en"));
        draft.set("title", Yaml::text("A"));
        draft.set("title", Yaml::text("B"));
        draft.remark("look\nhere");
        draft.keep("output.x".into(), Yaml::text("a\nb"));
        draft.keep("long".into(), Yaml::text("w ".repeat(90)));
        let text = draft.text("book.toml");
        let (head, tail) = text.split_once("#   long:").expect("kept");
        assert_eq!(
            head,
            "# Made by `bindery import` from book.toml.\ntitle: A\nlang: en\n\n# look here\n\n# What book.toml says beyond that:\n#   output.x: \"a\\nb\"\n"
        );
        assert!(tail.ends_with(" …\n") && tail.lines().count() == 1);
    }
}
