//! Small helpers that turn things into what a page shows.

use crate::{oops::Oops, visit::Visit};
use app::{App, city::Standing, rounds::Round};
use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use domain::{region::RegionCode, role::Role};

/// Renders a page; a template that fails is a fault of the program and says so.
pub fn render(template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a template failed");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// A text as part of a query.
pub fn query(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// A path of this site. `//elsewhere` and `/\elsewhere` are none, nor what a browser makes them of by dropping tabs and
/// line ends (`/<tab>/elsewhere`).
pub fn local(path: &str) -> Option<&str> {
    let rest = path.strip_prefix('/')?;
    (!rest.starts_with('/') && !path.contains(|c: char| c == '\\' || c.is_control())).then_some(path)
}

/// A class as the chip shows it.
#[derive(Debug, Clone)]
pub struct Chip {
    /// The class's id, `between` or `silent`: the look.
    pub look: String,
    /// The word.
    pub word: String,
}

/// The chip of a village's standing.
pub fn chip(v: &Visit, round: &Round, standing: Standing) -> Chip {
    let word = |class: usize| round.rule.class(class).map_or("", |class| v.of(&class.title)).to_owned();
    match standing {
        Standing::Class(class) => {
            Chip { look: round.rule.class(class).map(|class| class.id.clone()).unwrap_or_default(), word: word(class) }
        }
        Standing::Between(mildest, worst) => Chip {
            look: "between".into(),
            word: v.w.with("village-between", &[("mildest", word(mildest).into()), ("worst", word(worst).into())]),
        },
        Standing::Silent => Chip { look: "silent".into(), word: v.t("village-silent") },
    }
}

/// A region's name; its code where the list does not have it.
pub fn name(app: &App, code: RegionCode) -> String {
    app.places().name(code).map_or_else(|| code.to_string(), str::to_owned)
}

/// "Kelurahan Seruni", "Desa Amawang Kiri": the name with the word for a village there.
pub fn village_name(app: &App, v: &Visit, code: RegionCode) -> String {
    let mut said = capital(app.titles().village_word(code, v.w.lang()));
    said.push(' ');
    said + &name(app, code)
}

/// A role as people there call it: a village's head by the local title.
pub fn role_name(app: &App, v: &Visit, role: Role, scope: &str) -> String {
    match scope.parse() {
        Ok(scope) if role == Role::Lurah => capital(app.titles().head_title(scope, v.w.lang())),
        _ => v.t(&format!("account-role-{role}")),
    }
}

/// The text with a capital letter in front.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Who did something: name and role; a part of the program, or the operator, where it was no account.
pub async fn who_is(
    app: &App,
    v: &Visit,
    office: impl Into<Option<RegionCode>> + Send,
    id: &str,
) -> Result<String, Oops> {
    let Some(found) = app.who_is(office, id).await? else { return Ok(v.t("account-console")) };
    let name = found.name.unwrap_or_else(|| v.t("account-erased"));
    Ok(match found.account.role.parse() {
        Ok(role) => format!("{name} ({})", role_name(app, v, role, &found.account.scope)),
        Err(_) => name,
    })
}
