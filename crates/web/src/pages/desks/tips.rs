//! What has come to a desk: the list with its clock.

use super::{island, title};
use crate::{oops::Oops, serve::Site, shown::render, visit::Visit};
use app::doors::{
    DeskView,
    queue::{Queue, Waiting},
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::json;
use store::queries::conversations::Which;

/// What the pages of a desk's reports may do beyond others: their script asks for the next page, and shows pictures that it has made anew.
pub(super) const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data: blob:; \
     frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// Which reports, and after which.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    mana: String,
    setelah: String,
    /// What was just done: `dihapus`, `sisa`, `diteruskan`.
    baru: String,
}

#[derive(Template)]
#[template(path = "desks/tips.html")]
struct Page<'a> {
    v: &'a Visit,
    desk: &'a str,
    title: String,
    rows: Vec<Row>,
    counts: Vec<(&'static str, i64)>,
    which: &'a str,
    more: Option<String>,
    /// What to say of a report that was just erased or passed on.
    done: Option<&'static str>,
    data: String,
}

struct Row {
    id: String,
    called: String,
    came_on: String,
    state: &'static str,
    due: String,
    late: bool,
    assigned: String,
    outcome: String,
    parts: i64,
}

/// What a report is called at its desk: the first signs of its random name.
pub fn called(id: &str) -> String {
    id.get(..6).unwrap_or(id).to_uppercase()
}

pub(super) fn day(v: &Visit, iso: &str) -> String {
    iso.parse::<Date>().map_or_else(|_| iso.to_owned(), |day| v.w.date(day))
}

fn row(v: &Visit, site: &Site, view: &DeskView, one: &Waiting) -> Row {
    let handled = one.line.handling.as_ref();
    let outcome = handled.and_then(|one| site.app.door_rules().tip_promises.outcome(&one.outcome));
    let assigned = handled.map_or("", |one| one.assigned.as_str());
    Row {
        called: called(&one.line.id),
        id: one.line.id.clone(),
        came_on: day(v, &one.line.came_on),
        state: one.state.id(),
        due: one.due.map_or_else(String::new, |due| v.w.date(due)),
        late: one.late,
        assigned: view.name_of(assigned).unwrap_or_default().to_owned(),
        outcome: outcome.map_or_else(String::new, |outcome| v.of(&outcome.title).to_owned()),
        parts: one.line.parts,
    }
}

/// What the script needs to open the desk's secret: sealed to the visitor, under the own passphrase.
pub(super) fn locked(v: &Visit, view: &DeskView) -> serde_json::Value {
    let actor = v.actor();
    let share = view.shares.iter().find(|share| share.account == actor.name());
    let holder = view.mine(&actor).and_then(|mine| mine.holder.as_ref());
    json!({
        "wrapped": holder.map_or("", |holder| holder.wrapped.as_str()),
        "share": share.map_or("", |share| share.sealed.as_str()),
        "desk": view.desk.id,
        "texts": SAID_BY_SCRIPT.iter().map(|key| ((*key).to_owned(), v.t(key).into())).collect::<serde_json::Map<_, _>>(),
    })
}

/// What the script says of itself.
const SAID_BY_SCRIPT: &[&str] = &[
    "desk-tip-about",
    "desk-tip-when",
    "desk-tip-place",
    "desk-tip-officer",
    "desk-tip-not-to",
    "desk-tip-unsigned",
    "desk-tip-passed-by",
    "desk-tip-pass-too-large",
    "desk-tip-pass-unwanted",
    "desk-tip-too-long",
    "desk-tip-redact",
    "desk-tip-redacted",
    "desk-tip-original",
    "desk-tip-signalled",
    "desk-tip-signal-back",
    "desk-tip-sealed-otherwise",
    "desk-tip-by-reporter",
    "desk-tip-by-desk",
    "desk-tip-by-note",
    "desk-tip-file-show",
    "desk-tip-file-save",
    "desk-tip-file-warning",
    "desk-tip-empty",
    "desk-working",
    "desk-wrong-passphrase",
    "desk-wrong-damaged",
];

/// `GET /meja/{desk}/laporan`
pub async fn list(
    v: Visit,
    State(site): State<Site>,
    Path(desk): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Oops> {
    let (tips, actor) = (site.app.tips(), v.actor());
    let which = match asked.mana.as_str() {
        "selesai" => Which::Closed,
        "saya" => Which::Of(actor.name()),
        _ => Which::Open,
    };
    let after = asked.setelah.split_once(' ');
    let Queue { lines, counts, more } = tips.queue(&actor, &desk, which, after).await?;
    let view = tips.desk(&actor, &desk).await?;
    let last = lines.last().filter(|_| more).map(|one| format!("{} {}", one.line.came_on, one.line.id));
    let page = Page {
        v: &v,
        title: title(&v, &site.app, &view),
        rows: lines.iter().map(|one| row(&v, &site, &view, one)).collect(),
        counts: counts.into_iter().map(|(state, n)| (state.id(), n)).collect(),
        which: match which {
            Which::Closed => "selesai",
            Which::Of(_) => "saya",
            Which::Open => "",
        },
        more: last.map(|last| crate::shown::query(&last)),
        done: match asked.baru.as_str() {
            "dihapus" => Some("desk-tip-erased"),
            "sisa" => Some("desk-tip-erased-not-copy"),
            "diteruskan" => Some("desk-tip-passed"),
            _ => None,
        },
        data: island(&locked(&v, &view)),
        desk: &desk,
    };
    Ok(([(header::CONTENT_SECURITY_POLICY, POLICY)], render(&page)).into_response())
}
