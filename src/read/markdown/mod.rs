//! Markdown to blocks and inlines.
//!
//! `CommonMark` and GitHub's tables, footnotes, alerts come from pulldown-cmark's events;
//! what Pandoc, Quarto and mdBook add is a thin layer round them: [`lift`] takes lines out
//! that the parser would misread, [`collect`] turns its inline events into flat tokens,
//! [`spans`], [`tags`] and [`smart`] pass over these, [`tree`] and [`blocks`] build.

mod abbreviations;
mod attributes;
mod blocks;
mod callout;
mod cite;
mod cjk;
mod code;
mod collect;
mod context;
mod front;
mod html;
mod html_block;
mod key;
mod known;
mod lift;
mod lines;
mod math;
mod notes;
mod once;
mod picture;
mod quotes;
mod smart;
mod spacing;
mod spans;
mod table;
mod tags;
mod target;
mod tex;
mod token;
mod tree;
mod verse;

#[cfg(test)]
mod tests;

use pulldown_cmark::Options;

use crate::diagnostic::Diagnostic;
use crate::model::block::Block;
use crate::model::book::Note;
use crate::model::manifest::Typography;
use crate::source::{FileId, Span};

pub(crate) use front::FrontMatter;

/// Where a picture's file is: its key, and what there is to say when it has none.
pub(crate) type Pictures<'a> = dyn Fn(&str, Span) -> (Option<String>, Option<Diagnostic>) + Sync + 'a;

/// A file to read.
pub(crate) struct Source<'a> {
    /// Its name in spans.
    pub file: FileId,
    /// Its text: UTF-8 with `\n` for line ends and no control characters but tabs.
    pub text: &'a str,
    /// The book's language.
    pub lang: &'a str,
    /// How typed quotes, dashes and dots are read.
    pub typography: Typography,
    /// Whether the book names works to cite: then `@key` in the text is a citation.
    pub bibliography: bool,
    /// Finds pictures.
    pub pictures: &'a Pictures<'a>,
}

/// A file that was read: its blocks still stand in one row, headings among them, and
/// nothing has its id yet.
#[derive(Debug)]
pub(crate) struct Document {
    /// In reading order.
    pub blocks: Vec<Block>,
    /// `InlineKind::Note` counts these.
    pub notes: Vec<Note>,
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
    let mut lifted = lift::lift(source, body, &mut once);
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
    let context::Context { mut once, notes, pictures, .. } = context;
    let notes = notes.finish(&mut once);
    Document { blocks, notes, front, pictures, findings: once.findings }
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
