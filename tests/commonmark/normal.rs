//! HTML to a row of tags and texts in which only what matters is different.
//!
//! The idea is the specification's own `test/normalize.py`; the dress of an EPUB comes on top.

use std::cell::RefCell;
use std::collections::BTreeMap;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// A link that leads nowhere within the book leads here while the book is written.
pub(crate) const ELSEWHERE: &str = "https://elsewhere.invalid/";

/// A tag or what stands between tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Open(String, BTreeMap<String, String>),
    Close(String),
    Text(String),
}

/// Elements beside whose tags white space says nothing.
const BLOCKS: &[&str] = &[
    "article", "aside", "blockquote", "body", "br", "button", "canvas", "caption", "col", "colgroup", "dd",
    "div", "dl", "dt", "embed", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "iframe", "li", "map", "object", "ol", "output", "p", "pre",
    "progress", "script", "section", "style", "table", "tbody", "td", "textarea", "tfoot", "th", "thead",
    "tr", "ul", "video",
];

/// What the specification expects.
pub(crate) fn expected(html: &str) -> Vec<String> {
    let mut pieces = pieces(html);
    for at in 0..pieces.len() {
        if let Piece::Open(name, attributes) = &mut pieces[at]
            && name == "img"
            && let Some(src) = attributes.get_mut("src")
        {
            // A picture's path from the book folder is the same with and without it.
            *src = src.trim_start_matches('/').to_owned();
        }
        if let Piece::Open(name, attributes) = &pieces[at]
            && name == "a"
            && let Some(href) = attributes.get("href").cloned()
            && pieces.get(at + 1) == Some(&Piece::Close("a".to_owned()))
        {
            // A link that has no words is named by its address, since a link must be heard.
            pieces.insert(at + 1, Piece::Text(href));
        }
    }
    lines(pieces)
}

/// What stands in the body of one of our documents, undressed; `pictures` gives the address
/// at which a file of the EPUB was written.
pub(crate) fn found(xhtml: &str, pictures: &BTreeMap<String, String>) -> Vec<Piece> {
    let body = xhtml.find("<body").map_or("", |at| &xhtml[at..]);
    let mut undressed = Vec::new();
    let mut open: Vec<Option<String>> = Vec::new();
    for piece in pieces(body) {
        match piece {
            Piece::Open(name, attributes) => {
                let name = undressed_name(&name, &attributes);
                if let Some(name) = &name {
                    let attributes = undressed_attributes(name, attributes, pictures);
                    undressed.push(Piece::Open(name.clone(), attributes));
                }
                if name.as_deref().is_none_or(|name| !is_void(name)) {
                    open.push(name);
                }
            }
            Piece::Close(_) => undressed.extend(open.pop().flatten().map(Piece::Close)),
            Piece::Text(text) => undressed.push(Piece::Text(text)),
        }
    }
    without_captions(undressed)
}

/// The element as the specification has it; `None` for one that only an EPUB needs.
fn undressed_name(name: &str, attributes: &BTreeMap<String, String>) -> Option<String> {
    let class = attributes.get("class").map_or("", String::as_str);
    let has = |wanted: &str| class.split(' ').any(|class| class == wanted);
    match name {
        "body" | "section" | "header" => None,
        // Lines that the author broke hang.
        "span" if has("line") => None,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            // No rank may be skipped in a book: the class says which was written.
            let rank = class.split(' ').find_map(|class| class.strip_prefix("rank-"));
            Some(rank.map_or(name.to_owned(), |rank| format!("h{rank}")))
        }
        name => Some(name.to_owned()),
    }
}

fn undressed_attributes(
    name: &str,
    attributes: BTreeMap<String, String>,
    pictures: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let undressed = |(key, value): (String, String)| match (name, key.as_str()) {
        ("code", "class") if value.starts_with("language-") => Some((key, value)),
        (_, "id" | "class" | "role" | "epub:type" | "aria-labelledby" | "aria-label" | "scope") => None,
        ("a", "href") => {
            let address = value.strip_prefix(ELSEWHERE).map(str::to_owned);
            Some((key, address.unwrap_or(value)))
        }
        ("img", "src") => {
            let file = value.rsplit('/').next().unwrap_or_default();
            Some((key, pictures.get(file).cloned().unwrap_or(value)))
        }
        _ => Some((key, value)),
    };
    attributes.into_iter().filter_map(undressed).collect()
}

/// A picture alone in its paragraph is a figure: it becomes a paragraph again, and its
/// caption, where it says what the alternative text says, that text alone.
fn without_captions(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut alt = String::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        at += 1;
        match piece {
            Piece::Open(name, _) if name == "figure" => out.push(Piece::Open("p".into(), BTreeMap::new())),
            Piece::Close(name) if name == "figure" => out.push(Piece::Close("p".into())),
            Piece::Open(name, _) if name == "figcaption" => {
                let rest = &pieces[at..];
                let length = rest.iter().take_while(|p| **p != Piece::Close("figcaption".into())).count();
                if words(&text_of(&rest[..length])) == words(&alt) {
                    at += length + 1;
                } else {
                    out.push(piece.clone());
                }
            }
            _ => {
                if let Piece::Open(name, attributes) = piece
                    && name == "img"
                {
                    alt = attributes.get("alt").cloned().unwrap_or_default();
                }
                out.push(piece.clone());
            }
        }
    }
    out
}

/// What is written between tags.
pub(crate) fn text_of(pieces: &[Piece]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Text(text) => Some(text.clone()),
        _ => None,
    };
    pieces.iter().filter_map(text).collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// A piece a line, without the white space that says nothing.
pub(crate) fn lines(pieces: Vec<Piece>) -> Vec<String> {
    let pieces = named_by_address(merged(pieces));
    let is_block = |piece: Option<&Piece>| match piece {
        None => true,
        Some(Piece::Open(name, _) | Piece::Close(name)) => BLOCKS.contains(&name.as_str()),
        Some(Piece::Text(_)) => false,
    };
    let mut out = Vec::new();
    let mut pre = 0_usize;
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(name, attributes) => {
                pre += usize::from(name == "pre");
                let said = attributes.iter().map(|(key, value)| format!(" {key}={value:?}"));
                out.push(format!("<{name}{}>", said.collect::<String>()));
            }
            Piece::Close(name) => {
                pre = pre.saturating_sub(usize::from(name == "pre"));
                out.push(format!("</{name}>"));
            }
            Piece::Text(text) if pre > 0 => {
                // The end of the last line, which the end of the block says too.
                let last = pieces.get(at + 1) == Some(&Piece::Close("code".into()));
                let text = text.strip_suffix('\n').filter(|_| last).unwrap_or(text);
                if !text.is_empty() {
                    out.push(format!("{text:?}"));
                }
            }
            Piece::Text(text) => {
                let mut text = collapsed(text);
                if at == 0 || is_block(pieces.get(at - 1)) {
                    text = text.trim_start_matches(' ').to_owned();
                }
                if is_block(pieces.get(at + 1)) {
                    text.truncate(text.trim_end_matches(' ').len());
                }
                if !text.is_empty() {
                    out.push(format!("{text:?}"));
                }
            }
        }
    }
    out
}

/// Texts that touch as one.
fn merged(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    for piece in pieces {
        match (out.last_mut(), piece) {
            (Some(Piece::Text(last)), Piece::Text(text)) => last.push_str(&text),
            (_, piece) => out.push(piece),
        }
    }
    out
}

/// The name of a link without words, as it is written in its `href`.
fn named_by_address(mut pieces: Vec<Piece>) -> Vec<Piece> {
    for at in 1..pieces.len() {
        if let (Piece::Open(_, attributes), Piece::Text(text)) = (&pieces[at - 1], &pieces[at])
            && text.starts_with(ELSEWHERE)
            && let Some(href) = attributes.get("href").cloned()
        {
            pieces[at] = Piece::Text(href);
        }
    }
    pieces
}

/// Runs of blanks, tabs and line feeds as one blank each.
fn collapsed(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        let c = if matches!(c, ' ' | '\t' | '\n') { ' ' } else { c };
        if c != ' ' || !out.ends_with(' ') {
            out.push(c);
        }
    }
    out
}

fn is_void(name: &str) -> bool {
    matches!(name, "area" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "wbr")
}

/// Gathers what html5ever's tokenizer finds.
#[derive(Default)]
struct Pieces(RefCell<Vec<Piece>>);

impl TokenSink for Pieces {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut pieces = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => pieces.push(Piece::Text(text.to_string())),
            Token::NullCharacterToken => pieces.push(Piece::Text("\u{FFFD}".to_owned())),
            Token::TagToken(Tag { kind: TagKind::EndTag, name, .. }) => {
                pieces.push(Piece::Close(name.to_string()));
            }
            Token::TagToken(Tag { name, attrs, .. }) => {
                let attributes = attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string()));
                pieces.push(Piece::Open(name.to_string(), attributes.collect()));
                return match &*name {
                    "script" => TokenSinkResult::RawData(ScriptData),
                    "style" => TokenSinkResult::RawData(Rawtext),
                    "textarea" => TokenSinkResult::RawData(Rcdata),
                    _ => TokenSinkResult::Continue,
                };
            }
            // Nobody sees the rest.
            Token::CommentToken(_) | Token::DoctypeToken(_) | Token::EOFToken | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

fn pieces(html: &str) -> Vec<Piece> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Pieces::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}
