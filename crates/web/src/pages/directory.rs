//! Where to get help: the public directory, nearest to a village first, and the form that keeps it.

use super::programme::{options, regency_code, which};
use crate::{
    form::{Form, answered},
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{name, render, village_name},
    visit::Visit,
};
use app::{
    Action, Refusal,
    programme::directory::{HelpDraft, HelpLine},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{
    programme::catalogue::{Entry, entry},
    region::RegionCode,
};
use std::future::ready;

#[derive(Template)]
#[template(path = "directory.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    near: String,
    villages: Vec<(RegionCode, String, String)>,
    places: Vec<Shown>,
}

struct Shown {
    id: String,
    name: String,
    kind: String,
    services: String,
    address: String,
    phone: String,
    /// The number without marks between its digits.
    dial: String,
    hours: String,
    capacity: String,
    note: String,
    far: String,
    open: bool,
}

/// `?desa=99.71.01.1001`
#[derive(Debug, Default, serde::Deserialize)]
pub struct AskedNear {
    #[serde(default)]
    desa: String,
}

/// `GET /bantuan/{code}`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedNear>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let near: Option<RegionCode> = asked.desa.parse().ok().filter(|village| place.contains(*village));
    let lines = site.app.help_places(&v.actor(), place, near).await?;
    let places = site.app.places();
    let district = |code: RegionCode| code.district().map(|district| name(&site.app, district)).unwrap_or_default();
    let page = Page {
        v: &v,
        place,
        title: name(&site.app, place),
        near: near.map(|village| village.to_string()).unwrap_or_default(),
        villages: places.villages_in(place).map(|one| (one.code, one.name.to_owned(), district(one.code))).collect(),
        places: lines.iter().map(|line| shown(&v, &site, line)).collect(),
    };
    Ok(render(&page))
}

fn shown(v: &Visit, site: &Site, line: &HelpLine) -> Shown {
    let (rules, row) = (site.app.programme_rules(), &line.place);
    let titled = |all: &[Entry], id: &str| entry(all, id).map_or("", |one| v.of(&one.title)).to_owned();
    let village: Option<RegionCode> = row.village.parse().ok();
    let lies = village.map(|village| village_name(&site.app, v, village));
    let address = [Some(row.address.clone()), lies].into_iter().flatten().filter(|text| !text.is_empty());
    Shown {
        id: row.id.clone(),
        name: row.name.clone(),
        kind: titled(&rules.services.kinds, &row.kind),
        services: line.services.iter().map(|id| titled(&rules.services.services, id)).collect::<Vec<_>>().join(", "),
        address: address.collect::<Vec<_>>().join(", "),
        phone: row.phone.clone(),
        dial: row.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
        hours: row.hours.clone(),
        capacity: row.capacity.clone(),
        note: row.note.clone(),
        far: match line.metres {
            Some(metres) if metres < 950.0 => {
                v.w.with("directory-metres", &[("n", v.w.number((metres / 50.0).round() as i64 * 50).into())])
            }
            Some(metres) => {
                v.w.with("directory-kilometres", &[("n", v.w.decimal((metres / 100.0).round() / 10.0).into())])
            }
            None => String::new(),
        },
        open: row.open == 1,
    }
}

#[derive(Template)]
#[template(path = "directory_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    kinds: Vec<(String, String)>,
    services: Vec<(String, String)>,
    villages: Vec<(String, String)>,
    changes: bool,
    form: Form,
}

fn form_page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Response {
    let (app, rules) = (&site.app, site.app.programme_rules());
    let places = app.places();
    render(&FormPage {
        v,
        place,
        title: name(app, place),
        kinds: options(v, &rules.services.kinds),
        services: options(v, &rules.services.services),
        villages: places.villages_in(place).map(|one| (one.code.to_string(), one.name.to_owned())).collect(),
        changes: !form.value("id").is_empty(),
        form,
    })
}

/// `GET /bantuan/{code}/isi`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<super::programme::AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::KeepDirectory, place)?;
    let form = if asked.id.is_empty() {
        Form::of(vec![("open", "1".to_owned())])
    } else {
        let lines = site.app.help_places(&v.actor(), place, None).await?;
        let line = lines.into_iter().find(|line| line.place.id == asked.id).ok_or(Refusal::NotFound("directory"))?;
        let (row, degrees) = (line.place, |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default());
        let mut values = vec![
            ("id", row.id),
            ("revision", row.revision.to_string()),
            ("name", row.name),
            ("kind", row.kind),
            ("village", row.village),
            ("address", row.address),
            ("phone", row.phone),
            ("hours", row.hours),
            ("capacity", row.capacity),
            ("note", row.note),
            ("latitude", degrees(row.latitude)),
            ("longitude", degrees(row.longitude)),
        ];
        values.extend(line.services.into_iter().map(|service| ("services", service)));
        values.extend((row.open == 1).then(|| ("open", "1".to_owned())));
        Form::of(values)
    };
    Ok(form_page(&v, &site, place, form))
}

/// `POST /bantuan/{code}/isi`: `do` is `keep` or `remove`.
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let done = if posted.get("do") == "remove" {
        site.app.remove_help_place(&v.actor(), place, &which(&posted)).await
    } else {
        let draft = HelpDraft {
            which: which(&posted),
            name: text("name"),
            kind: text("kind"),
            village: text("village"),
            address: text("address"),
            phone: text("phone"),
            hours: text("hours"),
            services: posted.all("services").map(str::to_owned).collect(),
            capacity: text("capacity"),
            note: text("note"),
            latitude: text("latitude"),
            longitude: text("longitude"),
            open: posted.has("open"),
        };
        site.app.keep_help_place(&v.actor(), place, draft).await.map(drop)
    };
    answered(&v, done, posted, |()| format!("/bantuan/{place}"), |form| ready(Ok(form_page(&v, &site, place, form))))
        .await
}
