//! Faulty YAML and values to the line that says what to type instead.

use super::keys::Kind;
use super::values;

/// What YAML's parser says, in an author's words where it is a frequent fault, and the
/// way out.
pub(crate) fn yaml(reason: &str) -> (&str, &'static str) {
    const FREQUENT: &[(&str, &str, &str)] = &[
        ("tabs disallowed", "a tab stands where a line is indented", "indent with blanks instead of tabs"),
        (
            "simple key expected",
            "a line has no colon after its key",
            "write a key, a colon and a blank: `author: Jane Doe`",
        ),
        (
            "mapping values are not allowed",
            "there is a second colon in the line, or the line is indented too far",
            "put a value that holds `: ` in quotes: `title: \"Roads: A History\"`",
        ),
        (
            "illegal placement of ':'",
            "a colon stands where none can stand",
            "close every `[` and `{` of the lines above; put a value that holds `: ` in quotes",
        ),
        ("unclosed quote", "a quote is not closed", "put the same quote at the end of the text"),
    ];
    let known = FREQUENT.iter().find(|(theirs, ..)| reason.contains(theirs));
    known.map_or(
        (
            reason,
            "lines of one map begin in the same column; a text with `: ` or ` #` in it stands in quotes",
        ),
        |(_, ours, way_out)| (ours, way_out),
    )
}

/// Sizes of paper by the names that authors know them by.
const PAPERS: &[(&str, &str)] = &[
    ("a4", "210x297mm"),
    ("a5", "148x210mm"),
    ("a6", "105x148mm"),
    ("b5", "176x250mm"),
    ("letter", "8.5x11in"),
    ("digest", "5.5x8.5in"),
];

/// What was probably meant by a value that its key does not take.
pub(super) fn value(name: &str, text: &str, kinds: &[Kind]) -> Option<String> {
    let text = text.trim();
    let meant = |value: &str| Some(format!("write `{value}`"));
    kinds.iter().find_map(|kind| match kind {
        Kind::Size => {
            let paper = PAPERS.iter().find(|(paper, _)| paper.eq_ignore_ascii_case(text));
            let bare = text.replace(' ', "");
            match paper {
                Some((_, size)) => meant(size),
                // No book is a hundred inches wide, and none ten millimetres.
                None if values::size(&format!("{bare}mm")).is_some() => meant(&format!("{bare}mm")),
                None if values::size(&format!("{bare}in")).is_some() => meant(&format!("{bare}in")),
                None => None,
            }
        }
        Kind::Length if values::length(&format!("{text}pt")).is_some() => meant(&format!("{text}pt")),
        Kind::Map(_) if name == "margins" && values::margin(text).is_some() => {
            meant(&format!("margins: {{inner: {text}, outer: {text}, top: {text}, bottom: {text}}}"))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_faults_have_their_own_words() {
        assert!(yaml("unclosed quote").1.contains("same quote"));
        assert_eq!(yaml("something else").0, "something else");
    }

    #[test]
    fn values_are_completed() {
        let size = |text: &str| value("trim", text, &[Kind::Size]);
        assert_eq!(size("A5").as_deref(), Some("write `148x210mm`"));
        assert_eq!(size("5.5 x 8.5").as_deref(), Some("write `5.5x8.5in`"));
        assert_eq!(size("148x210").as_deref(), Some("write `148x210mm`"));
        assert_eq!(size("large"), None);
        assert_eq!(value("size", "11", &[Kind::Length]).as_deref(), Some("write `11pt`"));
        assert_eq!(value("margins", "wide", &[Kind::Map(&[])]), None);
    }
}
