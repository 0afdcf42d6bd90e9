//! A person's dates as a calendar, under a secret address that they can revoke. It says what kind of thing is due when and
//! where to do it; no class, no name of a person, no value.

use super::Task;
use crate::{Actor, App, Refusal, accounts::sign_in::SignedIn};
use documents::calendar::{self, Event};
use domain::region::RegionCode;
use seal::Digest;
use store::queries::{
    accounts,
    contacts::{self, Feed},
};
use words::{Lang, Words, words};

fn digest(token: &str) -> Digest {
    Digest::of_fields("bersinar/feed", &[token.as_bytes()])
}

impl App {
    /// Makes the calendar address of the signed-in person in place of an earlier one; gives its secret part, once.
    ///
    /// # Errors
    /// What the database says.
    pub async fn make_feed(&self, who: &SignedIn, lang: Lang) -> Result<String, Refusal> {
        let token = seal::hex::encode(&self.token::<20>());
        let feed = Feed {
            token: digest(&token),
            regency: who.account.regency.clone(),
            account: who.account.id.clone(),
            language: words(lang).code().to_owned(),
            made_at: self.now(),
        };
        self.keep_feed(who, Some(feed)).await?;
        Ok(token)
    }

    /// Revokes the calendar address; who has it sees nothing from now on.
    ///
    /// # Errors
    /// What the database says.
    pub async fn revoke_feed(&self, who: &SignedIn) -> Result<(), Refusal> {
        self.keep_feed(who, None).await
    }

    async fn keep_feed(&self, who: &SignedIn, feed: Option<Feed>) -> Result<(), Refusal> {
        let (regency, account) = (who.account.regency.clone(), who.account.id.clone());
        self.stores
            .main
            .write(&who.account.regency, move |tx| {
                let (regency, account, feed) = (regency.clone(), account.clone(), feed.clone());
                Box::pin(
                    async move { Ok::<_, Refusal>(contacts::keep_feed(tx, &regency, &account, feed.as_ref()).await?) },
                )
            })
            .await
    }

    /// Since when the signed-in person has a calendar address.
    ///
    /// # Errors
    /// What the database says.
    pub async fn feed_since(&self, who: &SignedIn) -> Result<Option<i64>, Refusal> {
        Ok(contacts::feed_since(self.stores.main.read(), &who.account.regency, &who.account.id).await?)
    }

    /// The calendar under a secret address, as an iCalendar file; `base` is where this site is reached.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] when it was revoked or never was, or the account has ended.
    pub async fn calendar(&self, token: &str, base: &str) -> Result<String, Refusal> {
        let conn = self.stores.main.read();
        let feed = contacts::feed(conn, digest(token)).await?.ok_or(Refusal::NotFound("feed"))?;
        let found = accounts::by_id(conn, &feed.regency, &feed.account).await?;
        let found = found.filter(|found| found.account.active == 1).ok_or(Refusal::NotFound("feed"))?;
        let actor = actor_of(&found.account).ok_or(Refusal::NotFound("feed"))?;
        let w = words(if feed.language == "en" { Lang::En } else { Lang::Id });
        let tasks = self.tasks(&actor).await?;
        let scope = found.account.scope.parse::<RegionCode>().ok();
        let today = self.office_today(scope.and_then(RegionCode::regency).or(self.installation().regency));
        let event = |task: &Task| {
            Some(Event {
                id: format!("{}-{}@bersinar", Digest::of(task.path.as_bytes()), task.kind.id()),
                // What is late is for today: nobody looks at days that have gone.
                day: task.due?.max(today),
                title: said(task, w),
                address: format!("{base}{}", task.path),
            })
        };
        let events: Vec<Event> = tasks.iter().filter(|task| !task.done).filter_map(event).collect();
        Ok(calendar::write(&w.t("task-calendar"), &events, self.now()))
    }
}

/// Who acts when an account acts.
pub(crate) fn actor_of(account: &store::nouns::Account) -> Option<Actor> {
    let role = account.role.parse().ok()?;
    Some(Actor::Account { id: account.id.clone(), role, scope: account.scope.parse().ok() })
}

/// A task in one line, without class, name or value.
#[must_use]
pub fn said(task: &Task, w: Words) -> String {
    let values = [("what", task.what.get(w.lang()).into()), ("n", task.n.into()), ("of", task.of.into())];
    w.with(format!("task-{}", task.kind.id()), &values)
}
