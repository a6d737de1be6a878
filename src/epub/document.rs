//! A chapter, or a piece of one, to an XHTML file.

use std::fmt::Write as _;

use super::escape::{escape, one_line};
use super::plan::{Document, HEADING_ID, relative};
use super::xhtml::{Writer, is_lined};
use super::{AUTHOR_CSS, BOOK_CSS, Context, language};
use crate::model::NodeId;
use crate::model::block::{Block, BlockKind, Role};
use crate::model::book::{Chapter, Matter, Opening, SectionKind};
use crate::model::inline::{Inline, InlineKind};
use crate::model::manifest::GeneratedPage;
use crate::model::walk;

/// The file at this place of the plan.
pub(super) fn write(context: &Context<'_>, at: usize) -> String {
    let Some(document) = context.plan.documents.get(at) else { return String::new() };
    let chapter = document.chapter;
    let mut writer = Writer::new(context, chapter, Some(at));
    writer.section(context, document);
    let title = page_title(context, chapter);
    let matter = match chapter.matter {
        Matter::Front => "frontmatter",
        Matter::Body => "bodymatter",
        Matter::Back => "backmatter",
    };
    page(context, &document.href, &title, &format!(" epub:type=\"{matter}\""), &writer.out)
}

/// A whole XHTML file around what stands in its body.
pub(super) fn page(context: &Context<'_>, href: &str, title: &str, body: &str, inside: &str) -> String {
    let lang = escape(&context.lang);
    let dir = if context.rtl { " dir=\"rtl\"" } else { "" };
    let mut out = String::with_capacity(inside.len() + 1000);
    let _ = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{lang}\" xml:lang=\"{lang}\"{dir}>\n<head>\n<title>{}</title>\n",
        escape(title)
    );
    let sheets = [Some(BOOK_CSS), context.spec().css.as_ref().map(|_| AUTHOR_CSS)];
    for sheet in sheets.into_iter().flatten() {
        let _ =
            writeln!(out, "<link rel=\"stylesheet\" type=\"text/css\" href=\"{}\"/>", relative(href, sheet));
    }
    let _ = write!(out, "</head>\n<body{body}>\n{inside}</body>\n</html>\n");
    out
}

/// Never empty: the chapter's words, else its number, else the book's title.
fn page_title(context: &Context<'_>, chapter: &Chapter) -> String {
    let words = one_line(&walk::flatten(&chapter.title));
    if !words.is_empty() {
        return words;
    }
    let number = context.edition.book.numbers.get(&chapter.id).map(|number| one_line(&number.label));
    number.filter(|label| !label.is_empty()).unwrap_or_else(|| one_line(&context.edition.metadata.title))
}

impl Writer<'_> {
    fn section(&mut self, context: &Context<'_>, document: &Document<'_>) {
        let chapter = document.chapter;
        let number = context.edition.book.numbers.get(&chapter.id);
        // An inscription stands alone on its page, as in print: its title is a name, not shown.
        let inscribed = matches!(chapter.kind, SectionKind::Dedication | SectionKind::Epigraph)
            && !chapter.blocks.is_empty();
        let titled = !chapter.title.is_empty() || number.is_some();
        let headed = !document.continued && titled && !inscribed;
        self.out.push_str("<section");
        if inscribed && !document.continued {
            let _ = write!(self.out, " id=\"{HEADING_ID}\"");
        }
        self.attributes(chapter);
        let (kind, role) = semantics(chapter.kind);
        if !kind.is_empty() {
            let _ = write!(self.out, " epub:type=\"{kind}\"");
        }
        if !role.is_empty() {
            let _ = write!(self.out, " role=\"{role}\"");
            if headed {
                let _ = write!(self.out, " aria-labelledby=\"{HEADING_ID}\"");
            } else {
                let _ = write!(self.out, " aria-label=\"{}\"", escape(&page_title(context, chapter)));
            }
        }
        self.out.push_str(">\n");
        if !document.continued {
            self.pages_at(chapter.id, |_| true);
        }
        if headed {
            self.header(chapter, number.map(|n| n.label.as_str()).unwrap_or_default());
        }
        let blocks = chapter.blocks.get(document.blocks.clone()).unwrap_or_default();
        if chapter.kind == SectionKind::Generated(GeneratedPage::Title) {
            self.title_page(blocks);
        } else if !document.continued && opens_with_ornament(chapter) {
            self.opening(context, blocks);
        } else if document.continued {
            self.continuing(chapter, document.blocks.start, blocks);
        } else {
            self.blocks(blocks);
        }
        self.pages_left();
        self.notes(&document.notes);
        self.out.push_str("</section>\n");
    }

    /// Class and language of the whole section.
    fn attributes(&mut self, chapter: &Chapter) {
        let own = chapter.attrs.classes.iter().map(String::as_str);
        let class: Vec<&str> = std::iter::once(section_class(chapter.kind))
            .chain(own)
            .filter(|class| !class.is_empty() && !class.contains(char::is_whitespace))
            .collect();
        let _ = write!(self.out, " class=\"{}\"", escape(&class.join(" ")));
        if let Some(lang) = chapter.attrs.lang().and_then(language::well_formed) {
            self.language(&lang);
        }
    }

    /// Number, title and subtitle: one heading, so that it is read in one breath.
    fn header(&mut self, chapter: &Chapter, label: &str) {
        self.start_heading();
        let class = super::xhtml::rank_class(self.rank_of(chapter.level), 1);
        let class = if class.is_empty() { class } else { format!(" class=\"{class}\"") };
        let _ = write!(self.out, "<header{class}>\n<h1 id=\"{HEADING_ID}\"{class}>");
        if !label.is_empty() {
            let _ = write!(self.out, "<span class=\"number\">{}</span>", escape(label));
            if !chapter.title.is_empty() {
                self.out.push(' ');
            }
        }
        self.inlines(&chapter.title);
        self.out.push_str("</h1>\n");
        if let Some(subtitle) = chapter.subtitle.as_deref().filter(|s| !s.trim().is_empty()) {
            let _ =
                writeln!(self.out, "<p class=\"subtitle\" role=\"doc-subtitle\">{}</p>", escape(subtitle));
        }
        self.out.push_str("</header>\n");
    }

    /// The first words of a chapter, set as the theme sets them.
    fn opening(&mut self, context: &Context<'_>, blocks: &[Block]) {
        let body = &context.edition.theme.body;
        let is_epigraph = |block: &&Block| matches!(block.kind, BlockKind::Div { role: Role::Epigraph, .. });
        let (epigraphs, blocks) = blocks.split_at(blocks.iter().take_while(is_epigraph).count());
        self.blocks(epigraphs);
        let Some((Block { kind: BlockKind::Paragraph(run), attrs, .. }, rest)) = blocks.split_first() else {
            self.blocks(blocks);
            return;
        };
        // A letter that the author set apart needs no second design.
        let asked = run.first().and_then(|i| i.attrs.as_deref()).is_some_and(|a| a.has("dropcap"));
        let drop = body.drop_cap > 1 && !asked;
        let long = walk::flatten(run).chars().count() >= LONG_ENOUGH && !attrs.has("nodropcap");
        let lead = lead_in(run).filter(|_| long && !is_lined(run) && (drop || body.lead_in));
        let Some(lead) = lead else {
            self.blocks(blocks);
            return;
        };
        let class = if drop { "first drop-cap" } else { "first" };
        let run = if body.lead_in { split_lead(run, lead) } else { run.clone() };
        self.paragraph(&blocks[0], &run, class);
        self.blocks_after(Some(&blocks[0].kind), rest);
    }

    /// A piece of a chapter goes on as if it had not been cut.
    fn continuing(&mut self, chapter: &Chapter, start: usize, blocks: &[Block]) {
        let before = start.checked_sub(1).and_then(|at| chapter.blocks.get(at)).map(|b| &b.kind);
        self.blocks_after(before, blocks);
    }

    /// The title page: the book's title is its heading.
    fn title_page(&mut self, blocks: &[Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Paragraph(run) if block.attrs.has("book-title") => {
                    self.start_heading();
                    self.out.push_str("<h1 class=\"book-title\">");
                    self.run(block.id, run);
                    self.out.push_str("</h1>\n");
                }
                BlockKind::Paragraph(run) if block.attrs.has("book-subtitle") => {
                    self.out.push_str("<p class=\"book-subtitle\" role=\"doc-subtitle\">");
                    self.run(block.id, run);
                    self.out.push_str("</p>\n");
                }
                _ => self.block(block, None),
            }
        }
    }
}

/// A shorter first paragraph has no room for a large letter.
const LONG_ENOUGH: usize = 120;

/// Most words, and about the most letters, of a lead-in.
const LEAD_WORDS: usize = 4;
const LEAD_LETTERS: usize = 18;

fn opens_with_ornament(chapter: &Chapter) -> bool {
    let kind = matches!(chapter.kind, SectionKind::Chapter | SectionKind::Prologue | SectionKind::Epilogue);
    let titled = chapter.opening == Opening::Chapter && !chapter.attrs.has("nodropcap");
    kind && titled
}

/// The bytes of the first text that a lead-in takes: a few words from a capital letter on,
/// not past a pause. `None` where the paragraph does not begin so.
fn lead_in(run: &[Inline]) -> Option<usize> {
    let Some(Inline { kind: InlineKind::Text(text), .. }) = run.first() else { return None };
    let first = text.chars().find(|c| !"“”‘’„«»‹›\"'¿¡ \u{a0}\u{202f}".contains(*c))?;
    if !first.is_uppercase() {
        return None;
    }
    let (mut end, mut words) = (0, 0);
    for (at, word) in text.split_inclusive([' ', '\u{a0}']).scan(0, |at, word| {
        *at += word.len();
        Some((*at, word))
    }) {
        let trimmed = word.trim_end();
        end = at - (word.len() - trimmed.len());
        words += 1;
        let pause = trimmed.ends_with([',', '.', ';', ':', '!', '?', '—', '–', '”', '’', '»']);
        if words == LEAD_WORDS || pause || end >= LEAD_LETTERS {
            break;
        }
    }
    Some(end)
}

/// The same inlines, the first `lead` bytes in small capitals.
fn split_lead(run: &[Inline], lead: usize) -> Vec<Inline> {
    let mut out = run.to_vec();
    let Some(first) = out.first_mut() else { return out };
    let InlineKind::Text(text) = &first.kind else { return out };
    let Some((head, tail)) = text.split_at_checked(lead) else { return out };
    let (head, tail) = (head.to_owned(), tail.to_owned());
    // Nothing leads to a piece of a text.
    let (id, span) = (NodeId::default(), first.span);
    let piece = |text: String| Inline { id, kind: InlineKind::Text(text), attrs: None, span };
    let (head, tail) = (piece(head), piece(tail));
    first.kind = InlineKind::SmallCaps(vec![head]);
    out.insert(1, tail);
    out
}

/// A section's `epub:type` and ARIA role; empty where there is none that fits.
fn semantics(kind: SectionKind) -> (&'static str, &'static str) {
    match kind {
        SectionKind::Chapter => ("chapter", "doc-chapter"),
        SectionKind::Part => ("part", "doc-part"),
        SectionKind::Appendix => ("appendix", "doc-appendix"),
        SectionKind::Dedication => ("dedication", "doc-dedication"),
        SectionKind::Epigraph => ("epigraph", "doc-epigraph"),
        SectionKind::Foreword => ("foreword", "doc-foreword"),
        SectionKind::Preface => ("preface", "doc-preface"),
        SectionKind::Introduction => ("introduction", "doc-introduction"),
        SectionKind::Prologue => ("prologue", "doc-prologue"),
        SectionKind::Epilogue => ("epilogue", "doc-epilogue"),
        SectionKind::Afterword => ("afterword", "doc-afterword"),
        SectionKind::Acknowledgements => ("acknowledgments", "doc-acknowledgments"),
        SectionKind::Glossary => ("glossary", "doc-glossary"),
        SectionKind::Bibliography => ("bibliography", "doc-bibliography"),
        SectionKind::Colophon | SectionKind::Generated(GeneratedPage::Colophon) => {
            ("colophon", "doc-colophon")
        }
        SectionKind::Generated(GeneratedPage::Notes) => ("endnotes", "doc-endnotes"),
        SectionKind::Generated(GeneratedPage::HalfTitle) => ("halftitlepage", ""),
        SectionKind::Generated(GeneratedPage::Title) => ("titlepage", ""),
        SectionKind::Generated(GeneratedPage::Copyright) => ("copyright-page", ""),
        SectionKind::Section | SectionKind::Generated(GeneratedPage::Contents) => ("", ""),
    }
}

/// The class the style sheet knows a section by.
fn section_class(kind: SectionKind) -> &'static str {
    match kind {
        SectionKind::Section => "section",
        SectionKind::Generated(GeneratedPage::Contents) => "contents-page",
        SectionKind::Acknowledgements => "acknowledgements",
        other => semantics(other).0,
    }
}
