//! `CommonMark` 0.31.2: all 652 examples, read and written as a book is, against the HTML
//! that the specification gives.
//!
//! Each example is a file of one book, below a heading of the first rank, and its chapter in
//! the EPUB is compared. Both sides are a row of tags and texts ([`normal`]); what is evened
//! out is the dress of an EPUB and nothing of what the author said:
//!
//! - frames (`section`, `header`), `id`, `class`, `role`, `epub:type` and labels for hearing;
//!   a code block's `language-` class stays, and the class that says a heading's own rank
//!   where a book may not skip to it gives that rank back;
//! - white space beside the tags of blocks, a run of it elsewhere, and the last line feed of
//!   a code block;
//! - a picture alone in its paragraph is a figure; its caption must say what `alt` says;
//! - `tbody`, which HTML implies; `div`, which says nothing of its text but that it is set off;
//!   elements that HTML does not have, whose text stays; attributes that say nothing to a reader;
//! - an address that HTML gives is percent-encoded, as a package wants it;
//! - a link without words is named by its address.
//!
//! The specification links to `/url`, which no book has; a link within a book that leads
//! nowhere is an error, and its words are set without it. So after the book is read every
//! address that is not on a server already is put on one ([`normal::ELSEWHERE`]), and taken
//! off it again where the EPUB is compared. Pictures do stand in the book at the address
//! that the specification gives; the EPUB's file must be that picture.
//!
//! `COMMONMARK=42,43` (or `all`) shows examples that differ, and what came out.

#![allow(unreachable_pub)] // A test binary has no outside.
#![allow(dead_code)] // What is shared with other tests.

#[path = "../support/archive.rs"]
mod archive;
mod book;
mod differences;
mod normal;
mod spec;
mod tree;

use std::collections::BTreeMap;

use differences::{DIFFERENT, MOST};
use spec::Example;

#[allow(clippy::disallowed_methods)] // Tests may look at their surroundings.
fn environment(variable: &str) -> Option<String> {
    std::env::var(variable).ok()
}

#[test]
fn the_specification_is_kept() {
    let Some(examples) = spec::examples() else { return };
    assert_eq!(examples.len(), 652, "the specification's text is not that of 0.31.2");
    let written = book::written(&examples);
    let shown = environment("COMMONMARK").unwrap_or_default();
    let reasons: BTreeMap<usize, &str> = DIFFERENT.iter().copied().collect();
    let (mut worse, mut better) = (Vec::new(), Vec::new());
    for example in &examples {
        let expected = normal::expected(&example.html);
        let found = written.get(&example.number).map_or(&[][..], Vec::as_slice);
        let differs = expected != found;
        match (differs, reasons.contains_key(&example.number)) {
            (true, false) => worse.push(example.number),
            (false, true) => better.push(example.number),
            _ => {}
        }
        let asked = shown == "all" || shown.split(',').any(|number| number == example.number.to_string());
        if differs && asked {
            show(example, &expected, found);
        }
    }
    assert!(worse.is_empty() && better.is_empty(), "differ: {worse:?}\nlisted but the same: {better:?}");
}

#[test]
fn few_examples_differ() {
    let numbers: Vec<usize> = DIFFERENT.iter().map(|(number, _)| *number).collect();
    assert!(numbers.is_sorted_by(|a, b| a < b), "each once, in order");
    assert!(numbers.len() <= MOST, "{} examples differ", numbers.len());
}

fn show(example: &Example, expected: &[String], found: &[String]) {
    let Example { number, markdown, html } = example;
    eprintln!("== {number}\n{markdown}-- as HTML\n{html}-- expected\n{}", expected.join("\n"));
    eprintln!("-- found\n{}\n", found.join("\n"));
}
