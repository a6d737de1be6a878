//! Looks: emphasis, notes, links, drop caps, missing glyphs and pictures.

use super::*;
use crate::diagnostic::Code;
use crate::model::book::Matter;
use crate::model::inline::Image;
use crate::resolve::{Target, TocEntry};
use crate::typeset::dump;

#[test]
fn emphasis_within_emphasis_is_upright_again() {
    let fixture = Fixture::new();
    let inner = inline(4, InlineKind::Emphasis(vec![text("b")]));
    let (paragraph, _) = fixture.set(&[inline(3, InlineKind::Emphasis(vec![text("a "), inner]))], &style());
    let line = paragraph.line(0, 0);
    let faces: Vec<_> =
        runs(&line).iter().map(|(_, r)| fixture.fonts.face(r.font).postscript_name.clone()).collect();
    assert_eq!(faces, ["EBGaramond-Italic", "EBGaramond-Regular"]);
}

#[test]
fn places_count_the_flattened_text() {
    let fixture = Fixture::new();
    let inlines = [
        text("é "),
        inline(3, InlineKind::Strong(vec![text("bold")])),
        inline(4, InlineKind::Note(0)),
        inline(5, InlineKind::SoftBreak),
        text("end"),
    ];
    let (paragraph, _) = fixture.set(&inlines, &style());
    let line = paragraph.line(0, 0);
    let sources: Vec<_> = runs(&line).iter().map(|(_, r)| (r.text.to_string(), r.source.clone())).collect();
    let book = |from, to| Source::Book(Place { node: node(1), at: from }..Place { node: node(1), at: to });
    assert_eq!(
        sources,
        [
            ("é ".to_owned(), book(0, 3)),
            ("bold".to_owned(), book(3, 7)),
            ("1".to_owned(), Source::Generated(node(4))),
            (" end".to_owned(), book(7, 11)),
        ]
    );
}

#[test]
fn a_note_is_called_in_the_line_its_mark_stands_in() {
    let fixture = Fixture::new();
    let (before, after) = PROSE.split_at(PROSE.find("entering").expect("in the text"));
    let inlines = [text(before.trim_end()), inline(7, InlineKind::Note(1)), text(" "), text(after)];
    let (paragraph, _) = fixture.set(&inlines, &style());
    let variant = &paragraph.variants[0];
    let with: Vec<usize> =
        (0..variant.lines.len()).filter(|n| variant.lines[*n].notes == [node(901)]).collect();
    assert_eq!(with.len(), 1);
    assert!(variant.lines.iter().enumerate().all(|(n, line)| n == with[0] || line.notes.is_empty()));
    let line = paragraph.line(0, with[0]);
    let mark = runs(&line).into_iter().find(|(_, r)| &*r.text == "2").expect("the mark").1.clone();
    assert_eq!(mark.source, Source::Generated(node(7)));
    let items: Vec<_> = line.frame.items.iter().map(|(_, item)| item).collect();
    assert!(items.contains(&&Item::Anchor(node(7))), "the note can lead back");
    assert!(
        items.iter().any(|i| matches!(i, Item::Link { target: LinkTarget::Node(n), .. } if *n == node(901)))
    );
}

#[test]
fn two_notes_in_a_row_are_told_apart() {
    let fixture = Fixture::new();
    let inlines = [text("so"), inline(7, InlineKind::Note(0)), inline(8, InlineKind::Note(1))];
    assert_eq!(texts(&fixture.set(&inlines, &style()).0), ["so1,2"]);
}

#[test]
fn a_link_has_a_rectangle_on_each_line() {
    let mut fixture = Fixture::new();
    fixture.book.targets.insert(node(3), Target::Uri("https://example.org/".into()));
    let link = |id| {
        let content =
            vec![text("a long text that goes on and on until the line ends and one more has begun, see")];
        inline(id, InlineKind::Link { url: "https://example.org/".into(), title: None, content })
    };
    let (paragraph, _) = fixture.set(&[link(3)], &style());
    let links = |n| {
        let line = paragraph.line(0, n);
        let found: Vec<_> =
            line.frame.items.into_iter().filter(|(_, i)| matches!(i, Item::Link { .. })).collect();
        found
    };
    assert_eq!(paragraph.variants[0].lines.len(), 2);
    assert_eq!((links(0).len(), links(1).len()), (1, 1));
    let (plain, _) = fixture.set(&[link(4)], &style());
    assert!(
        plain.line(0, 0).frame.items.iter().all(|(_, i)| !matches!(i, Item::Link { .. })),
        "leads nowhere"
    );
}

#[test]
fn a_link_without_words_takes_the_title_of_what_it_leads_to() {
    let mut fixture = Fixture::new();
    fixture.book.targets.insert(node(3), Target::Node(node(40)));
    fixture.book.targets.insert(node(4), Target::Uri("https://example.org/".into()));
    fixture.book.toc.push(TocEntry {
        node: node(40),
        level: 1,
        matter: Matter::Body,
        number: None,
        title: vec![text("The Road")],
        text: "The Road".into(),
    });
    let link = |id| inline(id, InlineKind::Link { url: "#x".into(), title: None, content: Vec::new() });
    let (paragraph, _) = fixture.set(&[text("see "), link(3), text(" and "), link(4)], &style());
    assert_eq!(texts(&paragraph), ["see The Road and https://example.org/"]);
}

#[test]
fn a_drop_cap_stands_on_its_last_baseline_and_is_read_first() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { drop_cap: 3, lead_in: true, indent: Length::ZERO, ..style() };
    let paragraph = fixture.set_text(PROSE, &style);
    let first = paragraph.line(0, 0);
    let runs = runs(&first);
    assert_eq!((&*runs[0].1.text, &*runs[1].1.text), ("I", "t is a truth universally acknowledged"));
    assert_eq!(runs[0].0.y, baseline(style.leading, style.size) + style.leading * 2);
    let face = fixture.fonts.face(runs[0].1.font);
    let height = runs[0].1.size.scale(i64::from(face.cap_height), i64::from(face.units_per_em));
    let small = style.size.scale(i64::from(face.cap_height), i64::from(face.units_per_em));
    assert!((height - small - style.leading * 2).0.abs() < 10, "reaches from the capitals' top");
    let x = |n| super::runs(&paragraph.line(0, n))[0].0.x;
    // But for what their first letters hang out by.
    let beside = |n: usize| (x(n) - runs[1].0.x).0.abs() < Length::PER_PT * 2 / 5;
    assert!(runs[1].0.x > Length::pt(8) && beside(1) && beside(2), "three lines beside it");
    assert!(x(3) <= Length::ZERO);
    assert_eq!(joined(&paragraph, 0), PROSE);
}

#[test]
fn opening_quotes_go_with_the_drop_cap() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { drop_cap: 2, indent: Length::ZERO, ..style() };
    let first = |prose: &str| runs(&fixture.set_text(prose, &style).line(0, 0))[0].1.text.to_string();
    assert_eq!(first(&format!("“{PROSE}")), "“");
    let line = fixture.set_text(&format!("“{PROSE}"), &style).line(0, 0);
    let runs = runs(&line);
    assert_eq!((&*runs[1].1.text, runs[1].1.size > runs[0].1.size), ("I", true));
    assert!(runs[0].0.y < runs[1].0.y && runs[0].0.x < Length::ZERO, "smaller, raised, hung out");
    assert_eq!(first(&format!("A {PROSE}")), "A ");
    assert_eq!(first(&format!("— {PROSE}")).chars().next(), Some('—'), "no letter: no drop cap");
}

#[test]
fn a_note_at_the_drop_cap_is_still_called() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { drop_cap: 2, ..style() };
    let after = [text("A"), inline(7, InlineKind::Note(0)), text(" "), text(PROSE)];
    let (paragraph, _) = fixture.set(&after, &style);
    assert_eq!(paragraph.variants[0].lines[0].notes, [node(900)]);
    assert!(runs(&paragraph.line(0, 0))[0].1.size > style.size, "the letter is large");
    let before = [inline(7, InlineKind::Note(0)), text(PROSE)];
    let (paragraph, _) = fixture.set(&before, &style);
    assert_eq!(paragraph.variants[0].lines[0].notes, [node(900)]);
    assert!(
        runs(&paragraph.line(0, 0)).iter().all(|(_, run)| run.size <= style.size),
        "no letter comes first"
    );
}

#[test]
fn small_capitals_are_made_where_the_face_has_none() {
    let mut fixture = Fixture::new();
    fixture.theme.code.size = 1000;
    let key = inline(3, InlineKind::Keyboard(vec![inline(4, InlineKind::SmallCaps(vec![text("Tab")]))]));
    let paragraph = fixture.set(&[key, text(" TAB")], &style()).0;
    let line = paragraph.line(0, 0);
    let runs = runs(&line);
    assert_eq!(&*runs[0].1.text, "Tab", "the text stays as written");
    assert_eq!(runs[0].1.size, Length::pt(11).scale(4, 5));
    let mono = fixture.fonts.face(runs[0].1.font);
    assert!(mono.monospaced);
    let capitals = fixture.set(&[inline(3, InlineKind::Keyboard(vec![text("TAB")]))], &style()).0.line(0, 0);
    let ids = |run: &GlyphRun| run.glyphs.iter().map(|g| g.id).collect::<Vec<_>>();
    assert_eq!(ids(runs[0].1), ids(super::runs(&capitals)[0].1));
}

#[test]
fn drawings_in_the_line_are_paths_or_are_reported() {
    let mut fixture = Fixture::new();
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><path d="M0 0H8V8z"/></svg>"#;
    for (key, bytes) in [("good.svg", &svg[..]), ("bad.svg", b"<svg")] {
        let asset =
            Asset { path: key.into(), format: ImageFormat::Svg, bytes: bytes.into(), width: 8, height: 8 };
        fixture.book.book.assets.insert(key.into(), asset);
    }
    let picture = |key: &str| {
        let (url, asset, alt) = (key.to_owned(), Some(key.to_owned()), "a mark".to_owned());
        let image = Image { url, asset, alt, title: None, decorative: false, width: None, bleeds: false };
        inline(5, InlineKind::Image(image))
    };
    let (paragraph, findings) = fixture.set(&[picture("good.svg"), text(" "), picture("bad.svg")], &style());
    let items = paragraph.line(0, 0).frame.items;
    assert!(items.iter().any(|(_, item)| matches!(item, Item::Group(group) if !group.items.is_empty())));
    assert_eq!(texts(&paragraph), [" bad.svg: a mark"]);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::UnsupportedSvg]);
}

#[test]
fn a_short_paragraph_has_no_drop_cap() {
    let fixture = Fixture::new();
    let paragraph = fixture.set_text("“One line.", &ParagraphStyle { drop_cap: 3, ..style() });
    assert_eq!(runs(&paragraph.line(0, 0))[0].1.size, Length::pt(11));
}

#[test]
fn the_lead_in_ends_with_a_short_clause() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { lead_in: true, ..style() };
    let first_run = |prose: &str| runs(&fixture.set_text(prose, &style).line(0, 0))[0].1.text.to_string();
    assert_eq!(first_run("Once upon, a time there was"), "Once upon");
    assert_eq!(first_run("It was the best of times, it was"), "It was the best of times");
    assert_eq!(first_run("It is a truth universally acknowledged"), "It is a truth");
}

#[test]
fn missing_signs_are_told_once_a_script() {
    let fixture = Fixture::new();
    let (paragraph, findings) = fixture.set(&[text("한글 and 한국 \u{e123}")], &style());
    let messages: Vec<_> = findings.iter().map(|f| (f.code, f.message.as_str())).collect();
    assert_eq!(
        messages,
        [
            (Code::MissingGlyph, "no font has signs for `국글한` (Korean)"),
            (Code::MissingGlyph, "no font has a sign for `\u{e123}` (private-use)"),
        ]
    );
    assert_eq!(texts(&paragraph), ["한글 and 한국 \u{e123}"]);
}

#[test]
fn pictures_stand_on_the_line_or_are_named() {
    let fixture = Fixture::new();
    let picture = |asset: Option<&str>, url: &str| {
        let image = Image {
            url: url.into(),
            asset: asset.map(Into::into),
            alt: "press".into(),
            title: None,
            decorative: false,
            width: None,
            bleeds: false,
        };
        inline(5, InlineKind::Image(image))
    };
    let inlines = [
        text("a "),
        picture(Some("a.png"), "a.png"),
        text(" b "),
        picture(None, "b.png"),
        text(" c "),
        picture(None, "https://example.org/c.png"),
    ];
    let (paragraph, _) = fixture.set(&inlines, &style());
    insta::assert_snapshot!(dump::frame(&paragraph.line(0, 0).frame, &fixture.fonts));
}

#[test]
fn struck_marked_and_keys_have_their_rules() {
    let fixture = Fixture::new();
    let inlines = [
        inline(3, InlineKind::Strikeout(vec![text("old")])),
        text(" "),
        inline(4, InlineKind::Mark(vec![text("new")])),
        text(" "),
        inline(5, InlineKind::Keyboard(vec![text("Esc")])),
        text(" x"),
        inline(6, InlineKind::Superscript(vec![text("α")])),
        inline(7, InlineKind::Code("fi".into())),
    ];
    let (paragraph, _) = fixture.set(&inlines, &style());
    insta::assert_snapshot!(dump::frame(&paragraph.line(0, 0).frame, &fixture.fonts));
}

#[test]
fn a_single_line_is_as_wide_as_its_text() {
    let fixture = Fixture::new();
    let edition = fixture.edition();
    let mut setter = Setter::new(&edition);
    let generated =
        Piece::Generated { text: "xiv".into(), source: Source::Artifact, raised: false, link: Some(node(9)) };
    let content = Content { node: node(1), span: PLACE, pieces: vec![generated] };
    let frame = single_line(&mut setter, &content, &style());
    assert_eq!(frame.size.height, Length::pt(14));
    let [(at, Item::Glyphs(run)), (_, Item::Link { size, .. })] = &frame.items[..] else {
        panic!("{:?}", frame.items)
    };
    assert_eq!(
        (run.width(), size.width, at.y),
        (frame.size.width, frame.size.width, baseline(Length::pt(14), Length::pt(11)))
    );
    assert_eq!(run.source, Source::Artifact);
}

#[test]
fn a_note_that_its_author_raised_stands_as_high_as_any() {
    let fixture = Fixture::new();
    let raised = inline(6, InlineKind::Superscript(vec![inline(7, InlineKind::Note(0))]));
    let mark = |note: Inline| {
        let line = fixture.set(&[text("so"), note], &style()).0.line(0, 0);
        let (at, run) = runs(&line)[1];
        (at.y, run.size, run.glyphs.clone())
    };
    assert_eq!(mark(raised), mark(inline(7, InlineKind::Note(0))));
}
