//! Outside judges: qpdf and poppler.

use std::process::Command;

use crate::book::everything;
use crate::reader::render;

/// What an outside judge says of the file; `None`, said aloud, where it is not installed.
fn judge(bytes: &[u8], program: &str, arguments: &[&str]) -> Option<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("book.pdf");
    std::fs::write(&file, bytes).expect("written");
    let arguments = arguments.iter().map(|a| if *a == "FILE" { file.as_os_str() } else { a.as_ref() });
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let said = [output.stdout, output.stderr].concat();
            let said = String::from_utf8_lossy(&said).into_owned();
            assert!(output.status.success(), "{program}: {said}");
            Some(said)
        }
        Err(error) => {
            #[allow(clippy::disallowed_methods)] // A judge that is missing is an error only in CI.
            let in_ci = std::env::var_os("CI").is_some();
            assert!(!in_ci, "{program} is missing: {error}");
            eprintln!("SKIPPED: {program} is not installed");
            None
        }
    }
}

#[test]
fn qpdf_finds_no_fault() {
    let (stage, layout) = everything();
    let (bytes, _) = render(&stage, &layout);
    if let Some(said) = judge(&bytes, "qpdf", &["--check", "FILE"]) {
        assert!(said.contains("No syntax or stream encoding errors found"), "{said}");
    }
}

#[test]
fn the_words_come_out_in_order() {
    let (stage, layout) = everything();
    let (bytes, _) = render(&stage, &layout);
    let Some(said) = judge(&bytes, "pdftotext", &["-raw", "-f", "5", "-l", "5", "FILE", "-"]) else { return };
    let said: Vec<&str> = said.split_whitespace().collect();
    let expected = "The office of final figures: affluent fi(x)\\ Small Capitals ISBN and UNESCO \
                    In 1984 it cost 1/237 Wider letters here up and down";
    assert_eq!(said.join(" "), expected);
}

#[test]
fn poppler_finds_every_font_embedded() {
    let (stage, layout) = everything();
    let (bytes, _) = render(&stage, &layout);
    let Some(said) = judge(&bytes, "pdffonts", &["FILE"]) else { return };
    let fonts: Vec<&str> = said.lines().skip(2).collect();
    assert_eq!(fonts.len(), 4, "{said}");
    for font in fonts {
        let columns: Vec<&str> = font.split_whitespace().collect();
        assert!(columns.windows(4).any(|c| c == ["Identity-H", "yes", "yes", "yes"]), "{font}");
    }
}
