//! Making a version: copying or bringing a rule, writing it, laying it before a second person, throwing it away.

use super::{PlaceRefused, State, Step, VersionOf, find, unchanged};
use crate::{Action, Actor, App, Refusal, allow_office, chain_of};
use domain::region::RegionCode;
use instrument::{Instrument, edit};
use serde_json::json;
use std::sync::Arc;
use store::{Record, SYSTEM, nouns::RuleVersion, queries};

impl App {
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
        let rule = Instrument::parse(&there.source).map_err(Refusal::Rule)?;
        self.keeps_its_sheets(&rule)?;
        self.step_rule(actor, of, revision, Step::Propose, "rule.propose", |version| version).await
    }

    /// Who fills a sheet, and so who sees what, is no matter of a rule of an office: sheets, their providers and the sheet of
    /// every known item stay as in the rule that the program brings along.
    pub(super) fn keeps_its_sheets(&self, rule: &Instrument) -> Result<(), Refusal> {
        let known = self.built_in_rule(rule.id()).ok_or(Refusal::Invalid("rule-unknown-instrument"))?;
        let sheet = |rule: &Instrument, at: usize| rule.sheets()[at].id.clone();
        let same = rule.sheets().iter().all(|sheet| {
            let there = known.sheets().iter().find(|there| there.id == sheet.id);
            there.is_some_and(|there| there.scope == sheet.scope && there.providers == sheet.providers)
        });
        let stay = rule.items().iter().all(|item| {
            known.item(&item.id).is_none_or(|(_, there)| sheet(&known, there.sheet) == sheet(rule, item.sheet))
        });
        if same && stay { Ok(()) } else { Err(Refusal::Invalid("rule-sheets-differ")) }
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

fn places(refused: Vec<edit::Unwritable>) -> Vec<PlaceRefused> {
    let message = |why| match why {
        edit::Why::Number => "rule-place-number",
        edit::Why::Date => "rule-place-date",
        edit::Why::Place | edit::Why::File => "rule-place-missing",
    };
    let one = |one: edit::Unwritable| PlaceRefused { message: words::both(message(one.why), &[]), path: one.path };
    refused.into_iter().map(one).collect()
}
