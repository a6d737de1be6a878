//! The structure tree: small books of every kind of block, their words in its order.

use std::path::Path;

use bindery::edition::{Edition, PageGeometry};
use bindery::font::FontBook;
use bindery::model::block::{Block, BlockKind};
use bindery::model::book::{Book, Chapter};
use bindery::model::inline::{Inline, InlineKind};
use bindery::model::manifest::FormatSpec;
use bindery::model::walk::{self, Part};
use bindery::source::Memory;
use lopdf::{Document, Object};
use proptest::prelude::*;

use crate::reader::{dictionary, read, words};
use crate::specimen;
use crate::tagged::{Kid, Node, tree};

const PICTURE: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'><rect width='90' \
    height='60' fill='#888'/><text x='9' y='30'>inside</text></svg>";

/// The tree of a book of these chapters, and the book.
pub(crate) fn book(chapters: &[&str], edition: &str) -> (Document, Node, Book) {
    let names: Vec<String> = (0..chapters.len()).map(|n| format!("{n}.md")).collect();
    let manifest = format!(
        "title: The Book\nauthor: A\nlang: en\nfront: [title, toc]\nchapters: [{}]\neditions:\n  \
         print: {{format: pdf, {edition}}}\n",
        names.join(", ")
    );
    let files = names.iter().zip(chapters).fold(
        Memory::new().with("book/book.yaml", &*manifest).with("book/a.svg", PICTURE),
        |files, (name, text)| files.with(&format!("book/{name}"), *text),
    );
    let (document, book) = rendered(&files);
    let tree = tree(&document);
    (document, tree, book)
}

/// The first edition of a book, and the book.
fn rendered(files: &Memory) -> (Document, Book) {
    let read_book = bindery::read::read(files, Path::new("book"));
    let (manifest, book) = read_book.book.unwrap_or_else(|| panic!("{:?}", read_book.findings));
    let (book, _) = bindery::resolve::resolve(book);
    let spec = &manifest.editions[0];
    let (fonts, _) = FontBook::new(&spec.theme, &spec.fonts);
    let edition = Edition {
        spec,
        metadata: book.book.metadata.clone(),
        book: &book,
        theme: &spec.theme,
        fonts: &fonts,
        hyphenation: &manifest.hyphenation,
        modified: "2026-01-01T00:00:00Z".into(),
        cover: None,
        page_list: None,
    };
    let FormatSpec::Pdf(print) = &spec.format else { panic!("a PDF") };
    let geometry = PageGeometry::new(&spec.theme, print);
    let (layout, _) = bindery::typeset::typeset(&edition, &geometry);
    (read(&bindery::pdf::render(&edition, &geometry, &layout).0), book.book)
}

/// The words of a text, without the signs at their ends.
fn bare_words(text: &str) -> Vec<String> {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}')).collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

/// What the tree says of the book's own text: references say numbers that are made for them.
fn told(tree: &Node) -> Vec<String> {
    bare_words(&tree.text(&|node| matches!(node.kind.as_str(), "Reference" | "Lbl" | "TOC")))
}

/// The words of a book in the order in which it is read: a note after what calls it.
fn written(book: &Book) -> Vec<String> {
    let mut out = String::new();
    for chapter in &book.chapters {
        let mut telling = Telling { chapter, told: vec![false; chapter.notes.len()], out: &mut out };
        telling.run(&chapter.title);
        telling.blocks(&chapter.blocks);
    }
    bare_words(&out)
}

struct Telling<'a> {
    chapter: &'a Chapter,
    told: Vec<bool>,
    out: &'a mut String,
}

impl Telling<'_> {
    fn run(&mut self, run: &[Inline]) {
        let mut notes = Vec::new();
        walk::inlines(run, &mut |inline| {
            if let InlineKind::Note(index) = inline.kind {
                notes.push(index as usize);
            }
        });
        self.out.push('\n');
        self.out.push_str(&walk::flatten(run));
        self.out.push('\n');
        for note in notes {
            if !std::mem::replace(&mut self.told[note], true) {
                let note = &self.chapter.notes[note];
                self.blocks(&note.blocks);
            }
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                // Terms and labels are left out of what is compared.
                BlockKind::Definitions(definitions) => {
                    for definition in definitions {
                        definition.definitions.iter().for_each(|inner| self.blocks(inner));
                    }
                }
                BlockKind::Math(tex) => self.out.push_str(tex),
                _ => {
                    walk::parts(&block.kind, &mut |part| match part {
                        Part::Inlines(run) => self.run(run),
                        Part::Blocks(inner) => self.blocks(inner),
                    });
                    if let BlockKind::Code(code) = &block.kind {
                        self.out.push_str(&code.text);
                    }
                }
            }
            self.out.push('\n');
        }
    }
}

/// All words of the book stand in the tree in the book's order; few others are among them.
fn assert_told(tree: &Node, book: &Book) {
    let (told, written) = (told(tree), written(book));
    let mut rest = told.iter();
    for (at, word) in written.iter().enumerate() {
        let near = &written[at.saturating_sub(5)..(at + 5).min(written.len())];
        assert!(rest.any(|told| told == word), "{word} of {near:?} is not told in order: {told:?}");
    }
    let more = told.len() - written.len();
    assert!(more <= 12 + written.len() / 8, "{more} words are nobody's: {told:?}");
}

const PROSE: &str = "# One

A first paragraph with a [link](https://example.org/a) and *emphasis*, `code` and a note[^a], that goes on
for a while, so that it fills some lines of the page and hyphenation has something extraordinarily
interesting to divide incomprehensibly.[^b] It ends here.

[^a]: The first note, which calls another[^c].

[^b]: The second note.

[^c]: The third note.

## Below

See [the beginning](#one) and [Straßburg]{.smallcaps}.

#### Far below

> Quoted words, [mots français]{lang=fr}.
";

#[test]
fn prose_is_told_in_its_order_with_headings_that_skip_none() {
    let (document, tree, book) = book(&[PROSE, "# Two\n\nMore.\n"], "trim: 4.5x7in");
    assert_told(&tree, &book);
    let headings: Vec<(String, String)> = ["H1", "H2", "H3", "H4"]
        .iter()
        .flat_map(|kind| tree.of_kind(kind))
        .map(|node| (node.kind.clone(), node.text(&|_| false).trim().to_owned()))
        .collect();
    let heading = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
    let said: Vec<_> = headings.into_iter().filter(|(_, text)| text != "Contents").collect();
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(said[0].1.ends_with("One") && said[0].0 == "H1" && said[1].0 == "H1", "{said:?}");
    assert_eq!(said[2..], [heading("H2", "Below"), heading("H3", "Far below")]);
    let notes = tree.of_kind("Note");
    assert_eq!(notes.len(), 3);
    let mut names: Vec<String> =
        notes.iter().map(|note| words(note.dictionary.get(b"ID").expect("a name"))).collect();
    names.dedup();
    assert_eq!(names.len(), 3, "{names:?}");
    assert!(notes.iter().all(|note| note.kinds() == ["Lbl", "P"]));
    assert!(notes.iter().all(|note| note.of_kind("Lbl")[0].kinds() == ["Link"]));
    let first = tree.of_kind("BlockQuote")[0];
    let span = first.of_kind("Span")[0];
    assert_eq!(words(span.dictionary.get(b"Lang").expect("a language")), "fr");
    assert_eq!(span.text(&|_| false), "mots français");
    let links = tree.of_kind("Link");
    assert!(links.iter().all(|link| link.kids.iter().any(|kid| matches!(kid, Kid::Object))));
    let annotations = document.get_pages().into_values().flat_map(|page| {
        let page = document.get_dictionary(page).expect("a page");
        let list = page.get(b"Annots").and_then(Object::as_array).cloned().unwrap_or_default();
        assert!(list.is_empty() || page.has(b"Tabs"));
        list
    });
    let annotations: Vec<Object> = annotations.collect();
    assert!(annotations.iter().all(|link| dictionary(&document, link).has(b"StructParent")));
    let objects = links.iter().flat_map(|link| &link.kids).filter(|kid| matches!(kid, Kid::Object));
    assert_eq!(objects.count(), annotations.len());
}

#[test]
fn a_paragraph_over_pages_is_one_element_and_words_are_whole() {
    let long =
        "# One\n\n".to_owned() + &"Incomprehensible circumstances notwithstanding we went on. ".repeat(160);
    let (_, tree, book) = book(&[&long], "trim: 4.5x7in");
    assert_told(&tree, &book);
    let of_chapter = tree.of_kind("Sect").into_iter().find(|section| section.kinds() == ["H1", "P"]);
    let paragraph = of_chapter.expect("a chapter").of_kind("P")[0];
    assert!(paragraph.kids.len() > 2);
    let text = paragraph.text(&|_| false);
    assert!(text.contains('\u{ad}'), "divided words");
    let whole: String = text.chars().filter(|c| *c != '\u{ad}').collect();
    assert_eq!(whole.split_whitespace().collect::<Vec<_>>().join(" "), long[7..].trim());
}

#[test]
fn lists_tables_figures_and_code_have_their_parts() {
    let text = "# One

- a point
- another
  1. inner
  2. steps
- [x] done

Term
: what it means

| Name | Number |
|------|-------:|
| one  | 1      |
| two  | 2      |

: What numbers are called

![What is seen](a.svg)

![What is shown](a.svg \"t\")

```rust {filename=\"src/main.rs\"}
fn main() {
    let x = 1;

    run(x);
}
```

$$
a^2 + b^2
$$

| A line of verse
| and one more

***

After an ornament with ![alt words](a.svg) in it.
";
    let (_, tree, book) = book(&[text], "trim: 5x8in");
    assert_told(&tree, &book);
    let lists = tree.of_kind("L");
    assert_eq!(lists[0].kinds(), ["LI", "LI", "LI"]);
    assert_eq!(lists[1].attribute("ListNumbering"), Some(Object::Name(b"Decimal".to_vec())));
    let items: Vec<&Node> = lists.iter().flat_map(|list| list.of_kind("LI")).collect();
    assert!(items.iter().all(|item| item.kinds() == ["Lbl", "LBody"]));
    let ticked = words(items[4].of_kind("Lbl")[0].dictionary.get(b"ActualText").expect("a sign"));
    assert_eq!(ticked, "☑");
    let table = tree.of_kind("Table")[0];
    assert!(table.attribute("BBox").is_some());
    let rows: Vec<Vec<&str>> = table.of_kind("TR").iter().map(|row| row.kinds()).collect();
    assert_eq!(rows, [["TH", "TH"], ["TD", "TD"], ["TD", "TD"]]);
    assert_eq!(table.of_kind("TH")[0].attribute("Scope"), Some(Object::Name(b"Column".to_vec())));
    let figures = tree.of_kind("Figure");
    assert_eq!(figures.len(), 3);
    for (figure, alt) in figures.iter().zip(["What is seen", "What is shown", "alt words"]) {
        assert_eq!(words(figure.dictionary.get(b"Alt").expect("words")), alt);
        assert!(figure.attribute("BBox").is_some());
    }
    let code = tree.of_kind("Code")[0].text(&|_| false);
    let lines: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(lines.join(" "), "fn main() { let x = 1; run(x); }");
    let formula = tree.of_kind("Formula")[0];
    assert_eq!(words(formula.dictionary.get(b"Alt").expect("its source")).trim(), "a^2 + b^2");
    assert!(tree.text(&|_| false).contains("src/main.rs"));
}

#[test]
fn a_table_without_heads_has_some_only_for_pdf_ua() {
    let text = "# One\n\n|   |   |\n|---|---|\n| a | b |\n| c | d |\n";
    let rows = |edition: &str| -> Vec<Vec<String>> {
        let tree = book(&[text], edition).1;
        let rows =
            tree.of_kind("TR").into_iter().map(|row| row.kinds().into_iter().map(str::to_owned).collect());
        rows.collect()
    };
    assert_eq!(rows("trim: 5x8in"), [["TD", "TD"], ["TD", "TD"]]);
    assert_eq!(rows("standard: pdfua-1"), [["TH", "TD"], ["TH", "TD"]]);
}

#[test]
fn a_line_of_code_in_two_faces_is_of_one_piece_and_ends() {
    let text = "# One\n\n```\nlet a = \"g\u{4da}_b\";\nfree \u{1f63f}\nend\n```\n";
    let (_, tree, _) = book(&[text], "trim: 5x8in");
    let code = tree.of_kind("Code")[0].text(&|_| false);
    let words: Vec<&str> = code.split_whitespace().collect();
    assert_eq!(words, ["let", "a", "=", "\"g\u{4da}_b\";", "free", "\u{1f63f}", "end"]);
}

#[test]
fn cells_that_cover_others_name_their_heads() {
    let text = "# One

+-------+-------+-------+
| Both          | Last  |
+-------+-------+       |
| Left  | Right |       |
+=======+=======+=======+
| 1     | 2     | 3     |
+-------+-------+-------+
";
    let (_, tree, book) = book(&[text], "trim: 5x8in");
    assert_told(&tree, &book);
    let heads = tree.of_kind("TH");
    if heads.len() < 4 {
        return;
    }
    let cell = tree.of_kind("TD")[0];
    let named = cell.attribute("Headers").expect("heads");
    assert_eq!(named.as_array().expect("names").len(), 2);
}

#[test]
fn text_from_right_to_left_is_told_in_its_order() {
    let text = "# One\n\n::: {lang=he}\nשלום עולם 123 abc ועוד מילים\n:::\n";
    let (_, tree, book) = book(&[text], "trim: 5x8in");
    assert_told(&tree, &book);
}

#[test]
fn characters_without_a_glyph_are_told_and_drawn() {
    let (document, tree, book) =
        book(&["# One\n\nA word \u{915}\u{93e} in another script.\n"], "trim: 5x8in");
    assert_told(&tree, &book);
    for page in document.get_pages().into_values() {
        for operation in
            lopdf::content::Content::decode(&document.get_page_content(page)).expect("operators").operations
        {
            let Some(shown) = operation.operands.first().and_then(|o| o.as_array().ok()) else { continue };
            let codes = shown.iter().filter_map(|item| item.as_str().ok()).flat_map(|codes| codes.chunks(2));
            assert!(operation.operator != "TJ" || codes.into_iter().all(|code| code != [0, 0]));
        }
    }
}

#[test]
fn a_file_for_a_press_has_no_tags() {
    let manifest = "title: The Book\nauthor: A\nlang: en\nchapters: [a.md]\neditions:\n  print: {format: pdf, standard: pdfx-4}\n";
    let files = Memory::new().with("book/book.yaml", manifest).with("book/a.md", "# One\n\nText.\n");
    let document = rendered(&files).0;
    assert!(!document.catalog().expect("a catalog").has(b"StructTreeRoot"));
    let contents = document.get_page_content(document.get_pages()[&1]);
    assert!(!String::from_utf8_lossy(&contents).contains("MCID"));
}

#[test]
fn entries_of_contents_lead_to_what_they_name() {
    let (_, tree, _) = book(&["# First\n\n## Inner\n\nText.\n", "# Second\n\nText.\n"], "trim: 5x8in");
    let contents = tree.of_kind("TOC")[0];
    assert_eq!(contents.kinds(), ["TOCI", "TOC", "TOCI"]);
    let text = contents.text(&|_| false);
    let said: Vec<&str> = text.split_whitespace().collect();
    let folios = said.iter().filter(|word| word.parse::<u32>().is_ok()).count();
    assert!(folios >= 3 && !text.contains(".."), "{text}");
    assert!(contents.of_kind("Link").len() == 3 && said.contains(&"Inner"), "{text}");
}

#[test]
fn every_kind_of_block_is_told() {
    let mut count = 0;
    specimen::editions(|edition, pages| {
        let Some((geometry, layout)) = pages else { return };
        let bytes = bindery::pdf::render(edition, geometry, layout).0;
        assert_told(&tree(&read(&bytes)), &edition.book.book);
        count += 1;
    });
    assert!(count > 1);
}

fn markdown() -> impl Strategy<Value = String> {
    let block = prop_oneof![
        "[a-z]{1,9}( [a-zäß]{1,14}){0,40}\\.",
        "[a-z]{2,9} \\*[a-z]{2,5}\\* \\[[a-z]{2,5}\\]\\(https://e\\.org\\) `[a-z]{2,4}` [a-z]{2,5}\\^\\[[a-z]{3,9} [a-z]{2,5}\\]\\.",
        "## [A-Z][a-z]{2,7}",
        "#### [A-Z][a-z]{2,7}",
        "- [a-z]{2,9}\n- [a-z]{2,9}\n\n  [a-z]{2,9}\n",
        "1\\. [a-z]{2,9}\n2\\. [a-z]{2,9}\n   - [a-z]{2,9}\n",
        "> [a-z]{2,9} [a-z]{2,9}\n>\n> - [a-z]{2,5}\n",
        "\\| [a-z]{2,5} \\| [a-z]{2,5} \\|\n\\|---\\|---\\|\n\\| [a-z]{2,5} \\| [a-z]{2,5} \\|\n\\| [a-z]{2,5} \\|\n",
        "```\n[a-z]{2,9} [a-z]{2,9}\n  [a-z]{2,9}\n```\n",
        "!\\[[a-z]{2,9} [a-z]{2,5}\\]\\(a\\.svg\\)",
        "\\*\\*\\*",
        ":::\\{\\.sidebar title=\"[a-z]{2,9}\"\\}\n[a-z]{2,9} [a-z]{2,9}\n:::\n",
    ];
    proptest::collection::vec(block, 1..24).prop_map(|blocks| format!("# Title\n\n{}\n", blocks.join("\n\n")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_book_is_told_in_its_order(first in markdown(), second in markdown()) {
        let (_, tree, book) = book(&[&first, &second], "trim: 4x6in");
        assert_told(&tree, &book);
    }
}
