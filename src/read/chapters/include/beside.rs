//! Pictures and links of included text: their paths begin at the chapter's folder, as in
//! mdBook and Quarto; where nothing is there, at the included file's own.

use super::key;
use crate::diagnostic::Diagnostic;
use crate::read::assets::Shelf;
use crate::read::chapters::load::Text;
use crate::source::{Sources, Span};

/// A chapter whose text may come from several files.
pub(in crate::read::chapters) struct Beside<'a> {
    /// Where pictures are looked for.
    pub shelf: &'a Shelf<'a>,
    /// Every text.
    pub sources: &'a Sources,
    /// The chapter's.
    pub text: &'a Text,
}

impl Beside<'_> {
    /// The key of the picture that is named `url` at `span`.
    pub(in crate::read::chapters) fn picture(
        &self,
        url: &str,
        span: Span,
    ) -> (Option<String>, Option<Diagnostic>) {
        let found = self.shelf.find(folder(&self.text.path), url, span);
        match self.included_from(span) {
            Some(other) if found.0.is_none() => {
                let beside = self.shelf.find(folder(other), url, span);
                if beside.0.is_some() { beside } else { found }
            }
            _ => found,
        }
    }

    /// What a link's address is instead of `url`, when only the included file has such a
    /// file beside it.
    pub(in crate::read::chapters) fn link(&self, url: &str, span: Span) -> Option<String> {
        let other = self.included_from(span)?;
        let path = url.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.starts_with('/'))?;
        let is_file = |key: &str| self.shelf.files.is_file(&self.shelf.root.join(key));
        if key(folder(&self.text.path), path).is_some_and(|key| is_file(&key)) {
            return None;
        }
        let beside = key(folder(other), path).filter(|key| is_file(key))?;
        Some(format!("/{beside}{}", &url[path.len()..]))
    }

    /// The path of the file that the text at `span` was included from.
    fn included_from(&self, span: Span) -> Option<&str> {
        if span.file == self.text.file {
            return None;
        }
        self.sources.get(span.file).map(|file| file.path.as_str())
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}
