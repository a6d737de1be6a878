//! The press a file is made for: output intents (ISO 32000-2, 14.11.5), spot colours and
//! the graphics states of printing over.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::ink::{Inks, spot_name};
use super::object::{name, text};
use super::page::overprint_name;
use super::sheet::ALL;
use crate::color::{Header, SRGB};
use crate::model::press::{ColorMode, Press, Standard};

/// The condition that the bundled profile is of.
const USUAL_CONDITION: &str = "FOGRA39";
/// Where names of printing conditions are registered.
const REGISTRY: &str = "http://www.color.org";

/// The output intents that the standards ask for; none without one.
pub(super) fn write(document: &mut Document, press: &Press, inks: &Inks) -> Option<Object> {
    let kinds = press.standards.iter().filter_map(|kept| match kept.value {
        Standard::X1a | Standard::X4 => Some("GTS_PDFX"),
        Standard::A2a | Standard::A2u => Some("GTS_PDFA1"),
        Standard::Ua1 => None,
    });
    let mut kinds: Vec<&str> = kinds.collect();
    kinds.dedup();
    if kinds.is_empty() {
        return None;
    }
    let screen = inks.mode == Some(ColorMode::Rgb);
    let profile = if screen { SRGB } else { &inks.profile };
    let condition = match &press.profile.condition {
        _ if screen => "sRGB IEC61966-2.1",
        Some(condition) => condition,
        None if press.profile.file.is_none() => USUAL_CONDITION,
        None => "Custom",
    };
    let embedded = (!press.profile.named_only).then(|| embed(document, profile));
    let intents = kinds.into_iter().map(|kind| {
        let mut intent = Dictionary::new();
        intent.set("Type", name("OutputIntent"));
        intent.set("S", name(kind));
        intent.set("OutputConditionIdentifier", text(condition));
        intent.set("OutputCondition", text(&described(condition)));
        intent.set("Info", text(&described(condition)));
        if condition != "Custom" {
            intent.set("RegistryName", text(REGISTRY));
        }
        if let Some(profile) = embedded {
            intent.set("DestOutputProfile", profile);
        }
        Object::Reference(document.add_object(intent))
    });
    Some(Object::Array(intents.collect()))
}

/// A condition in words.
fn described(condition: &str) -> String {
    match condition {
        "FOGRA39" => "Offset printing on coated paper (FOGRA39)".to_owned(),
        "Custom" => "As the profile says".to_owned(),
        other => other.to_owned(),
    }
}

fn embed(document: &mut Document, profile: &[u8]) -> ObjectId {
    let mut dictionary = Dictionary::new();
    let components = Header::read(profile).map_or(4, |header| header.space.components());
    dictionary.set("N", i64::from(components));
    document.add_object(Stream::new(dictionary, profile.to_vec()))
}

/// Puts the spaces of spot colours and the states of printing over among the resources of
/// all pages.
pub(super) fn complete_resources(
    document: &mut Document,
    page: Option<&ObjectId>,
    (press, inks): (&Press, &Inks),
) {
    let resources = page
        .and_then(|page| document.get_dictionary(*page).ok()?.get(b"Resources").ok()?.as_reference().ok());
    let Some(resources) = resources else { return };
    let mut spaces = Dictionary::new();
    for (number, (spot, cmyk)) in inks.spots.iter().enumerate() {
        let space = document.add_object(separation(&spot.name, *cmyk));
        spaces.set(spot_name(number), space);
    }
    if press.marks.any() {
        let space = document.add_object(separation(ALL, [255; 4]));
        spaces.set(ALL, space);
    }
    let mut states = Dictionary::new();
    if inks.mode == Some(ColorMode::Cmyk) {
        for over in [(false, false), (false, true), (true, false), (true, true)] {
            states.set(overprint_name(over), state(over));
        }
    }
    let Ok(resources) = document.get_dictionary_mut(resources) else { return };
    for (key, kind) in [("ColorSpace", spaces), ("ExtGState", states)] {
        if !kind.is_empty() {
            resources.set(key, kind);
        }
    }
}

/// A space of one ink (8.6.6.4); its tints are those of what replaces it.
fn separation(ink: &str, cmyk: [u8; 4]) -> Object {
    let full = cmyk.map(|part| Object::Real((f32::from(part) / 255.0 * 10_000.0).round() / 10_000.0));
    let mut function = Dictionary::new();
    function.set("FunctionType", 2);
    function.set("Domain", vec![0.into(), 1.into()]);
    function.set("C0", [0; 4].map(Object::Integer).to_vec());
    function.set("C1", full.to_vec());
    function.set("N", 1);
    Object::Array(vec![name("Separation"), name(ink), name("DeviceCMYK"), function.into()])
}

/// Strokes and fills that print over what is under them, or don't (11.7.4).
fn state((strokes, fills): (bool, bool)) -> Dictionary {
    let mut state = Dictionary::new();
    state.set("Type", name("ExtGState"));
    state.set("OP", strokes);
    state.set("op", fills);
    state.set("OPM", 1);
    state
}
