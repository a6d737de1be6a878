//! References from file to file: each leads to a file of the book that is listed, that can
//! be shown there, and to a place in it that there is.

use std::collections::{BTreeMap, BTreeSet};

use super::archive::Archive;
use super::document::{Facts, Link, Use, alone};
use super::findings::Findings;
use super::media::{self, Medium};
use super::package::{Item, Package};
use super::url::Target;
use crate::diagnostic::{Code, Diagnostic, nearest};

/// What references are held against.
pub(super) struct Book<'a> {
    pub(super) package: &'a Package,
    pub(super) archive: &'a Archive<'a>,
    /// Facts of documents by their paths.
    pub(super) documents: &'a BTreeMap<&'a str, &'a Facts>,
    /// What the manifest lists of the web.
    pub(super) remote: BTreeSet<&'a str>,
}

/// Tells of the references of a file that lead nowhere, or where they should not.
pub(super) fn check(links: &[Link], from: &str, book: &Book<'_>, findings: &mut Findings) {
    for link in links {
        let found = match &link.target {
            Target::Local { path, fragment, .. } => local(link, path, fragment.as_deref(), from, book),
            Target::Data(kind) => data(link, kind, book),
            Target::Remote { .. } if link.plays_from_the_web() => remote(link, book),
            _ => None,
        };
        if let Some(finding) = alone(link, book.package.is_epub_2).or(found) {
            let (code, span) = (finding.code, link.span);
            findings.tell(code, span, || suggest(finding, &link.target, book));
        }
    }
}

fn say(link: &Link, code: Code, message: String, help: &str) -> Option<Diagnostic> {
    Some(Diagnostic::new(code, message).at(link.span, "").help(help))
}

fn local(link: &Link, path: &str, fragment: Option<&str>, from: &str, book: &Book<'_>) -> Option<Diagnostic> {
    if path.is_empty() {
        return None;
    }
    let Some(at) = book.package.find(path) else { return unlisted(link, path, from, book) };
    let item = book.package.items.get(at)?;
    if !book.archive.has(path) {
        // The manifest's own finding tells of it.
        return None;
    }
    kind(link, at, item, from, book).or_else(|| place(link, path, fragment?, item, book))
}

/// A file that the manifest does not list: it is missing, or forgotten.
fn unlisted(link: &Link, path: &str, from: &str, book: &Book<'_>) -> Option<Diagnostic> {
    if path == from {
        return None;
    }
    if book.archive.has(path) {
        if link.how == Use::Cite || path == book.package.path || path.starts_with("META-INF/") {
            return None;
        }
        return say(
            link,
            Code::LinkUnlisted,
            format!("the manifest does not list the file `{path}`"),
            "add an `item` for it to the package document",
        );
    }
    Some(
        Diagnostic::new(Code::LinkMissing, format!("there is no file `{path}` in the book"))
            .at(link.span, ""),
    )
}

/// A way out for references to what is not there: what has a similar name.
fn suggest(finding: Diagnostic, target: &Target, book: &Book<'_>) -> Diagnostic {
    let Target::Local { path, fragment, .. } = target else { return finding };
    match (finding.code, fragment) {
        (Code::LinkMissing, _) => {
            let known = book.package.items.iter().filter_map(|item| item.path.as_deref());
            let name = path.rsplit('/').next();
            let same = known.clone().find(|known| known.rsplit('/').next() == name);
            match same.or_else(|| nearest(path, known.take(2000))) {
                Some(near) => finding.help(format!("a file with a similar name is `{near}`")),
                None => finding.help("put the file into the book, or take the reference out"),
            }
        }
        (Code::LinkFragment, Some(fragment)) => {
            let ids = book.documents.get(path.as_str()).into_iter().flat_map(|facts| facts.ids.keys());
            let near = nearest(fragment, ids.map(|id| &**id).take(5000)).map(str::to_owned);
            match near.or_else(|| elsewhere(fragment, book)) {
                Some(near) => finding.help(format!("a place with a similar name is `{near}`")),
                None => {
                    finding.help("give the element that is meant this id, or take away what begins with `#`")
                }
            }
        }
        _ => finding,
    }
}

/// Whether what lies there can be used so.
fn kind(link: &Link, at: usize, item: &Item, from: &str, book: &Book<'_>) -> Option<Diagnostic> {
    let is_epub_2 = book.package.is_epub_2;
    let is_content = |item: &Item| media::is_content(&item.media_type, is_epub_2);
    let media_type = &item.media_type;
    let falls_back = |fit: &dyn Fn(&Item) -> bool| book.package.falls_back(at, fit);
    match link.how {
        Use::Hyperlink | Use::Contents => {
            if !is_content(item) && !falls_back(&is_content) {
                let help = "lead to an XHTML document that shows it";
                return say(
                    link,
                    Code::LinkType,
                    format!("reading systems cannot open `{media_type}` as a page"),
                    help,
                );
            }
            let in_spine = book.package.order(at).is_some();
            let in_nav = book
                .package
                .nav
                .and_then(|nav| book.package.items.get(nav))
                .is_some_and(|nav| nav.path.as_deref() == Some(from));
            if !in_spine && (!is_epub_2 || link.how == Use::Contents || in_nav) {
                let help = "add an `itemref` for it, `linear=\"no\"` if it is not read in order";
                return say(
                    link,
                    Code::LinkSpine,
                    "the reading order does not have this document".to_owned(),
                    help,
                );
            }
            None
        }
        Use::Image => {
            let is_shown = |item: &Item| {
                media::is_core(&item.media_type, is_epub_2)
                    && matches!(item.medium(), Medium::Image | Medium::Svg)
            };
            // A film may stand in `img` as well, as some browsers have it.
            let is_film = item.medium() == Medium::Video;
            if !is_film && !is_shown(item) && !falls_back(&is_shown) && !link.has_fallback {
                let help = "convert it to JPEG or PNG, or give its item a `fallback`";
                return say(
                    link,
                    Code::ManifestFallback,
                    format!("not every reading system shows `{media_type}`"),
                    help,
                );
            }
            None
        }
        Use::Media | Use::Choice | Use::Object => {
            let is_shown = |item: &Item| media::is_core(&item.media_type, is_epub_2);
            let wrong = link
                .media_type
                .as_deref()
                .map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
            if let Some(said) = wrong.filter(|said| {
                !said.is_empty() && *said != media_type.split(';').next().unwrap_or_default().trim()
            }) {
                let help = "write the same media type in both places";
                return say(
                    link,
                    Code::LinkType,
                    format!("here this is `{said}`, in the manifest `{media_type}`"),
                    help,
                );
            }
            if !is_shown(item) && !falls_back(&is_shown) && !link.has_fallback {
                let help =
                    "convert it to a kind that every reading system knows, or give its item a `fallback`";
                return say(
                    link,
                    Code::ManifestFallback,
                    format!("not every reading system plays `{media_type}`"),
                    help,
                );
            }
            None
        }
        // Adobe's page templates are linked to like style sheets.
        Use::Stylesheet
            if item.medium() != Medium::Css
                && !media_type.ends_with("page-template+xml")
                && !falls_back(&|item| item.medium() == Medium::Css) =>
        {
            let help = "link to a file of type `text/css`";
            say(link, Code::LinkType, format!("`{media_type}` is no style sheet"), help)
        }
        _ => None,
    }
}

/// The place in the file.
fn place(link: &Link, path: &str, fragment: &str, item: &Item, book: &Book<'_>) -> Option<Diagnostic> {
    let is_text = matches!(item.medium(), Medium::Xhtml | Medium::Svg);
    if link.how == Use::Stylesheet {
        return say(
            link,
            Code::LinkType,
            "a style sheet has no places".to_owned(),
            "take away what begins with `#`",
        );
    }
    if !is_text {
        // A picture's part, or a moment of sound (`#xywh=`, `#t=`).
        return None;
    }
    let facts = book.documents.get(path)?;
    let scheme = fragment.contains(['=', '(', '/', ':']) && !facts.ids.contains_key(fragment);
    if facts.ids.contains_key(fragment) || scheme {
        return None;
    }
    Some(
        Diagnostic::new(Code::LinkFragment, format!("there is no place `{fragment}` in `{path}`"))
            .at(link.span, ""),
    )
}

/// The same place in another document: chapters that were split.
fn elsewhere(fragment: &str, book: &Book<'_>) -> Option<String> {
    book.documents
        .iter()
        .find(|(_, facts)| facts.ids.contains_key(fragment))
        .map(|(path, _)| format!("{path}#{fragment}"))
}

/// What is played from the web stands in the manifest all the same.
fn remote(link: &Link, book: &Book<'_>) -> Option<Diagnostic> {
    let address = link.address.as_deref()?;
    if book.remote.contains(address.split('#').next().unwrap_or_default()) {
        return None;
    }
    let help = "add an `item` with this address as its `href`";
    say(
        link,
        Code::LinkUnlisted,
        "the manifest does not list this sound, film or font of the web".to_owned(),
        help,
    )
}

fn data(link: &Link, kind: &str, book: &Book<'_>) -> Option<Diagnostic> {
    let needed = matches!(link.how, Use::Image | Use::Media | Use::Object) && !link.has_fallback;
    if needed && !media::is_core(kind, book.package.is_epub_2) && kind != "text/plain" {
        let help = "convert it to JPEG or PNG";
        return say(link, Code::ManifestFallback, format!("not every reading system shows `{kind}`"), help);
    }
    None
}

/// Documents outside of the reading order that no link leads to.
pub(super) fn unreached(facts: &[&Facts], package: &Package, findings: &mut Findings) {
    let mut reached: BTreeSet<&str> = BTreeSet::new();
    let mut scripted = false;
    for one in facts {
        scripted |= one.needs.scripted;
        for link in one.links.iter().filter(|link| matches!(link.how, Use::Hyperlink | Use::Contents)) {
            if let Target::Local { path, .. } = &link.target {
                if *path != one.path {
                    reached.insert(path);
                }
            }
        }
    }
    if scripted || package.is_epub_2 {
        return;
    }
    for one in package.spine.iter().filter(|one| !one.is_linear) {
        let item = one.item.and_then(|at| package.items.get(at));
        let Some(path) = item.and_then(|item| item.path.as_deref()) else { continue };
        if !reached.contains(path) {
            findings.push(
                Diagnostic::new(
                    Code::SpineLinear,
                    format!("no link leads to `{path}`, which is not read in order"),
                )
                .at(one.place, "")
                .help("add a link to it, or take `linear=\"no\"` away"),
            );
        }
    }
}
