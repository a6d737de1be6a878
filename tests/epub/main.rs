//! What an EPUB holds, seen from outside: its files as a reading system gets them.

#![allow(unreachable_pub)] // A test binary has no outside.

mod hostile;
mod sample;
mod support;

use bindery::diagnostic::Code;
use bindery::model::Attributes;
use bindery::model::block::{Align, BlockKind, Cell, CodeBlock, Row, Table};
use bindery::model::book::SectionKind;
use bindery::model::inline::InlineKind;
use bindery::model::manifest::{EpubSpec, GeneratedPage};
use bindery::model::notes::NotePlace;
use bindery::parallel;

use sample::everything;
use support::{Draft, Wishes, body, book, file, files, image, render, render_with_findings};

fn one(draft: Draft) -> String {
    let epub = render(book(vec![draft]), Wishes::default());
    hostile::check(&epub);
    body(&epub, "chapter-01.xhtml")
}

#[test]
fn a_chapter_reads_as_it_should() {
    let epub = render(everything(), Wishes { cover: true, ..Wishes::default() });
    hostile::check(&epub);
    insta::assert_snapshot!("chapter", body(&epub, "chapter-01.xhtml"));
}

#[test]
fn package_contents_and_ncx_read_as_they_should() {
    let epub = render(everything(), Wishes { cover: true, ..Wishes::default() });
    insta::assert_snapshot!("package", file(&epub, "content.opf"));
    insta::assert_snapshot!("nav", body(&epub, "nav.xhtml"));
    insta::assert_snapshot!("ncx", file(&epub, "toc.ncx"));
    insta::assert_snapshot!("css", file(&epub, "book.css"));
    let names: Vec<String> = files(&epub).into_iter().map(|(name, _)| name).collect();
    insta::assert_snapshot!("files", names.join("\n"));
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let make = |threads| parallel::with_threads(threads, || render(everything(), Wishes::default()));
    let first = make(1);
    assert!(first == make(4) && first == make(2));
    // Unstamped, without extra fields, uncompressed: what readers sniff for.
    assert_eq!(&first[30..58], b"mimetypeapplication/epub+zip");
}

#[test]
fn a_long_chapter_is_cut_and_its_links_and_notes_follow() {
    let mut draft = Draft::new("Long").heading(2, "First", Some("first"));
    for at in 0..700 {
        draft = draft.paragraph(&format!("Paragraph {at}. {}", "word ".repeat(100)));
    }
    let draft = draft
        .heading(2, "Last", Some("last"))
        .with(|d| BlockKind::Paragraph(vec![d.link("#first", "up"), d.inline(InlineKind::Note(0))]))
        .note("At the end.");
    let epub = render(book(vec![draft]), Wishes::default());
    hostile::check(&epub);
    let second = body(&epub, "chapter-01-2.xhtml");
    assert!(second.contains("<a href=\"chapter-01.xhtml#first\">up</a>"));
    assert!(second.contains("id=\"note-1\"") && second.contains("href=\"#note-1\""));
    assert!(file(&epub, "nav.xhtml").contains("text/chapter-01-2.xhtml#last"));
    for (name, bytes) in files(&epub) {
        assert!(bytes.len() < 256_000, "{name} has {} bytes", bytes.len());
    }
}

#[test]
fn a_note_leads_back_to_each_of_its_calls() {
    let call = |draft: Draft| draft.with(|d| BlockKind::Paragraph(vec![d.inline(InlineKind::Note(0))]));
    let mut draft = call(call(Draft::new("Long")));
    for _ in 0..700 {
        draft = draft.paragraph(&"word ".repeat(100));
    }
    let epub = render(book(vec![call(draft).note("Ibid.")]), Wishes::default());
    hostile::check(&epub);
    let (first, second) = (body(&epub, "chapter-01.xhtml"), body(&epub, "chapter-01-2.xhtml"));
    for (href, letter) in [("#call-1", "a"), ("#call-1-2", "b"), ("chapter-01-2.xhtml#call-1", "c")] {
        let link = format!(
            "<a class=\"backlink\" href=\"{href}\" role=\"doc-backlink\" \
             aria-label=\"Back to reference 1 {letter}\">{letter}</a> "
        );
        assert!(first.contains(&link), "{first}");
    }
    assert_eq!((first + &second).matches("Ibid.").count(), 1);
}

#[test]
fn marks_in_a_row_are_told_apart() {
    let draft = Draft::new("A").with(|d| {
        let notes = [0, 1].map(|note| d.inline(InlineKind::Note(note)));
        BlockKind::Paragraph(notes.into())
    });
    let text = one(draft.note("x").note("y"));
    assert!(text.contains("1</a><span class=\"note-mark\">,</span><a id=\"call-2\""), "{text}");
}

#[test]
fn a_note_too_long_for_a_window_stays_on_the_page() {
    let call = |draft: Draft, at| draft.with(|d| BlockKind::Paragraph(vec![d.inline(InlineKind::Note(at))]));
    let draft = call(call(Draft::new("A"), 0), 1).note(&"long ".repeat(1100)).note(&"short ".repeat(800));
    let text = body(&render(book(vec![draft]), Wishes::default()), "chapter-01.xhtml");
    assert!(text.contains("<div id=\"note-1\" class=\"note\" role=\"doc-footnote\">"), "{text}");
    assert!(text.contains("<aside id=\"note-2\" class=\"note\" epub:type=\"footnote\""));
}

#[test]
fn notes_of_all_chapters_fill_files_of_their_own() {
    let called = |title: &str| {
        let mut draft = Draft::new(title);
        for at in 0..60 {
            draft = draft.with(|d| BlockKind::Paragraph(vec![d.inline(InlineKind::Note(at))]));
        }
        (0..60).fold(draft, |draft, at| draft.note(&format!("{title} {at}. {}", "word ".repeat(600))))
    };
    let mut section = Draft::new("");
    section.chapter.kind = SectionKind::Generated(GeneratedPage::Notes);
    section.chapter.title.clear();
    let mut book = book(vec![called("One"), called("Two"), section]);
    book.notes.series[0].place = NotePlace::Book;
    let epub = render(book, Wishes::default());
    hostile::check(&epub);
    let (first, second) = (body(&epub, "chapter-01.xhtml"), body(&epub, "chapter-02.xhtml"));
    assert!(first.contains("href=\"endnotes.xhtml#note-c0-1\""), "{first}");
    assert!(!first.contains("<aside"));
    let files: Vec<String> =
        files(&epub).into_iter().map(|(name, _)| name).filter(|name| name.contains("endnotes")).collect();
    assert!(files.len() > 1, "{files:?}");
    assert!(second.contains(&format!("href=\"endnotes-{}.xhtml#note-c1-60\"", files.len())), "{second}");
    let all: String = files.iter().map(|name| body(&epub, name.rsplit('/').next().unwrap_or(name))).collect();
    for (title, at) in ["One", "Two"].into_iter().flat_map(|title| (0..60).map(move |at| (title, at))) {
        assert_eq!(all.matches(&format!("{title} {at}. ")).count(), 1, "{title} {at}");
    }
    assert!(all.contains("href=\"chapter-02.xhtml#call-60\""), "and lead back");
    assert!(
        file(&epub, "nav.xhtml").contains("<a epub:type=\"endnotes\" href=\"text/endnotes.xhtml\">Notes</a>")
    );
}

#[test]
fn a_block_too_large_for_a_file_is_reported_and_kept() {
    let code =
        BlockKind::Code(CodeBlock { lang: None, text: "x = 1;\n".repeat(40_000), ..CodeBlock::default() });
    let draft = Draft::new("A").paragraph("Before.").with(|_| code).paragraph("After.");
    let (epub, found) = render_with_findings(book(vec![draft]), Wishes::default());
    hostile::check(&epub);
    let codes: Vec<Code> = found.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::LargeBlock]);
    assert_eq!(body(&epub, "chapter-01-2.xhtml").matches("x = 1;").count(), 40_000);
}

#[test]
fn an_inscription_has_a_name_but_shows_no_heading() {
    let inscription = |text: bool| {
        let draft = Draft::new("Epigraph").set(|c| c.kind = SectionKind::Epigraph);
        let draft = if text { draft.paragraph("Call me.") } else { draft };
        let epub = render(book(vec![draft]), Wishes::default());
        hostile::check(&epub);
        body(&epub, "epigraph.xhtml")
    };
    assert!(!inscription(true).contains("<h1"), "{}", inscription(true));
    assert!(inscription(true).contains("aria-label=\"Epigraph\""), "{}", inscription(true));
    assert!(inscription(false).contains("<h1"), "its words are all there is");
}

#[test]
fn lines_that_the_author_broke_hang_when_they_are_turned() {
    let lines = |count: usize| {
        one(Draft::new("A").with(|d| {
            let mut run = vec![d.text("line")];
            for _ in 1..count {
                run.push(d.inline(InlineKind::HardBreak));
                run.push(d.text("line"));
            }
            BlockKind::Paragraph(run)
        }))
    };
    assert!(lines(2).contains("<p class=\"first\">line<br/>\nline</p>"), "{}", lines(2));
    let verse = "<p class=\"first lines\"><span class=\"line\">line</span><br/>\n\
                 <span class=\"line\">line</span><br/>\n<span class=\"line\">line</span></p>";
    assert!(lines(3).contains(verse), "{}", lines(3));
}

#[test]
fn code_in_a_table_is_broken_only_where_a_phone_has_no_room() {
    let table = |code: &str| {
        one(Draft::new("A").with(|d| {
            let mut cell = |text: &str| {
                let content = vec![d.inline(InlineKind::Code(text.to_owned()))];
                Cell { id: d.id(), ..Cell::new(content) }
            };
            let body = vec![Row { cells: vec![cell(code), cell("f32 f64 usize isize u8 u16 i8 i16")] }];
            let columns = vec![Align::Start; 2];
            BlockKind::Table(Table {
                columns,
                widths: Vec::new(),
                head: Vec::new(),
                body,
                caption: Vec::new(),
            })
        }))
    };
    assert!(table("UnsafeCell<T>").contains("<table class=\"whole-words\">"));
    assert!(table(&"x".repeat(60)).contains("<table>"));
}

#[test]
fn what_suffices_to_read_a_book_is_always_said() {
    let epub = |alt| {
        let figure = BlockKind::Figure { image: image(Some("img/dot.png"), alt), caption: Vec::new() };
        file(&render(book(vec![Draft::new("A").with(|_| figure)]), Wishes::default()), "content.opf")
    };
    assert!(epub("A dot").contains("accessModeSufficient\">textual<"));
    assert!(epub("").contains("accessModeSufficient\">textual,visual<"));
}

#[test]
fn links_never_nest_and_notes_in_them_follow() {
    let text = one(Draft::new("A")
        .with(|d| {
            let inner = d.link("https://example.org", "inner");
            let call = d.inline(InlineKind::Note(0));
            let content = vec![d.text("outer "), inner, call];
            let url = "https://example.net".to_owned();
            BlockKind::Paragraph(vec![d.inline(InlineKind::Link { url, title: None, content })])
        })
        .note("N"));
    assert!(
        text.contains(
            "<a href=\"https://example.net\">outer inner</a>\
             <a id=\"call-1\" class=\"noteref\" href=\"#note-1\" epub:type=\"noteref\" role=\"doc-noteref\">1</a>"
        ),
        "{text}"
    );
}

#[test]
fn missing_pictures_say_what_is_missing() {
    let text = one(Draft::new("A")
        .with(|_| BlockKind::Figure { image: image(None, "A press"), caption: Vec::new() })
        .with(|_| {
            let mut remote = image(None, "");
            remote.url = "https://example.org/a.png".into();
            BlockKind::Figure { image: remote, caption: Vec::new() }
        }));
    assert!(text.contains("<span class=\"missing-image\">[img/lost.png: A press]</span>"), "{text}");
    assert!(text.contains("<a href=\"https://example.org/a.png\">https://example.org/a.png</a>"), "{text}");
}

#[test]
fn a_quote_of_nothing_is_still_a_quote() {
    let text = one(Draft::new("A").with(|_| BlockKind::Quote(Vec::new())));
    assert!(text.contains("<blockquote>\n</blockquote>"), "{text}");
}

#[test]
fn a_paragraph_of_places_that_nothing_leads_to_is_not_written() {
    let text = one(Draft::new("A").with(|d| BlockKind::Paragraph(vec![d.inline(InlineKind::Anchor)])));
    assert!(!text.contains("<p"), "{text}");
}

#[test]
fn foreign_runs_carry_language_and_direction() {
    let text = one(Draft::new("A").with(|d| {
        let mut foreign = d.inline(InlineKind::Span(Vec::new()));
        foreign.attrs =
            Some(Box::new(Attributes { pairs: vec![("lang".into(), "ar".into())], ..Attributes::default() }));
        let mut wrong = d.inline(InlineKind::Emphasis(Vec::new()));
        wrong.attrs = Some(Box::new(Attributes {
            pairs: vec![("lang".into(), "Klingon language".into())],
            ..Attributes::default()
        }));
        BlockKind::Paragraph(vec![foreign, wrong])
    }));
    assert!(text.contains("<span lang=\"ar\" xml:lang=\"ar\" dir=\"rtl\"></span><em></em>"), "{text}");
}

#[test]
fn fonts_are_embedded_only_when_asked_for() {
    let with = |embed_fonts| {
        let wishes = Wishes { spec: EpubSpec { embed_fonts, ..EpubSpec::default() }, cover: false };
        files(&render(everything(), wishes)).into_iter().filter(|(name, _)| name.contains("fonts/")).count()
    };
    assert_eq!(with(None), 0);
    assert_eq!(with(Some(false)), 0);
    assert!(with(Some(true)) >= 4);
}

#[test]
fn the_authors_css_comes_last_and_fetches_nothing() {
    let css = Some("p { color: red; background: url(x.png) }".to_owned());
    let epub = render(everything(), Wishes { spec: EpubSpec { css, ..EpubSpec::default() }, cover: false });
    assert_eq!(file(&epub, "author.css"), "p { color: red; background: none }");
    let page = file(&epub, "chapter-01.xhtml");
    assert!(page.find("book.css") < page.find("author.css"));
}

#[test]
fn a_book_of_nothing_is_still_a_book() {
    hostile::check(&render(book(Vec::new()), Wishes::default()));
    hostile::check(&render(book(vec![Draft::new("")]), Wishes::default()));
}
