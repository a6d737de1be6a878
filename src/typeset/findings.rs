//! What setting a book has to say.

use super::missing::Missing;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::length::Length;
use crate::source::Span;

/// Characters that are named before the rest is left to a dots' sign.
const NAMED: usize = 12;

/// Characters of a writing that no font of the edition has.
pub(super) fn missing_glyphs(missing: &Missing) -> Diagnostic {
    let script = missing.script;
    let signs = if missing.characters.len() == 1 { "a sign" } else { "signs" };
    let mut named: String = missing.characters.iter().take(NAMED).collect();
    if missing.characters.len() > NAMED {
        named.push('…');
    }
    let met = match missing.count() {
        0 | 1 => String::new(),
        places => format!(", met in {} places", grouped(places)),
    };
    let message = format!("no font has {signs} for `{named}` ({script}){met}");
    let article = if script.starts_with(['A', 'E', 'I', 'O', 'a', 'e', 'i', 'o']) { "an" } else { "a" };
    let finding = Diagnostic::new(Code::MissingGlyph, message);
    let places = missing.shown.iter().enumerate();
    let words = |index| if index == 0 { "a box stands here" } else { "and here" };
    places
        .fold(finding, |finding, (index, span)| finding.at(*span, words(index)))
        .help(format!("add {article} {script} font under `fonts: fallback:` in book.yaml"))
}

/// A number with its thousands parted.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A paragraph that cannot be set in as many lines as its author wants.
pub(super) fn impossible_fit(wanted: i32, counts: &[usize], span: Span) -> Diagnostic {
    let mut counts = counts.to_vec();
    counts.sort_unstable();
    let words: Vec<String> = counts.iter().map(usize::to_string).collect();
    let message = match counts.as_slice() {
        [1] => "this paragraph can only be set in one line".to_owned(),
        [_] => format!("this paragraph can only be set in {} lines", words.join("")),
        _ => format!("this paragraph can be set in {} lines, not in others", words.join(" or ")),
    };
    let way = if wanted < 0 { "cut" } else { "add" };
    Diagnostic::new(Code::FitWithoutEffect, message)
        .at(span, "its `.fit` changes nothing")
        .help(format!("{way} a few words, or take `.fit` away"))
}

/// A fix without which a paragraph is set in as many lines.
pub(super) fn idle_fit(lines: u32, span: Span) -> Diagnostic {
    let many = if lines == 1 { "one line".to_owned() } else { format!("{lines} lines") };
    Diagnostic::new(Code::FitWithoutEffect, format!("this paragraph is set in {many} without `.fit`, too"))
        .at(span, "its `.fit` changes nothing")
        .help("take `.fit` away: when the text before it changes, it may do harm")
}

/// Something is higher than the page and could not be divided.
pub(super) fn overfull_page(excess: Length, span: Span) -> Diagnostic {
    let message = format!("a page is {:.1} pt too full", excess.to_pt());
    Diagnostic::new(Code::OverfullPage, message)
        .at(span, "this does not fit on a page")
        .help("make it smaller, or divide it")
}

/// Parts of a drawing became pixels.
pub(super) fn rasterised(url: &str, what: &[String], span: Span) -> Diagnostic {
    let message = format!("parts of `{url}` are printed as pixels: {}", what.join(", "));
    Diagnostic::new(Code::UnsupportedSvg, message)
        .at(span, "drawn here")
        .help("where edges must stay sharp, do without what is named here")
}

/// A drawing that cannot be read.
pub(super) fn unusable_drawing(url: &str, reason: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnsupportedSvg, format!("`{url}` cannot be drawn: {reason}"))
        .at(span, "a box with its name stands here")
        .help("save it again as plain SVG, or use a PNG")
}
