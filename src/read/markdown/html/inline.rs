//! The tree's markup within a line as tokens.
//!
//! Two kinds of lines come here. In Markdown's, the parser was given the tags, and for
//! everything between them a number: so markup that Markdown and HTML close crosswise is
//! set right as browsers do it. In blocks of HTML, text is text.

use super::super::context::Context;
use super::super::quotes;
use super::super::token::{Kind, Role, Token, mark_text};
use super::attributes::{attributes, check_style, width};
use super::dom::{Dom, Node};
use super::markup::{unknown, wraps};
use super::{findings, names};
use crate::model::Attributes;
use crate::model::inline::InlineKind;

/// Ends the number that stands for a token.
pub(super) const END: char = ';';

/// Makes tokens of a tree.
pub(super) struct Inlines<'d, 'a, 'x> {
    dom: &'d Dom,
    context: &'d mut Context<'x>,
    out: &'d mut Vec<Token<'a>>,
    /// The tokens that numbers stand for, in Markdown's lines.
    pub written: Option<&'d mut Vec<Option<Token<'a>>>>,
    /// Nodes that were read already.
    pub skip: &'d [usize],
    /// Open elements whose text is code.
    code: usize,
    /// Quotations open.
    quotes: usize,
}

impl<'d, 'a, 'x> Inlines<'d, 'a, 'x> {
    /// Tokens are added to `out`.
    pub(super) fn new(dom: &'d Dom, context: &'d mut Context<'x>, out: &'d mut Vec<Token<'a>>) -> Self {
        Self { dom, context, out, written: None, skip: &[], code: 0, quotes: 0 }
    }

    /// All that stands in a node.
    pub(super) fn children(&mut self, id: usize) {
        let dom = self.dom;
        for child in dom.children(id) {
            self.node(child);
        }
    }

    /// One node and all below it.
    pub(super) fn node(&mut self, id: usize) {
        let dom = self.dom;
        let node = dom.node(id);
        if self.skip.contains(&id) {
            return;
        }
        if node.is_text() {
            return if self.written.is_some() { self.numbers(&node.text) } else { self.text(node) };
        }
        if let Some(number) = node.slot
            && let Some(Some(Token { kind: Kind::Open(wrap), start, end })) =
                self.written.as_ref().and_then(|written| written.get(number))
        {
            let open = Token::new(Kind::Open(wrap.clone()), *start, *end);
            self.out.push(open);
            self.children(id);
            return self.out.push(Token::new(Kind::Close, node.end, node.end));
        }
        check_style(node, self.context);
        self.element(id, node);
    }

    fn element(&mut self, id: usize, node: &Node) {
        match node.name.as_str() {
            "br" | "hr" => self.line_break(node),
            "wbr" => self.leaf(node, InlineKind::WordBreak, None),
            "img" => self.image(node),
            "rp" | "script" | "style" | "link" => {}
            "rt" => {
                self.literal(node, " (");
                self.children(id);
                self.literal(node, ")");
            }
            "q" => self.quote(id, node),
            "code" | "tt" | "samp" => {
                self.anchor(node);
                self.code += 1;
                self.children(id);
                self.code -= 1;
            }
            "input" => self.input(node),
            "math" => self.math(id, node),
            "svg" | "audio" | "video" | "iframe" | "embed" | "object" => self.media(id, node),
            name if names::is_block(name) => self.block(id, node),
            _ => self.wrapped(id, node),
        }
    }

    /// Markup round what stands in an element.
    fn wrapped(&mut self, id: usize, node: &Node) {
        let wraps = wraps(node, self.context);
        if wraps.is_empty() {
            self.anchor(node);
        }
        let count = wraps.len();
        for wrap in wraps {
            self.out.push(Token::new(Kind::Open(Box::new(wrap)), node.start, node.start));
        }
        self.children(id);
        for _ in 0..count {
            self.out.push(Token::new(Kind::Close, node.end, node.end));
        }
    }

    /// A block within a line: it begins and ends a line of its own.
    fn block(&mut self, id: usize, node: &Node) {
        if matches!(node.name.as_str(), "td" | "th") {
            self.literal(node, " ");
            return self.children(id);
        }
        self.line_break(node);
        self.anchor(node);
        if node.name == "li" {
            self.literal(node, "• ");
        }
        self.children(id);
        self.line_break(node);
    }

    fn leaf(&mut self, node: &Node, kind: InlineKind, attrs: Option<Box<Attributes>>) {
        self.out.push(Token::new(Kind::Leaf(Box::new((kind, attrs))), node.start, node.end));
    }

    fn literal(&mut self, node: &Node, text: &str) {
        self.out.push(Token::new(Kind::Literal(text.to_owned().into()), node.start, node.end));
    }

    /// The label of an element that becomes nothing else.
    fn anchor(&mut self, node: &Node) {
        let attrs = attributes(node);
        if attrs.label.is_some() {
            let attrs = Attributes { label: attrs.label, ..Attributes::default() };
            self.leaf(node, InlineKind::Anchor, Some(Box::new(attrs)));
        }
    }

    /// A line break; of two blocks that meet, one is enough.
    fn line_break(&mut self, node: &Node) {
        let doubled = node.name != "br"
            && self
                .out
                .last()
                .is_none_or(|last| matches!(&last.kind, Kind::Leaf(leaf) if leaf.0 == InlineKind::HardBreak));
        if !doubled {
            self.leaf(node, InlineKind::HardBreak, None);
        }
    }

    /// The tokens whose numbers a text holds.
    fn numbers(&mut self, text: &str) {
        for number in text.split(END).filter_map(|number| number.trim().parse::<usize>().ok()) {
            let written = self.written.as_mut().and_then(|written| written.get_mut(number));
            let Some(token) = written.and_then(Option::take) else { continue };
            if self.code == 0 {
                self.out.push(token);
                continue;
            }
            match &token.kind {
                Kind::Text(text) | Kind::Literal(text) => self.code_text(text, token.start, token.end),
                Kind::Mark(byte) => self.code_text(mark_text(*byte), token.start, token.end),
                Kind::Leaf(leaf) if leaf.0 == InlineKind::SoftBreak => {
                    self.code_text(" ", token.start, token.end);
                }
                _ => self.out.push(token),
            }
        }
    }

    /// Text as written, also where numbers stand for it.
    fn source(&mut self, text: String) -> String {
        let Some(written) = &mut self.written else { return text };
        let numbers = text.split(END).filter_map(|number| number.trim().parse::<usize>().ok());
        let tokens = numbers.filter_map(|number| written.get_mut(number).and_then(Option::take));
        tokens.map(|token| token.text().unwrap_or(" ").to_owned()).collect::<String>().trim().to_owned()
    }

    /// Text of a block of HTML: blanks run together as browsers do it.
    fn text(&mut self, node: &Node) {
        let mut text = String::with_capacity(node.text.len());
        for c in node.text.chars() {
            if !c.is_ascii_whitespace() {
                text.push(c);
            } else if !(text.ends_with(' ') || (text.is_empty() && self.after_blank())) {
                text.push(' ');
            }
        }
        if self.code > 0 {
            self.code_text(&text, node.start, node.end);
        } else if !text.is_empty() {
            self.literal(node, &text);
        }
    }

    fn after_blank(&self) -> bool {
        let said = |token: &&Token<'_>| !matches!(token.kind, Kind::Open(_) | Kind::Close);
        self.out.iter().rev().find(said).is_none_or(|token| match &token.kind {
            Kind::Leaf(leaf) => match &leaf.0 {
                InlineKind::HardBreak => true,
                InlineKind::Code(code) => code.ends_with(' '),
                _ => false,
            },
            _ => token.text().is_some_and(|text| text.ends_with(' ')),
        })
    }

    fn code_text(&mut self, text: &str, start: usize, end: usize) {
        if let Some(Token { kind: Kind::Leaf(leaf), end: stop, .. }) = self.out.last_mut()
            && let (InlineKind::Code(code), None) = (&mut leaf.0, &leaf.1)
        {
            code.push_str(text);
            *stop = end.max(*stop);
        } else if !text.is_empty() {
            let code = InlineKind::Code(text.to_owned());
            self.out.push(Token::new(Kind::Leaf(Box::new((code, None))), start, end));
        }
    }

    fn quote(&mut self, id: usize, node: &Node) {
        let marks = quotes::of(&self.context.lang);
        let (open, close) = if self.quotes.is_multiple_of(2) { marks.double } else { marks.single };
        self.literal(node, open);
        self.quotes += 1;
        self.children(id);
        self.quotes -= 1;
        self.literal(node, close);
    }

    fn image(&mut self, node: &Node) {
        let url = node.get("src").unwrap_or_default().to_owned();
        let title = node.get("title").map(str::to_owned).filter(|title| !title.is_empty());
        let mut attrs = attributes(node);
        if let Some(alt) = node.get("alt") {
            attrs.pairs.push(("alt".to_owned(), alt.to_owned()));
        }
        if let Some(width) = width(node) {
            attrs.pairs.push(("width".to_owned(), width));
        }
        let silent = node.get("alt") == Some("")
            || matches!(node.get("role"), Some("presentation" | "none"))
            || node.get("aria-hidden") == Some("true");
        if silent {
            attrs.classes.push("decorative".to_owned());
        }
        let role = Role::Image { url, title };
        self.out.push(Token::open(role, Some(Box::new(attrs)), node.start, node.end));
        self.out.push(Token::new(Kind::Close, node.start, node.end));
    }

    /// A control of a form: only a box to tick has a sign in print.
    fn input(&mut self, node: &Node) {
        match node.get("type").map(str::to_ascii_lowercase).as_deref() {
            Some("checkbox" | "radio") => {
                let sign = if node.get("checked").is_some() { "☑ " } else { "☐ " };
                self.literal(node, sign);
            }
            Some("hidden") => {}
            _ => {
                unknown(node, self.context);
                self.literal(node, node.get("value").unwrap_or_default());
            }
        }
    }

    /// A formula in `MathML`: its TeX source, when it has one, else its signs.
    fn math(&mut self, id: usize, node: &Node) {
        let mut tex = None;
        annotation(self.dom, id, &mut tex);
        if let Some(tex) = tex {
            let tex = self.source(tex);
            let display = node.get("display") == Some("block");
            return self.leaf(node, InlineKind::Math { tex, display }, None);
        }
        if self.context.once.first("html", "math") {
            let span = self.context.span(node.start, node.end);
            self.context.once.findings.push(findings::math_ml(span));
        }
        self.children(id);
    }

    /// Sound, film, frames and drawings: a link to where they are, and what stands in them
    /// for those who can't have them.
    fn media(&mut self, id: usize, node: &Node) {
        self.anchor(node);
        self.media_link(id, node);
        self.children(id);
    }

    /// The link to what an element would play or show; nothing for any other element.
    pub(super) fn media_link(&mut self, id: usize, node: &Node) {
        if !matches!(node.name.as_str(), "svg" | "audio" | "video" | "iframe" | "embed" | "object") {
            return;
        }
        let of = |node: &Node| node.get("src").or_else(|| node.get("data")).map(str::to_owned);
        let inner = self.dom.children(id).map(|child| self.dom.node(child)).find_map(of);
        let url = of(node).or(inner).filter(|url| !url.is_empty());
        if self.context.once.first("html", &node.name) {
            let span = self.context.span(node.start, node.end);
            self.context.once.findings.push(findings::html_media(&node.name, span));
        }
        if let Some(url) = url {
            let is_address = url.contains("://");
            let shown = match node.get("title").or_else(|| node.get("aria-label")) {
                Some(title) if is_address => title.to_owned(),
                // A file beside the book comes into no edition; its name tells where to look.
                Some(title) => format!("{title} ({url})"),
                None => url.clone(),
            };
            if is_address {
                self.out.push(Token::open(Role::Link { url, title: None }, None, node.start, node.end));
            }
            self.literal(node, &shown);
            if is_address {
                self.out.push(Token::new(Kind::Close, node.end, node.end));
            }
            self.literal(node, " ");
        }
    }
}

/// The TeX source in an element of `MathML`.
fn annotation(dom: &Dom, id: usize, tex: &mut Option<String>) {
    for child in dom.children(id) {
        let node = dom.node(child);
        if node.name == "annotation" && node.get("encoding").is_some_and(|kind| kind.ends_with("tex")) {
            let mut text = String::new();
            dom.text_below(child, &mut text);
            *tex = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        }
        if tex.is_none() {
            annotation(dom, child, tex);
        }
    }
}
