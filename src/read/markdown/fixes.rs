//! `.fit` and `.keep`: fixes of page makeup, by edition.
//!
//! An edition named on them says where the fix holds, by `edition=` or as conditions are
//! written; the text is shown everywhere.

mod findings;

use std::ops::Range;

use super::blocks::Blocks;
use crate::model::block::{Block, BlockKind, Role};
use crate::model::walk::{self, PartMut};
use crate::model::{Attributes, fit};

/// The keys that name editions.
const EDITIONS: &[&str] = &["edition", "editions", "when-edition"];

impl Blocks<'_, '_, '_> {
    /// Leaves the fix of a div of the class `fit` with its paragraphs, and takes it off the div.
    pub(super) fn take_fit(&mut self, attrs: &mut Attributes, blocks: &mut [Block], line: &Range<usize>) {
        if !attrs.has("fit") {
            return;
        }
        let is_condition = attrs.has("content-visible") || attrs.has("content-hidden");
        let editions = if is_condition {
            attrs.get("edition").or_else(|| attrs.get("editions")).unwrap_or_default().to_owned()
        } else {
            take_editions(attrs)
        };
        let lines = attrs.get("lines").map(str::to_owned);
        attrs.classes.retain(|class| class != "fit");
        attrs.pairs.retain(|(key, _)| !matches!(key.as_str(), "lines" | "edition" | "editions"));
        let number = lines.as_deref().and_then(|lines| lines.trim().parse::<i32>().ok());
        let number = number.filter(|lines| lines.abs() <= fit::MOST);
        let span = self.context.span(line.start, line.end);
        let found = match number {
            None => Some(findings::fit_of_nothing(lines.as_deref(), span)),
            Some(number) if !mark(blocks, number, &editions) => Some(findings::fit_round_nothing(span)),
            Some(_) => None,
        };
        self.context.once.findings.extend(found);
    }
}

/// Leaves a fix with every paragraph; false where there is none.
fn mark(blocks: &mut [Block], lines: i32, editions: &str) -> bool {
    let mut found = false;
    for block in blocks {
        if matches!(block.kind, BlockKind::Paragraph(_)) {
            fit::note(&mut block.attrs, lines, editions);
            found = true;
        }
        walk::parts_mut(&mut block.kind, &mut |part| {
            if let PartMut::Blocks(inner) = part {
                found |= mark(inner, lines, editions);
            }
        });
    }
    found
}

/// The editions that attributes name, which are taken away.
fn take_editions(attrs: &mut Attributes) -> String {
    let pairs = attrs.pairs.iter().filter(|(key, _)| EDITIONS.contains(&key.as_str()));
    let names: Vec<String> = pairs.map(|(_, value)| value.clone()).collect();
    attrs.pairs.retain(|(key, _)| !EDITIONS.contains(&key.as_str()));
    names.join(" ")
}

/// Notes on a div that is kept together in which editions it is.
pub(super) fn note_kept(role: Role, attrs: &mut Attributes) {
    let is_condition = attrs.has("content-visible") || attrs.has("content-hidden");
    if role != Role::Keep || is_condition {
        return;
    }
    let names = take_editions(attrs);
    if !names.trim().is_empty() {
        attrs.pairs.push((fit::KEPT_IN.to_owned(), names));
    }
}
