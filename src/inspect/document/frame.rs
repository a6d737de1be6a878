//! What is round the text of a document: the DOCTYPE, namespaces, head and title,
//! languages, the page of a fixed layout (EPUB 3.3, 6.1 and 8.2).

use super::Setting;
use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::findings::Findings;
use crate::inspect::package::is_language;
use crate::inspect::xml::{Attr, Doctype, Element, Ns, Tree};
use crate::source::Span;

const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// Tells what is wrong with the frame of a document.
pub(super) fn check(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) {
    doctype(tree, setting.package.is_epub_2, findings);
    let Some(root) = tree.root() else { return };
    if root.name() != "html" || root.ns() != Ns::Xhtml {
        findings.push(
            root.say(
                Code::XmlNamespace,
                format!("the outermost element is `{}`, not `html` of XHTML", root.name()),
            )
            .help(format!("begin with `<html xmlns=\"{XHTML}\">`")),
        );
        return;
    }
    languages(tree, findings);
    let part = |name: &str| root.children().find(|child| child.is(name));
    for name in ["head", "body"] {
        if part(name).is_none() {
            findings.push(
                root.say(Code::HtmlMissing, format!("the document has no `{name}`"))
                    .help(format!("add `<{name}>…</{name}>`")),
            );
        }
    }
    if let Some(head) = part("head") {
        title(head, findings);
        if setting.is_fixed() && !setting.package.is_epub_2 && setting.package.order(setting.item).is_some() {
            viewport(head, findings);
        }
        charset(head, setting.package.is_epub_2, findings);
    }
}

fn title(head: Element<'_>, findings: &mut Findings) {
    match head.children().find(|child| child.is("title")) {
        None => findings.push(
            head.say(Code::HtmlTitle, "the document has no title")
                .help("add `<title>…</title>` with the title of the chapter"),
        ),
        Some(title) if !title.has_text() => {
            findings.push(
                title
                    .say(Code::HtmlMissing, "the title of the document is empty")
                    .help("write the title of the chapter into it"),
            );
        }
        Some(_) => {}
    }
}

fn charset(head: Element<'_>, is_epub_2: bool, findings: &mut Findings) {
    for meta in head.children().filter(|child| child.is("meta")) {
        let charset = meta.get("charset").filter(|charset| !charset.value().eq_ignore_ascii_case("utf-8"));
        let old = meta.get("content").filter(|content| {
            let is_type =
                meta.value("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("content-type"));
            let value: String = content.value().to_ascii_lowercase().split_whitespace().collect();
            is_type && !is_epub_2 && value != "text/html;charset=utf-8"
        });
        if let Some(wrong) = charset.or(old) {
            findings.push(
                wrong
                    .say(
                        Code::HtmlValue,
                        format!("`{}` does not say that the document is in UTF-8", wrong.value()),
                    )
                    .help("write `<meta charset=\"utf-8\"/>`"),
            );
        }
    }
}

/// `xml:lang` and `lang`: well formed, and the same where both stand.
fn languages(tree: &Tree, findings: &mut Findings) {
    for element in tree.elements() {
        let xml = element.get_ns(Ns::Xml, "lang");
        if let Some(xml) = xml.filter(|xml| !xml.value().is_empty() && !is_language(xml.value().trim())) {
            findings.push(
                xml.say(Code::PackageLanguage, format!("`{}` is not a language tag", xml.value()))
                    .help("write it as BCP 47 has it: `en`, `en-GB`, `pt-BR`, `zh-Hant`"),
            );
        }
        let html = element.get("lang").filter(|_| element.ns() == Ns::Xhtml);
        if let (Some(xml), Some(html)) = (xml, html) {
            if !xml.value().trim().eq_ignore_ascii_case(html.value().trim()) {
                findings.push(
                    html.say(
                        Code::HtmlValue,
                        format!("`lang` is `{}`, but `xml:lang` is `{}`", html.value(), xml.value()),
                    )
                    .at(xml.span(), "")
                    .help("give both the same language"),
                );
            }
        }
    }
}

/// The width and height of a page, which every document of a fixed layout has.
fn viewport(head: Element<'_>, findings: &mut Findings) {
    let Some(meta) =
        head.children().find(|child| child.is("meta") && child.value("name") == Some("viewport"))
    else {
        findings.push(
            head.say(Code::FixedViewport, "a page of a fixed layout does not say how large it is")
                .help("add `<meta name=\"viewport\" content=\"width=1200, height=1600\"/>`"),
        );
        return;
    };
    let content = meta.get("content");
    let text = content.map(Attr::value).unwrap_or_default();
    for side in ["width", "height"] {
        let found = text.split([',', ';']).find_map(|part| {
            let (name, value) = part.split_once('=')?;
            (name.trim() == side).then(|| value.trim())
        });
        let device = format!("device-{side}");
        let is_size = |value: &str| value == device || value.parse::<f64>().is_ok_and(|size| size > 0.0);
        let times = text
            .split([',', ';'])
            .filter(|part| part.split_once('=').is_some_and(|(name, _)| name.trim() == side))
            .count();
        if !found.is_some_and(is_size) || times > 1 {
            let place: Span = content.map_or(meta.span(), Attr::span);
            let message = match found {
                Some(_) if times > 1 => format!("the {side} of the page is given twice"),
                Some(value) => format!("the {side} of the page cannot be `{value}`"),
                None => format!("the page has no {side}"),
            };
            findings.push(
                Diagnostic::new(Code::FixedViewport, message)
                    .at(place, "")
                    .help("write `content=\"width=1200, height=1600\"`, in pixels"),
            );
        }
    }
}

/// The frame of a drawing that is a file of its own.
pub(super) fn drawing(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) {
    let in_spine = setting.package.order(setting.item).is_some();
    if let Some(root) =
        tree.root().filter(|root| setting.is_fixed() && in_spine && root.get("viewBox").is_none())
    {
        findings.push(
            root.say(Code::FixedViewport, "a page of a fixed layout does not say how large it is")
                .help("add `viewBox=\"0 0 1200 1600\"`"),
        );
    }
}

fn doctype(tree: &Tree, is_epub_2: bool, findings: &mut Findings) {
    let Some(doctype) = &tree.doctype else { return };
    let place = Span { file: tree.file, start: doctype.range.start, end: doctype.range.end };
    if let Some(finding) = wrong_doctype(doctype, is_epub_2) {
        findings.push(finding.at(place, ""));
    }
}

fn wrong_doctype(doctype: &Doctype, is_epub_2: bool) -> Option<Diagnostic> {
    let is_plain = doctype.public.is_none()
        && doctype.system.as_deref().is_none_or(|system| system == "about:legacy-compat");
    if is_epub_2 {
        let of_xhtml = doctype.public.as_deref().is_some_and(|public| public == "-//W3C//DTD XHTML 1.1//EN");
        let strange = doctype.public.is_some() && !of_xhtml;
        return strange.then(|| {
            Diagnostic::new(Code::XmlDoctype, "the documents of an EPUB 2 are XHTML 1.1")
                .help("write `<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.1//EN\" \"http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd\">`, or none")
        });
    }
    (!is_plain || !doctype.root.eq_ignore_ascii_case("html")).then(|| {
        Diagnostic::new(Code::XmlDoctype, "this DOCTYPE is of an older HTML")
            .help("write `<!DOCTYPE html>`, or none")
    })
}

/// Documents whose DOCTYPE may name a file elsewhere: the outermost element, the public
/// identifier, the end of the system identifier (EPUB 3.3, appendix B).
const ALLOWED: &[(&str, &str, &str)] = &[
    ("ncx", "-//NISO//DTD ncx 2005-1//EN", "/ncx-2005-1.dtd"),
    ("svg", "-//W3C//DTD SVG 1.1//EN", "/svg11.dtd"),
    ("math", "-//W3C//DTD MathML 3.0//EN", "/mathml3.dtd"),
];

/// A DOCTYPE of a package document, an NCX or a drawing may not name files elsewhere.
pub(in crate::inspect) fn no_external_doctype(tree: &Tree, findings: &mut Findings) {
    let Some(doctype) = &tree.doctype else { return };
    let (public, system) = (doctype.public.as_deref(), doctype.system.as_deref());
    let is_known = ALLOWED.iter().any(|(root, known, file)| {
        doctype.root == *root && public == Some(*known) && system.is_none_or(|system| system.ends_with(file))
    });
    if (public.is_some() || system.is_some()) && !is_known {
        findings.push(
            Diagnostic::new(Code::XmlDoctype, "this DOCTYPE names a file elsewhere")
                .at(Span { file: tree.file, start: doctype.range.start, end: doctype.range.end }, "")
                .help("take the DOCTYPE out: XML documents of a book need none"),
        );
    }
}
