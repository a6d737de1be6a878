//! The safe list of HTML elements in a line, paired and turned into markup.
//!
//! The parser gives one event a tag; each level of markup keeps a small stack of the tags
//! that are open in it. Elements off the list are reported, their text stays.

use super::context::Context;
use super::html::{self, Element};
use super::quotes;
use super::spans::span_role;
use super::token::{Kind, Role, Token, Wrap};
use crate::model::Attributes;
use crate::model::inline::InlineKind;
use crate::read::findings;

/// Elements that say nothing a book could show; their tags go without a word.
const SILENT: &[&str] = &[
    "p", "rp", "rb", "bdi", "bdo", "time", "data", "nobr", "picture", "source", "tbody", "thead", "colgroup",
    "col",
];

/// A tag that waits for its end, and where its token would stand.
struct Waiting {
    element: Element,
    at: usize,
}

/// Replaces every tag by markup, or takes it out.
pub(super) fn pair<'a>(tokens: Vec<Token<'a>>, context: &mut Context<'_>) -> Vec<Token<'a>> {
    if !tokens.iter().any(|token| matches!(token.kind, Kind::Tag(_))) {
        return tokens;
    }
    let mut out: Vec<Token<'a>> = Vec::with_capacity(tokens.len());
    let mut levels: Vec<Vec<Waiting>> = vec![Vec::new()];
    for token in tokens {
        match &token.kind {
            Kind::Open(_) => {
                levels.push(Vec::new());
                out.push(token);
            }
            Kind::Close => {
                if levels.len() > 1 {
                    levels.pop();
                }
                out.push(token);
            }
            Kind::Tag(tag) => {
                let Some(element) = html::element(tag) else { continue };
                let (start, end) = (token.start, token.end);
                if let Some(level) = levels.last_mut() {
                    Placing { out: &mut out, level, context, start, end }.place(element);
                }
            }
            _ => out.push(token),
        }
    }
    out
}

/// One tag on its way into the row.
struct Placing<'o, 'a, 'l, 'c, 'x> {
    out: &'o mut Vec<Token<'a>>,
    level: &'l mut Vec<Waiting>,
    context: &'c mut Context<'x>,
    start: usize,
    end: usize,
}

impl Placing<'_, '_, '_, '_, '_> {
    fn place(&mut self, element: Element) {
        match element.name.as_str() {
            "br" => self.leaf(InlineKind::HardBreak, None),
            "wbr" => self.leaf(InlineKind::WordBreak, None),
            "img" => self.image(&element),
            "rt" => self.text(if element.closing { ")" } else { " (" }),
            "q" => self.quote(&element),
            _ if element.closing => self.close(&element),
            _ if role(&element).is_some() => self.wait(element),
            "script" | "style" => {
                if self.context.once.first("dropped", &element.name) {
                    let span = self.context.span(self.start, self.end);
                    self.context.once.findings.push(findings::dropped_html(&element.shown, span));
                }
                self.wait(element);
            }
            name => {
                if !SILENT.contains(&name) && self.context.once.first("html", name) {
                    let span = self.context.span(self.start, self.end);
                    self.context.once.findings.push(findings::unknown_html(&element.shown, span));
                }
                if element.get("id").is_some() {
                    self.leaf(InlineKind::Anchor, attributes(&element));
                }
            }
        }
    }

    fn leaf(&mut self, kind: InlineKind, attrs: Option<Box<Attributes>>) {
        self.out.push(Token::new(Kind::Leaf(Box::new((kind, attrs))), self.start, self.end));
    }

    fn text(&mut self, text: &str) {
        self.out.push(Token::new(Kind::Literal(text.to_owned().into()), self.start, self.end));
    }

    fn quote(&mut self, element: &Element) {
        let marks = quotes::of(&self.context.lang);
        self.text(if element.closing { marks.double.1 } else { marks.double.0 });
    }

    fn image(&mut self, element: &Element) {
        let url = element.get("src").unwrap_or_default().to_owned();
        let title = element.get("title").map(str::to_owned);
        let mut attrs = *attributes(element).unwrap_or_default();
        if element.get("alt") == Some("") {
            attrs.classes.push("decorative".to_owned());
        }
        let (start, end) = (self.start, self.end);
        self.out.push(Token::open(Role::Image { url, title }, Some(Box::new(attrs)), start, end));
        self.out.push(Token::new(Kind::Close, start, end));
    }

    /// An opening tag: its token is a place held open, empty text until its end is met.
    fn wait(&mut self, element: Element) {
        let is_anchor = element.name == "a" && element.get("href").is_none();
        if is_anchor {
            self.leaf(InlineKind::Anchor, attributes(&element));
            return;
        }
        let at = self.out.len();
        self.text("");
        if !element.empty {
            self.level.push(Waiting { element, at });
        }
    }

    fn close(&mut self, element: &Element) {
        let Some(found) = self.level.iter().rposition(|w| w.element.name == element.name) else { return };
        let Some(waiting) = self.level.drain(found..).next() else { return };
        if matches!(element.name.as_str(), "script" | "style") {
            self.out.truncate(waiting.at);
            return;
        }
        let Some(role) = role(&waiting.element) else { return };
        if let Some(token) = self.out.get_mut(waiting.at) {
            token.kind = Kind::Open(Box::new(Wrap { role, attrs: attributes(&waiting.element) }));
            self.out.push(Token::new(Kind::Close, self.start, self.end));
        }
    }
}

/// The markup an element stands for.
fn role(element: &Element) -> Option<Role> {
    Some(match element.name.as_str() {
        "em" | "i" | "cite" | "dfn" | "var" => Role::Emphasis,
        "strong" | "b" => Role::Strong,
        "s" | "del" | "strike" => Role::Strikeout,
        "u" | "ins" => Role::Underline,
        "sub" => Role::Subscript,
        "sup" => Role::Superscript,
        "kbd" => Role::Keyboard,
        "mark" => Role::Mark,
        "abbr" => Role::Abbreviation,
        "code" | "tt" | "samp" => Role::Code,
        "span" => attributes(element).map_or(Role::Span, |attrs| span_role(&attrs)),
        "small" | "ruby" => Role::Span,
        "a" => Role::Link {
            url: element.get("href").unwrap_or_default().to_owned(),
            title: element.get("title").map(str::to_owned),
        },
        _ => return None,
    })
}

/// An element's attributes as the model has them.
fn attributes(element: &Element) -> Option<Box<Attributes>> {
    let mut attrs = Attributes::default();
    if element.name == "small" {
        attrs.classes.push("small".to_owned());
    }
    for (key, value) in &element.pairs {
        match key.as_str() {
            "id" | "name" if element.name == "a" || key == "id" => attrs.label = Some(value.clone()),
            "class" => attrs.classes.extend(value.split_whitespace().map(str::to_owned)),
            "lang" | "xml:lang" => attrs.pairs.push(("lang".to_owned(), value.clone())),
            "title" if element.name == "abbr" => attrs.pairs.push((key.clone(), value.clone())),
            "alt" | "width" if element.name == "img" => attrs.pairs.push((key.clone(), value.clone())),
            _ => {}
        }
    }
    (attrs != Attributes::default()).then(|| Box::new(attrs))
}
