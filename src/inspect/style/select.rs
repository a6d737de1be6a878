//! Which font an element's text is set in: selectors matched against the tree, the cascade
//! of CSS as far as it can be told without a browser (Selectors 4; CSS Cascading 4, 6).
//!
//! A selector with a part that is not understood may or may not match: then nothing is
//! said about the element's font.

use std::collections::BTreeMap;

use super::Sheet;
use crate::inspect::xml::{Element, Ns};

/// Rules about fonts that are held against every element; sheets with more are made by
/// programs, and nothing is said about their fonts.
const MOST_RULES: usize = 500;

/// What a rule says of fonts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::inspect) enum Families {
    /// These, in lower case, in their order.
    Named(Vec<String>),
    /// That of its parent.
    Inherit,
    /// It cannot be told.
    Unknown,
}

/// A selector with the fonts it gives.
#[derive(Clone, Debug)]
pub(in crate::inspect) struct FontRule {
    pub(super) selector: Selector,
    pub(super) families: Families,
}

/// A selector: compounds from right to left, each with how the next is above it.
#[derive(Clone, Debug, Default)]
pub(super) struct Selector {
    compounds: Vec<Compound>,
    weight: (u32, u32, u32),
    /// Whether all of it was understood and no condition is on it.
    is_sure: bool,
}

#[derive(Clone, Debug, Default)]
struct Compound {
    tag: Option<String>,
    id: Option<String>,
    classes: Vec<String>,
    /// Whether the next stands directly above.
    is_child: bool,
}

/// The families of a declaration's value.
pub(super) fn families(value: &str) -> Families {
    let value = value.trim_end_matches("!important").trim();
    match value.to_ascii_lowercase().as_str() {
        "inherit" | "unset" => return Families::Inherit,
        "initial" | "revert" | "" => return Families::Unknown,
        value if value.contains('(') => return Families::Unknown,
        _ => {}
    }
    Families::Named(value.split(',').map(|name| super::parse::unquoted(name).to_lowercase()).collect())
}

/// The selectors of a rule; those of parts that are not elements (`::before`) are left out.
pub(super) fn selectors(text: Option<&str>, is_sure: bool) -> Vec<Selector> {
    let Some(text) = text else { return Vec::new() };
    if text.contains('(') {
        // A comma may stand in brackets.
        return vec![Selector { compounds: Vec::new(), weight: (1000, 0, 0), is_sure: false }];
    }
    let parts = text.split(',').map(str::trim);
    let elements = parts.filter(|part| {
        let pseudo = ["::", ":before", ":after", ":first-letter", ":first-line"];
        !part.is_empty() && !pseudo.iter().any(|name| part.contains(name))
    });
    elements.map(|part| selector(part, is_sure)).collect()
}

fn selector(text: &str, is_sure: bool) -> Selector {
    let mut made = Selector { is_sure, ..Selector::default() };
    let spaced = text.replace('>', " > ");
    let mut is_child = false;
    for word in spaced.split_whitespace() {
        match word {
            ">" => {
                is_child = true;
                continue;
            }
            "+" | "~" => {
                made.is_sure = false;
                continue;
            }
            _ => {}
        }
        let mut compound = Compound { is_child: std::mem::take(&mut is_child), ..Compound::default() };
        made.is_sure &= compound.read(word);
        made.weight.0 += u32::from(compound.id.is_some());
        made.weight.1 += u32::try_from(compound.classes.len()).unwrap_or(0);
        made.weight.2 += u32::from(compound.tag.is_some());
        made.compounds.insert(0, compound);
    }
    made
}

impl Compound {
    /// Reads `p.a#b`; false where a part is not understood.
    fn read(&mut self, word: &str) -> bool {
        let known = word.find(['[', ':', '|', '\\', '&', '+', '~']).unwrap_or(word.len());
        let (mut rest, unknown) = word.split_at(known);
        let end = rest.find(['.', '#']).unwrap_or(rest.len());
        let tag = &rest[..end];
        if !tag.is_empty() && tag != "*" {
            self.tag = Some(tag.to_ascii_lowercase());
        }
        rest = &rest[end..];
        while let Some(mark) = rest.chars().next() {
            let body = &rest[1..];
            let end = body.find(['.', '#']).unwrap_or(body.len());
            let name = body[..end].to_owned();
            if mark == '.' {
                self.classes.push(name);
            } else {
                self.id = Some(name);
            }
            rest = &body[end..];
        }
        // The state of a link changes no font in a book.
        matches!(unknown, "" | ":link" | ":any-link" | ":root")
    }

    fn fits(&self, element: Element<'_>) -> bool {
        let named = |name: &str| {
            let class = element.get("class");
            class.is_some_and(|class| class.has_word(name))
        };
        self.tag.as_deref().is_none_or(|tag| tag == element.name())
            && self.id.as_deref().is_none_or(|id| element.value("id") == Some(id))
            && self.classes.iter().all(|class| named(class))
    }
}

impl Selector {
    fn fits(&self, element: Element<'_>) -> bool {
        let mut compounds = self.compounds.iter();
        let Some(first) = compounds.next() else { return true };
        if !first.fits(element) {
            return false;
        }
        let mut at = element;
        let mut is_child = first.is_child;
        for compound in compounds {
            let found = if is_child {
                at.parent().filter(|parent| compound.fits(*parent))
            } else {
                at.ancestors().find(|ancestor| compound.fits(*ancestor))
            };
            let Some(found) = found else { return false };
            at = found;
            is_child = compound.is_child;
        }
        true
    }
}

/// The rules of all sheets of a document, in their order.
pub(in crate::inspect) struct Cascade<'a> {
    rules: Vec<&'a FontRule>,
}

impl<'a> Cascade<'a> {
    /// The rules of a document's own styles and of what they link to or import.
    pub(in crate::inspect) fn new(own: &'a [Sheet], sheets: &'a BTreeMap<String, Sheet>) -> Self {
        let mut rules = Vec::new();
        let mut entered = std::collections::BTreeSet::new();
        for sheet in own {
            match &sheet.linked {
                Some(path) => Self::enter(path, sheets, &mut entered, &mut rules),
                None => {
                    for path in &sheet.imports {
                        Self::enter(path, sheets, &mut entered, &mut rules);
                    }
                    rules.extend(&sheet.fonts);
                }
            }
        }
        if rules.len() > MOST_RULES {
            rules.clear();
        }
        Self { rules }
    }

    /// A sheet after those it imports, each once.
    fn enter(
        path: &'a str,
        sheets: &'a BTreeMap<String, Sheet>,
        entered: &mut std::collections::BTreeSet<&'a str>,
        rules: &mut Vec<&'a FontRule>,
    ) {
        let mut found = Vec::new();
        let mut waiting = vec![path];
        while let Some(path) = waiting.pop() {
            if let Some(sheet) = sheets.get(path).filter(|_| entered.insert(path)) {
                found.push(sheet);
                waiting.extend(sheet.imports.iter().map(String::as_str));
            }
        }
        for sheet in found.into_iter().rev() {
            rules.extend(&sheet.fonts);
        }
    }

    /// Whether no rule speaks of fonts.
    pub(in crate::inspect) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What the rules say of an element; `None` when none speaks of it.
    pub(in crate::inspect) fn of(&self, element: Element<'_>) -> Option<&'a Families> {
        if !matches!(element.ns(), Ns::Xhtml) {
            return Some(&Families::Unknown);
        }
        if element.value("style").is_some_and(|style| style.contains("font")) {
            return Some(&Families::Unknown);
        }
        let mut best: Option<&FontRule> = None;
        for rule in self.rules.iter().copied().filter(|rule| rule.selector.fits(element)) {
            if best.is_none_or(|best| rule.selector.weight >= best.selector.weight) {
                best = Some(rule);
            }
        }
        best.map(|rule| if rule.selector.is_sure { &rule.families } else { &Families::Unknown })
    }
}
