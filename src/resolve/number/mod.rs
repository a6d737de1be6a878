//! Numbers of everything that has one.
//!
//! One fold over the book in reading order carries the counters: [`chapters`], [`sections`],
//! [`things`].

mod chapters;
mod numerals;
mod sections;
mod things;

use std::collections::BTreeMap;

pub(super) use numerals::{letters, roman};
pub(super) use things::{are_lettered, misnamed};

use super::words::{Word, Words};
use super::{Number, findings};
use crate::diagnostic::Diagnostic;
use crate::model::block::{Block, BlockKind};
use crate::model::book::{Book, Chapter, Opening};
use crate::model::inline::Inline;
use crate::model::label::LabelKind;
use crate::model::manifest::Numbering;
use crate::model::walk::Part;
use crate::model::{NodeId, walk};
use crate::source::Span;
use chapters::{Chapters, Opened, said_number};
use sections::Sections;
use things::Things;

/// The numbers of a book.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// Those that are set at their nodes.
    pub(super) set: BTreeMap<NodeId, Number>,
    /// What a reference calls each numbered node, also a title that says its number itself.
    pub(super) named: BTreeMap<NodeId, Named>,
}

/// A number and its word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) word: Word,
    pub(super) text: String,
}

impl Named {
    /// Whether it is that of one of several in a group: `3.2a`.
    pub(super) fn is_part(&self) -> bool {
        self.text.ends_with(|c: char| c.is_ascii_lowercase()) && !self.is_heading()
    }

    /// Whether it is a chapter's, part's or section's.
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.word, Word::Chapter | Word::Part | Word::Appendix | Word::Section)
    }
}

/// Numbers a book.
pub(super) fn numbers(book: &Book, words: &Words, found: &mut Vec<Diagnostic>) -> Numbers {
    let mut fold = Fold {
        style: book.numbering,
        words,
        chapters: Chapters::default(),
        sections: Sections::new(book.numbering.depth),
        things: Things::default(),
        base: 1,
        out: Numbers::default(),
        found,
    };
    for chapter in &book.chapters {
        fold.chapter(chapter);
    }
    fold.out
}

struct Fold<'a> {
    style: Numbering,
    words: &'a Words,
    chapters: Chapters,
    sections: Sections,
    things: Things,
    /// Level of the chapter that opened last: what runs on in it is a section of it.
    base: u8,
    out: Numbers,
    found: &'a mut Vec<Diagnostic>,
}

/// What `numbering:` calls the numbers of these.
fn number_key(word: Word) -> &'static str {
    match word {
        Word::Part => "parts: none",
        Word::Section => "depth: 1",
        _ => "chapters: none",
    }
}

impl Fold<'_> {
    fn chapter(&mut self, chapter: &Chapter) {
        let rank = match chapter.opening {
            Opening::RunOn => chapter.level.saturating_sub(self.base) + 1,
            Opening::Chapter | Opening::Part => 1,
        };
        if rank == 1 {
            self.base = chapter.level;
            let opened = self.chapters.open(chapter, self.style, self.words);
            let prefix = opened.as_ref().and_then(|opened| opened.prefix.clone());
            self.sections.open(prefix.clone());
            self.things.open(prefix);
            if let Some(Opened { word, text, .. }) = opened {
                self.titled((chapter.id, chapter.span), &chapter.title, Named { word, text });
            }
        } else if let Some(text) = self.sections.next(rank, chapter.unnumbered) {
            let named = Named { word: Word::Section, text };
            self.titled((chapter.id, chapter.span), &chapter.title, named);
        }
        self.inlines(&chapter.title);
        self.blocks(&chapter.blocks, Some((chapter.level, rank)));
        for note in &chapter.notes {
            self.blocks(&note.blocks, None);
        }
    }

    /// The number of a title; not set where the title says it.
    fn titled(&mut self, (node, span): (NodeId, Span), title: &[Inline], named: Named) {
        let number = Number { label: self.words.labelled(named.word, &named.text), text: named.text.clone() };
        match said_number(&walk::flatten(title), &number) {
            Some(said) => {
                let place = chapters::place(title, said, span);
                self.found.push(findings::number_twice(said, number_key(named.word), place));
            }
            None => {
                self.out.set.insert(node, number);
            }
        }
        self.out.named.insert(node, named);
    }

    fn number(&mut self, node: NodeId, word: Word, text: String) {
        let number = Number { label: self.words.labelled(word, &text), text: text.clone() };
        self.out.set.insert(node, number);
        self.out.named.insert(node, Named { word, text });
    }

    /// `chapter`: level and rank of the chapter whose headings stand here; `None` where
    /// headings are none of its sections.
    fn blocks(&mut self, blocks: &[Block], chapter: Option<(u8, u8)>) {
        for block in blocks {
            self.block(block, chapter);
        }
    }

    fn block(&mut self, block: &Block, chapter: Option<(u8, u8)>) {
        if let (BlockKind::Heading { level, content, unnumbered, .. }, Some((own, rank))) =
            (&block.kind, chapter)
        {
            let rank = rank.saturating_add(level.saturating_sub(own).max(1));
            if let Some(text) = self.sections.next(rank, *unnumbered) {
                self.titled((block.id, block.span), content, Named { word: Word::Section, text });
            }
        }
        if let Some(kind) = things::counted(block) {
            let text = self.things.next(kind);
            self.number(block.id, things::word(kind), text.clone());
            if things::is_container(block) {
                self.group(block, (things::word(kind), &text));
                return;
            }
        }
        let inner = chapter.filter(|_| matches!(block.kind, BlockKind::Div { .. }));
        walk::parts(&block.kind, &mut |part| match part {
            Part::Inlines(run) => self.inlines(run),
            Part::Blocks(blocks) => self.blocks(blocks, inner),
        });
    }

    /// What stands in a numbered group: `(a)`, `(b)`.
    fn group(&mut self, group: &Block, whole: (Word, &str)) {
        walk::parts(&group.kind, &mut |part| {
            let blocks = match part {
                Part::Inlines(run) => return self.inlines(run),
                Part::Blocks(blocks) => blocks,
            };
            let lettered = things::are_lettered(blocks);
            for (index, block) in blocks.iter().enumerate() {
                if lettered && things::is_member(block) {
                    let letter = super::letter(index);
                    let text = format!("{}{letter}", whole.1);
                    let number = Number { label: format!("({letter})"), text: text.clone() };
                    self.out.set.insert(block.id, number);
                    self.out.named.insert(block.id, Named { word: whole.0, text });
                } else if things::is_container(block) {
                    self.group(block, whole);
                } else {
                    self.block(block, None);
                }
            }
        });
    }

    fn inlines(&mut self, run: &[Inline]) {
        walk::inlines(run, &mut |inline| {
            if things::is_equation(inline) {
                let text = self.things.next(LabelKind::Equation);
                self.number(inline.id, Word::Equation, text);
            }
        });
    }
}
