//! The desks as who would write to one sees them: which take conversations now, and the keys by which their answers are known.

use super::{Door, DoorStore, keyrings::signed};
use crate::Refusal;
use domain::{door::DeskKind, region::RegionCode};
use seal::keyring::Signed;
use std::sync::{Arc, Mutex, PoisonError};
use store::queries::desks;

/// A desk as who would write to it sees it.
#[derive(Debug, Clone)]
pub struct OpenDesk {
    /// Its name.
    pub id: String,
    /// What it is and what it is for.
    pub kind: DeskKind,
    /// Its office.
    pub office: RegionCode,
    /// Its keyring, as both custodians signed it.
    pub keyring: Signed,
    /// What a poster shows of it.
    pub fingerprint: String,
    /// Whether it takes new conversations.
    pub open: bool,
}

/// What every visitor of a door asks for.
#[derive(Debug)]
pub struct Known {
    /// Desks that have keys, whether they take new conversations or not.
    pub desks: Vec<OpenDesk>,
    /// All keyrings that a desk ever had in force, the latest first: by these an answer is known to be the desk's.
    pub keyrings: Vec<(String, Vec<Signed>)>,
}

impl Known {
    /// The keyrings of one desk.
    #[must_use]
    pub fn keyrings_of(&self, desk: &str) -> &[Signed] {
        self.keyrings.iter().find(|(one, _)| one == desk).map_or(&[], |(_, keyrings)| keyrings)
    }
}

/// What was asked for last, and how many entries the ledgers had then: while they have no more, it is still so.
pub type Remembered = Mutex<Option<([i64; 2], Arc<Known>)>>;

impl<S: DoorStore> Door<'_, S> {
    /// The desks and their keys, as they are now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn known(&self) -> Result<Arc<Known>, Refusal> {
        let written = [self.store.written().await?, self.app.stores.main.written().await?];
        let remembered = || S::remembered(self.app).lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, known)) = remembered().as_ref().filter(|(then, _)| *then == written) {
            return Ok(known.clone());
        }
        let mut known = Known { desks: vec![], keyrings: vec![] };
        for desk in desks::all(self.store.read()).await? {
            let rows = desks::keyrings(self.store.read(), &desk).await?;
            let in_force: Vec<Signed> =
                rows.iter().rev().filter(|row| row.version <= desk.keyring).map(signed).collect();
            if !in_force.is_empty() {
                known.keyrings.push((desk.id.clone(), in_force));
            }
            known.desks.extend(self.to_write_to(desk).await?);
        }
        let known = Arc::new(known);
        *remembered() = Some((written, known.clone()));
        Ok(known)
    }

    /// The desks that receive, for an office and the one above it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_desks(&self) -> Result<Vec<OpenDesk>, Refusal> {
        Ok(self.known().await?.desks.iter().filter(|desk| desk.open).cloned().collect())
    }

    /// A desk to whose conversation something is added, whether it takes new ones or not.
    ///
    /// # Errors
    /// When there is no such desk, or nobody has its keys yet.
    pub async fn desk_to_write_to(&self, desk: &str) -> Result<OpenDesk, Refusal> {
        let known = self.known().await?;
        let desk = known.desks.iter().find(|one| one.id == desk);
        desk.cloned().ok_or(Refusal::Invalid("door-desk-closed"))
    }

    async fn to_write_to(&self, desk: store::nouns::Desk) -> Result<Option<OpenDesk>, Refusal> {
        let view = self.view(desk).await?;
        let Some((row, said)) = &view.keyring else { return Ok(None) };
        let office = view.desk.office.parse().map_err(|_| Refusal::NotFound("region"))?;
        let (keyring, fingerprint, open) = (signed(row), said.fingerprint(), view.is_open());
        Ok(Some(OpenDesk { id: view.desk.id, kind: view.kind, office, keyring, fingerprint, open }))
    }
}
