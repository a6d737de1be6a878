//! A picture in Markdown or HTML to an [`Image`]: its file, its alternative text, its width.

use super::context::Context;
use crate::model::Attributes;
use crate::model::inline::{Image, Inline, InlineKind};
use crate::model::length::{Length, Measure};
use crate::model::walk;
use crate::read::findings;
use crate::source::Span;

/// CSS's pixel: 1/96 in.
const POINTS_PER_PIXEL: f64 = 0.75;

/// A picture as the author wrote it.
pub(super) struct Written<'a> {
    /// Its address.
    pub url: String,
    /// Its tooltip.
    pub title: Option<String>,
    /// Its attributes.
    pub attrs: Option<&'a Attributes>,
    /// What stands in its brackets.
    pub content: &'a [Inline],
    /// Where.
    pub span: Span,
}

/// Finds the picture's file and text, and says what is missing.
pub(super) fn image(written: Written<'_>, context: &mut Context<'_>) -> Image {
    let Written { url, title, attrs, content, span } = written;
    let get = |key: &str| attrs.and_then(|attrs| attrs.get(key));
    let alt = get("alt").or_else(|| get("fig-alt")).map_or_else(|| spoken(content), str::to_owned);
    let alt = line(&alt);
    let alt = if alt.is_empty() { get("fig-cap").unwrap_or_default().to_owned() } else { alt };
    // An author who writes `alt=""` says that there is nothing to describe.
    let decorative = attrs.is_some_and(|attrs| attrs.has("decorative") || attrs.get("alt") == Some(""));
    let alt = if decorative { String::new() } else { alt };
    if alt.is_empty() && !decorative {
        context.once.findings.push(findings::missing_alt(&url, span));
    }
    let (asset, finding) = (context.source.pictures)(&url, span);
    context.once.findings.extend(finding);
    if let Some(key) = &asset {
        context.pictures.push((key.clone(), span));
    }
    let width = get("width").and_then(|value| asked(value, span, context));
    if get("height").is_some() && width.is_none() && context.once.first("height", "") {
        context.once.findings.push(findings::height_later(span));
    }
    let bleeds = get("width").is_some_and(|value| value.trim() == "bleed");
    Image { url, asset, alt, title, decorative, width, bleeds }
}

/// The width asked for; what is none is said.
fn asked(value: &str, span: Span, context: &mut Context<'_>) -> Option<Measure> {
    // On screens it is as wide as the text.
    if value.trim() == "bleed" {
        return Some(Measure::Percent(1000));
    }
    let found = width(value);
    let value = value.trim();
    if found.is_none() && !value.is_empty() && context.once.first("width", value) {
        let finding = match value {
            "auto" => return None,
            _ => findings::unknown_value("width", value, "a share or a length: `60%`, `8cm`, `300px`", span),
        };
        context.once.findings.push(finding);
    }
    found
}

/// A text as one line.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of inlines, that of pictures among it.
fn spoken(content: &[Inline]) -> String {
    let mut out = String::new();
    walk::inlines(content, &mut |inline| match &inline.kind {
        InlineKind::Image(image) => out.push_str(&image.alt),
        _ if walk::children(inline).is_empty() => out.push_str(&walk::flatten(std::slice::from_ref(inline))),
        _ => {}
    });
    out
}

/// `60%`, `8cm`, `300px`, `300`.
pub(super) fn width(text: &str) -> Option<Measure> {
    let text = text.trim();
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let number: f64 = text[..split].parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0 && *n < 1e5)?;
    let points = match text[split..].trim() {
        // `vw` is CSS's.
        "%" | "vw" => return Some(Measure::Percent(thousandths(number / 100.0))),
        "cm" => number * 72.0 / 2.54,
        "mm" => number * 72.0 / 25.4,
        "in" => number * 72.0,
        "pt" => number,
        "pc" => number * 12.0,
        "px" | "" => number * POINTS_PER_PIXEL,
        "em" | "rem" => return Some(Measure::Em(thousandths(number))),
        // LaTeX's words for the measure.
        "\\linewidth" | "\\textwidth" | "\\columnwidth" => {
            return Some(Measure::Percent(thousandths(number)));
        }
        _ => return None,
    };
    Some(Measure::Fixed(Length::from_pt(points)))
}

/// A share of the measure in thousandths.
#[allow(clippy::cast_possible_truncation)]
fn thousandths(share: f64) -> i32 {
    (share * 1000.0 + 0.5) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_are_shares_or_lengths() {
        assert_eq!(width("60%"), Some(Measure::Percent(600)));
        assert_eq!(width("1in"), Some(Measure::Fixed(Length::pt(72))));
        assert_eq!(width("400"), Some(Measure::Fixed(Length::pt(300))));
        assert_eq!((width("bleed"), width("-3cm"), width("0")), (None, None, None));
    }
}
