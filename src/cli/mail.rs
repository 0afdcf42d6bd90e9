//! Mail by SMTP: the one place that speaks to a mail server. What is written and to whom: `app::tasks::remind`.

use super::Failure;
use app::{Mail, Mailer};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
};
use std::{sync::Arc, time::Duration};
use store::BoxFuture;

/// Which mail server carries reminders.
#[derive(Debug, Clone, clap::Args)]
pub struct MailArgs {
    /// The mail server: smtps://user:password@host, or smtp://host:25?tls=required; smtp://127.0.0.1:25 without TLS
    #[arg(long, env = "BERSINAR_SMTP", value_name = "URL", hide_env_values = true, requires_all = ["mail_from", "address"])]
    pub smtp: Option<String>,
    /// From whom mails come: "Bersinar <bersinar@contoh.go.id>"
    #[arg(long, env = "BERSINAR_MAIL_FROM", value_name = "ADDRESS")]
    pub mail_from: Option<Mailbox>,
    /// Where people reach this site, for the links in mails: https://bersinar.contoh.go.id
    #[arg(long, env = "BERSINAR_ADDRESS", value_name = "URL")]
    pub address: Option<String>,
}

/// A mail server that does not answer within this is told as failed.
const PATIENCE: Duration = Duration::from_secs(20);

impl MailArgs {
    /// The mailer, where a server is named.
    pub fn mailer(&self) -> Result<Option<Arc<dyn Mailer>>, Failure> {
        let (Some(transport), Some(from), Some(address)) = (self.transport()?, &self.mail_from, &self.address) else {
            return Ok(None);
        };
        let address = address.trim_end_matches('/').to_owned();
        Ok(Some(Arc::new(Smtp { transport, from: from.clone(), address })))
    }

    fn transport(&self) -> Result<Option<AsyncSmtpTransport<Tokio1Executor>>, Failure> {
        let Some(url) = &self.smtp else { return Ok(None) };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
            .map_err(|error| Failure::new(format!("--smtp: {error}")))?;
        Ok(Some(builder.timeout(Some(PATIENCE)).build()))
    }

    /// Whether the server takes us, where one is named; nothing is sent.
    pub async fn test(&self) -> Result<Option<Result<(), String>>, Failure> {
        let Some(transport) = self.transport()? else { return Ok(None) };
        Ok(Some(match tokio::time::timeout(PATIENCE, transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("the server does not take us".to_owned()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err(format!("no answer within {} s", PATIENCE.as_secs())),
        }))
    }
}

struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    address: String,
}

impl Mailer for Smtp {
    fn send(&self, mail: Mail) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            let to: Mailbox = mail.to.parse().map_err(|error| format!("{error}"))?;
            let message = Message::builder()
                .from(self.from.clone())
                .to(to)
                .subject(mail.subject)
                .header(ContentType::TEXT_PLAIN)
                .body(mail.body)
                .map_err(|error| error.to_string())?;
            // Each step of the conversation has its own limit; this one is for the whole of it.
            match tokio::time::timeout(2 * PATIENCE, self.transport.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(error.to_string()),
                Err(_) => Err(format!("no answer within {} s", 2 * PATIENCE.as_secs())),
            }
        })
    }

    fn address(&self) -> &str {
        &self.address
    }
}
