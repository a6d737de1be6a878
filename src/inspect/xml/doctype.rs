//! The document type declaration: what it names, and which entities it makes up.

use std::ops::Range;

/// What a `<!DOCTYPE …>` says.
#[derive(Clone, Debug, Default)]
pub(in crate::inspect) struct Doctype {
    /// The element it is for.
    pub(in crate::inspect) root: String,
    /// The public identifier.
    pub(in crate::inspect) public: Option<String>,
    /// The system identifier.
    pub(in crate::inspect) system: Option<String>,
    /// Names of entities it declares.
    pub(in crate::inspect) entities: Vec<String>,
    /// Whether one of them is made of others, or of a file: how a few bytes become many.
    pub(in crate::inspect) nests: bool,
    /// Where it stands.
    pub(in crate::inspect) range: Range<u32>,
}

/// Most entities that a document declares; one with more is taken for hostile.
const MOST: usize = 256;

impl Doctype {
    /// Reads what stands between `<!DOCTYPE` and `>`.
    pub(super) fn read(text: &str, range: Range<u32>) -> Self {
        let (head, subset) = text.split_once('[').unwrap_or((text, ""));
        let mut words = Words(head);
        let mut doctype = Self { root: words.bare().to_owned(), range, ..Self::default() };
        match words.bare() {
            "PUBLIC" => {
                doctype.public = words.quoted().map(str::to_owned);
                doctype.system = words.quoted().map(str::to_owned);
            }
            "SYSTEM" => doctype.system = words.quoted().map(str::to_owned),
            _ => {}
        }
        for (at, opening) in subset.match_indices("<!ENTITY") {
            let mut words = Words(&subset[at + opening.len()..]);
            let mut name = words.bare();
            let parameter = name == "%";
            if parameter {
                name = words.bare();
            }
            let value = words.quoted();
            let outside = value.is_none();
            let predefined = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&#"];
            let nested = value.is_some_and(|value| {
                let made = value.matches('&').count();
                made > predefined.iter().map(|known| value.matches(known).count()).sum()
            });
            doctype.nests |= outside || nested || parameter;
            doctype.entities.push(name.to_owned());
            if doctype.entities.len() > MOST {
                doctype.nests = true;
                break;
            }
        }
        doctype
    }
}

/// Words and quoted texts of a declaration.
struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    fn bare(&mut self) -> &'a str {
        let rest = self.0.trim_start();
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '>')).unwrap_or(rest.len());
        let (word, rest) = rest.split_at(end);
        self.0 = rest;
        word
    }

    fn quoted(&mut self) -> Option<&'a str> {
        let rest = self.0.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (inside, rest) = rest.get(1..)?.split_once(quote)?;
        self.0 = rest;
        Some(inside)
    }
}
