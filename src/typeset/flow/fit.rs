//! A paragraph in as many lines as its author wants.

use super::Flow;
use crate::model::block::Block;
use crate::model::fit;
use crate::typeset::findings;
use crate::typeset::paragraph::Paragraph;

impl Flow<'_, '_> {
    /// Takes the choice of lines from the page breaker, where the author has made it.
    pub(super) fn fit(&mut self, block: &Block, paragraph: &mut Paragraph) {
        if self.setter.unfitted == Some(block.id) {
            return;
        }
        let Some(lines) = fit::lines(&block.attrs, &self.setter.edition.spec.name) else { return };
        if let Err(counts) = paragraph.fit(lines) {
            self.setter.findings.push(findings::impossible_fit(lines, &counts, block.span).into());
        }
    }
}
