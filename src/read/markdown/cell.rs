//! Code that knitr or Quarto would run: ```` ```{r label, fig.cap="…"} ````,
//! ```` ```{python} ```` with `#| key: value` lines. It is shown and not run.

use crate::model::Attributes;

/// A cell: its language, and what its options say.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// Lower case.
    pub lang: String,
    /// Label and options.
    pub attrs: Attributes,
    /// `include: false`: neither code nor results are for readers.
    pub is_hidden: bool,
}

/// The cell that an info string opens; its option lines are taken out of `text`.
pub(super) fn read(info: &str, text: &mut String) -> Option<Cell> {
    let inside = info.strip_prefix('{')?.strip_suffix('}')?;
    // `{{python}}` shows a cell as it is written.
    let (inside, is_shown) = match inside.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(inner) => (inner, true),
        None => (inside, false),
    };
    let end = inside.find([' ', ',', '\t']).unwrap_or(inside.len());
    let (lang, rest) = inside.split_at(end);
    let is_word = lang.starts_with(|c: char| c.is_ascii_alphabetic())
        && lang.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+'));
    if !is_word {
        return None;
    }
    let mut attrs = Attributes::default();
    for (index, option) in options(rest).into_iter().enumerate() {
        match option.split_once('=') {
            Some((key, value)) => set(&mut attrs, key, value),
            None if index == 0 => attrs.label = Some(option.to_owned()),
            None => {}
        }
    }
    if !is_shown {
        take_option_lines(text, &mut attrs);
    }
    let is_false = |key: &str| attrs.get(key).is_some_and(|v| matches!(v, "false" | "FALSE" | "F"));
    let is_hidden = is_false("include");
    Some(Cell { lang: lang.to_lowercase(), attrs, is_hidden })
}

/// The options between commas, those in quotes whole.
fn options(text: &str) -> Vec<&str> {
    let (mut from, mut quote, mut depth) = (0, None, 0_u32);
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            (None, ',') if depth == 0 => {
                found.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[from..]);
    found.into_iter().map(str::trim).filter(|option| !option.is_empty()).collect()
}

/// Takes `#| key: value` lines off the beginning.
fn take_option_lines(text: &mut String, attrs: &mut Attributes) {
    let mut taken = 0;
    for line in text.split_inclusive('\n') {
        let marks = ["#|", "//|", "%%|", "--|", "%|"];
        let Some(option) = marks.iter().find_map(|mark| line.trim_start().strip_prefix(mark)) else { break };
        taken += line.len();
        if let Some((key, value)) = option.split_once(':') {
            set(attrs, key, value);
        }
    }
    text.drain(..taken);
}

/// An option under the name that code has it by.
fn set(attrs: &mut Attributes, key: &str, value: &str) {
    let value = value.trim();
    let bare = ['"', '\''].iter().find_map(|q| value.strip_prefix(*q)?.strip_suffix(*q)).unwrap_or(value);
    match key.trim() {
        "label" => attrs.label = Some(bare.to_owned()),
        "fig.cap" | "fig-cap" => attrs.pairs.push(("fig-cap".to_owned(), bare.to_owned())),
        key => attrs.pairs.push((key.to_owned(), bare.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_from_both_places() {
        let mut text = "#| label: fig-a\n#| lst-cap: \"A, b\"\nx <- 1\n".to_owned();
        let cell = read("{r setup, fig.cap=\"One, two\", echo=FALSE}", &mut text).expect("a cell");
        assert_eq!((cell.lang.as_str(), cell.attrs.label.as_deref()), ("r", Some("fig-a")));
        assert_eq!((cell.attrs.get("fig-cap"), cell.attrs.get("lst-cap")), (Some("One, two"), Some("A, b")));
        assert_eq!((text.as_str(), cell.is_hidden), ("x <- 1\n", false));
    }

    #[test]
    fn what_is_no_cell_stays() {
        let mut text = "#| a: b\n".to_owned();
        for info in ["{.python}", "{#lst-x}", "python", "{=html}", "{key=value}"] {
            assert_eq!(read(info, &mut text), None, "{info}");
        }
        assert!(read("{r, include=FALSE}", &mut text).expect("a cell").is_hidden);
        assert_eq!(text, "");
    }
}
