//! What contents name: fonts, pictures, graphics states, groups, shadings.

use lopdf::{Dictionary, Object};

use super::{Check, as_dictionary, color};
use crate::color::Space;

const BLENDS: [&[u8]; 17] = [
    b"Normal",
    b"Compatible",
    b"Multiply",
    b"Screen",
    b"Overlay",
    b"Darken",
    b"Lighten",
    b"ColorDodge",
    b"ColorBurn",
    b"HardLight",
    b"SoftLight",
    b"Difference",
    b"Exclusion",
    b"Hue",
    b"Saturation",
    b"Color",
    b"Luminosity",
];
const INTENTS: [&[u8]; 4] = [b"AbsoluteColorimetric", b"RelativeColorimetric", b"Saturation", b"Perceptual"];

pub(super) fn check(check: &mut Check<'_>, press: Option<Space>) {
    let document = check.document;
    for object in document.objects.values() {
        let mut rest = vec![object];
        while let Some(object) = rest.pop() {
            match object {
                Object::Array(items) => rest.extend(items),
                object => {
                    if let Some(dictionary) = as_dictionary(object) {
                        one(check, dictionary, matches!(object, Object::Stream(_)), press);
                        rest.extend(dictionary.iter().map(|(_, value)| value));
                    }
                }
            }
        }
    }
}

fn one<'a>(check: &mut Check<'a>, dictionary: &'a Dictionary, streams: bool, press: Option<Space>) {
    match (check.name(dictionary, b"Type"), check.name(dictionary, b"Subtype")) {
        (Some(b"Font"), kind) => font(check, dictionary, kind.unwrap_or_default()),
        (_, Some(b"Image")) if streams => image(check, dictionary, press),
        _ => {}
    }
    let state = [b"BM".as_slice(), b"ca", b"CA", b"SMask", b"TR", b"TR2", b"HTP", b"OP", b"op"];
    let is_image = check.name(dictionary, b"Subtype") == Some(b"Image");
    if !is_image && !dictionary.has(b"MK") && state.iter().any(|key| dictionary.has(key)) {
        graphics_state(check, dictionary);
    }
    if check.name(dictionary, b"S") == Some(b"Transparency") {
        check.need(!check.strict, "there is a transparency group");
    }
    if dictionary.has(b"ShadingType")
        && let Some(space) = check.get(dictionary, b"ColorSpace")
    {
        color::space(check, space, press, 0);
    }
    // The spaces among a page's resources.
    if !streams
        && !dictionary.has(b"ShadingType")
        && let Some(spaces) = check.dictionary(dictionary, b"ColorSpace")
    {
        for (_, space) in spaces {
            color::space(check, space, press, 0);
        }
    }
}

fn font<'a>(check: &mut Check<'a>, font: &'a Dictionary, kind: &[u8]) {
    if matches!(kind, b"Type0" | b"Type3") {
        return;
    }
    let program = check.dictionary(font, b"FontDescriptor").is_some_and(|descriptor| {
        [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key))
    });
    check.need(program, "a font is not embedded");
    if check.strict {
        let open = check
            .dictionary(font, b"FontDescriptor")
            .and_then(|descriptor| check.dictionary(descriptor, b"FontFile3"));
        let open = open.and_then(|program| check.name(program, b"Subtype"));
        check.need(open != Some(b"OpenType"), "a font is embedded in a way the standard does not know");
    }
}

fn image<'a>(check: &mut Check<'a>, image: &'a Dictionary, press: Option<Space>) {
    check.need(!image.has(b"Alternates") && !image.has(b"OPI"), "a picture has stand-ins");
    if check.strict {
        let seen_through = image.has(b"SMask") || image.has(b"SMaskInData");
        check.need(!seen_through, "a picture can be seen through");
        let deep = check.get(image, b"BitsPerComponent").and_then(|bits| bits.as_i64().ok());
        check.need(deep.is_none_or(|bits| bits <= 8), "a picture has more than 8 bits a colour");
    }
    let mask = check.get(image, b"ImageMask").is_some_and(|mask| matches!(mask, Object::Boolean(true)));
    if let Some(space) = check.get(image, b"ColorSpace").filter(|_| !mask) {
        color::space(check, space, press, 0);
    }
}

fn graphics_state<'a>(check: &mut Check<'a>, state: &'a Dictionary) {
    let blends: Vec<&[u8]> = match check.get(state, b"BM") {
        Some(Object::Name(name)) => vec![name],
        Some(Object::Array(names)) => names.iter().filter_map(|name| name.as_name().ok()).collect(),
        _ => Vec::new(),
    };
    check.need(blends.iter().all(|blend| BLENDS.contains(blend)), "a way of blending is not known");
    if check.strict {
        let plain = blends.iter().all(|blend| matches!(*blend, b"Normal" | b"Compatible"));
        let masked = check.get(state, b"SMask").is_some_and(|mask| mask.as_name().ok() != Some(b"None"));
        let opaque = |key: &[u8]| {
            check.get(state, key).and_then(|alpha| alpha.as_float().ok()).is_none_or(|a| a >= 1.0)
        };
        let opaque = opaque(b"ca") && opaque(b"CA");
        check.need(plain && !masked && opaque, "something can be seen through");
    }
    check.need(!state.has(b"TR") && !state.has(b"HTP"), "there is a transfer function or halftone");
    let default = check.name(state, b"TR2").is_none_or(|name| name == b"Default");
    check.need(default || !state.has(b"TR2"), "there is a transfer function or halftone");
    if let Some(intent) = check.name(state, b"RI") {
        check.need(INTENTS.contains(&intent), "a rendering intent is not known");
    }
}
