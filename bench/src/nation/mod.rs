//! `nation`: the whole country and five years (83,762 villages × 13 answers × 5): how long city, village, province and
//! national pages take with 16 clients at once, a rule of the nation that spreads, a backup while pages are read, and a long
//! list by the API with the memory that it takes.
//!
//! In a SQLite folder, and beside it in PostgreSQL where `BERSINAR_POSTGRES` names a server. Loading takes minutes; the folder
//! that `BERSINAR_NATION` names is loaded only when it is empty, and kept.

mod load;

use crate::{
    installation::{CONSOLE, open, p95, ticket},
    machine::{self, Figure},
    server::{Server, client, program},
};
use app::{Actor, App, FIRST_INSTRUMENT, rules::VersionOf};
use domain::{region::RegionCode, role::Role};
use std::{
    error::Error,
    io::Read as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use store::Location;

/// Milliseconds of a page at the 95th percentile; seconds for the nation to take over a rule, and for a backup.
const TARGET: (f64, f64, f64) = (20.0, 5.0, 20.0);
/// Megabytes that a long list may add.
const LIST: f64 = 20.0;
const YEARS: std::ops::RangeInclusive<i64> = 2022..=2026;

/// An installation with the nation in it.
struct Nation {
    location: Location,
    folder: PathBuf,
    name: &'static str,
}

impl Nation {
    /// A verb of the program on this installation.
    fn verb(&self, verb: &str) -> Vec<String> {
        let mut arguments = vec![verb.to_owned(), "--data".to_owned(), self.folder.display().to_string()];
        if let Location::Postgres(url) = &self.location {
            arguments.extend(["--database".to_owned(), url.clone()]);
        }
        arguments
    }
}

/// How long it takes from putting a rule of the nation in force until all rounds have it; it is undone afterwards.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
async fn spread(app: &Arc<App>) -> Result<Duration, Box<dyn Error>> {
    // What else is due is done before.
    app.work(None).await?;
    let of = VersionOf { office: None, id: FIRST_INSTRUMENT.to_owned(), version: format!("bench-{}", app.now()) };
    let from = app.built_in_rule(FIRST_INSTRUMENT).ok_or("no rule")?.version().to_owned();
    app.copy_rule(&CONSOLE, of.clone(), &from).await?;
    let change = [("parts.class.rows.0.when.core_present.min".to_owned(), "6".to_owned())];
    app.revise_rule(&CONSOLE, &of, 1, &change).await?;
    app.propose_rule(&CONSOLE, &of, 2).await?;
    let second = Actor::Console("second");
    let start = Instant::now();
    app.activate_rule(&second, &of, 3, app.office_today(None)).await?;
    app.work(None).await?;
    let time = start.elapsed();
    let spread = app.rule_spread(&CONSOLE, &of).await?;
    eprintln!("nation: {} open rounds have the rule, {} have not", spread.with, spread.without.len());
    app.undo_rule(&second, &of, 4).await?;
    app.work(None).await?;
    Ok(time)
}

/// Seconds of a backup, and the 95th percentile of a city's page meanwhile.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn backup(nation: &Nation, server: &Server, cookie: &str, path: &str) -> Result<(Duration, f64), Box<dyn Error>> {
    let to = tempfile::tempdir_in(nation.folder.parent().unwrap_or(Path::new(".")))?;
    let ended = AtomicBool::new(false);
    let paths = [path.to_owned()];
    std::thread::scope(|scope| {
        let reading = scope
            .spawn(|| client(&server.address, cookie, &paths, (0..).take_while(|_| !ended.load(Ordering::Relaxed))));
        let start = Instant::now();
        let told = Command::new(program())
            .args(nation.verb("backup"))
            .arg("--to")
            .arg(to.path())
            .stdout(Stdio::null())
            .status();
        let time = start.elapsed();
        ended.store(true, Ordering::Relaxed);
        let mut times = reading.join().map_err(|_| "a client panicked")??;
        if !told?.success() {
            return Err("the backup failed".into());
        }
        times.sort_by(f64::total_cmp);
        Ok((time, times[times.len() * 95 / 100]))
    })
}

/// Reads the longest list: how many lines, how long, and the megabytes that the server took meanwhile.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
fn list(server: &Server, token: &str) -> Result<(usize, Duration, f64), Box<dyn Error>> {
    let before = server.megabytes("VmRSS");
    let (start, mut most, mut lines) = (Instant::now(), before, 0);
    let mut stream = server.ask("/api/v1/export/regions.ndjson", &format!("Authorization: Bearer {token}\r\n"))?;
    let mut buffer = vec![0; 1 << 14];
    loop {
        match stream.read(&mut buffer)? {
            0 => break,
            read => lines += buffer[..read].split(|byte| *byte == b'\n').count() - 1,
        }
        most = most.max(server.megabytes("VmRSS"));
    }
    Ok((lines, start.elapsed(), most - before))
}

fn measure(nation: &Nation) -> Result<(), Box<dyn Error>> {
    let report = |what: &str, measured: f64, target: f64, unit: &'static str| {
        machine::report(&format!("{}-{what}", nation.name), &[Figure { measured, target, unit }]);
    };
    let runtime = tokio::runtime::Runtime::new()?;
    let city: RegionCode = "32.71".parse()?;
    let (places, tickets, spreading) = runtime.block_on(async {
        let app = Arc::new(open(&nation.location, &nation.folder).await?);
        if app.installation().regency.is_none() {
            load::load(&app).await?;
        }
        let spreading = spread(&app).await?;
        let tickets = [
            ticket(&app, Role::Kesbangpol, Some(city)).await?,
            ticket(&app, Role::Bnnp, Some(city.province())).await?,
            ticket(&app, Role::Bnn, None).await?,
        ];
        Ok::<_, Box<dyn Error>>((app.places(), tickets, spreading))
    })?;
    drop(runtime);
    report("rule", spreading.as_secs_f64(), TARGET.1, "s");
    let server = Server::start(&nation.verb("serve"))?;
    let villages: Vec<String> = places.villages_in(city).map(|region| format!("/desa/{}", region.code)).collect();
    let cities: Vec<String> = YEARS.map(|year| format!("/wilayah/{city}?tahun={year}")).collect();
    let (province, whole) = (vec![format!("/provinsi/{}", city.province())], vec!["/nasional".to_owned()]);
    for (what, who, paths) in
        [("city", 0, &cities), ("village", 0, &villages), ("province", 1, &province), ("nation", 2, &whole)]
    {
        report(what, p95(&server.address, &tickets[who].0, paths)?, TARGET.0, "ms");
    }
    let (lines, time, megabytes) = list(&server, &tickets[2].1)?;
    eprintln!("{}-list: {lines} lines in {:.2} s", nation.name, time.as_secs_f64());
    report("list", megabytes, LIST, "MB");
    let (time, meanwhile) = backup(nation, &server, &tickets[0].0, &cities[4])?;
    report("backup", time.as_secs_f64(), TARGET.2, "s");
    report("city-during-backup", meanwhile, TARGET.0, "ms");
    report("memory", server.megabytes("VmHWM"), 500.0, "MB");
    Ok(())
}

/// Runs the benchmark and prints its lines.
pub fn run() {
    let kept = std::env::var_os("BERSINAR_NATION").map(PathBuf::from);
    let own = tempfile::tempdir();
    let folder = match (&kept, &own) {
        (Some(kept), _) => kept.clone(),
        (None, Ok(own)) => own.path().to_owned(),
        (None, Err(error)) => return eprintln!("nation: {error}"),
    };
    let mut nations = vec![Nation { location: Location::Folder(folder.clone()), folder, name: "nation" }];
    let beside = tempfile::tempdir();
    if let (Ok(server), Ok(beside)) = (std::env::var("BERSINAR_POSTGRES"), &beside) {
        let made = tokio::runtime::Runtime::new()
            .map(|runtime| runtime.block_on(store::fresh_database(&server, &format!("nation_{}", std::process::id()))));
        match made {
            Ok(Ok(url)) => nations.push(Nation {
                location: Location::Postgres(url),
                folder: beside.path().to_owned(),
                name: "nation-postgres",
            }),
            _ => eprintln!("nation: no database at {server}"),
        }
    }
    for nation in &nations {
        if let Err(error) = measure(nation) {
            eprintln!("{}: {error}", nation.name);
        }
    }
}
