//! Work that takes long, on threads of its own, so many at a time: what holds up nobody and takes no more memory than so many
//! may take together.

use std::sync::Arc;
use tokio::{sync::Semaphore, task::JoinError};

/// So many at a time. A turn ends with the work, not with who waits for it: a client that goes away starts no second one.
#[derive(Debug)]
pub(crate) struct Turns(Arc<Semaphore>);

impl Turns {
    pub(crate) fn new(many: usize) -> Self {
        Self(Arc::new(Semaphore::new(many)))
    }

    /// Does the work when its turn has come.
    pub(crate) async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, JoinError> {
        let turn = self.0.clone().acquire_owned().await;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        })
        .await
    }
}
