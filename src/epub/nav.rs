//! The contents page and the landmarks in one file (EPUB 3.3, 7).

use std::fmt::Write as _;

use super::document::page;
use super::escape::{escape, one_line};
use super::toc;
use super::xhtml::Writer;
use super::{COVER, Context, NAV};
use crate::model::book::{Chapter, Matter, SectionKind};
use crate::model::manifest::{GeneratedPage, Shop};
use crate::model::walk;
use crate::resolve::words::Word;

/// `nav.xhtml`.
pub(super) fn write(context: &Context<'_>) -> String {
    let branches = toc::tree(context);
    let chapter = context.plan.contents.map(|(chapter, _)| chapter);
    let word = context.words.get(Word::Contents);
    let heading = chapter.map(|c| one_line(&walk::flatten(&c.title))).filter(|words| !words.is_empty());
    let heading = heading.unwrap_or_else(|| word.to_owned());
    let mut out = String::new();
    if let Some(chapter) = chapter {
        let mut writer = Writer::new(context, chapter, None);
        writer.pages_left();
        out.push_str(&writer.out);
    }
    let _ = write!(
        out,
        "<nav id=\"toc\" epub:type=\"toc\" role=\"doc-toc\" aria-labelledby=\"heading\">\n\
         <h1 id=\"heading\">{}</h1>\n",
        escape(&heading)
    );
    if branches.is_empty() {
        let title = one_line(&context.edition.metadata.title);
        let title = if title.is_empty() { heading.clone() } else { title };
        let _ = writeln!(
            out,
            "<ol>\n<li><a href=\"{}\">{}</a></li>\n</ol>",
            escape(&context.first_file()),
            escape(&title)
        );
    } else if let Some(any) = chapter.or_else(|| context.plan.documents.first().map(|d| d.chapter)) {
        let mut writer = Writer::new(context, any, None);
        writer.contents_list(&branches);
        out.push_str(&writer.out);
    }
    out.push_str("</nav>\n");
    landmarks(context, &heading, &mut out);
    page_list(context, &mut out);
    page(context, NAV, &heading, " epub:type=\"frontmatter\"", &out)
}

impl Context<'_> {
    /// The first file of the spine that is not the cover, for a book without contents.
    pub(super) fn first_file(&self) -> String {
        self.plan.file(Some(0)).unwrap_or(NAV).to_owned()
    }

    /// How many files stand before a contents page that the order does not name: none has
    /// one, unless a spine would hold nothing or the shop asks for a page to start from.
    pub(super) fn own_contents(&self) -> usize {
        let documents = &self.plan.documents;
        if self.spec().preset == Some(Shop::Kindle) {
            let opens = |chapter: &Chapter| {
                use GeneratedPage::{Copyright, HalfTitle, Title};
                matches!(chapter.kind, SectionKind::Generated(HalfTitle | Title | Copyright))
            };
            return documents.iter().take_while(|document| opens(document.chapter)).count();
        }
        if documents.is_empty() && !self.has_cover_page() { 0 } else { usize::MAX }
    }

    /// The print pages in reading order: folio, and address within the package.
    pub(super) fn page_hrefs(&self) -> impl Iterator<Item = (&str, String)> {
        self.plan.pages.all().map(|(mark, document)| {
            let file = self.plan.file(document).unwrap_or(NAV);
            (mark.label.as_str(), format!("{file}#{}", mark.id()))
        })
    }
}

/// Places that reading systems have buttons for, in the order of the book.
fn landmarks(context: &Context<'_>, contents: &str, out: &mut String) {
    let _ = write!(
        out,
        "<nav epub:type=\"landmarks\" aria-labelledby=\"landmarks\" hidden=\"hidden\">\n\
         <h2 id=\"landmarks\">{}</h2>\n<ol>\n",
        escape(context.words.get(Word::Landmarks))
    );
    let mut add = |kind: &str, href: &str, title: &str| {
        let _ =
            writeln!(out, "<li><a epub:type=\"{kind}\" href=\"{}\">{}</a></li>", escape(href), escape(title));
    };
    if context.has_cover_page() {
        add("cover", COVER, context.words.get(Word::Cover));
    }
    let mut in_body = false;
    let before_toc = match context.plan.contents {
        Some((_, before)) => before,
        None => Some(context.own_contents()).filter(|before| *before != usize::MAX).unwrap_or_default(),
    };
    for (at, document) in context.plan.documents.iter().enumerate() {
        if at == before_toc {
            add("toc", NAV, contents);
        }
        let chapter = document.chapter;
        if chapter.matter == Matter::Body && !in_body {
            in_body = true;
            add("bodymatter", &document.href, context.words.get(Word::StartOfText));
        } else if let Some((kind, title)) = landmark(context, chapter).filter(|_| !document.continued) {
            add(kind, &document.href, &title);
        }
    }
    if context.plan.documents.len() <= before_toc {
        add("toc", NAV, contents);
    }
    out.push_str("</ol>\n</nav>\n");
}

/// The pages of the print edition (EPUB Accessibility 1.1, 3.2).
fn page_list(context: &Context<'_>, out: &mut String) {
    if context.plan.pages.is_empty() {
        return;
    }
    let _ = write!(
        out,
        "<nav epub:type=\"page-list\" role=\"doc-pagelist\" aria-labelledby=\"page-list\" hidden=\"hidden\">\n\
         <h2 id=\"page-list\">{}</h2>\n<ol>\n",
        escape(context.words.get(Word::PageList))
    );
    for (label, href) in context.page_hrefs() {
        let _ = writeln!(out, "<li><a href=\"{}\">{}</a></li>", escape(&href), escape(label));
    }
    out.push_str("</ol>\n</nav>\n");
}

/// What a section is as a landmark, and what it is called.
fn landmark(context: &Context<'_>, chapter: &Chapter) -> Option<(&'static str, String)> {
    let word = |word| context.words.get(word).to_owned();
    let own = || Some(one_line(&walk::flatten(&chapter.title))).filter(|title| !title.is_empty());
    match chapter.kind {
        SectionKind::Generated(GeneratedPage::Title) => Some(("titlepage", word(Word::TitlePage))),
        SectionKind::Generated(GeneratedPage::Copyright) => Some(("copyright-page", word(Word::Copyright))),
        SectionKind::Generated(GeneratedPage::Notes) => Some(("endnotes", word(Word::Notes))),
        SectionKind::Glossary => Some(("glossary", own()?)),
        SectionKind::Bibliography => Some(("bibliography", own()?)),
        SectionKind::Preface => Some(("preface", own()?)),
        SectionKind::Foreword => Some(("foreword", own()?)),
        SectionKind::Introduction => Some(("introduction", own()?)),
        SectionKind::Acknowledgements => Some(("acknowledgments", own()?)),
        _ => None,
    }
}
