//! The description of it all: OpenAPI 3.1, made from the handlers, with who may ask and what may go wrong added from the
//! list of addresses. `docs/openapi.json` is a copy of it that a test compares (`UPDATE=1` writes it anew).

use super::{
    board, counts, evidence, export, ledger, me, papers, plan, plan_board, problem::Problem, programme, public,
    regions, rounds, rule_versions, rules,
};
use super::{report, sheet_steps, sheets, tasks, team, village, waiting};
use crate::routes::{Gate, Route, routes};
use app::access::ACCESS;
use axum::{
    http::{Method, header},
    response::{IntoResponse, Response},
};
use std::sync::OnceLock;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self, ContentBuilder, Ref, ResponseBuilder,
        path::Operation,
        security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};

/// What is said of the whole.
const ABOUT: &str = "The programme for other programs. Every request carries `Authorization: Bearer TOKEN`; the administrator \
makes the token for an account at `/akun`, and it may do what that account may: its role, inside its region. \
Missing is `null`, never 0. Dates are ISO 8601, instants RFC 3339 in UTC. Places are Kemendagri codes such as \
`99.71.01.1001`. Long lists come in pages: follow `next` until it is null. What is refused comes as problem details \
(RFC 9457) in Indonesian, or in English with `Accept-Language: en`. A token may ask 20 times a second, 100 times at once; \
after that the answer is 429 with `Retry-After`.";

#[derive(OpenApi)]
#[openapi(
    info(title = "Bersinar", version = "1"),
    paths(
        document, public::city, public::help, me::me, tasks::list, regions::list, regions::one, regions::neighbours,
        regions::boundaries, rounds::list,
        rounds::open, rounds::lock, rules::list, rules::one, rule_versions::copy, rule_versions::write,
        rule_versions::propose, rule_versions::activate, rule_versions::undo, rule_versions::discard, board::list,
        village::one, village::decide, sheets::one, sheets::send, sheet_steps::verify, sheet_steps::give_back,
        sheet_steps::reopen, counts::list, waiting::list, evidence::list, evidence::add, evidence::one, evidence::remove,
        programme::register, programme::activities, programme::log, plan::agencies, plan::plan, plan::keep_row,
        report::report, report::fill, report::step, plan_board::board, team::meetings, team::commitments, team::laws,
        papers::list, papers::one, ledger::list, export::places, export::ndjson, export::csv
    ),
    components(schemas(Problem)),
    modifiers(&Gates),
    tags(
        (name = "public", description = "What everyone may know, without a token: the programme and places of help. No classes."),
        (name = "account", description = "Whom the token stands for, and what waits for it."),
        (name = "places", description = "Provinces, regencies, districts, villages; where they lie."),
        (name = "rounds", description = "A year's mapping: opened with a rule, due on a date, locked at the end."),
        (name = "rules", description = "What a regulation can change: rules and the versions that an office makes."),
        (name = "villages", description = "Classes with their reasons, decisions, counts."),
        (name = "sheets", description = "Answers: read, kept, handed in, accepted, returned."),
        (name = "evidence", description = "Files that prove a sheet."),
        (name = "programme", description = "Where villages stand on the ladder, and what was held."),
        (name = "plan", description = "The action plan: agencies, what they plan and report, the team's meetings and decisions, law."),
        (name = "ledger", description = "Who did what."),
        (name = "export", description = "Whole lists, written while they are read."),
    )
)]
struct Document;

/// Adds to each operation who may ask and what may go wrong.
struct Gates;

impl Modify for Gates {
    fn modify(&self, api: &mut openapi::OpenApi) {
        api.info.description = Some(ABOUT.to_owned());
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("A token made at /akun."));
        if let Some(components) = &mut api.components {
            components.add_security_scheme("token", SecurityScheme::Http(bearer.build()));
        }
        for route in routes().iter().filter(|route| route.path.starts_with(super::BASE)) {
            if let Some(operation) = operation(api, route) {
                complete(operation, route);
            }
        }
    }
}

fn operation<'a>(api: &'a mut openapi::OpenApi, route: &Route) -> Option<&'a mut Operation> {
    let item = api.paths.paths.get_mut(route.path)?;
    match route.method {
        Method::GET => item.get.as_mut(),
        Method::POST => item.post.as_mut(),
        Method::DELETE => item.delete.as_mut(),
        _ => None,
    }
}

fn complete(operation: &mut Operation, route: &Route) {
    let name = route.path.trim_start_matches(super::BASE).replace(['{', '}'], "").replace(['/', '.'], "_");
    operation.operation_id = Some(format!("{}_{name}", route.method.as_str().to_lowercase()));
    let who = match route.gate {
        Gate::Public => "Everyone, without a token.".to_owned(),
        Gate::May(actions) => {
            let mut roles: Vec<&str> = vec![];
            for (_, may) in ACCESS.iter().filter(|(action, _)| actions.contains(action)) {
                roles.extend(may.iter().map(|role| role.id()));
            }
            roles.retain(|role| *role != domain::role::Role::Administrator.id());
            roles.sort_unstable();
            roles.dedup();
            format!("Roles: {}; each inside its own region.", roles.join(", "))
        }
        Gate::SignedIn | Gate::Confirming => "Every account.".to_owned(),
    };
    let said = operation.description.take().map(|said| format!("{said}\n\n")).unwrap_or_default();
    operation.description = Some(format!("{said}{who}"));
    let mut problems = vec![("429", "Too many requests; wait as `Retry-After` says.")];
    if route.gate == Gate::Public && route.path.contains('{') {
        problems.push(("422", "A value cannot be taken."));
    }
    if route.gate != Gate::Public {
        operation.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("token", [])]);
        problems.push(("401", "No token, or one that was revoked or has ended."));
        problems.push(("422", "A value cannot be taken, or the step is not possible now; nothing was kept."));
    }
    if matches!(route.gate, Gate::May(_)) {
        problems.push(("403", "The role may not do that, or not there."));
    }
    if route.path.contains('{') || matches!(route.gate, Gate::May(_)) {
        problems.push(("404", "There is no such thing."));
    }
    if route.method == Method::POST {
        problems.push(("409", "Someone else has changed it since it was read."));
        problems.push(("413", "The body is too large."));
        problems.push(("415", "The body is declared as something else than `application/json`."));
    }
    for (status, said) in problems {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new().description(said).content("application/problem+json", content).build();
        operation.responses.responses.entry(status.to_owned()).or_insert_with(|| response.into());
    }
}

/// The description as JSON.
pub fn text() -> &'static str {
    static TEXT: OnceLock<String> = OnceLock::new();
    TEXT.get_or_init(|| Document::openapi().to_pretty_json().unwrap_or_default() + "\n")
}

/// This description
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "account", responses((status = 200, description = "OpenAPI 3.1.", body = Object)))]
pub async fn document() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text()).into_response()
}
