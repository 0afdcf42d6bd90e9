//! What every request knows: language, who is signed in, whether this is a demonstration. Put there once, by
//! [`crate::gate`], and taken by every handler as an argument.

use app::{Action, Actor, Refusal, access, accounts::sign_in::SignedIn, places::Installation};
use axum::{extract::FromRequestParts, http::request::Parts};
use domain::region::RegionCode;
use std::sync::Arc;
use words::Words;

/// A request's visitor.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

#[derive(Clone)]
pub struct Inner {
    /// The visitor's words.
    pub w: Words,
    /// Who is signed in.
    pub who: Option<SignedIn>,
    /// What this installation is.
    pub installation: Installation,
    /// Path and query, for the way back.
    pub path: String,
    /// Goes into every form; only pages of this session can know it.
    pub csrf: String,
    /// Where the request came from, for slowing down guesses; never kept.
    pub address: String,
    /// Name and port under which the visitor knows this site.
    pub host: String,
    /// Browser and system in a few words.
    pub device: String,
    /// Whether cookies may be marked as for TLS only.
    pub secure: bool,
}

impl std::ops::Deref for Visit {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Visit {
    pub fn new(inner: Inner) -> Self {
        Self(Arc::new(inner))
    }

    /// Whether this is the demonstration city through which the tour leads, not a real one opened to look at.
    #[must_use]
    pub fn has_tour(&self) -> bool {
        self.installation.demo && self.installation.regency.is_some_and(|city| city.to_string() == "99.71")
    }

    /// The same visitor, having just signed in.
    pub fn entered(&self, who: Option<SignedIn>, csrf: String) -> Self {
        Self::new(Inner { who, csrf, ..(*self.0).clone() })
    }

    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.who.as_ref().map_or(Actor::Anonymous, |who| who.actor.clone())
    }

    /// The person behind a gate that admits only who is signed in.
    pub fn signed_in(&self) -> Result<&SignedIn, Refusal> {
        self.who.as_ref().ok_or(Refusal::SignIn)
    }

    /// The city or regency that the visitor works in: that of the account, else the installation's.
    pub fn city(&self) -> Result<RegionCode, Refusal> {
        let own = match self.who.as_ref().map(|who| &who.actor) {
            Some(Actor::Account { scope, .. }) => scope.and_then(RegionCode::regency),
            _ => None,
        };
        own.or(self.installation.regency).ok_or(Refusal::NotFound("region"))
    }

    /// The office that the visitor works in: the nation's (`None`) for an account of the nation, else that of
    /// [`Visit::city`].
    pub fn office(&self) -> Result<Option<RegionCode>, Refusal> {
        match self.who.as_ref().map(|who| &who.actor) {
            Some(Actor::Account { scope: None, .. }) => Ok(None),
            _ => self.city().map(Some),
        }
    }

    /// Whether to show a link to something.
    pub fn may(&self, action: Action) -> bool {
        access::may(&self.actor(), action)
    }

    /// A text.
    pub fn t(&self, key: &str) -> String {
        self.w.t(key)
    }

    /// The text of an instrument in the visitor's language.
    pub fn of<'a>(&self, text: &'a instrument::Text) -> &'a str {
        text.get(self.w.lang())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| {
            Self::new(Inner {
                w: words::words(words::Lang::Id),
                who: None,
                installation: Installation::default(),
                path: "/".into(),
                csrf: String::new(),
                address: String::new(),
                host: String::new(),
                device: String::new(),
                secure: false,
            })
        }))
    }
}
