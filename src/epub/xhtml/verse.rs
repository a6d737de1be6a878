//! Verse: lines that are kept, in stanzas.

use std::fmt::Write as _;

use super::Writer;
use crate::model::block::{Block, Verse};

/// The deepest indent that has a class of its own, in ems.
pub(in crate::epub) const DEEPEST: u32 = 12;

impl Writer<'_> {
    /// Lines in stanzas; a line without words ends a stanza.
    pub(super) fn verse(&mut self, block: &Block, verse: &Verse) {
        self.open("div", block.id, Some(&block.attrs), "verse");
        self.out.push_str(">\n");
        let every = verse.number_every.filter(|every| *every > 0);
        let mut count = 0_u32;
        for stanza in verse.lines.split(|line| line.content.is_empty()).filter(|stanza| !stanza.is_empty()) {
            self.out.push_str("<div class=\"stanza\">\n");
            for line in stanza {
                // Two blanks of the source are an em.
                let indent = line.indent.div_ceil(2).min(DEEPEST);
                let class = match indent {
                    0 => "line".to_owned(),
                    _ => format!("line in-{indent}"),
                };
                self.open("div", line.id, None, &class);
                self.out.push('>');
                count = count.saturating_add(1);
                if every.is_some_and(|every| count.is_multiple_of(every)) {
                    let _ =
                        write!(self.out, "<span class=\"line-number\" aria-hidden=\"true\">{count}</span> ");
                }
                self.run(line.id, &line.content);
                self.out.push_str("</div>\n");
            }
            self.out.push_str("</div>\n");
        }
        self.out.push_str("</div>\n");
    }
}
