//! What each edition shows of a book: conditions, files, numbers and notes.

mod support;

use std::path::Path;

use bindery::model::manifest::EditionSpec;
use bindery::read;
use bindery::select::{check, select};
use bindery::source::Memory;
use support::tree;

const MANIFEST: &str = "title: T\nlang: en\nfront: []\nchapters: [one.md, two.md, more/three.md]\neditions:\n  \
    ebook: {format: epub}\n  paperback: {format: pdf}\n  screen: {format: pdf, links: true}\n  \
    sample: {format: epub, only: [one.md]}\n  short: {format: epub, except: more}\n";

/// The tree of what an edition shows of a book whose first chapter is `text`.
fn shown(text: &str, edition: &str) -> String {
    let (book, specs) = book(text);
    let spec = specs.iter().find(|spec| spec.name == edition).expect("the edition");
    let (shown, findings) = select(&book, spec);
    assert_eq!(findings, []);
    tree::book(&shown)
}

fn book(text: &str) -> (bindery::model::book::Book, Vec<EditionSpec>) {
    let files = Memory::new()
        .with("b/book.yaml", MANIFEST)
        .with("b/one.md", text)
        .with("b/two.md", "# Two\n\nMore.\n")
        .with("b/more/three.md", "# Three\n\nMost.\n");
    let (manifest, book) = read::read(&files, Path::new("b")).book.expect("a book");
    (book, manifest.editions)
}

/// The lines of the first chapter.
fn first(text: &str, edition: &str) -> Vec<String> {
    let tree = shown(text, edition);
    tree.lines().skip(1).take_while(|line| line.starts_with(' ')).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn spans_are_shown_by_format_and_edition() {
    let text = "# One\n\nRead [on paper]{.content-visible when-format=\"print\"}[on a screen]{.content-hidden \
                when-format=\"print\"} here.\n\nOnly [the hardback ]{.content-visible when-edition=\"sample\"}text.\n";
    assert_eq!(first(text, "paperback"), ["p Read on paper here.", "p Only text."]);
    assert_eq!(first(text, "screen"), ["p Read on a screen here.", "p Only text."]);
    assert_eq!(first(text, "sample"), ["p Read on a screen here.", "p Only the hardback text."]);
}

#[test]
fn quartos_formats_mean_ours_and_all_conditions_must_hold() {
    let text = "# One\n\nA [b]{.content-visible when-format=\"html\"} [c]{.content-visible \
                when-format=\"pdf,docx\" unless-edition=\"screen\"} d.\n";
    assert_eq!(first(text, "ebook"), ["p A b d."]);
    assert_eq!(first(text, "paperback"), ["p A c d."]);
    assert_eq!(first(text, "screen"), ["p A d."]);
}

#[test]
fn a_note_that_is_not_called_is_gone() {
    let text = "# One\n\nA[^x]{.content-visible when-format=\"epub\"} [b[^x]]{.content-visible \
                when-format=\"epub\"} c[^y].\n\n[^x]: Ex.\n\n[^y]: Why.\n";
    let text = text.replace("A[^x]{.content-visible when-format=\"epub\"}", "A");
    assert_eq!(
        first(&text, "paperback"),
        ["p A cnote(0).", "note \"y\"", "p Why."],
        "calls count the notes that are left"
    );
    assert_eq!(first(&text, "ebook")[0], "p A bnote(0) cnote(1).");
}

#[test]
fn a_hidden_heading_takes_its_section_and_a_hidden_chapter_goes() {
    let section =
        "# One\n\nA.\n\n## S {.content-hidden when-format=\"pdf\"}\n\nB.\n\n### T\n\nC.\n\n## U\n\nD.\n";
    assert_eq!(first(section, "paperback"), ["p A.", "h2 U", "p D."]);
    assert_eq!(first(section, "ebook"), ["p A.", "h2 S", "p B.", "h3 T", "p C.", "h2 U", "p D."]);
    let chapter = "# One {.content-visible when-format=\"epub\"}\n\nA.\n\n# Next\n\nB.\n";
    assert!(!shown(chapter, "paperback").contains("One"));
    assert!(shown(chapter, "ebook").contains("“One”\n"));
}

#[test]
fn an_edition_may_take_some_files() {
    let titles = |edition| {
        let (book, specs) = book("# One\n\nA.\n");
        let spec = specs.iter().find(|spec| spec.name == edition).expect("the edition");
        let (shown, _) = select(&book, spec);
        shown.chapters.iter().map(|chapter| chapter.path.clone()).collect::<Vec<_>>()
    };
    assert_eq!(titles("sample"), ["one.md"]);
    assert_eq!(titles("short"), ["one.md", "two.md"]);
    assert_eq!(titles("ebook").len(), 3);
}

#[test]
fn unknown_formats_editions_and_files_are_told() {
    let (book, mut specs) = book(
        "# One\n\n[a]{.content-visible when-format=\"epbu\"} [b]{.content-hidden when-edition=\"paperbck\"}\n",
    );
    let said: Vec<String> = check(&book, &["ebook", "paperback"])
        .into_iter()
        .map(|finding| format!("{}: {} | {}", finding.code.name(), finding.message, finding.help.join(" ")))
        .collect();
    assert_eq!(
        said,
        [
            "unknown-format: there is no format `epbu` | did you mean `epub`?",
            "unknown-edition: there is no edition `paperbck` | did you mean `paperback`?",
        ]
    );
    specs[3].only[0].value = "oen.md".into();
    let (_, findings) = select(&book, &specs[3]);
    assert_eq!(findings[0].message, "no chapter of this book is `oen.md`");
    assert_eq!(findings[0].help, ["did you mean `one.md`?"]);
}

#[test]
fn what_leads_to_something_left_out_is_told_and_no_error() {
    let text = "# One\n\nSee @fig-map and [two](two.md).\n\n![Map](m.svg){#fig-map alt=\"m\" .content-visible \
                when-format=\"pdf\"}\n";
    let svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><path d=\"M0 0h9v9z\"/></svg>";
    let files = Memory::new()
        .with("book/book.yaml", format!("author: A\n{MANIFEST}"))
        .with("book/one.md", text)
        .with("book/m.svg", svg)
        .with("book/two.md", "# Two\n\nMore.\n")
        .with("book/more/three.md", "# Three\n\nMost.\n");
    let (outputs, said) = support::press::made(&files);
    assert_eq!(outputs.len(), 5);
    let told = |count: usize| vec!["LeftOut: this leads to what the edition leaves out".to_owned(); count];
    assert_eq!(said, told(2), "the figure in the EPUBs, the file in the sample");
}

#[test]
fn what_is_kept_together_in_one_edition_is_plain_in_others() {
    let text = "# One\n\n::: {.keep edition=paperback}\nA.\n:::\n";
    assert_eq!(first(text, "paperback"), ["div Keep .keep", "p A."]);
    assert_eq!(first(text, "ebook"), ["p A."]);
    let always = "# One\n\n::: {.keep}\nA.\n:::\n";
    assert_eq!(first(always, "ebook"), first(always, "paperback"));
}

#[test]
fn fixes_name_editions_that_there_are() {
    let (book, _) =
        book("# One\n\n::: {.fit lines=1 edition=paperbak}\nA.\n:::\n\n::: {.keep edition=x}\nB.\n:::\n");
    let found = check(&book, &["ebook", "paperback"]);
    let said: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(said, ["there is no edition `paperbak`", "there is no edition `x`"]);
}

#[test]
fn files_of_which_nothing_is_seen_make_no_chapter() {
    let hidden = "::: {.content-visible when-format=\"epub\"}\nOnly there.\n:::\n";
    for (text, edition, seen) in [
        ("", "ebook", false),
        ("\\newpage\n\n<!-- x -->\n", "paperback", false),
        (hidden, "paperback", false),
        (hidden, "ebook", true),
    ] {
        let (book, specs) = book(text);
        let spec = specs.iter().find(|spec| spec.name == edition).expect("the edition");
        let (shown, _) = select(&book, spec);
        assert_eq!(shown.chapters.iter().any(|c| c.path.ends_with("one.md")), seen, "{text:?} in {edition}");
    }
}
