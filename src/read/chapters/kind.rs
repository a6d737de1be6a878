//! What a section of the book is: by its class, its `epub:type`, its file's name, and the
//! list it stands in (EPUB Structural Semantics 1.1 gives the words).

use crate::model::Attributes;
use crate::model::book::{Matter, SectionKind};

/// The kind a word names.
fn named(word: &str) -> Option<SectionKind> {
    Some(match word {
        "part" => SectionKind::Part,
        "chapter" => SectionKind::Chapter,
        "appendix" => SectionKind::Appendix,
        "dedication" => SectionKind::Dedication,
        "epigraph" => SectionKind::Epigraph,
        "foreword" => SectionKind::Foreword,
        "preface" => SectionKind::Preface,
        "introduction" => SectionKind::Introduction,
        "prologue" => SectionKind::Prologue,
        "epilogue" => SectionKind::Epilogue,
        "afterword" => SectionKind::Afterword,
        "acknowledgements" | "acknowledgments" => SectionKind::Acknowledgements,
        "glossary" => SectionKind::Glossary,
        "bibliography" | "references" => SectionKind::Bibliography,
        "colophon" => SectionKind::Colophon,
        "section" => SectionKind::Section,
        _ => return None,
    })
}

/// What the author's own word makes of a section.
pub(super) fn of_heading(attrs: &Attributes) -> Option<SectionKind> {
    let classes = attrs.classes.iter().map(String::as_str);
    let types = attrs.get("epub:type").unwrap_or_default().split_whitespace();
    classes.chain(types).find_map(named)
}

/// What a file's name and place make of it. In the body only a name that is the word and
/// nothing else counts: `the-preface-to-disaster.md` is a chapter.
pub(super) fn of_file(path: &str, matter: Matter, appendix: bool) -> SectionKind {
    if appendix {
        return SectionKind::Appendix;
    }
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let mut words = stem.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    match matter {
        Matter::Body => {
            let kind = words.next().and_then(named).filter(|_| words.next().is_none());
            // An introduction among the chapters is the first of them; one before them is
            // listed under `front`.
            let listed_elsewhere = |kind: &SectionKind| {
                matches!(kind, SectionKind::Part | SectionKind::Section | SectionKind::Introduction)
            };
            kind.filter(|kind| !listed_elsewhere(kind)).unwrap_or(SectionKind::Chapter)
        }
        Matter::Front | Matter::Back => words
            .filter(|word| !matches!(*word, "part" | "chapter"))
            .find_map(named)
            .unwrap_or(SectionKind::Section),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_count_less_in_the_body() {
        assert_eq!(of_file("front/01-preface.md", Matter::Front, false), SectionKind::Preface);
        assert_eq!(of_file("the-preface-to-it.md", Matter::Body, false), SectionKind::Chapter);
        assert_eq!(of_file("00-prologue.md", Matter::Body, false), SectionKind::Prologue);
        assert_eq!(of_file("01-introduction.md", Matter::Body, false), SectionKind::Chapter);
        assert_eq!(of_file("introduction.md", Matter::Front, false), SectionKind::Introduction);
        assert_eq!(of_file("thanks.md", Matter::Back, false), SectionKind::Section);
        assert_eq!(of_file("a.md", Matter::Body, true), SectionKind::Appendix);
    }
}
