//! Roles: what `epub:type` says to reading systems, `role` says to assistive technology
//! (EPUB Type to ARIA Role Authoring Guide 1.1; Digital Publishing WAI-ARIA 1.1).

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::inspect::document::{Setting, is_break, is_hidden};
use crate::inspect::findings::Findings;
use crate::inspect::xml::{Element, Ns, Tree};

/// Words of `epub:type` and the role that says the same; not those whose role ARIA has given
/// up (`doc-endnote`, `doc-biblioentry`).
const SAME: &[(&str, &str)] = &[
    ("abstract", "doc-abstract"),
    ("acknowledgments", "doc-acknowledgments"),
    ("afterword", "doc-afterword"),
    ("appendix", "doc-appendix"),
    ("bibliography", "doc-bibliography"),
    ("biblioref", "doc-biblioref"),
    ("chapter", "doc-chapter"),
    ("colophon", "doc-colophon"),
    ("conclusion", "doc-conclusion"),
    ("credit", "doc-credit"),
    ("credits", "doc-credits"),
    ("dedication", "doc-dedication"),
    ("endnotes", "doc-endnotes"),
    ("epigraph", "doc-epigraph"),
    ("epilogue", "doc-epilogue"),
    ("errata", "doc-errata"),
    ("footnote", "doc-footnote"),
    ("foreword", "doc-foreword"),
    ("glossary", "doc-glossary"),
    ("glossref", "doc-glossref"),
    ("help", "doc-tip"),
    ("index", "doc-index"),
    ("introduction", "doc-introduction"),
    ("noteref", "doc-noteref"),
    ("notice", "doc-notice"),
    ("page-list", "doc-pagelist"),
    ("pagebreak", "doc-pagebreak"),
    ("part", "doc-part"),
    ("preface", "doc-preface"),
    ("prologue", "doc-prologue"),
    ("pullquote", "doc-pullquote"),
    ("qna", "doc-qna"),
    ("referrer", "doc-backlink"),
    ("subtitle", "doc-subtitle"),
    ("tip", "doc-tip"),
    ("toc", "doc-toc"),
];

/// Roles of ARIA 1.2 and of its graphics module; those of `doc-` are below.
const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "application",
    "article",
    "banner",
    "blockquote",
    "button",
    "caption",
    "cell",
    "checkbox",
    "code",
    "columnheader",
    "combobox",
    "comment",
    "complementary",
    "contentinfo",
    "definition",
    "deletion",
    "dialog",
    "directory",
    "document",
    "emphasis",
    "feed",
    "figure",
    "form",
    "generic",
    "grid",
    "gridcell",
    "group",
    "heading",
    "img",
    "image",
    "insertion",
    "link",
    "list",
    "listbox",
    "listitem",
    "log",
    "main",
    "mark",
    "marquee",
    "math",
    "menu",
    "menubar",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "meter",
    "navigation",
    "none",
    "note",
    "option",
    "paragraph",
    "presentation",
    "progressbar",
    "radio",
    "radiogroup",
    "region",
    "row",
    "rowgroup",
    "rowheader",
    "scrollbar",
    "search",
    "searchbox",
    "separator",
    "slider",
    "spinbutton",
    "status",
    "strong",
    "subscript",
    "suggestion",
    "superscript",
    "switch",
    "tab",
    "table",
    "tablist",
    "tabpanel",
    "term",
    "text",
    "textbox",
    "time",
    "timer",
    "toolbar",
    "tooltip",
    "tree",
    "treegrid",
    "treeitem",
    "graphics-document",
    "graphics-object",
    "graphics-symbol",
    "doc-abstract",
    "doc-acknowledgments",
    "doc-afterword",
    "doc-appendix",
    "doc-backlink",
    "doc-biblioentry",
    "doc-bibliography",
    "doc-biblioref",
    "doc-chapter",
    "doc-colophon",
    "doc-conclusion",
    "doc-cover",
    "doc-credit",
    "doc-credits",
    "doc-dedication",
    "doc-endnote",
    "doc-endnotes",
    "doc-epigraph",
    "doc-epilogue",
    "doc-errata",
    "doc-example",
    "doc-footnote",
    "doc-foreword",
    "doc-glossary",
    "doc-glossref",
    "doc-index",
    "doc-introduction",
    "doc-noteref",
    "doc-notice",
    "doc-pagebreak",
    "doc-pagefooter",
    "doc-pageheader",
    "doc-pagelist",
    "doc-part",
    "doc-preface",
    "doc-prologue",
    "doc-pullquote",
    "doc-qna",
    "doc-subtitle",
    "doc-tip",
    "doc-toc",
];

/// Tells of roles that are missing or unknown, of page breaks without a label.
pub(super) fn check(tree: &Tree, setting: Setting<'_>, findings: &mut Findings) {
    let mut landmarks_end = 0;
    for element in tree.elements() {
        if element.is("nav") && element.has_type("landmarks") {
            landmarks_end = element.end();
        }
        if is_break(element)
            && element.at >= landmarks_end
            && let Some(finding) = label(element)
        {
            findings.push(finding);
        }
        let is_shown = matches!(element.ns(), Ns::Xhtml | Ns::Svg);
        if is_shown
            && element.at >= landmarks_end
            && !setting.package.is_epub_2
            && let Some(finding) = same(element)
        {
            findings.push(finding);
        }
        unknown(element, findings);
    }
    unique(tree, findings);
}

/// The beginning of a printed page says which.
fn label(element: Element<'_>) -> Option<Diagnostic> {
    let said = |name: &str| element.value(name).is_some_and(|value| !value.trim().is_empty());
    (!said("aria-label") && !said("title") && !said("aria-labelledby") && !element.has_text()).then(|| {
        element
            .say(Code::A11yPagebreak, "this page break does not say which page begins")
            .help("add `aria-label=\"12\"` with the page's number")
    })
}

fn same(element: Element<'_>) -> Option<Diagnostic> {
    let types = element.get_ns(Ns::Ops, "type")?;
    let (word, expected) = types
        .value()
        .split_ascii_whitespace()
        .find_map(|word| SAME.iter().find(|(known, _)| *known == word))?;
    // `body` may have no such role.
    if element.is("body") {
        return None;
    }
    let has = element.get("role").is_some_and(|role| role.has_word(expected));
    (!has).then(|| {
        let finding = types.say(Code::A11yRole, format!("`epub:type=\"{word}\"` stands without its `role`"));
        finding.help(format!("add `role=\"{expected}\"`, which assistive technology knows"))
    })
}

fn unknown(element: Element<'_>, findings: &mut Findings) {
    let Some(roles) = element.get("role") else { return };
    let Some(wrong) = roles.value().split_ascii_whitespace().find(|role| !ROLES.contains(role)) else {
        return;
    };
    findings.tell(Code::A11yRole, roles.span(), || {
        let finding = roles.say(Code::A11yRole, format!("there is no role `{wrong}`"));
        match nearest(wrong, ROLES.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("take it out"),
        }
    });
}

/// Landmarks of one kind are told apart by their labels.
fn unique(tree: &Tree, findings: &mut Findings) {
    let mut seen: Vec<(&str, String)> = Vec::new();
    let navs = tree.elements().filter(|element| element.is("nav") && !is_hidden(*element));
    // No document has more of them; each is compared with all before it.
    for nav in navs.take(64) {
        let role = nav.value("role").map_or("navigation", str::trim);
        let labelled = nav.value("aria-labelledby").map(|ids| {
            let of = |id: &str| {
                tree.elements().find(|e| e.value("id") == Some(id)).map(Element::text).unwrap_or_default()
            };
            ids.split_ascii_whitespace().map(of).collect::<Vec<_>>().join(" ")
        });
        let label = nav.value("aria-label").map(str::to_owned).or(labelled).unwrap_or_default();
        let one = (role, label.trim().to_lowercase());
        if seen.contains(&one) {
            findings.push(
                nav.say(Code::A11yLandmark, "two `nav` of this document cannot be told apart by ear")
                    .help("give each an `aria-label`, or let `aria-labelledby` name its heading"),
            );
        } else {
            seen.push(one);
        }
    }
}
