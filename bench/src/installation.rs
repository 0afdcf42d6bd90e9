//! An installation that a benchmark fills and then serves: opened by itself, someone signed in, and how long pages take with
//! many clients at once.

use crate::server::client;
use app::{Actor, App, Clock, Opening, Press, Random, accounts::NewAccount};
use domain::{region::RegionCode, role::Role};
use std::{
    error::Error,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};
use store::{Location, files::Files};

/// Who does what a benchmark does.
pub const CONSOLE: Actor = Actor::Console("bench");
const CLIENTS: usize = 16;
const REQUESTS: usize = 60;
const PASSWORD: &str = "empat kata yang mudah";

/// The machine's clock: sessions must hold for the program that is started afterwards.
struct Now;

impl Clock for Now {
    #[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_millis()).unwrap_or_default()
    }
}

/// Always other bytes.
struct Counted(AtomicU64);

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let next = self.0.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
            chunk.copy_from_slice(&next.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// Sets no papers; how fast those are set is measured with the program itself.
struct Idle;

impl Press for Idle {
    fn set(&self, _: &str, _: Vec<u8>, _: Vec<(String, Vec<u8>)>) -> store::BoxFuture<'_, Result<Vec<u8>, String>> {
        Box::pin(async { Err("no press".to_owned()) })
    }
}

/// Opens the installation.
pub async fn open(location: &Location, folder: &Path) -> Result<App, Box<dyn Error>> {
    let opening = Opening {
        stores: store::open(location).await?,
        files: Files::new(&folder.join("files")),
        prints: Files::new(&folder.join("prints")),
        tip_files: Files::new(&folder.join("tips")),
        press: Arc::new(Idle),
        clock: Arc::new(Now),
        random: Arc::new(Counted(AtomicU64::new(Now.now().unsigned_abs()))),
        keys: app::keys::Keys::here(seal::checkpoint::Signer::from_secret(&[7; 32])),
        erasures: store::erasures::Erasures::new(folder),
        data: folder.to_owned(),
    };
    Ok(App::open(opening).await?)
}

/// Someone of a role, signed in: what the cookie carries, and a token for the API.
pub async fn ticket(app: &App, role: Role, scope: Option<RegionCode>) -> Result<(String, String), Box<dyn Error>> {
    let login = format!("bench-{}-{}", role.id().replace('_', "-"), app.now());
    let chain = app::chain_of(scope);
    let new = NewAccount { role, scope, login: login.clone(), name: "Bench".to_owned() };
    let id = app.create_account(&CONSOLE, new).await?;
    let slip = app.make_slip(&CONSOLE, &chain, &id).await?;
    app.use_slip(&slip.code, PASSWORD).await?;
    let cookie = app.sign_in(&login, PASSWORD, "bench", "bench").await?.0;
    if role.needs_second_factor() {
        let who = app.signed_in(&cookie).await?.ok_or("no session")?;
        let offer = app.offer_second_factor(&who);
        let code = app::accounts::second_factor::code_at(&offer.secret, app.now()).ok_or("no code")?;
        app.confirm_second_factor(&who, &code, Some(&offer.secret)).await?;
    }
    let token = app.make_token(&CONSOLE, &chain, &id, "bench", 1).await?.secret;
    Ok((cookie, token))
}

/// The 95th percentile over all clients, in milliseconds.
pub fn p95(address: &str, cookie: &str, paths: &[String]) -> Result<f64, Box<dyn Error>> {
    // All once, so that what is remembered is there.
    client(address, cookie, paths, 0..paths.len().min(REQUESTS))?;
    let mut times: Vec<f64> = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|at| scope.spawn(move || client(address, cookie, paths, (0..REQUESTS).map(|number| at + number * 7))))
            .collect();
        let ended: Vec<_> = clients.into_iter().map(|client| client.join().map_err(|_| "a client panicked")).collect();
        ended.into_iter().map(|times| Ok::<_, Box<dyn Error>>(times??)).collect::<Result<Vec<_>, _>>()
    })?
    .concat();
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() * 95 / 100])
}
