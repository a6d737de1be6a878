//! Themes: ours say everything, an author's say what differs.

use std::path::Path;

use super::*;
use crate::diagnostic::Diagnostic;
use crate::model::length::Measure;
use crate::model::theme::{Folio, HeadingAlign, HeadingOpen, Shape};
use crate::read::manifest::keys::{Effect, Kind};
use crate::read::manifest::theme_keys::LOOK;
use crate::source::{Memory, Sources};

fn get(files: &Memory, name: &str, side: Side) -> (Theme, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let mut reader = Reader::new(files, Path::new("b"), &mut sources);
    let theme = Themes::default().get(&mut reader, name, Span::default(), side);
    (theme, reader.checker.findings)
}

fn codes(findings: &[Diagnostic]) -> Vec<&str> {
    findings.iter().map(|d| d.code.name()).collect()
}

#[test]
fn bundled_themes_read_with_no_finding_and_say_everything() {
    for (name, text) in BUNDLED {
        let (theme, findings) = get(&Memory::new(), name, Side::Print);
        assert!(findings.is_empty(), "{name}: {findings:?}");
        assert_eq!(theme.name, *name);
        let tree = crate::read::manifest::node::parse(text, crate::source::FileId(0)).unwrap();
        for key in LOOK {
            let Kind::Map([inner]) = &key.kind else { panic!("{} is not a map", key.name) };
            for inner in inner.iter().filter(|inner| !matches!(inner.effect, Effect::Later)) {
                assert!(
                    tree.get(&format!("{}.{}", key.name, inner.name)).is_some(),
                    "{name}: {}.{}",
                    key.name,
                    inner.name
                );
            }
        }
    }
}

#[test]
fn classic_and_manual_are_what_their_names_say() {
    let classic = get(&Memory::new(), "classic", Side::Print).0;
    let page = classic.print_default;
    assert_eq!(
        (page.trim_width, page.trim_height, page.size, page.leading),
        (396_000, 612_000, 11_000, 14_000)
    );
    assert_eq!(classic.fonts.body, "EB Garamond");
    assert_eq!((classic.body.drop_cap, classic.body.lead_in), (3, true));
    assert_eq!(classic.body.indent, Measure::Em(1300));
    assert_eq!(classic.scene_break.ornament, "❦");
    assert_eq!(classic.headings[0].align, HeadingAlign::Center);
    assert_eq!(classic.headings[0].open, HeadingOpen::Recto);
    assert_eq!(classic.headings[2].shape, Shape::Italic);
    let manual = get(&Memory::new(), "manual", Side::Epub).0;
    let page = manual.print_default;
    assert_eq!(
        (page.trim_width, page.trim_height, page.size, page.leading),
        (504_000, 720_000, 10_000, 13_000)
    );
    assert_eq!(
        (manual.fonts.heading.as_str(), manual.fonts.mono.as_str()),
        ("Libertinus Sans", "JetBrains Mono")
    );
    assert_eq!((manual.body.drop_cap, manual.body.indent), (0, Measure::Em(0)));
    assert_eq!((manual.code.background, manual.code.wrap_mark.as_str()), (50, "↘"));
    assert_eq!(manual.page.folio, Folio::FootOuter);
    assert!(manual.headings[1].bold && manual.headings[1].heading_font);
}

/// Space before, the lines of a one-line heading and space after, in thousandths of a
/// line: recto backs verso only if they sum to whole lines.
#[test]
fn headings_keep_the_grid() {
    for (name, _) in BUNDLED {
        let theme = get(&Memory::new(), name, Side::Print).0;
        let page = theme.print_default;
        for (rank, heading) in theme.headings.iter().chain([&theme.part]).enumerate() {
            let lines = |measure| match measure {
                Measure::Lines(n) => i64::from(n),
                Measure::Em(0) => 0,
                other => panic!("{name} {rank}: {other:?} is not in lines"),
            };
            let own = i64::from(heading.size) * i64::from(heading.leading) * page.size / page.leading / 1000;
            let sum = lines(heading.sink) + lines(heading.before) + own + lines(heading.after);
            let off = (sum + 500) % 1000 - 500;
            assert!(off.abs() <= 3, "{name}, heading {}: {sum} thousandths of a line", rank + 1);
        }
    }
}

#[test]
fn a_file_says_what_differs() {
    let files = Memory::new()
        .with("b/themes/mine.yaml", "theme: base.yaml\nbody: {drop-cap: 0}\nprint: {body: {indent: 2em}}\nepub: {scene-break: {ornament: '*'}}\n")
        .with("b/themes/base.yaml", "theme: manual\nheading2: {size: 1.4}\nprint: {body: {indent: 9em, gap: 0}}\n");
    let (print, findings) = get(&files, "themes/mine.yaml", Side::Print);
    assert!(findings.is_empty(), "{findings:?}");
    assert_eq!(print.name, "mine");
    assert_eq!(print.headings[1].size, 1400);
    assert_eq!((print.body.indent, print.body.gap), (Measure::Em(2000), Measure::Em(0)));
    assert_eq!(print.fonts.body, "Libertinus Serif", "the base's base");
    let epub = get(&files, "themes/mine.yaml", Side::Epub).0;
    assert_eq!((epub.scene_break.ornament.as_str(), epub.body.indent), ("*", Measure::Em(0)));
}

#[test]
fn a_file_without_base_stands_on_classic() {
    let files = Memory::new().with("b/t.yaml", "quote: {size: 0.9}\n");
    let theme = get(&files, "t.yaml", Side::Print).0;
    assert_eq!((theme.quote.size, theme.fonts.body.as_str()), (900, "EB Garamond"));
}

#[test]
fn faults_leave_the_base_in_place() {
    let text = "quote: {indent: 8cm, sise: 1}\nheading1: {open: verso}\nnote: {marker: stars}\nbody: {drop-cap: 3em}\ndefault-page: {trim: big}\n";
    let files = Memory::new().with("b/t.yaml", text);
    let (theme, findings) = get(&files, "t.yaml", Side::Print);
    assert_eq!(
        codes(&findings),
        ["invalid-value", "unknown-key", "invalid-value", "invalid-value", "wrong-type", "invalid-value"]
    );
    assert_eq!((theme.quote.indent, theme.body.drop_cap), (Measure::Em(1500), 3));
    assert_eq!(theme.print_default.trim_width, 396_000);
}

#[test]
fn unknown_and_missing_and_circular_themes_are_told() {
    let files = Memory::new()
        .with("b/a.yaml", "theme: c.yaml\nquote: {size: 0.5}\n")
        .with("b/c.yaml", "theme: a.yaml\n");
    let (theme, findings) = get(&files, "clasic", Side::Print);
    assert_eq!((codes(&findings), theme.name.as_str()), (vec!["unknown-theme"], "classic"));
    assert!(findings[0].help[0].contains("`classic`"));
    assert_eq!(codes(&get(&files, "x.yaml", Side::Print).1), ["missing-file"]);
    let (theme, findings) = get(&files, "a.yaml", Side::Print);
    assert_eq!(codes(&findings), ["cyclic-extends"]);
    assert_eq!((theme.quote.size, theme.fonts.body.as_str()), (500, "EB Garamond"));
}
