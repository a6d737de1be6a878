//! A theme to a style sheet.
//!
//! Reading systems own size, leading, colour, margins and justification of the text; a
//! theme says what stands in relation to them. Lengths are ems and percents only.

use std::fmt::Write as _;

use super::Context;
use super::xhtml::DEEPEST;
use crate::model::length::{Length, Measure};
use crate::model::theme::{HeadingAlign, HeadingStyle, LabelStyle, Shape, TableRules, Theme};

/// What no theme changes.
const BASE: &str = include_str!("base.css");

/// At the top of a screen more white than this looks like a fault.
const MOST_SINK: i64 = 5500;

/// A theme's code size suits its own wide face; readers' typewriter faces are narrower.
const LEAST_CODE: i64 = 850;

/// A table on a phone: what keeps its columns beside each other.
const SMALL_TABLE: i64 = 820;

/// Lines of a large letter that an author asks for in a design that has none.
const USUAL_DROP_CAP: u8 = 3;

/// The book's style sheet.
pub(super) fn sheet(context: &Context<'_>) -> String {
    let theme = context.edition.theme;
    let (start, end) = if context.rtl { ("right", "left") } else { ("left", "right") };
    let sheet = Sheet { theme, start, end, out: context.fonts.rules() };
    let mut sheet = sheet.families(context).text();
    sheet.out.push_str(&BASE.replace("START", start).replace("END", end));
    sheet.headings().blocks().tables().extras(context).out
}

/// A CSS string, whatever it holds.
pub(super) fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' | '<' | '\0'..'\u{20}' => {
                let _ = write!(out, "\\{:X} ", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

struct Sheet<'a> {
    theme: &'a Theme,
    start: &'static str,
    end: &'static str,
    out: String,
}

impl Sheet<'_> {
    fn rule(&mut self, selector: &str, declarations: &str) {
        let _ = writeln!(self.out, "{selector} {{ {declarations} }}");
    }

    /// A measure in thousandths of the text's em.
    fn em(&self, measure: Measure) -> i64 {
        let default = &self.theme.print_default;
        let milli = |n: i64| Length::pt(n).scale(1, 1000);
        let (size, leading) = (milli(default.size), milli(default.leading));
        let width = self.theme.page.measure.resolve(size, leading, milli(default.trim_width));
        measure.resolve(size, leading, width).scale(1000, size.0.max(1)).0
    }

    fn families(mut self, context: &Context<'_>) -> Self {
        let fonts = &context.fonts;
        for (selector, list) in [
            ("body", &fonts.body),
            ("h1, h2, h3, h4, h5, h6, .subtitle, .callout-title", &fonts.heading),
            ("code, pre, kbd", &fonts.mono),
        ] {
            if !list.is_empty() {
                self.rule(selector, &format!("font-family: {list};"));
            }
        }
        self
    }

    fn text(mut self) -> Self {
        let body = &self.theme.body;
        let hyphens = if body.hyphenate { "auto" } else { "manual" };
        let figures =
            if self.theme.fonts.oldstyle_figures { " font-variant-numeric: oldstyle-nums;" } else { "" };
        self.rule(
            "body",
            &format!(
                "-webkit-hyphens: {hyphens}; -epub-hyphens: {hyphens}; hyphens: {hyphens}; \
                 hanging-punctuation: first allow-end last;{figures}"
            ),
        );
        let breaking = &self.theme.breaking;
        let (indent, gap) = (self.em(body.indent), self.em(body.gap));
        self.rule(
            "p",
            &format!(
                "margin: {}; text-indent: {}; widows: {}; orphans: {}; text-wrap: pretty;",
                if gap == 0 { "0".to_owned() } else { format!("0 0 {}", ems(gap)) },
                ems(indent),
                breaking.widow.max(1),
                breaking.orphan.max(1)
            ),
        );
        let flush = if body.indent_first { "p.continued" } else { "p.first, p.continued" };
        self.rule(flush, "text-indent: 0;");
        self.drop_cap(body.drop_cap);
        self
    }

    /// A large first letter: as tall as its lines where CSS can say so, else a float.
    fn drop_cap(&mut self, lines: u8) {
        let asked = i64::from(if lines < 2 { USUAL_DROP_CAP } else { lines });
        self.rule(
            ".dropcap",
            &format!(
                "float: {}; font-size: {}; line-height: 0.8; padding-{}: 0.06em; margin-top: 0.06em;",
                self.start,
                ems(asked * 1080),
                self.end
            ),
        );
        if lines < 2 {
            return;
        }
        let size = i64::from(lines) * 1080;
        self.rule(
            ".drop-cap::first-letter",
            &format!(
                "float: {}; font-size: {}; line-height: 0.8; padding-{}: 0.06em; margin-top: 0.06em;",
                self.start,
                ems(size),
                self.end
            ),
        );
        let _ = writeln!(
            self.out,
            "@supports (initial-letter: {lines}) {{\n.drop-cap::first-letter {{ float: none; initial-letter: {lines}; \
             font-size: 1em; line-height: inherit; margin-top: 0; }}\n}}"
        );
    }

    fn headings(mut self) -> Self {
        let theme = self.theme;
        for (at, style) in theme.headings.iter().enumerate() {
            let rank = at + 1;
            let selector = format!("h{rank}, .rank-{rank}");
            let (before, after) = (self.em(style.before), self.em(style.after));
            let declarations = self.heading(style, (before, after));
            self.rule(&selector, &declarations);
        }
        let chapter = &theme.headings[0];
        self.opening("header", "", chapter);
        for (at, style) in theme.headings.iter().enumerate().skip(1) {
            // A heading of a lower rank that has a file of its own.
            let above = self.em(style.sink).max(self.em(style.before)).min(MOST_SINK);
            let below = self.em(style.after).min(MOST_SINK);
            self.rule(
                &format!("header.rank-{}", at + 1),
                &format!("margin: {} 0 {};", ems(above), ems(below)),
            );
        }
        self.opening("section.part header", "section.part h1", &theme.part);
        self
    }

    /// The head of a file: the white above and below it is the header's.
    fn opening(&mut self, header: &str, heading: &str, style: &HeadingStyle) {
        let (sink, after) = (self.em(style.sink).min(MOST_SINK), self.em(style.after).min(MOST_SINK));
        self.rule(header, &format!("margin: {} 0 {};", ems(sink), ems(after)));
        let align = self.align(style.align);
        self.rule(&format!("{header} .subtitle"), &format!("text-align: {align};"));
        if heading.is_empty() {
            self.rule("header h1", "margin: 0;");
            // The contents page has no header element: nav may not hold one.
            let own = |ems: i64| ems * 1000 / i64::from(style.size.max(1));
            let margin = format!("margin: {} 0 {};", self::ems(own(sink)), self::ems(own(after)));
            self.rule("nav > h1", &margin);
        } else {
            let declarations = self.heading(style, (0, 0));
            self.rule(heading, &declarations);
        }
        // The number is text, not display: it keeps to the size of the words below.
        let size = 1_000_000 / i64::from(style.size.max(1));
        self.rule(&format!("{header} .number"), &format!("font-size: {};", ems(size.clamp(400, 1000))));
    }

    fn heading(&self, style: &HeadingStyle, (before, after): (i64, i64)) -> String {
        let size = i64::from(style.size.max(1));
        let own = |ems: i64| ems * 1000 / size;
        let shape = match style.shape {
            Shape::Upright => "font-style: normal; font-variant: normal;",
            Shape::Italic => "font-style: italic; font-variant: normal;",
            Shape::SmallCaps => "font-style: normal; font-variant: small-caps; letter-spacing: 0.05em;",
        };
        format!(
            "font-size: {}; line-height: {}; margin: {} 0 {}; text-align: {}; font-weight: {}; {shape}",
            ems(size),
            ems(i64::from(style.leading)).trim_end_matches("em"),
            ems(own(before)),
            ems(own(after)),
            self.align(style.align),
            if style.bold { "bold" } else { "normal" },
        )
    }

    /// Headings need a side of their own, since readers may justify the text.
    fn align(&self, align: HeadingAlign) -> &'static str {
        match align {
            HeadingAlign::Start => self.start,
            HeadingAlign::Center => "center",
            HeadingAlign::End => self.end,
        }
    }

    fn blocks(mut self) -> Self {
        let theme = self.theme;
        let quote = &theme.quote;
        let size = i64::from(quote.size.max(1));
        let own = |measure: Measure| ems(self.em(measure) * 1000 / size);
        let (before, indent, after) = (own(quote.before), own(quote.indent), own(quote.after));
        self.rule("blockquote", &format!("margin: {before} {indent} {after}; font-size: {};", ems(size)));
        let scene = &theme.scene_break;
        let (before, after) = (self.em(scene.before), self.em(scene.after));
        self.rule("hr.scene-break", &format!("margin: {} 0 {};", ems(before), ems(after)));
        self.rule("hr.scene-break.blank::before", "content: \"\\A0 \";");
        if !scene.ornament.is_empty() {
            self.rule(
                "hr.scene-break:not(.blank)::before",
                &format!("content: {};", string(&scene.ornament)),
            );
        }
        let note = i64::from(theme.note.size.clamp(500, 1000));
        self.rule(
            "aside.note, .notes > .note, .endnotes > .note, .table-notes > .note",
            &format!("font-size: {};", ems(note)),
        );
        let caption = i64::from(theme.caption.size.clamp(500, 1500));
        self.rule("figcaption, caption", &format!("font-size: {};", ems(caption)));
        self.rule(".caption-label", label(theme.caption.label));
        let code = i64::from(theme.code.size).clamp(LEAST_CODE, 1500);
        self.rule("pre, code, kbd", &format!("font-size: {};", ems(code)));
        self.rule("pre code", "font-size: 1em;");
        if theme.code.background > 0 {
            // A tint that darkens a light page and lightens a dark one.
            self.rule("pre", "background-color: rgba(128, 128, 128, 0.12); padding: 0.6em 0.8em;");
        }
        self.set_off();
        for indent in 1..=DEEPEST {
            let start = self.start;
            self.rule(&format!(".verse .in-{indent}"), &format!("padding-{start}: {}em;", indent + 2));
        }
        self
    }

    /// What stands apart from the text: epigraphs, sidebars, pull quotes.
    fn set_off(&mut self) {
        let theme = self.theme;
        let slope = |italic: bool| if italic { "italic" } else { "normal" };
        let epigraph = &theme.epigraph;
        let size = i64::from(epigraph.size.max(1));
        let indent = ems(self.em(epigraph.indent) * 1000 / size);
        self.rule(
            "blockquote.epigraph",
            &format!(
                "margin: 0 {indent} 2em; font-size: {}; font-style: {};",
                ems(size),
                slope(epigraph.italic)
            ),
        );
        self.rule(
            ".sidebar",
            &format!("font-size: {};", ems(i64::from(theme.sidebar.size.clamp(500, 1500)))),
        );
        if theme.sidebar.background > 0 {
            self.rule(".sidebar", "background-color: rgba(128, 128, 128, 0.12); padding: 0.7em 1em;");
        } else {
            self.rule(".sidebar", "border-top: 0.06em solid; border-bottom: 0.06em solid; padding: 0.6em 0;");
        }
        let quote = &theme.pull_quote;
        let size = i64::from(quote.size.clamp(500, 3000));
        self.rule(".pullquote", &format!("font-size: {}; font-style: {};", ems(size), slope(quote.italic)));
    }

    fn tables(mut self) -> Self {
        let size = i64::from(self.theme.table.size.clamp(500, 1500));
        self.rule("table", &format!("font-size: {};", ems(size)));
        let narrow = ems(size.min(SMALL_TABLE));
        let _ = writeln!(
            self.out,
            "@media (max-width: 30em) {{\n  table {{ font-size: {narrow}; }}\n  th, td {{ padding: 0.25em 0.3em; }}\n}}"
        );
        if self.theme.table.rules != TableRules::None {
            self.rule("table", "border-top: 0.12em solid; border-bottom: 0.12em solid;");
            self.rule("thead, th[scope=colgroup]", "border-bottom: 0.06em solid;");
        }
        if self.theme.table.rules == TableRules::Rows {
            self.rule("tbody tr + tr td, tbody tr + tr th", "border-top: 0.06em solid;");
        }
        self
    }

    fn extras(mut self, context: &Context<'_>) -> Self {
        for (class, ornament) in context.ornaments.all() {
            let declaration = format!("content: {};", string(ornament));
            self.rule(&format!("hr.scene-break.{class}::before"), &declaration);
        }
        for width in &context.pictures.widths {
            self.rule(&format!(".w-{width}"), &format!("width: {width}%;"));
        }
        self
    }
}

/// How the number before a caption looks.
fn label(style: LabelStyle) -> &'static str {
    match style {
        LabelStyle::Upright => "font-style: normal; font-weight: normal;",
        LabelStyle::Italic => "font-style: italic; font-weight: normal;",
        LabelStyle::Bold => "font-style: normal; font-weight: bold;",
        LabelStyle::SmallCaps => {
            "font-style: normal; font-weight: normal; font-variant: small-caps; letter-spacing: 0.03em;"
        }
    }
}

/// Thousandths of an em in CSS: `1.3em`, `0`.
fn ems(milli: i64) -> String {
    if milli == 0 {
        return "0".to_owned();
    }
    let sign = if milli < 0 { "-" } else { "" };
    let (whole, part) = (milli.abs() / 1000, milli.abs() % 1000);
    let digits = format!("{whole}.{part:03}");
    format!("{sign}{}em", digits.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_strings_are_css() {
        assert_eq!([ems(1300), ems(0), ems(50), ems(-2000)], ["1.3em", "0", "0.05em", "-2em"]);
        assert_eq!(string("a\"b\\\n❦"), "\"a\\22 b\\5C \\A ❦\"");
    }
}
