//! `plan-board`: 60 agencies with 40 rows each in every one of five years, all reported twice a year: how long the board of a
//! term takes with 16 clients at once, and how long right after something was written.

use crate::{
    installation::{CONSOLE, open, p95, ticket},
    machine::{self, Figure},
    server::Server,
};
use app::plan::agencies::AgencyDraft;
use domain::{region::RegionCode, role::Role};
use std::{error::Error, path::Path};
use store::{
    Location, Record,
    nouns::{PlanRow, Realisation, Report},
};

/// Milliseconds at the 95th percentile.
const TARGET: f64 = 20.0;
pub const YEARS: std::ops::RangeInclusive<i64> = 2022..=2026;
const AGENCIES: usize = 60;
const ROWS: usize = 40;
pub const REGENCY: &str = "33.10";
const ACTIONS: [(&str, &str); 6] =
    [("g1", "orang"), ("g2", "regulasi"), ("g3", "orang"), ("g4", "orang"), ("g5", "desa"), ("g6", "laporan")];

fn row(agency: &str, year: i64, at: usize) -> PlanRow {
    let (action, unit) = ACTIONS[at % ACTIONS.len()];
    PlanRow {
        regency: REGENCY.to_owned(),
        year,
        agency: agency.to_owned(),
        id: format!("{agency}-{year}-{at:02}"),
        action: action.to_owned(),
        activity: format!("Kegiatan {at} bagi pegawai dan masyarakat"),
        output: "Petugas terlatih di setiap satuan".to_owned(),
        measure: "Jumlah".to_owned(),
        unit: unit.to_owned(),
        targets: r#"{"b06":40,"b12":60}"#.to_owned(),
        starts_on: format!("{year}-01-01"),
        ends_on: format!("{year}-12-31"),
        owner: "Sekretariat".to_owned(),
        partners: "BNNK".to_owned(),
        budget: Some(2_500_000),
        source: "apbd".to_owned(),
        note: String::new(),
        copied: String::new(),
        revision: 1,
        changed_by: "bench".to_owned(),
        changed_at: 0,
    }
}

fn realisation(row: &PlanRow, term: &str, at: usize) -> Realisation {
    Realisation {
        regency: REGENCY.to_owned(),
        year: row.year,
        term: term.to_owned(),
        agency: row.agency.clone(),
        plan_row: row.id.clone(),
        value: Some(20 + (at % 30) as i64),
        spent: Some(1_000_000),
        activities: "[]".to_owned(),
        obstacle: "Anggaran terlambat.".to_owned(),
        follow_up: String::new(),
        revision: 1,
        changed_by: "bench".to_owned(),
        changed_at: 0,
    }
}

fn report(agency: &str, year: i64, term: &str) -> Report {
    Report {
        regency: REGENCY.to_owned(),
        year,
        term: term.to_owned(),
        agency: agency.to_owned(),
        state: "verified".to_owned(),
        nil: 0,
        note: String::new(),
        reason: String::new(),
        sent_on: format!("{year}-07-02"),
        sent_by: "bench".to_owned(),
        on_behalf: 0,
        checked_by: "bench".to_owned(),
        checked_at: Some(0),
        revision: 1,
        changed_by: "bench".to_owned(),
        changed_at: 0,
    }
}

/// Five years of plans and reports, put as they would have been.
async fn fill(location: &Location, agencies: &[String]) -> Result<(), Box<dyn Error>> {
    let stores = store::open(location).await?;
    for year in YEARS {
        let rows: Vec<PlanRow> =
            agencies.iter().flat_map(|agency| (0..ROWS).map(move |at| row(agency, year, at))).collect();
        let terms = ["b06", "b12"];
        let done: Vec<Realisation> = terms
            .iter()
            .flat_map(|term| rows.iter().enumerate().map(move |(at, row)| realisation(row, term, at)))
            .collect();
        let reports: Vec<Report> =
            terms.iter().flat_map(|term| agencies.iter().map(move |agency| report(agency, year, term))).collect();
        stores
            .main
            .write(REGENCY, move |tx| {
                let (rows, done, reports) = (rows.clone(), done.clone(), reports.clone());
                Box::pin(async move {
                    tx.put_all(&rows).await?;
                    tx.put_all(&done).await?;
                    tx.put_all(&reports).await?;
                    let (actor, action) = ("bench".to_owned(), "report.send");
                    tx.record(Record { at: 0, actor, action, body: Default::default() });
                    Ok::<_, store::StoreError>(())
                })
            })
            .await?;
    }
    stores.close().await?;
    Ok(())
}

/// A city with all that; gives the cookie of its secretariat.
pub fn city(folder: &Path) -> Result<String, Box<dyn Error>> {
    let (location, regency) = (Location::Folder(folder.join("data")), REGENCY.parse::<RegionCode>()?);
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let app = open(&location, folder).await?;
        app.install(&CONSOLE, regency, false).await?;
        let mut agencies = vec![];
        for at in 0..AGENCIES {
            let draft = AgencyDraft {
                kind: "opd".to_owned(),
                name: format!("Dinas {at:02}"),
                reports: true,
                since: "1/1/2020".to_owned(),
                ..AgencyDraft::default()
            };
            agencies.push(app.keep_agency(&CONSOLE, regency, draft).await?);
        }
        app.close().await?;
        fill(&location, &agencies).await?;
        let app = open(&location, folder).await?;
        let cookie = ticket(&app, Role::Kesbangpol, Some(regency)).await?.0;
        app.close().await?;
        Ok(cookie)
    })
}

fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let cookie = city(folder)?;
    let data = folder.join("data").display().to_string();
    let server = Server::start(&["serve".to_owned(), "--data".to_owned(), data])?;
    let pages: Vec<String> = YEARS
        .flat_map(|year| ["b06", "b12"].map(|term| format!("/laporan/{REGENCY}?tahun={year}&semester={term}")))
        .collect();
    let head = format!("Cookie: sesi={cookie}\r\n");
    // Each first look at a term counts it anew.
    let mut unseen = pages.iter();
    let anew = machine::median(pages.len(), || {
        if let Some(Err(error)) = unseen.next().map(|page| server.get(page, &head)) {
            eprintln!("plan-board: {error}");
        }
    });
    eprintln!("plan-board: counted anew in {:.1} ms", anew.as_secs_f64() * 1000.0);
    let measured = p95(&server.address, &cookie, &pages)?;
    machine::report("plan-board", &[Figure { measured, target: TARGET, unit: "ms" }]);
    Ok(())
}

/// Runs the benchmark and prints its line.
pub fn run() {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => return eprintln!("plan-board: {error}"),
    };
    if let Err(error) = measure(folder.path()) {
        eprintln!("plan-board: {error}");
    }
}
