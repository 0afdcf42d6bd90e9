//! Takes away kept files that no record refers to any more, a month after they were kept last.

use crate::{App, Refusal};
use std::collections::HashSet;
use store::queries;

/// How long a file without a record stays: a month, so that a restored or undone record finds it again.
pub const GRACE: i64 = 30 * 24 * 60 * 60 * 1000;

impl App {
    /// Takes away what nothing refers to; gives how many files went, and their bytes.
    ///
    /// # Errors
    /// What the disk or the database says.
    pub async fn sweep_files(&self) -> Result<(usize, u64), Refusal> {
        let mut gone = (0, 0);
        for chain in self.files.chains()? {
            let old = self.now() - GRACE;
            let mut unreferred = self.files.list(&chain)?;
            unreferred.retain(|file| file.kept_at < old);
            if unreferred.is_empty() {
                continue;
            }
            // Asked after the list was made: a file that is referred to meanwhile is kept anew, and so no longer old.
            let referred: HashSet<String> =
                queries::evidence::referred(self.stores.main.read(), &chain).await?.into_iter().collect();
            unreferred.retain(|file| !referred.contains(&file.digest.to_string()));
            for file in unreferred {
                self.files.remove(&chain, file.digest)?;
                gone = (gone.0 + 1, gone.1 + file.bytes);
            }
        }
        Ok(gone)
    }
}
