//! The programme for other programs: JSON under `/api/v1`, for who shows a token.
//!
//! A request passes [`door`] (who is it, does it flood), then the same gate and the same list `routes.rs` as a page; the
//! handlers here, one module a noun, call the same actions of `app`. [`problem`] says why something was not done,
//! [`take`] reads what came in, [`listing`] cuts lists into pages, [`stream`] writes those that are too long for that,
//! [`document`] describes it all. A new address: a handler with its `utoipa::path`, a line in `routes.rs`, one in
//! [`document`]; a test finds what is missing.

pub mod board;
pub mod counts;
pub mod document;
pub mod door;
pub mod evidence;
pub mod export;
pub mod flood;
pub mod ledger;
pub mod listing;
pub mod me;
pub mod moment;
pub mod papers;
pub mod plan;
pub mod plan_board;
pub mod problem;
pub mod programme;
pub mod public;
pub mod regions;
pub mod report;
pub mod rounds;
pub mod rule_versions;
pub mod rules;
pub mod sheet_steps;
pub mod sheets;
pub mod stream;
pub mod take;
pub mod tasks;
pub mod team;
pub mod village;
pub mod waiting;

use crate::visit::Visit;

use domain::region::RegionCode;
use problem::Fault;
use serde::Serialize;
use utoipa::ToSchema;

/// Where all of it lies.
pub const BASE: &str = "/api/v1/";

/// Whether an address belongs to the API, not to the pages.
pub fn is_api(path: &str) -> bool {
    path.starts_with("/api/") && !path.starts_with("/api/problems/")
}

/// A text in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Both {
    /// Indonesian.
    #[schema(example = "Sangat rawan")]
    pub id: String,
    /// English.
    #[schema(example = "Very prone")]
    pub en: String,
}

impl From<&instrument::Text> for Both {
    fn from(text: &instrument::Text) -> Self {
        Self { id: text.id.clone(), en: text.en.clone() }
    }
}

/// An instant as RFC 3339 in UTC.
pub fn instant(milliseconds: i64) -> String {
    jiff::Timestamp::from_millisecond(milliseconds).unwrap_or_default().to_string()
}

/// The regency that is asked for: the one named, else that of the account, else the installation's.
pub fn regency(v: &Visit, named: Option<&str>) -> Result<RegionCode, Fault> {
    if let Some(named) = named {
        let code = take::code("regency", named)?;
        return code.regency().filter(|regency| *regency == code).ok_or_else(|| Fault::parameter("regency"));
    }
    Ok(v.city()?)
}
