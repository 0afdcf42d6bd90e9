//! Why something was not done, as problem details (RFC 9457) in the caller's language.
//!
//! Every refusal of `app` and every fault of the request itself becomes a [`Fault`]; [`super::door`] writes it out, because
//! it knows the language. The sentences are those of the pages ([`crate::oops::said`]).

use crate::{
    oops::{Oops, said, with},
    visit::Visit,
};
use app::Refusal;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// Why an answer is not the one that was asked for.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The program refused.
    Refused(Oops, Arc<Refusal>),
    /// No token, or one that opens nothing (then `true`).
    NoToken(bool),
    /// A value of the address cannot be read: its name.
    Parameter(String),
    /// The body is no such JSON: where and why.
    Body(String),
    /// The body is declared as something else.
    MediaType,
    /// The body is too large.
    TooLarge,
    /// The address does not know this method.
    Method,
    /// Too many requests: wait so many seconds.
    Flood(u64),
}

impl<E: Into<Refusal>> From<E> for Fault {
    fn from(error: E) -> Self {
        let refusal = Arc::new(error.into());
        Self::Refused(Oops::of(refusal.clone()), refusal)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Problem details (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem; stable, and an address that explains it.
    #[serde(rename = "type")]
    #[schema(example = "/api/problems/values")]
    kind: String,
    /// The kind in words.
    #[schema(example = "Ada nilai yang tidak dapat diterima")]
    title: String,
    /// The status of the answer.
    #[schema(example = 422)]
    status: u16,
    /// What happened and what to do, in the language of `Accept-Language` (Indonesian unless English is asked for).
    detail: String,
    /// Every value that cannot be taken; nothing of what was sent was kept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<FieldProblem>,
}

/// One value that cannot be taken. What is not known of it is left out.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The village's code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "99.71.01.1001")]
    village: Option<String>,
    /// The item's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "D1")]
    item: Option<String>,
    /// What was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "-3")]
    typed: Option<String>,
    /// Of a rule file: the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    /// Of a rule file: the line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    /// Of a rule file: the kind of finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    /// Of something possible but unlikely: its name, to be sent back in `sure`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "activity-many-people:0123456789abcdef")]
    doubt: Option<String>,
    /// What is wrong and what to do.
    message: String,
}

/// The kinds, for the page that explains them.
pub const KINDS: [&str; 14] = [
    "no-token",
    "not-allowed",
    "not-found",
    "method",
    "parameter",
    "body",
    "media-type",
    "too-large",
    "values",
    "doubts",
    "not-possible",
    "stale",
    "too-many",
    "fault",
];

impl Fault {
    /// A value of the address that cannot be read.
    pub fn parameter(name: &str) -> Self {
        Self::Parameter(name.to_owned())
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Refused(oops, _) => oops.status(),
            Self::NoToken(_) => StatusCode::UNAUTHORIZED,
            Self::Parameter(_) | Self::Body(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Flood(_) => StatusCode::TOO_MANY_REQUESTS,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Refused(_, refusal) => match &**refusal {
                Refusal::NotAllowed(_) => "not-allowed",
                Refusal::NotFound(_) => "not-found",
                Refusal::Fields(_) | Refusal::Form(_) | Refusal::Rule(_) | Refusal::Places(_) => "values",
                Refusal::Doubts(_) => "doubts",
                Refusal::Invalid(_) | Refusal::File(_) | Refusal::Boundaries(_) | Refusal::Totals(_) => "not-possible",
                Refusal::Stale { .. } | Refusal::Outdated { .. } => "stale",
                Refusal::SignIn => "no-token",
                Refusal::Wait(_) => "too-many",
                Refusal::Store(_) => "fault",
            },
            Self::NoToken(_) => "no-token",
            Self::Parameter(_) => "parameter",
            Self::Body(_) => "body",
            Self::MediaType => "media-type",
            Self::TooLarge => "too-large",
            Self::Method => "method",
            Self::Flood(_) => "too-many",
        }
    }

    fn detail(&self, v: &Visit) -> String {
        match self {
            Self::Refused(_, refusal) => match &**refusal {
                // Said of pages, these would lead astray.
                Refusal::Stale { .. } | Refusal::Outdated { .. } => v.t("api-stale"),
                Refusal::Fields(_) | Refusal::Form(_) => v.t("api-values"),
                Refusal::Doubts(_) => v.t("api-doubts"),
                Refusal::NotFound(what) => {
                    let key = format!("api-thing-{what}");
                    let what = v.t(if v.w.has(&key) { &key } else { "api-thing" });
                    v.w.with("api-not-found", &[("what", what.into())])
                }
                refusal => {
                    let (what, todo) = said(refusal, v);
                    format!("{what} {todo}")
                }
            },
            Self::NoToken(_) => v.t("api-no-token"),
            Self::Parameter(name) => v.w.with("api-parameter", &[("name", name.as_str().into())]),
            Self::Body(why) => v.w.with("api-body", &[("why", why.as_str().into())]),
            Self::MediaType => v.t("api-media-type"),
            Self::TooLarge => v.t("api-too-large"),
            Self::Method => v.t("api-method"),
            Self::Flood(seconds) => v.w.with("api-flood", &[("seconds", (*seconds).into())]),
        }
    }

    fn fields(&self, v: &Visit) -> Vec<FieldProblem> {
        let Self::Refused(_, refusal) = self else { return vec![] };
        let message = |text: &instrument::Text| v.of(text).to_owned();
        match &**refusal {
            Refusal::Fields(errors) => errors
                .iter()
                .map(|error| FieldProblem {
                    village: Some(error.village.to_string()),
                    item: Some(error.item.clone()),
                    typed: Some(error.typed.clone()),
                    message: message(&error.message),
                    ..FieldProblem::default()
                })
                .collect(),
            Refusal::Form(faults) => faults
                .iter()
                .map(|fault| FieldProblem {
                    item: Some(fault.field.to_owned()),
                    message: with(v, fault.key, &fault.values),
                    ..FieldProblem::default()
                })
                .collect(),
            Refusal::Doubts(doubts) => doubts
                .iter()
                .map(|doubt| FieldProblem {
                    doubt: Some(doubt.id()),
                    message: with(v, doubt.key, &doubt.values),
                    ..FieldProblem::default()
                })
                .collect(),
            Refusal::Rule(findings) => findings
                .iter()
                .map(|found| FieldProblem {
                    line: Some(found.line),
                    code: Some(found.code),
                    message: message(&found.message),
                    ..FieldProblem::default()
                })
                .collect(),
            Refusal::Places(places) => places
                .iter()
                .map(|refused| FieldProblem {
                    place: Some(refused.path.clone()),
                    message: message(&refused.message),
                    ..FieldProblem::default()
                })
                .collect(),
            _ => vec![],
        }
    }

    /// The answer in the caller's language.
    pub fn answer(&self, v: &Visit) -> Response {
        if let Self::Refused(oops, _) = self {
            oops.log();
        }
        let (kind, status) = (self.kind(), self.status());
        let problem = Problem {
            kind: format!("/api/problems/{kind}"),
            title: v.t(&format!("api-problem-{kind}")),
            status: status.as_u16(),
            detail: self.detail(v),
            fields: self.fields(v),
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        let headers = response.headers_mut();
        match self {
            Self::NoToken(given) => {
                let ask = if *given {
                    r#"Bearer realm="bersinar", error="invalid_token""#
                } else {
                    r#"Bearer realm="bersinar""#
                };
                headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(ask));
            }
            Self::Flood(seconds) => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from(*seconds));
            }
            _ => {}
        }
        response
    }
}
