//! The `bersinar` program: one binary for demonstration, service and every task at the machine.
//!
//! The verbs are in [`cli`], one file each; the demonstration city is in [`demo`]. What a person can *do* is in the
//! `app` crate; here it is only called.

mod cli;
mod demo;

fn main() -> std::process::ExitCode {
    cli::run()
}
