//! The tags in a line of Markdown: given to the parser with a number for every token that
//! stands between them, so that what Markdown and HTML close crosswise is set right.

use std::ops::Range;

use super::super::context::Context;
use super::super::token::{Kind, Role, Token};
use super::feed::{Feeder, is_dropped};
use super::inline::{END, Inlines};
use super::pieces::{Piece, pieces, read_part, tag_name};

/// Replaces every tag of a line by markup, or takes it out.
pub(crate) fn pair<'a>(tokens: Vec<Token<'a>>, context: &mut Context<'_>) -> Vec<Token<'a>> {
    if !tokens.iter().any(|token| matches!(token.kind, Kind::Tag(_))) {
        return tokens;
    }
    let mut feeder = Feeder::new();
    let mut tokens = tokens;
    let mut open: Vec<&'static str> = Vec::new();
    let mut dropped = dropped(&tokens).into_iter().peekable();
    for (number, token) in tokens.iter_mut().enumerate() {
        let place = token.start..token.end;
        while dropped.next_if(|range| range.end <= number).is_some() {}
        let left_out = dropped.peek().is_some_and(|range| range.contains(&number));
        match &token.kind {
            Kind::Open(wrap) => {
                let name = element_of(&wrap.role);
                feeder.open_slot(name, number, &place);
                open.push(name);
            }
            Kind::Close => {
                if let Some(name) = open.pop() {
                    feeder.close(name, &place);
                }
            }
            Kind::Text(_) | Kind::Literal(_) | Kind::Mark(_) | Kind::Leaf(_) if left_out => {}
            Kind::Tag(tag) => {
                let tag = tag.clone().into_owned();
                feed_tag(&tag, number, token, (&mut feeder, context));
            }
            _ => feeder.text(&format!("{number}{END}"), &place),
        }
    }
    let dom = feeder.finish();
    let mut written: Vec<Option<Token<'a>>> = tokens.into_iter().map(Some).collect();
    let mut out = Vec::with_capacity(written.len());
    let mut inlines = Inlines::new(&dom, context, &mut out);
    inlines.written = Some(&mut written);
    inlines.children(0);
    out
}

/// Raw HTML that an author put into a line (`` `<b>`{=html} ``), as tags and text.
pub(crate) fn tokens<'a>(html: &str) -> Vec<Kind<'a>> {
    let kind = |piece: Piece| match piece {
        Piece::Tag(range, _) => Some(Kind::Tag(html[range].to_owned().into())),
        Piece::Text(range) => Some(Kind::Literal(decode(&html[range]).into())),
        Piece::Open(_) => None,
    };
    pieces(html).into_iter().filter_map(kind).collect()
}

/// Text with its character references resolved.
fn decode(text: &str) -> String {
    let mut out = String::new();
    if text.contains('&') {
        let mut feeder = Feeder::new();
        feeder.text(text, &(0..0));
        feeder.finish().text_below(0, &mut out);
    } else {
        out.push_str(text);
    }
    out
}

/// What stands between the tags of a `script` or `style` in a line.
fn dropped(tokens: &[Token<'_>]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, token) in tokens.iter().enumerate() {
        let Kind::Tag(tag) = &token.kind else { continue };
        let name = tag_name(tag).to_ascii_lowercase();
        if !matches!(name.as_str(), "script" | "style") {
            continue;
        }
        if !tag.starts_with("</") {
            open = open.or(Some((number, name)));
        } else if open.as_ref().is_some_and(|(_, opened)| *opened == name) {
            ranges.extend(open.take().map(|(start, _)| start..number));
        }
    }
    ranges
}

/// Feeds what Markdown calls inline HTML: one tag, comment, declaration or section of data.
fn feed_tag(
    tag: &str,
    number: usize,
    token: &mut Token<'_>,
    (feeder, context): (&mut Feeder, &mut Context<'_>),
) {
    for piece in pieces(tag) {
        let place = token.start..token.end;
        match piece {
            Piece::Tag(range, read) => {
                if !is_dropped(&tag[range.clone()], &place, context) {
                    feeder.tag(&read_part(tag, &range, read), &place);
                }
            }
            Piece::Text(range) => {
                token.kind = Kind::Literal(tag[range].to_owned().into());
                feeder.text(&format!("{number}{END}"), &place);
            }
            Piece::Open(_) => {}
        }
    }
}

/// The element that behaves as Markdown's markup does.
fn element_of(role: &Role) -> &'static str {
    match role {
        Role::Emphasis => "em",
        Role::Strong => "strong",
        Role::Strikeout => "s",
        Role::Link { .. } => "a",
        _ => "bindery-span",
    }
}
