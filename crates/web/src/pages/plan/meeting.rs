//! A meeting: its invitation, who came, its minutes and what it decided; and the form of one.

use super::{
    commitment::{Promise, promise},
    team::meeting_chip,
};
use crate::{
    form::{Form, answered},
    oops::Oops,
    pages::programme::{AskedFor, options, regency_code, sure, typed, which},
    posted::Posted,
    serve::Site,
    shown::{Chip, name, render},
    visit::Visit,
};
use app::{
    Action, Refusal,
    plan::{
        agencies::AgencyView,
        commitments::CommitmentDraft,
        meetings::{MeetingDraft, MeetingView, MinutesDraft, ids},
    },
};
use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use domain::{programme::catalogue::entry, region::RegionCode};
use words::{Lang, words};

#[derive(Template)]
#[template(path = "plan/meeting.html")]
struct Page<'a> {
    v: &'a Visit,
    place: RegionCode,
    kind: String,
    when: String,
    chip: Chip,
    view: &'a MeetingView,
    /// Id, name and whether it came.
    invited: Vec<(String, String, bool)>,
    /// How many came, of how many, in words; and what that means.
    came: String,
    someone_came: bool,
    agenda: Vec<String>,
    open_before: Vec<Promise>,
    decided: Vec<Promise>,
    guests: Vec<String>,
    minutes: Vec<String>,
    invitation: String,
    agencies: Vec<(String, String)>,
    laws: Vec<(String, String)>,
    /// The forms: what happened, a decision, and what takes only a button.
    held: Form,
    decision: Form,
    button: Form,
}

/// The agencies that there are, and those that were chosen already: id and name.
fn named(views: &[AgencyView], today: jiff::civil::Date, chosen: &Form) -> Vec<(String, String)> {
    let there = views.iter().filter(|view| view.agency.until.is_empty() || chosen.is("invited", &view.agency.id));
    there.map(|view| (view.agency.id.clone(), view.name_on(today).name.clone())).collect()
}

async fn page(
    v: &Visit,
    site: &Site,
    place: RegionCode,
    id: &str,
    [held, decision, button]: [Option<Form>; 3],
) -> Result<Response, Oops> {
    let app = &site.app;
    let (rules, today) = (app.plan_rules(), app.today(place));
    let view = app.meeting(&v.actor(), place, id).await?;
    let all = app.meetings(&v.actor(), place).await?;
    let mut agencies = app.agencies(&v.actor(), place).await?;
    // Who was in the room knows who promised what.
    agencies.extend(view.invited.iter().map(|(one, _)| one.clone()));
    let meeting = &view.meeting;
    let show = |one| promise(v, &agencies, &all, one, today);
    let came = view.invited.iter().filter(|(_, came)| *came).count();
    // To be read by the invited, whichever language the secretariat reads.
    let w = words(Lang::Id);
    let kind = |lang: Lang| entry(&rules.meetings.kinds, &meeting.kind).map(|kind| kind.title.get(lang).to_owned());
    let when = [w.iso_date(&meeting.held_on), meeting.begins.clone()].join(" ").trim().to_owned();
    let points = meeting.agenda.lines().map(|line| format!("- {line}\n")).collect::<String>();
    let invitation = w.with(
        "meeting-invitation",
        [
            ("kind", kind(Lang::Id).unwrap_or_default().into()),
            ("title", meeting.title.as_str().into()),
            ("when", when.into()),
            ("venue", meeting.venue.as_str().into()),
        ],
    );
    let may_law = view.may_keep;
    let laws = if may_law { app.law_register(&v.actor(), place).await?.laws } else { vec![] };
    let values = || {
        let mut form = vec![
            ("revision", meeting.revision.to_string()),
            ("guests", meeting.guests.clone()),
            ("minutes", meeting.minutes.clone()),
        ];
        let came = view.invited.iter().filter(|(_, came)| *came);
        form.extend(came.map(|(one, _)| ("attended", one.agency.id.clone())));
        Form::of(form)
    };
    let shown = Page {
        v,
        place,
        kind: kind(v.w.lang()).unwrap_or_default(),
        when: [v.w.iso_date(&meeting.held_on), meeting.begins.clone()].join(" ").trim().to_owned(),
        chip: meeting_chip(v, meeting),
        invited: view
            .invited
            .iter()
            .map(|(one, came)| (one.agency.id.clone(), one.name_on(today).name.clone(), *came))
            .collect(),
        came: v.w.with(
            if view.quorum.is_some() { "meeting-came" } else { "attendance-arrived" },
            [("n", came.into()), ("of", view.invited.len().into())],
        ),
        someone_came: came > 0,
        agenda: meeting.agenda.lines().map(str::to_owned).collect(),
        open_before: view.open_before.iter().map(show).collect(),
        decided: view.decided.iter().map(show).collect(),
        guests: meeting.guests.lines().map(str::to_owned).collect(),
        minutes: meeting.minutes.lines().map(str::to_owned).filter(|line| !line.is_empty()).collect(),
        invitation: format!("{invitation}\n{points}{}/rapat/{place}/{}", site.base(v), meeting.id),
        agencies: if view.may_keep {
            named(&app.agencies(&v.actor(), place).await?, today, &Form::default())
        } else {
            vec![]
        },
        laws: laws.into_iter().map(|view| (view.law.id, view.law.title)).collect(),
        held: held.unwrap_or_else(values),
        decision: decision.unwrap_or_default(),
        button: button.unwrap_or_default(),
        view: &view,
    };
    Ok(render(&shown))
}

/// `GET /rapat/{code}/{id}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, regency_code(&code)?, &id, Default::default()).await
}

/// `POST /rapat/{code}/{id}`: `do` is `held`, `decide`, `cancel`, `show` or `hide`.
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path((code, id)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let (place, app) = (regency_code(&code)?, &site.app);
    let text = |name: &str| posted.get(name).to_owned();
    let mut seen = which(&posted);
    seen.id.clone_from(&id);
    let doing = text("do");
    let done = match doing.as_str() {
        "held" => {
            let draft = MinutesDraft {
                which: seen,
                attended: posted.all("attended").map(str::to_owned).collect(),
                guests: text("guests"),
                minutes: text("minutes"),
                sure: sure(&posted),
            };
            app.keep_minutes(&v.actor(), place, draft).await
        }
        "decide" => {
            let draft = CommitmentDraft {
                what: text("what"),
                agency: text("agency"),
                due_on: text("due_on"),
                law: text("law"),
            };
            app.commit(&v.actor(), place, &id, draft).await.map(drop)
        }
        "cancel" => app.cancel_meeting(&v.actor(), place, &seen).await,
        "show" | "hide" => app.show_lateness(&v.actor(), place, &id, doing == "show").await,
        _ => Err(Refusal::NotFound("page")),
    };
    let again = |form| {
        let mut forms: [Option<Form>; 3] = Default::default();
        let which = match doing.as_str() {
            "held" => 0,
            "decide" => 1,
            _ => 2,
        };
        forms[which] = Some(form);
        page(&v, &site, place, &id, forms)
    };
    answered(&v, done, posted, |()| format!("/rapat/{place}/{id}"), again).await
}

#[derive(Template)]
#[template(path = "plan/meeting_form.html")]
struct FormPage<'a> {
    v: &'a Visit,
    place: RegionCode,
    title: String,
    kinds: Vec<(String, String)>,
    agencies: Vec<(String, String)>,
    changes: bool,
    form: Form,
}

async fn form_page(v: &Visit, site: &Site, place: RegionCode, form: Form) -> Result<Response, Oops> {
    let app = &site.app;
    let rules = app.plan_rules();
    let agencies = app.agencies(&v.actor(), place).await?;
    let page = FormPage {
        v,
        place,
        title: v.w.with("team-title-of", [("place", name(app, place).into())]),
        kinds: options(v, &rules.meetings.kinds),
        agencies: named(&agencies, app.today(place), &form),
        changes: !form.value("id").is_empty(),
        form,
    };
    Ok(render(&page))
}

/// `GET /rapat/{code}/isi`
pub async fn edit(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    Query(asked): Query<AskedFor>,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    app::allow(&v.actor(), Action::RunMeetings, place)?;
    let mut values = vec![];
    if asked.id.is_empty() {
        // Who owes reports is invited unless said otherwise.
        let all = site.app.agencies(&v.actor(), place).await?;
        let owing = all.into_iter().filter(|view| view.agency.reports == 1 && view.agency.until.is_empty());
        values.extend(owing.map(|view| ("invited", view.agency.id)));
        values.push(("kind", "rakor".to_owned()));
    } else {
        let meeting = site.app.meeting(&v.actor(), place, &asked.id).await?.meeting;
        values.extend(ids(&meeting.invited).into_iter().map(|id| ("invited", id)));
        values.extend([
            ("id", meeting.id),
            ("revision", meeting.revision.to_string()),
            ("kind", meeting.kind),
            ("title", meeting.title),
            ("held_on", typed(&meeting.held_on)),
            ("begins", meeting.begins),
            ("venue", meeting.venue),
            ("agenda", meeting.agenda),
        ]);
    }
    form_page(&v, &site, place, Form::of(values)).await
}

/// `POST /rapat/{code}/isi`
pub async fn keep(
    v: Visit,
    State(site): State<Site>,
    Path(code): Path<String>,
    posted: Posted,
) -> Result<Response, Oops> {
    let place = regency_code(&code)?;
    let text = |name: &str| posted.get(name).to_owned();
    let draft = MeetingDraft {
        which: which(&posted),
        kind: text("kind"),
        title: text("title"),
        held_on: text("held_on"),
        begins: text("begins"),
        venue: text("venue"),
        agenda: text("agenda"),
        invited: posted.all("invited").map(str::to_owned).collect(),
    };
    let done = site.app.keep_meeting(&v.actor(), place, draft).await;
    answered(&v, done, posted, |id| format!("/rapat/{place}/{id}"), |form| form_page(&v, &site, place, form)).await
}
