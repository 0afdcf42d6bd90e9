//! Papers of the integrated team: minutes, a list to sign on, and what its meetings decided.

use super::{About, Body, Words, called, column, fact, row, section};
use crate::{
    Action, Actor, App, Refusal, allow,
    plan::{attendance::attendance_address, meetings::MeetingView},
};
use documents::{
    paper::{Cell, Fact, Part, Row, Table},
    qr,
};
use domain::{programme::catalogue::entry, region::RegionCode};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Lines to sign on for those who come without an invitation.
const MORE_LINES: usize = 6;

impl App {
    fn meeting_kind(&self, w: &Words, view: &MeetingView) -> String {
        let rules = self.plan_rules();
        entry(&rules.meetings.kinds, &view.meeting.kind)
            .map_or(String::new(), |kind| kind.title.get(w.lang()).to_owned())
    }

    pub(super) async fn minutes(
        &self,
        actor: &Actor,
        regency: RegionCode,
        about: &About,
        w: &Words,
    ) -> Result<Body, Refusal> {
        let view = self.meeting(actor, regency, &about.meeting).await?;
        let Some(quorum) = view.quorum else { return Err(Refusal::Invalid("meeting-not-held")) };
        let day = view.meeting.held_on.parse::<Date>().unwrap_or_default();
        let mut facts = when_and_where(w, &view);
        let came = view.invited.iter().filter(|(_, came)| *came).count();
        let of = [("n", came.into()), ("of", view.invited.len().into())];
        let means = format!("{came}/{}", view.invited.len());
        facts.push(fact("came", w.t("paper-came"), w.with("meeting-came", of)).meaning(means));
        facts.push(
            fact("quorum", w.t("paper-quorum"), w.t(if quorum { "meeting-quorum" } else { "meeting-without-quorum" }))
                .meaning(quorum.to_string()),
        );
        let all = self.all_agencies(regency).await?;
        let decided = (1..).zip(&view.decided).map(|(n, one)| {
            let cells = vec![
                Cell::text(w.number(n)),
                Cell::text(&one.what),
                Cell::text(called(&all, &one.agency, day)),
                Cell::text(w.iso_date(&one.first_due)),
            ];
            Row { source: format!("/komitmen/{regency}/{}", one.id), ..row(one.id.as_str(), cells) }
        });
        let decided = Table {
            name: "decided".to_owned(),
            caption: w.t("meeting-decided"),
            columns: vec![
                column("", w.t("paper-no"), 0),
                column("what", w.t("commitment-what"), 3),
                column("owner", w.t("commitment-owner"), 2),
                column("due", w.t("commitment-due"), 0),
            ],
            rows: decided.collect(),
            empty: w.t("meeting-decided-none"),
            tall: false,
        };
        let yes_or_no = |came: bool| w.t(if came { "meeting-there" } else { "meeting-absent" });
        let attended = (1..).zip(&view.invited).map(|(n, (one, came))| {
            let cells = vec![
                Cell::text(w.number(n)),
                Cell::text(&one.name_on(day).name),
                Cell::text(yes_or_no(*came)).meaning(came.to_string()),
            ];
            row(one.agency.id.as_str(), cells)
        });
        let attended = Table {
            name: "attended".to_owned(),
            caption: w.t("paper-attendance"),
            columns: vec![
                column("", w.t("paper-no"), 0),
                column("agency", w.t("agency-name"), 1),
                column("came", w.t("paper-came"), 0),
            ],
            rows: attended.collect(),
            empty: String::new(),
            tall: false,
        };
        let mut parts = agenda(w, &view);
        if !view.meeting.minutes.is_empty() {
            parts.push(Part::Text {
                name: "minutes".to_owned(),
                title: w.t("meeting-minutes"),
                text: view.meeting.minutes.clone(),
            });
        }
        parts.push(Part::Table(decided));
        parts.push(Part::Table(attended));
        let guests: Vec<String> = view.meeting.guests.lines().map(str::to_owned).collect();
        if !guests.is_empty() {
            parts.push(Part::Points { name: "guests".to_owned(), title: w.t("meeting-guests"), points: guests });
        }
        Ok(Body {
            title: w.with("paper-minutes-of", [("kind", self.meeting_kind(w, &view).into())]),
            about: vec![view.meeting.title.clone()],
            facts,
            sections: vec![section(String::new(), parts)],
            agency: None,
        })
    }

    pub(super) async fn attendance(
        &self,
        actor: &Actor,
        regency: RegionCode,
        about: &About,
        w: &Words,
    ) -> Result<Body, Refusal> {
        allow(actor, Action::RunMeetings, regency)?;
        let view = self.meeting(actor, regency, &about.meeting).await?;
        let day = view.meeting.held_on.parse::<Date>().unwrap_or_default();
        let mut names: Vec<String> = view.invited.iter().map(|(one, _)| one.name_on(day).name.clone()).collect();
        names.extend(vec![String::new(); MORE_LINES]);
        let lines = (1..).zip(names).map(|(n, name)| {
            let mut cells = vec![Cell::text(w.number(n)), Cell::text(name)];
            cells.extend(vec![Cell::default(); 3]);
            row("", cells)
        });
        let table = Table {
            name: "lines".to_owned(),
            caption: w.t("paper-attendance"),
            columns: vec![
                column("", w.t("paper-no"), 0),
                column("agency", w.t("paper-office-of"), 3),
                column("name", w.t("agency-name"), 3),
                column("office", w.t("paper-office"), 2),
                column("signature", w.t("paper-signature"), 2),
            ],
            rows: lines.collect(),
            empty: String::new(),
            tall: true,
        };
        let mut parts = agenda(w, &view);
        let code = self.attendance_code(actor, regency, &about.meeting).await?;
        if let Some(code) = code.filter(|_| view.meeting.state == "planned" && !about.site.is_empty()) {
            let address = attendance_address(&about.site, regency, &about.meeting);
            let with = [("address", address.as_str().into()), ("code", code.as_str().into())];
            parts.push(Part::Code {
                svg: qr::svg(&format!("{address}?kode={code}")),
                alt: w.t("attendance-code"),
                text: w.with("attendance-how", with),
            });
        }
        parts.push(Part::Table(table));
        Ok(Body {
            title: w.with("paper-attendance-of", [("kind", self.meeting_kind(w, &view).into())]),
            about: vec![view.meeting.title.clone()],
            facts: when_and_where(w, &view),
            sections: vec![section(String::new(), parts)],
            agency: None,
        })
    }

    /// What is late is late on the paper's day: that a day passed changes no paper.
    pub(super) async fn commitment_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        day: Date,
        w: &Words,
    ) -> Result<Body, Refusal> {
        allow(actor, Action::SeeReports, regency)?;
        let all = self.commitments(actor, regency).await?;
        let agencies = self.all_agencies(regency).await?;
        let meetings: BTreeMap<String, String> =
            self.meetings(actor, regency).await?.into_iter().map(|one| (one.id, one.held_on)).collect();
        let late = |due: &str| due.parse::<Date>().is_ok_and(|due| due < day);
        let state = |one: &store::nouns::Commitment| match one.state.as_str() {
            "open" if late(&one.due_on) => "commitment-late",
            "open" => "commitment-open",
            "done" => "commitment-done",
            _ => "commitment-dropped",
        };
        let count = |key: &str| all.iter().filter(|one| state(&one.commitment) == key).count();
        let facts = ["commitment-late", "commitment-open", "commitment-done", "commitment-dropped"]
            .map(|key| fact(key, w.t(key), w.number(count(key) as i64)));
        let rows = (1..).zip(&all).map(|(n, view)| {
            let one = &view.commitment;
            let held = meetings.get(&one.meeting).cloned().unwrap_or_default();
            let mut due = w.iso_date(&one.due_on);
            if one.first_due != one.due_on {
                due = format!(
                    "{due} ({})",
                    w.with("commitment-first-due", [("date", w.iso_date(&one.first_due).into())])
                );
            }
            let cells = vec![
                Cell::text(w.number(n)),
                Cell::text(&one.what),
                Cell::text(w.iso_date(&held)),
                Cell::text(called(&agencies, &one.agency, day)),
                Cell::text(due).meaning(format!("{}/{}", one.due_on, one.first_due)),
                Cell::text(w.t(state(one))).meaning(state(one)),
                Cell::text(&one.result),
            ];
            Row { source: format!("/komitmen/{regency}/{}", one.id), ..row(one.id.as_str(), cells) }
        });
        let table = Table {
            name: "commitments".to_owned(),
            caption: w.t("paper-commitments"),
            columns: vec![
                column("", w.t("paper-no"), 0),
                column("what", w.t("commitment-what"), 4),
                column("held", w.t("commitment-decided-by"), 2),
                column("owner", w.t("commitment-owner"), 3),
                column("due", w.t("commitment-due"), 2),
                column("state", w.t("commitment-state"), 2),
                column("result", w.t("commitment-result"), 3),
            ],
            rows: rows.collect(),
            empty: w.t("meeting-decided-none"),
            tall: false,
        };
        let place = self.place_name(regency);
        Ok(Body {
            title: w.t("paper-commitments-title"),
            about: vec![place],
            facts: facts.into(),
            sections: vec![section(String::new(), vec![Part::Table(table)])],
            agency: None,
        })
    }
}

fn when_and_where(w: &Words, view: &MeetingView) -> Vec<Fact> {
    let meeting = &view.meeting;
    let mut facts = vec![fact("day", w.t("meeting-day"), w.iso_date(&meeting.held_on))];
    if !meeting.begins.is_empty() {
        facts.push(fact("time", w.t("meeting-time"), meeting.begins.clone()));
    }
    if !meeting.venue.is_empty() {
        facts.push(fact("venue", w.t("meeting-venue"), meeting.venue.clone()));
    }
    facts
}

fn agenda(w: &Words, view: &MeetingView) -> Vec<Part> {
    let points: Vec<String> = view.meeting.agenda.lines().map(str::to_owned).collect();
    if points.is_empty() {
        return vec![];
    }
    vec![Part::Points { name: "agenda".to_owned(), title: w.t("meeting-agenda"), points }]
}
