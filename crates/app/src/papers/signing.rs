//! Who signs papers, since when, and what stands at their head. A person's name lies apart and can be erased; which office signed
//! stays.

use crate::{
    Actor, App, Refusal,
    programme::{Fields, Said, Which, current},
};
use domain::region::RegionCode;
use jiff::civil::Date;
use serde_json::json;
use store::{
    Record, Revised as _,
    erasures::Erasure,
    nouns::{Letterhead, Signatory},
    queries::{self, papers::Person},
};

/// The most signatories of a regency.
const MOST_SIGNATORIES: usize = 500;

/// Who signs papers.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatoryView {
    /// The record.
    pub signatory: Signatory,
    /// The person; `None` where that was erased.
    pub person: Option<Person>,
}

impl SignatoryView {
    /// Whether the papers of an agency (of the integrated team where it is empty) are signed so on a day.
    #[must_use]
    pub fn fits(&self, agency: &str, day: Date) -> bool {
        let begun = self.signatory.since.parse::<Date>().is_ok_and(|since| since <= day);
        let holds = self.signatory.until.parse::<Date>().map_or(true, |until| until >= day);
        self.signatory.agency == agency && begun && holds
    }
}

/// A signatory as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewSignatory {
    /// The agency; empty for the integrated team.
    pub agency: String,
    /// For whom: `a.n. Wali Kota`.
    pub on_behalf: String,
    /// In which office.
    pub office: String,
    /// The person.
    pub name: String,
    /// Rank.
    pub rank: String,
    /// Number as a civil servant.
    pub number: String,
    /// The first day; today where nothing is said.
    pub since: String,
}

/// A letterhead as it was typed.
#[derive(Debug, Clone, Default)]
pub struct HeadDraft {
    /// What was read.
    pub revision: i64,
    /// `Pemerintah Kota …`.
    pub government: String,
    /// The office.
    pub office: String,
    /// Its address.
    pub address: String,
    /// What stands before the day.
    pub place: String,
    /// A new picture of the arms; the present one stays where there is none.
    pub arms: Option<Vec<u8>>,
    /// Whether the arms are taken away.
    pub no_arms: bool,
}

impl App {
    /// What stands at the head of a regency's papers, as it was kept; empty where nothing was.
    ///
    /// # Errors
    /// What the database says.
    pub(super) async fn letterhead(&self, regency: RegionCode) -> Result<Letterhead, Refusal> {
        let kept = queries::papers::letterhead(self.stores.main.read(), &regency.to_string()).await?;
        Ok(kept.unwrap_or_else(|| Letterhead {
            regency: regency.to_string(),
            government: String::new(),
            office: String::new(),
            address: String::new(),
            place: String::new(),
            arms: String::new(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        }))
    }

    /// All who sign or signed papers in a regency, whoever asks; the latest first.
    pub(super) async fn signatories(&self, regency: RegionCode) -> Result<Vec<SignatoryView>, Refusal> {
        let all = queries::papers::signatories(self.stores.main.read(), &regency.to_string()).await?;
        let mut all: Vec<SignatoryView> =
            all.into_iter().map(|(signatory, person)| SignatoryView { signatory, person }).collect();
        all.sort_by(|a, b| (&b.signatory.since, &b.signatory.id).cmp(&(&a.signatory.since, &a.signatory.id)));
        Ok(all)
    }

    /// Those who sign the papers of an agency (of the integrated team where it is empty) on a day.
    ///
    /// # Errors
    /// When the actor has no part in the action plan.
    pub async fn signatories_on(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        day: Date,
    ) -> Result<Vec<SignatoryView>, Refusal> {
        self.see_team(actor, regency).await?;
        let all = self.signatories(regency).await?;
        Ok(all.into_iter().filter(|one| one.fits(agency, day)).collect())
    }

    /// The letterhead and all who sign, for who keeps them.
    ///
    /// # Errors
    /// When the actor does not.
    pub async fn paper_settings(
        &self,
        actor: &Actor,
        regency: RegionCode,
    ) -> Result<(Letterhead, Vec<SignatoryView>), Refusal> {
        self.allow_papers(actor, regency)?;
        Ok((self.letterhead(regency).await?, self.signatories(regency).await?))
    }

    /// Keeps the letterhead. A new picture of the arms is drawn anew, as evidence is.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; [`Refusal::File`] where the arms are no picture.
    pub async fn keep_letterhead(&self, actor: &Actor, regency: RegionCode, draft: HeadDraft) -> Result<(), Refusal> {
        self.allow_papers(actor, regency)?;
        let before = self.letterhead(regency).await?;
        let mut fields = Fields::default();
        let government = fields.needed("government", &draft.government, "paper-government-missing");
        let office = fields.line("office", &draft.office);
        let address = fields.line("address", &draft.address);
        let place = fields.line("place", &draft.place);
        fields.done()?;
        let code = regency.to_string();
        let arms = match draft.arms {
            Some(bytes) => {
                let cleaned = crate::evidence::cleaned(bytes).await?;
                if !cleaned.kind.is_picture() {
                    return Err(Refusal::Invalid("paper-arms-no-picture"));
                }
                self.files.keep(&code, &cleaned.bytes, self.now())?.to_string()
            }
            None if draft.no_arms => String::new(),
            None => before.arms.clone(),
        };
        let row = Letterhead { government, office, address, place, arms, ..before };
        let body = json!({ "regency": code });
        self.keep_revised(actor, regency, row, draft.revision, Said { action: "paper.letterhead", body }).await
    }

    /// Says who signs from a day on.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken.
    pub async fn add_signatory(&self, actor: &Actor, regency: RegionCode, new: NewSignatory) -> Result<(), Refusal> {
        self.allow_papers(actor, regency)?;
        let code = regency.to_string();
        if self.signatories(regency).await?.len() >= MOST_SIGNATORIES {
            return Err(Refusal::Invalid("paper-too-many-signatories"));
        }
        let mut fields = Fields::default();
        if !new.agency.is_empty() && !self.all_agencies(regency).await?.iter().any(|one| one.agency.id == new.agency) {
            fields.fault("agency", "form-not-chosen");
        }
        let on_behalf = fields.line("on_behalf", &new.on_behalf);
        let office = fields.needed("office", &new.office, "paper-office-missing");
        let person = Person {
            name: fields.needed("name", &new.name, "paper-name-missing"),
            rank: fields.line("rank", &new.rank),
            number: fields.line("number", &new.number),
        };
        let since =
            if new.since.trim().is_empty() { Some(self.today(regency)) } else { fields.day("since", &new.since) };
        fields.done()?;
        let row = Signatory {
            regency: code.clone(),
            id: self.new_id(),
            agency: new.agency,
            on_behalf,
            office,
            person: String::new(),
            since: since.map(|day| day.to_string()).unwrap_or_default(),
            until: String::new(),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let (salt, at, by) = (self.token(), self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&code, move |tx| {
                let (mut row, person, by) = (row.clone(), person.clone(), by.clone());
                Box::pin(async move {
                    let bound = queries::papers::keep_person(tx, &row.regency, &row.id, salt, &person).await?;
                    row.person = bound.to_string();
                    let body = json!({ "signatory": row.id, "agency": row.agency, "office": row.office });
                    tx.put(&row.revised(1, &by, at)).await?;
                    tx.record(Record { at, actor: by, action: "paper.signatory", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }

    /// Says on which day someone signed last.
    ///
    /// # Errors
    /// [`Refusal::Form`] where that is no day of it; somebody was faster.
    pub async fn end_signatory(
        &self,
        actor: &Actor,
        regency: RegionCode,
        which: &Which,
        until: &str,
    ) -> Result<(), Refusal> {
        self.allow_papers(actor, regency)?;
        let view = self.one_signatory(regency, &which.id).await?;
        let mut fields = Fields::default();
        let day = if until.trim().is_empty() { Some(self.today(regency)) } else { fields.day("until", until) };
        if day.is_some_and(|day| day.to_string() < view.signatory.since) {
            fields.fault("until", "paper-ends-before-it-begins");
        }
        fields.done()?;
        let row = Signatory { until: day.map(|day| day.to_string()).unwrap_or_default(), ..view.signatory };
        let body = json!({ "signatory": row.id, "until": row.until });
        self.keep_revised(actor, regency, row, which.revision, Said { action: "paper.signatory-end", body }).await
    }

    /// Erases the person behind a signatory that has ended: papers name the office only from then on.
    ///
    /// # Errors
    /// When it has not ended, or somebody was faster.
    pub async fn erase_signatory(&self, actor: &Actor, regency: RegionCode, which: &Which) -> Result<(), Refusal> {
        self.allow_papers(actor, regency)?;
        let view = self.one_signatory(regency, &which.id).await?;
        if !view.signatory.until.parse::<Date>().is_ok_and(|until| until <= self.today(regency)) {
            return Err(Refusal::Invalid("paper-signatory-still-signs"));
        }
        if view.signatory.revision() != which.revision {
            return Err(Refusal::Outdated { by: view.signatory.changed_by });
        }
        let (code, id) = (regency.to_string(), view.signatory.id.clone());
        // The log first, as for accounts.
        self.erasures.add(&[Erasure { at: self.now(), regency: code.clone(), account: id.clone() }])?;
        self.forget_signatory(actor, &code, view.signatory).await.map(drop)
    }

    /// Erases and records it; false where nothing was there any more.
    pub(crate) async fn forget_signatory(
        &self,
        actor: &Actor,
        chain: &str,
        signatory: Signatory,
    ) -> Result<bool, Refusal> {
        let (at, by) = (self.now(), actor.name().to_owned());
        let forgotten = self
            .stores
            .main
            .write(chain, move |tx| {
                let (row, by) = (signatory.clone(), by.clone());
                Box::pin(async move {
                    current(tx, &row, row.revision).await?;
                    let there = queries::papers::erase_person(tx, &row.regency, &row.id).await?;
                    if there {
                        let body = json!({ "signatory": row.id });
                        tx.record(Record { at, actor: by, action: "paper.signatory-erase", body });
                    }
                    Ok::<_, Refusal>(there)
                })
            })
            .await?;
        // Prints of the last hour bear the name; what waits to be set is asked for anew.
        self.clear_prints(chain)?;
        Ok(forgotten)
    }

    async fn one_signatory(&self, regency: RegionCode, id: &str) -> Result<SignatoryView, Refusal> {
        let all = self.signatories(regency).await?;
        all.into_iter().find(|one| one.signatory.id == id).ok_or(Refusal::NotFound("signatory"))
    }
}
