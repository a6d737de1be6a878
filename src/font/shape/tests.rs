//! What shaping does with the bundled faces.

use super::*;
use crate::font::{Family, Look};

fn how(fonts: &FontBook) -> Shaping {
    Shaping::plain(fonts.select(Look { family: Family::Body, bold: false, italic: false }), "en".into())
}

fn ids(shaped: &Shaped) -> Vec<u16> {
    shaped.glyphs.iter().map(|glyph| glyph.id).collect()
}

#[test]
fn ligatures_are_one_glyph_and_can_be_turned_off() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let on = how(&fonts);
    let shaped = shaper.shape("fi", &on);
    assert_eq!(shaped.glyphs.len(), 1);
    assert_eq!(shaped.glyphs[0].cluster, 0);
    assert_eq!(shaped.advance, shaped.glyphs[0].advance);
    let off = Shaping { ligatures: false, ..on.clone() };
    let clusters: Vec<u32> = shaper.shape("fi", &off).glyphs.iter().map(|g| g.cluster).collect();
    assert_eq!(clusters, [0, 1]);
    let discretionary = shaper.shape("ct", &on);
    assert_eq!(discretionary.glyphs.len(), 2, "discretionary ligatures stay off");
}

#[test]
fn pairs_are_kerned() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let how = how(&fonts);
    let apart = shaper.shape("A", &how).advance + shaper.shape("V", &how).advance;
    assert!(shaper.shape("AV", &how).advance < apart - 20);
}

#[test]
fn forms_of_letters_and_figures_differ() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let plain = how(&fonts);
    let mut forms = |text: &str, how: &Shaping| ids(&shaper.shape(text, how));
    let small = Shaping { small_caps: true, ..plain.clone() };
    let all_small = Shaping { all_small_caps: true, ..small.clone() };
    assert_ne!(forms("a", &plain), forms("a", &small));
    assert_eq!(forms("A", &plain), forms("A", &small));
    assert_ne!(forms("A", &plain), forms("A", &all_small));
    let figures = |figures| Shaping { figures, ..plain.clone() };
    let oldstyle = forms("3", &figures(Figures::Oldstyle));
    let lining = forms("3", &figures(Figures::Lining));
    let tabular = forms("1", &figures(Figures::Tabular));
    assert_ne!(oldstyle, lining);
    assert_ne!(tabular, forms("1", &figures(Figures::Lining)));
    let raised = Shaping { position: Position::Superior, ..plain.clone() };
    assert_ne!(forms("2", &plain), forms("2", &raised));
    let lowered = Shaping { position: Position::Inferior, ..plain.clone() };
    assert_ne!(forms("2", &raised), forms("2", &lowered));
}

#[test]
fn tabular_figures_are_equally_wide() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let tabular = Shaping { figures: Figures::Tabular, ..how(&fonts) };
    let widths: Vec<i32> =
        "0123456789".chars().map(|c| shaper.shape(&c.to_string(), &tabular).advance).collect();
    assert!(widths.iter().all(|width| *width == widths[0]), "{widths:?}");
}

#[test]
fn callers_learn_which_forms_a_face_draws() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let raised = Shaping { position: Position::Superior, ..how(&fonts) };
    assert!(shaper.draws_position("12", &raised));
    assert!(!shaper.draws_position("12ж", &raised));
    assert!(shaper.draws_small_caps("Bindery, 1", &how(&fonts)));
    let mono = fonts.select(Look { family: Family::Mono, bold: false, italic: false });
    assert!(!shaper.draws_small_caps("Bindery", &Shaping { font: mono, ..how(&fonts) }));
}

#[test]
fn what_is_remembered_is_what_was_shaped() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let how = how(&fonts);
    let first = shaper.shape("fluffier", &how);
    shaper.shape("fluffier", &Shaping { small_caps: true, ..how.clone() });
    shaper.shape("Ωμέγα", &how);
    let again = shaper.shape("fluffier", &how);
    assert!(Arc::ptr_eq(&first, &again));
    assert_eq!(*Shaper::new(&fonts).shape("fluffier", &how), *first);
    let long = "long ".repeat(40);
    assert_eq!(shaper.shape(&long, &how), shaper.shape(&long, &how));
}

#[test]
fn a_missing_character_is_glyph_zero() {
    let fonts = FontBook::default();
    let shaped = Shaper::new(&fonts).shape("a한", &how(&fonts));
    assert_eq!(shaped.glyphs.len(), 2);
    assert_eq!((shaped.glyphs[1].id, shaped.glyphs[1].cluster), (0, 1));
    assert!(shaped.glyphs[1].advance > 0);
}

#[test]
fn right_to_left_text_comes_in_visual_order() {
    let fonts = FontBook::default();
    let look = Look { family: Family::Body, bold: false, italic: false };
    let font = fonts.face_for(look, 'ש').expect("a face with Hebrew");
    let how = Shaping { rtl: true, ..Shaping::plain(font, "he".into()) };
    let clusters: Vec<u32> =
        Shaper::new(&fonts).shape("שלום", &how).glyphs.iter().map(|g| g.cluster).collect();
    assert_eq!(clusters, [6, 4, 2, 0]);
}

#[test]
fn languages_choose_forms() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let english = how(&fonts);
    let turkish = Shaping { lang: "tr".into(), ..english.clone() };
    assert_eq!(shaper.shape("fi", &english).glyphs.len(), 1);
    assert_eq!(shaper.shape("fi", &turkish).glyphs.len(), 2, "Turkish keeps the dot of i");
}

#[test]
fn small_capitals_leave_no_letter_behind() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let german = Shaping { lang: "de-AT".into(), ..how(&fonts) };
    assert_eq!(shaper.shape("fi", &german).glyphs.len(), 2, "EB Garamond has a German f of its own");
    assert!(shaper.draws_small_caps("Stifter", &german));
}

#[test]
fn spaces_have_their_widths() {
    let fonts = FontBook::default();
    let mut shaper = Shaper::new(&fonts);
    let how = how(&fonts);
    let space = shaper.shape(" ", &how).advance;
    assert!(space > 100);
    assert_eq!(shaper.shape("\u{a0}", &how).advance, space);
    assert!(shaper.shape("\u{2009}", &how).advance < shaper.shape("\u{2003}", &how).advance);
    assert_eq!(*shaper.shape("", &how), Shaped::default());
}
