//! Targets of a city: the document's words, every way to read them beside what was reached, the gap in words, and the form.

use super::{AskedFor, regency_code, sure, typed, which};
use crate::{
    chart,
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{name, render, village_name},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::{
        Rules,
        targets::{MOST_READINGS, Output, TargetDraft, TargetView},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{programme::target::Reading, region::RegionCode};

#[derive(Template)]
#[template(path = "programme/targets.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    targets: Vec<Shown>,
    outputs: Vec<(String, String)>,
    changes: bool,
    open: bool,
    form: Form,
}

struct Shown {
    id: String,
    title: String,
    source: String,
    words: String,
    note: String,
    gap: String,
    chart: String,
    readings: Vec<(String, bool)>,
    /// A year: what each reading wants, and what was reached.
    years: Vec<(i16, Vec<String>, String)>,
    nearest: Vec<(RegionCode, String, usize)>,
}

/// What an output is called.
fn output_title(v: &Visit, rules: &Rules, output: &Output) -> String {
    let titled = |kind: &str| rules.ladder.kind(kind).map(|(_, kind)| kind);
    match output {
        Output::Villages(kind) => {
            let title = titled(kind).map_or(kind.as_str(), |kind| v.of(&kind.title));
            v.w.with("target-villages", &[("step", title.to_lowercase().into())])
        }
        Output::Sum(kind) => {
            let unit = titled(kind).and_then(|kind| kind.unit.as_ref()).map_or(kind.as_str(), |unit| v.of(unit));
            crate::shown::capital(unit)
        }
        Output::Activities => v.t("target-activities"),
    }
}

fn shown(v: &Visit, site: &Site, view: &TargetView) -> Shown {
    let rules = site.app.programme_rules();
    let base = view.target.base;
    let plans: Vec<Vec<(i16, i64)>> = view.readings.iter().map(|reading| reading.curve(base)).collect();
    let mut years: Vec<i16> = plans.iter().flatten().chain(&view.actual).map(|(year, _)| *year).collect();
    years.sort_unstable();
    years.dedup();
    let number = |n: Option<i64>| n.map(|n| v.w.number(n)).unwrap_or_default();
    let line = |year: i16| {
        let wanted = plans.iter().map(|plan| number(plan.iter().find(|(at, _)| *at == year).map(|(_, n)| *n)));
        (year, wanted.collect(), number(view.reached(year)))
    };
    let title = match view.target.title.as_str() {
        "" => output_title(v, &rules, &view.output),
        title => title.to_owned(),
    };
    let dated = v.w.part_date(&view.target.dated);
    let source = [view.target.set_by.as_str(), view.target.document.as_str(), dated.as_str()];
    let said = |reading: &Reading| reading.typed().replace('\n', "; ");
    Shown {
        id: view.target.id.clone(),
        gap: gap(v, view),
        chart: chart::steps(v, &title, &plans, &view.actual, view.year),
        title,
        source: source.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · "),
        words: view.target.words.clone(),
        note: view.target.note.clone(),
        readings: view
            .readings
            .iter()
            .enumerate()
            .map(|(at, reading)| (said(reading), view.adopted == Some(at)))
            .collect(),
        years: years.into_iter().map(line).collect(),
        nearest: view
            .nearest
            .iter()
            .map(|(village, there)| (*village, village_name(&site.app, v, *village), *there))
            .collect(),
    }
}

/// "Kurang 9 dari target 2026", or that the readings differ.
fn gap(v: &Visit, view: &TargetView) -> String {
    let Some(adopted) = view.adopted else { return v.t("target-undecided") };
    let (Some(wanted), Some(there)) = (view.wanted(adopted, view.year), view.reached(view.year)) else {
        return v.t("target-not-yet");
    };
    let values = [
        ("n", v.w.number((wanted - there).abs()).into()),
        ("there", v.w.number(there).into()),
        ("wanted", v.w.number(wanted).into()),
        ("year", view.year.to_string().into()),
    ];
    v.w.with(if there < wanted { "target-short" } else { "target-reached" }, values)
}

async fn page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Result<Response, Oops> {
    let (app, rules) = (&site.app, site.app.programme_rules());
    let views = app.targets(&v.actor(), place).await?;
    let outputs = app.outputs();
    let page = Page {
        v,
        place,
        title: name(app, place),
        targets: views.iter().map(|view| shown(v, site, view)).collect(),
        outputs: outputs.iter().map(|output| (output.id(), output_title(v, &rules, output))).collect(),
        changes: !form.value("id").is_empty(),
        open: views.is_empty() || form.refused.is_some() || !form.value("id").is_empty(),
        form,
    };
    Ok(render(&page))
}

/// The names of the fields that hold readings.
const READINGS: [&str; MOST_READINGS] = ["reading_1", "reading_2", "reading_3"];

/// `GET /target/{code}`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let form = match asked.id.as_str() {
        "" => Form::of(vec![("output", "villages/launched".to_owned())]),
        id => {
            let views = site.app.targets(&v.actor(), place).await?;
            let view = views.into_iter().find(|view| view.target.id == id).ok_or(Refusal::NotFound("target"))?;
            let target = view.target;
            let mut values = vec![
                ("id", target.id),
                ("revision", target.revision.to_string()),
                ("output", target.output),
                ("title", target.title),
                ("set_by", target.set_by),
                ("document", target.document),
                ("dated", typed(&target.dated)),
                ("words", target.words),
                ("base", target.base.to_string()),
                ("adopted", if target.adopted == 0 { String::new() } else { target.adopted.to_string() }),
                ("note", target.note),
            ];
            values.extend(READINGS.into_iter().zip(view.readings.iter().map(Reading::typed)));
            Form::of(values)
        }
    };
    page(&v, &site, place, form).await
}

/// `POST /target/{code}`: `do` is `keep` or `remove`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let done = if posted.get("do") == "remove" {
        site.app.remove_target(&v.actor(), place, &which(&posted)).await
    } else {
        let draft = TargetDraft {
            which: which(&posted),
            output: text("output"),
            title: text("title"),
            set_by: text("set_by"),
            document: text("document"),
            dated: text("dated"),
            words: text("words"),
            base: text("base"),
            readings: READINGS.map(text).into(),
            adopted: text("adopted"),
            note: text("note"),
            sure: sure(&posted),
        };
        site.app.keep_target(&v.actor(), place, draft).await.map(drop)
    };
    answered(&v, done, posted, |()| format!("/target/{place}"), |form| page(&v, &site, place, form)).await
}
