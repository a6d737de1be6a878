//! The constructs that stand inside a line and that Markdown itself does not have:
//! `^[notes]`, `x^2^`, `H~2~O`, `[spans]{.class}`, attributes after links, pictures and
//! code, and emphasis beside Chinese, Japanese and Korean text.
//!
//! One pass over the flat tokens with a stack of openers a level, as `CommonMark` pairs its
//! own delimiters; every token is pushed and popped once, so the time is linear.

use std::ops::Range;

use super::attributes;
use super::context::Context;
use super::html;
use super::known::{self, Place};
use super::target::{self, Target};
use super::token::{Kind, Role, Token};
use super::tree;
use crate::model::Attributes;
use crate::model::inline::InlineKind;
use crate::read::findings;

/// How many openers a closer looks back over: more than any line holds, and no quadratic time.
const REACH: usize = 64;

/// What may still find its other half.
struct Opener {
    byte: u8,
    /// `*`: how many.
    count: usize,
    /// Whether it is the bracket of an inline note.
    note: bool,
    /// Index of its token.
    at: usize,
}

/// Openers inside one piece of markup.
#[derive(Default)]
struct Level {
    openers: Vec<Opener>,
    /// Index of the `Open` it stands in.
    open: usize,
}

struct Pairing<'a, 'c, 'x> {
    out: Vec<Token<'a>>,
    levels: Vec<Level>,
    /// Raised and lowered text reaches over no blank: openers before this token are dead.
    after_blank: usize,
    /// Attributes were read up to here: what the parser made of them is dropped.
    read_to: usize,
    context: &'c mut Context<'x>,
}

/// Pairs what can be paired; what is left over stays a mark, that is, text.
pub(super) fn pair<'a>(tokens: Vec<Token<'a>>, context: &mut Context<'_>) -> Vec<Token<'a>> {
    let quick = |t: &Token<'_>| matches!(t.kind, Kind::Mark(_) | Kind::Leaf(_) | Kind::Open(_));
    if !tokens.iter().any(quick) {
        return tokens;
    }
    let out = Vec::with_capacity(tokens.len());
    let mut pairing = Pairing { out, levels: vec![Level::default()], after_blank: 0, read_to: 0, context };
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let Some(token) = token.after(pairing.read_to) else { continue };
        if let Kind::Mark(b'*') = token.kind {
            let (start, mut end) = (token.start, token.end);
            let mut run = vec![token];
            while let Some(next) =
                tokens.next_if(|next| matches!(next.kind, Kind::Mark(b'*')) && next.start == end)
            {
                end = next.end;
                run.push(next);
            }
            pairing.stars(run, start, end);
        } else {
            pairing.take(token);
        }
    }
    pairing.out
}

impl<'a> Pairing<'a, '_, '_> {
    fn take(&mut self, token: Token<'a>) {
        match &token.kind {
            Kind::Open(_) => {
                self.levels.push(Level { openers: Vec::new(), open: self.out.len() });
                self.out.push(token);
            }
            Kind::Close => self.close(token),
            Kind::Mark(b']') => self.bracket(token),
            Kind::Mark(byte @ (b'^' | b'~')) => self.script(*byte, token),
            Kind::Mark(b'[') => {
                let note = self.caret_before(token.start);
                self.open(b'[', 1, note);
                self.out.push(token);
            }
            Kind::Leaf(leaf) => {
                let blank = matches!(leaf.0, InlineKind::SoftBreak | InlineKind::HardBreak);
                let attributed =
                    matches!(leaf.0, InlineKind::Code(_) | InlineKind::Math { .. } | InlineKind::Note(_));
                self.out.push(token);
                if blank {
                    self.after_blank = self.out.len();
                }
                if attributed {
                    self.attach(self.out.len() - 1);
                }
            }
            Kind::Text(text) => {
                let blank = text.contains([' ', '\t']);
                self.out.push(token);
                if blank {
                    self.after_blank = self.out.len();
                }
            }
            _ => self.out.push(token),
        }
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::default());
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn open(&mut self, byte: u8, count: usize, note: bool) {
        let at = self.out.len();
        self.level().openers.push(Opener { byte, count, note, at });
    }

    /// Whether the token before is a free `^` that touches the bracket at `start`.
    fn caret_before(&mut self, start: usize) -> bool {
        let touches = self.out.last().is_some_and(|t| matches!(t.kind, Kind::Mark(b'^')) && t.end == start);
        let free = self.level().openers.last().is_some_and(|o| o.byte == b'^');
        if touches && free {
            self.level().openers.pop();
        }
        touches && free
    }

    fn close(&mut self, token: Token<'a>) {
        let level = if self.levels.len() > 1 { self.levels.pop() } else { None };
        self.out.push(token);
        if let Some(level) = level
            && let Some(Kind::Open(wrap)) = self.out.get(level.open).map(|t| &t.kind)
            && matches!(wrap.role, Role::Link { .. } | Role::Image { .. })
        {
            self.attach(level.open);
        }
    }

    /// Gives the attributes that stand right after the last token to the token at `index`.
    fn attach(&mut self, index: usize) {
        let Some(last) = self.out.last() else { return };
        let text = self.context.source.text;
        let end = last.end + gap(last, text);
        let Some(after) = text.get(end..).filter(|after| after.starts_with('{')) else { return };
        let Some(place) = self.out.get(index).and_then(place) else { return };
        if place == Place::Code && after.starts_with("{=") {
            return self.raw(end);
        }
        let Some((attrs, after)) = attributes::parse(text, end) else { return };
        self.read_to = after;
        known::check(&attrs, place, end..after, self.context);
        let attrs = Some(Box::new(attrs));
        match self.out.get_mut(index).map(|t| &mut t.kind) {
            Some(Kind::Open(wrap)) => wrap.attrs = attrs,
            Some(Kind::Leaf(leaf)) => leaf.1 = attrs,
            _ => {}
        }
    }

    /// `{=format}` after code: HTML goes the way of tags, other formats are left out.
    fn raw(&mut self, end: usize) {
        let Some(raw) = self.context.source.text[end..].strip_prefix("{=") else { return };
        let Some(length) = raw.bytes().take(32).position(|b| b == b'}') else { return };
        let format = &raw[..length];
        self.read_to = end + 2 + length + 1;
        let Some(Token { kind: Kind::Leaf(leaf), start, end, .. }) = self.out.pop() else { return };
        let InlineKind::Code(code) = &leaf.0 else { return };
        if !matches!(format, "html" | "html4" | "html5" | "epub" | "epub2" | "epub3") {
            if self.context.once.first("raw", format) {
                let span = self.context.span(start, self.read_to);
                self.context.once.findings.push(findings::raw_dropped(format, span));
            }
            return;
        }
        for kind in html::tokens(code) {
            self.out.push(Token::new(kind, start, end));
        }
    }

    /// Marks for an index and a glossary are kept; the pages made of them come later.
    fn later(&mut self, attrs: &Attributes, range: Range<usize>) {
        let span = self.context.span(range.start, range.end);
        if attrs.has("index") && self.context.once.first("index", "") {
            self.context.once.findings.push(findings::index_later(span));
        }
        if attrs.has("term") && self.context.once.first("term", "") {
            self.context.once.findings.push(findings::glossary_later(span));
        }
    }

    fn bracket(&mut self, token: Token<'a>) {
        let openers = &mut self.level().openers;
        let Some(found) = last_opener(openers, |o| o.byte == b'[') else {
            return self.out.push(token);
        };
        let Opener { at, note, .. } = openers[found];
        openers.truncate(found);
        if let Some(label) = self.note_label(at, &token) {
            return self.left_note(&label, at, token);
        }
        if note {
            return self.inline_note(at, &token);
        }
        if self.target(at, &token) {
            return;
        }
        let text = self.context.source.text;
        if text.get(token.end..).is_some_and(|after| after.starts_with('{'))
            && let Some((attrs, after)) = attributes::parse(text, token.end)
        {
            known::check(&attrs, Place::Span, token.end..after, self.context);
            self.later(&attrs, token.end..after);
            let role = span_role(&attrs);
            let start = self.out[at].start;
            self.out[at] = Token::open(role, Some(Box::new(attrs)), start, start + 1);
            self.read_to = after;
            return self.out.push(Token::new(Kind::Close, token.start, after));
        }
        self.out.push(token);
    }

    /// Makes the link or picture that the parser did not, because a note stands in its brackets.
    fn target(&mut self, at: usize, close: &Token<'a>) -> bool {
        let note =
            |t: &Token<'_>| matches!(&t.kind, Kind::Leaf(leaf) if matches!(leaf.0, InlineKind::Note(_)));
        let link = |t: &Token<'_>| matches!(&t.kind, Kind::Open(w) if matches!(w.role, Role::Link { .. }));
        let text = self.context.source.text;
        let inside = &self.out[at + 1..];
        if !text.get(close.end..).is_some_and(|after| after.starts_with('('))
            || !inside.iter().any(note)
            || inside.iter().any(link)
        {
            return false;
        }
        let Some(target) = target::parse(text, close.end) else { return false };
        let start = self.out[at].start;
        let Target { url, title, end } = target;
        let before = at.checked_sub(1).and_then(|index| self.out.get_mut(index));
        let role = match before {
            Some(Token { kind: Kind::Text(before), end, .. }) if *end == start && before.ends_with('!') => {
                let kept = before[..before.len() - 1].to_owned();
                *before = kept.into();
                *end -= 1;
                Role::Image { url, title }
            }
            _ => Role::Link { url, title },
        };
        self.out[at] = Token::open(role, None, start, start + 1);
        self.read_to = end;
        self.out.push(Token::new(Kind::Close, end, end));
        self.attach(at);
        true
    }

    /// The label of a `[^label]` that the parser left as text.
    fn note_label(&self, at: usize, close: &Token<'a>) -> Option<String> {
        let inside = self.out.get(at + 1..)?;
        if inside.len() < 2 || !matches!(inside[0].kind, Kind::Mark(b'^')) {
            return None;
        }
        if !inside.iter().all(|t| matches!(t.kind, Kind::Text(_) | Kind::Mark(b'^' | b'~' | b'*'))) {
            return None;
        }
        let label = self.context.source.text.get(inside[0].end..close.start)?;
        (!label.is_empty() && !label.contains(char::is_whitespace)).then(|| label.to_owned())
    }

    /// A call the parser did not see: there is no such note, or it stands in a caption or before `[`.
    fn left_note(&mut self, label: &str, at: usize, close: Token<'a>) {
        let start = self.out[at].start;
        if self.context.is_given(label) {
            let note = self.context.notes.call(label);
            self.out.truncate(at);
            self.out.push(Token::leaf(InlineKind::Note(note), start, close.end));
            return self.attach(at);
        }
        let span = self.context.span(start, close.end);
        self.context.notes.unknown.push((label.to_owned(), span));
        self.out.push(close);
    }

    /// Takes the tokens of `^[..]` out of the line and makes a note of them.
    fn inline_note(&mut self, at: usize, close: &Token<'a>) {
        let mut inside = self.out.split_off(at - 1);
        let start = inside[0].start;
        inside.drain(..2);
        let content = tree::finish_paired(inside, self.context);
        let span = self.context.span(start, close.end);
        let note = self.context.notes.inline(content, start, span);
        self.out.push(Token::leaf(InlineKind::Note(note), start, close.end));
        self.after_blank = self.after_blank.min(self.out.len());
        self.attach(self.out.len() - 1);
    }

    fn script(&mut self, byte: u8, token: Token<'a>) {
        let after_blank = self.after_blank;
        let length = self.out.len();
        let openers = &mut self.level().openers;
        let found = last_opener(openers, |o| o.byte == byte && o.at >= after_blank && o.at + 1 < length);
        let Some(found) = found else {
            self.open(byte, 1, false);
            return self.out.push(token);
        };
        let at = openers[found].at;
        openers.truncate(found);
        let role = if byte == b'^' { Role::Superscript } else { Role::Subscript };
        let start = self.out[at].start;
        self.out[at] = Token::open(role, None, start, start + 1);
        self.out.push(Token::new(Kind::Close, token.start, token.end));
    }

    /// A run of asterisks the parser left as text: `CommonMark`'s flanking rule does not see
    /// that `**"..."**` before a Korean particle closes (issue 650 of its specification).
    fn stars(&mut self, run: Vec<Token<'a>>, start: usize, end: usize) {
        let text = self.context.source.text;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let count = run.len();
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let near_cjk = |c: Option<char>| c.is_some_and(is_cjk);
        let openers = &self.level().openers;
        let found = last_opener(openers, |o| o.byte == b'*' && o.count == count);
        if count <= 2
            && !blank(before)
            && let Some(found) = found
        {
            let at = openers[found].at;
            let outer = text[..self.out[at].start].chars().next_back();
            if near_cjk(after) || near_cjk(before) || near_cjk(outer) {
                self.level().openers.truncate(found);
                let role = if count == 2 { Role::Strong } else { Role::Emphasis };
                let opened = self.out[at].start;
                self.out[at] = Token::open(role, None, opened, opened + count);
                for mark in self.out.iter_mut().skip(at + 1).take(count - 1) {
                    mark.kind = Kind::Text("".into());
                }
                return self.out.push(Token::new(Kind::Close, start, end));
            }
        }
        if count <= 2 && !blank(after) {
            self.open(b'*', count, false);
        }
        self.out.extend(run);
    }
}

/// How many blanks may stand before a token's attributes: after a display, as Quarto has it.
fn gap(token: &Token<'_>, text: &str) -> usize {
    match &token.kind {
        Kind::Leaf(leaf) if matches!(leaf.0, InlineKind::Math { display: true, .. }) => {
            let rest = text.get(token.end..).unwrap_or_default();
            let blanks = rest.len() - rest.trim_start_matches(' ').len();
            if rest[blanks..].starts_with("{#") { blanks } else { 0 }
        }
        _ => 0,
    }
}

/// What attributes right after this token would belong to.
fn place(token: &Token<'_>) -> Option<Place> {
    match &token.kind {
        Kind::Open(wrap) if matches!(wrap.role, Role::Link { .. }) => Some(Place::Link),
        Kind::Open(wrap) if matches!(wrap.role, Role::Image { .. }) => Some(Place::Image),
        Kind::Leaf(leaf) => match leaf.0 {
            InlineKind::Code(_) => Some(Place::Code),
            InlineKind::Math { .. } => Some(Place::Formula),
            InlineKind::Note(_) => Some(Place::Note),
            _ => None,
        },
        _ => None,
    }
}

/// The last opener that fits, among those near enough.
fn last_opener(openers: &[Opener], fits: impl Fn(&Opener) -> bool) -> Option<usize> {
    let near = openers.len().saturating_sub(REACH);
    openers[near..].iter().rposition(fits).map(|at| near + at)
}

/// What a bracketed span with these attributes is.
pub(super) fn span_role(attrs: &Attributes) -> Role {
    let any = |names: &[&str]| names.iter().any(|name| attrs.has(name));
    if any(&["smallcaps", "sc"]) {
        Role::SmallCaps
    } else if any(&["underline", "ul", "u"]) {
        Role::Underline
    } else if any(&["mark", "highlight", "hl"]) {
        Role::Mark
    } else if any(&["kbd"]) {
        Role::Keyboard
    } else {
        Role::Span
    }
}

/// Whether a character belongs to a script written without blanks between all words, or
/// with particles attached: Han, Kana, Hangul and their punctuation.
pub(super) fn is_cjk(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x11FF | 0x2E80..=0x303F | 0x3040..=0x31FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xA960..=0xA97F | 0xAC00..=0xD7FF | 0xF900..=0xFAFF | 0xFF00..=0xFFEF | 0x20000..=0x3FFFF)
}
