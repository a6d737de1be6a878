//! The contents for reading systems older than EPUB 3 (NCX 2005-1, of OPF 2.0.1).

use std::fmt::Write as _;

use super::Context;
use super::escape::{escape, one_line};
use super::package::unique_identifier;
use super::toc::{self, Branch};
use crate::resolve::words::Word;

/// `toc.ncx`.
pub(super) fn write(context: &Context<'_>) -> String {
    let branches = toc::tree(context);
    let title = escape(&one_line(&context.edition.metadata.title));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"{}\">\n<head>\n\
         <meta name=\"dtb:uid\" content=\"{}\"/>\n<meta name=\"dtb:depth\" content=\"{}\"/>\n\
         <meta name=\"dtb:totalPageCount\" content=\"{}\"/>\n<meta name=\"dtb:maxPageNumber\" content=\"{}\"/>\n\
         </head>\n<docTitle><text>{title}</text></docTitle>\n<navMap>\n",
        escape(&context.lang),
        escape(&unique_identifier(context.edition)),
        toc::depth(&branches).max(1),
        context.page_hrefs().count(),
        context.page_hrefs().filter_map(|(label, _)| label.parse::<u32>().ok()).max().unwrap_or_default(),
    );
    let mut count = 0;
    points(&branches, &mut count, &mut out);
    if count == 0 {
        point(&mut out, 1, &title, &escape(&context.first_file()));
        out.push_str("</navPoint>\n");
    }
    out.push_str("</navMap>\n");
    page_list(context, &mut out);
    out.push_str("</ncx>\n");
    out
}

/// The pages of the print edition: those in front of the body have roman folios.
fn page_list(context: &Context<'_>, out: &mut String) {
    if context.plan.pages.is_empty() {
        return;
    }
    let heading = escape(context.words.get(Word::PageList));
    let _ = writeln!(out, "<pageList>\n<navLabel><text>{heading}</text></navLabel>");
    for (at, (label, href)) in context.page_hrefs().enumerate() {
        let kind = match label.parse::<u32>() {
            Ok(number) => format!("type=\"normal\" value=\"{number}\""),
            Err(_) => "type=\"front\"".to_owned(),
        };
        let (label, href) = (escape(label), escape(&href));
        let _ = writeln!(
            out,
            "<pageTarget id=\"page-{}\" {kind}><navLabel><text>{label}</text></navLabel>\
             <content src=\"{href}\"/></pageTarget>",
            at + 1
        );
    }
    out.push_str("</pageList>\n");
}

fn points(branches: &[Branch<'_>], count: &mut usize, out: &mut String) {
    for branch in branches {
        *count += 1;
        point(out, *count, &escape(&one_line(&branch.entry.text)), &escape(&branch.href));
        points(&branch.below, count, out);
        out.push_str("</navPoint>\n");
    }
}

fn point(out: &mut String, number: usize, label: &str, href: &str) {
    let _ = writeln!(
        out,
        "<navPoint id=\"np-{number}\"><navLabel><text>{label}</text></navLabel><content src=\"{href}\"/>"
    );
}
