//! The `bindery` command: everything is in the library.

fn main() -> std::process::ExitCode {
    bindery::cli::main()
}
