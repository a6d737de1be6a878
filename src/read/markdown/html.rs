//! HTML as authors strew it into Markdown: tags, comments and text between them.
//!
//! Not a full parser: what matters is that no word is lost and no tag printed.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser};

/// A piece of HTML source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Characters between tags.
    Text(Range<usize>),
    /// `<name ...>` or `</name>`.
    Tag(Range<usize>),
}

/// Cuts `html` into text and tags; comments, declarations and processing instructions vanish.
pub(super) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut at, mut text_from) = (0, 0);
    while let Some(step) = html[at..].find('<') {
        let open = at + step;
        let rest = &html[open..];
        let (end, is_tag) = if let Some(comment) = rest.strip_prefix("<!--") {
            (comment.find("-->").map_or(html.len(), |end| open + 4 + end + 3), false)
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            (rest.find('>').map_or(html.len(), |end| open + end + 1), false)
        } else if let Some(length) = tag_length(rest) {
            (open + length, true)
        } else {
            at = open + 1;
            continue;
        };
        if text_from < open {
            pieces.push(Piece::Text(text_from..open));
        }
        if is_tag {
            pieces.push(Piece::Tag(open..end));
        }
        (at, text_from) = (end, end);
    }
    if text_from < html.len() {
        pieces.push(Piece::Text(text_from..html.len()));
    }
    pieces
}

/// The length of the tag `rest` begins with.
fn tag_length(rest: &str) -> Option<usize> {
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        match (quote, byte) {
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => return Some(at + 1),
            (None, b'<') => return None,
            (None, _) => {}
        }
    }
    None
}

/// A tag, read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Lower case.
    pub name: String,
    /// As the author spelt it.
    pub shown: String,
    /// `</name>`.
    pub closing: bool,
    /// `<name/>`.
    pub empty: bool,
    /// Attributes, names in lower case, entities resolved.
    pub pairs: Vec<(String, String)>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.pairs.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}

/// Reads a tag as [`pieces`] cut it; `None` for comments and declarations.
pub(super) fn element(tag: &str) -> Option<Element> {
    let body = tag.strip_prefix('<')?.strip_suffix('>')?;
    let (body, closing) = body.strip_prefix('/').map_or((body, false), |rest| (rest, true));
    let (body, empty) = body.strip_suffix('/').map_or((body, false), |rest| (rest, true));
    let end = body.find(|c: char| !(c.is_alphanumeric() || c == '-' || c == ':')).unwrap_or(body.len());
    let (shown, mut rest) = body.split_at(end);
    if !shown.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut pairs = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        if end == 0 && !rest.starts_with('=') {
            break;
        }
        let key = rest[..end].to_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let inner = if quote.is_some() { &after[1..] } else { after };
            let stop = match quote {
                Some(quote) => inner.find(quote),
                None => inner.find(char::is_whitespace),
            };
            value = &inner[..stop.unwrap_or(inner.len())];
            rest = &inner[value.len()..];
            rest = quote.and_then(|quote| rest.strip_prefix(quote)).unwrap_or(rest);
        }
        if !key.is_empty() {
            pairs.push((key, decode(value).into_owned()));
        }
    }
    Some(Element { name: shown.to_lowercase(), shown: shown.to_owned(), closing, empty, pairs })
}

/// `text` with its entities resolved, by the Markdown parser's own table.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(34).position(|b| b == b';').map_or(0, |end| end + 1);
        let name = rest.get(1..end.max(2) - 1).unwrap_or_default();
        if end > 2 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#') {
            for event in Parser::new(&rest[..end]) {
                if let Event::Text(text) = event {
                    out.push_str(&text);
                }
            }
            rest = &rest[end..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_cut_into_tags_and_text() {
        let html = "a<!-- x > y --><b class='p q' id=r>c < d</b><br/><?php z ?>";
        let shown: Vec<&str> = pieces(html)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(range) | Piece::Tag(range) => &html[range],
            })
            .collect();
        assert_eq!(shown, ["a", "<b class='p q' id=r>", "c < d", "</b>", "<br/>"]);
    }

    #[test]
    fn attributes_and_entities_are_resolved() {
        let tag = element("<A HREF=\"a&amp;b\" title=x data-y />").expect("a tag");
        assert_eq!((tag.name.as_str(), tag.get("href"), tag.empty), ("a", Some("a&b"), true));
        assert_eq!((tag.get("title"), tag.get("data-y")), (Some("x"), Some("")));
        assert_eq!(decode("&copy;&nbsp;&#65;&bogus; & &"), "©\u{a0}A&bogus; & &");
        assert_eq!(element("<!-- c -->"), None);
    }
}
