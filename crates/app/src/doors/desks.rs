//! Desks and who sits there. Who runs the installation founds them and gives out the places, and can open nothing: a place
//! becomes a key only when a member hands the secret over and both custodians sign.

use super::{DeskView, Door, DoorStore};
use crate::{Action, Actor, Refusal, chain_of};
use domain::{door::Part, region::RegionCode, role::Role};
use seal::keyring::MOST_MEMBERS;
use serde_json::json;
use store::{
    Row as _,
    nouns::{Desk, Seat},
    queries::{accounts, desks as kept},
};

/// Someone who could be given a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The account's chain.
    pub home: String,
    /// The account.
    pub account: String,
    /// Its name.
    pub name: String,
    /// Its role.
    pub role: Role,
}

/// Who may be what at a desk.
#[derive(Debug, Clone, Default)]
pub struct Candidates {
    /// Who may be a member.
    pub members: Vec<Candidate>,
    /// Who may be a custodian.
    pub custodians: Vec<Candidate>,
}

impl<S: DoorStore> Door<'_, S> {
    /// The desks that could be founded at this installation's offices and are not there yet: kind and office.
    ///
    /// # Errors
    /// When the actor does not run the installation.
    pub async fn missing_desks(&self, actor: &Actor) -> Result<Vec<(String, RegionCode)>, Refusal> {
        let city = self.app.installation().regency.ok_or(Refusal::NotFound("region"))?;
        crate::allow(actor, Action::KeepDesks, city)?;
        let there = kept::all(self.store.read()).await?;
        let offices = [Some(city), Some(city.province())];
        let kinds = S::desks(self.app.door_rules()).desks.iter();
        let fits = kinds.flat_map(|kind| {
            offices.into_iter().flatten().filter_map(|office| Some((kind.at(office)?, kind.id.clone(), office)))
        });
        let missing = fits.filter(|(id, _, _)| !there.iter().any(|desk| desk.id == *id));
        Ok(missing.map(|(_, kind, office)| (kind, office)).collect())
    }

    /// Founds a desk; gives its name.
    ///
    /// # Errors
    /// When the actor does not run the installation, the office has no such desk, or it is there already.
    pub async fn found_desk(&self, actor: &Actor, kind: &str, office: RegionCode) -> Result<String, Refusal> {
        let rules = S::desks(self.app.door_rules());
        let id = rules.kind(kind).and_then(|kind| kind.at(office)).ok_or(Refusal::Invalid("desk-no-office"))?;
        let desk = Desk {
            regency: chain_of(Some(office)),
            id: id.clone(),
            kind: kind.to_owned(),
            office: office.to_string(),
            keyring: 0,
            rehearsed: String::new(),
            opened: 0,
            revision: 1,
            changed_by: actor.name().to_owned(),
            changed_at: self.app.now(),
        };
        if !self.keeps(actor, &desk) {
            return Err(Refusal::NotAllowed(Action::KeepDesks));
        }
        let (chain, body) = (desk.regency.clone(), json!({ "desk": id }));
        self.write(&chain, actor, ("desk.found", body), move |tx| {
            let desk = desk.clone();
            Box::pin(async move {
                match tx.read().there(&desk).await? {
                    Some(_) => Err(Refusal::Invalid("desk-there-already")),
                    None => Ok(tx.put(&desk).await?),
                }
            })
        })
        .await?;
        Ok(id)
    }

    /// Who could be given a place at a desk.
    ///
    /// # Errors
    /// When the actor does not keep it.
    pub async fn candidates(&self, actor: &Actor, id: &str) -> Result<Candidates, Refusal> {
        let view = self.kept_by(actor, id).await?;
        let office: RegionCode = view.desk.office.parse().map_err(|_| Refusal::NotFound("region"))?;
        let rules = S::desks(self.app.door_rules());
        let city = self.app.installation().regency;
        let mut candidates = Candidates::default();
        for named in accounts::within(self.app.stores.main.read(), &office.province().to_string()).await? {
            let Ok(role) = named.account.role.parse::<Role>() else { continue };
            let scope = named.account.scope.parse::<RegionCode>().ok();
            let here = scope == Some(office) || (scope.is_some() && scope == city);
            let free = !view.people.iter().any(|one| one.seat.account == named.account.id);
            if named.account.active == 0 || !here || !free {
                continue;
            }
            let name = named.name.unwrap_or_default();
            let one = Candidate { home: named.account.regency, account: named.account.id, name, role };
            if role == view.kind.role && scope == Some(office) {
                candidates.members.push(one.clone());
            }
            if rules.custodians.contains(&role) {
                candidates.custodians.push(one);
            }
        }
        Ok(candidates)
    }

    /// Gives someone a place at a desk. A custodian's place takes over the one before; its keys do so only with a new keyring.
    ///
    /// # Errors
    /// When the actor does not keep the desk, or the account cannot have this place.
    pub async fn seat(&self, actor: &Actor, id: &str, account: &str, part: Part) -> Result<(), Refusal> {
        let candidates = self.candidates(actor, id).await?;
        let view = self.kept_by(actor, id).await?;
        let list = if part == Part::Member { candidates.members } else { candidates.custodians };
        let one =
            list.into_iter().find(|one| one.account == account).ok_or(Refusal::Invalid("desk-not-a-candidate"))?;
        let members = view.people.iter().filter(|one| one.part == Part::Member).count();
        if part == Part::Member && members >= MOST_MEMBERS {
            return Err(Refusal::Invalid("desk-too-many-members"));
        }
        let seat = Seat {
            regency: view.desk.regency.clone(),
            desk: view.desk.id.clone(),
            account: one.account,
            home: one.home,
            part: part.id().to_owned(),
            told: 0,
        };
        let before =
            view.people.iter().find(|one| part != Part::Member && one.part == part).map(|one| one.seat.clone());
        let body = json!({ "desk": seat.desk, "account": seat.account, "part": seat.part });
        self.write(&view.desk.regency, actor, ("desk.seat", body), move |tx| {
            let (seat, before) = (seat.clone(), before.clone());
            Box::pin(async move {
                if let Some(before) = before {
                    tx.remove(&before).await?;
                }
                Ok(tx.put(&seat).await?)
            })
        })
        .await
    }

    /// Takes a place away. What was sealed to that person is gone at once; the desk takes a new secret with its next keyring.
    ///
    /// # Errors
    /// When the actor does not keep the desk, or nobody sits there.
    pub async fn unseat(&self, actor: &Actor, id: &str, account: &str) -> Result<(), Refusal> {
        let view = self.kept_by(actor, id).await?;
        let seat = view.people.iter().find(|one| one.seat.account == account).map(|one| one.seat.clone());
        let seat = seat.ok_or(Refusal::NotFound("seat"))?;
        let body = json!({ "desk": seat.desk, "account": seat.account, "part": seat.part });
        self.write(&view.desk.regency, actor, ("desk.unseat", body), move |tx| {
            let seat = seat.clone();
            Box::pin(async move {
                tx.remove(&seat).await?;
                for share in kept::shares_of(tx.read(), &seat.account).await? {
                    if share.desk == seat.desk {
                        tx.remove(&share).await?;
                    }
                }
                Ok(())
            })
        })
        .await
    }

    /// Opens a desk: from now on it receives. Or closes it again.
    ///
    /// # Errors
    /// When the actor is no member, or the desk does not have what it must have ([`Refusal::Invalid`]).
    pub async fn set_open(&self, actor: &Actor, id: &str, open: bool) -> Result<(), Refusal> {
        let (view, _) = self.sitting(actor, id, &[Part::Member]).await?;
        if open && !view.ready.complete() {
            return Err(Refusal::Invalid("desk-not-ready"));
        }
        let action = if open { "desk.open" } else { "desk.close" };
        self.change(actor, view.desk, (action, json!({ "desk": id })), move |desk| desk.opened = i64::from(open)).await
    }

    /// Notes that the actor has looked at the keyring in force.
    ///
    /// # Errors
    /// When the actor does not sit there.
    pub async fn told(&self, actor: &Actor, id: &str) -> Result<(), Refusal> {
        let (view, mine) = self.sitting(actor, id, &Part::ALL).await?;
        let seat = Seat { told: view.desk.keyring, ..mine.seat };
        let body = json!({ "desk": seat.desk, "keyring": seat.told });
        self.write(&view.desk.regency, actor, ("desk.told", body), move |tx| {
            let seat = seat.clone();
            Box::pin(async move { Ok(tx.put(&seat).await?) })
        })
        .await
    }

    /// Changes a desk, unless someone has changed it since it was read.
    pub(super) async fn change(
        &self,
        actor: &Actor,
        desk: Desk,
        said: (&'static str, serde_json::Value),
        change: impl Fn(&mut Desk) + Send + Sync + 'static,
    ) -> Result<(), Refusal> {
        let (by, at) = (actor.name().to_owned(), self.app.now());
        self.write(&desk.regency.clone(), actor, said, move |tx| {
            let mut next = desk.clone();
            change(&mut next);
            let (next, seen) = (store::Revised::revised(next, desk.revision + 1, &by, at), desk.revision);
            Box::pin(async move {
                match tx.read().there(&next).await? {
                    Some(there) if there.revision == seen => Ok(tx.put(&next).await?),
                    Some(there) => Err(Refusal::Outdated { by: there.changed_by }),
                    None => Err(Refusal::NotFound(Desk::TABLE)),
                }
            })
        })
        .await
    }

    /// A desk, for who keeps it.
    async fn kept_by(&self, actor: &Actor, id: &str) -> Result<DeskView, Refusal> {
        let desk = kept::one(self.store.read(), id).await?.ok_or(Refusal::NotFound("desk"))?;
        if self.keeps(actor, &desk) { self.view(desk).await } else { Err(Refusal::NotAllowed(Action::KeepDesks)) }
    }
}
