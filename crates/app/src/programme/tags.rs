//! The programmes that a village takes part in, side by side: one village, several tags, never a second village.

use super::{Fields, Said};
use crate::{Action, Actor, App, Refusal, allow};
use domain::{
    programme::{
        When,
        catalogue::{Takes, entry},
    },
    region::{RegionCode, fold},
};
use serde_json::json;
use store::{
    Record,
    nouns::{Environment, Membership},
    queries,
};

/// A tag as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TagDraft {
    /// The revision that was read; 0 for a new tag.
    pub revision: i64,
    /// The programme, by the catalogue's id.
    pub programme: String,
    /// The institution in the village; empty for the whole village.
    pub environment: String,
    /// Day, month or year.
    pub since: String,
    /// The same of its end; empty while it lasts.
    pub until: String,
    /// The office that runs it.
    pub work_unit: String,
    /// `dipa`, `non_dipa`, or empty.
    pub funding: String,
    /// Where papers and pictures lie elsewhere.
    pub link: String,
    /// Anything else.
    pub note: String,
}

impl App {
    /// Keeps a tag of a village, or of an institution in it.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken.
    pub async fn keep_tag(&self, actor: &Actor, village: RegionCode, draft: TagDraft) -> Result<(), Refusal> {
        allow(actor, Action::TagProgrammes, village)?;
        let regency = self.regency_of_village(village)?;
        let (rules, code, place) = (self.programme_rules(), regency.to_string(), village.to_string());
        let mut fields = Fields::default();
        match rules.programmes.programme(&draft.programme).map(|programme| programme.place) {
            None => fields.fault("programme", "form-not-chosen"),
            Some(Takes::Environment) if draft.environment.is_empty() => {
                fields.fault("environment", "tag-needs-environment");
            }
            Some(Takes::Village) if !draft.environment.is_empty() => fields.fault("environment", "tag-takes-village"),
            Some(_) => {}
        }
        if !draft.environment.is_empty() {
            let there = queries::programme::environments(self.stores.main.read(), &code, &place).await?;
            if !there.iter().any(|one| one.id == draft.environment) {
                fields.fault("environment", "form-not-chosen");
            }
        }
        let since = fields.when("since", &draft.since, self.today(regency));
        let until: Option<When> = match draft.until.trim() {
            "" => None,
            typed => fields.when("until", typed, self.today(regency)),
        };
        if since.zip(until).is_some_and(|(since, until)| until.latest() < since.earliest()) {
            fields.fault("until", "milestone-ends-before");
        }
        if !["", "dipa", "non_dipa"].contains(&draft.funding.as_str()) {
            fields.fault("funding", "form-not-chosen");
        }
        let link = fields.line("link", &draft.link);
        if !link.is_empty() && !link.starts_with("https://") && !link.starts_with("http://") {
            fields.fault("link", "form-no-link");
        }
        let (work_unit, note) = (fields.line("work_unit", &draft.work_unit), fields.text("note", &draft.note));
        fields.done()?;
        let row = Membership {
            regency: code,
            village: place,
            programme: draft.programme,
            environment: draft.environment,
            since: since.map(|when| when.to_string()).unwrap_or_default(),
            until: until.map(|when| when.to_string()).unwrap_or_default(),
            work_unit,
            funding: draft.funding,
            link,
            note,
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        let body = json!({ "place": village, "programme": row.programme, "environment": row.environment,
            "since": row.since, "until": row.until, "funding": row.funding });
        self.keep_revised(actor, regency, row, draft.revision, Said { action: "tag.keep", body }).await
    }

    /// Removes a tag that was set by mistake; the ledger keeps that it was.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn remove_tag(
        &self,
        actor: &Actor,
        village: RegionCode,
        (programme, environment): (&str, &str),
        revision: i64,
    ) -> Result<(), Refusal> {
        allow(actor, Action::TagProgrammes, village)?;
        let regency = self.regency_of_village(village)?;
        let conn = self.stores.main.read();
        let all = queries::programme::memberships(conn, &regency.to_string(), &village.to_string()).await?;
        let row = all.into_iter().find(|row| row.programme == programme && row.environment == environment);
        let row = row.ok_or(Refusal::NotFound("tag"))?;
        let body = json!({ "place": village, "programme": programme, "environment": environment });
        self.remove_revised(actor, regency, row, revision, Said { action: "tag.remove", body }).await
    }

    /// Names a school, campus or workplace in a village; gives its id. One that is there already is taken.
    ///
    /// # Errors
    /// [`Refusal::Form`] without a name or kind.
    pub async fn name_environment(
        &self,
        actor: &Actor,
        village: RegionCode,
        kind: &str,
        name: &str,
    ) -> Result<String, Refusal> {
        allow(actor, Action::TagProgrammes, village)?;
        let regency = self.regency_of_village(village)?;
        let mut fields = Fields::default();
        if entry(&self.programme_rules().programmes.environments, kind).is_none() {
            fields.fault("kind", "form-not-chosen");
        }
        let name = fields.needed("name", name, "tag-environment-unnamed");
        fields.done()?;
        let (code, place) = (regency.to_string(), village.to_string());
        let there = queries::programme::environments(self.stores.main.read(), &code, &place).await?;
        if let Some(same) = there.iter().find(|one| fold(&one.name) == fold(&name)) {
            return Ok(same.id.clone());
        }
        let (at, by) = (self.now(), actor.name().to_owned());
        let id = self.new_id();
        let row = Environment {
            regency: code.clone(),
            village: place,
            id: id.clone(),
            kind: kind.to_owned(),
            name,
            changed_by: by.clone(),
            changed_at: at,
        };
        let body = json!({ "place": village, "kind": row.kind, "name": row.name });
        self.stores
            .main
            .write(&code, move |tx| {
                let (row, by, body) = (row.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    tx.put(&row).await?;
                    tx.record(Record { at, actor: by, action: "environment.name", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(id)
    }
}
