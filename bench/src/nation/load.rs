//! The country with answers of every village to every item for five years.

use super::YEARS;
use crate::installation::CONSOLE;
use app::{
    App, FIRST_INSTRUMENT, round_key,
    sheets::{Draft, Typed, VillageDraft},
};
use domain::{region::RegionCode, sheet::Step};
use instrument::Instrument;
use std::{error::Error, time::Instant};

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
    let places = app.places();
    let regencies: Vec<RegionCode> =
        places.provinces().flat_map(|province| places.regencies_in(province.code)).map(|region| region.code).collect();
    app.install(&CONSOLE, regencies[0], false).await?;
    let rule = app.built_in_rule(FIRST_INSTRUMENT).ok_or("no rule")?;
    let start = Instant::now();
    for (at, regency) in regencies.iter().enumerate() {
        for year in YEARS {
            app.open_round(&CONSOLE, *regency, FIRST_INSTRUMENT, year, jiff::civil::date(2026, 11, 30)).await?;
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
                app.submit(&CONSOLE, Draft { key, sheet, step: Step::Submit, via: "bench", villages }).await?;
            }
        }
        if at % 50 == 49 {
            eprintln!("nation: {} of {} regencies in {:.0} s", at + 1, regencies.len(), start.elapsed().as_secs_f64());
        }
    }
    Ok(())
}
