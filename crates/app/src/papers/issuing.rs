//! From draft to issued to withdrawn: number, day and signatory; what was issued keeps what stood in it.

use super::{PaperDraft, PaperView, about};
use crate::{
    Action, Actor, App, Refusal,
    programme::{Fields, Said, Which, current},
};
use domain::region::RegionCode;
use serde_json::json;
use store::{Record, Revised as _, nouns::Paper, queries};

/// Whether one that was issued has the number of another: the team and each agency count for themselves, each year anew.
fn takes_number(one: &Paper, other: &Paper) -> bool {
    let series = |paper: &Paper| (about(paper).agency, paper.dated.get(..4).unwrap_or_default().to_owned());
    one.state != "draft" && one.id != other.id && one.number == other.number && series(one) == series(other)
}

impl App {
    /// The draft that the actor may change, unless someone has since.
    async fn open_draft(&self, actor: &Actor, regency: RegionCode, which: &Which) -> Result<PaperView, Refusal> {
        let view = self.paper(actor, regency, &which.id).await?;
        if !view.may_keep {
            return Err(Refusal::NotAllowed(Action::KeepPapers));
        }
        if view.paper.revision != which.revision {
            return Err(Refusal::Outdated { by: view.paper.changed_by });
        }
        if view.paper.state == "draft" { Ok(view) } else { Err(Refusal::Invalid("paper-is-issued")) }
    }

    /// Number, day and signatory as they were typed; faults where they cannot be.
    async fn said_of(
        &self,
        regency: RegionCode,
        view: &PaperView,
        draft: PaperDraft,
        fields: &mut Fields,
    ) -> Result<Paper, Refusal> {
        let number = fields.line("number", &draft.number);
        let dated = if draft.dated.trim().is_empty() { None } else { fields.day("dated", &draft.dated) };
        if dated.is_some_and(|day| day > self.today(regency)) {
            fields.fault("dated", "form-in-the-future");
        }
        if !draft.signatory.is_empty() {
            let all = self.signatories(regency).await?;
            match all.iter().find(|one| one.signatory.id == draft.signatory) {
                Some(one) if one.person.is_none() => fields.fault("signatory", "paper-signatory-erased"),
                Some(one) if dated.is_none_or(|day| one.fits(&view.about.agency, day)) => {}
                Some(_) => fields.fault("signatory", "paper-signatory-not-then"),
                None => fields.fault("signatory", "form-not-chosen"),
            }
        }
        let dated = dated.map(|day| day.to_string()).unwrap_or_default();
        Ok(Paper { number, dated, signatory: draft.signatory, ..view.paper.clone() })
    }

    /// Keeps number, day and signatory of a draft.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; it was issued already.
    pub async fn keep_paper(&self, actor: &Actor, regency: RegionCode, draft: PaperDraft) -> Result<(), Refusal> {
        let view = self.open_draft(actor, regency, &draft.which).await?;
        let (mut fields, seen) = (Fields::default(), draft.which.revision);
        let row = self.said_of(regency, &view, draft, &mut fields).await?;
        fields.done()?;
        let body = json!({ "paper": row.id });
        self.keep_revised(actor, regency, row, seen, Said { action: "paper.keep", body }).await
    }

    /// Issues a paper with this number, day and signatory: what stands in it now is kept, and is what it says from then on.
    ///
    /// # Errors
    /// [`Refusal::Form`] where number, day or signatory are missing or cannot be taken, or the number is taken.
    pub async fn issue_paper(&self, actor: &Actor, regency: RegionCode, draft: PaperDraft) -> Result<(), Refusal> {
        let view = self.open_draft(actor, regency, &draft.which).await?;
        if !view.kind.is_official() {
            return Err(Refusal::Invalid("paper-not-official"));
        }
        if draft.seen != view.seen {
            return Err(Refusal::Invalid("paper-not-what-was-seen"));
        }
        let (mut fields, seen) = (Fields::default(), draft.which.revision);
        let row = self.said_of(regency, &view, draft, &mut fields).await?;
        if row.number.is_empty() {
            fields.fault("number", "paper-number-missing");
        }
        if row.dated.is_empty() {
            fields.fault("dated", "form-no-date");
        }
        if row.signatory.is_empty() {
            fields.fault("signatory", "paper-signatory-missing");
        }
        let code = regency.to_string();
        let all = queries::papers::papers(self.stores.main.read(), &code).await?;
        if all.iter().any(|one| takes_number(one, &row)) {
            fields.fault("number", "paper-number-taken");
        }
        fields.done()?;
        let content = self.content(actor, regency, view.kind, &view.about, &row).await?;
        let kept = serde_json::to_vec(&content).unwrap_or_default();
        let facts = self.files.keep(&code, &kept, self.now())?;
        let arms = self.letterhead(regency).await?.arms;
        let row = Paper { state: "issued".to_owned(), facts: facts.to_string(), arms, ..row };
        let body = json!({ "paper": row.id, "kind": row.kind, "number": row.number, "facts": row.facts });
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&code, move |tx| {
                let (row, by, body) = (row.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    current(tx, &row, seen).await?;
                    // Once more: of two that are issued at once only one has the number.
                    let all = queries::papers::papers(tx.read(), &row.regency).await?;
                    if all.iter().any(|one| takes_number(one, &row)) {
                        return Err(Refusal::Invalid("paper-number-taken-now"));
                    }
                    tx.put(&row.revised(seen + 1, &by, at)).await?;
                    tx.record(Record { at, actor: by, action: "paper.issue", body });
                    Ok(())
                })
            })
            .await
    }

    /// Withdraws what was issued: it stays, and says that it holds no more.
    ///
    /// # Errors
    /// [`Refusal::Form`] without a reason; it was not issued, or somebody was faster.
    pub async fn withdraw_paper(
        &self,
        actor: &Actor,
        regency: RegionCode,
        which: &Which,
        reason: &str,
    ) -> Result<(), Refusal> {
        let view = self.paper(actor, regency, &which.id).await?;
        if !view.may_keep {
            return Err(Refusal::NotAllowed(Action::KeepPapers));
        }
        if view.paper.state != "issued" {
            return Err(Refusal::Invalid("paper-not-issued"));
        }
        if view.paper.revision() != which.revision {
            return Err(Refusal::Outdated { by: view.paper.changed_by });
        }
        let mut fields = Fields::default();
        let reason = fields.reason("reason", reason, "paper-reason-missing");
        fields.done()?;
        let row = Paper { state: "withdrawn".to_owned(), reason, ..view.paper };
        let body = json!({ "paper": row.id, "number": row.number });
        self.keep_revised(actor, regency, row, which.revision, Said { action: "paper.withdraw", body }).await
    }

    /// Throws a draft away.
    ///
    /// # Errors
    /// When it was issued, or somebody was faster.
    pub async fn remove_paper(&self, actor: &Actor, regency: RegionCode, which: &Which) -> Result<(), Refusal> {
        let view = self.open_draft(actor, regency, which).await?;
        let body = json!({ "paper": view.paper.id });
        self.remove_revised(actor, regency, view.paper, which.revision, Said { action: "paper.remove", body }).await
    }
}
