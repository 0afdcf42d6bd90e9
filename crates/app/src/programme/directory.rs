//! The directory of places of help: who helps, with what, when, how far from a village. Public; kept by who runs the services.

use super::{Fields, Said, Which};
use crate::{Action, Actor, App, Refusal, allow};
use domain::{
    programme::catalogue::entry,
    region::{Level, RegionCode},
};
use serde_json::json;
use std::collections::{BTreeSet, HashMap};
use store::{nouns::HelpPlace, queries};

/// A place of help as it was typed.
#[derive(Debug, Clone, Default)]
pub struct HelpDraft {
    /// Which record; a new one by default.
    pub which: Which,
    /// What it is called.
    pub name: String,
    /// By the catalogue's id.
    pub kind: String,
    /// The village in which it lies, by code.
    pub village: String,
    /// Street and number.
    pub address: String,
    /// Whom to call.
    pub phone: String,
    /// When it is open.
    pub hours: String,
    /// By the catalogue's ids.
    pub services: Vec<String>,
    /// How many it can take.
    pub capacity: String,
    /// Anything else.
    pub note: String,
    /// Degrees, where they are known better than by the village.
    pub latitude: String,
    /// Degrees.
    pub longitude: String,
    /// Whether it is open to the public now.
    pub open: bool,
}

/// A place of help with how far it is.
#[derive(Debug, Clone)]
pub struct HelpLine {
    /// The place.
    pub place: HelpPlace,
    /// Its services, by the catalogue's ids.
    pub services: Vec<String>,
    /// Metres from the village that was asked for, as the crow flies; unknown where one of both is not on the map.
    pub metres: Option<f64>,
}

impl App {
    /// The places of help of a city, those nearest to a village first; else by kind and name. Closed ones are for who keeps
    /// the list.
    ///
    /// # Errors
    /// When it is no city that there is.
    pub async fn help_places(
        &self,
        actor: &Actor,
        regency: RegionCode,
        near: Option<RegionCode>,
    ) -> Result<Vec<HelpLine>, Refusal> {
        if regency.level() != Level::Regency || self.places().get(regency).is_none() {
            return Err(Refusal::NotFound("region"));
        }
        let keeps = allow(actor, Action::KeepDirectory, regency).is_ok();
        let rows = queries::programme::help_places(self.stores.main.read(), &regency.to_string()).await?;
        let points: HashMap<RegionCode, [f64; 2]> = match near {
            Some(_) => self.shapes(regency).await?.into_iter().map(|shape| (shape.village, shape.point)).collect(),
            None => HashMap::new(),
        };
        let from = near.and_then(|village| points.get(&village).copied());
        let line = |place: HelpPlace| {
            let own = place.longitude.zip(place.latitude).map(|(longitude, latitude)| [longitude, latitude]);
            let there = own.or_else(|| points.get(&place.village.parse().ok()?).copied());
            HelpLine {
                services: serde_json::from_str(&place.services).unwrap_or_default(),
                metres: from.zip(there).map(|(from, to)| atlas::metres(from, to)),
                place,
            }
        };
        let mut lines: Vec<HelpLine> = rows.into_iter().filter(|row| row.open == 1 || keeps).map(line).collect();
        let district = near.and_then(RegionCode::district);
        lines.sort_by(|a, b| {
            // Without a map, the same village and then the same district are nearer.
            let far = |line: &HelpLine| {
                let village: Option<RegionCode> = line.place.village.parse().ok();
                (village != near, village.and_then(RegionCode::district) != district)
            };
            let distance = |line: &HelpLine| line.metres.unwrap_or(f64::MAX);
            distance(a)
                .total_cmp(&distance(b))
                .then_with(|| far(a).cmp(&far(b)))
                .then_with(|| (&a.place.kind, &a.place.name).cmp(&(&b.place.kind, &b.place.name)))
        });
        Ok(lines)
    }

    /// Keeps a place of help; gives its id.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken.
    pub async fn keep_help_place(
        &self,
        actor: &Actor,
        regency: RegionCode,
        draft: HelpDraft,
    ) -> Result<String, Refusal> {
        allow(actor, Action::KeepDirectory, regency)?;
        if !draft.which.id.is_empty() {
            let all = queries::programme::help_places(self.stores.main.read(), &regency.to_string()).await?;
            if !all.iter().any(|place| place.id == draft.which.id) {
                return Err(Refusal::NotFound("directory"));
            }
        }
        let row = self.read_help_place(regency, &draft)?;
        let id = row.id.clone();
        let body = json!({ "name": row.name, "kind": row.kind, "open": row.open });
        self.keep_revised(actor, regency, row, draft.which.revision, Said { action: "directory.keep", body }).await?;
        Ok(id)
    }

    /// A place of help as it would be kept.
    pub(crate) fn read_help_place(&self, regency: RegionCode, draft: &HelpDraft) -> Result<HelpPlace, Refusal> {
        let rules = self.programme_rules();
        let mut fields = Fields::default();
        let name = fields.needed("name", &draft.name, "directory-name-missing");
        if entry(&rules.services.kinds, &draft.kind).is_none() {
            fields.fault("kind", "form-not-chosen");
        }
        let village: Option<RegionCode> = draft.village.trim().parse().ok();
        if !draft.village.trim().is_empty() && village.is_none_or(|village| !self.is_village_of(village, regency)) {
            fields.fault("village", "decree-village-unknown");
        }
        if draft.services.iter().any(|service| entry(&rules.services.services, service).is_none()) {
            fields.fault("services", "form-not-chosen");
        }
        let degrees = |fields: &mut Fields, field: &'static str, typed: &str, most: f64| {
            let plain = crate::plain(typed).replace(',', ".");
            let read: Option<f64> = plain.parse().ok().filter(|n: &f64| n.is_finite() && n.abs() <= most);
            if read.is_none() && !plain.is_empty() {
                fields.fault(field, "directory-degrees");
            }
            read
        };
        let latitude = degrees(&mut fields, "latitude", &draft.latitude, 90.0);
        let longitude = degrees(&mut fields, "longitude", &draft.longitude, 180.0);
        if latitude.is_some() != longitude.is_some() {
            fields.fault("longitude", "directory-degrees");
        }
        let services: BTreeSet<&String> = draft.services.iter().collect();
        let mut services: Vec<&String> = services.into_iter().collect();
        services.sort_by_key(|id| rules.services.services.iter().position(|one| one.id == **id));
        let row = HelpPlace {
            regency: regency.to_string(),
            id: if draft.which.id.is_empty() { self.new_id() } else { draft.which.id.clone() },
            name,
            kind: draft.kind.clone(),
            village: village.map(|village| village.to_string()).unwrap_or_default(),
            address: fields.line("address", &draft.address),
            phone: fields.line("phone", &draft.phone),
            hours: fields.line("hours", &draft.hours),
            services: serde_json::to_string(&services).unwrap_or_default(),
            capacity: fields.line("capacity", &draft.capacity),
            note: fields.text("note", &draft.note),
            latitude,
            longitude,
            open: i64::from(draft.open),
            revision: 0,
            changed_by: String::new(),
            changed_at: 0,
        };
        fields.done()?;
        Ok(row)
    }

    /// Removes a place of help that was entered by mistake; the ledger keeps that it was.
    ///
    /// # Errors
    /// When it is not there.
    pub async fn remove_help_place(&self, actor: &Actor, regency: RegionCode, which: &Which) -> Result<(), Refusal> {
        allow(actor, Action::KeepDirectory, regency)?;
        let all = queries::programme::help_places(self.stores.main.read(), &regency.to_string()).await?;
        let row = all.into_iter().find(|row| row.id == which.id).ok_or(Refusal::NotFound("directory"))?;
        let body = json!({ "name": row.name, "kind": row.kind });
        self.remove_revised(actor, regency, row, which.revision, Said { action: "directory.remove", body }).await
    }
}
