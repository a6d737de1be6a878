//! Labels by how they begin: `fig-map` names a figure, `eq:sum` a formula.
//!
//! The prefixes are Quarto's (its manual, "Cross-References"); pandoc-crossref and bookdown
//! write a colon for the hyphen, bookdown also `tab` for `tbl`.

use super::block::{CalloutKind, TheoremKind};

/// What a label says that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// `fig-`.
    Figure,
    /// `tbl-`.
    Table,
    /// `lst-`.
    Listing,
    /// `eq-`.
    Equation,
    /// `sec-`: a chapter, an appendix or a section.
    Section,
    /// `part-`.
    Part,
    /// `thm-`, `lem-`…
    Theorem(TheoremKind),
    /// `nte-`, `tip-`…
    Callout(CalloutKind),
}

/// Each kind's prefix and its name in messages. Of two prefixes of one kind the first is
/// the usual one.
const PREFIXES: [(&str, LabelKind, &str); 23] = [
    ("fig", LabelKind::Figure, "figure"),
    ("tbl", LabelKind::Table, "table"),
    ("tab", LabelKind::Table, "table"),
    ("lst", LabelKind::Listing, "listing"),
    ("eq", LabelKind::Equation, "equation"),
    ("sec", LabelKind::Section, "section"),
    ("part", LabelKind::Part, "part"),
    ("thm", LabelKind::Theorem(TheoremKind::Theorem), "theorem"),
    ("lem", LabelKind::Theorem(TheoremKind::Lemma), "lemma"),
    ("cor", LabelKind::Theorem(TheoremKind::Corollary), "corollary"),
    ("prp", LabelKind::Theorem(TheoremKind::Proposition), "proposition"),
    ("cnj", LabelKind::Theorem(TheoremKind::Conjecture), "conjecture"),
    ("def", LabelKind::Theorem(TheoremKind::Definition), "definition"),
    ("exm", LabelKind::Theorem(TheoremKind::Example), "example"),
    ("exr", LabelKind::Theorem(TheoremKind::Exercise), "exercise"),
    ("sol", LabelKind::Theorem(TheoremKind::Solution), "solution"),
    ("rem", LabelKind::Theorem(TheoremKind::Remark), "remark"),
    ("alg", LabelKind::Theorem(TheoremKind::Algorithm), "algorithm"),
    ("nte", LabelKind::Callout(CalloutKind::Note), "note"),
    ("tip", LabelKind::Callout(CalloutKind::Tip), "tip"),
    ("wrn", LabelKind::Callout(CalloutKind::Warning), "warning"),
    ("imp", LabelKind::Callout(CalloutKind::Important), "important callout"),
    ("cau", LabelKind::Callout(CalloutKind::Caution), "caution"),
];

impl LabelKind {
    /// What a label names, and the rest of it after prefix and hyphen (or colon); `None`
    /// when it has none of the known prefixes. `tab` counts only with a colon.
    pub fn of(label: &str) -> Option<(Self, &str)> {
        let at = label.find(['-', ':'])?;
        let (prefix, rest) = (&label[..at], &label[at + 1..]);
        let usual = label[at..].starts_with(':') || prefix != "tab";
        let (_, kind, _) = PREFIXES.into_iter().find(|(known, ..)| *known == prefix && usual)?;
        (!rest.is_empty()).then_some((kind, rest))
    }

    /// The usual prefix, without hyphen.
    pub fn prefix(self) -> &'static str {
        PREFIXES.into_iter().find(|(_, kind, _)| *kind == self).map_or("", |(prefix, ..)| prefix)
    }

    /// Its name in messages.
    pub fn noun(self) -> &'static str {
        PREFIXES.into_iter().find(|(_, kind, _)| *kind == self).map_or("", |(_, _, noun)| noun)
    }
}

/// A label and the other ways to write it, with hyphen and colon; only the label itself when
/// it has no known prefix.
pub fn spellings(label: &str) -> Vec<String> {
    let mut all = vec![label.to_owned()];
    if let Some((kind, rest)) = LabelKind::of(label) {
        for (prefix, ..) in PREFIXES.into_iter().filter(|(_, known, _)| *known == kind) {
            all.extend(['-', ':'].map(|mark| format!("{prefix}{mark}{rest}")));
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_prefixes_with_hyphen_or_colon() {
        assert_eq!(LabelKind::of("fig-map"), Some((LabelKind::Figure, "map")));
        assert_eq!(LabelKind::of("fig:map-2"), Some((LabelKind::Figure, "map-2")));
        assert_eq!(LabelKind::of("tab:x"), Some((LabelKind::Table, "x")));
        assert_eq!(LabelKind::of("cau-x"), Some((LabelKind::Callout(CalloutKind::Caution), "x")));
        for other in ["tab-x", "figure-x", "fig", "fig-", "", "-x", "é-x", "figs:x"] {
            assert_eq!(LabelKind::of(other), None, "{other}");
        }
    }

    #[test]
    fn every_kind_has_its_usual_prefix_first() {
        assert_eq!(LabelKind::Table.prefix(), "tbl");
        for (prefix, kind, noun) in PREFIXES.into_iter() {
            assert_eq!((LabelKind::of(&format!("{prefix}:x")), kind.noun()), (Some((kind, "x")), noun));
        }
    }

    #[test]
    fn labels_are_also_found_in_other_spellings() {
        assert_eq!(spellings("tbl-x"), ["tbl-x", "tbl-x", "tbl:x", "tab-x", "tab:x"]);
        assert_eq!(spellings("chapter-x"), ["chapter-x"]);
    }
}
