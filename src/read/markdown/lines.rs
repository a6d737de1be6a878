//! The lines of a file, and which of them stand in fenced code or comments: enough of
//! `CommonMark`'s block structure to lift other dialects' lines out before parsing.

/// A line without its line end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    /// Where it begins.
    pub start: usize,
    /// Its text.
    pub text: &'a str,
    /// Bytes of `>`, blanks and tabs before its content.
    pub prefix: usize,
    /// Whether it lies in fenced code or a comment of many lines.
    pub opaque: bool,
    /// Whether that is a comment.
    pub comment: bool,
    /// Whether it opens fenced code.
    pub opens: bool,
}

impl<'a> Line<'a> {
    /// The line after its prefix.
    pub(super) fn content(&self) -> &'a str {
        &self.text[self.prefix..]
    }

    /// Whether nothing stands in it.
    pub(super) fn is_blank(&self) -> bool {
        self.prefix == self.text.len()
    }

    /// Where its content begins in the file.
    pub(super) fn content_start(&self) -> usize {
        self.start + self.prefix
    }

    /// Where it ends, without the line end.
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

/// The code fence or comment that is open.
enum Inside {
    Nothing,
    Fence { byte: u8, length: usize, within: usize, quotes: usize },
    Comment,
}

/// The lines of `text`.
pub(super) fn lines(text: &str) -> Vec<Line<'_>> {
    let mut inside = Inside::Nothing;
    let mut at = 0;
    text.split_inclusive('\n')
        .map(|whole| {
            let start = at;
            at += whole.len();
            let text = whole.strip_suffix('\n').unwrap_or(whole);
            let prefix = text.len() - text.trim_start_matches([' ', '\t', '>']).len();
            let was_comment = matches!(inside, Inside::Comment);
            let was_inside = matches!(inside, Inside::Fence { .. });
            let opaque = step(&mut inside, &text[..prefix], &text[prefix..]);
            let opens = opaque && !was_inside && matches!(inside, Inside::Fence { .. });
            let comment = opaque && (was_comment || matches!(inside, Inside::Comment));
            Line { start, text, prefix, opaque, comment, opens }
        })
        .collect()
}

/// Takes one line in and says whether it is code or comment.
fn step(inside: &mut Inside, prefix: &str, content: &str) -> bool {
    let indent = prefix.len() - prefix.rfind('>').map_or(0, |at| at + 1);
    let quotes = prefix.matches('>').count();
    if let Inside::Fence { byte, length, within, quotes: opened } = *inside {
        // Leaving the list item or quote that holds it closes a fence (CommonMark 0.31, 4.5).
        let left = quotes < opened || (!content.is_empty() && indent < within);
        if !left {
            let run = content.len() - content.trim_start_matches(char::from(byte)).len();
            if run >= length && content[run..].trim().is_empty() {
                *inside = Inside::Nothing;
            }
            return true;
        }
        *inside = Inside::Nothing;
    }
    if let Inside::Comment = inside {
        if content.contains("-->") {
            *inside = Inside::Nothing;
        }
        return true;
    }
    let line = content;
    let content = without_bullets(line);
    // A fence may itself be indented by three blanks, so only what is beyond is its container's.
    let bullets = line.len() - content.len();
    let within = if bullets > 0 { indent + bullets } else { indent.saturating_sub(3) };
    if let Some(byte) = content.bytes().next().filter(|b| matches!(b, b'`' | b'~')) {
        let length = content.len() - content.trim_start_matches(char::from(byte)).len();
        if length >= 3 && (byte == b'~' || !content[length..].contains('`')) {
            *inside = Inside::Fence { byte, length, within, quotes };
            return true;
        }
    }
    if let Some(rest) = content.strip_prefix("<!--")
        && !rest.contains("-->")
    {
        *inside = Inside::Comment;
        return true;
    }
    false
}

/// The content after the markers of list items that begin on this line.
pub(super) fn without_bullets(mut content: &str) -> &str {
    loop {
        let digits = content.len() - content.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marker = match content.as_bytes().get(digits) {
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
            _ => return content,
        };
        let rest = &content[marker..];
        let trimmed = rest.trim_start_matches([' ', '\t']);
        if trimmed.len() == rest.len() {
            return content;
        }
        content = trimmed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_end_with_their_own_mark_or_their_container() {
        let text =
            "a\n```x\n:::\n~~~\n```\nb\n- ~~~\n  c\nd\n> ```\n> e\nf\n<!--\n:::\n-->\ng\n``` not ` code\nh";
        let open: Vec<&str> = lines(text).iter().filter(|l| !l.opaque).map(|l| l.text).collect();
        assert_eq!(open, ["a", "b", "d", "f", "g", "``` not ` code", "h"]);
    }
}
