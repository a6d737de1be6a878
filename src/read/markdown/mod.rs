//! Markdown to blocks and inlines.
//!
//! `CommonMark` and GitHub's tables, footnotes, alerts come from pulldown-cmark's events;
//! what Pandoc, Quarto and mdBook add is a thin layer round them: [`lift`] takes lines out
//! that the parser would misread ([`parts`] meets them again), [`collect`] turns its inline events into flat tokens,
//! [`spans`], [`html`] and [`smart`] pass over these, [`tree`] and [`blocks`] build.

mod abbreviations;
mod attributes;
mod attribution;
mod blocks;
mod callout;
mod cell;
mod cite;
mod cjk;
mod code;
mod code_words;
mod collect;
mod containers;
mod context;
mod div;
mod div_content;
mod fixes;
mod formula;
mod fragment;
mod front;
mod html;
mod key;
mod known;
mod lift;
mod lines;
mod math;
mod notes;
mod once;
mod paragraph;
mod parts;
mod picture;
mod places;
mod quotes;
mod smart;
mod spacing;
mod spans;
mod table;
mod target;
mod tex;
mod token;
mod tree;
mod verbatim;
mod verse;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use pulldown_cmark::Options;

use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::book::Note;
use crate::model::manifest::Typography;
use crate::read::findings;
use crate::source::Span;

pub(crate) use front::FrontMatter;
pub(crate) use places::Places;
pub(crate) use verbatim::{Verbatim, VerbatimKind, verbatim};

/// Where a picture's file is: its key, and what there is to say when it has none.
pub(crate) type Pictures<'a> = dyn Fn(&str, Span) -> (Option<String>, Option<Diagnostic>) + Sync + 'a;

/// Where a link leads instead, if the text it stands in was included from elsewhere.
pub(crate) type Links<'a> = dyn Fn(&str, Span) -> Option<String> + Sync + 'a;

/// A file to read, includes and variables written in.
pub(crate) struct Source<'a> {
    /// Where its text was written.
    pub places: &'a Places,
    /// Its text: UTF-8 with `\n` for line ends and no control characters but tabs.
    pub text: &'a str,
    /// The book's language.
    pub lang: &'a str,
    /// How typed quotes, dashes and dots are read.
    pub typography: Typography,
    /// What hidden lines of code begin with, by language.
    pub hidden_lines: &'a BTreeMap<String, String>,
    /// Whether the book names works to cite: then `@key` in the text is a citation.
    pub bibliography: bool,
    /// Finds pictures.
    pub pictures: &'a Pictures<'a>,
    /// Corrects links.
    pub links: &'a Links<'a>,
}

impl Source<'_> {
    /// A range of the text as a place in a file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.places.span(start, end)
    }
}

/// A note of a file and the offset it was given at.
#[derive(Debug)]
pub(crate) struct Placed {
    /// The note.
    pub note: Note,
    /// Where it stands in the text, which may have come from several files.
    pub at: usize,
}

/// A file that was read: its blocks still stand in one row, headings among them, and
/// nothing has its id yet.
#[derive(Debug)]
pub(crate) struct Document {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// `InlineKind::Note` counts these.
    pub notes: Vec<Placed>,
    /// What stands before the text.
    pub front: FrontMatter,
    /// Keys of the pictures it shows, with places.
    pub pictures: Vec<(String, Span)>,
    /// What there is to say.
    pub findings: Vec<Diagnostic>,
}

/// Reads a file.
pub(crate) fn read(source: &Source<'_>) -> Document {
    let mut once = once::Once::default();
    let (front, body) = front::read(source, &mut once);
    let mut lifted = lift::lift(source, body);
    let abbreviations = abbreviations::lift(source.text, &mut lifted.text);
    cjk::free(&mut lifted.text);
    let mut context = context::Context::new(source, once);
    context.abbreviations = abbreviations;
    if let Some(lang) = &front.lang {
        context.base_lang.clone_from(lang);
        context.lang.clone_from(lang);
    }
    let texts = collect::Texts { source: source.text, masked: &lifted.text };
    let blocks = blocks::read(texts, &lifted, &mut context);
    let context::Context { mut once, notes, pictures, unshown, .. } = context;
    once.findings.extend(unshown.iter().map(|(caption, span)| findings::unshown_caption(caption, *span)));
    let notes = notes.finish(&mut once);
    Document { blocks, notes, front, pictures, findings: once.findings }
}

/// Where the text of a Markdown file begins, after its front matter.
pub(crate) fn front_matter_end(text: &str) -> usize {
    front::extent(text).map_or(0, |extent| extent.body)
}

/// What is asked of the parser; smart punctuation, formulas, sub- and superscripts, heading
/// attributes and metadata are read by rules of our own.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
}
