//! What an author reads: findings of every stage as they are printed, shown whole.

use std::path::Path;

use bindery::diagnostic::render::Renderer;
use bindery::pipeline::{Request, Session, run};
use bindery::source::Memory;

const MANIFEST: &str = "title: The Long Way\nauthor: Jane Doe\nlang: en\nchapters: [one.md]\n";

/// Everything that is said of a book with these files.
fn said(files: &[(&str, &str)], request: &Request) -> String {
    let mut memory = Memory::new().with("book.yaml", MANIFEST).with("one.md", "# One\n\nText.\n");
    for (path, text) in files {
        memory = memory.with(path, text);
    }
    let session = Session { files: &memory, root: Path::new("") };
    let outcome = run(session, request, &mut |_| {});
    let mut renderer = Renderer::new(&outcome.sources, false);
    outcome.findings.iter().map(|finding| renderer.human(finding)).collect()
}

fn of_chapter(text: &str) -> String {
    said(&[("one.md", text)], &Request::default())
}

fn of_manifest(lines: &str) -> String {
    said(&[("book.yaml", &format!("{MANIFEST}{lines}\n"))], &Request::default())
}

#[test]
fn of_conditions() {
    insta::assert_snapshot!(of_chapter("# One\n\nRead [here]{.content-visible when-format=\"epubs\"} on.\n"), @r#"
    error[unknown-format]: there is no format `epubs`
      ╭▸ one.md:3:6
      │
    3 │ Read [here]{.content-visible when-format="epubs"} on.
      │      ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ shown on this condition
      ╰╴
    help: did you mean `epub`?
    "#);
}

#[test]
fn of_spot_colours() {
    insta::assert_snapshot!(of_manifest("editions:\n  a: {format: pdf, color: gray, spots: {PANTONE 185 C: red}}"), @"
    error[invalid-value]: the ink `PANTONE 185 C` does not say which colour it prints
      ╭▸ book.yaml:6:41
      │
    6 │   a: {format: pdf, color: gray, spots: {PANTONE 185 C: red}}
      │                                         ━━━━━━━━━━━━━
      ╰╴
    help: write the colour as in your drawings: `PANTONE 185 C: '#e4002b'`
    ");
    insta::assert_snapshot!(of_manifest("editions:\n  a: {format: pdf, spots: {Red: {for: '#e4002b', cmyk: [0, 191]}}}"), @"
    error[invalid-value]: `cmyk` cannot be `191`: expected a whole number from 0 to 100
      ╭▸ book.yaml:6:60
      │
    6 │   a: {format: pdf, spots: {Red: {for: '#e4002b', cmyk: [0, 191]}}}
      ╰╴                                                           ━━━
    error[invalid-value]: the `cmyk` of `Red` should be four numbers from 0 to 100
      ╭▸ book.yaml:6:28
      │
    6 │   a: {format: pdf, spots: {Red: {for: '#e4002b', cmyk: [0, 191]}}}
      │                            ━━━
      ╰╴
    help: write it like `cmyk: [0, 91, 76, 0]`
    ");
}

#[test]
fn of_standards() {
    insta::assert_snapshot!(of_manifest("editions:\n  a: {format: pdf, standard: [pdfx-1a, pdfa-2u], links: true}"), @r#"
    error[standard-conflict]: one file can't keep `pdfx-1a` and `pdfa-2u`: PDF/X-1a is of an older PDF, without what the other needs
      ╭▸ book.yaml:6:40
      │
    6 │   a: {format: pdf, standard: [pdfx-1a, pdfa-2u], links: true}
      │                                        ━━━━━━━ with the other one
      ╰╴
    help: name one of them here, and make another edition for the other
    error[standard-conflict]: `pdfx-1a` can't be kept with `links: true`
      ╭▸ book.yaml:6:57
      │
    6 │   a: {format: pdf, standard: [pdfx-1a, pdfa-2u], links: true}
      │                                                         ━━━━
      ╰╴
    help: leave `links` out here, and make another edition for the screen
    "#);
    let profile = [
        ("book.yaml", &*format!("{MANIFEST}editions:\n  a: {{format: pdf, profile: press.icc}}\n")),
        ("press.icc", "ink"),
    ];
    insta::assert_snapshot!(said(&profile, &Request::default()), @r#"
    error[unusable-profile]: the profile `press.icc` can't be used: it is too short for an ICC profile
      ╭▸ book.yaml:6:29
      │
    6 │   a: {format: pdf, profile: press.icc}
      │                             ━━━━━━━━━ named here
      ╰╴
    help: ask the printer for the ICC profile of the press, a CMYK output profile of version 2 or 4
    help: without `profile`, offset printing on coated paper is meant (FOGRA39)
    "#);
}

#[test]
fn of_the_manifest() {
    insta::assert_snapshot!(of_manifest("publsher: My Press\ntoc-depth: deep\ntitle: Again"), @"
    error[unknown-key]: unknown key `publsher`
      ╭▸ book.yaml:5:1
      │
    5 │ publsher: My Press
      │ ━━━━━━━━ not a key here
      ╰╴
    help: a key with a similar name is `publisher`
    error[wrong-type]: `toc-depth` is `deep`, but a whole number from 1 to 6 is expected
      ╭▸ book.yaml:6:12
      │
    6 │ toc-depth: deep
      ╰╴           ━━━━
    error[duplicate-key]: `title` is written twice
      ╭▸ book.yaml:7:1
      │
    7 │ title: Again
      │ ━━━━━ again here
      │
      ⸬  book.yaml:1:1
      │
    1 │ title: The Long Way
      │ ───── first here
      ╰╴
    help: keep one of the two
    ");
    insta::assert_snapshot!(of_manifest("identifier: {scheme: ISBN-13, text: 978-0-00-000000-3}"), @"
    error[invalid-isbn]: `978-0-00-000000-3` is not an ISBN
      ╭▸ book.yaml:5:37
      │
    5 │ identifier: {scheme: ISBN-13, text: 978-0-00-000000-3}
      │                                     ━━━━━━━━━━━━━━━━━ the last digit does not fit the others: they give `2`
      ╰╴
    help: compare every digit with what your agency gave you: one of them is mistyped
    ");
    insta::assert_snapshot!(of_manifest("theme: clasic\ndate: 2026-02-30"), @"
    error[invalid-date]: `date` cannot be `2026-02-30`
      ╭▸ book.yaml:6:7
      │
    6 │ date: 2026-02-30
      │       ━━━━━━━━━━ not a date of the calendar in ISO form
      ╰╴
    help: write it like `2027-03-01`, `2027-03` or `2027`
    error[unknown-theme]: there is no theme `clasic`
      ╭▸ book.yaml:5:8
      │
    5 │ theme: clasic
      │        ━━━━━━
      ╰╴
    help: a theme with a similar name is `classic`
    ");
    insta::assert_snapshot!(said(&[("book.yaml", "title: [A\nlang: en\n")], &Request::default()), @"
    error[malformed-yaml]: this is not YAML: a colon stands where none can stand
      ╭▸ book.yaml:2:5
      │
    2 │ lang: en
      │     ━ the reader stopped here
      ╰╴
    help: close every `[` and `{` of the lines above; put a value that holds `: ` in quotes
    ");
    insta::assert_snapshot!(said(&[("book.yaml", &MANIFEST.replace("one.md", "on.md"))], &Request::default()), @"
    error[missing-file]: there is no file `on.md`
      ╭▸ book.yaml:4:12
      │
    4 │ chapters: [on.md]
      │            ━━━━━ named here
      ╰╴
    help: a file with a similar name is `one.md`
    error[empty-book]: the book has no text
    help: add a `.md` file to the book folder, or list files under `chapters:`
    ");
}

#[test]
fn of_toml() {
    let told = said(&[("book.toml", "[book]\ntitle = My Book\n")], &Request::default());
    assert!(told.starts_with("error[malformed-toml]: this is not TOML: "), "{told}");
    assert!(told.contains("▸ book.toml:2:9\n") && told.contains("help: write texts in quotes"), "{told}");
}

#[test]
fn of_links_and_labels() {
    insta::assert_snapshot!(of_chapter("# One\n\n## The Press {#press}\n\nSee [it](#pres) and [more](two.md).\n"), @"
    error[unknown-label]: no place in this book is labelled `pres`
      ╭▸ one.md:5:5
      │
    5 │ See [it](#pres) and [more](two.md).
      │     ━━━━━━━━━━━ linked from here
      ╰╴
    help: a label with a similar name is `#press`
    error[dangling-link]: `two.md` is not a chapter of this book
      ╭▸ one.md:5:21
      │
    5 │ See [it](#pres) and [more](two.md).
      │                     ━━━━━━━━━━━━━━ linked from here
      ╰╴
    help: only files in the book's order can be linked to; add it there, or link to an address on the web
    ");
    insta::assert_snapshot!(of_chapter("# One {#x}\n\n## Two {#x}\n"), @"
    error[duplicate-label]: the label `x` is given twice
      ╭▸ one.md:3:1
      │
    1 │ # One {#x}
      │ ────────── first given here
    2 │
    3 │ ## Two {#x}
      │ ━━━━━━━━━━━ given again here
      ╰╴
    help: give this place a label of its own, such as `#x-2`
    ");
}

#[test]
fn of_references() {
    insta::assert_snapshot!(of_chapter("# One\n\n| a |\n|---|\n| b |\n\n: Press {#tbl-press}\n\nSee @tbl-pres, [-@sec-one] and @tbl-press.\n"), @"
    error[unknown-label]: no place in this book is labelled `tbl-pres`
      ╭▸ one.md:9:5
      │
    9 │ See @tbl-pres, [-@sec-one] and @tbl-press.
      │     ━━━━━━━━━ referred to here
      ╰╴
    help: a table in `one.md` is labelled `tbl-press`
    warning[no-number]: the place labelled `sec-one` has no number
      ╭▸ one.md:9:18
      │
    9 │ See @tbl-pres, [-@sec-one] and @tbl-press.
      │                  ━━━━━━━━ its title is shown: `One`
      ╰╴
    help: have it numbered, or refer to it in words: `[words](#sec-one)`
    ");
    insta::assert_snapshot!(of_chapter("# One\n\n```{.rust #fig-code}\nx\n```\n\n[On page](https://example.org){.page}\n"), @"
    warning[label-kind]: the label `fig-code` is a figure's, but names a listing
      ╭▸ one.md:3:1
      │
    3 │ ┏ ```{.rust #fig-code}
    4 │ ┃ x
    5 │ ┃ ```
      │ ┗━━━┛ has no number
      ╰╴
    help: put the figure that this code makes in its place, or call the code `#lst-code`
    warning[no-number]: `.page` asks for a page, but this link leads out of the book
      ╭▸ one.md:7:1
      │
    7 │ [On page](https://example.org){.page}
      │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ has no page number
      ╰╴
    help: take `.page` away
    ");
    insta::assert_snapshot!(of_chapter("# One\n\n```{.rust #lst-code}\nx\n```\n\n[](#spot)\n\n[]{#spot}Text.\n"), @"
    warning[unused-label]: nothing refers to the listing `lst-code`
      ╭▸ one.md:3:1
      │
    3 │ ┏ ```{.rust #lst-code}
    4 │ ┃ x
    5 │ ┃ ```
      │ ┗━━━┛ labelled here
      ╰╴
    help: write `@lst-code` where the text speaks of it, or take the label away
    warning[no-number]: this link has no words, and its target has neither number nor title
      ╭▸ one.md:7:1
      │
    7 │ [](#spot)
      │ ━━━━━━━━━ shown as its address
      ╰╴
    help: write words between the brackets: `[words](#spot)`
    ");
}

#[test]
fn of_notes() {
    insta::assert_snapshot!(of_chapter("# One\n\nA note.[^prss]\n\n[^press]: Of the press.\n"), @"
    error[unknown-note]: no note `[^prss]` is given in this file
      ╭▸ one.md:3:8
      │
    3 │ A note.[^prss]
      │        ━━━━━━━ called here
      ╰╴
    help: did you mean `[^press]`?
    warning[unused-note]: the note `[^press]` is never called
      ╭▸ one.md:5:1
      │
    5 │ [^press]: Of the press.
      │ ━━━━━━━━ given here
      ╰╴
    help: its text stands in no edition: call it with `[^press]`, or take it out
    ");
}

#[test]
fn of_pictures() {
    insta::assert_snapshot!(of_chapter("# One\n\n![A map](images/map.png)\n\n![](https://example.org/x.png)\n"), @"
    error[missing-image]: there is no picture `images/map.png`
      ╭▸ one.md:3:1
      │
    3 │ ![A map](images/map.png)
      │ ━━━━━━━━━━━━━━━━━━━━━━━━
      ╰╴
    help: it is looked for beside this file, in the book folder and in `resource-path:`
    warning[missing-alt]: the picture `https://example.org/x.png` has no alternative text
      ╭▸ one.md:5:1
      │
    5 │ ![](https://example.org/x.png)
      │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      ╰╴
    help: say what it shows, `![The harbour at dawn](..)`, or write `{.decorative}` after it
    warning[remote-image]: `https://example.org/x.png` lies on the network and is not fetched
      ╭▸ one.md:5:1
      │
    5 │ ![](https://example.org/x.png)
      │ ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━ its text and a link are set instead
      ╰╴
    help: save the picture in the book folder and name it here
    ");
}

#[test]
fn of_includes_and_variables() {
    let code = ("f.rs", "a\n// ANCHOR: tie\nb\n// ANCHOR_END: tie\n");
    let chapter = "# One\n\n```rust\n{{#include f.r}}\n{{#include f.rs:tye}}\n{{#include f.rs:3:9}}\n```\n\n{{#include in/a.md}}\n";
    let inner = ("in/a.md", "Within {{< var versoin >}}, {{< video x.mp4 >}}.\n\n{{#include ../one.md}}\n");
    let vars = ("book.yaml", &*format!("{MANIFEST}vars: {{version: '2.1'}}\n"));
    let files = [("one.md", chapter), code, inner, vars];
    insta::assert_snapshot!(said(&files, &Request::default()), @"
    error[missing-file]: there is no file `f.r`
      ╭▸ one.md:4:12
      │
    4 │ {{#include f.r}}
      │            ━━━ included here
      ╰╴
    help: there is `f.rs`
    error[unknown-anchor]: `f.rs` has no anchor `tye`
      ╭▸ one.md:5:12
      │
    5 │ {{#include f.rs:tye}}
      │            ━━━━━━━━
      ╰╴
    help: did you mean `tie`?
    warning[missing-lines]: `f.rs` has no line 9
      ╭▸ one.md:6:12
      │
    6 │ {{#include f.rs:3:9}}
      │            ━━━━
      ╰╴
    help: it has 4 lines
    error[unknown-variable]: there is no variable `versoin`
      ╭▸ in/a.md:1:16
      │
    1 │ Within {{< var versoin >}}, {{< video x.mp4 >}}.
      │                ━━━━━━━
      ╰╴
    help: did you mean `version`?
    warning[unknown-shortcode]: the shortcode `video` is not known; it is set as typed
      ╭▸ in/a.md:1:33
      │
    1 │ Within {{< var versoin >}}, {{< video x.mp4 >}}.
      │                                 ━━━━━
      ╰╴
    help: write Markdown in its place; to show its braces, write three of them: `{{{<`
    error[cyclic-include]: `one.md` includes itself
      ╭▸ in/a.md:3:12
      │
    3 │ {{#include ../one.md}}
      │            ━━━━━━━━━ one.md → in/a.md → one.md
      ╰╴
    help: take one of these includes out
    ");
}

#[test]
fn of_what_is_not_read_yet() {
    insta::assert_snapshot!(of_chapter("# One\n\n a   b\n--- ---\n 1   2\n\nA line with $x^2$ in it.\n"), @"
    warning[not-read]: tables drawn with dashes are not read by this version; they are set as code
      ╭▸ one.md:3:2
      │
    3 │  a   b
      │  ━━━━━ the first of this file
      ╰╴
    help: write it as a pipe table, `| a | b |`, or as HTML (`<table>`)
    warning[not-read]: formulas are not read by this version; the text is kept
      ╭▸ one.md:7:13
      │
    7 │ A line with $x^2$ in it.
      ╰╴            ━━━━━
    ");
}

#[test]
fn of_words_in_braces() {
    insta::assert_snapshot!(of_chapter("# One\n\n[A]{.smalcaps} and [b]{.mine mood=sad}.\n"), @"
    warning[unknown-class]: a span has no class `.smalcaps`
      ╭▸ one.md:3:6
      │
    3 │ [A]{.smalcaps} and [b]{.mine mood=sad}.
      │      ━━━━━━━━
      ╰╴
    help: did you mean `.smallcaps`?
    warning[unknown-class]: a span has no class `.mine`
      ╭▸ one.md:3:25
      │
    3 │ [A]{.smalcaps} and [b]{.mine mood=sad}.
      │                         ━━━━
      ╰╴
    help: take it out, or keep it for a style sheet of your own (`css:` of an EPUB edition)
    warning[unknown-attribute]: a span has no attribute `mood`
      ╭▸ one.md:3:30
      │
    3 │ [A]{.smalcaps} and [b]{.mine mood=sad}.
      │                              ━━━━
      ╰╴
    help: take it out; a key for your own tools is written `data-mood`
    ");
}

#[test]
fn of_files_without_anything() {
    let manifest =
        "title: T\nauthor: A\nlang: en\nchapters: [one.md, two.md]\neditions: {e: {format: epub}}\n";
    insta::assert_snapshot!(
        said(
            &[("book.yaml", manifest), ("one.md", "# One\n\nText.\n"), ("two.md", "<!-- later -->\n\n\\newpage\n")],
            &Request::default(),
        ),
        @r"
        warning[empty-file]: nothing of `two.md` is seen, so it makes no page
          ╭▸ two.md:1:1
          │
        1 │ <!-- later -->
          │ ━ here it would begin
          ╰╴
        help: write something into it, or take it out of the list of files
        "
    );
}

#[test]
fn of_commands_of_latex() {
    insta::assert_snapshot!(of_chapter("# One\n\nIt is \\textit{so}, \\foo{bar} and `x`{=latex}.\n"), @r"
    warning[raw-tex]: `\textit` is a command of LaTeX and is set as it stands
      ╭▸ one.md:3:7
      │
    3 │ It is \textit{so}, \foo{bar} and `x`{=latex}.
      │       ━━━━━━━
      ╰╴
    help: write `*text*`
    warning[raw-tex]: `\foo` is a command of LaTeX and is set as it stands
      ╭▸ one.md:3:20
      │
    3 │ It is \textit{so}, \foo{bar} and `x`{=latex}.
      │                    ━━━━
      ╰╴
    help: say it in Markdown, or write `\\foo` if the words are meant
    warning[not-read]: raw `latex` is meant for another program and is left out
      ╭▸ one.md:3:34
      │
    3 │ It is \textit{so}, \foo{bar} and `x`{=latex}.
      │                                  ━━━━━━━━━━━
      ╰╴
    help: say it in Markdown, or mark it `{=html}` if it is HTML
    ");
}

#[test]
fn of_marks_that_come_later() {
    insta::assert_snapshot!(of_chapter("# One\n\nAs [@knuth84] says, an [index]{.index} is work.^[Much.]{.side}\n"), @"
    warning[not-yet]: citations are not looked up in this version
      ╭▸ one.md:3:4
      │
    3 │ As [@knuth84] says, an [index]{.index} is work.^[Much.]{.side}
      │    ━━━━━━━━━━
      ╰╴
    help: they stand in the book as you typed them
    warning[not-yet]: no index is made of index marks in this version
      ╭▸ one.md:3:31
      │
    3 │ As [@knuth84] says, an [index]{.index} is work.^[Much.]{.side}
      │                               ━━━━━━━━
      ╰╴
    help: the marks can stay; their text is set as usual
    warning[narrow-margin]: the outer margin is too narrow for notes: they stand at the foot of the page
      ╭▸ one.md:3:48
      │
    3 │ As [@knuth84] says, an [index]{.index} is work.^[Much.]{.side}
      │                                                ━━━━━━━━
      │
      ╰ note: in the edition `print`
    help: give the edition an outer margin of 1.75in or more: `margins: {outer: 1.75in, inner: 0.75in}`, or a larger `trim`
    ");
}

#[test]
fn of_divs() {
    insta::assert_snapshot!(of_chapter("# One\n\n::: {.sidebr}\nAside.\n:::\n\n> [!INFO]\n> Alert.\n\n::: note\n\nNoted.\n\n::: {.fit}\nFit.\n:::\n"), @"
    warning[unknown-class]: a div has no class `.sidebr`
      ╭▸ one.md:3:7
      │
    3 │ ::: {.sidebr}
      │       ━━━━━━
      ╰╴
    help: did you mean `.sidebar`?
    warning[unknown-class]: there is no alert `[!INFO]`
      ╭▸ one.md:7:3
      │
    7 │ > [!INFO]
      │   ━━━━━━━ set as the callout nearest to it
      ╰╴
    help: GitHub's five are `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]`
    warning[unclosed-div]: this div is never closed
       ╭▸ one.md:10:1
       │
    10 │ ::: note
       │ ━━━━━━━━ opened here
       ╰╴
    help: put a line `:::` after its last line
    warning[fit-without-effect]: this `.fit` does not say how many lines
       ╭▸ one.md:14:1
       │
    14 │ ::: {.fit}
       │ ━━━━━━━━━━ changes nothing
       ╰╴
    help: write `lines=-1` for a line less than is best for the paragraph, `lines=+1` for one more
    ");
}

#[test]
fn of_fixes() {
    insta::assert_snapshot!(of_chapter("# One\n\n::: {.fit lines=-1}\nFit.\n:::\n\n::: {.fit lines=0 edition=print}\nFit.\n:::\n"), @"
    warning[fit-without-effect]: this paragraph can only be set in one line
      ╭▸ one.md:4:1
      │
    4 │ Fit.
      │ ━━━━ its `.fit` changes nothing
      │
      ╰ note: in the edition `print`
    help: cut a few words, or take `.fit` away
    warning[fit-without-effect]: this paragraph is set in one line without `.fit`, too
      ╭▸ one.md:8:1
      │
    8 │ Fit.
      │ ━━━━ its `.fit` changes nothing
      │
      ╰ note: in the edition `print`
    help: take `.fit` away: when the text before it changes, it may do harm
    ");
}

#[test]
fn of_missing_glyphs() {
    insta::assert_snapshot!(of_chapter("# One\n\nThe village of ᚠᚢᚦ lies far off.\n"), @"
    warning[missing-glyph]: no font has signs for `ᚠᚢᚦ` (Runic)
      ╭▸ one.md:3:16
      │
    3 │ The village of ᚠᚢᚦ lies far off.
      │                ━ a box stands here
      │
      ╰ note: in the edition `print`
    help: add a Runic font under `fonts: fallback:` in book.yaml
    ");
}

#[test]
fn of_a_number_typed_and_set() {
    let files = [
        ("book.yaml", format!("{MANIFEST}numbering: {{chapters: arabic}}\n")),
        ("one.md", "# *1. The* Road\n".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    insta::assert_snapshot!(said(&files, &Request::default()), @"
    warning[number-twice]: this title already says its number, `1`
      ╭▸ one.md:1:4
      │
    1 │ # *1. The* Road
      │    ━ typed here; no second one is set
      ╰╴
    help: take `1` out of the title, or write `numbering: {chapters: none}` in `book.yaml`
    ");
}

#[test]
fn of_files_in_no_list() {
    insta::assert_snapshot!(said(&[("two.md", "# Two\n")], &Request::default()), @"
    warning[orphan-file]: the file `two.md` is in no list of the book
     ─▸ book.yaml
    help: list what belongs to the book in `book.yaml`
    help: begin the names of drafts and of other files with `_`
    ");
}

#[test]
fn of_editions() {
    let request = Request { editions: vec!["pirnt".into()], ..Request::default() };
    insta::assert_snapshot!(said(&[], &request), @"
    error[unknown-edition]: this book has no edition `pirnt`
    help: an edition with a similar name is `print`
    ");
    insta::assert_snapshot!(of_manifest("editions: {a: {format: pdf, file: x}, b: {format: pdf, file: x}}"), @"
    error[invalid-value]: editions `a` and `b` would both be written to `x.pdf`
      ╭▸ book.yaml:5:39
      │
    5 │ editions: {a: {format: pdf, file: x}, b: {format: pdf, file: x}}
      │            ─ written first here       ━ written again here
      ╰╴
    help: let the pattern of `file:` hold `{edition}`
    ");
}

#[test]
fn of_notes_in_a_margin_without_room() {
    let files =
        [("book.yaml", format!("{MANIFEST}notes: side\neditions:\n  print: {{format: pdf, trim: 4x6in}}\n"))];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let one = ("one.md", "# One\n\nText.^[A note.]\n");
    insta::assert_snapshot!(said(&[files.as_slice(), &[one]].concat(), &Request::default()), @"
    warning[narrow-margin]: the outer margin is too narrow for notes: they stand at the foot of the page
      ╭▸ book.yaml:5:8
      │
    5 │ notes: side
      │        ━━━━
      ╰╴
    help: give the edition an outer margin of 1.75in or more: `margins: {outer: 1.75in, inner: 0.75in}`, or a larger `trim`
    ");
}

#[test]
fn of_series_of_notes() {
    let manifest = format!("{MANIFEST}note-series: {{ed: {{marker: stars}}, src: {{}}}}\n");
    let one = "# One\n\nText.[^de:1] More.[^x:1]\n\n[^de:1]: A note.\n\n[^x:1]: Another.\n";
    insta::assert_snapshot!(said(&[("book.yaml", &manifest), ("one.md", one)], &Request::default()), @"
    error[invalid-value]: `marker` cannot be `stars`: expected `numbers`, `letters`, `roman`, `symbols`
      ╭▸ book.yaml:5:28
      │
    5 │ note-series: {ed: {marker: stars}, src: {}}
      ╰╴                           ━━━━━
    warning[unknown-note-series]: no series of notes is called `de`: the note `[^de:1]` is one of the main series
      ╭▸ one.md:5:1
      │
    5 │ [^de:1]: A note.
      │ ━━━━━━━
      ╰╴
    help: write `[^ed:…]`, or add `de` to `note-series` in `book.yaml`
    warning[unknown-note-series]: no series of notes is called `x`: the note `[^x:1]` is one of the main series
      ╭▸ one.md:7:1
      │
    7 │ [^x:1]: Another.
      │ ━━━━━━
      ╰╴
    help: add `x` to `note-series` in `book.yaml`, or write the label without `:`
    ");
}

#[test]
fn of_claims_and_pages_of_print() {
    let claim = "accessibility: {conformance: EPUB Accessibility 1.1 - WCAG 2.2 Level AA}";
    let editions = "editions: {ebook: {format: epub, page-list-from: prnt}, print: {format: pdf}}";
    insta::assert_snapshot!(of_manifest(&format!("{claim}\n{editions}")), @"
    warning[claim-left-out]: the EPUB does not claim `EPUB Accessibility 1.1 - WCAG 2.2 Level AA`: nobody stands for it
      ╭▸ book.yaml:5:30
      │
    5 │ accessibility: {conformance: EPUB Accessibility 1.1 - WCAG 2.2 Level AA}
      │                              ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
      ╰╴
    help: name who evaluated the book: `certified-by: My Press`
    error[unknown-edition]: no edition of `format: pdf` is called `prnt`
      ╭▸ book.yaml:6:50
      │
    6 │ editions: {ebook: {format: epub, page-list-from: prnt}, print: {format: pdf}}
      │                                                  ━━━━ named here
      ╰╴
    help: a print edition with a similar name is `print`
    ");
}
