//! Judges from outside: `EPUBCheck` and Ace on a book with something of everything.
//!
//! They are looked for where `EPUBCHECK_JAR` and `ACE_BIN` point. In CI their absence is a
//! failure; elsewhere the test says that it was skipped.

#![allow(unreachable_pub)] // A test binary has no outside.
#![allow(dead_code)] // The hand-made books are shared with `tests/epub`.

#[path = "epub/sample.rs"]
mod sample;
#[path = "epub/support.rs"]
mod support;

use std::path::{Path, PathBuf};
use std::process::Command;

use bindery::model::manifest::EpubSpec;
use support::Wishes;

/// The tool an environment variable names, if it is there.
#[allow(clippy::disallowed_methods)] // Tests may look at their surroundings.
fn tool(variable: &str) -> Option<PathBuf> {
    let found = std::env::var_os(variable).map(PathBuf::from).filter(|path| path.exists());
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{variable} must name a judge in CI");
        eprintln!("skipped: {variable} names no judge");
    }
    found
}

fn write(name: &str, wishes: Wishes) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, support::render(sample::everything(), wishes)).expect("the folder can be written");
    path
}

fn output(command: &mut Command) -> String {
    let output = command.output().expect("the judge starts");
    String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned()
}

#[test]
fn epubcheck_finds_nothing() {
    let Some(jar) = tool("EPUBCHECK_JAR") else { return };
    let css = Some("p { direction: rtl; background: url(x.png)".to_owned());
    let spec = EpubSpec { css, embed_fonts: Some(true), cover_page: Some(false) };
    for book in [
        write("plain.epub", Wishes { cover: true, ..Wishes::default() }),
        write("wishes.epub", Wishes { cover: true, spec }),
    ] {
        let said = output(Command::new("java").arg("-Xss4m").arg("-jar").arg(&jar).arg(&book));
        assert!(said.contains("0 fatals / 0 errors / 0 warnings"), "{}:\n{said}", book.display());
    }
}

#[test]
fn ace_finds_nothing() {
    let Some(ace) = tool("ACE_BIN") else { return };
    let book = write("ace.epub", Wishes { cover: true, ..Wishes::default() });
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ace");
    let said = output(Command::new(ace).arg("--force").arg("--outdir").arg(&folder).arg(&book));
    let report = std::fs::read_to_string(folder.join("report.json")).unwrap_or_else(|_| panic!("{said}"));
    let report: serde_json::Value = serde_json::from_str(&report).expect("a report");
    assert_eq!(report["earl:result"]["earl:outcome"], "pass", "{report:#}");
}
