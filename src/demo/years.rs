//! Five years of mapping, lived through the program: rounds opened, sheets sent, reviewed, decided, locked.

use super::{
    NOW, SetClock,
    people::People,
    photo,
    plan::{self, BUKIT_PINANG, PASAR_KENANGA, PULAU_KERAPU, Stand},
    programme::Events,
    values,
};
use app::{
    Actor, App, FIRST_INSTRUMENT, Refusal,
    evidence::About,
    round_key,
    rules::VersionOf,
    sheets::{Draft, Typed, VillageDraft, review::SheetOf},
};
use domain::{region::RegionCode, sheet::Step};
use instrument::{Instrument, Scope};
use rand_chacha::ChaCha8Rng;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// 10 January of a year, 09.00 WIB.
pub fn opening(year: i64) -> i64 {
    let date = jiff::civil::date(year as i16, 1, 10).at(2, 0, 0, 0);
    date.to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |at| at.timestamp().as_millisecond())
}

/// Opens the round of a year, due at the end of November.
pub async fn open(app: &App, officer: &Actor, city: RegionCode, year: i64) -> Result<(), Refusal> {
    app.open_round(officer, city, FIRST_INSTRUMENT, year, jiff::civil::date(year as i16, 11, 30)).await
}

/// Lives through 2022 to 2026.
pub async fn live(
    app: &App,
    set: SetClock<'_>,
    city: RegionCode,
    people: &People,
    random: &mut ChaCha8Rng,
) -> Result<(), Refusal> {
    let mut beside = Events::of(app, city);
    for year in 2022..=2026 {
        map_city(app, set, (city, &mut beside), people, year, random).await?;
    }
    beside.until(app, set, people, NOW).await
}

/// One year with values, for a real regency under neutral names; the round is open already.
pub async fn sample(
    app: &App,
    set: SetClock<'_>,
    regency: RegionCode,
    people: &People,
    random: &mut ChaCha8Rng,
) -> Result<(), Refusal> {
    fill(app, set, (regency, None), people, 2026, random).await
}

async fn map_city(
    app: &App,
    set: SetClock<'_>,
    (city, beside): (RegionCode, &mut Events),
    people: &People,
    year: i64,
    random: &mut ChaCha8Rng,
) -> Result<(), Refusal> {
    beside.until(app, set, people, opening(year)).await?;
    set(opening(year));
    open(app, &people.officer, city, year).await?;
    fill(app, set, (city, Some(&mut *beside)), people, year, random).await?;
    if year < 2026 {
        beside.until(app, set, people, opening(year) + 340 * DAY).await?;
        set(opening(year) + 340 * DAY);
        app.lock_round(&people.officer, city, FIRST_INSTRUMENT, year).await?;
        if year == 2025 {
            beside.until(app, set, people, opening(year) + 350 * DAY).await?;
            set(opening(year) + 350 * DAY);
            app.publish_totals(&people.officer, city, year, &[], None).await?;
        }
        return Ok(());
    }
    let kenanga = PASAR_KENANGA.parse().map_err(|_| Refusal::NotFound("village"))?;
    let reason = "Dua penangkapan di pelabuhan pada Oktober belum masuk hitungan; warga melapor rumah kosong dipakai pada malam hari.";
    beside.until(app, set, people, opening(year) + 290 * DAY).await?;
    set(opening(year) + 290 * DAY);
    prove(app, city, people, year).await?;
    beside.until(app, set, people, opening(year) + 300 * DAY).await?;
    set(opening(year) + 300 * DAY);
    app.decide(&people.officer, kenanga, (FIRST_INSTRUMENT, year), "waspada", reason).await?;
    beside.until(app, set, people, opening(year) + 310 * DAY).await?;
    set(opening(year) + 310 * DAY);
    propose(app, &people.officer, city).await
}

/// The lurah of Bukit Pinang adds a picture to the sheet.
async fn prove(app: &App, city: RegionCode, people: &People, year: i64) -> Result<(), Refusal> {
    let pinang = BUKIT_PINANG.parse().map_err(|_| Refusal::NotFound("village"))?;
    let lurah = people.lurah.get(&pinang).ok_or(Refusal::NotFound("account"))?;
    let about = About { key: round_key(city, FIRST_INSTRUMENT, year), sheet: "village".into(), place: pinang };
    let picture = photo::guard_post().map_err(|_| Refusal::NotFound("file"))?;
    let note = "Pos ronda RW 02, dijaga setiap malam (gambar contoh)";
    app.add_evidence(lurah, &about, "pos-ronda-rw-02.jpg", picture, note).await.map(drop)
}

/// A rule that waits for a second person: *bahaya* from six core indicators on.
async fn propose(app: &App, officer: &Actor, city: RegionCode) -> Result<(), Refusal> {
    let rule = app.built_in_rule(FIRST_INSTRUMENT).ok_or(Refusal::NotFound("rule"))?;
    let of = VersionOf { office: Some(city), id: FIRST_INSTRUMENT.to_owned(), version: "2026.2".to_owned() };
    app.copy_rule(officer, of.clone(), rule.version()).await?;
    let stricter = [("parts.class.rows.0.when.core_present.min".to_owned(), "6".to_owned())];
    app.revise_rule(officer, &of, 1, &stricter).await?;
    app.propose_rule(officer, &of, 2).await
}

async fn fill(
    app: &App,
    set: SetClock<'_>,
    (city, mut beside): (RegionCode, Option<&mut Events>),
    people: &People,
    year: i64,
    random: &mut ChaCha8Rng,
) -> Result<(), Refusal> {
    let rule = app.built_in_rule(FIRST_INSTRUMENT).ok_or(Refusal::NotFound("rule"))?;
    let villages: Vec<RegionCode> = app.places().villages_in(city).map(|village| village.code).collect();
    let plan = plan::year(year, &villages, random);
    let key = round_key(city, FIRST_INSTRUMENT, year);
    let all: Vec<Vec<Typed>> = villages
        .iter()
        .zip(&plan)
        .map(|(village, stand)| values::answers(&rule, &village.to_string(), *stand, random))
        .collect();
    for (sheet, definition) in rule.sheets().iter().enumerate() {
        let own = |at: usize| {
            // The island's lurah has nothing to report and says so in one tap.
            let nil = definition.scope == Scope::Village && villages[at].to_string() == PULAU_KERAPU;
            let answers = of_sheet(&rule, sheet, &all[at]);
            VillageDraft { village: villages[at], revision: None, nil, answers: if nil { vec![] } else { answers } }
        };
        let draft =
            |villages, step| Draft { key: key.clone(), sheet: definition.id.clone(), step, via: "demo", villages };
        if definition.scope == Scope::City {
            let at = opening(year) + 60 * DAY;
            if let Some(beside) = &mut beside {
                beside.until(app, set, people, at).await?;
            }
            set(at);
            app.submit(&people.police, draft((0..villages.len()).map(own).collect(), Step::Submit)).await?;
            continue;
        }
        for (at, village) in villages.iter().enumerate() {
            let moment = opening(year) + 70 * DAY + at as i64 * 3 * DAY + at as i64 * 431_000;
            if let Some(beside) = &mut beside {
                beside.until(app, set, people, moment).await?;
            }
            set(moment);
            let lurah = people.lurah.get(village).unwrap_or(&people.officer);
            let silent = plan[at] == Stand::Silent;
            // Half of the silent ones have begun.
            if !silent || at % 2 == 0 {
                let step = if silent { Step::Save } else { Step::Submit };
                app.submit(lurah, draft(vec![own(at)], step)).await?;
            }
        }
    }
    if let Some(beside) = beside {
        beside.until(app, set, people, opening(year) + 275 * DAY).await?;
    }
    review(app, set, &key, &rule, people, (&villages, &plan), year).await
}

/// The officer accepts; in the present year a few still wait.
async fn review(
    app: &App,
    set: SetClock<'_>,
    key: &store::queries::rounds::Key,
    rule: &Instrument,
    people: &People,
    (villages, plan): (&[RegionCode], &[Stand]),
    year: i64,
) -> Result<(), Refusal> {
    for (at, village) in villages.iter().enumerate() {
        set(opening(year) + 275 * DAY + at as i64 * 600_000);
        for sheet in rule.sheets() {
            let village_sheet = sheet.scope == Scope::Village;
            let waits = year == 2026 && village_sheet && at % 9 == 4;
            // The tour changes Bukit Pinang's police sheet, which therefore still waits.
            let tour = year == 2026 && !village_sheet && village.to_string() == BUKIT_PINANG;
            if waits || tour || (village_sheet && plan[at] == Stand::Silent) {
                continue;
            }
            let of = SheetOf { key: key.clone(), village: *village, sheet: sheet.id.clone(), revision: None };
            app.verify_sheet(&people.officer, of).await?;
        }
    }
    Ok(())
}

fn of_sheet(rule: &Instrument, sheet: usize, answers: &[Typed]) -> Vec<Typed> {
    rule.items_of_sheet(sheet).map(|(at, _)| answers[at].clone()).collect()
}
