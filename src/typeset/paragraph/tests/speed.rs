//! Very long paragraphs end, and end soon.

use super::*;

#[test]
fn a_megabyte_in_one_paragraph_is_set() {
    let fixture = Fixture::new();
    // Long enough for a quadratic step to be noticed in an unoptimised build.
    let prose = format!("{PROSE} ").repeat(400);
    let paragraph = fixture.set_text(prose.trim_end(), &style());
    assert_eq!(joined(&paragraph, 0).len(), prose.trim_end().len());
}

#[test]
fn a_word_without_end_is_set() {
    let fixture = Fixture::new();
    let word = "abcdefghij".repeat(30_000);
    let paragraph = fixture.set_text(&word, &style());
    assert!(paragraph.variants[0].lines.len() > 3_000);
    assert_eq!(joined(&paragraph, 0), word);
}

#[test]
fn signs_without_width_do_not_pile_up() {
    let fixture = Fixture::new();
    let paragraph = fixture.set_text(&"\u{200b}\u{ad}".repeat(50_000), &style());
    assert_eq!(paragraph.variants[0].lines.len(), 1);
}
