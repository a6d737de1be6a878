//! Line blocks, Pandoc's way of keeping lines: each begins with `|` and a blank.

use super::blocks::trim;
use super::context::Context;
use super::token::{Kind, Token, Wrap};
use super::tree;
use crate::model::NodeId;
use crate::model::block::VerseLine;
use crate::model::inline::{Inline, InlineKind};

/// Whether every line of a paragraph begins with `|`, or continues one that did.
pub(super) fn is_line_block(source: &str) -> bool {
    source.starts_with('|')
        && source.lines().all(|line| {
            let content = line.trim_start_matches(['>', ' ', '\t']);
            content == "|"
                || content.starts_with("| ")
                || (line.starts_with(' ') && !content.starts_with('|'))
        })
}

/// The lines of a line block; markup that reaches over a line's end goes on in the next.
pub(super) fn lines<'a>(tokens: Vec<Token<'a>>, context: &mut Context<'_>) -> Vec<VerseLine> {
    let mut rows: Vec<Vec<Token<'a>>> = vec![Vec::new()];
    let mut open: Vec<(Box<Wrap>, usize)> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_break = matches!(&token.kind, Kind::Leaf(leaf) if matches!(leaf.0, InlineKind::SoftBreak | InlineKind::HardBreak));
        let next_begins = tokens.peek().and_then(Token::text).is_some_and(|text| text.starts_with('|'));
        if is_break && next_begins {
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
    rows.into_iter().map(|row| line(row, context)).collect()
}

fn line(mut tokens: Vec<Token<'_>>, context: &mut Context<'_>) -> VerseLine {
    let mut indent = 0;
    let first = tokens.iter_mut().find(|token| matches!(token.kind, Kind::Text(_)));
    if let Some(Token { kind: Kind::Text(text), .. }) = first {
        let rest = text.strip_prefix('|').unwrap_or(text);
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        let words = rest.trim_start_matches(' ');
        indent = rest.len() - words.len();
        *text = words.to_owned().into();
    }
    let inlines: Vec<Inline> = trim(tree::finish(tokens, context));
    VerseLine { id: NodeId::default(), indent: u32::try_from(indent).unwrap_or(u32::MAX), content: inlines }
}
