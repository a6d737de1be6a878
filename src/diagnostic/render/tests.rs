//! Rendered findings, shown whole.

use super::*;
use crate::diagnostic::Code;

fn span(sources: &Sources, file: FileId, words: &str) -> Span {
    let text = &sources.get(file).expect("the file").text;
    let start = text.find(words).expect("the words");
    Span::new(file, start, start + words.len())
}

#[test]
fn a_finding_with_two_places_and_a_way_out() {
    let mut sources = Sources::default();
    let one = sources
        .add("chapters/02-printing.md", "# Printing\n\nThe hand press (see [@fig:pres]) needed men.\n");
    let two = sources.add("chapters/01-history.md", "![A press](p.png){#fig:press}\n");
    let finding = Diagnostic::new(Code::UnknownLabel, "no place in this book is labelled `fig:pres`")
        .at(span(&sources, one, "fig:pres"), "referred to here")
        .at(span(&sources, two, "#fig:press"), "perhaps this")
        .help("a figure in chapters/01-history.md is labelled `fig:press`");
    insta::assert_snapshot!(Renderer::new(&sources, false).human(&finding), @"
    error[unknown-label]: no place in this book is labelled `fig:pres`
      ╭▸ chapters/02-printing.md:3:23
      │
    3 │ The hand press (see [@fig:pres]) needed men.
      │                       ━━━━━━━━ referred to here
      │
      ⸬  chapters/01-history.md:1:19
      │
    1 │ ![A press](p.png){#fig:press}
      │                   ────────── perhaps this
      ╰╴
    help: a figure in chapters/01-history.md is labelled `fig:press`
    ");
    insta::assert_snapshot!(Renderer::new(&sources, false).json(&finding), @r#"{"code":"unknown-label","column":23,"edition":null,"end_column":31,"end_line":3,"file":"chapters/02-printing.md","help":["a figure in chapters/01-history.md is labelled `fig:press`"],"labels":[{"column":23,"end_column":31,"end_line":3,"file":"chapters/02-printing.md","line":3,"text":"referred to here"},{"column":19,"end_column":29,"end_line":1,"file":"chapters/01-history.md","line":1,"text":"perhaps this"}],"line":3,"message":"no place in this book is labelled `fig:pres`","severity":"error"}"#);
}

#[test]
fn findings_without_a_place_and_of_one_edition() {
    let sources = Sources::default();
    let finding =
        Diagnostic::new(Code::UnreadableFile, "`a\u{1b}[31m.md` is a folder").in_file("a\u{1b}[31m.md");
    insta::assert_snapshot!(Renderer::new(&sources, false).human(&finding), @r"
    error[unreadable-file]: `a\u{1b}[31m.md` is a folder
     ─▸ a\u{1b}[31m.md
    ");
    let mut finding = Diagnostic::new(Code::OverfullLine, "a line is too long");
    finding.edition = Some("print".into());
    insta::assert_snapshot!(Renderer::new(&sources, false).human(&finding), @"
    warning[overfull-line]: a line is too long
     │
     ╰ note: in the edition `print`
    ");
}

#[test]
fn near_places_share_a_piece_and_far_ones_do_not() {
    let mut sources = Sources::default();
    let text = format!("title: A\nauthor: B\ntitle: C\n{}title: D\n", "# comment\n".repeat(60));
    let file = sources.add("book.yaml", text);
    let at = |start: usize| Span::new(file, start, start + 5);
    let finding = Diagnostic::new(Code::DuplicateKey, "`title` is given three times")
        .at(at(19), "given again here")
        .at(at(0), "first given here")
        .at(at(28 + 600), "and here");
    insta::assert_snapshot!(Renderer::new(&sources, false).human(&finding), @"
    error[duplicate-key]: `title` is given three times
       ╭▸ book.yaml:3:1
       │
     1 │ title: A
       │ ───── first given here
     2 │ author: B
     3 │ title: C
       │ ━━━━━ given again here
       │
       ⸬  book.yaml:64:1
       │
    64 │ title: D
       ╰╴───── and here
    ");
}

#[test]
fn long_lines_and_long_spans_are_cut() {
    let mut sources = Sources::default();
    let long = sources.add("long.md", format!("{}bad{}", "é ".repeat(3000), " ü".repeat(3000)));
    let tall = sources.add("tall.md", "line\n".repeat(50));
    let finding =
        Diagnostic::new(Code::OverfullLine, "a line is too long").at(span(&sources, long, "bad"), "here");
    insta::assert_snapshot!(Renderer::new(&sources, false).human(&finding), @"
    warning[overfull-line]: a line is too long
      ╭▸ long.md:1:6001
      │
      ⸬  
    1 │ … é é é é é é é é é é é é é é é é é é é é é é é bad ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü ü …
      ╰╴                                                ━━━ here
    ");
    let finding = Diagnostic::new(Code::OverfullPage, "too tall").at(Span::new(tall, 5, 250), "begins here");
    insta::assert_snapshot!(Renderer::new(&sources, false).human(&finding), @"
    warning[overfull-page]: too tall
      ╭▸ tall.md:2:1
      │
    2 │ line
      ╰╴━━━━ begins here
    ");
}

#[test]
fn any_span_of_any_text_can_be_shown() {
    for text in ["", "\n", "é", "a\r\nb\r\n", "\t\u{200f}\u{feff}x\n\n", "ends without a feed"] {
        let mut sources = Sources::default();
        let file = sources.add("a.md", text);
        for start in 0..=text.len() + 2 {
            for end in start..=text.len() + 3 {
                let span = Span::new(file, start, end);
                let finding =
                    Diagnostic::new(Code::NotRead, "m").at(span, "here").at(Span::new(file, 0, 1), "");
                let mut renderer = Renderer::new(&sources, true);
                assert!(renderer.human(&finding).contains("a.md:"), "{text:?} {start}..{end}");
                assert!(serde_json::from_str::<serde_json::Value>(&renderer.json(&finding)).is_ok());
            }
        }
    }
    let unknown = Diagnostic::new(Code::NotRead, "m").at(Span::new(FileId(9), 3, 4), "here");
    assert!(Renderer::new(&Sources::default(), false).human(&unknown).contains("not-read"));
}

#[test]
fn thousands_of_findings_in_one_long_line_take_bounded_time() {
    let mut sources = Sources::default();
    let file = sources.add("long.md", "word ".repeat(2_000_000));
    let mut renderer = Renderer::new(&sources, false);
    for n in 0..2000 {
        let at = n * 5000;
        let finding = Diagnostic::new(Code::NotRead, "m").at(Span::new(file, at, at + 4), "");
        assert!(renderer.human(&finding).contains(&format!("long.md:1:{}", at + 1)));
    }
}

#[test]
fn sarif_has_rules_places_and_ways_out() {
    let mut sources = Sources::default();
    let one = sources.add("text/ein Weg.md", "# Über\n\nSée [här](#där).\n");
    let two = sources.add("b.md", "# Här\n");
    let label = Diagnostic::new(Code::UnknownLabel, "no place is labelled `där`")
        .at(span(&sources, one, "#där"), "linked from here")
        .at(span(&sources, two, "Här"), "perhaps this")
        .at(Span::NOWHERE, "nowhere")
        .help("write `#här`");
    let mut line = Diagnostic::new(Code::OverfullLine, "a line is too long").in_file("../x.md");
    line.edition = Some("print".into());
    let bare = Diagnostic::new(Code::NoBook, "there is no book");
    let document = Renderer::new(&sources, false).sarif(&[line, label, bare]);
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    let run = &document["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert_eq!((rules.len(), results.len()), (3, 3));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
        assert_eq!(rules[index]["defaultConfiguration"]["level"], result["level"]);
    }
    assert_eq!(results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "../x.md");
    assert_eq!(results[0]["properties"]["edition"], "print");
    assert_eq!(results[1]["message"]["text"], "no place is labelled `där`\nhelp: write `#här`");
    let place = &results[1]["locations"][0];
    assert_eq!(place["message"]["text"], "linked from here");
    assert_eq!(place["physicalLocation"]["artifactLocation"]["uri"], "text/ein%20Weg.md");
    let region = serde_json::json!({ "startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 15 });
    assert_eq!(place["physicalLocation"]["region"], region);
    assert_eq!(results[1]["relatedLocations"].as_array().map(Vec::len), Some(1));
    assert_eq!(results[2]["locations"], serde_json::json!([]));
    assert_eq!(rules[1]["shortDescription"]["text"], "unknown label");
}

#[test]
fn sarif_of_nothing_is_a_run_without_results() {
    let document = Renderer::new(&Sources::default(), false).sarif(&[]);
    let document: serde_json::Value = serde_json::from_str(&document).expect("JSON");
    assert_eq!(document["version"], "2.1.0");
    assert_eq!(document["runs"][0]["results"], serde_json::json!([]));
}
