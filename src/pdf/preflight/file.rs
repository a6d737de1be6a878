//! The file as a whole: version, identifier, streams, actions, what may not be in it.

use lopdf::{Dictionary, Object};

use super::{Check, as_dictionary};

/// Filters that PDF/X has at no time allowed, and those that PDF/X-1a does not.
const NEVER: [&[u8]; 2] = [b"LZWDecode", b"Crypt"];
const NOT_STRICT: [&[u8]; 2] = [b"JBIG2Decode", b"JPXDecode"];

pub(super) fn check(check: &mut Check<'_>, bytes: &[u8]) {
    let most = if check.strict { (1, 3) } else { (1, 6) };
    let version = version(bytes).max(check.catalog().and_then(|catalog| {
        let said = String::from_utf8_lossy(check.name(catalog, b"Version")?);
        number(&said)
    }));
    check.need(
        version.is_some_and(|version| version <= most),
        "the version of PDF is newer than the standard",
    );
    let trailer = &check.document.trailer;
    check.need(trailer.get(b"Encrypt").is_err(), "the file is encrypted");
    let id = trailer.get(b"ID").and_then(Object::as_array);
    check.need(id.is_ok_and(|id| id.len() == 2), "the file has no identifier");
    if check.strict {
        let newer = [b"/ObjStm".as_slice(), b"/XRef"];
        // Contents are deflated: what stands plain in the bytes is of objects.
        let found = newer.iter().any(|mark| bytes.windows(mark.len()).any(|part| part == *mark));
        check.need(!found, "objects are in streams, which the standard's PDF does not know");
    }
    catalog(check);
    let document = check.document;
    for object in document.objects.values() {
        whole(check, object);
    }
    for page in document.get_pages().into_values() {
        if let Ok(page) = document.get_dictionary(page) {
            check.need(page.get(b"AA").is_err(), "a page has actions");
            annotations(check, page);
        }
    }
}

/// `%PDF-1.6` as (1, 6).
fn version(bytes: &[u8]) -> Option<(u32, u32)> {
    let line = bytes.strip_prefix(b"%PDF-")?.get(..3)?;
    number(std::str::from_utf8(line).ok()?)
}

fn number(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

fn catalog(check: &mut Check<'_>) {
    let Some(catalog) = check.catalog() else { return check.need(false, "the file has no catalog") };
    check.need(check.get(catalog, b"AA").is_none(), "the document has actions");
    let opens = check.dictionary(catalog, b"OpenAction").is_some();
    check.need(!opens, "the document does something when it is opened");
    if check.strict {
        check.need(check.get(catalog, b"OCProperties").is_none(), "there are layers");
    }
    let names = check.dictionary(catalog, b"Names");
    let script = names.and_then(|names| check.get(names, b"JavaScript"));
    check.need(script.is_none(), "there is JavaScript");
    let files = names.and_then(|names| check.get(names, b"EmbeddedFiles"));
    check.need(files.is_none(), "there are embedded files");
    let form = check.dictionary(catalog, b"AcroForm");
    check.need(form.and_then(|form| check.get(form, b"XFA")).is_none(), "there is an XFA form");
}

/// Rules for every object.
fn whole(check: &mut Check<'_>, object: &Object) {
    if let Object::Stream(stream) = object {
        let outside = [b"F".as_slice(), b"FFilter", b"FDecodeParms"];
        check.need(!outside.iter().any(|key| stream.dict.has(key)), "a stream is in another file");
        let filters = stream.filters().unwrap_or_default();
        let used = |known: &[&[u8]]| filters.iter().any(|filter| known.contains(filter));
        check.need(!used(&NEVER), "a stream is compressed by LZW or encrypted");
        if check.strict {
            check.need(!used(&NOT_STRICT), "a stream is compressed in a way the standard does not know");
        }
    }
    let mut rest: Vec<&Object> = vec![object];
    while let Some(object) = rest.pop() {
        match object {
            Object::Array(items) => rest.extend(items),
            object => {
                if let Some(dictionary) = as_dictionary(object) {
                    action(check, dictionary);
                    rest.extend(dictionary.iter().map(|(_, value)| value));
                }
            }
        }
    }
}

/// Actions (12.6) are known by what they do, and by what they do it with.
fn action(check: &mut Check<'_>, dictionary: &Dictionary) {
    const KINDS: [&[u8]; 12] = [
        b"GoTo",
        b"GoToR",
        b"GoToE",
        b"Thread",
        b"URI",
        b"SubmitForm",
        b"Launch",
        b"JavaScript",
        b"ImportData",
        b"Movie",
        b"Sound",
        b"ResetForm",
    ];
    const WITH: [&[u8]; 6] = [b"D", b"JS", b"URI", b"F", b"N", b"T"];
    check.need(!dictionary.has(b"EF"), "there are embedded files");
    let Ok(kind) = dictionary.get(b"S").and_then(Object::as_name) else { return };
    let typed = dictionary.get(b"Type").and_then(Object::as_name).is_ok_and(|kind| kind == b"Action");
    if KINDS.contains(&kind) && (typed || WITH.iter().any(|key| dictionary.has(key))) {
        check.need(!check.strict && kind != b"JavaScript", "there are actions");
    }
}

/// Nothing may lie over what is printed (ISO 15930-7, 6.13).
fn annotations(check: &mut Check<'_>, page: &Dictionary) {
    let Some(list) = page.get(b"Annots").ok().map(|list| check.document.dereference(list)) else { return };
    let empty = match list {
        Ok((_, Object::Array(items))) => items.is_empty(),
        _ => true,
    };
    check.need(empty, "there are annotations on what is printed");
}
