//! Texts in, texts with everything written out and their places.

use std::path::Path;

use super::*;
use crate::diagnostic::Code;
use crate::read::chapters::load;
use crate::source::{FileId, Memory};

struct Done {
    text: String,
    places: Places,
    sources: Sources,
    expanded: Expanded,
}

impl Done {
    /// The file and the text that what stands at `words` came from.
    fn origin(&self, words: &str) -> (String, String) {
        let start = self.text.find(words).unwrap_or_else(|| panic!("`{words}` in `{}`", self.text));
        let span = self.places.span(start, start + words.len());
        let path = self.sources.get(span.file).expect("a file").path.clone();
        (path, self.sources.text(span).to_owned())
    }

    fn codes(&self) -> Vec<Code> {
        self.expanded.findings.iter().map(|finding| finding.code).collect()
    }

    /// What the findings point at, with the first line of help.
    fn told(&self) -> Vec<(String, String)> {
        let told = |finding: &Diagnostic| {
            let help = finding.help.first().cloned().unwrap_or_default();
            (self.sources.text(finding.labels[0].span).to_owned(), help)
        };
        self.expanded.findings.iter().map(told).collect()
    }
}

/// The file `ch/one.md` of a book with these files beside it.
fn written(text: &str, others: &[(&str, &str)]) -> Done {
    let mut files = Memory::new().with("b/ch/one.md", text);
    for (path, text) in others {
        files = files.with(&format!("b/{path}"), text);
    }
    let mut sources = Sources::default();
    let paths = [Some(("ch/one.md", Span::NOWHERE))];
    let (mut texts, _) = load::load(&files, Path::new("b"), &paths, &mut sources);
    let values = Values::new(
        [("version", "2.1"), ("app.name", "*Road*")],
        [("title", "The Long Way"), ("author", "Jane Doe")],
    );
    let expanded = expand(&files, Path::new("b"), &mut texts, &values, &mut sources);
    let Some(load::Text { content, places, .. }) = texts.remove(0) else { panic!("a text") };
    Done { text: content.to_string(), places, sources, expanded }
}

fn text(chapter: &str, others: &[(&str, &str)]) -> String {
    let done = written(chapter, others);
    assert_eq!(done.codes(), [], "{chapter}");
    done.text
}

const CODE: (&str, &str) = ("code/f.rs", "one\n// ANCHOR: mid\ntwo\nthree\n// ANCHOR_END: mid\nfour\n");

#[test]
fn a_text_without_directives_stays_as_it_is() {
    let done = written("a {{b}} { {< var x >} } {{#if c}}", &[]);
    assert_eq!(done.text, "a {{b}} { {< var x >} } {{#if c}}");
    assert_eq!(done.codes(), []);
}

#[test]
fn lines_of_files_take_the_place_of_includes() {
    assert_eq!(text("```rust\n{{#include ../code/f.rs:1}}\n```\n", &[CODE]), "```rust\none\n```\n");
    assert_eq!(text("{{#include ../code/f.rs:mid}}", &[CODE]), "two\nthree");
    assert_eq!(text("{{#rustdoc_include ../code/f.rs:mid}}", &[CODE]), "two\nthree");
    assert_eq!(text("a {{#include ../code/f.rs:6:}} b", &[CODE]), "a four b");
    assert_eq!(text("{{< include /code/f.rs >}}\nx", &[("code/f.rs", "y\n")]), "y\nx");
    assert_eq!(text("{{#include e.md}}|{{#title A title}}|", &[("ch/e.md", "")]), "||");
}

#[test]
fn playgrounds_are_blocks_of_rust() {
    let file = ("ch/p.rs", "a(\"```\");\n");
    assert_eq!(text("{{#playground p.rs editable}}", &[file]), "````rust,editable\na(\"```\");\n````");
    assert_eq!(text("> {{#playpen p.rs}}", &[("ch/p.rs", "a\nb")]), "> ```rust\n> a\n> b\n> ```");
    assert_eq!(text("```rust\n{{#playground p.rs}}\n```", &[("ch/p.rs", "a")]), "```rust\na\n```");
}

#[test]
fn included_files_include_others_from_their_own_folder() {
    let others = [("in/a.md", "A\n{{#include b.md}}\nZ\n"), ("in/b.md", "B {{< var version >}}\n")];
    let done = written("# T\n{{#include ../in/a.md}}\nend {{< var version >}}.\n", &others);
    assert_eq!(done.text, "# T\nA\nB 2.1\nZ\nend 2.1.\n");
    assert_eq!(done.codes(), []);
    let told = |words: &str| done.origin(words);
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(told("# T"), pair("ch/one.md", "# T"));
    assert_eq!(told("A"), pair("in/a.md", "A"));
    assert_eq!(told("B"), pair("in/b.md", "B"));
    assert_eq!(told("2.1"), pair("in/b.md", "{{< var version >}}"));
    assert_eq!(told("Z"), pair("in/a.md", "Z"));
    assert_eq!(told("end 2.1."), pair("ch/one.md", "end {{< var version >}}."));
    assert_eq!(done.expanded.included.iter().collect::<Vec<_>>(), ["in/a.md", "in/b.md"]);
}

#[test]
fn what_an_included_file_names_may_lie_beside_the_chapter() {
    let others = [("in/a.md", "{{#include own.md}}"), ("ch/own.md", "here")];
    assert_eq!(text("{{#include ../in/a.md}}", &others), "here");
}

#[test]
fn lines_keep_the_indentation_and_the_quote_they_stand_in() {
    let file = ("ch/f.txt", "a\n\n  b\n");
    assert_eq!(text("- x\n  {{#include f.txt}}\n", &[file]), "- x\n  a\n\n    b\n");
    assert_eq!(text("> {{#include f.txt}}\n", &[file]), "> a\n> \n>   b\n");
    let nested = ("ch/g.txt", "g\n  {{#include f.txt}}\nh\n");
    assert_eq!(text("> {{#include g.txt}}\n", &[file, nested]), "> g\n>   a\n>   \n>     b\n> h\n");
    let done = written("> {{#include f.txt}}\n", &[file]);
    assert_eq!(done.origin("b"), ("ch/f.txt".to_owned(), "b".to_owned()));
}

#[test]
fn front_matter_of_an_included_file_is_left_out() {
    let file = ("ch/f.md", "---\ntitle: x\n---\ntext\n");
    assert_eq!(text("{{#include f.md}}", &[file]), "text");
    assert_eq!(
        text("```\n{{#include f.md}}\n```", &[file]),
        "```\n---\ntitle: x\n---\ntext\n```",
        "shown as code"
    );
    assert_eq!(text("{{#include f.md:2}}", &[file]), "title: x");
}

#[test]
fn directives_can_be_shown() {
    assert_eq!(text("`\\{{#include x}}`", &[]), "`{{#include x}}`");
    assert_eq!(text("{{{< var x >}}} and `{{{< meta y >}}}`", &[]), "{{< var x >}} and `{{< meta y >}}`");
    let in_code =
        "`{{< var x >}}` ``{{< include x.md >}}``\n\n```\n{{< var y >}} {{< fa z >}}\n{{#title t}}\n```\n";
    assert_eq!(text(in_code, &[]), in_code);
    let comments = "<!-- {{#include x}} {{< var x >}} -->\n\n<!--\n{{#include y}}\n-->\n";
    assert_eq!(text(comments, &[]), comments);
}

#[test]
fn variables_stand_for_their_values() {
    assert_eq!(
        text(
            "# {{< meta title >}} {{<var version>}}\n\n{{< var app.name >}} by {{< meta book.author >}}",
            &[]
        ),
        "# The Long Way 2.1\n\n*Road* by Jane Doe"
    );
    assert_eq!(text("{{< kbd Ctrl-C >}} {{< pagebreak >}}", &[]), "[Ctrl-C]{.kbd} {{< pagebreak >}}");
    let unknown = "{{< var versoin >}} {{< meta isbn >}} {{< var >}}";
    let done = written(unknown, &[]);
    assert_eq!(done.text, unknown);
    assert_eq!(done.codes(), [Code::UnknownVariable; 3]);
    assert_eq!(done.told()[0], ("versoin".to_owned(), "did you mean `version`?".to_owned()));
    assert_eq!(done.told()[2].0, "{{< var >}}");
}

#[test]
fn unknown_shortcodes_are_told_once_and_kept() {
    let typed = "{{< video a.mp4 >}} {{< video b.mp4 >}} {{< inclde x.md >}} {{< tab >}}x{{< /tab >}}";
    let done = written(typed, &[]);
    assert_eq!(done.text, typed);
    assert_eq!(done.codes(), [Code::UnknownShortcode; 3]);
    assert_eq!(done.told()[0].0, "video");
    assert_eq!(done.told()[1].1, "did you mean `include`?");
}

#[test]
fn what_cannot_be_included_stays_and_is_told_at_its_path() {
    let typed = "a {{#include f.r}} b {{#include ../../x.md}} c {{#include ../code}}";
    let done = written(typed, &[CODE, ("ch/f.rs", "")]);
    assert_eq!(done.text, typed);
    assert_eq!(done.codes(), [Code::MissingFile, Code::OutsideBook, Code::UnreadableFile]);
    assert_eq!(done.told()[0], ("f.r".to_owned(), "there is `f.rs`".to_owned()));
    assert_eq!(done.told()[1].0, "../../x.md");
    assert_eq!(done.places.span(21, 25), Span::new(FileId(0), 21, 25));
}

#[test]
fn missing_anchors_and_lines_are_told() {
    let typed = "{{#include ../code/f.rs:mit}}\n{{#include ../code/f.rs:9}}\n{{#include ../code/f.rs:6:9}}";
    let done = written(typed, &[CODE]);
    let (kept, _) = typed.rsplit_once('\n').expect("three lines");
    assert_eq!(done.text, format!("{kept}\nfour"));
    assert_eq!(done.codes(), [Code::UnknownAnchor, Code::MissingLines, Code::MissingLines]);
    assert_eq!(done.told()[0], ("../code/f.rs:mit".to_owned(), "did you mean `mid`?".to_owned()));
    assert_eq!(done.told()[2].1, "it has 6 lines");
}

#[test]
fn circles_are_told_with_all_their_files() {
    let others = [("ch/a.md", "A {{#include b.md}}"), ("ch/b.md", "B {{#include a.md}}")];
    let done = written("{{#include a.md}} {{#include one.md}}", &others);
    assert_eq!(done.text, "A B {{#include a.md}} {{#include one.md}}");
    assert_eq!(done.codes(), [Code::CyclicInclude; 2]);
    assert_eq!(done.expanded.findings[0].labels[0].text, "ch/a.md → ch/b.md → ch/a.md");
    assert_eq!(done.expanded.findings[1].labels[0].text, "ch/one.md → ch/one.md");
}

/// Files each of which includes the next `times`.
fn tower(height: usize, times: usize, last: &str) -> Vec<(String, String)> {
    let floor = |n: usize| {
        let include = format!("{{{{#include f{}.md}}}}\n", n + 1);
        (format!("ch/f{n}.md"), if n == height { last.to_owned() } else { include.repeat(times) })
    };
    (1..=height).map(floor).collect()
}

#[test]
fn depth_and_sum_of_includes_are_bounded() {
    let told = |height, times, last: &str| {
        let files = tower(height, times, last);
        let others: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        written("{{#include f1.md}}", &others)
    };
    assert_eq!(told(10, 1, "end").text, "end");
    let deep = told(11, 1, "end");
    assert_eq!((deep.text.as_str(), deep.codes()), ("{{#include f11.md}}", vec![Code::NestedTooDeep]));
    assert_eq!(told(9, 20, "").codes(), [Code::FileTooLarge], "empty files, again and again");
    let wide = format!("{}{{{{#include f1.md}}}}", " ".repeat(1 << 20));
    let wide = written(&wide, &[("ch/f1.md", &"x\n".repeat(10_000))]);
    assert_eq!(wide.codes(), [Code::FileTooLarge], "blanks before ten thousand lines");
    let bomb = told(9, 20, &"x".repeat(100_000));
    assert_eq!(bomb.codes(), [Code::FileTooLarge]);
    assert!(bomb.text.len() < MAX_BYTES + MAX_INCLUDES * 100);
}

#[test]
fn a_file_that_is_no_utf8_is_told_in_that_file() {
    let files =
        Memory::new().with("b/one.md", "{{#include x.txt}} {{#include x.txt}}").with("b/x.txt", b"a\xFF");
    let mut sources = Sources::default();
    let (mut texts, _) = load::load(&files, Path::new("b"), &[Some(("one.md", Span::NOWHERE))], &mut sources);
    let done = expand(&files, Path::new("b"), &mut texts, &Values::default(), &mut sources);
    assert_eq!(done.findings.len(), 1);
    assert_eq!(done.findings[0].code, Code::InvalidUtf8);
    assert_eq!(done.findings[0].labels[0].span, Span::new(FileId(1), 1, 4));
}

proptest::proptest! {
    #[test]
    fn no_text_panics_and_every_place_is_in_its_file(
        parts in proptest::collection::vec(0..PARTS.len(), 0..30),
        cuts in proptest::collection::vec(0..200_usize, 0..8),
    ) {
        let typed: String = parts.iter().map(|part| PARTS[*part]).collect();
        let done = written(&typed, &[CODE, ("ch/a.md", "> {{#include ../code/f.rs}}\n{{< var version >}}é")]);
        for cut in cuts {
            let span = done.places.span(cut, cut + 7);
            let file = done.sources.get(span.file).expect("a file");
            proptest::prop_assert!(span.start <= span.end);
            proptest::prop_assert!(typed.is_empty() || cut >= done.text.len() || span.end as usize <= file.text.len().max(cut + 7));
        }
    }
}

const PARTS: &[&str] = &[
    "{{",
    "}}",
    "{",
    "\\",
    "<",
    ">}}",
    "#include ",
    "{{#include a.md}}",
    "{{#include ../code/f.rs:mid}}",
    "é",
    "{{< var version >}}",
    "{{{< ",
    "`",
    "\n",
    "> ",
    "  ",
    ":2:",
    "{{#playground a.md x}}",
    "<!--",
    "-->",
    "```\n",
];
