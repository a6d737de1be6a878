//! An image's path as written to a key: the path within the book folder.

use std::path::{Component, Path};

use super::Shelf;
use crate::diagnostic::{Diagnostic, nearest};
use crate::read::findings;
use crate::source::{Span, clean};

impl Shelf<'_> {
    /// The key of the picture that a file in `folder` names `url`: tried from that folder,
    /// then from the book folder, then from each `resource-path:`; a leading `/` skips the first.
    pub(in crate::read) fn find(
        &self,
        folder: &str,
        url: &str,
        span: Span,
    ) -> (Option<String>, Option<Diagnostic>) {
        let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
        if ["http:", "https:", "ftp:", "data:", "//"].iter().any(|scheme| lower.starts_with(scheme)) {
            let shown = url.get(..80).unwrap_or(url);
            return (None, Some(findings::remote_image(shown, span)));
        }
        let decoded = percent_decode(url);
        let without_query = decoded.split(['?', '#']).next().unwrap_or_default().to_owned();
        for path in [&decoded, &without_query] {
            let keys = self.folders(folder, path).into_iter().filter_map(|folder| key(folder, path));
            let mut files = keys.filter(|key| !key.is_empty() && self.files.is_file(&self.root.join(key)));
            if let Some(key) = files.next() {
                return (Some(key), None);
            }
        }
        let from = if without_query.starts_with('/') { "" } else { folder };
        if !without_query.is_empty() && key(from, &without_query).is_none() {
            return (None, Some(findings::outside_book(url, span)));
        }
        let near = self.near(folder, &without_query);
        (None, Some(findings::missing_image(url, near.as_deref(), span)))
    }

    fn folders<'s>(&'s self, folder: &'s str, path: &str) -> Vec<&'s str> {
        let own = if path.starts_with('/') { None } else { Some(folder) };
        own.into_iter().chain([""]).chain(self.resource_path.iter().map(String::as_str)).collect()
    }

    /// The file with the nearest name in the folders where the picture was looked for.
    fn near(&self, folder: &str, path: &str) -> Option<String> {
        self.folders(folder, path).into_iter().find_map(|from| {
            let wanted = key(from, path)?;
            let (within, name) = wanted.rsplit_once('/').unwrap_or(("", &wanted));
            let entries = self.files.list(&self.root.join(within)).ok()?;
            let names = entries.iter().filter(|entry| !entry.is_folder).map(|entry| entry.name.as_str());
            let near = nearest(name, names)?;
            let parent = path.rsplit_once('/').map_or(String::new(), |(parent, _)| format!("{parent}/"));
            Some(format!("{parent}{near}"))
        })
    }
}

/// `path` from `folder` as a path within the book folder; `None` when it leads out of it.
fn key(folder: &str, path: &str) -> Option<String> {
    let joined = Path::new(folder).join(path.trim_start_matches('/'));
    let mut names = Vec::new();
    for part in clean(&joined).components() {
        match part {
            Component::Normal(name) => names.push(name.to_str()?.to_owned()),
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(names.join("/"))
}

/// `%20` and its like as characters; what does not decode to UTF-8 stays as written.
fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Memory;

    #[test]
    fn pictures_are_looked_for_in_three_places() {
        let files = Memory::new().with("b/ch/a.png", "").with("b/c d.png", "").with("b/img/e.png", "");
        let resource_path = ["img".to_owned()];
        let shelf = Shelf { files: &files, root: Path::new("b"), resource_path: &resource_path };
        let find = |url: &str| shelf.find("ch", url, Span::default());
        let key = |url: &str| find(url).0;
        assert_eq!(key("a.png").as_deref(), Some("ch/a.png"));
        assert_eq!(key("../c%20d.png?x=1").as_deref(), Some("c d.png"));
        assert_eq!(key("e.png").as_deref(), Some("img/e.png"));
        assert_eq!(key("/e.png").as_deref(), Some("img/e.png"));
        assert_eq!(key("/ch/./a.png").as_deref(), Some("ch/a.png"));
        let code = |url: &str| find(url).1.map(|finding| finding.code);
        assert_eq!(code("../../x.png"), Some(Code::OutsideBook));
        assert_eq!(code("../x.png"), Some(Code::MissingImage), "from the file it is within the book");
        assert_eq!(code("https://x.org/a.png"), Some(Code::RemoteImage));
        let missing = find("A.pgn").1.expect("missing");
        assert_eq!(
            (missing.code, missing.help.as_slice()),
            (Code::MissingImage, &["there is `a.png`".to_owned()][..])
        );
        assert_eq!(code(""), Some(Code::MissingImage));
    }
}
