//! The site as a service, and what its handlers work with. Listening is `listen`.

use crate::{api::flood::Flood, routes, visit::Visit};
use app::{App, Mailer};
use axum::{Router, http::HeaderMap, middleware::from_fn_with_state};
use listen::Way;
use std::sync::Arc;

/// What the handlers work with.
#[derive(Clone)]
pub struct Site {
    /// The program.
    pub app: Arc<App>,
    /// How visitors come here.
    pub way: Way,
    /// Carries mail, where the installation has a mail server.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Where people reach the safe door; `None` where this installation has none.
    pub door: Option<Arc<str>>,
    /// Keeps a client of the API that floods from slowing others.
    pub flood: Arc<Flood>,
}

impl Site {
    /// Whether the visitor's connection is encrypted.
    pub fn secure(&self, headers: &HeaderMap) -> bool {
        self.way.secure(headers)
    }

    /// Where people reach this site: as the operator said, else as this visitor does.
    pub fn base(&self, v: &Visit) -> String {
        match &self.mailer {
            Some(mailer) => mailer.address().to_owned(),
            None => format!("{}://{}", if v.secure { "https" } else { "http" }, v.host),
        }
    }
}

/// The whole site as a service.
pub fn site(app: Arc<App>, way: Way, mailer: Option<Arc<dyn Mailer>>, door: Option<String>) -> Router {
    let site = Site { app, way, mailer, door: door.map(Into::into), flood: Arc::default() };
    let welcome = from_fn_with_state(site.clone(), crate::gate::welcome);
    listen::around(routes::router(&site).layer(welcome)).with_state(site)
}
