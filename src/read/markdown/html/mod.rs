//! HTML in Markdown, read as browsers read it and mapped into the model, so that every
//! edition has it: nothing of it is passed on as HTML.
//!
//! [`pieces`] cuts HTML into tags and text, [`feed`] gives these to an HTML5 parser (WHATWG
//! HTML, 13.2) together with places held for what Markdown itself made, [`dom`] keeps the
//! tree it builds. From that tree [`inline`] makes markup within a line, [`flow`] blocks.

mod attributes;
mod cell;
mod dom;
mod feed;
mod figure;
mod flow;
mod inline;
mod lists;
mod names;
mod pieces;
mod table;
#[cfg(test)]
mod tests;

pub(super) use flow::nest;
pub(super) use inline::{pair, tokens};
pub(super) use pieces::HtmlSource;
