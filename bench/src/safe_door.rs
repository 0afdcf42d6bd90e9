//! `safe-door`: fifty clients send sealed reports to the demonstration city's door, doing the work that a flood asks for, while one looks into
//! boxes; fifty-one honest ones, one after another, while 100,000 letters come from those who do no work; a desk's list with 100,000 reports; and how
//! much a phone must load before someone can write.

use crate::{
    installation::{open, p95},
    machine::{self, Figure},
    server::{Server, client, exchange},
};
use app::{
    App,
    doors::{DEMO_CODE, conversations::Sent, plain},
};
use domain::door::letter::{Letter, Tip};
use seal::{Digest, code::Code, hex};
use std::{error::Error, io, net::TcpStream, path::Path, time::Instant};
use store::{
    Location,
    queries::conversations::{self as kept, Conversation, Part},
};

const DESK: &str = "bnnk-99.71";
const CLIENTS: usize = 50;
/// For each client.
const LETTERS: usize = 40;
const LOOKS: usize = 100;
/// Letters of a flood.
const FLOOD: usize = 100_000;
/// Who reports while it lasts.
const HONEST: usize = 51;
/// In the list of a desk.
const LISTED: usize = 100_000;
/// Bytes a second of a line with 64 kbit/s.
const LINE: f64 = 8_000.0;

pub fn run() {
    if let Err(error) = measure() {
        eprintln!("safe-door: {error}");
        std::process::exit(1);
    }
}

fn code(n: usize) -> Code {
    let mut bytes = [1; seal::code::BYTES];
    bytes[..8].copy_from_slice(&n.to_be_bytes());
    Code::new(bytes)
}

/// What the page's script sends.
fn bytes(sent: &Sent) -> Vec<u8> {
    let Sent { desk, address, reply_to, signer, signature, text, .. } = sent;
    let head = format!(
        "{{\"desk\":\"{desk}\",\"address\":\"{address}\",\"reply_to\":\"{reply_to}\",\"signer\":\"{signer}\",\
         \"signature\":\"{signature}\",\"text\":{},\"adds\":false}}",
        text.len()
    );
    let length = u32::try_from(head.len()).unwrap_or_default().to_be_bytes();
    [&length[..], head.as_bytes(), text].concat()
}

async fn letters(app: &App) -> Result<Vec<Sent>, Box<dyn Error>> {
    let desk = app.tips().desk_to_write_to(DESK).await?;
    let text = "Perahu tanpa lampu merapat di dermaga lama setiap Selasa malam.".to_owned();
    let tip = Letter::Tip(Tip { text, ..Tip::default() });
    let one = |n| Ok(plain::sealed("tips", &code(n), &desk, &tip, "", &[])?);
    (0..CLIENTS * LETTERS + HONEST + CLIENTS).map(one).collect()
}

/// What was asked for, done.
fn worked(said: &str, signature: &str) -> Option<String> {
    let given = said.split("\"given\":\"").nth(1)?.split('"').next()?;
    let bits: u32 = said.split("\"bits\":").nth(1)?.split([',', '}']).next()?.parse().ok()?;
    Some(door::worked(given, bits, signature))
}

/// One client sends its letters one after another; the time of each, with the work that was asked for.
fn sends(address: &str, letters: &[Sent]) -> Result<Vec<f64>, io::Error> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut times = vec![];
    for letter in letters {
        let body = bytes(letter);
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let start = Instant::now();
        let mut head = String::new();
        loop {
            let answer = exchange(&mut stream, "POST /kirim", address, &head, &body)?;
            if answer.starts_with(b"HTTP/1.1 200") {
                break;
            }
            let said = String::from_utf8_lossy(&answer);
            let done = worked(&said, &letter.signature).ok_or_else(|| io::Error::other(said.into_owned()))?;
            head = format!("X-Kerja: {done}\r\n");
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// Looks into boxes: every other time into one that is there.
fn looks(address: &str) -> Result<Vec<f64>, io::Error> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut times = vec![];
    for n in 0..LOOKS {
        let code = if n % 2 == 0 { Code::new(DEMO_CODE) } else { code(n + 1_000_000) };
        let body = format!("{} 0", hex::encode(&code.keys("tips").address));
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
        let start = Instant::now();
        let answer = exchange(&mut stream, "POST /kotak", address, "", body.as_bytes())?;
        if !answer.starts_with(b"HTTP/1.1 200") {
            return Err(io::Error::other("a box could not be looked into"));
        }
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(times)
}

/// The same letters again and again without work; how many of them were turned away.
fn floods(address: &str, letters: &[Sent], times: usize) -> Result<usize, io::Error> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let bodies: Vec<_> = letters.iter().map(bytes).collect();
    let mut away = 0;
    for body in bodies.iter().cycle().take(times) {
        let answer = exchange(&mut stream, "POST /kirim", address, "", body)?;
        away += usize::from(answer.starts_with(b"HTTP/1.1 429"));
    }
    Ok(away)
}

/// What each honest one waits while all of a flood comes.
fn amid_a_flood(address: &str, letters: &[Sent]) -> Result<Vec<f64>, Box<dyn Error>> {
    let (honest, flood) = letters.split_at(HONEST);
    let (away, times) = std::thread::scope(|scope| {
        let own = flood.chunks(flood.len().div_ceil(CLIENTS));
        let flood: Vec<_> = own.map(|own| scope.spawn(|| floods(address, own, FLOOD / CLIENTS))).collect();
        let times = sends(address, honest);
        let away: Result<Vec<_>, io::Error> =
            flood.into_iter().map(|client| client.join().map_err(|_| io::Error::other("a client panicked"))?).collect();
        Ok::<_, io::Error>((away?.iter().sum::<usize>(), times?))
    })?;
    // Else it was none.
    if away < FLOOD / 2 { Err(format!("only {away} of the flood were turned away").into()) } else { Ok(times) }
}

fn percentile(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() * 95 / 100]
}

/// So many reports more than the demonstration has.
async fn fill(location: &Location) -> Result<(), Box<dyn Error>> {
    let stores = store::open(location).await?;
    for from in (0..LISTED).step_by(5_000) {
        let fill = stores.tips.write("99.71", move |tx| {
            Box::pin(async move {
                for n in from..from + 5_000 {
                    let id = Digest::of(&n.to_be_bytes()).to_string();
                    let new = Conversation {
                        regency: "99.71".to_owned(),
                        id: id[..32].to_owned(),
                        desk: DESK.to_owned(),
                        address: id.clone(),
                        reply_to: String::new(),
                        signer: String::new(),
                        came_on: format!("2026-{:02}-{:02}", n % 10 + 1, n % 28 + 1),
                    };
                    let part = Part {
                        n: 1,
                        author: "reporter".to_owned(),
                        desk: DESK.to_owned(),
                        came_on: new.came_on.clone(),
                        body: vec![0; 64],
                        files: String::new(),
                        sent: String::new(),
                        signature: String::new(),
                        leaf: Digest::of(id.as_bytes()),
                    };
                    kept::keep(tx, &new).await?;
                    kept::keep_part(tx, &new, &part).await?;
                    kept::close(tx, &new, n % 10 != 0).await?;
                }
                Ok::<_, store::StoreError>(())
            })
        });
        fill.await?;
    }
    stores.close().await?;
    Ok(())
}

fn demo(folder: &Path) -> Result<Server, io::Error> {
    let folder = folder.display().to_string();
    Server::start(&["demo", "--data", &folder, "--door", "127.0.0.1:0"].map(str::to_owned))
}

/// What the page to write on weighs on the line: page and style, without which nothing is shown, and all of it.
fn weight(server: &Server) -> Result<(f64, f64), Box<dyn Error>> {
    let mut stream = TcpStream::connect(&server.door)?;
    let page = exchange(&mut stream, "GET /tulis", &server.door, "", b"")?;
    let packed = exchange(&mut stream, "GET /tulis", &server.door, "Accept-Encoding: gzip\r\n", b"")?.len();
    let text = String::from_utf8_lossy(&page);
    let mut assets = vec![];
    for path in text.split("\"/aset/").skip(1).filter_map(|rest| rest.split('"').next()) {
        let asked = format!("GET /aset/{path}");
        let answer = exchange(&mut stream, &asked, &server.door, "Accept-Encoding: gzip\r\n", b"")?;
        assets.push((path.ends_with(".css"), answer.len()));
    }
    let style: usize = assets.iter().filter(|(style, _)| *style).map(|(_, bytes)| bytes).sum();
    let all: usize = assets.iter().map(|(_, bytes)| bytes).sum();
    Ok(((packed + style) as f64, (packed + all) as f64))
}

/// A member of the desk, signed in as the demonstration's front page does it; what the cookie carries.
fn signed_in(server: &Server) -> Result<String, Box<dyn Error>> {
    let set = |answer: &[u8], name: &str| {
        let text = String::from_utf8_lossy(answer).into_owned();
        let value = text.split(&format!("set-cookie: {name}=")).nth(1).and_then(|rest| rest.split(';').next());
        value.map(str::to_owned)
    };
    let mut stream = TcpStream::connect(&server.address)?;
    let page = exchange(&mut stream, "GET /masuk", &server.address, "", b"")?;
    let text = String::from_utf8_lossy(&page).into_owned();
    let token =
        text.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).ok_or("no token")?;
    let visit = set(&page, "sesi").map_or_else(String::new, |value| format!("Cookie: sesi={value}\r\n"));
    let origin = format!("Origin: http://{}\r\n", server.address);
    let head = format!("{visit}{origin}Content-Type: application/x-www-form-urlencoded\r\n");
    let form = format!("csrf={token}&nama=berantas");
    let answer = exchange(&mut stream, "POST /masuk/contoh", &server.address, &head, form.as_bytes())?;
    Ok(set(&answer, "sesi").ok_or("nobody was signed in")?)
}

fn measure() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let location = Location::Folder(folder.path().to_owned());
    drop(demo(folder.path())?);
    let mut letters = runtime.block_on(async { letters(&open(&location, folder.path()).await?).await })?;
    let flooding = letters.split_off(CLIENTS * LETTERS);
    let server = demo(folder.path())?;
    let (first, all) = weight(&server)?;
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    let start = Instant::now();
    let (sent, looked) = std::thread::scope(|scope| {
        let clients: Vec<_> = letters.chunks(LETTERS).map(|own| scope.spawn(|| sends(&server.door, own))).collect();
        let looking = scope.spawn(|| looks(&server.door));
        let sent: Result<Vec<_>, io::Error> = clients
            .into_iter()
            .map(|client| client.join().map_err(|_| io::Error::other("a client panicked"))?)
            .collect();
        let took = start.elapsed().as_secs_f64();
        let looked = looking.join().map_err(|_| io::Error::other("a client panicked"))?;
        Ok::<_, io::Error>(((sent?.concat(), took), looked?))
    })?;
    let (times, took) = sent;
    let amid = amid_a_flood(&server.door, &flooding)?;
    let two_hundred = took * 200.0 / times.len() as f64;
    drop(server);
    runtime.block_on(fill(&location))?;
    let server = demo(folder.path())?;
    let cookie = signed_in(&server)?;
    let lists = [format!("/meja/{DESK}/laporan"), format!("/meja/{DESK}/laporan?mana=selesai")];
    let list = p95(&server.address, &cookie, &lists)?;
    let alone = percentile(client(&server.address, &cookie, &lists, 0..40)?);
    let milliseconds = |measured, target| Figure { measured, target, unit: "ms" };
    let seconds = |measured, target| Figure { measured, target, unit: "s" };
    machine::report(
        "safe-door-200-tips-at-50-clients",
        &[seconds(two_hundred, 1.0), milliseconds(percentile(times), 100.0)],
    );
    machine::report("safe-door-code-meanwhile", &[milliseconds(percentile(looked), 150.0)]);
    let slowest = amid.into_iter().fold(0.0, f64::max);
    machine::report("safe-door-51-amid-100000", &[milliseconds(slowest, 10_000.0)]);
    machine::report("safe-door-list-of-100000", &[milliseconds(alone, 50.0)]);
    machine::report("safe-door-list-at-16-clients", &[milliseconds(list, 50.0)]);
    machine::report("safe-door-page", &[Figure { measured: all / 1000.0, target: 70.0, unit: "kB" }]);
    machine::report("safe-door-at-64-kbit", &[seconds(first / LINE, 3.0), seconds(all / LINE, 10.0)]);
    Ok(())
}
