//! Who speaks for an agency, since when and until when. People rotate: a successor takes over in one step, with an account
//! and a slip where there is none yet, and whoever spoke before sees nothing from that day on. What an agency did belongs to
//! the agency, so the successor finds everything.

use super::agencies::AgencyView;
use crate::{
    Action, Actor, App, Refusal,
    accounts::{NewAccount, slip::PrintedSlip},
    allow, chain_of,
    programme::Fields,
};
use domain::{region::RegionCode, role::Role};
use jiff::civil::Date;
use serde_json::json;
use std::collections::HashMap;
use store::{
    MainKind, Record, Tx,
    nouns::{Account, Liaison},
    queries,
    queries::accounts,
};

/// Roles whose accounts may speak for an agency.
const SPEAKERS: [Role; 7] =
    [Role::Opd, Role::School, Role::Puskesmas, Role::Camat, Role::Polres, Role::Kesbangpol, Role::BnnkP2m];

/// Who speaks for an agency.
#[derive(Debug, Clone, PartialEq)]
pub struct LiaisonView {
    /// The record.
    pub liaison: Liaison,
    /// The person's name; `None` where it was erased.
    pub name: Option<String>,
    /// The name to sign in with.
    pub login: String,
}

impl LiaisonView {
    /// Whether the account speaks for the agency on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        let begun = self.liaison.since.parse::<Date>().is_ok_and(|since| since <= day);
        begun && self.liaison.until.parse::<Date>().map_or(true, |until| until >= day)
    }
}

/// Who is to speak for an agency, as it was typed.
#[derive(Debug, Clone, Default)]
pub struct NewLiaison {
    /// The sign-in name: of an account that is there, or of the one that is made.
    pub login: String,
    /// The person's name where an account is made.
    pub name: String,
    /// From which day on; today where nothing is said.
    pub since: String,
}

/// Someone who was appointed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointed {
    /// The account's id.
    pub account: String,
    /// What lets the person in for the first time, where an account was made.
    pub slip: Option<PrintedSlip>,
}

impl App {
    /// Who speaks and spoke for each agency of a regency, by agency, the latest first.
    pub(super) async fn liaisons_by_agency(
        &self,
        regency: RegionCode,
    ) -> Result<HashMap<String, Vec<LiaisonView>>, Refusal> {
        let (conn, code) = (self.stores.main.read(), regency.to_string());
        let rows = queries::plan::liaisons(conn, &code).await?;
        let mut people = HashMap::new();
        if !rows.is_empty() {
            for found in accounts::within(conn, &code).await? {
                people.insert(found.account.id, (found.name, found.account.login));
            }
        }
        let mut by_agency: HashMap<String, Vec<LiaisonView>> = HashMap::new();
        for liaison in rows {
            let (name, login) = people.get(&liaison.account).cloned().unwrap_or_default();
            by_agency.entry(liaison.agency.clone()).or_default().push(LiaisonView { liaison, name, login });
        }
        for all in by_agency.values_mut() {
            all.sort_by(|a, b| (&b.liaison.since, &b.liaison.id).cmp(&(&a.liaison.since, &a.liaison.id)));
        }
        Ok(by_agency)
    }

    /// Lets someone speak for an agency; where `former` is named, in that one's place. Who speaks for no other agency then
    /// and has an account for nothing else can sign in no more.
    ///
    /// # Errors
    /// [`Refusal::Form`] with every field that cannot be taken; the agency has ended, or nobody of that name speaks for it.
    pub async fn appoint_liaison(
        &self,
        actor: &Actor,
        regency: RegionCode,
        agency: &str,
        former: Option<&str>,
        new: NewLiaison,
    ) -> Result<Appointed, Refusal> {
        allow(actor, Action::AppointLiaisons, regency)?;
        let (today, code) = (self.today(regency), regency.to_string());
        let all = self.all_agencies(regency).await?;
        let view = all.iter().find(|view| view.agency.id == agency).ok_or(Refusal::NotFound("agency"))?;
        if !view.agency.until.is_empty() {
            return Err(Refusal::Invalid("agency-has-ended"));
        }
        let mut fields = Fields::default();
        let since = if new.since.trim().is_empty() { Some(today) } else { fields.day("since", &new.since) };
        if since.is_some_and(|since| since > today) {
            fields.fault("since", "form-in-the-future");
        }
        let login = crate::accounts::login(&new.login);
        if login.is_none() {
            fields.fault("login", "account-login-malformed");
        }
        let there = match &login {
            Some(login) => accounts::by_login(self.stores.main.read(), login).await?.map(|found| found.account),
            None => None,
        };
        let may_speak = |account: &Account| {
            let speaks = account.role.parse().is_ok_and(|role: Role| SPEAKERS.contains(&role));
            account.active == 1 && account.regency == chain_of(Some(regency)) && speaks
        };
        if there.as_ref().is_some_and(|account| !may_speak(account)) {
            fields.fault("login", "agency-liaison-cannot");
        }
        if there.is_none() && !(2..=120).contains(&crate::plain(&new.name).chars().count()) {
            fields.fault("name", "agency-liaison-unknown");
        }
        let speaks_already = |account: &Account| {
            view.liaisons.iter().any(|one| one.liaison.account == account.id && one.holds_on(today))
        };
        if there.as_ref().is_some_and(speaks_already) {
            fields.fault("login", "agency-liaison-already");
        }
        let before = match former {
            Some(id) => {
                Some(view.liaisons.iter().find(|one| one.liaison.id == id).ok_or(Refusal::NotFound("liaison"))?)
            }
            None => None,
        };
        if before.is_some_and(|one| !one.holds_on(today)) {
            return Err(Refusal::Invalid("agency-liaison-ended"));
        }
        fields.done()?;
        let since = since.unwrap_or(today);
        let made = match there {
            Some(_) => None,
            None => {
                let new = NewAccount { role: Role::Opd, scope: Some(regency), login: new.login, name: new.name };
                Some(self.check_new(new).await?)
            }
        };
        let account = there.map(|account| account.id).or_else(|| made.as_ref().map(|new| new.account.id.clone()));
        let account = account.unwrap_or_default();
        let slip = made.as_ref().map(|new| self.new_slip(&new.account.regency, &new.account.id));
        let ended = before.map(|one| Liaison { until: day_before(since), ..one.liaison.clone() });
        let leaves = match before {
            Some(one) => self.leaves(&all, one, today).await?,
            None => None,
        };
        let liaison = Liaison {
            regency: code.clone(),
            agency: agency.to_owned(),
            id: self.new_id(),
            account: account.clone(),
            since: since.to_string(),
            until: String::new(),
        };
        let appointed = Appointed { account, slip: slip.as_ref().map(|slip| slip.printed.clone()) };
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&code, move |tx| {
                let (by, made, slip, leaves) = (by.clone(), made.clone(), slip.clone(), leaves.clone());
                let (ended, liaison) = (ended.clone(), liaison.clone());
                Box::pin(async move {
                    if let Some(new) = made {
                        new.put(tx).await?;
                    }
                    if let Some(slip) = slip {
                        accounts::keep_slip(tx, &slip.kept, at).await?;
                    }
                    if let Some(id) = leaves {
                        end_account(tx, &liaison.regency, &id).await?;
                    }
                    let body = json!({
                        "agency": liaison.agency,
                        "account": liaison.account,
                        "former": ended.as_ref().map(|one| one.account.clone()),
                    });
                    tx.put_all(&ended.into_iter().chain([liaison]).collect::<Vec<_>>()).await?;
                    tx.record(Record { at, actor: by, action: "liaison.appoint", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(appointed)
    }

    /// Lets someone speak for an agency no more, from today on, without a successor.
    ///
    /// # Errors
    /// When nobody of that name speaks for it.
    pub async fn end_liaison(&self, actor: &Actor, regency: RegionCode, agency: &str, id: &str) -> Result<(), Refusal> {
        allow(actor, Action::AppointLiaisons, regency)?;
        let today = self.today(regency);
        let all = self.all_agencies(regency).await?;
        let view = all.iter().find(|view| view.agency.id == agency).ok_or(Refusal::NotFound("agency"))?;
        let one = view.liaisons.iter().find(|one| one.liaison.id == id).ok_or(Refusal::NotFound("liaison"))?;
        if !one.holds_on(today) {
            return Err(Refusal::Invalid("agency-liaison-ended"));
        }
        let ended = Liaison { until: day_before(today), ..one.liaison.clone() };
        let leaves = self.leaves(&all, one, today).await?;
        let (at, by) = (self.now(), actor.name().to_owned());
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (by, ended, leaves) = (by.clone(), ended.clone(), leaves.clone());
                Box::pin(async move {
                    if let Some(id) = leaves {
                        end_account(tx, &ended.regency, &id).await?;
                    }
                    tx.put(&ended).await?;
                    let body = json!({ "agency": ended.agency, "account": ended.account });
                    tx.record(Record { at, actor: by, action: "liaison.end", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await
    }

    /// The account of a liaison who speaks for nothing else and has it for nothing else.
    async fn leaves(&self, all: &[AgencyView], one: &LiaisonView, today: Date) -> Result<Option<String>, Refusal> {
        let liaisons = all.iter().flat_map(|view| &view.liaisons);
        let mut others = liaisons.filter(|other| other.liaison.account == one.liaison.account && *other != one);
        if others.any(|other| other.holds_on(today)) {
            return Ok(None);
        }
        let found = accounts::by_id(self.stores.main.read(), &one.liaison.regency, &one.liaison.account).await?;
        let only = found.filter(|found| found.account.role == Role::Opd.id());
        Ok(only.map(|found| found.account.id))
    }
}

/// Ends an account within an action that says so.
async fn end_account(tx: &Tx<'_, MainKind>, regency: &str, id: &str) -> Result<(), Refusal> {
    let found = accounts::by_id(tx.read(), regency, id).await?.ok_or(Refusal::NotFound("account"))?;
    let ended = Account { active: 0, secret: String::new(), totp: String::new(), ..found.account };
    accounts::end_sessions(tx, (regency, id), None, None).await?;
    Ok(tx.put(&ended).await?)
}

fn day_before(day: Date) -> String {
    day.yesterday().unwrap_or(day).to_string()
}
