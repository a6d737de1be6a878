//! What references show, and what is said of those that can show nothing.

use super::*;
use crate::model::block::CodeBlock;

const FULL: ReferenceForm = ReferenceForm::Full { capital: false };
const CAPITAL: ReferenceForm = ReferenceForm::Full { capital: true };

fn numbered() -> Numbering {
    Numbering { chapters: NumberStyle::Arabic, parts: NumberStyle::Roman, depth: 2, restart_in_parts: false }
}

/// What each reference of a book shows, or what is said of it; then all other findings.
fn said(drafts: Vec<Draft>, lang: &str) -> Vec<String> {
    let mut book = Book { numbering: numbered(), ..book(drafts) };
    book.metadata.lang = lang.to_owned();
    let (resolved, mut found) = resolve(book);
    let mut out = Vec::new();
    for chapter in &resolved.book.chapters {
        walk::blocks(&chapter.blocks, &mut |_| {}, &mut |run| {
            walk::inlines(run, &mut |inline| {
                let InlineKind::Reference { label, .. } = &inline.kind else { return };
                let at = found.iter().position(|f| f.labels[0].span == inline.span);
                let finding =
                    at.map(|at| found.remove(at)).map(|f| format!("{} | {}", f.message, f.help.join(" | ")));
                let shown = resolved.shown.get(&inline.id).cloned();
                assert_eq!(shown.is_some(), resolved.targets.contains_key(&inline.id) && shown.is_some());
                out.push(format!(
                    "{label}: {}",
                    shown.into_iter().chain(finding).collect::<Vec<_>>().join(" | ")
                ));
            });
        });
    }
    out.extend(found.iter().map(|f| format!("{} | {}", f.message, f.help.join(" | "))));
    out
}

fn sample() -> Vec<Draft> {
    let one = Draft::new("a.md", "Rain")
        .heading(2, "Morning Dew", Some("sec-dew"))
        .heading(2, "At Noon", None)
        .figure("fig-map")
        .set(|c| c.attrs.label = Some("sec-rain".into()));
    let part = part("The Road").set(|c| c.attrs.label = Some("part-road".into()));
    let appendix = Draft::new("x.md", "Ships")
        .set(|c| (c.kind, c.attrs.label) = (SectionKind::Appendix, Some("sec-ships".into())));
    vec![part, one, appendix]
}

fn asking(labels: &[(&str, ReferenceForm)]) -> Vec<Draft> {
    let last = Draft::new("z.md", "Last").set(|c| c.unnumbered = true);
    let last = labels.iter().fold(last, |draft, (label, form)| draft.reference(label, *form));
    sample().into_iter().chain([last]).collect()
}

#[test]
fn references_say_word_and_number() {
    let asked = [
        ("fig-map", FULL),
        ("fig:map", ReferenceForm::Number),
        ("sec-rain", FULL),
        ("sec-dew", FULL),
        ("sec:at-noon", FULL),
        ("sec-ships", FULL),
        ("part-road", FULL),
    ];
    assert_eq!(
        said(asking(&asked), "en"),
        [
            "fig-map: Figure\u{a0}1.1",
            "fig:map: 1.1",
            "sec-rain: Chapter\u{a0}1",
            "sec-dew: Section\u{a0}1.1",
            "sec:at-noon: Section\u{a0}1.2",
            "sec-ships: Appendix\u{a0}A",
            "part-road: Part\u{a0}I",
        ]
    );
    let both = [("fig-map", FULL), ("fig-map", CAPITAL), ("sec-rain", FULL)];
    let french = ["fig-map: figure\u{a0}1.1", "fig-map: Figure\u{a0}1.1", "sec-rain: chapitre\u{a0}1"];
    assert_eq!(said(asking(&both), "fr"), french);
    let korean = ["fig-map: 그림\u{a0}1.1", "fig-map: 그림\u{a0}1.1", "sec-rain: 제1장"];
    assert_eq!(said(asking(&both), "ko"), korean);
}

#[test]
fn a_title_that_says_its_number_is_referred_to_by_it() {
    let own = Draft::new("a.md", "1. Rain").set(|c| c.attrs.label = Some("sec-rain".into()));
    let said = said(vec![own.reference("sec-rain", FULL)], "en");
    assert_eq!(said[0], "sec-rain: Chapter\u{a0}1");
    assert!(said[1].starts_with("this title already says its number, `1`"), "{said:?}");
}

#[test]
fn places_without_a_number_show_their_title() {
    let plain = |draft: Draft| draft.heading(3, "Deep", Some("sec-deep")).reference("sec-deep", FULL);
    assert_eq!(said(vec![plain(Draft::new("a.md", "One"))], "en"), ["sec-deep: Deep"]);
    let bare = Draft::new("a.md", "One")
        .heading(3, "Deep", Some("sec-deep"))
        .reference("sec-deep", ReferenceForm::Number);
    assert_eq!(
        said(vec![bare], "en"),
        [
            "sec-deep: Deep | the place labelled `sec-deep` has no number | have it numbered, or refer to it in words: `[words](#sec-deep)`"
        ]
    );
    let nothing = Draft::new("a.md", "One")
        .push(BlockKind::Paragraph(Vec::new()), Some("fig-x"))
        .reference("fig-x", FULL);
    assert_eq!(
        said(vec![nothing], "en"),
        [
            "fig-x: the place labelled `fig-x` has no number | have it numbered, or refer to it in words: `[words](#fig-x)`"
        ]
    );
}

#[test]
fn unknown_labels_are_told_with_the_nearest_of_their_kind() {
    let asked = [("fig-mapp", FULL), ("tbl-map", FULL), ("sec-dow", FULL), ("fig-map", FULL)];
    assert_eq!(
        said(asking(&asked), "en"),
        [
            "fig-mapp: no place in this book is labelled `fig-mapp` | a figure in `a.md` is labelled `fig-map`",
            "tbl-map: no place in this book is labelled `tbl-map` | label the table that is meant with `{#tbl-map}`",
            "sec-dow: no place in this book is labelled `sec-dow` | a section in `a.md` is labelled `sec-dew`",
            "fig-map: Figure\u{a0}1.1",
        ]
    );
}

#[test]
fn what_code_would_draw_is_told_as_that() {
    let chunk = Draft::new("a.md", "One")
        .push(BlockKind::Code(CodeBlock { lang: Some("r".into()), ..CodeBlock::default() }), Some("cars"))
        .push(BlockKind::Code(CodeBlock { lang: Some("r".into()), ..CodeBlock::default() }), Some("fig-bars"))
        .reference("fig:cars", FULL);
    let (_, found) = resolve(book(vec![chunk]));
    let helps: Vec<String> = found.iter().map(|finding| finding.help.join(" ")).collect();
    assert_eq!(helps.len(), 2, "{found:?}");
    assert!(helps.iter().any(|help| help.starts_with("what is labelled `cars` is no figure;")), "{helps:?}");
    assert!(
        helps
            .iter()
            .any(|help| help.starts_with("put the figure that this code makes in its place, or call")),
        "{helps:?}"
    );
}

#[test]
fn many_broken_references_take_bounded_time() {
    let mut draft = Draft::new("a.md", "One");
    for n in 0..15_000 {
        draft = draft.heading(2, "H", Some(&format!("sec-{n}"))).reference(&format!("fig-{n}"), FULL);
    }
    let (_, found) = resolve(book(vec![draft]));
    assert_eq!(found.len(), 15_000);
}

#[test]
fn a_label_of_several_files_needs_another_name() {
    let file = |path| Draft::new(path, "T").figure("fig-x").link("#fig-x");
    let found =
        said(vec![file("a.md"), file("b.md"), Draft::new("c.md", "C").reference("fig-x", FULL)], "en");
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("fig-x: the label `fig-x` is given in several files"), "{found:?}");
}

#[test]
fn labels_that_nothing_refers_to_or_that_say_another_kind_are_told() {
    let code = BlockKind::Code(CodeBlock::default());
    let one = Draft::new("a.md", "One")
        .figure("fig-seen")
        .figure("fig-alone")
        .push(code, Some("fig-code"))
        .heading(2, "Never linked", Some("sec-x"))
        .link("#fig-seen");
    assert_eq!(
        said(vec![one], "en"),
        [
            "nothing refers to the figure `fig-alone` | write `@fig-alone` where the text speaks of it, or take the label away",
            "the label `fig-code` is a figure's, but names a listing | put the figure that this code makes in its place, or call the code `#lst-code`",
        ]
    );
}

#[test]
fn links_without_words_take_numbers_and_captions() {
    let mut one = Draft::new("a.md", "One").figure("fig-map").heading(2, "Hidden", Some("hidden"));
    if let Some(BlockKind::Heading { unlisted, .. }) = one.chapter.blocks.last_mut().map(|b| &mut b.kind) {
        *unlisted = true;
    }
    let paragraph = vec![one.inline(InlineKind::Text("plain".into()))];
    let mut one = one.push(BlockKind::Paragraph(paragraph), Some("plain"));
    let urls = ["#fig-map", "#hidden", "a.md", "#plain", "https://example.org"];
    for url in urls {
        let link = InlineKind::Link { url: url.into(), title: None, content: Vec::new() };
        let mut link = one.inline(link);
        link.attrs = Some(Box::new(Attributes { classes: vec!["page".into()], ..Attributes::default() }));
        one = one.push(BlockKind::Paragraph(vec![link]), None);
    }
    let (resolved, found) = resolve(Book { numbering: numbered(), ..book(vec![one]) });
    let titles: Vec<_> = resolved
        .targets
        .values()
        .map(|target| match target {
            Target::Node(node) => resolved.title_of(*node).unwrap_or("-"),
            Target::Uri(uri) => uri.as_str(),
        })
        .collect();
    assert_eq!(titles, ["Figure\u{a0}1.1", "Hidden", "1 One", "-", "https://example.org"]);
    let messages: Vec<&str> = found.iter().map(|f| f.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "this link has no words, and its target has neither number nor title",
            "`.page` asks for a page, but this link leads out of the book",
        ]
    );
}
