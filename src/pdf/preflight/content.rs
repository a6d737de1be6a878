//! What pages and forms paint: colours by operators, rendering intents, unknown operators.

use lopdf::{Object, ObjectId};

use super::lexer::Operators;
use super::{Check, color};
use crate::color::Space;
use crate::parallel;

/// Every operator (ISO 32000-2, annex A).
const KNOWN: &str = " b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j \
    J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \" ";
const INTENTS: [&[u8]; 4] = [b"AbsoluteColorimetric", b"RelativeColorimetric", b"Saturation", b"Perceptual"];

/// What a content stream does that matters here.
#[derive(Clone, Copy, Default)]
struct Uses {
    rgb: bool,
    cmyk: bool,
    unknown: bool,
    intent: bool,
}

pub(super) fn check(check: &mut Check<'_>, press: Option<Space>) {
    let document = check.document;
    let mut streams: Vec<ObjectId> =
        document.get_pages().into_values().flat_map(|page| document.get_page_contents(page)).collect();
    let forms = document.objects.iter().filter(|(_, object)| is_form(object)).map(|(id, _)| *id);
    streams.extend(forms);
    let found = parallel::map(&streams, |id| {
        let stream = document.get_object(*id).ok().and_then(|object| object.as_stream().ok())?;
        Some(uses(&stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())))
    });
    for uses in found {
        let Some(uses) = uses else {
            check.need(false, "the contents of a page cannot be read");
            continue;
        };
        if uses.rgb {
            color::device(check, b"DeviceRGB", press);
        }
        if uses.cmyk {
            color::device(check, b"DeviceCMYK", press);
        }
        check.need(!uses.unknown, "the contents of a page have an operator that is not known");
        check.need(!uses.intent, "a rendering intent is not known");
    }
}

fn is_form(object: &Object) -> bool {
    let Object::Stream(stream) = object else { return false };
    let form = stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form");
    form || stream.dict.has(b"PatternType")
}

fn uses(content: &[u8]) -> Uses {
    let mut uses = Uses::default();
    for found in Operators::new(content) {
        match (found.key, found.name) {
            (b"rg" | b"RG", _) | (b"cs" | b"CS", Some(b"DeviceRGB")) => uses.rgb = true,
            (b"k" | b"K", _) | (b"cs" | b"CS", Some(b"DeviceCMYK")) => uses.cmyk = true,
            (b"ri", intent) => uses.intent |= intent.is_none_or(|intent| !INTENTS.contains(&intent)),
            (key, _) => uses.unknown |= !is_known(key),
        }
    }
    uses
}

fn is_known(key: &[u8]) -> bool {
    let key = String::from_utf8_lossy(key);
    KNOWN.contains(&format!(" {key} "))
}
