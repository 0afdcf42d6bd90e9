//! A row of a plan: as it is typed, and what of it can be kept. The form and the import of an agency's own file ask the same.

use super::{Rules, reports::handed_in};
use crate::{
    Refusal,
    programme::{Fields, Which},
};
use domain::{
    plan::{ActionList, MOST_TERMS, UnitKind},
    programme::catalogue::entry,
};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use store::{MainKind, Tx, nouns::PlanRow, queries};

/// A row as it was typed.
#[derive(Debug, Clone, Default)]
pub struct RowDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// By the list's id.
    pub action: String,
    /// What is done.
    pub activity: String,
    /// What comes of it.
    pub output: String,
    /// What is counted; the action's measure where nothing is said.
    pub measure: String,
    /// In which unit.
    pub unit: String,
    /// Term and number.
    pub targets: Vec<(String, String)>,
    /// Its first day; the year's where nothing is said.
    pub starts_on: String,
    /// And its last.
    pub ends_on: String,
    /// Section or position that sees to it.
    pub owner: String,
    /// Offices that take part.
    pub partners: String,
    /// Rupiah.
    pub budget: String,
    /// Source of the money, by the catalogue's id.
    pub source: String,
    /// Anything else.
    pub note: String,
    /// Whether it was done without having been planned: it has no targets then.
    pub unplanned: bool,
}

/// The targets of a row, by term.
#[must_use]
pub fn targets(row: &PlanRow) -> BTreeMap<String, i64> {
    serde_json::from_str(&row.targets).unwrap_or_default()
}

/// A row of a plan as it is kept; whose it is, its id and what it was copied from are left empty.
///
/// # Errors
/// [`Refusal::Form`] with every field that cannot be taken.
pub(super) fn planned(
    rules: &Rules,
    programme: &crate::programme::Rules,
    (list, year): (&ActionList, i16),
    draft: RowDraft,
) -> Result<PlanRow, Refusal> {
    let mut fields = Fields::default();
    let action = list.action(&draft.action);
    if action.is_none() {
        fields.fault("action", "form-not-chosen");
    }
    let activity = fields.long_line("activity", &draft.activity);
    if activity.is_empty() {
        fields.fault("activity", "plan-activity-missing");
    }
    let output = fields.long_line("output", &draft.output);
    let measure = fields.long_line("measure", &draft.measure);
    let unit = fields.line("unit", &draft.unit);
    let unit = rules.units.kept_as(&unit).to_owned();
    let mut wanted = BTreeMap::new();
    for (at, term) in list.terms.iter().enumerate() {
        let typed = draft.targets.iter().find(|(id, _)| *id == term.id).map_or("", |(_, typed)| typed.as_str());
        let field = TARGETS[at];
        let Some(number) = fields.number(field, typed.trim_end_matches('%')) else { continue };
        if (rules.units.kind(&unit) == UnitKind::Percent || typed.trim().ends_with('%')) && number > 100 {
            fields.fault(field, "plan-above-hundred");
        }
        wanted.insert(term.id.clone(), number);
    }
    if wanted.is_empty() && !draft.unplanned {
        fields.fault(TARGETS[0], "plan-no-target");
    }
    if !wanted.is_empty() && draft.unplanned {
        fields.fault("unplanned", "plan-unplanned-with-target");
    }
    if unit.is_empty() {
        fields.fault("unit", "plan-no-unit");
    }
    let day = |fields: &mut Fields, field: &'static str, typed: &str, other: Date| match typed.trim() {
        "" => Some(other),
        typed => fields.day(field, typed),
    };
    let starts = day(&mut fields, "starts_on", &draft.starts_on, date(year, 1, 1));
    let ends = day(&mut fields, "ends_on", &draft.ends_on, date(year, 12, 31));
    for (field, day) in [("starts_on", starts), ("ends_on", ends)] {
        if day.is_some_and(|day| day.year() != year) {
            fields.fault(field, "plan-other-year");
        }
    }
    if starts.zip(ends).is_some_and(|(starts, ends)| starts > ends) {
        fields.fault("ends_on", "plan-reversed");
    }
    let owner = fields.line("owner", &draft.owner);
    let partners = fields.long_line("partners", &draft.partners);
    let budget = fields.rupiah("budget", &draft.budget);
    if !draft.source.is_empty() && entry(&programme.programmes.sources, &draft.source).is_none() {
        fields.fault("source", "form-not-chosen");
    }
    let note = fields.text("note", &draft.note);
    fields.done()?;
    let iso = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    Ok(PlanRow {
        regency: String::new(),
        year: year.into(),
        agency: String::new(),
        id: String::new(),
        action: draft.action,
        activity,
        output,
        measure,
        unit,
        targets: serde_json::to_string(&wanted).unwrap_or_default(),
        starts_on: iso(starts),
        ends_on: iso(ends),
        owner,
        partners,
        budget,
        source: draft.source,
        note,
        copied: String::new(),
        revision: 0,
        changed_by: String::new(),
        changed_at: 0,
    })
}

/// Asked inside the action: whether what reports say of a row stays true when it is kept so. A unit and an action in which
/// something was reported stay; what a report that was handed in is measured by stays while it is.
pub(super) async fn said_already(
    tx: &Tx<'_, MainKind>,
    list: &ActionList,
    before: Option<&PlanRow>,
    row: &PlanRow,
) -> Result<(), Refusal> {
    let mut fields = Fields::default();
    let reported = queries::plan::reported(tx.read(), &row.regency, row.year, &row.agency).await?;
    if before.is_some_and(|one| reported.contains(&one.id) && (one.unit != row.unit || one.action != row.action)) {
        fields.fault("unit", "plan-unit-reported");
    }
    let (then, now) = (before.map(targets).unwrap_or_default(), targets(row));
    for (at, term) in list.terms.iter().enumerate() {
        let key = (row.year, term.id.as_str());
        let report = queries::plan::reports(tx.read(), &row.regency, key, Some(&row.agency)).await?.pop();
        if !report.is_some_and(|report| handed_in(&report).state.counts()) {
            continue;
        }
        if then.get(&term.id) != now.get(&term.id) {
            fields.fault(TARGETS[at], "plan-term-handed-in");
        }
        let all = queries::plan::realisations(tx.read(), &row.regency, key, Some(&row.agency)).await?;
        let words = |one: &PlanRow| (one.activity.clone(), one.output.clone(), one.measure.clone());
        if all.iter().any(|one| one.plan_row == row.id) && before.is_some_and(|one| words(one) != words(row)) {
            fields.fault("activity", "plan-row-handed-in");
        }
    }
    fields.done()
}

/// The names of the fields that hold targets, by the order of the terms.
pub const TARGETS: [&str; MOST_TERMS] = ["target_1", "target_2", "target_3", "target_4"];
