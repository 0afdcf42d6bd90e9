//! `serving`: the demonstration city's program from its start to the first answer, what the first page weighs, and what
//! the idle process holds with all places of the nation in it.
//!
//! It runs the program itself on a folder that exists already.

use crate::{
    machine::{self, Figure},
    server::Server,
};
use std::{collections::BTreeSet, io::Error, path::Path, time::Duration};

/// Seconds from start to first answer; kilobytes of the first page with all it needs; megabytes when idle.
const TARGET: (f64, f64, f64) = (1.0, 100.0, 40.0);
const GZIP: &str = "Accept-Encoding: gzip\r\n";
/// After this long without a request the process is called idle.
const IDLE: Duration = Duration::from_secs(5);

/// The demonstration on a folder.
fn demo(folder: &Path) -> Result<Server, Error> {
    Server::start(&["demo".to_owned(), "--data".to_owned(), folder.display().to_string()])
}

#[expect(clippy::disallowed_methods, reason = "being idle is what is measured")]
fn idle() {
    std::thread::sleep(IDLE);
}

/// What a page asks for by itself: style, script, pictures.
fn parts(page: &str) -> BTreeSet<&str> {
    let named = |mark| page.split(mark).skip(1).filter_map(|rest: &str| rest.split('"').next());
    let loaded =
        |path: &&str| path.rsplit('.').next().is_some_and(|end| ["css", "js", "svg", "png", "ico"].contains(&end));
    named(" href=\"").chain(named(" src=\"")).filter(loaded).collect()
}

fn measure(folder: &Path) -> Result<[Figure; 3], Error> {
    drop(demo(folder)?);
    let mut failed = Ok(());
    let start = machine::median(5, || {
        failed = demo(folder).and_then(|server| server.get("/", GZIP)).map(drop);
    });
    failed?;
    let server = demo(folder)?;
    let page = String::from_utf8_lossy(&server.get("/", "")?).into_owned();
    let mut bytes = server.get("/", GZIP)?.len();
    for part in parts(&page) {
        if part.contains("//") {
            return Err(Error::other(format!("the first page asks elsewhere: {part}")));
        }
        bytes += server.get(part, GZIP)?.len();
    }
    idle();
    let idle = server.megabytes("VmRSS");
    let weight = Figure { measured: bytes as f64 / 1000.0, target: TARGET.1, unit: "kB" };
    Ok([Figure::seconds(start, TARGET.0), weight, Figure::megabytes(idle, TARGET.2)])
}

/// Runs the benchmark and prints its line.
pub fn run() {
    match tempfile::tempdir().and_then(|folder| measure(folder.path())) {
        Ok(figures) => machine::report("serving", &figures),
        Err(error) => eprintln!("serving: {error}"),
    }
}
