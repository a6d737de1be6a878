//! References by page: `[](#x){.page}`, `[text](#x){.pageref}`, and every link of an edition
//! with `print-pageref: auto`.

use crate::edition::Edition;
use crate::model::NodeId;
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::FormatSpec;
use crate::resolve::Target;
use crate::typeset::labels::Labels;

/// How a link says the page it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::typeset) enum Form {
    /// `page 123` and no more.
    Alone,
    /// `(p. 123)` after its words.
    After,
}

/// How a link says its page; `None` when it does not.
pub(in crate::typeset) fn form(edition: &Edition<'_>, link: &Inline, wordless: bool) -> Option<Form> {
    let has = |class| link.attrs.as_deref().is_some_and(|attrs| attrs.has(class));
    let always = matches!(&edition.spec.format, FormatSpec::Pdf(print) if print.page_references);
    match (has("page"), has("pageref") || always) {
        (true, _) if wordless => Some(Form::Alone),
        (false, false) => None,
        _ => Some(Form::After),
    }
}

/// What stands after the words of a link; `None` when its target is on no page.
pub(super) fn text(labels: &Labels, form: Form, node: NodeId) -> Option<String> {
    match form {
        Form::Alone => labels.page(node),
        Form::After => labels.page_note(node).map(|page| format!(" {page}")),
    }
}

/// Whether an inline shows a page of the book.
pub(in crate::typeset) fn shows_page(edition: &Edition<'_>, inline: &Inline) -> bool {
    let InlineKind::Link { content, .. } = &inline.kind else { return false };
    matches!(edition.book.targets.get(&inline.id), Some(Target::Node(_)))
        && form(edition, inline, content.is_empty()).is_some()
}
