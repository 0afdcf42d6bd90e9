//! Filling a sheet: one screen for a village, one table for a city sheet; what was typed is never lost.

use super::Asked;
use crate::{
    oops::{Oops, said},
    posted::Posted,
    serve::Site,
    shown::{name, render, village_name},
    visit::Visit,
};
use app::{
    App, FieldError, Refusal,
    sheets::{
        Draft, Typed, VillageDraft,
        review::SheetOf,
        view::{SheetView, VillageSheet},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    region::RegionCode,
    sheet::{State as SheetState, Step},
};
use instrument::{Item, Kind, Scope};

/// A field as the page shows it.
struct Field {
    /// Its name in the form: `v/{village}/{item}`.
    name: String,
    value: String,
    source: String,
    as_of: String,
    last_year: String,
    error: String,
}

struct VillageRow {
    code: RegionCode,
    name: String,
    district: String,
    state: SheetState,
    open: bool,
    reason: String,
    revision: i64,
    nil: bool,
    fields: Vec<Field>,
}

#[derive(Template)]
#[template(path = "sheet.html")]
struct SheetPage<'a> {
    v: &'a Visit,
    view: &'a SheetView,
    place: RegionCode,
    place_name: String,
    city: bool,
    items: Vec<&'a Item>,
    rows: Vec<VillageRow>,
    refused: Option<(String, String)>,
    kept: Option<&'static str>,
    due: String,
}

impl SheetPage<'_> {
    fn any_open(&self) -> bool {
        !self.view.round.locked && self.rows.iter().any(|row| row.open)
    }

    /// Last year's value as this year's form would say it.
    fn in_words(&self, item: &Item, value: &str) -> String {
        match value {
            "ada" if item.kind == Kind::YesNo => self.yes_no(item).0,
            "tidak" if item.kind == Kind::YesNo => self.yes_no(item).1,
            value => value.to_owned(),
        }
    }

    /// The words for yes and no.
    fn yes_no(&self, item: &Item) -> (String, String) {
        match &item.yes_no {
            Some((yes, no)) => (self.v.of(yes).to_owned(), self.v.of(no).to_owned()),
            None => (self.v.t("sheet-yes"), self.v.t("sheet-no")),
        }
    }

    fn numeric(&self, item: &Item) -> bool {
        matches!(item.kind, Kind::Count | Kind::Number)
    }

    fn chosen(&self, value: &str, choice: &str) -> bool {
        value == choice
    }

    fn unit(&self, item: &Item) -> String {
        item.unit.as_ref().map_or(String::new(), |unit| self.v.of(unit).to_owned())
    }
}

/// What is typed where nothing was sent yet comes from what is kept; `posted` overrides it.
struct Shown<'a> {
    posted: Option<&'a Posted>,
    errors: &'a [FieldError],
    refused: Option<(String, String)>,
    kept: Option<&'static str>,
    /// Someone else has saved and the writer is being told: sending again is then on purpose.
    told: bool,
}

impl Shown<'_> {
    fn read(&self, village: RegionCode) -> Option<i64> {
        self.posted.filter(|_| !self.told)?.get(&format!("r/{village}")).parse().ok()
    }

    /// Whether the row was ticked as nil in the form that is shown again.
    fn nil(&self, village: RegionCode) -> Option<bool> {
        let posted = self.posted.filter(|posted| posted.has(&format!("r/{village}")))?;
        Some(posted.has(&format!("n/{village}")))
    }
}

fn page(v: &Visit, app: &App, view: &SheetView, place: RegionCode, shown: Shown<'_>) -> Response {
    let rule = &view.round.rule;
    let items: Vec<&Item> = rule.items_of_sheet(view.sheet).map(|(_, item)| item).collect();
    let city = view.definition().scope == Scope::City;
    let field = |sheet: &VillageSheet, item: &Item| {
        let name = format!("v/{}/{}", sheet.village, item.id);
        let kept = sheet.answers.get(&item.id);
        let last_year = sheet.last_year.get(&item.id).cloned().unwrap_or_default();
        let typed = |start: &str, kept: Option<&String>| match shown.posted {
            Some(posted) if posted.has(&format!("{start}{}", &name[1..])) => {
                posted.get(&format!("{start}{}", &name[1..])).to_owned()
            }
            _ => kept.cloned().unwrap_or_default(),
        };
        let same = shown.posted.is_some_and(|posted| posted.get("sama") == name);
        let error = shown.errors.iter().find(|error| error.village == sheet.village && error.item == item.id);
        Field {
            value: if same { last_year.clone() } else { typed("v", kept.map(|kept| &kept.value)) },
            source: typed("s", kept.map(|kept| &kept.source)),
            as_of: typed("t", kept.map(|kept| &kept.as_of)),
            last_year,
            error: error.map(|error| v.of(&error.message).to_owned()).unwrap_or_default(),
            name,
        }
    };
    let row = |sheet: &VillageSheet| VillageRow {
        code: sheet.village,
        name: village_name(app, v, sheet.village),
        district: sheet.village.district().map(|district| name(app, district)).unwrap_or_default(),
        state: sheet.state,
        open: sheet.state.is_open() && !view.round.locked,
        reason: sheet.reason.clone(),
        // What the writer has read, not what is there now: else a page shown again would hide that someone has saved.
        revision: shown.read(sheet.village).unwrap_or(sheet.revision),
        nil: shown.nil(sheet.village).unwrap_or(sheet.nil),
        fields: items.iter().map(|item| field(sheet, item)).collect(),
    };
    let page = SheetPage {
        v,
        place,
        place_name: if city { name(app, view.round.regency) } else { village_name(app, v, place) },
        city,
        rows: view.villages.iter().map(row).collect(),
        items,
        due: v.w.date(view.round.due_on),
        refused: shown.refused,
        kept: shown.kept,
        view,
    };
    render(&page)
}

async fn load(
    v: &Visit,
    site: &Site,
    code: &str,
    sheet: &str,
    year: Option<i64>,
) -> Result<(RegionCode, SheetView), Oops> {
    let place: RegionCode = code.parse().map_err(|_| Refusal::NotFound("region"))?;
    Ok((place, site.app.sheet(&v.actor(), place, year, sheet).await?))
}

/// What the address may say beside the year.
#[derive(Debug, Default, serde::Deserialize)]
pub struct After {
    #[serde(default)]
    simpan: Option<u8>,
    #[serde(default)]
    kirim: Option<u8>,
}

/// `GET /lembar/{sheet}/{code}`
pub async fn form(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    Query(After { simpan, kirim }): Query<After>,
) -> Result<Response, Oops> {
    let (place, view) = load(&v, &site, &code, &sheet, asked.tahun).await?;
    let shown = Shown {
        posted: None,
        errors: &[],
        refused: None,
        kept: simpan.map(|_| "sheet-kept").or(kirim.map(|_| "sheet-sent")),
        told: false,
    };
    Ok(page(&v, &site.app, &view, place, shown))
}

/// `POST /lembar/{sheet}/{code}`: saves, sends, or fills in last year's value.
pub async fn submit(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    posted: Posted,
) -> Result<Response, Oops> {
    let (place, view) = load(&v, &site, &code, &sheet, asked.tahun).await?;
    let again = |view: &SheetView, errors: &[FieldError], refused, told| {
        let shown = Shown { posted: Some(&posted), errors, refused, kept: None, told };
        (StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site.app, view, place, shown)).into_response()
    };
    if posted.has("sama") {
        let shown = Shown { posted: Some(&posted), errors: &[], refused: None, kept: None, told: false };
        return Ok(page(&v, &site.app, &view, place, shown));
    }
    let step = if posted.has("kirim") || posted.has("nihil") { Step::Submit } else { Step::Save };
    // A sheet that someone else has sent meanwhile is in the form too, and is refused with what was typed still shown.
    let villages: Vec<VillageDraft> = view.villages.iter().filter_map(|sheet| draft(&posted, &view, sheet)).collect();
    let draft = Draft { key: view.round.key(), sheet: sheet.clone(), step, via: "form", villages };
    match site.app.submit(&v.actor(), draft).await {
        Ok(()) => {
            let done = if step == Step::Submit && view.definition().scope == Scope::Village {
                "/beranda".to_owned()
            } else {
                let done = if step == Step::Submit { "kirim" } else { "simpan" };
                format!("/lembar/{}/{place}?tahun={}&{done}=1", view.definition().id, view.round.year)
            };
            Ok(Redirect::to(&done).into_response())
        }
        Err(refusal) => match &refusal {
            Refusal::Fields(errors) => Ok(again(&view, errors, Some(said(&refusal, &v)), false)),
            Refusal::Stale { .. } => {
                let (_, fresh) = load(&v, &site, &code, &sheet, asked.tahun).await?;
                Ok(again(&fresh, &[], Some(said(&refusal, &v)), true))
            }
            Refusal::Invalid(_) => Ok(again(&view, &[], Some(said(&refusal, &v)), false)),
            Refusal::Store(_) => {
                // The disk is full or the database is away: what was typed stays on the page.
                let mut page = again(&view, &[], Some(said(&refusal, &v)), false);
                let oops = Oops::from(refusal);
                oops.log();
                *page.status_mut() = oops.status();
                Ok(page)
            }
            _ => Err(refusal.into()),
        },
    }
}

/// What the form says of one village; `None` when it says nothing (a city table shows only open rows).
fn draft(posted: &Posted, view: &SheetView, sheet: &VillageSheet) -> Option<VillageDraft> {
    let code = sheet.village;
    let revision = posted.get(&format!("r/{code}")).parse().ok()?;
    let nil = posted.has("nihil") || posted.has(&format!("n/{code}"));
    let typed = |item: &Item| Typed {
        item: item.id.clone(),
        value: posted.get(&format!("v/{code}/{}", item.id)).to_owned(),
        source: posted.get(&format!("s/{code}/{}", item.id)).trim().to_owned(),
        as_of: posted.get(&format!("t/{code}/{}", item.id)).trim().to_owned(),
    };
    let answers: Vec<Typed> = view.round.rule.items_of_sheet(view.sheet).map(|(_, item)| typed(item)).collect();
    let touched = nil || sheet.revision > 0 || answers.iter().any(|typed| !typed.value.trim().is_empty());
    // In a city's table, villages without a single value are left as they are: missing is not zero.
    let whole = view.definition().scope == Scope::Village;
    (whole || touched).then_some(VillageDraft { village: code, revision: Some(revision), nil, answers })
}

/// `POST /lembar/{sheet}/{code}/buka`: takes a sent sheet back.
pub async fn reopen(
    v: Visit,
    State(site): State<Site>,
    Path((sheet, code)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    posted: Posted,
) -> Result<Response, Oops> {
    let (place, view) = load(&v, &site, &code, &sheet, asked.tahun).await?;
    let village: RegionCode = posted.get("desa").parse().map_err(|_| Refusal::NotFound("village"))?;
    let of = SheetOf { key: view.round.key(), village, sheet: sheet.clone(), revision: None };
    site.app.reopen_sheet(&v.actor(), of).await?;
    Ok(Redirect::to(&format!("/lembar/{}/{place}?tahun={}", view.definition().id, view.round.year)).into_response())
}
