//! A person with a cookie, asking the site.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Method, Request, StatusCode},
};
use domain::role::Role;
use std::sync::Arc;
use testing::City;
use tower::ServiceExt as _;

/// Someone at the site; signed in when there is a token.
pub struct Client {
    site: Router,
    token: String,
    bearer: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// A token of someone of this role.
pub async fn token(city: &Arc<City>, role: Role) -> String {
    let app::Actor::Account { id, scope, .. } = city.someone(role) else { panic!() };
    let console = app::Actor::Console("test");
    city.app.make_token(&console, &app::chain_of(scope), &id, "Uji", 365).await.unwrap().secret
}

impl Client {
    /// A visitor.
    pub fn anonymous(city: &Arc<City>) -> Self {
        Self {
            site: web::site(city.app.clone(), listen::Way { behind_proxy: false, tls: false }, None, None),
            token: String::new(),
            bearer: String::new(),
        }
    }

    /// Someone of this role, let in by slip, password and, where needed, second factor.
    pub async fn signed_in(city: &Arc<City>, role: Role) -> Self {
        let app::Actor::Account { id, scope, .. } = city.someone(role) else { panic!() };
        let chain = app::chain_of(scope);
        let console = app::Actor::Console("test");
        let slip = city.app.make_slip(&console, &chain, &id).await.unwrap();
        let password = "empat kata mudah diingat";
        city.app.use_slip(&slip.code, password).await.unwrap();
        let ticket = city.app.sign_in(&city.login(role), password, "?", "10.0.0.1").await.unwrap();
        let who = city.app.signed_in(&ticket.0).await.unwrap().unwrap();
        if !who.session.confirmed {
            let setup = city.app.offer_second_factor(&who);
            let code = app::accounts::second_factor::code_at(&setup.secret, city.app.now()).unwrap();
            city.app.confirm_second_factor(&who, &code, Some(&setup.secret)).await.unwrap();
        }
        Self { token: ticket.0, ..Self::anonymous(city) }
    }

    /// The same visitor with another cookie.
    pub fn with_token(&self, token: &str) -> Self {
        Self { site: self.site.clone(), token: token.to_owned(), bearer: String::new() }
    }

    /// A program that shows a token of someone of this role.
    pub async fn machine(city: &Arc<City>, role: Role) -> Self {
        Self { bearer: token(city, role).await, ..Self::anonymous(city) }
    }

    /// The same site asked with another bearer token.
    pub fn with_bearer(&self, bearer: &str) -> Self {
        Self { site: self.site.clone(), token: String::new(), bearer: bearer.to_owned() }
    }

    /// Sends JSON.
    pub async fn send(&self, path: &str, body: &serde_json::Value) -> Answer {
        self.ask(Method::POST, path, &[("content-type", "application/json")], &body.to_string()).await
    }

    pub async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("host", "bersinar.test");
        request = request.header("cookie", format!("sesi={}; bahasa=id", self.token));
        if !self.bearer.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.bearer));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = self.site.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 30 << 20).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[], "").await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        self.ask(Method::POST, path, &form, body).await
    }
}
