//! Code blocks: what stands after the fence, and the lines inside.
//!
//! Read are Markdown's language word, mdBook's words and hidden lines
//! ([`code_words`]), Pandoc's attributes and raw blocks (```` ```{=latex} ````), knitr's and
//! Quarto's cells (see [`cell`]), formulas (```` ```math ````).

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::attributes;
use super::cell;
use super::code_words;
use super::collect::Texts;
use super::context::Context;
use super::formula;
use super::html::HtmlSource;
use super::known::{self, Place};
use super::lift::command_side;
use crate::model::Attributes;
use crate::model::block::{BlockKind, CodeBlock, Side};
use crate::read::findings;

/// Languages whose source another program draws.
const DIAGRAMS: &[&str] = &["mermaid", "dot", "graphviz", "plantuml", "d2", "ditaa", "tikz"];

/// A code block while its lines are read.
#[derive(Debug)]
pub(super) struct CodeSource {
    info: Option<String>,
    start: usize,
    text: String,
    /// For raw HTML: where each part came from.
    parts: HtmlSource,
}

/// What a code block turns out to be.
pub(super) enum Made {
    /// Code, with its caption as it was written.
    Code {
        /// The code, without caption.
        code: CodeBlock,
        /// What was said of it.
        attrs: Attributes,
        /// Its caption in Markdown.
        caption: Option<String>,
        /// Where it stands.
        range: Range<usize>,
    },
    /// A formula, a page break.
    Block(BlockKind, Attributes, Range<usize>),
    /// HTML, for every edition.
    Html(HtmlSource),
    /// HTML for the ebook alone.
    EpubOnly(HtmlSource, Range<usize>),
    /// Another format's source.
    Nothing,
}

impl CodeSource {
    /// A block that begins at `start`.
    pub(super) fn new(kind: &CodeBlockKind<'_>, start: usize) -> Self {
        let info = match kind {
            CodeBlockKind::Fenced(info) => Some(info.to_string()),
            CodeBlockKind::Indented => None,
        };
        Self { info, start, text: String::new(), parts: HtmlSource::default() }
    }

    /// More text.
    pub(super) fn push(&mut self, text: &str, range: &Range<usize>, texts: Texts<'_>) {
        let same = texts.masked.get(range.clone()) == Some(text);
        let text = if same { texts.source.get(range.clone()).unwrap_or(text) } else { text };
        self.text.push_str(text);
        self.parts.push(text, range, texts);
    }
}

/// The block, once its end is met.
pub(super) fn finish(code: CodeSource, end: usize, context: &mut Context<'_>) -> Made {
    let CodeSource { info, start, mut text, parts } = code;
    let info = info.unwrap_or_default();
    let info = info.trim();
    if let Some(format) = info.strip_prefix("{=").and_then(|rest| rest.strip_suffix('}')) {
        return raw(format.trim(), &text, parts, start..end, context);
    }
    let cell = cell::read(info, &mut text);
    let is_cell = cell.is_some();
    let (lang, attrs) = match cell {
        Some(cell) if cell.is_hidden => return Made::Nothing,
        Some(cell) => (Some(cell.lang), cell.attrs),
        None => read_info(info),
    };
    let lang_is = |names: &[&str]| lang.as_deref().is_some_and(|lang| names.contains(&lang));
    if is_cell && !lang_is(DIAGRAMS) && context.once.first("cell", "") {
        let span = context.span(start, start + info.len() + 3);
        context.once.findings.push(findings::cell(span));
    }
    if lang_is(DIAGRAMS) && context.once.first("diagram", lang.as_deref().unwrap_or_default()) {
        let span = context.span(start, end);
        context.once.findings.push(findings::diagram(lang.as_deref().unwrap_or_default(), span));
    }
    if lang_is(&["math"]) {
        let mut tex = text.trim().to_owned();
        let label = formula::take_label(&mut tex);
        let attrs = Attributes { label: attrs.label.or(label), ..attrs };
        return Made::Block(BlockKind::Math(tex), attrs, start..end);
    }
    if !is_cell {
        check(info, &attrs, start..end, context);
    }
    let lang_prefix = lang.as_ref().and_then(|lang| context.source.hidden_lines.get(lang));
    let prefix = code_words::read(info).hidden.or(attrs.get("hidelines"));
    let prefix = prefix.or(lang_prefix.map(String::as_str));
    let shown = code_words::visible(&text, lang.as_deref(), prefix);
    let text = shown.strip_suffix('\n').unwrap_or(&shown).to_owned();
    let caption = first(&attrs, &["caption", "lst-cap", "fig-cap"]).map(str::to_owned);
    let filename = first(&attrs, &["filename", "title"]).map(str::to_owned);
    // What only has a name and a label is named in its caption, as in pandoc-crossref.
    let caption = caption.or_else(|| attrs.get("name").map(str::to_owned));
    // Braces that can't be read are set as the caption, which may be among them.
    let unread = info.find('{').filter(|at| !is_cell && attributes::parse(info, *at).is_none());
    if unread.is_some() {
        let span = context.span(start, start + info.len() + "```".len());
        context.once.findings.push(findings::malformed_attributes(span));
    }
    let caption = caption.or_else(|| unread.map(|at| info[at..].to_owned()));
    let numbered_from = numbered_from(&attrs);
    let code = CodeBlock { lang, text, filename, numbered_from, caption: Vec::new() };
    Made::Code { code, attrs, caption, range: start..end }
}

/// Pandoc's writers whose raw source no book is made of.
const OTHER_FORMATS: &[&str] = &[
    "latex",
    "tex",
    "beamer",
    "context",
    "typst",
    "docx",
    "openxml",
    "odt",
    "opendocument",
    "icml",
    "rtf",
    "pptx",
    "man",
    "ms",
    "rst",
    "org",
    "asciidoc",
    "mediawiki",
    "markdown",
    "plain",
    "ipynb",
    "jats",
    "docbook",
    "texinfo",
    "revealjs",
    "slidy",
    "s5",
    "dzslides",
    "fb2",
    "tei",
    "textile",
    "xwiki",
    "zimwiki",
    "dokuwiki",
];

/// A raw block: HTML, or another format's source.
fn raw(format: &str, text: &str, parts: HtmlSource, range: Range<usize>, context: &mut Context<'_>) -> Made {
    match format {
        "html" | "html4" | "html5" => return Made::Html(parts),
        "epub" | "epub2" | "epub3" => return Made::EpubOnly(parts, range),
        _ => {}
    }
    let side = match text.trim() {
        "#pagebreak()" => Some(Side::Any),
        command => command_side(command),
    };
    if let Some(side) = side {
        return Made::Block(BlockKind::PageBreak(side), Attributes::default(), range);
    }
    if !OTHER_FORMATS.contains(&format) {
        let span = context.span(range.start, range.end.min(range.start + format.len() + "```{=}".len()));
        context.once.findings.push(findings::unknown_raw_format(format, span));
        let code = CodeBlock { text: text.trim_end().to_owned(), ..CodeBlock::default() };
        return Made::Code { code, attrs: Attributes::default(), caption: None, range };
    }
    if context.once.first("raw block", format) {
        let span = context.span(range.start, range.end);
        context.once.findings.push(findings::dropped(&format!("a raw block (`{{={format}}}`) is"), span));
    }
    Made::Nothing
}

/// Says what stands after a fence and means nothing.
fn check(info: &str, attrs: &Attributes, range: Range<usize>, context: &mut Context<'_>) {
    let line = range.start..range.end.min(range.start + info.len() + "```".len());
    if let Some(words) = code_words::read(info).unknown
        && context.once.first("code words", words)
    {
        let what = format!("`{words}` after the language of a code block is");
        let span = context.span(line.start, line.end);
        context.once.findings.push(findings::dropped(&what, span));
    }
    if let Some(words) = after_attributes(info)
        && context.once.first("code words", words)
    {
        let what = format!("`{words}` after the fence of a code block is");
        let span = context.span(line.start, line.end);
        context.once.findings.push(findings::dropped(&what, span));
    }
    known::check(attrs, Place::CodeBlock, line, context);
}

/// What stands after the attributes of an info string, or in braces that are no attributes.
fn after_attributes(info: &str) -> Option<&str> {
    let brace = info.find('{')?;
    let end = attributes::parse(info, brace).map_or(brace, |(_, end)| end);
    Some(info[end..].trim()).filter(|words| !words.is_empty())
}

/// The value of the first of these keys that is there.
fn first<'a>(attrs: &'a Attributes, keys: &[&str]) -> Option<&'a str> {
    keys.iter().find_map(|key| attrs.get(key)).filter(|value| !value.trim().is_empty())
}

/// The number of the first line, when lines are to be numbered.
fn numbered_from(attrs: &Attributes) -> Option<u32> {
    let start = first(attrs, &["startFrom", "start-from", "start-line", "start"]);
    let start = start.and_then(|number| number.trim().parse().ok());
    let asked =
        ["numberLines", "number-lines", "line-numbers", "numbers"].iter().any(|class| attrs.has(class))
            || first(attrs, &["code-line-numbers", "linenos"]).is_some_and(|value| value != "false");
    start.or(asked.then_some(1))
}

/// The language and the attributes that an info string names.
fn read_info(info: &str) -> (Option<String>, Attributes) {
    let brace = info.find('{');
    let found = brace.and_then(|at| attributes::parse(info, at));
    let word = info[..brace.unwrap_or(info.len())].split([',', ' ', '\t']).next().unwrap_or_default();
    let mut attrs = found.map(|(attrs, _)| attrs).unwrap_or_default();
    let is_language = |class: &str| !matches!(class, "numberLines" | "number-lines" | "line-numbers");
    let lang = if word.is_empty() && attrs.classes.first().is_some_and(|class| is_language(class)) {
        Some(attrs.classes.remove(0))
    } else {
        Some(word.to_owned()).filter(|word| !word.is_empty())
    };
    (lang.map(|lang| lang.to_lowercase()), attrs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_strings_of_three_tools_are_read() {
        let lang = |info| read_info(info).0;
        assert_eq!(lang("Rust,ignore"), Some("rust".into()));
        assert_eq!(lang("{.python .input}"), Some("python".into()));
        assert_eq!(lang("js {#lst-x}"), Some("js".into()));
        assert_eq!(lang("{.numberLines}"), None);
        assert_eq!(lang(""), None);
        assert_eq!(read_info("{.rust #lst-x .numberLines}").1.label.as_deref(), Some("lst-x"));
    }

    #[test]
    fn lines_are_numbered_where_it_is_asked_for() {
        let from = |info: &str| numbered_from(&read_info(info).1);
        assert_eq!(from("{.rust .numberLines startFrom=5}"), Some(5));
        assert_eq!(from("{.rust .line-numbers}"), Some(1));
        assert_eq!(from("{.rust start-line=\"7\"}"), Some(7));
        assert_eq!((from("{.rust}"), from("{.rust code-line-numbers=false}")), (None, None));
    }
}
