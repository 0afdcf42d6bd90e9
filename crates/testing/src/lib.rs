//! A small city for tests, whose clients are people: `city.lurah("99.71.01.1001")`, `city.officer()`.
//!
//! Kota Uji has two districts with three kelurahan each. Its clock stands until a test sets it; its randomness is seeded.
//! A test runs on SQLite, and on PostgreSQL where `BERSINAR_POSTGRES` names a server (always in `make test`).

#![allow(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

pub mod office;
pub mod post;

use app::{
    Actor, App, Clock, FIRST_INSTRUMENT, Opening, Press, Random, round_key,
    sheets::{Draft, Typed, VillageDraft},
};
use domain::{
    region::{RegionCode, Revision},
    role::Role,
    sheet::Step,
};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::{
    collections::HashMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU32, Ordering},
    },
};
use store::{Location, files::Files, queries::rounds::Key};

/// 10 March 2026, 09.00 WIB.
pub const START: i64 = 1_773_108_000_000;
/// The year that is mapped.
pub const YEAR: i64 = 2026;

/// A clock that a test sets.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// Sets it, in milliseconds since 1970 UTC.
    pub fn set(&self, milliseconds: i64) {
        self.0.store(milliseconds, Ordering::Relaxed);
    }

    /// Lets time pass, in milliseconds.
    pub fn pass(&self, milliseconds: i64) {
        self.0.fetch_add(milliseconds, Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Seeded(Mutex<ChaCha8Rng>);

impl Random for Seeded {
    fn fill(&self, bytes: &mut [u8]) {
        self.0.lock().unwrap().fill_bytes(bytes);
    }
}

/// A press that hands back what it was handed, so that a test reads what would be set; what is set for real, the program's own
/// tests look at.
struct Tray;

impl Press for Tray {
    fn set(&self, _: &str, data: Vec<u8>, _: Vec<(String, Vec<u8>)>) -> store::BoxFuture<'_, Result<Vec<u8>, String>> {
        Box::pin(async { Ok(data) })
    }
}

/// The city with its people.
pub struct City {
    /// The program.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// Where its stores lie, for tests that change a database by hand.
    pub location: Location,
    actors: HashMap<String, Actor>,
    folder: tempfile::TempDir,
}

/// The code of a place; panics where it is none.
#[must_use]
pub fn code(text: &str) -> RegionCode {
    text.parse().unwrap()
}

/// The city's code.
#[must_use]
pub fn city_code() -> RegionCode {
    code("99.71")
}

/// Runs a test in a fresh city on each database there is.
pub fn in_a_city<F: Future<Output = ()>>(test: impl Fn(Arc<City>) -> F) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data"));
        test(Arc::new(City::found(location, folder).await)).await;
        let Ok(server) = std::env::var("BERSINAR_POSTGRES") else {
            eprintln!("skipped: PostgreSQL (scripts/with-postgres.sh starts one)");
            return;
        };
        let location = Location::Postgres(store::fresh_database(&server, &unique()).await.unwrap());
        test(Arc::new(City::found(location, tempfile::tempdir().unwrap()).await)).await;
    });
}

/// Runs a test in a real city, as the program's own list of places has it, with its BNNK and Kesbangpol, from a moment on.
pub fn in_the_country<F: Future<Output = ()>>(regency: &str, since: i64, test: impl Fn(Arc<City>) -> F) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data"));
        let mut city = City::open(location, folder).await;
        city.clock.set(since);
        city.app.install(&Actor::Console("test"), code(regency), false).await.unwrap();
        for role in [Role::BnnkP2m, Role::Kesbangpol] {
            city.hire(role, Some(code(regency)), role.id()).await;
        }
        test(Arc::new(city)).await;
    });
}

/// A name for a database that no other test uses.
fn unique() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("city_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// Another installation of the same city, on SQLite: for what travels from one to the other.
pub async fn another_city() -> City {
    let folder = tempfile::tempdir().unwrap();
    City::found(Location::Folder(folder.path().join("data")), folder).await
}

/// A program on an empty SQLite folder, which goes with the second value.
pub async fn empty_app() -> (App, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(TestClock(AtomicI64::new(START)));
    let opening = opening(&Location::Folder(folder.path().join("data")), folder.path(), clock).await;
    (App::open(opening).await.unwrap(), folder)
}

async fn opening(location: &Location, folder: &Path, clock: Arc<TestClock>) -> Opening {
    Opening {
        stores: store::open(location).await.unwrap(),
        files: Files::new(&folder.join("files")),
        prints: Files::new(&folder.join("prints")),
        tip_files: Files::new(&folder.join("tips")),
        press: Arc::new(Tray),
        clock,
        random: Arc::new(Seeded(Mutex::new(ChaCha8Rng::seed_from_u64(7)))),
        erasures: store::erasures::Erasures::new(folder),
        keys: app::keys::Keys::here(seal::checkpoint::Signer::from_secret(&[7; 32])),
        data: folder.to_owned(),
    }
}

impl City {
    async fn open(location: Location, folder: tempfile::TempDir) -> Self {
        let clock = Arc::new(TestClock(AtomicI64::new(START)));
        let opening = opening(&location, folder.path(), clock.clone()).await;
        let app = Arc::new(App::open(opening).await.unwrap());
        Self { app, clock, location, actors: HashMap::new(), folder }
    }

    async fn found(location: Location, folder: tempfile::TempDir) -> Self {
        let mut city = Self::open(location, folder).await;
        city.settle().await;
        city
    }

    /// The program begun once more on the same stores, remembering nothing.
    pub async fn again(&self) -> App {
        let opening = opening(&self.location, self.folder.path(), self.clock.clone()).await;
        App::open(opening).await.unwrap()
    }

    /// Runs a statement on the main store behind the program's back.
    pub async fn behind_its_back(&self, sql: &str) {
        self.run("main", sql).await;
    }

    /// Runs a statement on a store behind the program's back.
    pub async fn run(&self, store: &str, sql: &str) {
        let connection = self.reach(store).await;
        sea_orm::ConnectionTrait::execute_unprepared(&connection, sql).await.unwrap();
        connection.close().await.unwrap();
    }

    /// What a store answers when it is asked for one column of text, past the program.
    pub async fn asked(&self, store: &str, sql: &str) -> Vec<String> {
        let connection = self.reach(store).await;
        let backend = sea_orm::ConnectionTrait::get_database_backend(&connection);
        let statement = sea_orm::Statement::from_string(backend, sql);
        let rows = sea_orm::ConnectionTrait::query_all_raw(&connection, statement).await.unwrap();
        connection.close().await.unwrap();
        rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
    }

    async fn reach(&self, store: &str) -> sea_orm::DatabaseConnection {
        let url = match &self.location {
            Location::Folder(folder) => format!("sqlite://{}", folder.join(store).with_extension("db").display()),
            Location::Postgres(url) => format!("{url}?options=-c%20search_path%3D{store}"),
        };
        sea_orm::Database::connect(url).await.unwrap()
    }

    async fn settle(&mut self) {
        let console = Actor::Console("test");
        let mut places = vec![("99".to_owned(), "Provinsi Uji".to_owned()), ("99.71".into(), "Kota Uji".into())];
        for district in 1..=2 {
            places.push((format!("99.71.{district:02}"), format!("Kecamatan {district}")));
            for village in 1001..=1003 {
                places.push((format!("99.71.{district:02}.{village}"), format!("Melati {district}-{village}")));
            }
        }
        let revision = |(place, name): (String, String)| Revision {
            code: code(&place),
            name,
            valid_from: None,
            valid_until: None,
            successors: vec![],
        };
        let revisions: Vec<Revision> = places.into_iter().map(revision).collect();
        self.app.revise_regions(&console, &revisions).await.unwrap();
        self.app.install(&console, city_code(), false).await.unwrap();
        for role in Role::ALL {
            let scope = match role.level() {
                None => None,
                Some(domain::region::Level::Province) => Some(code("99")),
                Some(domain::region::Level::Regency) => Some(city_code()),
                Some(domain::region::Level::District) => Some(code("99.71.01")),
                Some(domain::region::Level::Village) => Some(code("99.71.01.1001")),
            };
            self.hire(role, scope, role.id()).await;
        }
        for village in ["99.71.01.1002", "99.71.01.1003", "99.71.02.1001", "99.71.02.1002", "99.71.02.1003"] {
            self.hire(Role::Lurah, Some(code(village)), village).await;
        }
        self.hire(Role::BnnkP2m, Some(city_code()), "colleague").await;
        let due = jiff::civil::date(2026, 11, 30);
        self.app.open_round(&self.officer(), city_code(), FIRST_INSTRUMENT, YEAR, due).await.unwrap();
    }

    async fn hire(&mut self, role: Role, scope: Option<RegionCode>, name: &str) {
        let new = app::accounts::NewAccount {
            role,
            scope,
            login: format!("u-{}", name.replace('_', "-")),
            name: format!("Orang {name}"),
        };
        let id = self.app.create_account(&Actor::Console("test"), new).await.unwrap();
        self.actors.insert(name.to_owned(), Actor::Account { id, role, scope });
    }

    /// Where its files lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Someone of this role: of the city, of the first district, or of the first village.
    #[must_use]
    pub fn someone(&self, role: Role) -> Actor {
        self.actors[role.id()].clone()
    }

    /// The BNNK P2M officer.
    #[must_use]
    pub fn officer(&self) -> Actor {
        self.someone(Role::BnnkP2m)
    }

    /// Another BNNK P2M officer.
    #[must_use]
    pub fn colleague(&self) -> Actor {
        self.actors["colleague"].clone()
    }

    /// The police.
    #[must_use]
    pub fn police(&self) -> Actor {
        self.someone(Role::Polres)
    }

    /// The lurah of a village.
    #[must_use]
    pub fn lurah(&self, village: &str) -> Actor {
        self.actors.get(village).cloned().unwrap_or_else(|| self.someone(Role::Lurah))
    }

    /// The account's sign-in name.
    #[must_use]
    pub fn login(&self, role: Role) -> String {
        format!("u-{}", role.id().replace('_', "-"))
    }

    /// Names this year's round.
    #[must_use]
    pub fn key(&self) -> Key {
        round_key(city_code(), FIRST_INSTRUMENT, YEAR)
    }

    /// A draft for one village: `&[("P1", "3")]`.
    #[must_use]
    pub fn draft(&self, sheet: &str, village: &str, step: Step, answers: &[(&str, &str)]) -> Draft {
        let typed =
            |(item, value): &(&str, &str)| Typed { item: (*item).into(), value: (*value).into(), ..Typed::default() };
        let answers = answers.iter().map(typed).collect();
        let village = VillageDraft { village: code(village), revision: None, nil: false, answers };
        Draft { key: self.key(), sheet: sheet.into(), step, via: "test", villages: vec![village] }
    }

    /// Police and lurah send both sheets of a village with so many indicators present.
    pub async fn report(&self, village: &str, core: usize, supporting: usize) {
        let police = ["P1", "P2", "P3", "P4", "P6", "P7", "P8"];
        let own = ["D1", "D2", "D3", "D4", "D5"];
        let said = |items: &[&'static str], present: usize| -> Vec<(&'static str, &'static str)> {
            items.iter().enumerate().map(|(at, item)| (*item, if at < present { "ada" } else { "tidak" })).collect()
        };
        let draft = self.draft("police", village, Step::Submit, &said(&police, core));
        self.app.submit(&self.police(), draft).await.unwrap();
        let mut answers = said(&own, supporting);
        answers.push(("P5", if core > police.len() { "ada" } else { "tidak" }));
        let draft = self.draft("village", village, Step::Submit, &answers);
        self.app.submit(&self.lurah(village), draft).await.unwrap();
    }
}
