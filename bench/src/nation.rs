//! `nation`: the whole country and five years in one SQLite folder (83,762 villages × 13 answers × 5), and how long city,
//! village, province and national pages take with 16 clients at once.
//!
//! Loading takes minutes; the folder is kept where `BERSINAR_NATION` says, and loaded only when it is empty.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use crate::machine::{self, Figure};
use app::{
    Actor, App, Clock, FIRST_INSTRUMENT, Opening, Random,
    accounts::NewAccount,
    round_key,
    sheets::{Draft, Typed, VillageDraft},
};
use domain::{region::RegionCode, role::Role, sheet::Step};
use instrument::Instrument;
use std::{
    error::Error,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};
use store::{Location, files::Files};

/// Milliseconds at the 95th percentile.
const TARGET: f64 = 20.0;
const CLIENTS: usize = 16;
const REQUESTS: usize = 60;
const YEARS: std::ops::RangeInclusive<i64> = 2022..=2026;
/// 22 November 2026.
const NOW: i64 = 1_795_309_200_000;
const PASSWORD: &str = "empat kata yang mudah";

struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        NOW
    }
}

/// Always other bytes, the same in each run.
#[derive(Default)]
struct Counted(AtomicU64);

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
            chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
        }
    }
}

async fn open(folder: &Path) -> Result<App, Box<dyn Error>> {
    let opening = Opening {
        stores: store::open(&Location::Folder(folder.to_owned())).await?,
        files: Files::new(&folder.join("files")),
        clock: Arc::new(Still),
        random: Arc::new(Counted::default()),
        keys: app::keys::Keys::here(seal::checkpoint::Signer::from_secret(&[7; 32])),
        erasures: store::erasures::Erasures::new(folder),
    };
    Ok(App::open(opening).await?)
}

/// An answer to an item, another one for each village and year.
fn answer(rule: &Instrument, item: usize, village: u64, year: i64) -> String {
    let chance = (village.wrapping_mul(31) + item as u64 * 17 + year.unsigned_abs() * 7) % 10;
    let definition = &rule.items()[item];
    match definition.kind {
        instrument::Kind::YesNo => if chance < 4 { "ya" } else { "tidak" }.to_owned(),
        _ if !definition.choices.is_empty() => {
            definition.choices[usize::try_from(chance).unwrap_or_default() % definition.choices.len()].value.clone()
        }
        _ => (chance * 3).to_string(),
    }
}

async fn load(folder: &Path) -> Result<(), Box<dyn Error>> {
    let app = open(folder).await?;
    let console = Actor::Console("bench");
    let places = app.places();
    let regencies: Vec<RegionCode> =
        places.provinces().flat_map(|province| places.regencies_in(province.code)).map(|region| region.code).collect();
    app.install(&console, regencies[0], false).await?;
    let rule = app.built_in_rule(FIRST_INSTRUMENT).ok_or("no rule")?;
    let start = Instant::now();
    for (at, regency) in regencies.iter().enumerate() {
        for year in YEARS {
            app.open_round(&console, *regency, FIRST_INSTRUMENT, year, jiff::civil::date(2026, 11, 30)).await?;
            for (position, sheet) in rule.sheets().iter().enumerate() {
                let typed = |village: RegionCode| {
                    let own = rule.items_of_sheet(position);
                    own.map(|(item, definition)| Typed {
                        item: definition.id.clone(),
                        value: answer(&rule, item, village.number(), year),
                        ..Typed::default()
                    })
                    .collect()
                };
                let villages = places.villages_in(*regency).map(|region| VillageDraft {
                    village: region.code,
                    revision: None,
                    nil: false,
                    answers: typed(region.code),
                });
                let key = round_key(*regency, FIRST_INSTRUMENT, year);
                let (sheet, villages) = (sheet.id.clone(), villages.collect());
                app.submit(&console, Draft { key, sheet, step: Step::Submit, via: "bench", villages }).await?;
            }
        }
        if at % 50 == 49 {
            eprintln!("nation: {} of {} regencies in {:.0} s", at + 1, regencies.len(), start.elapsed().as_secs_f64());
        }
    }
    Ok(())
}

/// Someone of a role, signed in: what the cookie carries.
async fn ticket(app: &App, role: Role, scope: Option<RegionCode>) -> Result<String, Box<dyn Error>> {
    let console = Actor::Console("bench");
    let login = format!("bench-{}-{}", role.id().replace('_', "-"), app.now() + i64::from(role as u8));
    let chain = app::chain_of(scope);
    let new = NewAccount { role, scope, login: login.clone(), name: "Bench".to_owned() };
    let id = match app.create_account(&console, new).await {
        Ok(id) => id,
        // It is there from an earlier run.
        Err(_) => app
            .accounts(&console, None)
            .await?
            .into_iter()
            .find(|named| named.account.login == login)
            .map(|named| named.account.id)
            .ok_or("no account")?,
    };
    let slip = app.make_slip(&console, &chain, &id).await?;
    app.use_slip(&slip.code, PASSWORD).await?;
    Ok(app.sign_in(&login, PASSWORD, "bench", "bench").await?.0)
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &Path, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .spawn()?;
        let said = child.stdout.take().ok_or("no output")?;
        for line in BufReader::new(said).lines() {
            if let Some(rest) = line?.strip_prefix("Bersinar: http://") {
                let address = rest.split('/').next().unwrap_or_default().to_owned();
                return Ok(Self { child, address });
            }
        }
        Err("the program ended without saying its address".into())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// One client: a connection that stays open, request after request; the time of each in milliseconds.
fn client(address: &str, cookie: &str, paths: &[String], first: usize) -> std::io::Result<Vec<f64>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut times = vec![];
    let mut buffer = vec![0; 1 << 16];
    for number in 0..REQUESTS {
        let path = &paths[(first + number * 7) % paths.len()];
        let start = Instant::now();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nCookie: sesi={cookie}\r\n\r\n")?;
        let mut answer: Vec<u8> = vec![];
        let whole = |answer: &[u8]| -> Option<usize> {
            let head = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
            let text = String::from_utf8_lossy(&answer[..head]).to_lowercase();
            let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())?;
            Some(head + 4 + length)
        };
        loop {
            let read = stream.read(&mut buffer)?;
            if read == 0 {
                return Err(std::io::Error::other(format!("{path}: the connection ended")));
            }
            answer.extend_from_slice(&buffer[..read]);
            if whole(&answer).is_some_and(|length| answer.len() >= length) {
                break;
            }
        }
        if !answer.starts_with(b"HTTP/1.1 200") {
            return Err(std::io::Error::other(format!(
                "{path}: {}",
                String::from_utf8_lossy(&answer[..60.min(answer.len())])
            )));
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// The 95th percentile over all clients.
fn p95(address: &str, cookie: &str, paths: &[String]) -> Result<f64, Box<dyn Error>> {
    // Once alone, so that what is remembered is there.
    client(address, cookie, &paths[..1], 0)?;
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|at| scope.spawn(move || client(address, cookie, paths, at))).collect();
        let ended: Vec<_> = clients.into_iter().map(|client| client.join().map_err(|_| "a client panicked")).collect();
        ended.into_iter().map(|times| Ok::<_, Box<dyn Error>>(times??)).collect::<Result<Vec<_>, _>>()
    })?
    .concat();
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() * 95 / 100])
}

fn measure(program: &Path, folder: &Path) -> Result<Vec<(&'static str, f64)>, Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let ready = folder.join("loaded");
    if !ready.exists() {
        runtime.block_on(load(folder))?;
        std::fs::write(&ready, "")?;
    }
    let (cookies, cities, villages, provinces) = runtime.block_on(async {
        let app = open(folder).await?;
        let places = app.places();
        let city: RegionCode = "32.71".parse()?;
        let cookies = [
            ticket(&app, Role::Kesbangpol, Some(city)).await?,
            ticket(&app, Role::Bnnp, Some(city.province())).await?,
            ticket(&app, Role::Bnn, None).await?,
        ];
        let villages: Vec<String> = places.villages_in(city).map(|region| format!("/desa/{}", region.code)).collect();
        let cities: Vec<String> = YEARS.map(|year| format!("/wilayah/{city}?tahun={year}")).collect();
        Ok::<_, Box<dyn Error>>((cookies, cities, villages, vec![format!("/provinsi/{}", city.province())]))
    })?;
    drop(runtime);
    let server = Server::start(program, folder)?;
    let nation = vec!["/nasional".to_owned()];
    let kinds = [("city", 0, &cities), ("village", 0, &villages), ("province", 1, &provinces), ("nation", 2, &nation)];
    let mut measured = vec![];
    for (kind, cookie, paths) in kinds {
        measured.push((kind, p95(&server.address, &cookies[cookie], paths)?));
    }
    measured.push(("memory", machine::megabytes(&server.child.id().to_string(), "VmHWM")));
    Ok(measured)
}

/// Runs the benchmark and prints its lines.
pub fn run() {
    let beside = || Some(std::env::current_exe().ok()?.with_file_name("bersinar"));
    let program = std::env::var_os("BERSINAR_BIN").map(PathBuf::from).or_else(beside).unwrap_or_default();
    let kept = std::env::var_os("BERSINAR_NATION").map(PathBuf::from);
    let own = tempfile::tempdir();
    let folder = match (&kept, &own) {
        (Some(kept), _) => kept.clone(),
        (None, Ok(own)) => own.path().to_owned(),
        (None, Err(error)) => return eprintln!("nation: {error}"),
    };
    match measure(&program, &folder) {
        Ok(measured) => {
            for (kind, value) in measured {
                let figure = match kind {
                    "memory" => Figure::megabytes(value, 500.0),
                    _ => Figure { measured: value, target: TARGET, unit: "ms" },
                };
                machine::report(&format!("nation-{kind}"), &[figure]);
            }
        }
        Err(error) => eprintln!("nation: {error}"),
    }
}
