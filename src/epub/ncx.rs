//! The contents for reading systems older than EPUB 3 (NCX 2005-1, of OPF 2.0.1).

use std::fmt::Write as _;

use super::Context;
use super::escape::{escape, one_line};
use super::package::unique_identifier;
use super::toc::{self, Branch};

/// `toc.ncx`.
pub(super) fn write(context: &Context<'_>) -> String {
    let branches = toc::tree(context);
    let title = escape(&one_line(&context.edition.metadata.title));
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <ncx xmlns=\"http://www.daisy.org/z3986/2005/ncx/\" version=\"2005-1\" xml:lang=\"{}\">\n<head>\n\
         <meta name=\"dtb:uid\" content=\"{}\"/>\n<meta name=\"dtb:depth\" content=\"{}\"/>\n\
         <meta name=\"dtb:totalPageCount\" content=\"0\"/>\n<meta name=\"dtb:maxPageNumber\" content=\"0\"/>\n\
         </head>\n<docTitle><text>{title}</text></docTitle>\n<navMap>\n",
        escape(&context.lang),
        escape(&unique_identifier(context.edition)),
        toc::depth(&branches).max(1),
    );
    let mut count = 0;
    points(&branches, &mut count, &mut out);
    if count == 0 {
        point(&mut out, 1, &title, &escape(&context.first_file()));
        out.push_str("</navPoint>\n");
    }
    out.push_str("</navMap>\n</ncx>\n");
    out
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
