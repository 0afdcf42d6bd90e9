//! What was held: logged in half a minute, corrected by who logged it, counted once even where three offices log it.

use super::{Fields, Said, Which, doubt};
use crate::{
    Action, Actor, App, Refusal, access, allow,
    refusal::{Doubt, settle},
};
use domain::{
    programme::{
        ActivityKind,
        catalogue::{Measure, entry},
    },
    region::RegionCode,
};
use serde_json::json;
use store::{
    nouns::Activity,
    queries::{self, activities::Filter},
};

/// An activity as it was typed.
#[derive(Debug, Clone, Default)]
pub struct ActivityDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// By the catalogue's id.
    pub kind: String,
    /// What it was, in a few words.
    pub title: String,
    /// Its first day.
    pub starts_on: String,
    /// Its last day; empty for one day.
    pub ends_on: String,
    /// What the village has chosen to do that it carries out.
    pub intervention: String,
    /// For whom, by the catalogue's id.
    pub environment: String,
    /// Where exactly.
    pub venue: String,
    /// Whether it was in a room.
    pub indoors: bool,
    /// Participants.
    pub men: String,
    /// Participants.
    pub women: String,
    /// Participants, where men and women were not counted apart.
    pub people: String,
    /// Media: how often.
    pub times: String,
    /// Media: for how many days.
    pub days: String,
    /// Urine tests.
    pub tested: String,
    /// Of these, positive.
    pub positive: String,
    /// Units that were advised.
    pub units: String,
    /// Source of the money.
    pub source: String,
    /// Rupiah.
    pub planned: String,
    /// Rupiah.
    pub spent: String,
    /// The office that held it.
    pub organiser: String,
    /// What came of it.
    pub result: String,
    /// What stood in the way.
    pub obstacle: String,
    /// What is to follow.
    pub follow_up: String,
    /// Doubts that were answered.
    pub sure: Vec<String>,
}

/// Some activities, the latest first.
#[derive(Debug, Clone)]
pub struct ActivityPage {
    /// The activities.
    pub rows: Vec<Activity>,
    /// Whether there are more after these.
    pub more: bool,
}

/// How many a page has.
pub const PAGE: u64 = 50;

/// The names of the offices that held an activity with its organiser.
#[must_use]
pub fn partners(row: &Activity) -> Vec<String> {
    serde_json::from_str(&row.partners).unwrap_or_default()
}

impl App {
    /// Some activities of a city, district or village, the latest first. Who does not see the whole place sees the own
    /// entries.
    ///
    /// # Errors
    /// When the actor sees no activities there.
    pub async fn activities(
        &self,
        actor: &Actor,
        place: RegionCode,
        mut filter: Filter,
    ) -> Result<ActivityPage, Refusal> {
        if allow(actor, Action::SeeActivities, place).is_err() {
            allow(actor, Action::LogActivities, place)?;
            filter.added_by = Some(actor.name().to_owned());
        }
        let regency = place.regency().ok_or(Refusal::NotFound("region"))?;
        filter.part = place.to_string();
        let conn = self.stores.main.read();
        let mut rows = queries::activities::page(conn, &regency.to_string(), &filter, PAGE + 1).await?;
        let more = rows.len() as u64 > PAGE;
        rows.truncate(PAGE as usize);
        Ok(ActivityPage { rows: rows.into_iter().map(|row| shown_to(actor, row)).collect(), more })
    }

    /// How many activities of each kind there were in a place, by the catalogue's id.
    ///
    /// # Errors
    /// When the actor sees no activities there.
    pub async fn activity_kinds(
        &self,
        actor: &Actor,
        place: RegionCode,
        year: Option<i64>,
    ) -> Result<Vec<(String, i64)>, Refusal> {
        allow(actor, Action::SeeActivities, place)?;
        let regency = place.regency().ok_or(Refusal::NotFound("region"))?.to_string();
        let filter = Filter { part: place.to_string(), year, ..Filter::default() };
        Ok(queries::activities::by_kind(self.stores.main.read(), &regency, &filter).await?)
    }

    /// One activity.
    ///
    /// # Errors
    /// When there is none, or the actor may not see it.
    pub async fn activity(&self, actor: &Actor, place: RegionCode, id: &str) -> Result<Activity, Refusal> {
        let row = self.activity_row(place, id).await?;
        if !is_own(actor, &row) {
            allow(actor, Action::SeeActivities, place)?;
        }
        Ok(shown_to(actor, row))
    }

    pub(crate) async fn activity_row(&self, place: RegionCode, id: &str) -> Result<Activity, Refusal> {
        let regency = place.regency().ok_or(Refusal::NotFound("activity"))?.to_string();
        let row = queries::activities::one(self.stores.main.read(), &regency, &place.to_string(), id).await?;
        row.ok_or(Refusal::NotFound("activity"))
    }

    /// Logs an activity in a village, district or city, or corrects the record; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Doubts`] when another office has logged the same,
    /// or more people took part than a room holds.
    pub async fn log_activity(
        &self,
        actor: &Actor,
        place: RegionCode,
        draft: ActivityDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::LogActivities, place)?;
        let regency = place.regency().filter(|_| self.places().get(place).is_some());
        let regency = regency.ok_or(Refusal::NotFound("region"))?;
        let new = draft.which.id.is_empty();
        let before = if new { None } else { Some(self.activity_row(place, &draft.which.id).await?) };
        if before.as_ref().is_some_and(|row| !may_correct(actor, row)) {
            return Err(Refusal::NotAllowed(Action::LogActivities));
        }
        let rules = self.programme_rules();
        let mut fields = Fields::default();
        let kind = rules.activities.kind(&draft.kind);
        if kind.is_none() {
            fields.fault("kind", "form-not-chosen");
        }
        let mut row = self.read_activity(regency, place, &draft, before.as_ref(), &mut fields);
        if allow(actor, Action::SeeVillage, place).is_ok() {
            row.intervention = draft.intervention.clone();
            let offered = self.interventions(actor, place).await?;
            if !row.intervention.is_empty() && !offered.iter().any(|one| one.id == row.intervention) {
                fields.fault("intervention", "form-not-chosen");
            }
        }
        fields.done()?;
        if let Some(kind) = kind {
            let doubts = self.activity_doubts(kind, &row).await?;
            settle(doubts, &draft.sure)?;
        }
        let id = row.id.clone();
        let body = json!({ "place": place, "activity": row.kind, "date": row.starts_on, "title": row.title });
        let action = if new { "activity.log" } else { "activity.correct" };
        self.keep_revised(
            actor,
            regency,
            Activity { added_by: before.map_or_else(|| actor.name().to_owned(), |row| row.added_by), ..row },
            draft.which.revision,
            Said { action, body },
        )
        .await?;
        Ok(id)
    }

    fn read_activity(
        &self,
        regency: RegionCode,
        place: RegionCode,
        draft: &ActivityDraft,
        before: Option<&Activity>,
        fields: &mut Fields,
    ) -> Activity {
        let rules = self.programme_rules();
        let first = fields.day("starts_on", &draft.starts_on);
        let last = if draft.ends_on.trim().is_empty() { first } else { fields.day("ends_on", &draft.ends_on) };
        if first.is_some_and(|day| day > self.today(regency)) {
            fields.fault("starts_on", "form-in-the-future");
        }
        if first.zip(last).is_some_and(|(first, last)| last < first) {
            fields.fault("ends_on", "activity-ends-before");
        }
        if first.zip(last).is_some_and(|(first, last)| domain::task::days(first, last) > 366) {
            fields.fault("ends_on", "activity-too-long");
        }
        if entry(&rules.activities.environments, &draft.environment).is_none() {
            fields.fault("environment", "form-not-chosen");
        }
        if !draft.source.is_empty() && entry(&rules.programmes.sources, &draft.source).is_none() {
            fields.fault("source", "form-not-chosen");
        }
        let (men, women) = (fields.number("men", &draft.men), fields.number("women", &draft.women));
        let people = fields.number("people", &draft.people);
        let (tested, positive) = (fields.number("tested", &draft.tested), fields.number("positive", &draft.positive));
        if positive.is_some_and(|positive| positive > tested.unwrap_or_default()) {
            fields.fault("positive", "activity-more-positive");
        }
        let apart = men.is_some() || women.is_some();
        if apart && people.is_some_and(|people| people != men.unwrap_or_default() + women.unwrap_or_default()) {
            fields.fault("people", "activity-people-differ");
        }
        let at = self.now();
        Activity {
            regency: regency.to_string(),
            place: place.to_string(),
            id: before.map_or_else(|| self.new_id(), |row| row.id.clone()),
            kind: draft.kind.clone(),
            title: fields.line("title", &draft.title),
            starts_on: first.map(|day| day.to_string()).unwrap_or_default(),
            ends_on: last.map(|day| day.to_string()).unwrap_or_default(),
            // What the place has chosen is not for everyone to see: who does not see it, does not change it either.
            intervention: before.map_or_else(String::new, |row| row.intervention.clone()),
            environment: draft.environment.clone(),
            venue: fields.line("venue", &draft.venue),
            indoors: i64::from(draft.indoors),
            men,
            women,
            people: people.filter(|_| !apart),
            times: fields.number("times", &draft.times),
            days: fields.number("days", &draft.days),
            tested,
            positive,
            units: fields.number("units", &draft.units),
            source: draft.source.clone(),
            planned: fields.rupiah("planned", &draft.planned),
            spent: fields.rupiah("spent", &draft.spent),
            organiser: fields.needed("organiser", &draft.organiser, "activity-organiser-missing"),
            partners: before.map_or_else(|| "[]".to_owned(), |row| row.partners.clone()),
            result: fields.text("result", &draft.result),
            obstacle: fields.text("obstacle", &draft.obstacle),
            follow_up: fields.text("follow_up", &draft.follow_up),
            added_by: String::new(),
            added_at: before.map_or(at, |row| row.added_at),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        }
    }

    /// What is possible but unlikely about an activity.
    async fn activity_doubts(&self, kind: &ActivityKind, row: &Activity) -> Result<Vec<Doubt>, Refusal> {
        let mut doubts = vec![];
        let people = row.people.unwrap_or_default() + row.men.unwrap_or_default() + row.women.unwrap_or_default();
        let people = if kind.measure == Measure::Test { people.max(row.tested.unwrap_or_default()) } else { people };
        if row.indoors == 1 && kind.ask_above.is_some_and(|most| people > most) {
            let most = kind.ask_above.unwrap_or_default();
            doubts.push(doubt("activity-many-people", vec![("n", people.to_string()), ("most", most.to_string())]));
        }
        let days = (row.starts_on.as_str(), row.ends_on.as_str());
        let same = queries::activities::touching(self.stores.main.read(), &row.regency, &row.place, &row.kind, days);
        for other in same.await?.into_iter().filter(|other| other.id != row.id) {
            let title = if other.title.is_empty() { other.venue.clone() } else { other.title.clone() };
            let values = vec![("by", other.organiser), ("date", other.starts_on), ("title", title), ("id", other.id)];
            doubts.push(doubt("activity-there-already", values));
        }
        Ok(doubts)
    }

    /// Says that an activity which another office has logged is the own one too: it counts once, with both offices.
    ///
    /// # Errors
    /// [`Refusal::Form`] without the name of the office.
    pub async fn join_activity(&self, actor: &Actor, place: RegionCode, id: &str, office: &str) -> Result<(), Refusal> {
        allow(actor, Action::LogActivities, place)?;
        let row = self.activity_row(place, id).await?;
        let regency = place.regency().ok_or(Refusal::NotFound("activity"))?;
        let mut fields = Fields::default();
        let office = fields.needed("organiser", office, "activity-organiser-missing");
        fields.done()?;
        let mut all = partners(&row);
        let same = |name: &String| domain::region::fold(name) == domain::region::fold(&office);
        if all.iter().any(same) || same(&row.organiser) {
            return Ok(());
        }
        all.push(office.clone());
        let seen = row.revision;
        let row = Activity { partners: serde_json::to_string(&all).unwrap_or_default(), ..row };
        let body = json!({ "place": place, "activity": row.kind, "date": row.starts_on, "office": office });
        self.keep_revised(actor, regency, row, seen, Said { action: "activity.join", body }).await
    }

    /// Removes an activity that was logged by mistake; the ledger keeps that it was.
    ///
    /// # Errors
    /// When it is not the actor's to correct, or has files, which are to be removed first.
    pub async fn remove_activity(&self, actor: &Actor, place: RegionCode, which: &Which) -> Result<(), Refusal> {
        allow(actor, Action::LogActivities, place)?;
        let row = self.activity_row(place, &which.id).await?;
        if !may_correct(actor, &row) {
            return Err(Refusal::NotAllowed(Action::LogActivities));
        }
        let subject = format!("activity/{place}/{}", row.id);
        if !queries::evidence::about(self.stores.main.read(), &row.regency, &subject).await?.is_empty() {
            return Err(Refusal::Invalid("milestone-has-files"));
        }
        let regency = place.regency().ok_or(Refusal::NotFound("activity"))?;
        let body = json!({ "place": place, "activity": row.kind, "date": row.starts_on, "title": row.title });
        self.remove_revised(actor, regency, row, which.revision, Said { action: "activity.remove", body }).await
    }
}

/// Whether the actor logged it.
fn is_own(actor: &Actor, row: &Activity) -> bool {
    matches!(actor, Actor::Account { id, .. } if *id == row.added_by)
}

/// Whether the actor may change or remove it: who logged it, and who may correct all.
#[must_use]
pub fn may_correct(actor: &Actor, row: &Activity) -> bool {
    let covers = row.place.parse().is_ok_and(|place| actor.covers(place));
    covers && (is_own(actor, row) || access::may(actor, Action::CorrectActivities))
}

/// How many tested positive is for who may see it, and for who counted.
fn shown_to(actor: &Actor, row: Activity) -> Activity {
    let sees = access::may(actor, Action::SeePositives) || is_own(actor, &row);
    Activity { positive: row.positive.filter(|_| sees), ..row }
}
