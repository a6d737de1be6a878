//! Troubles to one line for the terminal.

use super::trouble::{Kind, Trouble};

/// `lines: 2 loose lines, 1 river; pages: 1 widow`; `None` when there is nothing to say.
/// What weighs nothing is left to the report.
pub(super) fn line(troubles: &[Trouble]) -> Option<String> {
    let part = |name: &str, of_pages: bool| {
        let counted = Kind::ALL.iter().filter(|kind| kind.is_of_pages() == of_pages).filter_map(|kind| {
            let count = troubles.iter().filter(|t| t.kind == *kind && t.weight > 0).count();
            let (one, many) = kind.words();
            (count > 0).then(|| format!("{count} {}", if count == 1 { one } else { many }))
        });
        let counted: Vec<String> = counted.collect();
        (!counted.is_empty()).then(|| format!("{name}: {}", counted.join(", ")))
    };
    let parts: Vec<String> = [part("lines", false), part("pages", true)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
