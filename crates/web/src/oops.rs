//! A refusal as a page: what happened, what to do, that nothing was lost, and the way back.

use crate::{shown::render, visit::Visit};
use app::{
    Refusal,
    totals::{ItemRefused, joint::Why},
};
use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use std::sync::Arc;
use store::StoreError;

/// A refusal on its way out. The page itself is made by the gate, which knows the visitor's language.
#[derive(Debug, Clone)]
pub struct Oops(Arc<Refusal>);

impl<E: Into<Refusal>> From<E> for Oops {
    fn from(error: E) -> Self {
        Self(Arc::new(error.into()))
    }
}

impl IntoResponse for Oops {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Template)]
#[template(path = "oops.html")]
struct OopsPage<'a> {
    v: &'a Visit,
    title: String,
    what: String,
    todo: String,
}

impl Oops {
    /// The same refusal on its way out.
    pub fn of(refusal: Arc<Refusal>) -> Self {
        Self(refusal)
    }

    /// What was refused.
    pub fn refusal(&self) -> Arc<Refusal> {
        self.0.clone()
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match &*self.0 {
            Refusal::NotAllowed(_) => StatusCode::FORBIDDEN,
            Refusal::NotFound(_) => StatusCode::NOT_FOUND,
            Refusal::Fields(_)
            | Refusal::Form(_)
            | Refusal::Doubts(_)
            | Refusal::Rule(_)
            | Refusal::Places(_)
            | Refusal::Invalid(_)
            | Refusal::File(_)
            | Refusal::Totals(_)
            | Refusal::Boundaries(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Refusal::Stale { .. } | Refusal::Outdated { .. } => StatusCode::CONFLICT,
            Refusal::SignIn => StatusCode::UNAUTHORIZED,
            Refusal::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Refusal::Store(StoreError::Full(_)) => StatusCode::INSUFFICIENT_STORAGE,
            Refusal::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Tells the operator when it was the store.
    pub fn log(&self) {
        if let Refusal::Store(error) = &*self.0 {
            tracing::error!(%error, "the store refused");
        }
    }

    /// The page in the visitor's language.
    pub fn page(&self, v: &Visit) -> Response {
        let status = self.status();
        self.log();
        let (what, todo) = said(&self.0, v);
        let title = v.t(match status {
            StatusCode::FORBIDDEN => "page-oops-forbidden",
            StatusCode::NOT_FOUND => "page-oops-missing",
            StatusCode::INTERNAL_SERVER_ERROR | StatusCode::INSUFFICIENT_STORAGE => "page-oops-fault",
            _ => "page-oops-not-possible",
        });
        (status, render(&OopsPage { v, title, what, todo })).into_response()
    }
}

/// What happened and what to do, as sentences; forms show the same beside their fields.
pub fn said(refusal: &Refusal, v: &Visit) -> (String, String) {
    let (what, values): (String, Vec<(&str, words::Value<'_>)>) = match refusal {
        Refusal::NotAllowed(_) => ("access-not-allowed".into(), vec![]),
        Refusal::NotFound("round") => ("page-no-round".into(), vec![]),
        Refusal::NotFound(_) => ("page-not-found".into(), vec![]),
        Refusal::Fields(errors) => ("sheet-values-refused".into(), vec![("n", errors.len().into())]),
        Refusal::Form(faults) => ("form-refused".into(), vec![("n", faults.len().into())]),
        Refusal::Doubts(_) => ("form-doubts".into(), vec![]),
        Refusal::Invalid(key) => ((*key).into(), vec![]),
        Refusal::File(_) | Refusal::Boundaries(_) => ("import-unreadable".into(), vec![]),
        Refusal::Rule(_) => ("rule-refused".into(), vec![]),
        Refusal::Places(places) => ("rule-places-refused".into(), vec![("n", places.len().into())]),
        Refusal::Totals(items) => totals(items),
        Refusal::Outdated { .. } => ("page-outdated".into(), vec![]),
        Refusal::Stale { .. } => ("sheet-stale".into(), vec![]),
        Refusal::SignIn => ("account-sign-in-refused".into(), vec![]),
        Refusal::Wait(seconds) => ("account-wait".into(), vec![("seconds", (*seconds).into())]),
        Refusal::Store(StoreError::Full(_)) => ("page-disk-full".into(), vec![]),
        Refusal::Store(_) => ("page-store-refused".into(), vec![]),
    };
    let message = match refusal {
        Refusal::File(message) => Some(message.clone()),
        Refusal::Boundaries(fault) => Some(app::places::boundary_words::fault(fault)),
        _ => None,
    };
    if let Some(message) = message {
        return (v.of(&message).to_owned(), v.t("page-nothing-lost"));
    }
    let todo = format!("{what}-todo");
    let todo = if v.w.has(&todo) { v.w.with(&todo, &values) } else { v.t("page-nothing-lost") };
    (v.w.with(&what, &values), todo)
}

/// Which totals cannot be published, told by the first reason.
fn totals(items: &[ItemRefused]) -> (String, Vec<(&'static str, words::Value<'static>)>) {
    let (names, sums) = (items.iter().map(|item| item.item.clone()), items.iter().map(|item| &item.why));
    let names = ("items", names.collect::<Vec<_>>().join(", ").into());
    let sums = sums.filter_map(|why| if let Why::Sums(sums) = why { Some(sums.join("; ")) } else { None });
    match items.first().map(|item| &item.why) {
        Some(Why::Sums(_)) => {
            ("total-refused-sums".into(), vec![("details", sums.collect::<Vec<_>>().join("; ").into())])
        }
        Some(Why::Small) => ("total-refused-small".into(), vec![names]),
        Some(Why::Changed) => ("total-refused-changed".into(), vec![names]),
        _ => ("total-refused-large".into(), vec![names]),
    }
}

/// The text of a fault or doubt with its values.
pub fn with(v: &Visit, key: &str, values: &[(&'static str, String)]) -> String {
    let values: Vec<(&str, words::Value<'_>)> =
        values.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    v.w.with(key, &values)
}
