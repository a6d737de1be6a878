//! What may be typed on the command line; the doc comments are what `--help` prints.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::levels::LevelArgs;

const EXAMPLES: &str = "\
Examples:
  bindery new my-book          make a folder with a small book to begin from
  bindery build                make every edition of the book in this folder, or in ./book
  bindery build my-book        … of the book in my-book
  bindery build -e print       make only the edition called print
  bindery check                say what is wrong with the book, write nothing
  bindery check novel.epub     say what is wrong with a finished EPUB
  bindery watch                build again whenever a file is saved
  bindery import               write a book.yaml from book.toml or _quarto.yml
  bindery schema               print a JSON Schema of book.yaml for editors
  bindery explain dangling-link

A book is a folder with Markdown files and a book.yaml that names their order; without
book.yaml the files are taken in the order of their names. Editions are written to the
folder build inside it.

Exit status: 0 all is well, or there are only warnings; 1 an error was found in the book;
2 the command line is wrong, a file could not be written, or Bindery itself failed.";

const BUILD_EXAMPLES: &str = "\
Examples:
  bindery build                         every edition of the book here
  bindery build my-book -e ebook -e print
  bindery build -o /tmp/proofs          write somewhere else than BOOK/build
  bindery build --keep-going            write in spite of errors, with a placeholder
                                        for each missing thing
  bindery build --deny warnings         for CI: fail on warnings too
  bindery build --deny missing-alt --allow not-read,orphan-file
                                        make one kind an error, leave others out
  bindery build --report pages.html     where lines and pages of print could be better
  bindery build --format json           findings as JSON lines on standard output
  bindery check --format sarif > findings.sarif

The date inside the files is SOURCE_DATE_EPOCH if that is set, else `modified:` or `date:`
of book.yaml, so that the same book always gives the same bytes.";

const CHECK_EXAMPLES: &str = "\
Examples:
  bindery check                         the book here, as `build` would see it
  bindery check novel.epub              a finished EPUB, whoever made it
  bindery check *.epub --format json    several, for a program
  bindery check novel.epub --deny warnings --allow image-pixels

Of an EPUB the archive, the package, every document, style sheet, picture and font are
checked: what shops refuse, what reading systems stumble over, what keeps readers out, and
claims that are not true. EPUB 2 and 3 are read; nothing is unpacked to the disk.

Exit status: 0 all is well, or there are only warnings; 1 an error was found; 2 a file
could not be read.";

const IMPORT_EXAMPLES: &str = "\
Examples:
  bindery import                        book.toml or _quarto.yml here to ./book.yaml
  bindery import my-book -o -           show what would be written
  bindery import my-book --force        replace the book.yaml that is there

What has no counterpart is told and kept as a comment. The other tool's files stay as they
are, and where SUMMARY.md nests its chapters it goes on to give their order.";

const SCHEMA_EXAMPLES: &str = "\
Examples:
  bindery schema > book.schema.json
  bindery schema theme > theme.schema.json

Editors that know yaml-language-server take it from the first line of a file:
  # yaml-language-server: $schema=book.schema.json";

/// Turns a folder of Markdown chapters into a finished EPUB and a print-ready PDF.
#[derive(Debug, Parser)]
#[command(name = "bindery", version, after_help = EXAMPLES, arg_required_else_help = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make the editions of a book
    #[command(after_help = BUILD_EXAMPLES)]
    Build(BuildArgs),
    /// Say what is wrong with a book, as `build` would, or with finished EPUBs; write nothing
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Build, and build again whenever a file of the book is saved
    Watch(BuildArgs),
    /// Make a folder with a small book to begin from
    #[command(after_help = "Example:\n  bindery new my-book && bindery build my-book")]
    New {
        /// The folder to make; it must not exist, or be empty. The title is made of its name
        name: PathBuf,
    },
    /// Write a book.yaml from the files of mdBook, Quarto, bookdown, Leanpub or Pandoc
    #[command(after_help = IMPORT_EXAMPLES)]
    Import(ImportArgs),
    /// Print a JSON Schema, with which editors complete and check book.yaml and theme files
    #[command(after_help = SCHEMA_EXAMPLES)]
    Schema {
        /// Of which file
        #[arg(default_value = "book")]
        of: SchemaOf,
    },
    /// Explain a finding: what it means and what to do
    Explain {
        /// The name in brackets after `error` or `warning`; all are listed without it
        code: Option<String>,
    },
}

/// What `build` and `watch` take.
#[derive(Clone, Debug, Args)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub(super) book: BookArgs,
    /// Folder to write to [default: build in the book folder]
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Write where lines and pages of the print editions could be better: FILE.html, with
    /// pictures of the pages, or FILE.json
    #[arg(long, value_name = "FILE", value_parser = report_file)]
    pub(super) report: Option<PathBuf>,
}

/// A file that a report can be written to: its ending says how.
fn report_file(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html" | "json") => Ok(path),
        _ => Err("the name of a report ends in .html or .json".to_owned()),
    }
}

/// What `check` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) book: BookArgs,
    /// More EPUBs, where the first is one
    #[arg(value_name = "EPUB")]
    pub(super) more: Vec<PathBuf>,
}

/// What `import` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct ImportArgs {
    /// The folder with the other tool's files [default: this folder]
    pub(super) folder: Option<PathBuf>,
    /// File to write [default: book.yaml in the folder]; `-`: standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace a file that is there already
    #[arg(long)]
    pub(super) force: bool,
    /// Whether findings are coloured
    #[arg(long, default_value = "auto")]
    pub(super) color: ColorChoice,
}

/// What `schema` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaOf {
    /// `book.yaml`, and a house file
    Book,
    /// A theme file
    Theme,
}

/// Which book, and how it is told about.
#[derive(Clone, Debug, Args)]
pub(super) struct BookArgs {
    /// The book folder [default: this folder if it holds a book, else ./book]
    pub(super) book: Option<PathBuf>,
    /// Only this edition; may be given again
    #[arg(short, long = "edition", value_name = "EDITION")]
    pub(super) editions: Vec<String>,
    /// How many threads work [default: as many as the machine has]; the files are the same
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(super) jobs: Option<u16>,
    /// Go on after errors, with placeholders for what is missing; the exit status is still 1
    #[arg(long)]
    pub(super) keep_going: bool,
    #[command(flatten)]
    pub(super) levels: LevelArgs,
    /// How findings are shown
    #[arg(long, default_value = "human")]
    pub(super) format: Format,
    /// Whether findings are coloured
    #[arg(long, default_value = "auto")]
    pub(super) color: ColorChoice,
}

/// What `--format` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the lines they are about, on standard error
    Human,
    /// One JSON object a line, on standard output
    Json,
    /// One SARIF 2.1.0 document for code hosts and editors, on standard output
    Sarif,
}

/// What `--color` takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
