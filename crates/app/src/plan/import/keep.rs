//! Keeps the rows of a file that a person has ticked: all of them or none, as one entry of the ledger.

use super::{Given, Mapping};
use crate::{
    Actor, App, Refusal,
    plan::{
        planned::{planned, said_already},
        rows::MOST_ROWS,
    },
};
use domain::region::RegionCode;
use serde_json::json;
use store::{Record, Revised as _, nouns::PlanRow, queries};

impl App {
    /// Keeps the ticked rows, by their numbers in the file, and remembers the mapping; gives how many. `seen` is
    /// [`super::Review::seen`] of what the person looked at.
    ///
    /// # Errors
    /// When nothing is ticked, what is kept would not be what was looked at, or the plan would have too many rows.
    pub async fn keep_plan_file(
        &self,
        actor: &Actor,
        regency: RegionCode,
        (agency, year): (&str, i16),
        (given, mapping): (&Given, Mapping),
        (ticked, seen): (&[u32], &str),
    ) -> Result<usize, Refusal> {
        let review = self.review_plan_file(actor, regency, (agency, year), given, Some(mapping)).await?;
        if review.seen() != seen {
            return Err(Refusal::Invalid("import-look-again"));
        }
        let (rules, programme) = (self.plan_rules(), self.programme_rules());
        let mut rows: Vec<PlanRow> = vec![];
        let taken = review.rows.iter().filter_map(super::Read::row);
        for read in taken.filter(|row| row.faults.is_empty() && ticked.contains(&row.line)) {
            let mut row = planned(&rules, &programme, (&review.list, year), read.draft.clone())?;
            (row.regency, row.agency) = (regency.to_string(), agency.to_owned());
            rows.push(row);
        }
        if rows.is_empty() {
            return Err(Refusal::Invalid("import-nothing-accepted"));
        }
        // Rows of a plan stand in the order of their ids: that of the file.
        let mut ids: Vec<String> = rows.iter().map(|_| self.new_id()).collect();
        ids.sort();
        for (row, id) in rows.iter_mut().zip(ids) {
            row.id = id;
        }
        let (at, by, n) = (self.now(), actor.name().to_owned(), rows.len());
        let body = json!({ "agency": agency, "year": year, "file": given.digest, "rows": n });
        let mapping = Self::remembered(regency, agency, &review);
        let there = review.there;
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (rows, by, body) = (rows.clone(), by.clone(), body.clone());
                let (mapping, rules) = (mapping.clone(), rules.clone());
                Box::pin(async move {
                    // Two who press at once take it over once.
                    let now = queries::plan::rows(tx.read(), &rows[0].regency, rows[0].year, &rows[0].agency).await?;
                    if now.len() != there {
                        return Err(Refusal::Invalid("import-look-again"));
                    }
                    if there + n > MOST_ROWS {
                        return Err(Refusal::Invalid("plan-too-many"));
                    }
                    for row in &rows {
                        said_already(tx, rules.actions_of(year), None, row).await?;
                    }
                    let rows: Vec<PlanRow> = rows.into_iter().map(|row| row.revised(1, &by, at)).collect();
                    tx.put_all(&rows).await?;
                    tx.put(&mapping).await?;
                    tx.record(Record { at, actor: by, action: "plan.import", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(n)
    }
}
