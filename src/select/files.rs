//! The files an edition takes of the book: `only:` and `except:` name files or folders.

use std::sync::Arc;

use super::findings;
use crate::diagnostic::Diagnostic;
use crate::model::book::{Book, Chapter, SectionKind};
use crate::model::manifest::EditionSpec;
use crate::source::Spanned;

/// For each chapter whether its file is among those the edition takes. Pages that are made
/// from the metadata and parts named in the order have no file and stay.
pub(super) fn kept(book: &Book, spec: &EditionSpec) -> (Vec<bool>, Vec<Diagnostic>) {
    let names = |list: &[Spanned<String>], path: &str| list.iter().any(|name| covers(&name.value, path));
    let kept = book.chapters.iter().map(|chapter| {
        let path = chapter.path.as_str();
        path.is_empty() || ((spec.only.is_empty() || names(&spec.only, path)) && !names(&spec.except, path))
    });
    let unknown = spec.only.iter().chain(&spec.except).filter(|name| {
        !book.chapters.iter().any(|chapter| !chapter.path.is_empty() && covers(&name.value, &chapter.path))
    });
    let paths: Vec<&str> = book.chapters.iter().map(|chapter| chapter.path.as_str()).collect();
    let findings = unknown.map(|name| findings::no_such_file(&name.value, name.span, &paths)).collect();
    (kept.collect(), findings)
}

/// Whether a name is the path or a folder above it.
fn covers(name: &str, path: &str) -> bool {
    let name = name.trim().trim_start_matches("./").trim_end_matches('/');
    path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
}

/// Drops the parts of the order that no chapter is left in.
pub(super) fn drop_empty_parts(book: &Book, shown: &mut Vec<Arc<Chapter>>) {
    let is_part = |chapter: &Chapter| chapter.kind == SectionKind::Part && chapter.path.is_empty();
    let ends_part = |chapter: &Chapter, part: &Chapter| {
        chapter.kind == SectionKind::Part || chapter.matter != part.matter
    };
    let is_empty = |chapters: &[Arc<Chapter>], at: usize| {
        let Some(part) = chapters.get(at).filter(|chapter| is_part(chapter)) else { return false };
        chapters.get(at + 1).is_none_or(|next| ends_part(next, part))
    };
    let mut at = 0;
    while at < shown.len() {
        let was_empty =
            |part: &Chapter| book.index_of(part.id).is_some_and(|at| is_empty(&book.chapters, at));
        if is_empty(shown, at) && !was_empty(&shown[at]) {
            shown.remove(at);
        } else {
            at += 1;
        }
    }
}
