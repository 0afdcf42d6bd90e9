//! The pages, one module a noun, its template of the same name in `templates/`.

pub mod accounts;
pub mod api;
pub mod board;
pub mod boundaries;
pub mod compare;
pub mod desks;
pub mod directory;
pub mod directory_list;
pub mod evidence;
pub mod front;
pub mod home;
pub mod imports;
pub mod ledger;
pub mod papers;
pub mod plan;
pub mod programme;
pub mod public;
pub mod reminders;
pub mod review;
pub mod rollup;
pub mod rounds;
pub mod rules;
pub mod running;
pub mod search;
pub mod second_factor;
pub mod sheet;
pub mod sign_in;
pub mod slip;
pub mod tokens;
pub mod totals;
pub mod village;

use crate::{serve::Site, visit::Visit};
use app::{Action, Moment};
use domain::{
    region::{Level, RegionCode},
    role::Role,
};
use jiff::civil::Date;

/// The rooms of the action plan, all behind one link.
const PLAN: [&str; 8] =
    ["/instansi/", "/rencana/", "/tim/", "/rapat/", "/komitmen/", "/hukum/", "/dokumen/", "/ringkas/"];

/// The links at the head of every page: where this visitor may go.
pub fn navigation(v: &Visit) -> Vec<(String, &'static str, bool)> {
    let links = links(v);
    // The longest address that the page lies beneath: a village's programme is not its class.
    let here = links.iter().map(|(path, _)| path).filter(|path| v.path.starts_with(path.as_str()));
    let of_plan = || PLAN.into_iter().any(|room| v.path.starts_with(room));
    let plan = || links.iter().find(|(_, key)| *key == "report-nav" && of_plan()).map(|(path, _)| path);
    let here = here.max_by_key(|path| path.len()).or_else(plan).cloned();
    let marked = |(path, key)| {
        let here = here.as_ref() == Some(&path);
        (path, key, here)
    };
    links.into_iter().map(marked).collect()
}

fn links(v: &Visit) -> Vec<(String, &'static str)> {
    let Some(who) = v.who.as_ref().filter(|who| who.session.confirmed) else { return vec![] };
    let mut links = vec![("/beranda".to_owned(), "page-nav-home")];
    let scope = &who.account.scope;
    if v.may(Action::SeeProvince) {
        let path = if scope.is_empty() { "/nasional".to_owned() } else { format!("/provinsi/{scope}") };
        links.push((path, "page-nav-roll-up"));
    }
    if v.may(Action::SeeBoard) {
        let place: Option<RegionCode> = scope.parse().ok();
        let key = match place {
            Some(place) if place.level() > Level::Regency => "page-nav-district",
            Some(place) if !place.is_city() => "page-nav-regency",
            _ => "page-nav-city",
        };
        links.push((format!("/wilayah/{scope}"), key));
    } else if v.may(Action::SeeVillage) {
        links.push((format!("/desa/{scope}"), "page-nav-village"));
    }
    if v.may(Action::SeeRegister) {
        links.push((format!("/bersinar/{scope}"), "page-nav-register"));
    } else if v.may(Action::SeeProgramme) {
        links.push((format!("/desa/{scope}/program"), "page-nav-programme"));
    }
    if v.may(Action::LogActivities) {
        links.push((format!("/kegiatan/{scope}"), "page-nav-activities"));
    }
    let regency = scope.parse::<RegionCode>().ok().and_then(RegionCode::regency);
    // Of those who may speak for an agency, it is every day's work of the liaisons only.
    let liaison = who.actor.role() == Some(Role::Opd);
    if let Some(regency) = regency.filter(|_| v.may(Action::SeeReports) || liaison) {
        links.push((format!("/laporan/{regency}"), "report-nav"));
    } else if let Some(regency) = regency.filter(|_| v.may(Action::SeeAgencies)) {
        links.push((format!("/instansi/{regency}"), "agency-nav"));
    }
    // Custodians of other offices come by their tasks.
    let of_desk = matches!(who.actor.role(), Some(Role::BnnkEradication | Role::Bnnp | Role::Inspectorate));
    if v.may(Action::KeepDesks) || of_desk {
        links.push(("/meja".to_owned(), "desk-nav"));
    }
    for (action, path, key) in [
        (Action::VerifySheet, "/periksa", "page-nav-review"),
        (Action::FillOwnSheets, "/impor", "page-nav-import"),
        (Action::RunRounds, "/periode", "page-nav-rounds"),
        (Action::SeeRuleVersions, "/aturan/versi", "page-nav-rules"),
        (Action::ImportPlaces, "/batas", "boundary-title"),
        (Action::ManageAccounts, "/akun", "page-nav-accounts"),
        (Action::SeeRunning, "/jalannya", "task-running"),
        (Action::ReadLedger, "/buku-besar", "page-nav-ledger"),
    ] {
        if v.may(action) {
            links.push((path.to_owned(), key));
        }
    }
    links
}

/// `?tahun=2026&pada=2026-06-30&diketahui=2026-07-01`: which state is asked for. What is no year or date asks for none.
#[derive(Debug, Default, Clone, Copy, serde::Deserialize)]
pub struct Asked {
    /// The year.
    #[serde(default, deserialize_with = "read")]
    pub tahun: Option<i64>,
    /// As it was on this date.
    #[serde(default, deserialize_with = "read")]
    pub pada: Option<Date>,
    /// As it was known at the end of this date.
    #[serde(default, deserialize_with = "read")]
    pub diketahui: Option<Date>,
}

impl Asked {
    /// The same for the program.
    pub fn moment(&self) -> Moment {
        Moment { year: self.tahun.filter(|_| self.pada.is_none()), on: self.pada, known: self.diketahui }
    }

    /// What a link to another page adds, so that it shows the same state: `&diketahui=2026-07-01`.
    pub fn kept(&self) -> String {
        let part = |name: &str, date: Option<Date>| date.map(|date| format!("&{name}={date}")).unwrap_or_default();
        part("pada", self.pada) + &part("diketahui", self.diketahui)
    }

    /// The state that is shown, in words; nothing when it is today's.
    pub fn said(&self, v: &Visit) -> Option<String> {
        let with = |key: &str, date: Date| v.w.with(key, &[("date", v.w.date(date).into())]);
        let on = if self.diketahui.is_some() { "moment-on" } else { "moment-on-today" };
        let parts: Vec<String> =
            [self.pada.map(|date| with(on, date)), self.diketahui.map(|date| with("moment-known", date))]
                .into_iter()
                .flatten()
                .collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// The moment whose knowledge a page tells, for the line below its figures: now, or the day that is asked for.
    pub fn as_of(&self, v: &Visit, site: &Site, place: RegionCode) -> String {
        match self.diketahui {
            Some(date) => v.w.date(date),
            None => v.w.instant(site.app.now(), site.app.zone(place)),
        }
    }

    /// A date as the field of a form shows it.
    pub fn field(date: &Option<Date>) -> String {
        date.map(|date| date.to_string()).unwrap_or_default()
    }
}

fn read<'de, D: serde::Deserializer<'de>, T: std::str::FromStr>(from: D) -> Result<Option<T>, D::Error> {
    let text: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(from)?;
    Ok(text.trim().parse().ok())
}
