//! References, citations, spans, index marks, abbreviations: what Pandoc and Quarto add to a line.

use super::{blocks_of, codes, parse, show_blocks};
use crate::diagnostic::Code;
use crate::model::manifest::Typography;
use crate::read::markdown::{Document, Places, Source, read};
use crate::source::FileId;

/// A book that names works to cite.
fn cited(text: &str) -> Document {
    read(&Source {
        places: &Places::of(FileId(0)),
        text,
        lang: "en",
        typography: Typography::default(),
        bibliography: true,
        pictures: &|_, _| (None, None),
        hidden_lines: &std::collections::BTreeMap::new(),
        links: &|_, _| None,
    })
}

fn messages(document: &Document) -> Vec<&str> {
    document.findings.iter().map(|finding| finding.message.as_str()).collect()
}

#[test]
fn references_name_labels_by_their_kind() {
    assert_eq!(
        blocks_of("See @fig-x. @Tbl-y's @eq:z, @fig-my_map; (@sec-a-b) @part-1!"),
        "p(See ref(fig-x). ref(^tbl-y)’s ref(eq:z), ref(fig-my_map); (ref(sec-a-b)) ref(part-1)!)"
    );
    assert_eq!(
        blocks_of("[-@fig-x] [Map @fig-x] [see *the* @fig-x] [@Fig-x]"),
        "p(ref(#fig-x) ref(#fig-x)[Map] ref(#fig-x)[see emphasis[the]] ref(^fig-x))"
    );
    assert_eq!(
        blocks_of("[@fig-a; @tbl-b; Plan -@fig-c] and [@fig-a, above; b]"),
        "p(ref(fig-a), ref(tbl-b), ref(#fig-c)[Plan] and ref(fig-a), above; b)"
    );
    assert_eq!(
        blocks_of("Figure \\@ref(fig:x_y) of \\@ref(the-slug)"),
        "p(Figure ref(#fig:x_y) of ref(#the-slug))"
    );
    assert_eq!(
        blocks_of("@fig-map에서 그림@fig-map은 [@fig-지도]에서"),
        "p(ref(fig-map)에서 그림ref(fig-map)은 ref(fig-지도)에서)"
    );
    assert!(parse("See @fig-x and [@fig-x].").findings.is_empty());
}

#[test]
fn references_stand_in_any_markup() {
    assert_eq!(
        blocks_of(
            "# On @fig-x {#h}\n\n- **@fig-x**\n\n> \"*@fig-x*\"\n\n|a|\n|-|\n|@tbl-x|\n\nn^[See [-@sec-a].]"
        ),
        "h1(On ref(fig-x)){#h}; list -(p(strong[ref(fig-x)])); quote(p(“emphasis[ref(fig-x)]”)); \
         table<>(a / ref(tbl-x)); p(nnote(0))"
    );
    assert_eq!(show_blocks(&parse("n^[See [-@sec-a].]").notes[0].note.blocks), "p(See ref(#sec-a).)");
    assert_eq!(
        blocks_of("![Like @fig-b](a.png){#fig-a}"),
        "fig(a.png | Like | Like @fig-b){#fig-a}".replace("Like | Like @fig-b", "Like @fig-b | Like @fig-b")
    );
}

#[test]
fn what_only_looks_like_a_reference_is_text() {
    for text in ["`@fig-x`", "a@fig-x.org", "\\@fig-x", "@figs-x", "@ fig-x", "@fig-", "\\@ref()", "\\@ref(x"]
    {
        assert!(!blocks_of(text).replace("@ref(", "").contains("ref("), "{text}: {}", blocks_of(text));
    }
    assert_eq!(
        blocks_of("[@fig-x](u) <a@fig-x.org>"),
        "p(link(u)[@fig-x] link(mailto:a@fig-x.org)[a@fig-x.org])"
    );
    assert_eq!(blocks_of("\\@fig-x https://a.b/@fig-x"), "p(@fig-x https://a.b/@fig-x)");
}

#[test]
fn citations_are_kept_as_written() {
    let document = parse("As [see @knuth84, p. 3; -@b] and [-@doe] say. @twitter, [a@b.c] [no @ at all]");
    assert_eq!(
        show_blocks(&document.blocks),
        "p(As cite(knuth84+b)[[see @knuth84, p. 3; -@b]] and cite(doe)[[-@doe]] say. @twitter, [a@b.c] [no @ at all])"
    );
    assert_eq!(codes(&document), [Code::NotYet]);
    let bare = cited("@doe says; @roe [p. 3] and @{a key}. [@x] *@y* me@z.org @fig-a [@no](u)");
    assert_eq!(
        show_blocks(&bare.blocks),
        "p(cite(doe)[@doe] says; cite(roe)[@roe [p. 3]] and cite(a key)[@{a key}]. cite(x)[[@x]] \
         emphasis[cite(y)[@y]] me@z.org ref(fig-a) link(u)[@no])"
    );
    assert_eq!(codes(&bare), [Code::NotYet]);
}

#[test]
fn spans_carry_what_is_said_of_them() {
    assert_eq!(
        blocks_of(
            "[a [b]{.ul} *c*]{.sc} [d]{.highlight} [O]{.dropcap}nce [x]{.content-visible when-format=\"epub\"}"
        ),
        "p(smallcaps[a underline[b]{.ul} emphasis[c]]{.sc} mark[d]{.highlight} span[O]{.dropcap}nce \
         span[x]{.content-visible when-format=epub})"
    );
    assert_eq!(
        blocks_of("[10 km\nof *the road*]{.nowrap}"),
        "p(span[10\u{a0}km\u{a0}of emphasis[the\u{a0}road]]{.nowrap})"
            .replace("of emphasis", "of\u{a0}emphasis")
    );
    assert!(
        parse("[a]{.sc} [l](u){.page} `c`{.rust} ![d](e){.decorative} [x](u){target=_blank data-x=1}")
            .findings
            .is_empty()
    );
    let document = parse("[a]{.smalcaps} [b]{.smalcaps} [c]{langg=ko} [e](u){.qqq}");
    assert_eq!(codes(&document), [Code::UnknownClass, Code::UnknownAttribute, Code::UnknownClass]);
    assert_eq!(document.findings[0].help, ["did you mean `.smallcaps`?"]);
    let span = document.findings[0].labels[0].span;
    assert_eq!((span.start, span.end), (5, 13));
}

#[test]
fn index_marks_are_places() {
    assert_eq!(
        blocks_of(
            "[Seoul]{.index entry=\"Korea!Seoul\"} x[]{.index entry=\"y\"} z\\index{a_b!*c*|see{d}} [t]{.term of=k}"
        ),
        "p(span[Seoul]{.index entry=Korea!Seoul} xanchor{.index entry=y} zanchor{.index entry=a_b!*c* see=d} span[t]{.term of=k})"
    );
    let document = parse("a\\index{b} c\\index{d} [e]{.index} [f]{.term}");
    assert_eq!(codes(&document), [Code::NotYet, Code::NotYet]);
}

#[test]
fn tex_in_text_is_kept_and_said_once_a_command() {
    let document =
        parse("\\textit{a} \\textit{b} \\ref{fig:x} C:\\Users\\me \\\\textit{c} `\\textbf{d}` $\\mathbf{e}$");
    assert_eq!(
        show_blocks(&document.blocks),
        "p(\\textit{a} \\textit{b} \\ref{fig:x} C:\\Users\\me \\textit{c} `\\textbf{d}` math(\\mathbf{e}))"
    );
    let found: Vec<Code> = codes(&document).into_iter().filter(|code| *code != Code::NotRead).collect();
    assert_eq!(found, [Code::RawTex, Code::RawTex]);
    assert!(document.findings.iter().any(|finding| finding.help == ["write `*text*`"]));
}

#[test]
fn tex_that_arranges_pages_goes_and_words_stay() {
    let document =
        parse("\\noindent\n\\LaTeX\\ is old\\ldots\n\n\\setcounter{page}{1}\n\nEnd \\vspace{1cm} here.");
    assert_eq!(show_blocks(&document.blocks), "p(LaTeX\u{a0}is old…); p(End  here.)");
    assert_eq!(codes(&document), [Code::RawTex; 3]);
}

#[test]
fn formulas_in_a_paragraph_have_labels() {
    assert_eq!(
        blocks_of("So $$a$$ {#eq-a} and $b${.unnumbered} {#c}"),
        "p(So math!(a){#eq-a} and math(b){.unnumbered} {#c})"
    );
}

#[test]
fn hostile_lines_lose_nothing_and_end() {
    for open in [
        "[@a ",
        "[@fig-a; ",
        "\\index{",
        "@{",
        "\"'",
        "*「",
        "_「",
        "@fig-a[",
        "`x`{=html}[",
        "*[A]: b\n\nA ",
    ] {
        let text = format!("{}deep", open.repeat(5_000));
        assert!(super::all_text(&parse(&text)).contains("deep"), "{open}");
        let text = format!("{}deep{}", open.repeat(2_000), "]".repeat(2_000));
        assert!(super::all_text(&cited(&text)).contains("deep"), "{open}");
    }
}

#[test]
fn raw_html_in_a_line_is_html_and_other_formats_go() {
    let document = parse("a `<b>`{=html}x `y`{=latex}`</b>`{=html} `&copy;`{=epub}");
    assert_eq!(show_blocks(&document.blocks), "p(a strong[x ] ©)");
    assert_eq!(messages(&document), ["raw `latex` is meant for another program and is left out"]);
}

#[test]
fn notes_may_have_a_place() {
    let document = parse("a^[b [c] *d*]{.side} e[^x:1]{.end}\n\n[^x:1]: f\n");
    assert_eq!(show_blocks(&document.blocks), "p(anote(1){.side} enote(0){.end})");
    assert_eq!(show_blocks(&document.notes[1].note.blocks), "p(b [c] emphasis[d])");
    assert!(document.findings.is_empty(), "{:?}", document.findings);
    assert_eq!(
        blocks_of("# H^[a]\n\n|b^[c]|\n|-|\n|d|\n\n[e^[f]](u)"),
        "h1(Hnote(0)); table<>(bnote(1) / d); p(link(u)[enote(2)])"
    );
}

#[test]
fn abbreviations_are_marked_wherever_they_stand() {
    let text = "The HTML of *HTML5 and HTML*, `HTML`; U.S. HTML은\n\n*[HTML]: Hyper Text\n*[U.S.]: United States\n\n# HTML\n\n[HTML](HTML)^[HTML]\n";
    let document = parse(text);
    let html = "abbreviation[HTML]{title=Hyper Text}";
    assert_eq!(
        show_blocks(&document.blocks),
        format!(
            "p(The {html} of emphasis[HTML5 and {html}], `HTML`; abbreviation[U.S.]{{title=United States}} {html}은); \
             h1({html}); p(link(HTML)[{html}]note(0))"
        )
    );
    assert_eq!(show_blocks(&document.notes[0].note.blocks), format!("p({html})"));
    assert!(document.findings.is_empty());
}

#[test]
fn pictures_say_how_wide_they_are() {
    let document = parse(
        "![A](a.png){width=bleed} ![B](b.png){width=broad} ![C](c.png){height=3cm} ![D](d.png){width=2em .left}",
    );
    assert_eq!(codes(&document), [Code::UnknownAttribute, Code::NotYet]);
    assert_eq!(
        blocks_of("![](a.png){fig-cap=\"Below\" fig-alt=\"Seen\"}"),
        "fig(a.png | Seen | Below){fig-cap=Below fig-alt=Seen}"
    );
    assert!(codes(&parse("![](a.png){alt=\"\"}")).is_empty(), "decorative by its own word");
    assert_eq!(blocks_of("![Shown](a.png){alt=\"\"}"), "fig(a.png |  | Shown){alt=}");
}

#[test]
fn scripts_may_hold_escaped_blanks() {
    assert_eq!(
        blocks_of("P~a\\ cat~ x^a\\ b^ 2^10^"),
        "p(Psubscript[a\u{a0}cat] xsuperscript[a\u{a0}b] 2superscript[10])"
    );
    assert_eq!(blocks_of("a\\ b ~~c d~~ ~~e~f~g~~"), "p(a\u{a0}b strikeout[c d] strikeout[esubscript[f]g])");
}

#[test]
fn bare_addresses_are_text() {
    assert_eq!(
        blocks_of("https://a.b/c_d_e www.x.y <https://a.b>"),
        "p(https://a.b/c_d_e www.x.y link(https://a.b)[https://a.b])"
    );
}

#[test]
fn emphasis_beside_cjk_pairs_like_any() {
    for (text, shown) in [
        ("**「引用」**は**「別」**と", "strong[「引用」]は strong[「別」]と"),
        ("*한글*은 **\"따옴표\"**는", "emphasis[한글]은 strong[“따옴표”]는"),
        ("これは**「引用」**です", "これはstrong[「引用」]です"),
        ("~~「削除」~~は", "strikeout[「削除」]は"),
        ("**[링크](u)**는", "strong[link(u)[링크]]는"),
        ("**`코드`**는 `「**`は", "strong[`코드`]는 `「**`は"),
        ("**（注）**の**重要！**な", "strong[（注）]のstrong[重要！]な"),
        ("__「強調」__は _「注」_は", "strong[「強調」]は emphasis[「注」]は"),
        ("**그는 말했다.**라고", "strong[그는 말했다.]라고"),
    ] {
        assert_eq!(blocks_of(text), format!("p({})", shown.replace("は s", "はs")), "{text}");
    }
}
