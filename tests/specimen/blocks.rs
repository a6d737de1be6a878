//! What the book says.
#![allow(missing_docs, unreachable_pub)]

use bindery::model::NodeId;
use bindery::model::block::{
    Align, Block, BlockKind, CalloutKind, Cell, CodeBlock, Definition, Group, List, ListItem, Role, Row,
    Side, Table, TheoremKind, Verse, VerseLine,
};

use super::{block, classed, div, figure, inline, labelled, paragraph, text};
use bindery::model::inline::InlineKind;

const OPENING: &str = "When the last of the carts had gone down to the river, the square was so still that one \
    could hear the flag line knock against its pole. Nobody spoke. The clerk closed his book, took off his \
    spectacles, and looked for a long while at the place where the market had been; then he went in.";
const MORE: &str = "It was the custom of the town to leave its doors unlocked, and in all those years nothing \
    had been carried off but a clock that did not go. The thief brought it back within the week, repaired.";
const LAST: &str = "So the matter rested, as matters in that town were apt to do, until the spring.";

/// The chapters: titles and blocks.
pub fn chapters() -> Vec<(&'static str, Vec<Block>)> {
    vec![
        ("The Square", prose()),
        ("Boxes and Verse", boxes()),
        ("Figures and Tables", figures()),
        ("Proofs", proofs()),
    ]
}

fn attribution(words: &str) -> Block {
    block(BlockKind::Attribution(text(words)))
}

fn prose() -> Vec<Block> {
    let epigraph = vec![
        paragraph(
            "Call me a traveller. Some years ago—never mind how long precisely—I thought I would sail about a little.",
        ),
        attribution("H. Melville, *Moby-Dick*"),
    ];
    let dropped = vec![
        classed("N", "dropcap"),
        inline(InlineKind::Text(format!("{} {MORE}", MORE.trim_start_matches('I')))),
    ];
    vec![
        div(Role::Epigraph, "", epigraph),
        paragraph(OPENING),
        paragraph(MORE),
        block(BlockKind::SceneBreak(None)),
        paragraph(OPENING),
        block(BlockKind::SceneBreak(Some("⁂".into()))),
        paragraph(MORE),
        block(BlockKind::SceneBreak(Some(String::new()))),
        paragraph(OPENING),
        labelled(
            "sec-letter",
            BlockKind::Heading { level: 2, content: text("A Letter"), unnumbered: false, unlisted: false },
        ),
        paragraph(MORE),
        div(
            Role::Letter,
            "",
            vec![paragraph("My dear Anna,"), paragraph(OPENING), paragraph(LAST), paragraph("Your brother")],
        ),
        paragraph(LAST),
        block(BlockKind::Quote(vec![paragraph(MORE), attribution("— The town’s chronicle")])),
        paragraph("She read it twice, and kept ten thousand crowns in mind:"),
        block(BlockKind::Paragraph({
            let mut run = text("The sum was ");
            run.extend([classed("10 000 Kč", "nowrap"), inline(InlineKind::Text(", no more.".into()))]);
            run
        })),
        block(BlockKind::Paragraph(dropped)),
        block(BlockKind::PageBreak(Side::Recto)),
        paragraph("This begins on a recto."),
        block(BlockKind::PageBreak(Side::Any)),
        div(Role::Dedication, "", vec![paragraph("For the clerk,|who counted everything")]),
        paragraph(LAST),
    ]
}

fn boxes() -> Vec<Block> {
    let line = |indent: u32, words: &str| VerseLine { id: NodeId::default(), indent, content: text(words) };
    let lines = vec![
        line(0, "The river keeps what it is given,"),
        line(2, "the bridge keeps what it bears;"),
        line(0, "a town keeps neither, but is driven"),
        line(2, "by market days and prayers."),
        line(0, ""),
        line(0, "And you, who read the stones by night,"),
        line(2, "and know the mason’s mark,"),
        line(
            0,
            "will find the line that I would write, though longer than the measure of any page would ever allow",
        ),
        line(2, "is lettered in the dark."),
    ];
    vec![
        paragraph(OPENING),
        div(Role::Sidebar, "How flags were hung", vec![paragraph(MORE), paragraph(LAST)]),
        paragraph(MORE),
        div(
            Role::PullQuote,
            "",
            vec![
                paragraph("Nothing had been carried off but a clock that did not go."),
                attribution("Clerk of the market"),
            ],
        ),
        paragraph(OPENING),
        block(BlockKind::Verse(Verse { lines, number_every: Some(4) })),
        paragraph(MORE),
        div(Role::Keep, "", vec![paragraph(LAST), paragraph(LAST)]),
        div(Role::Center, "", vec![paragraph("Closed on Sundays|and in the rain")]),
        div(Role::Details, "Where it was", vec![paragraph(LAST)]),
        labelled(
            "tip-clock",
            BlockKind::Callout {
                kind: CalloutKind::Tip,
                title: text("Clocks"),
                blocks: vec![paragraph(LAST)],
            },
        ),
        div(
            Role::Glossary,
            "",
            vec![block(BlockKind::Definitions(vec![Definition {
                id: NodeId::default(),
                term: text("Flag line"),
                definitions: vec![vec![paragraph("The rope by which a flag is hoisted.")]],
            }]))],
        ),
        block(BlockKind::List(List {
            start: Some(1),
            tight: true,
            items: vec![
                ListItem {
                    task: None,
                    blocks: vec![paragraph("First a picture:"), block(figure("wide.svg", ""))],
                },
                ListItem { task: None, blocks: vec![paragraph("then words.")] },
            ],
        })),
        paragraph(LAST),
    ]
}

fn cell(words: &str, columns: u16, rows: u16) -> Cell {
    Cell { columns, rows, ..Cell::new(text(words)) }
}

fn spanned() -> Table {
    let head = |words: &str| Cell { heads: true, ..cell(words, 1, 1) };
    let row = |cells: Vec<Cell>| Row { cells };
    Table {
        columns: vec![Align::Start, Align::Start, Align::End, Align::End],
        widths: Vec::new(),
        head: vec![
            row(vec![cell("Quarter", 1, 2), cell("Ware", 1, 2), cell("Sold in the market", 2, 1)]),
            row(vec![cell("Spring", 1, 1), cell("Autumn", 1, 1)]),
        ],
        body: vec![
            row(vec![
                Cell { rows: 2, ..head("North side") },
                cell("Wool", 1, 1),
                cell("120", 1, 1),
                cell("84", 1, 1),
            ]),
            row(vec![
                cell("Linen from beyond the river, and cloth of every other kind", 1, 1),
                cell("60", 1, 1),
                cell("7", 1, 1),
            ]),
            row(vec![
                Cell { rows: 2, ..head("South side") },
                cell("Salt", 1, 1),
                cell("31", 1, 1),
                cell("30", 1, 1),
            ]),
            row(vec![Cell { align: Some(Align::Center), ..cell("No other wares were sold there", 3, 1) }]),
        ],
        caption: text("What was sold on the square"),
    }
}

fn shared() -> Table {
    let row = |first: &str, second: &str| Row { cells: vec![cell(first, 1, 1), cell(second, 1, 1)] };
    Table {
        columns: vec![Align::Start, Align::Start],
        widths: vec![250, 750],
        head: vec![row("Name", "What is said of it")],
        body: vec![row("Bridge", MORE), row("Square", LAST)],
        caption: Vec::new(),
    }
}

const CODE: &str = "fn main() {\n    let towns = [\"north\", \"south\"];\n\n    for town in towns {\n        println!(\"{town}\");\n    }\n}";

fn figures() -> Vec<Block> {
    let group = |columns: u8, blocks: Vec<Block>, caption: &str| {
        BlockKind::Group(Group { columns, blocks, caption: text(caption) })
    };
    let code = |caption: &str, filename: Option<&str>, from: Option<u32>| {
        BlockKind::Code(CodeBlock {
            lang: Some("rust".into()),
            text: CODE.into(),
            caption: text(caption),
            filename: filename.map(str::to_owned),
            numbered_from: from,
        })
    };
    vec![
        paragraph(OPENING),
        labelled("fig-square", figure("wide.svg", "The square seen from the river")),
        paragraph(MORE),
        labelled("fig-bare", figure("square.svg", "")),
        paragraph(LAST),
        labelled(
            "fig-pair",
            group(
                2,
                vec![
                    block(figure("wide.svg", "From the river")),
                    block(figure("tall.svg", "From the hill, on a market day")),
                ],
                "Two views of the square",
            ),
        ),
        paragraph(OPENING),
        block(group(
            3,
            vec![
                block(figure("tall.svg", "")),
                block(figure("square.svg", "")),
                block(figure("tall.svg", "")),
            ],
            "Without a number",
        )),
        paragraph(MORE),
        labelled("tbl-sold", BlockKind::Table(spanned())),
        paragraph(LAST),
        block(BlockKind::Table(shared())),
        paragraph(LAST),
        labelled("lst-towns", code("All towns, one a line", Some("src/main.rs"), Some(8))),
        paragraph(LAST),
        block(code("", Some("src/main.rs"), None)),
        paragraph(LAST),
    ]
}

fn proofs() -> Vec<Block> {
    let theorem = |kind, title: &str, words: &str| BlockKind::Div {
        role: Role::Theorem(kind),
        title: text(title),
        blocks: vec![paragraph(words)],
    };
    vec![
        paragraph(OPENING),
        labelled(
            "thm-doors",
            theorem(
                TheoremKind::Theorem,
                "of the doors",
                "In a town without locks nothing is carried off that *goes*, and what does not go is brought back.",
            ),
        ),
        div(Role::Proof, "", vec![paragraph(MORE), paragraph(LAST)]),
        block(theorem(TheoremKind::Definition, "", "A clock that does not go is *still*.")),
        block(theorem(TheoremKind::Remark, "", LAST)),
        paragraph("For every clock,"),
        labelled("eq-clock", BlockKind::Math("e^{i\\pi} + 1 = 0".into())),
        paragraph("holds, and so does"),
        block(BlockKind::Math("\\sum_{n=1}^\\infty \\frac{1}{n^2} = \\frac{\\pi^2}{6}".into())),
        paragraph(LAST),
    ]
}
