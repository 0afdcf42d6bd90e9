//! The `bersinar` program: one binary for demonstration, service and every task at the machine.
//!
//! The verbs are in [`cli`], one file each; the demonstration city is in [`demo`]. What a person can *do* is in the
//! `app` crate; here it is only called.

mod cli;
mod demo;

/// What is given back is overwritten first: who comes to the safe door stays in memory no longer than the connection.
#[global_allocator]
static MEMORY: zeroizing_alloc::ZeroAlloc<std::alloc::System> = zeroizing_alloc::ZeroAlloc(std::alloc::System);

fn main() -> std::process::ExitCode {
    cli::run()
}
