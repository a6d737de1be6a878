//! The constructs that stand inside a line and that Markdown itself does not have:
//! `^[notes]`, `x^2^`, `H~2~O`, `[spans]{.class}`, attributes after links, pictures and
//! code, and emphasis beside Chinese, Japanese and Korean text.
//!
//! One pass over the flat tokens with a stack of openers a level, as `CommonMark` pairs its
//! own delimiters; every token is pushed and popped once, so the time is linear.

use super::attributes;
use super::context::Context;
use super::target::{self, Target};
use super::token::{Kind, Role, Token};
use super::tree;
use crate::model::Attributes;
use crate::model::inline::InlineKind;
use crate::read::findings;

/// Classes of spans, links and pictures whose meaning comes later.
const LATER: &[&str] = &["index", "term", "dropcap", "side", "end", "page", "pageref"];

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
        let Some(token) = pairing.unread(token) else { continue };
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
    /// The part of a token that lies after the attributes read last.
    fn unread(&self, mut token: Token<'a>) -> Option<Token<'a>> {
        if token.start >= self.read_to || matches!(token.kind, Kind::Open(_) | Kind::Close) {
            return Some(token);
        }
        if token.end <= self.read_to {
            return None;
        }
        let Kind::Text(text) = &token.kind else { return None };
        let rest = text.get(self.read_to - token.start..)?.to_owned();
        token.kind = Kind::Text(rest.into());
        token.start = self.read_to;
        Some(token)
    }

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
                let code = matches!(leaf.0, InlineKind::Code(_) | InlineKind::Math { .. });
                self.out.push(token);
                if blank {
                    self.after_blank = self.out.len();
                }
                if code {
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
        let Some(end) = self.out.last().map(|t| t.end) else { return };
        let text = self.context.source.text;
        if !text[end..].starts_with('{') {
            return;
        }
        if let Some(raw) = text[end..].strip_prefix("{=")
            && let Some(close) = raw.find('}').filter(|close| *close < 32)
        {
            let format = &raw[..close];
            self.read_to = end + 2 + close + 1;
            let span = self.context.span(end, self.read_to);
            if self.context.once.first("raw", format) {
                let finding = findings::not_read(&format!("raw `{format}` in a line is"), span);
                self.context.once.findings.push(finding);
            }
            return;
        }
        let Some((attrs, after)) = attributes::parse(text, end) else { return };
        self.read_to = after;
        self.later(&attrs, end, after);
        let attrs = Some(Box::new(attrs));
        match self.out.get_mut(index).map(|t| &mut t.kind) {
            Some(Kind::Open(wrap)) => wrap.attrs = attrs,
            Some(Kind::Leaf(leaf)) => leaf.1 = attrs,
            _ => {}
        }
    }

    fn later(&mut self, attrs: &Attributes, start: usize, end: usize) {
        let span = self.context.span(start, end);
        for class in attrs.classes.iter().filter(|class| LATER.contains(&class.as_str())) {
            if self.context.once.first("class", class) {
                let finding = findings::not_read(&format!("the class `.{class}` is"), span);
                self.context.once.findings.push(finding);
            }
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
        if text[token.end..].starts_with('{')
            && let Some((attrs, after)) = attributes::parse(text, token.end)
        {
            self.later(&attrs, token.end, after);
            let role = span_role(&attrs);
            let start = self.out[at].start;
            self.out[at] = Token::open(role, Some(Box::new(attrs)), start, start + 1);
            self.read_to = after;
            return self.out.push(Token::new(Kind::Close, token.start, after));
        }
        let first = self.out.get(at + 1).and_then(Token::text).unwrap_or_default();
        let key = first.trim_start_matches('-');
        if key.starts_with('@') && key.len() > 1 && self.context.once.first("citation", "") {
            let span = self.context.span(self.out[at].start, token.end);
            self.context.once.findings.push(findings::not_read("a citation (`[@key]`) is", span));
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
        if !text[close.end..].starts_with('(') || !inside.iter().any(note) || inside.iter().any(link) {
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
            return self.out.push(Token::leaf(InlineKind::Note(note), start, close.end));
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
    } else if any(&["underline", "ul"]) {
        Role::Underline
    } else if any(&["mark"]) {
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
