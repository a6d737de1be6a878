//! Reports on lines and pages: of a real book, the same each time, and by themselves.

mod support;

use std::path::Path;

use bindery::parallel;
use bindery::pipeline::{Request, Session, run};
use bindery::report::{Kind, Pictures, Report};
use bindery::source::Memory;
use support::Folder;

const MANIFEST: &str = "title: The <Long> Way\nauthor: Jane Doe\nlang: en\nchapters: [one.md]\neditions:\n  \
    ebook: {format: epub}\n  paperback: {format: pdf, trim: 4.25x6.87in, start: any}\n";

/// A book with a word that no line holds, in a known place.
fn text() -> String {
    let sentence =
        "The road went on over the hills, and nobody who lived there could say where it would end. ";
    let plain = |n: usize| format!("{}\n\n", sentence.repeat(n));
    let long = "words kept on one line ".repeat(6);
    format!("# One\n\n{}A short one.\nHere are [{long}]{{.nowrap}} to see.\n\n{}", plain(20), plain(90))
}

fn report(pictures: Pictures) -> Report {
    let files = Memory::new().with("book.yaml", MANIFEST).with("one.md", text());
    let request = Request { pictures, ..Request::default() };
    run(Session { files: &files, root: Path::new("") }, &request, &mut |_| {}).report
}

#[test]
fn an_overfull_line_is_found_where_it_was_written() {
    let report = report(Pictures::NotDrawn);
    let [edition] = &report.editions[..] else { panic!("one print edition") };
    assert_eq!(edition.name, "paperback");
    let overfull: Vec<_> = edition.troubles.iter().filter(|t| t.kind == Kind::OverfullLine).collect();
    assert_eq!(overfull[0].file, Some(("one.md".to_owned(), 6)), "{overfull:?}");
    assert!(edition.troubles.is_sorted_by_key(|t| std::cmp::Reverse(t.weight)));
    let alone = edition.troubles.iter().filter(|t| matches!(t.kind, Kind::Widow | Kind::Orphan)).count();
    assert_eq!(alone, 0);
    assert!(edition.summary().is_some_and(|line| line.starts_with("lines: 1 overfull line")));
}

#[test]
fn json_says_what_the_manual_says_of_it() {
    let json: serde_json::Value = serde_json::from_str(&report(Pictures::NotDrawn).json()).expect("JSON");
    assert_eq!((&json["format"], &json["version"]), (&"bindery-report".into(), &1.into()));
    let edition = &json["editions"][0];
    assert_eq!(edition["edition"], "paperback");
    let first = &edition["troubles"][0];
    for member in [
        "kind", "weight", "value", "unit", "page", "folio", "file", "line", "text", "message", "advice",
        "areas",
    ] {
        assert!(!first[member].is_null(), "{member}");
    }
    assert_eq!(
        (&first["kind"], &first["unit"], &first["line"]),
        (&"overfull-line".into(), &"pt".into(), &6.into())
    );
    let manual = include_str!("../docs/chapters/09-report.md");
    for figure in edition["figures"].as_array().expect("figures") {
        let name = figure["name"].as_str().expect("a name");
        assert!(manual.contains(&format!("`{name}`")), "{name} is in no table of the manual");
    }
    for kind in Kind::ALL {
        assert!(manual.contains(&format!("`{}`", kind.name())), "{} is not in the manual", kind.name());
    }
}

#[test]
fn the_page_is_one_small_file_and_always_the_same() {
    let made = report(Pictures::Drawn);
    let edition = &made.editions[0];
    assert!(!edition.thumbnails.is_empty());
    assert!(edition.thumbnails.iter().all(|thumbnail| thumbnail.png.len() <= 20_000));
    let html = made.html();
    assert!(html.contains("<h1>The &lt;Long&gt; Way</h1>"));
    for outside in ["http:", "https:", "<script", "<link", "url(", "@import"] {
        assert!(!html.contains(outside), "{outside}");
    }
    for href in html.split("href=\"#").skip(1) {
        let id = href.split('"').next().unwrap_or_default();
        assert!(html.contains(&format!("id=\"{id}\"")), "{id} is nowhere");
    }
    let again = parallel::with_threads(1, || report(Pictures::Drawn).html());
    assert!(html == again, "one thread makes another report");
}

#[test]
fn the_command_writes_it_and_tells_in_a_line() {
    let text = text();
    let folder = Folder::with(&[("book.yaml", MANIFEST.as_bytes()), ("one.md", text.as_bytes())]);
    let ran = folder.bindery(&["build", "--report", "out/pages.html"]).ends(0);
    assert!(ran.out.contains("\n  lines: 1 overfull line"), "{}", ran.out);
    assert!(ran.out.contains("out/pages.html  "), "{}", ran.out);
    assert_eq!(folder.names("out"), ["pages.html"], "nothing is left beside it");
    folder.bindery(&["build", "-e", "paperback", "--report", "pages.json"]).ends(0);
    assert!(folder.read("pages.json").starts_with(b"{\n"));
    folder.bindery(&["build", "--report", "pages.txt"]).ends(2).says(".html or .json");
}
