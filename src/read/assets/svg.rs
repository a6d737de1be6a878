//! The size of an SVG drawing, and whether it is well-formed XML.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What CSS takes for a drawing that says nothing of its size.
const DEFAULT: (f64, f64) = (300.0, 150.0);

/// How far in the root element is looked for.
const HEAD: usize = 4096;

/// Whether the bytes begin like an SVG document.
pub(super) fn looks_like(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(HEAD)];
    let text = String::from_utf8_lossy(head);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

/// Width and height in CSS pixels, rounded, at least 1.
pub(super) fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8")?;
    let mut reader = Reader::from_str(text);
    let (mut size, mut depth) = (None, 0_usize);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                depth += 1;
                if size.is_none() && element.local_name().as_ref() == "svg" {
                    size = Some(root(&element));
                }
            }
            Ok(Event::Empty(element)) if size.is_none() && element.local_name().as_ref() == "svg" => {
                size = Some(root(&element));
            }
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) if depth > 0 => return Err("it is cut off".to_owned()),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(format!("it is not well-formed: {error}")),
        }
    }
    let (width, height) = size.ok_or("it has no `<svg>`")?;
    Ok((pixels(width), pixels(height)))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn pixels(length: f64) -> u32 {
    length.round().clamp(1.0, 100_000.0) as u32
}

/// The size the root element states: its width and height, else its view box.
fn root(element: &BytesStart<'_>) -> (f64, f64) {
    let get = |name: &str| {
        let attribute = element.try_get_attribute(name).ok().flatten()?;
        Some(attribute.value.into_owned())
    };
    let length = |name: &str| get(name).and_then(|value| css_pixels(&value));
    let view_box = get("viewBox").and_then(|value| {
        let numbers: Vec<f64> =
            value.split([' ', ',', '\n', '\t']).filter_map(|number| number.parse().ok()).collect();
        (numbers.len() == 4 && numbers[2] > 0.0 && numbers[3] > 0.0).then(|| (numbers[2], numbers[3]))
    });
    match (length("width"), length("height"), view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (_, _, Some(size)) => size,
        (width, height, None) => (width.unwrap_or(DEFAULT.0), height.unwrap_or(DEFAULT.1)),
    }
}

fn css_pixels(value: &str) -> Option<f64> {
    let value = value.trim();
    let split =
        value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '+' | '-'))).unwrap_or(value.len());
    let number: f64 = value[..split].parse().ok().filter(|n: &f64| n.is_finite() && *n > 0.0)?;
    let per_unit = match value[split..].trim() {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        "em" => 16.0,
        "ex" => 8.0,
        _ => return None,
    };
    Some(number * per_unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_come_from_lengths_or_the_view_box() {
        assert_eq!(size(br#"<svg width="72pt" height="1in"/>"#), Ok((96, 96)));
        assert_eq!(
            size(br#"<?xml version="1.0"?><svg viewBox="0 0 40 20" width="100%"><g/></svg>"#),
            Ok((40, 20))
        );
        assert_eq!(size(br#"<svg width="80" viewBox="0,0,40,20"></svg>"#), Ok((80, 40)));
        assert_eq!(size(b"<svg></svg>"), Ok((300, 150)));
        assert!(size(b"<svg><g></svg>").is_err() && size(b"<svg><g>").is_err() && size(b"<a/>").is_err());
    }
}
