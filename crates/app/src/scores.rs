//! Scores what was sent, in the transaction that changes it, so that a class is never older than its answers.

use crate::{App, Refusal};
use domain::{region::RegionCode, sheet::State};
use instrument::{Answer, Cutoffs, Denominators, Instrument, PresenceRule, Scorer};
use seal::Digest;
use std::collections::{BTreeMap, HashMap, HashSet};
use store::{Conn, MainKind, Tx, nouns, queries};

/// The answers of one village as they count, by item.
pub(crate) type Counting = Vec<Answer>;

/// Everything of a part of a round that scoring needs.
pub(crate) struct Material {
    pub answers: BTreeMap<RegionCode, Counting>,
    pub per: HashMap<RegionCode, Denominators>,
    pub cutoffs: Cutoffs,
}

impl Material {
    pub(crate) fn per(&self, village: RegionCode) -> Denominators {
        self.per.get(&village).copied().unwrap_or_default()
    }
}

/// Whether a village's class may depend on the other villages of the city.
pub(crate) fn compares(rule: &Instrument) -> bool {
    rule.items()
        .iter()
        .any(|item| item.present.as_ref().is_some_and(|present| matches!(present.rule, PresenceRule::TopShare(_))))
}

/// Reads the sent answers of `part` (a village, or the whole regency where the rule compares).
pub(crate) async fn material(
    conn: Conn<'_, MainKind>,
    key: &queries::rounds::Key,
    rule: &Instrument,
    part: RegionCode,
) -> Result<Material, Refusal> {
    let wide = if compares(rule) { key.regency.clone() } else { part.to_string() };
    let submissions = queries::rounds::submissions(conn, key, &wide).await?;
    let values = queries::rounds::values(conn, key, &wide).await?;
    let figures = queries::places::figures(conn, &key.regency, &format!("{}-12-31", key.year)).await?;
    Ok(gather(rule, &submissions, &values, figures))
}

/// The same from records that were read already.
pub(crate) fn gather(
    rule: &Instrument,
    submissions: &[nouns::Submission],
    values: &[(String, Vec<(String, String)>)],
    figures: Vec<nouns::VillageFigures>,
) -> Material {
    let mut answers: BTreeMap<RegionCode, Counting> = BTreeMap::new();
    let nothing = || vec![Answer::Missing; rule.items().len()];
    // Sheets whose single answers count; a nil return speaks for all of its items.
    let mut counting: HashSet<(RegionCode, usize)> = HashSet::new();
    for submission in submissions {
        let (Ok(village), Ok(state)) = (submission.village.parse(), submission.state.parse::<State>()) else {
            continue;
        };
        let Some(sheet) = rule.sheets().iter().position(|sheet| sheet.id == submission.sheet) else { continue };
        if state.counts() && submission.nil == 0 {
            counting.insert((village, sheet));
        }
        let own = answers.entry(village).or_insert_with(nothing);
        if submission.nil == 1 && state.counts() {
            // A nil return says of every item of the sheet that there is none.
            rule.items_of_sheet(sheet).for_each(|(item, _)| own[item] = Answer::Present(false));
        }
    }
    for (village, values) in values {
        let Ok(village) = village.parse() else { continue };
        for (item, value) in values {
            let Some((index, item)) = rule.item(item) else { continue };
            if counting.contains(&(village, item.sheet)) {
                let own = answers.entry(village).or_insert_with(nothing);
                own[index] = rule.read(index, value).unwrap_or_default();
            }
        }
    }
    let per = figures.into_iter().filter_map(|figures| {
        let number = |value: Option<i64>| value.map(|value| value as f64);
        let denominators =
            Denominators { residents: number(figures.residents), households: number(figures.households) };
        Some((figures.village.parse().ok()?, denominators))
    });
    let cutoffs = if compares(rule) { rule.cutoffs(answers.values().map(Vec::as_slice)) } else { Cutoffs::none() };
    Material { per: per.collect(), cutoffs, answers }
}

/// The scores of `part`: the kept ones, or of an earlier moment what follows from the answers that were known then.
pub(crate) async fn scores(
    conn: Conn<'_, MainKind>,
    key: &queries::rounds::Key,
    rule: &Instrument,
    part: RegionCode,
) -> Result<Vec<nouns::Score>, Refusal> {
    if !conn.is_past() {
        return Ok(queries::rounds::scores(conn, key, &part.to_string()).await?);
    }
    let mut scores = reckon(&material(conn, key, rule, part).await?, key, rule);
    scores.retain(|score| score.village.parse().is_ok_and(|village| part.contains(village)));
    Ok(scores)
}

/// What the rule makes of the answers.
pub(crate) fn reckon(material: &Material, key: &queries::rounds::Key, rule: &Instrument) -> Vec<nouns::Score> {
    let scorer = Scorer::new(rule);
    let one = |(village, answers): (&RegionCode, &Counting)| {
        let per = material.per(*village);
        let outcome = scorer.score(answers, &per, &material.cutoffs);
        let class = |index| rule.class(index).map(|class| class.id.clone()).unwrap_or_default();
        let groups = rule.groups().iter().enumerate();
        let present: BTreeMap<&str, usize> =
            groups.map(|(at, group)| (group.id.as_str(), outcome.count_present(at))).collect();
        let input = format!("{answers:?}{per:?}{:?}", material.cutoffs);
        nouns::Score {
            regency: key.regency.clone(),
            instrument: key.instrument.clone(),
            year: key.year,
            village: village.to_string(),
            version: rule.version().to_owned(),
            mildest: class(outcome.mildest),
            worst: class(outcome.worst),
            present: serde_json::to_string(&present).unwrap_or_default(),
            input: Digest::of_fields("bersinar/score/2", &[input.as_bytes()]).to_string(),
        }
    };
    material.answers.iter().map(one).collect()
}

/// What scoring anew changes: scores that are otherwise, and those that no answer speaks for any more.
#[derive(Debug, Clone)]
pub(crate) struct Difference {
    changed: Vec<nouns::Score>,
    gone: Vec<nouns::Score>,
}

/// Scores anew what a change to `part` may have moved.
pub(crate) async fn difference(
    conn: Conn<'_, MainKind>,
    key: &queries::rounds::Key,
    rule: &Instrument,
    part: RegionCode,
) -> Result<Difference, Refusal> {
    let material = material(conn, key, rule, part).await?;
    let wide = if compares(rule) { key.regency.clone() } else { part.to_string() };
    let before = queries::rounds::scores(conn, key, &wide).await?;
    let before: HashMap<String, nouns::Score> =
        before.into_iter().map(|score| (score.village.clone(), score)).collect();
    let mut changed = reckon(&material, key, rule);
    // Another rule that gives the same result from the same answers changes no record.
    let same = |score: &nouns::Score| {
        let then = before.get(&score.village);
        then.is_some_and(|then| *then == nouns::Score { version: then.version.clone(), ..score.clone() })
    };
    changed.retain(|score| !same(score));
    let silent = |score: &nouns::Score| {
        score.village.parse().map_or(true, |village: RegionCode| !material.answers.contains_key(&village))
    };
    Ok(Difference { changed, gone: before.into_values().filter(silent).collect() })
}

/// Keeps the scores that differ.
pub(crate) async fn keep(tx: &Tx<'_, MainKind>, difference: &Difference) -> Result<(), Refusal> {
    tx.put_all(&difference.changed).await?;
    for score in &difference.gone {
        tx.remove(score).await?;
    }
    Ok(())
}

/// Scores anew what a change to `part` may have moved, and keeps the scores that differ.
pub(crate) async fn rescore(
    tx: &Tx<'_, MainKind>,
    key: &queries::rounds::Key,
    rule: &Instrument,
    part: RegionCode,
) -> Result<(), Refusal> {
    keep(tx, &difference(tx.read(), key, rule, part).await?).await
}

impl App {
    /// The rule that a round was opened with.
    pub(crate) async fn round_rule(
        &self,
        conn: Conn<'_, MainKind>,
        key: &queries::rounds::Key,
    ) -> Result<(nouns::Round, std::sync::Arc<Instrument>), Refusal> {
        let round = queries::rounds::round(conn, key).await?.ok_or(Refusal::NotFound("round"))?;
        let rule = self.rule_of(conn, &round).await?.ok_or(Refusal::NotFound("rule"))?;
        Ok((round, rule))
    }
}
