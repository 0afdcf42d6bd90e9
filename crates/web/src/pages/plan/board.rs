//! The board of a term: who has reported, who is late, what was reached together; the rows behind a number; and a text that
//! reminds an agency.

use super::{AskedTerm, agencies::speakers, asked, called, in_unit, periods, standing_chip};
use crate::{
    oops::Oops,
    pages::programme::regency_code,
    serve::Site,
    shown::{Chip, name, render},
    visit::Visit,
};
use app::{
    Refusal,
    plan::board::{Board, Line},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    plan::{Counts, Standing, share},
    region::RegionCode,
};
use jiff::civil::Date;
use std::collections::HashSet;
use words::{Lang, words};

#[derive(Template)]
#[template(path = "plan/board.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    asked: String,
    periods: Vec<(String, String, bool)>,
    provenance: String,
    provisional: bool,
    /// The list's legal basis no longer covers this year.
    expired: bool,
    year: i16,
    /// The team has decided to show this visitor who is late.
    shown_to_all: bool,
    /// `None` where only the own agencies are shown.
    counts: Option<Counts>,
    /// For each standing: look, word, how many, and its part of the bar, from where to how wide.
    parts: Vec<(Chip, usize, usize, usize)>,
    late: Vec<Row>,
    returned: Vec<Row>,
    actions: Vec<ActionRow>,
    rows: Vec<Row>,
    /// The numbers of the actions, as heads of columns.
    columns: Vec<(String, String)>,
}

/// An agency.
struct Row {
    id: String,
    name: String,
    chip: Chip,
    nil: bool,
    sent_late: bool,
    owes: bool,
    /// Whether its report may be opened.
    own: bool,
    /// When it was handed in.
    sent_on: String,
    speaks: Vec<String>,
    /// So many days past the day on which it was due.
    days: i32,
    reason: String,
    /// For each action whether something was reached; `None` where the visitor may not know.
    done: Option<Vec<bool>>,
    spent: String,
}

/// An action with what was reached under it.
struct ActionRow {
    id: String,
    title: String,
    done: String,
    percent: String,
    /// Of a hundred.
    width: f64,
    reached: Vec<(String, String)>,
    spent: String,
}

fn row(v: &Visit, own: Option<&HashSet<String>>, line: &Line, actions: &[String], today: Date, due: Date) -> Row {
    let report = line.report.as_ref();
    Row {
        id: line.view.agency.id.clone(),
        name: line.view.name_on(today).name.clone(),
        chip: standing_chip(v, line.standing),
        nil: report.is_some_and(|report| report.nil == 1) && line.standing.counts(),
        sent_late: line.sent_late,
        owes: line.owes,
        own: own.is_none_or(|own| own.contains(&line.view.agency.id)),
        sent_on: report.map(|report| v.w.iso_date(&report.sent_on)).unwrap_or_default(),
        speaks: speakers(&line.view, today),
        days: domain::task::days(due, today),
        reason: report.map(|report| report.reason.clone()).unwrap_or_default(),
        done: line.done.as_ref().map(|done| actions.iter().map(|action| done.contains(action)).collect()),
        spent: line.spent.map(|spent| v.w.rupiah(spent)).unwrap_or_default(),
    }
}

fn action_rows(v: &Visit, board: &Board, of: usize) -> Vec<ActionRow> {
    let list = &board.list;
    let counted = board.actions.iter().filter_map(|count| Some((count, list.action(&count.action)?)));
    counted
        .map(|(count, action)| {
            let percent = share(count.done as i64, of as i64);
            let total = |(unit, total): (&String, &app::plan::board::Total)| {
                let target = total
                    .target
                    .map(|target| v.w.with("report-of-target", [("target", in_unit(v, target, unit).into())]));
                (in_unit(v, total.reached, unit), target.unwrap_or_default())
            };
            ActionRow {
                id: action.id.clone(),
                title: format!("{}. {}", action.number, v.of(&action.title)),
                done: v.w.with("report-of-agencies", [("n", count.done.into()), ("of", of.into())]),
                percent: percent.map(|percent| format!("{}%", v.w.decimal(percent))).unwrap_or_default(),
                width: percent.unwrap_or_default(),
                // A sum of hundredths says nothing.
                reached: count.totals.iter().filter(|(unit, _)| !domain::plan::is_percent(unit)).map(total).collect(),
                spent: count.spent.map(|spent| v.w.rupiah(spent)).unwrap_or_default(),
            }
        })
        .collect()
}

/// `GET /laporan/{code}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(term): Query<AskedTerm>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let app = &site.app;
    let board = app.plan_board(&v.actor(), place, term.period(&site, place)?).await?;
    let (period, today) = (&board.period, app.today(place));
    let list = &board.list;
    let actions: Vec<String> = list.actions.iter().map(|action| action.id.clone()).collect();
    let shown: Vec<(Standing, Row)> = board
        .lines
        .iter()
        .map(|line| (line.standing, row(&v, board.own.as_ref(), line, &actions, today, period.due_on())))
        .collect();
    let of = board.counts.map_or(0, |counts| counts.of);
    let some = |standing: Standing| {
        let lines = board.lines.iter().filter(move |line| line.owes && line.standing == standing);
        lines.map(|line| row(&v, board.own.as_ref(), line, &actions, today, period.due_on())).collect::<Vec<Row>>()
    };
    let mut from = 0;
    let parts = Standing::ALL.into_iter().rev().filter_map(|standing| {
        let n = board.lines.iter().filter(|line| line.owes && line.standing == standing).count();
        from += n;
        (n > 0).then(|| (standing_chip(&v, standing), n, from - n, n))
    });
    let due = [("date", v.w.date(period.due_on()).into())];
    let page = Page {
        v: &v,
        place,
        title: v
            .w
            .with("report-board-title", [("term", called(&v, period).into()), ("place", name(app, place).into())]),
        asked: asked(period),
        periods: periods(&v, &site, place, period),
        provenance: format!("{} · {} · {}", v.of(&list.title), v.of(&list.basis), v.w.with("report-due", due)),
        provisional: list.provisional,
        expired: !list.covers(period.year),
        year: period.year,
        parts: if board.counts.is_some() { parts.collect() } else { vec![] },
        late: some(Standing::Late),
        returned: some(Standing::Returned),
        actions: action_rows(&v, &board, of),
        shown_to_all: board.own.is_some() && board.counts.is_some(),
        counts: board.counts,
        rows: shown.into_iter().map(|(_, row)| row).collect(),
        columns: list.actions.iter().map(|one| (one.number.clone(), v.of(&one.title).to_owned())).collect(),
    };
    Ok(render(&page))
}

#[derive(Template)]
#[template(path = "plan/reached.html")]
struct ReachedPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    back: String,
    asked: String,
    rows: Vec<ReachedRow>,
    /// The sums, by unit.
    sums: Vec<String>,
}

struct ReachedRow {
    agency: String,
    /// Which agency it counts with, where that is another.
    with: String,
    id: String,
    row: String,
    activity: String,
    value: String,
    /// What of it is counted with another agency.
    shared: String,
    spent: String,
}

/// `GET /laporan/{code}/aksi/{action}`: the rows that a number on the board is made of.
pub async fn reached(
    v: Visit,
    State(site): State<Site>,
    Path((code, action)): Path<(String, String)>,
    Query(term): Query<AskedTerm>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let app = &site.app;
    app::allow(&v.actor(), app::Action::SeeReports, place)?;
    let board = app.plan_board(&v.actor(), place, term.period(&site, place)?).await?;
    let (list, today) = (&board.list, app.today(place));
    let found = list.action(&action).ok_or(Refusal::NotFound("action"))?;
    let agencies = app.agencies(&v.actor(), place).await?;
    let named = |id: &str| {
        let view = agencies.iter().find(|view| view.agency.id == id);
        view.map(|view| view.name_on(board.period.last_day().min(today)).name.clone()).unwrap_or_default()
    };
    let own = board.reached.iter().filter(|one| one.row.action == action);
    let rows = own.map(|one| {
        let with = &board.lines[one.line].view.agency.id;
        ReachedRow {
            agency: named(&one.agency),
            with: if *with == one.agency { String::new() } else { named(with) },
            id: one.agency.clone(),
            row: one.row.id.clone(),
            activity: one.row.activity.clone(),
            value: one.value.map(|value| in_unit(&v, value, &one.row.unit)).unwrap_or_default(),
            shared: if one.shared > 0 {
                v.w.with("report-counted-once", [("n", one.shared.into())])
            } else {
                String::new()
            },
            spent: one.spent.map(|spent| v.w.rupiah(spent)).unwrap_or_default(),
        }
    });
    let mut rows: Vec<ReachedRow> = rows.collect();
    rows.sort_by_key(|row| row.agency.to_lowercase());
    let sums = board.actions.iter().find(|one| one.action == action).map(|one| &one.totals);
    let page = ReachedPage {
        v: &v,
        place,
        title: format!("{}. {}", found.number, v.of(&found.title)),
        back: v.w.with(
            "report-board-title",
            [("term", called(&v, &board.period).into()), ("place", name(app, place).into())],
        ),
        asked: asked(&board.period),
        rows,
        sums: sums
            .into_iter()
            .flatten()
            // A sum of hundredths says nothing.
            .filter(|(unit, _)| !domain::plan::is_percent(unit))
            .map(|(unit, total)| in_unit(&v, total.reached, unit))
            .collect(),
    };
    Ok(render(&page))
}

/// `GET /laporan/{code}/{agency}/ingatkan`: a text to copy into a messenger; no name of a person, no value.
pub async fn nudge(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    Query(term): Query<AskedTerm>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let app = &site.app;
    app::allow(&v.actor(), app::Action::FollowAgencies, place)?;
    let report = app.agency_report(&v.actor(), place, &agency, term.period(&site, place)?).await?;
    let called_now = report.view.name_on(app.today(place)).name.clone();
    // To be read by the agency's own people, whichever language the officer reads.
    let w = words(Lang::Id);
    let period = &report.period;
    let term = format!("{} {}", period.term.title.get(Lang::Id), period.year);
    let key = match report.standing {
        Standing::Returned => Some("report-nudge-returned"),
        Standing::Late => Some("report-nudge-late"),
        Standing::Awaited => Some("report-nudge"),
        Standing::Sent | Standing::Verified => None,
    };
    let text = key.map(|key| {
        let values =
            [("agency", called_now.as_str().into()), ("term", term.into()), ("date", w.date(period.due_on()).into())];
        format!("{}\n{}/laporan/{place}/{agency}?{}", w.with(key, values), site.base(&v), asked(period))
    });
    let back = format!("/laporan/{place}?{}", asked(period));
    Ok(crate::pages::reminders::nudge_page(&v, called_now, text, back))
}
