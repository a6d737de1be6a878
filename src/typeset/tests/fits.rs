//! Fixes of page makeup: kept where they can be, told where they change nothing.

use super::fixture::{Draft, Fixture, words};
use crate::diagnostic::Code;
use crate::model::fit;

/// Lines of the second paragraph, and what is said, with a fix of so many lines.
fn fitted(count: usize, fix: Option<(i32, &str)>) -> (u32, Vec<String>) {
    let draft = Draft::new(0, "One").p(&words(30, "a")).push(|d| {
        let mut block = d.paragraph(&words(count, "b"));
        if let Some((lines, editions)) = fix {
            fit::note(&mut block.attrs, lines, editions);
        }
        block
    });
    let (layout, findings) = Fixture::new(vec![draft.p(&words(40, "c")).done()]).set();
    let lines = layout.pages.iter().flat_map(|page| &page.frame.lines);
    let node = lines.clone().map(|line| line.node).collect::<std::collections::BTreeSet<_>>();
    let second = *node.iter().nth(2).expect("three paragraphs and a title");
    let count = lines.clone().find(|line| line.node == second).map_or(0, |line| line.count);
    assert!(findings.iter().all(|finding| finding.code == Code::FitWithoutEffect), "{findings:?}");
    (count, findings.into_iter().map(|finding| finding.message).collect())
}

#[test]
fn a_paragraph_is_set_in_as_many_lines_as_its_author_wants() {
    let best = |count| fitted(count, Some((0, ""))).0;
    assert_eq!(fitted(220, Some((1, "print"))), (best(220) + 1, Vec::new()));
    assert_eq!(fitted(400, Some((-1, ""))), (best(400) - 1, Vec::new()));
    let (free, _) = fitted(220, None);
    assert_eq!(fitted(220, Some((1, "hardback"))), (free, Vec::new()), "in another edition");
}

#[test]
fn fixes_that_change_nothing_are_told() {
    let (count, said) = fitted(220, Some((0, "")));
    assert_eq!(said, [format!("this paragraph is set in {count} lines without `.fit`, too")]);
    let (count, said) = fitted(3, Some((-1, "")));
    assert_eq!((count, said), (1, vec!["this paragraph can only be set in one line".to_owned()]));
}
