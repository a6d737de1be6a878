//! Every kind of block and every role, in both editions: no word is lost, nothing leaves
//! its page, what belongs together stays together.

#![allow(clippy::format_push_string)] // The text of a small book.

mod specimen;
mod support;

use std::collections::BTreeMap;

use bindery::edition::PageGeometry;
use bindery::model::block::{Block, BlockKind};
use bindery::model::walk::{self, Part};
use bindery::resolve::ResolvedBook;
use bindery::typeset::display::{Frame, Item, Layout, Page, Source};
use bindery::{epub, pdf};

use specimen::editions;
use support::words::words;

/// The pages of the novel.
fn novel(f: impl FnOnce(&PageGeometry, &Layout)) {
    let mut f = Some(f);
    editions(|edition, pages| {
        if let (Some((geometry, layout)), "novel") = (pages, edition.spec.name.as_str()) {
            f.take().expect("one novel")(geometry, layout);
        }
    });
    assert!(f.is_none(), "a novel");
}

/// The files of the first EPUB, by name.
fn files() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    editions(|edition, pages| {
        if pages.is_none() && out.is_empty() {
            let (bytes, findings) = epub::render(edition);
            assert_eq!(findings, []);
            for name in ["chapter-01", "chapter-02", "chapter-03", "chapter-04"] {
                let path = format!("text/{name}.xhtml");
                out.insert(name.to_owned(), support::archive::file(&bytes, &path));
            }
            out.insert("css".to_owned(), support::archive::file(&bytes, "css/book.css"));
        }
    });
    out
}

/// Every word that the author wrote, in order.
fn written(book: &ResolvedBook) -> Vec<String> {
    fn blocks(list: &[Block], out: &mut String) {
        for block in list {
            match &block.kind {
                BlockKind::Code(code) => out.push_str(&format!(" {} ", code.text)),
                BlockKind::Math(tex) => out.push_str(&format!(" {tex} ")),
                _ => {}
            }
            walk::parts(&block.kind, &mut |part| match part {
                Part::Inlines(run) => out.push_str(&format!(" {} ", walk::flatten(run))),
                Part::Blocks(inner) => blocks(inner, out),
            });
        }
    }
    let mut out = String::new();
    for chapter in &book.book.chapters {
        blocks(&chapter.blocks, &mut out);
    }
    words(&out)
}

fn runs(frame: &Frame, out: &mut String) {
    let mut end = None;
    for (at, item) in &frame.items {
        match item {
            Item::Glyphs(run) if matches!(run.source, Source::Book(_)) => {
                // Another line, or another cell of a table.
                if end.is_none_or(|(x, y)| y != at.y || at.x > x + run.size) {
                    out.push(' ');
                }
                end = Some((at.x + run.width(), at.y));
                out.push_str(&run.text);
            }
            Item::Group(inner) => runs(inner, out),
            _ => {}
        }
    }
}

fn text(page: &Page) -> String {
    let mut out = String::new();
    runs(&page.frame, &mut out);
    out
}

/// The page that shows this.
fn page_of(layout: &Layout, words: &str) -> usize {
    let found = layout.pages.iter().position(|page| text(page).contains(words));
    found.unwrap_or_else(|| panic!("`{words}` on no page"))
}

/// How often each word stands there; a drop cap's letter and the rest of its word are one.
fn counted(words: &[String]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for word in words {
        *counts.entry(word.as_str()).or_default() += 1;
    }
    counts
}

#[test]
fn no_word_of_the_author_is_lost_in_print() {
    let (_, book) = specimen::book();
    let written = written(&book);
    let written = counted(&written);
    assert!(written.len() > 150);
    editions(|edition, pages| {
        let Some((_, layout)) = pages else { return };
        let all: String = layout.pages.iter().map(|page| text(page) + " ").collect();
        let shown = words(&all);
        let shown = counted(&shown);
        for (word, count) in &written {
            let have = shown.get(word).copied().unwrap_or_default();
            // `When` and `Nt` begin with a letter of their own.
            let initial = matches!(*word, "when" | "nt");
            assert!(have >= *count || initial, "{}: `{word}` {have} times, not {count}", edition.spec.name);
        }
    });
}

#[test]
fn no_word_of_the_author_is_lost_in_the_epub() {
    let (_, book) = specimen::book();
    let written = written(&book);
    let files = files();
    let texts = files.iter().filter(|(name, _)| name.starts_with("chapter"));
    let bare: String = texts
        .flat_map(|(_, text)| text.split('<').map(|part| part.split_once('>').map_or("", |(_, text)| text)))
        .map(|text| text.replace("&quot;", "\"").replace("&amp;", "&").replace("&gt;", ">"))
        .collect::<Vec<_>>()
        .join(" ");
    let shown = words(&bare);
    let shown = counted(&shown);
    for (word, count) in counted(&written) {
        let have = shown.get(word).copied().unwrap_or_default();
        let parted = matches!(word, "when" | "nt");
        assert!(have >= count || parted, "`{word}` {have} times, not {count}");
    }
}

#[test]
fn nothing_leaves_its_page() {
    editions(|edition, pages| {
        let Some((geometry, layout)) = pages else { return };
        for page in &layout.pages {
            for (at, item) in &page.frame.items {
                let (right, bottom) = match item {
                    Item::Glyphs(run) => (at.x + run.width(), at.y),
                    Item::Rule { size, .. } | Item::Image { size, .. } => {
                        (at.x + size.width, at.y + size.height)
                    }
                    _ => continue,
                };
                let edge = geometry.trim.width - geometry.outer.min(geometry.inner) + geometry.size;
                assert!(right <= edge, "{} {}: {item:?}", edition.spec.name, page.label);
                assert!(bottom <= geometry.trim.height, "{} {}", edition.spec.name, page.label);
            }
        }
    });
}

#[test]
fn every_role_is_made_into_files() {
    editions(|edition, pages| {
        let findings = match pages {
            None => epub::render(edition).1,
            Some((geometry, layout)) => pdf::render(edition, geometry, layout).1,
        };
        assert_eq!(findings, [], "{}", edition.spec.name);
    });
}

#[test]
fn a_page_break_can_ask_for_a_side() {
    novel(|_, layout| {
        let asked = page_of(layout, "This begins on a recto.");
        assert_eq!(asked % 2, 0, "pages of even index are rectos");
        assert!(layout.pages[asked - 1].frame.items.is_empty(), "a blank page before it, without folio");
        let next = page_of(layout, "For the clerk");
        assert_eq!(next, asked + 1, "the other break takes the next page");
    });
}

#[test]
fn what_belongs_together_stands_on_one_page() {
    editions(|_, pages| {
        let Some((_, layout)) = pages else { return };
        assert_eq!(page_of(layout, "Call me a traveller"), page_of(layout, "Melville"));
        assert_eq!(page_of(layout, "Nothing had been carried"), page_of(layout, "Clerk of the market"));
        assert_eq!(page_of(layout, "From the hill"), page_of(layout, "Two views of the square"));
        assert_eq!(page_of(layout, "All towns"), page_of(layout, "fn main"));
    });
}

#[test]
fn numbers_stand_before_what_they_number() {
    novel(|_, layout| {
        let made: String = layout
            .pages
            .iter()
            .flat_map(|page| &page.frame.items)
            .filter_map(|(_, item)| match item {
                Item::Glyphs(run) if matches!(run.source, Source::Generated(_) | Source::Part(..)) => {
                    Some(run.text.to_string() + "|")
                }
                _ => None,
            })
            .collect();
        let made = made.replace('|', "").to_lowercase();
        for label in
            ["figure 3.1: ", "figure 3.2", "table 3.1: ", "listing 3.1: ", "theorem 4.1 (", "(4.1)", "(a) "]
        {
            assert!(made.contains(label), "`{label}` in {made}");
        }
        assert!(made.contains("proof.") && made.contains('□'));
        assert!(made.contains("—\u{a0}"), "a dash before a name");
    });
    let files = files();
    let (figures, proofs) = (&files["chapter-03"], &files["chapter-04"]);
    assert!(figures.contains("<span class=\"caption-label\">Figure 3.1:</span> The square seen"));
    assert!(figures.contains("<caption><span class=\"caption-label\">Table 3.1:</span> What was sold"));
    assert!(figures.contains("<figcaption><span class=\"sub-number\">(b)</span> From the hill"));
    assert!(proofs.contains("<span class=\"statement-label\">Theorem 4.1</span>"));
    assert!(proofs.contains("</code> <span class=\"number\">(4.1)</span>"));
    assert!(files["chapter-01"].contains("<span class=\"number\">1.1</span> A Letter</h2>"));
}

#[test]
fn containers_say_what_they_are() {
    let files = files();
    let prose = &files["chapter-01"];
    assert!(prose.contains("<blockquote class=\"epigraph\" epub:type=\"epigraph\" role=\"doc-epigraph\">"));
    assert!(prose.contains("<p class=\"attribution\">—\u{a0}H. Melville, <em>Moby-Dick</em></p>"));
    assert!(prose.contains("<p class=\"attribution\">— The town’s chronicle</p>"), "no second dash");
    assert!(prose.contains("<p class=\"first drop-cap\">"), "the letter stands below the epigraph");
    assert!(prose.contains("<hr class=\"scene-break blank\"/>"));
    assert!(prose.contains("<hr class=\"scene-break ornament-1\"/>"));
    assert!(files["css"].contains("hr.scene-break.ornament-1::before { content: \"⁂\"; }"));
    assert!(prose.contains("<div class=\"page-break\"></div>"));
    let boxes = &files["chapter-02"];
    assert!(boxes.contains(
        "<aside class=\"sidebar\" epub:type=\"sidebar\" role=\"note\" aria-label=\"How flags were hung\">"
    ));
    assert!(boxes.contains("<aside class=\"pullquote\" epub:type=\"pullquote\" role=\"doc-pullquote\">"));
    assert!(boxes.contains("<div class=\"keep\">\n<p>"), "kept text goes on with an indent");
    assert!(boxes.contains("<p class=\"summary\">Where it was</p>"));
    assert!(boxes.contains("<span class=\"line-number\" aria-hidden=\"true\">4</span> by market days"));
}

#[test]
fn cells_keep_their_spans_and_columns_their_widths() {
    let figures = &files()["chapter-03"];
    assert!(figures.contains("<th rowspan=\"2\" scope=\"col\">Quarter</th>"));
    assert!(
        figures.contains("<th class=\"center\" colspan=\"2\" scope=\"colgroup\">Sold in the market</th>")
    );
    assert!(figures.contains("<th rowspan=\"2\" scope=\"row\">North side</th>"));
    assert!(figures.contains("<td class=\"center\" colspan=\"3\">No other wares"));
    assert!(figures.contains("<colgroup><col class=\"w-25\"/><col class=\"w-75\"/></colgroup>"));
}

#[test]
fn code_is_numbered_beside_its_text() {
    let figures = &files()["chapter-03"];
    assert!(
        figures.contains(
            "<pre class=\"numbered\" style=\"counter-reset: line 7\"><code class=\"language-rust\">"
        )
    );
    assert!(figures.contains("<p class=\"filename\"><code>src/main.rs</code></p>"));
    novel(|_, layout| {
        let page = &layout.pages[page_of(layout, "All towns")];
        let numbers: Vec<&str> = page
            .frame
            .items
            .iter()
            .filter_map(|(_, item)| match item {
                Item::Glyphs(run) if run.source == Source::Artifact => Some(&*run.text),
                _ => None,
            })
            .collect();
        assert!(numbers.windows(3).any(|three| three == ["8", "9", "10"]), "{numbers:?}");
    });
}

#[test]
fn a_letter_the_author_sets_apart_is_a_drop_cap() {
    novel(|geometry, layout| {
        let mut items = layout.pages.iter().flat_map(|page| &page.frame.items);
        let letter = items.any(|(_, item)| match item {
            Item::Glyphs(run) => &*run.text == "N" && run.size > geometry.size * 2,
            _ => false,
        });
        assert!(letter, "a large N");
    });
    assert!(files()["chapter-01"].contains("<p><span class=\"dropcap\">N</span>"));
}
