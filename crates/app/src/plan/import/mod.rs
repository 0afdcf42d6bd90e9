//! A plan that an agency made for itself, in whatever workbook: read, looked at by a person who says what its columns and its
//! words for actions mean, and kept row by row. What was said is remembered for the agency's next file.
//!
//! The file is not kept. What was read waits in the person's browser (ADR 0017) and is read anew with each choice; nothing of
//! it is lost: what becomes no row is shown with the reason.

mod headings;
mod keep;
mod reading;

pub use headings::Mapping;
pub use reading::{Note, Read, ReadRow};

use super::{planned::TARGETS, reports::handed_in};
use crate::{Actor, App, Refusal, imports::desk::apart, refusal::Fault};
use documents::incoming::{Grid, grids};
use domain::{plan::ActionList, region::RegionCode};
use seal::Digest;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{nouns::PlanMapping, queries};

/// The most characters of a file that wait in the browser; worksheets beyond that are named and not read.
pub const MOST_CARRIED: usize = 300_000;

/// A file as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// Its name.
    pub file: String,
    /// Its digest.
    pub digest: String,
    /// Its worksheets, in their order.
    pub sheets: Vec<Sheet>,
    /// Names of worksheets that were not read, because all together are too large.
    pub left_out: Vec<String>,
}

/// A worksheet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name; empty for a text file.
    pub name: String,
    /// Its rows: number in the file from 1, and what stands in each column.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// What a file becomes under a mapping.
#[derive(Debug, Clone)]
pub struct Review {
    /// The mapping, with all that was left open filled in.
    pub mapping: Mapping,
    /// For each column: its heading, and a value from the first row that has one.
    pub columns: Vec<(String, String)>,
    /// Every row of the worksheet below the headings.
    pub rows: Vec<Read>,
    /// How many rows the plan has already.
    pub there: usize,
    /// The actions by which the agency plans.
    pub list: ActionList,
}

impl Review {
    /// Names what is seen here: who keeps it has looked at this.
    #[must_use]
    pub fn seen(&self) -> String {
        let said: Vec<String> = self.rows.iter().map(|row| format!("{row:?}")).collect();
        let said: Vec<&[u8]> = said.iter().map(String::as_bytes).collect();
        Digest::of_fields("bersinar/plan-import", &said).to_string()[..32].to_owned()
    }
}

/// What a JSON object of a mapping says.
fn known(json: &str) -> BTreeMap<String, String> {
    serde_json::from_str(json).unwrap_or_default()
}

impl App {
    /// Reads a file; nothing is kept.
    ///
    /// # Errors
    /// [`Refusal::File`] when it is no spreadsheet; the actor may not keep the plan.
    pub async fn read_plan_file(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        (name, bytes): (&str, Vec<u8>),
    ) -> Result<Given, Refusal> {
        self.allow_plan(actor, regency, agency).await?;
        let (file, digest) = (crate::plain(name).chars().take(200).collect(), Digest::of(&bytes).to_string());
        let name = name.to_owned();
        let read = apart(move || grids(&bytes, &name).map_err(|fault| Refusal::File(fault.message()))).await?;
        let mut given = Given { file, digest, ..Given::default() };
        let mut left = MOST_CARRIED;
        for grid in read {
            let Grid { name, rows, too_long } = grid;
            let size: usize = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.len() + 3).sum();
            if too_long || size > left {
                given.left_out.push(name);
                continue;
            }
            left -= size;
            given.sheets.push(Sheet { name, rows: rows.into_iter().map(|row| (row.line, row.cells)).collect() });
        }
        if given.sheets.is_empty() { Err(Refusal::Invalid("plan-import-too-large")) } else { Ok(given) }
    }

    /// What a file becomes: under what the person has said so far, and where nothing was said under what was said of the
    /// agency's last file, or what its headings seem to mean.
    ///
    /// # Errors
    /// When the actor may not keep the plan, or the agency cannot plan for that year.
    pub async fn review_plan_file(
        &self,
        actor: &Actor,
        regency: RegionCode,
        (agency, year): (&str, i16),
        given: &Given,
        mapping: Option<Mapping>,
    ) -> Result<Review, Refusal> {
        let view = self.allow_plan(actor, regency, agency).await?;
        self.plannable(&view, regency, year)?;
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let remembered = queries::plan::mapping(conn, &code, agency).await?;
        let (columns, actions) =
            remembered.map_or_else(Default::default, |one| (known(&one.columns), known(&one.actions)));
        let rules = self.plan_rules();
        let list = self.plan_list(regency, year).await?;
        let mapping = headings::complete(&rules, (&list, year), given, mapping, (&columns, &actions));
        let there = queries::plan::rows(conn, &code, year.into(), agency).await?;
        let mut handed = vec![];
        for (at, term) in list.terms.iter().enumerate() {
            let key = (i64::from(year), term.id.as_str());
            let report = queries::plan::reports(conn, &code, key, Some(agency)).await?.pop();
            if report.is_some_and(|report| handed_in(&report).state.counts()) {
                handed.push((term.id.as_str(), TARGETS[at]));
            }
        }
        let mut review = reading::read(&rules, &self.programme_rules(), (&list, year), given, mapping);
        for row in review.rows.iter_mut().filter_map(Read::row_mut) {
            for (_, field) in handed.iter().filter(|(term, _)| row.draft.targets.iter().any(|(id, _)| id == term)) {
                row.faults.push(Fault { field, key: "plan-term-handed-in", values: vec![] });
            }
            let folded = domain::plan::folded(&row.draft.activity);
            row.there =
                there.iter().any(|one| one.action == row.draft.action && domain::plan::folded(&one.activity) == folded);
        }
        review.there = there.len();
        Ok(review)
    }

    /// What is remembered of a mapping.
    fn remembered(regency: RegionCode, agency: &str, review: &Review) -> PlanMapping {
        let headings = review.columns.iter().map(|(heading, _)| domain::plan::folded(heading));
        let columns: BTreeMap<String, String> = headings.zip(review.mapping.fields.iter().cloned()).collect();
        let actions: BTreeMap<&str, &str> =
            review.mapping.actions.iter().map(|(words, action)| (words.as_str(), action.as_str())).collect();
        PlanMapping {
            regency: regency.to_string(),
            agency: agency.to_owned(),
            columns: serde_json::to_string(&columns).unwrap_or_default(),
            actions: serde_json::to_string(&actions).unwrap_or_default(),
        }
    }
}
