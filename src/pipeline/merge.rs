//! Findings of several editions to one list in which each stands once.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Every finding once, in the order it was first met. One that only one of several
/// editions has carries that edition's name.
pub(super) fn by_edition(editions: Vec<(&str, Vec<Diagnostic>)>) -> Vec<Diagnostic> {
    let several = editions.len() > 1;
    let mut met: Vec<(Diagnostic, Vec<&str>)> = Vec::new();
    let mut index: BTreeMap<(Code, Option<Span>, String), Vec<usize>> = BTreeMap::new();
    for (name, findings) in editions {
        for finding in findings {
            let place = finding.labels.first().map(|label| label.span);
            let alike = index.entry((finding.code, place, finding.message.clone())).or_default();
            let same =
                alike.iter().copied().find(|at| met.get(*at).is_some_and(|(known, _)| *known == finding));
            match same.and_then(|at| met.get_mut(at)) {
                Some((_, names)) if names.last() != Some(&name) => names.push(name),
                Some(_) => {}
                None => {
                    alike.push(met.len());
                    met.push((finding, vec![name]));
                }
            }
        }
    }
    met.into_iter()
        .map(|(mut finding, names)| {
            if let ([only], true, None) = (names.as_slice(), several, &finding.edition) {
                finding.edition = Some((*only).to_owned());
            }
            finding
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_all_editions_share_stands_once_and_what_one_has_is_named() {
        let finding = |message: &str| Diagnostic::new(Code::NotRead, message);
        let editions = vec![
            ("a", vec![finding("x"), finding("y"), finding("y")]),
            ("b", vec![finding("x"), finding("z")]),
        ];
        let merged = by_edition(editions);
        let shown: Vec<_> = merged.iter().map(|f| (f.message.as_str(), f.edition.as_deref())).collect();
        assert_eq!(shown, [("x", None), ("y", Some("a")), ("z", Some("b"))]);
        assert_eq!(
            by_edition(vec![("a", vec![finding("x")])])[0].edition,
            None,
            "the only edition needs no name"
        );
    }
}
