//! What stands in a line.

use super::Writer;
use crate::epub::{language, uri};
use crate::model::inline::{Inline, InlineKind};
use crate::model::walk;
use crate::model::{Attributes, NodeId};
use crate::resolve::Target;

impl Writer<'_> {
    /// Inlines one after the other.
    pub(in crate::epub) fn inlines(&mut self, run: &[Inline]) {
        let mut after_note = false;
        for (at, inline) in run.iter().enumerate() {
            let is_note = matches!(inline.kind, InlineKind::Note(_));
            if is_note && after_note && !self.bare && !self.in_link {
                // Two marks in a row would read as one number.
                self.out.push_str("<span class=\"note-mark\">,</span>");
            }
            after_note = is_note;
            self.inline(inline, run.get(at + 1));
        }
    }

    /// A title without notes, ids and links, for a place that is itself a link.
    pub(in crate::epub) fn bare_inlines(&mut self, run: &[Inline]) {
        let before = (std::mem::replace(&mut self.bare, true), std::mem::replace(&mut self.in_link, true));
        self.inlines(run);
        (self.bare, self.in_link) = before;
    }

    fn inline(&mut self, inline: &Inline, next: Option<&Inline>) {
        match &inline.kind {
            InlineKind::Text(text) => self.within("span", inline, "", |w| w.counted(text)),
            InlineKind::SoftBreak => self.soft_break(next),
            InlineKind::HardBreak => self.hard_break(),
            InlineKind::WordBreak => self.out.push_str("<wbr/>"),
            InlineKind::Emphasis(inner) => self.element("em", inline, "", inner),
            InlineKind::Strong(inner) => self.element("strong", inline, "", inner),
            InlineKind::Strikeout(inner) => self.element("s", inline, "", inner),
            InlineKind::Underline(inner) => self.element("u", inline, "", inner),
            InlineKind::SmallCaps(inner) => self.element("span", inline, "smallcaps", inner),
            InlineKind::Superscript(inner) => self.element("sup", inline, "", inner),
            InlineKind::Subscript(inner) => self.element("sub", inline, "", inner),
            InlineKind::Mark(inner) => self.element("mark", inline, "", inner),
            InlineKind::Keyboard(inner) => self.element("kbd", inline, "", inner),
            InlineKind::Abbreviation(inner) => self.abbreviation(inline, inner),
            InlineKind::Span(inner) => self.within("span", inline, "", |w| w.inlines(inner)),
            InlineKind::Code(code) => self.code(inline, "", code),
            InlineKind::Math { tex, display } => {
                self.code(inline, if *display { "math display" } else { "math" }, tex);
            }
            InlineKind::Link { url, title, content } => self.link(inline, url, title.as_deref(), content),
            InlineKind::Citation { content, .. } => self.within("span", inline, "", |w| w.inlines(content)),
            InlineKind::Reference { label, prefix, .. } => self.reference(inline, label, prefix),
            InlineKind::Image(image) => self.inline_image(inline, image),
            InlineKind::Note(note) => self.note_call(*note),
            InlineKind::Anchor => self.anchor(inline),
        }
    }

    /// An element that always stands there.
    fn element(&mut self, name: &str, inline: &Inline, class: &str, inner: &[Inline]) {
        self.open(name, inline.id, inline.attrs.as_deref(), class);
        self.out.push('>');
        self.inlines(inner);
        self.close(name);
    }

    /// An element that stands there only when it has something to say.
    fn within(&mut self, name: &str, inline: &Inline, class: &str, write: impl FnOnce(&mut Self)) {
        let start = self.out.len();
        self.open(name, inline.id, inline.attrs.as_deref(), class);
        if self.out.len() == start + 1 + name.len() {
            self.out.truncate(start);
            write(self);
        } else {
            self.out.push('>');
            write(self);
            self.close(name);
        }
    }

    /// `<name` with the common attributes.
    pub(super) fn open(&mut self, name: &str, node: NodeId, attrs: Option<&Attributes>, class: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.common(node, attrs, class);
    }

    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn hard_break(&mut self) {
        self.count_break();
        self.out.push_str(if self.bare { " " } else { "<br/>\n" });
    }

    /// A line feed in the source is a blank, but not between ideographs and kana.
    fn soft_break(&mut self, next: Option<&Inline>) {
        self.count_break();
        let before = self.out.chars().next_back().is_some_and(language::is_wide);
        let after = next.is_some_and(|inline| {
            walk::flatten(std::slice::from_ref(inline)).chars().next().is_some_and(language::is_wide)
        });
        if !(before && after) {
            self.out.push('\n');
        }
    }

    fn abbreviation(&mut self, inline: &Inline, inner: &[Inline]) {
        self.open("abbr", inline.id, inline.attrs.as_deref(), "");
        if let Some(title) = inline.attrs.as_deref().and_then(|attrs| attrs.get("title")) {
            self.attribute("title", title);
        }
        self.out.push('>');
        self.inlines(inner);
        self.close("abbr");
    }

    fn code(&mut self, inline: &Inline, class: &str, code: &str) {
        self.open("code", inline.id, inline.attrs.as_deref(), class);
        if self.context.rtl {
            self.attribute("dir", "ltr");
        }
        self.out.push('>');
        self.counted(code);
        self.close("code");
    }

    /// A target without text of its own.
    fn anchor(&mut self, inline: &Inline) {
        let start = self.out.len();
        self.out.push_str("<span");
        let bare = self.out.len();
        self.id(inline.id);
        if self.out.len() == bare {
            self.out.truncate(start);
        } else {
            self.out.push_str("></span>");
        }
    }

    /// A reference by number: a link, or what the author typed where it leads nowhere.
    fn reference(&mut self, inline: &Inline, label: &str, prefix: &[Inline]) {
        let shown = self.context.edition.book.shown.get(&inline.id);
        let href = self.address(inline.id).filter(|_| !self.in_link);
        if let Some(href) = &href {
            self.open("a", inline.id, inline.attrs.as_deref(), "");
            self.attribute("href", href);
            self.out.push('>');
        }
        self.inlines(prefix);
        if !prefix.is_empty() {
            self.out.push('\u{a0}');
        }
        match shown {
            Some(shown) => self.text(shown),
            None => self.text(&format!("@{label}")),
        }
        if href.is_some() {
            self.close("a");
        }
    }

    /// A link where it may stand and leads somewhere, else its text.
    fn link(&mut self, inline: &Inline, url: &str, title: Option<&str>, content: &[Inline]) {
        let href = self.address(inline.id).filter(|_| !self.in_link);
        let Some(href) = href else {
            self.within("span", inline, "", |w| w.inlines(content));
            return;
        };
        self.open("a", inline.id, inline.attrs.as_deref(), "");
        self.attribute("href", &href);
        if let Some(title) = title {
            self.attribute("title", title);
        }
        let tag = self.out.len();
        self.out.push('>');
        self.in_link = true;
        let start = self.out.len();
        self.inlines(content);
        self.in_link = false;
        if walk::flatten(content).trim().is_empty() {
            self.name_link(inline.id, url, (tag, start));
        }
        self.close("a");
        for note in std::mem::take(&mut self.waiting) {
            self.note_call(note);
        }
    }

    /// Gives a link without text a name: what it leads to, else its address.
    fn name_link(&mut self, node: NodeId, url: &str, (tag, start): (usize, usize)) {
        let target = match self.context.edition.book.targets.get(&node) {
            Some(Target::Node(to)) => self.context.edition.book.title_of(*to),
            _ => None,
        };
        let name = target.unwrap_or(url).to_owned();
        if self.out.len() == start {
            self.text(&name);
        } else {
            let mut label = " aria-label=\"".to_owned();
            crate::epub::escape::push(&name, &mut label);
            label.push('"');
            if !self.out[start..].contains(" alt=\"") || self.out[start..].contains(" alt=\"\"") {
                self.out.insert_str(tag, &label);
            }
        }
    }

    /// Where the link with this id leads, as this file says it.
    fn address(&self, link: NodeId) -> Option<String> {
        match self.context.edition.book.targets.get(&link)? {
            Target::Uri(url) => uri::external(url),
            Target::Node(node) => self.context.plan.href(*node).map(|href| self.relative(&href)),
        }
    }

    /// The call of a note; inside a link it waits until the link ends.
    fn note_call(&mut self, note: u32) {
        if self.bare {
            return;
        }
        if self.in_link {
            self.waiting.push(note);
            return;
        }
        let key = (self.chapter.id.chapter, note);
        let Some(href) = self.context.plan.note_href(key) else { return };
        let nth = self.called.entry(key).or_default();
        *nth += 1;
        let id = self.context.plan.call_id(self.document.unwrap_or_default(), key, *nth);
        self.out.push_str("<a");
        self.attribute("id", &id);
        self.out.push_str(" class=\"noteref\"");
        let href = self.relative(&href);
        self.attribute("href", &href);
        self.out.push_str(" epub:type=\"noteref\" role=\"doc-noteref\">");
        let mark = self.mark(note);
        self.text(&mark);
        self.out.push_str("</a>");
    }
}
