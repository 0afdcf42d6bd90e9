//! Field observations of the story: they rise in three adjoining kelurahan in weeks 36 to 39 of 2026; elsewhere noise.

use super::{SetClock, people::People, programme::noon};
use app::{App, Refusal, programme::observations::week};
use domain::region::RegionCode;
use jiff::{
    Span,
    civil::{Date, date},
};

/// Three that lie beside each other.
const RISING: [&str; 3] = ["99.71.06.1001", "99.71.06.1002", "99.71.06.1003"];
const KINDS: [&str; 4] = ["gathering", "short_visits", "empty_place", "entry_point"];
/// The weeks that are told of: the first day, and whether it is in the rise.
const FIRST: Date = date(2026, 7, 6);

/// How many observations a village has in the n-th week.
fn how_many(village: &str, n: i64) -> i64 {
    // Weeks 36 to 39 are the ninth to the twelfth from week 28 on.
    let rise = (8..12).contains(&n) && RISING.contains(&village);
    let noise = (village.bytes().map(i64::from).sum::<i64>() * 7 + n * 13) % 17;
    if rise { 3 + n % 2 } else { i64::from(noise == 0) }
}

/// Enters what was seen, week by week.
pub async fn observe(app: &App, set: SetClock<'_>, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let villages: Vec<RegionCode> = app.places().villages_in(city).map(|village| village.code).collect();
    for n in 0..20 {
        let day = FIRST.checked_add(Span::new().weeks(n)).unwrap_or(FIRST);
        set(noon(day));
        for village in &villages {
            let Some(lurah) = people.lurah.get(village) else { continue };
            for at in 0..how_many(&village.to_string(), n) {
                let kind = KINDS[(at + n) as usize % KINDS.len()];
                app.log_observation(lurah, *village, kind, &week(day)).await?;
            }
        }
    }
    Ok(())
}
