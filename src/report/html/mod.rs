//! A report to one HTML file: no script, no network, nothing beside it.
//!
//! Each page is drawn once and shown twice: a strip of it beside the trouble, and the whole
//! at the end with all its troubles marked. Kinds are chosen by radio buttons and CSS.

mod entry;
mod pages;

use std::fmt::Write as _;

use super::figures::Figure;
use super::trouble::Kind;
use super::{EditionReport, Report};

const STYLE: &str = include_str!("style.css");

/// Entries that an edition shows; the rest weigh least.
const MOST: usize = 300;

/// The document.
pub(super) fn page(report: &Report) -> String {
    let title = escape(&report.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}: lines and pages</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n",
        filters()
    );
    let _ = writeln!(out, "<header><p class=\"over\">Lines and pages</p><h1>{title}</h1>");
    if report.editions.len() > 1 {
        out.push_str("<nav>");
        for (n, edition) in report.editions.iter().enumerate() {
            let _ = write!(out, "<a href=\"#e{n}\">{}</a> ", escape(&edition.name));
        }
        out.push_str("</nav>");
    }
    out.push_str("</header>\n");
    if report.editions.is_empty() {
        out.push_str("<p class=\"none\">No print edition was made.</p>\n");
    }
    for (n, edition) in report.editions.iter().enumerate() {
        self::edition(n, edition, &mut out);
    }
    out.push_str("</body>\n</html>\n");
    out
}

/// What makes a choice of a kind hide the others.
fn filters() -> String {
    let mut out = String::new();
    for kind in Kind::ALL {
        let name = kind.name();
        let _ = writeln!(
            out,
            ".f-{name}:checked~.entries>.entry:not(.k-{name}){{display:none}}\
             .f-{name}:checked~.kinds .c-{name}{{background:var(--ink);color:var(--paper)}}"
        );
    }
    out
}

fn edition(n: usize, edition: &EditionReport, out: &mut String) {
    let name = escape(&edition.name);
    let _ = writeln!(out, "<section class=\"edition\" id=\"e{n}\">\n<h2>{name}</h2>");
    let grave = edition.troubles.iter().filter(|t| t.weight >= 100).count();
    let met = edition.figures.iter().filter(|figure| figure.is_met()).count();
    let _ = writeln!(
        out,
        "<p class=\"lead\">{} and {}. {}; {met} of {} figures are on target.</p>",
        counted(edition.pages, "page", "pages"),
        counted(edition.lines, "line", "lines"),
        match (edition.troubles.len(), grave) {
            (0, _) => "Nothing to mend".to_owned(),
            (all, 0) => format!("{}, none of them grave", counted(all, "blemish", "blemishes")),
            (all, grave) => format!("{} to look at, {grave} of them grave", counted(all, "place", "places")),
        },
        edition.figures.len()
    );
    pages::defined(n, edition, out);
    out.push_str("<div class=\"columns\">\n<div class=\"troubles\">\n");
    troubles(n, edition, out);
    out.push_str("</div>\n");
    figures(&edition.figures, out);
    out.push_str("</div>\n");
    pages::shown(n, edition, out);
    out.push_str("</section>\n");
}

/// The entries below the choice of kinds.
fn troubles(n: usize, edition: &EditionReport, out: &mut String) {
    if edition.troubles.is_empty() {
        out.push_str("<p class=\"none\">Every line and every page is as it should be.</p>\n");
        return;
    }
    let kinds: Vec<(Kind, usize)> = Kind::ALL
        .iter()
        .map(|kind| (*kind, edition.troubles.iter().filter(|t| t.kind == *kind).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let _ = write!(out, "<input type=\"radio\" class=\"f f-all\" name=\"f{n}\" id=\"f{n}-all\" checked>");
    for (kind, _) in &kinds {
        let name = kind.name();
        let _ = write!(out, "<input type=\"radio\" class=\"f f-{name}\" name=\"f{n}\" id=\"f{n}-{name}\">");
    }
    let _ = write!(out, "\n<div class=\"kinds\"><label class=\"c-all\" for=\"f{n}-all\">all</label>");
    for (kind, count) in &kinds {
        let name = kind.name();
        let (one, many) = kind.words();
        let words = if *count == 1 { one } else { many };
        let _ = write!(out, "<label class=\"c-{name}\" for=\"f{n}-{name}\"><b>{count}</b> {words}</label>");
    }
    out.push_str("</div>\n<ol class=\"entries\">\n");
    for trouble in edition.troubles.iter().take(MOST) {
        entry::entry(n, edition, trouble, out);
    }
    out.push_str("</ol>\n");
    let left = edition.troubles.len().saturating_sub(MOST);
    if left > 0 {
        let _ = writeln!(
            out,
            "<p class=\"rest\">{} of less weight are left out; <code>--report FILE.json</code> has them all.</p>",
            counted(left, "more", "more")
        );
    }
}

/// The table of figures.
fn figures(figures: &[Figure], out: &mut String) {
    out.push_str(
        "<table class=\"figures\"><caption>Figures beside their targets. Word spaces are in natural widths.\
         </caption>\n<thead><tr><th scope=\"col\">What is measured</th><th scope=\"col\">Here</th>\
         <th scope=\"col\">At most</th></tr></thead>\n<tbody>\n",
    );
    for figure in figures {
        let (class, mark) = if figure.is_met() { ("met", "") } else { ("missed", " above the target") };
        let digits = figure.digits;
        let _ = writeln!(
            out,
            "<tr class=\"{class}\"><th scope=\"row\">{}</th><td>{:.digits$}<span class=\"unseen\">{mark}</span></td>\
             <td>{}</td></tr>",
            figure.words, figure.value, figure.most
        );
    }
    out.push_str("</tbody></table>\n");
}

/// `1 page`, `13,402 lines`.
fn counted(count: usize, one: &str, many: &str) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out.push(' ');
    out.push_str(if count == 1 { one } else { many });
    out
}

/// Text between tags and in double quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && c != '\n' => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// Text with what stands between backticks as code.
fn with_code(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        let part = escape(part);
        if at % 2 == 1 {
            let _ = write!(out, "<code>{part}</code>");
        } else {
            out.push_str(&part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(escape("a<b> & \"c\"\u{1}"), "a&lt;b&gt; &amp; &quot;c&quot;\u{fffd}");
        assert_eq!(with_code("put `<wbr>` in"), "put <code>&lt;wbr&gt;</code> in");
        assert_eq!(counted(13_402, "line", "lines"), "13,402 lines");
    }
}
