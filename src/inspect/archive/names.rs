//! What files in an EPUB may be called (EPUB 3.3, 4.2.3 "File paths and file names").

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::Entry;
use crate::diagnostic::Code;
use crate::inspect::findings::{Findings, in_file};

/// Longest name of a file or folder, in bytes.
const LONGEST: usize = 255;

/// Tells of names that lead elsewhere, that are not allowed, that would be taken for one
/// another; what leads elsewhere is refused.
pub(super) fn check(entries: &mut [Entry], shown: &str, findings: &mut Findings) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for entry in entries {
        let path = format!("{shown}/{}", entry.name);
        // References are compared with names in this form.
        let name: String = entry.name.nfc().collect();
        if leads_elsewhere(&entry.name) {
            entry.refused = true;
            let message = format!("the path `{}` leads out of the book", entry.name);
            findings
                .push(in_file(Code::ZipPath, &path, message).help("it is not unpacked; pack the book again"));
            continue;
        }
        // Folded as file systems do that do not tell A from a, or é from e with an accent.
        let folded = entry.name.nfc().collect::<String>().to_uppercase().to_lowercase();
        match seen.get(&folded) {
            Some(other) => {
                let message = if *other == entry.name {
                    "two files of the archive have this name".to_owned()
                } else {
                    format!("many systems cannot tell this name from `{other}`")
                };
                entry.refused |= *other == entry.name;
                findings.push(
                    in_file(Code::ZipDuplicate, &path, message).help("rename or remove one of the two"),
                );
            }
            None => {
                seen.insert(folded, entry.name.clone());
            }
        }
        if let Some(message) = not_allowed(&entry.name) {
            findings.push(
                in_file(Code::ZipName, &path, message)
                    .help("rename it, best with the letters a–z, digits and hyphens, wherever it is named"),
            );
        } else if entry.name.contains(char::is_whitespace) {
            findings.push(
                in_file(Code::FileName, &path, "there is a space in the name of this file")
                    .help("write a hyphen in its place, here and wherever the file is named"),
            );
        }
        entry.name = name;
    }
}

/// Absolute, of another drive, or upwards.
fn leads_elsewhere(name: &str) -> bool {
    let drive = name.as_bytes().get(1) == Some(&b':') && name.starts_with(|c: char| c.is_ascii_alphabetic());
    name.is_empty()
        || drive
        || name.starts_with('/')
        || name.contains(['\\', '\0'])
        || name.split('/').any(|part| part == "..")
}

fn not_allowed(name: &str) -> Option<String> {
    let forbidden = |c: &char| {
        matches!(c, '"' | '*' | ':' | '<' | '>' | '?' | '|' | '\u{7f}'..='\u{9f}' | '\u{0}'..='\u{1f}')
            || matches!(u32::from(*c), 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xFFF0..=0xFFFF | 0xE0000..=0xE001F | 0xE0080..)
    };
    if let Some(c) = name.chars().find(forbidden) {
        return Some(format!("`{}` may not stand in the name of a file", c.escape_default()));
    }
    let parts = || name.trim_end_matches('/').split('/');
    if parts().any(|part| part.ends_with('.')) {
        return Some("the name of a file may not end with a full stop".to_owned());
    }
    if parts().any(|part| part.len() > LONGEST) {
        return Some(format!("the name of a file may not be longer than {LONGEST} bytes"));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_the_book() {
        for name in ["/etc/passwd", "../a", "a/../../b", "C:/a", "a\\b", "", "a/.."] {
            assert!(leads_elsewhere(name), "{name}");
        }
        for name in ["a/b.xhtml", "..a", "a..b/c", "...", "META-INF/"] {
            assert!(!leads_elsewhere(name), "{name}");
        }
    }

    #[test]
    fn names_have_only_what_is_allowed() {
        for name in ["a?b", "a/b\"", "x.", "a./b", "tab\t", "\u{e000}"] {
            assert!(not_allowed(name).is_some(), "{name}");
        }
        assert!(not_allowed(&"x".repeat(256)).is_some());
        for name in ["é", "a b", "한글.xhtml", "folder/"] {
            assert_eq!(not_allowed(name), None, "{name}");
        }
    }
}
