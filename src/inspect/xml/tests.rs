//! Documents that are XML and documents that are not.

use std::sync::Arc;

use super::*;
use crate::diagnostic::Code;
use crate::inspect::findings::Findings;

fn read(text: &str) -> (Option<Tree>, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    let tree = parse(&Arc::from(text), FileId(0), Kind::Xhtml, &mut findings);
    (tree, findings.finish())
}

fn code(text: &str) -> Code {
    let (tree, findings) = read(text);
    assert!(tree.is_none(), "{text}");
    assert_eq!(findings.len(), 1, "{text}: {findings:?}");
    findings[0].code
}

#[test]
fn trees_know_names_values_and_places() {
    let text = "<a xmlns='http://www.w3.org/1999/xhtml' xmlns:e='http://www.idpf.org/2007/ops'>\
                x&amp;<b e:type='q&#65;&#10;z' c='d'><i/>y</b><![CDATA[<>]]></a>";
    let (tree, findings) = read(text);
    assert!(findings.is_empty(), "{findings:?}");
    let tree = tree.expect("a tree");
    let names: Vec<_> = tree.elements().map(|e| (e.name(), e.ns())).collect();
    assert_eq!(names, [("a", Ns::Xhtml), ("b", Ns::Xhtml), ("i", Ns::Xhtml)]);
    let root = tree.root().expect("a root");
    assert_eq!(root.text(), "x&y<>");
    let b = root.children().next().expect("b");
    let kind = b.get_ns(Ns::Ops, "type").expect("a type");
    assert_eq!(kind.value(), "qA\nz");
    assert_eq!(&text[kind.span().start as usize..kind.span().end as usize], "q&#65;&#10;z");
    assert_eq!(b.value("c"), Some("d"));
    assert_eq!(b.value("type"), None);
    assert!(b.children().next().and_then(Element::parent).is_some_and(|p| p.at == b.at));
    assert_eq!(b.descendants().count(), 1);
}

#[test]
fn what_is_not_well_formed_is_told_once() {
    let broken = [
        "<a><b></a></b>",
        "<a>",
        "<a/><b/>",
        "x<a/>",
        "<a b='1' b='2'/>",
        "<a b='<'/>",
        "<a b=c/>",
        "<a>&</a>",
        "<a>\u{1}</a>",
        "<a>]]></a>",
        "",
        "<!-- -->",
        "<1/>",
        "<p:a/>",
        "<a b:c=''/>",
        "<a b='&x'/>",
    ];
    for text in broken {
        assert_eq!(code(text), Code::XmlMalformed, "{text}");
    }
}

#[test]
fn entities_are_those_of_the_document_type() {
    const XHTML: &str = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.1//EN\" \"http://x\">";
    assert_eq!(code("<a>&nbsp;</a>"), Code::XmlEntity);
    assert_eq!(code("<!DOCTYPE html><a>&nbsp;</a>"), Code::XmlEntity);
    let (tree, _) = read(&format!("{XHTML}<a b='&eacute;'>&nbsp;</a>"));
    let tree = tree.expect("a tree");
    assert_eq!(tree.root().map(super::Element::text), Some("\u{A0}".to_owned()));
    assert_eq!(code(&format!("{XHTML}<a>&nosuch;</a>")), Code::XmlEntity);
}

#[test]
fn entities_of_entities_are_refused_and_own_ones_not_expanded() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>";
    assert_eq!(code(bomb), Code::XmlEntity);
    assert_eq!(code("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"), Code::XmlEntity);
    let (tree, findings) = read("<!DOCTYPE a [<!ENTITY x \"<b/>\">]><a>&x;</a>");
    assert!(findings.is_empty());
    assert_eq!(tree.expect("a tree").elements().count(), 1, "it stays text");
}

#[test]
fn what_is_too_much_is_told_once() {
    assert_eq!(code(&"<a>".repeat(100_000)), Code::XmlExcessive);
    let attributes: String = (0..100_000).map(|n| format!(" a{n}=''")).collect();
    assert_eq!(code(&format!("<a{attributes}/>")), Code::XmlExcessive);
    let spaces: String = (0..200).map(|n| format!("<a xmlns:a{n}='x'>")).collect();
    assert_eq!(code(&spaces), Code::XmlExcessive);
}
