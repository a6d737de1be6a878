//! Lines that stay lines, pauses and page breaks.

use super::*;

#[test]
fn line_blocks_are_verse() {
    assert_eq!(
        blocks_of("| One *two\n|    three*\n|\n| [four](u)\n  and on"),
        "verse(0>One emphasis[two] / 3>emphasis[three] / 0> / 0>link(u)[four]␤and on)"
    );
    assert_eq!(blocks_of("|a|\n|b|"), "p(|a|␤|b|)");
    assert_eq!(
        blocks_of("> | a\n> |  b\n> and on\n\n- | c\n  | d\n    e"),
        "quote(verse(0>a / 1>b␤and on)); list -(verse(0>c / 0>d␤e))"
    );
    assert_eq!(blocks_of("| a\nb"), "p(| a␤b)");
}

#[test]
fn lines_of_a_verse_div_are_lines() {
    assert_eq!(
        blocks_of("::: {.verse number=5}\nOne *two\n  three*\n\n      _four_\n five\\\nsix\n:::\n"),
        "verse /5(0>One emphasis[two] / 2>emphasis[three] / 0> / 6>emphasis[four] / 1>five / 0>six){.verse number=5}"
    );
    assert_eq!(blocks_of("> ::: verse\n> a\n>   b\n> :::\n"), "quote(verse(0>a / 2>b){.verse})");
    assert_eq!(
        blocks_of("- x\n\n  ::: verse\n  a\n     b\n  :::\n"),
        "list - loose(p(x); verse(0>a / 3>b){.verse})"
    );
    assert_eq!(
        blocks_of("::: verse\na\n\n![P](p.png)\n\nb\n:::"),
        "verse(0>a / 0> / 0>img(p.png | P) / 0> / 0>b){.verse}"
    );
}

#[test]
fn pauses_and_pages_break() {
    assert_eq!(
        blocks_of("::: {.scene-break symbol=\"\"}\n:::\n\n::: scene-break\n☙\n:::"),
        "***[]{.scene-break symbol=}; ***[☙]{.scene-break}"
    );
    assert_eq!(
        blocks_of("a\n\\newpage\nb\n\n{{< pagebreak >}}\n\n\\cleardoublepage\n\nin \\newpage line"),
        "p(a); break(Any); p(b); break(Any); break(Recto); p(in  line)"
    );
    assert_eq!(
        blocks_of("::: {.newpage side=recto editions=\"paperback\"}\n:::\na"),
        "break(Recto){.newpage side=recto editions=paperback when-edition=paperback}; p(a)"
    );
}

#[test]
fn items_may_leave_the_number_to_be_made() {
    assert_eq!(blocks_of("#. a\n#. b\n\n   c\n\n`#. d`"), "list 1 loose(p(a) / p(b); p(c)); p(`#. d`)");
}
