//! LaTeX in running text: `\index{..}` by makeindex's rules, other commands by name.

use crate::model::Attributes;

/// Commands that take no braces and yet are no words.
const BARE: &[&str] = &["LaTeX", "TeX", "ldots", "dots", "itshape", "bfseries", "scshape", "today"];

/// Commands that only move things on LaTeX's page: they and their arguments say nothing to readers.
const LAYOUT: &[&str] = &[
    "noindent",
    "indent",
    "newline",
    "linebreak",
    "hfill",
    "vfill",
    "quad",
    "qquad",
    "bigskip",
    "medskip",
    "smallskip",
    "par",
    "centering",
    "clearpage",
    "cleardoublepage",
    "newpage",
    "pagebreak",
    "pagenumbering",
    "setcounter",
    "addtocounter",
    "setlength",
    "addtolength",
    "vspace",
    "hspace",
    "pagestyle",
    "thispagestyle",
    "addcontentsline",
    "markboth",
    "markright",
    "tableofcontents",
    "listoffigures",
    "listoftables",
    "printindex",
    "usepackage",
    "input",
    "include",
    "renewcommand",
    "newcommand",
    "phantomsection",
];

/// Longer than any argument that belongs in a line.
const LONGEST: usize = 1000;

/// A command in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Command<'a> {
    /// Without its backslash.
    pub name: &'a str,
    /// What stands in its first braces.
    argument: Option<&'a str>,
    /// The offset after it.
    pub end: usize,
}

/// The command whose name begins at `text[at..]`, after its backslash: one with braces or
/// one of those known, since `C:\Users` is none.
pub(super) fn command(text: &str, at: usize) -> Option<Command<'_>> {
    let rest = text.get(at..)?;
    let length = rest.bytes().take(40).take_while(u8::is_ascii_alphabetic).count();
    let name = &rest[..length];
    let after = &rest[length..];
    let braces = after.starts_with('{');
    let is_layout = LAYOUT.contains(&name);
    if length == 0 || !(braces || is_layout || BARE.contains(&name)) {
        return None;
    }
    let first = argument(after);
    let mut end = at + length + first.map_or(0, |argument| argument.len() + 2);
    while is_layout && let Some(more) = text.get(end..).and_then(argument).filter(|_| first.is_some()) {
        end += more.len() + 2;
    }
    Some(Command { name, argument: first, end })
}

/// What stands in the braces `text` begins with.
fn argument(text: &str) -> Option<&str> {
    if !text.starts_with('{') {
        return None;
    }
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().take(LONGEST) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(&text[1..at]),
            b'}' => depth -= 1,
            b'\n' if text.as_bytes().get(at + 1) == Some(&b'\n') => return None,
            _ => {}
        }
    }
    None
}

impl Command<'_> {
    /// Whether it is about LaTeX's page alone.
    pub(super) fn is_layout(&self) -> bool {
        LAYOUT.contains(&self.name)
    }

    /// The word it prints, where it is one.
    pub(super) fn word(&self) -> Option<&'static str> {
        Some(match self.name {
            "LaTeX" => "LaTeX",
            "TeX" => "TeX",
            "ldots" | "dots" => "…",
            _ => return None,
        })
    }

    /// Of `\index{a!b|see{c}}` what `[]{.index entry="a!b" see="c"}` says.
    pub(super) fn index_entry(&self) -> Option<Attributes> {
        let argument = self.argument.filter(|_| matches!(self.name, "index" | "sindex"))?;
        let (entry, encap) = split_at_free(argument, '|');
        let (mut shown, mut sort) = (Vec::new(), Vec::new());
        let mut rest = Some(entry);
        while let Some(part) = rest {
            let (level, more) = split_at_free(part, '!');
            rest = more;
            let (before, after) = split_at_free(level, '@');
            sort.push(unquoted(before));
            shown.push(unquoted(after.unwrap_or(before)));
        }
        let mut attrs = Attributes { classes: vec!["index".to_owned()], ..Attributes::default() };
        let mut pair = |key: &str, value: String| attrs.pairs.push((key.to_owned(), value));
        pair("entry", shown.join("!"));
        if sort != shown {
            pair("sort", sort.join("!"));
        }
        let named = |word: &str| encap.and_then(|e| e.strip_prefix(word)).and_then(argument_of);
        match encap.unwrap_or_default() {
            "" => {}
            "(" => pair("range", "open".to_owned()),
            ")" => pair("range", "close".to_owned()),
            "textbf" => pair("mention", "principal".to_owned()),
            _ => {
                if let Some(other) = named("seealso") {
                    pair("see-also", unquoted(other));
                } else if let Some(other) = named("see") {
                    pair("see", unquoted(other));
                }
            }
        }
        Some(attrs)
    }
}

fn argument_of(text: &str) -> Option<&str> {
    text.strip_prefix('{')?.strip_suffix('}')
}

/// Cuts at the first `mark` that no quote sign stands before.
fn split_at_free(text: &str, mark: char) -> (&str, Option<&str>) {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        if c == mark && !quoted {
            return (&text[..at], Some(&text[at + c.len_utf8()..]));
        }
        quoted = c == '"' && !quoted;
    }
    (text, None)
}

/// Without makeindex's quote signs and with blanks made even.
fn unquoted(text: &str) -> String {
    let even = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(even.len());
    let mut quoted = false;
    for c in even.chars() {
        quoted = c == '"' && !quoted;
        if !quoted {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> Vec<(String, String)> {
        command(text, 1).and_then(|command| command.index_entry()).map(|a| a.pairs).unwrap_or_default()
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn index_entries_follow_makeindex() {
        assert_eq!(entry("\\index{a!b|see{c}}"), pairs(&[("entry", "a!b"), ("see", "c")]));
        assert_eq!(
            entry("\\index{gamma@$\\gamma$|(}"),
            pairs(&[("entry", "$\\gamma$"), ("sort", "gamma"), ("range", "open")])
        );
        assert_eq!(entry("\\index{Wow\"!|textbf}"), pairs(&[("entry", "Wow!"), ("mention", "principal")]));
        assert_eq!(entry("\\index{a|seealso{b \"| c}}"), pairs(&[("entry", "a"), ("see-also", "b | c")]));
        assert_eq!(entry("\\index{unclosed"), []);
    }

    #[test]
    fn a_backslash_alone_is_no_command() {
        assert_eq!(command("\\Users\\me", 1), None);
        assert_eq!(command("\\textit{a}", 1).map(|c| (c.name, c.end)), Some(("textit", 10)));
        assert_eq!(command("\\noindent Text", 1).map(|c| (c.name, c.end)), Some(("noindent", 9)));
        assert_eq!(command("\\setcounter{page}{1}x", 1).map(|c| (c.is_layout(), c.end)), Some((true, 20)));
    }
}
