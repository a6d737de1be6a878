//! Blocks and inlines to XHTML (EPUB 3.3, 6.1; EPUB Structural Semantics; DPUB-ARIA 1.1).
//!
//! A writer as pandoc's are: one function a level of the tree. Every function writes whole
//! elements, so that what comes out is well formed whatever comes in.

mod block;
mod code;
mod figure;
mod inline;
mod list;
mod note;
mod page;
mod role;
mod table;
mod verse;

pub(super) use block::{is_lined, rank_class};
pub(super) use table::column_widths;
pub(super) use verse::DEEPEST;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::escape;
use super::notes::Key;
use super::{Context, language};
use crate::model::book::Chapter;
use crate::model::{Attributes, NodeId};

/// Writes the text of one file.
pub(super) struct Writer<'a> {
    context: &'a Context<'a>,
    /// The chapter whose text is written: in the section of notes, that of each note.
    chapter: &'a Chapter,
    /// The file in the plan; `None` for the contents page.
    document: Option<usize>,
    /// What was written.
    pub(super) out: String,
    /// Rank of the heading last written in this file.
    rank: usize,
    /// Whether a link is open: no other link may stand in it.
    in_link: bool,
    /// Whether notes, ids and links are left out: titles in the contents.
    bare: bool,
    /// Notes called inside a link: their calls follow it.
    waiting: Vec<u32>,
    /// How often each note was called in this file.
    called: BTreeMap<Key, u32>,
    /// The text that is written, where pages begin in it.
    turning: Option<page::Turning<'a>>,
    /// The pages that are marked.
    turned: BTreeSet<usize>,
}

impl<'a> Writer<'a> {
    /// A writer for a file of the plan, or for the contents page.
    pub(super) fn new(context: &'a Context<'a>, chapter: &'a Chapter, document: Option<usize>) -> Self {
        Self {
            context,
            chapter,
            document,
            out: String::new(),
            rank: 0,
            in_link: false,
            bare: false,
            waiting: Vec::new(),
            called: BTreeMap::new(),
            turning: None,
            turned: BTreeSet::new(),
        }
    }

    /// The path of the file that is written.
    fn file(&self) -> &'a str {
        self.context.plan.file(self.document).unwrap_or(super::NAV)
    }

    /// `to` as this file links to it.
    fn relative(&self, to: &str) -> String {
        super::plan::relative(self.file(), to)
    }

    /// A heading of the first rank follows.
    pub(super) fn start_heading(&mut self) {
        self.rank = 1;
    }

    fn text(&mut self, text: &str) {
        escape::push(text, &mut self.out);
    }

    /// ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        let _ = write!(self.out, " {name}=\"");
        escape::push(value, &mut self.out);
        self.out.push('"');
    }

    /// The attributes that any element may have: id, class, language and direction.
    /// `class` comes before the author's own classes.
    fn common(&mut self, node: NodeId, attrs: Option<&Attributes>, class: &str) {
        self.id(node);
        let own = attrs.map_or(&[][..], |a| &a.classes);
        let mut classes: Vec<&str> = Vec::new();
        for class in class.split(' ').chain(own.iter().map(String::as_str)) {
            // What an author calls an epigraph has that class already.
            if !class.is_empty() && !class.contains(char::is_whitespace) && !classes.contains(&class) {
                classes.push(class);
            }
        }
        if !classes.is_empty() {
            self.attribute("class", &classes.join(" "));
        }
        if let Some(lang) = attrs.and_then(Attributes::lang) {
            self.language(lang);
        }
    }

    /// The node's id, if anything leads to it.
    fn id(&mut self, node: NodeId) {
        if self.bare {
            return;
        }
        let context = self.context;
        if let Some(id) = context.plan.id(node, self.document) {
            self.attribute("id", id);
        }
    }

    /// `lang`, `xml:lang` and, where it changes, `dir`; nothing for a malformed tag.
    pub(super) fn language(&mut self, lang: &str) {
        let Some(lang) = language::well_formed(lang) else { return };
        self.attribute("lang", &lang);
        self.attribute("xml:lang", &lang);
        let rtl = language::is_rtl(&lang);
        if rtl != self.context.rtl {
            self.attribute("dir", if rtl { "rtl" } else { "ltr" });
        }
    }
}
