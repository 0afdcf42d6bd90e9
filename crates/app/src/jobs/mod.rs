//! What the program does by itself: planned once a day, claimed by one worker, tried again when it fails, and told on a
//! page. The worker runs inside the serving program; where several programs share a database, each job still runs once.

use crate::{Action, Actor, App, Refusal, allow, outside::Mailer, papers::printing, rules::nation};
use domain::region::RegionCode;
use std::{sync::Arc, time::Duration};
use store::{
    SYSTEM,
    queries::{
        contacts::{self, Delivery},
        jobs::{self, Job},
    },
};

/// A job that gave no sign of life for so long was left by a program that stopped: two minutes.
const LEFT: i64 = 2 * MINUTE;
/// How often a job that runs gives a sign of life.
const SIGN: Duration = Duration::from_secs(30);
/// How often a job is tried.
const TRIES: i64 = 5;
/// How long ended jobs are shown: 30 days.
const SHOWN: i64 = 30 * 24 * 60 * 60 * 1000;
/// So many jobs are done before it is looked again at what else there is to do.
const AT_ONCE: usize = 8;
/// One minute.
const MINUTE: i64 = 60 * 1000;

/// What is done every day, and how many minutes after midnight.
const DAILY: [(&str, i64); 4] = [("arrivals", 5), ("checkpoint", 15), ("sweep", 2 * 60), ("mail", 6 * 60)];

impl App {
    /// Plans what today needs and does what is due, one job after the other; gives how many were done. Called again and
    /// again by the serving program.
    ///
    /// # Errors
    /// What the database says; a job that fails is noted, and is no error.
    pub async fn work(self: &Arc<Self>, mailer: Option<&dyn Mailer>) -> Result<usize, Refusal> {
        self.plan_today(mailer.is_some()).await?;
        self.sweep_prints()?;
        let mut done = 0;
        while done < AT_ONCE
            && let Some(job) = jobs::due(self.stores.main.read(), self.now()).await?
        {
            if !self.claim(&job).await? {
                continue;
            }
            let attempts = job.attempts + 1;
            let (state, run_at, said, finished) = match self.run_seen(&job, mailer).await {
                Ok(said) => ("done", job.run_at, said, Some(self.now())),
                // Who waits for a print sees at once that it failed, and may ask again.
                Err(refusal) if attempts >= TRIES || job.kind == printing::JOB => {
                    ("failed", job.run_at, refusal.to_string(), Some(self.now()))
                }
                // 1, 5, 25, 125 minutes.
                Err(refusal) => {
                    let wait = MINUTE * 5_i64.pow(u32::try_from(attempts - 1).unwrap_or_default());
                    ("queued", self.now() + wait, refusal.to_string(), None)
                }
            };
            let ended = Job { state: state.to_owned(), run_at, said, finished_at: finished, ..job };
            self.keep_job(ended).await?;
            done += 1;
        }
        Ok(done)
    }

    /// Runs it, and shows all the while that somebody does.
    async fn run_seen(self: &Arc<Self>, job: &Job, mailer: Option<&dyn Mailer>) -> Result<String, Refusal> {
        let ran = self.run(job, mailer);
        tokio::pin!(ran);
        loop {
            tokio::select! {
                ran = &mut ran => return ran,
                () = tokio::time::sleep(SIGN) => self.touch(job.clone()).await?,
            }
        }
    }

    async fn run(self: &Arc<Self>, job: &Job, mailer: Option<&dyn Mailer>) -> Result<String, Refusal> {
        Ok(match (job.kind.as_str(), mailer) {
            // How many these are is told to nobody.
            ("arrivals", _) => {
                self.tips().close_days().await?;
                self.tips().tell_months().await?;
                self.tips().retire().await.map(|_| String::new())?
            }
            ("checkpoint", _) => self.checkpoints().await.map(|made| made.len().to_string())?,
            (printing::JOB, _) => self.set_print(job).await?,
            (nation::JOB, _) => self.spread_rule(job).await?.to_string(),
            ("sweep", _) => self.sweep_files().await.map(|(files, _)| files.to_string())?,
            ("mail", Some(mailer)) => {
                let batch = self.send_reminders(mailer).await?;
                format!("{}/{}", batch.sent, batch.sent + batch.failed)
            }
            _ => String::new(),
        })
    }

    async fn plan_today(&self, mail: bool) -> Result<(), Refusal> {
        let Some(regency) = self.installation().regency else { return Ok(()) };
        let (today, now) = (self.today(regency), self.now());
        let midnight = self.zone(regency).end_of(today.yesterday().unwrap_or(today)) + 1;
        let wanted: Vec<(&str, String, i64)> = DAILY
            .iter()
            .filter(|(kind, _)| mail || *kind != "mail")
            // Where the key lies elsewhere, so does this work.
            .filter(|(kind, _)| self.signs_here() || *kind != "checkpoint")
            .map(|(kind, minutes)| (*kind, format!("{kind}-{today}"), midnight + minutes * MINUTE))
            .collect();
        let conn = self.stores.main.read();
        let mut missing = vec![];
        for (kind, id, at) in wanted {
            if jobs::one(conn, SYSTEM, &id).await?.is_none() {
                missing.push((kind, id, at));
            }
        }
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let missing = missing.clone();
                Box::pin(async move {
                    for (kind, id, at) in &missing {
                        jobs::plan(tx, SYSTEM, kind, id, *at).await?;
                    }
                    jobs::put_back(tx, now - LEFT).await?;
                    jobs::forget(tx, now - SHOWN).await?;
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }

    async fn claim(&self, job: &Job) -> Result<bool, Refusal> {
        let (job, now) = (job.clone(), self.now());
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let job = job.clone();
                Box::pin(async move { Ok::<_, Refusal>(jobs::claim(tx, &job, now).await?) })
            })
            .await
    }

    async fn touch(&self, job: Job) -> Result<(), Refusal> {
        let now = self.now();
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let job = job.clone();
                Box::pin(async move { Ok::<_, Refusal>(jobs::touch(tx, &job, now).await?) })
            })
            .await
    }

    /// Returns when something is planned that should not wait.
    pub async fn work_planned(&self) {
        self.wake.notified().await;
    }

    pub(crate) async fn keep_job(&self, job: Job) -> Result<(), Refusal> {
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let job = job.clone();
                Box::pin(async move { Ok::<_, Refusal>(jobs::keep(tx, &job).await?) })
            })
            .await
    }

    /// The last jobs and what was sent last in a regency, for who runs the installation.
    ///
    /// # Errors
    /// When the actor does not run it.
    pub async fn running(&self, actor: &Actor, regency: RegionCode) -> Result<(Vec<Job>, Vec<Delivery>), Refusal> {
        allow(actor, Action::SeeRunning, regency)?;
        let conn = self.stores.main.read();
        Ok((jobs::last(conn, 50).await?, contacts::deliveries(conn, &regency.to_string(), None, 100).await?))
    }
}
