//! Rules in the open: an officer copies a rule to a new version and changes it, sees what it would do, and a second person
//! puts it in force from a date on.
//!
//! An office is that of a regency, or the nation's, whose rule all open rounds take over that have no own one.
//!
//! Here: which versions there are, copying, writing, proposing. What a version would change is in [`effect`]; putting it in
//! force and taking it out again in [`activate`], and what that means for the whole nation in [`nation`]. What a rule file
//! means: `instrument`.

pub mod activate;
pub mod effect;
pub mod nation;

use crate::{Action, Actor, App, Refusal, allow_office, chain_of};
use domain::{
    region::RegionCode,
    rule::{State, Step},
};
use instrument::{Instrument, Text, edit};
use serde_json::json;
use std::sync::Arc;
use store::{Conn, MainKind, Record, SYSTEM, nouns::RuleVersion, queries};

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

    /// Copies a rule that exists (by its version) to a new version, as a draft.
    ///
    /// # Errors
    /// When the name is taken or no name, or there is nothing to copy.
    pub async fn copy_rule(&self, actor: &Actor, new: VersionOf, from: &str) -> Result<(), Refusal> {
        allow_office(actor, Action::ReviseRule, new.office)?;
        let own = queries::rules::version(self.stores.main.read(), &chain_of(new.office), &new.id, from).await?;
        let known = self.known_rules(actor, new.office).await?;
        let known = known.iter().find(|known| known.rule.id() == new.id && known.rule.version() == from);
        let source = own.map(|own| own.source).or_else(|| known.map(|known| known.rule.source().to_owned()));
        let source = source.ok_or(Refusal::NotFound("rule"))?;
        let named = [("version".to_owned(), new.version.clone())];
        let source = edit::edit(&source, &named).map_err(|_| Refusal::Invalid("rule-file-damaged"))?;
        self.add_version(actor, new, from.to_owned(), source, "rule.copy").await
    }

    /// Takes in a rule file of one's own as a draft; it must be whole.
    ///
    /// # Errors
    /// [`Refusal::Rule`] with every finding; when its version exists, or it is no rule that this program asks.
    pub async fn import_rule(
        &self,
        actor: &Actor,
        office: Option<RegionCode>,
        source: &str,
    ) -> Result<VersionOf, Refusal> {
        allow_office(actor, Action::ReviseRule, office)?;
        let rule = Instrument::parse(source).map_err(Refusal::Rule)?;
        self.built_in_rule(rule.id()).ok_or(Refusal::Invalid("rule-unknown-instrument"))?;
        let of = VersionOf { office, id: rule.id().to_owned(), version: rule.version().to_owned() };
        self.add_version(actor, of.clone(), String::new(), source.to_owned(), "rule.import").await?;
        Ok(of)
    }

    async fn add_version(
        &self,
        actor: &Actor,
        of: VersionOf,
        based_on: String,
        source: String,
        action: &'static str,
    ) -> Result<(), Refusal> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        if of.version.is_empty() || of.version.len() > 32 || !of.version.chars().all(plain) {
            return Err(Refusal::Invalid("rule-version-name"));
        }
        let known = self.known_rules(&Actor::Console("rules"), of.office).await?;
        if known.iter().any(|known| known.rule.id() == of.id && known.rule.version() == of.version) {
            return Err(Refusal::Invalid("rule-version-taken"));
        }
        // A name is given once, also when its draft was thrown away: what one has seen under it stays what it was.
        let subject = format!("rule_version/{}/{}/{}", chain_of(of.office), of.id, of.version);
        if !self.stores.main.entries_about(&chain_of(of.office), &[subject], 1).await?.is_empty() {
            return Err(Refusal::Invalid("rule-version-taken"));
        }
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&chain_of(of.office), move |tx| {
                let (of, based_on, source, by) = (of.clone(), based_on.clone(), source.clone(), by.clone());
                Box::pin(async move {
                    let regency = chain_of(of.office);
                    // Offices that name a version at the same time follow each other.
                    tx.take(SYSTEM).await?;
                    // Rounds name their rule by its version alone, so the nation's is named unlike that of any regency.
                    let taken = match of.office {
                        Some(_) => {
                            queries::rules::named_by(tx.read(), &[&regency, SYSTEM], &of.id, &of.version).await?
                        }
                        None => queries::rules::named_anywhere(tx.read(), &of.id, &of.version).await?,
                    };
                    if taken {
                        return Err(Refusal::Invalid("rule-version-taken"));
                    }
                    let body = json!({ "rule": of.id, "version": of.version, "from": based_on });
                    tx.put(&RuleVersion {
                        regency,
                        id: of.id,
                        version: of.version,
                        based_on,
                        source,
                        state: State::Draft.id().to_owned(),
                        revision: 1,
                        changed_by: by.clone(),
                        changed_at: at,
                        valid_from: String::new(),
                        activated_by: String::new(),
                        activated_at: None,
                        before: String::new(),
                    })
                    .await?;
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }

    /// Writes changed places into a draft. It may be unfinished: what is missing is told, and proposing waits for it.
    ///
    /// # Errors
    /// [`Refusal::Places`] with every value that cannot be written; [`Refusal::Outdated`] when it was changed meanwhile.
    pub async fn revise_rule(
        &self,
        actor: &Actor,
        of: &VersionOf,
        revision: i64,
        changes: &[(String, String)],
    ) -> Result<(), Refusal> {
        allow_office(actor, Action::ReviseRule, of.office)?;
        let there = find(self.stores.main.read(), of).await?;
        let source = edit::edit(&there.source, changes).map_err(|refused| Refusal::Places(places(refused)))?;
        self.write_rule(actor, of, revision, &source).await
    }

    /// Writes the whole text of a draft.
    ///
    /// # Errors
    /// [`Refusal::Rule`] when it is no TOML, or names another rule or version.
    pub async fn write_rule(&self, actor: &Actor, of: &VersionOf, revision: i64, source: &str) -> Result<(), Refusal> {
        allow_office(actor, Action::ReviseRule, of.office)?;
        match Instrument::parse(source) {
            Ok(rule) if rule.id() != of.id || rule.version() != of.version => {
                return Err(Refusal::Invalid("rule-other-name"));
            }
            Err(found) if found.iter().any(|finding| finding.code == "toml-syntax" || finding.code == "too-large") => {
                return Err(Refusal::Rule(found));
            }
            _ => {}
        }
        let source = source.replace("\r\n", "\n");
        let step = move |version: RuleVersion| RuleVersion { source: source.clone(), ..version };
        self.step_rule(actor, of, revision, Step::Write, "rule.write", step).await
    }

    /// Lays a draft before a second person.
    ///
    /// # Errors
    /// [`Refusal::Rule`] while something keeps it from being a rule.
    pub async fn propose_rule(&self, actor: &Actor, of: &VersionOf, revision: i64) -> Result<(), Refusal> {
        allow_office(actor, Action::ReviseRule, of.office)?;
        let there = find(self.stores.main.read(), of).await?;
        Instrument::parse(&there.source).map_err(Refusal::Rule)?;
        self.step_rule(actor, of, revision, Step::Propose, "rule.propose", |version| version).await
    }

    async fn step_rule(
        &self,
        actor: &Actor,
        of: &VersionOf,
        revision: i64,
        step: Step,
        action: &'static str,
        change: impl Fn(RuleVersion) -> RuleVersion + Send + Sync + 'static,
    ) -> Result<(), Refusal> {
        let (at, by, of, change) = (self.now(), actor.name().to_owned(), of.clone(), Arc::new(change));
        self.stores
            .main
            .write(&chain_of(of.office), move |tx| {
                let (by, of, change) = (by.clone(), of.clone(), change.clone());
                Box::pin(async move {
                    let there = unchanged(tx.read(), &of, revision).await?;
                    let state = there.state.parse::<State>().ok().and_then(|state| state.after(step));
                    let state = state.ok_or(Refusal::Invalid("rule-not-now"))?;
                    // Who proposes has not written: the writer stays the one who changed the text last.
                    let writer = if step == Step::Write { by.clone() } else { there.changed_by.clone() };
                    let revision = there.revision + 1;
                    let state = state.id().to_owned();
                    let next = RuleVersion { state, revision, changed_by: writer, changed_at: at, ..there };
                    tx.put(&change(next)).await?;
                    let body = json!({ "rule": of.id, "version": of.version });
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }

    /// Throws away a draft that was never in force.
    ///
    /// # Errors
    /// When it is in force or was.
    pub async fn discard_rule(&self, actor: &Actor, of: &VersionOf, revision: i64) -> Result<(), Refusal> {
        allow_office(actor, Action::ReviseRule, of.office)?;
        let (at, by, of) = (self.now(), actor.name().to_owned(), of.clone());
        self.stores
            .main
            .write(&chain_of(of.office), move |tx| {
                let (by, of) = (by.clone(), of.clone());
                Box::pin(async move {
                    let there = unchanged(tx.read(), &of, revision).await?;
                    there
                        .state
                        .parse::<State>()
                        .ok()
                        .and_then(|state| state.after(Step::Write))
                        .ok_or(Refusal::Invalid("rule-not-now"))?;
                    tx.remove(&there).await?;
                    let body = json!({ "rule": of.id, "version": of.version });
                    tx.record(Record { at, actor: by, action: "rule.discard", body });
                    Ok(())
                })
            })
            .await
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

fn places(refused: Vec<edit::Unwritable>) -> Vec<PlaceRefused> {
    let message = |why| match why {
        edit::Why::Number => "rule-place-number",
        edit::Why::Date => "rule-place-date",
        edit::Why::Place | edit::Why::File => "rule-place-missing",
    };
    let one = |one: edit::Unwritable| PlaceRefused { message: words::both(message(one.why), &[]), path: one.path };
    refused.into_iter().map(one).collect()
}
