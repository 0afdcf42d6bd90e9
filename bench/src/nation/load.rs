//! The country with answers of every village to every item for five years.

use super::YEARS;
use app::{
    Actor, App, Clock, FIRST_INSTRUMENT, Opening, Random, round_key,
    sheets::{Draft, Typed, VillageDraft},
};
use domain::{region::RegionCode, sheet::Step};
use instrument::Instrument;
use std::{
    error::Error,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Instant, SystemTime, UNIX_EPOCH},
};
use store::{Location, files::Files};

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

/// Opens the installation.
pub async fn open(location: &Location, folder: &Path) -> Result<App, Box<dyn Error>> {
    let opening = Opening {
        stores: store::open(location).await?,
        files: Files::new(&folder.join("files")),
        clock: Arc::new(Now),
        random: Arc::new(Counted(AtomicU64::new(Now.now().unsigned_abs()))),
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

/// Opens a round in every regency and year, and sends all answers.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]
pub async fn load(app: &App) -> Result<(), Box<dyn Error>> {
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
