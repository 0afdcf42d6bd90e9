//! A plan taken over from the year before, in one step.

use super::{planned::targets, rows::MOST_ROWS};
use crate::{Actor, App, Refusal};
use domain::region::RegionCode;
use jiff::{Span, civil::Date};
use serde_json::json;
use store::{Record, Revised as _, nouns::PlanRow, queries};

impl App {
    /// Copies the rows of the year before that are not there yet, with dates a year later; gives how many.
    ///
    /// # Errors
    /// When there is nothing to copy.
    pub async fn copy_plan(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        year: i16,
    ) -> Result<usize, Refusal> {
        let view = self.allow_plan(actor, regency, agency).await?;
        self.plannable(&view, regency, year)?;
        let code = regency.to_string();
        let there = queries::plan::rows(self.stores.main.read(), &code, year.into(), agency).await?;
        let copies = self.copyable(regency, agency, year, &there).await?;
        if copies.is_empty() {
            return Err(Refusal::Invalid("plan-nothing-to-copy"));
        }
        if there.len() + copies.len() > MOST_ROWS {
            return Err(Refusal::Invalid("plan-too-many"));
        }
        let (n, at, by) = (copies.len(), self.now(), actor.name().to_owned());
        let copies: Vec<PlanRow> = copies
            .into_iter()
            .map(|row| PlanRow { id: self.new_id(), copied: row.id.clone(), year: year.into(), ..later(row) })
            .map(|row| row.revised(1, &by, at))
            .collect();
        let body = json!({ "agency": agency, "year": year, "rows": n });
        self.stores
            .main
            .write(&code, move |tx| {
                let (copies, by, body) = (copies.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    // Two who press at once copy once.
                    let now = queries::plan::rows(tx.read(), &copies[0].regency, copies[0].year, &copies[0].agency);
                    let now = now.await?;
                    if now.iter().any(|row| copies.iter().any(|copy| copy.copied == row.copied)) {
                        return Err(Refusal::Invalid("plan-nothing-to-copy"));
                    }
                    tx.put_all(&copies).await?;
                    tx.record(Record { at, actor: by, action: "plan.copy", body });
                    Ok(())
                })
            })
            .await?;
        Ok(n)
    }

    /// Rows of the year before of which this year has neither a copy nor the same activity.
    pub(super) async fn copyable(
        &self,
        regency: RegionCode,
        agency: &str,
        year: i16,
        there: &[PlanRow],
    ) -> Result<Vec<PlanRow>, Refusal> {
        let (conn, code, last) = (self.stores.main.read(), regency.to_string(), i64::from(year) - 1);
        let given_up = queries::plan::withdrawals(conn, &code, last, Some(agency)).await?;
        let mut last = queries::plan::rows(conn, &code, last, agency).await?;
        // What was given up is not begun again by itself; what nobody had planned is no plan.
        last.retain(|row| !targets(row).is_empty() && !given_up.iter().any(|one| one.id == row.id));
        let list = self.plan_list(regency, year).await?;
        let same = |row: &PlanRow| {
            there.iter().any(|one| one.copied == row.id || (one.action == row.action && one.activity == row.activity))
        };
        Ok(last.into_iter().filter(|row| !same(row) && list.action(&row.action).is_some()).collect())
    }
}

/// A row with its dates a year later.
fn later(row: PlanRow) -> PlanRow {
    let shift = |day: &str| {
        let later = day.parse::<Date>().ok().and_then(|day| day.checked_add(Span::new().years(1)).ok());
        later.map(|day| day.to_string()).unwrap_or_default()
    };
    PlanRow { starts_on: shift(&row.starts_on), ends_on: shift(&row.ends_on), ..row }
}
