//! The HTML of a container and the blocks that Markdown made between it, as one tree.

use std::ops::Range;

use super::super::context::Context;
use super::dom::Dom;
use super::feed::{Feeder, is_dropped};
use super::findings;
use super::pieces::{HtmlSource, Piece, pieces, read_part, tag_name};

/// What is fed to the parser, in order.
enum Food<'h> {
    Text(&'h HtmlSource, Range<usize>),
    Tag(&'h HtmlSource, Range<usize>, usize),
    /// A `<p>` or `</p>` that Markdown's blocks stand in.
    Paragraph(&'h HtmlSource, Range<usize>),
    /// A block of Markdown.
    Slot(usize),
}

/// The tree of a container's HTML with places for its `blocks` of Markdown.
pub(super) fn weave(blocks: usize, html: &[(usize, HtmlSource)], context: &mut Context<'_>) -> Dom {
    let mut food = Vec::new();
    let mut done = 0;
    for (before, source) in html {
        food.extend((done..*before).map(Food::Slot));
        done = done.max(*before);
        for piece in pieces(&source.text) {
            match piece {
                Piece::Text(range) => food.push(Food::Text(source, range)),
                Piece::Tag(range, read) => food.push(Food::Tag(source, range, read)),
                Piece::Open(range) => {
                    let place = source.range(&range);
                    let span = context.span(place.start, place.end);
                    context.once.findings.push(findings::open_comment(span));
                }
            }
        }
    }
    food.extend((done..blocks).map(Food::Slot));
    keep_paragraphs(&mut food);
    let mut feeder = Feeder::new();
    let mut last = 0..0;
    for piece in food {
        match piece {
            Food::Text(source, range) => {
                last = source.range(&range);
                feeder.text(&source.text[range], &last);
            }
            Food::Tag(source, range, read) => {
                last = source.range(&range);
                if !is_dropped(&source.text[range.clone()], &last, context) {
                    feeder.tag(&read_part(&source.text, &range, read), &last);
                }
            }
            Food::Paragraph(source, range) => {
                last = source.range(&range);
                let tag = &source.text[range];
                match tag.get(2..).filter(|_| !tag.starts_with("</")) {
                    Some(attrs) => feeder.open("bindery-p", attrs, &last),
                    None => feeder.close("bindery-p", &last),
                }
            }
            Food::Slot(number) => {
                let place = last.end..last.end;
                feeder.open_slot("div", number, &place);
                feeder.close("div", &place);
            }
        }
    }
    feeder.finish()
}

/// Finds the paragraphs that are opened before blocks of Markdown and closed after them: HTML
/// would end these at the first block, their author means them to stand round it.
fn keep_paragraphs(food: &mut [Food<'_>]) {
    let mut close: Option<(usize, bool)> = None;
    for index in (0..food.len()).rev() {
        match &food[index] {
            Food::Slot(_) => close = close.map(|(at, _)| (at, true)),
            Food::Tag(source, range, _) => {
                let tag = &source.text[range.clone()];
                if !tag_name(tag).eq_ignore_ascii_case("p") {
                    continue;
                }
                if tag.starts_with("</") {
                    close = Some((index, false));
                } else if let Some((end, true)) = close.take() {
                    for at in [index, end] {
                        if let Food::Tag(source, range, _) = &food[at] {
                            food[at] = Food::Paragraph(source, range.clone());
                        }
                    }
                }
            }
            _ => {}
        }
    }
}
