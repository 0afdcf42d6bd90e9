//! The one writer. On SQLite actions queue; each runs in a savepoint; a batch commits at 64 actions or 2 ms, and success
//! is reported only after the commit, so one fsync serves many. On PostgreSQL each action is a transaction of its own that
//! first takes the head of its chain, so that the actions of one regency follow each other and those of two run side by
//! side; it is tried again when the database asks for it. An action may therefore run more than once.

use crate::{Handle, StoreError, StoreKind, Tx, database::queues};
use futures_util::FutureExt as _;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use std::{
    future::Future,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// A future that may be sent to another thread.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The most actions in one commit, and how long a commit waits for more.
const BATCH: usize = 64;
const PATIENCE: Duration = Duration::from_millis(2);
/// How often PostgreSQL may ask for another try.
const TRIES: u32 = 12;

/// Runs the action once inside the given transaction; its outcome stays with the caller. True means: keep it.
type Attempt = Arc<dyn for<'t> Fn(&'t DatabaseTransaction) -> BoxFuture<'t, Kept> + Send + Sync>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    Yes,
    No,
    /// The database wants the whole transaction tried again.
    Again,
}

struct Queued {
    attempt: Attempt,
    done: oneshot::Sender<Result<(), StoreError>>,
}

/// The writer's own connection. One that has failed is replaced: a full disk may have ended its transaction or not, and what
/// it would say of later ones cannot be believed.
#[derive(Debug, Clone)]
pub(crate) struct Writing(Arc<RwLock<DatabaseConnection>>);

impl Writing {
    pub(crate) fn of(connection: DatabaseConnection) -> Self {
        Self(Arc::new(RwLock::new(connection)))
    }

    pub(crate) fn current(&self) -> DatabaseConnection {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Closes the connection, and opens another in its place.
    async fn replace(&self, anew: &Anew) -> Result<(), StoreError> {
        self.current().close().await?;
        let fresh = anew().await?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }
}

/// Opens the writer's connection once more.
pub(crate) type Anew = Box<dyn Fn() -> BoxFuture<'static, Result<DatabaseConnection, sea_orm::DbErr>> + Send + Sync>;

/// Where actions go.
#[derive(Debug)]
pub struct Writer(Path);

#[derive(Debug)]
enum Path {
    Queue(mpsc::Sender<Queued>),
    Direct(DatabaseConnection),
}

impl Writer {
    pub(crate) fn start(connection: Writing, anew: Anew) -> Self {
        let current = connection.current();
        if !queues(&current) {
            return Self(Path::Direct(current));
        }
        let (sender, receiver) = mpsc::channel(4 * BATCH);
        tokio::spawn(serve(connection, anew, receiver));
        Self(Path::Queue(sender))
    }

    async fn run(&self, attempt: Attempt) -> Result<(), StoreError> {
        let stopped = || StoreError::Database("the writer has stopped".to_owned());
        match &self.0 {
            Path::Queue(sender) => {
                let (done, outcome) = oneshot::channel();
                sender.send(Queued { attempt, done }).await.map_err(|_| stopped())?;
                outcome.await.map_err(|_| stopped())?
            }
            Path::Direct(connection) => direct(connection, &attempt).await,
        }
    }
}

impl<S: StoreKind> Handle<S> {
    /// Runs `action` for the chain of a regency (or [`crate::SYSTEM`]) in a transaction and commits what it put together with its ledger entry; when it returns an error
    /// nothing is kept.
    ///
    /// # Errors
    /// The action's own, or what the database said of the commit.
    pub async fn write<T, E, A>(&self, chain: &str, action: A) -> Result<T, E>
    where
        A: for<'t> Fn(&'t Tx<'t, S>) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let outcome: Arc<Mutex<Option<Result<T, E>>>> = Arc::default();
        let (action, chain): (_, Arc<str>) = (Arc::new(action), chain.into());
        let slot = outcome.clone();
        let attempt: Attempt = Arc::new(move |transaction| {
            let (slot, action, chain) = (slot.clone(), action.clone(), chain.clone());
            Box::pin(async move {
                let conflict = AtomicBool::new(false);
                let tx = Tx::new(transaction, &conflict, &chain, S::PAST);
                let mut result = match tx.take_chain().await {
                    Ok(()) => action(&tx).await,
                    Err(error) => Err(error.into()),
                };
                if result.is_ok()
                    && let Err(error) = tx.finish().await
                {
                    result = Err(error.into());
                }
                let kept = match &result {
                    Ok(_) => Kept::Yes,
                    Err(_) if conflict.load(Ordering::Relaxed) => Kept::Again,
                    Err(_) => Kept::No,
                };
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
                kept
            })
        });
        self.writer.run(attempt).await.map_err(E::from)?;
        let result = outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
        result.unwrap_or_else(|| Err(StoreError::Database("the action left no result".to_owned()).into()))
    }
}

/// The queue's end: collects a batch, runs it, commits it, tells the callers.
async fn serve(writing: Writing, anew: Anew, mut queue: mpsc::Receiver<Queued>) {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let mut failed = false;
    while let Some(first) = queue.recv().await {
        if failed && let Err(error) = writing.replace(&anew).await {
            let _gone = first.done.send(Err(error));
            continue;
        }
        let connection = writing.current();
        let transaction = match connection.begin_with_options(immediate).await {
            Ok(transaction) => transaction,
            Err(error) => {
                failed = true;
                let _gone = first.done.send(Err(error.into()));
                continue;
            }
        };
        let mut ran = Vec::new();
        let mut failure = None;
        let patience = tokio::time::sleep(PATIENCE);
        tokio::pin!(patience);
        let mut next = Some(first);
        while let Some(queued) = next {
            match one(&transaction, &queued.attempt).await {
                Ok(outcome) => ran.push((queued.done, outcome)),
                Err(error) => {
                    ran.push((queued.done, Ok(())));
                    failure = Some(error.to_string());
                    break;
                }
            }
            next = match ran.len() {
                BATCH => None,
                _ => tokio::select! { next = queue.recv() => next, () = &mut patience => None },
            };
        }
        if failure.is_none() {
            failure = transaction.commit().await.err().map(|error| error.to_string());
        } else {
            // Whatever it says: nothing of the batch is told as kept, and the connection goes.
            let _undone = transaction.rollback().await;
        }
        failed = failure.is_some();
        for (done, outcome) in ran {
            let told = match &failure {
                Some(text) if text.contains("full") => Err(StoreError::Full(text.clone())),
                Some(text) => Err(StoreError::Database(text.clone())),
                None => outcome,
            };
            let _gone = done.send(told);
        }
    }
}

/// One action of a batch, in its savepoint: what to tell its caller, or why the whole batch cannot go on.
async fn one(transaction: &DatabaseTransaction, attempt: &Attempt) -> Result<Result<(), StoreError>, DbErr> {
    let savepoint = transaction.begin().await?;
    match AssertUnwindSafe(attempt(&savepoint)).catch_unwind().await {
        Ok(Kept::Yes) => savepoint.commit().await?,
        Ok(_) => savepoint.rollback().await?,
        Err(_) => {
            savepoint.rollback().await?;
            return Ok(Err(StoreError::Database("the action panicked and was undone".to_owned())));
        }
    }
    Ok(Ok(()))
}

async fn direct(connection: &DatabaseConnection, attempt: &Attempt) -> Result<(), StoreError> {
    for _ in 0..TRIES {
        let transaction = connection.begin().await?;
        match attempt(&transaction).await {
            Kept::Yes => match transaction.commit().await.map_err(StoreError::from) {
                Err(StoreError::Conflict) => {}
                done => return done,
            },
            Kept::No => return Ok(transaction.rollback().await?),
            Kept::Again => transaction.rollback().await?,
        }
        tokio::task::yield_now().await;
    }
    Err(StoreError::Conflict)
}
