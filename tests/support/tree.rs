//! A book as a tree that can be read: what snapshots of it hold.
//!
//! A block a line, what it holds indented below; markup in a line as `em(..)`. Blanks that
//! look like others are shown: `~` no-break, `⍽` narrow no-break, `↵` a line break, `·` the end
//! of a source line.

use std::fmt::Write as _;

use bindery::model::Attributes;
use bindery::model::block::{Block, BlockKind, Cell, CodeBlock, Verse};
use bindery::model::book::{Book, Chapter};
use bindery::model::inline::{Image, Inline, InlineKind};
use bindery::model::walk::children;

/// The whole book.
pub(crate) fn book(book: &Book) -> String {
    let mut out = String::new();
    for chapter in &book.chapters {
        self::chapter(chapter, &mut out);
    }
    for asset in book.assets.values() {
        let _ = writeln!(out, "{:?} {} {}x{}", asset.format, asset.path, asset.width, asset.height);
    }
    out
}

fn chapter(chapter: &Chapter, out: &mut String) {
    let Chapter { kind, matter, opening, depth, level, .. } = chapter;
    let _ = write!(out, "{kind:?} {matter:?} {opening:?} depth {depth} level {level}");
    let _ = write!(out, " “{}”", inlines(&chapter.title));
    for (name, value) in [("subtitle", &chapter.subtitle), ("short", &chapter.short_title)] {
        if let Some(value) = value {
            let _ = write!(out, " {name} “{value}”");
        }
    }
    out.push_str(if chapter.unnumbered { " unnumbered" } else { "" });
    out.push_str(if chapter.unlisted { " unlisted" } else { "" });
    let _ = writeln!(out, "{}", attributes(&chapter.attrs));
    blocks(&chapter.blocks, 1, out);
    for note in &chapter.notes {
        line(1, &format!("note {:?}", note.label), out);
        blocks(&note.blocks, 2, out);
    }
}

fn line(depth: usize, text: &str, out: &mut String) {
    let _ = writeln!(out, "{:width$}{text}", "", width = depth * 2);
}

fn blocks(list: &[Block], depth: usize, out: &mut String) {
    for block in list {
        self::block(block, depth, out);
    }
}

fn block(block: &Block, depth: usize, out: &mut String) {
    let attrs = attributes(&block.attrs);
    let mut say = |depth, text: String| line(depth, &(text + &attrs), out);
    match &block.kind {
        BlockKind::Paragraph(content) => say(depth, format!("p {}", inlines(content))),
        BlockKind::Heading { level, content, unnumbered, unlisted } => {
            let flags = [(unnumbered, " unnumbered"), (unlisted, " unlisted")];
            let flags: String = flags.iter().filter(|(is, _)| **is).map(|(_, name)| *name).collect();
            say(depth, format!("h{level} {}{flags}", inlines(content)));
        }
        BlockKind::Code(code) => {
            say(depth, self::code(code));
            code.text.lines().for_each(|code| line(depth + 1, &format!("|{code}"), out));
        }
        BlockKind::Quote(inner) => {
            say(depth, "quote".into());
            blocks(inner, depth + 1, out);
        }
        BlockKind::Div { role, title, blocks: inner } => {
            let title = if title.is_empty() { String::new() } else { format!(" {}", inlines(title)) };
            say(depth, format!("div {role:?}{title}"));
            blocks(inner, depth + 1, out);
        }
        BlockKind::Group(group) => {
            say(depth, format!("group of {} {}", group.columns, inlines(&group.caption)));
            blocks(&group.blocks, depth + 1, out);
        }
        BlockKind::Attribution(content) => say(depth, format!("by {}", inlines(content))),
        BlockKind::Math(tex) => say(depth, format!("math {tex}")),
        BlockKind::PageBreak(side) => say(depth, format!("page break {side:?}")),
        BlockKind::Callout { kind, title, blocks: inner } => {
            say(depth, format!("callout {kind:?} {}", inlines(title)));
            blocks(inner, depth + 1, out);
        }
        BlockKind::List(list) => {
            let start = list.start.map_or("bullets".to_owned(), |start| format!("from {start}"));
            say(depth, format!("list {start}{}", if list.tight { "" } else { " loose" }));
            for item in &list.items {
                let task = item.task.map_or("", |done| if done { " [x]" } else { " [ ]" });
                line(depth + 1, &format!("item{task}"), out);
                blocks(&item.blocks, depth + 2, out);
            }
        }
        BlockKind::Definitions(definitions) => {
            say(depth, "definitions".into());
            for definition in definitions {
                line(depth + 1, &format!("term {}", inlines(&definition.term)), out);
                for inner in &definition.definitions {
                    line(depth + 2, "is", out);
                    blocks(inner, depth + 3, out);
                }
            }
        }
        BlockKind::Table(table) => {
            say(depth, format!("table {:?} {}", table.columns, inlines(&table.caption)));
            for (name, rows) in [("head", &table.head), ("row", &table.body)] {
                for row in rows {
                    let cells: Vec<String> = row.cells.iter().map(cell).collect();
                    line(depth + 1, &format!("{name} {}", cells.join(" | ")), out);
                }
            }
        }
        BlockKind::Figure { image, caption } => {
            say(depth, format!("figure {} {}", picture(image), inlines(caption)));
        }
        BlockKind::SceneBreak(own) => {
            let own = own.as_ref().map(|sign| format!(" {sign:?}")).unwrap_or_default();
            say(depth, format!("scene break{own}"));
        }
        BlockKind::Verse(Verse { lines, number_every }) => {
            let every = number_every.map(|n| format!(" numbered by {n}")).unwrap_or_default();
            say(depth, format!("verse{every}"));
            for verse in lines {
                line(depth + 1, &format!("{} {}", verse.indent, inlines(&verse.content)), out);
            }
        }
        BlockKind::Contents => say(depth, "contents".into()),
        BlockKind::Notes(_) => say(depth, "notes".into()),
    }
}

fn code(code: &CodeBlock) -> String {
    let filename = code.filename.as_ref().map(|name| format!(" in {name}")).unwrap_or_default();
    let numbered = code.numbered_from.map(|n| format!(" from {n}")).unwrap_or_default();
    let caption =
        if code.caption.is_empty() { String::new() } else { format!(" {}", inlines(&code.caption)) };
    format!("code {}{filename}{numbered}{caption}", code.lang.as_deref().unwrap_or("-"))
}

fn cell(cell: &Cell) -> String {
    let mut said = inlines(&cell.content);
    if (cell.columns, cell.rows) != (1, 1) {
        let _ = write!(said, " [{}×{}]", cell.columns, cell.rows);
    }
    if let Some(align) = cell.align {
        let _ = write!(said, " [{align:?}]");
    }
    said + if cell.heads { " [head]" } else { "" }
}

fn inlines(list: &[Inline]) -> String {
    list.iter().map(inline).collect()
}

fn inline(inline: &Inline) -> String {
    let inner = inlines(children(inline));
    let attrs = inline.attrs.as_deref().map(attributes).unwrap_or_default();
    let name = match &inline.kind {
        InlineKind::Text(text) => return visible(text),
        InlineKind::SoftBreak => return "·".into(),
        InlineKind::HardBreak => return "↵".into(),
        InlineKind::WordBreak => return "wbr()".into(),
        InlineKind::Code(text) => return format!("code({text}{attrs})"),
        InlineKind::Math { tex, .. } => return format!("math({tex})"),
        InlineKind::Image(image) => return format!("image({}{attrs})", picture(image)),
        InlineKind::Note(index) => return format!("note({index})"),
        InlineKind::Anchor => return format!("anchor({})", attrs.trim()),
        InlineKind::Reference { label, form, .. } => {
            return format!("ref({inner} → {label} {form:?}{attrs})");
        }
        InlineKind::Citation { keys, .. } => return format!("cite({inner} → {}{attrs})", keys.join(" ")),
        InlineKind::Link { url, .. } => return format!("link({inner} → {url}{attrs})"),
        InlineKind::Emphasis(_) => "em",
        InlineKind::Strong(_) => "strong",
        InlineKind::Strikeout(_) => "strike",
        InlineKind::Underline(_) => "underline",
        InlineKind::SmallCaps(_) => "smallcaps",
        InlineKind::Superscript(_) => "sup",
        InlineKind::Subscript(_) => "sub",
        InlineKind::Mark(_) => "mark",
        InlineKind::Keyboard(_) => "kbd",
        InlineKind::Abbreviation(_) => "abbr",
        InlineKind::Span(_) => "span",
    };
    format!("{name}({inner}{attrs})")
}

fn visible(text: &str) -> String {
    text.replace('\u{a0}', "~").replace('\u{202f}', "⍽")
}

fn picture(image: &Image) -> String {
    let asset = image.asset.as_deref().unwrap_or("no file");
    let width = image.width.map(|width| format!(" width {width:?}")).unwrap_or_default();
    let decorative = if image.decorative { " decorative" } else { "" };
    format!("{asset} alt “{}”{width}{decorative}", image.alt)
}

fn attributes(attrs: &Attributes) -> String {
    let mut out = String::new();
    if let Some(label) = &attrs.label {
        let _ = write!(out, " #{label}");
    }
    for class in &attrs.classes {
        let _ = write!(out, " .{class}");
    }
    for (key, value) in &attrs.pairs {
        let _ = write!(out, " {key}={value:?}");
    }
    out
}
