//! Official papers: the report of a term, an agency's sheet, minutes, an attendance list, the list of commitments.
//!
//! A draft shows what is true now. What was issued keeps the facts of that day, so that it is printed again as it was, under the
//! name of who signed then; what has changed since stands on it as a notice. [`contents`] says what stands in a paper,
//! [`issuing`] takes it from draft to issued to withdrawn, [`signing`] says who signs it and what stands at its head,
//! [`printing`] how it becomes a file.

mod contents;
mod issuing;
pub mod printing;
pub mod signing;

use crate::{
    Action, Actor, App, Refusal, access, allow,
    programme::{Said, Which},
};
pub use documents::paper as text;
use documents::paper::{self, Difference, differences};
use domain::region::RegionCode;
use seal::Digest;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{nouns::Paper, queries};
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
    /// Who signs; `None` where nobody does, or the name was erased.
    pub person: Option<queries::papers::Person>,
    /// Names what stands in it, apart from number, day and signature: issued is what was looked at.
    pub seen: String,
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
    /// What stood in it when this was typed ([`PaperView::seen`]); only issuing asks for it.
    pub seen: String,
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
            // The list to sign on bears the code of the room.
            let runs = access::may(actor, Action::RunMeetings);
            seen.retain(|(kind, ..)| runs || *kind != Kind::Attendance);
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
        let signs = self.signatories(regency).await?.into_iter().find(|one| one.signatory.id == paper.signatory);
        let told = serde_json::to_vec(&(&content.title, &content.facts, &content.sections)).unwrap_or_default();
        let (person, seen) = (signs.and_then(|one| one.person), Digest::of(&told).to_string());
        Ok(PaperView { paper, kind, about, content, changed, person, seen, may_keep })
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

    /// Who may keep letterhead and signatories.
    fn allow_papers(&self, actor: &Actor, regency: RegionCode) -> Result<(), Refusal> {
        allow(actor, Action::KeepPapers, regency)
    }
}
