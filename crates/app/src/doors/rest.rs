//! At rest: every part of a conversation is wrapped once more under a key of its own that lies apart (`store::queries::erasable`). While the
//! key is there this changes nothing for anyone; once it is erased nobody opens the parts any more, in no copy of them.

use super::{Door, DoorStore};
use crate::Refusal;
use seal::{Digest, rest::RestKey};
use store::queries::{
    conversations::{self as kept, Conversation, Part},
    erasable,
};

impl<S: DoorStore> Door<'_, S> {
    /// Makes and keeps the key of a new conversation.
    pub(super) async fn new_key(&self, id: &str) -> Result<RestKey, Refusal> {
        let key: [u8; 32] = self.app.token();
        let id = id.to_owned();
        self.app
            .stores
            .erasable
            .write(store::SYSTEM, move |tx| {
                let id = id.clone();
                Box::pin(async move { erasable::keep(tx, S::NAME, &id, key).await.map_err(Refusal::from) })
            })
            .await?;
        Ok(RestKey(key))
    }

    /// The key of a conversation; `None` once it is erased.
    pub(super) async fn key_of(&self, id: &str) -> Result<Option<RestKey>, Refusal> {
        Ok(erasable::key(self.app.stores.erasable.read(), S::NAME, id).await?.map(RestKey))
    }

    /// Erases the key of a conversation, and every trace of it on the disk.
    pub(super) async fn erase_key(&self, id: &str) -> Result<bool, Refusal> {
        let id = id.to_owned();
        let erasable = &self.app.stores.erasable;
        let erased = erasable
            .write(store::SYSTEM, move |tx| {
                let id = id.clone();
                Box::pin(async move { erasable::erase(tx, S::NAME, &id).await.map_err(Refusal::from) })
            })
            .await?;
        erasable.shred().await?;
        Ok(erased)
    }

    /// The parts of a conversation as they came.
    pub(super) async fn parts_of(&self, of: &Conversation) -> Result<Vec<Part>, Refusal> {
        let key = self.key_of(&of.id).await?;
        let parts = kept::parts(self.store.read(), of).await?;
        let unwrapped = parts.into_iter().map(|part| {
            let body = key.as_ref().and_then(|key| key.unwrap(&part.n.to_string(), part.body));
            body.map(|body| Part { body, ..part }).ok_or(Refusal::Invalid("door-erased"))
        });
        unwrapped.collect()
    }

    /// The envelope of files of a part, as it came.
    pub(super) async fn files_of(&self, of: &Conversation, part: &Part) -> Result<Vec<u8>, Refusal> {
        let digest: Digest = part.files.parse().map_err(|_| Refusal::NotFound("file"))?;
        let key = self.key_of(&of.id).await?.ok_or(Refusal::Invalid("door-erased"))?;
        let wrapped = S::files(self.app).read(&of.regency, digest)?;
        let again = if part.author == "passed" { part.n } else { 0 };
        key.unwrap(&files_name(part.leaf, again), wrapped).ok_or(Refusal::Invalid("door-erased"))
    }
}

/// Under which name files are wrapped: each name is used for one content only, and what a desk seals again has the part's new place.
pub(super) fn files_name(leaf: Digest, again: i64) -> String {
    if again == 0 { format!("files/{leaf}") } else { format!("files/{leaf}/{again}") }
}

/// A part as it is kept, at its place.
pub(super) fn wrapped(key: &RestKey, n: i64, part: Part) -> Part {
    Part { n, body: key.wrap(&n.to_string(), part.body), ..part }
}
