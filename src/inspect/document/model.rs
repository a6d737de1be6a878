//! The content model of XHTML: which elements stand in which, what each must have, what
//! attributes it may have (HTML Living Standard, 3.2.5 and 4; XHTML 1.1 for EPUB 2, read
//! leniently).

use super::vocabulary::{self, Content, Kind, Known};
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::inspect::findings::Findings;
use crate::inspect::xml::{Attr, Child, Element, Ns, Tree};

/// What an element of an older HTML is written as today.
const TODAY: &[(&str, &str)] = &[
    ("center", "`text-align: center` in the style sheet"),
    ("font", "the style sheet"),
    ("big", "`font-size` in the style sheet"),
    ("tt", "`code`, `kbd` or `samp`"),
    ("strike", "`s` or `del`"),
    ("acronym", "`abbr`"),
    ("dir", "`ul`"),
    ("u", "`em` or `text-decoration` in the style sheet"),
    ("s", "`del` or `text-decoration` in the style sheet"),
    ("nobr", "`white-space: nowrap` in the style sheet"),
];

/// What may not stand in itself, or in another, at any depth: element, and what is round it.
const NEVER_IN: &[(&str, &[&str])] = &[
    ("a", &["a", "button"]),
    ("button", &["a", "button"]),
    ("label", &["label", "a", "button"]),
    ("select", &["a", "button"]),
    ("textarea", &["a", "button"]),
    ("iframe", &["a", "button"]),
    ("embed", &["a", "button"]),
    ("details", &["a", "button"]),
    ("form", &["form"]),
    ("dfn", &["dfn"]),
    ("progress", &["progress"]),
    ("meter", &["meter"]),
    ("address", &["address"]),
    ("header", &["header", "footer", "address", "dt", "th"]),
    ("footer", &["header", "footer", "address", "dt", "th"]),
    ("table", &["caption"]),
    ("audio", &["audio", "video"]),
    ("video", &["audio", "video"]),
    ("main", &["article", "aside", "header", "footer", "nav"]),
    ("section", &["address", "dt", "th"]),
    ("nav", &["address", "dt", "th"]),
    ("aside", &["address", "dt", "th"]),
    ("article", &["address", "dt", "th"]),
    ("h1", &["address", "dt", "th"]),
    ("h2", &["address", "dt", "th"]),
    ("h3", &["address", "dt", "th"]),
    ("h4", &["address", "dt", "th"]),
    ("h5", &["address", "dt", "th"]),
    ("h6", &["address", "dt", "th"]),
];

/// Elements that some others may not stand in: each has a bit.
const AROUND: &[&str] = &[
    "a", "button", "label", "form", "dfn", "progress", "meter", "address", "header", "footer", "caption",
    "audio", "video", "article", "aside", "nav", "dt", "th",
];

/// What holds at an element: what it may hold, and what is round it.
#[derive(Clone)]
struct Here<'a> {
    end: usize,
    element: Element<'a>,
    /// `None`: not checked.
    content: Option<&'static Content>,
    around: u32,
}

/// Tells of every element of XHTML in a document that is not where, or what, it may be.
pub(super) fn check(tree: &Tree, is_epub_2: bool, findings: &mut Findings) {
    let mut round: Vec<Here<'_>> = Vec::new();
    for element in tree.elements() {
        while round.last().is_some_and(|here| here.end <= element.at) {
            round.pop();
        }
        let parent = round.last().cloned();
        let mut around = parent.as_ref().map_or(0, |here| here.around);
        let mut content = None;
        if element.ns() == Ns::Xhtml {
            let known = vocabulary::element(element.name());
            let fits = known.filter(|known| if is_epub_2 { known.in_epub_2 } else { known.in_epub_3 });
            match fits {
                None if element.name().contains('-') && !is_epub_2 => {}
                None => findings.tell(Code::HtmlElement, element.span(), || unknown(element, is_epub_2)),
                Some(known) => {
                    let allowed = parent.as_ref().map(|here| (here.element, here.content));
                    if let Some(finding) = misplaced(element, known, allowed, around, is_epub_2) {
                        findings.push(finding);
                    }
                    attributes(element, known, is_epub_2, findings);
                    required(element, is_epub_2, findings);
                    content = match &known.content {
                        Content::AsParent => parent.as_ref().and_then(|here| here.content),
                        other => Some(other),
                    };
                    if is_div_of_list(element) {
                        content = None;
                    }
                    inside(element, content, findings);
                }
            }
            if let Some(bit) = AROUND.iter().position(|name| *name == element.name()) {
                around |= 1 << bit;
            }
        } else if matches!(element.name(), "foreignObject" | "desc" | "annotation-xml" | "title") {
            around = 0;
        }
        round.push(Here { end: element.end(), element, content, around });
    }
}

fn is_div_of_list(element: Element<'_>) -> bool {
    element.is("div") && element.parent().is_some_and(|parent| parent.is("dl"))
}

fn unknown(element: Element<'_>, is_epub_2: bool) -> Diagnostic {
    let name = element.name();
    let known_elsewhere = vocabulary::element(name).is_some();
    let version = if is_epub_2 { "EPUB 2" } else { "EPUB 3" };
    let message = if known_elsewhere {
        format!("{version} has no element `{name}`")
    } else {
        format!("there is no element `{name}`")
    };
    let finding = element.say(Code::HtmlElement, message);
    if let Some((_, today)) = TODAY.iter().find(|(old, _)| *old == name) {
        return finding.help(format!("use {today}"));
    }
    let lower = name.to_ascii_lowercase();
    if lower != name && vocabulary::element(&lower).is_some() {
        return finding.help(format!("names of elements are in small letters: `{lower}`"));
    }
    match nearest(name, vocabulary::names(is_epub_2)).filter(|near| near.len() > 1 && name.len() > 2) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("use `div` or `span` with a class"),
    }
}

fn misplaced(
    element: Element<'_>,
    known: &Known,
    parent: Option<(Element<'_>, Option<&Content>)>,
    around: u32,
    is_epub_2: bool,
) -> Option<Diagnostic> {
    let name = element.name();
    if let Some((_, never)) = NEVER_IN.iter().find(|(inner, _)| *inner == name) {
        let met =
            AROUND.iter().enumerate().find(|(bit, outer)| around >> bit & 1 == 1 && never.contains(outer));
        if let Some((_, outer)) = met.filter(|_| !is_epub_2 || name == "a") {
            return Some(
                element
                    .say(Code::HtmlNesting, format!("`{name}` may not stand in `{outer}`"))
                    .help("close the outer one first"),
            );
        }
    }
    let Some((parent, content)) = parent else {
        return (name != "html").then(|| {
            element
                .say(Code::HtmlNesting, format!("the outermost element is `{name}`, not `html`"))
                .help("put the document into `<html>`")
        });
    };
    if parent.ns() != Ns::Xhtml {
        return None;
    }
    let outer = parent.name();
    if let Kind::In(parents) = &known.kind {
        let nested =
            name == "link" && (element.get("itemprop").is_some() || element.get("property").is_some());
        let meta = name == "meta" && (element.get("itemprop").is_some() || element.get("property").is_some());
        let described = matches!(name, "dt" | "dd") && outer == "div" && !is_div_of_list(parent);
        let in_any = matches!(content, Some(Content::Any));
        if described || (!parents.contains(&outer) && !nested && !meta && !in_any) {
            let places: Vec<String> = parents.iter().take(3).map(|name| format!("`{name}`")).collect();
            return Some(
                element
                    .say(Code::HtmlNesting, format!("`{name}` may not stand in `{outer}`"))
                    .help(format!("it stands in {}", places.join(", "))),
            );
        }
        return None;
    }
    let fits = match content {
        None | Some(Content::Any | Content::Flow | Content::AsParent) => true,
        Some(Content::Phrasing) => known.kind == Kind::Phrasing,
        Some(Content::Nothing | Content::Text) => false,
        Some(Content::Elements(children)) => children.contains(&name),
    };
    if fits || (is_epub_2 && matches!((name, outer), ("ins" | "del" | "script" | "noscript", _))) {
        return None;
    }
    let finding = element.say(Code::HtmlNesting, format!("`{name}` may not stand in `{outer}`"));
    Some(match content {
        Some(Content::Phrasing) => {
            finding.help(format!("close the `{outer}` before it, or write `span` for `{name}`"))
        }
        Some(Content::Elements(children)) if children.contains(&"li") => finding.help("put it into an `li`"),
        Some(Content::Elements(children)) if children.contains(&"td") => finding.help("put it into a `td`"),
        _ => finding.help(format!("put it before or after the `{outer}`")),
    })
}

fn attributes(element: Element<'_>, known: &Known, is_epub_2: bool, findings: &mut Findings) {
    for attribute in element.attributes().filter(|attribute| attribute.ns() == Ns::None) {
        let name = attribute.name();
        if vocabulary::has_attribute(element.name(), known, name, is_epub_2) {
            value(element, attribute, is_epub_2, findings);
            continue;
        }
        findings.tell(Code::HtmlAttribute, attribute.name_span(), || {
            let finding = attribute
                .say_name(Code::HtmlAttribute, format!("`{}` has no attribute `{name}`", element.name()));
            let near = nearest(name, known.attributes.iter().copied().chain(vocabulary::common()));
            match (name, near) {
                (
                    "align" | "valign" | "bgcolor" | "width" | "height" | "border" | "clear" | "color"
                    | "size" | "face",
                    _,
                ) => finding.help("say it in the style sheet"),
                ("name", _) => finding.help("write `id`"),
                (_, Some(near)) => finding.help(format!("did you mean `{near}`?")),
                _ => finding.help(format!("take it out, or write `data-{}`", name.to_ascii_lowercase())),
            }
        });
    }
}

fn value(element: Element<'_>, attribute: Attr<'_>, is_epub_2: bool, findings: &mut Findings) {
    let text = attribute.value().trim();
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let expected = match (attribute.name(), element.name()) {
        ("dir", _) if !matches!(text, "ltr" | "rtl") && (is_epub_2 || text != "auto") => {
            "`ltr`, `rtl` or `auto`"
        }
        ("colspan" | "rowspan" | "span", "td" | "th" | "col" | "colgroup") if !number(text) => {
            "a whole number"
        }
        ("width" | "height", "img" | "video" | "canvas" | "iframe" | "embed" | "object")
            if !number(text) && !is_epub_2 =>
        {
            "a number of pixels without a unit; others belong in the style sheet"
        }
        ("start" | "value", "ol" | "li") if !number(text.trim_start_matches('-')) => "a whole number",
        ("type", "ol") if !matches!(text, "1" | "a" | "A" | "i" | "I") && !is_epub_2 => {
            "`1`, `a`, `A`, `i` or `I`"
        }
        ("scope", "th") if !matches!(text, "row" | "col" | "rowgroup" | "colgroup") => {
            "`row`, `col`, `rowgroup` or `colgroup`"
        }
        ("border", "table") if !matches!(text, "" | "1") && !is_epub_2 => {
            "`1` or nothing; say the rest in the style sheet"
        }
        ("id", _) if text.is_empty() => "not empty",
        ("id", _)
            if attribute.value().contains(char::is_whitespace)
                && !is_epub_2
                && text.contains(char::is_whitespace) =>
        {
            "without blanks"
        }
        ("id", _) if is_epub_2 && !crate::inspect::xml::is_name(text) => {
            "a name that begins with a letter and has no blank or colon"
        }
        ("src", "img") if text.is_empty() => "the path of a picture",
        ("lang", _) if !text.is_empty() && !crate::inspect::package::is_language(text) => {
            "a language tag as `en` or `pt-BR`"
        }
        _ => return,
    };
    let name = attribute.name();
    findings.push(
        attribute
            .say(Code::HtmlValue, format!("`{name}` cannot be `{}`", attribute.value()))
            .help(format!("the value of `{name}` is {expected}")),
    );
}

/// Attributes that an element must have.
fn required(element: Element<'_>, is_epub_2: bool, findings: &mut Findings) {
    let has = |name: &str| element.get(name).is_some();
    let missing = match element.name() {
        "img" if !has("src") && !has("srcset") => "src",
        "img" if is_epub_2 && !has("alt") => "alt",
        "area" if has("href") && !has("alt") => "alt",
        "bdo" if !has("dir") => "dir",
        "map" if !has("name") && !has("id") => "name",
        "param" if !has("name") => "name",
        "optgroup" if !has("label") => "label",
        "track" if !has("src") => "src",
        "source" if !has("src") && !has("srcset") => "src",
        "link" if !has("href") && !has("imagesrcset") && !has("resource") && !has("property") => "href",
        "link" if !is_epub_2 && !has("rel") && !has("itemprop") && !has("property") => "rel",
        "meta" if !["charset", "name", "http-equiv", "property", "itemprop"].iter().any(|name| has(name)) => {
            "name"
        }
        "meta" if !has("content") && !has("charset") => "content",
        "data" | "meter" if !has("value") => "value",
        "object" if !is_epub_2 && !has("data") && !has("type") => "data",
        "style" if is_epub_2 && !has("type") => "type",
        _ => return,
    };
    findings.push(
        element
            .say(Code::HtmlMissing, format!("this `{}` has no `{missing}`", element.name()))
            .help(format!("add `{missing}=\"…\"`")),
    );
}

/// What stands directly in an element: text where none may, parts out of their order.
fn inside(element: Element<'_>, content: Option<&Content>, findings: &mut Findings) {
    let name = element.name();
    if let Some(Content::Elements(_) | Content::Nothing) = content {
        let loose = element.content().find_map(|child| match child {
            Child::Text(text, span) if !text.trim_matches([' ', '\t', '\r', '\n']).is_empty() => {
                Some((text, span))
            }
            _ => None,
        });
        if let Some((text, span)) = loose {
            let blank = u32::try_from(text.len() - text.trim_start().len()).unwrap_or(0);
            let mut span = span;
            span.start = span.start.saturating_add(blank).min(span.end);
            findings.push(
                Diagnostic::new(Code::HtmlNesting, format!("text may not stand directly in `{name}`"))
                    .at(span, "")
                    .help("put it into an element"),
            );
        }
    }
    let misplaced = match name {
        "figure" => out_of_place(element, "figcaption", true),
        "table" => out_of_place(element, "caption", false),
        "details" => out_of_place(element, "summary", false),
        "fieldset" => out_of_place(element, "legend", false),
        _ => None,
    };
    if let Some(part) = misplaced {
        let place = if name == "figure" { "first or last, and once," } else { "first, and once," };
        findings.push(
            part.say(Code::HtmlNesting, format!("`{}` is out of its place in `{name}`", part.name()))
                .help(format!("it stands {place} in `{name}`")),
        );
    }
    if name == "dl" {
        definitions(element, findings);
    }
    if name == "details" && !element.children().any(|child| child.is("summary")) {
        findings.push(
            element
                .say(Code::HtmlMissing, "this `details` has no `summary`")
                .help("begin it with `<summary>…</summary>`"),
        );
    }
}

/// A part that stands neither first nor, if it may, last; or a second one.
fn out_of_place<'a>(element: Element<'a>, part: &str, may_be_last: bool) -> Option<Element<'a>> {
    let children: Vec<Element<'_>> =
        element.children().filter(|child| !child.is_one_of(&["script", "template"])).collect();
    let mut found = children.iter().enumerate().filter(|(_, child)| child.is(part));
    let (at, first) = found.next()?;
    if let Some((_, second)) = found.next() {
        return Some(*second);
    }
    let fits = at == 0 || (may_be_last && at + 1 == children.len());
    (!fits).then_some(*first)
}

/// In a list of definitions every term has its definition.
fn definitions(list: Element<'_>, findings: &mut Findings) {
    let mut term: Option<Element<'_>> = None;
    let mut defined = false;
    for child in list.children() {
        match child.name() {
            "dt" => {
                term = Some(child);
                defined = true;
            }
            "dd" if !defined => {
                findings.push(
                    child
                        .say(Code::HtmlNesting, "this `dd` has no `dt` before it")
                        .help("put the term before it: `<dt>…</dt>`"),
                );
                return;
            }
            "dd" => term = None,
            _ => {}
        }
    }
    if let Some(term) = term {
        findings.push(term.say(Code::HtmlNesting, "this `dt` has no `dd` after it").help("add `<dd>…</dd>`"));
    }
}
