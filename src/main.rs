//! The `dateline` binary: everything that knows of the process it runs in (arguments, environment, terminal, clock).
mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
