//! Whether the tags of a file hold together (ISO 32000-1, 14.7): each marked sequence stands
//! in one element, which the parent tree names, each element names what holds it, and each
//! link stands in its element.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Object, ObjectId};

use super::lexer::Operators;
use super::{Check, as_dictionary};
use crate::parallel;

/// What elements hold.
#[derive(Default)]
struct Held {
    /// Marked sequences, by page and number.
    content: BTreeMap<(ObjectId, i64), ObjectId>,
    /// Annotations.
    objects: BTreeMap<ObjectId, ObjectId>,
}

pub(super) fn check(check: &mut Check<'_>) {
    let Some(root) =
        check.catalog().and_then(|catalog| catalog.get(b"StructTreeRoot").ok()?.as_reference().ok())
    else {
        return check.need(false, "there is no structure tree");
    };
    let held = elements(check, root);
    let parents = parents(check, root);
    let pages: Vec<ObjectId> = check.document.get_pages().into_values().collect();
    let document = check.document;
    let shown = parallel::map(&pages, |page| {
        let content = document.get_page_content(*page);
        Operators::new(&content).filter_map(|found| found.sequence).collect::<Vec<i64>>()
    });
    let mut known = 0;
    for (page, shown) in pages.iter().zip(&shown) {
        known += sequences(check, *page, shown, (&held, &parents));
        links(check, *page, (&held, &parents));
    }
    check.need(known == held.content.len(), "an element holds what no page shows");
}

/// Sequences of a page; how many of them stand in an element.
fn sequences(
    check: &mut Check<'_>,
    page: ObjectId,
    shown: &[i64],
    (held, parents): (&Held, &BTreeMap<i64, &Object>),
) -> usize {
    let document = check.document;
    let key =
        document.get_dictionary(page).ok().and_then(|page| page.get(b"StructParents").ok()?.as_i64().ok());
    let owners = key.and_then(|key| parents.get(&key)?.as_array().ok()).map_or(&[][..], Vec::as_slice);
    let mut seen = BTreeSet::new();
    for number in shown {
        check.need(seen.insert(*number), "two marked sequences of a page have one number");
        let element = held.content.get(&(page, *number)).copied();
        check.need(element.is_some(), "a marked sequence stands in no element");
        let at = usize::try_from(*number).ok();
        let named = at.and_then(|at| owners.get(at)?.as_reference().ok());
        check.need(named == element, "the parent tree names another element than the structure tree");
    }
    seen.iter().filter(|number| held.content.contains_key(&(page, **number))).count()
}

fn links(check: &mut Check<'_>, page: ObjectId, (held, parents): (&Held, &BTreeMap<i64, &Object>)) {
    let document = check.document;
    let Some(links) = document.get_dictionary(page).ok().and_then(|page| check.get(page, b"Annots")) else {
        return;
    };
    for link in links.as_array().map_or(&[][..], Vec::as_slice) {
        let Ok(id) = link.as_reference() else { continue };
        let key =
            document.get_dictionary(id).ok().and_then(|link| link.get(b"StructParent").ok()?.as_i64().ok());
        let named = key.and_then(|key| parents.get(&key)?.as_reference().ok());
        let element = held.objects.get(&id).copied();
        check.need(element.is_some() && named == element, "a link stands in no element, or in another");
    }
}

/// What the elements hold, each of which is met once.
fn elements(check: &mut Check<'_>, root: ObjectId) -> Held {
    let document = check.document;
    let mut held = Held::default();
    let mut seen = BTreeSet::from([root]);
    let mut rest = vec![root];
    while let Some(id) = rest.pop() {
        let Ok(element) = document.get_dictionary(id) else { continue };
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let kids = match check.get(element, b"K") {
            Some(Object::Array(kids)) => kids.as_slice(),
            Some(_) => element.get(b"K").map_or(&[][..], std::slice::from_ref),
            None => &[],
        };
        for kid in kids {
            if let (Ok(number), Some(page)) = (kid.as_i64(), page) {
                let once = held.content.insert((page, number), id).is_none();
                check.need(once, "two elements hold one marked sequence");
                continue;
            }
            let Some(dictionary) = as_dictionary(check.follow(kid)) else { continue };
            match (check.name(dictionary, b"Type"), kid.as_reference()) {
                (Some(b"MCR"), _) => {
                    let page = dictionary.get(b"Pg").and_then(Object::as_reference).ok().or(page);
                    let number = dictionary.get(b"MCID").and_then(Object::as_i64).ok();
                    if let Some(place) = page.zip(number).filter(|_| !dictionary.has(b"Stm")) {
                        let once = held.content.insert(place, id).is_none();
                        check.need(once, "two elements hold one marked sequence");
                    }
                }
                (Some(b"OBJR"), _) => {
                    if let Ok(object) = dictionary.get(b"Obj").and_then(Object::as_reference) {
                        held.objects.insert(object, id);
                    }
                }
                (_, Ok(kid)) => {
                    let above = dictionary.get(b"P").and_then(Object::as_reference).ok();
                    check.need(above == Some(id), "an element does not name what holds it");
                    if seen.insert(kid) {
                        rest.push(kid);
                    } else {
                        check.need(false, "an element stands in the structure tree twice");
                    }
                }
                _ => {}
            }
        }
    }
    held
}

/// The parent tree (14.7.4.4) as a table.
fn parents<'a>(check: &Check<'a>, root: ObjectId) -> BTreeMap<i64, &'a Object> {
    let document = check.document;
    let mut found = BTreeMap::new();
    let Some(top) = document.get_dictionary(root).ok().and_then(|root| check.dictionary(root, b"ParentTree"))
    else {
        return found;
    };
    let mut seen: BTreeSet<ObjectId> = BTreeSet::new();
    let mut rest: Vec<&Dictionary> = vec![top];
    while let Some(node) = rest.pop() {
        if let Some(Object::Array(pairs)) = check.get(node, b"Nums") {
            for pair in pairs.chunks_exact(2) {
                if let Ok(key) = pair[0].as_i64() {
                    // What a link's key names is an element, and stays a reference to it.
                    let value = check.follow(&pair[1]);
                    found.insert(key, if value.as_array().is_ok() { value } else { &pair[1] });
                }
            }
        }
        if let Some(Object::Array(kids)) = check.get(node, b"Kids") {
            let fresh = kids.iter().filter_map(|kid| kid.as_reference().ok()).filter(|kid| seen.insert(*kid));
            rest.extend(fresh.filter_map(|kid| document.get_dictionary(kid).ok()));
        }
    }
    found
}
