//! What a fenced div is, by its label and classes: Quarto's, Pandoc's and bookdown's
//! names first, those of mdBook, Docusaurus and VuePress beside them.

use crate::model::Attributes;
use crate::model::block::{CalloutKind, Role, TheoremKind};

/// What a div is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A container of this role; a plain one when nothing is known but its attributes.
    Role(Role),
    /// A note, tip, and so on.
    Callout(CalloutKind),
    /// Its lines are lines.
    Verse,
    /// A pause with an ornament of its own.
    SceneBreak,
    /// The page ends here.
    PageBreak,
    /// Figures, tables or code under one caption.
    Group,
    /// Panels of which a screen shows one at a time.
    Tabs,
}

const CALLOUTS: &[(&str, CalloutKind)] = &[
    ("note", CalloutKind::Note),
    ("info", CalloutKind::Note),
    ("seealso", CalloutKind::Note),
    ("tip", CalloutKind::Tip),
    ("hint", CalloutKind::Tip),
    ("success", CalloutKind::Tip),
    ("important", CalloutKind::Important),
    ("warning", CalloutKind::Warning),
    ("attention", CalloutKind::Warning),
    ("caution", CalloutKind::Caution),
    ("danger", CalloutKind::Caution),
    ("error", CalloutKind::Caution),
];

const THEOREMS: &[(&str, &str, TheoremKind)] = &[
    ("theorem", "thm", TheoremKind::Theorem),
    ("lemma", "lem", TheoremKind::Lemma),
    ("corollary", "cor", TheoremKind::Corollary),
    ("proposition", "prp", TheoremKind::Proposition),
    ("conjecture", "cnj", TheoremKind::Conjecture),
    ("definition", "def", TheoremKind::Definition),
    ("example", "exm", TheoremKind::Example),
    ("exercise", "exr", TheoremKind::Exercise),
    ("solution", "sol", TheoremKind::Solution),
    ("remark", "rem", TheoremKind::Remark),
    ("algorithm", "alg", TheoremKind::Algorithm),
];

const MEANINGS: &[(&str, Meaning)] = &[
    ("epigraph", Meaning::Role(Role::Epigraph)),
    ("dedication", Meaning::Role(Role::Dedication)),
    ("letter", Meaning::Role(Role::Letter)),
    ("sidebar", Meaning::Role(Role::Sidebar)),
    ("aside", Meaning::Role(Role::Sidebar)),
    ("pullquote", Meaning::Role(Role::PullQuote)),
    ("pull-quote", Meaning::Role(Role::PullQuote)),
    ("keep", Meaning::Role(Role::Keep)),
    ("glossary", Meaning::Role(Role::Glossary)),
    ("references", Meaning::Role(Role::References)),
    ("center", Meaning::Role(Role::Center)),
    ("centered", Meaning::Role(Role::Center)),
    ("align-center", Meaning::Role(Role::Center)),
    ("text-center", Meaning::Role(Role::Center)),
    ("details", Meaning::Role(Role::Details)),
    ("proof", Meaning::Role(Role::Proof)),
    ("verse", Meaning::Verse),
    ("poem", Meaning::Verse),
    ("poetry", Meaning::Verse),
    ("scene-break", Meaning::SceneBreak),
    ("newpage", Meaning::PageBreak),
    ("pagebreak", Meaning::PageBreak),
    ("page-break", Meaning::PageBreak),
    ("panel-tabset", Meaning::Tabs),
    ("tabset", Meaning::Tabs),
];

/// Classes that change nothing of a div, or are acted on elsewhere.
const PLAIN: &[&str] = &[
    "content-visible",
    "content-hidden",
    "columns",
    "column",
    "index",
    "fit",
    "landscape",
    "section",
    "figure",
    "unnumbered",
    "unlisted",
    "nodropcap",
    "smallcaps",
    "sc",
    "incremental",
    "nonincremental",
    "column-margin",
    "column-page",
    "column-body",
    "column-screen",
    "quarto-layout-panel",
    "admonition",
    "callout",
    "alert",
    "row",
    "no-row-height",
    "unnumbered-figure",
    "line-block",
    "right",
    "small",
    "dropcap",
];

/// What a div with these attributes is; `None` when none of its classes is known.
pub(super) fn meaning(attrs: &Attributes) -> Option<Meaning> {
    if let Some(meaning) = attrs.label.as_deref().and_then(of_label) {
        return Some(meaning);
    }
    if let Some(meaning) = attrs.classes.iter().find_map(|class| of_class(class)) {
        return Some(meaning);
    }
    if ["layout", "layout-ncol", "layout-nrow"].iter().any(|key| attrs.get(key).is_some()) {
        return Some(Meaning::Group);
    }
    if attrs.has("admonition") || attrs.has("callout") || attrs.has("alert") {
        return Some(Meaning::Callout(CalloutKind::Note));
    }
    let known = attrs.classes.is_empty() || attrs.classes.iter().any(|class| PLAIN.contains(&class.as_str()));
    known.then_some(Meaning::Role(Role::Plain))
}

/// Whether a class of a div says something to Bindery.
pub(super) fn is_known(class: &str) -> bool {
    of_class(class).is_some() || PLAIN.contains(&class)
}

fn of_label(label: &str) -> Option<Meaning> {
    match label {
        "refs" => return Some(Meaning::Role(Role::References)),
        "index" => return Some(Meaning::Role(Role::Index)),
        _ => {}
    }
    let prefix = prefix(label)?;
    if matches!(prefix, "fig" | "tbl" | "tab" | "lst") {
        return Some(Meaning::Group);
    }
    let theorem = THEOREMS.iter().find(|(_, short, _)| *short == prefix);
    theorem.map(|(_, _, kind)| Meaning::Role(Role::Theorem(*kind)))
}

fn of_class(class: &str) -> Option<Meaning> {
    if let Some((_, meaning)) = MEANINGS.iter().find(|(name, _)| *name == class) {
        return Some(*meaning);
    }
    if let Some((_, _, kind)) = THEOREMS.iter().find(|(name, ..)| *name == class) {
        return Some(Meaning::Role(Role::Theorem(*kind)));
    }
    let bare =
        ["callout-", "alert-", "admonition-", "rmd"].iter().find_map(|start| class.strip_prefix(start));
    callout(bare.unwrap_or(class)).map(Meaning::Callout)
}

/// The callout of this name.
pub(super) fn callout(name: &str) -> Option<CalloutKind> {
    CALLOUTS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// What stands before the first `-` or `:` of a label: what it is a label of.
pub(super) fn prefix(label: &str) -> Option<&str> {
    label.split_once(['-', ':']).map(|(prefix, _)| prefix)
}

/// The label as others refer to it: bookdown writes `::: {.theorem #x}` and `\@ref(thm:x)`.
pub(super) fn label(attrs: &mut Attributes, meaning: Meaning) {
    let Meaning::Role(Role::Theorem(kind)) = meaning else { return };
    let Some((_, short, _)) = THEOREMS.iter().find(|(.., known)| *known == kind) else { return };
    if let Some(label) = &mut attrs.label
        && prefix(label) != Some(short)
    {
        *label = format!("{short}:{label}");
    }
}

/// Whether the lines of a div are verse.
pub(super) fn is_verse(attrs: &Attributes) -> bool {
    meaning(attrs) == Some(Meaning::Verse)
}

/// Whether a div has a title, which may be its first heading.
pub(super) fn has_title(meaning: Meaning) -> bool {
    match meaning {
        Meaning::Callout(_) => true,
        Meaning::Role(role) => matches!(role, Role::Sidebar | Role::Theorem(_) | Role::Proof | Role::Details),
        _ => false,
    }
}

/// How many stand side by side in a group of `count`, by Quarto's layouts.
pub(super) fn columns(attrs: &Attributes, count: usize) -> u8 {
    let number = |key: &str| attrs.get(key).and_then(|n| n.trim().parse::<usize>().ok()).filter(|n| *n > 0);
    let of_rows = |rows: usize| count.div_ceil(rows);
    let drawn = || {
        let row = attrs.get("layout")?.trim_start_matches(['[', ' ']).split(']').next()?;
        // Negative shares are the gaps between.
        Some(row.split(',').filter(|share| share.trim().parse::<f64>().is_ok_and(|n| n > 0.0)).count())
    };
    let columns = number("layout-ncol").or_else(|| number("layout-nrow").map(of_rows)).or_else(drawn);
    u8::try_from(columns.unwrap_or(1).clamp(1, 12)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::super::attributes::parse;
    use super::*;

    fn of(text: &str) -> Option<Meaning> {
        meaning(&parse(text, 0).expect("attributes").0)
    }

    #[test]
    fn labels_and_classes_say_what_a_div_is() {
        assert_eq!(of("{.callout-tip}"), Some(Meaning::Callout(CalloutKind::Tip)));
        assert_eq!(of("{.rmdcaution}"), Some(Meaning::Callout(CalloutKind::Caution)));
        assert_eq!(of("{#thm-x}"), Some(Meaning::Role(Role::Theorem(TheoremKind::Theorem))));
        assert_eq!(of("{#fig-x layout-ncol=2}"), Some(Meaning::Group));
        assert_eq!(of("{.admonition .danger}"), Some(Meaning::Callout(CalloutKind::Caution)));
        assert_eq!(of("{.own .columns}"), Some(Meaning::Role(Role::Plain)));
        assert_eq!(of("{#refs}"), Some(Meaning::Role(Role::References)));
        assert_eq!(of("{.box}"), None);
    }

    #[test]
    fn layouts_say_how_many_stand_side_by_side() {
        let columns = |text: &str, count| columns(&parse(text, 0).expect("attributes").0, count);
        assert_eq!(columns("{layout-ncol=3}", 6), 3);
        assert_eq!(columns("{layout-nrow=2}", 5), 3);
        assert_eq!(columns("{layout=\"[[40,-20,40], [100]]\"}", 3), 2);
        assert_eq!((columns("{layout=x}", 3), columns("{}", 3)), (1, 1));
    }

    #[test]
    fn bookdown_theorems_get_the_label_that_is_referred_to() {
        let mut attrs = parse("{.theorem #tri}", 0).expect("attributes").0;
        label(&mut attrs, Meaning::Role(Role::Theorem(TheoremKind::Theorem)));
        assert_eq!(attrs.label.as_deref(), Some("thm:tri"));
    }
}
