//! The pages, one module a noun, its template of the same name in `templates/`.

pub mod accounts;
pub mod board;
pub mod front;
pub mod home;
pub mod imports;
pub mod ledger;
pub mod review;
pub mod rounds;
pub mod rule;
pub mod search;
pub mod second_factor;
pub mod sheet;
pub mod sign_in;
pub mod slip;
pub mod village;

use crate::visit::Visit;
use app::Action;
use domain::region::{Level, RegionCode};

/// The links at the head of every page: where this visitor may go.
pub fn navigation(v: &Visit) -> Vec<(String, &'static str)> {
    let Some(who) = v.who.as_ref().filter(|who| who.session.confirmed) else { return vec![] };
    let mut links = vec![("/beranda".to_owned(), "page-nav-home")];
    let scope = &who.account.scope;
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
    for (action, path, key) in [
        (Action::VerifySheet, "/periksa", "page-nav-review"),
        (Action::FillOwnSheets, "/impor", "page-nav-import"),
        (Action::RunRounds, "/periode", "page-nav-rounds"),
        (Action::ManageAccounts, "/akun", "page-nav-accounts"),
        (Action::ReadLedger, "/buku-besar", "page-nav-ledger"),
    ] {
        if v.may(action) {
            links.push((path.to_owned(), key));
        }
    }
    links
}

/// `?tahun=2026`.
#[derive(Debug, Default, serde::Deserialize)]
pub struct Year {
    /// The year asked for, if any; what is no year asks for none.
    #[serde(default, deserialize_with = "number")]
    pub tahun: Option<i64>,
}

fn number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<i64>, D::Error> {
    let text: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(from)?;
    Ok(text.trim().parse().ok())
}
