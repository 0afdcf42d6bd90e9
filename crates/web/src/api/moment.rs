//! Which state is asked for: `?year=2026&on=2026-06-30&known=2026-07-01`, the same two axes of time as on the pages.

use super::{problem::Fault, take};
use app::Moment;
use serde::Deserialize;
use utoipa::IntoParams;

/// A place and a state.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct When {
    /// The round of this year; without it the round that is running.
    #[param(example = 2026, minimum = 2000, maximum = 2100)]
    pub year: Option<i64>,
    /// As it was on this date (ISO 8601). Not together with `year`.
    #[param(example = "2026-06-30", format = Date)]
    pub on: Option<String>,
    /// As it was known at the end of this date (ISO 8601), whatever was corrected afterwards.
    #[param(example = "2026-07-01", format = Date)]
    pub known: Option<String>,
}

/// The moment that is meant.
pub fn moment(year: Option<i64>, on: Option<&str>, known: Option<&str>) -> Result<Moment, Fault> {
    if year.is_some() && on.is_some() {
        return Err(Fault::parameter("on"));
    }
    let on = on.map(|text| take::date("on", text)).transpose()?;
    let known = known.map(|text| take::date("known", text)).transpose()?;
    Ok(Moment { year, on, known })
}

impl When {
    /// The moment that is meant.
    pub fn moment(&self) -> Result<Moment, Fault> {
        moment(self.year, self.on.as_deref(), self.known.as_deref())
    }
}
