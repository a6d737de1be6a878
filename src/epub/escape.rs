//! Text to XML text, whatever characters it holds (XML 1.0, section 2.2).

/// Stands for a character that XML 1.0 does not allow.
const REPLACEMENT: &str = "\u{FFFD}";

/// Appends `text` so that it reads as itself between tags and inside double quotes.
pub(super) fn push(text: &str, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (instead, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'"' => ("&quot;", 1),
            b'\t' | b'\n' => continue,
            // A carriage return would come back as a line feed.
            b'\r' => ("&#13;", 1),
            0..0x20 => (REPLACEMENT, 1),
            0xEF if matches!(text.get(at..at + 3), Some("\u{FFFE}" | "\u{FFFF}")) => (REPLACEMENT, 3),
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        from = at + length;
    }
    out.push_str(&text[from..]);
}

/// [`push`] into a string of its own.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push(text, &mut out);
    out
}

/// One line: runs of white space become one blank each.
pub(super) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// Whether `name` may stand as an `id` everywhere: a plain ASCII name.
pub(super) fn is_id(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(
            escape("a<b> & \"c\"\u{0}\u{1b}é\u{FFFF}x\u{FFFE}"),
            "a&lt;b&gt; &amp; &quot;c&quot;\u{FFFD}\u{FFFD}é\u{FFFD}x\u{FFFD}"
        );
        assert_eq!(escape("tab\tline\nend\r"), "tab\tline\nend&#13;");
    }

    #[test]
    fn ids_are_plain_names() {
        assert!(is_id("sec-intro.2") && is_id("_x"));
        assert!(!is_id("") && !is_id("2nd") && !is_id("a b") && !is_id("é") && !is_id("a:b"));
    }
}
