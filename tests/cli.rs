//! The command line: exit statuses, what is said where, what is written.

mod support;

use support::Folder;

const BOOK: &str = "title: A Book\nauthor: Someone\nlang: en\nchapters: [one.md]\n";

fn book(text: &str) -> Folder {
    Folder::with(&[("book.yaml", BOOK.as_bytes()), ("one.md", text.as_bytes())])
}

#[test]
fn a_new_book_builds_without_a_finding() {
    let folder = Folder::new();
    let made = folder.bindery(&["new", "my-first-book"]).ends(0);
    assert!(made.out.contains("bindery build my-first-book"), "{}", made.out);
    let built = folder.bindery(&["build", "my-first-book", "--deny", "warnings"]).ends(0);
    assert_eq!(built.err, "", "no finding");
    // Below an edition's line may stand what its pages could do better.
    let lines: Vec<&str> = built.out.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(lines.len(), 2, "a line an edition: {}", built.out);
    assert!(lines[0].starts_with("my-first-book/build/my-first-book-ebook.epub  "), "{}", built.out);
    assert!(lines[1].starts_with("my-first-book/build/my-first-book-print.pdf  "), "{}", built.out);
    assert!(lines[1].contains(" pages  ") && lines[1].ends_with(" s"), "{}", built.out);
    let built = folder.names("my-first-book/build");
    assert_eq!(
        built,
        ["my-first-book-ebook-cover.jpg", "my-first-book-ebook.epub", "my-first-book-print.pdf"],
        "nothing else is left"
    );
    assert!(folder.read("my-first-book/build/my-first-book-print.pdf").starts_with(b"%PDF-"));
    assert!(folder.read("my-first-book/build/my-first-book-ebook.epub").starts_with(b"PK\x03\x04"));
}

#[test]
fn new_leaves_a_folder_in_use_alone() {
    let folder = book("# One\n");
    folder.bindery(&["new", "."]).ends(2).says("is not empty");
    folder.bindery(&["new", "one.md"]).ends(2).says("is not a folder");
    assert_eq!(folder.names("."), ["book.yaml", "one.md"]);
}

#[test]
fn the_book_is_the_argument_else_here_else_in_book() {
    let folder = book("# One\n\nText.\n");
    folder.bindery(&["check"]).ends(0);
    folder.bindery(&["check", "book.yaml"]).ends(0);
    let above = Folder::with(&[("book/book.yaml", BOOK.as_bytes()), ("book/one.md", b"# One\n\nText.\n")]);
    above.bindery(&["build"]).ends(0);
    assert_eq!(
        above.names("book/build"),
        ["a-book-ebook-cover.jpg", "a-book-ebook.epub", "a-book-print.pdf"]
    );
    let empty = Folder::new();
    empty
        .bindery(&["build"])
        .ends(1)
        .says("error[no-book]: there is no book in this folder")
        .says("bindery new");
    empty.bindery(&["build", "nowhere"]).ends(1).says("there is no folder `nowhere`");
}

#[test]
fn an_error_writes_nothing_unless_told_to_go_on() {
    let folder = book("# One\n\nSee [there](two.md).\n");
    let ran = folder.bindery(&["build"]).ends(1).says("error[dangling-link]").says("one.md:3:5");
    assert!(ran.err.ends_with("1 error; nothing was written\n"), "{}", ran.err);
    assert_eq!(ran.err.matches("dangling-link").count(), 1, "once for both editions: {}", ran.err);
    assert_eq!(ran.out, "");
    assert_eq!(folder.names("build"), Vec::<String>::new());
    let ran = folder.bindery(&["build", "--keep-going"]).ends(1).says("error[dangling-link]");
    assert_eq!(ran.out.lines().count(), 2);
    assert_eq!(folder.names("build").len(), 3, "and the cover for shops");
}

#[test]
fn warnings_are_written_and_denied_on_request() {
    let folder = book("# One\n\nA ![picture](https://example.org/a.png) from afar.\n");
    folder.bindery(&["build"]).ends(0).says("warning[remote-image]");
    assert_eq!(folder.names("build").len(), 3);
    folder.bindery(&["check", "--deny", "warnings"]).ends(1);
}

#[test]
fn check_writes_nothing() {
    let folder = book("# One\n\nText.\n");
    let ran = folder.bindery(&["check"]).ends(0);
    assert_eq!(ran.err, "checked ebook, print: nothing to say\n");
    assert_eq!(folder.names("."), ["book.yaml", "one.md"]);
}

#[test]
fn editions_and_the_output_folder_are_chosen() {
    let folder = book("# One\n\nText.\n");
    folder.bindery(&["build", "-e", "ebook", "-o", "out/proofs", "-j", "2"]).ends(0);
    assert_eq!(folder.names("out/proofs"), ["a-book-ebook-cover.jpg", "a-book-ebook.epub"]);
    folder
        .bindery(&["build", "-e", "ebok"])
        .ends(1)
        .says("error[unknown-edition]: this book has no edition `ebok`")
        .says("help: an edition with a similar name is `ebook`");
}

#[test]
fn json_findings_are_one_object_a_line_on_standard_output() {
    let folder = book("# One\n\nSee [there](two.md) and [here](#on).\n");
    let ran = folder.bindery(&["build", "--format", "json"]).ends(1);
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["code"], "dangling-link");
    assert_eq!(lines[0]["severity"], "error");
    assert_eq!(
        (&lines[0]["file"], &lines[0]["line"], &lines[0]["column"]),
        (&"one.md".into(), &3.into(), &5.into())
    );
    assert_eq!(lines[1]["help"][0], "a label with a similar name is `#one`");
    assert_eq!(lines[1]["labels"][0]["text"], "linked from here");
}

#[test]
fn warnings_are_allowed_and_denied_by_name() {
    let folder = book("# One\n\nA ![picture](https://example.org/a.png) from afar.\n");
    let ran = folder.bindery(&["build", "--deny", "remote-image"]).ends(1).says("error[remote-image]");
    assert!(ran.err.ends_with("1 error; nothing was written\n"), "{}", ran.err);
    assert_eq!(folder.names("build").len(), 0);
    let ran = folder.bindery(&["check", "--deny", "remote-image", "--allow", "remote-image"]).ends(0);
    assert_eq!(ran.err, "checked ebook, print: nothing to say\n");
    folder.bindery(&["check", "--deny", "warnings", "--allow", "not-read,remote-image"]).ends(0);
    folder.bindery(&["check", "--allow", "remote-image", "--deny", "warnings"]).ends(1);
    folder.bindery(&["check", "--allow", "remote-imag"]).ends(2).says("did you mean `remote-image`?");
    folder.bindery(&["check", "--allow", "dangling-link"]).ends(2).says("only warnings can be allowed");
}

#[test]
fn sarif_is_one_document_on_standard_output() {
    let folder = book("# One\n\nSee [there](two.md).\n");
    let ran = folder.bindery(&["check", "--format", "sarif"]).ends(1);
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let result = &document["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "dangling-link");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startColumn"], 5);
    let ran = folder.bindery(&["build", "nowhere", "--format", "sarif"]).ends(1);
    let document: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(document["runs"][0]["results"][0]["ruleId"], "no-book");
}

#[test]
fn colours_are_for_terminals() {
    let folder = book("# One\n\nSee [there](two.md).\n");
    assert!(!folder.bindery(&["check"]).err.contains('\x1b'));
    assert!(folder.bindery(&["check", "--color", "always"]).err.contains("\x1b["));
}

#[test]
fn explain_knows_every_code() {
    let folder = Folder::new();
    let ran = folder.bindery(&["explain", "dangling-link"]).ends(0);
    assert!(ran.out.starts_with("error[dangling-link]\n\n"), "{}", ran.out);
    folder.bindery(&["explain", "warning[missing-alt]"]).ends(0);
    folder
        .bindery(&["explain", "dangling-lnik"])
        .ends(2)
        .says("a code with a similar name is `dangling-link`");
    let all = folder.bindery(&["explain"]).ends(0).out;
    for code in bindery::diagnostic::Code::ALL {
        assert!(all.contains(&format!("[{}]", code.name())), "{}", code.name());
    }
}

#[test]
fn another_tools_book_is_imported_once() {
    let toml = b"[book]\ntitle = \"T: A\"\nauthors = [\"Someone\"]\nlanguage = \"en\"\n[output.html]\ntheme = \"x\"\n";
    let folder = Folder::with(&[
        ("book.toml", toml),
        ("src/SUMMARY.md", b"[In](in.md)\n\n- [One](one.md)\n"),
        ("src/in.md", b"# In\n\nText.\n"),
        ("src/one.md", b"# One\n\nText.\n"),
    ]);
    let shown = folder.bindery(&["import", "-o", "-"]).ends(0).says("book.toml:5:9");
    assert!(shown.out.contains("title: \"T: A\"\nauthor: Someone\nlang: en\n"), "{}", shown.out);
    assert_eq!(folder.names("."), ["book.toml", "src"]);
    let ran = folder.bindery(&["import"]).ends(0).says("warning[not-imported]: `output.html` has no");
    assert_eq!(ran.out, "book.yaml from book.toml\n");
    assert_eq!(folder.read("book.yaml"), shown.out.as_bytes());
    folder.bindery(&["check", "--deny", "warnings"]).ends(0);
    folder.write("book.yaml", b"title: Mine\n");
    folder.bindery(&["import"]).ends(2).says("`book.yaml` is there already").says("--force");
    assert_eq!(folder.read("book.yaml"), b"title: Mine\n");
    folder.bindery(&["import", ".", "--force"]).ends(0);
    assert_eq!(folder.read("book.yaml"), shown.out.as_bytes());
    assert_eq!(folder.names("."), ["book.toml", "book.yaml", "src"], "nothing else is left");
    folder.bindery(&["import", "src", "-o", "other.yaml"]).ends(0);
    folder.bindery(&["import", "nowhere"]).ends(2).says("there is no folder");
    Folder::new().bindery(&["import"]).ends(1).says("nothing to import");
}

#[test]
fn schemas_are_printed() {
    let folder = Folder::new();
    for (args, title) in [
        (&["schema"][..], "book.yaml"),
        (&["schema", "book"], "book.yaml"),
        (&["schema", "theme"], "Bindery theme"),
    ] {
        let ran = folder.bindery(args).ends(0);
        let schema: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert_eq!(schema["title"], title);
    }
    folder.bindery(&["schema", "thme"]).ends(2).says("theme");
}

#[test]
fn usage_is_taught_and_faults_of_it_end_with_two() {
    let folder = Folder::new();
    let help = folder.bindery(&["--help"]).ends(0).out;
    for word in ["Examples:", "bindery new my-book", "Exit status:", "watch"] {
        assert!(help.contains(word), "{word}");
    }
    folder.bindery(&[]).ends(2);
    folder.bindery(&["biuld"]).ends(2).says("similar subcommand");
    folder.bindery(&["build", "-j", "0"]).ends(2);
}

#[test]
fn a_date_from_outside_must_be_one() {
    let folder = book("# One\n\nText.\n");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bindery"));
    command.arg("build").current_dir(folder.path());
    let ran = |date: &str| {
        let mut shell = std::process::Command::new("env");
        shell.arg(format!("SOURCE_DATE_EPOCH={date}")).arg(env!("CARGO_BIN_EXE_bindery")).arg("build");
        shell.current_dir(folder.path());
        support::run(shell)
    };
    ran("yesterday").ends(2).says("SOURCE_DATE_EPOCH is `yesterday`");
    ran("951827696").ends(0);
    let epub = folder.read("build/a-book-ebook.epub");
    ran("951827697").ends(0);
    assert_ne!(epub, folder.read("build/a-book-ebook.epub"), "the date is inside");
}

#[test]
fn watch_builds_again_when_a_file_is_saved() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    let folder = book("# One\n\nText.\n");
    let mut child = Command::new(env!("CARGO_BIN_EXE_bindery"))
        .args(["watch", "-e", "ebook"])
        .current_dir(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("started");
    let (sender, lines) = std::sync::mpsc::channel();
    let err = child.stderr.take().expect("piped");
    std::thread::spawn(move || {
        for line in BufReader::new(err).lines().map_while(Result::ok) {
            let _ = sender.send(line);
        }
    });
    let until = |words: &str| loop {
        match lines.recv_timeout(std::time::Duration::from_mins(1)) {
            Ok(line) if line.contains(words) => return,
            Ok(_) => {}
            Err(error) => panic!("waiting for `{words}`: {error}"),
        }
    };
    until("watching");
    let first = folder.read("build/a-book-ebook.epub");
    folder.write("one.md", b"# One\n\nSee [nothing](two.md).\n");
    until("error[dangling-link]");
    until("watching");
    assert_eq!(folder.read("build/a-book-ebook.epub"), first, "an error leaves the last good one");
    folder.write("one.md", b"# One\n\nOther text.\n");
    until("watching");
    assert_ne!(folder.read("build/a-book-ebook.epub"), first);
    child.kill().expect("killed");
    child.wait().expect("ended");
}

#[test]
fn finished_epubs_are_checked_by_their_names() {
    let folder = book("# One\n\nText.\n");
    folder.bindery(&["build", "-e", "ebook"]).ends(0);
    let epub = "build/a-book-ebook.epub";
    let ran = folder.bindery(&["check", epub]).ends(0);
    assert_eq!(ran.err, format!("checked {epub}: nothing to say\n"));
    let whole = folder.read(epub);
    folder.write("cut.epub", &whole[..whole.len() / 2]);
    folder.write("named.zip", &whole);
    folder.bindery(&["check", "named.zip"]).ends(0).says("checked named.zip");
    let ran = folder
        .bindery(&["check", epub, "cut.epub"])
        .ends(1)
        .says("error[zip-broken]: the archive is cut off");
    assert!(ran.err.contains("cut.epub") && ran.err.ends_with("1 error\n"), "{}", ran.err);
    let ran = folder.bindery(&["check", "cut.epub", "--format", "json"]).ends(1);
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
    assert!(
        ran.out.contains("\"code\":\"zip-broken\"") && ran.out.contains("\"file\":\"cut.epub\""),
        "{}",
        ran.out
    );
    folder.bindery(&["check", "none.epub"]).ends(2).says("cannot read `none.epub`");
    folder.bindery(&["check", epub, "build"]).ends(2).says("is a folder");
    folder.bindery(&["check", epub, "-e", "ebook"]).ends(2).says("are for books");
    assert_eq!(folder.names("build"), ["a-book-ebook-cover.jpg", "a-book-ebook.epub"], "nothing is written");
}
