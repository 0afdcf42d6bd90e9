//! The integrated team of a regency and of its districts: its decree and its members by their part in it, never by name; and
//! who has a part in it.

use super::meetings::lines;
use crate::{
    Action, Actor, App, Refusal, access, allow,
    programme::{Fields, Said, Which},
};
use domain::region::{Level, RegionCode};
use jiff::civil::Date;
use serde_json::json;
use store::{nouns::Team, queries};

/// A team as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TeamDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// The regency, or one of its districts.
    pub place: String,
    /// Of the decree.
    pub number: String,
    /// Of the decree.
    pub dated: String,
    /// Its last day; empty where none is said.
    pub until: String,
    /// A line each: part in the team and position.
    pub members: String,
}

impl App {
    /// Whether the actor has a part in the integrated team of a regency: the secretariat, who follows it, and who speaks for an
    /// agency there.
    pub(crate) async fn see_team(&self, actor: &Actor, regency: RegionCode) -> Result<(), Refusal> {
        if access::may(actor, Action::SeeReports) && actor.covers(regency) {
            return Ok(());
        }
        let all = self.all_agencies(regency).await?;
        let speaks = access::may(actor, Action::SpeakForAgency);
        let own = self.own_agencies(actor, &all, self.today(regency));
        if speaks && !own.is_empty() { Ok(()) } else { Err(Refusal::NotAllowed(Action::SeeReports)) }
    }

    /// The teams of a regency and its districts, those of the regency first.
    ///
    /// # Errors
    /// When the actor has no part in them.
    pub async fn teams(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<Team>, Refusal> {
        self.see_team(actor, regency).await?;
        let mut teams = queries::team::teams(self.stores.main.read(), &regency.to_string()).await?;
        teams.sort_by(|a, b| (&a.place, &b.dated).cmp(&(&b.place, &a.dated)));
        Ok(teams)
    }

    /// Keeps a team; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_team(&self, actor: &Actor, regency: RegionCode, draft: TeamDraft) -> Result<String, Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let today = self.today(regency);
        let there = queries::team::teams(self.stores.main.read(), &regency.to_string()).await?;
        if !draft.which.id.is_empty() && !there.iter().any(|team| team.id == draft.which.id) {
            return Err(Refusal::NotFound("record"));
        }
        let mut fields = Fields::default();
        let here =
            |place: &RegionCode| *place == regency || (place.level() == Level::District && regency.contains(*place));
        let place = draft.place.parse::<RegionCode>().ok().filter(here).filter(|one| self.places().get(*one).is_some());
        if place.is_none() {
            fields.fault("place", "form-not-chosen");
        }
        let number = fields.needed("number", &draft.number, "team-number-missing");
        let dated = fields.day("dated", &draft.dated);
        if dated.is_some_and(|dated| dated > today) {
            fields.fault("dated", "form-in-the-future");
        }
        let until = (!draft.until.trim().is_empty()).then(|| fields.day("until", &draft.until)).flatten();
        if until.zip(dated).is_some_and(|(until, dated)| until < dated) {
            fields.fault("until", "plan-reversed");
        }
        let members = lines(&mut fields, "members", &draft.members);
        fields.done()?;
        let iso = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let row = Team {
            regency: regency.to_string(),
            id: if draft.which.id.is_empty() { self.new_id() } else { draft.which.id.clone() },
            place: draft.place,
            number,
            dated: iso(dated),
            until: iso(until),
            members,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let (id, body) = (row.id.clone(), json!({ "team": row.id, "place": row.place }));
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "team.keep", body }).await?;
        Ok(id)
    }
}
