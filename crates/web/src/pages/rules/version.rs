//! One version: where it stands, what differs from the rule it was copied from, what it would change, and the next step.

use super::{Refused, address, label, lines, nation};
use crate::{
    oops::Oops,
    posted::Posted,
    serve::Site,
    shown::{Chip, chip, name, render, village_name, who_is},
    visit::Visit,
};
use app::{
    Action, Refusal,
    city::{Counts, Standing},
    rounds::Round,
    rules::{Version, VersionOf, effect::Effect},
    sheets::plain_date,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse as _, Redirect, Response},
};
use domain::{region::RegionCode, rule::Step};
use instrument::Instrument;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "rule_version.html")]
struct Page<'a> {
    v: &'a Visit,
    path: String,
    version: Version,
    who: String,
    at: String,
    from: String,
    activated: String,
    /// Whether this visitor wrote it, and so must leave the next step to another.
    own: bool,
    effect: Option<Shown>,
    /// What the nation's rule does in all regencies, where it is one.
    nation: Option<nation::Shown>,
    fits: bool,
    year: i64,
    differences: Vec<Difference>,
    findings: Vec<String>,
    this_year: i64,
    posted: Posted,
    refused: Option<Refused>,
}

/// What would change.
struct Shown {
    n: usize,
    of: usize,
    classes: Vec<(Chip, usize, usize)>,
    rows: Vec<Row>,
}

struct Row {
    code: RegionCode,
    name: String,
    district: String,
    before: Chip,
    after: Chip,
}

struct Difference {
    what: String,
    before: String,
    after: String,
}

pub(super) fn of(v: &Visit, id: String, version: String) -> Result<VersionOf, Refusal> {
    Ok(VersionOf { office: v.office()?, id, version })
}

async fn page(
    v: &Visit,
    site: &Site,
    of: &VersionOf,
    posted: Posted,
    refused: Option<Refused>,
) -> Result<Response, Oops> {
    let app = &site.app;
    let version = app.rule_version(&v.actor(), of).await?;
    let findings = match &version.rule {
        Err(found) => {
            let base = app.rule_base(&v.actor(), of).await?.map(|(_, rule)| rule);
            lines(v, found, base.as_deref().map(|rule| (rule, version.record.source.as_str())))
        }
        Ok(_) => vec![],
    };
    let effect = if findings.is_empty() { app.rule_effect(&v.actor(), of).await? } else { None };
    let (fits, year) = effect.as_ref().map_or((true, 0), |effect| (effect.fits, effect.round.year));
    // What is in force or was has had its effect already.
    let pending = version.state.after(Step::Write).is_some();
    let effect = effect.filter(|_| pending).map(|effect| shown(v, site, &effect));
    let nation = match of.office {
        None if pending && findings.is_empty() => Some(nation::effect(v, site, of).await?),
        None if pending => None,
        None => Some(nation::spread(v, site, of).await?),
        Some(_) => None,
    };
    let zone = app.office_zone(of.office);
    let record = &version.record;
    let activated = match record.activated_at {
        Some(at) => {
            let who = who_is(app, v, of.office, &record.activated_by).await?;
            v.w.with("rule-activated-by", &[("who", who.into()), ("at", v.w.instant(at, zone).into())])
        }
        None => String::new(),
    };
    let page = Page {
        v,
        path: address(of),
        who: who_is(app, v, of.office, &record.changed_by).await?,
        at: v.w.instant(record.changed_at, zone),
        from: match version.state.id() {
            "active" => record.valid_from.parse().map(|date| v.w.date(date)).unwrap_or_default(),
            _ => String::new(),
        },
        activated,
        own: record.changed_by == v.actor().name(),
        effect,
        nation,
        fits,
        year,
        differences: differences(v, site, of, &version).await?,
        findings,
        this_year: i64::from(app.office_today(of.office).year()),
        version,
        posted,
        refused,
    };
    Ok(render(&page))
}

fn shown(v: &Visit, site: &Site, effect: &Effect) -> Shown {
    let new = Round { rule: effect.rule.clone(), ..effect.round.clone() };
    let row = |(code, before, after): &(RegionCode, Standing, Standing)| Row {
        code: *code,
        name: village_name(&site.app, v, *code),
        district: code.district().map(|district| name(&site.app, district)).unwrap_or_default(),
        before: chip(v, &effect.round, *before),
        after: chip(v, &new, *after),
    };
    // Classes of both rules, by their ids: the new rule's order, then those that it no longer has.
    let count = |rule: &Arc<Instrument>, counts: &Counts, id: &str| {
        rule.class_index(id).and_then(|at| counts.classes.get(at)).copied().unwrap_or(0)
    };
    let ids = effect.rule.classes().iter().chain(effect.round.rule.classes());
    let mut classes: Vec<(Chip, usize, usize)> = vec![];
    for class in ids {
        if classes.iter().all(|(chip, ..)| chip.look != class.id) {
            let chip = Chip { look: class.id.clone(), word: v.of(&class.title).to_owned() };
            let before = count(&effect.round.rule, &effect.before, &class.id);
            classes.push((chip, before, count(&effect.rule, &effect.after, &class.id)));
        }
    }
    let open = Chip { look: "between".into(), word: v.t("city-undetermined") };
    classes.push((open, effect.before.undetermined, effect.after.undetermined));
    let silent = Chip { look: "silent".into(), word: v.t("village-silent") };
    classes.push((silent, effect.before.silent, effect.after.silent));
    Shown {
        n: effect.changes.len(),
        of: effect.before.villages(),
        classes,
        rows: effect.changes.iter().map(row).collect(),
    }
}

/// What differs from the version it was copied from, place by place.
async fn differences(v: &Visit, site: &Site, of: &VersionOf, version: &Version) -> Result<Vec<Difference>, Oops> {
    let Some((source, rule)) = site.app.rule_base(&v.actor(), of).await? else { return Ok(vec![]) };
    let fields = |source: &str| instrument::edit::fields(source).unwrap_or_default();
    let (before, after) = (fields(&source), fields(&version.record.source));
    let value = |fields: &[instrument::edit::Field], path: &str| {
        fields.iter().find(|field| field.path == path).map(|field| field.value.clone()).unwrap_or_default()
    };
    let mut paths: Vec<&str> = before.iter().map(|field| field.path.as_str()).collect();
    paths.extend(after.iter().map(|field| field.path.as_str()).filter(|path| before.iter().all(|b| b.path != *path)));
    let differ = paths.into_iter().map(|path| (path, value(&before, path), value(&after, path)));
    let differ = differ.filter(|(_, before, after)| before != after);
    let listed = differ.map(|(path, before, after)| Difference { what: label(v, &rule, path), before, after });
    // What was changed in the whole text beyond that, by its path in the file.
    let rest = instrument::edit::unlisted(&source, &version.record.source);
    Ok(listed.chain(rest.into_iter().map(|(what, before, after)| Difference { what, before, after })).collect())
}

impl Page<'_> {
    fn is(&self, state: &str) -> bool {
        self.version.state.id() == state
    }

    /// Whether it may still change.
    fn pending(&self) -> bool {
        self.version.state.after(Step::Write).is_some()
    }
}

/// `GET /aturan/versi/{id}/{version}`
pub async fn show(
    v: Visit,
    State(site): State<Site>,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Oops> {
    page(&v, &site, &of(&v, id, version)?, Posted::default(), None).await
}

/// `GET /aturan/versi/{id}/{version}/berkas`
pub async fn file(
    v: Visit,
    State(site): State<Site>,
    Path((id, version)): Path<(String, String)>,
) -> Result<Response, Oops> {
    let of = of(&v, id, version)?;
    let found = site.app.rule_version(&v.actor(), &of).await?;
    let name = format!("attachment; filename=\"{}-{}.toml\"", found.record.id, found.record.version);
    let kind = "application/toml; charset=utf-8".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], found.record.source).into_response())
}

/// `POST /aturan/versi/{id}/{version}`: propose, activate, undo, discard, or go on with spreading.
pub async fn step(
    v: Visit,
    State(site): State<Site>,
    Path((id, version)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Oops> {
    let (app, actor, of) = (&site.app, v.actor(), of(&v, id, version)?);
    let revision = posted.get("revisi").parse().unwrap_or_default();
    let done = match posted.get("langkah") {
        "usulkan" => app.propose_rule(&actor, &of, revision).await,
        "aktifkan" => match plain_date(posted.get("mulai").trim()) {
            Some(from) => app.activate_rule(&actor, &of, revision, from).await,
            None => Err(Refusal::Invalid("sheet-date-unreadable")),
        },
        "batalkan" => app.undo_rule(&actor, &of, revision).await,
        "sebarkan-lagi" => app.spread_again(&actor, &of).await,
        "buang" => {
            app.discard_rule(&actor, &of, revision).await?;
            return Ok(Redirect::to("/aturan/versi").into_response());
        }
        _ => Err(Refusal::Invalid("page-form-damaged")),
    };
    match done {
        Ok(()) => Ok(Redirect::to(&address(&of)).into_response()),
        Err(refusal) => match Refused::of(&v, &refusal, None) {
            Some(mut refused) => {
                // The page itself lists what keeps the draft from being a rule.
                refused.lines.clear();
                Ok((StatusCode::UNPROCESSABLE_ENTITY, page(&v, &site, &of, posted, Some(refused)).await?)
                    .into_response())
            }
            None => Err(refusal.into()),
        },
    }
}
