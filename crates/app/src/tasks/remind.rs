//! The daily mail: at most one a person a day, only when something became due, late or new; it holds no class, no name and
//! no value, and each line leads to the very thing after signing in. What was sent and what failed is noted.

use super::{Task, feed, reminders};
use crate::{
    App, Refusal,
    outside::{Mail, Mailer},
};
use domain::region::RegionCode;
use store::queries::{
    accounts,
    contacts::{self, Contact, Delivery},
};
use words::{Lang, Words, words};

/// How a batch of mails went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Batch {
    /// Mails that the server took.
    pub sent: usize,
    /// Mails that it did not.
    pub failed: usize,
}

impl App {
    /// Sends today's mails; who got one today gets no second one, also when this runs again.
    ///
    /// # Errors
    /// What the database says. A mail that cannot be sent is noted, and is no error.
    pub async fn send_reminders(&self, mailer: &dyn Mailer) -> Result<Batch, Refusal> {
        let numbers = reminders()?;
        let mut batch = Batch::default();
        for contact in contacts::contacts(self.stores.main.read()).await? {
            let conn = self.stores.main.read();
            let found = accounts::by_id(conn, &contact.regency, &contact.account).await?;
            let Some(actor) =
                found.filter(|found| found.account.active == 1).and_then(|found| feed::actor_of(&found.account))
            else {
                continue;
            };
            let place = contact.regency.parse::<RegionCode>().ok().or(self.installation().regency);
            let Some(place) = place else { continue };
            let today = self.today(place);
            let yesterday = self.zone(place).end_of(today.yesterday().unwrap_or(today));
            if contacts::sent_since(conn, &contact.regency, &contact.account, yesterday + 1).await? {
                continue;
            }
            let tasks: Vec<Task> = self.tasks(&actor).await?.into_iter().filter(|task| !task.done).collect();
            if !tasks.iter().any(|task| numbers.rings(task.since, task.due, today)) {
                continue;
            }
            let mail = self.mail(&contact, &tasks, today, mailer.address());
            match self.deliver(mailer, &contact, tasks.len(), mail).await? {
                None => batch.sent += 1,
                Some(_) => batch.failed += 1,
            }
        }
        Ok(batch)
    }

    /// Sends a mail to the signed-in person now, to see whether mail works; says what the server said when not.
    ///
    /// # Errors
    /// When they have set no address, or the database says something.
    pub async fn send_test(
        &self,
        who: &crate::accounts::sign_in::SignedIn,
        mailer: &dyn Mailer,
    ) -> Result<Option<String>, Refusal> {
        let contact = self.own_contact(who).await?.ok_or(Refusal::Invalid("task-no-address"))?;
        let w = language(&contact);
        let body = w.with("task-mail-test", &[("address", mailer.address().into())]);
        let mail = Mail { to: contact.address.clone(), subject: w.t("task-mail-test-subject"), body };
        self.deliver(mailer, &contact, 0, mail).await
    }

    fn mail(&self, contact: &Contact, tasks: &[Task], today: jiff::civil::Date, base: &str) -> Mail {
        let w = language(contact);
        let late = tasks.iter().filter(|task| task.is_late(today)).count();
        let mut body = w.with("task-mail-lead", &[("n", tasks.len().into()), ("late", late.into())]) + "\n";
        for task in tasks {
            let due = task.due.map_or_else(String::new, |due| {
                let key = if due < today { "sheet-late-since" } else { "sheet-due" };
                format!(" ({})", w.with(key, &[("date", w.date(due).into())]))
            });
            let (said, path) = (feed::said(task, w), &task.path);
            body += &format!("\n- {said}{due}\n  {base}{path}\n");
        }
        body += &format!("\n{}\n", w.with("task-mail-foot", &[("address", format!("{base}/pengingat").into())]));
        let subject = w.with("task-mail-subject", &[("n", tasks.len().into())]);
        Mail { to: contact.address.clone(), subject, body }
    }

    /// Sends one mail and notes how it went; gives what the server said when it refused.
    async fn deliver(
        &self,
        mailer: &dyn Mailer,
        contact: &Contact,
        tasks: usize,
        mail: Mail,
    ) -> Result<Option<String>, Refusal> {
        let failed = mailer.send(mail).await.err().map(|said| said.chars().take(300).collect::<String>());
        let delivery = Delivery {
            regency: contact.regency.clone(),
            id: self.new_id(),
            account: contact.account.clone(),
            sent_at: self.now(),
            tasks: i64::try_from(tasks).unwrap_or_default(),
            state: if failed.is_none() { "sent" } else { "failed" }.to_owned(),
            said: failed.clone().unwrap_or_default(),
        };
        self.stores
            .main
            .write(&contact.regency, move |tx| {
                let delivery = delivery.clone();
                Box::pin(async move { Ok::<_, Refusal>(contacts::keep_delivery(tx, &delivery).await?) })
            })
            .await?;
        Ok(failed)
    }
}

fn language(contact: &Contact) -> Words {
    words(if contact.language == "en" { Lang::En } else { Lang::Id })
}
