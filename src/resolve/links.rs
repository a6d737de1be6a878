//! Links to their targets: addresses outside, files of the book, labels in them.
//!
//! Paths are read as Markdown tools read them: relative to the linking file, `/` for the
//! book folder, `.html` for the `.md` it is made from (mdBook), percent-encoded (RFC 3986).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::Target;
use super::findings;
use super::labels::{FilePlaces, Places};
use crate::diagnostic::{Diagnostic, nearest};
use crate::model::book::{Book, Chapter};
use crate::model::inline::{Inline, InlineKind};
use crate::model::{NodeId, walk};
use crate::source::{Span, clean};

/// How many names are compared with mistyped ones before suggestions stop: a file full of
/// broken links must not take a time that grows with the square of its size.
const SUGGESTION_BUDGET: usize = 500_000;

/// Pages of a site by every tail of their addresses (`slack`, `tools/slack`); nothing
/// where several pages share one.
type Pages<'a> = BTreeMap<String, Option<&'a str>>;

/// The targets of a book's links, and the nodes some link leads to.
pub(super) struct Links<'a> {
    places: &'a Places,
    pages: Pages<'a>,
    budget: usize,
    pub(super) targets: BTreeMap<NodeId, Target>,
    pub(super) anchors: BTreeSet<NodeId>,
}

impl<'a> Links<'a> {
    pub(super) fn new(places: &'a Places) -> Self {
        let (targets, anchors) = (BTreeMap::new(), BTreeSet::new());
        Self { places, pages: pages(places), budget: SUGGESTION_BUDGET, targets, anchors }
    }

    /// Finds where each link of the book leads.
    pub(super) fn resolve(&mut self, book: &Book, found: &mut Vec<Diagnostic>) {
        for chapter in &book.chapters {
            self.run(&chapter.title, chapter, found);
            let notes = chapter.notes.iter().map(|note| note.blocks.as_slice());
            for blocks in std::iter::once(chapter.blocks.as_slice()).chain(notes) {
                walk::blocks(blocks, &mut |_| {}, &mut |run| self.run(run, chapter, found));
            }
        }
    }

    fn run(&mut self, run: &[Inline], chapter: &Chapter, found: &mut Vec<Diagnostic>) {
        walk::inlines(run, &mut |inline| {
            let InlineKind::Link { url, .. } = &inline.kind else { return };
            match self.target(url.trim(), chapter, inline.span) {
                Ok(target) => {
                    if let Target::Node(node) = target {
                        self.anchors.insert(node);
                    }
                    self.targets.insert(inline.id, target);
                }
                Err(finding) => found.push(*finding),
            }
        });
    }

    fn target(&mut self, url: &str, from: &Chapter, span: Span) -> Result<Target, Box<Diagnostic>> {
        if url.is_empty() {
            return Err(Box::new(findings::empty_link(span)));
        }
        if is_address(url) {
            return Ok(Target::Uri(url.to_owned()));
        }
        let (path, label) = url.split_once('#').map_or((url, None), |(path, label)| (path, Some(label)));
        let path = decode(path.split('?').next().unwrap_or_default());
        let label = label.map(decode).filter(|label| !label.is_empty());
        if path.is_empty() {
            return self.in_own_file(label.as_deref(), from, span);
        }
        let Some((path, file)) = self.file(&path, from) else {
            return Err(Box::new(self.no_such_file(&path, label.as_deref(), span)));
        };
        let node = match &label {
            None => Some(file.start),
            Some(label) => file.find(label),
        };
        match (node, label) {
            (Some(node), _) => Ok(Target::Node(node)),
            (None, label) => {
                let finding = self.no_such_label(&label.unwrap_or_default(), Some(path), file, span);
                Err(Box::new(finding))
            }
        }
    }

    /// `#label`: in the linking file, else anywhere in the book.
    fn in_own_file(
        &mut self,
        label: Option<&str>,
        from: &Chapter,
        span: Span,
    ) -> Result<Target, Box<Diagnostic>> {
        let Some(label) = label else { return Ok(Target::Node(from.id)) };
        let places = self.places;
        let own = places.files.get(&from.path);
        if let Some(node) = own.and_then(|file| file.find(label)) {
            return Ok(Target::Node(node));
        }
        match places.anywhere(label) {
            [] => {}
            [one] => return Ok(Target::Node(one.node)),
            several => {
                let spans: Vec<Span> = several.iter().map(|named| named.span).collect();
                return Err(Box::new(findings::ambiguous_label(label, span, &spans)));
            }
        }
        match (places.slug_anywhere(label), own) {
            (Some(node), _) => Ok(Target::Node(node)),
            (None, Some(own)) => Err(Box::new(self.no_such_label(label, None, own, span))),
            (None, None) => Err(Box::new(findings::dangling_label(label, None, span))),
        }
    }

    /// The file of the book that a link's path means.
    fn file(&self, path: &str, from: &Chapter) -> Option<(&'a str, &'a FilePlaces)> {
        let folder = Path::new(&from.path).parent().unwrap_or(Path::new(""));
        let base = match path.strip_prefix('/') {
            Some(inside) => clean(Path::new(inside)),
            None => clean(&folder.join(path)),
        };
        let base = base.to_string_lossy().replace('\\', "/");
        let named = candidates(&base).into_iter().find_map(|name| self.places.files.get_key_value(&name));
        let named = named.or_else(|| {
            // A page of a site, which does not say the folder its files lie in.
            let page = path.strip_prefix('/').and_then(|_| self.pages.get(&address(&base)).copied())??;
            self.places.files.get_key_value(page)
        });
        named.map(|(known, file)| (known.as_str(), file))
    }

    fn no_such_file(&mut self, path: &str, label: Option<&str>, span: Span) -> Diagnostic {
        let finding = findings::dangling_file(path, span);
        // A link to a file that another tool would have made.
        if let Some(label) = label.filter(|label| !self.places.anywhere(label).is_empty()) {
            return finding.help(format!("this book has the label: write `#{label}` alone"));
        }
        if path.starts_with("www.") {
            return finding.help(format!("for an address on the web write `https://{path}`"));
        }
        let places = self.places;
        let name = path.rsplit('/').next().unwrap_or(path);
        let known = places.files.keys().map(|known| known.rsplit('/').next().unwrap_or(known));
        match self.suggest(name, known.filter(|known| !known.is_empty())) {
            Some(near) => finding.help(format!("a chapter with a similar name is `{near}`")),
            None => finding.help("only files in the book's order can be linked to; add it there, or link to an address on the web"),
        }
    }

    fn no_such_label(
        &mut self,
        label: &str,
        within: Option<&str>,
        file: &'a FilePlaces,
        span: Span,
    ) -> Diagnostic {
        let finding = findings::dangling_label(label, within, span);
        let places = self.places;
        if let Some((path, _)) = places.files.iter().find(|(_, file)| file.find(label).is_some()) {
            return finding.help(format!("`{path}` has this label: write `{path}#{label}`"));
        }
        if let Some(near) = self.suggest(label, file.names()) {
            return finding.help(format!("a label with a similar name is `#{near}`"));
        }
        match self.suggest(label, places.labels.keys().map(String::as_str)) {
            Some(near) => finding.help(format!("a label with a similar name is `#{near}`")),
            None => finding.help(format!("label the place with `{{#{label}}}` after its heading")),
        }
    }

    fn suggest<'n>(&mut self, typed: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
        let typed: String = typed.chars().take(80).collect();
        let budget = &mut self.budget;
        nearest(
            &typed,
            known.take_while(|name| {
                let cost = 1 + name.len() * typed.len() / 64;
                let affordable = *budget >= cost;
                *budget = budget.saturating_sub(cost);
                affordable
            }),
        )
    }
}

/// The pages that the book's files are in a site made of them, by Hugo or Jekyll.
fn pages(places: &Places) -> Pages<'_> {
    let mut pages = Pages::new();
    for path in places.files.keys() {
        let address = address(path);
        let tails = address.match_indices('/').map(|(at, _)| &address[at + 1..]);
        for tail in std::iter::once(address.as_str()).chain(tails) {
            // More than a site has: a path made to cost memory.
            if tail.len() <= LONGEST_ADDRESS {
                pages.entry(tail.to_owned()).and_modify(|page| *page = None).or_insert(Some(path.as_str()));
            }
        }
        if is_index(path) && address != HOME {
            pages.entry(HOME.to_owned()).and_modify(|page| *page = None).or_insert(Some(path.as_str()));
        }
    }
    pages
}

/// The longest address of a page that is looked for.
const LONGEST_ADDRESS: usize = 200;

/// A file's address in a site: without ending, folders without the `_` of Jekyll's
/// collections, a folder's own page as `index`.
fn address(path: &str) -> String {
    let path = path.trim_matches('/');
    let stem = [".md", ".html", ".htm"].iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    let mut parts: Vec<&str> = stem.split('/').map(|part| part.trim_start_matches('_')).collect();
    if is_index(path) {
        parts.pop();
    }
    if parts.is_empty() || path.is_empty() { HOME.to_owned() } else { parts.join("/") }
}

/// The address of a site's own page.
const HOME: &str = "index";

/// Whether a file is its folder's own page.
fn is_index(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default().trim_start_matches('_');
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

/// Whether a link leads out of the book: it has a scheme or begins with `//`.
fn is_address(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else { return url.starts_with("//") };
    // One letter is a Windows drive.
    url.starts_with("//")
        || scheme.len() > 1
            && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}

/// The files a path may mean, best first.
fn candidates(path: &str) -> Vec<String> {
    let bare = path.trim_end_matches('/');
    let mut names = vec![bare.to_owned()];
    if let Some(stem) = bare.strip_suffix(".html").or_else(|| bare.strip_suffix(".htm")) {
        names.push(format!("{stem}.md"));
        if let Some(folder) = stem.strip_suffix("index") {
            names.push(format!("{folder}README.md"));
        }
    } else if Path::new(bare).extension().is_none_or(|extension| extension != "md") {
        names.push(format!("{bare}.md"));
        let folder = if bare.is_empty() { String::new() } else { format!("{bare}/") };
        names.extend(["index.md", "README.md"].map(|name| format!("{folder}{name}")));
    }
    names
}

/// Percent-decoding (RFC 3986, 2.1); what is not valid stays as it is.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        let decoded = hex
            .filter(|two| byte == b'%' && two.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|two| u8::from_str_radix(two, 16).ok());
        out.push(decoded.unwrap_or(byte));
        at += if decoded.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_scheme() {
        for url in ["https://a.b", "mailto:a@b.c", "tel:+1", "//a.b/c", "urn:isbn:1"] {
            assert!(is_address(url), "{url}");
        }
        for path in ["a.md", "#x", "a.md#b:c", "C:/x.md", "a b: c", "/rooted.md"] {
            assert!(!is_address(path), "{path}");
        }
    }

    #[test]
    fn percent_encoding_is_undone_where_it_is_valid() {
        assert_eq!(decode("a%20b%C3%A9"), "a bé");
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz%4"), "%zz%4");
        assert_eq!(decode("%ff"), "%ff", "not UTF-8");
    }

    #[test]
    fn addresses_in_a_site_leave_out_what_sites_do() {
        for (path, expected) in [
            ("content/pasta.md", "content/pasta"),
            ("_tools/slack.md", "tools/slack"),
            ("/tools/slack/", "tools/slack"),
            ("docs/start/_index.md", "docs/start"),
            ("README.md", "index"),
            ("/index.html", "index"),
            ("/", "index"),
        ] {
            assert_eq!(address(path), expected, "{path}");
        }
    }

    #[test]
    fn html_and_folders_mean_the_markdown_they_are_made_from() {
        assert!(candidates("a/b.html").contains(&"a/b.md".to_owned()));
        assert!(candidates("a/index.html").contains(&"a/README.md".to_owned()));
        assert!(candidates("a/").contains(&"a/README.md".to_owned()));
        assert_eq!(candidates("a.md"), ["a.md"]);
    }
}
