//! Bytes to text: UTF-8 without a byte order mark, `\n` for every line end, and no
//! control characters, which neither XML nor a page can hold.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::parallel;
use crate::read::findings;
use crate::read::markdown::Places;
use crate::source::{FileId, Files, Sources, Span};

/// The largest text that is taken.
const MAX_TEXT: usize = 64 << 20;
const MIB: usize = 1 << 20;

/// A text that was read.
#[derive(Clone, Debug)]
pub(super) struct Text {
    /// Its name in spans.
    pub file: FileId,
    /// Path within the book folder, with `/`.
    pub path: String,
    /// The text to read: as kept in [`Sources`], or with what it includes.
    pub content: Arc<str>,
    /// Where each part of it was written.
    pub places: Places,
}

/// Reads every path; a result for each, in order.
pub(super) fn load(
    files: &dyn Files,
    root: &Path,
    paths: &[Option<(&str, Span)>],
    sources: &mut Sources,
) -> (Vec<Option<Text>>, Vec<Diagnostic>) {
    let read = parallel::map(paths, |entry| {
        entry.map(|(path, _)| files.read(&root.join(path)).map(|bytes| decode(&bytes)))
    });
    let mut found = Vec::new();
    let mut texts = Vec::with_capacity(paths.len());
    for (entry, result) in paths.iter().zip(read) {
        let text = match (entry, result) {
            (Some((path, span)), Some(result)) => take(path, *span, result, sources, &mut found),
            _ => None,
        };
        texts.push(text);
    }
    (texts, found)
}

/// Reads the file at a path, named at a place.
pub(super) fn load_one(
    files: &dyn Files,
    root: &Path,
    (path, span): (&str, Span),
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Text> {
    let result = files.read(&root.join(path)).map(|bytes| decode(&bytes));
    take(path, span, result, sources, found)
}

/// A file's text, with the first byte that is not UTF-8 and where its replacement stands.
struct Decoded {
    text: String,
    bad: Option<(u8, usize)>,
    too_large: bool,
}

fn take(
    path: &str,
    span: Span,
    result: io::Result<Decoded>,
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> Option<Text> {
    let decoded = match result {
        Ok(decoded) => decoded,
        Err(error) => {
            found.push(findings::unreadable_file(path, span, &error));
            return None;
        }
    };
    if decoded.too_large {
        found.push(findings::file_too_large(path, MAX_TEXT / MIB));
        return None;
    }
    let text: Arc<str> = decoded.text.into();
    let file = sources.add(path, Arc::clone(&text));
    if let Some((byte, at)) = decoded.bad {
        let place = Span::new(file, at, at + char::REPLACEMENT_CHARACTER.len_utf8());
        found.push(findings::invalid_utf8(path, byte, place));
    }
    Some(Text { file, path: path.to_owned(), content: text, places: Places::of(file) })
}

fn decode(bytes: &[u8]) -> Decoded {
    if bytes.len() > MAX_TEXT {
        return Decoded { text: String::new(), bad: None, too_large: true };
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, bad) = match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => {
            let at = error.valid_up_to();
            let before = String::from_utf8_lossy(&bytes[..at]);
            let byte = bytes.get(at).copied().unwrap_or_default();
            (String::from_utf8_lossy(bytes), Some((byte, clean(&before).len())))
        }
    };
    Decoded { text: clean(&text).into_owned(), bad, too_large: false }
}

/// Line ends and control characters made regular.
fn clean(text: &str) -> Cow<'_, str> {
    let is_odd = |byte: u8| (byte < 0x20 && byte != b'\n' && byte != b'\t') || byte == 0x7F;
    if !text.bytes().any(is_odd) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' => out.push(c),
            '\u{0}' => out.push(char::REPLACEMENT_CHARACTER),
            c if c.is_ascii_control() => out.push(' '),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_line_ends_and_controls_are_made_regular() {
        assert_eq!(decode(b"\xEF\xBB\xBFa\r\nb\rc\x0Cd\x00").text, "a\nb\nc d\u{FFFD}");
    }

    #[test]
    fn the_first_bad_byte_is_pointed_at_in_the_kept_text() {
        let decoded = decode(b"a\r\nb\xFFc\xFE");
        assert_eq!(decoded.bad, Some((0xFF, 3)));
        assert_eq!(&decoded.text[3..6], "\u{FFFD}");
        assert!(decode(&vec![b'a'; MAX_TEXT + 1]).too_large);
    }
}
