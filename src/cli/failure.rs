//! How a verb ends when it cannot do its work: one message that says what to do, exit code 2.
//!
//! Not for: findings about what was read; those are the verb's output and no failure. Next: `input.rs`.

use std::io;

/// Why a verb could not do its work. `cli::run` prints it as `bersinar: message` and exits with 2.
#[derive(Debug)]
pub struct Failure {
    /// What is wrong and what to do, in the language asked for.
    pub message: String,
}

impl Failure {
    /// A failure with this message.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}

/// Takes the outcome of writing to stdout. A reader who has seen enough (`| head`) closes the pipe; that is no failure.
pub fn written(result: io::Result<()>) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Failure::new(error.to_string())),
        _ => Ok(()),
    }
}

/// A remark beside the output. A closed stderr is no reason to stop.
pub fn remark(message: &str) {
    use io::Write;
    let _ = writeln!(io::stderr(), "bersinar: {message}");
}
