//! What the program did by itself, and which mails went out or failed: for who runs the installation.

use crate::{
    oops::Oops,
    serve::Site,
    shown::{render, who_is},
    visit::Visit,
};
use askama::Template;
use axum::{extract::State, response::Response};

#[derive(Template)]
#[template(path = "running.html")]
struct Page<'a> {
    v: &'a Visit,
    can_mail: bool,
    jobs: Vec<Row>,
    mails: Vec<Row>,
}

struct Row {
    at: String,
    what: String,
    state: &'static str,
    said: String,
}

/// `GET /jalannya`
pub async fn show(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    let app = &site.app;
    let place = v.city()?;
    let zone = app.zone(place);
    let (jobs, deliveries) = app.running(&v.actor(), place).await?;
    let state = |state: &str| match state {
        "done" | "sent" => "task-state-done",
        "failed" => "task-state-failed",
        "running" => "task-state-running",
        _ => "task-state-queued",
    };
    let jobs = jobs.into_iter().map(|job| Row {
        at: v.w.instant(job.finished_at.or(job.started_at).unwrap_or(job.run_at), zone),
        what: v.t(&format!("task-job-{}", job.kind)),
        state: state(&job.state),
        said: job.said,
    });
    let jobs = jobs.collect();
    let mut mails = vec![];
    for one in deliveries {
        let what = who_is(app, &v, place, &one.account).await?;
        mails.push(Row { at: v.w.instant(one.sent_at, zone), what, state: state(&one.state), said: one.said });
    }
    Ok(render(&Page { v: &v, can_mail: site.mailer.is_some(), jobs, mails }))
}
