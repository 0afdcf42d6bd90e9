//! Agencies of the action plan: what they are, what they are part of, what they were called when, and how they end. An
//! agency is never deleted: what it did stays its own, under the name of that day.

use super::{
    liaisons::LiaisonView,
    tree::{below, in_order, misplaced},
};
use crate::{
    Action, Actor, App, Refusal, access, allow,
    programme::{Fields, Which, current},
};
use domain::{
    plan::{Held, held_on},
    region::{Level, RegionCode},
};
use jiff::civil::{Date, date};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use store::{
    Record, Revised as _,
    nouns::{Agency, AgencyName},
    queries,
};

/// The most agencies and units of one regency.
pub const MOST_AGENCIES: usize = 2_000;

/// An agency with its names and who speaks for it.
#[derive(Debug, Clone)]
pub struct AgencyView {
    /// The record.
    pub agency: Agency,
    /// What it was called, the earliest first; never empty.
    pub names: Vec<AgencyName>,
    /// Who speaks and spoke for it, the latest first.
    pub liaisons: Vec<LiaisonView>,
    /// What it was merged into, by its name of today; empty where it was not.
    pub into: String,
}

/// What an agency is called, with its beginning read.
struct Name<'a>(&'a AgencyName);

impl Held for Name<'_> {
    fn since(&self) -> Option<Date> {
        self.0.since.parse().ok()
    }
}

impl AgencyView {
    /// Its name on a day.
    #[must_use]
    pub fn name_on(&self, day: Date) -> &AgencyName {
        let names: Vec<Name<'_>> = self.names.iter().map(Name).collect();
        held_on(&names, day).map_or(&self.names[0], |name| name.0)
    }

    /// Whether it exists on a day.
    #[must_use]
    pub fn exists_on(&self, day: Date) -> bool {
        self.exists_within(day, day)
    }

    /// Whether it exists on any day from the first to the last.
    #[must_use]
    pub fn exists_within(&self, first: Date, last: Date) -> bool {
        let begun = self.agency.since.parse::<Date>().is_ok_and(|since| since <= last);
        begun && self.agency.until.parse::<Date>().map_or(true, |until| until >= first)
    }
}

/// An agency as it was typed.
#[derive(Debug, Clone, Default)]
pub struct AgencyDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// By the list's id.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// And in short.
    pub short: String,
    /// From which day it is called so; empty where the spelling is put right.
    pub named_since: String,
    /// The agency it is a unit of.
    pub parent: String,
    /// The district it works for.
    pub district: String,
    /// Whether it owes reports of its own.
    pub reports: bool,
    /// Its first day; the first of this year where nothing is said.
    pub since: String,
    /// Anything else.
    pub note: String,
}

/// An agency's end as it was typed.
#[derive(Debug, Clone, Default)]
pub struct AgencyEnd {
    /// Which record.
    pub which: Which,
    /// Its last day.
    pub until: String,
    /// What it is merged into; empty where it is dissolved.
    pub successor: String,
    /// Why.
    pub reason: String,
}

impl App {
    /// The lists of the action plan.
    #[must_use]
    pub fn plan_rules(&self) -> std::sync::Arc<super::Rules> {
        self.plan.clone()
    }

    /// The agencies that the actor may see: all of the regency, or those that the actor speaks for with the units under
    /// them; parents before their units, otherwise by name.
    ///
    /// # Errors
    /// When the actor has no part in the plan there.
    pub async fn agencies(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<AgencyView>, Refusal> {
        let all = self.all_agencies(regency).await?;
        if access::may(actor, Action::SeeAgencies) && actor.covers(regency) {
            return Ok(all);
        }
        allow(actor, Action::SpeakForAgency, actor_place(actor, regency))?;
        let own = self.own_agencies(actor, &all, self.today(regency));
        Ok(all.into_iter().filter(|view| own.contains(&view.agency.id)).collect())
    }

    /// One of them.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn agency(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<AgencyView, Refusal> {
        let all = self.agencies(actor, regency).await?;
        all.into_iter().find(|view| view.agency.id == id).ok_or(Refusal::NotFound("agency"))
    }

    /// All agencies of a regency, whoever asks.
    pub(crate) async fn all_agencies(&self, regency: RegionCode) -> Result<Vec<AgencyView>, Refusal> {
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let mut names: HashMap<String, Vec<AgencyName>> = HashMap::new();
        for name in queries::plan::agency_names(conn, &code).await? {
            names.entry(name.agency.clone()).or_default().push(name);
        }
        let mut liaisons = self.liaisons_by_agency(regency).await?;
        let view = |agency: Agency| {
            let names = names.remove(&agency.id).filter(|names| !names.is_empty())?;
            let liaisons = liaisons.remove(&agency.id).unwrap_or_default();
            Some(AgencyView { names, liaisons, into: String::new(), agency })
        };
        let mut views: Vec<AgencyView> =
            queries::plan::agencies(conn, &code).await?.into_iter().filter_map(view).collect();
        let today = self.today(regency);
        let called: HashMap<String, String> =
            views.iter().map(|view| (view.agency.id.clone(), view.name_on(today).name.clone())).collect();
        for view in &mut views {
            view.into = called.get(&view.agency.successor).cloned().unwrap_or_default();
        }
        Ok(in_order(views, today))
    }

    /// The ids of the agencies that the actor speaks for on a day, of the units under them, and of those that were merged
    /// into them: what these owed and promised is theirs now.
    pub(crate) fn own_agencies(&self, actor: &Actor, all: &[AgencyView], day: Date) -> HashSet<String> {
        let Actor::Account { id, .. } = actor else { return HashSet::new() };
        let speaks =
            |view: &&AgencyView| view.liaisons.iter().any(|one| one.liaison.account == *id && one.holds_on(day));
        let mut own: HashSet<String> = all.iter().filter(speaks).map(|view| view.agency.id.clone()).collect();
        // Parents come before their units; what was merged comes last, and may have been merged twice.
        loop {
            let before = own.len();
            for view in all {
                let ended = view.agency.until.parse::<Date>().is_ok_and(|until| until < day);
                if own.contains(&view.agency.parent) || (ended && own.contains(&view.agency.successor)) {
                    own.insert(view.agency.id.clone());
                }
            }
            if own.len() == before {
                return own;
            }
        }
    }

    /// Keeps an agency, new or changed; gives its id. Another name from a day on is a name more; without a day the present
    /// one is put right.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_agency(&self, actor: &Actor, regency: RegionCode, draft: AgencyDraft) -> Result<String, Refusal> {
        allow(actor, Action::KeepAgencies, regency)?;
        let (rules, today, code) = (self.plan_rules(), self.today(regency), regency.to_string());
        let all = self.all_agencies(regency).await?;
        let before = all.iter().find(|view| view.agency.id == draft.which.id);
        if before.is_none() && !draft.which.id.is_empty() {
            return Err(Refusal::NotFound("agency"));
        }
        if before.is_none() && all.len() >= MOST_AGENCIES {
            return Err(Refusal::Invalid("agency-too-many"));
        }
        let mut fields = Fields::default();
        let kind = rules.agencies.kind(&draft.kind);
        if kind.is_none() {
            fields.fault("kind", "form-not-chosen");
        }
        let name = fields.needed("name", &draft.name, "agency-name-missing");
        let short = fields.line("short", &draft.short);
        let since = match (draft.since.trim(), before) {
            ("", Some(view)) => view.agency.since.parse().ok(),
            ("", None) => Some(date(today.year(), 1, 1)),
            (typed, _) => fields.day("since", typed),
        };
        let ended = before.and_then(|view| view.agency.until.parse::<Date>().ok());
        if since.zip(ended).is_some_and(|(since, until)| since > until) {
            fields.fault("since", "agency-since-after-end");
        }
        let named =
            (!draft.named_since.trim().is_empty()).then(|| fields.day("named_since", &draft.named_since)).flatten();
        let last = before.and_then(|view| view.names.last()).and_then(|name| name.since.parse::<Date>().ok());
        if named.zip(last).is_some_and(|(named, last)| named < last) {
            fields.fault("named_since", "agency-named-before-last");
        }
        let id = before.map_or_else(|| self.new_id(), |view| view.agency.id.clone());
        let twin = |view: &&AgencyView| {
            view.agency.id != id
                && view.agency.until.is_empty()
                && view.name_on(today).name.to_lowercase() == name.to_lowercase()
        };
        if all.iter().any(|view| twin(&view)) {
            fields.fault("name", "agency-name-taken");
        }
        if let Some(key) =
            misplaced(&all, &id, &draft.parent, kind.is_some_and(|kind| kind.unit), rules.agencies.deepest)
        {
            fields.fault("parent", key);
        }
        let district = draft.district.trim();
        let lies_here = |code: RegionCode| {
            code.level() == Level::District && regency.contains(code) && self.places().get(code).is_some()
        };
        if !district.is_empty() && !district.parse().is_ok_and(lies_here) {
            fields.fault("district", "form-not-chosen");
        }
        let note = fields.text("note", &draft.note);
        fields.done()?;
        let since = since.map(|day| day.to_string()).unwrap_or_default();
        let row = Agency {
            regency: code.clone(),
            id: id.clone(),
            kind: draft.kind,
            parent: draft.parent,
            district: district.to_owned(),
            reports: i64::from(draft.reports),
            since: since.clone(),
            until: before.map(|view| view.agency.until.clone()).unwrap_or_default(),
            successor: before.map(|view| view.agency.successor.clone()).unwrap_or_default(),
            reason: before.map(|view| view.agency.reason.clone()).unwrap_or_default(),
            note,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let called_since = match (named, last) {
            (Some(day), Some(_)) => day.to_string(),
            (None, Some(last)) => last.to_string(),
            _ => since,
        };
        let called = AgencyName { regency: code.clone(), agency: id.clone(), since: called_since, name, short };
        let renamed = before.is_none_or(|view| !view.names.contains(&called));
        let (at, by, seen) = (self.now(), actor.name().to_owned(), draft.which.revision);
        self.stores
            .main
            .write(&code, move |tx| {
                let (row, called, by) = (row.clone(), called.clone(), by.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    let body = json!({ "agency": row.id });
                    tx.put(&row.revised(seen + 1, &by, at)).await?;
                    if renamed {
                        tx.put(&called).await?;
                    }
                    tx.record(Record { at, actor: by, action: "agency.keep", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// Ends an agency: those who speak for it stop on its last day, its units go to what it is merged into. Its plans and
    /// reports stay its own.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; it still has units and is merged into nothing.
    pub async fn end_agency(&self, actor: &Actor, regency: RegionCode, end: AgencyEnd) -> Result<(), Refusal> {
        allow(actor, Action::KeepAgencies, regency)?;
        let all = self.all_agencies(regency).await?;
        let view = all.iter().find(|view| view.agency.id == end.which.id).ok_or(Refusal::NotFound("agency"))?;
        let mut fields = Fields::default();
        let until = fields.day("until", &end.until);
        if until.is_some_and(|until| view.agency.since.parse::<Date>().is_ok_and(|since| until < since)) {
            fields.fault("until", "agency-ends-before-it-begins");
        }
        let known = |view: &AgencyView| view.agency.id == end.successor && view.agency.until.is_empty();
        if !end.successor.is_empty() && (end.successor == end.which.id || !all.iter().any(known)) {
            fields.fault("successor", "form-not-chosen");
        }
        if below(&all, &end.which.id).contains(&end.successor) {
            fields.fault("successor", "agency-successor-is-unit");
        }
        let units: Vec<Agency> = all
            .iter()
            .filter(|one| one.agency.parent == end.which.id && one.agency.until.is_empty())
            .map(|one| one.agency.clone())
            .collect();
        if end.successor.is_empty() && !units.is_empty() {
            fields.fault("successor", "agency-has-units");
        }
        let reason = fields.reason("reason", &end.reason, "agency-reason-missing");
        fields.done()?;
        let until = until.map(|day| day.to_string()).unwrap_or_default();
        let row = Agency { until: until.clone(), successor: end.successor.clone(), reason, ..view.agency.clone() };
        let mut liaisons: Vec<_> = view.liaisons.iter().map(|one| one.liaison.clone()).collect();
        liaisons.retain(|liaison| liaison.until.is_empty() || liaison.until > until);
        let (at, by, seen) = (self.now(), actor.name().to_owned(), end.which.revision);
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, units, mut liaisons) = (row.clone(), by.clone(), units.clone(), liaisons.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    for unit in units {
                        let seen = unit.revision;
                        let moved = Agency { parent: row.successor.clone(), ..unit };
                        current(tx, &moved, seen).await?;
                        tx.put(&moved.revised(seen + 1, &by, at)).await?;
                    }
                    for liaison in &mut liaisons {
                        liaison.until = row.until.clone();
                    }
                    tx.put_all(&liaisons).await?;
                    let body = json!({ "agency": row.id, "until": row.until, "successor": row.successor });
                    tx.put(&row.revised(seen + 1, &by, at)).await?;
                    tx.record(Record { at, actor: by, action: "agency.end", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }
}

/// Where the permission to speak for an agency of the regency is asked: at the actor's own place, if it lies there.
pub(super) fn actor_place(actor: &Actor, regency: RegionCode) -> RegionCode {
    match actor {
        Actor::Account { scope: Some(scope), .. } if regency.contains(*scope) => *scope,
        _ => regency,
    }
}
