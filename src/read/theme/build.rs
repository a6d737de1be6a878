//! The merged layers of a theme to a [`Theme`].
//!
//! The tree was checked and its last layer says everything, so every value is there; a
//! value that were not would be the type's zero.

use crate::model::length::{Length, Measure};
use crate::model::theme::{
    BodyStyle, BreakingStyle, CaptionStyle, CodeStyle, EpigraphStyle, Folio, HeadingAlign, HeadingOpen,
    HeadingStyle, LabelStyle, NoteStyle, PageStyle, PrintDefault, PullQuoteStyle, QuoteStyle,
    SceneBreakStyle, Shape, SidebarStyle, TableRules, TableStyle, Theme, ThemeFonts,
};
use crate::read::manifest::node::{self, Node};
use crate::read::manifest::{notes, values};

/// The theme that a tree describes.
pub(super) fn theme(name: String, tree: &Node) -> Theme {
    let heading = |key: &str| heading(&Map::at(tree, key));
    Theme {
        name,
        fonts: fonts(&Map::at(tree, "fonts")),
        page: page(&Map::at(tree, "page")),
        body: body(&Map::at(tree, "body")),
        headings: ["heading1", "heading2", "heading3", "heading4", "heading5", "heading6"].map(heading),
        part: heading("part"),
        quote: quote(&Map::at(tree, "quote")),
        scene_break: scene_break(&Map::at(tree, "scene-break")),
        note: note(&Map::at(tree, "note")),
        table: table(&Map::at(tree, "table")),
        code: code(&Map::at(tree, "code")),
        caption: caption(&Map::at(tree, "caption")),
        epigraph: epigraph(&Map::at(tree, "epigraph")),
        sidebar: sidebar(&Map::at(tree, "sidebar")),
        pull_quote: pull_quote(&Map::at(tree, "pullquote")),
        breaking: breaking(&Map::at(tree, "breaking")),
        print_default: print_default(&Map::at(tree, "default-page")),
    }
}

/// One map of the tree, with its values by type.
struct Map(Node);

impl Map {
    fn at(tree: &Node, key: &str) -> Self {
        Self(tree.get(key).cloned().unwrap_or_else(|| node::empty(tree.span)))
    }
    fn word(&self, key: &str) -> &str {
        self.0.text_at(key).unwrap_or_default()
    }
    fn text(&self, key: &str) -> String {
        self.word(key).to_owned()
    }
    fn flag(&self, key: &str) -> bool {
        self.word(key) == "true"
    }
    fn measure(&self, key: &str) -> Measure {
        values::measure(self.word(key)).unwrap_or_default()
    }
    fn ratio(&self, key: &str) -> i32 {
        values::ratio(self.word(key), i32::MIN, i32::MAX).unwrap_or(1000)
    }
    fn percent(&self, key: &str) -> i32 {
        values::percent(self.word(key)).unwrap_or(0)
    }
    fn whole<T: TryFrom<i64> + Default>(&self, key: &str) -> T {
        let number = values::whole(self.word(key), i64::MIN, i64::MAX);
        number.and_then(|n| T::try_from(n).ok()).unwrap_or_default()
    }
}

fn fonts(map: &Map) -> ThemeFonts {
    ThemeFonts {
        body: map.text("body"),
        heading: map.text("heading"),
        mono: map.text("mono"),
        oldstyle_figures: map.word("figures") == "oldstyle",
    }
}

fn page(map: &Map) -> PageStyle {
    PageStyle {
        measure: map.measure("measure"),
        running_heads: map.word("head") == "running",
        folio: match map.word("folio") {
            "head-outer" => Folio::HeadOuter,
            "foot-outer" => Folio::FootOuter,
            "none" => Folio::None,
            _ => Folio::FootCenter,
        },
    }
}

fn body(map: &Map) -> BodyStyle {
    BodyStyle {
        indent: map.measure("indent"),
        gap: map.measure("gap"),
        hyphenate: map.flag("hyphenate"),
        justify: map.flag("justify"),
        indent_first: map.word("first-paragraph") == "indent",
        drop_cap: map.whole("drop-cap"),
        lead_in: map.word("lead-in") == "smallcaps",
    }
}

fn heading(map: &Map) -> HeadingStyle {
    HeadingStyle {
        open: match map.word("open") {
            "recto" => HeadingOpen::Recto,
            "page" => HeadingOpen::Page,
            _ => HeadingOpen::RunOn,
        },
        sink: map.measure("sink"),
        size: map.ratio("size"),
        leading: map.ratio("leading"),
        align: match map.word("align") {
            "center" => HeadingAlign::Center,
            "end" => HeadingAlign::End,
            _ => HeadingAlign::Start,
        },
        shape: match map.word("style") {
            "italic" => Shape::Italic,
            "smallcaps" => Shape::SmallCaps,
            _ => Shape::Upright,
        },
        bold: map.word("weight") == "bold",
        heading_font: map.word("font") == "heading",
        before: map.measure("before"),
        after: map.measure("after"),
        keep_next: map.whole("keep-next"),
    }
}

fn quote(map: &Map) -> QuoteStyle {
    QuoteStyle {
        indent: map.measure("indent"),
        size: map.ratio("size"),
        before: map.measure("before"),
        after: map.measure("after"),
    }
}

fn scene_break(map: &Map) -> SceneBreakStyle {
    SceneBreakStyle {
        ornament: map.text("ornament"),
        before: map.measure("before"),
        after: map.measure("after"),
    }
}

fn note(map: &Map) -> NoteStyle {
    NoteStyle {
        size: map.ratio("size"),
        leading: map.ratio("leading"),
        rule: map.measure("rule"),
        marks: notes::marks(map.word("marker")),
        run_in: map.flag("run-in"),
    }
}

fn table(map: &Map) -> TableStyle {
    TableStyle {
        size: map.ratio("size"),
        rules: match map.word("rules") {
            "rows" => TableRules::Rows,
            "none" => TableRules::None,
            _ => TableRules::Booktabs,
        },
    }
}

fn code(map: &Map) -> CodeStyle {
    CodeStyle {
        size: map.ratio("size"),
        wrap_mark: map.text("wrap-mark"),
        background: map.percent("background"),
    }
}

fn caption(map: &Map) -> CaptionStyle {
    CaptionStyle {
        size: map.ratio("size"),
        label: match map.word("label") {
            "italic" => LabelStyle::Italic,
            "bold" => LabelStyle::Bold,
            "smallcaps" => LabelStyle::SmallCaps,
            _ => LabelStyle::Upright,
        },
    }
}

fn epigraph(map: &Map) -> EpigraphStyle {
    EpigraphStyle {
        indent: map.measure("indent"),
        size: map.ratio("size"),
        italic: map.word("style") == "italic",
    }
}

fn sidebar(map: &Map) -> SidebarStyle {
    SidebarStyle { size: map.ratio("size"), background: map.percent("background") }
}

fn pull_quote(map: &Map) -> PullQuoteStyle {
    PullQuoteStyle { size: map.ratio("size"), italic: map.word("style") == "italic" }
}

fn breaking(map: &Map) -> BreakingStyle {
    BreakingStyle {
        hyphen_penalty: map.whole("hyphen-penalty"),
        expansion: map.percent("expansion"),
        tracking: map.percent("tracking"),
        protrusion: map.flag("protrusion"),
        widow: map.whole("widow"),
        orphan: map.whole("orphan"),
    }
}

fn print_default(map: &Map) -> PrintDefault {
    // In thousandths of a point.
    let thousandths = |length: Length| length.scale(1000, Length::PER_PT).0;
    let length = |key: &str| values::length(map.word(key)).map(thousandths).unwrap_or_default();
    let trim = values::size(map.word("trim")).unwrap_or_default();
    PrintDefault {
        trim_width: thousandths(trim.width),
        trim_height: thousandths(trim.height),
        size: length("size"),
        leading: length("leading"),
    }
}
