//! The installation's city, and what is imported about places: codes, figures, shapes.

pub mod boundaries;
pub mod boundary_words;
pub mod figures;
pub mod revisions;
pub mod shapes;

use crate::{Action, Actor, App, Refusal, allow};
use domain::region::{Level, RegionCode};
use serde_json::json;
use store::{Record, SYSTEM, nouns, queries};

/// What this installation is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Installation {
    /// The city or regency that it serves.
    pub regency: Option<RegionCode>,
    /// Whether everything in it is made up.
    pub demo: bool,
}

const REGENCY: &str = "regency";
const DEMO: &str = "demo";

impl Installation {
    pub(crate) async fn read(app: &App) -> Result<Self, Refusal> {
        let conn = app.stores.main.read();
        let regency = queries::places::installation(conn, REGENCY).await?;
        let demo = queries::places::installation(conn, DEMO).await?.is_some();
        Ok(Self { regency: regency.and_then(|code| code.parse().ok()), demo })
    }
}

impl App {
    /// The regency of a village that exists.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] where the code is of no village, or of none that there is.
    pub(crate) fn regency_of_village(&self, village: RegionCode) -> Result<RegionCode, Refusal> {
        let exists = village.village_kind().is_some() && self.places().get(village).is_some();
        village.regency().filter(|_| exists).ok_or(Refusal::NotFound("village"))
    }

    /// Whether the code is a village that exists there.
    pub(crate) fn is_village_of(&self, village: RegionCode, regency: RegionCode) -> bool {
        regency.contains(village) && village.village_kind().is_some() && self.places().get(village).is_some()
    }

    /// Makes this the installation of a city or regency; `demo` marks everything in it as made up, for good.
    ///
    /// # Errors
    /// When it already serves one, or the place is no known regency.
    pub async fn install(&self, actor: &Actor, regency: RegionCode, demo: bool) -> Result<(), Refusal> {
        allow(actor, Action::ImportPlaces, regency)?;
        if regency.level() != Level::Regency || self.places().get(regency).is_none() {
            return Err(Refusal::Invalid("region-not-a-regency"));
        }
        if self.installation().regency.is_some() {
            return Err(Refusal::Invalid("region-already-installed"));
        }
        let (at, by) = (self.now(), actor.name().to_owned());
        let fact = |name: &str, value: String| nouns::Installation { regency: SYSTEM.into(), name: name.into(), value };
        let mut facts = vec![fact(REGENCY, regency.to_string())];
        facts.extend(demo.then(|| fact(DEMO, "1".into())));
        self.stores
            .main
            .write(SYSTEM, move |tx| {
                let (facts, by) = (facts.clone(), by.clone());
                Box::pin(async move {
                    tx.put_all(&facts).await?;
                    let body = json!({ "regency": regency, "demo": demo });
                    tx.record(Record { at, actor: by, action: "installation.install", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        self.reload().await
    }
}
