//! Headings, lists and tables say by their elements how the text is built.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::inspect::document::is_hidden;
use crate::inspect::findings::Findings;
use crate::inspect::xml::{Element, Ns, Tree};

/// Tells of headings, lists and tables whose structure cannot be followed.
pub(super) fn check(tree: &Tree, findings: &mut Findings) {
    headings(tree, findings);
    for element in tree.elements().filter(|element| element.ns() == Ns::Xhtml) {
        match element.name() {
            "table" => table(element, findings),
            "ul" | "ol" | "dl" => list(element, findings),
            "li" => item(element, findings),
            "meta" if element.value("name") == Some("viewport") => zoom(element, findings),
            _ => {}
        }
        if element
            .value("tabindex")
            .is_some_and(|index| index.trim().parse::<i64>().is_ok_and(|index| index > 0))
        {
            findings.push(
                element
                    .say(Code::A11yRole, "`tabindex` changes the order in which keys go through the page")
                    .help("take it out, or write `tabindex=\"0\"`"),
            );
        }
    }
}

/// The level of a heading: by its element, else by `role="heading"`.
fn level(element: Element<'_>) -> Option<u32> {
    let role = element.value("role").map(str::trim);
    if role == Some("heading") {
        return element.value("aria-level").and_then(|level| level.trim().parse().ok()).or(Some(2));
    }
    if element.ns() != Ns::Xhtml || !matches!(role, None | Some("doc-subtitle")) {
        return None;
    }
    let level = element.name().strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level).filter(|_| role.is_none())
}

/// No level is skipped on the way down.
fn headings(tree: &Tree, findings: &mut Findings) {
    let mut last: Option<u32> = None;
    for element in tree.elements() {
        let Some(level) = level(element).filter(|_| !is_hidden(element)) else { continue };
        if let Some(last) = last.filter(|last| level > last + 1) {
            findings.push(
                element
                    .say(Code::A11yHeading, format!("a heading of level {level} follows one of level {last}"))
                    .help(format!("write `h{}`, and let the style sheet say how it looks", last + 1)),
            );
        }
        last = Some(level);
    }
}

fn list(element: Element<'_>, findings: &mut Findings) {
    if element.get("role").is_some_and(|role| !matches!(role.value().trim(), "list" | "directory")) {
        return;
    }
    let allowed: &[&str] = if element.is("dl") {
        &["dt", "dd", "div", "script", "template"]
    } else {
        &["li", "script", "template"]
    };
    let wrong = element.children().find(|child| !child.is_one_of(allowed) && child.ns() == Ns::Xhtml);
    // What the content model does not allow either is told there.
    let role = wrong.is_none().then(|| {
        element.children().find(|child| {
            child.is("li")
                && child.get("role").is_some_and(|role| {
                    !matches!(role.value().trim(), "listitem" | "doc-endnote" | "doc-biblioentry" | "")
                })
        })
    });
    if let Some(child) = role.flatten() {
        findings.push(
            child
                .say(
                    Code::A11yList,
                    format!(
                        "the `role` of this entry, `{}`, breaks the list",
                        child.value("role").unwrap_or_default()
                    ),
                )
                .help("take `role` out, or put an element with it into the `li`"),
        );
    }
}

fn item(element: Element<'_>, findings: &mut Findings) {
    let Some(parent) = element.parent() else { return };
    let is_list = parent.is_one_of(&["ul", "ol", "menu"]);
    let role = parent.value("role").map(str::trim);
    if is_list && !matches!(role, None | Some("list" | "directory" | "doc-endnotes" | "doc-bibliography")) {
        findings.push(
            parent
                .say(
                    Code::A11yList,
                    format!("with the role `{}` this is no list any more", role.unwrap_or_default()),
                )
                .help("put the `role` on an element round the list"),
        );
    }
}

fn zoom(meta: Element<'_>, findings: &mut Findings) {
    let Some(content) = meta.get("content") else { return };
    let value: String = content.value().to_ascii_lowercase().split_whitespace().collect();
    let blocked = value.contains("user-scalable=no") || value.contains("user-scalable=0");
    if blocked || value.contains("maximum-scale=1") {
        findings.push(
            content
                .say(Code::A11yRole, "readers cannot enlarge this page")
                .help("take `user-scalable` and `maximum-scale` out"),
        );
    }
}

fn table(table: Element<'_>, findings: &mut Findings) {
    let is_layout =
        table.get("role").is_some_and(|role| matches!(role.value().trim(), "presentation" | "none"));
    let inner = |element: &Element<'_>| {
        element.ancestors().find(|outer| outer.is("table")).is_some_and(|outer| outer.at == table.at)
    };
    let cells: Vec<Element<'_>> =
        table.descendants().filter(|element| element.is_one_of(&["td", "th"])).filter(inner).collect();
    let headers: BTreeSet<&str> = cells.iter().filter_map(|cell| cell.value("id")).collect();
    for cell in &cells {
        if let Some(finding) = cell_headers(*cell, &headers) {
            findings.push(finding);
        }
    }
    let has = |name: &str| cells.iter().any(|cell| cell.is(name));
    if has("th") && !has("td") && !is_layout && cells.len() > 1 {
        findings.push(
            table
                .say(Code::A11yTable, "this table has headers and no data")
                .help("write cells with data as `td`"),
        );
    }
    let large = cells.iter().filter(|cell| cell.is("td")).count() > 3;
    let rows = table.descendants().filter(|element| element.is("tr")).filter(inner).count();
    if !has("th")
        && large
        && rows > 1
        && !is_layout
        && table.get("aria-label").is_none()
        && table.descendants().any(|e| e.is("thead"))
    {
        findings.push(
            table
                .say(Code::A11yTable, "no cell of this table is a header")
                .help("write the cells that name rows or columns as `th`"),
        );
    }
}

fn cell_headers(cell: Element<'_>, ids: &BTreeSet<&str>) -> Option<Diagnostic> {
    let named = cell.get("headers")?;
    let own = cell.value("id");
    let wrong = named.value().split_ascii_whitespace().find(|id| !ids.contains(id) || own == Some(*id))?;
    Some(
        named
            .say(Code::A11yTable, format!("`{wrong}` is not another cell of this table"))
            .help("`headers` names the ids of header cells of the same table"),
    )
}
