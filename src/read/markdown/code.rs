//! Code blocks: what stands after the fence, and the lines inside.
//!
//! Read are Markdown's language word, mdBook's words and hidden lines ([`code_words`]), Pandoc's attributes and raw blocks (```` ```{=latex} ````).

use std::ops::Range;

use pulldown_cmark::CodeBlockKind;

use super::attributes;
use super::code_words;
use super::collect::Texts;
use super::context::Context;
use super::html_block::HtmlSource;
use crate::model::Attributes;
use crate::model::block::{BlockKind, CodeBlock};
use crate::read::findings;

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
    /// Code.
    Block(BlockKind, Attributes, Range<usize>),
    /// HTML for the ebook, whose words the book keeps.
    Html(HtmlSource),
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
    let CodeSource { info, start, text, parts } = code;
    let info = info.unwrap_or_default();
    let info = info.trim();
    if let Some(format) = info.strip_prefix("{=").and_then(|rest| rest.strip_suffix('}')) {
        let span = context.span(start, end);
        let readable = matches!(format, "html" | "html5" | "epub" | "epub2" | "epub3");
        if context.once.first("raw block", format) {
            let what = format!("a raw block (`{{={format}}}`) is");
            let finding =
                if readable { findings::not_read(&what, span) } else { findings::dropped(&what, span) };
            context.once.findings.push(finding);
        }
        return if readable { Made::Html(parts) } else { Made::Nothing };
    }
    let (lang, attrs) = read_info(info);
    for key in ["caption", "lst-cap", "filename"] {
        if attrs.get(key).is_some() && context.once.first("code key", key) {
            let span = context.span(start, end);
            context.once.findings.push(findings::dropped(&format!("`{key}=` on code is"), span));
        }
    }
    let words = code_words::read(info);
    if let Some(words) = words.unknown
        && context.once.first("code words", words)
    {
        let what = format!("`{words}` after the language of a code block is");
        context.once.findings.push(findings::dropped(&what, context.span(start, end)));
    }
    let lang_prefix = lang.as_ref().and_then(|lang| context.source.hidden_lines.get(lang));
    let prefix = words.hidden.or(attrs.get("hidelines")).or(lang_prefix.map(String::as_str));
    let shown = code_words::visible(&text, lang.as_deref(), prefix);
    let text = shown.strip_suffix('\n').unwrap_or(&shown).to_owned();
    Made::Block(BlockKind::Code(CodeBlock { lang, text, ..CodeBlock::default() }), attrs, start..end)
}

/// The language and the attributes that an info string names.
fn read_info(info: &str) -> (Option<String>, Attributes) {
    let brace = info.find('{');
    let found = brace.and_then(|at| attributes::parse(info, at));
    let word = info[..brace.unwrap_or(info.len())].split([',', ' ', '\t']).next().unwrap_or_default();
    let mut attrs = found.map(|(attrs, _)| attrs).unwrap_or_default();
    let lang = if word.is_empty() && !attrs.classes.is_empty() {
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
        assert_eq!(lang(""), None);
        assert_eq!(read_info("{.rust #lst-x .numberLines}").1.label.as_deref(), Some("lst-x"));
    }
}
