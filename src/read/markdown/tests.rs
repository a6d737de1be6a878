//! Behaviour of the whole Markdown layer: source in, a short notation of the blocks out.

mod captions;
mod divs;
mod inline;
mod lines;
mod typography;

use proptest::prelude::*;

use super::{Document, Places, Source, read};
use crate::diagnostic::Code;
use crate::model::Attributes;
use crate::model::block::{Block, BlockKind, Cell, CodeBlock, MAX_DEPTH, Verse};
use crate::model::inline::{Inline, InlineKind, ReferenceForm};
use crate::model::manifest::Typography;
use crate::model::walk;
use crate::source::FileId;

fn parse_in(text: &str, lang: &str) -> Document {
    read(&Source {
        places: &Places::of(FileId(0)),
        text,
        lang,
        typography: Typography::default(),
        bibliography: false,
        pictures: &|url, _| (Some(url.to_owned()), None),
        hidden_lines: &std::collections::BTreeMap::new(),
        links: &|_, _| None,
    })
}

pub(super) fn parse(text: &str) -> Document {
    parse_in(text, "en")
}

fn show_attrs(attrs: &Attributes) -> String {
    let label = attrs.label.iter().map(|label| format!("#{label}"));
    let classes = attrs.classes.iter().map(|class| format!(".{class}"));
    let pairs = attrs.pairs.iter().map(|(key, value)| format!("{key}={value}"));
    let all: Vec<String> = label.chain(classes).chain(pairs).collect();
    if all.is_empty() { String::new() } else { format!("{{{}}}", all.join(" ")) }
}

/// Inlines in a notation of one sign or word a kind.
fn show(inlines: &[Inline]) -> String {
    let one = |inline: &Inline| {
        let inner = show(walk::children(inline));
        let shown = match &inline.kind {
            InlineKind::Text(text) => text.clone(),
            InlineKind::SoftBreak => "␤".into(),
            InlineKind::HardBreak => "⏎".into(),
            InlineKind::WordBreak => "‸".into(),
            InlineKind::Code(code) => format!("`{code}`"),
            InlineKind::Math { tex, display } => format!("math{}({tex})", if *display { "!" } else { "" }),
            InlineKind::Link { url, .. } => format!("link({url})[{inner}]"),
            InlineKind::Image(image) => format!("img({} | {})", image.url, image.alt),
            InlineKind::Note(number) => format!("note({number})"),
            InlineKind::Anchor => "anchor".into(),
            InlineKind::Reference { label, form, .. } => {
                let form = match form {
                    ReferenceForm::Full { capital: false } => "",
                    ReferenceForm::Full { capital: true } => "^",
                    ReferenceForm::Number => "#",
                };
                let own = if inner.is_empty() { String::new() } else { format!("[{inner}]") };
                format!("ref({form}{label}){own}")
            }
            InlineKind::Citation { keys, .. } => format!("cite({})[{inner}]", keys.join("+")),
            kind => {
                let name = format!("{kind:?}");
                format!("{}[{inner}]", name.split('(').next().unwrap_or_default().to_lowercase())
            }
        };
        shown + &inline.attrs.as_ref().map(|attrs| show_attrs(attrs)).unwrap_or_default()
    };
    inlines.iter().map(one).collect()
}

pub(super) fn show_blocks(blocks: &[Block]) -> String {
    blocks.iter().map(show_block).collect::<Vec<_>>().join("; ")
}

fn show_block(block: &Block) -> String {
    let shown = match &block.kind {
        BlockKind::Paragraph(content) => format!("p({})", show(content)),
        BlockKind::Heading { level, content, .. } => format!("h{level}({})", show(content)),
        BlockKind::Code(code) => {
            let lang = code.lang.as_deref().unwrap_or("-");
            let file = code.filename.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
            let from = code.numbered_from.map(|from| format!(" {from}+")).unwrap_or_default();
            let caption = show(&code.caption);
            let caption = if caption.is_empty() { caption } else { format!("<{caption}>") };
            format!("code {lang}{file}{from}{caption}({})", code.text)
        }
        BlockKind::Quote(blocks) => format!("quote({})", show_blocks(blocks)),
        BlockKind::Callout { kind, title, blocks } => {
            format!("{kind:?}[{}]({})", show(title), show_blocks(blocks))
        }
        BlockKind::List(list) => {
            let item = |item: &crate::model::block::ListItem| {
                let task = item.task.map_or("", |done| if done { "[x] " } else { "[ ] " });
                format!("{task}{}", show_blocks(&item.blocks))
            };
            let items: Vec<String> = list.items.iter().map(item).collect();
            let start = list.start.map_or("-".into(), |start| start.to_string());
            format!("list {start}{}({})", if list.tight { "" } else { " loose" }, items.join(" / "))
        }
        BlockKind::Definitions(list) => {
            let one = |d: &crate::model::block::Definition| {
                let given: Vec<String> = d.definitions.iter().map(|b| show_blocks(b)).collect();
                format!("{} = {}", show(&d.term), given.join(" | "))
            };
            format!("defs({})", list.iter().map(one).collect::<Vec<_>>().join(" / "))
        }
        BlockKind::Table(table) => {
            let row = |row: &crate::model::block::Row| {
                let cell = |cell: &Cell| {
                    let span = if cell.columns > 1 { format!("→{}", cell.columns) } else { String::new() };
                    let down = if cell.rows > 1 { format!("↓{}", cell.rows) } else { String::new() };
                    let align = cell.align.map_or(String::new(), |align| format!("@{align:?}"));
                    let heads = if cell.heads { "!" } else { "" };
                    format!("{}{span}{down}{align}{heads}", show(&cell.content))
                };
                row.cells.iter().map(cell).collect::<Vec<_>>().join(",")
            };
            let rows: Vec<String> = table.head.iter().chain(&table.body).map(row).collect();
            let widths: Vec<String> = table.widths.iter().map(ToString::to_string).collect();
            let widths = if widths.is_empty() { String::new() } else { format!(" {}", widths.join(":")) };
            format!("table{widths}<{}>({})", show(&table.caption), rows.join(" / "))
        }
        BlockKind::Figure { image, caption } => {
            format!("fig({} | {} | {})", image.url, image.alt, show(caption))
        }
        BlockKind::SceneBreak(symbol) => symbol.as_ref().map_or("***".into(), |s| format!("***[{s}]")),
        BlockKind::Verse(Verse { lines, number_every }) => {
            let line = |l: &crate::model::block::VerseLine| format!("{}>{}", l.indent, show(&l.content));
            let every = number_every.map(|every| format!(" /{every}")).unwrap_or_default();
            format!("verse{every}({})", lines.iter().map(line).collect::<Vec<_>>().join(" / "))
        }
        BlockKind::Div { role, title, blocks } => {
            let title = if title.is_empty() { String::new() } else { format!("[{}]", show(title)) };
            format!("{}{title}({})", format!("{role:?}").to_lowercase(), show_blocks(blocks))
        }
        BlockKind::Group(group) => {
            let inner = show_blocks(&group.blocks);
            format!("group {}<{}>({inner})", group.columns, show(&group.caption))
        }
        BlockKind::Attribution(content) => format!("by({})", show(content)),
        BlockKind::Math(tex) => format!("math({tex})"),
        BlockKind::PageBreak(side) => format!("break({side:?})"),
        BlockKind::Contents => "contents".into(),
        BlockKind::Notes(_) => "notes".into(),
    };
    shown + &show_attrs(&block.attrs)
}

pub(super) fn blocks_of(text: &str) -> String {
    show_blocks(&parse(text).blocks)
}

pub(super) fn codes(document: &Document) -> Vec<Code> {
    document.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn plain_markdown_becomes_blocks() {
    let text = "# A *b*\n\nOne\ntwo  \nthree\\\nfour.\n\n> q\n\n3. x\n4. y\n\n- [x] d\n- e\n\n***\n\n```Rust,ignore\nfn\n```\n";
    assert_eq!(
        blocks_of(text),
        "h1(A emphasis[b]); p(One␤two⏎three⏎four.); quote(p(q)); list 3(p(x) / p(y)); \
         list -([x] p(d) / p(e)); ***; code rust(fn)"
    );
    assert_eq!(blocks_of("- a\n\n- b\n  - c"), "list - loose(p(a) / p(b); list -(p(c)))");
    assert_eq!(blocks_of("T\n: d1\n: d2\n\n    more"), "defs(T = p(d1) | p(d2); p(more))");
    assert_eq!(blocks_of("|a|b|\n|-|-|\n|*x*|y\\|z|"), "table<>(a,b / emphasis[x],y|z)");
    assert_eq!(
        blocks_of("~~s~~ <a@b.c> &amp; \\* `a--b`"),
        "p(strikeout[s] link(mailto:a@b.c)[a@b.c] & * `a--b`)"
    );
}

#[test]
fn trap_3_sub_and_superscripts_reach_over_no_blank() {
    assert_eq!(blocks_of("H~2~O x^2^ 1^st^"), "p(Hsubscript[2]O xsuperscript[2] 1superscript[st])");
    assert_eq!(blocks_of("~/path and b~ 2^n or 3^n"), "p(~/path and b~ 2^n or 3^n)");
    assert_eq!(blocks_of("a^*b*^ c\\^d^"), "p(asuperscript[emphasis[b]] c^d^)");
    assert_eq!(blocks_of("Siam^[^1]^.\n\n[^1]: n"), "p(Siamsuperscript[note(0)].)");
}

#[test]
fn trap_4_punctuation_is_the_languages() {
    let shown = |text: &str, lang: &str| show_blocks(&parse_in(text, lang).blocks);
    let text = "\"It's 'so'--*no*\", he said... \"`a\"b`\"";
    assert_eq!(shown(text, "en"), "p(“It’s ‘so’–emphasis[no]”, he said… “`a\"b`”)");
    assert_eq!(shown(text, "de"), "p(„It’s ‚so‘–emphasis[no]“, he said… „`a\"b`“)");
    assert_eq!(shown("Il dit : \"Non !\"", "fr"), "p(Il dit\u{a0}: «\u{202f}Non\u{202f}!\u{202f}»)");
    assert_eq!(shown("그는 \"안녕\"이라고", "ko"), "p(그는 “안녕”이라고)");
    assert_eq!(shown("'Tis the '90s---rock 'n' roll", "en"), "p(’Tis the ’90s—rock ’n’ roll)");
    assert_eq!(
        shown("\\\"a\\\" <http://a--b> [\"x\"](y--z)", "en"),
        "p(\"a\" link(http://a--b)[http://a--b] link(y--z)[“x”])"
    );
    assert_eq!(shown("*\"a*\" [\"b\"]{lang=de} (\"c\")", "en"), "p(emphasis[“a]” span[„b“]{lang=de} (“c”))");
    assert_eq!(shown("\"Speech that goes on.", "en"), "p(“Speech that goes on.)");
    let off = Typography { quotes: false, dashes: false, ellipsis: false };
    let source = Source {
        places: &Places::of(FileId(0)),
        text: "\"a\"--b...",
        lang: "en",
        typography: off,
        bibliography: false,
        pictures: &|_, _| (None, None),
        hidden_lines: &std::collections::BTreeMap::new(),
        links: &|_, _| None,
    };
    assert_eq!(show_blocks(&read(&source).blocks), "p(\"a\"--b...)");
}

#[test]
fn trap_5_heading_attributes_come_from_the_source() {
    assert_eq!(
        blocks_of("# T *a* {#x .part short=\"A b\"} #\n\nS {-}\n===\n\n## {a, b}\n"),
        "h1(T emphasis[a]){#x .part short=A b}; h1(S){.unnumbered}; h2({a, b})"
    );
    let document = parse("# T {.unumbered}");
    assert_eq!(codes(&document), [Code::UnknownClass]);
    assert_eq!(document.findings[0].help, ["did you mean `.unnumbered`?"]);
}

#[test]
fn trap_6_money_is_no_formula() {
    assert_eq!(blocks_of("US$10, US$3-4 and \\$5"), "p(US$10, US$3-4 and $5)");
    let document = parse("$a_1 * b_2$ and `$x$` $$c|d$$\n\n$$\n- e\n= f\n$$\n\n|a|\n|-|\n|$x\\|y$|\n");
    assert_eq!(
        show_blocks(&document.blocks),
        "p(math(a_1 * b_2) and `$x$` math!(c|d)); math(- e\n= f); table<>(a / math(x\\|y))"
    );
    assert_eq!(codes(&document), [Code::NotRead]);
}

#[test]
fn trap_7_front_matter_only_stands_at_the_top() {
    let document = parse("---\ntitle: 1984\nlang: de\nother: [x]\n---\nText\n\n---\nkey: value\n---\n");
    assert_eq!(document.front.title.as_deref(), Some("1984"));
    assert_eq!(show_blocks(&document.blocks), "p(Text); ***; h2(key: value)");
    let broken = parse("---\ntitle: \"a\nb: [\n---\nText");
    assert_eq!((codes(&broken), show_blocks(&broken.blocks)), (vec![Code::MalformedYaml], "p(Text)".into()));
}

#[test]
fn trap_8_alerts_may_have_titles() {
    assert_eq!(blocks_of("> [!NOTE] My *t*\n> b"), "Note[My emphasis[t]](p(b))");
    assert_eq!(blocks_of("> [!TIP]\n> b\n>\n> c"), "Tip[](p(b); p(c))");
    assert_eq!(blocks_of("> [!WARNING] Only"), "Warning[Only]()");
    assert_eq!(blocks_of("> [!no] b"), "quote(p([!no] b))");
}

#[test]
fn trap_9_emphasis_works_beside_cjk() {
    assert_eq!(blocks_of("**\"따옴표\"**는 *「引用」*と"), "p(strong[“따옴표”]는 emphasis[「引用」]と)");
    assert_eq!(blocks_of("2*3 **\"a\"**b"), "p(2*3 **“a”**b)");
}

#[test]
fn trap_10_notes_and_spans_are_whole() {
    let document = parse("A^[see *x* [l](u) `]` and \"q\"]B [C *d*]{.sc} [e]{#f lang=ko} []{#g} [@k]");
    assert_eq!(
        show_blocks(&document.blocks),
        "p(Anote(0)B smallcaps[C emphasis[d]]{.sc} span[e]{#f lang=ko} anchor{#g} cite(k)[[@k]])"
    );
    assert_eq!(show_blocks(&document.notes[0].note.blocks), "p(see emphasis[x] link(u)[l] `]` and “q”)");
    assert_eq!(codes(&document), [Code::NotYet]);
    assert_eq!(blocks_of("[a [b]{.x} c^[d^[e]]"), "p([a span[b]{.x} cnote(1))");
    assert_eq!(blocks_of("[l](u){.page title=\"*\"} x"), "p(link(u)[l]{.page title=*} x)");
}

#[test]
fn notes_are_found_again() {
    let text = "a[^1] b[^1] c[^no] [^1][x]\n\n- [^2]\n\n[^1]: p1\n\n    p2[^2]\n\n[^2]: n2\n[^3]: n3\n[^2]: again\n[^nod]: z\n";
    let document = parse(text);
    assert_eq!(show_blocks(&document.notes[0].note.blocks), "p(p1); p(p2note(1))");
    assert_eq!(show_blocks(&document.notes[1].note.blocks), "p(n2); p(again)");
    assert_eq!(show_blocks(&document.blocks), "p(anote(0) bnote(0) c[^no] note(0)[x]); list -(p(note(1)))");
    let mut found = codes(&document);
    found.sort();
    assert_eq!(found, [Code::UnknownNote, Code::UnusedNote, Code::UnusedNote, Code::DuplicateNote]);
    let unknown = document.findings.iter().find(|f| f.code == Code::UnknownNote).expect("unknown note");
    assert_eq!(unknown.labels[0].span.start, 13);
}

#[test]
fn pictures_alone_are_figures() {
    let alone =
        parse("![A *cap*](a.png){#fig-a width=50% alt=\"what\"}\n\n![](b.png)\n\nin ![c](c.png) line");
    assert_eq!(
        show_blocks(&alone.blocks),
        "fig(a.png | what | A emphasis[cap]){#fig-a width=50% alt=what}; fig(b.png |  | ); p(in img(c.png | c) line)"
    );
    assert_eq!(codes(&alone), [Code::MissingAlt]);
    assert_eq!(blocks_of("x ![a *b* ![c](c.png)](d.png)"), "p(x img(d.png | a b c))");
    assert!(codes(&parse("![](b.png){.decorative}")).is_empty());
    assert_eq!(
        blocks_of("![At the coast^[^1]^](a_b.jpg \"t\"){#i}\n\nx ![in^[n]](c.png) [d[^1]](e)\n\n[^1]: n\n"),
        "fig(a_b.jpg | At the coast | At the coastsuperscript[note(0)]){#i}; \
         p(x img(c.png | in)note(1) link(e)[dnote(0)])",
        "notes in brackets"
    );
}

#[test]
fn what_is_not_read_is_said_and_kept() {
    let text = "```{=latex}\n\\x\n```\n\n```{=html}\n<p>kept</p>\n```\n\n`a`{=tex} `<b>`{=html}";
    let document = parse(text);
    assert_eq!(show_blocks(&document.blocks), "p(kept)");
    assert!(document.findings.iter().all(|finding| finding.code == Code::NotRead));
    assert_eq!(document.findings.len(), 2);
}

pub(super) fn depth(blocks: &[Block]) -> usize {
    let inner = |block: &Block| match &block.kind {
        BlockKind::Quote(inner) | BlockKind::Div { blocks: inner, .. } => 1 + depth(inner),
        BlockKind::List(list) => 1 + list.items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0),
        _ => 0,
    };
    blocks.iter().map(inner).max().unwrap_or(0)
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

pub(super) fn all_text(document: &Document) -> String {
    let mut out = String::new();
    for blocks in
        [&document.blocks].into_iter().chain(document.notes.iter().map(|placed| &placed.note.blocks))
    {
        let mut code = String::new();
        walk::blocks(
            blocks,
            &mut |block| {
                if let BlockKind::Math(tex) = &block.kind {
                    code.push_str(tex);
                }
                if let BlockKind::SceneBreak(Some(symbol)) = &block.kind {
                    code.push_str(symbol);
                }
                if let BlockKind::Code(CodeBlock { lang, text, .. }) = &block.kind {
                    // What stands behind a fence names the language; it is no text, but not lost.
                    code.push_str(lang.as_deref().unwrap_or_default());
                    code.push('\n');
                    code.push_str(text);
                    code.push('\n');
                }
            },
            &mut |inlines| {
                out.push_str(&walk::flatten(inlines));
                out.push('\n');
            },
        );
        out.push_str(&code);
    }
    out
}

#[test]
fn words_behind_a_fence_are_not_lost_in_silence() {
    let document = parse("~~~w0x[ w1x w2x\nw3x\n");
    assert!(all_text(&document).contains("w0x["), "the language");
    assert_eq!(codes(&document), [Code::NotRead]);
    assert!(document.findings[0].message.contains("`w1x w2x`"), "{:?}", document.findings[0]);
    assert_eq!(codes(&parse("```rust,ignore {.x}\nfn\n```\n")), []);
}

#[test]
fn nesting_without_end_is_cut_and_loses_nothing() {
    let quotes = parse(&format!("{}deep", ">".repeat(10_000)));
    assert_eq!((depth(&quotes.blocks), codes(&quotes)), (MAX_DEPTH, vec![Code::NestedTooDeep]));
    assert!(all_text(&quotes).contains("deep"));
    let lists = parse(&format!("{}deep\n\nafter", "- ".repeat(10_000)));
    assert_eq!((depth(&lists.blocks), codes(&lists)), (MAX_DEPTH, vec![Code::NestedTooDeep]));
    assert!(all_text(&lists).contains("deep\nafter"));
    let divs = parse(&format!("{}deep\n\n{}after", "::: keep\n".repeat(10_000), ":::\n".repeat(10_000)));
    assert_eq!((depth(&divs.blocks), codes(&divs)), (MAX_DEPTH, vec![Code::NestedTooDeep]));
    assert!(all_text(&divs).contains("deep\nafter"));
    for (open, close) in [("*", "*"), ("[", "]{.x}"), ("^[", "]"), ("<b>", "</b>"), ("**a ", " b**")] {
        let text = format!("{}deep{}", open.repeat(10_000), close.repeat(10_000));
        assert!(all_text(&parse(&text)).contains("deep"), "{open}");
    }
}

const SAMPLE: &str = "# Head *one* {#h .part}\n\nPara \"two\" with **bold** and [link](u.md \"t\") ^[note *in* it]\nand `code` x^2^ H~2~O $a+b$[^n].\n\n::: {.box}\n> [!NOTE] Titel\n> quoted\n:::\n\n| col | umn |\n|-----|:---:|\n| c1  | c2  |\n\n: Caption here {#tbl-a}\n\n- item\n  1. sub <b>html</b>\n\nTerm\n: Meaning\n\n| verse\n|   line\n\n<div>\n<p>block html</p>\n</div>\n\n```rust\nfn main() {}\n```\n\n[^n]: note text\n";

#[test]
fn every_word_of_the_sample_is_read() {
    let document = parse(SAMPLE);
    let text = all_text(&document);
    let skipped = ["h", "part", "u", "md", "t", "n", "box", "tbl", "a", "b", "div", "p", "NOTE", "rust"];
    for word in words(SAMPLE).iter().filter(|word| !skipped.contains(&word.as_str())) {
        assert!(text.contains(word.as_str()), "{word} in {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is done to a file, nothing panics and every place lies in it.
    #[test]
    fn spans_stay_inside_damaged_files(at in 0..SAMPLE.len(), len in 0..40_usize, with in "[\\[\\]{}()<>^~*_`$|:#\"'!\\\\\n >a가-]{0,8}") {
        let end = (at + len).min(SAMPLE.len());
        let text = format!("{}{with}{}", &SAMPLE[..at], &SAMPLE[end..]);
        let document = parse(&text);
        let inside = |span: crate::source::Span| text.get(span.start as usize..span.end as usize).is_some();
        let mut good = true;
        for blocks in [&document.blocks].into_iter().chain(document.notes.iter().map(|placed| &placed.note.blocks)) {
            let (mut spans, mut more) = (Vec::new(), Vec::new());
            walk::blocks(blocks, &mut |block| spans.push(block.span), &mut |run| walk::inlines(run, &mut |i| more.push(i.span)));
            good &= spans.into_iter().chain(more).all(inside);
        }
        good &= document.findings.iter().flat_map(|f| &f.labels).all(|label| inside(label.span));
        prop_assert!(good, "{text}");
    }

    /// Words between marks of every kind come out again, in order of their numbers.
    #[test]
    fn words_between_marks_are_kept(marks in prop::collection::vec("[\\[\\]^~*_`$|\"'!.>\n -]{1,4}", 1..30)) {
        let text: String = marks.iter().enumerate().map(|(n, mark)| format!("w{n}x{mark}")).collect();
        let document = parse(&text);
        let told: String = document.findings.iter().map(|finding| finding.message.as_str()).collect();
        let shown = all_text(&document) + &told;
        for n in 0..marks.len() {
            prop_assert!(shown.contains(&format!("w{n}x")), "w{n}x of {text:?} in {shown:?}");
        }
    }
}
