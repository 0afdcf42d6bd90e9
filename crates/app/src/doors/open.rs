//! The desks as who would write to one sees them: which take conversations now, and the keys by which their answers are known.

use super::{Door, DoorStore, keyrings::signed};
use crate::Refusal;
use domain::{door::DeskKind, region::RegionCode};
use seal::keyring::Signed;
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

impl<S: DoorStore> Door<'_, S> {
    /// The desks that receive, for an office and the one above it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn open_desks(&self) -> Result<Vec<OpenDesk>, Refusal> {
        let mut open = vec![];
        for desk in desks::all(self.store.read()).await?.into_iter().filter(|desk| desk.opened == 1) {
            open.extend(self.to_write_to(desk).await?.filter(|desk| desk.open));
        }
        Ok(open)
    }

    /// All keyrings that a desk ever had in force, the latest first: by these an answer is known to be the desk's.
    ///
    /// # Errors
    /// What the database says.
    pub async fn keyrings_of(&self, desk: &str) -> Result<Vec<Signed>, Refusal> {
        let Some(desk) = desks::one(self.store.read(), desk).await? else { return Ok(vec![]) };
        let rows = desks::keyrings(self.store.read(), &desk).await?;
        let in_force = rows.iter().rev().filter(|row| row.version <= desk.keyring);
        Ok(in_force.map(signed).collect())
    }

    /// The keyrings of all desks that ever had one, each the latest first.
    ///
    /// # Errors
    /// What the database says.
    pub async fn all_keyrings(&self) -> Result<Vec<(String, Vec<Signed>)>, Refusal> {
        let mut all = vec![];
        for desk in desks::all(self.store.read()).await? {
            let keyrings = self.keyrings_of(&desk.id).await?;
            all.push((desk.id, keyrings));
        }
        all.retain(|(_, keyrings)| !keyrings.is_empty());
        Ok(all)
    }

    /// A desk to whose conversation something is added, whether it takes new ones or not.
    ///
    /// # Errors
    /// When there is no such desk, or nobody has its keys yet.
    pub async fn desk_to_write_to(&self, desk: &str) -> Result<OpenDesk, Refusal> {
        let desk = desks::one(self.store.read(), desk).await?.ok_or(Refusal::Invalid("door-desk-closed"))?;
        self.to_write_to(desk).await?.ok_or(Refusal::Invalid("door-desk-closed"))
    }

    async fn to_write_to(&self, desk: store::nouns::Desk) -> Result<Option<OpenDesk>, Refusal> {
        let view = self.view(desk).await?;
        let Some((row, said)) = &view.keyring else { return Ok(None) };
        let office = view.desk.office.parse().map_err(|_| Refusal::NotFound("region"))?;
        let (keyring, fingerprint, open) = (signed(row), said.fingerprint(), view.is_open());
        Ok(Some(OpenDesk { id: view.desk.id, kind: view.kind, office, keyring, fingerprint, open }))
    }
}
