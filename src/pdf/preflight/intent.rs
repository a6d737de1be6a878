//! The output intent, the document information and XMP: what the file says of itself.

use lopdf::{Dictionary, Object};

use super::super::metadata::escaped;
use super::Check;
use crate::color::{Class, Header, Space};

/// Checks them, and tells the colours of the press.
pub(super) fn check(check: &mut Check<'_>) -> Option<Space> {
    let document = check.document;
    let info = document.trailer.get(b"Info").ok().and_then(|info| document.dereference(info).ok());
    let info = info.and_then(|(_, info)| info.as_dict().ok());
    check.need(info.is_some(), "there is no document information");
    if let Some(info) = info {
        information(check, info);
        metadata(check, info);
    }
    intents(check)
}

fn words(dictionary: &Dictionary, key: &[u8]) -> Option<String> {
    let bytes = dictionary.get(key).ok()?.as_str().ok()?;
    let text = match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units = wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        None => bytes.iter().map(|byte| char::from(*byte)).collect::<String>(),
    };
    (!text.is_empty()).then_some(text)
}

fn information<'a>(check: &mut Check<'a>, info: &'a Dictionary) {
    for key in ["Title", "CreationDate", "ModDate"] {
        check.need(words(info, key.as_bytes()).is_some(), &format!("the information has no {key}"));
    }
    let trapped = check.name(info, b"Trapped");
    check.need(
        matches!(trapped, Some(b"True" | b"False")),
        "the information does not say whether it is trapped",
    );
    if check.strict {
        let version = words(info, b"GTS_PDFXVersion");
        check.need(version.as_deref() == Some("PDF/X-1:2001"), "GTS_PDFXVersion is not PDF/X-1:2001");
        let conformance = words(info, b"GTS_PDFXConformance");
        check.need(
            conformance.as_deref() == Some("PDF/X-1a:2001"),
            "GTS_PDFXConformance is not PDF/X-1a:2001",
        );
    }
}

/// XMP must be there and say what the information says.
fn metadata(check: &mut Check<'_>, info: &Dictionary) {
    let stream =
        check.catalog().and_then(|catalog| check.get(catalog, b"Metadata")).and_then(|m| m.as_stream().ok());
    let Some(stream) = stream else { return check.need(check.strict, "there is no XMP metadata") };
    let packet = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let packet = String::from_utf8_lossy(&packet);
    let said = |name: &str| element(&packet, name);
    if !check.strict {
        let claim = said("pdfxid:GTS_PDFXVersion");
        check.need(claim == Some("PDF/X-4"), "XMP does not say PDF/X-4");
        for name in [
            "xmp:CreateDate",
            "xmp:ModifyDate",
            "xmp:MetadataDate",
            "xmpMM:DocumentID",
            "xmpMM:VersionID",
            "xmpMM:RenditionClass",
            "dc:title",
        ] {
            check.need(said(name).is_some(), &format!("XMP has no {name}"));
        }
    }
    let title = words(info, b"Title").map(|title| escaped(&title));
    let same = said("dc:title")
        .is_some_and(|alternatives| title.is_some_and(|title| alternatives.contains(&format!(">{title}<"))));
    check.need(same, "XMP and the information differ in the title");
    for (name, key) in [("xmp:CreateDate", b"CreationDate".as_slice()), ("xmp:ModifyDate", b"ModDate")] {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let same = said(name).map(digits) == words(info, key).as_deref().map(digits);
        check.need(same, "XMP and the information differ in a date");
    }
}

/// What stands between the tags of an element.
fn element<'t>(packet: &'t str, name: &str) -> Option<&'t str> {
    let (_, rest) = packet.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(content, _)| content).filter(|content| !content.is_empty())
}

fn intents(check: &mut Check<'_>) -> Option<Space> {
    let catalog = check.catalog()?;
    let list = check.get(catalog, b"OutputIntents").and_then(|list| list.as_array().ok());
    let of_print = list.into_iter().flatten().filter_map(|intent| check.follow(intent).as_dict().ok());
    let of_print: Vec<&Dictionary> =
        of_print.filter(|intent| check.name(intent, b"S") == Some(b"GTS_PDFX")).collect();
    check.need(of_print.len() == 1, "there must be one output intent for print");
    let intent = *of_print.first()?;
    check.need(words(intent, b"OutputConditionIdentifier").is_some(), "the output intent names no condition");
    let Some(profile) = check.get(intent, b"DestOutputProfile") else {
        let registered =
            words(intent, b"RegistryName").is_some_and(|name| name.starts_with("http://www.color.org"));
        check.need(check.strict && registered, "the output intent has no profile");
        check.need(words(intent, b"Info").is_some(), "the output intent is not described");
        return Some(Space::Cmyk);
    };
    let stream = profile.as_stream().ok()?;
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let header = Header::read(&bytes).ok();
    let components = stream.dict.get(b"N").and_then(Object::as_i64).ok();
    let fits = header.is_some_and(|header| Some(i64::from(header.space.components())) == components);
    check.need(
        fits && header.is_some_and(|header| header.version < 5),
        "the profile of the output intent is not sound",
    );
    check.need(
        header.is_some_and(|header| header.class == Class::Press),
        "the profile of the output intent is not of a press",
    );
    let space = header.map(|header| header.space);
    check.need(!check.strict || space != Some(Space::Rgb), "the profile of the output intent is of a screen");
    space
}
