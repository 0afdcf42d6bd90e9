//! Checks that nothing was rewritten afterwards: the chains, the rows against their last entry, the checkpoints.

use super::{Entry, RowState, page};
use crate::{Conn, ErasableKind, Handle, MainKind, Row, SignalsKind, StoreError, StoreKind, nouns, past};
use seal::{
    Digest,
    checkpoint::{Checkpoint, Head, PublicKey},
    merkle,
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// One thing that is not as the ledger says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "finding", rename_all = "snake_case")]
pub enum Finding {
    /// The entry's fields or row list no longer give its hash.
    EntryChanged { chain: String, sequence: u64 },
    /// The entry does not follow the one before: something was removed, inserted or replaced.
    ChainBroken { chain: String, sequence: u64 },
    /// The chain ends before the place where its head or a checkpoint says that it was.
    ChainCut { chain: String, ends: u64, was: u64 },
    /// A checkpoint names another hash for an entry: the ledger was rolled back and written anew.
    Rewritten { chain: String, sequence: u64 },
    /// A checkpoint's signature does not fit the key.
    CheckpointForged { made_at: i64 },
    /// A row differs from what the last entry about it left behind.
    RowChanged { subject: String },
    /// A row is gone that no entry removed.
    RowMissing { subject: String },
    /// A row exists that no entry wrote.
    RowUnknown { subject: String },
    /// What a record said before this entry is not what the entries before left: the past was changed.
    PastChanged { subject: String, sequence: u64 },
    /// The values about a person do not fit the commitment in the account.
    PersonChanged { subject: String },
}

/// What a verification looked at, and what it found.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// Number of entries read.
    pub entries: u64,
    /// Number of live rows compared.
    pub rows: u64,
    /// Number of checkpoints with a good signature.
    pub checkpoints: u64,
    /// Entries after the last good checkpoint of their chain: nobody has signed them yet.
    pub unsigned: u64,
    /// Persons whose values were erased; their commitments still stand.
    pub erased: u64,
    /// Empty when all is as the ledger says.
    pub findings: Vec<Finding>,
}

/// Follows chains entry by entry; the same for a database and for an exported file.
#[derive(Debug, Default)]
pub struct Follower {
    ends: BTreeMap<String, (u64, Digest)>,
    /// Hashes at the sequences that checkpoints name.
    seen: HashMap<(String, u64), Digest>,
    last: HashMap<String, Option<Digest>>,
    /// How far good checkpoints reach, by chain.
    signed: BTreeMap<String, u64>,
}

impl Follower {
    /// Takes the next entry of a chain with its rows.
    pub fn follow(&mut self, entry: &Entry, rows: Vec<RowState>, report: &mut Report) {
        report.entries += 1;
        let (chain, sequence) = (entry.chain.clone(), entry.sequence);
        let (end, previous) = self.ends.get(&chain).copied().unwrap_or((0, Digest::ZERO));
        let leaves: Vec<Digest> = rows.iter().map(RowState::leaf).collect();
        if entry.recomputed() != entry.hash || merkle::root(&leaves) != entry.rows {
            report.findings.push(Finding::EntryChanged { chain: chain.clone(), sequence });
        }
        if sequence != end + 1 || entry.previous != previous {
            report.findings.push(Finding::ChainBroken { chain: chain.clone(), sequence });
        }
        self.ends.insert(chain.clone(), (sequence, entry.hash));
        self.seen.insert((chain, sequence), entry.hash);
        self.last.extend(rows.into_iter().map(|row| (row.subject, row.state)));
    }

    /// Holds what was put by for an entry against what the entries before it left; to be called before it is followed.
    fn compare_past(&self, entry: &Entry, rows: &[RowState], past: &past::Former, report: &mut Report) {
        let mut seen = HashSet::new();
        for RowState { subject, .. } in rows.iter().filter(|row| seen.insert(row.subject.as_str())) {
            let table = subject.split('/').next().unwrap_or_default();
            let before = self.last.get(subject).copied().flatten().filter(|_| nouns::keeps_past(table));
            if past.get(&(entry.sequence, subject.clone())).copied() != before {
                report.findings.push(Finding::PastChanged { subject: subject.clone(), sequence: entry.sequence });
            }
        }
    }

    /// Holds the chains against a statement of where they stood.
    pub fn compare(&self, heads: &[Head], report: &mut Report) {
        for Head { chain, sequence, hash } in heads.iter().filter(|head| head.sequence > 0) {
            let (ends, _) = self.ends.get(chain).copied().unwrap_or((0, Digest::ZERO));
            let finding = match self.seen.get(&(chain.clone(), *sequence)) {
                Some(seen) if seen == hash => continue,
                Some(_) => Finding::Rewritten { chain: chain.clone(), sequence: *sequence },
                None => Finding::ChainCut { chain: chain.clone(), ends, was: *sequence },
            };
            if !report.findings.contains(&finding) {
                report.findings.push(finding);
            }
        }
    }

    /// Checks a checkpoint's signature (by any of the keys), then holds the chains against it.
    pub fn check(&mut self, checkpoint: &Checkpoint, keys: &[PublicKey], report: &mut Report) {
        if !keys.iter().any(|key| checkpoint.verify(key).is_ok()) {
            report.findings.push(Finding::CheckpointForged { made_at: checkpoint.made_at });
            return;
        }
        report.checkpoints += 1;
        self.compare(&checkpoint.heads, report);
        for Head { chain, sequence, hash } in &checkpoint.heads {
            if self.seen.get(&(chain.clone(), *sequence)) == Some(hash) {
                let signed = self.signed.entry(chain.clone()).or_default();
                *signed = (*signed).max(*sequence);
            }
        }
    }

    /// How many entries no good checkpoint covers; to be asked when all checkpoints were checked.
    #[must_use]
    pub fn unsigned(&self) -> u64 {
        let signed = |chain| self.signed.get(chain).copied().unwrap_or_default();
        self.ends.iter().map(|(chain, (end, _))| end.saturating_sub(signed(chain))).sum()
    }
}

/// Verifies the chains and checkpoints of one store, by the key of today and those that it had before.
///
/// # Errors
/// What the database says.
async fn chains<S: StoreKind>(
    store: &Handle<S>,
    keys: &[PublicKey],
    outside: &[Checkpoint],
    report: &mut Report,
) -> Result<Follower, StoreError> {
    let mut follower = Follower::default();
    let heads = store.heads().await?;
    for chain in store
        .read()
        .all("SELECT DISTINCT chain FROM ledger_entry ORDER BY chain", vec![], |row| row.try_get_by_index::<String>(0))
        .await?
    {
        let mut after = 0;
        loop {
            let entries = page(store.read(), &chain, after, 500).await?;
            let Some((last, _)) = entries.last() else { break };
            after = last.sequence;
            let past = if S::PAST { Some(past::of_entries(store.read(), &chain, &entries).await?) } else { None };
            for (entry, rows) in entries {
                if let Some(past) = &past {
                    follower.compare_past(&entry, &rows, past, report);
                }
                follower.follow(&entry, rows, report);
            }
        }
    }
    follower.compare(&heads, report);
    for checkpoint in store.checkpoints().await? {
        match checkpoint {
            Ok(checkpoint) => follower.check(&checkpoint, keys, report),
            Err(made_at) => report.findings.push(Finding::CheckpointForged { made_at }),
        }
    }
    for checkpoint in outside.iter().filter(|checkpoint| checkpoint.store == S::NAME) {
        follower.check(checkpoint, keys, report);
    }
    report.unsigned += follower.unsigned();
    Ok(follower)
}

/// Verifies the main store: chains, checkpoints and every live row.
///
/// # Errors
/// What the database says.
pub async fn main(store: &Handle<MainKind>, keys: &[PublicKey], outside: &[Checkpoint]) -> Result<Report, StoreError> {
    let mut report = Report::default();
    let follower = chains(store, keys, outside, &mut report).await?;
    let mut last = follower.last;
    let conn = store.read();
    live::<nouns::Installation, _>(conn, &mut last, &mut report).await?;
    live::<nouns::RegionRevision, _>(conn, &mut last, &mut report).await?;
    live::<nouns::VillageFigures, _>(conn, &mut last, &mut report).await?;
    live::<nouns::VillageShape, _>(conn, &mut last, &mut report).await?;
    live::<nouns::VillageNeighbour, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Account, _>(conn, &mut last, &mut report).await?;
    live::<nouns::InstrumentSource, _>(conn, &mut last, &mut report).await?;
    live::<nouns::RuleVersion, _>(conn, &mut last, &mut report).await?;
    live::<nouns::RuleTaken, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Round, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Submission, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Answer, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Score, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Decision, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Milestone, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Decree, _>(conn, &mut last, &mut report).await?;
    live::<nouns::BudgetLine, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Membership, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Environment, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Intervention, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Target, _>(conn, &mut last, &mut report).await?;
    live::<nouns::HelpPlace, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Visit, _>(conn, &mut last, &mut report).await?;
    live::<nouns::FollowUp, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Agency, _>(conn, &mut last, &mut report).await?;
    live::<nouns::AgencyName, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Liaison, _>(conn, &mut last, &mut report).await?;
    live::<nouns::PlanRow, _>(conn, &mut last, &mut report).await?;
    live::<nouns::LocalAction, _>(conn, &mut last, &mut report).await?;
    live::<nouns::PlanMapping, _>(conn, &mut last, &mut report).await?;
    live::<nouns::PlanWithdrawal, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Report, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Realisation, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Team, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Meeting, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Commitment, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Law, _>(conn, &mut last, &mut report).await?;
    live::<nouns::LawStep, _>(conn, &mut last, &mut report).await?;
    live::<nouns::LatenessShown, _>(conn, &mut last, &mut report).await?;
    live::<nouns::AttendanceCode, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Arrival, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Activity, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Evidence, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Import, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Release, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Letterhead, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Signatory, _>(conn, &mut last, &mut report).await?;
    live::<nouns::Paper, _>(conn, &mut last, &mut report).await?;
    gone(last, &mut report);
    crate::queries::accounts::verify_persons(conn, &mut report).await?;
    crate::queries::papers::verify_persons(conn, &mut report).await?;
    Ok(report)
}

/// Verifies the signals store: chains, checkpoints and every live row.
///
/// # Errors
/// What the database says.
pub async fn signals(
    store: &Handle<SignalsKind>,
    keys: &[PublicKey],
    outside: &[Checkpoint],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut last = chains(store, keys, outside, report).await?.last;
    live::<nouns::Observation, _>(store.read(), &mut last, report).await?;
    gone(last, report);
    Ok(())
}

/// Verifies a store with a door: chains, checkpoints and every live row.
///
/// # Errors
/// What the database says.
pub async fn door<S: StoreKind>(
    store: &Handle<S>,
    erasable: &Handle<ErasableKind>,
    keys: &[PublicKey],
    outside: &[Checkpoint],
    report: &mut Report,
) -> Result<(), StoreError> {
    let mut last = chains(store, keys, outside, report).await?.last;
    live::<nouns::Holder, _>(store.read(), &mut last, report).await?;
    live::<nouns::Desk, _>(store.read(), &mut last, report).await?;
    live::<nouns::Seat, _>(store.read(), &mut last, report).await?;
    live::<nouns::Keyring, _>(store.read(), &mut last, report).await?;
    live::<nouns::Share, _>(store.read(), &mut last, report).await?;
    live::<nouns::Recovering, _>(store.read(), &mut last, report).await?;
    live::<nouns::Unsealing, _>(store.read(), &mut last, report).await?;
    live::<nouns::Handling, _>(store.read(), &mut last, report).await?;
    live::<nouns::ToldMonth, _>(store.read(), &mut last, report).await?;
    live::<nouns::ArrivalDay, _>(store.read(), &mut last, report).await?;
    gone(last, report);
    crate::queries::follow_up::verify(store.read(), report).await?;
    crate::queries::arrivals::verify(store.read(), erasable.read(), report).await
}

/// Rows that their last entry kept and that are not there.
fn gone(last: HashMap<String, Option<Digest>>, report: &mut Report) {
    let missing = last.into_iter().filter(|(_, state)| state.is_some()).map(|(subject, _)| subject);
    let mut missing: Vec<_> = missing.map(|subject| Finding::RowMissing { subject }).collect();
    missing.sort_by_key(|finding| format!("{finding:?}"));
    report.findings.append(&mut missing);
}

async fn live<R: Row, S>(
    conn: Conn<'_, S>,
    last: &mut HashMap<String, Option<Digest>>,
    report: &mut Report,
) -> Result<(), StoreError> {
    let key = R::COLUMNS[..R::KEY].join(", ");
    for row in conn.rows::<R>(&format!("1 = 1 ORDER BY {key}"), vec![]).await? {
        report.rows += 1;
        let subject = row.subject();
        match last.remove(&subject).flatten() {
            Some(state) if state == row.state() => {}
            Some(_) => report.findings.push(Finding::RowChanged { subject }),
            None => report.findings.push(Finding::RowUnknown { subject }),
        }
    }
    Ok(())
}
