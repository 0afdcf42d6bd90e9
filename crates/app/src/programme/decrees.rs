//! Decrees: one letter that names many villages, each of which has its milestone by it.

use super::{Fields, Which, current, doubt};
use crate::{
    Action, Actor, App, Refusal, access, allow,
    refusal::{Doubt, Fault, settle},
};
use domain::region::{
    RegionCode, fold,
    match_names::{How, Matcher, Query},
};
use serde_json::json;
use std::{cell::LazyCell, collections::BTreeSet};
use store::{
    Record, Revised as _,
    nouns::{Decree, Milestone},
    queries,
};

/// A decree as it was typed.
#[derive(Debug, Clone, Default)]
pub struct DecreeDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// The milestone that its villages reach by it.
    pub kind: String,
    /// Its number.
    pub number: String,
    /// Its day.
    pub dated: String,
    /// Who signed it.
    pub issuer: String,
    /// What it is about.
    pub title: String,
    /// The villages that were ticked, by code.
    pub villages: Vec<String>,
    /// Further villages, a name or code on each line.
    pub names: String,
    /// Doubts that were answered.
    pub sure: Vec<String>,
}

/// A decree with the villages that it names.
#[derive(Debug, Clone)]
pub struct DecreeView {
    /// The decree.
    pub decree: Decree,
    /// The milestone that they reach by it; empty where it names nobody.
    pub kind: String,
    /// The villages, by code.
    pub villages: Vec<RegionCode>,
    /// How many files prove it.
    pub files: usize,
}

/// The most lines of names.
const MOST_NAMES: usize = 600;

impl App {
    /// The decrees of a city, the latest first, with the villages that they name.
    ///
    /// # Errors
    /// When the actor may not see the register.
    pub async fn decrees(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<DecreeView>, Refusal> {
        allow(actor, Action::SeeRegister, regency)?;
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let milestones = queries::programme::milestones(conn, &code, "").await?;
        let files = queries::programme::proofs(conn, &code, "decree/").await?;
        let view = |decree: Decree| {
            let named: Vec<&Milestone> = milestones.iter().filter(|row| row.decree == decree.id).collect();
            let subject = format!("decree/{code}/{}", decree.id);
            DecreeView {
                kind: named.first().map(|row| row.kind.clone()).unwrap_or_default(),
                villages: named.iter().filter_map(|row| row.village.parse().ok()).collect(),
                files: files.iter().filter(|(about, _)| *about == subject).count(),
                decree,
            }
        };
        let mut views: Vec<DecreeView> =
            queries::programme::decrees(conn, &code).await?.into_iter().map(view).collect();
        views.sort_by(|a, b| (&b.decree.dated, &b.decree.id).cmp(&(&a.decree.dated, &a.decree.id)));
        Ok(views)
    }

    /// One decree, for everyone whom the programme concerns.
    ///
    /// # Errors
    /// When there is none, or the actor has no part in the programme of that city.
    pub async fn decree(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<Decree, Refusal> {
        allow_decree(actor, regency)?;
        let decree = queries::programme::decree(self.stores.main.read(), &regency.to_string(), id).await?;
        decree.ok_or(Refusal::NotFound("decree"))
    }

    /// Keeps a decree, and the milestones of the villages that it names; gives its id. Villages that it named before stay:
    /// what is to be taken back is ended in the village itself.
    ///
    /// # Errors
    /// [`Refusal::Form`]: a field that cannot be taken, a village that is not there, or is of another city;
    /// [`Refusal::Doubts`]: a name that was guessed, another decree of the same day for the same village.
    pub async fn keep_decree(&self, actor: &Actor, regency: RegionCode, draft: DecreeDraft) -> Result<String, Refusal> {
        allow(actor, Action::ManageDecrees, regency)?;
        let rules = self.programme_rules();
        let kind =
            rules.ladder.kind(&draft.kind).map(|(_, kind)| kind).filter(|kind| kind.reached_by.can_be_recorded());
        let kind = kind.ok_or(Refusal::NotFound("milestone"))?.id.clone();
        let (code, conn) = (regency.to_string(), self.stores.main.read());
        let mut fields = Fields::default();
        let number = fields.needed("number", &draft.number, "decree-number-missing");
        let dated = fields.day("dated", &draft.dated);
        if dated.is_some_and(|day| day > self.today(regency)) {
            fields.fault("dated", "form-in-the-future");
        }
        let (issuer, title) = (fields.line("issuer", &draft.issuer), fields.line("title", &draft.title));
        let dated = dated.map(|day| day.to_string()).unwrap_or_default();
        let (villages, mut doubts) = self.named(regency, &draft, &mut fields);
        let decrees = queries::programme::decrees(conn, &code).await?;
        let others = || decrees.iter().filter(|other| other.id != draft.which.id);
        if others().any(|other| fold(&other.number) == fold(&number) && other.dated == dated) {
            fields.fault("number", "decree-there-already");
        }
        fields.done()?;
        let milestones = queries::programme::milestones(conn, &code, "").await?;
        let own = |row: &&Milestone| !draft.which.id.is_empty() && row.decree == draft.which.id;
        for row in milestones.iter().filter(|row| row.kind == kind && row.ended_on.is_empty() && !own(row)) {
            let named = row.village.parse().is_ok_and(|village| villages.contains(&village));
            if named && row.happened_on == dated {
                let name = row.village.parse().map_or_else(|_| row.village.clone(), |village| self.name_of(village));
                doubts.push(doubt("decree-same-day", vec![("village", name), ("number", row.number.clone())]));
            }
        }
        settle(doubts, &draft.sure)?;
        let new = draft.which.id.is_empty();
        if !new && !decrees.iter().any(|decree| decree.id == draft.which.id) {
            return Err(Refusal::NotFound("decree"));
        }
        let decree = Decree {
            regency: code.clone(),
            id: if new { self.new_id() } else { draft.which.id.clone() },
            number,
            dated,
            issuer,
            title,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let there: BTreeSet<RegionCode> =
            milestones.iter().filter(own).filter_map(|row| row.village.parse().ok()).collect();
        let mut rows: Vec<(Milestone, i64)> =
            milestones.iter().filter(own).map(|row| (row.clone(), row.revision)).collect();
        for village in villages.iter().filter(|village| !there.contains(village)) {
            rows.push((self.new_milestone(&code, *village, &kind), 0));
        }
        for (row, _) in &mut rows {
            row.happened_on.clone_from(&decree.dated);
            row.number.clone_from(&decree.number);
            row.issuer.clone_from(&decree.issuer);
            row.decree.clone_from(&decree.id);
        }
        let (id, seen) = (decree.id.clone(), draft.which.revision);
        let body = json!({ "decree": decree.number, "date": decree.dated, "milestone": kind,
            "villages": rows.iter().map(|(row, _)| row.village.as_str()).collect::<Vec<_>>() });
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&code, move |tx| {
                let (decree, rows, by, body) = (decree.clone(), rows.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    current(tx, &decree, seen).await?;
                    tx.put(&decree.revised(seen + 1, &by, at)).await?;
                    let mut kept = vec![];
                    for (row, seen) in rows {
                        current(tx, &row, seen).await?;
                        kept.push(row.revised(seen + 1, &by, at));
                    }
                    tx.put_all(&kept).await?;
                    tx.record(Record { at, actor: by, action: "decree.keep", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(id)
    }

    /// The villages that were ticked or written, and doubts about names that had to be guessed.
    fn named(
        &self,
        regency: RegionCode,
        draft: &DecreeDraft,
        fields: &mut Fields,
    ) -> (BTreeSet<RegionCode>, Vec<Doubt>) {
        let places = self.places();
        let mut villages = BTreeSet::new();
        let mut doubts = vec![];
        for ticked in &draft.villages {
            match ticked.parse() {
                Ok(village) if self.is_village_of(village, regency) => drop(villages.insert(village)),
                _ => fields.fault("villages", "decree-village-unknown"),
            }
        }
        let lines: Vec<&str> = draft.names.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        if lines.len() > MOST_NAMES {
            fields.fault("names", "decree-too-many-names");
            return (villages, doubts);
        }
        let matcher = Matcher::new(&places, regency);
        let nation = LazyCell::new(|| Matcher::new(&places, None));
        for line in lines {
            let line = crate::plain(line);
            let said = || ("name", line.clone());
            let fault = |key| Fault { field: "names", key, values: vec![said()] };
            if let Ok(village) = line.parse::<RegionCode>() {
                match (self.is_village_of(village, regency), places.get(village)) {
                    (true, _) => drop(villages.insert(village)),
                    (false, Some(_)) => fields.0.push(self.outside(village, said())),
                    (false, None) => fields.0.push(fault("decree-no-such-village")),
                }
                continue;
            }
            let query = Query { name: &line, district: None, regency: None };
            let found = matcher.find(&query);
            match (found.how, found.code) {
                (_, Some(village)) => drop(villages.insert(village)),
                (How::Ambiguous, _) => fields.0.push(fault("decree-several-villages")),
                _ => {
                    // A name that is spelt so elsewhere is rather that one than a slip of the pen.
                    let elsewhere = nation.find(&query);
                    let spelt = elsewhere.how != How::Fuzzy;
                    let elsewhere = elsewhere.code.or_else(|| elsewhere.candidates.first().map(|one| one.code));
                    match (found.candidates.first(), elsewhere.filter(|_| spelt)) {
                        (_, Some(village)) => fields.0.push(self.outside(village, said())),
                        (Some(near), None) => {
                            villages.insert(near.code);
                            doubts.push(doubt("decree-name-guessed", vec![said(), ("village", near.name.clone())]));
                        }
                        (None, None) => fields.0.push(fault("decree-no-such-village")),
                    }
                }
            }
        }
        if villages.is_empty() && fields.0.is_empty() {
            fields.fault("names", "decree-names-nobody");
        }
        (villages, doubts)
    }

    fn outside(&self, village: RegionCode, said: (&'static str, String)) -> Fault {
        let city = village.regency().map(|regency| self.name_of(regency)).unwrap_or_default();
        Fault { field: "names", key: "decree-village-outside", values: vec![said, ("city", city)] }
    }

    /// A region's name; its code where the list does not have it.
    pub(crate) fn name_of(&self, code: RegionCode) -> String {
        self.places().get(code).map_or_else(|| code.to_string(), |region| region.name.to_owned())
    }
}

/// A decree is of the whole city, and known to everyone there whom the programme concerns.
pub(crate) fn allow_decree(actor: &Actor, regency: RegionCode) -> Result<(), Refusal> {
    let own = matches!(actor, Actor::Account { scope: Some(scope), .. } if regency.contains(*scope));
    if access::may(actor, Action::SeeProgramme) && (own || actor.covers(regency)) {
        Ok(())
    } else {
        Err(Refusal::NotAllowed(Action::SeeProgramme))
    }
}
