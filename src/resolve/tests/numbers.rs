//! Numbers of chapters, sections, figures and all else that is counted.

use super::*;
use crate::model::block::{CalloutKind, CodeBlock, Group, Role, Table, TheoremKind};

fn numbered(depth: u8) -> Numbering {
    Numbering { chapters: NumberStyle::Arabic, depth, ..Numbering::default() }
}

/// The labels of everything that has a number, in reading order.
fn labels(drafts: Vec<Draft>, numbering: Numbering) -> Vec<String> {
    let book = Book { numbering, ..book(drafts) };
    resolve(book).0.numbers.into_values().map(|number| number.label).collect()
}

fn table() -> BlockKind {
    let (columns, widths) = (Vec::new(), Vec::new());
    BlockKind::Table(Table { columns, widths, head: Vec::new(), body: Vec::new(), caption: Vec::new() })
}

fn code() -> BlockKind {
    BlockKind::Code(CodeBlock::default())
}

fn statement(kind: TheoremKind) -> BlockKind {
    BlockKind::Div { role: Role::Theorem(kind), title: Vec::new(), blocks: Vec::new() }
}

#[test]
fn sections_are_numbered_down_to_the_depth() {
    let rain = || {
        Draft::new("a.md", "Rain")
            .heading(2, "Morning", None)
            .heading(3, "Dew", None)
            .heading(4, "Drop", None)
            .heading(2, "Noon", None)
    };
    let appendix =
        || Draft::new("x.md", "Ships").heading(2, "Sail", None).set(|c| c.kind = SectionKind::Appendix);
    let book = || {
        vec![
            Draft::new("p.md", "Foreword").heading(2, "No", None).set(|c| c.matter = Matter::Front),
            rain(),
            appendix(),
        ]
    };
    assert_eq!(
        labels(book(), numbered(3)),
        ["Chapter 1", "Section 1.1", "Section 1.1.1", "Section 1.2", "Appendix A", "Section A.1"]
    );
    assert_eq!(labels(book(), numbered(1)), ["Chapter 1", "Appendix A"]);
    assert_eq!(labels(book(), Numbering { depth: 3, ..Numbering::default() }), Vec::<String>::new());
    let words = Numbering { chapters: NumberStyle::Words, ..numbered(2) };
    assert_eq!(labels(vec![rain()], words), ["Chapter One", "Section 1.1", "Section 1.2"]);
}

#[test]
fn nested_files_are_sections_of_the_chapter_they_run_on_in() {
    let nested = |title: &str| {
        Draft::new("n.md", title).heading(3, "Deep", None).set(|c| {
            (c.kind, c.opening, c.depth, c.level) = (SectionKind::Section, Opening::RunOn, 2, 2);
        })
    };
    let drafts = || {
        vec![
            Draft::new("a.md", "One"),
            nested("Inner"),
            nested("Other"),
            Draft::new("b.md", "Two"),
            nested("Last"),
        ]
    };
    let expected = ["Chapter 1", "Section 1.1", "Section 1.2", "Chapter 2", "Section 2.1"];
    assert_eq!(labels(drafts(), numbered(2)), expected);
    assert_eq!(labels(drafts(), numbered(3))[2], "Section 1.1.1");
    assert_eq!(
        contents(book(drafts()), numbered(2)),
        [
            "  1 One",
            "    1.1 Inner",
            "      Deep",
            "    1.2 Other",
            "      Deep",
            "  2 Two",
            "    2.1 Last",
            "      Deep"
        ]
    );
}

#[test]
fn each_kind_counts_for_itself_by_chapter() {
    let one = Draft::new("a.md", "One")
        .figure("fig-a")
        .push(table(), Some("tbl-a"))
        .figure("fig:b")
        .push(code(), Some("lst-a"))
        .push(BlockKind::Math("x".into()), Some("eq-a"))
        .push(statement(TheoremKind::Lemma), Some("lem-a"))
        .push(statement(TheoremKind::Theorem), Some("thm-a"))
        .push(
            BlockKind::Callout { kind: CalloutKind::Tip, title: Vec::new(), blocks: Vec::new() },
            Some("tip-a"),
        )
        .figure("map")
        .push(table(), None);
    let two = Draft::new("b.md", "Two").figure("fig-c");
    let appendix = Draft::new("c.md", "Three").figure("fig-d").set(|c| c.kind = SectionKind::Appendix);
    let drafts = || vec![Draft::new("p.md", "Pre").figure("fig-p").set(|c| c.unnumbered = true)];
    let all = |numbering| {
        let mut all = drafts();
        all.extend([one_more(&one), one_more(&two), one_more(&appendix)]);
        labels(all, numbering)
    };
    assert_eq!(
        all(numbered(1)),
        [
            "Figure 1",
            "Chapter 1",
            "Figure 1.1",
            "Table 1.1",
            "Figure 1.2",
            "Listing 1.1",
            "Equation 1.1",
            "Lemma 1.1",
            "Theorem 1.1",
            "Tip 1.1",
            "Chapter 2",
            "Figure 2.1",
            "Appendix A",
            "Figure A.1",
        ]
    );
    let running = all(Numbering::default());
    let figures: Vec<&String> = running.iter().filter(|label| label.starts_with("Figure")).collect();
    assert_eq!(figures, ["Figure 1", "Figure 2", "Figure 3", "Figure 4", "Figure 5"]);
}

fn one_more(draft: &Draft) -> Draft {
    Draft { chapter: draft.chapter.clone(), next: draft.next }
}

#[test]
fn parts_of_a_group_have_letters() {
    let mut draft = Draft::new("a.md", "One");
    let whole = draft.id();
    let blocks = vec![draft.block(figure(), Some("fig-left")), draft.block(figure(), Some("fig-right"))];
    let kind = BlockKind::Group(Group { columns: 2, blocks, caption: Vec::new() });
    let mut group = draft.block(kind, Some("fig-pair"));
    group.id = whole;
    draft.chapter.blocks.push(group);
    let draft = draft.figure("fig-next").reference("fig-right", ReferenceForm::Full { capital: false });
    let (resolved, _) = resolve(Book { numbering: numbered(1), ..book(vec![draft]) });
    let labels: Vec<&str> = resolved.numbers.values().map(|n| n.label.as_str()).collect();
    assert_eq!(labels, ["Chapter 1", "Figure 1.1", "(a)", "(b)", "Figure 1.2"]);
    assert_eq!(resolved.shown.values().collect::<Vec<_>>(), ["Figure\u{a0}1.1b"]);
}

#[test]
fn formulas_within_a_paragraph_are_counted_with_the_others() {
    let mut draft = Draft::new("a.md", "One").push(BlockKind::Math("a".into()), Some("eq-one"));
    let mut formula = draft.inline(InlineKind::Math { tex: "b".into(), display: true });
    let attrs = Attributes { label: Some("eq-two".into()), ..Attributes::default() };
    formula.attrs = Some(Box::new(attrs));
    let draft = draft.push(BlockKind::Paragraph(vec![formula]), None);
    let found = labels(vec![draft.push(BlockKind::Math("c".into()), Some("eq-three"))], Numbering::default());
    assert_eq!(found, ["Equation 1", "Equation 2", "Equation 3"]);
}
