//! HTML in, a short notation of the blocks out.

use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::tests::{all_text, blocks_of, codes, depth, parse, show_blocks};
use crate::diagnostic::Code;
use crate::model::block::{Align, Block, BlockKind, MAX_DEPTH};
use crate::model::inline::InlineKind;

/// Lines of `source => blocks`; `⏎` in a source is a line end.
fn check(cases: &str) {
    let mut wrong = String::new();
    for case in cases.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (source, shown) = case.split_once(" => ").expect("a case");
        let made = blocks_of(&source.replace('⏎', "\n")).replace('\n', "\\n");
        if made != shown.trim() {
            let _ = writeln!(wrong, "{source}\n  wanted {}\n  made   {made}", shown.trim());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn elements_of_a_line_become_markup() {
    check(
        r##"
        a<br>b <sub>c</sub><kbd>D</kbd> <b>e *f* g</b> => p(a⏎b subscript[c]keyboard[D] strong[e emphasis[f] g])
        <i>a</i> <cite>b</cite> <dfn>c</dfn> <var>d</var> => p(emphasis[a] emphasis[b] emphasis[c] emphasis[d])
        x <del>a</del><s>b</s><strike>c</strike> => p(x strikeout[a]strikeout[b]strikeout[c])
        x <u>a</u><ins>b</ins><mark>c</mark><sup>d</sup> => p(x underline[a]underline[b]mark[c]superscript[d])
        x <abbr title="T">t</abbr> <small>s</small> <big>b</big> => p(x abbreviation[t]{title=T} span[s]{.small} span[b]{.big})
        x <code>x &amp; "y"</code> <tt>a*b*</tt> <samp>c</samp> => p(x `x & "y"` `a`emphasis[`b`] `c`)
        x <code>f(<a href="#x">g</a>)</code> => p(x `f(`link(#x)[`g`]`)`)
        <span lang="ko" class="a b">x</span> y => p(span[x]{.a .b lang=ko} y)
        <span>x</span> <bdi>y</bdi> <time datetime="1">z</time> => p(x y z)
        <a id="i"></a><a href="u" title="t">v</a> <a name=n>w</a> => p(anchor{#i}link(u)[v] anchor{#n}w)
        x <q>a <q>b</q></q> a<wbr>b => p(x “a ‘b’” a‸b)
        <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> => p(漢 (kan))
        x <input type=checkbox checked> y => p(x ☑  y)
        x <img src=a.png alt="b" width=50%> y => p(x img(a.png | b){alt=b width=50%} y)
        x <a id="i"/>y <b>z</b> => p(x anchor{#i}y strong[z])
        "##,
    );
    assert!(codes(&parse("x <i>a</i> <bdi>y</bdi> <small>s</small>")).is_empty());
}

#[test]
fn styles_become_markup_where_the_model_has_it() {
    check(
        r##"
        x <span style="font-weight: bold; font-style:italic">a</span> => p(x strong[emphasis[a]])
        x <span style="text-decoration: underline">a</span> => p(x underline[a])
        x <span class=c style="font-variant: small-caps">a</span> => p(x span[smallcaps[a]]{.c})
        x <font color=red>a</font> => p(x a)
        <p style="text-align:center">a</p> => center(p(a))
        <p align="center">a</p> => center(p(a))
        <center>a</center> => center(p(a))
        <div style="page-break-after: always"></div>⏎⏎b => break(Any); p(b)
        "##,
    );
    let document =
        parse("x <span style=\"color: red\">a</span> <span style=\"color: blue\">b</span> <font>c</font>");
    assert_eq!(codes(&document), [Code::UnknownHtml, Code::UnknownHtml]);
    assert!(document.findings[0].message.contains("`color`"));
}

#[test]
fn crossing_and_open_tags_are_set_right_as_browsers_do() {
    check(
        r##"
        <b>a<i>b</b>c</i> => p(strong[aemphasis[b]]emphasis[c])
        *a <b>c* d</b> => p(emphasis[a strong[c]]strong[ d])
        x <b>never *closed* y => p(x strong[never emphasis[closed] y])
        x </b> y => p(x  y)
        <b>a **c</b> d** => p(strong[a strong[c]]strong[ d])
        [a <b>c](u) d</b> => p(link(u)[a strong[c]]strong[ d])
        <div><b id=x>a<p>b</b></div> => p(strong[a]{#x}); p(strong[b])
        x <a href=u>a [b](v) c</a> => p(x link(u)[a ]link(v)[b] c)
        "##,
    );
}

#[test]
fn blocks_become_blocks() {
    check(
        r##"
        <div>⏎<p>One <b>two</b><p>three &amp; four⏎</div> => p(One strong[two]); p(three & four)
        <div class=x id=i>⏎a⏎</div> => plain(p(a)){#i .x}
        <p class=x lang=de>a</p> => p(a){.x lang=de}
        <section id=s><h2 class=unnumbered>T <i>a</i></h2>b</section> => plain(h2(T emphasis[a]){.unnumbered}; p(b)){#s}
        <h1 id=t>T</h1>⏎<h3></h3> => h1(T){#t}
        <aside>a</aside> => sidebar(p(a))
        <div class="callout-tip"><h3>T</h3>a</div> => Tip[T](p(a)){.callout-tip}
        <div class=epigraph>a</div> => epigraph(p(a)){.epigraph}
        <div class=example>a</div> => plain(p(a)){.example}
        <div class=pagebreak></div>⏎⏎a => break(Any){.pagebreak}; p(a)
        <ul><li>a<li>b<ul><li>c</ul></ul> => list -(p(a) / p(b); list -(p(c)))
        <ol start=3><li><p>a</p></li><li><p>b</p></li></ol> => list 3 loose(p(a) / p(b))
        <ul><li><input type=checkbox checked> a</li><li><label><input type=checkbox>b</label></ul> => list -([x] p(a) / [ ] p(b))
        <dl><dt>a<dt>b<dd>c<dd><p>d<dt>e</dl> => defs(a⏎b = p(c) | p(d) / e = )
        <blockquote><p>a</p><footer>— B</footer></blockquote> => quote(p(a); by(— B))
        <blockquote>a <cite>b</cite></blockquote> => quote(p(a emphasis[b]))
        <pre><code class="language-Rust">⏎fn a() {}⏎  &lt;b&gt;</code></pre> => code rust(fn a() {}\n  <b>)
        <pre>⏎ a⏎</pre> => code -( a)
        <hr>⏎<address>a<br>b</address> => ***; p(a⏎b)
        <img src="a.png" alt="b"> => fig(a.png | b | ){alt=b}
        <p><img src="a.png" alt=""></p> => fig(a.png |  | ){.decorative alt=}
        <a href="u"><img src="a.png" alt="b"></a> => p(link(u)[img(a.png | b){alt=b}])
        <div><b>a<div>c</div>d</b></div> => p(strong[a]); p(strong[c]); p(strong[d])
        a <div>b</div> c <p>d => p(a⏎b⏎c⏎d)
        "##,
    );
}

#[test]
fn figures_have_captions() {
    check(
        r##"
        <figure id=f><img src=a.png alt=b><figcaption>C <i>d</i></figcaption></figure> => fig(a.png | b | C emphasis[d]){#f alt=b}
        <figure class=w>⏎⏎![x](a.png)⏎⏎<figcaption>C</figcaption></figure> => fig(a.png | x | C){.w}
        <figure><img src=a.png alt=a> <img src=b.png alt=b><figcaption>C</figcaption></figure> => group 2<C>(fig(a.png | a | ){alt=a}; fig(b.png | b | ){alt=b})
        <figure><blockquote>a</blockquote><figcaption>B</figcaption></figure> => quote(p(a); by(B))
        <figure><table><tr><td>a</table><figcaption>B</figcaption></figure> => table<B>(a)
        <figure><p>a</p><figcaption>B</figcaption></figure> => group 1<B>(p(a))
        <figure><figcaption>B</figcaption></figure> => p(B)
        "##,
    );
}

#[test]
fn tables_have_spans_heads_and_alignment() {
    check(
        r##"
        <table><tr><th>a<th>b<tr><td>c<td>d</table> => table<>(a!,b! / c,d)
        <table><caption>C</caption><thead><tr><th colspan=2>a</thead><tbody><tr><td>b<td>c</table> => table<C>(a→2! / b,c)
        <table><tr><td rowspan=2>a<td>b<tr><td>c</table> => table<>(a↓2,b / c)
        <table><tr><td rowspan=9 colspan=7>a<td>b<tr><td>c</table> => table<>(a↓2,b / c)
        <table><tr><th scope=row>a<td align=right>b<tr><th>c<td style="text-align:center">d</table> => table<>(a!,b / c!,d@Center)
        <table><tfoot><tr><td>z</tfoot><tbody><tr><td>a</tbody></table> => table<>(a / z)
        <table><tr><td><p>a</p><ul><li>b<li>c</ul><td><ol start=2><li>d</ol></table> => table<>(a⏎• b⏎• c,2. d)
        <table>⏎<tr><td>⏎⏎*a*⏎⏎- b⏎⏎</td></tr></table> => table<>(emphasis[a]⏎• b)
        <table>x<tr><td>a</table> => p(x); table<>(a)
        <table><tr><td>a<table><tr><td>b<td>c</table></table> => table<>(a⏎b | c)
        <table id=t><tr id=r><td>a</table> => table<>(anchor{#r}a){#t}
        "##,
    );
    let html =
        "<table><colgroup><col width=25%><col width='75%' align=right></colgroup><tr><td>a<td>b</table>";
    let BlockKind::Table(table) = &parse(html).blocks[0].kind else { panic!("a table") };
    assert_eq!((&table.widths[..], &table.columns[..]), (&[250, 750][..], &[Align::Start, Align::End][..]));
}

#[test]
fn html_and_markdown_nest_in_one_another() {
    check(
        r##"
        <div class="x">⏎⏎**md**⏎⏎- a⏎⏎</div> => plain(p(strong[md]); list -(p(a))){.x}
        <details>⏎<summary>S <b>t</b></summary>⏎⏎md⏎⏎</details> => details[S strong[t]](p(md))
        <p align=center>⏎⏎![a](b.png)⏎⏎</p>⏎⏎c => center(fig(b.png | a | a)); p(c)
        <p>a⏎⏎b⏎⏎<p>c => p(a); p(b); p(c)
        > <div class=x>⏎>⏎> a⏎>⏎> </div>⏎⏎b => quote(plain(p(a)){.x}); p(b)
        - <div class=x>⏎⏎  a⏎⏎  </div>⏎- b => list - loose(plain(p(a)){.x} / p(b))
        <ul>⏎<li>⏎⏎**a**⏎⏎</li>⏎</ul> => list - loose(p(strong[a]))
        <b>⏎⏎*a*⏎⏎</b>⏎⏎c => p(strong[emphasis[a]]); p(c)
        <a id="x"></a>⏎⏎# T => h1(anchor{#x}T)
        <div id="x"></div>⏎⏎T => p(anchor{#x}T)
        <!-- gone -->⏎a => p(a)
        <textarea>⏎⏎a⏎⏎</textarea> => p(a)
        <svg><text>t</text>⏎⏎a⏎⏎</svg> => p(t); p(a)
        |a|⏎|-|⏎|<ul><li>b</li><li>c</li></ul>| => table<>(a / • b⏎• c)
        "##,
    );
}

#[test]
fn chapters_begin_in_divs_and_after_tags_left_open() {
    check(
        r##"
        <div>⏎⏎# A⏎⏎b⏎⏎</div>⏎⏎# C => h1(A); p(b); h1(C)
        <div class=x>⏎⏎a⏎⏎# B⏎⏎c => plain(p(a)){.x}; h1(B); p(c)
        <details>⏎<summary>s</summary>⏎⏎# B => details[s](); h1(B)
        <div id=d>⏎⏎# A⏎⏎</div> => h1(anchor{#d}A)
        "##,
    );
}

#[test]
fn listings_of_mdbook_have_captions_and_files() {
    let text = "<Listing number=\"4-1\" file-name=\"src/main.rs\" caption=\"A `code` &amp; *x*\">\n\n```rust\nfn\n```\n\n</Listing>\n";
    let document = parse(text);
    let [Block { kind: BlockKind::Code(code), attrs, .. }] = &document.blocks[..] else { panic!("code") };
    assert_eq!(
        (code.filename.as_deref(), attrs.label.as_deref()),
        (Some("src/main.rs"), Some("listing-4-1"))
    );
    assert_eq!(code.text, "fn");
    let caption = crate::model::walk::flatten(&code.caption);
    assert_eq!(caption, "Listing 4-1: A code & x");
    assert!(code.caption.iter().any(|inline| inline.kind == InlineKind::Code("code".into())));
    assert!(document.findings.is_empty(), "{:?}", document.findings);
}

#[test]
fn what_books_do_not_have_is_said_once_and_its_words_kept() {
    let document = parse("a <blink>b</blink> <blink>c</blink> <script>d()</script>e <!-- f -->");
    assert_eq!(show_blocks(&document.blocks), "p(a b c e)");
    assert_eq!(codes(&document), [Code::UnknownHtml, Code::UnknownHtml]);
    let film = parse("<video src=\"a.mp4\" title=\"A film\">Sorry.</video>");
    assert_eq!(show_blocks(&film.blocks), "p(A film (a.mp4) Sorry.)");
    assert_eq!(codes(&film), [Code::UnknownHtml]);
    check(
        r##"
        <style>⏎p {}⏎</style>⏎⏎a => p(a)
        <My-Box>⏎⏎a⏎⏎</My-Box> => p(a)
        <iframe src="https://u.v">⏎⏎a⏎⏎</iframe> => p(link(https://u.v)[https://u.v]); p(a)
        x <math><semantics><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></semantics></math> => p(x math(x^2))
        x <math><mi>x</mi></math> => p(x x)
        <select><option>a</option></select> => p(a)
        <html><head><title>T</title></head><body>b</body></html> => p(Tb)
        "##,
    );
    let custom = parse("<My-Box>\n\na\n\n</My-Box>\n\n<my-box>\n\nb\n");
    assert_eq!(codes(&custom), [Code::UnknownHtml]);
    assert!(custom.findings[0].message.contains("`<My-Box>`"));
    let numbered = parse("<ol type=a reversed><li value=4>a<li value=9>b</ol>");
    assert_eq!(codes(&numbered), [Code::UnknownHtml; 3]);
    let comment = parse("a\n\n<!-- b\n\nc");
    assert_eq!(codes(&comment), [Code::UnknownHtml]);
}

#[test]
fn raw_blocks_for_ebooks_are_html_too() {
    check(
        r##"
        ```{=html}⏎<div class=x>⏎```⏎⏎*a*⏎⏎```{=html}⏎</div>⏎``` => plain(p(emphasis[a])){.x}
        "##,
    );
    assert!(codes(&parse("```{=html}\n<p>a</p>\n```")).is_empty());
    assert_eq!(
        blocks_of("```{=epub}\n<ul><li>a\n```\n"),
        "plain(list -(p(a))){.content-visible when-format=epub}"
    );
    assert_eq!(blocks_of("x `<b>a &amp; <i>b</i></b>`{=html}"), "p(x strong[a & emphasis[b]])");
    assert_eq!(blocks_of("::: x\n<div class=y>\n\na\n:::\n\nb"), "plain(plain(p(a)){.y}){.x}; p(b)");
}

#[test]
fn places_are_those_of_the_tags() {
    let document = parse("a\n\n> <blink>x</blink>\n> <p>y\n");
    assert_eq!(document.findings[0].labels[0].span.start, 5);
    let inline = parse("abc <blink>x</blink>");
    assert_eq!(inline.findings[0].labels[0].span.start, 4);
}

#[test]
fn hostile_html_costs_neither_depth_nor_words() {
    let many = |open: &str, close: &str| {
        let n = 10_000;
        let document = parse(&format!("{}deep{}\n\nafter\n", open.repeat(n), close.repeat(n)));
        let text = all_text(&document);
        assert!(text.contains("deep") && text.contains("after"), "{open}");
        assert!(depth(&document.blocks) <= MAX_DEPTH, "{open}");
        document
    };
    let divs = many("<div class=x>", "</div>");
    assert_eq!(codes(&divs), [Code::NestedTooDeep]);
    many("<div class=x>\n\n", "</div>\n\n");
    many("<div>", "");
    many("x <b>", "");
    many("<p><b id=x>", "");
    many("<table><tr><td>", "");
    many("<ul><li>", "</ul>");
    many("<blockquote>\n\n", "");
    many("<details><summary>", "");
    many("<a href=x>", "");
    many("<svg><g>", "");
    many("<select><option>", "");
    many("<dl><dt>", "");
    many("<figure>", "");
    many("> <div>\n", "");
    for odd in [
        "<plaintext>a",
        "<frameset><frame>a",
        "a\0b",
        "<table><tr><td>a",
        "<select>a<table>",
        "</p></br></table>a",
        "<svg><![CDATA[a]]></svg>",
        "<div %=0>a</div>\n\nb",
        "<bindery-p>a",
        "<template>a</template>",
        "<td>a",
        "<table><td>a<tr><caption>b",
        "<math><annotation-xml encoding='text/html'><p>a",
    ] {
        assert!(all_text(&parse(&format!("<div>{odd}"))).contains('a'), "{odd}");
        assert!(all_text(&parse(&format!("x {odd}"))).contains('a'), "{odd}");
    }
}

#[test]
fn formatting_left_open_does_not_multiply() {
    let open: String = (0..200).fold(String::from("<div>"), |all, n| format!("{all}<p><b id=b{n}>w{n}"));
    let document = parse(&open);
    let labels = show_blocks(&document.blocks).matches("#b7}").count();
    assert_eq!(labels, 1, "an element made again has no label of its own");
}

#[test]
fn floods_are_linear() {
    let mut distinct = String::from("<div>");
    for n in 0..3000 {
        let _ = write!(distinct, "<p><b id=b{n}>w{n}");
    }
    let text = all_text(&parse(&distinct));
    assert!(text.contains("w2999"));
    let tag = format!("<div{}>a</div>", (0..20_000).fold(String::new(), |all, n| format!("{all} a{n}")));
    assert!(all_text(&parse(&tag)).contains('a'));
    let wide =
        format!("<table>{}</table>", format!("<tr>{}", "<td colspan=1000 rowspan=9>a".repeat(40)).repeat(40));
    assert!(all_text(&parse(&wide)).contains('a'));
}

const TAGS: &[&str] = &[
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<div class=x>",
    "</div>",
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th colspan=2>",
    "<ul>",
    "</ul>",
    "<li>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<blockquote>",
    "</blockquote>",
    "<details>",
    "<summary>",
    "</details>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<a href=u>",
    "</a>",
    "<a id=i>",
    "<h1>",
    "</h1>",
    "<h2>",
    "<hr>",
    "<br>",
    "<span lang=de>",
    "</span>",
    "<svg>",
    "</svg>",
    "<math>",
    "<mi>",
    "</math>",
    "<select>",
    "<option>",
    "</select>",
    "<textarea>",
    "<title>",
    "<template>",
    "<caption>",
    "<col>",
    "<tbody>",
    "<thead>",
    "<q>",
    "<ruby>",
    "<rt>",
    "<video src=v>",
    "<iframe>",
    "<x-y>",
    "</x-y>",
    "<button>",
    "<form>",
    "<nobr>",
    "<font>",
    "<html>",
    "<body>",
    "</body>",
    "<frameset>",
    "<plaintext>",
    "<xmp>",
    "<center>",
    "<sup>",
    "</sup>",
    "<Listing number=1>",
    "</Listing>",
    "*",
    "**",
    "`",
    "\n",
    "\n\n",
    "\n\n",
    "\n> ",
    "\n- ",
    "&amp;",
    "<",
    ">",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Whatever tags stand between them, words come out again, and blocks nest no deeper than allowed.
    #[test]
    fn words_between_tags_are_kept(tags in prop::collection::vec(0..TAGS.len(), 1..40)) {
        let text: String = tags.iter().enumerate().map(|(n, tag)| format!("w{n}x{}", TAGS[*tag])).collect();
        let document = parse(&text);
        let told: String = document.findings.iter().map(|finding| finding.message.as_str()).collect();
        let shown = all_text(&document) + &told;
        for n in 0..tags.len() {
            prop_assert!(shown.contains(&format!("w{n}x")), "w{n}x of {text:?} in {shown:?}");
        }
        prop_assert!(depth(&document.blocks) <= MAX_DEPTH);
    }
}
