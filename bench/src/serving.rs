//! `serving`: the demonstration city's program from its start to the first answer, what the first page weighs, and what
//! the idle process holds with all places of the nation in it.
//!
//! It runs the program itself, from `BERSINAR_BIN` or beside this one, on a folder that exists already.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Error, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use crate::machine::{self, Figure};

/// Seconds from start to first answer; kilobytes of the first page with all it needs; megabytes when idle.
const TARGET: (f64, f64, f64) = (1.0, 100.0, 40.0);
/// After this long without a request the process is called idle.
const IDLE: Duration = Duration::from_secs(5);

struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts the demonstration on `folder` and waits until it says its address.
    fn start(program: &Path, folder: &Path) -> Result<Self, Error> {
        let mut child = Command::new(program)
            .args(["demo", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()?;
        let said = child.stdout.take().ok_or_else(|| Error::other("no output"))?;
        for line in BufReader::new(said).lines() {
            if let Some(rest) = line?.strip_prefix("Bersinar: http://") {
                let address = rest.split('/').next().unwrap_or_default().to_owned();
                return Ok(Self { child, address });
            }
        }
        Err(Error::other("the program ended without saying its address"))
    }

    /// An answer as it goes over the wire, head and body.
    fn get(&self, path: &str, encoding: &str) -> Result<Vec<u8>, Error> {
        let mut stream = TcpStream::connect(&self.address)?;
        let host = &self.address;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {encoding}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = vec![];
        stream.read_to_end(&mut answer)?;
        if answer.starts_with(b"HTTP/1.1 200") { Ok(answer) } else { Err(Error::other(format!("{path}: no 200"))) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
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

fn measure(program: &Path, folder: &Path) -> Result<[Figure; 3], Error> {
    drop(Server::start(program, folder)?);
    let mut failed = Ok(());
    let start = machine::median(5, || {
        failed = Server::start(program, folder).and_then(|server| server.get("/", "gzip")).map(drop);
    });
    failed?;
    let server = Server::start(program, folder)?;
    let page = String::from_utf8_lossy(&server.get("/", "identity")?).into_owned();
    let mut bytes = server.get("/", "gzip")?.len();
    for part in parts(&page) {
        if part.contains("//") {
            return Err(Error::other(format!("the first page asks elsewhere: {part}")));
        }
        bytes += server.get(part, "gzip")?.len();
    }
    idle();
    let idle = machine::megabytes(&server.child.id().to_string(), "VmRSS");
    let weight = Figure { measured: bytes as f64 / 1000.0, target: TARGET.1, unit: "kB" };
    Ok([Figure::seconds(start, TARGET.0), weight, Figure::megabytes(idle, TARGET.2)])
}

/// Runs the benchmark and prints its line.
pub fn run() {
    let beside = || Some(std::env::current_exe().ok()?.with_file_name("bersinar"));
    let program = std::env::var_os("BERSINAR_BIN").map(PathBuf::from).or_else(beside).unwrap_or_default();
    let measured = tempfile::tempdir().and_then(|folder| measure(&program, folder.path()));
    match measured {
        Ok(figures) => machine::report("serving", &figures),
        Err(error) => eprintln!("serving: {}: {error}", program.display()),
    }
}
