//! Font files: whether they are fonts, may be embedded, and have what the text needs of
//! them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::container::Lock;
use super::document::Facts;
use super::findings::{Findings, in_file};
use super::style::Sheet;
use crate::diagnostic::{Code, Diagnostic};
use crate::font::{Face, script_name};
use crate::source::Span;

/// Characters that a message names.
const NAMED: usize = 12;

/// A font of the book, if it can be read: WOFF is only known to be one.
pub(super) fn read(bytes: Vec<u8>, lock: Option<Lock>, shown: &str, findings: &mut Findings) -> Option<Face> {
    if lock.is_some() {
        return None;
    }
    let head = bytes.get(..4).unwrap_or_default();
    if matches!(head, b"wOFF" | b"wOF2" | b"ttcf") {
        return None;
    }
    match Face::parse(Arc::from(bytes)) {
        Ok(face) => {
            if !face.embeddable {
                findings.push(
                    in_file(
                        Code::FontLicence,
                        shown,
                        format!("the font `{}` does not allow to be embedded", face.family),
                    )
                    .help("ask who made it for a licence, or take another font"),
                );
            }
            Some(face)
        }
        Err(reason) => {
            findings.push(
                in_file(Code::FontDamaged, shown, format!("this font can't be used: {reason}"))
                    .help("put in an OpenType or TrueType file (.otf, .ttf)"),
            );
            None
        }
    }
}

/// Which fonts of the book an `@font-face` family is made of; `None`: some cannot be read.
pub(super) fn families<'a>(
    sheets: impl Iterator<Item = &'a Sheet>,
    faces: &'a BTreeMap<String, Face>,
) -> BTreeMap<&'a str, Option<Vec<&'a Face>>> {
    let mut families: BTreeMap<&str, Option<Vec<&Face>>> = BTreeMap::new();
    for rule in sheets.flat_map(|sheet| &sheet.faces) {
        let found = rule.files.iter().find_map(|path| faces.get(path)).filter(|_| !rule.is_partial);
        let family = families.entry(&rule.family).or_insert_with(|| Some(Vec::new()));
        match (found, family.as_mut()) {
            (Some(face), Some(known)) => known.push(face),
            _ => *family = None,
        }
    }
    families
}

/// Tells of characters that no font named for them has.
pub(super) fn coverage(
    facts: &Facts,
    families: &BTreeMap<&str, Option<Vec<&Face>>>,
    findings: &mut Findings,
) {
    for (names, characters) in &facts.shown.fonts {
        // The first family is what the maker of the book means; the rest are for need.
        let Some(Some(_)) = names.first().map(|first| families.get(first.as_str()).and_then(Option::as_ref))
        else {
            continue;
        };
        let mut faces = Vec::new();
        let mut is_sure = true;
        for name in names {
            match families.get(name.as_str()) {
                Some(Some(known)) => faces.extend(known.iter().copied()),
                Some(None) => is_sure = false,
                None => {}
            }
        }
        if !is_sure {
            continue;
        }
        let missing: Vec<(char, Span)> = characters
            .iter()
            .filter(|(c, _)| is_visible(**c) && !faces.iter().any(|face| face.covers(**c)))
            .map(|(c, span)| (*c, *span))
            .collect();
        let Some((_, place)) = missing.iter().min_by_key(|(_, span)| span.start) else { continue };
        let family = names.first().map(String::as_str).unwrap_or_default();
        let shown: String = missing.iter().take(NAMED).map(|(c, _)| *c).collect();
        let scripts: BTreeSet<&str> = missing.iter().map(|(c, _)| script_name(*c)).collect();
        let more = if missing.len() > NAMED {
            format!(" and {} more", missing.len() - NAMED)
        } else {
            String::new()
        };
        let scripts: Vec<&str> = scripts.into_iter().collect();
        findings.push(
            Diagnostic::new(
                Code::FontGlyphs,
                format!("the font `{family}` has no signs for `{shown}`{more} ({})", scripts.join(", ")),
            )
            .at(*place, "first here")
            .help("embed a font that has them, or the whole font in place of a part of it"),
        );
    }
}

/// Whether a character is a sign that a font must have.
fn is_visible(c: char) -> bool {
    let invisible = matches!(
        u32::from(c),
        0xAD | 0x34F | 0x61C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F | 0x200B..=0x200F | 0x2028..=0x202F
            | 0x205F..=0x206F | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFD | 0xE000..=0xF8FF | 0xE0000..=0xE0FFF
    );
    !invisible && !c.is_whitespace() && !c.is_control()
}
