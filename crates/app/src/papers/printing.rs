//! From a paper to a file: the workbook at once, the PDF by a job, since setting it takes seconds and memory of its own.
//!
//! What is to be set waits in the folder of prints under the digest of its content, and so does the PDF: the same paper is set
//! once. Both hold the name of who signs; they are no records, go within the hour and into no backup.

use super::{Kind, PaperView};
use crate::{Actor, App, Refusal};
use documents::paper::{Person, Print, workbook};
use domain::region::RegionCode;
use seal::Digest;
use store::{
    SYSTEM,
    queries::jobs::{self, Job},
};
use words::{Value, Words, words};

/// The kind of the job.
pub(crate) const JOB: &str = "print";
/// How long prints stay: an hour.
const STAYS: i64 = 60 * 60 * 1000;
/// The most prints of a regency that wait at once.
const MOST_WAITING: usize = 20;
/// The most changes that are told one by one on a paper.
const MOST_TOLD: usize = 8;

/// How far a print is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// Nobody has asked for it, or it was taken away since.
    No,
    /// It is on its way: at which of the two steps.
    Under {
        /// 0 while it waits, 1 while it is set.
        step: i64,
    },
    /// It is there.
    Ready {
        /// The PDF.
        pdf: Digest,
    },
    /// It could not be set.
    Failed,
}

impl App {
    /// A paper with what is true of a print of it alone: draft or not, what changed since, who signed.
    async fn print_of(&self, regency: RegionCode, view: &PaperView) -> Result<Print, Refusal> {
        let w = words(super::lang_of(&view.paper));
        let arms =
            if view.paper.arms.is_empty() { self.letterhead(regency).await?.arms } else { view.paper.arms.clone() };
        let draft = view.paper.state == "draft" && view.kind.is_official();
        let mark = if draft { w.t("paper-mark-draft") } else { String::new() };
        let foot = match view.paper.facts.get(..16) {
            Some(facts) => w.with("paper-foot-issued", [("facts", facts.into())]),
            None => w.t("paper-foot"),
        };
        Ok(Print {
            person: view.person.clone().map(|one| Person {
                number: if one.number.is_empty() {
                    one.number
                } else {
                    format!("{} {}", w.t("paper-civil-number"), one.number)
                },
                name: one.name,
                rank: one.rank,
            }),
            nobody: w.t("paper-name-erased"),
            mark,
            notices: notices(&w, view),
            arms,
            arms_alt: w.t("paper-arms"),
            foot,
            page_of: w.with("document-page", [("page", Value::from("{n}")), ("of", "{of}".into())]),
            paper: view.content.clone(),
        })
    }

    /// The paper as a workbook.
    ///
    /// # Errors
    /// When the actor may not see it.
    pub async fn paper_workbook(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<Vec<u8>, Refusal> {
        let view = self.paper(actor, regency, id).await?;
        let print = self.print_of(regency, &view).await?;
        let year = i64::from(self.today(regency).year());
        let made = tokio::task::spawn_blocking(move || workbook(&print, view.about.year.unwrap_or(year))).await;
        made.ok().and_then(Result::ok).ok_or(Refusal::Invalid("paper-not-set"))
    }

    /// What would be set, and the name of its job.
    async fn to_set(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<(Vec<u8>, String), Refusal> {
        let view = self.paper(actor, regency, id).await?;
        let print = serde_json::to_vec(&self.print_of(regency, &view).await?).unwrap_or_default();
        let name = format!("{JOB}-{}", Digest::of(&print));
        Ok((print, name))
    }

    /// Asks for the PDF; it is there when [`App::printed`] says so.
    ///
    /// # Errors
    /// When the actor may not see the paper.
    pub async fn print_paper(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<(), Refusal> {
        let (print, name) = self.to_set(actor, regency, id).await?;
        if !matches!(self.printed_as(regency, &name).await?, Printed::No | Printed::Failed) {
            return Ok(());
        }
        let (code, at) = (regency.to_string(), self.now());
        if jobs::waiting(self.stores.main.read(), &code, JOB).await? >= MOST_WAITING {
            return Err(Refusal::Invalid("paper-too-many-prints"));
        }
        self.prints.keep(&code, &print, at)?;
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let (code, name) = (code.clone(), name.clone());
                Box::pin(async move {
                    jobs::remove(tx, &code, &name).await?;
                    jobs::plan(tx, &code, JOB, &name, at).await?;
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        self.wake.notify_one();
        Ok(())
    }

    /// How far the PDF of a paper is, as the paper is now.
    ///
    /// # Errors
    /// When the actor may not see the paper.
    pub async fn printed(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<Printed, Refusal> {
        let (_, name) = self.to_set(actor, regency, id).await?;
        self.printed_as(regency, &name).await
    }

    async fn printed_as(&self, regency: RegionCode, name: &str) -> Result<Printed, Refusal> {
        let job = jobs::one(self.stores.main.read(), &regency.to_string(), name).await?;
        let Some(job) = job else { return Ok(Printed::No) };
        Ok(match job.state.as_str() {
            "done" => match job.said.parse() {
                Ok(pdf) if self.prints.read(&job.regency, pdf).is_ok() => Printed::Ready { pdf },
                _ => Printed::No,
            },
            "failed" => Printed::Failed,
            "running" => Printed::Under { step: 1 },
            _ => Printed::Under { step: 0 },
        })
    }

    /// The PDF of a paper, where it is there.
    ///
    /// # Errors
    /// When the actor may not see the paper, or it was not printed as it is now.
    pub async fn printed_paper(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<Vec<u8>, Refusal> {
        match self.printed(actor, regency, id).await? {
            Printed::Ready { pdf } => Ok(self.prints.read(&regency.to_string(), pdf)?),
            _ => Err(Refusal::Invalid("paper-not-printed")),
        }
    }

    /// The job: sets what waits; gives the PDF's digest.
    pub(crate) async fn set_print(&self, job: &Job) -> Result<String, Refusal> {
        let digest = job.id.strip_prefix(JOB).and_then(|rest| rest.strip_prefix('-'));
        let digest: Digest = digest.and_then(|text| text.parse().ok()).ok_or(Refusal::NotFound("paper"))?;
        let waiting = self.prints.read(&job.regency, digest)?;
        let print: Print = serde_json::from_slice(&waiting).map_err(|_| Refusal::NotFound("paper"))?;
        let mut pictures = vec![];
        if let Ok(arms) = print.arms.parse() {
            pictures.push((print.arms.clone(), self.files.read(&job.regency, arms)?));
        }
        let set = self.press.set("paper", waiting, pictures).await;
        let pdf = set.map_err(|said| {
            tracing::error!(said, "a paper could not be set");
            Refusal::Invalid("paper-not-set")
        })?;
        // Gone: a name on it was erased meanwhile.
        self.prints.read(&job.regency, digest)?;
        Ok(self.prints.keep(&job.regency, &pdf, self.now())?.to_string())
    }

    /// Takes away prints that are older than an hour.
    pub(crate) fn sweep_prints(&self) -> Result<(), Refusal> {
        for chain in self.prints.chains()? {
            self.prints_before(&chain, self.now() - STAYS)?;
        }
        Ok(())
    }

    /// Takes all prints of a regency away.
    pub(super) fn clear_prints(&self, chain: &str) -> Result<(), Refusal> {
        self.prints_before(chain, i64::MAX)
    }

    fn prints_before(&self, chain: &str, moment: i64) -> Result<(), Refusal> {
        for old in self.prints.list(chain)?.into_iter().filter(|one| one.kept_at < moment) {
            self.prints.remove(chain, old.digest)?;
        }
        Ok(())
    }
}

/// What stands on a paper above all else: that it was withdrawn, what changed since it was issued.
fn notices(w: &Words, view: &PaperView) -> Vec<String> {
    let mut all = vec![];
    if view.paper.state == "withdrawn" {
        all.push(w.with("paper-notice-withdrawn", [("reason", view.paper.reason.as_str().into())]));
    }
    if view.kind == Kind::Attendance || view.changed.is_empty() {
        return all;
    }
    all.push(w.with("paper-notice-changed", [("n", view.changed.len().into())]));
    for one in view.changed.iter().take(MOST_TOLD) {
        let nothing = || w.t("paper-nothing");
        let or = |text: &str| if text.is_empty() { nothing() } else { text.to_owned() };
        let values = [("what", one.what.as_str().into()), ("was", or(&one.was).into()), ("is", or(&one.is).into())];
        all.push(w.with("paper-notice-change", values));
    }
    if view.changed.len() > MOST_TOLD {
        all.push(w.with("paper-notice-more", [("n", (view.changed.len() - MOST_TOLD).into())]));
    }
    all
}
