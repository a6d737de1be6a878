//! What stands for other text is written out before a chapter is parsed: included files
//! and lines of files, variables. The chapter's text then leads back to the files its
//! parts were written in by way of [`Places`].
//!
//! mdBook replaces its directives wherever they stand, code among it; Quarto's shortcodes
//! other than `include` are no code. What can't be replaced stays as typed and is told.
//! Included lines take the indentation and `>` that stand before the directive, so that
//! they stay in the list or quote it stands in.

mod beside;
mod directive;
mod library;
mod values;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::rc::Rc;

use super::load::Text;
use crate::diagnostic::Diagnostic;
use crate::read::findings;
use crate::read::markdown::{self, Places, VerbatimKind};
use crate::source::{Files, Sources, Span};

use directive::{Directive, Form, Found, Include, Lines, Shortcode};
use library::{Library, NoLines, Page, key};

pub(super) use beside::Beside;
pub(super) use values::Values;

/// As many files may include one another (mdBook has the same limit).
const MAX_DEPTH: usize = 10;
/// As much text may be included in all: a few small files that include each other twice
/// and again would unfold to more than any machine holds.
const MAX_BYTES: usize = 64 << 20;
/// About what the place of a line takes in memory.
const PLACE_BYTES: usize = 64;
/// As often may be included in all, for the same reason where the files are empty.
const MAX_INCLUDES: usize = 50_000;

/// Shortcodes with a meaning; `pagebreak` has it after parsing.
const SHORTCODES: &[&str] = &["include", "var", "meta", "kbd", "pagebreak"];

/// What came of writing everything out.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// Paths within the book folder of the files that were included.
    pub included: BTreeSet<String>,
    /// What there is to say.
    pub findings: Vec<Diagnostic>,
}

/// Writes out what stands for other text in `texts`.
pub(super) fn expand(
    files: &dyn Files,
    root: &Path,
    texts: &mut [Option<Text>],
    values: &Values,
    sources: &mut Sources,
) -> Expanded {
    if !texts.iter().flatten().any(|text| text.content.contains("{{")) {
        return Expanded::default();
    }
    let mut library = Library::new(files, root, sources);
    let pages: Vec<Option<Rc<Page>>> = texts
        .iter()
        .map(|text| text.as_ref().map(|t| library.add(Page::new(t.file, &t.path, t.content.clone()))))
        .collect();
    let mut writer = Writer {
        library,
        values,
        done: Expanded::default(),
        bytes_left: MAX_BYTES,
        includes_left: MAX_INCLUDES,
        is_spent: false,
        chain: Vec::new(),
        said: BTreeSet::new(),
        text: String::new(),
        places: Places::default(),
    };
    for (text, page) in texts.iter_mut().zip(&pages) {
        if let (Some(text), Some(page)) = (text, page)
            && text.content.contains("{{")
        {
            let (content, places) = writer.chapter(page);
            text.content = content.into();
            text.places = places;
        }
    }
    writer.done
}

/// Writes chapters out, one after the other.
struct Writer<'a> {
    library: Library<'a>,
    values: &'a Values,
    done: Expanded,
    bytes_left: usize,
    includes_left: usize,
    /// Whether it was told that too much is included.
    is_spent: bool,
    /// The chapter, and the files that lead to the one being written, each including the next.
    chain: Vec<Rc<Page>>,
    /// What is told once a chapter.
    said: BTreeSet<String>,
    text: String,
    places: Places,
}

/// What stands round an included text.
#[derive(Default)]
struct Around {
    /// What its lines but the first begin with, and where that was written.
    prefix: String,
    prefix_at: Span,
    /// Whether it stands in a block of code.
    in_code: bool,
}

impl Writer<'_> {
    /// A chapter's text with everything written out.
    fn chapter(&mut self, page: &Rc<Page>) -> (String, Places) {
        self.said.clear();
        self.places = Places::of(page.file);
        self.chain.push(Rc::clone(page));
        self.write(page, 0..page.text.len(), &Around::default());
        self.chain.pop();
        (std::mem::take(&mut self.text), std::mem::take(&mut self.places))
    }

    /// Writes a stretch of a text. Files include each other no deeper than [`MAX_DEPTH`],
    /// and so deep this goes.
    fn write(&mut self, page: &Rc<Page>, stretch: Range<usize>, around: &Around) {
        let (mut at, mut copied) = (stretch.start, stretch.start);
        while let Some(step) = page.text.get(at..stretch.end).and_then(|rest| rest.find("{{")) {
            let open = at + step;
            let Some(found) = directive::parse(&page.text, open, stretch.end) else {
                at = open + 1;
                continue;
            };
            at = found.range.end;
            let before = copied..found.range.start.max(copied);
            let done = match page.verbatim().at(open) {
                Some(VerbatimKind::Comment) => false,
                kind => self.replace(page, &found, (before, kind.is_some()), around),
            };
            if done {
                copied = found.range.end;
            }
        }
        self.copy(page, copied..stretch.end, around);
    }

    /// Writes what stands before a directive and then what it stands for; false when it
    /// stays as it is.
    fn replace(
        &mut self,
        page: &Rc<Page>,
        found: &Found<'_>,
        (before, is_code): (Range<usize>, bool),
        around: &Around,
    ) -> bool {
        let is_code = is_code || around.in_code;
        match &found.directive {
            Directive::Escaped(shown) => {
                self.copy(page, before, around);
                self.copy(page, shown.clone(), around);
                true
            }
            Directive::Title | Directive::Shortcode(_) if is_code => false,
            Directive::Title => {
                self.copy(page, before, around);
                true
            }
            Directive::Shortcode(code) => {
                let whole = Span::new(page.file, found.range.start, found.range.end);
                let Some(value) = self.value(page, code, whole) else { return false };
                self.copy(page, before, around);
                self.stand_in(&value, page, found.range.clone());
                true
            }
            Directive::Include(include) => {
                let in_line = include.form == Form::Quarto && is_code && !is_alone(&page.text, &found.range);
                !in_line && self.include(page, (include, &found.range), (before, is_code), around)
            }
        }
    }

    /// What a shortcode stands for.
    fn value(&mut self, page: &Page, code: &Shortcode<'_>, whole: Span) -> Option<String> {
        let Shortcode { name, argument, argument_at, at } = code;
        match *name {
            "var" | "meta" => {
                if let Some(value) = self.values.get(name, argument) {
                    return Some(value.to_owned());
                }
                let near = if self.library.may_search() { self.values.near(name, argument) } else { None };
                let span = Span::new(page.file, argument_at.start, argument_at.end);
                let span = if argument.is_empty() { whole } else { span };
                self.done.findings.push(findings::unknown_variable(name, argument, near, span));
            }
            "kbd" if !argument.is_empty() && !argument.contains(['=', '[', ']']) => {
                return Some(format!("[{argument}]{{.kbd}}"));
            }
            "pagebreak" => {}
            _ => {
                let bare = name.trim_start_matches('/');
                if self.said.insert(bare.to_owned()) {
                    let span = Span::new(page.file, at.start, at.end);
                    self.done.findings.push(findings::unknown_shortcode(bare, SHORTCODES, span));
                }
            }
        }
        None
    }

    /// Writes the lines that an include names; false when there are none.
    fn include(
        &mut self,
        page: &Rc<Page>,
        (include, whole): (&Include<'_>, &Range<usize>),
        (before, is_code): (Range<usize>, bool),
        around: &Around,
    ) -> bool {
        let span = Span::new(page.file, include.at.start, include.at.end);
        let Some(child) = self.child(page, include, span) else { return false };
        let (stretches, missing) = child.stretches(include.lines);
        if let Some(missing) = missing {
            let near = match (&missing, include.lines) {
                (NoLines::Anchor, Lines::Anchor(name)) if self.library.may_search() => {
                    child.near_anchor(name)
                }
                _ => None,
            };
            self.done.findings.push(missing_lines(include, &missing, near, span));
            if stretches.is_empty() {
                return false;
            }
        }
        let inner = inside(page, whole, is_code, around);
        if !self.may_write(&child, &stretches, &inner, span) {
            return false;
        }
        self.done.included.insert(child.path.clone());
        self.copy(page, before, around);
        match include.form {
            Form::Playground(words) if !is_code => {
                let inner = Around { in_code: true, ..inner };
                let fence = fence(&child.text);
                let words: Vec<&str> = std::iter::once("rust").chain(words.split_whitespace()).collect();
                let opening = format!("{fence}{}\n{}", words.join(","), inner.prefix);
                self.stand_in(&opening, page, whole.clone());
                self.write_child(&child, stretches, &inner);
                self.stand_in(&format!("\n{}{fence}", inner.prefix), page, whole.clone());
            }
            _ => self.write_child(&child, stretches, &inner),
        }
        true
    }

    /// Writes stretches of an included text; of whole Markdown what follows its front matter.
    fn write_child(&mut self, child: &Rc<Page>, stretches: Vec<Range<usize>>, around: &Around) {
        let is_whole = stretches.first().is_some_and(|stretch| stretch.start == 0);
        let skip = is_whole && !around.in_code && child.is_markdown();
        let body = if skip { markdown::front_matter_end(&child.text) } else { 0 };
        self.chain.push(Rc::clone(child));
        for stretch in stretches {
            self.write(child, stretch.start.max(body).min(stretch.end)..stretch.end, around);
        }
        self.chain.pop();
    }

    /// The text that an include names, unless it may not stand here.
    fn child(&mut self, page: &Page, include: &Include<'_>, span: Span) -> Option<Rc<Page>> {
        let path = include.path;
        if self.chain.len() > MAX_DEPTH {
            if self.said.insert("{{".to_owned()) {
                self.done.findings.push(findings::includes_too_deep(MAX_DEPTH, span));
            }
            return None;
        }
        let first = self.chain.first().map(|chapter| chapter.folder().to_owned()).unwrap_or_default();
        let child = self.library.page(path, [page.folder(), &first], span, &mut self.done.findings)?;
        if let Some(at) = self.chain.iter().position(|above| above.file == child.file) {
            let circle = self.chain[at..].iter().chain([&child]).map(|page| page.path.as_str());
            let circle: Vec<&str> = circle.collect();
            self.done.findings.push(findings::cyclic_include(&circle, span));
            return None;
        }
        Some(child)
    }

    /// Whether so much may still be included. What goes before each line counts, too.
    fn may_write(&mut self, page: &Page, stretches: &[Range<usize>], around: &Around, span: Span) -> bool {
        let mut bytes: usize = stretches.iter().map(|stretch| stretch.len() + 1).sum();
        if !around.prefix.is_empty() && bytes <= self.bytes_left {
            let text = |stretch: &Range<usize>| page.text.get(stretch.clone()).unwrap_or_default();
            let lines: usize = stretches.iter().map(|stretch| text(stretch).matches('\n').count()).sum();
            bytes = bytes.saturating_add(lines.saturating_mul(around.prefix.len() + PLACE_BYTES));
        }
        if self.is_spent || self.includes_left == 0 || bytes > self.bytes_left {
            if !self.is_spent {
                self.is_spent = true;
                self.done.findings.push(findings::too_much_included(MAX_BYTES >> 20, MAX_INCLUDES, span));
            }
            return false;
        }
        self.includes_left -= 1;
        self.bytes_left -= bytes;
        true
    }

    /// Writes a stretch of a text as it stands there, what stands round it before each line.
    fn copy(&mut self, page: &Page, stretch: Range<usize>, around: &Around) {
        let Some(text) = page.text.get(stretch.clone()) else { return };
        if around.prefix.is_empty() {
            self.text.push_str(text);
            return self.places.copy(page.file, stretch);
        }
        let is_blank = around.prefix.trim().is_empty();
        let mut at = stretch.start;
        for line in text.split_inclusive('\n') {
            self.text.push_str(line);
            self.places.copy(page.file, at..at + line.len());
            at += line.len();
            let next_is_blank = page.text[at..].starts_with('\n');
            if line.ends_with('\n') && !(is_blank && next_is_blank) {
                let Span { file, start, end } = around.prefix_at;
                self.text.push_str(&around.prefix);
                self.places.stand_in(around.prefix.len(), file, start as usize..end as usize);
            }
        }
    }

    /// Writes what stands for `written`.
    fn stand_in(&mut self, text: &str, page: &Page, written: Range<usize>) {
        self.text.push_str(text);
        self.places.stand_in(text.len(), page.file, written);
    }
}

/// What stands round the text that a directive at `whole` includes.
fn inside(page: &Page, whole: &Range<usize>, in_code: bool, around: &Around) -> Around {
    let before = &page.text[..whole.start];
    let from = before.trim_end_matches([' ', '\t', '>']).len();
    let own = if from == 0 || before[..from].ends_with('\n') { &before[from..] } else { "" };
    Around {
        prefix: format!("{}{own}", around.prefix),
        prefix_at: Span::new(page.file, whole.start, whole.end),
        in_code,
    }
}

/// Whether nothing else stands on the line of a directive, but what quotes and lists begin with.
fn is_alone(text: &str, whole: &Range<usize>) -> bool {
    let before = text[..whole.start].trim_end_matches([' ', '\t', '>']);
    let after = text[whole.end..].trim_start_matches([' ', '\t']);
    (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'))
}

/// A fence that nothing in `text` closes.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    "`".repeat(longest.max(2) + 1)
}

fn missing_lines(include: &Include<'_>, missing: &NoLines, near: Option<&str>, span: Span) -> Diagnostic {
    let path = include.path;
    match (missing, include.lines) {
        (_, Lines::Anchor(name)) => {
            let at =
                Span { end: span.end.saturating_add(u32::try_from(name.len() + 1).unwrap_or(0)), ..span };
            findings::unknown_anchor(path, name, near, at)
        }
        (NoLines::Only(count), Lines::Range(first, last)) => {
            findings::missing_lines(path, (first, last), *count, span)
        }
        (NoLines::Only(count), Lines::All) => findings::missing_lines(path, (1, None), *count, span),
        (NoLines::Anchor, _) => findings::unknown_anchor(path, "", near, span),
    }
}
