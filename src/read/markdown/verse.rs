//! Lines that stay lines: Pandoc's line blocks, each line of which begins with `|` and a
//! blank, and the lines of a `.verse` div.

use super::blocks::trim;
use super::context::Context;
use super::token::{Kind, Token, Wrap};
use super::tree;
use crate::model::NodeId;
use crate::model::block::VerseLine;
use crate::model::inline::InlineKind;

/// Whether every line of a paragraph begins with `|`, or continues one that did.
pub(super) fn is_line_block(source: &str) -> bool {
    source.starts_with('|')
        && source.lines().all(|line| {
            let content = line.trim_start_matches(['>', ' ', '\t']);
            content == "|"
                || content.starts_with("| ")
                || (line.starts_with([' ', '>']) && !content.starts_with('|') && !content.is_empty())
        })
}

/// The lines of a line block.
pub(super) fn marked(tokens: Vec<Token<'_>>, context: &mut Context<'_>) -> Vec<VerseLine> {
    let begins =
        |next: Option<&Token<'_>>| next.and_then(Token::text).is_some_and(|text| text.starts_with('|'));
    let rows = rows(tokens, begins);
    rows.into_iter().map(|row| marked_line(row, context)).collect()
}

/// The lines of a paragraph of a verse div, whose own indent is `base` columns.
pub(super) fn plain(tokens: Vec<Token<'_>>, base: usize, context: &mut Context<'_>) -> Vec<VerseLine> {
    let source = context.source.text;
    rows(tokens, |_| true)
        .into_iter()
        .map(|mut row| {
            // What goes on from the line before was opened there, and has no width here.
            let goes_on = |token: &Token<'_>| matches!(token.kind, Kind::Open(_)) && token.start == token.end;
            let first = row.iter_mut().find(|token| !goes_on(token));
            let at = first.as_ref().map_or(0, |token| token.start);
            if let Some(Token { kind: Kind::Text(text), .. }) = first {
                *text = text.trim_start_matches([' ', '\t']).to_owned().into();
            }
            let blanks = source[at..].len() - source[at..].trim_start_matches([' ', '\t']).len();
            let indent = column(source, at + blanks).saturating_sub(base);
            verse_line(indent, row, context)
        })
        .collect()
}

/// In which column of its line, behind the marks of quotes, the byte at `at` stands.
pub(super) fn column(source: &str, at: usize) -> usize {
    let before = &source[..at];
    let line = &before[before.rfind('\n').map_or(0, |end| end + 1)..];
    let prefix = &line[line.rfind('>').map_or(0, |at| at + 1)..];
    prefix.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Cuts a run into rows where a source line ends and `begins` says a line begins; markup
/// that reaches over the end goes on in the next.
fn rows<'a>(tokens: Vec<Token<'a>>, begins: impl Fn(Option<&Token<'a>>) -> bool) -> Vec<Vec<Token<'a>>> {
    let mut rows: Vec<Vec<Token<'a>>> = vec![Vec::new()];
    let mut open: Vec<(Box<Wrap>, usize)> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_break = matches!(&token.kind, Kind::Leaf(leaf) if matches!(leaf.0, InlineKind::SoftBreak | InlineKind::HardBreak));
        if is_break && begins(tokens.peek()) {
            if let Some(row) = rows.last_mut() {
                row.extend(open.iter().map(|_| Token::new(Kind::Close, token.start, token.start)));
            }
            let again = open.iter().map(|(wrap, at)| Token::new(Kind::Open(wrap.clone()), *at, *at));
            rows.push(again.collect());
            continue;
        }
        match &token.kind {
            Kind::Open(wrap) => open.push((wrap.clone(), token.start)),
            Kind::Close => {
                open.pop();
            }
            _ => {}
        }
        if let Some(row) = rows.last_mut() {
            row.push(token);
        }
    }
    rows
}

fn marked_line(mut tokens: Vec<Token<'_>>, context: &mut Context<'_>) -> VerseLine {
    let mut indent = 0;
    let first = tokens.iter_mut().find(|token| matches!(token.kind, Kind::Text(_)));
    if let Some(Token { kind: Kind::Text(text), .. }) = first {
        let rest = text.strip_prefix('|').unwrap_or(text);
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let words = rest.trim_start_matches(' ');
        indent = rest.len() - words.len();
        *text = words.to_owned().into();
    }
    verse_line(indent, tokens, context)
}

fn verse_line(indent: usize, tokens: Vec<Token<'_>>, context: &mut Context<'_>) -> VerseLine {
    let indent = u32::try_from(indent).unwrap_or(u32::MAX);
    VerseLine { id: NodeId::default(), indent, content: trim(tree::finish(tokens, context)) }
}
