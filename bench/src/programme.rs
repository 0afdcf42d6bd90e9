//! `programme`: a regency of 400 villages with ten years of the programme (100,000 activities): how long the page of
//! the office and that of the public take with 16 clients at once, what the public page weighs, and how long a page of the list
//! of all activities takes, its first and its later ones.

use crate::{
    installation::{CONSOLE, open, p95, ticket},
    machine::{self, Figure},
    server::Server,
};
use domain::{region::RegionCode, role::Role};
use std::{error::Error, path::Path};
use store::{
    Location, Record,
    nouns::{Activity, Membership, Milestone},
};

/// Milliseconds of the city's pages and of a list's page at the 95th percentile; kilobytes of the public page.
const TARGET: (f64, f64, f64) = (20.0, 50.0, 100.0);
const YEARS: std::ops::RangeInclusive<i16> = 2017..=2026;
const ACTIVITIES: usize = 100_000;
/// Kabupaten Klaten: 401 villages, as many as the figures speak of.
const REGENCY: &str = "33.10";

fn milestone(village: RegionCode, kind: &str, year: i16, at: usize) -> Milestone {
    Milestone {
        regency: REGENCY.to_owned(),
        village: village.to_string(),
        id: format!("{kind}-{year}"),
        kind: kind.to_owned(),
        happened_on: format!("{year}-{:02}-{:02}", 1 + at % 10, 1 + at % 28),
        ended_on: String::new(),
        number: format!("{at}/SK"),
        issuer: String::new(),
        decree: String::new(),
        quantity: Some(7),
        note: String::new(),
        reason: String::new(),
        recovery: String::new(),
        recorded_at: 0,
        revision: 1,
        changed_by: "bench".to_owned(),
        changed_at: 0,
    }
}

fn membership(village: RegionCode, year: i16) -> Membership {
    Membership {
        regency: REGENCY.to_owned(),
        village: village.to_string(),
        programme: "bersinar".to_owned(),
        environment: String::new(),
        since: year.to_string(),
        until: String::new(),
        work_unit: String::new(),
        funding: if village.number().is_multiple_of(4) { "dipa" } else { "non_dipa" }.to_owned(),
        link: String::new(),
        note: String::new(),
        revision: 1,
        changed_by: "bench".to_owned(),
        changed_at: 0,
    }
}

fn activity(village: RegionCode, at: usize) -> Activity {
    let years = usize::from(YEARS.end().abs_diff(*YEARS.start())) + 1;
    let kinds = ["sosialisasi", "ketahanan_keluarga", "teman_sebaya", "tes_urine", "life_skill"];
    let day = format!("{}-{:02}-{:02}", *YEARS.start() + (at % years) as i16, 1 + at / 7 % 10, 1 + at % 28);
    Activity {
        regency: REGENCY.to_owned(),
        place: village.to_string(),
        id: format!("{at:07}"),
        kind: kinds[at % kinds.len()].to_owned(),
        title: format!("Pertemuan {at}"),
        starts_on: day.clone(),
        ends_on: day,
        intervention: String::new(),
        environment: "community".to_owned(),
        venue: "Balai desa".to_owned(),
        indoors: 1,
        men: Some(12),
        women: Some(20),
        people: None,
        times: None,
        days: None,
        tested: None,
        positive: None,
        units: None,
        source: "apbd".to_owned(),
        planned: None,
        spent: None,
        organiser: "Pemerintah desa".to_owned(),
        partners: "[]".to_owned(),
        result: "Warga meminta jadwal konseling.".to_owned(),
        obstacle: String::new(),
        follow_up: String::new(),
        added_by: "bench".to_owned(),
        added_at: 0,
        revision: 1,
        changed_by: "bench".to_owned(),
        changed_at: 0,
    }
}

/// Ten years of a regency: every village is launched in one of them, and all of them hold activities.
async fn fill(location: &Location, villages: &[RegionCode]) -> Result<(), Box<dyn Error>> {
    let stores = store::open(location).await?;
    let year = |at: usize| *YEARS.start() + (at % 10) as i16;
    let kinds = ["designated", "task_group", "launched", "post", "volunteers", "penggiat"];
    let milestones: Vec<Milestone> = villages
        .iter()
        .enumerate()
        .flat_map(|(at, village)| kinds.map(|kind| milestone(*village, kind, year(at), at)))
        .collect();
    let memberships: Vec<Membership> =
        villages.iter().enumerate().map(|(at, village)| membership(*village, year(at))).collect();
    let activities: Vec<Activity> = (0..ACTIVITIES).map(|at| activity(villages[at % villages.len()], at)).collect();
    let said = || Record { at: 0, actor: "bench".to_owned(), action: "activity.log", body: Default::default() };
    stores
        .main
        .write(REGENCY, move |tx| {
            let (milestones, memberships) = (milestones.clone(), memberships.clone());
            Box::pin(async move {
                tx.put_all(&milestones).await?;
                tx.put_all(&memberships).await?;
                tx.record(said());
                Ok::<_, store::StoreError>(())
            })
        })
        .await?;
    for chunk in activities.chunks(5_000) {
        let chunk = chunk.to_vec();
        stores
            .main
            .write(REGENCY, move |tx| {
                let chunk = chunk.clone();
                Box::pin(async move {
                    tx.put_all(&chunk).await?;
                    tx.record(said());
                    Ok::<_, store::StoreError>(())
                })
            })
            .await?;
    }
    stores.close().await?;
    Ok(())
}

/// The address of the page after this one.
fn next(page: &str) -> Option<String> {
    let link = page.split("href=\"").find(|rest| rest.contains("lanjut="))?;
    Some(link.split('"').next()?.replace("&amp;", "&").replace("&#38;", "&"))
}

fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let report = |what: &str, measured: f64, target: f64, unit: &'static str| {
        machine::report(&format!("programme-{what}"), &[Figure { measured, target, unit }]);
    };
    let (location, regency) = (Location::Folder(folder.join("data")), REGENCY.parse::<RegionCode>()?);
    let runtime = tokio::runtime::Runtime::new()?;
    let cookie = runtime.block_on(async {
        let villages: Vec<RegionCode> = {
            let app = open(&location, folder).await?;
            app.install(&CONSOLE, regency, false).await?;
            let villages = app.places().villages_in(regency).map(|region| region.code).collect();
            app.close().await?;
            villages
        };
        eprintln!("programme: {} villages, {ACTIVITIES} activities", villages.len());
        fill(&location, &villages).await?;
        let app = open(&location, folder).await?;
        let cookie = ticket(&app, Role::Kesbangpol, Some(regency)).await?.0;
        app.close().await?;
        Ok::<_, Box<dyn Error>>(cookie)
    })?;
    drop(runtime);
    let data = folder.join("data").display().to_string();
    let server = Server::start(&["serve".to_owned(), "--data".to_owned(), data])?;
    let years = |page: &str| YEARS.map(|year| format!("{page}?tahun={year}")).collect::<Vec<_>>();
    report("office", p95(&server.address, &cookie, &years(&format!("/bersinar/{REGENCY}")))?, TARGET.0, "ms");
    report("public", p95(&server.address, "", &years(&format!("/kota/{REGENCY}")))?, TARGET.0, "ms");
    let weight = server.get(&format!("/kota/{REGENCY}"), "")?.len();
    let packed = server.get(&format!("/kota/{REGENCY}"), "Accept-Encoding: gzip\r\n")?.len();
    report("public-weight", weight as f64 / 1000.0, TARGET.2, "kB");
    eprintln!("programme: over the wire {:.1} kB", packed as f64 / 1000.0);
    // The first page and so many later ones, each by the link of the one before.
    let mut pages = vec![format!("/kegiatan/{REGENCY}?tahun=")];
    while pages.len() < 40 {
        let head = format!("Cookie: sesi={cookie}\r\n");
        let page = String::from_utf8_lossy(&server.get(&pages[pages.len() - 1], &head)?).into_owned();
        pages.push(next(&page).ok_or("no further page")?);
    }
    report("list", p95(&server.address, &cookie, &pages)?, TARGET.1, "ms");
    let deep: Vec<String> =
        YEARS.map(|year| format!("/kegiatan/{REGENCY}?tahun=&lanjut={year}-01-01,0000000")).collect();
    report("list-deep", p95(&server.address, &cookie, &deep)?, TARGET.1, "ms");
    Ok(())
}

/// Runs the benchmark and prints its lines.
pub fn run() {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return eprintln!("programme: {error}"),
    };
    if let Err(error) = measure(folder.path()) {
        eprintln!("programme: {error}");
    }
}
