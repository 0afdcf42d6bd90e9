//! The public front page (no classes), the tour, the language, and what is shown where there is nothing.

use crate::{
    oops::Oops,
    serve::Site,
    shown::{local, name, render},
    visit::Visit,
};
use app::Refusal;
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::region::RegionCode;

#[derive(Template)]
#[template(path = "front.html")]
struct Front<'a> {
    v: &'a Visit,
    city: Option<String>,
    /// Its code, how many villages are in the programme, of how many.
    programme: Option<(RegionCode, usize, usize)>,
    progress: Option<Progress>,
    /// Where the safe door is.
    door: Option<&'a str>,
}

struct Progress {
    year: i64,
    reported: i64,
    villages: i64,
    percent: i64,
}

/// `GET /`
pub async fn front(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    let city = v.city().ok();
    let progress = match city {
        Some(city) => match site.app.progress(city).await {
            Ok((round, reported, villages)) => {
                let (reported, villages) = (reported as i64, villages as i64);
                Some(Progress { year: round.year, reported, villages, percent: reported * 100 / villages.max(1) })
            }
            Err(Refusal::NotFound(_)) => None,
            Err(other) => return Err(other.into()),
        },
        None => None,
    };
    let programme = match city {
        Some(city) => {
            let shown = site.app.public_city(city, None).await?;
            Some((city, shown.villages.len(), shown.all))
        }
        None => None,
    };
    Ok(render(&Front {
        v: &v,
        city: city.map(|city| name(&site.app, city)),
        programme,
        progress,
        door: site.door.as_deref(),
    }))
}

#[derive(Template)]
#[template(path = "tour.html")]
struct Tour<'a> {
    v: &'a Visit,
    stops: Vec<Stop>,
}

/// A stop of the tour: what to look at, and as whom.
pub struct Stop {
    title: String,
    text: String,
    login: Option<&'static str>,
    path: String,
}

/// `GET /tur`: the five-minute tour of the demonstration city.
pub async fn tour(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    if !v.has_tour() {
        return Err(Refusal::NotFound("page").into());
    }
    const STOPS: [(&str, Option<&str>, &str); 17] = [
        ("public", None, "/"),
        ("officer", Some("bnnk"), "/wilayah/99.71"),
        ("between", Some("bnnk"), "/desa/99.71.04.1003"),
        ("decided", Some("bnnk"), "/desa/99.71.06.1002"),
        ("past", Some("bnnk"), "/desa/99.71.06.1002?diketahui=2026-10-31"),
        ("evidence", Some("bnnk"), "/bukti/village/99.71.04.1003"),
        ("register", Some("kesbangpol"), "/bersinar/99.71"),
        ("list", Some("bnnk"), "/bersinar/99.71/daftar"),
        ("inactive", Some("bnnk"), "/desa/99.71.02.1001/program"),
        ("lurah", Some("lurah-seruni"), "/desa/99.71.01.1001/program"),
        ("late", Some("kesbangpol"), "/laporan/99.71"),
        ("paper", Some("kesbangpol"), "/dokumen/99.71"),
        ("provider", Some("polres"), "/lembar/police/99.71"),
        ("excel", Some("bnnk"), "/impor"),
        ("rule", Some("bnnk-rekan"), "/aturan/versi/kawasan-rawan-8-5/2026.2"),
        ("totals", Some("kesbangpol"), "/angka/99.71?tahun=2025"),
        ("ledger", Some("bnnk"), "/buku-besar"),
    ];
    let stop = |(id, login, path): (&str, Option<&'static str>, &str)| Stop {
        title: v.t(&format!("page-tour-{id}")),
        text: v.t(&format!("page-tour-{id}-text")),
        login,
        path: path.to_owned(),
    };
    let mut stops: Vec<Stop> = STOPS.map(stop).into();
    // The door is another site; where it is closed there is nothing to see.
    let door = site.door.as_ref().map(|door| stop(("door", None, &format!("{door}/"))));
    let at = stops.len() - 1;
    stops.splice(at..at, door);
    Ok(render(&Tour { v: &v, stops }))
}

/// Where a link leads back to: a path of this site only.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Back {
    /// The path, from its slash.
    #[serde(default)]
    pub ke: String,
}

impl Back {
    /// The path, or another where it is none of this site.
    pub fn or<'a>(&'a self, other: &'a str) -> &'a str {
        local(&self.ke).unwrap_or(other)
    }
}

/// `GET /bahasa/{code}`: remembers the language and goes back.
pub async fn language(Path(code): Path<String>, Query(back): Query<Back>) -> Response {
    let code = if code == "en" { "en" } else { "id" };
    let mut response = Redirect::to(back.or("/")).into_response();
    let cookie = format!("bahasa={code}; Path=/; Max-Age=31536000; SameSite=Lax");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response
}

/// Everything else.
pub async fn missing() -> Oops {
    Refusal::NotFound("page").into()
}
