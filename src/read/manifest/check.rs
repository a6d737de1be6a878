//! A YAML tree against the table of keys.
//!
//! Everything wrong with the shape of a file is found here, in one walk. What comes out
//! is the same tree with canonical names and without what is wrong, so that readers
//! further on meet only values they understand and defaults stand in for the rest.

use std::collections::{BTreeMap, BTreeSet};

use super::keys::{EDITION_ANY, EDITION_EPUB, EDITION_PDF, Effect, Key, Kind};
use super::node::{Entry, Node, Value};
use super::theme_keys::LOOK;
use super::{findings, help, language, roles, values};
use crate::diagnostic::{Diagnostic, nearest};
use crate::source::Span;

/// Holds trees against tables, over all files of a book.
#[derive(Default)]
pub(crate) struct Checker {
    /// What was found.
    pub(crate) findings: Vec<Diagnostic>,
    /// The keys that unknown ones seem to mean: what they say is not missing as well.
    pub(crate) meant: BTreeSet<&'static str>,
    /// Keys without effect that were told already: once is enough.
    told: BTreeSet<&'static str>,
}

/// What is wrong with a scalar.
enum Fault {
    Value,
    Type,
    Date,
    Instant,
    Language(Option<String>),
    Near(Option<&'static str>),
}

impl Checker {
    /// The tree as it can be read, under the name of the key it stands under.
    pub(crate) fn check(&mut self, name: &str, node: Node, kind: &'static Kind) -> Option<Node> {
        let span = node.span;
        let value = match (node.value, kind) {
            (Value::Null, _) => return None,
            (value, Kind::Any) => value,
            (value, Kind::OneOf(kinds)) => return self.one_of(name, Node { value, span }, kinds),
            (Value::List(items), Kind::List(kind)) => {
                Value::List(items.into_iter().filter_map(|item| self.check(name, item, kind)).collect())
            }
            (Value::Map(entries), Kind::Map(groups)) => Value::Map(self.map(entries, groups)),
            (Value::Map(entries), Kind::Named(kind, plain)) => Value::Map(self.named(entries, kind, *plain)),
            (Value::Scalar(text), kind) if is_scalar(kind) => match scalar(&text, kind) {
                Ok(text) => Value::Scalar(text),
                Err(fault) => {
                    let finding = told(name, &text, &expected(kind), fault, span);
                    let meant = help::value(name, &text, std::slice::from_ref(kind));
                    self.findings.push(meant.into_iter().fold(finding, Diagnostic::help));
                    return None;
                }
            },
            (value, kind) => {
                self.wrong_shape(name, &value, &expected(kind), span);
                return None;
            }
        };
        Some(Node { value, span })
    }

    /// Whether something was said already of this key within a place.
    pub(crate) fn has_told(&self, key: &str, within: Span) -> bool {
        let inside =
            |span: Span| span.file == within.file && within.start <= span.start && span.end <= within.end;
        let begins = format!("`{key}` ");
        self.findings.iter().any(|finding| {
            finding.message.starts_with(&begins) && finding.labels.iter().any(|label| inside(label.span))
        })
    }

    fn wrong_shape(&mut self, name: &str, value: &Value, expected: &str, span: Span) {
        let finding = findings::wrong_type(name, shape(value), expected, span);
        let finding = match value {
            Value::Scalar(text) if expected.starts_with("a list") && !text.contains('\n') => {
                finding.help(format!("write `{name}: [{text}]`"))
            }
            _ => finding,
        };
        self.findings.push(finding);
    }

    fn one_of(&mut self, name: &str, node: Node, kinds: &'static [Kind]) -> Option<Node> {
        let fitting = || kinds.iter().filter(|kind| fits(&node.value, kind));
        let all = kinds.iter().map(expected).collect::<Vec<_>>().join(" or ");
        let accepted = |kind: &Kind| node.text().is_none_or(|text| scalar(text, kind).is_ok());
        if let Some(kind) = fitting().find(|kind| accepted(kind)) {
            return self.check(name, node, kind);
        }
        match (node.text(), fitting().next()) {
            // It knows best what was meant.
            (Some(_), Some(kind @ Kind::Language)) => return self.check(name, node, kind),
            (Some(text), Some(_)) => {
                let finding = findings::invalid_value(name, text, &all, node.span);
                self.findings
                    .push(help::value(name, text, kinds).into_iter().fold(finding, Diagnostic::help));
            }
            _ => self.wrong_shape(name, &node.value, &all, node.span),
        }
        None
    }

    fn map(&mut self, entries: Vec<Entry>, groups: &'static [&'static [Key]]) -> Vec<Entry> {
        let mut seen: Vec<(&str, Span)> = Vec::new();
        let mut out = Vec::new();
        for entry in entries {
            let Some(key) = find(groups, &entry.key) else {
                let near = nearest(&entry.key, names(groups));
                self.meant.extend(near);
                self.findings.push(findings::unknown_key(
                    &entry.key,
                    entry.span,
                    near,
                    hint(groups, &entry.key).or_else(|| near.is_none().then(|| known(groups))),
                ));
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(name, _)| *name == key.name) {
                self.findings.push(findings::duplicate_key(&entry.key, key.name, entry.span, *first));
                continue;
            }
            seen.push((key.name, entry.span));
            let Some(value) = self.check(&entry.key, entry.value, &key.kind) else { continue };
            let entry = Entry { key: entry.key, span: entry.span, value };
            if self.has_effect(key, &entry) {
                out.push(Entry { key: key.name.to_owned(), ..entry });
            }
        }
        out
    }

    /// Whether the entry does something; says so once where it does not.
    fn has_effect(&mut self, key: &'static Key, entry: &Entry) -> bool {
        let finding = match key.effect {
            Effect::Now => return true,
            Effect::Later => findings::not_yet(&entry.key, entry.span),
            Effect::NowOnly(values) => match entry.value.text() {
                Some(text) if values.contains(&text) => return true,
                text => findings::value_not_yet(
                    &entry.key,
                    text.unwrap_or("…"),
                    values.first().copied().unwrap_or_default(),
                    entry.value.span,
                ),
            },
        };
        if self.told.insert(key.name) {
            self.findings.push(finding);
        }
        false
    }

    fn named(&mut self, entries: Vec<Entry>, kind: &'static Kind, plain: bool) -> Vec<Entry> {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut out: Vec<Entry> = Vec::new();
        for entry in entries {
            let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            if plain && (entry.key.is_empty() || !entry.key.bytes().all(is_plain)) {
                self.findings.push(findings::invalid_edition_name(&entry.key, entry.span));
                continue;
            }
            if let Some(first) = seen.get(&entry.key) {
                self.findings.push(findings::duplicate_key(&entry.key, &entry.key, entry.span, *first));
                continue;
            }
            seen.insert(entry.key.clone(), entry.span);
            // A name with nothing under it still counts: a house file may say the rest.
            let span = entry.value.span;
            let value = self.check(&entry.key, entry.value, kind);
            out.push(Entry { value: value.unwrap_or_else(|| super::node::empty(span)), ..entry });
        }
        out
    }
}

fn find(groups: &'static [&'static [Key]], typed: &str) -> Option<&'static Key> {
    groups.iter().copied().flatten().find(|key| key.name == typed || key.aliases.contains(&typed))
}

/// The keys of a map that has few; where to find those of one with many.
fn known(groups: &'static [&'static [Key]]) -> String {
    const FEW: usize = 12;
    let keys = groups.iter().copied().flatten().filter(|key| !matches!(key.effect, Effect::Later));
    let all: Vec<String> = keys.map(|key| format!("`{}`", key.name)).collect();
    if all.len() > FEW {
        return "take it out; the manual's chapter on `book.yaml` lists every key".to_owned();
    }
    format!("keys here are {}", all.join(", "))
}

fn names(groups: &'static [&'static [Key]]) -> impl Iterator<Item = &'static str> {
    groups.iter().copied().flatten().map(|key| key.name)
}

/// What to write for a key of a file's top that is at home elsewhere, here or in another
/// tool.
fn hint(groups: &'static [&'static [Key]], typed: &str) -> Option<String> {
    if !["editions", "default-page"].iter().any(|top| find(groups, top).is_some()) {
        return None;
    }
    if find(&[EDITION_PDF, EDITION_EPUB, EDITION_ANY], typed).is_some() {
        Some(format!("`{typed}` is a key of an edition: put it under the edition's name in `editions:`"))
    } else if find(&[LOOK], typed).is_some() {
        Some(format!("`{typed}` is a key of a theme file"))
    } else {
        FROM_ELSEWHERE.iter().find(|(key, _)| *key == typed).map(|(_, ours)| format!("write {ours}"))
    }
}

/// Keys that authors bring from other tools.
const FROM_ELSEWHERE: &[(&str, &str)] = &[
    ("isbn", "`identifier: {scheme: ISBN-13, text: …}`, best in the edition it belongs to"),
    ("doi", "`identifier: {scheme: DOI, text: …}`"),
    ("uuid", "`identifier: {scheme: UUID, text: …}`"),
    ("editor", "`contributor: {role: editor, text: …}`"),
    ("translator", "`contributor: {role: translator, text: …}`"),
    ("illustrator", "`contributor: {role: illustrator, text: …}`"),
    ("series", "`belongs-to-collection: …` and `group-position: …`"),
    ("cover", "`cover-image: cover.jpg`"),
    ("toc", "`toc` in the list `front:`, and `toc-depth: 2`"),
    ("abstract", "`description: …`"),
    ("parts", "`- part: Title` with its own `chapters:` in the list `chapters:`"),
];

fn shape(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Scalar(_) => "a text",
        Value::List(_) => "a list",
        Value::Map(_) => "a map of keys",
    }
}

fn is_scalar(kind: &Kind) -> bool {
    !matches!(kind, Kind::Any | Kind::List(_) | Kind::Map(_) | Kind::Named(..) | Kind::OneOf(_))
}

fn fits(value: &Value, kind: &Kind) -> bool {
    match kind {
        Kind::Any | Kind::OneOf(_) => true,
        Kind::List(_) => matches!(value, Value::List(_)),
        Kind::Map(_) | Kind::Named(..) => matches!(value, Value::Map(_)),
        _ => matches!(value, Value::Scalar(_)),
    }
}

/// The canonical form of a text of this kind.
fn scalar(text: &str, kind: &Kind) -> Result<String, Fault> {
    let valid = |is: bool| if is { Ok(text.to_owned()) } else { Err(Fault::Value) };
    match kind {
        Kind::Text | Kind::Any => Ok(text.to_owned()),
        Kind::Flag => values::flag(text).map(|_| text.to_owned()).ok_or(Fault::Type),
        Kind::Whole(least, most) => match text.trim().parse::<i64>() {
            Ok(_) => valid(values::whole(text, *least, *most).is_some()),
            Err(_) => Err(Fault::Type),
        },
        Kind::Ratio(least, most) => valid(values::ratio(text, *least, *most).is_some()),
        Kind::Word(words) => match words.iter().find(|word| word.eq_ignore_ascii_case(text.trim())) {
            Some(word) => Ok((*word).to_owned()),
            None => Err(Fault::Near(nearest(text, words.iter().copied()))),
        },
        Kind::Length => valid(values::length(text).is_some()),
        Kind::Size => valid(values::size(text).is_some()),
        Kind::Measure => valid(values::measure(text).is_some()),
        Kind::Margin => valid(values::margin(text).is_some()),
        Kind::Percent => valid(values::percent(text).is_some()),
        Kind::Ink => valid(values::ink(text).is_some()),
        Kind::Pages => valid(values::pages(text).is_some()),
        Kind::FilePattern => valid(values::file_pattern(text)),
        Kind::Divided => valid(values::divided(text)),
        Kind::Date => values::date(text).map(|_| text.to_owned()).ok_or(Fault::Date),
        Kind::Instant => values::instant(text).ok_or(Fault::Instant),
        Kind::Language => language::parse(text).map_err(Fault::Language),
        Kind::Role => roles::parse(text).map(str::to_owned).map_err(Fault::Near),
        Kind::List(_) | Kind::Map(_) | Kind::Named(..) | Kind::OneOf(_) => Err(Fault::Type),
    }
}

fn told(name: &str, text: &str, expected: &str, fault: Fault, span: Span) -> Diagnostic {
    match fault {
        Fault::Value => findings::invalid_value(name, text, expected, span),
        Fault::Type => findings::wrong_type(name, &format!("`{text}`"), expected, span),
        Fault::Date => findings::invalid_date(name, text, "`2027-03-01`, `2027-03` or `2027`", span),
        Fault::Instant => findings::invalid_date(name, text, "`2027-03-01T12:00:00Z`", span),
        Fault::Language(meant) => findings::invalid_language(text, meant.as_deref(), span),
        Fault::Near(near) => {
            let finding = findings::invalid_value(name, text, expected, span);
            match near {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            }
        }
    }
}

/// What may stand there, in words.
fn expected(kind: &Kind) -> String {
    match kind {
        Kind::Any => "anything".into(),
        Kind::Text => "a text".into(),
        Kind::Flag => "`true` or `false`".into(),
        Kind::Whole(least, most) if least == most => format!("`{least}`"),
        Kind::Whole(least, most) => format!("a whole number from {least} to {most}"),
        Kind::Ratio(least, most) => {
            format!("a number from {} to {}", f64::from(*least) / 1000.0, f64::from(*most) / 1000.0)
        }
        Kind::Word(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Kind::Length => "a length from 1pt to 200pt, such as `11pt` or `5mm`".into(),
        Kind::Size => "a page size such as `5.5x8.5in` or `148x210mm`".into(),
        Kind::Measure => "a length such as `1.3em`, `2lines` or `60%`".into(),
        Kind::Margin => "a length such as `20mm`, `0.75in` or `2lines`".into(),
        Kind::Percent => "a percentage from `0%` to `100%`".into(),
        Kind::Ink => "a percentage from `100%` to `400%`".into(),
        Kind::Date => "a date such as `2027-03-01`".into(),
        Kind::Instant => "a moment such as `2027-03-01T12:00:00Z`".into(),
        Kind::Language => "a language tag such as `en-GB`".into(),
        Kind::Role => {
            "a role such as `translator`, `editor`, `illustrator` or a MARC code such as `trl`".into()
        }
        Kind::Divided => "a word with hyphens where it may be divided, such as `man-u-script`".into(),
        Kind::Pages => "`any`, `even` or `multiple of 4`".into(),
        Kind::FilePattern => "a file name, which may hold `{slug}`, `{edition}` and `{isbn}`".into(),
        Kind::List(_) => "a list".into(),
        Kind::Map(groups) => {
            let names: Vec<&str> = names(groups).take(4).collect();
            format!("a map with keys such as `{}`", names.join("`, `"))
        }
        Kind::Named(..) => "a map of names".into(),
        Kind::OneOf(kinds) => kinds.iter().map(expected).collect::<Vec<_>>().join(" or "),
    }
}

#[cfg(test)]
mod tests {
    use super::super::keys::BOOK;
    use super::super::node::parse;
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::FileId;

    fn checked(text: &str) -> (Node, Vec<Diagnostic>) {
        let mut checker = Checker::default();
        let node = checker.check("book.yaml", parse(text, FileId(0)).unwrap(), &BOOK).unwrap();
        (node, checker.findings)
    }

    /// The findings of a text as `code: message | covered text | help`.
    fn said(text: &str) -> Vec<String> {
        let line = |d: Diagnostic| {
            let span = d.labels[0].span;
            let covered = &text[span.start as usize..span.end as usize];
            format!("{}: {} | {covered} | {}", d.code.name(), d.message, d.help.join("; "))
        };
        checked(text).1.into_iter().map(line).collect()
    }

    #[test]
    fn unknown_keys_are_told_with_the_nearest() {
        assert_eq!(
            said(
                "tilte: A\nnumbering: {chapter: none, title: x}\ntrim: 6x9in\nquote: {}\nisbn: 1\nzebra: 1\n"
            ),
            [
                "unknown-key: unknown key `tilte` | tilte | a key with a similar name is `title`",
                "unknown-key: unknown key `chapter` | chapter | a key with a similar name is `chapters`",
                "unknown-key: unknown key `title` | title | keys here are `chapters`, `parts`, `depth`, `restart-in-parts`, `notes`",
                "unknown-key: unknown key `trim` | trim | `trim` is a key of an edition: put it under the edition's name in `editions:`",
                "unknown-key: unknown key `quote` | quote | `quote` is a key of a theme file",
                "unknown-key: unknown key `isbn` | isbn | write `identifier: {scheme: ISBN-13, text: …}`, best in the edition it belongs to",
                "unknown-key: unknown key `zebra` | zebra | take it out; the manual's chapter on `book.yaml` lists every key",
            ]
        );
    }

    #[test]
    fn wrong_shapes_and_values_say_what_is_expected() {
        assert_eq!(
            said(
                "front: title\nsubtitle: [a]\ntoc-depth: two\nhyphenation: {min-before: 12}\ntypography: {quotes: smart}\nnumbering: {parts: romann}\n"
            ),
            [
                "wrong-type: `front` is a text, but a list is expected | title | write `front: [title]`",
                "wrong-type: `subtitle` is a list, but a text is expected | [a] | ",
                "wrong-type: `toc-depth` is `two`, but a whole number from 1 to 6 is expected | two | ",
                "invalid-value: `min-before` cannot be `12`: expected a whole number from 1 to 9 | 12 | ",
                "invalid-value: `quotes` cannot be `smart`: expected `auto`, `none` or `true` or `false` | smart | ",
                "invalid-value: `parts` cannot be `romann`: expected `none`, `arabic`, `Roman`, `words` | romann | did you mean `Roman`?",
            ]
        );
    }

    #[test]
    fn values_that_lack_little_are_completed() {
        let edition = |keys: &str| said(&format!("editions: {{a: {{format: pdf, {keys}}}}}\n"));
        for (keys, help) in [
            ("trim: A5", "| A5 | write `148x210mm`"),
            ("trim: 5.5 x 8.5", "| 5.5 x 8.5 | write `5.5x8.5in`"),
            ("body: {size: 11}", "| 11 | write `11pt`"),
            ("margins: 2cm", "| 2cm | write `margins: {inner: 2cm, outer: 2cm, top: 2cm, bottom: 2cm}`"),
        ] {
            let said = edition(keys);
            assert!(said.len() == 1 && said[0].ends_with(help), "{said:?}");
        }
    }

    #[test]
    fn doubles_are_told_under_both_names() {
        assert_eq!(
            said("title: A\ntitle: B\nauthor: C\ncreator: D\n"),
            [
                "duplicate-key: `title` is written twice | title | keep one of the two",
                "duplicate-key: `creator` is another name for `author`, which is written already | creator | keep one of the two",
            ]
        );
        assert_eq!(checked("title: A\ntitle: B\n").0.text_at("title"), Some("A"));
    }

    #[test]
    fn later_keys_are_told_once() {
        let text = "csl: a.csl\neditions:\n  a: {format: pdf, pdf-version: '2.0', paper: cream}\n  b: {format: pdf, paper: white, pdf-version: '2.0', bleed: none}\n";
        assert_eq!(
            said(text),
            [
                "not-yet: `csl` has no effect in this version | csl | ",
                "not-yet: `pdf-version: 2.0` has no effect in this version | '2.0' | what is done is `pdf-version: 1.7`",
                "not-yet: `paper` has no effect in this version | paper | ",
            ]
        );
    }

    #[test]
    fn names_and_words_become_canonical() {
        let (node, findings) = checked("language: EN-gb\nauthors: [A]\nnumbering: {chapters: roman}\n");
        assert!(findings.is_empty(), "{findings:?}");
        assert_eq!(node.text_at("lang"), Some("en-GB"));
        assert!(node.get("author").is_some());
        assert_eq!(node.text_at("numbering.chapters"), Some("Roman"));
    }

    #[test]
    fn empty_values_are_no_values() {
        let (node, findings) = checked("title:\nchapters:\neditions:\n  ebook:\n");
        assert!(findings.is_empty(), "{findings:?}");
        assert!(node.get("title").is_none() && node.get("editions.ebook").is_some());
    }

    #[test]
    fn dates_languages_and_names_have_their_own_codes() {
        let codes: Vec<Code> =
            checked("date: soon\nmodified: 2027\nlang: english\neditions: {A B: {format: pdf}}\n")
                .1
                .iter()
                .map(|d| d.code)
                .collect();
        assert_eq!(codes, [Code::InvalidDate, Code::InvalidDate, Code::InvalidLanguage, Code::InvalidValue]);
    }
}
