//! The way of an answer: a provider fills a sheet, saves a draft, submits; a verifier accepts or returns it.
//!
//! A form, an XLSX row and an API call all become the same [`Draft`] and go through [`App::submit`]. Reading a sheet is
//! in [`view`], accepting and returning in [`review`].

pub mod review;
pub mod view;

use crate::{Action, Actor, App, FieldError, Refusal, access, allow, plain, rounds, scores};
use domain::{
    region::RegionCode,
    sheet::{State, Step},
};
use instrument::{Answer, Instrument, Scope, Sheet, Text};
use serde_json::json;
use std::{collections::BTreeMap, sync::Arc};
use store::{
    MainKind, Record, Tx, nouns,
    queries::{self, rounds::Key},
};

/// What came in for one or more villages of one sheet.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The round.
    pub key: Key,
    /// The sheet's id.
    pub sheet: String,
    /// [`Step::Save`] or [`Step::Submit`].
    pub step: Step,
    /// How it came: `form`, `file`, `demo`.
    pub via: &'static str,
    /// The villages.
    pub villages: Vec<VillageDraft>,
}

/// What came in for one village.
#[derive(Debug, Clone)]
pub struct VillageDraft {
    /// The village.
    pub village: RegionCode,
    /// The revision of the sheet that the writer has seen; `None` takes whatever is there.
    pub revision: Option<i64>,
    /// The whole sheet is nil.
    pub nil: bool,
    /// Answers that were typed; items that are not named stay as they are.
    pub answers: Vec<Typed>,
}

/// One answer as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// The item's id.
    pub item: String,
    /// The text of the field or cell.
    pub value: String,
    /// Where the value comes from (a register, a letter's number).
    pub source: String,
    /// The date it speaks of (ISO), or empty.
    pub as_of: String,
}

/// The longest text of a source.
pub const LONGEST_SOURCE: usize = 300;

/// Who may type into a sheet: its providers, and who does it on behalf of any.
pub(crate) fn allow_filling(actor: &Actor, sheet: &Sheet, place: RegionCode) -> Result<(), Refusal> {
    if access::may(actor, Action::FillAnySheet) {
        return allow(actor, Action::FillAnySheet, place);
    }
    allow(actor, Action::FillOwnSheets, place)?;
    let provides = actor.role().is_some_and(|role| sheet.providers.iter().any(|provider| provider == role.id()));
    if provides { Ok(()) } else { Err(Refusal::NotAllowed(Action::FillOwnSheets)) }
}

impl App {
    /// Keeps what came in, as a draft or handed in, for all its villages or for none.
    ///
    /// # Errors
    /// [`Refusal::Fields`] with every value that cannot be taken; [`Refusal::Stale`] when a sheet was changed by someone
    /// else; [`Refusal::Invalid`] when the round is locked or a sheet is not open.
    pub async fn submit(&self, actor: &Actor, draft: Draft) -> Result<(), Refusal> {
        rounds::by_its_rule(|| self.try_submit(actor, &draft)).await
    }

    async fn try_submit(&self, actor: &Actor, draft: &Draft) -> Result<(), Refusal> {
        let draft = draft.clone();
        let (rule, read) = self.check(actor, &draft).await?;
        let (at, by) = (self.now(), actor.name().to_owned());
        let regency = draft.key.regency.clone();
        self.stores
            .main
            .write(&regency, move |tx| {
                let (draft, rule, read, by) = (draft.clone(), rule.clone(), read.clone(), by.clone());
                Box::pin(async move {
                    let round = queries::rounds::round(tx.read(), &draft.key).await?.ok_or(Refusal::NotFound("round"))?;
                    rounds::open_by(&round, &rule)?;
                    keep(tx, &draft, &rule, &read, &by, at).await?;
                    let villages: Vec<RegionCode> = draft.villages.iter().map(|v| v.village).collect();
                    let body = json!({ "sheet": draft.sheet, "year": draft.key.year, "via": draft.via, "villages": villages,
                        "answers": changes(&rule, &draft.sheet, &read) });
                    let action = if draft.step == Step::Submit { "sheet.submit" } else { "sheet.save" };
                    tx.record(Record { at, actor: by, action, body });
                    Ok(())
                })
            })
            .await
    }
}

impl App {
    /// Asks for permission in every village of a draft, and reads its values.
    pub(crate) async fn check(&self, actor: &Actor, draft: &Draft) -> Result<(Arc<Instrument>, Read), Refusal> {
        let (_, rule) = self.round_rule(self.stores.main.read(), &draft.key).await?;
        let position = rule.sheets().iter().position(|sheet| sheet.id == draft.sheet);
        let (sheet, definition) =
            position.and_then(|at| Some((at, rule.sheets().get(at)?))).ok_or(Refusal::NotFound("sheet"))?;
        let places = self.places();
        for village in &draft.villages {
            let village = village.village;
            let regency = village.regency().filter(|regency| regency.to_string() == draft.key.regency);
            let regency = regency.filter(|_| places.get(village).is_some()).ok_or(Refusal::NotFound("village"))?;
            allow_filling(actor, definition, if definition.scope == Scope::City { regency } else { village })?;
        }
        let said =
            |village: &VillageDraft| village.nil || village.answers.iter().any(|typed| !typed.value.trim().is_empty());
        if draft.villages.is_empty() || (draft.step == Step::Submit && !draft.villages.iter().any(said)) {
            return Err(Refusal::Invalid("sheet-nothing-typed"));
        }
        let read = read_all(&rule, sheet, draft)?;
        Ok((rule, read))
    }
}

/// Answers that were read, by village and item.
pub(crate) type Read = BTreeMap<(RegionCode, String), (Answer, Typed)>;

fn read_all(rule: &Instrument, sheet: usize, draft: &Draft) -> Result<Read, Refusal> {
    let mut read = Read::new();
    let mut errors = vec![];
    for village in &draft.villages {
        for typed in &village.answers {
            let mut refuse = |message: Text| {
                let (item, typed) = (typed.item.clone(), typed.value.clone());
                errors.push(FieldError { village: village.village, item, typed, message });
            };
            let Some((index, _)) = rule.item(&typed.item).filter(|(_, item)| item.sheet == sheet) else {
                return Err(Refusal::NotFound("item"));
            };
            if typed.source.chars().count() > LONGEST_SOURCE {
                refuse(words::both("sheet-source-too-long", &[]));
            }
            if !typed.as_of.is_empty() && plain_date(&typed.as_of).is_none() {
                refuse(words::both("sheet-as-of-unreadable", &[]));
            }
            match rule.read(index, &typed.value) {
                Ok(answer) if village.nil && contradicts_nil(&answer) => {
                    refuse(words::both("sheet-nil-with-values", &[]));
                }
                Ok(_) if village.nil => {
                    let nothing = Typed { item: typed.item.clone(), ..Typed::default() };
                    read.insert((village.village, typed.item.clone()), (Answer::Missing, nothing));
                }
                Ok(answer) => {
                    let typed = Typed { source: plain(&typed.source), ..typed.clone() };
                    read.insert((village.village, typed.item.clone()), (answer, typed));
                }
                Err(error) => refuse(error.message()),
            }
        }
    }
    if errors.is_empty() { Ok(read) } else { Err(Refusal::Fields(errors)) }
}

/// Whether this answer cannot stand beside "there is none of all this": everything but a nought.
pub(crate) fn contradicts_nil(answer: &Answer) -> bool {
    match answer {
        Answer::Missing | Answer::Present(false) => false,
        Answer::Number(number) => *number != 0.0,
        _ => true,
    }
}

/// A date as forms send it, 2026-05-24, within the years that anyone here may mean.
#[must_use]
pub fn plain_date(text: &str) -> Option<jiff::civil::Date> {
    let date: jiff::civil::Date = text.parse().ok()?;
    (date.to_string() == text && (1900..=2100).contains(&date.year())).then_some(date)
}

/// What the ledger says of the values: item and cell form, by village. Of a sheet for the whole city (police items) only
/// the items: the inspectorate reads the ledger, and not those values; the digests of the rows prove them.
fn changes<'a>(rule: &Instrument, sheet: &str, read: &'a Read) -> BTreeMap<String, BTreeMap<&'a str, Option<String>>> {
    let city = rule.sheets().iter().any(|known| known.id == sheet && known.scope == Scope::City);
    let mut changes: BTreeMap<String, BTreeMap<&str, Option<String>>> = BTreeMap::new();
    for ((village, item), (answer, _)) in read {
        let value = (!city).then(|| cell(rule, item, answer));
        changes.entry(village.to_string()).or_default().insert(item, value);
    }
    changes
}

/// The form in which an answer is kept and shown.
fn cell(rule: &Instrument, item: &str, answer: &Answer) -> String {
    rule.item(item).map_or_else(String::new, |(index, _)| rule.cell(index, answer))
}

/// Keeps a checked draft and scores what it hands in.
pub(crate) async fn keep(
    tx: &Tx<'_, MainKind>,
    draft: &Draft,
    rule: &Instrument,
    read: &Read,
    by: &str,
    at: i64,
) -> Result<(), Refusal> {
    let Key { regency, instrument, year } = &draft.key;
    let part = common_part(&draft.villages);
    let sheets = queries::rounds::submissions(tx.read(), &draft.key, &part).await?;
    let before = queries::rounds::answers(tx.read(), &draft.key, &part).await?;
    let before: BTreeMap<(&str, &str), &nouns::Answer> =
        before.iter().map(|answer| ((answer.village.as_str(), answer.item.as_str()), answer)).collect();
    let (mut submissions, mut answers) = (vec![], vec![]);
    for village in &draft.villages {
        let code = village.village.to_string();
        let there = sheets.iter().find(|sheet| sheet.village == code && sheet.sheet == draft.sheet);
        let revision = there.map_or(0, |sheet| sheet.revision);
        if let (Some(seen), Some(there)) = (village.revision, there)
            && seen != revision
        {
            return Err(Refusal::Stale { village: village.village, by: there.changed_by.clone() });
        }
        let state = there.map_or(Ok(State::Draft), |sheet| sheet.state.parse()).unwrap_or(State::Draft);
        let next = state.after(draft.step).map_err(|_| Refusal::Invalid("sheet-not-open"))?;
        submissions.push(nouns::Submission {
            regency: regency.clone(),
            instrument: instrument.clone(),
            year: *year,
            village: code.clone(),
            sheet: draft.sheet.clone(),
            state: next.id().to_owned(),
            nil: i64::from(village.nil),
            reason: if next == State::Returned {
                there.map(|sheet| sheet.reason.clone()).unwrap_or_default()
            } else {
                String::new()
            },
            revision: revision + 1,
            changed_by: by.to_owned(),
            changed_at: at,
        });
        for typed in &village.answers {
            let Some((answer, typed)) = read.get(&(village.village, typed.item.clone())) else { continue };
            let value = cell(rule, &typed.item, answer);
            let same = before.get(&(code.as_str(), typed.item.as_str())).is_some_and(|before| {
                before.value == value && before.source == typed.source && before.as_of == typed.as_of
            });
            if !same && (*answer != Answer::Missing || before.contains_key(&(code.as_str(), typed.item.as_str()))) {
                answers.push(nouns::Answer {
                    regency: regency.clone(),
                    instrument: instrument.clone(),
                    year: *year,
                    village: code.clone(),
                    item: typed.item.clone(),
                    value,
                    source: typed.source.clone(),
                    as_of: typed.as_of.clone(),
                    changed_by: by.to_owned(),
                    changed_at: at,
                });
            }
        }
    }
    tx.put_all(&submissions).await?;
    tx.put_all(&answers).await?;
    if draft.step == Step::Submit {
        rescore_all(tx, &draft.key, rule, draft.villages.iter().map(|village| village.village)).await?;
    }
    Ok(())
}

/// One village's code, or the regency where there are several: the part to read.
fn common_part(villages: &[VillageDraft]) -> String {
    match villages {
        [only] => only.village.to_string(),
        [first, ..] => first.village.regency().map(|regency| regency.to_string()).unwrap_or_default(),
        [] => String::from("none"),
    }
}

/// Scores the villages anew, or the whole city once where the rule compares or there are many.
pub(crate) async fn rescore_all(
    tx: &Tx<'_, MainKind>,
    key: &Key,
    rule: &Instrument,
    mut villages: impl Iterator<Item = RegionCode>,
) -> Result<(), Refusal> {
    let Some(first) = villages.next() else { return Ok(()) };
    let part = if villages.next().is_some() { first.regency().unwrap_or(first) } else { first };
    scores::rescore(tx, key, rule, part).await
}
