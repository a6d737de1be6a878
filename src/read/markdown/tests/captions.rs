//! Captions and what they belong to: tables, code, formulas, figures.

use super::*;

#[test]
fn trap_2_captions_belong_to_their_table() {
    let table = "|a|\n|-|\n|b|\n";
    let shown = "table<C *d*>(a / b){#tbl-x}".replace("*d*", "emphasis[d]");
    assert_eq!(blocks_of(&format!("{table}\n: C *d* {{#tbl-x}}\n")), shown);
    assert_eq!(blocks_of(&format!("{table}: C *d* {{#tbl-x}}\n")), shown);
    assert_eq!(blocks_of(&format!("p\n\nTable: C *d* {{#tbl-x}}\n\n{table}")), format!("p(p); {shown}"));
    let noted = parse(&format!("{table}\n: C[^1]\n\n[^1]: n\n"));
    assert_eq!((show_blocks(&noted.blocks).as_str(), codes(&noted).len()), ("table<Cnote(0)>(a / b)", 0));
    assert_eq!(blocks_of(&format!("Table: (\\#tab:x) C\n\n{table}")), "table<C>(a / b){#tab:x}");
    assert_eq!(
        blocks_of(&format!("> {}>\n> : C\n> d\n", table.replace("\n|", "\n> |"))),
        "quote(table<C␤d>(a / b))"
    );
    assert_eq!(blocks_of(&format!("{table}\n: 1. $x_1$ \"q\"\n- e\n")), "table<1. math(x_1) “q”␤- e>(a / b)");
    assert_eq!(blocks_of(&format!("{table}\n: C []{{#tbl-x}}\n")), "table<C>(a / b){#tbl-x}");
    assert_eq!(blocks_of(&format!("{table}\n: C [d]{{.sc}}\n")), "table<C smallcaps[d]{.sc}>(a / b)");
    let two = format!("{table}\n: One\n\n{table}\n: Two\n");
    assert_eq!(blocks_of(&two), "table<One>(a / b); table<Two>(a / b)");
}

#[test]
fn captions_of_nothing_stay_paragraphs() {
    assert_eq!(blocks_of("a | b\n|-|\n\n: Words *x*\n"), "p(a | b␤|-|); p(: Words emphasis[x])");
    assert_eq!(blocks_of("Table: Words\n\na | b\n|-|\nc"), "p(Table: Words); p(a | b␤|-|␤c)");
    assert_eq!(
        blocks_of("T\n\n:   d\n\n```\nx\n```\n"),
        "defs(T = p(d)); code -(x)",
        "a definition before code"
    );
}

#[test]
fn cells_beyond_the_last_column_are_kept() {
    let document = parse("|a|b|\n|-|-|\n|c|`d|e` *f*|\n|g|\n");
    assert_eq!(show_blocks(&document.blocks), "table<>(a,b / c,`d | e` emphasis[f] / g,)");
    assert_eq!(codes(&document), [Code::ExtraCell]);
}

#[test]
fn tables_have_widths() {
    let table = "|a|b|\n|-|-|\n|c|d|\n\n: C ";
    assert_eq!(
        blocks_of(&format!("{table}{{widths=\"20,80\"}}")),
        "table 200:800<C>(a,b / c,d){widths=20,80}"
    );
    assert_eq!(
        blocks_of(&format!("{table}{{tbl-colwidths=\"[30,60]\"}}")),
        "table 300:600<C>(a,b / c,d){tbl-colwidths=[30,60]}"
    );
    let wrong = parse(&format!("{table}{{widths=\"20\"}}"));
    assert_eq!(codes(&wrong), [Code::UnknownAttribute]);
}

#[test]
fn code_says_more_than_its_language() {
    assert_eq!(
        blocks_of(
            "```{.rust #lst-x caption=\"A *b*\" filename=\"a.rs\" .numberLines startFrom=5 highlight=\"2-4\" wrap=true}\nx\n```"
        ),
        "code rust a.rs 5+<A emphasis[b]>(x){#lst-x .numberLines caption=A *b* filename=a.rs startFrom=5 highlight=2-4 wrap=true}"
    );
    assert_eq!(blocks_of("```js {lst-cap='C'}\nx\n```"), "code js<C>(x){lst-cap=C}");
    assert_eq!(blocks_of("```js\nx\n```\n\n: C {#lst-x}\n"), "code js<C>(x){#lst-x}");
    assert_eq!(blocks_of("Listing: C {#lst:x}\n\n~~~\nx\n~~~\n"), "code -<C>(x){#lst:x}");
    assert_eq!(blocks_of("```\nx\n```\n\n: C\n\n|a|\n|-|\n|b|\n"), "code -(x); table<C>(a / b)");
    let unknown = parse("```{.js captoin=x}\ny\n```\n");
    assert_eq!(
        (codes(&unknown), unknown.findings[0].help.clone()),
        (vec![Code::UnknownAttribute], vec!["did you mean `caption`?".to_owned()])
    );
}

#[test]
fn cells_are_shown_and_not_run() {
    let document = parse(
        "```{r sums, fig.cap=\"A, b\"}\n1\n```\n\n```{python}\n#| label: lst-p\n#| lst-cap: \"P\"\n#| echo: false\n2\n```\n\n```{r, include=FALSE}\n3\n```\n",
    );
    assert_eq!(
        show_blocks(&document.blocks),
        "code r<A, b>(1){#sums fig-cap=A, b}; code python<P>(2){#lst-p lst-cap=P echo=false}"
    );
    assert_eq!(codes(&document), [Code::NotRead]);
    let diagrams = parse("```mermaid\na\n```\n\n```{mermaid}\nb\n```\n\n```{dot}\nc\n```\n");
    assert_eq!(show_blocks(&diagrams.blocks), "code mermaid(a); code mermaid(b); code dot(c)");
    assert_eq!(codes(&diagrams), [Code::NotRead; 2]);
}

#[test]
fn raw_blocks_are_read_or_dropped() {
    let document = parse(
        "```{=epub}\n<p>e</p>\n```\n\n```{=html}\n<p>h</p>\n```\n\n```{=latex}\n\\clearpage\n```\n\n```{=latex}\n\\foo\n```\n",
    );
    assert_eq!(
        show_blocks(&document.blocks),
        "plain(p(e)){.content-visible when-format=epub}; p(h); break(Any)"
    );
    assert_eq!(codes(&document), [Code::NotRead]);
}

#[test]
fn formulas_on_their_own_are_blocks_with_labels() {
    assert_eq!(
        blocks_of("$$\na_1\n$$ {#eq-x}\n\n$$b$$\n{#eq-y}\n\ntext"),
        "math(a_1){#eq-x}; math(b){#eq-y}; p(text)"
    );
    assert_eq!(blocks_of("a\n$$b$$ {#eq-a_b_c} c *d*"), "p(a␤math!(b){#eq-a_b_c} c emphasis[d])");
    assert_eq!(blocks_of("- $$b$$ {#eq-x}"), "list -(math(b){#eq-x})");
    assert_eq!(blocks_of("$$b \\label{eq:x}$$ and $$c$$ {no"), "p(math!(b){#eq:x} and math!(c) {no)");
    assert_eq!(blocks_of("```math\nx^2\n```\n\n```{.math #eq-x}\ny\n```"), "math(x^2); math(y){#eq-x}");
    assert_eq!(
        blocks_of("text\n\\begin{align}\na &= b \\\\\n\n*c* &= d \\label{eq:z}\n\\end{align}\nmore"),
        "p(text); math(\\begin{align}\na &= b \\\\\n\n*c* &= d\n\\end{align}){#eq:z}; p(more)"
    );
    assert_eq!(
        blocks_of("> \\begin{equation}\n> x (\\#eq:q)\n> \\end{equation}\n\n\\[ a = b \\]\n"),
        "quote(math(x){#eq:q}); math(a = b)"
    );
    assert_eq!(blocks_of("\\[sic\\] and \\begin{equation} x"), "p([sic] and \\begin{equation} x)");
}

#[test]
fn figures_take_their_caption_from_an_attribute() {
    assert_eq!(
        blocks_of("![](a.png){#fig-a fig-cap=\"C *d*\" fig-alt=\"what\"}"),
        "fig(a.png | what | C emphasis[d]){#fig-a fig-cap=C *d* fig-alt=what}"
    );
}

#[test]
fn drawn_tables_stay_legible() {
    let document = parse(
        "a\n\n+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n+---+---+\n\n: C {#tbl-g}\n\n  p   q\n --- ---\n  1   2\n\nb\n",
    );
    assert_eq!(
        show_blocks(&document.blocks),
        "p(a); code -<C>(+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n+---+---+){#tbl-g}; code -(p   q\n --- ---\n  1   2); p(b)"
    );
    assert_eq!(codes(&document), [Code::NotRead]);
    assert_eq!(blocks_of("a\n\n- - -\n\n--- ---\n\nb"), "p(a); ***; ***; p(b)");
}

#[test]
fn emphasis_beside_cjk_works_in_captions() {
    assert_eq!(
        blocks_of("|a|\n|-|\n|b|\n\n: **「表」**は @fig-x {#tbl-x}\n"),
        "table<strong[「表」]は ref(fig-x)>(a / b){#tbl-x}"
    );
}

#[test]
fn d2lbooks_roles_below_a_picture_belong_to_its_figure() {
    assert_eq!(
        blocks_of("![A *b*](a.png)\n:width:`400px`\n:label:`fig_a`\n"),
        "fig(a.png | A b | A emphasis[b]){#fig_a}"
    );
    assert_eq!(blocks_of("![A](a.png)\n:other:`x`"), "p(img(a.png | A)␤:other:`x`)");
}

#[test]
fn places_of_figures_are_known_or_named() {
    for place in ["here", "top", "bottom", "page"] {
        assert_eq!(codes(&parse(&format!("![c](a.png){{place={place}}}"))), [], "{place}");
    }
    assert_eq!(codes(&parse("![c](a.png){place=middle}")), [Code::UnknownAttribute]);
    assert_eq!(codes(&parse("![c](a.png){place=wide}")), [Code::NotYet]);
}
