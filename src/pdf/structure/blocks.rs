//! Blocks to elements, in reading order: sections, headings, paragraphs, lists, quotes,
//! figures, code, contents, notes.

use std::collections::{BTreeSet, VecDeque};

use super::inlines::Cuts;
use super::{DOCUMENT, Element, ElementId, More, Slot, Structure, Target};
use crate::edition::Edition;
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind, CodeBlock, Definition, List, Role, Verse};
use crate::model::book::{Chapter, Note, Opening};
use crate::model::inline::{Image, Inline};
use crate::model::manifest::FormatSpec;
use crate::model::press::Standard;
use crate::model::walk;
use crate::resolve::ResolvedBook;

/// Heading types by level; there is none below the last.
pub(super) const HEADINGS: [&str; 6] = ["H1", "H2", "H3", "H4", "H5", "H6"];

/// The structure of a book.
pub(in super::super) fn plan<'a>(edition: &Edition<'a>) -> Structure<'a> {
    let structure = Structure {
        elements: Vec::new(),
        slots: std::collections::BTreeMap::new(),
        entries: std::collections::BTreeMap::new(),
        spare: std::collections::BTreeMap::new(),
    };
    let mut planner = Planner {
        book: edition.book,
        structure,
        chapter: None,
        rank: 0,
        placed: BTreeSet::new(),
        called: VecDeque::new(),
        in_note: false,
        needs_heads: matches!(&edition.spec.format, FormatSpec::Pdf(print) if print.press.keeps(Standard::Ua1)),
    };
    planner.add("Document", DOCUMENT);
    // Open sections: their ranks, and the elements they are.
    let mut open: Vec<(u32, ElementId)> = Vec::new();
    for chapter in &edition.book.book.chapters {
        let rank = planner.rank_of(chapter);
        while open.last().is_some_and(|(above, _)| *above >= rank) {
            open.pop();
        }
        let parent = open.last().map_or(DOCUMENT, |(_, element)| *element);
        let section = planner.chapter(chapter, rank, parent);
        open.push((rank, section));
    }
    let last = planner.add("P", DOCUMENT);
    planner.structure.spare.insert(u32::MAX, last);
    planner.structure
}

/// What makes the plan.
pub(super) struct Planner<'a> {
    pub(super) book: &'a ResolvedBook,
    pub(super) structure: Structure<'a>,
    chapter: Option<&'a Chapter>,
    /// The rank of the chapter.
    rank: u32,
    /// The notes that have their place.
    placed: BTreeSet<NodeId>,
    /// Notes that were called and have none yet.
    called: VecDeque<u32>,
    in_note: bool,
    /// Whether the file keeps a standard by which every cell of a table has a head.
    pub(super) needs_heads: bool,
}

impl<'a> Planner<'a> {
    /// Appends an element to what its parent holds.
    pub(super) fn add(&mut self, kind: &'static str, parent: ElementId) -> ElementId {
        let id = ElementId::try_from(self.structure.elements.len()).unwrap_or(ElementId::MAX);
        let above = self.structure.element(parent).map(|parent| (parent.link, parent.boxed));
        let (link, boxed) = above.unwrap_or_default();
        let is_boxed = matches!(kind, "Figure" | "Formula" | "Table");
        self.structure.elements.push(Element {
            kind,
            parent,
            block: id,
            link: if kind == "Link" { Some(id) } else { link },
            boxed: if is_boxed { Some(id) } else { boxed },
            inline: false,
            lang: None,
            more: None,
        });
        id
    }

    /// An element within running text.
    pub(super) fn within(&mut self, kind: &'static str, parent: ElementId) -> ElementId {
        let block = self.structure.element(parent).map_or(parent, |parent| parent.block);
        let id = self.add(kind, parent);
        if let Some(element) = self.structure.elements.get_mut(id as usize) {
            (element.inline, element.block) = (true, block);
        }
        id
    }

    pub(super) fn more(&mut self, id: ElementId) -> &mut More<'a> {
        // Ids are those of elements that were added; the last element stands for any other.
        let last = self.structure.elements.len().saturating_sub(1);
        &mut *self.structure.elements[(id as usize).min(last)].more.get_or_insert_default()
    }

    pub(super) fn set_lang(&mut self, id: ElementId, lang: &'a str) {
        if let Some(element) = self.structure.elements.get_mut(id as usize)
            && is_tag(lang)
        {
            element.lang = Some(lang);
        }
    }

    /// [`Self::add`] in the block's own language.
    fn of_block(&mut self, kind: &'static str, parent: ElementId, block: &'a Block) -> ElementId {
        let element = self.add(kind, parent);
        if let Some(lang) = block.attrs.lang() {
            self.set_lang(element, lang);
        }
        element
    }

    fn slot(&mut self, node: NodeId) -> &mut Slot<'a> {
        self.structure.slots.entry(node).or_default()
    }

    /// Text of a node, and text made for it, in an element; notes called in it stand `home`.
    pub(super) fn fill(
        &mut self,
        node: NodeId,
        runs: &[&'a [Inline]],
        element: ElementId,
        home: ElementId,
    ) -> u32 {
        let mut cuts = Cuts::default();
        for run in runs {
            self.inlines(run, element, &mut cuts);
        }
        cuts.to(element);
        let (list, end) = (std::mem::take(&mut cuts.list), cuts.at());
        let slot = self.slot(node);
        slot.text = list;
        slot.generated = Target::Element(element);
        self.called.extend(cuts.notes);
        self.place_notes(home);
        end
    }

    /// Notes that were called and have no place yet; those called in one follow it.
    fn place_notes(&mut self, home: ElementId) {
        if self.in_note {
            return;
        }
        self.in_note = true;
        while let Some(index) = self.called.pop_front() {
            let Some(note) = self.chapter.and_then(|chapter| chapter.notes.get(index as usize)) else {
                continue;
            };
            // Those of lists stand where the list does.
            if !self.book.notes.place(note.id).is_listed() && self.placed.insert(note.id) {
                self.note(note, home);
            }
        }
        self.in_note = false;
    }

    fn note(&mut self, note: &'a Note, parent: ElementId) {
        let element = self.add("Note", parent);
        self.more(element).named = true;
        let mark = self.add("Lbl", element);
        // The mark leads back to the call.
        let back = self.within("Link", mark);
        let slot = self.slot(note.id);
        (slot.text, slot.generated) = (vec![(0, mark)], Target::Element(back));
        let later = std::mem::take(&mut self.called);
        self.blocks(&note.blocks, element, Headings::Plain);
        for called in std::mem::replace(&mut self.called, later).into_iter().rev() {
            self.called.push_front(called);
        }
    }

    /// Notes of a list, which may be called in other chapters than the one it stands in.
    fn notes(&mut self, notes: &[NodeId], parent: ElementId) {
        let (chapter, in_note) = (self.chapter, std::mem::replace(&mut self.in_note, true));
        // Calls are counted by chapter, and what listed notes call stands in a list.
        let called = std::mem::take(&mut self.called);
        for id in notes {
            self.chapter = self.book.book.chapter_of(*id).map(AsRef::as_ref);
            if let Some((_, note)) = self.chapter.and_then(|chapter| chapter.note(*id)) {
                self.note(note, parent);
            }
        }
        (self.chapter, self.in_note, self.called) = (chapter, in_note, called);
    }

    /// The rank of a chapter: its level in the contents, or its depth where it is in none.
    fn rank_of(&self, chapter: &Chapter) -> u32 {
        let toc = &self.book.toc;
        let listed = toc.binary_search_by_key(&chapter.id, |entry| entry.node).ok();
        let level = listed.and_then(|at| toc.get(at)).map_or(chapter.depth, |entry| entry.level);
        u32::from(level.max(1))
    }

    fn chapter(&mut self, chapter: &'a Chapter, rank: u32, parent: ElementId) -> ElementId {
        (self.chapter, self.rank) = (Some(chapter), rank);
        let kind = if chapter.opening == Opening::Part { "Part" } else { "Sect" };
        let section = self.add(kind, parent);
        if let Some(lang) = chapter.attrs.lang() {
            self.set_lang(section, lang);
        }
        let heading = self.heading(section, rank);
        self.fill(chapter.id, &[&chapter.title], heading, section);
        self.blocks(&chapter.blocks, section, Headings::Sections);
        let spare = self.add("P", section);
        self.structure.spare.insert(chapter.id.chapter, spare);
        section
    }

    fn heading(&mut self, parent: ElementId, rank: u32) -> ElementId {
        let level = (rank.max(1) as usize).min(HEADINGS.len());
        let heading = self.add(HEADINGS[level - 1], parent);
        self.more(heading).rank = rank;
        heading
    }

    /// Blocks in order.
    fn blocks(&mut self, blocks: &'a [Block], parent: ElementId, headings: Headings) {
        // The open sections of this list.
        let mut open: Vec<(u32, ElementId)> = Vec::new();
        for block in blocks {
            let BlockKind::Heading { level, content, .. } = &block.kind else {
                let parent = open.last().map_or(parent, |(_, element)| *element);
                self.block(block, parent);
                continue;
            };
            let own = self.chapter.map_or(1, |chapter| chapter.level);
            let rank = self.rank + u32::from(level.saturating_sub(own).max(1));
            while open.last().is_some_and(|(above, _)| *above >= rank) {
                open.pop();
            }
            let mut section = open.last().map_or(parent, |(_, element)| *element);
            if headings == Headings::Sections {
                section = self.of_block("Sect", section, block);
                open.push((rank, section));
            }
            let heading = self.heading(section, rank);
            self.fill(block.id, &[content], heading, section);
        }
    }

    pub(super) fn block(&mut self, block: &'a Block, parent: ElementId) {
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Attribution(content) => {
                let paragraph = self.of_block("P", parent, block);
                self.fill(block.id, &[content], paragraph, parent);
            }
            // Within a container; a list of blocks takes the others.
            BlockKind::Heading { .. } => self.blocks(std::slice::from_ref(block), parent, Headings::Plain),
            BlockKind::Code(code) => self.code(block, code, parent),
            BlockKind::Math(tex) => self.math(block, tex, parent),
            BlockKind::Quote(blocks) => {
                let quote = self.of_block("BlockQuote", parent, block);
                self.blocks(blocks, quote, Headings::Plain);
            }
            BlockKind::Callout { title, blocks, .. } => self.titled("Div", block, (title, blocks), parent),
            BlockKind::Div { role, title, blocks } => match role {
                Role::Theorem(_) => self.statement(block, title, blocks, (parent, false)),
                Role::Proof => self.statement(block, title, blocks, (parent, true)),
                Role::Epigraph | Role::PullQuote | Role::Letter => {
                    self.titled("BlockQuote", block, (title, blocks), parent);
                }
                Role::Index => self.titled("Index", block, (title, blocks), parent),
                _ => self.titled("Div", block, (title, blocks), parent),
            },
            BlockKind::List(list) => self.list(block, list, parent),
            BlockKind::Definitions(definitions) => self.definitions(block, definitions, parent),
            BlockKind::Table(table) => self.table(block, table, parent),
            BlockKind::Figure { image, caption } => self.figure(block, image, caption, parent),
            BlockKind::Group(group) => {
                let container = self.of_block("Div", parent, block);
                self.blocks(&group.blocks, container, Headings::Plain);
                let caption = self.add("Caption", container);
                self.fill(block.id, &[&group.caption], caption, caption);
            }
            BlockKind::Verse(verse) => self.verse(block, verse, parent),
            BlockKind::Contents => self.contents(block, parent),
            BlockKind::Notes(notes) => {
                let list = self.of_block("Div", parent, block);
                self.notes(notes, list);
            }
            // An ornament is no part of the matter.
            BlockKind::SceneBreak(_) => self.slot(block.id).generated = Target::Artifact,
            BlockKind::PageBreak(_) => {}
        }
    }

    /// Blocks below their title.
    fn titled(
        &mut self,
        kind: &'static str,
        block: &'a Block,
        (title, blocks): (&'a [Inline], &'a [Block]),
        parent: ElementId,
    ) {
        let container = self.of_block(kind, parent, block);
        let head = self.add("P", container);
        self.fill(block.id, &[title], head, container);
        self.blocks(blocks, container, Headings::Plain);
    }

    fn code(&mut self, block: &'a Block, code: &'a CodeBlock, parent: ElementId) {
        let container = self.of_block("Div", parent, block);
        let caption = self.add("Caption", container);
        let end = self.fill(block.id, &[&code.caption], caption, caption);
        let name = self.add("P", container);
        let paragraph = self.add("P", container);
        let element = self.add("Code", paragraph);
        let slot = self.slot(block.id);
        if end == 0 {
            slot.text.clear();
        }
        slot.text.push((end, element));
        (slot.parts, slot.code) = (vec![name], Some((end, code.text.as_str())));
    }

    /// A formula as its source, and its number.
    fn math(&mut self, block: &'a Block, tex: &'a str, parent: ElementId) {
        let paragraph = self.of_block("P", parent, block);
        let formula = self.add("Formula", paragraph);
        self.more(formula).alt = Some(said(tex).into());
        let slot = self.slot(block.id);
        (slot.text, slot.generated) = (vec![(0, formula)], Target::Element(paragraph));
        slot.code = Some((0, tex));
    }

    fn list(&mut self, block: &'a Block, list: &'a List, parent: ElementId) {
        let element = self.of_block("L", parent, block);
        let numbering = if list.start.is_some() { "Decimal" } else { "Disc" };
        self.more(element).numbering = Some(numbering);
        for item in &list.items {
            let entry = self.add("LI", element);
            let label = self.add("Lbl", entry);
            if let Some(done) = item.task {
                // A box to tick is drawn, not written.
                self.more(label).alt = Some(if done { "☑" } else { "☐" }.into());
            }
            self.slot(block.id).parts.push(label);
            let body = self.add("LBody", entry);
            self.blocks(&item.blocks, body, Headings::Plain);
        }
    }

    fn definitions(&mut self, block: &'a Block, definitions: &'a [Definition], parent: ElementId) {
        let element = self.of_block("L", parent, block);
        self.more(element).numbering = Some("None");
        for definition in definitions {
            let entry = self.add("LI", element);
            let term = self.add("Lbl", entry);
            self.fill(definition.id, &[&definition.term], term, term);
            let body = self.add("LBody", entry);
            for blocks in &definition.definitions {
                self.blocks(blocks, body, Headings::Plain);
            }
        }
    }

    fn figure(&mut self, block: &'a Block, image: &'a Image, caption: &'a [Inline], parent: ElementId) {
        let container = self.of_block("Div", parent, block);
        let words = walk::flatten(caption);
        let has = |text: &str| !text.trim().is_empty();
        let missing = image.asset.as_ref().is_none_or(|key| !self.book.book.assets.contains_key(key));
        let alt = match () {
            () if image.decorative => None,
            () if has(&image.alt) => Some(image.alt.as_str().into()),
            () if has(&words) => Some(words.into()),
            () if missing => Some(image.url.as_str().into()),
            () => None,
        };
        let picture = alt.map_or(Target::Artifact, |alt| {
            let figure = self.add("Figure", container);
            self.more(figure).alt = Some(alt);
            Target::Element(figure)
        });
        let element = self.add("Caption", container);
        self.fill(block.id, &[caption], element, element);
        self.slot(block.id).picture = picture;
    }

    /// Verse: a paragraph a stanza, a span a line.
    fn verse(&mut self, block: &'a Block, verse: &'a Verse, parent: ElementId) {
        let container = self.of_block("Div", parent, block);
        for stanza in verse.lines.split(|line| line.content.is_empty()) {
            if stanza.is_empty() {
                continue;
            }
            let paragraph = self.add("P", container);
            for line in stanza {
                let span = self.add("Span", paragraph);
                if let Some(element) = self.structure.elements.get_mut(span as usize) {
                    element.block = paragraph;
                }
                self.fill(line.id, &[&line.content], span, span);
            }
        }
        // The numbers of lines.
        self.slot(block.id).generated = Target::Artifact;
    }

    fn contents(&mut self, block: &'a Block, parent: ElementId) {
        let depth = self.book.book.toc_depth;
        // Open lists of entries, outer ones first.
        let mut open = vec![(0, self.of_block("TOC", parent, block))];
        for entry in self.book.toc.iter().filter(|entry| entry.level <= depth) {
            while open.len() > 1 && open.last().is_some_and(|(level, _)| *level > entry.level) {
                open.pop();
            }
            let (level, list) = open.last().copied().unwrap_or((0, parent));
            let list = if level > 0 && entry.level > level {
                let inner = self.add("TOC", list);
                open.push((entry.level, inner));
                inner
            } else {
                if let Some(first) = open.last_mut().filter(|(level, _)| *level == 0) {
                    first.0 = entry.level;
                }
                list
            };
            let item = self.add("TOCI", list);
            let reference = self.add("Reference", item);
            let link = self.add("Link", reference);
            self.structure.entries.insert((block.id, entry.node), link);
        }
    }
}

/// What a heading among blocks does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Headings {
    /// It opens a section.
    Sections,
    /// It stands for itself.
    Plain,
}

/// Whether a text is a language tag by its form (BCP 47, 2.1).
pub(super) fn is_tag(lang: &str) -> bool {
    let mut parts = lang.split('-');
    let first = parts.next().unwrap_or_default();
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    is_part(first) && first.bytes().all(|b| b.is_ascii_alphabetic()) && parts.all(is_part)
}

/// A formula's source; an empty one has no other words.
pub(super) fn said(tex: &str) -> &str {
    if tex.trim().is_empty() { "—" } else { tex }
}
