//! What references and links without words show: `Figure 3.2`, or a title.

use std::collections::{BTreeMap, BTreeSet};

use super::number::{self, Named, Numbers};
use super::words::Words;
use super::{Target, TocEntry, findings};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter};
use crate::model::inline::{Inline, InlineKind, ReferenceForm};
use crate::model::label::LabelKind;
use crate::model::{NodeId, walk};

/// What was found about the places of a book.
pub(super) struct Known<'a> {
    pub(super) book: &'a Book,
    pub(super) numbers: &'a Numbers,
    pub(super) targets: &'a BTreeMap<NodeId, Target>,
    pub(super) anchors: &'a BTreeSet<NodeId>,
    pub(super) toc: &'a [TocEntry],
    pub(super) words: &'a Words,
}

/// Calls `f` on every inline of a book with its chapter.
fn every_inline<'a>(book: &'a Book, f: &mut impl FnMut(&'a Inline)) {
    for chapter in &book.chapters {
        walk::inlines(&chapter.title, f);
        every_block(chapter, &mut |_| {}, &mut |run| walk::inlines(run, f));
    }
}

fn every_block<'a>(
    chapter: &'a Chapter,
    on_block: &mut impl FnMut(&'a Block),
    on_run: &mut impl FnMut(&'a [Inline]),
) {
    let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
    for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
        walk::blocks(blocks, on_block, on_run);
    }
}

impl Known<'_> {
    /// What the places that are led to and stand in no contents are called: headings by their
    /// title, all else by its number or caption.
    pub(super) fn names(&self) -> BTreeMap<NodeId, String> {
        let mut names = BTreeMap::new();
        let mut name = |node: NodeId, text: Option<String>| {
            let listed = self.toc.binary_search_by_key(&node, |entry| entry.node).is_ok();
            if listed || !self.anchors.contains(&node) {
                return;
            }
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                names.entry(node).or_insert(text);
            }
        };
        for node in self.anchors {
            let number = self.numbers.named.get(node).filter(|number| !number.is_heading());
            name(*node, number.map(|number| self.referred(number, true)));
        }
        for chapter in &self.book.chapters {
            name(chapter.id, Some(plain(&chapter.title)));
            every_block(chapter, &mut |block| name(block.id, caption(&block.kind).map(plain)), &mut |_| {});
        }
        every_inline(self.book, &mut |inline| {
            if inline.attrs.is_some() {
                name(inline.id, Some(plain(walk::children(inline))));
            }
        });
        names
    }

    /// What each reference shows.
    pub(super) fn shown(
        &self,
        names: &BTreeMap<NodeId, String>,
        found: &mut Vec<Diagnostic>,
    ) -> BTreeMap<NodeId, String> {
        let mut shown = BTreeMap::new();
        every_inline(self.book, &mut |inline| match &inline.kind {
            InlineKind::Reference { label, form, .. } => {
                let Some(Target::Node(node)) = self.targets.get(&inline.id) else { return };
                match (self.numbers.named.get(node), form) {
                    (Some(number), ReferenceForm::Full { capital }) => {
                        shown.insert(inline.id, self.referred(number, *capital));
                    }
                    (Some(number), ReferenceForm::Number) => {
                        shown.insert(inline.id, number.text.clone());
                    }
                    (None, form) => {
                        let title = self.title(*node).or_else(|| names.get(node).map(String::as_str));
                        if title.is_none() || *form == ReferenceForm::Number {
                            found.push(findings::no_number(label, title, inline.span));
                        }
                        shown.extend(title.map(|title| (inline.id, title.to_owned())));
                    }
                }
            }
            InlineKind::Link { url, content, .. } => {
                found.extend(self.unnamed(inline, url, content, names));
            }
            _ => {}
        });
        shown
    }

    /// What is to say about a link that asks for what its target does not have.
    fn unnamed(
        &self,
        link: &Inline,
        url: &str,
        content: &[Inline],
        names: &BTreeMap<NodeId, String>,
    ) -> Option<Diagnostic> {
        match self.targets.get(&link.id)? {
            Target::Uri(_) => {
                let attrs = link.attrs.as_deref()?;
                let class = ["page", "pageref"].into_iter().find(|class| attrs.has(class))?;
                Some(findings::no_page(class, link.span))
            }
            Target::Node(node) => {
                let has_name = self.title(*node).is_some() || names.contains_key(node);
                (content.is_empty() && !has_name).then(|| findings::no_name(url, link.span))
            }
        }
    }

    /// Labels that are made to be referred to and are not, or name what they do not say.
    pub(super) fn labels(&self, found: &mut Vec<Diagnostic>) {
        for chapter in self.book.chapters.iter().filter(|chapter| !chapter.path.is_empty()) {
            let mut unused = |node: NodeId, label: Option<&str>, span| {
                let Some(label) = label.filter(|label| {
                    let kind = LabelKind::of(label).map(|(kind, _)| kind);
                    !matches!(kind, None | Some(LabelKind::Section | LabelKind::Part | LabelKind::Callout(_)))
                }) else {
                    return;
                };
                let named = self.numbers.named.get(&node);
                // The parts of a group are told apart by letters, referred to or not.
                if named.is_some_and(|named| !named.is_part()) && !self.anchors.contains(&node) {
                    found.push(findings::unused_label(label, span));
                }
            };
            let mut misnamed = Vec::new();
            let mut runs: Vec<&[Inline]> = vec![&chapter.title];
            every_block(
                chapter,
                &mut |block| {
                    let label = block.attrs.label.as_deref();
                    unused(block.id, label, block.span);
                    let is = label.zip(number::misnamed(block));
                    misnamed.extend(is.map(|(label, is)| findings::label_kind(label, is, block.span)));
                },
                &mut |run| runs.push(run),
            );
            for run in runs {
                walk::inlines(run, &mut |inline| {
                    let label = inline.attrs.as_deref().and_then(|attrs| attrs.label.as_deref());
                    unused(inline.id, label, inline.span);
                });
            }
            found.extend(misnamed);
        }
    }

    fn referred(&self, named: &Named, capital: bool) -> String {
        self.words.referred(named.word, &named.text, capital)
    }

    /// What the contents call a heading.
    fn title(&self, node: NodeId) -> Option<&str> {
        let at = self.toc.binary_search_by_key(&node, |entry| entry.node).ok()?;
        self.toc.get(at).map(|entry| entry.text.as_str())
    }
}

/// The title or caption of a block.
fn caption(kind: &BlockKind) -> Option<&[Inline]> {
    match kind {
        BlockKind::Heading { content, .. } => Some(content),
        BlockKind::Figure { caption, .. } => Some(caption),
        BlockKind::Table(table) => Some(&table.caption),
        BlockKind::Code(code) => Some(&code.caption),
        BlockKind::Group(group) => Some(&group.caption),
        BlockKind::Div { title, .. } | BlockKind::Callout { title, .. } => Some(title),
        _ => None,
    }
}

fn plain(title: &[Inline]) -> String {
    walk::flatten(title).split_whitespace().collect::<Vec<_>>().join(" ")
}
