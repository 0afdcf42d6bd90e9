//! The first page after signing in: what waits for this person.

use crate::{
    oops::Oops,
    serve::Site,
    shown::{name, render, village_name},
    visit::Visit,
};
use app::{Action, Refusal, city::Counts, rounds::Round, sheets::view::SheetView};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{
    region::{Level, RegionCode},
    sheet::State as SheetState,
};
use instrument::Scope;

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
    let Some(regency) = scope.and_then(RegionCode::regency).or(v.installation.regency) else {
        return Ok(render(&page));
    };
    let round = match app.round(regency, None).await {
        Ok(round) => round,
        Err(Refusal::NotFound(_)) => {
            page.no_round = true;
            return Ok(render(&page));
        }
        Err(other) => return Err(other.into()),
    };
    if v.may(Action::SeeRollUp) && scope.is_none_or(|scope| scope.contains(regency)) {
        page.counts = Some(app.roll_up(&v.actor(), regency, None).await?);
    }
    for sheet in round.rule.sheets().iter().filter(|_| v.may(Action::FillOwnSheets)) {
        let place = if sheet.scope == Scope::City { regency } else { scope.unwrap_or(regency) };
        let wide = sheet.scope == Scope::Village && place.level() != Level::Village;
        match app.sheet(&v.actor(), place, None, &sheet.id).await {
            Ok(view) if !wide => page.add_sheet(&view, app.today(regency)),
            Ok(_) | Err(Refusal::NotAllowed(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    if v.may(Action::VerifySheet) {
        let waiting = app.waiting(&v.actor(), regency, None).await?.len();
        if waiting > 0 {
            page.tasks.push(Task {
                what: v.w.with("sheet-task-review", &[("n", waiting.into())]),
                place: name(app, regency),
                note: String::new(),
                due: String::new(),
                late: false,
                path: "/periksa".into(),
                button: v.t("sheet-review"),
            });
        }
    }
    Ok(render(&page))
}

impl Home<'_> {
    fn add_sheet(&mut self, view: &SheetView, today: jiff::civil::Date) {
        let v = self.v;
        let definition = view.definition();
        let count = |state: SheetState| view.villages.iter().filter(|sheet| sheet.state == state).count();
        let open = count(SheetState::Draft) + count(SheetState::Returned);
        let returned = count(SheetState::Returned);
        let place = view.villages.first().map(|sheet| sheet.village).filter(|_| definition.scope == Scope::Village);
        let place = place.unwrap_or(view.round.regency);
        let task = Task {
            what: v.of(&definition.title).to_owned(),
            place: self.place.clone(),
            note: match (open, returned, view.villages.len()) {
                (0, ..) => v.t("sheet-task-sent"),
                (_, 1.., 1) => v.t("sheet-task-returned-one"),
                (_, 1.., _) => v.w.with("sheet-task-returned", &[("n", returned.into())]),
                (_, 0, 1) => v.t("sheet-task-open-one"),
                (open, 0, all) => v.w.with("sheet-task-open", &[("n", open.into()), ("of", all.into())]),
            },
            due: v.w.date(view.round.due_on),
            late: open > 0 && view.round.due_on < today,
            path: format!("/lembar/{}/{place}", definition.id),
            button: v.t(if open == 0 { "sheet-look" } else { "sheet-fill" }),
        };
        if open == 0 { self.done.push(task) } else { self.tasks.push(task) }
    }
}
