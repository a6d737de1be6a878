//! Formulas in TeX's own words: their labels, and what is formula of an environment.

use super::attributes;
use crate::model::Attributes;

/// Environments that only say "a formula on its own"; the others align and stay.
const BARE: &[&str] = &["equation", "displaymath", "math", "dmath"];

/// The TeX of a lifted environment or of `\[ … \]`, its label, and what stands after it.
pub(super) fn environment(text: &str) -> (String, Attributes, String) {
    let (inside, rest) = split(text);
    let mut tex = inside.trim().to_owned();
    let mut attrs = Attributes { label: take_label(&mut tex), ..Attributes::default() };
    let mut rest = rest.trim();
    if let Some((given, end)) = attributes::parse(rest, 0) {
        attrs = Attributes { label: given.label.or(attrs.label), ..given };
        rest = rest.get(end..).unwrap_or_default().trim();
    }
    (tex, attrs, rest.to_owned())
}

/// What is formula, and what stands after it.
fn split(text: &str) -> (&str, &str) {
    if let Some(name) = text.strip_prefix("\\begin{").and_then(|rest| rest.split('}').next()) {
        let close = format!("\\end{{{name}}}");
        let Some(end) = text.rfind(&close) else { return (text, "") };
        let rest = &text[end + close.len()..];
        if BARE.contains(&name.trim_end_matches('*')) {
            let open = "\\begin{}".len() + name.len();
            return (text.get(open..end).unwrap_or_default(), rest);
        }
        return (&text[..end + close.len()], rest);
    }
    let (open, close) = if text.starts_with("\\\\[") { ("\\\\[", "\\\\]") } else { ("\\[", "\\]") };
    let inside = text.strip_prefix(open).unwrap_or(text);
    match inside.find(close) {
        Some(end) => (&inside[..end], &inside[end + close.len()..]),
        None => (inside, ""),
    }
}

/// Takes the first `\label{eq:x}`, or bookdown's `(\#eq:x)`, out of a formula.
pub(super) fn take_label(tex: &mut String) -> Option<String> {
    for (open, close) in [("\\label{", '}'), ("(\\#", ')')] {
        let Some(start) = tex.find(open) else { continue };
        let inside = &tex[start + open.len()..];
        let Some(end) = inside.find(close) else { continue };
        let label = inside[..end].trim().to_owned();
        if label.is_empty() || label.contains(char::is_whitespace) {
            continue;
        }
        let stop = start + open.len() + end + close.len_utf8();
        let before = tex[..start].trim_end().len();
        tex.replace_range(before..stop, "");
        let blanks = tex.len() - tex.trim_start().len();
        tex.drain(..blanks);
        tex.truncate(tex.trim_end().len());
        return Some(label);
    }
    None
}

/// The label that begins a caption in bookdown, `(\#tab:x) Words`, and its length.
pub(super) fn bookdown_label(text: &str) -> Option<(String, usize)> {
    let rest = text.trim_start();
    let inside = rest.strip_prefix("(\\#")?;
    let end = inside.find(')')?;
    let label = &inside[..end];
    let good = !label.is_empty() && !label.contains(char::is_whitespace);
    good.then(|| (label.to_owned(), text.len() - rest.len() + "(\\#)".len() + end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn environments_lose_their_wrapping_and_labels() {
        let (tex, attrs, rest) = environment("\\begin{equation}\n  a = b \\label{eq:x}\n\\end{equation}.");
        assert_eq!((tex.as_str(), attrs.label.as_deref(), rest.as_str()), ("a = b", Some("eq:x"), "."));
        let (tex, attrs, _) = environment("\\begin{align*}\na &= b\n\\end{align*} {#eq-y}");
        assert_eq!(
            (tex.as_str(), attrs.label.as_deref()),
            ("\\begin{align*}\na &= b\n\\end{align*}", Some("eq-y"))
        );
        assert_eq!(environment("\\[ x (\\#eq:z) \\]").1.label.as_deref(), Some("eq:z"));
        assert_eq!(bookdown_label(" (\\#tab:a) B"), Some(("tab:a".into(), 10)));
    }
}
