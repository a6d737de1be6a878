//! Fenced divs: what they become, and what becomes of a mistake.

use super::*;

#[test]
fn trap_1_fences_make_divs_and_eat_no_definitions() {
    assert_eq!(blocks_of("::: keep\nText\n:::\nb"), "keep(p(Text)){.keep}; p(b)");
    assert_eq!(blocks_of("::: keep\nT\n: d\n:::\n"), "keep(defs(T = p(d))){.keep}");
    assert_eq!(blocks_of("text\n::: {.keep #k}\n- a\n:::\nb"), "p(text); keep(list -(p(a))){#k .keep}; p(b)");
    assert_eq!(blocks_of("::: keep\n|a|\n|-|\n|b|\n:::"), "keep(table<>(a / b)){.keep}");
    assert_eq!(blocks_of("```\n:::\n```\n\n    ::: x\n"), "code -(:::); code -(::: x)");
    assert_eq!(blocks_of("a\n:label:`x`"), "p(a␤:label:`x`)", "a colon alone begins no definition");
}

#[test]
fn divs_nest_in_each_other_and_in_lists_and_quotes() {
    assert_eq!(
        blocks_of(":::: {.keep}\n::: {.center}\na\n:::\nb\n::::\nc"),
        "keep(center(p(a)){.center}; p(b)){.keep}; p(c)"
    );
    assert_eq!(
        blocks_of("1. one\n\n   ::: note\n   in\n   :::\n\n2. two\n\n> ::: tip\n> q\n> :::\n> r"),
        "list 1 loose(p(one); Note[](p(in)){.note} / p(two)); quote(Tip[](p(q)){.tip}; p(r))"
    );
    assert_eq!(blocks_of("- a\n      ::: note\n      b\n      :::\n"), "list -(p(a); Note[](p(b)){.note})");
    assert_eq!(
        blocks_of("::: note\n- a\n  :::\n\nb"),
        "Note[](list -(p(a))){.note}; p(b)",
        "the fence is the list's"
    );
    assert_eq!(blocks_of("<div>\n::: note\na\n:::\n</div>"), "Note[](p(a)){.note}");
    assert_eq!(blocks_of("[^1] x\n\n[^1]: n\n\n    ::: note\n    in\n    :::\n"), "p(note(0) x)");
}

#[test]
fn a_forgotten_fence_loses_nothing() {
    let document = parse("# A\n\n::: note\na\n\nb\n\n# B\n\nc\n");
    assert_eq!(show_blocks(&document.blocks), "h1(A); Note[](p(a); p(b)){.note}; h1(B); p(c)");
    assert_eq!(codes(&document), [Code::UnclosedDiv]);
    assert_eq!(document.findings[0].labels[0].span.start, 5);
    let list = parse("- ::: note\n  a\n- b\n");
    assert_eq!(show_blocks(&list.blocks), "list -(Note[](p(a)){.note} / p(b))");
    assert_eq!(codes(&list), [Code::UnclosedDiv]);
    let stray = parse("a\n\n:::\n\nb\n\n> c\n> :::\n");
    assert_eq!(
        (show_blocks(&stray.blocks), codes(&stray)),
        ("p(a); p(b); quote(p(c))".into(), vec![Code::UnclosedDiv; 2])
    );
    assert_eq!(blocks_of("::: 3 colons :::\n\nb"), "p(::: 3 colons :::); p(b)");
}

#[test]
fn unknown_classes_are_named_and_kept() {
    let document =
        parse("::: {.sidebr}\na\n:::\n\n::: box\nb\n:::\n\n::: {.note tilte=x data-y=z}\nc\n:::\n");
    assert_eq!(
        show_blocks(&document.blocks),
        "plain(p(a)){.sidebr}; plain(p(b)){.box}; Note[](p(c)){.note tilte=x data-y=z}"
    );
    assert_eq!(codes(&document), [Code::UnknownClass, Code::UnknownClass, Code::UnknownAttribute]);
    assert_eq!(document.findings[0].help, ["did you mean `.sidebar`?"]);
    assert_eq!(document.findings[2].help, ["did you mean `title`?"]);
    let known =
        "::: {.columns}\n:::: {.column width=\"40%\"}\na\n::::\n:::\n\n::: {lang=fr}\n\"b\"\n:::\n\n\"c\"";
    assert_eq!(codes(&parse(known)), []);
    assert_eq!(
        blocks_of("::: {lang=fr}\n\"b\"\n:::\n\n\"c\""),
        "plain(p(«\u{202f}b\u{202f}»)){lang=fr}; p(“c”)"
    );
}

#[test]
fn callouts_have_titles_from_five_places() {
    let title = "Note[My emphasis[t]](p(b))";
    assert_eq!(
        blocks_of("::: {.callout-note title=\"My *t*\"}\nb\n:::"),
        format!("{title}{{.callout-note title=My *t*}}")
    );
    assert_eq!(blocks_of("::: {.callout-note}\n## My *t*\n\nb\n:::"), format!("{title}{{.callout-note}}"));
    assert_eq!(blocks_of("::: note My *t*\nb\n:::"), format!("{title}{{.note}}"));
    assert_eq!(blocks_of(":::note[My *t*]\nb\n:::"), format!("{title}{{.note}}"));
    assert_eq!(
        blocks_of("::: {.callout-note title='My \\'t\\''}\nb\n:::").split('(').next(),
        Some("Note[My ‘t’]")
    );
    assert_eq!(
        blocks_of("::: danger\nb\n:::\n\n::: {.rmdtip}\nc\n:::"),
        "Caution[](p(b)){.danger}; Tip[](p(c)){.rmdtip}"
    );
    assert_eq!(
        codes(&parse("::: {.callout-tip collapse=true icon=false appearance=\"simple\"}\nb\n:::")),
        []
    );
}

#[test]
fn alerts_of_other_tools_come_near() {
    let document = parse("> [!INFO]- A\n> b\n\n> [!WARNNG]\n> c\n\n> [!Tip]\n> d\n\n> [!ELSE]\n> e");
    assert_eq!(
        show_blocks(&document.blocks),
        "Note[A](p(b)); Warning[](p(c)); Tip[](p(d)); quote(p([!ELSE]␤e))"
    );
    assert_eq!(codes(&document), [Code::UnknownClass; 3]);
    assert_eq!(document.findings[1].help, ["write `[!WARNING]`"]);
}

#[test]
fn epigraphs_and_quotes_name_who_said_it() {
    assert_eq!(
        blocks_of("::: {.epigraph source=\"Herman Melville, *Moby-Dick*\"}\nCall me Ishmael.\n:::"),
        "epigraph(p(Call me Ishmael.); by(Herman Melville, emphasis[Moby-Dick])){.epigraph source=Herman Melville, *Moby-Dick*}"
    );
    let said = "p(a); by(B emphasis[c])";
    assert_eq!(blocks_of("::: epigraph\na\n\n— B *c*\n:::"), format!("epigraph({said}){{.epigraph}}"));
    assert_eq!(blocks_of("::: epigraph\na\n-- B *c*\n:::"), format!("epigraph({said}){{.epigraph}}"));
    assert_eq!(
        blocks_of("::: pull-quote\n> a\n>\n> --- B *c*\n:::"),
        format!("pullquote({said}){{.pull-quote}}")
    );
    assert_eq!(blocks_of("> a\n>\n> --- B *c*"), format!("quote({said})"));
    assert_eq!(blocks_of("> a  \n> --- B *c*"), format!("quote({said})"));
    assert_eq!(blocks_of("> a\n> --- B"), "quote(p(a␤— B))", "a dash in a sentence");
    assert_eq!(blocks_of("> — Oui.\n>\n> — Non."), "quote(p(— Oui.); p(— Non.))", "speech");
}

#[test]
fn theorems_and_their_like_are_roles() {
    assert_eq!(
        blocks_of("::: {#thm-line name=\"Straight *lines*\"}\na\n:::\n\n::: {.proof}\nb\n:::"),
        "theorem(theorem)[Straight emphasis[lines]](p(a)){#thm-line name=Straight *lines*}; proof(p(b)){.proof}"
    );
    assert_eq!(blocks_of("::: {#exr-a}\n### Do it\n\nb\n:::"), "theorem(exercise)[Do it](p(b)){#exr-a}");
    assert_eq!(blocks_of("::: {.lemma #tri}\na\n:::"), "theorem(lemma)(p(a)){#lem:tri .lemma}");
    assert_eq!(
        blocks_of("::: sidebar\n## T\n\na\n:::\n\n::: {#refs}\n:::"),
        "sidebar[T](p(a)){.sidebar}; references(){#refs}"
    );
    assert_eq!(blocks_of("::: keep two words\na\n:::"), "keep(p(two words); p(a)){.keep}");
}

#[test]
fn groups_take_their_last_paragraph_for_a_caption() {
    assert_eq!(
        blocks_of(
            "::: {#fig-pair layout-ncol=2}\n![A](a.png){#fig-a}\n![B^[n]](b.png){#fig-b}\n\nBoth *x*.\n:::"
        ),
        "group 2<Both emphasis[x].>(fig(a.png | A | A){#fig-a}; fig(b.png | B | Bnote(0)){#fig-b}){#fig-pair layout-ncol=2}"
    );
    assert_eq!(
        blocks_of("::: {#fig-one}\n![](a.png){alt=x}\n\nOne.\n:::"),
        "fig(a.png | x | One.){#fig-one alt=x}"
    );
    assert_eq!(blocks_of("::: {#tbl-one}\n|a|\n|-|\n|b|\n\nOne.\n:::"), "table<One.>(a / b){#tbl-one}");
    assert_eq!(blocks_of("::: {#lst-one}\n```js\nx\n```\n\nOne.\n:::"), "code js<One.>(x){#lst-one}");
    assert_eq!(
        blocks_of("::: {layout=\"[[1,1],[1]]\"}\n![A](a.png)\n\nwords\n:::"),
        "group 2<>(fig(a.png | A | A); p(words)){layout=[[1,1],[1]]}"
    );
    assert_eq!(
        blocks_of("::: {#fig-x fig-cap=\"C *d*\"}\n~~~mermaid\nx\n~~~\n:::"),
        "group 1<C emphasis[d]>(code mermaid(x)){#fig-x fig-cap=C *d*}"
    );
}

#[test]
fn a_div_round_chapters_is_laid_round_their_parts() {
    assert_eq!(
        blocks_of("::: {.content-visible when-format=pdf}\na\n\n# One\n\nb\n:::\n\nc"),
        "plain(p(a)){.content-visible when-format=pdf}; h1(One){.content-visible when-format=pdf}; \
         plain(p(b)){.content-visible when-format=pdf}; p(c)"
    );
}

#[test]
fn tabs_and_later_divs_are_said_once() {
    let document = parse("::: {.panel-tabset}\n## A\n\na\n\n## B\n\nb\n:::\n\n::: {.landscape}\nc\n:::");
    assert_eq!(
        show_blocks(&document.blocks),
        "plain(h2(A); p(a); h2(B); p(b)){.panel-tabset}; plain(p(c)){.landscape}"
    );
    assert_eq!(codes(&document), [Code::NotYet, Code::NotYet]);
}

#[test]
fn fixes_of_page_makeup_are_left_with_their_paragraphs() {
    let fit = |fence: &str| blocks_of(&format!("::: {{{fence}}}\na\n\n- b\n:::"));
    assert_eq!(fit(".fit lines=-1"), "p(a){fit=-1 }; list -(p(b){fit=-1 })");
    assert_eq!(fit(".fit lines=+1 edition=large"), "p(a){fit=1 large}; list -(p(b){fit=1 large})");
    assert_eq!(fit(".fit lines=1 when-edition=\"a,b\""), "p(a){fit=1 a,b}; list -(p(b){fit=1 a,b})");
    assert_eq!(fit(".keep .fit lines=2"), "keep(p(a){fit=2 }; list -(p(b){fit=2 })){.keep}");
    assert_eq!(fit(".keep edition=large"), "keep(p(a); list -(p(b))){.keep kept-in=large}");
    let told = |text: &str| codes(&parse(text));
    assert_eq!(told("::: {.fit lines=-1}\na\n:::"), []);
    for text in ["::: {.fit}\na\n:::", "::: {.fit lines=x}\na\n:::", "::: {.fit lines=1}\n```\na\n```\n:::"] {
        assert_eq!(told(text), [Code::FitWithoutEffect], "{text}");
    }
}

/// Every block construct with words of their own, w0x to w44x.
const GALLERY: &str = "# w0x\n\n:::: {.callout-note}\n## w1x\n\nw2x w3x\n::: {.keep}\n- w4x\n\n  ::: tip w5x w6x\n  w7x\n  :::\n\n- w8x\n:::\nw9x\n::::\n\n> w10x\n> ::: epigraph\n> w11x\n> -- w12x\n> :::\n> w13x\n\n::: {.verse}\nw14x\n    w15x\n\n    *w16x\n  w17x*\n:::\n\n|w18x|w19x|\n|-|-|\n|w20x|w21x|\n: w22x *w23x* {#tbl-a}\n\nTable: w24x\n\n|w25x|\n|-|\n|w26x|\n\n```{.js #lst-a .numberLines}\nw27x\n```\n\n: w28x\n\n$$\nw29x\n$$ {#eq-a}\n\n\\begin{align}\nw30x\n\nw31x\n\\end{align}\n\nw32x\n\\newpage\nw33x\n\n+---+\n|w34x|\n+---+\n\n w35x w36x\n---- ----\n w37x\n\n| w38x\n|   w39x\n\nw40x\n: w41x\n\n::: {.scene-break}\n:::\n\nw42x[^n]\n\n[^n]: w43x w44x\n";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// A mistake in a block construct never costs a word: it is in the text or in a finding.
    #[test]
    fn damaged_blocks_keep_their_words(at in 0..GALLERY.len(), len in 0..6_usize, with in "(:{1,4}|`{1,3}|\\$|\\{|\\}|\\||\n|-|>|[ ]{1,5}|#|\\+|\\\\|<|\\?>|~~~|\\[\\^){0,3}") {
        let end = (at + len).min(GALLERY.len());
        let text = format!("{}{with}{}", &GALLERY[..at], &GALLERY[end..]);
        let document = parse(&text);
        let told: String = document.findings.iter().map(|finding| finding.message.as_str()).collect();
        let shown = all_text(&document) + &told;
        for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
            let is_whole = word.starts_with('w') && word.ends_with('x') && word.len() > 2;
            prop_assert!(!is_whole || shown.contains(word), "{word} of {text} in {shown}");
        }
    }
}
