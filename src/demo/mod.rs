//! The demonstration city Kota Teluk Harapan (invented), built only through `app`, as its people would have done it.
//!
//! The same seed gives the same city to the last digit. The story it tells is in `docs/demo.md`; [`places`] names and
//! draws the city, [`people`] makes its accounts, [`years`] lives through five years of mapping, [`programme`] of what the villages
//! did, [`agencies`] of what the agencies did, [`desk`] opens the safe door's desks, and
//! [`tips`] is what came through that door.

mod agencies;
mod choices;
mod desk;
mod directory;
mod held;
mod map;
mod papers;
mod people;
mod photo;
mod places;
mod plan;
mod plans;
mod programme;
mod reports;
mod signals;
mod team;
mod tips;
mod values;
mod visits;
mod years;

use app::{Actor, App, Refusal};
use domain::region::RegionCode;
use jiff::civil::date;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng as _};

/// 22 November 2026, 08.00 WIB, in milliseconds since 1970: where the demonstration's clock stands.
pub const NOW: i64 = 1_795_309_200_000;

/// Sets the clock of the city while its past is being lived.
pub type SetClock<'a> = &'a (dyn Fn(i64) + Sync);

/// Builds the invented city in an empty installation.
///
/// # Errors
/// What the store says; the installation is then unusable and should be thrown away.
pub async fn build(app: &App, set: SetClock<'_>) -> Result<RegionCode, Refusal> {
    let console = Actor::Console("demo");
    let mut random = ChaCha8Rng::seed_from_u64(9971);
    set(years::opening(2022));
    let city = places::found(app, &console, &mut random).await?;
    let people = people::hire(app, &console, city).await?;
    years::live(app, set, city, &people, &mut random).await?;
    signals::observe(app, set, &people, city).await?;
    set(programme::noon(date(2026, 10, 5)));
    let [plan, elsewhere] = desk::Plan::of(&people, city);
    let (desk, secret) = desk::open(app, &plan, &mut random).await?;
    desk::open(app, &elsewhere, &mut random).await?;
    tips::tell(app, set, &people, &desk, &secret).await?;
    set(NOW);
    app.checkpoints().await?;
    Ok(city)
}

/// Opens any real regency as a demonstration: its own list, and values under neutral names only when wished.
///
/// # Errors
/// When there is no such regency, and what the store says.
pub async fn build_real(app: &App, set: SetClock<'_>, regency: RegionCode, sample: bool) -> Result<(), Refusal> {
    let console = Actor::Console("demo");
    set(NOW);
    if sample {
        places::rename_neutrally(app, &console, regency).await?;
    }
    app.install(&console, regency, true).await?;
    let people = people::hire(app, &console, regency).await?;
    years::open(app, &people.officer, regency, 2026).await?;
    if sample {
        let mut random = ChaCha8Rng::seed_from_u64(regency.number());
        years::sample(app, set, regency, &people, &mut random).await?;
        set(NOW);
    }
    Ok(())
}
