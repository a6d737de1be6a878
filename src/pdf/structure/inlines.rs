//! Inlines to the elements within a paragraph: links, references, code, formulas, pictures,
//! stretches in another language.

use super::blocks::Planner;
use super::{ElementId, Slot, Target};
use crate::model::NodeId;
use crate::model::inline::{Image, Inline, InlineKind};
use crate::model::walk;
use crate::resolve::Target as LeadsTo;

/// The text of a node, cut where the element changes.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// Bytes so far, as [`walk::flatten`] counts them.
    at: u32,
    pub(super) list: Vec<(u32, ElementId)>,
    /// The notes called, by their index in the chapter.
    pub(super) notes: Vec<u32>,
}

impl Cuts {
    /// From here on text belongs to `element`.
    pub(super) fn to(&mut self, element: ElementId) {
        if let Some(last) = self.list.last_mut().filter(|(at, _)| *at == self.at) {
            last.1 = element;
        } else if self.list.last().is_none_or(|(_, last)| *last != element) {
            self.list.push((self.at, element));
        }
    }

    /// Goes on by so many bytes.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
    }

    pub(super) fn at(&self) -> u32 {
        self.at
    }
}

impl<'a> Planner<'a> {
    /// Inlines of the paragraph, or part of one, `within`.
    pub(super) fn inlines(&mut self, list: &'a [Inline], within: ElementId, cuts: &mut Cuts) {
        cuts.to(within);
        for inline in list {
            self.inline(inline, within, cuts);
            cuts.to(within);
        }
    }

    fn inline(&mut self, inline: &'a Inline, within: ElementId, cuts: &mut Cuts) {
        let lang = inline.attrs.as_deref().and_then(|attrs| attrs.lang());
        let within = match lang.filter(|lang| super::blocks::is_tag(lang)) {
            Some(lang) => {
                let span = self.within("Span", within);
                self.set_lang(span, lang);
                cuts.to(span);
                span
            }
            None => within,
        };
        match &inline.kind {
            InlineKind::Text(text) => cuts.skip(text.len()),
            InlineKind::SoftBreak | InlineKind::HardBreak => cuts.skip(1),
            InlineKind::Code(text) => {
                cuts.to(self.within("Code", within));
                cuts.skip(text.len());
            }
            InlineKind::Math { tex, .. } => {
                let formula = self.within("Formula", within);
                self.more(formula).alt = Some(super::blocks::said(tex).into());
                cuts.to(formula);
                cuts.skip(tex.len());
            }
            InlineKind::Link { content, .. } => {
                let link = match self.book.targets.get(&inline.id) {
                    Some(_) => self.within("Link", within),
                    None => within,
                };
                self.generated(inline.id, link);
                self.inlines(content, link, cuts);
            }
            InlineKind::Reference { prefix, .. } => {
                let link = match self.book.targets.get(&inline.id) {
                    Some(LeadsTo::Node(_)) => self.reference(within),
                    _ => within,
                };
                self.generated(inline.id, link);
                self.inlines(prefix, link, cuts);
            }
            InlineKind::Note(index) => {
                let link = self.reference(within);
                self.generated(inline.id, link);
                cuts.notes.push(*index);
            }
            InlineKind::Image(image) => self.image(image, inline.id, within),
            InlineKind::WordBreak | InlineKind::Anchor => {}
            _ => self.inlines(walk::children(inline), within, cuts),
        }
    }

    /// A reference that leads to what it names; the link within it is returned.
    pub(super) fn reference(&mut self, within: ElementId) -> ElementId {
        let reference = self.within("Reference", within);
        self.within("Link", reference)
    }

    fn image(&mut self, image: &'a Image, node: NodeId, within: ElementId) {
        let shown = image.asset.as_ref().is_some_and(|key| self.book.book.assets.contains_key(key));
        let remote = !shown && image.asset.is_none() && image.url.contains("://");
        let text = if remote { self.within("Link", within) } else { within };
        let mut picture = Target::Artifact;
        if shown && !image.decorative && !image.alt.trim().is_empty() {
            let figure = self.within("Figure", within);
            self.more(figure).alt = Some(image.alt.as_str().into());
            picture = Target::Element(figure);
        }
        let slot = Slot { generated: Target::Element(text), picture, ..Slot::default() };
        self.structure.slots.insert(node, slot);
    }

    fn generated(&mut self, node: NodeId, element: ElementId) {
        let slot = Slot { generated: Target::Element(element), ..Slot::default() };
        self.structure.slots.insert(node, slot);
    }
}
