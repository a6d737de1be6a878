//! HTML in Markdown, read as browsers read it and mapped into the model, so that every
//! edition has it: nothing of it is passed on as HTML.
//!
//! [`pieces`] cuts HTML into tags and text, [`feed`] gives these to an HTML5 parser (WHATWG
//! HTML, 13.2), together with places held for what Markdown itself made: [`mod@line`] those of
//! a line, [`weave`] those of a container. [`dom`] keeps the tree that comes of it. From the
//! tree [`inline`] makes markup within a line, [`flow`] blocks.

mod attributes;
mod cell;
mod dom;
mod feed;
mod figure;
mod findings;
mod flow;
mod inline;
mod line;
mod lists;
mod markup;
mod names;
mod pieces;
mod table;
#[cfg(test)]
mod tests;
mod weave;

pub(super) use flow::nest;
pub(super) use line::{pair, tokens};
pub(super) use pieces::HtmlSource;
