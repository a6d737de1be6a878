//! Colour spaces (ISO 32000-2, 8.6): whether a press has the colours.

use lopdf::Object;

use super::Check;
use crate::color::Space;

/// Spaces within spaces; more would be a circle.
const DEEPEST: usize = 8;

/// Tells what a press of these colours can't print.
pub(super) fn space<'a>(check: &mut Check<'a>, object: &'a Object, press: Option<Space>, depth: usize) {
    let object = check.follow(object);
    if depth > DEEPEST {
        return;
    }
    if let Ok(name) = object.as_name() {
        return device(check, name, press);
    }
    let Ok(parts) = object.as_array() else { return };
    let family = parts.first().and_then(|family| check.follow(family).as_name().ok()).unwrap_or_default();
    match family {
        b"ICCBased" | b"CalRGB" | b"CalGray" | b"Lab" => {
            check.need(!check.strict, "a colour depends on a profile of its own");
        }
        b"Indexed" | b"I" | b"Pattern" => {
            if let Some(base) = parts.get(1) {
                space(check, base, press, depth + 1);
            }
        }
        b"Separation" | b"DeviceN" => {
            if let Some(alternate) = parts.get(2) {
                space(check, alternate, press, depth + 1);
            }
        }
        other if parts.len() == 1 => device(check, other, press),
        _ => {}
    }
}

/// Colours of a device must be those of the press; gray is its black.
pub(super) fn device(check: &mut Check<'_>, name: &[u8], press: Option<Space>) {
    let (own, words) = match name {
        b"DeviceRGB" | b"RGB" => (Space::Rgb, "there are colours of a screen (RGB)"),
        b"DeviceCMYK" | b"CMYK" => (Space::Cmyk, "there are CMYK colours, and the press has others"),
        _ => return,
    };
    // PDF/X-1a allows the four inks for a press of one.
    let held = press == Some(own) || (check.strict && own == Space::Cmyk);
    check.need(held, words);
}
