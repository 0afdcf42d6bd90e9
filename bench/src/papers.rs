//! `papers`: the report of a term of 60 agencies with 40 rows each, a hundred times one after another, each with another number:
//! from the button to the PDF, and the same as a workbook; what the press holds, and what the serving program holds more
//! at the end than at the beginning.

use crate::{
    machine::{self, Figure},
    plan_board::{REGENCY, YEARS, city},
    server::Server,
};
use std::{
    error::Error,
    path::Path,
    time::{Duration, Instant},
};

/// Seconds to a PDF, megabytes of the press, seconds to a workbook, megabytes that the program may have grown.
const TARGET: (f64, f64, f64, f64) = (3.0, 300.0, 1.0, 20.0);
const REPORTS: usize = 100;
/// After so many it has what it needs.
const WARM: usize = 10;
/// What it holds goes up and down; so many at the beginning are set against so many at the end.
const STRETCH: usize = 30;

/// The text between two marks.
fn between<'a>(text: &'a str, before: &str, after: &str) -> Result<&'a str, String> {
    let rest = text.split_once(before).ok_or_else(|| format!("no {before}"))?.1;
    Ok(rest.split_once(after).ok_or_else(|| format!("no {after}"))?.0)
}

/// From the button to the PDF: how long, and the most megabytes that the press was seen to hold.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn pdf(server: &Server, cookie: &str, paper: &str, csrf: &str) -> Result<(Duration, f64), Box<dyn Error>> {
    let head = format!("Cookie: sesi={cookie}\r\n");
    let (start, mut held) = (Instant::now(), 0.0_f64);
    server.post(&format!("{paper}/cetak"), cookie, &format!("csrf={csrf}"))?;
    loop {
        held = held.max(server.childs_megabytes());
        if let Ok(file) = server.get(&format!("{paper}/pdf"), &head) {
            if !file.windows(5).any(|five| five == b"%PDF-") {
                return Err("no PDF".into());
            }
            return Ok((start.elapsed(), held));
        }
        if start.elapsed() > Duration::from_secs(60) {
            return Err("no PDF after a minute".into());
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
}

fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let cookie = city(folder)?;
    let data = folder.join("data").display().to_string();
    let server = Server::start(&["serve".to_owned(), "--data".to_owned(), data])?;
    let (head, list) = (format!("Cookie: sesi={cookie}\r\n"), format!("/dokumen/{REGENCY}"));
    let csrf =
        between(&String::from_utf8_lossy(&server.get(&list, &head)?), "name=\"csrf\" value=\"", "\"")?.to_owned();
    let terms = YEARS.flat_map(|year| ["b06", "b12"].map(|term| (year, term)));
    let papers: Vec<String> = terms
        .map(|(year, term)| {
            let form = format!("csrf={csrf}&jenis=semester&tahun={year}&semester={term}");
            server.post(&list, &cookie, &form)
        })
        .collect::<Result<_, _>>()?;
    let (mut times, mut held, mut resident) = (vec![], 0.0_f64, vec![]);
    for number in 0..REPORTS {
        let paper = &papers[number % papers.len()];
        let revision = 1 + number / papers.len();
        let form = format!("csrf={csrf}&do=keep&revision={revision}&number={number}/2026&dated=&signatory=");
        server.post(paper, &cookie, &form)?;
        let (time, more) = pdf(&server, &cookie, paper, &csrf)?;
        times.push(time);
        held = held.max(more);
        resident.push(server.megabytes("VmRSS"));
    }
    times.sort();
    let middle = |stretch: &[f64]| {
        let mut stretch = stretch.to_vec();
        stretch.sort_by(f64::total_cmp);
        stretch[stretch.len() / 2]
    };
    let grown = middle(&resident[REPORTS - STRETCH..]) - middle(&resident[WARM..WARM + STRETCH]);
    let mut failed = None;
    let workbook = machine::median(papers.len(), || {
        if let Err(error) = server.get(&format!("{}/xlsx", papers[0]), &head) {
            failed = Some(error);
        }
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    let figures = [
        Figure::seconds(times[times.len() / 2], TARGET.0),
        Figure::megabytes(held, TARGET.1),
        Figure::seconds(workbook, TARGET.2),
        Figure::megabytes(grown, TARGET.3),
    ];
    machine::report("papers", &figures);
    Ok(())
}

/// Runs the benchmark and prints its line.
pub fn run() {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return eprintln!("papers: {error}"),
    };
    if let Err(error) = measure(folder.path()) {
        eprintln!("papers: {error}");
    }
}
