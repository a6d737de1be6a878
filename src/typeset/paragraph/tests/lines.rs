//! Lines: nothing lost, widths exact, variants as they say.

use proptest::prelude::*;

use super::*;

/// Width of a line's glyphs and where they begin.
fn extent(line: &Line) -> (Length, Length) {
    let runs = runs(line);
    let width = runs.iter().map(|(_, run)| run.width()).sum();
    (runs.iter().map(|(at, _)| at.x).min().unwrap_or_default(), width)
}

#[test]
fn prose_breaks_into_full_lines() {
    let fixture = Fixture::new();
    let paragraph = fixture.set_text(PROSE, &style());
    insta::assert_snapshot!(texts(&paragraph).join("|\n"));
}

#[test]
fn every_variant_has_all_of_the_text() {
    let fixture = Fixture::new();
    let paragraph = fixture.set_text(PROSE, &style());
    assert!(paragraph.variants.len() > 1, "prose of this length can be set in several ways");
    let counts: BTreeSet<usize> = paragraph.variants.iter().map(|v| v.lines.len()).collect();
    assert_eq!(counts.len(), paragraph.variants.len(), "a variant a line count");
    for variant in 0..paragraph.variants.len() {
        assert_eq!(joined(&paragraph, variant), PROSE);
        assert!(paragraph.variants[0].cost <= paragraph.variants[variant].cost);
    }
}

#[test]
fn justified_lines_sum_exactly() {
    let mut fixture = Fixture::new();
    fixture.theme.breaking.protrusion = false;
    let paragraph = fixture.set_text(PROSE, &style());
    for variant in 0..paragraph.variants.len() {
        let lines = lines(&paragraph, variant);
        for (index, line) in lines.iter().enumerate().take(lines.len() - 1) {
            let indent = if index == 0 { Length::pt(14) } else { Length::ZERO };
            assert_eq!(extent(line), (indent, Length::pt(306) - indent), "line {index} of {variant}");
        }
    }
}

#[test]
fn letters_take_up_what_they_may() {
    let mut fixture = Fixture::new();
    let scales = |fixture: &Fixture| -> BTreeSet<i32> {
        let paragraph = fixture.set_text(PROSE, &style());
        lines(&paragraph, 0)
            .iter()
            .flat_map(|line| runs(line).into_iter().map(|(_, run)| run.scale))
            .collect()
    };
    let some = scales(&fixture);
    assert!(some.len() > 1 && some.iter().all(|scale| (980..=1020).contains(scale)), "{some:?}");
    fixture.theme.breaking.expansion = 0;
    assert_eq!(scales(&fixture), BTreeSet::from([1000]));
}

#[test]
fn letters_of_neighbouring_lines_are_alike() {
    let mut fixture = Fixture::new();
    for tracking in [6, 0] {
        fixture.theme.breaking.tracking = tracking;
        for measure in [150, 190, 230, 270, 306, 350] {
            let paragraph = fixture
                .set_text(&PROSE.repeat(3), &ParagraphStyle { measure: Length::pt(measure), ..style() });
            for variant in 0..paragraph.variants.len() {
                let lines = lines(&paragraph, variant);
                let fits: Vec<(i32, i32)> =
                    lines.iter().map(|line| runs(line)[0].1).map(|run| (run.scale, run.tracking)).collect();
                assert!(fits.windows(2).all(|two| two[0].0.abs_diff(two[1].0) <= 30), "{fits:?}");
                let most = if tracking == 0 { 0 } else { 15 };
                assert!(
                    fits.iter().all(|fit| (980..=1020).contains(&fit.0) && fit.1.abs() <= most),
                    "{fits:?}"
                );
            }
        }
    }
}

#[test]
fn titles_stay_with_names() {
    let fixture = Fixture::new();
    let prose = "so it was that Mr. Bennet went with Mrs. Long to see Dr. Smith and then ".repeat(12);
    let ends = texts(&fixture.set_text(prose.trim_end(), &style()));
    let bound =
        ends.iter().filter(|line| line.trim_end().ends_with(['.']) && line.trim_end() != prose.trim_end());
    assert!(bound.count() <= 1, "{ends:#?}");
}

#[test]
fn a_line_may_end_between_a_dash_and_a_quote() {
    let fixture = Fixture::new();
    let style =
        ParagraphStyle { measure: Length::pt(70), indent: Length::ZERO, align: TextAlign::Start, ..style() };
    assert_eq!(texts(&fixture.set_text("my brother—“because he", &style))[0], "my brother—");
    let prose = "“—Yes,” he said (—and no) “—Oh!” —dijo él—, vino “—Yes,” ";
    for measure in [50, 60, 70, 80, 90] {
        let style = ParagraphStyle { measure: Length::pt(measure), ..style.clone() };
        for line in texts(&fixture.set_text(prose, &style)) {
            assert!(!line.ends_with(['—', '“']) || line.ends_with("él—"), "a dash that opens: {line}");
        }
    }
    let closing = texts(&fixture.set_text("“my brotherly—” he said", &style));
    assert!(closing.iter().all(|line| !line.starts_with('”')), "{closing:?}");
}

#[test]
fn a_written_hyphen_ends_a_line_without_another() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { measure: Length::pt(38), indent: Length::ZERO, hyphenate: false, ..style() };
    let paragraph = fixture.set_text("mother-in-law", &style);
    assert_eq!(texts(&paragraph), ["mother-", "in-law"]);
    assert!(paragraph.variants[0].lines[0].hyphenated);
}

#[test]
fn stops_and_quotes_hang_out() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { measure: Length::pt(200), indent: Length::ZERO, ..style() };
    let quoted = format!("“{PROSE}");
    let paragraph = fixture.set_text(&quoted, &style);
    let lines = lines(&paragraph, 0);
    assert!(extent(&lines[0]).0 < Length::ZERO, "the opening quote stands left of the measure");
    let beyond = lines.iter().zip(texts(&paragraph)).filter(|(line, _)| {
        let (x, width) = extent(line);
        // Letters hang out, too, but less than is seen.
        x + width - style.measure > style.size.scale(28, 1000)
    });
    for (_, text) in beyond.clone() {
        assert!(text.trim_end().ends_with(['.', ',', '-', '”', ';', '?']), "{text}");
    }
    assert!(beyond.count() > 0);
}

#[test]
fn a_line_never_begins_with_a_dash() {
    let fixture = Fixture::new();
    let prose = "He came – she went – they stayed – all was well – none knew why — it was so — ".repeat(6);
    for measure in [90, 120, 150, 180] {
        let style = ParagraphStyle { measure: Length::pt(measure), ..style() };
        for line in texts(&fixture.set_text(&prose, &style)) {
            assert!(!line.starts_with(['–', '—']), "{line}");
        }
    }
}

#[test]
fn the_measure_narrower_than_a_word_divides_letters() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { measure: Length::pt(60), indent: Length::ZERO, hyphenate: false, ..style() };
    let inlines = [text("see Donaudampfschifffahrtsgesellschaft now")];
    let (paragraph, findings) = fixture.set(&inlines, &style);
    assert_eq!(findings, []);
    assert_eq!(joined(&paragraph, 0), "see Donaudampfschifffahrtsgesellschaft now");
}

#[test]
fn what_cannot_be_divided_is_reported() {
    let fixture = Fixture::new();
    let picture = crate::model::inline::Image {
        url: "a.png".into(),
        asset: Some("a.png".into()),
        alt: "a press".into(),
        title: None,
        decorative: false,
        width: None,
        bleeds: false,
    };
    let style = ParagraphStyle { measure: Length::pt(8), indent: Length::ZERO, ..style() };
    let wide = [text("W\u{a0}W\u{a0}W"), inline(5, InlineKind::Image(picture))];
    let (paragraph, findings) = fixture.set(&wide, &style);
    assert!(paragraph.variants[0].lines.iter().any(|line| line.overfull));
    assert_eq!(findings[0].code, crate::diagnostic::Code::OverfullLine);
    assert_eq!(findings[0].labels[0].span, PLACE);
    assert!(findings[0].message.starts_with("the line `W\u{a0}W\u{a0}W` is "), "{}", findings[0].message);
}

#[test]
fn hard_breaks_end_lines_and_empty_text_is_a_line() {
    let fixture = Fixture::new();
    let inlines = [text("one"), inline(3, InlineKind::HardBreak), text("two")];
    assert_eq!(texts(&fixture.set(&inlines, &style()).0), ["one ", "two"]);
    let paragraph = fixture.set_text("", &style());
    assert_eq!((paragraph.variants.len(), paragraph.variants[0].lines.len()), (1, 1));
    assert_eq!(paragraph.line(0, 0).frame.size.height, Length::pt(14));
}

#[test]
fn alignment_moves_lines() {
    let fixture = Fixture::new();
    let at = |align| {
        let style = ParagraphStyle { align, indent: Length::ZERO, measure: Length::pt(100), ..style() };
        let paragraph = fixture.set_text("one", &style);
        extent(&paragraph.line(0, 0))
    };
    let (start, width) = at(TextAlign::Start);
    assert_eq!(start, Length::ZERO);
    assert_eq!(at(TextAlign::End).0, Length::pt(100) - width);
    assert_eq!(at(TextAlign::Center).0, (Length::pt(100) - width) / 2);
}

#[test]
fn centred_lines_are_alike() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { align: TextAlign::Center, indent: Length::ZERO, ..style() };
    let title = "In which a man of no fortune is introduced to a family of five daughters, and dances";
    let texts = texts(&fixture.set_text(title, &style));
    assert_eq!(texts.len(), 2);
    assert!(texts[0].len().abs_diff(texts[1].len()) < 16, "{texts:?}");
}

#[test]
fn code_keeps_its_spaces() {
    let fixture = Fixture::new();
    let look = Look { family: Family::Mono, bold: false, italic: false };
    let style = ParagraphStyle { look, align: TextAlign::Start, indent: Length::ZERO, ..style() };
    let paragraph = fixture.set_text("    if  a -> b", &style);
    assert_eq!(texts(&paragraph), ["    if  a -> b"]);
    let line = paragraph.line(0, 0);
    let advances: BTreeSet<Length> =
        runs(&line).iter().flat_map(|(_, r)| &r.glyphs).map(|g| g.advance).collect();
    assert_eq!(advances.len(), 1, "no ligatures, no stretching: {advances:?}");
}

#[test]
fn soft_hyphens_show_only_where_a_line_ends() {
    let fixture = Fixture::new();
    let style =
        ParagraphStyle { measure: Length::pt(70), indent: Length::ZERO, lang: "zxx".into(), ..style() };
    let paragraph = fixture.set_text("a Donau\u{ad}dampf\u{ad}schiff", &style);
    assert_eq!(joined(&paragraph, 0), "a Donaudampfschiff");
    assert!(texts(&paragraph).iter().any(|line| line.ends_with('-')));
    assert!(texts(&paragraph).iter().all(|line| !line.contains('\u{ad}')));
}

#[test]
fn right_to_left_runs_stand_in_visual_order() {
    let fixture = Fixture::new();
    let paragraph = fixture.set_text("abc אבג דהו xyz", &ParagraphStyle { indent: Length::ZERO, ..style() });
    let line = paragraph.line(0, 0);
    let runs = runs(&line);
    let hebrew = runs.iter().find(|(_, r)| r.level == 1).expect("a run from right to left");
    assert_eq!(&*hebrew.1.text, "אבג");
    assert_eq!(hebrew.1.glyphs[0].cluster, 4, "the last letter is the leftmost glyph");
    let second = runs.iter().find(|(_, r)| &*r.text == "דהו").expect("the second word");
    assert!(second.0.x < hebrew.0.x, "the second word stands left of the first");
    assert_eq!(texts(&paragraph), ["abc אבג דהו xyz"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_is_lost_whatever_is_set(
        words in prop::collection::vec("[a-zA-Z]{1,14}|—|well-known|“|naïve,|漢字仮名|[0-9]{1,3}", 1..60),
        measure in 20i64..320,
        align in prop::sample::select(vec![TextAlign::Justify, TextAlign::Start, TextAlign::Center]),
    ) {
        let fixture = Fixture::new();
        let style = ParagraphStyle { measure: Length::pt(measure), align, ..style() };
        let prose = words.join(" ");
        let paragraph = fixture.set_text(&prose, &style);
        let joined = |variant| -> String { joined_with_hyphens(&paragraph, variant) };
        for variant in 0..paragraph.variants.len() {
            prop_assert_eq!(joined(variant), prose.clone());
            for (line, info) in lines(&paragraph, variant).iter().zip(&paragraph.variants[variant].lines) {
                for (at, run) in runs(line) {
                    if !info.overfull {
                        prop_assert!(at.x >= -style.size);
                        prop_assert!(at.x + run.width() <= style.measure + style.size, "{:?}", run.text);
                    }
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_set(
        signs in prop::collection::vec(
            prop_oneof![
                any::<char>(),
                prop::sample::select("\u{ad}\u{200d}\u{301}\u{202e}\u{fffc}\u{a0}\n\t\r -—“Aא字ก".chars().collect::<Vec<_>>()),
            ],
            0..60,
        ),
        measure in -5i64..200,
        drop_cap in 0u8..4,
        rtl in any::<bool>(),
    ) {
        let fixture = Fixture::new();
        let lang = if rtl { "he" } else { "en" }.into();
        let style = ParagraphStyle { measure: Length::pt(measure), drop_cap, lead_in: true, lang, ..style() };
        let prose: String = signs.into_iter().collect();
        let paragraph = fixture.set_text(&prose, &style);
        for variant in 0..paragraph.variants.len() {
            prop_assert!(!paragraph.variants[variant].lines.is_empty());
            let shown: String = lines(&paragraph, variant).iter().map(|l| crate::typeset::dump::text(&l.frame)).collect();
            // Every letter of the text stands on some line, in its order. The capital of `ὐ` is two
            // characters: where a face has no small capitals the text is that of the capitals.
            let letters =
                |text: &str| text.to_uppercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert_eq!(letters(&shown), letters(&prose));
        }
    }
}

/// The text of a variant without the hyphens that breaking added: a written one is part
/// of the place its run shows, an added one is not.
fn joined_with_hyphens(paragraph: &Paragraph, variant: usize) -> String {
    let mut out = String::new();
    for line in lines(paragraph, variant) {
        for (_, run) in runs(&line) {
            let Source::Book(places) = &run.source else { continue };
            let written = (places.end.at - places.start.at) as usize;
            out.push_str(run.text.get(..written).unwrap_or(&run.text));
        }
    }
    out
}

#[test]
fn numbers_keep_their_units() {
    let fixture = Fixture::new();
    let prose = "and then it was 12 km to the town and 30 kg of meal were left for the men ".repeat(14);
    let ends = texts(&fixture.set_text(prose.trim_end(), &style()));
    let parted = ends.iter().filter(|line| line.trim_end().ends_with(|c: char| c.is_ascii_digit()));
    assert!(parted.count() <= 1, "{ends:#?}");
}

#[test]
fn names_that_patterns_leave_whole_are_divided_in_need() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { measure: Length::pt(100), indent: Length::ZERO, ..style() };
    let prose = "of her dear Anna Mikháylovna’s was thrown up a";
    let lines = texts(&fixture.set_text(prose, &style));
    assert!(lines.iter().any(|line| line.ends_with("Mikháy-")), "{lines:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_is_lost_or_doubled(
        words in prop::collection::vec("[a-z]{1,14}|[A-Z][a-zé]{3,12}[,.]?|“—[a-z]{4}”|[0-9]{1,3} km|extraordinary-looking", 1..60),
        measure in 40i64..320,
        tracking in 0i32..9,
    ) {
        let mut fixture = Fixture::new();
        fixture.theme.breaking.tracking = tracking;
        let text = words.join(" ");
        let paragraph = fixture.set_text(&text, &ParagraphStyle { measure: Length::pt(measure), ..style() });
        for variant in 0..paragraph.variants.len() {
            let mut set = String::new();
            for (line, info) in lines(&paragraph, variant).iter().zip(&paragraph.variants[variant].lines) {
                let shown = crate::typeset::dump::text(&line.frame);
                // A hyphen of the text's own stays; that of a division goes.
                let own = text.get(set.len()..).is_some_and(|rest| rest.starts_with(shown.as_str()));
                set.push_str(if info.hyphenated && !own { shown.strip_suffix('-').unwrap_or(&shown) } else { &shown });
            }
            prop_assert_eq!(set.trim_end(), text.as_str());
        }
    }
}

#[test]
fn slanted_letters_do_not_touch_upright_ones() {
    let fixture = Fixture::new();
    let style = ParagraphStyle { indent: Length::ZERO, ..style() };
    let f = || inline(3, InlineKind::Emphasis(vec![text("of")]));
    let width = |inlines: &[Inline]| extent(&fixture.set(inlines, &style).0.line(0, 0)).1;
    let (joined, alone, bracket) = (width(&[f(), text(")")]), width(&[f()]), width(&[text(")")]));
    assert!(joined > alone + bracket, "{joined:?} of {alone:?} and {bracket:?}");
}

#[test]
fn a_quote_within_a_quote_stands_apart() {
    let fixture = Fixture::new();
    let width = |text: &str| extent(&fixture.set_text(text, &style()).line(0, 0)).1;
    let apart = width("he said ‘no’” to me") - width("he said ‘no’ to me");
    assert!(apart > width("he said no” to me") - width("he said no to me") + Length::pt(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn lines_that_can_be_set_do_not_stick_out(measure in 150i64..340, from in 0usize..60) {
        let mut fixture = Fixture::new();
        fixture.theme.breaking.protrusion = false;
        let prose: String = PROSE.repeat(3).chars().skip(from).skip_while(|c| *c != ' ').skip(1).collect();
        let style = ParagraphStyle { measure: Length::pt(measure), indent: Length::ZERO, ..style() };
        let paragraph = fixture.set_text(&prose, &style);
        for variant in 0..paragraph.variants.len() {
            for (line, info) in lines(&paragraph, variant).iter().zip(&paragraph.variants[variant].lines) {
                let (x, width) = extent(line);
                let out = x + width - style.measure;
                prop_assert!(info.overfull || out.0 < Length::PER_PT / 50, "{out:?} in {variant}");
            }
        }
    }
}

#[test]
fn a_line_of_verse_is_turned_over_only_where_it_must_be() {
    let fixture = Fixture::new();
    let verse = ParagraphStyle {
        align: TextAlign::Start,
        hyphenate: false,
        indent: Length::ZERO,
        hang: Length::pt(22),
        ..style()
    };
    let counts = |text: &str| -> Vec<usize> {
        fixture.set_text(text, &verse).variants.iter().map(|variant| variant.lines.len()).collect()
    };
    assert_eq!(counts("Dazzling and tremendous how quick the sun-rise would kill me,"), [1]);
    assert_eq!(
        counts("Hefts of the moving world at innocent gambols silently rising, freshly exuding,"),
        [2]
    );
}
