//! Media overlays: which sound goes with which piece of text (EPUB 3.3, 9).

use std::collections::BTreeMap;

use super::document::{Facts, Link, Use};
use super::findings::Findings;
use super::media::Medium;
use super::ncx;
use super::package::Package;
use super::url::Target;
use super::xml::{Ns, Tree};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Checks a media overlay.
pub(super) fn check(tree: &Tree, path: &str, findings: &mut Findings) -> Facts {
    let mut links = Vec::new();
    for element in tree.elements().filter(|element| element.ns() == Ns::Smil) {
        match element.name() {
            "text" | "audio" => match element.get("src") {
                Some(src) => links.push(Link::new(path, src.value(), Use::Overlay, src.span())),
                None => findings.push(
                    element
                        .say(Code::MediaOverlay, format!("this `{}` names no file", element.name()))
                        .help("add `src=\"…\"`"),
                ),
            },
            "par" if !element.children().any(|child| child.name() == "text") => {
                findings.push(
                    element
                        .say(Code::MediaOverlay, "this `par` has no `text`")
                        .help("add `<text src=\"…#id\"/>`"),
                );
            }
            _ => {}
        }
        let clip = |name: &str| element.value(name).and_then(seconds);
        if let (Some(begin), Some(end)) = (clip("clipBegin"), clip("clipEnd")) {
            if begin >= end {
                findings.push(
                    element
                        .say(Code::MediaOverlay, "this clip ends where it begins, or before")
                        .help("let `clipEnd` be later than `clipBegin`"),
                );
            }
        }
    }
    ncx::facts(tree, path, links, Vec::new())
}

/// Holds overlays against the documents they speak of: each names the other.
pub(super) fn agree(facts: &[&Facts], package: &Package, findings: &mut Findings) {
    let mut spoken: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
    for one in facts {
        let Some(own) = package
            .find(&one.path)
            .and_then(|at| package.items.get(at))
            .filter(|item| item.medium() == Medium::Smil)
        else {
            continue;
        };
        let mut told = None;
        for link in one.links.iter().filter(|link| link.how == Use::Overlay) {
            let Target::Local { path, .. } = &link.target else { continue };
            let Some(item) = package.find(path).and_then(|at| package.items.get(at)) else { continue };
            if !matches!(item.medium(), Medium::Xhtml | Medium::Svg) || told == Some(path) {
                continue;
            }
            told = Some(path);
            let message = match (&item.overlay, spoken.get(path.as_str())) {
                (_, Some((other, _))) if *other != own.id => {
                    format!("another overlay speaks of `{path}` too")
                }
                (None, _) => format!("the item of `{path}` does not name this overlay"),
                (Some(named), _) if *named != own.id => format!("the item of `{path}` names another overlay"),
                _ => {
                    spoken.insert(path, (&own.id, link.span));
                    continue;
                }
            };
            spoken.insert(path, (&own.id, link.span));
            findings.push(Diagnostic::new(Code::MediaOverlay, message).at(link.span, "").help(format!(
                "write `media-overlay=\"{}\"` into the item of the document, and one overlay a document",
                own.id
            )));
        }
    }
    for item in package.items.iter().filter(|item| matches!(item.medium(), Medium::Xhtml | Medium::Svg)) {
        let Some((path, _)) = item.path.as_deref().zip(item.overlay.as_deref()) else { continue };
        if !spoken.contains_key(path) {
            findings.push(
                Diagnostic::new(Code::MediaOverlay, format!("the overlay of `{path}` does not speak of it"))
                    .at(item.href, "")
                    .help("name the overlay with its text, or take `media-overlay` out"),
            );
        }
    }
}

/// A clock value of SMIL in thousandths of a second.
fn seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let thousandths = |text: &str, unit: u64| -> Option<u64> {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let part: String = part.chars().chain("000".chars()).take(3).collect();
        Some(
            (whole.parse::<u64>().ok()?.checked_mul(1000)?.checked_add(part.parse().ok()?)?)
                .checked_mul(unit)?,
        )
    };
    if let Some(number) = text.strip_suffix("ms") {
        return number.parse::<u64>().ok();
    }
    for (suffix, unit) in [("min", 60), ("h", 3600), ("s", 1)] {
        if let Some(number) = text.strip_suffix(suffix) {
            return thousandths(number, unit);
        }
    }
    let mut total: u64 = 0;
    for part in text.split(':') {
        total = total.checked_mul(60)?.checked_add(thousandths(part, 1)?)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clock_values_have_three_forms() {
        let values = ["12.345s", "0:01:02.5", "90", "1.5min", "250ms", "2h"].map(seconds);
        assert_eq!(values, [12_345, 62_500, 90_000, 90_000, 250, 7_200_000].map(Some));
        assert_eq!(["", "x", "1:x", "99999999999999999999"].map(seconds), [None; 4]);
    }
}
