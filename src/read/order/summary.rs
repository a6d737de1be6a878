//! mdBook's `SUMMARY.md`: links in nested lists, `# Part` titles between the lists.
//!
//! Links outside the lists are the chapters before and after the numbered ones, and have
//! no numbers themselves. A nested entry is one level deeper: its file's headings shift down and the contents
//! show the tree. Lower headings in a summary are remarks, as in mdBook.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::listed::Lists;
use super::mark_parents;
use crate::model::manifest::OrderEntry;
use crate::read::manifest::file::Reader;
use crate::read::manifest::findings;
use crate::source::{FileId, Span};

/// Headings have six ranks.
const LOWEST_LEVEL: u8 = 6;

/// The chapters of the summary in the book folder or in mdBook's `source` folder, and
/// which of them; `None` when there is none.
pub(super) fn read(reader: &mut Reader<'_>, source: &str) -> Option<(Vec<OrderEntry>, String)> {
    let folders = [String::new(), format!("{}/", source.trim_matches('/'))];
    let found = folders
        .into_iter()
        .find(|folder| reader.files.is_file(&reader.root.join(format!("{folder}SUMMARY.md"))))?;
    let path = reader.root.join(format!("{found}SUMMARY.md"));
    let Some(id) = reader.text(&path, None) else { return Some((Vec::new(), found)) };
    let text = reader.sources.get(id)?.text.clone();
    let mut lists = Lists::default();
    let mut entries = Vec::new();
    for item in items(&text, id) {
        match item {
            Item::Part { title, span } => entries.push(OrderEntry::Part { title, span }),
            Item::Draft { title, span } => reader.say(findings::draft_chapter(&title, span)),
            Item::Chapter { title, target, span, nesting, below_part, unnumbered } => {
                let target = format!("{found}{target}");
                let Some(path) = lists.path(reader, &target, span) else { continue };
                entries.push(OrderEntry::File {
                    path,
                    span,
                    depth: nesting.saturating_add(u8::from(below_part)),
                    has_children: false,
                    level: nesting.min(LOWEST_LEVEL),
                    title: (!title.is_empty()).then_some(title),
                    appendix: false,
                    unnumbered,
                });
            }
        }
    }
    mark_parents(&mut entries);
    Some((entries, found))
}

/// What a summary lists.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Part { title: String, span: Span },
    Chapter { title: String, target: String, span: Span, nesting: u8, below_part: bool, unnumbered: bool },
    Draft { title: String, span: Span },
}

/// Everything a summary lists, in its order.
pub(crate) fn items(text: &str, file: FileId) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let (mut lists, mut below_part, mut begun) = (0_u8, false, false);
    // The heading or link whose words are being gathered: its target, its words.
    let mut open: Option<(Option<String>, String)> = None;
    for (event, range) in Parser::new_ext(text, Options::empty()).into_offset_iter() {
        let span = Span::new(file, range.start, range.end);
        match event {
            Event::Start(Tag::List(_)) => lists = lists.saturating_add(1),
            Event::End(TagEnd::List(_)) => lists = lists.saturating_sub(1),
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => open = Some((None, String::new())),
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                let Some((_, title)) = open.take() else { continue };
                // A title at the very top is the summary's own.
                if begun && !title.trim().is_empty() {
                    items.push(Item::Part { title: title.trim().to_owned(), span });
                    below_part = true;
                }
                begun = true;
            }
            Event::Start(Tag::Link { dest_url, .. }) if open.is_none() => {
                open = Some((Some(dest_url.into_string()), String::new()));
            }
            Event::End(TagEnd::Link) => {
                // A link in a part's title is part of its words.
                let Some((Some(target), title)) = open.take_if(|(target, _)| target.is_some()) else {
                    continue;
                };
                let title = title.trim().to_owned();
                let target = decoded(target.split('#').next().unwrap_or_default());
                begun = true;
                if target.is_empty() {
                    items.push(Item::Draft { title, span });
                } else {
                    // Outside the lists stand the chapters before and after the parts.
                    let below_part = below_part && lists > 0;
                    let (nesting, unnumbered) = (lists.max(1), lists == 0);
                    items.push(Item::Chapter { title, target, span, nesting, below_part, unnumbered });
                }
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title)) = &mut open {
                    title.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((_, title)) = &mut open {
                    title.push(' ');
                }
            }
            _ => {}
        }
    }
    items
}

/// `%20` and its kin as bytes; left as written where that gives no text.
fn decoded(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = match after {
            [high, low, ..] if *first == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        let (byte, taken) = escaped.map_or((*first, 1), |(high, low)| (high * 16 + low, 3));
        bytes.push(byte);
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| url.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
