//! Attendance by a code: it hangs in the room, on a screen or on the list on paper; who speaks for an agency reads it with a
//! phone and notes that the agency has come. The secretariat has the last word when it keeps the minutes.

use super::{
    agencies::{AgencyView, actor_place},
    meetings::ids,
};
use crate::{Action, Actor, App, Refusal, accounts::slip, allow};
use domain::region::RegionCode;
use jiff::civil::Date;
use serde_json::json;
use store::{
    Record,
    nouns::{Arrival, AttendanceCode, Meeting},
    queries,
};

/// A meeting as who has come to it sees it.
#[derive(Debug, Clone)]
pub struct Arriving {
    /// The meeting.
    pub meeting: Meeting,
    /// The invited agencies that the actor speaks for, and when each has come.
    pub agencies: Vec<(AgencyView, Option<i64>)>,
}

impl App {
    /// The code of a meeting; one is made where there is none.
    ///
    /// # Errors
    /// When the actor may not, there is no such meeting, or it was held or cancelled.
    pub async fn make_attendance_code(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<String, Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let meeting = self.known_meeting(regency, id).await?;
        if let Some(code) = self.attendance_code(actor, regency, id).await? {
            return Ok(code);
        }
        open(&meeting)?;
        let row =
            AttendanceCode { regency: meeting.regency, meeting: meeting.id, code: slip::letters(self.token::<8>()) };
        let chain = row.regency.clone();
        let (at, by, body) = (self.now(), actor.name().to_owned(), json!({ "meeting": id }));
        self.stores
            .main
            .write(&chain, move |tx| {
                let (row, by, body) = (row.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    // Of two that ask at once both get the code of the first.
                    if let Some(there) = tx.read().there(&row).await? {
                        return Ok(there.code);
                    }
                    tx.put(&row).await?;
                    tx.record(Record { at, actor: by, action: "meeting.code", body });
                    Ok::<_, Refusal>(row.code)
                })
            })
            .await
    }

    /// The code of a meeting, where one was made.
    ///
    /// # Errors
    /// When the actor may not.
    pub async fn attendance_code(
        &self,
        actor: &Actor,
        regency: RegionCode,
        id: &str,
    ) -> Result<Option<String>, Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let kept = queries::team::attendance_code(self.stores.main.read(), &regency.to_string(), id).await?;
        Ok(kept.map(|kept| kept.code))
    }

    /// The meeting whose code this is, with the invited agencies that the actor speaks for.
    ///
    /// # Errors
    /// When the code is not good: another's, on another day, or the minutes are kept already; or no agency of the actor was
    /// invited.
    pub async fn arriving(
        &self,
        actor: &Actor,
        regency: RegionCode,
        id: &str,
        code: &str,
    ) -> Result<Arriving, Refusal> {
        allow(actor, Action::SpeakForAgency, actor_place(actor, regency))?;
        let (conn, place) = (self.stores.main.read(), regency.to_string());
        let kept = queries::team::attendance_code(conn, &place, id).await?;
        if kept.is_none_or(|kept| slip::plain(&kept.code) != slip::plain(code)) {
            return Err(Refusal::Invalid("attendance-code-wrong"));
        }
        let meeting = self.known_meeting(regency, id).await?;
        open(&meeting)?;
        let today = self.today(regency);
        if meeting.held_on.parse::<Date>().ok() != Some(today) {
            return Err(Refusal::Invalid("attendance-other-day"));
        }
        let all = self.all_agencies(regency).await?;
        let (own, invited) = (self.own_agencies(actor, &all, today), ids(&meeting.invited));
        let came = self.arrivals(regency, &meeting).await?;
        let when = |agency: &str| came.iter().find(|one| one.agency == agency).map(|one| one.at);
        let mine = all.into_iter().filter(|view| own.contains(&view.agency.id) && invited.contains(&view.agency.id));
        let agencies: Vec<_> = mine.map(|view| (when(&view.agency.id), view)).map(|(at, view)| (view, at)).collect();
        if agencies.is_empty() {
            return Err(Refusal::Invalid("attendance-not-invited"));
        }
        Ok(Arriving { meeting, agencies })
    }

    /// Notes that an agency has come. Said twice it stays what it was.
    ///
    /// # Errors
    /// As [`App::arriving`]; the actor does not speak for the agency, or it was not invited.
    pub async fn arrive(
        &self,
        actor: &Actor,
        regency: RegionCode,
        id: &str,
        code: &str,
        agency: &str,
    ) -> Result<(), Refusal> {
        let there = self.arriving(actor, regency, id, code).await?;
        let found = there.agencies.iter().find(|(view, _)| view.agency.id == agency);
        let (_, came) = found.ok_or(Refusal::Invalid("attendance-not-invited"))?;
        if came.is_some() {
            return Ok(());
        }
        let (at, by, meeting) = (self.now(), actor.name().to_owned(), there.meeting);
        let (zone, today) = (self.zone(regency), self.today(regency));
        let row = Arrival { regency: regency.to_string(), meeting: id.to_owned(), agency: agency.to_owned(), at };
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (row, by, meeting) = (row.clone(), by.clone(), meeting.clone());
                Box::pin(async move {
                    let now = tx.read().there(&meeting).await?.ok_or(Refusal::NotFound("meeting"))?;
                    open(&now)?;
                    let before = tx.read().there(&row).await?;
                    if before.is_some_and(|before| zone.date(before.at) == today) {
                        return Ok(());
                    }
                    tx.put(&row).await?;
                    let body = json!({ "meeting": row.meeting, "agency": row.agency });
                    tx.record(Record { at, actor: by, action: "meeting.arrive", body });
                    Ok(())
                })
            })
            .await
    }

    /// Who has noted that they came, on the day of the meeting: when it was moved, another day's do not count.
    pub(super) async fn arrivals(&self, regency: RegionCode, meeting: &Meeting) -> Result<Vec<Arrival>, Refusal> {
        let conn = self.stores.main.read();
        let mut all = queries::team::arrivals(conn, &regency.to_string(), &meeting.id).await?;
        let (zone, day) = (self.zone(regency), meeting.held_on.parse::<Date>().ok());
        all.retain(|one| Some(zone.date(one.at)) == day);
        Ok(all)
    }

    async fn known_meeting(&self, regency: RegionCode, id: &str) -> Result<Meeting, Refusal> {
        let all = queries::team::meetings(self.stores.main.read(), &regency.to_string()).await?;
        all.into_iter().find(|one| one.id == id).ok_or(Refusal::NotFound("meeting"))
    }
}

/// Where attendance at a meeting is noted.
#[must_use]
pub fn attendance_address(site: &str, regency: RegionCode, meeting: &str) -> String {
    format!("{site}/rapat/{regency}/{meeting}/hadir")
}

/// Whether attendance can still be noted.
fn open(meeting: &Meeting) -> Result<(), Refusal> {
    match meeting.state.as_str() {
        "planned" => Ok(()),
        "held" => Err(Refusal::Invalid("attendance-closed")),
        _ => Err(Refusal::Invalid("meeting-was-cancelled")),
    }
}
