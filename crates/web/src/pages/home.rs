//! The first page after signing in: what waits for this person.

use crate::{
    oops::Oops,
    serve::Site,
    shown::{name, render, village_name},
    visit::Visit,
};
use app::{
    Action, App, Refusal,
    city::Counts,
    rounds::Round,
    tasks::{Kind, feed::said},
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::region::{Level, RegionCode};

/// Something that waits: what, where, by when, one button.
pub struct Task {
    what: String,
    place: String,
    note: String,
    due: String,
    late: bool,
    path: String,
    button: String,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home<'a> {
    v: &'a Visit,
    greeting: String,
    place: String,
    tasks: Vec<Task>,
    done: Vec<Task>,
    counts: Option<(Round, Counts)>,
    no_round: bool,
}

/// `GET /beranda`
pub async fn home(v: Visit, State(site): State<Site>) -> Result<Response, Oops> {
    let who = v.signed_in()?;
    let scope: Option<RegionCode> = who.account.scope.parse().ok();
    let app = &site.app;
    let mut page = Home {
        v: &v,
        greeting: who.name.clone(),
        place: match scope {
            Some(scope) if scope.level() == Level::Village => village_name(app, &v, scope),
            Some(scope) => name(app, scope),
            None => "Indonesia".into(),
        },
        tasks: vec![],
        done: vec![],
        counts: None,
        no_round: false,
    };
    let Ok(regency) = v.city() else {
        return Ok(render(&page));
    };
    match app.round(regency, None).await {
        Ok(_) => {}
        Err(Refusal::NotFound(_)) => page.no_round = true,
        Err(other) => return Err(other.into()),
    }
    if !page.no_round && v.may(Action::SeeRollUp) && scope.is_none_or(|scope| scope.contains(regency)) {
        page.counts = Some(app.roll_up(&v.actor(), regency, None).await?);
    }
    let today = app.today(regency);
    for task in app.tasks(&v.actor()).await? {
        let row = page.row(app, &task, today);
        if task.done { page.done.push(row) } else { page.tasks.push(row) }
    }
    Ok(render(&page))
}

impl Home<'_> {
    fn row(&self, app: &App, task: &app::tasks::Task, today: jiff::civil::Date) -> Task {
        let v = self.v;
        Task {
            what: match task.kind {
                Kind::Fill | Kind::Returned | Kind::Chosen | Kind::FollowUp => v.of(&task.what).to_owned(),
                _ => said(task, v.w),
            },
            place: match task.place.level() {
                Level::Village => village_name(app, v, task.place),
                _ => name(app, task.place),
            },
            note: match (task.kind, task.done) {
                (_, true) => v.t("sheet-task-sent"),
                (Kind::Door, _) => String::new(),
                (Kind::Returned, _) if task.of == 1 => v.t("sheet-task-returned-one"),
                (Kind::Returned, _) => v.w.with("sheet-task-returned", &[("n", task.n.into())]),
                (Kind::Fill, _) if task.of == 1 => v.t("sheet-task-open-one"),
                (Kind::Fill, _) => v.w.with("sheet-task-open", &[("n", task.n.into()), ("of", task.of.into())]),
                _ => v.w.with("task-since", &[("date", v.w.date(task.since).into())]),
            },
            due: task.due.map(|due| v.w.date(due)).unwrap_or_default(),
            late: task.is_late(today),
            path: task.path.clone(),
            button: if task.done { v.t("sheet-look") } else { v.t(&format!("task-button-{}", task.kind.id())) },
        }
    }
}
