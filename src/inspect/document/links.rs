//! Every reference of a document to another file or place, and what is wrong with it by
//! itself.

use super::{OwnStyles, Setting};
use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::findings::Findings;
use crate::inspect::style;
use crate::inspect::url::{self, Target};
use crate::inspect::xml::{Attr, Element, Ns, Tree};
use crate::source::Span;

/// What a reference is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::inspect) enum Use {
    /// Followed by the reader.
    Hyperlink,
    /// Shown in place.
    Image,
    /// One of several pictures, or sounds, of which a reading system takes one.
    Choice,
    Stylesheet,
    Font,
    Script,
    /// Sound or film.
    Media,
    Track,
    /// A page in a page, or an object: what is in it stands in for it.
    Object,
    /// A part of a drawing.
    Part,
    /// Named, not shown.
    Cite,
    /// An icon or other relation.
    Relation,
    /// Of a media overlay: text, and sound.
    Overlay,
    /// An entry of the NCX.
    Contents,
}

/// A reference.
#[derive(Clone, Debug)]
pub(in crate::inspect) struct Link {
    pub(in crate::inspect) target: Target,
    pub(in crate::inspect) how: Use,
    pub(in crate::inspect) span: Span,
    /// The media type it speaks of.
    pub(in crate::inspect) media_type: Option<String>,
    /// Whether something stands in for it where it cannot be shown.
    pub(in crate::inspect) has_fallback: bool,
    /// The address of what lies on the web.
    pub(in crate::inspect) address: Option<Box<str>>,
}

impl Link {
    pub(in crate::inspect) fn new(base: &str, href: &str, how: Use, span: Span) -> Self {
        let target = url::resolve(base, href);
        // Where links lead on the web is nobody's concern; what is played from there is.
        let is_kept = matches!(target, Target::Remote { .. }) && how != Use::Hyperlink;
        let address = is_kept.then(|| href.trim().into());
        Self { target, how, span, media_type: None, has_fallback: false, address }
    }

    /// Whether it shows or plays something that may lie on the web, and does.
    pub(in crate::inspect) fn plays_from_the_web(&self) -> bool {
        matches!(self.target, Target::Remote { .. })
            && (matches!(self.how, Use::Media | Use::Font | Use::Choice | Use::Overlay)
                || self.how == Use::Object && self.media_type.is_some())
    }
}

/// References of one document that are kept: an index of a large work has some ten thousand.
const MOST: usize = 50_000;

struct Collector<'a> {
    /// What relative references begin at; `None`: on the web.
    base: Option<String>,
    links: Vec<Link>,
    styles: OwnStyles,
    setting: Setting<'a>,
}

/// Every reference of a document, and the style sheets it uses.
pub(super) fn collect(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) -> (Vec<Link>, OwnStyles) {
    let mut collector =
        Collector { base: base(tree, setting.path), links: Vec::new(), styles: Vec::new(), setting };
    for element in tree.elements() {
        if collector.links.len() >= MOST {
            findings.push(
                element
                    .say(Code::XmlExcessive, "this document has more references than any book")
                    .help("those that follow are not checked"),
            );
            break;
        }
        match element.ns() {
            Ns::Xhtml => collector.html(element, findings),
            Ns::Svg => collector.svg(element, findings),
            Ns::MathMl => collector.add(element.get("altimg"), Use::Image),
            _ => {}
        }
        if let Some(style) = element.get("style").filter(|_| matches!(element.ns(), Ns::Xhtml | Ns::Svg)) {
            let part = style::attribute(style, setting.path, findings);
            collector.links.extend(part.links);
        }
    }
    (collector.links, collector.styles)
}

/// What relative references of a document begin at.
fn base(tree: &Tree, path: &str) -> Option<String> {
    let base =
        tree.elements().take(64).find(|element| element.is("base")).and_then(|element| element.value("href"));
    match base.map(|href| url::resolve(path, href)) {
        None => Some(path.to_owned()),
        Some(Target::Local { path, .. }) => Some(path),
        Some(_) => None,
    }
}

impl Collector<'_> {
    fn add(&mut self, attribute: Option<Attr<'_>>, how: Use) {
        let Some(attribute) = attribute else { return };
        let link = self.link(attribute.value(), how, attribute.span());
        self.links.extend(link);
    }

    fn link(&self, href: &str, how: Use, span: Span) -> Option<Link> {
        let own = href.starts_with('#') || href.trim().is_empty();
        let base = match &self.base {
            _ if own => self.setting.path,
            Some(base) => base,
            None => return None,
        };
        Some(Link::new(base, href, how, span))
    }

    fn html(&mut self, element: Element<'_>, findings: &mut Findings) {
        let get = |name: &str| element.get(name);
        match element.name() {
            "a" | "area" => self.add(get("href"), Use::Hyperlink),
            "img" => {
                self.add(get("src"), Use::Image);
                self.add(get("longdesc"), Use::Cite);
                self.set(element, Use::Image);
            }
            "source" => {
                self.add(get("src"), Use::Choice);
                self.set(element, Use::Choice);
                let kind = element.value("type").map(str::to_owned);
                if let Some(last) =
                    self.links.last_mut().filter(|_| get("src").is_some() || get("srcset").is_some())
                {
                    last.media_type = kind;
                    last.has_fallback = stands_in(element);
                }
            }
            "audio" | "video" => {
                self.add(get("src"), Use::Media);
                if let Some(last) = self.links.last_mut().filter(|_| get("src").is_some()) {
                    // Words between the tags are for browsers without sound, and do not count.
                    last.has_fallback = element.is("video");
                }
                self.add(get("poster"), Use::Image);
            }
            "track" => self.add(get("src"), Use::Track),
            "link" => self.relation(element),
            "script" => self.add(get("src"), Use::Script),
            "iframe" | "embed" => self.add(get("src"), Use::Object),
            "object" => {
                self.add(get("data"), Use::Object);
                let shown = element.has_text()
                    || element.descendants().any(|inner| inner.is_one_of(&["img", "object", "p", "div"]));
                if let Some(last) = self.links.last_mut().filter(|_| get("data").is_some()) {
                    last.media_type = element.value("type").map(str::to_owned);
                    last.has_fallback = shown;
                }
            }
            "input" if element.value("type") == Some("image") => self.add(get("src"), Use::Image),
            "blockquote" | "q" | "ins" | "del" => self.add(get("cite"), Use::Cite),
            "style" => {
                let part = style::element(element, self.setting.path, findings);
                self.links.extend(part.links.iter().cloned());
                self.styles.push(part);
            }
            _ => {}
        }
    }

    /// `srcset`: pictures with their widths, between commas.
    fn set(&mut self, element: Element<'_>, how: Use) {
        let Some(set) = element.get("srcset") else { return };
        // Data has commas of its own, and stands alone.
        if set.value().trim_start().starts_with("data:") {
            return;
        }
        for candidate in set.value().split(", ") {
            let Some(href) = candidate.split_ascii_whitespace().next() else { continue };
            let link = self.link(href.trim_end_matches(','), how, set.span());
            self.links.extend(link);
        }
    }

    fn relation(&mut self, element: Element<'_>) {
        let Some(href) = element.get("href") else { return };
        let is_sheet = element.get("rel").is_some_and(|rel| {
            rel.value().to_ascii_lowercase().split_ascii_whitespace().any(|word| word == "stylesheet")
        });
        if !is_sheet {
            self.add(Some(href), Use::Relation);
            return;
        }
        self.add(Some(href), Use::Stylesheet);
        if let Some(Target::Local { path, .. }) = self.links.last().map(|link| link.target.clone()) {
            self.styles.push(style::Part { linked: Some(path), ..style::Part::default() });
        }
    }

    fn svg(&mut self, element: Element<'_>, findings: &mut Findings) {
        let href = element.get("href").or_else(|| element.get_ns(Ns::XLink, "href"));
        let how = match element.name() {
            "a" => Use::Hyperlink,
            "image" | "feImage" => Use::Image,
            "script" => Use::Script,
            "font-face-uri" => Use::Font,
            "style" => {
                let part = style::element(element, self.setting.path, findings);
                self.links.extend(part.links.iter().cloned());
                return;
            }
            _ => Use::Part,
        };
        self.add(href, how);
    }
}

/// Whether another choice beside this one is of a kind that every reading system plays.
fn stands_in(source: Element<'_>) -> bool {
    let Some(parent) = source.parent() else { return true };
    let core = |other: Element<'_>| {
        let kind = other.value("type").map(str::to_ascii_lowercase);
        kind.as_deref().is_none_or(|kind| crate::inspect::media::is_core(kind, false))
    };
    !parent.is("audio")
        || parent.children().filter(|other| other.is("source") && other.at != source.at).any(core)
}

/// What is wrong with a reference whatever it leads to.
pub(in crate::inspect) fn alone(link: &Link, is_epub_2: bool) -> Option<Diagnostic> {
    let say = |code, message: String| Some(Diagnostic::new(code, message).at(link.span, ""));
    let shown = !matches!(link.how, Use::Hyperlink | Use::Cite | Use::Relation | Use::Contents);
    match &link.target {
        Target::Malformed(reason) => say(Code::LinkUrl, format!("this is not a URL: {reason}"))
            .map(|finding| finding.help("write it as it stands in a browser's address bar")),
        Target::Outside => say(Code::LinkOutside, "this path leads out of the book".to_owned())
            .map(|finding| finding.help("write the path from this file, as `../images/map.jpg`")),
        Target::File => say(Code::LinkUrl, "this leads to a file of your own machine".to_owned())
            .map(|finding| finding.help("put the file into the book")),
        Target::Local { has_query: true, .. } => {
            say(Code::LinkUrl, "a file of the book has no `?`".to_owned())
                .map(|finding| finding.help("take away what begins with `?`"))
        }
        Target::Data(_) if link.how == Use::Hyperlink => {
            say(Code::LinkUrl, "a link may not carry its own content".to_owned())
                .map(|finding| finding.help("put it into a file of the book"))
        }
        Target::Other(scheme) if link.how == Use::Hyperlink && !url::is_known_scheme(scheme) => {
            say(Code::LinkScheme, format!("no reading system follows links with `{scheme}:`"))
                .map(|finding| finding.help("write `https://…`, or a path in the book"))
        }
        Target::Remote { insecure } if shown => {
            let played = |kind: &str| kind.starts_with("audio/") || kind.starts_with("video/");
            let is_played = link.how == Use::Object && link.media_type.as_deref().is_some_and(played);
            let allowed = (is_played
                || matches!(link.how, Use::Media | Use::Choice | Use::Font | Use::Overlay))
                && !is_epub_2;
            if !allowed {
                say(Code::RemoteResource, "this lies on the web and not in the book".to_owned()).map(
                    |finding| finding.help("put the file into the book: readers are not always connected"),
                )
            } else if *insecure {
                say(Code::LinkInsecure, "this is fetched without encryption".to_owned())
                    .map(|finding| finding.help("write `https://`"))
            } else {
                None
            }
        }
        _ => None,
    }
}
