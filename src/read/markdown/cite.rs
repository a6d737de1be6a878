//! `@fig-map` and `[Map @fig-map]` to references, `[@knuth84, p. 3]` to citations: Pandoc's
//! and Quarto's forms, pandoc-crossref's and bookdown's.
//!
//! One pass over tokens whose brackets found no other meaning. A word after `@` that begins
//! as the labels of figures, tables and so on do is a reference; any other is a citation in
//! brackets, and outside them only where the book names works to cite.

use super::blocks::trim;
use super::context::Context;
use super::key::{self, Key};
use super::tex;
use super::token::{Kind, Role, Token};
use super::tree;
use crate::model::inline::{InlineKind, ReferenceForm};
use crate::read::findings;

/// Longer than any author's brackets of citations; what is longer is text.
const LONGEST: usize = 2000;

/// Markup that is open.
#[derive(Default)]
struct Level {
    /// Indices of the brackets that are open in it.
    brackets: Vec<usize>,
    /// Inside a link a reference, itself a link, stays text.
    is_link: bool,
}

struct Resolving<'a, 'c, 'x> {
    out: Vec<Token<'a>>,
    levels: Vec<Level>,
    /// What was read up to here is dropped.
    read_to: usize,
    context: &'c mut Context<'x>,
}

/// Makes references and citations of `@` and what belongs to it, and reads LaTeX's `\index`.
pub(super) fn resolve<'a>(tokens: Vec<Token<'a>>, context: &mut Context<'_>) -> Vec<Token<'a>> {
    let is_sign = |t: &Token<'_>| match &t.kind {
        Kind::Mark(byte) => matches!(byte, b'@' | b'\\'),
        Kind::Literal(text) => text == "@",
        _ => false,
    };
    if !tokens.iter().any(is_sign) {
        return tokens;
    }
    let out = Vec::with_capacity(tokens.len());
    let mut resolving = Resolving { out, levels: vec![Level::default()], read_to: 0, context };
    for token in tokens {
        if let Some(token) = token.after(resolving.read_to) {
            resolving.take(token);
        }
    }
    let Resolving { out, context, .. } = resolving;
    if context.source.bibliography { bare(out, context) } else { out }
}

impl<'a> Resolving<'a, '_, '_> {
    fn take(&mut self, token: Token<'a>) {
        match &token.kind {
            Kind::Open(wrap) => {
                let is_link = self.is_link() || matches!(wrap.role, Role::Link { .. } | Role::Image { .. });
                self.levels.push(Level { brackets: Vec::new(), is_link });
                self.out.push(token);
            }
            Kind::Close => {
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
                self.out.push(token);
            }
            Kind::Mark(b'[') => {
                let at = self.out.len();
                if let Some(level) = self.levels.last_mut() {
                    level.brackets.push(at);
                }
                self.out.push(token);
            }
            Kind::Mark(b']') => match self.levels.last_mut().and_then(|level| level.brackets.pop()) {
                Some(at) => self.bracket(at, token),
                None => self.out.push(token),
            },
            Kind::Mark(b'@') => self.at_sign(token),
            Kind::Mark(b'\\') => self.command(token),
            Kind::Literal(text) if text == "@" => self.bookdown(token),
            _ => self.out.push(token),
        }
    }

    fn is_link(&self) -> bool {
        self.levels.last().is_some_and(|level| level.is_link)
    }

    /// `@fig-map`; other words wait for their bracket.
    fn at_sign(&mut self, token: Token<'a>) {
        if !self.is_link()
            && let Some(Key { name, end }) = key::parse(self.context.source.text, token.end)
            && let Some((label, capital)) = key::label(&name)
        {
            self.reference(label, ReferenceForm::Full { capital }, token.start, end);
        } else {
            self.out.push(token);
        }
    }

    fn reference(&mut self, label: String, form: ReferenceForm, start: usize, end: usize) {
        self.read_to = end;
        let kind = InlineKind::Reference { label, form, prefix: Vec::new() };
        self.out.push(Token::leaf(kind, start, end));
    }

    /// bookdown's `\@ref(fig:map)`, a number alone.
    fn bookdown(&mut self, token: Token<'a>) {
        let text = self.context.source.text;
        let escaped = token.start > 0 && text.as_bytes().get(token.start - 1) == Some(&b'\\');
        if escaped
            && !self.is_link()
            && let Some(rest) = text.get(token.end..).and_then(|rest| rest.strip_prefix("ref("))
            && let Some(length) = rest.bytes().take(200).position(|byte| byte == b')' || byte == b'\n')
            && length > 0
            && rest.as_bytes()[length] == b')'
        {
            let label = rest[..length].trim().to_owned();
            return self.reference(label, ReferenceForm::Number, token.start - 1, token.end + 5 + length);
        }
        self.out.push(token);
    }

    /// LaTeX's `\index{..}` is read, other commands are said.
    fn command(&mut self, token: Token<'a>) {
        let Some(command) = tex::command(self.context.source.text, token.end) else {
            return self.out.push(token);
        };
        if let Some(attrs) = command.index_entry() {
            let mut mark = Token::leaf(InlineKind::Anchor, token.start, command.end);
            if let Kind::Leaf(leaf) = &mut mark.kind {
                leaf.1 = Some(Box::new(attrs));
            }
            self.read_to = command.end;
            let span = self.context.span(token.start, command.end);
            if self.context.once.first("index", "") {
                self.context.once.findings.push(findings::index_later(span));
            }
            return self.out.push(mark);
        }
        if let Some(word) = command.word() {
            self.read_to = command.end;
            return self.out.push(Token::new(Kind::Literal(word.into()), token.start, command.end));
        }
        let left_out = command.is_layout();
        if self.context.once.first("tex", command.name) {
            let span = self.context.span(token.start, token.end + command.name.len());
            self.context.once.findings.push(findings::raw_tex(command.name, left_out, span));
        }
        if left_out {
            self.read_to = command.end;
        } else {
            self.out.push(token);
        }
    }

    /// A bracket that ends: references, citations, or just brackets.
    fn bracket(&mut self, at: usize, close: Token<'a>) {
        let start = self.out[at].start;
        if close.end.saturating_sub(start) > LONGEST || self.is_link() {
            return self.out.push(close);
        }
        let inside = &self.out[at + 1..];
        if inside.iter().any(is_reference) {
            let inside = self.out.split_off(at + 1);
            self.out.pop();
            let group = Group::read(inside, self.context);
            return self.out.extend(group);
        }
        let is_open = |t: &Token<'_>| matches!(t.kind, Kind::Mark(b'@'));
        let written = self.context.source.text.get(self.out[at].end..close.start).unwrap_or_default();
        let keys = if inside.iter().any(is_open) { key::cited(written) } else { Vec::new() };
        if keys.is_empty() {
            return self.out.push(close);
        }
        self.say_citation(start, close.end);
        let bracket = Token::new(Kind::Literal("[".into()), start, start + 1);
        self.out[at] = Token::open(Role::Citation { keys }, None, start, start + 1);
        self.out.insert(at + 1, bracket);
        self.out.push(Token::new(Kind::Literal("]".into()), close.start, close.end));
        self.out.push(Token::new(Kind::Close, close.end, close.end));
    }

    fn say_citation(&mut self, start: usize, end: usize) {
        citation_later(start, end, self.context);
    }
}

fn citation_later(start: usize, end: usize, context: &mut Context<'_>) {
    if context.once.first("citation", "") {
        let span = context.span(start, end);
        context.once.findings.push(findings::citation_later(span));
    }
}

fn is_reference(token: &Token<'_>) -> bool {
    matches!(&token.kind, Kind::Leaf(leaf) if matches!(leaf.0, InlineKind::Reference { .. }))
}

/// What stands in brackets with references, piece by piece between its semicolons.
struct Group<'a, 'c, 'x> {
    out: Vec<Token<'a>>,
    /// Of the piece at hand, before its reference.
    before: Vec<Token<'a>>,
    /// Whether the piece at hand has its reference.
    named: bool,
    /// Index of the semicolon before the piece at hand.
    mark: Option<usize>,
    context: &'c mut Context<'x>,
}

impl<'a> Group<'a, '_, '_> {
    fn read(inside: Vec<Token<'a>>, context: &mut Context<'_>) -> Vec<Token<'a>> {
        let mut group = Group { out: Vec::new(), before: Vec::new(), named: false, mark: None, context };
        let mut depth = 0_usize;
        for token in inside {
            match &token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            match &token.kind {
                Kind::Text(text) if depth == 0 && text.contains(';') => group.text(&text.clone(), &token),
                Kind::Leaf(_) if depth == 0 && !group.named && is_reference(&token) => group.name(token),
                _ => group.push(token),
            }
        }
        let Group { mut out, before, .. } = group;
        out.extend(before);
        out
    }

    fn push(&mut self, token: Token<'a>) {
        if self.named { self.out.push(token) } else { self.before.push(token) }
    }

    /// Text with semicolons in it: each ends a piece.
    fn text(&mut self, text: &str, whole: &Token<'a>) {
        for (index, part) in text.split(';').enumerate() {
            if index > 0 {
                self.out.append(&mut self.before);
                self.named = false;
                self.mark = Some(self.out.len());
                self.out.push(Token::new(Kind::Text(";".into()), whole.start, whole.end));
            }
            if !part.is_empty() {
                self.push(Token::new(Kind::Text(part.to_owned().into()), whole.start, whole.end));
            }
        }
    }

    /// The reference of a piece takes what stands before it as its own word.
    fn name(&mut self, mut token: Token<'a>) {
        self.named = true;
        let mut before = std::mem::take(&mut self.before);
        let number_only = cut_hyphen(&mut before);
        if let Some(mark) = self.mark.take() {
            self.out[mark].kind = Kind::Text(", ".into());
        }
        let prefix = trim(tree::finish_paired(before, self.context));
        if let Kind::Leaf(leaf) = &mut token.kind
            && let InlineKind::Reference { form, prefix: own, .. } = &mut leaf.0
        {
            if number_only || !prefix.is_empty() {
                *form = ReferenceForm::Number;
            }
            *own = prefix;
        }
        self.out.push(token);
    }
}

/// Takes the hyphen of `[-@fig-map]` away; whether there was one.
fn cut_hyphen(before: &mut [Token<'_>]) -> bool {
    let Some(Token { kind: Kind::Text(text), .. }) = before.last_mut() else { return false };
    let Some(rest) = text.strip_suffix('-').filter(|rest| rest.is_empty() || rest.ends_with(' ')) else {
        return false;
    };
    *text = rest.to_owned().into();
    true
}

/// `@key` outside brackets, with the `[p. 3]` that may follow it.
fn bare<'a>(tokens: Vec<Token<'a>>, context: &mut Context<'_>) -> Vec<Token<'a>> {
    if !tokens.iter().any(|t| matches!(t.kind, Kind::Mark(b'@'))) {
        return tokens;
    }
    let mut out: Vec<Token<'a>> = Vec::with_capacity(tokens.len() + 8);
    // Links and citations that are open, by whether they hold no citation; the end of the last citation.
    let (mut closed, mut ended, mut bracket) = (Vec::new(), None, None);
    let mut read_to = 0;
    for token in tokens {
        let Some(token) = token.after(read_to) else { continue };
        let (start, end) = (token.start, token.end);
        match &token.kind {
            Kind::Open(wrap) => {
                let inner = closed.last() == Some(&true);
                let own = matches!(wrap.role, Role::Link { .. } | Role::Image { .. } | Role::Citation { .. });
                closed.push(inner || own);
                bracket = None;
            }
            Kind::Close => {
                closed.pop();
                bracket = None;
            }
            Kind::Mark(b'[') => bracket = Some(out.len()),
            Kind::Mark(b'@') if closed.last() != Some(&true) => {
                if let Some(Key { name, end }) = key::parse(context.source.text, end) {
                    citation_later(start, end, context);
                    let shown = context.source.text.get(start..end).unwrap_or_default().to_owned();
                    out.push(Token::open(Role::Citation { keys: vec![name] }, None, start, start));
                    out.push(Token::new(Kind::Literal(shown.into()), start, end));
                    ended = Some(out.len());
                    out.push(Token::new(Kind::Close, end, end));
                    read_to = end;
                    continue;
                }
            }
            Kind::Mark(b']') => {
                let is_blank = |t: &Token<'_>| matches!(&t.kind, Kind::Text(text) if text == " ");
                if let (Some(open), Some(ended)) = (bracket.take(), ended.take())
                    && open == ended + 2
                    && is_blank(&out[ended + 1])
                {
                    out[ended].kind = Kind::Text("".into());
                    out.push(token);
                    out.push(Token::new(Kind::Close, end, end));
                    continue;
                }
            }
            _ => {}
        }
        out.push(token);
    }
    out
}
