//! The verbs, as people run them: the real program, files of every sort, stdout, stderr, exit code.
//!
//! Not for: the pages. Next: `backup.rs`, `audit.rs` (installations, made in `house.rs`), `score.rs` (answers), `score_files.rs` (files), `regions.rs`,
//! `instruments.rs`, `press.rs`, `bogor.rs` (a real city).

mod audit;
mod backup;
mod bogor;
mod doctor;
mod house;
mod instruments;

mod press;
mod regions;
mod score;
mod score_files;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

/// The rule most tests score by.
pub const RULE: &str = "kawasan-rawan-8-5";

/// What the program said.
pub struct Said {
    pub out: String,
    pub err: String,
    pub code: i32,
}

impl Said {
    /// Every line of stdout as JSON; there must be nothing else.
    pub fn json(&self) -> Vec<Value> {
        let parse = |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        self.out.lines().map(parse).collect()
    }
}

/// Runs the program.
pub fn bersinar(arguments: &[&str]) -> Said {
    bersinar_with(arguments, b"")
}

/// Runs the program with these bytes on stdin.
pub fn bersinar_with(arguments: &[&str], stdin: &[u8]) -> Said {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bersinar"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut pipe = child.stdin.take().expect("a pipe");
    let stdin = stdin.to_vec();
    // Written beside, because the program may answer before it has read all, or not read at all.
    let writer = std::thread::spawn(move || drop(pipe.write_all(&stdin)));
    let output = child.wait_with_output().expect("the program ends");
    writer.join().expect("stdin is written");
    Said {
        out: String::from_utf8(output.stdout).expect("stdout is text"),
        err: String::from_utf8(output.stderr).expect("stderr is text"),
        code: output.status.code().expect("no signal"),
    }
}

/// A new file with these bytes.
pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> String {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect("a file");
    path.to_string_lossy().into_owned()
}

/// A file of the folder beside this one.
pub fn fixture(name: &str) -> String {
    let here = PathBuf::from(file!());
    let here = if here.is_absolute() { here } else { PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(here) };
    here.with_file_name("fixtures").join(name).to_string_lossy().into_owned()
}

/// Scores a file by the shipped rule; it must be readable.
pub fn score(csv: impl AsRef<[u8]>) -> Vec<Value> {
    let said = bersinar_with(&["score", RULE, "-", "--format", "json"], csv.as_ref());
    assert_eq!(said.code, 0, "{}", said.err);
    said.json()
}

/// The texts of an array.
pub fn texts(value: &Value) -> Vec<&str> {
    value.as_array().expect("an array").iter().map(|text| text.as_str().expect("a text")).collect()
}

/// The problems of a line as (item, value); item "" is the row.
pub fn problems(line: &Value) -> Vec<(&str, &str)> {
    let all = line["problems"].as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter()
        .map(|problem| {
            assert!(problem["message"].as_str().is_some_and(|message| message.ends_with(['.', ')'])), "{problem}");
            (problem["item"].as_str().unwrap_or_default(), problem["value"].as_str().unwrap_or_default())
        })
        .collect()
}
