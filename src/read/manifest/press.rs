//! `standard:`, `color:`, `profile:`, `spots:`, `bleed:` and `marks:` of an edition to
//! [`Press`]; what can't hold together is told where it was written.

use super::file::Reader;
use super::node::Node;
use super::{press_findings as findings, values};
use crate::color::{Class, FOGRA39, Header, SRGB, Space, Table};
use crate::model::length::Length;
use crate::model::press::{Bleed, ColorMode, Marks, OutputProfile, Press, SpotInk, Standard};
use crate::source::{Span, Spanned};

/// An eighth of an inch: what American printers ask for, and a little more than 3 mm.
const USUAL_BLEED: Length = Length::pt(9);

/// What the file of a printed edition keeps to.
pub(super) fn read(reader: &mut Reader<'_>, node: &Node) -> Press {
    let color = node.text_at("color").and_then(mode);
    let press = Press {
        standards: standards(node),
        color,
        ink_limit: node.text_at("ink-limit").and_then(values::ink),
        profile: profile(reader, node),
        spots: spots(reader, node),
        bleed: bleed(node),
        marks: marks(node),
    };
    conflicts(reader, node, &press);
    press
}

fn mode(word: &str) -> Option<ColorMode> {
    match word {
        "gray" => Some(ColorMode::Gray),
        "cmyk" => Some(ColorMode::Cmyk),
        "rgb" => Some(ColorMode::Rgb),
        _ => None,
    }
}

fn standards(node: &Node) -> Vec<Spanned<Standard>> {
    let items = node.get("standard").map(Node::items).unwrap_or_default();
    let mut standards: Vec<Spanned<Standard>> = Vec::new();
    for item in items {
        let standard = item.text().and_then(Standard::parse);
        if let Some(value) = standard.filter(|value| standards.iter().all(|known| known.value != *value)) {
            standards.push(Spanned { value, span: item.span });
        }
    }
    standards
}

/// `profile:`, a path, or a map with `file`, `condition` and `embed`.
fn profile(reader: &mut Reader<'_>, node: &Node) -> OutputProfile {
    let Some(said) = node.get("profile") else { return OutputProfile::default() };
    let file = if said.text().is_some() { Some(said) } else { said.get("file") };
    let file = file.and_then(|file| {
        let path = reader.resolve(file.text()?, file.span);
        let bytes = reader.font(&path, file.span)?;
        match fault(&bytes) {
            None => Some(bytes),
            Some(reason) => {
                once(reader, findings::unusable_profile(file.text()?, &reason, file.span));
                None
            }
        }
    });
    OutputProfile {
        file,
        condition: said.text_at("condition").map(str::to_owned),
        named_only: said.text_at("embed") == Some("false"),
    }
}

/// Why a profile can't be a press's.
fn fault(bytes: &[u8]) -> Option<String> {
    let header = match Header::read(bytes) {
        Ok(header) => header,
        Err(reason) => return Some(reason),
    };
    match header {
        Header { version: 5.., .. } => Some("it is of version 5, which a PDF can't hold".to_owned()),
        Header { space: Space::Rgb, .. } => Some("it is of a screen: its colours are RGB".to_owned()),
        Header { class: Class::Press, space: Space::Gray, .. } => None,
        Header { class: Class::Press, .. } => {
            Table::new(SRGB, bytes).and_then(|_| Table::new(bytes, SRGB)).err()
        }
        _ => Some("it is not of a press".to_owned()),
    }
}

/// `spots:` by name: a colour, or a map with `for` and `cmyk`.
fn spots(reader: &mut Reader<'_>, node: &Node) -> Vec<SpotInk> {
    let mut inks: Vec<SpotInk> = Vec::new();
    for entry in node.get("spots").map(Node::entries).unwrap_or_default() {
        let said = if entry.value.text().is_some() { Some(&entry.value) } else { entry.value.get("for") };
        let Some(color) = said.and_then(Node::text).and_then(values::color) else {
            once(reader, findings::spot_without_color(&entry.key, entry.span));
            continue;
        };
        let name = entry.key.trim();
        if matches!(name, "" | "All" | "None" | "Cyan" | "Magenta" | "Yellow" | "Black") || name.len() > 100 {
            once(reader, findings::spot_name(name, entry.span));
            continue;
        }
        let parts: Vec<u8> = entry
            .value
            .get("cmyk")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|item| item.text()?.trim().parse().ok())
            .collect();
        let cmyk = <[u8; 4]>::try_from(parts.as_slice()).ok();
        if entry.value.get("cmyk").is_some() && cmyk.is_none() {
            once(reader, findings::spot_parts(name, entry.span));
        }
        inks.push(SpotInk { name: name.into(), stands_for: color, cmyk });
    }
    inks
}

fn bleed(node: &Node) -> Bleed {
    let Some(said) = node.get("bleed") else { return Bleed::default() };
    let edges = said.text_at("edges").or(said.text()).unwrap_or("outer");
    let width = said.text_at("width").or(said.text()).and_then(values::length);
    if edges == "none" {
        return Bleed::default();
    }
    // A bare length is for all edges.
    let at_binding = edges == "all" || said.text().is_some_and(|text| text != "outer");
    Bleed { width: width.unwrap_or(USUAL_BLEED), at_binding }
}

fn marks(node: &Node) -> Marks {
    let items = node.get("marks").map(Node::items).unwrap_or_default();
    let said = |word: &str| items.iter().any(|item| matches!(item.text(), Some(text) if text == word));
    let all = said("true");
    Marks { crop: all || said("crop"), registration: all || said("registration") }
}

/// What can't hold together.
fn conflicts(reader: &mut Reader<'_>, node: &Node, press: &Press) {
    let at = |key: &str| node.get(key).map(|node| node.span);
    for (number, kept) in press.standards.iter().enumerate() {
        for other in &press.standards[..number] {
            if let Some(reason) = clash(other.value, kept.value) {
                once(reader, findings::clash(other.value, kept, reason));
            }
        }
    }
    if let Some(print) = press.standards.iter().find(|kept| kept.value.is_for_print()) {
        let word = print.value.word();
        if press.color == Some(ColorMode::Rgb) {
            once(
                reader,
                findings::not_with(
                    word,
                    "color: rgb",
                    spot(at("color"), print),
                    "write `color: cmyk` or `color: gray`",
                ),
            );
        }
        if node.text_at("links") == Some("true") {
            let way_out = "leave `links` out here, and make another edition for the screen";
            once(reader, findings::not_with(word, "links: true", spot(at("links"), print), way_out));
        }
        if press.profile.named_only && print.value == Standard::X4 {
            let way_out = "leave `embed` out, or write `standard: pdfx-1a`";
            once(reader, findings::not_with(word, "embed: false", spot(at("profile.embed"), print), way_out));
        }
    }
    if let (Some(kept), Some("2.0")) = (press.standards.first(), node.text_at("pdf-version")) {
        let span = spot(at("pdf-version"), kept);
        once(
            reader,
            findings::not_with(kept.value.word(), "pdf-version: 2.0", span, "leave `pdf-version` out"),
        );
    }
    if press.profile.named_only && press.profile.condition.is_none() {
        once(reader, findings::unnamed_condition(at("profile").unwrap_or(Span::NOWHERE)));
    }
    let archive = press.standards.iter().find(|kept| matches!(kept.value, Standard::A2a | Standard::A2u));
    if let Some(kept) = archive.filter(|_| press.profile.named_only) {
        let way_out = "leave `embed` out";
        once(
            reader,
            findings::not_with(kept.value.word(), "embed: false", spot(at("profile.embed"), kept), way_out),
        );
    }
    let header = press.profile.file.as_deref().map_or(Header::read(FOGRA39), Header::read);
    let gray_press = header.is_ok_and(|header| header.space == Space::Gray);
    if gray_press && press.mode() == Some(ColorMode::Cmyk) {
        once(reader, findings::gray_profile(at("profile").unwrap_or(Span::NOWHERE)));
    }
}

/// Where the other key stands, else where the standard does.
fn spot(place: Option<Span>, kept: &Spanned<Standard>) -> Span {
    place.unwrap_or(kept.span)
}

/// Why two standards can't hold for one file.
fn clash(one: Standard, other: Standard) -> Option<&'static str> {
    use Standard::{A2a, A2u, Ua1, X1a, X4};
    match (one, other) {
        (X1a, _) | (_, X1a) => Some("PDF/X-1a is of an older PDF, without what the other needs"),
        (X4, Ua1 | A2a) | (Ua1 | A2a, X4) => Some("a file for the press has no links, and readers need them"),
        (A2a, A2u) | (A2u, A2a) => Some("`pdfa-2a` asks for all of `pdfa-2u` and more"),
        _ => None,
    }
}

/// An edition that extends another has the same lines.
fn once(reader: &mut Reader<'_>, finding: crate::diagnostic::Diagnostic) {
    if !reader.checker.findings.contains(&finding) {
        reader.say(finding);
    }
}
