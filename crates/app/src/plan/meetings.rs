//! The integrated team and its meetings: who is invited, who came, what was said. The agenda opens with what earlier meetings
//! decided and nobody has done yet. Attendance and decisions stand by agency, never by person.

use super::{Rules, agencies::AgencyView};
use crate::{
    Action, Actor, App, Refusal, access, allow,
    programme::{Fields, Said, Which, current, doubt},
    refusal::settle,
};
use domain::region::RegionCode;
use jiff::civil::{Date, Time};
use serde_json::json;
use std::collections::HashSet;
use store::{
    Record, Revised as _,
    nouns::{Commitment, LatenessShown, Meeting},
    queries,
};

/// The most members of a team, and points of an agenda.
pub const MOST_LINES: usize = 100;

/// A meeting as it was typed.
#[derive(Debug, Clone, Default)]
pub struct MeetingDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// By the list's id.
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// Its day.
    pub held_on: String,
    /// Its time.
    pub begins: String,
    /// Where.
    pub venue: String,
    /// A line for each point.
    pub agenda: String,
    /// Ids of agencies.
    pub invited: Vec<String>,
}

/// What is kept of a meeting that was held, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct MinutesDraft {
    /// Which record.
    pub which: Which,
    /// Ids of the agencies that came.
    pub attended: Vec<String>,
    /// Other offices that came, a line each.
    pub guests: String,
    /// What was said.
    pub minutes: String,
    /// Doubts that were answered.
    pub sure: Vec<String>,
}

/// A meeting with who came and what it decided.
#[derive(Debug, Clone)]
pub struct MeetingView {
    /// The record.
    pub meeting: Meeting,
    /// The agencies that were invited, each with whether it came; before the minutes are kept, whether it has noted so.
    pub invited: Vec<(AgencyView, bool)>,
    /// Whether enough came; `None` while it was not held.
    pub quorum: Option<bool>,
    /// What it decided.
    pub decided: Vec<Commitment>,
    /// What earlier meetings decided and is still open; for the agenda.
    pub open_before: Vec<Commitment>,
    /// Whether it decided to show every agency which of them are late, and that still holds.
    pub shows_lateness: bool,
    /// Whether the actor may keep it.
    pub may_keep: bool,
}

/// A list of ids as it is kept.
#[must_use]
pub fn ids(json: &str) -> Vec<String> {
    serde_json::from_str(json).unwrap_or_default()
}

/// What is typed in lines, without empty ones.
pub(super) fn lines(fields: &mut Fields, field: &'static str, typed: &str) -> String {
    let lines: Vec<String> = typed.lines().map(crate::plain).filter(|line| !line.is_empty()).collect();
    if lines.len() > MOST_LINES || lines.iter().any(|line| line.chars().count() > crate::programme::LONGEST_LINE) {
        fields.fault(field, "meeting-too-many-lines");
    }
    lines.join("\n")
}

impl App {
    /// The meetings that the actor may know of, the latest first: all, or those to which an own agency was invited.
    ///
    /// # Errors
    /// When the actor has no part in the team.
    pub async fn meetings(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<Meeting>, Refusal> {
        self.see_team(actor, regency).await?;
        let mut all = queries::team::meetings(self.stores.main.read(), &regency.to_string()).await?;
        if !(access::may(actor, Action::SeeReports) && actor.covers(regency)) {
            let own = self.own_agencies(actor, &self.all_agencies(regency).await?, self.today(regency));
            all.retain(|meeting| ids(&meeting.invited).iter().any(|id| own.contains(id)));
        }
        all.sort_by(|a, b| (&b.held_on, &b.id).cmp(&(&a.held_on, &a.id)));
        Ok(all)
    }

    /// One meeting.
    ///
    /// # Errors
    /// When there is none, or the actor may not know of it.
    pub async fn meeting(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<MeetingView, Refusal> {
        let all = self.meetings(actor, regency).await?;
        let meeting = all.iter().find(|one| one.id == id).cloned().ok_or(Refusal::NotFound("meeting"))?;
        let agencies = self.all_agencies(regency).await?;
        let (invited, attended) = (ids(&meeting.invited), ids(&meeting.attended));
        let attended = if meeting.state == "planned" {
            let came = self.arrivals(regency, &meeting).await?;
            came.into_iter().map(|one| one.agency).collect()
        } else {
            attended
        };
        let asked = agencies.into_iter().filter(|view| invited.contains(&view.agency.id));
        let asked: Vec<_> = asked.map(|view| (attended.contains(&view.agency.id), view)).collect();
        let rules = self.plan_rules();
        let conn = self.stores.main.read();
        let commitments = queries::team::commitments(conn, &regency.to_string()).await?;
        let before: HashSet<&str> =
            all.iter().filter(|one| one.held_on < meeting.held_on).map(|one| one.id.as_str()).collect();
        let open = |one: &&Commitment| one.state == "open" && before.contains(one.meeting.as_str());
        let mut open_before: Vec<Commitment> = commitments.iter().filter(open).cloned().collect();
        open_before.sort_by(|a, b| a.due_on.cmp(&b.due_on));
        let shown = queries::team::lateness_shown(conn, &regency.to_string()).await?;
        Ok(MeetingView {
            quorum: (meeting.state == "held").then(|| could_decide(&rules, &meeting)),
            invited: asked.into_iter().map(|(came, view)| (view, came)).collect(),
            decided: commitments.into_iter().filter(|one| one.meeting == id).collect(),
            open_before,
            shows_lateness: shown.iter().any(|one| one.meeting == id && one.until.is_empty())
                && could_decide(&rules, &meeting),
            may_keep: access::may(actor, Action::RunMeetings) && actor.covers(regency),
            meeting,
        })
    }

    /// Keeps the invitation of a meeting that was not held yet; gives its id.
    ///
    /// # Errors
    /// When it was held or cancelled: what it decided rests on who was invited, and when.
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_meeting(
        &self,
        actor: &Actor,
        regency: RegionCode,
        draft: MeetingDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let rules = self.plan_rules();
        let all = queries::team::meetings(self.stores.main.read(), &regency.to_string()).await?;
        let before = all.into_iter().find(|one| one.id == draft.which.id);
        if before.is_none() && !draft.which.id.is_empty() {
            return Err(Refusal::NotFound("meeting"));
        }
        if let Some(one) = before.as_ref().filter(|one| one.state != "planned") {
            let key = if one.state == "held" { "meeting-was-held" } else { "meeting-was-cancelled" };
            return Err(Refusal::Invalid(key));
        }
        let mut fields = Fields::default();
        if !rules.meetings.kinds.iter().any(|kind| kind.id == draft.kind) {
            fields.fault("kind", "form-not-chosen");
        }
        let title = fields.needed("title", &draft.title, "meeting-title-missing");
        let held_on = fields.day("held_on", &draft.held_on);
        let begins = clock(&draft.begins);
        if begins.is_none() {
            fields.fault("begins", "meeting-time-unreadable");
        }
        let venue = fields.line("venue", &draft.venue);
        let agenda = lines(&mut fields, "agenda", &draft.agenda);
        let known: HashSet<String> = self.all_agencies(regency).await?.into_iter().map(|view| view.agency.id).collect();
        let mut invited = draft.invited;
        invited.sort();
        invited.dedup();
        if invited.iter().any(|id| !known.contains(id)) {
            fields.fault("invited", "form-not-chosen");
        } else if invited.is_empty() {
            fields.fault("invited", "meeting-nobody-invited");
        }
        fields.done()?;
        let row = Meeting {
            regency: regency.to_string(),
            id: before.as_ref().map_or_else(|| self.new_id(), |one| one.id.clone()),
            kind: draft.kind,
            title,
            held_on: held_on.map(|day| day.to_string()).unwrap_or_default(),
            begins: begins.unwrap_or_default(),
            venue,
            agenda,
            invited: serde_json::to_string(&invited).unwrap_or_default(),
            state: "planned".to_owned(),
            attended: "[]".to_owned(),
            guests: String::new(),
            minutes: String::new(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let (id, body) = (row.id.clone(), json!({ "meeting": row.id, "on": row.held_on }));
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "meeting.keep", body }).await?;
        Ok(id)
    }

    /// Keeps who came and what was said; the meeting was held then.
    ///
    /// # Errors
    /// [`Refusal::Form`]; [`Refusal::Doubts`] where too few came; [`Refusal::Outdated`] when someone changed it since.
    pub async fn keep_minutes(&self, actor: &Actor, regency: RegionCode, draft: MinutesDraft) -> Result<(), Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let view = self.meeting(actor, regency, &draft.which.id).await?;
        if view.meeting.state == "cancelled" {
            return Err(Refusal::Invalid("meeting-was-cancelled"));
        }
        if view.meeting.held_on.parse::<Date>().is_ok_and(|day| day > self.today(regency)) {
            return Err(Refusal::Invalid("meeting-not-yet"));
        }
        if view.meeting.revision != draft.which.revision {
            return Err(Refusal::Outdated { by: view.meeting.changed_by });
        }
        let invited = ids(&view.meeting.invited);
        let mut fields = Fields::default();
        let mut attended = draft.attended;
        attended.sort();
        attended.dedup();
        if attended.iter().any(|id| !invited.contains(id)) {
            fields.fault("attended", "form-not-chosen");
        }
        let guests = lines(&mut fields, "guests", &draft.guests);
        let minutes: Vec<String> = draft.minutes.lines().map(crate::plain).collect();
        let minutes = minutes.join("\n").trim().to_owned();
        if minutes.chars().count() > LONGEST_MINUTES {
            fields.fault("minutes", "meeting-minutes-too-long");
        }
        fields.done()?;
        let rules = self.plan_rules();
        let few = !rules.meetings.has_quorum(attended.len(), invited.len());
        let doubts = few.then(|| {
            let values = vec![("n", attended.len().to_string()), ("of", invited.len().to_string())];
            doubt("meeting-no-quorum", values)
        });
        let here = |(one, came): &(AgencyView, bool)| {
            let noted = view.meeting.state == "planned" && *came && !attended.contains(&one.agency.id);
            noted.then(|| one.name_on(self.today(regency)).name.clone())
        };
        let left_out: Vec<String> = view.invited.iter().filter_map(here).collect();
        let left_out =
            (!left_out.is_empty()).then(|| doubt("meeting-noted-left-out", vec![("names", left_out.join(", "))]));
        settle(doubts.into_iter().chain(left_out).collect(), &draft.sure)?;
        let row = Meeting {
            state: "held".to_owned(),
            attended: serde_json::to_string(&attended).unwrap_or_default(),
            guests,
            minutes,
            ..view.meeting
        };
        let body = json!({ "meeting": row.id, "came": attended.len(), "invited": invited.len() });
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "meeting.minutes", body }).await
    }

    /// Cancels a meeting that was not held.
    ///
    /// # Errors
    /// When it was held, or someone changed it since.
    pub async fn cancel_meeting(&self, actor: &Actor, regency: RegionCode, which: &Which) -> Result<(), Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let view = self.meeting(actor, regency, &which.id).await?;
        if view.meeting.state != "planned" {
            return Err(Refusal::Invalid("meeting-was-held"));
        }
        let row = Meeting { state: "cancelled".to_owned(), ..view.meeting };
        let body = json!({ "meeting": row.id });
        self.keep_revised(actor, regency, row, which.revision, Said { action: "meeting.cancel", body }).await
    }

    /// Keeps that a meeting decided to show every agency which of them are late, or that this is over.
    ///
    /// # Errors
    /// When the meeting was not held, or too few came to decide.
    pub async fn show_lateness(&self, actor: &Actor, regency: RegionCode, id: &str, show: bool) -> Result<(), Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let view = self.meeting(actor, regency, id).await?;
        if show && view.quorum != Some(true) {
            return Err(Refusal::Invalid("meeting-cannot-decide"));
        }
        let (code, today) = (regency.to_string(), self.today(regency).to_string());
        let there = queries::team::lateness_shown(self.stores.main.read(), &code).await?;
        let before = there.into_iter().find(|one| one.meeting == id);
        let since = before.map_or_else(|| today.clone(), |one| one.since);
        let until = if show { String::new() } else { today };
        let row = LatenessShown { regency: code.clone(), meeting: id.to_owned(), since, until };
        let (at, by, body) = (self.now(), actor.name().to_owned(), json!({ "meeting": id, "show": show }));
        let held = view.meeting;
        self.stores
            .main
            .write(&code, move |tx| {
                let (row, by, body, held) = (row.clone(), by.clone(), body.clone(), held.clone());
                Box::pin(async move {
                    current(tx, &held, held.revision()).await?;
                    tx.put(&row).await?;
                    tx.record(Record { at, actor: by, action: "meeting.lateness", body });
                    Ok(())
                })
            })
            .await
    }

    /// Whether a meeting has decided to show every agency which of them are late.
    pub(super) async fn lateness_is_shown(&self, regency: RegionCode) -> Result<bool, Refusal> {
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let shown = queries::team::lateness_shown(conn, &code).await?;
        let holding: HashSet<&str> =
            shown.iter().filter(|one| one.until.is_empty()).map(|one| one.meeting.as_str()).collect();
        if holding.is_empty() {
            return Ok(false);
        }
        let rules = self.plan_rules();
        let meetings = queries::team::meetings(conn, &code).await?;
        Ok(meetings.iter().any(|one| holding.contains(one.id.as_str()) && could_decide(&rules, one)))
    }
}

/// Whether a meeting was held and enough of the invited came. What it decided without that is followed all the same, and
/// says so; what opens something to others is not.
fn could_decide(rules: &Rules, meeting: &Meeting) -> bool {
    let came = ids(&meeting.attended).len();
    meeting.state == "held" && rules.meetings.has_quorum(came, ids(&meeting.invited).len())
}

/// A time of day as it is kept, `09:30`; empty where none is said, nothing where it is none.
fn clock(typed: &str) -> Option<String> {
    let plain = typed.trim().replace('.', ":");
    if plain.is_empty() {
        return Some(plain);
    }
    let (hour, minute) = plain.split_once(':')?;
    let two = |text: &str| text.parse::<i8>().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()));
    let time = Time::new(two(hour)?, two(minute).filter(|_| minute.len() == 2)?, 0, 0).ok()?;
    Some(time.strftime("%H:%M").to_string())
}

/// The most characters of minutes.
pub const LONGEST_MINUTES: usize = 20_000;
