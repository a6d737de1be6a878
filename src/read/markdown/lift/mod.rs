//! Lines that Markdown's parser would misread are taken out of its sight before it runs:
//! fences of divs, captions, page breaks, TeX's environments, tables drawn with dashes,
//! colons that begin no definition, front matter.
//!
//! A lifted part is turned into a processing instruction, `<?` … `?>`, by overwriting its
//! first and last two bytes: the shortest thing that is a block of its own wherever it
//! stands (CommonMark 0.31, 4.6, kind 3), ends where it should and interrupts a paragraph.
//! Every offset the parser reports is therefore an offset into the file, and what was
//! lifted is found again by its own.

mod caption;
mod drawn;
mod fence;
mod formula;

use std::ops::Range;

pub(super) use caption::Caption;
pub(super) use fence::Fence;

use super::Source;
use super::lines::{Line, lines, without_bullets};
use super::math;
use crate::model::block::Side;

/// Stands for a colon that begins no definition; control characters never reach the parser otherwise.
pub(super) const NO_COLON: u8 = 0x01;

/// Stands for a blank that indents a line of verse: no blank, so that no code begins, and
/// no letter, so that emphasis may.
const NO_BLANK: u8 = b',';

/// The text for the parser, and what was lifted out of it.
#[derive(Debug, Default)]
pub(super) struct Lifted {
    /// As long as the file, byte for byte.
    pub text: String,
    /// What was lifted, in order.
    pub parts: Vec<Part>,
    /// The captions of tables and code, in the order of what they belong to.
    pub captions: Vec<Caption>,
}

/// Something lifted.
#[derive(Debug)]
pub(super) struct Part {
    /// Where it begins and ends, without the line's prefix.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// What can be lifted.
#[derive(Debug)]
pub(super) enum Kind {
    /// `::: {.class}`.
    Open(Box<Fence>),
    /// `:::`.
    Close,
    /// `\newpage` and its like.
    PageBreak(Side),
    /// A formula as a TeX environment or in TeX's brackets.
    Formula,
    /// A table drawn with dashes.
    Drawn,
    /// A caption: the one of this number.
    Caption(usize),
}

impl Lifted {
    /// The number of the part that begins in `range`, blanks aside.
    pub(super) fn part_in(&self, range: &Range<usize>) -> Option<usize> {
        let index = self.parts.partition_point(|part| part.range.start < range.start);
        let part = self.parts.get(index)?;
        let before = self.text.get(range.start..part.range.start.min(range.end))?;
        (part.range.start < range.end && before.bytes().all(|b| matches!(b, b' ' | b'\t' | b'>')))
            .then_some(index)
    }

    /// The number of the caption that belongs to what begins on the line at `line`.
    pub(super) fn caption_of(&self, line: usize) -> Option<usize> {
        self.captions.binary_search_by_key(&line, |caption| caption.owner).ok()
    }
}

/// Lifts everything out of `source` from `body` on; before it stands front matter.
pub(super) fn lift(source: &Source<'_>, body: usize) -> Lifted {
    let bytes = source.text.as_bytes().to_vec();
    let lifted = Lifted::default();
    let mut lifting = Lifting { source, bytes, lifted, verse: Vec::new(), tables_to: 0 };
    lifting.blank(0..body);
    if needs_lifting(source.text) {
        lifting.run(&lines(source.text), body);
    }
    let Lifting { bytes, mut lifted, .. } = lifting;
    let text = String::from_utf8(bytes).unwrap_or_else(|_| source.text.to_owned());
    lifted.text = if text.contains('$') { math::cover(&text) } else { text };
    lifted.parts.sort_by_key(|part| part.range.start);
    lifted.captions.sort_by_key(|caption| caption.owner);
    for (number, caption) in lifted.captions.iter().enumerate() {
        let found = lifted.parts.binary_search_by_key(&caption.whole.start, |part| part.range.start);
        if let Ok(index) = found {
            lifted.parts[index].kind = Kind::Caption(number);
        }
    }
    lifted
}

/// Whether anything in the text could want lifting: most chapters of a novel don't.
fn needs_lifting(text: &str) -> bool {
    const SIGNS: &[&str] = &[
        "\n:",
        ":::",
        "$$",
        "\\newpage",
        "\\pagebreak",
        "\\clear",
        "{{",
        "able:",
        "isting:",
        "> :",
        "  :",
        "\\begin{",
        "#. ",
        "\\[",
        "+-",
        "+=",
        "-- -",
    ];
    SIGNS.iter().any(|sign| text.contains(sign)) || text.starts_with(':')
}

struct Lifting<'a> {
    source: &'a Source<'a>,
    bytes: Vec<u8>,
    lifted: Lifted,
    /// The divs that are open: whether their lines are verse, and how far they are indented.
    verse: Vec<Option<usize>>,
    /// The line after the last table.
    tables_to: usize,
}

impl Lifting<'_> {
    fn run(&mut self, lines: &[Line<'_>], body: usize) {
        let mut taken_until = 0;
        for (index, line) in lines.iter().enumerate() {
            if line.start < body || line.start < taken_until {
                continue;
            }
            if line.opaque {
                if line.opens {
                    self.caption_of_code(lines, index);
                }
                continue;
            }
            taken_until = self.line(lines, index).unwrap_or(taken_until);
        }
    }

    /// Lifts what begins on this line; returns where it ends when that is on another.
    fn line(&mut self, lines: &[Line<'_>], index: usize) -> Option<usize> {
        let line = lines.get(index)?;
        let content = line.content();
        let item = without_bullets(content);
        if item.starts_with(":::") {
            self.fence(line, item);
            return None;
        }
        if let Some(Some(base)) = self.verse.last() {
            self.keep_indent(line, *base);
        }
        match content.bytes().next()? {
            b':' if !content[1..].starts_with([' ', '\t']) => self.bytes[line.content_start()] = NO_COLON,
            b'\\' | b'{' if page_break(content).is_some() => {
                let side = page_break(content).unwrap_or_default();
                let end = line.start + line.text.trim_end().len();
                self.part(line.content_start()..end, Kind::PageBreak(side));
            }
            // Pandoc's item with a number of its own making.
            b'#' if content.starts_with("#. ") => self.bytes[line.content_start()] = b'1',
            b'\\' => return self.tex(lines, index),
            b'$' if content.starts_with("$$") => return Some(self.display(lines, index)),
            b'+' => return self.drawn(drawn::grid(lines, index), lines, index),
            b'-' | b'|' | b':'
                if index > 0 && is_delimiter_row(content) && lines[index - 1].text.contains('|') =>
            {
                self.caption_of_table(lines, index);
            }
            b'-' => return self.drawn(drawn::dashes(lines, index), lines, index),
            _ => {}
        }
        None
    }

    fn blank(&mut self, range: Range<usize>) {
        for byte in self.bytes.get_mut(range).unwrap_or_default() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }

    /// Lifts a part: it becomes a processing instruction. What is shorter than one stays.
    fn part(&mut self, range: Range<usize>, kind: Kind) {
        let Some(bytes) = self.bytes.get_mut(range.clone()) else { return };
        let length = bytes.len();
        if length < 3 {
            return;
        }
        for at in 0..length - 1 {
            if &bytes[at..at + 2] == b"?>" {
                bytes[at + 1] = b'?'; // nothing inside may end it
            }
        }
        // Letters of several bytes are overwritten whole.
        let begins = |b: &u8| b.is_ascii() || *b >= 0xC0;
        let tail = bytes[..length - 1].iter().rposition(begins).unwrap_or(0);
        bytes[tail..].fill(b' ');
        let head = bytes[2..].iter().position(begins).map_or(length, |n| n + 2);
        bytes[..head].fill(b' ');
        if length > 3 && bytes[2] == b'>' {
            bytes[2] = b' ';
        }
        bytes[length - 2..].copy_from_slice(b"?>");
        bytes[..2].copy_from_slice(b"<?");
        self.lifted.parts.push(Part { range, kind });
    }

    /// Keeps the blanks that indent a line of verse from making code of it.
    fn keep_indent(&mut self, line: &Line<'_>, base: usize) {
        let blanks = line.text[..line.prefix].rfind('>').map_or(0, |at| at + 1);
        let from = (blanks + base).min(line.prefix);
        if !line.is_blank() {
            self.bytes[line.start + from..line.content_start()].fill(NO_BLANK);
        }
    }
}

/// On what page a command for a new one goes on.
fn page_break(content: &str) -> Option<Side> {
    let content = content.trim_end();
    if let Some(shortcode) = content.strip_prefix("{{<").and_then(|rest| rest.strip_suffix(">}}")) {
        return (shortcode.trim() == "pagebreak").then_some(Side::Any);
    }
    command_side(content)
}

/// [`page_break`] for TeX's commands, `\newpage` and its like.
pub(super) fn command_side(content: &str) -> Option<Side> {
    let name = content.strip_prefix('\\')?;
    let end = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
    let (name, rest) = name.split_at(end);
    let argument =
        matches!(rest, "" | "{}") || (rest.len() == 3 && rest.starts_with('[') && rest.ends_with(']'));
    match name {
        "newpage" | "pagebreak" | "clearpage" if argument => Some(Side::Any),
        "cleardoublepage" if argument => Some(Side::Recto),
        _ => None,
    }
}

fn is_delimiter_row(content: &str) -> bool {
    content.contains('-')
        && content.contains('|')
        && content.bytes().all(|b| matches!(b, b'|' | b':' | b'-' | b' ' | b'\t'))
}
