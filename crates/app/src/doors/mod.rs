//! The doors to which someone comes without an account: their desks, and the keys that only desks' people hold.
//!
//! [`Door`] is one door at work on its own store; the code is the same for each, and none sees another's. Nothing here can
//! open what is sealed: private keys come wrapped, secrets come sealed, and what browsers made is only held against what it
//! must fit (`seal`, ADR 0020). [`holders`] keeps people's keys, [`desks`] desks and who sits there, [`keyrings`] what both
//! custodians sign, [`recovery`] how they get a lost secret back, [`Turn`] whose turn it is,
//! [`unsealing`] how they open a name that someone gave all the same.
//! [`open`] says which desks take conversations now, [`conversations`] is what comes in, [`mailbox`] what goes back, [`handling`] what a desk
//! does with it, [`passing`] how it goes to another one, [`signals`] what of it goes on as a count, [`erasing`] how it ends for good, [`follow_up`] what anyone may know of it, [`plain`] what is done for a page without
//! script, [`bundle`] what is opened without a browser.

pub mod bundle;
pub mod conversations;
pub mod desks;
pub mod erasing;
pub mod follow_up;
pub mod handling;
pub mod holders;
pub mod keyrings;
pub mod mailbox;
pub mod open;
pub mod passing;
pub mod plain;
pub mod queue;
pub mod recovery;
mod rest;
pub mod signals;
mod turn;
pub mod unsealing;

pub use turn::Turn;

use crate::{Action, Actor, App, Refusal, access};
use domain::{
    door::{DeskKind, DeskKinds, Marks, Part, Promises, Readiness, ReportForm},
    region::RegionCode,
};
use seal::keyring::{PublicKeys, Signed};
use store::{
    Handle, Record, StoreKind, Stores, TipsKind, Tx,
    files::Files,
    nouns::{Desk, Holder, Keyring, Recovering, Seat, Share},
    queries::{accounts, desks as kept},
};

/// The passphrase of all keys in the demonstration; its pages show it.
pub const DEMO_PASSPHRASE: &str = "kunci contoh teluk harapan";

/// The code of one tip in the demonstration; the door's pages show its words.
pub const DEMO_CODE: [u8; seal::code::BYTES] = [42, 7, 19, 26, 11, 12, 99, 71, 4, 10, 3];

const DESKS: &str = include_str!("../../../../rules/doors/desks.toml");
const TIPS: &str = include_str!("../../../../rules/doors/tips.toml");
const REPORT: &str = include_str!("../../../../rules/doors/report.toml");
const MARKS: &str = include_str!("../../../../rules/doors/marks.json");

/// What a regulation can change of the doors.
#[derive(Debug)]
pub struct Rules {
    /// The desks for tips.
    pub tips: DeskKinds,
    /// What these desks promise, and how a tip can end.
    pub tip_promises: Promises,
    /// What the report form asks.
    pub report: ReportForm,
    /// Details that point to who wrote.
    pub marks: Marks,
}

impl Rules {
    pub(crate) fn builtin() -> Result<Self, Refusal> {
        let broken = |_| Refusal::Invalid("programme-rules-broken");
        Ok(Self {
            tips: DeskKinds::parse(DESKS).map_err(broken)?,
            tip_promises: Promises::parse(TIPS).map_err(broken)?,
            report: ReportForm::parse(REPORT).map_err(broken)?,
            marks: Marks::parse(MARKS).map_err(broken)?,
        })
    }
}

/// A store that has a door.
pub trait DoorStore: StoreKind {
    /// Its handle.
    fn of(stores: &Stores) -> &Handle<Self>
    where
        Self: Sized;
    /// Where its envelopes of files lie.
    fn files(app: &App) -> &Files;
    /// Which desks it may have.
    fn desks(rules: &Rules) -> &DeskKinds;
    /// What these promise.
    fn promises(rules: &Rules) -> &Promises;
    /// What was asked for last.
    #[doc(hidden)]
    fn remembered(app: &App) -> &open::Remembered;
}

impl DoorStore for TipsKind {
    fn of(stores: &Stores) -> &Handle<Self> {
        &stores.tips
    }

    fn files(app: &App) -> &Files {
        &app.tip_files
    }

    fn desks(rules: &Rules) -> &DeskKinds {
        &rules.tips
    }

    fn promises(rules: &Rules) -> &Promises {
        &rules.tip_promises
    }

    fn remembered(app: &App) -> &open::Remembered {
        &app.tip_desks
    }
}

/// One door at work.
pub struct Door<'a, S: DoorStore> {
    app: &'a App,
    store: &'a Handle<S>,
}

impl App {
    /// The door for tips.
    #[must_use]
    pub fn tips(&self) -> Door<'_, TipsKind> {
        Door { app: self, store: TipsKind::of(&self.stores) }
    }
}

/// Someone at a desk.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// The place.
    pub seat: Seat,
    /// What the person is there.
    pub part: Part,
    /// The name; `None` once erased.
    pub name: Option<String>,
    /// Whether the account is alive and its role still fits.
    pub works: bool,
    /// The person's keys, once made.
    pub holder: Option<Holder>,
}

impl Sitting {
    /// The public halves of the person's keys.
    #[must_use]
    pub fn keys(&self) -> Option<PublicKeys> {
        let holder = self.holder.as_ref()?;
        Some(PublicKeys { recipient: holder.recipient.clone(), verify: holder.verify.clone() })
    }
}

/// A desk with all that its people need to work with its keys.
#[derive(Debug, Clone)]
pub struct DeskView {
    /// The desk.
    pub desk: Desk,
    /// Of which kind.
    pub kind: DeskKind,
    /// Who sits there: the custodians first.
    pub people: Vec<Sitting>,
    /// The keyring in force.
    pub keyring: Option<(Keyring, seal::keyring::Keyring)>,
    /// One that waits for signatures.
    pub proposal: Option<(Keyring, seal::keyring::Keyring)>,
    /// The shares of the keyring in force.
    pub shares: Vec<Share>,
    /// Recoveries, the latest first.
    pub recoverings: Vec<Recovering>,
    /// What it has of what it must have.
    pub ready: Readiness,
}

impl DeskView {
    /// Whether it receives.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.desk.opened == 1 && self.ready.complete()
    }

    /// The actor's place at this desk.
    #[must_use]
    pub fn mine(&self, actor: &Actor) -> Option<&Sitting> {
        self.people.iter().find(|one| one.seat.account == actor.name())
    }

    /// The custodian that is meant by a place: 0 or 1.
    #[must_use]
    pub fn custodian(&self, at: usize) -> Option<&Sitting> {
        self.people.iter().find(|one| one.part.custodian() == Some(at))
    }

    /// What the keyring in force has of the people, and they of it, differs: a new keyring is needed.
    #[must_use]
    pub fn outdated(&self) -> bool {
        let Some((_, keyring)) = &self.keyring else { return false };
        let there = |part: &dyn Fn(&Sitting) -> bool| {
            self.people.iter().filter(|one| one.works && part(one)).filter_map(Sitting::keys).collect::<Vec<_>>()
        };
        let members = there(&|one| one.part == Part::Member);
        let custodians = there(&|one| one.part != Part::Member);
        members.len() != keyring.members.len()
            || members.iter().any(|keys| !keyring.members.contains(keys))
            || custodians.iter().any(|keys| !keyring.custodians.contains(keys))
    }
}

impl<S: DoorStore> Door<'_, S> {
    /// The desks that the actor sits at, or keeps.
    ///
    /// # Errors
    /// What the database says.
    pub async fn desks(&self, actor: &Actor) -> Result<Vec<DeskView>, Refusal> {
        let seats = kept::seats_of(self.store.read(), actor.name()).await?;
        let mut views = vec![];
        for desk in kept::all(self.store.read()).await? {
            let sits = seats.iter().any(|seat| seat.desk == desk.id);
            if sits || self.keeps(actor, &desk) {
                views.push(self.view(desk).await?);
            }
        }
        Ok(views)
    }

    /// A desk, for who sits there or keeps it; nobody else is told whether there is one.
    ///
    /// # Errors
    /// When there is none, or the actor has no part in it.
    pub async fn desk(&self, actor: &Actor, id: &str) -> Result<DeskView, Refusal> {
        let desk = kept::one(self.store.read(), id).await?.ok_or(Refusal::NotFound("desk"))?;
        let keeps = self.keeps(actor, &desk);
        let view = self.view(desk).await?;
        if keeps || view.mine(actor).is_some_and(|mine| mine.works) { Ok(view) } else { Err(Refusal::NotFound("desk")) }
    }

    /// A desk, for who sits there as this.
    async fn sitting(&self, actor: &Actor, id: &str, parts: &[Part]) -> Result<(DeskView, Sitting), Refusal> {
        let view = self.desk(actor, id).await?;
        let mine = view.mine(actor).filter(|mine| parts.contains(&mine.part)).cloned();
        mine.map(|mine| (view, mine)).ok_or(Refusal::NotAllowed(Action::HoldKeys))
    }

    fn keeps(&self, actor: &Actor, desk: &Desk) -> bool {
        let office = desk.office.parse::<RegionCode>();
        office.is_ok_and(|office| access::allow(actor, Action::KeepDesks, office).is_ok() || self.above(actor, office))
    }

    /// Whether the office is that of the province above this installation's city, and the actor runs the installation.
    fn above(&self, actor: &Actor, office: RegionCode) -> bool {
        let city = self.app.installation().regency;
        let runs = city.is_some_and(|city| access::allow(actor, Action::KeepDesks, city).is_ok());
        runs && city.is_some_and(|city| office.contains(city))
    }

    async fn view(&self, desk: Desk) -> Result<DeskView, Refusal> {
        let conn = self.store.read();
        let kind = S::desks(self.app.door_rules()).kind(&desk.kind).cloned().ok_or(Refusal::NotFound("desk"))?;
        let mut people = vec![];
        for seat in kept::seats(conn, &desk).await? {
            people.push(self.sit(seat, &kind).await?);
        }
        people.sort_by(|a, b| (a.part, &a.name).cmp(&(b.part, &b.name)));
        let mut keyring = None;
        let mut proposal = None;
        for row in kept::keyrings(conn, &desk).await?.into_iter().filter(|row| row.version >= desk.keyring) {
            let parsed = serde_json::from_str(&row.body).map_err(|_| Refusal::Invalid("desk-keyring-damaged"))?;
            let place = if row.version == desk.keyring { &mut keyring } else { &mut proposal };
            *place = Some((row, parsed));
        }
        let shares = kept::shares(conn, &desk, desk.keyring).await?;
        let recoverings = kept::recoverings(conn, &desk).await?;
        let mut view =
            DeskView { desk, kind, people, keyring, proposal, shares, recoverings, ready: Readiness::default() };
        view.ready = readiness(&view);
        Ok(view)
    }

    async fn sit(&self, seat: Seat, kind: &DeskKind) -> Result<Sitting, Refusal> {
        let part = Part::parse(&seat.part).ok_or(Refusal::NotFound("seat"))?;
        let named = accounts::by_id(self.app.stores.main.read(), &seat.home, &seat.account).await?;
        let holder = kept::holder(self.store.read(), &seat.home, &seat.account).await?;
        let role = named.as_ref().and_then(|named| named.account.role.parse().ok());
        let fits = role.is_some_and(|role| match part {
            Part::Member => role == kind.role,
            _ => S::desks(self.app.door_rules()).custodians.contains(&role),
        });
        let works = fits && named.as_ref().is_some_and(|named| named.account.active == 1);
        Ok(Sitting { seat, part, name: named.and_then(|named| named.name), works, holder })
    }

    /// Writes in the chain of a desk.
    async fn write<T, A>(
        &self,
        chain: &str,
        actor: &Actor,
        said: (&'static str, serde_json::Value),
        action: A,
    ) -> Result<T, Refusal>
    where
        A: for<'t> Fn(&'t Tx<'t, S>) -> store::BoxFuture<'t, Result<T, Refusal>> + Send + Sync + 'static,
        T: Send + 'static,
    {
        let (at, by) = (self.app.now(), actor.name().to_owned());
        let action = std::sync::Arc::new(action);
        self.store
            .write(chain, move |tx| {
                let (by, body, action) = (by.clone(), said.1.clone(), action.clone());
                Box::pin(async move {
                    let done = action(tx).await?;
                    tx.record(Record { at, actor: by, action: said.0, body });
                    Ok(done)
                })
            })
            .await
    }
}

fn readiness(view: &DeskView) -> Readiness {
    let Some((row, keyring)) = &view.keyring else { return Readiness::default() };
    let works = |one: &&Sitting| one.works;
    let opened = |account: &str| view.shares.iter().any(|share| share.account == account && share.opened == 1);
    let member = |one: &&Sitting| {
        one.part == Part::Member
            && opened(&one.seat.account)
            && one.keys().is_some_and(|keys| keyring.members.contains(&keys))
    };
    let custodian = |one: &&Sitting| {
        one.part.custodian().is_some_and(|at| one.keys().is_some_and(|keys| keyring.custodians[at] == keys))
    };
    let signed = Signed { keyring: row.body.clone(), signatures: [row.signature_1.clone(), row.signature_2.clone()] };
    if signed.read().is_err() {
        return Readiness::default();
    }
    Readiness {
        members: view.people.iter().filter(works).filter(member).count(),
        custodians: view.people.iter().filter(works).filter(custodian).count(),
        rehearsed: view.desk.rehearsed == keyring.fingerprint(),
    }
}
