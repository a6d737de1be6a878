//! The command line: arguments in, exit status out. The only place that knows the disk,
//! the clock, the environment and the terminal.

mod args;
mod build;
mod date;
mod disk;
mod explain;
mod import;
mod inspect;
mod levels;
mod new;
mod output;
mod place;
mod report;
mod watch;

use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use args::{Arguments, Command, SchemaOf};
use build::Destination;
use clap::Parser;
use report::Status;

use crate::read::schema::Schema;

/// Runs the command the arguments ask for. The exit status is 0 when all is well or there
/// are only warnings, 1 when the book has an error, 2 when the command itself failed.
pub fn main() -> ExitCode {
    panic::set_hook(Box::new(say_where));
    match Arguments::try_parse() {
        Ok(arguments) => ExitCode::from(run(&arguments.command).code()),
        Err(error) => {
            // Help that nobody reads is no fault.
            let _ = error.print();
            let status = if error.use_stderr() { Status::Failed } else { Status::Fine };
            ExitCode::from(status.code())
        }
    }
}

fn run(command: &Command) -> Status {
    match command {
        Command::Build(args) => build::run(&args.book, args.destination()),
        Command::Check(args) => match inspect::epubs(args) {
            Some(epubs) => inspect::run(&epubs, &args.book),
            None => build::run(&args.book, Destination::Nowhere),
        },
        Command::Watch(args) => watch::run(args),
        Command::Import(args) => import::run(args),
        Command::Schema { of } => {
            let schema = match of {
                SchemaOf::Book => Schema::Book,
                SchemaOf::Theme => Schema::Theme,
            };
            report::say(&schema.json());
            Status::Fine
        }
        Command::New { name } => new::run(name),
        Command::Explain { code } => explain::run(code.as_deref()),
    }
}

/// One line where the standard library would print a trace: what follows says what to do
/// with it.
fn say_where(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("panic");
    let place = panic.location().map_or_else(String::new, |place| format!(" at {place}"));
    report::say_aside(&format!("\nbindery {}{place}: {message}\n", env!("CARGO_PKG_VERSION")));
}
