//! The flat tokens of a run to the tree of inlines, with a stack of its own and a limit
//! on its depth, so that neither building nor dropping it depends on the input's nesting.

use super::cite;
use super::context::Context;
use super::html;
use super::picture;
use super::smart;
use super::spans;
use super::token::{Kind, Role, Token, Wrap, mark_text};
use crate::model::Attributes;
use crate::model::NodeId;
use crate::model::block::MAX_DEPTH;
use crate::model::inline::{Image, Inline, InlineKind};
use crate::model::walk;
use crate::read::findings;
use crate::source::Span;

/// Everything a run goes through, from the parser's tokens to inlines.
pub(super) fn finish(tokens: Vec<Token<'_>>, context: &mut Context<'_>) -> Vec<Inline> {
    let tokens = spans::pair(tokens, context);
    finish_paired(tokens, context)
}

/// [`finish`] for tokens whose own marks are paired already.
pub(super) fn finish_paired(tokens: Vec<Token<'_>>, context: &mut Context<'_>) -> Vec<Inline> {
    let tokens = cite::resolve(tokens, context);
    let mut tokens = html::pair(tokens, context);
    smart::apply(&mut tokens, &context.lang, context.source.typography);
    let inlines = build(tokens, context);
    context.abbreviations.mark(inlines)
}

/// Markup that is open, and what stands in it so far.
struct Frame {
    wrap: Wrap,
    start: usize,
    content: Vec<Inline>,
}

fn build(tokens: Vec<Token<'_>>, context: &mut Context<'_>) -> Vec<Inline> {
    let mut done: Vec<Inline> = Vec::with_capacity(tokens.len().min(64));
    let mut frames: Vec<Frame> = Vec::new();
    let mut beyond = 0_usize;
    for token in tokens {
        let Token { kind, start, end } = token;
        let span = context.span(start, end);
        let here = frames.last_mut().map_or(&mut done, |frame| &mut frame.content);
        match kind {
            Kind::Text(text) | Kind::Literal(text) => push_text(here, &text, span),
            Kind::Mark(byte) => push_text(here, mark_text(byte), span),
            Kind::Tag(_) => {}
            Kind::Leaf(leaf) => {
                let (kind, attrs) = *leaf;
                if kind == InlineKind::HardBreak {
                    trim_end(here);
                }
                here.push(Inline { id: NodeId::default(), kind, attrs, span });
            }
            Kind::Open(_) if frames.len() >= MAX_DEPTH => {
                beyond += 1;
                if context.once.first("depth", "inline") {
                    let finding = findings::nested_too_deep("emphasis and links", MAX_DEPTH, span);
                    context.once.findings.push(finding);
                }
            }
            Kind::Open(wrap) => frames.push(Frame { wrap: *wrap, start, content: Vec::new() }),
            Kind::Close if beyond > 0 => beyond -= 1,
            Kind::Close => {
                let Some(frame) = frames.pop() else { continue };
                let span = context.span(frame.start, end);
                let inline = close(frame, span, context);
                frames.last_mut().map_or(&mut done, |frame| &mut frame.content).extend(inline);
            }
        }
    }
    while let Some(frame) = frames.pop() {
        frames.last_mut().map_or(&mut done, |outer| &mut outer.content).extend(frame.content);
    }
    done
}

fn push_text(into: &mut Vec<Inline>, text: &str, span: Span) {
    let after_break = matches!(into.last(), Some(Inline { kind: InlineKind::HardBreak, .. }));
    let text = if after_break { text.trim_start_matches(' ') } else { text };
    if text.is_empty() {
        return;
    }
    if let Some(Inline { kind: InlineKind::Text(last), attrs: None, span: whole, .. }) = into.last_mut() {
        last.push_str(text);
        if whole.file == span.file {
            whole.end = whole.end.max(span.end);
        }
        return;
    }
    into.push(Inline { id: NodeId::default(), kind: InlineKind::Text(text.to_owned()), attrs: None, span });
}

/// Takes blanks before a line break away.
fn trim_end(inlines: &mut [Inline]) {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.last_mut() {
        text.truncate(text.trim_end_matches(' ').len());
    }
}

/// Markup that ended, as an inline; nothing when nothing stands in it. Notes called in a
/// picture's text follow the picture, since only a figure shows that text.
fn close(frame: Frame, span: Span, context: &mut Context<'_>) -> Vec<Inline> {
    let is_image = matches!(frame.wrap.role, Role::Image { .. });
    let mut made: Vec<Inline> = close_one(frame, span, context).into_iter().collect();
    if is_image {
        made.extend(notes_in(&context.caption));
    }
    made
}

/// The calls of notes below inlines.
fn notes_in(inlines: &[Inline]) -> Vec<Inline> {
    let mut notes = Vec::new();
    walk::inlines(inlines, &mut |inline| {
        if matches!(inline.kind, InlineKind::Note(_)) {
            notes.push(inline.clone());
        }
    });
    notes
}

fn close_one(frame: Frame, span: Span, context: &mut Context<'_>) -> Option<Inline> {
    let Frame { wrap: Wrap { role, mut attrs }, content, .. } = frame;
    let kind = match role {
        Role::Image { url, title } => {
            let written = picture::Written { url, title, attrs: attrs.as_deref(), content: &content, span };
            let image = picture::image(written, context);
            let caption = picture::line(&walk::flatten(&content));
            if !caption.is_empty() && caption != image.alt && !image.decorative {
                context.unshown.push((caption, span));
            }
            context.caption = context.abbreviations.mark(content);
            InlineKind::Image(image)
        }
        Role::Link { url, title } => {
            let url = (context.source.links)(&url, span).unwrap_or(url);
            InlineKind::Link { url, title, content }
        }
        Role::Span if content.is_empty() => {
            attrs.as_ref().filter(|attrs| attrs.label.is_some() || attrs.has("index"))?;
            InlineKind::Anchor
        }
        _ if content.is_empty() => return None,
        Role::Emphasis => InlineKind::Emphasis(content),
        Role::Strong => InlineKind::Strong(content),
        Role::Strikeout => InlineKind::Strikeout(content),
        Role::Underline => InlineKind::Underline(content),
        Role::SmallCaps => InlineKind::SmallCaps(content),
        Role::Superscript => InlineKind::Superscript(content),
        Role::Subscript => InlineKind::Subscript(content),
        Role::Mark => InlineKind::Mark(content),
        Role::Keyboard => InlineKind::Keyboard(content),
        Role::Abbreviation => InlineKind::Abbreviation(content),
        Role::Citation { keys } => InlineKind::Citation { keys, content },
        Role::Span => {
            let whole = attrs.as_ref().is_some_and(|attrs| attrs.has("nowrap") || attrs.has("nobr"));
            InlineKind::Span(if whole { unbroken(content) } else { content })
        }
    };
    attrs = attrs.filter(|attrs| **attrs != Attributes::default());
    Some(Inline { id: NodeId::default(), kind, attrs, span })
}

/// `[..]{.nowrap}`: its blanks break no line.
fn unbroken(mut content: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut content {
        match &mut inline.kind {
            InlineKind::Text(text) => *text = text.replace(' ', "\u{a0}"),
            InlineKind::SoftBreak => inline.kind = InlineKind::Text("\u{a0}".to_owned()),
            _ => {
                if let Some(inner) = walk::children_mut(inline) {
                    *inner = unbroken(std::mem::take(inner));
                }
            }
        }
    }
    content
}

/// The picture a paragraph consists of, if it consists of one and the notes of its caption.
pub(super) fn lone_image<'i>(
    inlines: &'i [Inline],
    caption: &[Inline],
) -> Option<(&'i Image, Option<&'i Attributes>)> {
    let is_note = |inline: &&Inline| matches!(inline.kind, InlineKind::Note(_));
    let shown = |inline: &&Inline| match &inline.kind {
        InlineKind::Text(text) => !text.trim().is_empty(),
        InlineKind::SoftBreak | InlineKind::HardBreak | InlineKind::Note(_) => false,
        _ => true,
    };
    let mut rest = inlines.iter().filter(shown);
    let Some(Inline { kind: InlineKind::Image(image), attrs, .. }) = rest.next() else { return None };
    let own_notes = inlines.iter().filter(is_note).count() == notes_in(caption).len();
    (rest.count() == 2 * roles(inlines).len() && own_notes).then_some((image, attrs.as_deref()))
}

/// What d2lbook writes below a picture in its paragraph: `:label:` and `:width:`, each with
/// its value as code.
pub(super) fn roles(inlines: &[Inline]) -> Vec<(&str, &str)> {
    inlines.windows(2).filter_map(role).collect()
}

fn role(pair: &[Inline]) -> Option<(&str, &str)> {
    match pair {
        [Inline { kind: InlineKind::Text(name), .. }, Inline { kind: InlineKind::Code(value), .. }] => {
            let name = name.trim().strip_prefix(':')?.strip_suffix(':')?;
            matches!(name, "label" | "width" | "height").then_some((name, value.as_str()))
        }
        _ => None,
    }
}
