//! The part of a version's page that only a rule of the nation has: what it would change, province by province, worked out
//! in the background; and how far it has spread once it is in force.

use crate::{
    oops::Oops,
    serve::Site,
    shown::{Chip, name},
    visit::Visit,
};
use app::rules::{VersionOf, effect::Reckoning};

/// How many regencies without the rule are named.
const NAMED: usize = 50;

/// What is shown.
pub enum Shown {
    /// Work that goes on: what, how far, of how much; the page asks again by itself.
    Going { what: String, done: usize, total: usize },
    /// It could not be worked out.
    Failed,
    /// What would change.
    Effect(Effect),
    /// How far it has spread.
    Spread(Spread),
}

pub struct Effect {
    pub at: String,
    pub n: String,
    pub of: String,
    pub classes: Vec<(Chip, String, String, bool)>,
    /// Province, villages that would change, villages with answers.
    pub provinces: Vec<(String, String, String)>,
    pub unfit: String,
    pub own: String,
}

pub struct Spread {
    /// In how many rounds of how many.
    pub said: String,
    /// Whether the job has failed for good.
    pub failed: bool,
    /// Regencies that have another rule, with year and version; at most [`NAMED`].
    pub without: Vec<(String, i64, String)>,
    pub more: String,
}

pub async fn effect(v: &Visit, site: &Site, of: &VersionOf) -> Result<Shown, Oops> {
    let n = |n: usize| v.w.number(i64::try_from(n).unwrap_or_default());
    let effect = match site.app.nation_effect(&v.actor(), of).await? {
        Reckoning::Running(done, total) => return Ok(Shown::Going { what: v.t("rule-nation-reckoning"), done, total }),
        Reckoning::Failed => return Ok(Shown::Failed),
        Reckoning::Done(effect) => effect,
    };
    let class = |(id, title, before, after): &(String, instrument::Text, usize, usize)| {
        (Chip { look: id.clone(), word: v.of(title).to_owned() }, n(*before), n(*after), before != after)
    };
    let mut classes: Vec<_> = effect.classes.iter().map(class).collect();
    let (before, after) = effect.undetermined;
    let open = Chip { look: "between".into(), word: v.t("city-undetermined") };
    classes.push((open, n(before), n(after), before != after));
    let some = |key: &str, count: usize| match count {
        0 => String::new(),
        count => v.w.with(key, &[("n", n(count).into())]),
    };
    let (changed, all) = effect.sum();
    Ok(Shown::Effect(Effect {
        at: v.w.instant(effect.made_at, site.app.office_zone(of.office)),
        n: n(changed),
        of: n(all),
        classes,
        provinces: effect
            .provinces
            .iter()
            .map(|(province, (changed, all))| (name(&site.app, *province), n(*changed), n(*all)))
            .collect(),
        unfit: some("rule-nation-unfit", effect.unfit),
        own: some("rule-nation-own", effect.own),
    }))
}

pub async fn spread(v: &Visit, site: &Site, of: &VersionOf) -> Result<Shown, Oops> {
    let n = |n: usize| v.w.number(i64::try_from(n).unwrap_or_default());
    let spread = site.app.rule_spread(&v.actor(), of).await?;
    let state = spread.job.as_ref().map_or("", |job| job.state.as_str());
    if let Some(job) = spread.job.as_ref().filter(|_| matches!(state, "queued" | "running")) {
        let count = |n: i64| usize::try_from(n).unwrap_or_default();
        let (done, total) = (count(job.done), count(job.total));
        return Ok(Shown::Going { what: v.t("rule-nation-spreading"), done, total });
    }
    let all = spread.with + spread.without.len();
    let more = spread.without.len().saturating_sub(NAMED);
    let named = spread.without.into_iter().take(NAMED);
    Ok(Shown::Spread(Spread {
        said: v.w.with("rule-nation-spread", &[("n", n(spread.with).into()), ("of", n(all).into())]),
        failed: state == "failed",
        without: named.map(|(regency, year, version)| (name(&site.app, regency), year, version)).collect(),
        more: if more == 0 { String::new() } else { v.w.with("rule-nation-more", &[("n", n(more).into())]) },
    }))
}
