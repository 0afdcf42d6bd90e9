//! What a form has sent: its fields in order, accepted only with the token that this session's pages carry.

use crate::{carried::Carried, oops::Oops, visit::Visit};
use app::Refusal;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts as _, Multipart, Request},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use seal::Digest;
use std::collections::HashMap;

/// The most bytes of a form without files: a city sheet of 440 villages fits ten times.
pub const LARGEST_FORM: usize = 2 * 1024 * 1024;

/// The most bytes of an uploaded file.
pub const LARGEST_FILE: usize = 20 * 1024 * 1024;

/// The most bytes of a conversation that is passed on, sealed again: its files of 25 MB, and much text.
pub const LARGEST_PASSED: usize = 40 * 1024 * 1024;

/// The token of a session's forms; those who are not signed in have an empty session.
pub fn csrf_token(session: &str) -> String {
    Digest::of_fields("bersinar/form", &[session.as_bytes()]).to_string()[..32].to_owned()
}

/// The most fields of a form; without a limit two megabytes could be a million of them.
const MOST_FIELDS: usize = 50_000;

/// The fields of a form as it was sent; nothing where it is none.
pub fn fields(bytes: &[u8]) -> Option<Vec<(String, String)>> {
    let few = bytes.iter().filter(|byte| **byte == b'&').count() < MOST_FIELDS;
    few.then(|| serde_urlencoded::from_bytes(bytes).ok()).flatten()
}

/// The fields of a form.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    all: Vec<(String, String)>,
    /// Where each name stands first: a city's table asks for thousands of them.
    first: HashMap<String, usize>,
}

impl From<Vec<(String, String)>> for Posted {
    fn from(all: Vec<(String, String)>) -> Self {
        let mut first = HashMap::with_capacity(all.len());
        for (at, (name, _)) in all.iter().enumerate() {
            first.entry(name.clone()).or_insert(at);
        }
        Self { all, first }
    }
}

impl Posted {
    /// The first field of this name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.first.get(name).and_then(|at| self.all.get(*at)).map_or("", |(_, value)| value)
    }

    /// All fields of this name.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.all.iter().filter(move |(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// All fields in their order.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a field of this name was sent.
    pub fn has(&self, name: &str) -> bool {
        self.first.contains_key(name)
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, state).await;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        let refused = |key| Oops::from(Refusal::Invalid(key)).into_response();
        let bytes = Bytes::from_request(Request::from_parts(parts, body), state).await;
        let bytes = bytes.map_err(|_| refused("page-form-too-large"))?;
        let posted = Self::from(fields(&bytes).ok_or_else(|| refused("page-form-damaged"))?);
        if check(&visit, &posted).is_ok() {
            return Ok(posted);
        }
        // Signed out and in again while the form was open: whoever is signed in now sees what it says, and may send it.
        let carried = visit.who.as_ref().and_then(|_| Carried::take(&path, &posted.all));
        let page = carried.map(|carried| (StatusCode::UNPROCESSABLE_ENTITY, carried.page(&visit)).into_response());
        Err(page.unwrap_or_else(|| refused("page-form-of-another-session")))
    }
}

/// A form with one file.
#[derive(Debug)]
pub struct PostedFile {
    /// The other fields.
    pub fields: Posted,
    /// The file's name as the device calls it.
    pub name: String,
    /// Its content.
    pub bytes: Bytes,
}

impl PostedFile {
    /// Whether there is one, with something in it.
    ///
    /// # Errors
    /// What to tell beside the form.
    pub fn is_there(&self) -> Result<(), Refusal> {
        match (self.name.is_empty(), self.bytes.is_empty()) {
            (true, _) => Err(Refusal::Invalid("page-no-file")),
            (_, true) => Err(Refusal::Invalid("page-empty-file")),
            _ => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for PostedFile {
    type Rejection = Oops;

    async fn from_request(request: Request, state: &S) -> Result<Self, Oops> {
        let (mut parts, body) = request.into_parts();
        let Ok(visit) = Visit::from_request_parts(&mut parts, state).await;
        let damaged = || Refusal::Invalid("page-form-damaged");
        let too_large = || Refusal::Invalid("import-too-large");
        let mut form = Multipart::from_request(Request::from_parts(parts, body), state).await.map_err(|_| damaged())?;
        let (mut fields, mut file) = (vec![], None);
        while let Some(field) = form.next_field().await.map_err(|_| too_large())? {
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file_name) = field.file_name().map(str::to_owned) {
                file = Some((file_name, field.bytes().await.map_err(|_| too_large())?));
            } else {
                fields.push((name, field.text().await.map_err(|_| damaged())?));
            }
        }
        let fields = Posted::from(fields);
        check(&visit, &fields)?;
        let (name, bytes) = file.unwrap_or_default();
        Ok(Self { fields, name, bytes })
    }
}

fn check(visit: &Visit, posted: &Posted) -> Result<(), Oops> {
    if posted.get("csrf") == visit.csrf { Ok(()) } else { Err(Refusal::Invalid("page-form-of-another-session").into()) }
}
