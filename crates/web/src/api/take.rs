//! What a request carries, read so that whatever cannot be read is answered with problem details, never with plain text.

use super::problem::Fault;
use app::Refusal;
use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request},
    http::{header, request::Parts},
};
use domain::region::RegionCode;
use serde::de::DeserializeOwned;

/// What stands behind the question mark. A name that the address does not know is refused, so that no typing error is
/// taken for "everything".
#[derive(Debug)]
pub struct Asked<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        // Names the parameter that it could not read.
        let read = Query::try_from_uri(&parts.uri).map(|Query(asked)| Self(asked));
        read.map_err(|error| {
            let why = std::error::Error::source(&error).map_or_else(|| error.to_string(), ToString::to_string);
            Fault::Parameter(why)
        })
    }
}

/// The parts of the path.
#[derive(Debug)]
pub struct Named<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let Path(named) = Path::from_request_parts(parts, state).await.map_err(|_| Refusal::NotFound("page"))?;
        Ok(Self(named))
    }
}

/// A body of JSON.
#[derive(Debug)]
pub struct Sent<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Sent<T> {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if kind.split(';').next().map(str::trim) != Some("application/json") {
            return Err(Fault::MediaType);
        }
        let Raw(bytes) = Raw::from_request(request, state).await?;
        serde_json::from_slice(&bytes).map(Self).map_err(|error| Fault::Body(error.to_string()))
    }
}

/// A body as it is.
#[derive(Debug)]
pub struct Raw(pub Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Fault;

    async fn from_request(request: Request, state: &S) -> Result<Self, Fault> {
        use axum::{http::StatusCode, response::IntoResponse as _};
        let read = Bytes::from_request(request, state).await;
        read.map(Self).map_err(|rejection| {
            let why = rejection.to_string();
            let large = rejection.into_response().status() == StatusCode::PAYLOAD_TOO_LARGE;
            if large { Fault::TooLarge } else { Fault::Body(why) }
        })
    }
}

/// A code in the query or body.
pub fn code(name: &str, text: &str) -> Result<RegionCode, Fault> {
    text.parse().map_err(|_| Fault::parameter(name))
}

/// A code in the path: what is no code is no place.
pub fn place(text: &str) -> Result<RegionCode, Fault> {
    text.parse().map_err(|_| Refusal::NotFound("region").into())
}

/// A date as ISO 8601 writes it.
pub fn date(name: &str, text: &str) -> Result<jiff::civil::Date, Fault> {
    app::sheets::plain_date(text).ok_or_else(|| Fault::parameter(name))
}
