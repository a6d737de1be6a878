//! Tags, text and places held for Markdown's own, given to an HTML5 parser one by one.
//!
//! Three things are kept from it: elements whose content it takes as raw text or drops
//! (their names are changed on the way in and back again), `script` and `style`, and
//! nesting or copying without end, so that hostile files cost linear time.

use std::ops::Range;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, Parser, QualName, local_name, ns, parse_fragment};

use super::super::context::Context;
use super::dom::{Dom, PREFIX, SLOT, Sink};
use super::pieces::tag_name;
use super::{findings, names};

/// Elements that nest deeper are closed at once: more than the model keeps.
const MAX_OPEN: usize = 150;

/// Nodes a piece may make on average before tags are no longer read: formatting elements
/// left open are made again in every paragraph.
const NODES_A_PIECE: usize = 8;
/// Nodes that are made before anyone counts.
const FREE_NODES: usize = 20_000;

/// Elements whose content the parser treats in ways that would lose Markdown in them.
const RENAMED: &[&str] = &[
    "template",
    "select",
    "option",
    "optgroup",
    "textarea",
    "title",
    "iframe",
    "noembed",
    "noframes",
    "xmp",
    "plaintext",
    "frameset",
    "frame",
    "noscript",
];

/// Whether a tag is one of `script` or `style`, which are left out; that is said once.
pub(super) fn is_dropped(tag: &str, place: &Range<usize>, context: &mut Context<'_>) -> bool {
    let shown = tag_name(tag);
    let name = shown.to_ascii_lowercase();
    if !matches!(name.as_str(), "script" | "style" | "link") {
        return false;
    }
    if !tag.starts_with("</") && context.once.first("dropped", &name) {
        let span = context.span(place.start, place.end);
        context.once.findings.push(findings::dropped_html(shown, span));
    }
    true
}

/// A parser at work.
pub(super) struct Feeder {
    parser: Parser<Sink>,
    /// Elements that were closed at once, in the order they were opened.
    skipped: Vec<String>,
    fed: usize,
    too_deep: bool,
}

impl Feeder {
    /// A parser of what may stand in a book's text.
    pub(super) fn new() -> Self {
        let tree_builder = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let opts = ParseOpts { tree_builder, ..ParseOpts::default() };
        let body = QualName::new(None, ns!(html), local_name!("body"));
        let parser = parse_fragment(Sink::default(), opts, body, Vec::new(), false);
        Self { parser, skipped: Vec::new(), fed: 0, too_deep: false }
    }

    fn sink(&self) -> &Sink {
        &self.parser.tokenizer.sink.sink
    }

    fn process(&mut self, html: &str, place: &Range<usize>) {
        self.process_as(html, place, false);
    }

    fn process_as(&mut self, html: &str, place: &Range<usize>, is_opening: bool) {
        self.sink().place.set((place.start, place.end));
        let before = self.sink().len();
        self.fed += 1;
        self.parser.process(StrTendril::from_slice(html));
        self.sink().unlabel(before, is_opening);
    }

    /// Text between tags, with its character references.
    pub(super) fn text(&mut self, text: &str, place: &Range<usize>) {
        if text.contains('<') {
            self.process(&text.replace('<', "&lt;"), place);
        } else {
            self.process(text, place);
        }
    }

    /// A tag as written.
    pub(super) fn tag(&mut self, tag: &str, place: &Range<usize>) {
        let shown = tag_name(tag);
        let name = shown.to_ascii_lowercase();
        let renamed = RENAMED.contains(&name.as_str());
        let closing = tag.starts_with("</");
        let after = usize::from(closing) + 1 + shown.len();
        let name = if renamed { format!("{PREFIX}{name}") } else { name };
        if closing {
            return self.close(&name, place);
        }
        let attrs = tag.get(after..).unwrap_or_default();
        let empty = attrs.ends_with("/>") && !names::VOID.contains(&name.as_str());
        self.open(&name, attrs, place);
        if empty {
            // Authors who close an element in its tag mean it, whatever HTML says.
            self.close(&name, place);
        }
    }

    /// Opens an element; `attrs` is what stands in its tag after the name, with the sign
    /// that ends it.
    pub(super) fn open(&mut self, name: &str, attrs: &str, place: &Range<usize>) {
        if self.sink().len() > NODES_A_PIECE * self.fed + FREE_NODES {
            self.too_deep = true;
            return;
        }
        self.sink().deepest.set(0);
        self.process_as(&format!("<{name}{attrs}"), place, true);
        if self.sink().deepest.get() > MAX_OPEN && !names::VOID.contains(&name) {
            self.too_deep = true;
            self.process(&format!("</{name}>"), place);
            self.skipped.push(name.to_owned());
        }
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &str, place: &Range<usize>) {
        if self.skipped.last().is_some_and(|skipped| skipped == name) {
            self.skipped.pop();
        } else if self.sink().len() <= NODES_A_PIECE * self.fed + FREE_NODES {
            self.process(&format!("</{name}>"), place);
        }
    }

    /// Opens an element that stands for what Markdown made under this number.
    pub(super) fn open_slot(&mut self, name: &str, slot: usize, place: &Range<usize>) {
        self.open(name, &format!(" {SLOT}={slot}>"), place);
    }

    /// The tree.
    pub(super) fn finish(self) -> Dom {
        let too_deep = self.too_deep;
        let mut dom = self.parser.finish();
        dom.too_deep = too_deep;
        dom
    }
}
