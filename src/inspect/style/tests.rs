//! Sheets that are whole, and sheets that are not.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::diagnostic::Code;
use crate::inspect::url::Target;
use crate::inspect::xml::{Kind, parse};

fn read(text: &str) -> (Sheet, Vec<(Code, usize)>) {
    let mut findings = Findings::default();
    let sheet = file(text, "css/a.css", FileId(0), &mut findings);
    let told = findings.finish().iter().map(|f| (f.code, f.labels[0].span.start as usize)).collect();
    (sheet, told)
}

#[test]
fn clean_sheets_are_silent() {
    let texts = [
        "",
        "@charset \"utf-8\"; /* x */ p { color: red } a:hover { b: c; } <!-- --> ",
        "@media (prefers-color-scheme: dark) { a { b: c } @media print { d { e: f } } }",
        "@font-face { font-family: \"X Y\"; src: url(f.otf) format('opentype'); }",
        ":root { --a: ; --b: {x} } p { color: var(--a) } .a { & .b { c: d } .e { f: g } &:hover { h: i } a:hover { j: k } }",
        "@page { margin: 1em } @namespace epub \"http://www.idpf.org/2007/ops\"; [epub|type~='x'] { a: b }",
        "@keyframes k { from { a: b } 50% { c: d } } p { background: url(\"data:image/png;base64,AA\") }",
        "p { a: b; c: d",
    ];
    for text in &texts[..7] {
        assert_eq!(read(text).1, [], "{text}");
    }
    assert_eq!(read(texts[7]).1, [(Code::CssSyntax, 2)]);
}

#[test]
fn what_is_broken_is_told_at_its_place() {
    assert_eq!(read("p { color red; }").1, [(Code::CssSyntax, 4)]);
    assert_eq!(read("p { } }").1, [(Code::CssSyntax, 6)]);
    assert_eq!(read("p { a: b; h1 { c: d }").1, [(Code::CssSyntax, 2)]);
    assert_eq!(read("p { color: ; }").1, [(Code::CssSyntax, 4)]);
    assert_eq!(read("p { a: 'b\n; }").1.first(), Some(&(Code::CssSyntax, 7)));
    assert_eq!(read("abc").1, [(Code::CssSyntax, 0)]);
    assert_eq!(read("p { direction: rtl }").1, [(Code::CssProperty, 4)]);
    assert_eq!(read("@font-face { }").1, [(Code::CssFontFace, 0)]);
}

#[test]
fn references_are_resolved_from_the_sheet() {
    let (sheet, _) = read(
        "@import 'b.css'; @font-face { font-family: X; src: url('../f/x.otf') } p { background: url(i.png) }",
    );
    let paths: Vec<_> = sheet
        .links
        .iter()
        .map(|link| match &link.target {
            Target::Local { path, .. } => path.as_str(),
            _ => "",
        })
        .collect();
    assert_eq!(paths, ["css/b.css", "f/x.otf", "css/i.png"]);
    assert_eq!(sheet.imports, ["css/b.css"]);
    assert_eq!(
        (sheet.faces[0].family.as_str(), sheet.faces[0].files.as_slice()),
        ("x", ["f/x.otf".to_owned()].as_slice())
    );
}

#[test]
fn the_heavier_rule_gives_the_font_and_what_is_unsure_none() {
    let html =
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><p class='a'>x<i>y</i></p><q>z</q></body></html>";
    let tree = parse(&Arc::from(html), FileId(0), Kind::Xhtml, &mut Findings::default()).expect("a tree");
    let of = |css: &str, name: &str| {
        let own = [read(css).0];
        let sheets = BTreeMap::new();
        let cascade = Cascade::new(&own, &sheets);
        let element = tree.elements().find(|e| e.name() == name).expect("an element");
        cascade.of(element).cloned()
    };
    let named = |name: &str| Some(Families::Named(vec![name.to_owned()]));
    assert_eq!(of("p.a { font-family: A } p { font-family: B }", "p"), named("a"));
    assert_eq!(of("body > p { font-family: A } q p { font-family: B }", "p"), named("a"));
    assert_eq!(of("p i { font-family: 'A' }", "i"), named("a"));
    assert_eq!(of("body > i { font-family: 'A' }", "i"), None);
    assert_eq!(of("p { font-family: A } p:nth-child(2) { font-family: B }", "p"), Some(Families::Unknown));
    assert_eq!(of("@media print { p { font-family: A } }", "p"), Some(Families::Unknown));
    assert_eq!(of("p::first-letter { font-family: A }", "p"), None);
    assert_eq!(of("p { font: 1em A }", "p"), Some(Families::Unknown));
}
