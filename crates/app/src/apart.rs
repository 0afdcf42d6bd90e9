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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn who_goes_away_takes_no_turn_along() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let turns = Turns::new(1);
            let (begun, has_begun) = mpsc::channel();
            let (end, told_to_end) = mpsc::channel::<()>();
            let mut first = Box::pin(turns.take(move || {
                begun.send(()).unwrap();
                let _ended = told_to_end.recv();
            }));
            while has_begun.try_recv().is_err() {
                tokio::select! { _ = &mut first => panic!("it ended"), () = tokio::task::yield_now() => {} }
            }
            // The client has gone; its work has not.
            drop(first);
            assert_eq!(turns.0.available_permits(), 0);
            end.send(()).unwrap();
            turns.take(|| ()).await.unwrap();
        });
    }
}
