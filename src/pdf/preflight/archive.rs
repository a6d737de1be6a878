//! What PDF/A (ISO 19005-2) says of the file as a whole, and other judges pass over.

use lopdf::{Dictionary, Object};

use super::Check;
use crate::color::Header;

pub(super) fn check(check: &mut Check<'_>) {
    let Some(catalog) = check.catalog() else { return };
    let names = check.dictionary(catalog, b"Names");
    let has = |key: &[u8]| names.is_some_and(|names| names.has(key));
    check.need(!has(b"JavaScript"), "there is JavaScript");
    check.need(!has(b"EmbeddedFiles"), "there are embedded files");
    let Some(Object::Array(intents)) = check.get(catalog, b"OutputIntents") else { return };
    for intent in intents {
        if let Ok(intent) = check.follow(intent).as_dict() {
            profile(check, intent);
        }
    }
}

/// The profile must be one, of as many colours as it says.
fn profile<'a>(check: &mut Check<'a>, intent: &'a Dictionary) {
    let Some(Object::Stream(stream)) = check.get(intent, b"DestOutputProfile") else { return };
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let components = Header::read(&bytes).ok().map(|header| i64::from(header.space.components()));
    let said = check.get(&stream.dict, b"N").and_then(|number| number.as_i64().ok());
    check.need(components.is_some() && components == said, "the profile of the output intent is not sound");
}
