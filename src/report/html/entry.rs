//! A trouble to an entry: a strip of its page, what is wrong, where, and what to type.

use std::fmt::Write as _;

use super::{escape, with_code};
use crate::model::length::{Length, Size};
use crate::report::EditionReport;
use crate::report::trouble::{Area, Trouble};

/// Lines shown above and below the marked ones.
const AROUND: i64 = 2;
/// What is cut off at either side, of a hundred parts of the page.
const MARGIN: i64 = 7;
/// A strip is no higher than this many lines.
const HIGHEST: i64 = 11;

pub(super) fn entry(n: usize, edition: &EditionReport, trouble: &Trouble, out: &mut String) {
    let grave = if trouble.weight >= 100 { " grave" } else { "" };
    let _ = writeln!(out, "<li class=\"entry k-{}{grave}\">", trouble.kind.name());
    let picture = edition.thumbnails.iter().find(|thumbnail| thumbnail.page == trouble.page);
    if let Some(picture) = picture {
        strip(n, picture.size, trouble, out);
    }
    let page = match picture {
        Some(_) => format!("<a href=\"#e{n}p{}\">page {}</a>", trouble.page, escape(&trouble.label)),
        None => format!("page {}", escape(&trouble.label)),
    };
    let place = trouble.file.as_ref().map(|(path, line)| format!(" · <span>{}:{line}</span>", escape(path)));
    let _ = writeln!(
        out,
        "<div class=\"say\"><p class=\"what\"><b>{}</b> <span class=\"where\">{page}{}</span></p>",
        capital(trouble.kind.words().0),
        place.unwrap_or_default()
    );
    if picture.is_none() {
        let _ = writeln!(out, "<p class=\"words\">{}</p>", escape(&trouble.text));
    }
    let _ = writeln!(
        out,
        "<p>{}</p><p class=\"advice\">{}</p></div></li>",
        escape(&sentence(&trouble.message)),
        with_code(&sentence(&trouble.advice))
    );
}

/// The part of the page round what is marked.
fn strip(n: usize, page: Size, trouble: &Trouble, out: &mut String) {
    let (Some(first), Some(last)) = (trouble.areas.first(), trouble.areas.last()) else { return };
    let line = first.size.height.min(page.height / 12).max(Length::pt(8));
    let top = (first.at.y - line * AROUND).at_least_zero();
    let bottom = (last.at.y + last.size.height + line * AROUND).min(top + line * HIGHEST).min(page.height);
    let height = (bottom - top).max(line);
    // The outer parts of the margins say nothing, and letters are larger without them.
    let (left, width) = (page.width.scale(MARGIN, 100), page.width.scale(100 - 2 * MARGIN, 100));
    let _ = write!(
        out,
        "<a class=\"strip\" href=\"#e{n}p{0}\"><svg viewBox=\"{5:.1} {1:.1} {2:.1} {3:.1}\" role=\"img\" \
         aria-label=\"page {4}\"><use href=\"#e{n}i{0}\"/>",
        trouble.page,
        top.to_pt(),
        width.to_pt(),
        height.to_pt(),
        escape(&trouble.label),
        left.to_pt()
    );
    trouble.areas.iter().for_each(|area| mark(area, trouble, out));
    out.push_str("</svg></a>\n");
}

/// A mark over a place on a page.
pub(super) fn mark(area: &Area, trouble: &Trouble, out: &mut String) {
    let grave = if trouble.weight >= 100 { " grave" } else { "" };
    let _ = write!(
        out,
        "<rect class=\"mark{grave}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"1.5\"/>",
        area.at.x.to_pt() - 2.0,
        area.at.y.to_pt(),
        area.size.width.to_pt() + 4.0,
        area.size.height.to_pt().max(1.0)
    );
}

/// With a capital at the beginning and a stop at the end.
fn sentence(text: &str) -> String {
    let stop = if text.ends_with(".”") { "" } else { "." };
    capital(text) + stop
}

/// With a capital at the beginning.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
