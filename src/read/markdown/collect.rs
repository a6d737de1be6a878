//! The parser's inline events to flat tokens: text with its escapes told apart, and the
//! few characters Markdown made nothing of but we might.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

use super::context::Context;
use super::key;
use super::tex;
use super::token::{Kind, Role, Token};
use crate::model::inline::InlineKind;
use crate::read::findings;

/// Characters that may still mean something between text.
const MARKS: [char; 7] = ['[', ']', '^', '~', '*', '@', '\\'];

/// A run of inline text while it is collected.
#[derive(Debug, Default)]
pub(super) struct Run<'a> {
    /// What was collected.
    pub tokens: Vec<Token<'a>>,
    /// Inside an address in angle brackets: its text is no prose.
    address: bool,
}

/// The file for reading text, and the parser's masked copy of it.
#[derive(Clone, Copy)]
pub(super) struct Texts<'a> {
    /// As the author wrote it.
    pub source: &'a str,
    /// As the parser saw it.
    pub masked: &'a str,
}

impl<'a> Run<'a> {
    /// Takes an inline event in; `false` when it is none.
    pub(super) fn take(
        &mut self,
        event: &Event<'_>,
        range: Range<usize>,
        texts: Texts<'a>,
        context: &mut Context<'_>,
    ) -> bool {
        let Range { start, end } = range;
        match event {
            Event::Text(text) => self.text(text, range, texts),
            Event::Code(code) => self.code(code, range, texts, context),
            Event::InlineHtml(_) => {
                let tag = texts.source.get(range).unwrap_or_default();
                self.push(Kind::Tag(tag.into()), start, end);
            }
            Event::SoftBreak => self.tokens.push(Token::leaf(InlineKind::SoftBreak, start, end)),
            Event::HardBreak => self.tokens.push(Token::leaf(InlineKind::HardBreak, start, end)),
            Event::FootnoteReference(label) => {
                let note = context.notes.call(label);
                self.tokens.push(Token::leaf(InlineKind::Note(note), start, end));
            }
            Event::Start(tag) => return self.open(tag, range, texts.source),
            Event::End(tag) => return self.close(*tag, range, texts.source),
            _ => return false,
        }
        true
    }

    fn push(&mut self, kind: Kind<'a>, start: usize, end: usize) {
        self.tokens.push(Token::new(kind, start, end));
    }

    fn text(&mut self, text: &str, range: Range<usize>, texts: Texts<'a>) {
        let Range { start, end } = range;
        if texts.masked.get(range.clone()) != Some(text) {
            // An entity: it says what it says and opens or closes nothing.
            return self.push(Kind::Literal(text.to_owned().into()), start, end);
        }
        let Some(source) = texts.source.get(range) else { return };
        if self.address {
            return self.push(Kind::Literal(source.into()), start, end);
        }
        let escaped = start > 0 && texts.source.as_bytes()[start - 1] == b'\\';
        let (mut from, mut at) = (0, 0);
        if escaped && let Some(first) = source.chars().next().filter(char::is_ascii_punctuation) {
            self.push(Kind::Literal(source[..first.len_utf8()].into()), start, start + first.len_utf8());
            (from, at) = (first.len_utf8(), first.len_utf8());
        }
        while let Some(step) = source[at..].find(MARKS) {
            let found = at + step;
            let Some((kind, length)) = sign(texts.source, start + found) else {
                at = found + 1;
                continue;
            };
            if from < found {
                self.push(Kind::Text(source[from..found].into()), start + from, start + found);
            }
            self.push(kind, start + found, start + found + length);
            at = (found + length).min(source.len());
            from = at;
        }
        if from < source.len() {
            self.push(Kind::Text(source[from..].into()), start + from, end);
        }
    }

    fn code(&mut self, code: &str, range: Range<usize>, texts: Texts<'a>, context: &mut Context<'_>) {
        let Range { start, end } = range;
        let source = texts.source.get(range).unwrap_or_default();
        if let Some(inner) = source.strip_prefix('$') {
            let display = inner.starts_with('$');
            let tex = source.trim_matches('$').trim().to_owned();
            let chapter = context.chapter.to_string();
            if context.once.first("math", &chapter) {
                let span = context.span(start, end);
                context.once.findings.push(findings::not_read("formulas are", span));
            }
            return self.tokens.push(Token::leaf(InlineKind::Math { tex, display }, start, end));
        }
        let code = code.replace('\u{1}', ":");
        self.tokens.push(Token::leaf(InlineKind::Code(code), start, end));
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>, source: &str) -> bool {
        let Range { start, end } = range;
        let title = |title: &str| Some(title.to_owned()).filter(|title| !title.is_empty());
        let role = match tag {
            Tag::Emphasis => Role::Emphasis,
            Tag::Strong => Role::Strong,
            // One tilde lowers, by a rule that looks for blanks; two strike through.
            Tag::Strikethrough if !source[start..].starts_with("~~") => {
                self.push(Kind::Mark(b'~'), start, start + 1);
                return true;
            }
            Tag::Strikethrough => Role::Strikeout,
            Tag::Link { link_type, dest_url, title: t, .. } => {
                self.address = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let mail = matches!(link_type, LinkType::Email) && !dest_url.starts_with("mailto:");
                let url = if mail { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                Role::Link { url, title: title(t) }
            }
            Tag::Image { dest_url, title: t, .. } => {
                Role::Image { url: dest_url.to_string(), title: title(t) }
            }
            _ => return false,
        };
        self.tokens.push(Token::open(role, None, start, end));
        true
    }

    fn close(&mut self, tag: TagEnd, range: Range<usize>, source: &str) -> bool {
        match tag {
            TagEnd::Strikethrough if !source[range.start..].starts_with("~~") => {
                self.push(Kind::Mark(b'~'), range.end - 1, range.end);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Image => {
                self.push(Kind::Close, range.end, range.end);
            }
            TagEnd::Link => {
                self.address = false;
                self.push(Kind::Close, range.end, range.end);
            }
            _ => return false,
        }
        true
    }
}

/// What the sign at `text[at..]` is, and its length; `None` when it is plain text.
fn sign<'a>(text: &str, at: usize) -> Option<(Kind<'a>, usize)> {
    let byte = *text.as_bytes().get(at)?;
    let after = &text[at + 1..];
    match byte {
        // Pandoc's `\ ` is a blank that does not break.
        b'\\' if after.starts_with(' ') => Some((Kind::Literal("\u{a0}".into()), 2)),
        b'\\' => tex::command(text, at + 1).map(|_| (Kind::Mark(byte), 1)),
        b'@' => {
            let free = text[..at].chars().next_back().is_none_or(key::begins_after);
            let named = after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '{'));
            (free && named).then_some((Kind::Mark(byte), 1))
        }
        byte => Some((Kind::Mark(byte), 1)),
    }
}
