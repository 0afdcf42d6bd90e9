//! An agency's own file of its plan: sent in, looked at with a person who says what its columns mean, kept row by row.

use super::rows::year_of;
use crate::{
    form::Form,
    oops::{Oops, said, with},
    pages::{Asked, programme::regency_code},
    posted::{LARGEST_FILE, Posted, PostedFile},
    serve::Site,
    shown::render,
    visit::Visit,
};
use app::{
    Refusal,
    plan::import::{Given, Mapping, Note, Read, ReadRow, Review},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{plan::ActionList, programme::catalogue::entry, region::RegionCode};

#[derive(Template)]
#[template(path = "plan/import.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    agency: &'a str,
    title: String,
    year: i16,
    most: usize,
    /// The headings that are known, by field.
    known: Vec<(String, String)>,
    form: Form,
}

#[derive(Template)]
#[template(path = "plan/import_review.html")]
struct ReviewPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    agency: &'a str,
    title: String,
    year: i16,
    file: &'a str,
    left_out: String,
    given: String,
    seen: String,
    /// Which worksheet and headings the mapping below is about.
    shown: String,
    sheets: Vec<(usize, String)>,
    mapping: &'a Mapping,
    fields: Vec<(String, String)>,
    /// Heading, example and field.
    columns: Vec<(String, String, String)>,
    actions: Vec<(String, String)>,
    /// Words for an action, and which it is.
    words: Vec<(String, String)>,
    counts: [(&'static str, usize); 3],
    rows: Vec<Row>,
    /// Rows that are no activity: number in the file, text, and whether it names what follows.
    others: Vec<(u32, String, bool)>,
    takes: usize,
    refused: Option<(String, String)>,
}

struct Row {
    line: u32,
    activity: String,
    action: String,
    /// What is said of it, in words.
    facts: Vec<(String, String)>,
    notes: Vec<String>,
    faults: Vec<String>,
    there: bool,
    take: bool,
}

/// What a field of a plan's row is called.
fn field_title(v: &Visit, site: &Site, year: i16, field: &str) -> String {
    let rules = site.app.plan_rules();
    let term = |at: usize| {
        let term = rules.actions_of(year).terms.get(at)?;
        Some(v.w.with("plan-target", [("term", v.of(&term.title).into())]))
    };
    let title = match field {
        "target_1" => term(0),
        "target_2" => term(1),
        _ => None,
    };
    title.unwrap_or_else(|| {
        v.t(match field {
            "action" => "plan-action",
            "activity" => "plan-activity",
            "output" => "plan-output",
            "measure" => "plan-measure",
            "unit" => "plan-unit",
            "target" => "plan-import-target",
            "when" => "plan-when",
            "owner" => "plan-owner",
            "partners" => "plan-partners",
            "budget" => "plan-budget",
            "source" => "budget-source",
            "skip" => "plan-import-skip",
            _ => "plan-note",
        })
    })
}

async fn title(v: &Visit, site: &Site, place: RegionCode, agency: &str, year: i16) -> Result<String, Oops> {
    let plan = site.app.agency_plan(&v.actor(), place, agency, Some(year.into())).await?;
    if !plan.may_keep {
        return Err(Refusal::NotAllowed(app::Action::KeepPlans).into());
    }
    let name = plan.view.name_on(site.app.today(place)).name.clone();
    Ok(v.w.with("plan-title-of", [("agency", name.into()), ("year", year.to_string().into())]))
}

async fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    (agency, year): (&str, i16),
    form: Form,
) -> Result<Response, Oops> {
    let rules = site.app.plan_rules();
    let columns = rules.columns.columns.iter().filter(|column| column.field != "skip");
    let known = columns.map(|column| (field_title(v, site, year, &column.field), column.names.join(", "))).collect();
    let title = title(v, site, place, agency, year).await?;
    Ok(render(&Page { v, place, agency, title, year, most: LARGEST_FILE >> 20, known, form }))
}

/// `GET /rencana/{code}/{agency}/impor?tahun=2026`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let plan = site.app.agency_plan(&v.actor(), place, &agency, asked.tahun).await?;
    page(&v, &site, place, (&agency, plan.year), Form::default()).await
}

/// `POST /rencana/{code}/{agency}/impor`: reads a file and shows what it would become.
pub async fn upload(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    posted: PostedFile,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let year = year_of(posted.fields.get("year"))?;
    let read = match posted.is_there() {
        Ok(()) => {
            let file = (posted.name.as_str(), posted.bytes.to_vec());
            site.app.read_plan_file(&v.actor(), place, &agency, file).await
        }
        Err(refusal) => Err(refusal),
    };
    match read {
        Ok(given) => review(&v, &site, place, (&agency, year), (&given, None), None).await,
        Err(refusal) => {
            let form = Form::refused(&v, posted.fields, refusal)?;
            let page = page(&v, &site, place, (&agency, year), form).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// What a person has said of the columns; nothing of a worksheet other than the one that was shown.
fn mapping(posted: &Posted) -> Mapping {
    let number = |name: &str| posted.get(name).parse().unwrap_or_default();
    let (sheet, first, headings) = (number("lembar"), number("baris"), number("tinggi"));
    let shown: Vec<&str> = posted.get("tampak").split(':').collect();
    let same = |at: usize, now: usize| shown.get(at).is_some_and(|then| *then == now.to_string());
    let mut mapping = Mapping { sheet, unit: app::plain(posted.get("satuan")), ..Mapping::default() };
    if !same(0, sheet) {
        return mapping;
    }
    (mapping.first, mapping.headings) = (u32::try_from(first).unwrap_or_default(), headings);
    if same(1, first) && same(2, headings) {
        mapping.fields = (0..)
            .map_while(|at| posted.has(&format!("kolom-{at}")).then(|| posted.get(&format!("kolom-{at}")).to_owned()))
            .collect();
    }
    let words = (0..).map_while(|at| posted.has(&format!("kata-{at}")).then_some(at));
    let said = words
        .map(|at: usize| (posted.get(&format!("kata-{at}")).to_owned(), posted.get(&format!("aksi-{at}")).to_owned()));
    mapping.actions = said.collect();
    mapping
}

/// `POST /rencana/{code}/{agency}/impor/simpan`: `do` is `look` or `keep`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path((code, agency)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let year = year_of(posted.get("year"))?;
    let given: Given = serde_json::from_str(posted.get("given")).map_err(|_| Refusal::Invalid("list-damaged"))?;
    let mapping = mapping(&posted);
    let ticked: Vec<u32> = posted.all("ambil").filter_map(|line| line.parse().ok()).collect();
    let about = (agency.as_str(), year);
    if posted.get("do") != "keep" {
        return review(&v, &site, place, about, (&given, Some(mapping)), None).await;
    }
    let chosen = (ticked.as_slice(), posted.get("seen"));
    match site.app.keep_plan_file(&v.actor(), place, about, (&given, mapping.clone()), chosen).await {
        Ok(_) => Ok(Redirect::to(&format!("/rencana/{place}/{agency}?tahun={year}")).into_response()),
        Err(refusal @ (Refusal::Invalid(_) | Refusal::Form(_) | Refusal::Outdated { .. })) => {
            let told = Some((said(&refusal, &v), ticked, posted.get("seen").to_owned()));
            let page = review(&v, &site, place, about, (&given, Some(mapping)), told).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// Why nothing was kept, what was ticked, and what had been looked at.
type Again = ((String, String), Vec<u32>, String);

/// What was understood otherwise than written; money as the visitor writes it.
fn told(v: &Visit, note: &Note) -> String {
    let money = |(name, value): &(&'static str, String)| {
        let rupiah = value.parse().ok().filter(|_| *name == "rupiah").map(|rupiah: i64| v.w.rupiah(rupiah));
        (*name, rupiah.unwrap_or_else(|| value.clone()))
    };
    with(v, note.key, &note.values.iter().map(money).collect::<Vec<_>>())
}

fn row(v: &Visit, site: &Site, (list, year): (&ActionList, i16), read: &ReadRow, ticked: Option<&[u32]>) -> Row {
    let programme = site.app.programme_rules();
    let draft = &read.draft;
    let action = list.action(&draft.action);
    let title = |field: &str| field_title(v, site, year, field);
    let terms = draft.targets.iter().map(|(term, number)| {
        let term = list.term(term).map_or("", |term| v.of(&term.title));
        let target = format!("{} {}", v.w.number(number.parse::<i64>().unwrap_or_default()), draft.unit);
        (v.w.with("plan-target", [("term", term.into())]), target)
    });
    let mut facts: Vec<(String, String)> = terms.collect();
    let when = [v.w.iso_date(&draft.starts_on), v.w.iso_date(&draft.ends_on)];
    let when = when.into_iter().filter(|day| !day.is_empty()).collect::<Vec<_>>().join(" – ");
    let budget = draft.budget.parse().map(|budget: i64| v.w.rupiah(budget)).unwrap_or_default();
    let source = entry(&programme.programmes.sources, &draft.source).map_or("", |one| v.of(&one.title));
    let more = [
        ("output", draft.output.as_str()),
        ("measure", &draft.measure),
        ("when", &when),
        ("owner", &draft.owner),
        ("partners", &draft.partners),
        ("budget", &budget),
        ("source", source),
        ("note", &draft.note),
    ];
    facts.extend(
        more.into_iter().filter(|(_, text)| !text.is_empty()).map(|(field, text)| (title(field), text.to_owned())),
    );
    let good = read.faults.is_empty();
    Row {
        line: read.line,
        activity: draft.activity.clone(),
        action: action.map(|action| format!("{}. {}", action.number, v.of(&action.title))).unwrap_or_default(),
        facts,
        notes: read.notes.iter().map(|note| told(v, note)).collect(),
        faults: read.faults.iter().map(|fault| with(v, fault.key, &fault.values)).collect(),
        there: read.there,
        take: good && ticked.map_or(!read.there, |ticked| ticked.contains(&read.line)),
    }
}

async fn review(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    (agency, year): (&str, i16),
    (given, mapping): (&Given, Option<Mapping>),
    again: Option<Again>,
) -> Result<Response, Oops> {
    let review: Review = site.app.review_plan_file(&v.actor(), place, (agency, year), given, mapping).await?;
    let (rules, mapping, seen) = (site.app.plan_rules(), &review.mapping, review.seen());
    let list = &review.list;
    let ticked = again.as_ref().filter(|(_, _, then)| *then == seen).map(|(_, ticked, _)| ticked.as_slice());
    let rows: Vec<Row> =
        review.rows.iter().filter_map(Read::row).map(|read| row(v, site, (&review.list, year), read, ticked)).collect();
    let others = review.rows.iter().filter_map(|read| match read {
        Read::Row(_) => None,
        Read::Section(line, text) => Some((*line, text.clone(), true)),
        Read::Left(line, text) => Some((*line, text.clone(), false)),
    });
    let of = |field: &str| (field.to_owned(), field_title(v, site, year, field));
    let mut fields: Vec<(String, String)> = rules.columns.columns.iter().map(|column| of(&column.field)).collect();
    fields.sort_by_key(|(field, _)| matches!(field.as_str(), "note" | "skip"));
    let columns = review.columns.iter().zip(&mapping.fields);
    let page = ReviewPage {
        v,
        place,
        agency,
        title: title(v, site, place, agency, year).await?,
        year,
        file: &given.file,
        left_out: given.left_out.join(", "),
        given: serde_json::to_string(given).map_err(|_| Refusal::Invalid("list-damaged"))?,
        shown: format!("{}:{}:{}", mapping.sheet, mapping.first, mapping.headings),
        sheets: given.sheets.iter().enumerate().map(|(at, sheet)| (at, sheet.name.clone())).collect(),
        fields,
        columns: columns
            .map(|((heading, example), field)| (heading.clone(), example.chars().take(60).collect(), field.clone()))
            .collect(),
        actions: list
            .actions
            .iter()
            .map(|one| (one.id.clone(), format!("{}. {}", one.number, v.of(&one.title))))
            .collect(),
        words: mapping.actions.iter().map(|(words, action)| (words.clone(), action.clone())).collect(),
        counts: [
            ("plan-import-can", rows.iter().filter(|row| row.faults.is_empty() && !row.there).count()),
            ("plan-import-there", rows.iter().filter(|row| row.there).count()),
            ("plan-import-cannot", rows.iter().filter(|row| !row.faults.is_empty()).count()),
        ],
        takes: rows.iter().filter(|row| row.faults.is_empty()).count(),
        rows,
        others: others.collect(),
        refused: again.map(|(told, ..)| told),
        seen,
        mapping,
    };
    Ok(render(&page))
}
