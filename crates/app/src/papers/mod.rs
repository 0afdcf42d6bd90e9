//! Official papers: the report of a term, an agency's sheet, minutes, an attendance list, the list of commitments.
//!
//! A draft shows what is true now. What was issued keeps the facts of that day, so that it is printed again as it was, under the
//! name of who signed then; what has changed since stands on it as a notice. [`contents`] says what stands in a paper,
//! [`signing`] who signs it and what stands at its head, [`printing`] how it becomes a file.

mod contents;
pub mod printing;
pub mod signing;

use crate::{
    Action, Actor, App, Refusal, access, allow,
    programme::{Fields, Said, Which},
};
pub use documents::paper as text;
use documents::paper::{self, Difference, differences};
use domain::region::RegionCode;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Revised as _, nouns::Paper, queries};
use words::{Lang, words};

/// The most papers of a regency.
const MOST_PAPERS: usize = 5_000;

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// What all agencies reported of a term.
    Semester,
    /// What one agency reported of a term.
    Agency,
    /// The minutes of a meeting.
    Minutes,
    /// The list on which those who come to a meeting sign.
    Attendance,
    /// What meetings decided, and how far it is.
    Commitments,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Semester, Self::Agency, Self::Minutes, Self::Attendance, Self::Commitments];

    /// Its name in records and addresses.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Semester => "semester",
            Self::Agency => "agency",
            Self::Minutes => "minutes",
            Self::Attendance => "attendance",
            Self::Commitments => "commitments",
        }
    }

    /// Whether it is an official document: numbered, dated, signed. A list to sign on is none.
    #[must_use]
    pub const fn is_official(self) -> bool {
        !matches!(self, Self::Attendance)
    }
}

/// What a paper is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// Year and term, of what is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<i64>,
    /// The term's id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub term: String,
    /// The agency, of what is about one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub agency: String,
    /// The meeting, of what is about one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub meeting: String,
    /// Where this installation is reached, of what carries a code that leads there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub site: String,
}

/// A paper with what stands in it.
#[derive(Debug, Clone)]
pub struct PaperView {
    /// The record.
    pub paper: Paper,
    /// What it is.
    pub kind: Kind,
    /// What it is about.
    pub about: About,
    /// What stands in it: of a draft as things are, otherwise as they were when it was issued.
    pub content: paper::Paper,
    /// What is different now from what was issued.
    pub changed: Vec<Difference>,
    /// Whether the actor may change, issue or withdraw it.
    pub may_keep: bool,
}

/// What is said of a paper, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct PaperDraft {
    /// Which paper.
    pub which: Which,
    /// Its number.
    pub number: String,
    /// Its day.
    pub dated: String,
    /// Who signs.
    pub signatory: String,
}

fn kind_of(paper: &Paper) -> Result<Kind, Refusal> {
    Kind::ALL.into_iter().find(|kind| kind.id() == paper.kind).ok_or(Refusal::NotFound("paper"))
}

fn about(paper: &Paper) -> About {
    serde_json::from_str(&paper.about).unwrap_or_default()
}

fn lang_of(paper: &Paper) -> Lang {
    if paper.lang == "en" { Lang::En } else { Lang::Id }
}

impl App {
    /// Whether the actor may make papers about something: the secretariat all, who speaks for an agency its sheet.
    ///
    /// # Errors
    /// When the actor has no part in what it is about.
    pub async fn may_make_paper(
        &self,
        actor: &Actor,
        regency: RegionCode,
        kind: Kind,
        about: &About,
    ) -> Result<bool, Refusal> {
        if access::may(actor, Action::KeepPapers) && actor.covers(regency) {
            return Ok(true);
        }
        if kind != Kind::Agency {
            return Ok(false);
        }
        let own = self.own_agencies(actor, &self.all_agencies(regency).await?, self.today(regency));
        Ok(access::may(actor, Action::SpeakForAgency) && own.contains(&about.agency))
    }

    async fn allow_paper(&self, actor: &Actor, regency: RegionCode, kind: Kind, about: &About) -> Result<(), Refusal> {
        let may = self.may_make_paper(actor, regency, kind, about).await?;
        if may { Ok(()) } else { Err(Refusal::NotAllowed(Action::KeepPapers)) }
    }

    /// The papers that the actor may see, the latest first.
    ///
    /// # Errors
    /// When the actor has no part in the action plan there.
    pub async fn papers(&self, actor: &Actor, regency: RegionCode) -> Result<Vec<(Kind, About, Paper)>, Refusal> {
        let mut all = queries::papers::papers(self.stores.main.read(), &regency.to_string()).await?;
        all.sort_by(|a, b| (b.state == "draft", &b.dated, &b.id).cmp(&(a.state == "draft", &a.dated, &a.id)));
        let mut seen: Vec<_> =
            all.into_iter().filter_map(|paper| Some((kind_of(&paper).ok()?, about(&paper), paper))).collect();
        if access::may(actor, Action::SeeReports) && actor.covers(regency) {
            return Ok(seen);
        }
        self.see_team(actor, regency).await?;
        let own = self.own_agencies(actor, &self.all_agencies(regency).await?, self.today(regency));
        let meetings = self.meetings(actor, regency).await?;
        seen.retain(|(kind, about, paper)| match kind {
            Kind::Agency => own.contains(&about.agency),
            // Drafts of the secretariat are its own.
            Kind::Minutes => paper.state != "draft" && meetings.iter().any(|one| one.id == about.meeting),
            Kind::Semester | Kind::Attendance | Kind::Commitments => false,
        });
        Ok(seen)
    }

    /// One paper.
    ///
    /// # Errors
    /// When there is none, or the actor may not see what it is about.
    pub async fn paper(&self, actor: &Actor, regency: RegionCode, id: &str) -> Result<PaperView, Refusal> {
        let all = self.papers(actor, regency).await?;
        let (kind, about, paper) =
            all.into_iter().find(|(.., paper)| paper.id == id).ok_or(Refusal::NotFound("paper"))?;
        let now = self.content(actor, regency, kind, &about, &paper).await;
        let (content, changed) = match paper.facts.parse() {
            // What was issued can be read also where what it is about is no more.
            Ok(digest) => {
                let kept = self.files.read(&regency.to_string(), digest)?;
                let issued: paper::Paper = serde_json::from_slice(&kept).map_err(|_| Refusal::NotFound("paper"))?;
                let changed = now.map(|now| differences(&issued, &now)).unwrap_or_default();
                (issued, changed)
            }
            Err(_) => (now?, vec![]),
        };
        let may_keep = self.may_make_paper(actor, regency, kind, &about).await?;
        Ok(PaperView { paper, kind, about, content, changed, may_keep })
    }

    /// Begins a paper; gives its id. A draft of the same that is there already is gone on with.
    ///
    /// # Errors
    /// When the actor may not, or there is nothing of the kind.
    pub async fn begin_paper(
        &self,
        actor: &Actor,
        regency: RegionCode,
        kind: Kind,
        about: About,
        lang: Lang,
    ) -> Result<String, Refusal> {
        self.allow_paper(actor, regency, kind, &about).await?;
        let code = regency.to_string();
        let all = queries::papers::papers(self.stores.main.read(), &code).await?;
        let (what, lang) = (serde_json::to_string(&about).unwrap_or_default(), words(lang).code());
        let same =
            |one: &&Paper| one.state == "draft" && one.kind == kind.id() && one.about == what && one.lang == lang;
        if let Some(there) = all.iter().find(same) {
            return Ok(there.id.clone());
        }
        if all.len() >= MOST_PAPERS {
            return Err(Refusal::Invalid("paper-too-many"));
        }
        let today = self.today(regency);
        let signs = self.signatories(regency).await?.into_iter().find(|one| one.fits(&about.agency, today));
        let row = Paper {
            regency: code,
            id: self.new_id(),
            kind: kind.id().to_owned(),
            about: what,
            lang: lang.to_owned(),
            number: String::new(),
            dated: today.to_string(),
            signatory: signs.map(|one| one.signatory.id).unwrap_or_default(),
            state: "draft".to_owned(),
            facts: String::new(),
            arms: String::new(),
            reason: String::new(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        if kind == Kind::Attendance {
            match self.make_attendance_code(actor, regency, &about.meeting).await {
                // A list of a meeting that was held carries none.
                Ok(_) | Err(Refusal::Invalid(_)) => {}
                Err(other) => return Err(other),
            }
        }
        // What cannot be shown is not begun.
        self.content(actor, regency, kind, &about, &row).await?;
        let (id, body) = (row.id.clone(), json!({ "paper": row.id, "kind": row.kind }));
        self.keep_revised(actor, regency, row, 0, Said { action: "paper.begin", body }).await?;
        Ok(id)
    }

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
        let (mut fields, seen) = (Fields::default(), draft.which.revision);
        let row = self.said_of(regency, &view, draft, &mut fields).await?;
        let code = regency.to_string();
        let all = queries::papers::papers(self.stores.main.read(), &code).await?;
        let year = |paper: &Paper| paper.dated.get(..4).unwrap_or_default().to_owned();
        let taken = |one: &Paper| one.state != "draft" && one.number == row.number && year(one) == year(&row);
        if row.number.is_empty() {
            fields.fault("number", "paper-number-missing");
        } else if all.iter().any(taken) {
            fields.fault("number", "paper-number-taken");
        }
        if row.dated.is_empty() {
            fields.fault("dated", "form-no-date");
        }
        if row.signatory.is_empty() {
            fields.fault("signatory", "paper-signatory-missing");
        }
        fields.done()?;
        let content = self.content(actor, regency, view.kind, &view.about, &row).await?;
        let kept = serde_json::to_vec(&content).unwrap_or_default();
        let facts = self.files.keep(&code, &kept, self.now())?;
        let arms = self.letterhead(regency).await?.arms;
        let row = Paper { state: "issued".to_owned(), facts: facts.to_string(), arms, ..row };
        let body = json!({ "paper": row.id, "kind": row.kind, "number": row.number, "facts": row.facts });
        self.keep_revised(actor, regency, row, seen, Said { action: "paper.issue", body }).await
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

    /// Who may keep letterhead and signatories.
    fn allow_papers(&self, actor: &Actor, regency: RegionCode) -> Result<(), Refusal> {
        allow(actor, Action::KeepPapers, regency)
    }
}
