//! Rules in the open: an officer copies a rule to a new version and changes it, sees what it would do, and a second person
//! puts it in force from a date on.
//!
//! An office is that of a regency, or the nation's, whose rule all open rounds take over that have no own one.
//!
//! Here: which versions there are. Making one is in [`draft`], what it would change in [`effect`]; putting it in force and
//! taking it out again in [`activate`], and what that means for the whole nation in [`nation`]. What a rule file means:
//! `instrument`.

pub mod activate;
mod draft;
pub mod effect;
pub mod nation;

use crate::{Action, Actor, App, Refusal, allow_office, chain_of};
use domain::{
    region::RegionCode,
    rule::{State, Step},
};
use instrument::{Instrument, Text};
use std::sync::Arc;
use store::{Conn, MainKind, SYSTEM, nouns::RuleVersion, queries};

/// Names a version of a rule that an office made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionOf {
    /// The regency whose office made it; `None` is the nation's.
    pub office: Option<RegionCode>,
    /// The instrument's id.
    pub id: String,
    /// The version's name.
    pub version: String,
}

/// A version as an office sees it.
#[derive(Debug, Clone)]
pub struct Version {
    /// Its record.
    pub record: RuleVersion,
    /// Where it stands.
    pub state: State,
    /// The rule, or everything that keeps it from being one.
    pub rule: Result<Arc<Instrument>, Vec<instrument::Finding>>,
}

/// A version that exists elsewhere: brought along, or used by a round.
#[derive(Debug, Clone)]
pub struct Known {
    /// The rule.
    pub rule: Arc<Instrument>,
    /// The years of the rounds that have it.
    pub years: Vec<i64>,
}

/// A change of one place of the file was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRefused {
    /// The place, as in `instrument::edit::Field`.
    pub path: String,
    /// What to do about it.
    pub message: Text,
}

impl App {
    /// The rules that an office can copy: those that its rounds have, those of the nation that are in force, and those that
    /// the program brings along.
    ///
    /// # Errors
    /// When the actor may not see them.
    pub async fn known_rules(&self, actor: &Actor, office: Option<RegionCode>) -> Result<Vec<Known>, Refusal> {
        allow_office(actor, Action::SeeRuleVersions, office)?;
        let mut known: Vec<Known> = vec![];
        let rounds = match office {
            Some(regency) => self.rounds(regency).await?,
            None => vec![],
        };
        for round in rounds {
            match known.iter_mut().find(|known| known.rule.rule() == round.rule.rule()) {
                Some(same) => same.years.push(round.year),
                None => known.push(Known { rule: round.rule, years: vec![round.year] }),
            }
        }
        let nation = queries::rules::versions(self.stores.main.read(), SYSTEM).await?;
        let nation = nation.iter().filter(|version| version.state == State::Active.id());
        let nation = nation.filter_map(|version| self.rule(&version.source));
        for rule in nation.chain(crate::BUILT_IN.iter().filter_map(|source| self.rule(source))) {
            if !known.iter().any(|known| known.rule.rule() == rule.rule()) {
                known.push(Known { rule, years: vec![] });
            }
        }
        Ok(known)
    }

    /// The versions that the office has made, the one changed last first.
    ///
    /// # Errors
    /// When the actor may not see them.
    pub async fn rule_versions(&self, actor: &Actor, office: Option<RegionCode>) -> Result<Vec<Version>, Refusal> {
        allow_office(actor, Action::SeeRuleVersions, office)?;
        let records = queries::rules::versions(self.stores.main.read(), &chain_of(office)).await?;
        let mut versions: Vec<Version> = records.into_iter().map(|record| self.version_of(record)).collect();
        versions.sort_by_key(|version| std::cmp::Reverse(version.record.changed_at));
        Ok(versions)
    }

    /// One version.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none of this name.
    pub async fn rule_version(&self, actor: &Actor, of: &VersionOf) -> Result<Version, Refusal> {
        allow_office(actor, Action::SeeRuleVersions, of.office)?;
        let found = find(self.stores.main.read(), of).await?;
        Ok(self.version_of(found))
    }

    fn version_of(&self, record: RuleVersion) -> Version {
        let state = record.state.parse().unwrap_or(State::Undone);
        let rule = match self.rule(&record.source) {
            Some(rule) => Ok(rule),
            None => Instrument::parse(&record.source).map(Arc::new),
        };
        Version { state, rule, record }
    }

    /// The rule that a new round of this year is opened with: the office's own that is in force, else the nation's, else the
    /// built-in.
    pub(crate) async fn rule_for(&self, regency: RegionCode, id: &str, year: i64) -> Result<Arc<Instrument>, Refusal> {
        for office in [Some(regency), None] {
            if let Some(rule) = self.rule_in_force(office, id, year).await? {
                return Ok(rule);
            }
        }
        self.built_in_rule(id).ok_or(Refusal::NotFound("rule"))
    }

    /// The rule that an office has in force for this year, if it has one.
    async fn rule_in_force(
        &self,
        office: Option<RegionCode>,
        id: &str,
        year: i64,
    ) -> Result<Option<Arc<Instrument>>, Refusal> {
        let latest = in_force(self.stores.main.read(), office, id, year).await?;
        Ok(latest.and_then(|version| self.rule(&version.source)))
    }

    /// What a version was copied from: its text and the rule; a version that was brought as a file has nothing before it,
    /// and stands for itself.
    ///
    /// # Errors
    /// When the actor may not see it.
    pub async fn rule_base(&self, actor: &Actor, of: &VersionOf) -> Result<Option<(String, Arc<Instrument>)>, Refusal> {
        let version = self.rule_version(actor, of).await?;
        let from = &version.record.based_on;
        let known = self.known_rules(actor, of.office).await?;
        let known = known.into_iter().find(|known| known.rule.id() == of.id && known.rule.version() == from);
        if let Some(known) = known {
            return Ok(Some((known.rule.source().to_owned(), known.rule)));
        }
        let own = self.rule_version(actor, &VersionOf { version: from.clone(), ..of.clone() }).await.ok();
        let own = own.and_then(|own| Some((own.record.source, own.rule.ok()?)));
        Ok(own.or_else(|| Some((version.record.source, version.rule.ok()?))))
    }
}

/// The version that an office has in force for a year.
pub(crate) async fn in_force(
    conn: Conn<'_, MainKind>,
    office: Option<RegionCode>,
    id: &str,
    year: i64,
) -> Result<Option<RuleVersion>, Refusal> {
    let made = queries::rules::versions(conn, &chain_of(office)).await?;
    let in_force = made.into_iter().filter(|version| {
        version.id == id
            && version.state == State::Active.id()
            && activate::first_year(&version.valid_from).is_some_and(|first| first <= year)
    });
    Ok(in_force.max_by_key(|version| (version.valid_from.clone(), version.activated_at)))
}

async fn find(conn: Conn<'_, MainKind>, of: &VersionOf) -> Result<RuleVersion, Refusal> {
    let found = queries::rules::version(conn, &chain_of(of.office), &of.id, &of.version).await?;
    found.ok_or(Refusal::NotFound("rule"))
}

/// The version, if nobody has changed it since the revision that was seen.
async fn unchanged(conn: Conn<'_, MainKind>, of: &VersionOf, revision: i64) -> Result<RuleVersion, Refusal> {
    let there = find(conn, of).await?;
    if there.revision == revision { Ok(there) } else { Err(Refusal::Outdated { by: there.changed_by }) }
}
