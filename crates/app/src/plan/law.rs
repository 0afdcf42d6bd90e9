//! The register of law and agreements: from an idea to being in force, with its end in sight; and the duties of the region
//! that nothing answers yet.

use super::{meetings::lines, planned::targets};
use crate::{
    Action, Actor, App, Refusal, access, allow,
    programme::{Fields, Which, current},
};
use domain::{
    plan::{LawStanding, TeamOf},
    region::RegionCode,
};
use jiff::civil::Date;
use serde_json::json;
use std::collections::HashSet;
use store::{
    Record, Revised as _,
    nouns::{Law, LawStep, Team},
    queries,
};

/// A law as it was typed.
#[derive(Debug, Clone, Default)]
pub struct LawDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// By the list's id.
    pub kind: String,
    /// Empty while it has none.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// A line each.
    pub parties: String,
    /// By the list's id.
    pub state: String,
    /// When it came into this state; the day of its signing where that is being in force and nothing is said, else today.
    pub since: String,
    /// Of its signing.
    pub dated: String,
    /// Its last day; empty where it has none.
    pub until: String,
    /// The one whose place it takes.
    pub replaces: String,
    /// The agency that sees to it.
    pub agency: String,
    /// What is to be done next.
    pub next_step: String,
    /// And by when.
    pub due_on: String,
    /// Anything else.
    pub note: String,
}

/// A law with where it stands.
#[derive(Debug, Clone)]
pub struct LawView {
    /// The record.
    pub law: Law,
    /// Where it stands today.
    pub standing: LawStanding,
    /// The states that it came into, the latest first.
    pub steps: Vec<LawStep>,
    /// Whether one that is in force has taken its place: nobody has to care for its end then.
    pub replaced: bool,
}

/// The register.
#[derive(Debug, Clone)]
pub struct Register {
    /// All laws and agreements, what needs someone first.
    pub laws: Vec<LawView>,
    /// For each duty what answers it.
    pub duties: Vec<Answered>,
    /// The year whose plans were looked at.
    pub year: i16,
    /// Whether the actor may keep it.
    pub may_keep: bool,
}

/// What answers a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The duty, by the list's id.
    pub duty: String,
    /// How many rows of plans are under its actions.
    pub rows: usize,
    /// The laws in force that answer it.
    pub laws: Vec<String>,
    /// How many teams answer it, of how many.
    pub teams: Option<(usize, usize)>,
}

impl Answered {
    /// Whether something answers it.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.rows > 0 || !self.laws.is_empty() || self.teams.is_some_and(|(there, of)| there >= of && of > 0)
    }
}

fn binds(standing: LawStanding) -> bool {
    matches!(standing, LawStanding::InForce | LawStanding::Expiring(_))
}

fn holds(team: &Team, today: Date) -> bool {
    team.until.parse::<Date>().map_or(true, |until| until >= today)
}

impl App {
    /// The register of law and agreements of a regency, with the duties that something answers.
    ///
    /// # Errors
    /// When the actor has no part in the team.
    pub async fn law_register(&self, actor: &Actor, regency: RegionCode) -> Result<Register, Refusal> {
        self.see_team(actor, regency).await?;
        let (conn, code, today) = (self.stores.main.read(), regency.to_string(), self.today(regency));
        let rules = self.plan_rules();
        let mut laws = vec![];
        for law in queries::team::laws(conn, &code).await? {
            let standing = rules.law.standing(&law.state, law.until.parse().ok(), today);
            let mut steps = queries::team::law_steps(conn, &code, &law.id).await?;
            steps.sort_by(|a, b| (&b.happened, b.noted_at, &b.id).cmp(&(&a.happened, a.noted_at, &a.id)));
            laws.push(LawView { law, standing, steps, replaced: false });
        }
        let binding = laws.iter().filter(|view| binds(view.standing));
        let replaced: HashSet<String> = binding.map(|view| view.law.replaces.clone()).collect();
        for view in &mut laws {
            view.replaced = replaced.contains(&view.law.id);
        }
        laws.sort_by(|a, b| (a.standing, &a.law.title).cmp(&(b.standing, &b.law.title)));
        let year = today.year();
        let given_up = queries::plan::withdrawals(conn, &code, year.into(), None).await?;
        let given_up: HashSet<String> = given_up.into_iter().map(|one| one.id).collect();
        let mut rows = queries::plan::all_rows(conn, &code, year.into()).await?;
        // What was given up, or done without a plan, is no plan that answers a duty.
        rows.retain(|row| !given_up.contains(&row.id) && !targets(row).is_empty());
        let teams = queries::team::teams(conn, &code).await?;
        let places = self.places();
        let districts: HashSet<String> = places.districts_in(regency).map(|one| one.code.to_string()).collect();
        let with_team: HashSet<&str> =
            teams.iter().filter(|team| holds(team, today)).map(|team| team.place.as_str()).collect();
        let duties = rules.law.duties.iter().map(|duty| Answered {
            duty: duty.id.clone(),
            rows: rows.iter().filter(|row| duty.actions.contains(&row.action)).count(),
            laws: laws
                .iter()
                .filter(|view| duty.laws.contains(&view.law.kind) && binds(view.standing))
                .map(|view| view.law.id.clone())
                .collect(),
            teams: duty.team.map(|of| match of {
                TeamOf::Regency => (usize::from(with_team.contains(code.as_str())), 1),
                TeamOf::District => {
                    (districts.iter().filter(|one| with_team.contains(one.as_str())).count(), districts.len())
                }
            }),
        });
        let may_keep = access::may(actor, Action::KeepLaw) && actor.covers(regency);
        Ok(Register { duties: duties.collect(), laws, year, may_keep })
    }

    /// Keeps a law or agreement; gives its id. Another state is noted with the day on which it came into it.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_law(&self, actor: &Actor, regency: RegionCode, draft: LawDraft) -> Result<String, Refusal> {
        allow(actor, Action::KeepLaw, regency)?;
        let (rules, today, code) = (self.plan_rules(), self.today(regency), regency.to_string());
        let all = queries::team::laws(self.stores.main.read(), &code).await?;
        let before = all.iter().find(|one| one.id == draft.which.id);
        if before.is_none() && !draft.which.id.is_empty() {
            return Err(Refusal::NotFound("law"));
        }
        let mut fields = Fields::default();
        let kind = rules.law.kind(&draft.kind);
        if kind.is_none() {
            fields.fault("kind", "form-not-chosen");
        }
        let state = rules.law.state(&draft.state);
        if !kind.is_some_and(|kind| kind.states.contains(&draft.state)) {
            fields.fault("state", "law-state-not-of-kind");
        }
        let title = fields.needed("title", &draft.title, "law-title-missing");
        let number = fields.line("number", &draft.number);
        let perhaps = |fields: &mut Fields, field: &'static str, typed: &str| {
            if typed.trim().is_empty() { None } else { fields.day(field, typed) }
        };
        let dated = perhaps(&mut fields, "dated", &draft.dated);
        let until = perhaps(&mut fields, "until", &draft.until);
        let binding = state.is_some_and(|state| state.binding);
        let since = perhaps(&mut fields, "since", &draft.since).or(dated.filter(|_| binding)).unwrap_or(today);
        if since > today {
            fields.fault("since", "form-in-the-future");
        } else if binding && dated.is_some_and(|dated| since < dated) {
            fields.fault("since", "law-since-before-dated");
        }
        if binding {
            if number.is_empty() {
                fields.fault("number", "law-number-missing");
            }
            match dated {
                None if draft.dated.trim().is_empty() => fields.fault("dated", "form-no-date"),
                Some(dated) if dated > today => fields.fault("dated", "form-in-the-future"),
                _ => {}
            }
        }
        if until.zip(dated).is_some_and(|(until, dated)| until < dated) {
            fields.fault("until", "plan-reversed");
        }
        let twin = |one: &&Law| {
            one.id != draft.which.id
                && one.kind == draft.kind
                && !number.is_empty()
                && one.number.to_lowercase() == number.to_lowercase()
                // Numbers begin anew each year.
                && one.dated.get(..4).zip(dated).is_none_or(|(year, dated)| year == dated.year().to_string())
        };
        if all.iter().any(|one| twin(&one)) {
            fields.fault("number", "law-number-taken");
        }
        let known = |id: &str| all.iter().any(|one| one.id == id && one.id != draft.which.id);
        if !draft.replaces.is_empty() && !known(&draft.replaces) {
            fields.fault("replaces", "form-not-chosen");
        }
        let mut here = draft.replaces.as_str();
        for _ in 0..all.len() {
            let Some(next) = all.iter().find(|one| one.id == here) else { break };
            here = &next.replaces;
            if here == draft.which.id && !here.is_empty() {
                fields.fault("replaces", "law-circle");
                break;
            }
        }
        let agencies = self.all_agencies(regency).await?;
        if !draft.agency.is_empty() && !agencies.iter().any(|view| view.agency.id == draft.agency) {
            fields.fault("agency", "form-not-chosen");
        }
        let next_step = fields.line("next_step", &draft.next_step);
        let due_on = perhaps(&mut fields, "due_on", &draft.due_on);
        if due_on.is_some() && next_step.is_empty() {
            fields.fault("next_step", "law-step-missing");
        }
        let parties = lines(&mut fields, "parties", &draft.parties);
        let note = fields.text("note", &draft.note);
        fields.done()?;
        let iso = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let row = Law {
            regency: code.clone(),
            id: before.map_or_else(|| self.new_id(), |one| one.id.clone()),
            kind: draft.kind,
            number,
            title,
            parties,
            state: draft.state,
            dated: iso(dated),
            until: iso(until),
            replaces: draft.replaces,
            agency: draft.agency,
            next_step,
            due_on: iso(due_on),
            note,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let step = before.is_none_or(|one| one.state != row.state).then(|| LawStep {
            regency: code.clone(),
            law: row.id.clone(),
            id: self.new_id(),
            state: row.state.clone(),
            happened: since.to_string(),
            noted_by: actor.name().to_owned(),
            noted_at: self.now(),
        });
        let (id, at, by, seen) = (row.id.clone(), self.now(), actor.name().to_owned(), draft.which.revision);
        self.stores
            .main
            .write(&code, move |tx| {
                let (row, step, by) = (row.clone(), step.clone(), by.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    let body = json!({ "law": row.id, "kind": row.kind, "state": row.state });
                    tx.put(&row.revised(seen + 1, &by, at)).await?;
                    if let Some(step) = step {
                        tx.put(&step).await?;
                    }
                    tx.record(Record { at, actor: by, action: "law.keep", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(id)
    }
}
