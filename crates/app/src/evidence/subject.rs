//! What a file is about: a sheet, or a record of the programme; and who may add, see and remove files there.

use crate::{
    Action, Actor, App, Refusal, allow,
    plan::reports::Proven,
    programme::{activities, decrees::allow_decree},
    round_key, rounds,
    sheets::allow_filling,
};
use domain::{
    region::{Level, RegionCode},
    sheet::State,
};
use instrument::{Scope, Sheet};
use serde_json::{Value, json};
use store::{Conn, MainKind, queries, queries::rounds::Key};

/// A sheet of a place: of a village, or of the whole city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The round.
    pub key: Key,
    /// The sheet's id.
    pub sheet: String,
    /// The village, or the regency for a city sheet.
    pub place: RegionCode,
}

/// What kind of record of the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A milestone of a village.
    Milestone,
    /// A decree of a city.
    Decree,
    /// A budget line of a village.
    Budget,
    /// What a village has chosen to do.
    Intervention,
    /// A monitoring visit to a village.
    Visit,
    /// An activity of a place.
    Activity,
    /// What an agency reached of a row of its plan in a term.
    Realisation,
    /// A meeting of the integrated team.
    Meeting,
    /// What a meeting decided.
    Commitment,
    /// A law or agreement.
    Law,
}

impl Noun {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Milestone,
        Self::Decree,
        Self::Budget,
        Self::Intervention,
        Self::Visit,
        Self::Activity,
        Self::Realisation,
        Self::Meeting,
        Self::Commitment,
        Self::Law,
    ];

    /// The name in subjects and addresses.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Milestone => "milestone",
            Self::Decree => "decree",
            Self::Budget => "budget",
            Self::Intervention => "intervention",
            Self::Visit => "visit",
            Self::Activity => "activity",
            Self::Realisation => "realisation",
            Self::Meeting => "meeting",
            Self::Commitment => "commitment",
            Self::Law => "law",
        }
    }
}

/// A record of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordOf {
    /// What kind.
    pub noun: Noun,
    /// Its village; of a decree and what belongs to the action plan the regency.
    pub place: RegionCode,
    /// Its id.
    pub id: String,
}

/// What files are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A sheet.
    Sheet(About),
    /// A record of the programme.
    Record(RecordOf),
}

impl From<&About> for Subject {
    fn from(about: &About) -> Self {
        Self::Sheet(about.clone())
    }
}

impl From<&RecordOf> for Subject {
    fn from(record: &RecordOf) -> Self {
        Self::Record(record.clone())
    }
}

impl From<&Self> for Subject {
    fn from(subject: &Self) -> Self {
        subject.clone()
    }
}

impl Subject {
    /// Its name in the records of files.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Sheet(About { key, sheet, place }) => {
                format!("sheet/{}/{}/{sheet}/{place}", key.instrument, key.year)
            }
            Self::Record(RecordOf { noun, place, id }) => format!("{}/{place}/{id}", noun.id()),
        }
    }

    /// What a name of a record of files means.
    pub(super) fn of(name: &str, regency: &str) -> Option<Self> {
        let parts: Vec<&str> = name.split('/').collect();
        match parts.as_slice() {
            ["sheet", instrument, year, sheet, place] => {
                let key = round_key(regency.parse().ok()?, instrument, year.parse().ok()?);
                Some(Self::Sheet(About { key, sheet: (*sheet).to_owned(), place: place.parse().ok()? }))
            }
            [noun, place, id] => {
                let noun = Noun::ALL.into_iter().find(|known| known.id() == *noun)?;
                Some(Self::Record(RecordOf { noun, place: place.parse().ok()?, id: (*id).to_owned() }))
            }
            _ => None,
        }
    }

    /// Whose ledger its files stand in.
    pub(super) fn regency(&self) -> Result<String, Refusal> {
        match self {
            Self::Sheet(about) => Ok(about.key.regency.clone()),
            Self::Record(record) => {
                record.place.regency().map(|code| code.to_string()).ok_or(Refusal::NotFound("record"))
            }
        }
    }

    /// What the ledger says of it.
    pub(super) fn said(&self) -> Value {
        match self {
            Self::Sheet(about) => json!({ "place": about.place, "sheet": about.sheet, "year": about.key.year }),
            Self::Record(record) => {
                json!({ "place": record.place, "record": record.noun.id(), "id": record.id })
            }
        }
    }

    /// When the sheet or report that it belongs to was accepted, if it was.
    pub(super) async fn accepted_at(&self, conn: Conn<'_, MainKind>) -> Result<Option<i64>, Refusal> {
        match self {
            Self::Sheet(about) => {
                let place = about.place.to_string();
                let sent = queries::rounds::submission(conn, &about.key, &place, &about.sheet).await?;
                Ok(sent.filter(|sent| sent.state == State::Verified.id()).map(|sent| sent.changed_at))
            }
            Self::Record(record) if record.noun == Noun::Realisation => {
                let Some(of) = Proven::of(&record.id) else { return Ok(None) };
                let code = record.place.to_string();
                let report = queries::plan::reports(conn, &code, (of.year, &of.term), Some(&of.agency)).await?.pop();
                Ok(report.filter(|report| report.state == State::Verified.id()).and_then(|report| report.checked_at))
            }
            Self::Record(_) => Ok(None),
        }
    }

    /// Asked inside the action that adds or removes a file: whether that is possible now.
    pub(super) async fn open(&self, conn: Conn<'_, MainKind>) -> Result<(), Refusal> {
        match self {
            Self::Sheet(about) => {
                let round = queries::rounds::round(conn, &about.key).await?.ok_or(Refusal::NotFound("round"))?;
                rounds::open(&round).map(drop)
            }
            Self::Record(record) => {
                let (regency, place) = (self.regency()?, record.place.to_string());
                let there = match record.noun {
                    Noun::Milestone => {
                        queries::programme::milestone(conn, &regency, &place, &record.id).await?.is_some()
                    }
                    Noun::Decree => queries::programme::decree(conn, &regency, &record.id).await?.is_some(),
                    Noun::Budget => {
                        queries::programme::budget_line(conn, &regency, &place, &record.id).await?.is_some()
                    }
                    Noun::Visit => {
                        let all = queries::programme::visits(conn, &regency, &place).await?;
                        all.iter().any(|row| row.id == record.id)
                    }
                    Noun::Intervention => {
                        let all = queries::programme::interventions(conn, &regency, &place).await?;
                        all.iter().any(|row| row.id == record.id)
                    }
                    Noun::Activity => queries::activities::one(conn, &regency, &place, &record.id).await?.is_some(),
                    Noun::Meeting => {
                        queries::team::meetings(conn, &regency).await?.iter().any(|row| row.id == record.id)
                    }
                    Noun::Commitment => {
                        queries::team::commitments(conn, &regency).await?.iter().any(|row| row.id == record.id)
                    }
                    Noun::Law => queries::team::laws(conn, &regency).await?.iter().any(|row| row.id == record.id),
                    Noun::Realisation => {
                        let of = Proven::of(&record.id).ok_or(Refusal::NotFound("record"))?;
                        let all = queries::plan::rows(conn, &regency, of.year, &of.agency).await?;
                        all.iter().any(|row| row.id == of.row)
                    }
                };
                if there { Ok(()) } else { Err(Refusal::NotFound("record")) }
            }
        }
    }
}

impl App {
    async fn sheet_of(&self, about: &About) -> Result<(Sheet, bool), Refusal> {
        let (round, rule) = self.round_rule(self.stores.main.read(), &about.key).await?;
        let sheet = rule.sheets().iter().find(|sheet| sheet.id == about.sheet).ok_or(Refusal::NotFound("sheet"))?;
        let regency = match sheet.scope {
            Scope::City => about.place,
            Scope::Village => self.regency_of_village(about.place)?,
        };
        if regency.to_string() != about.key.regency {
            return Err(Refusal::NotFound("village"));
        }
        Ok((sheet.clone(), rounds::open(&round).is_ok()))
    }

    /// Asks that the actor may add and remove files there, whether or not that is possible now.
    pub(super) async fn allow_adding(&self, actor: &Actor, subject: &Subject) -> Result<(), Refusal> {
        match subject {
            Subject::Sheet(about) => {
                let (sheet, _) = self.sheet_of(about).await?;
                allow_filling(actor, &sheet, about.place)
            }
            Subject::Record(record) => self.allow_proving(actor, record).await,
        }
    }

    async fn allow_proving(&self, actor: &Actor, record: &RecordOf) -> Result<(), Refusal> {
        let (conn, place) = (self.stores.main.read(), record.place);
        // What belongs to the action plan belongs to the whole regency.
        let of_regency = matches!(record.noun, Noun::Realisation | Noun::Meeting | Noun::Commitment | Noun::Law);
        if of_regency && place.level() != Level::Regency {
            return Err(Refusal::NotFound("record"));
        }
        let code = place.regency().ok_or(Refusal::NotFound("record"))?.to_string();
        match record.noun {
            Noun::Milestone => {
                let row = queries::programme::milestone(conn, &code, &place.to_string(), &record.id).await?;
                let row = row.ok_or(Refusal::NotFound("milestone"))?;
                let rules = self.programme_rules();
                let may = rules.ladder.kind(&row.kind).is_some_and(|(_, kind)| self.may_record(actor, kind, place));
                if may { Ok(()) } else { Err(Refusal::NotAllowed(Action::RecordMilestones)) }
            }
            Noun::Decree => allow(actor, Action::ManageDecrees, place),
            Noun::Budget => allow(actor, Action::ManageBudget, place),
            Noun::Intervention => allow(actor, Action::ChooseInterventions, place),
            Noun::Visit => allow(actor, Action::VisitVillages, place),
            Noun::Meeting => allow(actor, Action::RunMeetings, place),
            Noun::Law => allow(actor, Action::KeepLaw, place),
            Noun::Commitment => {
                let all = self.commitments(actor, place).await?;
                let one = all.iter().find(|one| one.commitment.id == record.id).ok_or(Refusal::NotFound("record"))?;
                if one.may_report { Ok(()) } else { Err(Refusal::NotAllowed(Action::RunMeetings)) }
            }
            Noun::Realisation => {
                let of = Proven::of(&record.id).ok_or(Refusal::NotFound("record"))?;
                self.period(place, Some(of.year), Some(&of.term))?;
                self.allow_plan(actor, place, &of.agency).await.map(drop)
            }
            Noun::Activity => {
                allow(actor, Action::LogActivities, place)?;
                let row = self.activity_row(place, &record.id).await?;
                if activities::may_correct(actor, &row) {
                    Ok(())
                } else {
                    Err(Refusal::NotAllowed(Action::LogActivities))
                }
            }
        }
    }

    /// Whether the actor may add files there now; refuses who may not even see them.
    pub(super) async fn may_add(&self, actor: &Actor, subject: &Subject) -> Result<bool, Refusal> {
        if let Subject::Sheet(about) = subject {
            let (sheet, open) = self.sheet_of(about).await?;
            let fills = allow_filling(actor, &sheet, about.place).is_ok();
            if !fills {
                // Of a village, who may see the village; of the city, who may see its values.
                let city = sheet.scope == Scope::City;
                let action = if city { Action::SeeCitySheets } else { Action::SeeVillage };
                allow(actor, action, about.place)?;
            }
            return Ok(fills && open);
        }
        let Subject::Record(record) = subject else { return Ok(false) };
        match self.allow_proving(actor, record).await {
            Ok(()) => return Ok(true),
            Err(Refusal::NotAllowed(_)) => {}
            Err(other) => return Err(other),
        }
        match record.noun {
            Noun::Milestone | Noun::Budget | Noun::Visit => allow(actor, Action::SeeProgramme, record.place)?,
            // What was chosen tells which indicators were found.
            Noun::Intervention => allow(actor, Action::SeeVillage, record.place)?,
            Noun::Activity => allow(actor, Action::SeeActivities, record.place)?,
            Noun::Decree => allow_decree(actor, record.place)?,
            Noun::Meeting => {
                self.meeting(actor, record.place, &record.id).await?;
            }
            // Whether it is one that the actor may know of was asked above, unless they have no part in the team at all.
            Noun::Commitment | Noun::Law => self.see_team(actor, record.place).await?,
            Noun::Realisation => {
                let of = Proven::of(&record.id).ok_or(Refusal::NotFound("record"))?;
                self.see_reports(actor, record.place, &of.agency).await?;
            }
        }
        Ok(false)
    }

    /// When a village's sheet or an agency's report was accepted, with the files that it had by then; these stay. Of a city
    /// sheet each row is accepted for itself, its files are not; another record is never accepted.
    ///
    /// # Errors
    /// What the database says.
    pub async fn accepted_at(&self, subject: impl Into<Subject>) -> Result<Option<i64>, Refusal> {
        subject.into().accepted_at(self.stores.main.read()).await
    }
}
