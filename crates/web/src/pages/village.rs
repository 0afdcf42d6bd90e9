//! A village: its class and what made it so, what to do, its history, who decided.

use super::Asked;
use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::{Chip, chip, render, village_name, who_is},
    visit::Visit,
};
use app::{
    Action, Refusal,
    city::Standing,
    places::shapes::Beside,
    village::{ConditionWhy, RowWhy, VillageView},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::region::RegionCode;
use instrument::{Direction, MoveKind, State as ItemState, Why};
use std::collections::BTreeSet;

#[derive(Template)]
#[template(path = "village.html")]
struct VillagePage<'a> {
    v: &'a Visit,
    view: &'a VillageView,
    title: String,
    path: String,
    head: String,
    chip: Chip,
    computed: Chip,
    why: Vec<String>,
    groups: Vec<Group>,
    findings: Vec<Finding>,
    nearest: Vec<String>,
    history: Vec<(i64, Chip)>,
    decision: Option<Decided>,
    fill: Vec<(String, String)>,
    trail: Vec<Trail>,
    neighbours: Vec<Neighbour>,
    figures: String,
    as_of: String,
    asked: Asked,
    /// The page's address without what is asked.
    at: String,
    posted: &'a Posted,
    refused: Option<(String, String)>,
}

/// The items of a group with their answers.
struct Group {
    title: String,
    present: usize,
    items: Vec<ItemLine>,
}

struct ItemLine {
    id: String,
    title: String,
    definition: String,
    state: &'static str,
    said: String,
    limit: String,
    by: String,
}

struct Finding {
    text: String,
    action: String,
}

struct Decided {
    class: String,
    /// Whether the computation has changed since.
    outdated: bool,
    who: String,
    at: String,
    reason: String,
}

/// A village beside this one; a link where the visitor may look there.
struct Neighbour {
    code: RegionCode,
    name: String,
    how: String,
}

struct Trail {
    at: String,
    who: String,
    what: String,
}

/// `GET /desa/{code}`
pub async fn village(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let village: RegionCode = code.parse().map_err(|_| Refusal::NotFound("village"))?;
    let view = site.app.village(&v.actor(), village, asked.moment()).await?;
    show(&v, &site, &view, asked, &Posted::default(), None).await
}

/// The page; with what was typed for a decision that was refused.
async fn show(
    v: &Visit,
    site: &Site,
    view: &VillageView,
    asked: Asked,
    posted: &Posted,
    refused: Option<(String, String)>,
) -> Result<Response, Oops> {
    let app = &site.app;
    let rule = &view.round.rule;
    let village = view.village;
    let zone = app.zone(village);
    let who = async |id: &str| who_is(app, v, view.round.regency, id).await;
    let decision = match &view.decision {
        Some(decision) => Some(Decided {
            class: rule.class_index(&decision.class).map_or_else(String::new, |class| class_word(v, view, class)),
            outdated: view.outdated,
            who: who(&decision.decided_by).await?,
            at: v.w.instant(decision.decided_at, zone),
            reason: decision.reason.clone(),
        }),
        None => None,
    };
    let mut trail = vec![];
    for entry in &view.trail {
        trail.push(Trail {
            at: v.w.instant(entry.recorded_at, zone),
            who: who(&entry.actor).await?,
            what: v.t(&format!("ledger-{}", entry.action.replace(['.', '_'], "-"))),
        });
    }
    let mut fill = vec![];
    let fills = v.may(Action::FillOwnSheets) && !asked.moment().is_past();
    let own = |sheet: &&instrument::Sheet| sheet.scope == instrument::Scope::Village && fills;
    for sheet in rule.sheets().iter().filter(own) {
        match app.sheet(&v.actor(), village, Some(view.round.year), &sheet.id).await {
            Ok(_) => fill.push((
                format!("/lembar/{}/{village}?tahun={}", sheet.id, view.round.year),
                v.of(&sheet.title).to_owned(),
            )),
            Err(Refusal::NotAllowed(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    let number = |figure: Option<i64>| figure.map_or_else(|| v.t("village-not-known"), |figure| v.w.number(figure));
    let figures = match &view.figures {
        Some(figures) => v.w.with(
            "village-figures",
            &[
                ("residents", number(figures.residents).into()),
                ("households", number(figures.households).into()),
                ("date", v.w.iso_date(&figures.as_of).into()),
            ],
        ),
        None => v.t("village-no-figures"),
    };
    let beside = |(_, code, beside): (RegionCode, RegionCode, Beside)| {
        let metres = |metres: i64| v.w.decimal((metres as f64 / 100.0).round() / 10.0);
        let how = match beside {
            Beside::Border(long) => v.w.with("village-beside-border", &[("km", metres(long).into())]),
            Beside::Corner => v.t("village-beside-corner"),
            Beside::Nearest(far) => v.w.with("village-beside-nearest", &[("km", metres(far).into())]),
        };
        Neighbour { code, name: village_name(app, v, code), how }
    };
    let neighbours = app.neighbours(village).await?.into_iter().map(beside).collect();
    let names = app.places().path(village).unwrap_or_default();
    let page = VillagePage {
        v,
        neighbours,
        asked,
        at: format!("/desa/{village}"),
        title: village_name(app, v, village),
        path: names.split_once(", ").map_or("", |(_, rest)| rest).to_owned(),
        head: v.w.with("village-head", [("title", app.titles().head_title(village, v.w.lang()).into())]),
        chip: chip(v, &view.round, view.standing),
        computed: chip(v, &view.round, view.reckoned),
        why: view.rows.iter().map(|row| sentence(v, view, row)).collect(),
        groups: groups(v, view),
        findings: findings(v, view),
        nearest: changes(v, view),
        history: view.history.iter().map(|(year, standing)| (*year, chip(v, &view.round, *standing))).collect(),
        decision,
        fill,
        trail,
        figures,
        as_of: asked.as_of(v, site, village),
        posted,
        refused,
        view,
    };
    Ok(render(&page))
}

fn class_word(v: &Visit, view: &VillageView, class: usize) -> String {
    view.round.rule.class(class).map_or("", |class| v.of(&class.title)).to_owned()
}

/// "Bahaya: Indikator pokok 5 (paling sedikit 5), Indikator pendukung 4 (paling sedikit 4)."
fn sentence(v: &Visit, view: &VillageView, row: &RowWhy) -> String {
    let class = class_word(v, view, row.class);
    if row.conditions.is_empty() {
        return v.w.with("village-why-otherwise", &[("class", class.into())]);
    }
    let condition = |condition: &ConditionWhy| {
        let value = match condition.value {
            Some((low, high)) if low == high => v.w.decimal(low),
            Some((low, high)) => format!("{}–{}", v.w.decimal(low), v.w.decimal(high)),
            None => "–".into(),
        };
        let bound = match (condition.min, condition.max) {
            (Some(min), None) => v.w.with("village-at-least", &[("n", v.w.decimal(min).into())]),
            (None, Some(max)) => v.w.with("village-at-most", &[("n", v.w.decimal(max).into())]),
            (Some(min), Some(max)) => format!("{}–{}", v.w.decimal(min), v.w.decimal(max)),
            (None, None) => String::new(),
        };
        format!("{} {value} ({bound})", v.of(&condition.title))
    };
    let conditions: Vec<String> = row.conditions.iter().map(condition).collect();
    // While answers are missing, the rows are those that can still decide.
    let why = if view.computed.is_some() { "village-why" } else { "village-why-possible" };
    v.w.with(why, &[("class", class.into()), ("conditions", conditions.join(", ").into())])
}

fn groups(v: &Visit, view: &VillageView) -> Vec<Group> {
    let rule = &view.round.rule;
    let line = |at: usize| {
        let (item, why) = (&rule.items()[at], &view.items[at]);
        let sheet = &view.sheets[item.sheet];
        let answer = sheet.answers.get(&item.id).filter(|_| why.said.is_some());
        let unit = item.unit.as_ref().map_or("", |unit| v.of(unit));
        let said = match &why.said {
            None => v.t("village-not-shown"),
            Some(said) if sheet.nil && !said.is_empty() => v.t("sheet-nil"),
            Some(said) => match said.as_str() {
                "" => v.t("sheet-not-answered"),
                "?" => v.t("sheet-dont-know"),
                "-" => v.t("sheet-not-applicable"),
                "ada" => {
                    item.yes_no.as_ref().map_or_else(|| v.t("village-state-present"), |(yes, _)| v.of(yes).to_owned())
                }
                "tidak" => {
                    item.yes_no.as_ref().map_or_else(|| v.t("village-state-absent"), |(_, no)| v.of(no).to_owned())
                }
                value => match item.choices.iter().find(|choice| choice.value == value) {
                    Some(choice) => format!("{value} · {}", v.of(&choice.label)),
                    None => format!("{value} {unit}"),
                },
            },
        };
        let state = match why.state {
            ItemState::Present => "present",
            ItemState::Absent => "absent",
            ItemState::NotApplicable => "not-applicable",
            ItemState::Unknown(Why::NotAnswered | Why::DontKnow) => "unknown",
            ItemState::Unknown(Why::NoDenominator) => "no-denominator",
            ItemState::Unknown(Why::NoCutoff) => "no-cutoff",
        };
        ItemLine {
            id: item.id.clone(),
            title: v.of(&item.title).to_owned(),
            definition: v.of(&item.definition).to_owned(),
            state,
            said,
            limit: why
                .at_least
                .map(|least| v.w.with("village-present-from", &[("n", v.w.decimal(least).into())]))
                .unwrap_or_default(),
            by: answer.map(|answer| answer.source.clone()).unwrap_or_default(),
        }
    };
    let group = |(at, group): (usize, &instrument::Group)| {
        let own: Vec<usize> = (0..rule.items().len()).filter(|item| rule.items()[*item].group == at).collect();
        Group {
            title: v.of(&group.title).to_owned(),
            present: own.iter().filter(|item| view.items[**item].state == ItemState::Present).count(),
            items: own.into_iter().map(line).collect(),
        }
    };
    rule.groups().iter().enumerate().map(group).collect()
}

fn findings(v: &Visit, view: &VillageView) -> Vec<Finding> {
    let items = view.findings().map(|at| &view.round.rule.items()[at]);
    items
        .map(|item| Finding {
            text: item.finding.as_ref().map_or_else(|| v.of(&item.title), |text| v.of(text)).to_owned(),
            action: item.action.as_ref().map_or("", |text| v.of(text)).to_owned(),
        })
        .collect()
}

/// What would move the class; while it is undetermined, one line with all answers that would settle it.
fn changes(v: &Visit, view: &VillageView) -> Vec<String> {
    if view.computed.is_some() {
        return view.nearest.iter().map(|nearest| change(v, view, nearest)).collect();
    }
    let open: BTreeSet<usize> =
        view.nearest.iter().flat_map(|nearest| nearest.moves.iter().flat_map(|step| step.among.clone())).collect();
    if open.is_empty() {
        return vec![];
    }
    let items: Vec<&str> = open.iter().map(|at| view.round.rule.items()[*at].id.as_str()).collect();
    vec![v.w.with("village-nearest-settle", [("items", items.join(", ").into())])]
}

/// "Ke waspada: satu dari D2, D4 tidak lagi ada."
fn change(v: &Visit, view: &VillageView, nearest: &instrument::Nearest) -> String {
    let items = |among: &[usize]| {
        among.iter().map(|at| view.round.rule.items()[*at].id.as_str()).collect::<Vec<_>>().join(", ")
    };
    let step = |step: &instrument::Move| {
        let key = match step.kind {
            MoveKind::Drop => "village-move-drop",
            MoveKind::Raise => "village-move-raise",
            MoveKind::Answer => "village-move-answer",
            MoveKind::Set { .. } => "village-move-set",
        };
        let value = match step.kind {
            MoveKind::Set { value } => v.w.decimal(value),
            _ => String::new(),
        };
        v.w.with(
            key,
            &[("need", i64::from(step.need).into()), ("among", items(&step.among).into()), ("value", value.into())],
        )
    };
    let steps: Vec<String> = nearest.moves.iter().map(step).collect();
    let key = if nearest.direction == Direction::Better { "village-nearest-better" } else { "village-nearest-worse" };
    v.w.with(key, &[("class", class_word(v, view, nearest.to).into()), ("steps", steps.join("; ").into())])
}

/// `POST /desa/{code}/putusan`
pub async fn decide(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    v.signed_in()?;
    let village: RegionCode = code.parse().map_err(|_| Refusal::NotFound("village"))?;
    let year: i64 = posted.get("tahun").parse().map_err(|_| Refusal::Invalid("page-form-damaged"))?;
    let round = site.app.round(village.regency().ok_or(Refusal::NotFound("village"))?, Some(year)).await?;
    let (class, reason) = (posted.get("kelas"), posted.get("alasan"));
    match site.app.decide(&v.actor(), village, (round.rule.id(), year), class, reason).await {
        Ok(()) => Ok(Redirect::to(&format!("/desa/{village}?tahun={year}")).into_response()),
        Err(refusal @ Refusal::Invalid(_)) => {
            let view = site.app.village(&v.actor(), village, Some(year)).await?;
            let page = show(&v, &site, &view, Asked::default(), &posted, Some(said(&refusal, &v))).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

impl VillagePage<'_> {
    /// Whether the class is chosen in the form: as it was posted, else the one that stands.
    fn is_chosen(&self, class: &str) -> bool {
        let posted = self.posted.get("kelas");
        class == if posted.is_empty() { self.chip.look.as_str() } else { posted }
    }

    fn may_decide(&self) -> bool {
        let now = !self.asked.moment().is_past();
        now && self.v.may(Action::DecideClass) && !self.view.round.locked && self.view.standing != Standing::Silent
    }
}
