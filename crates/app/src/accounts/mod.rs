//! Accounts: made by the administrator, opened by a printed slip, signed in with a password (and a second factor where
//! the role runs or decides), ended but never deleted. The person's name can be erased; the account's acts stay.

mod password;
pub mod second_factor;
pub mod sign_in;
pub mod slip;
pub(crate) mod throttle;
pub mod token;

use crate::{Action, Actor, App, Refusal, access, allow, chain_of, plain};
use domain::{region::RegionCode, role::Role};
use serde_json::json;
pub use store::queries::accounts::Named;
use store::{MainKind, Record, SYSTEM, Tx, erasures::Erasure, nouns, queries::accounts};

/// Fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 10;

/// A new account, as the administrator fills it in.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What the person is in the programme.
    pub role: Role,
    /// For which part of the region tree; `None` is the nation.
    pub scope: Option<RegionCode>,
    /// The name to sign in with: lower-case letters, digits, dots and hyphens.
    pub login: String,
    /// The person's name.
    pub name: String,
}

/// A new account that was looked at and may be kept.
#[derive(Debug, Clone)]
pub(crate) struct Checked {
    pub account: nouns::Account,
    name: String,
    salt: seal::commitment::Salt,
}

impl Checked {
    /// Keeps it; gives it as it is kept.
    pub(crate) async fn put(self, tx: &Tx<'_, MainKind>) -> Result<nouns::Account, Refusal> {
        let Self { mut account, name, salt } = self;
        if accounts::by_login(tx.read(), &account.login).await?.is_some() {
            return Err(Refusal::Invalid("account-login-taken"));
        }
        accounts::keep_login(tx, &account).await?;
        let person = accounts::keep_person(tx, &account.regency, &account.id, salt, &name).await?;
        account.person = person.to_string();
        tx.put(&account).await?;
        Ok(account)
    }
}

/// Makes the sign-in name comparable; `None` when it cannot be one.
#[must_use]
pub fn login(text: &str) -> Option<String> {
    let login = text.trim().to_lowercase();
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    ((3..=64).contains(&login.len()) && login.chars().all(fits)).then_some(login)
}

impl App {
    /// Makes an account; it has no password until its slip is used. Gives its id.
    ///
    /// # Errors
    /// When the scope does not fit the role, the sign-in name is taken or malformed, or a name is missing.
    pub async fn create_account(&self, actor: &Actor, new: NewAccount) -> Result<String, Refusal> {
        self.allow_accounts(actor, new.scope)?;
        let (at, by, new) = (self.now(), actor.name().to_owned(), self.check_new(new).await?);
        let made = new.account.id.clone();
        self.stores
            .main
            .write(&new.account.regency.clone(), move |tx| {
                let (new, by) = (new.clone(), by.clone());
                Box::pin(async move {
                    let account = new.put(tx).await?;
                    let body = json!({ "account": account.id, "role": account.role, "scope": account.scope });
                    tx.record(Record { at, actor: by, action: "account.create", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(made)
    }

    /// Looks at a new account before it is kept.
    pub(crate) async fn check_new(&self, new: NewAccount) -> Result<Checked, Refusal> {
        let login = login(&new.login).ok_or(Refusal::Invalid("account-login-malformed"))?;
        if !new.role.fits(new.scope) || new.scope.is_some_and(|scope| self.places().get(scope).is_none()) {
            return Err(Refusal::Invalid("account-scope-does-not-fit"));
        }
        let name = plain(&new.name);
        if !(2..=120).contains(&name.chars().count()) {
            return Err(Refusal::Invalid("account-name-missing"));
        }
        if accounts::by_login(self.stores.main.read(), &login).await?.is_some() {
            return Err(Refusal::Invalid("account-login-taken"));
        }
        let account = nouns::Account {
            regency: chain_of(new.scope),
            id: self.new_id(),
            role: new.role.id().to_owned(),
            scope: new.scope.map(|scope| scope.to_string()).unwrap_or_default(),
            login,
            person: String::new(),
            secret: String::new(),
            totp: String::new(),
            active: 1,
            created_at: self.now(),
        };
        Ok(Checked { account, name, salt: self.token() })
    }

    /// The accounts of a part of the region tree.
    ///
    /// # Errors
    /// When the actor does not manage accounts there.
    pub async fn accounts(&self, actor: &Actor, scope: Option<RegionCode>) -> Result<Vec<Named>, Refusal> {
        self.allow_accounts(actor, scope)?;
        let part = scope.map(|scope| scope.to_string()).unwrap_or_default();
        Ok(accounts::within(self.stores.main.read(), &part).await?)
    }

    /// One account, for who manages it.
    ///
    /// # Errors
    /// When there is none, or the actor does not manage it.
    pub async fn account(&self, actor: &Actor, chain: &str, id: &str) -> Result<Named, Refusal> {
        let found = accounts::by_id(self.stores.main.read(), chain, id).await?.ok_or(Refusal::NotFound("account"))?;
        self.allow_accounts(actor, found.account.scope.parse().ok())?;
        Ok(found)
    }

    /// Ends an account: its sessions and slips are void, its acts keep its id.
    ///
    /// # Errors
    /// When it is the actor's own, or not theirs to end.
    pub async fn end_account(&self, actor: &Actor, chain: &str, id: &str) -> Result<(), Refusal> {
        if actor.name() == id {
            return Err(Refusal::Invalid("account-own"));
        }
        if self.account(actor, chain, id).await?.account.active == 0 {
            return Err(Refusal::Invalid("account-ended"));
        }
        self.change_account(actor, chain, id, "account.end", |account| {
            account.active = 0;
            account.secret = String::new();
            account.totp = String::new();
        })
        .await
    }

    /// Erases the name of an ended account's person; what the account did stays, and verification says "erased".
    ///
    /// # Errors
    /// When the account has not ended.
    pub async fn erase_person(&self, actor: &Actor, chain: &str, id: &str) -> Result<(), Refusal> {
        let found = self.account(actor, chain, id).await?;
        if found.account.active == 1 {
            return Err(Refusal::Invalid("account-still-active"));
        }
        // The log first: an erasure that is logged and then not done can be done again, one that is done and not logged
        // would be undone by the next restore.
        self.erasures.add(&[Erasure { at: self.now(), regency: chain.to_owned(), account: id.to_owned() }])?;
        self.forget_person(actor, chain, id, json!({ "account": id })).await
    }

    /// The account behind an id, for pages that say who did something; `None` for the operator at the machine.
    ///
    /// # Errors
    /// What the database says.
    pub async fn who_is(
        &self,
        office: impl Into<Option<RegionCode>> + Send,
        id: &str,
    ) -> Result<Option<Named>, Refusal> {
        let conn = self.stores.main.read();
        for chain in [crate::chain_of(office.into()), SYSTEM.to_owned()] {
            if let Some(found) = accounts::by_id(conn, &chain, id).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    pub(crate) async fn change_account(
        &self,
        actor: &Actor,
        chain: &str,
        id: &str,
        action: &'static str,
        change: impl Fn(&mut nouns::Account) + Send + Sync + 'static,
    ) -> Result<(), Refusal> {
        self.account(actor, chain, id).await?;
        let (at, by) = (self.now(), actor.name().to_owned());
        let (chain, id) = (chain.to_owned(), id.to_owned());
        let change = std::sync::Arc::new(change);
        self.stores
            .main
            .write(&chain.clone(), move |tx| {
                let (chain, id, by, change) = (chain.clone(), id.clone(), by.clone(), change.clone());
                Box::pin(async move {
                    let found = accounts::by_id(tx.read(), &chain, &id).await?.ok_or(Refusal::NotFound("account"))?;
                    let mut account = found.account;
                    change(&mut account);
                    tx.put(&account).await?;
                    accounts::end_sessions(tx, (&chain, &id), None, None).await?;
                    tx.record(Record { at, actor: by, action, body: json!({ "account": id }) });
                    Ok(())
                })
            })
            .await
    }

    /// Accounts above the city are made at the machine only.
    fn allow_accounts(&self, actor: &Actor, scope: Option<RegionCode>) -> Result<(), Refusal> {
        match scope {
            Some(scope) => allow(actor, Action::ManageAccounts, scope),
            None if matches!(actor, Actor::Console(_)) && access::may(actor, Action::ManageAccounts) => Ok(()),
            None => Err(Refusal::NotAllowed(Action::ManageAccounts)),
        }
    }
}
