//! The text of a style sheet to a [`Sheet`], with what is wrong in it.

use cssparser::{Delimiter, ParseError, Parser, Token};

use super::select::{self, Families, FontRule};
use super::{FaceRule, Origin, Sheet};
use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::document::{Link, Use};
use crate::inspect::findings::Findings;
use crate::inspect::url::Target;

/// Rules in rules: far past what any sheet nests.
const DEEPEST: usize = 32;

type Parsed<T> = Result<T, ParseError<()>>;

struct Reader<'a> {
    text: &'a str,
    origin: Origin<'a>,
    findings: &'a mut Findings,
    sheet: Sheet,
    /// The last closing brace that ended a block.
    closed: Option<usize>,
    /// How deep rules stand in rules.
    depth: usize,
    /// How many conditions (`@media`) hold.
    conditions: usize,
}

/// A sheet.
pub(super) fn sheet(text: &str, origin: Origin<'_>, findings: &mut Findings) -> Sheet {
    let mut parser = Parser::new(text);
    let mut reader = Reader::new(text, origin, findings);
    reader.rules(&mut parser);
    reader.sheet
}

/// Declarations without a rule.
pub(super) fn declarations(text: &str, origin: Origin<'_>, findings: &mut Findings) -> Sheet {
    let mut parser = Parser::new(text);
    let mut reader = Reader::new(text, origin, findings);
    reader.block(&mut parser, &mut Block::Style(None));
    reader.sheet
}

/// What a block of declarations is for.
enum Block {
    /// A style rule with this selector.
    Style(Option<String>),
    Face(FaceRule),
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, origin: Origin<'a>, findings: &'a mut Findings) -> Self {
        Self { text, origin, findings, sheet: Sheet::default(), closed: None, depth: 0, conditions: 0 }
    }

    fn tell(&mut self, from: usize, to: usize, message: &str, help: &str) {
        let finding = Diagnostic::new(Code::CssSyntax, message).at(self.origin.span(from, to), "");
        self.findings.push(finding.help(help));
    }

    fn rules(&mut self, parser: &mut Parser<'_>) {
        loop {
            parser.skip_whitespace();
            let start = parser.position().byte_index();
            let token = match parser.next() {
                Ok(token) => token.clone(),
                Err(_) => return,
            };
            match token {
                Token::CDO | Token::CDC | Token::Semicolon => {}
                Token::AtKeyword(name) => self.at_rule(&name.to_ascii_lowercase(), start, parser),
                Token::CloseCurlyBracket => {
                    self.tell(
                        start,
                        start + 1,
                        "this `}` closes nothing",
                        "take it out, or find the `{` that is missing before it",
                    );
                }
                Token::CurlyBracketBlock => {
                    self.tell(
                        start,
                        start + 1,
                        "this rule has no selector",
                        "write what it is for before the `{`",
                    );
                    self.nested(parser, start, &mut Block::Style(None));
                }
                first => self.qualified(&first, start, parser),
            }
        }
    }

    /// A rule: a selector up to `{`, then declarations.
    fn qualified(&mut self, first: &Token<'_>, start: usize, parser: &mut Parser<'_>) {
        if let Token::BadString(_) | Token::BadUrl(_) = first {
            self.tell(start, start + 1, "a quotation mark is never closed on its line", "close it");
        }
        let at = loop {
            let at = parser.position().byte_index();
            match parser.next_including_whitespace_and_comments() {
                Ok(Token::CurlyBracketBlock) => break at,
                Ok(Token::BadString(_)) => {
                    self.tell(at, at + 1, "a quotation mark is never closed on its line", "close it");
                }
                Ok(_) => {}
                Err(_) => {
                    let end = self.text.len().min(start + 40);
                    self.tell(
                        start,
                        floor(self.text, end),
                        "this is neither a rule nor a comment",
                        "write `selector { property: value; }`",
                    );
                    return;
                }
            }
        };
        let selector = self.text.get(start..at).unwrap_or_default().trim().to_owned();
        self.nested(parser, at, &mut Block::Style(Some(selector)));
    }

    /// The block whose `{` was just read.
    fn nested(&mut self, parser: &mut Parser<'_>, opened: usize, block: &mut Block) {
        if self.depth >= DEEPEST {
            return;
        }
        self.depth += 1;
        let _: Parsed<()> = parser.parse_nested_block(|inner| {
            self.block(inner, block);
            Ok(())
        });
        self.depth -= 1;
        self.close(parser, opened);
    }

    /// Tells of a block that the end of the sheet ended.
    fn close(&mut self, parser: &Parser<'_>, opened: usize) {
        let end = parser.position().byte_index().checked_sub(1);
        let is_closed =
            end.is_some_and(|end| self.text.as_bytes().get(end) == Some(&b'}') && self.closed != Some(end));
        if is_closed {
            self.closed = end;
        } else {
            self.tell(opened, opened + 1, "this `{` is never closed", "put a `}` after the last declaration");
        }
    }

    fn at_rule(&mut self, name: &str, start: usize, parser: &mut Parser<'_>) {
        let mut prelude = Vec::new();
        let opened = loop {
            let at = parser.position().byte_index();
            match parser.next() {
                Ok(Token::CurlyBracketBlock) => break Some(parser.position().byte_index() - 1),
                Ok(Token::Semicolon) | Err(_) => break None,
                Ok(Token::UnquotedUrl(url) | Token::QuotedString(url)) => prelude.push((url.to_string(), at)),
                Ok(Token::Function(function)) if function.eq_ignore_ascii_case("url") => {
                    let url: Parsed<String> =
                        parser.parse_nested_block(|inner| Ok(inner.expect_string()?.to_string()));
                    prelude.extend(url.ok().map(|url| (url, at)));
                }
                Ok(_) => {}
            }
        };
        if name == "import" {
            if let Some((url, at)) = prelude.first() {
                self.reference(url, Use::Stylesheet, *at, parser.position().byte_index());
            }
        }
        let Some(opened) = opened else { return };
        match name {
            "media" | "supports" | "layer" | "container" | "document" | "scope" => {
                if self.depth >= DEEPEST {
                    return;
                }
                self.depth += 1;
                self.conditions += 1;
                let _: Parsed<()> = parser.parse_nested_block(|inner| {
                    self.rules(inner);
                    Ok(())
                });
                self.conditions -= 1;
                self.depth -= 1;
                self.close(parser, opened);
            }
            "font-face" => {
                let face = FaceRule { family: String::new(), files: Vec::new(), is_partial: false };
                let mut block = Block::Face(face);
                let before = self.sheet.links.len();
                self.nested(parser, opened, &mut block);
                let Block::Face(face) = block else { return };
                if face.family.is_empty() && self.sheet.links.len() == before {
                    let finding = Diagnostic::new(Code::CssFontFace, "this `@font-face` declares no font");
                    let finding = finding.at(self.origin.span(start, start + "@font-face".len()), "");
                    self.findings.push(finding.help("give it `font-family` and `src`, or take it out"));
                }
                self.sheet.faces.push(face);
            }
            _ => {
                let _: Parsed<()> = parser.parse_nested_block(|inner| {
                    while inner.next().is_ok() {}
                    Ok(())
                });
                self.close(parser, opened);
            }
        }
    }

    /// Declarations, and rules in rules.
    fn block(&mut self, parser: &mut Parser<'_>, block: &mut Block) {
        loop {
            parser.skip_whitespace();
            let start = parser.position().byte_index();
            let token = match parser.next() {
                Ok(token) => token.clone(),
                Err(_) => return,
            };
            match token {
                Token::Semicolon => {}
                Token::AtKeyword(name) => self.at_rule(&name.to_ascii_lowercase(), start, parser),
                Token::Ident(name) => {
                    let end = parser.position().byte_index();
                    let is_declaration = parser.try_parse(Parser::expect_colon).is_ok();
                    let name = name.to_ascii_lowercase();
                    let looks_ahead = self
                        .text
                        .get(end..)
                        .and_then(|rest| rest.find([';', '{', '}']).map(|at| rest.as_bytes()[at]));
                    if is_declaration && (looks_ahead != Some(b'{') || name.starts_with("--")) {
                        self.declaration(&name, start, parser, block);
                    } else if looks_ahead == Some(b'{') {
                        self.qualified(&Token::Semicolon, start, parser);
                    } else {
                        self.tell(
                            start,
                            end,
                            &format!("there is no colon after `{name}`"),
                            "write `property: value;`",
                        );
                        skip(parser);
                    }
                }
                Token::Delim('&' | '.' | '>' | '+' | '~' | '*')
                | Token::IDHash(_)
                | Token::Hash(_)
                | Token::Colon
                | Token::SquareBracketBlock => {
                    let ahead = self
                        .text
                        .get(start..)
                        .and_then(|rest| rest.find([';', '{', '}']).map(|at| rest.as_bytes()[at]));
                    if ahead == Some(b'{') {
                        self.qualified(&Token::Semicolon, start, parser);
                    } else {
                        self.tell(
                            start,
                            start + 1,
                            "a declaration begins with the name of a property",
                            "write `property: value;`",
                        );
                        skip(parser);
                    }
                }
                _ => {
                    self.tell(
                        start,
                        start + 1,
                        "a declaration begins with the name of a property",
                        "write `property: value;`",
                    );
                    skip(parser);
                }
            }
        }
    }

    /// What follows `property:` up to the semicolon.
    fn declaration(&mut self, name: &str, start: usize, parser: &mut Parser<'_>, block: &mut Block) {
        let from = parser.position().byte_index();
        let mut urls = Vec::new();
        let mut bad = None;
        let mut is_empty = true;
        let _: Parsed<()> = parser.parse_until_after(Delimiter::Semicolon, |value| {
            loop {
                value.skip_whitespace();
                let at = value.position().byte_index();
                let token = match value.next() {
                    Ok(token) => token.clone(),
                    Err(_) => return Ok(()),
                };
                is_empty = false;
                let end = value.position().byte_index();
                match token {
                    Token::UnquotedUrl(url) => urls.push((url.to_string(), at, end)),
                    Token::BadUrl(_) | Token::BadString(_) => bad = Some(at),
                    Token::Function(function) if function.eq_ignore_ascii_case("url") => {
                        let url: Parsed<String> =
                            value.parse_nested_block(|inner| Ok(inner.expect_string()?.to_string()));
                        urls.extend(url.ok().map(|url| (url, at, end)));
                    }
                    _ => {}
                }
            }
        });
        let to = parser.position().byte_index();
        if let Some(at) = bad {
            self.tell(at, at + 1, "a quotation mark or bracket is never closed", "close it");
        }
        if is_empty && !name.starts_with("--") {
            self.tell(
                start,
                from,
                &format!("`{name}` has no value"),
                "write one, or take the declaration out",
            );
        }
        let value = self.text.get(from..to).unwrap_or_default();
        let value = value.trim().trim_end_matches(';').trim();
        if matches!(name, "direction" | "unicode-bidi") && !matches!(block, Block::Face(_)) {
            let finding = Diagnostic::new(
                Code::CssProperty,
                format!("`{name}` may not stand in the style sheet of a book"),
            );
            let finding = finding.at(self.origin.span(start, start + name.len()), "");
            self.findings
                .push(finding.help("say it in the document: `dir=\"rtl\"`, or the elements `bdo` and `bdi`"));
        }
        let how = if matches!(block, Block::Face(_)) { Use::Font } else { Use::Image };
        for (url, at, end) in &urls {
            self.reference(url, how, *at, *end);
        }
        match block {
            Block::Face(face) => match name {
                "font-family" => face.family = unquoted(value).to_lowercase(),
                "src" => {
                    let local = self.sheet.links.iter().rev().take(urls.len());
                    face.files.extend(local.filter_map(|link| match &link.target {
                        Target::Local { path, .. } => Some(path.clone()),
                        _ => None,
                    }));
                }
                "unicode-range" => face.is_partial = true,
                _ => {}
            },
            Block::Style(selector) if matches!(name, "font-family" | "font") => {
                let families = if name == "font" { Families::Unknown } else { select::families(value) };
                let is_sure = self.conditions == 0 && self.depth <= 1;
                let rules = select::selectors(selector.as_deref(), is_sure);
                for selector in rules {
                    self.sheet.fonts.push(FontRule { selector, families: families.clone() });
                }
            }
            _ => {}
        }
    }

    fn reference(&mut self, url: &str, how: Use, from: usize, to: usize) {
        let span = self.origin.span(from, to);
        if url.trim().is_empty() {
            let finding = Diagnostic::new(Code::CssSyntax, "this reference is empty").at(span, "");
            self.findings.push(finding.help("write the path of a file, or take the declaration out"));
            return;
        }
        // Colours and masks of a drawing, wherever they are.
        if url.starts_with('#') {
            return;
        }
        let mut link = Link::new(self.origin.base, url, how, span);
        // A font has others to stand in for it, a picture behind text is only decoration.
        link.has_fallback = how != Use::Stylesheet;
        if let (Use::Stylesheet, Target::Local { path, .. }) = (how, &link.target) {
            self.sheet.imports.push(path.clone());
        }
        self.sheet.links.push(link);
    }
}

fn skip(parser: &mut Parser<'_>) {
    let _: Parsed<()> = parser.parse_until_after(Delimiter::Semicolon, |value| {
        while value.next().is_ok() {}
        Ok(())
    });
}

/// A name of a family without its quotation marks.
pub(super) fn unquoted(value: &str) -> String {
    value.trim().trim_matches(['"', '\'']).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn floor(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
