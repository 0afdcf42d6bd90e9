//! One page for the head of the region, which fits on one sheet of paper.

use super::{
    AskedTerm, asked, called,
    commitment::{Promise, promise},
    in_unit, periods,
};
use crate::{
    oops::Oops,
    pages::programme::regency_code,
    serve::Site,
    shown::{name, render},
    visit::Visit,
};
use app::plan::{brief::Brief, law::LawView};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    plan::{LawStanding, Standing, is_percent, share},
    region::RegionCode,
};

/// So many lines of a list fit on the sheet; the rest is counted.
const MOST: usize = 6;
/// And so many actions.
const MOST_ACTIONS: usize = 8;

#[derive(Template)]
#[template(path = "plan/brief.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    term: String,
    asked: String,
    periods: Vec<(String, String, bool)>,
    /// What it rests on, and of which day it is.
    provenance: String,
    provisional: bool,
    expired: bool,
    year: i16,
    figures: Vec<Figure>,
    actions: Few<ActionRow>,
    late: Few<(String, String, String)>,
    promises: Few<Promise>,
    laws: Few<Step>,
    meeting: Option<(String, String, String)>,
    duties: usize,
}

/// The first of a list, and how many more there are.
struct Few<T> {
    shown: Vec<T>,
    more: usize,
}

impl<T> Few<T> {
    fn of(all: impl ExactSizeIterator<Item = T>, most: usize) -> Self {
        let more = all.len().saturating_sub(most);
        Self { shown: all.take(most).collect(), more }
    }
}

/// A number with what it is part of, and where it comes from.
struct Figure {
    label: &'static str,
    value: String,
    of: String,
    /// Of a hundred; nothing where there is no whole.
    width: Option<f64>,
    to: String,
}

struct ActionRow {
    id: String,
    title: String,
    met: String,
    /// Of a hundred; nothing where there is no target.
    width: Option<f64>,
    reached: String,
    target: String,
    spent: String,
}

/// Something that is to be done for a law or agreement.
struct Step {
    id: String,
    title: String,
    next: String,
    day: String,
    late: bool,
}

fn figures(v: &Visit, place: RegionCode, brief: &Brief, late: usize) -> Vec<Figure> {
    let asked = asked(&brief.board.period);
    let counts = brief.board.counts.unwrap_or_default();
    let of = |n: usize| v.w.with("brief-of", [("of", v.w.number(n as i64).into())]);
    let whole = |label, (n, of_n): (usize, usize), to: String| Figure {
        label,
        value: v.w.number(n as i64),
        of: of(of_n),
        width: share(n as i64, of_n as i64),
        to,
    };
    let board = format!("/laporan/{place}?{asked}");
    let money = brief.money;
    let used = money.budget.and_then(|budget| share(money.of_budget.unwrap_or_default(), budget));
    let of_budget = money.budget.map(|budget| {
        let spent = v.w.rupiah(money.of_budget.unwrap_or_default());
        v.w.with("brief-spent-of", [("spent", spent.into()), ("of", v.w.rupiah(budget).into())])
    });
    let beside = money.beside.filter(|beside| *beside > 0);
    let beside = beside.map(|beside| v.w.with("brief-spent-beside", [("n", v.w.rupiah(beside).into())]));
    vec![
        whole("brief-reported", (counts.sent, counts.of), board.clone()),
        whole("brief-met", brief.met, board.clone()),
        Figure {
            label: "brief-spent",
            value: used.map_or_else(|| "–".to_owned(), |used| format!("{}%", v.w.decimal(used))),
            of: [of_budget, beside].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            width: used.map(|used| used.min(100.0)),
            to: board,
        },
        Figure {
            label: "brief-open",
            value: v.w.number(brief.open.len() as i64),
            of: v.w.with("brief-open-late", [("n", late.into())]),
            width: None,
            to: format!("/tim/{place}"),
        },
    ]
}

fn action_rows(v: &Visit, brief: &Brief) -> Vec<ActionRow> {
    let list = &brief.board.list;
    let counted = brief.board.actions.iter().filter_map(|count| Some((count, list.action(&count.action)?)));
    counted
        .map(|(count, action)| {
            // The unit that says most; the board has them all.
            let units = count.totals.iter().filter(|(unit, _)| !is_percent(unit));
            let most = units.max_by_key(|(_, total)| (total.reached, total.target));
            ActionRow {
                id: action.id.clone(),
                title: format!("{}. {}", action.number, v.of(&action.title)),
                met: match count.planned {
                    0 => v.t("brief-no-target"),
                    of => v.w.with("brief-n-of", [("n", count.met.into()), ("of", of.into())]),
                },
                width: share(count.met as i64, count.planned as i64),
                reached: most.map(|(unit, total)| in_unit(v, total.reached, unit)).unwrap_or_default(),
                target: most
                    .and_then(|(unit, total)| total.target.map(|target| in_unit(v, target, unit)))
                    .map(|target| v.w.with("report-of-target", [("target", target.into())]))
                    .unwrap_or_default(),
                spent: count.spent.map(|spent| v.w.rupiah(spent)).unwrap_or_default(),
            }
        })
        .collect()
}

fn step(v: &Visit, view: &LawView, today: &str) -> Step {
    let law = &view.law;
    let ends = matches!(view.standing, LawStanding::Expired | LawStanding::Expiring(_));
    let (next, day) = match (law.next_step.is_empty(), ends) {
        (true, true) => (v.t("brief-law-ends"), &law.until),
        (true, false) => (v.t("brief-law-no-step"), &law.due_on),
        (false, _) => (law.next_step.clone(), &law.due_on),
    };
    Step {
        id: law.id.clone(),
        title: law.title.clone(),
        next,
        late: !day.is_empty() && day.as_str() < today,
        day: v.w.iso_date(day),
    }
}

/// `GET /ringkas/{code}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(term): Query<AskedTerm>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let (app, actor) = (&site.app, v.actor());
    let brief = app.brief(&actor, place, term.period(&site, place)?).await?;
    let (board, today) = (&brief.board, app.today(place));
    let agencies = app.agencies(&actor, place).await?;
    let late: Vec<_> = board.lines.iter().filter(|line| line.owes && line.standing == Standing::Late).collect();
    let owed = |line: &&app::plan::board::Line| {
        let days = domain::task::days(board.period.due_on(), today);
        let id = line.view.agency.id.clone();
        (id, line.view.name_on(today).name.clone(), v.w.with("report-days-late", [("n", days.into())]))
    };
    let promises = brief.open.iter().map(|one| promise(&v, &agencies, &brief.all_meetings, one, today));
    let promises: Vec<Promise> = promises.collect();
    let list = &board.list;
    let with = [("date", v.w.date(today).into())];
    let page = Page {
        v: &v,
        place,
        title: v.w.with("brief-title-of", [("place", name(app, place).into())]),
        term: called(&v, &board.period),
        asked: asked(&board.period),
        periods: periods(&v, &site, place, &board.period),
        provenance: format!("{} · {} · {}", v.of(&list.title), v.of(&list.basis), v.w.with("brief-as-of", with)),
        provisional: list.provisional,
        expired: !list.covers(board.period.year),
        year: board.period.year,
        figures: figures(&v, place, &brief, promises.iter().filter(|one| one.late).count()),
        actions: Few::of(action_rows(&v, &brief).into_iter(), MOST_ACTIONS),
        late: Few::of(late.iter().map(owed), MOST),
        promises: Few::of(promises.into_iter(), MOST),
        laws: Few::of(brief.laws.iter().map(|view| step(&v, view, &today.to_string())), MOST),
        meeting: brief.meetings.first().map(|one| (one.id.clone(), one.title.clone(), v.w.iso_date(&one.held_on))),
        duties: brief.duties,
    };
    Ok(render(&page))
}
