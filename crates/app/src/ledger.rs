//! Reading, proving and handing out the ledger.

use crate::{Action, Actor, App, Refusal, allow};
use domain::region::RegionCode;
use seal::checkpoint::Checkpoint;
use std::io::Write;
use store::ledger::{Entry, export, verify};

impl App {
    /// A page of a regency's ledger, newest first, before a sequence.
    ///
    /// # Errors
    /// When the actor may not read it.
    pub async fn ledger(
        &self,
        actor: &Actor,
        regency: RegionCode,
        before: u64,
        limit: u64,
    ) -> Result<Vec<Entry>, Refusal> {
        allow(actor, Action::ReadLedger, regency)?;
        Ok(self.stores.main.entries(&regency.to_string(), before, limit).await?)
    }

    /// Verifies the three stores, also against checkpoints that were kept elsewhere.
    ///
    /// # Errors
    /// What the database says.
    pub async fn verify(&self, outside: &[Checkpoint]) -> Result<verify::Report, Refusal> {
        let key = self.public_key();
        let mut report = verify::main(&self.stores.main, &key, outside).await?;
        verify::chains(&self.stores.tips, &key, outside, &mut report).await?;
        verify::chains(&self.stores.help, &key, outside, &mut report).await?;
        Ok(report)
    }

    /// Signs where the chains of the main store stand now, and keeps the checkpoint.
    ///
    /// # Errors
    /// What the database says.
    pub async fn checkpoint(&self) -> Result<Checkpoint, Refusal> {
        let checkpoint = self.signer.checkpoint("main", self.now(), self.stores.main.heads().await?);
        self.stores.main.keep_checkpoint(&checkpoint).await?;
        Ok(checkpoint)
    }

    /// Writes the main store's ledger as a file that can be verified with the public key alone.
    ///
    /// # Errors
    /// What the database or the file says.
    pub async fn export_ledger(&self, file: &mut (impl Write + Send)) -> Result<u64, Refusal> {
        let closing = self.checkpoint().await?;
        Ok(export::write(&self.stores.main, &closing, file).await?)
    }
}
