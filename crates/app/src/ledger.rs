//! Reading, proving, signing and handing out the ledger.
//!
//! Checkpoints are made here where the key lies here; otherwise [`App::statements`] goes to the machine that has it, and
//! what comes back is taken by [`App::accept_checkpoint`]. Not here: how is signed (`seal::checkpoint`).

use crate::{Action, Actor, App, Refusal, allow};
use domain::region::RegionCode;
use seal::checkpoint::{Checkpoint, PublicKey, Statement};
use std::io::Write;
use store::{
    Handle, StoreKind,
    ledger::{
        Entry,
        export::{self, Closing},
        verify,
    },
};

impl App {
    /// The public half of the key that signs checkpoints.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.keys.public().clone()
    }

    /// Whether checkpoints can be signed on this machine.
    #[must_use]
    pub fn signs_here(&self) -> bool {
        self.keys.signer().is_some()
    }

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

    /// When the last entry of the main store was recorded.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_recorded(&self) -> Result<Option<i64>, Refusal> {
        Ok(self.stores.main.last_recorded().await?)
    }

    /// The database that the stores lie in, with its version: `SQLite 3.50.4`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn database_version(&self) -> Result<String, Refusal> {
        Ok(self.stores.main.version().await?)
    }

    /// Verifies the stores, also against checkpoints that were kept elsewhere.
    ///
    /// # Errors
    /// What the database says.
    pub async fn verify(&self, outside: &[Checkpoint]) -> Result<verify::Report, Refusal> {
        let keys = self.keys.believed();
        let mut report = verify::main(&self.stores.main, &keys, outside).await?;
        verify::door(&self.stores.tips, &self.stores.erasable, &keys, outside, &mut report).await?;
        verify::door(&self.stores.help, &self.stores.erasable, &keys, outside, &mut report).await?;
        verify::signals(&self.stores.signals, &keys, outside, &mut report).await?;
        Ok(report)
    }

    /// Where the chains of the stores stand now, signed by nobody.
    ///
    /// # Errors
    /// What the database says.
    pub async fn statements(&self) -> Result<Vec<Statement>, Refusal> {
        let stores = &self.stores;
        Ok(vec![
            self.state(&stores.main).await?,
            self.state(&stores.tips).await?,
            self.state(&stores.help).await?,
            self.state(&stores.signals).await?,
        ])
    }

    async fn state<S: StoreKind>(&self, store: &Handle<S>) -> Result<Statement, Refusal> {
        Ok(Statement { store: S::NAME.to_owned(), made_at: self.now(), heads: store.heads().await? })
    }

    /// Signs where the chains of the stores stand now, and keeps the checkpoints.
    ///
    /// # Errors
    /// When the key lies elsewhere.
    pub async fn checkpoints(&self) -> Result<Vec<Checkpoint>, Refusal> {
        let signer = self.keys.signer().ok_or(Refusal::Invalid("ledger-key-elsewhere"))?;
        let mut made = vec![];
        for statement in self.statements().await? {
            let checkpoint = signer.sign(statement);
            self.keep(&checkpoint).await?;
            made.push(checkpoint);
        }
        Ok(made)
    }

    /// Keeps a checkpoint that was signed elsewhere.
    ///
    /// # Errors
    /// When its signature does not fit this installation's key, or the ledger never stood so.
    pub async fn accept_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), Refusal> {
        if checkpoint.verify(self.keys.public()).is_err() {
            return Err(Refusal::Invalid("ledger-checkpoint-forged"));
        }
        let heads = &checkpoint.heads;
        let stood = match checkpoint.store.as_str() {
            "main" => self.stores.main.stood_at(heads).await?,
            "tips" => self.stores.tips.stood_at(heads).await?,
            "help" => self.stores.help.stood_at(heads).await?,
            "signals" => self.stores.signals.stood_at(heads).await?,
            _ => false,
        };
        if !stood {
            return Err(Refusal::Invalid("ledger-checkpoint-differs"));
        }
        self.keep(checkpoint).await
    }

    async fn keep(&self, checkpoint: &Checkpoint) -> Result<(), Refusal> {
        match checkpoint.store.as_str() {
            "tips" => self.stores.tips.keep_checkpoint(checkpoint).await?,
            "help" => self.stores.help.keep_checkpoint(checkpoint).await?,
            "signals" => self.stores.signals.keep_checkpoint(checkpoint).await?,
            _ => self.stores.main.keep_checkpoint(checkpoint).await?,
        }
        Ok(())
    }

    /// The last checkpoint of the main store that was made or accepted here.
    ///
    /// # Errors
    /// What the database says.
    pub async fn last_checkpoint(&self) -> Result<Option<Checkpoint>, Refusal> {
        Ok(self.stores.main.checkpoints().await?.into_iter().flatten().next_back())
    }

    /// The latest checkpoint of the main store, to take away: a new one where the key lies here and entries came since the
    /// last. The doors' chains stay out of it: their lengths are not for everyone who reads this ledger.
    ///
    /// # Errors
    /// When the actor may not read the ledger, or there is none yet and the key lies elsewhere.
    pub async fn hand_out_checkpoint(&self, actor: &Actor, regency: RegionCode) -> Result<Checkpoint, Refusal> {
        allow(actor, Action::ReadLedger, regency)?;
        let last = self.last_checkpoint().await?;
        let Some(signer) = self.keys.signer() else { return last.ok_or(Refusal::NotFound("checkpoint")) };
        let mut now = self.state(&self.stores.main).await?;
        now.heads.sort();
        match last.filter(|last| last.heads == now.heads && last.verify(self.keys.public()).is_ok()) {
            Some(last) => Ok(last),
            None => {
                let checkpoint = signer.sign(now);
                self.keep(&checkpoint).await?;
                Ok(checkpoint)
            }
        }
    }

    /// Writes the main store's ledger as a file that can be verified with the public key alone. Where the key lies
    /// elsewhere the file ends unsigned, and verification says how much of it is proved by nothing yet.
    ///
    /// # Errors
    /// What the database or the file says.
    pub async fn export_ledger(&self, file: &mut (impl Write + Send)) -> Result<u64, Refusal> {
        let now = self.state(&self.stores.main).await?;
        let closing = match self.keys.signer() {
            Some(signer) => {
                let checkpoint = signer.sign(now);
                self.keep(&checkpoint).await?;
                Closing::Signed(checkpoint)
            }
            None => Closing::Unsigned(now),
        };
        Ok(export::write(&self.stores.main, &closing, file).await?)
    }
}
