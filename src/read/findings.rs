//! What the reading of chapters and pictures has to say, one constructor a message.

use std::io;

use super::manifest::help;
use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::source::Span;

/// The text was too large to be taken.
pub(super) fn file_too_large(path: &str, limit_mib: usize) -> Diagnostic {
    Diagnostic::new(Code::FileTooLarge, format!("`{path}` is larger than {limit_mib} MiB"))
        .in_file(path)
        .help("split the file, or name the right one")
}

/// A file of the order could not be read.
pub(super) fn unreadable_file(path: &str, span: Span, error: &io::Error) -> Diagnostic {
    let (code, message) = match error.kind() {
        io::ErrorKind::NotFound => (Code::MissingFile, format!("there is no file `{path}`")),
        io::ErrorKind::IsADirectory => {
            (Code::UnreadableFile, format!("`{path}` is a folder, a file is expected"))
        }
        io::ErrorKind::PermissionDenied => (Code::UnreadableFile, format!("`{path}` may not be read")),
        _ => (Code::UnreadableFile, format!("`{path}` could not be read: {error}")),
    };
    Diagnostic::new(code, message).at(span, "named here").in_file(path)
}

/// A byte that is not UTF-8; the place is that of its replacement.
pub(super) fn invalid_utf8(path: &str, byte: u8, span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::InvalidUtf8,
        format!("`{path}` is not UTF-8: the byte 0x{byte:02X} has no meaning here"),
    )
    .at(span, "first such byte")
    .help("save the file again as UTF-8")
}

/// Nothing to read at all.
pub(super) fn empty_book() -> Diagnostic {
    Diagnostic::new(Code::EmptyBook, "the book has no text")
        .help("add a `.md` file to the book folder, or list files under `chapters:`")
}

/// Front matter that is not YAML.
pub(super) fn front_matter(reason: &str, span: Span) -> Diagnostic {
    let (reason, way_out) = help::yaml(reason);
    Diagnostic::new(Code::MalformedYaml, format!("the front matter is not YAML: {reason}"))
        .at(span, "")
        .help(way_out)
}

/// A construct whose text is kept but whose meaning is not.
pub(super) fn not_read(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotRead, format!("{what} not read by this version; the text is kept")).at(span, "")
}

/// A construct that has no text of its own for the reader.
pub(super) fn dropped(what: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotRead, format!("{what} not read by this version and left out")).at(span, "")
}

/// A class nobody knows.
pub(super) fn unknown_class(class: &str, place: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::UnknownClass, format!("{place} has no class `.{class}`")).at(span, "");
    let own = "take it out, or keep it for a style sheet of your own (`css:` of an EPUB edition)";
    match near {
        Some(near) => finding.help(format!("did you mean `.{near}`?")),
        None => finding.help(own),
    }
}

/// An attribute nobody knows.
pub(super) fn unknown_attribute(key: &str, place: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::UnknownAttribute, format!("{place} has no attribute `{key}`")).at(span, "");
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("take it out; a key for your own tools is written `data-{key}`")),
    }
}

/// An alert of a kind GitHub does not have.
pub(super) fn unknown_alert(kind: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownClass, format!("there is no alert `[!{kind}]`"));
    match near {
        Some(near) if near.eq_ignore_ascii_case(kind) => finding
            .at(span, "set as the callout nearest to it")
            .help("GitHub's five are `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]`"),
        Some(near) => finding
            .at(span, format!("set as `[!{}]`", near.to_uppercase()))
            .help(format!("write `[!{}]`", near.to_uppercase())),
        None => finding
            .at(span, "set as an ordinary quote")
            .help("the five are `[!NOTE]`, `[!TIP]`, `[!IMPORTANT]`, `[!WARNING]`, `[!CAUTION]`"),
    }
}

/// A div whose closing fence was forgotten.
pub(super) fn unclosed_div(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclosedDiv, "this div is never closed")
        .at(span, "opened here")
        .help("put a line `:::` after its last line")
}

/// A raw block in a format that nobody knows.
pub(super) fn unknown_raw_format(format: &str, span: Span) -> Diagnostic {
    let found = Diagnostic::new(Code::UnknownFormat, format!("there is no format `{format}`"))
        .at(span, "set as code");
    match nearest(format, ["epub", "html", "latex"]) {
        Some(near) => found.help(format!("did you mean `{{={near}}}`?")),
        None => found.help("raw source is for `{=html}` or, in the EPUB alone, `{=epub}`"),
    }
}

/// A picture within a line has no place for a caption.
pub(super) fn unshown_caption(caption: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnshownCaption, format!("the caption `{caption}` is not shown"))
        .at(span, "a picture within a line has none")
        .help("put the picture in a paragraph of its own, or write the words into the text")
}

/// Braces that are not well-formed attributes.
pub(super) fn malformed_attributes(span: Span) -> Diagnostic {
    Diagnostic::new(Code::MalformedAttributes, "these attributes can't be read")
        .at(span, "set as text")
        .help("write `{#label .class key=\"value\"}`: each brace and quote once, blanks between them")
}

/// A closing fence without a div.
pub(super) fn stray_fence(span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnclosedDiv, "`:::` closes nothing")
        .at(span, "no div is open here")
        .help("take it out, or give the div it should close its opening line, such as `::: note`")
}

/// A div whose class will have a meaning.
pub(super) fn later_div(class: &str, span: Span) -> Diagnostic {
    let finding = match class {
        "panel-tabset" => Diagnostic::new(Code::NotYet, "a book has no tabs: they are set one after another"),
        _ => Diagnostic::new(Code::NotYet, format!("`.{class}` has no effect yet; its text is set as it is")),
    };
    finding.at(span, "")
}

/// A table drawn with dashes.
pub(super) fn drawn_table(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NotRead,
        "tables drawn with dashes are not read by this version; they are set as code",
    )
    .at(span, "the first of this file")
    .help("write it as a pipe table, `| a | b |`, or as HTML (`<table>`)")
}

/// Code that another tool would run.
pub(super) fn cell(span: Span) -> Diagnostic {
    Diagnostic::new(
        Code::NotRead,
        "code is shown but not run: what it would draw or print is not in the book",
    )
    .at(span, "the first of this file")
    .help("render the book with its own tool to Markdown first, or put in the pictures it made")
}

/// A diagram's source.
pub(super) fn diagram(lang: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotRead, format!("`{lang}` diagrams are not drawn; their source is set as code"))
        .at(span, "the first of this file")
        .help("draw it with its own tool and put the SVG in as a picture")
}

/// A row with more cells than the table has columns.
pub(super) fn extra_cell(span: Span) -> Diagnostic {
    Diagnostic::new(Code::ExtraCell, "this row has more cells than the head of its table")
        .at(span, "kept in the last cell")
        .help("write `\\|` for a bar that is text, in code too; or give the head as many cells")
}

/// Widths that don't fit the table.
pub(super) fn widths(text: &str, columns: usize, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownAttribute, format!("`{text}` gives no width to each of {columns} columns"))
        .at(span, "")
        .help("write one share for each column, as in `widths=\"20,80\"`")
}

/// The value of an attribute that says nothing.
pub(super) fn unknown_value(key: &str, value: &str, expected: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnknownAttribute, format!("`{key}` cannot be `{value}`"))
        .at(span, "")
        .help(format!("write {expected}"))
}

/// What is part of the dialect and has no effect in this version.
pub(super) fn not_yet(what: &str, way_out: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotYet, format!("{what} in this version")).at(span, "").help(way_out)
}

/// Works cited.
pub(super) fn citation_later(span: Span) -> Diagnostic {
    not_yet("citations are not looked up", "they stand in the book as you typed them", span)
}

/// Marks for an index.
pub(super) fn index_later(span: Span) -> Diagnostic {
    not_yet("no index is made of index marks", "the marks can stay; their text is set as usual", span)
}

/// Words of a glossary.
pub(super) fn glossary_later(span: Span) -> Diagnostic {
    not_yet("terms don't lead to a glossary", "the marks can stay; their text is set as usual", span)
}

/// A figure or table wider than the text.
pub(super) fn place_later(span: Span) -> Diagnostic {
    not_yet(
        "nothing stands wider than the text",
        "leave `place=wide` in, or say `here`, `top`, `bottom` or `page`",
        span,
    )
}

/// A picture's height alone.
pub(super) fn height_later(span: Span) -> Diagnostic {
    not_yet("a picture's `height` changes nothing", "say how wide it is: `width=60%`", span)
}

/// A command of LaTeX in running text; one about its pages is left out.
pub(super) fn raw_tex(command: &str, left_out: bool, span: Span) -> Diagnostic {
    let what = if left_out {
        "arranges LaTeX's pages and is left out"
    } else {
        "is a command of LaTeX and is set as it stands"
    };
    let finding = Diagnostic::new(Code::RawTex, format!("`\\{command}` {what}")).at(span, "");
    match tex_instead(command) {
        Some(instead) => finding.help(format!("write {instead}")),
        None if left_out => finding.help("take it out: the theme and the edition say how pages look"),
        None => finding.help(format!("say it in Markdown, or write `\\\\{command}` if the words are meant")),
    }
}

/// What Markdown has in place of a command of LaTeX.
fn tex_instead(command: &str) -> Option<&'static str> {
    Some(match command {
        "textit" | "emph" | "textsl" => "`*text*`",
        "textbf" => "`**text**`",
        "textsc" => "`[text]{.smallcaps}`",
        "texttt" => "`` `text` ``",
        "underline" | "uline" => "`[text]{.underline}`",
        "footnote" => "`^[text]`",
        "ref" | "autoref" | "cref" | "Cref" | "eqref" => "`@fig-label`, or `[](#label)`",
        "pageref" => "`[](#label){.page}`",
        "cite" | "citep" | "citet" | "autocite" | "parencite" => "`[@key]`",
        "href" | "url" => "`[text](address)`",
        "label" => "`{#label}` after the heading, picture or table",
        "newline" | "linebreak" => "a backslash at the end of the line",
        "newpage" | "clearpage" | "pagebreak" => "it on a line of its own",
        _ => return None,
    })
}

/// Raw source of another format in a line.
pub(super) fn raw_dropped(format: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NotRead, format!("raw `{format}` is meant for another program and is left out"))
        .at(span, "")
        .help("say it in Markdown, or mark it `{=html}` if it is HTML")
}

/// Blocks or inlines that nest deeper than a page can show.
pub(super) fn nested_too_deep(what: &str, limit: usize, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NestedTooDeep, format!("{what} stand more than {limit} deep inside one another"))
        .at(span, "the deepest layers are joined here")
}

/// A note that is called but not given.
pub(super) fn unknown_note(label: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::UnknownNote, format!("no note `[^{label}]` is given in this file"))
        .at(span, "called here");
    match near {
        Some(near) => finding.help(format!("did you mean `[^{near}]`?")),
        None => finding.help(format!("add a line `[^{label}]: the text`, or write `\\[^{label}]`")),
    }
}

/// A note that is given but not called.
pub(super) fn unused_note(label: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnusedNote, format!("the note `[^{label}]` is never called"))
        .at(span, "given here")
        .help(format!("its text stands in no edition: call it with `[^{label}]`, or take it out"))
}

/// Two notes of one name.
pub(super) fn duplicate_note(label: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateNote, format!("the note `[^{label}]` is given twice"))
        .at(second, "second text")
        .at(first, "first text")
        .help("rename one of them")
}

/// A picture that is nowhere.
pub(super) fn missing_image(url: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::MissingImage, format!("there is no picture `{url}`")).at(span, "");
    match near {
        Some(near) => finding.help(format!("there is `{near}`")),
        None => finding.help("it is looked for beside this file, in the book folder and in `resource-path:`"),
    }
}

/// A picture outside the book folder.
pub(super) fn outside_book(url: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::OutsideBook, format!("`{url}` lies outside the book folder"))
        .at(span, "")
        .help("copy the picture into the book folder")
}

/// A picture on the network.
pub(super) fn remote_image(url: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::RemoteImage, format!("`{url}` lies on the network and is not fetched"))
        .at(span, "its text and a link are set instead")
        .help("save the picture in the book folder and name it here")
}

/// A picture file that can't be used.
pub(super) fn unreadable_image(path: &str, reason: &str, span: Option<Span>) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::UnreadableImage, format!("`{path}` can't be read as a picture: {reason}"));
    match span {
        Some(span) => finding.at(span, ""),
        None => finding.in_file(path),
    }
}

/// A picture without text in its place.
pub(super) fn missing_alt(url: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::MissingAlt, format!("the picture `{url}` has no alternative text"))
        .at(span, "")
        .help("say what it shows, `![The harbour at dawn](..)`, or write `{.decorative}` after it")
}

/// A file that an include names and that is not there.
pub(super) fn missing_include(path: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::MissingFile, format!("there is no file `{path}`")).at(span, "included here");
    match near {
        Some(near) => finding.help(format!("there is `{near}`")),
        None => finding.help(
            "paths begin at the folder of this file; to show an include itself, write `\\` before its braces",
        ),
    }
}

/// A folder that an include names.
pub(super) fn include_of_folder(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("`{path}` is a folder, a file is expected"))
        .at(span, "included here")
}

/// A file outside the book folder that an include names.
pub(super) fn include_outside_book(path: &str, span: Span) -> Diagnostic {
    Diagnostic::new(Code::OutsideBook, format!("`{path}` lies outside the book folder"))
        .at(span, "included here")
        .help("copy the file into the book folder")
}

/// Files that include each other; the last is the first again.
pub(super) fn cyclic_include(circle: &[&str], span: Span) -> Diagnostic {
    let last = circle.last().copied().unwrap_or_default();
    Diagnostic::new(Code::CyclicInclude, format!("`{last}` includes itself"))
        .at(span, circle.join(" → "))
        .help("take one of these includes out")
}

/// Files that include each other deeper than anyone means.
pub(super) fn includes_too_deep(limit: usize, span: Span) -> Diagnostic {
    Diagnostic::new(Code::NestedTooDeep, format!("files include each other more than {limit} deep"))
        .at(span, "not included")
        .help("include the innermost file where it is wanted")
}

/// More included text than any book has.
pub(super) fn too_much_included(mib: usize, count: usize, span: Span) -> Diagnostic {
    let message = format!("the book includes more than {mib} MiB, or more than {count} times");
    Diagnostic::new(Code::FileTooLarge, message)
        .at(span, "from here on nothing is included")
        .help("look for files that include each other again and again")
}

/// An anchor that an included file does not have.
pub(super) fn unknown_anchor(path: &str, name: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let finding =
        Diagnostic::new(Code::UnknownAnchor, format!("`{path}` has no anchor `{name}`")).at(span, "");
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("mark its lines there with `ANCHOR: {name}` and `ANCHOR_END: {name}`")),
    }
}

/// Lines that an included file does not have.
pub(super) fn missing_lines(
    path: &str,
    (first, last): (usize, Option<usize>),
    count: usize,
    span: Span,
) -> Diagnostic {
    let lines = match last {
        Some(last) if last < first => format!("no line stands from {first} to {last} in `{path}`"),
        Some(last) if last > count && first <= count => format!("`{path}` has no line {last}"),
        _ => format!("`{path}` has no line {first}"),
    };
    let help = match (last, count) {
        (Some(last), _) if last < first => format!("write the smaller number first, `{path}:{last}:{first}`"),
        (_, 1) => "it has one line".to_owned(),
        _ => format!("it has {count} lines"),
    };
    Diagnostic::new(Code::MissingLines, lines).at(span, "").help(help)
}

/// A value that nobody gave.
pub(super) fn unknown_variable(shortcode: &str, name: &str, near: Option<&str>, span: Span) -> Diagnostic {
    let message = match (shortcode, name) {
        (_, "") => format!("`{shortcode}` names no value"),
        ("var", _) => format!("there is no variable `{name}`"),
        _ => format!("the book has no `{name}`"),
    };
    let finding = Diagnostic::new(Code::UnknownVariable, message).at(span, "");
    match (near, shortcode, name) {
        (Some(near), ..) => finding.help(format!("did you mean `{near}`?")),
        (None, "var", name) if !name.is_empty() => {
            finding.help(format!("add it in `book.yaml`: `vars: {{{name}: ..}}`"))
        }
        (None, "var", _) => finding.help("write `{{< var name >}}`, and its value under `vars:` in `book.yaml`"),
        _ => finding.help(
            "it may be `title`, `subtitle`, `author`, `date`, `publisher`, `lang`, `rights` or `description`, if `book.yaml` gives it",
        ),
    }
}

/// A shortcode that has no meaning.
pub(super) fn unknown_shortcode(name: &str, known: &[&str], span: Span) -> Diagnostic {
    let finding = Diagnostic::new(
        Code::UnknownShortcode,
        format!("the shortcode `{name}` is not known; it is set as typed"),
    )
    .at(span, "");
    match nearest(name, known.iter().copied()) {
        Some(near) if near != name => finding.help(format!("did you mean `{near}`?")),
        Some(near) => finding.help(format!("say what to {near}: `{{{{< {near} .. >}}}}`")),
        None => finding.help("write Markdown in its place; to show its braces, write three of them: `{{{<`"),
    }
}

/// A cover that is nowhere.
pub(super) fn missing_cover(missing: Diagnostic, span: Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::CoverImage, format!("the cover can't be used: {}", missing.message))
        .at(span, "named here");
    if missing.code == Code::MissingImage && !missing.help.iter().any(|line| line.starts_with("there is")) {
        return finding.help("paths begin at the book folder, and upper and lower case count");
    }
    missing.help.into_iter().fold(finding, Diagnostic::help)
}

/// A cover that can't be used.
pub(super) fn cover_image(message: String, span: Span) -> Diagnostic {
    Diagnostic::new(Code::CoverImage, message)
        .at(span, "")
        .help("use a JPEG or PNG, upright, at least 1600 pixels high")
}
