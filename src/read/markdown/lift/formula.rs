//! Formulas on lines of their own: `$$ … $$` and TeX's own forms, `\begin{align}` and
//! `\[ … \]` (MathJax in mdBook: `\\[ … \\]`).

use super::super::lines::Line;
use super::super::math;
use super::{Kind, Lifting};

/// Lines that a formula, and the text round it that is looked at, may have.
const LONGEST_FORMULA: usize = 200;

/// Environments that are formulas on their own.
pub(in super::super) const ENVIRONMENTS: &[&str] = &[
    "equation",
    "align",
    "gather",
    "multline",
    "eqnarray",
    "alignat",
    "flalign",
    "displaymath",
    "math",
    "dmath",
];

impl Lifting<'_> {
    /// A formula between dollars on lines of its own; returns where it ends, or 0 when it never does.
    pub(super) fn display(&mut self, lines: &[Line<'_>], index: usize) -> usize {
        let Some(first) = lines.get(index) else { return 0 };
        let start = first.content_start();
        let in_paragraph = |line: &&Line<'_>| !line.is_blank() && !line.opaque;
        let limit =
            lines[index..].iter().take(LONGEST_FORMULA).take_while(in_paragraph).last().map_or(0, Line::end);
        let from = lines[..index]
            .iter()
            .rev()
            .take(LONGEST_FORMULA)
            .take_while(in_paragraph)
            .last()
            .map_or(start, |line| line.start);
        if self.source.text.get(from..limit).is_none_or(|text| text.contains("``")) {
            return 0; // the covering code span could pair with the author's own
        }
        let ticks = |range: std::ops::Range<usize>| {
            self.source.text.get(range).unwrap_or_default().matches('`').count()
        };
        if ticks(from..start) % 2 == 1 && ticks(start..limit) > 0 {
            return 0; // the dollars stand in code
        }
        let Some(close) = self.source.text.get(start + 2..limit).and_then(|text| text.find("$$")) else {
            return 0;
        };
        let end = start + 2 + close + 2;
        if close == 0 || self.source.text[start + 2..end - 2].trim().is_empty() {
            return 0;
        }
        math::cover_range(&mut self.bytes, start..end, first.text.starts_with('>'));
        end
    }

    /// A formula in TeX's own words; returns where it ends.
    pub(super) fn tex(&mut self, lines: &[Line<'_>], index: usize) -> Option<usize> {
        let first = lines.get(index)?;
        let content = first.content();
        let close = closing(content)?;
        let mut end = None;
        for line in lines[index..].iter().take(LONGEST_FORMULA).take_while(|line| !line.opaque) {
            if let Some(at) = line.content().find(&close) {
                end = Some((line, line.content_start() + at + close.len()));
                break;
            }
        }
        let (last, end) = end?;
        let inside = self.source.text.get(first.content_start()..end)?;
        let rest = self.source.text.get(end..last.end())?.trim();
        let brackets = !content.starts_with("\\begin");
        if brackets && !is_tex(inside) || !(rest.is_empty() || rest.starts_with('{') || rest.len() == 1) {
            return None;
        }
        let end = last.start + last.text.trim_end().len();
        self.part(first.content_start()..end, Kind::Formula);
        Some(end)
    }
}

/// What ends the formula that begins here.
fn closing(content: &str) -> Option<String> {
    if let Some(name) = content.strip_prefix("\\begin{").and_then(|rest| rest.split('}').next()) {
        let known = ENVIRONMENTS.contains(&name.trim_end_matches('*'));
        return known.then(|| format!("\\end{{{name}}}"));
    }
    content.strip_prefix('\\')?;
    if content.starts_with("\\\\[") {
        return Some("\\\\]".to_owned());
    }
    content.starts_with("\\[").then(|| "\\]".to_owned())
}

/// Whether brackets hold a formula: `\[sic\]` is an escaped bracket to Markdown.
fn is_tex(inside: &str) -> bool {
    let inside = inside.trim_matches(['\\', '[', ']']);
    inside.starts_with('\n') || inside.contains(['=', '^', '_', '\\'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_brackets_are_no_formula() {
        assert!(!is_tex("\\[sic\\]") && !is_tex("\\[Enter a ghost.\\]"));
        assert!(is_tex("\\[ a = b \\]") && is_tex("\\[\nx\n\\]") && is_tex("\\\\[ \\alpha \\\\]"));
        assert_eq!(closing("\\begin{align*}"), Some("\\end{align*}".into()));
        assert_eq!(closing("\\begin{figure}"), None);
    }
}
