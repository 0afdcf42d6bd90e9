//! Someone at the door.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode},
};
use listen::Way;
use std::sync::Arc;
use testing::City;
use tower::ServiceExt as _;

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

pub fn door(city: &Arc<City>) -> Router {
    door::site(&city.app, Way { behind_proxy: false, tls: false })
}

pub async fn ask(door: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = door.clone().oneshot(request).await.unwrap().into_parts();
    let body = axum::body::to_bytes(body, 64 << 20).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

pub async fn get(door: &Router, path: &str) -> Answer {
    ask(door, Request::get(path).body(Body::empty()).unwrap()).await
}

pub async fn post(door: &Router, path: &str, body: impl Into<Vec<u8>>) -> Answer {
    ask(door, Request::post(path).body(Body::from(body.into())).unwrap()).await
}

/// Sends a form as a browser without script does.
pub async fn form(door: &Router, path: &str, fields: &[(&str, &str)]) -> Answer {
    let part = |(name, value): &(&str, &str)| {
        format!("--batas\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = fields.iter().map(part).collect::<String>() + "--batas--\r\n";
    let request = Request::post(path).header("content-type", "multipart/form-data; boundary=batas");
    ask(door, request.body(Body::from(body)).unwrap()).await
}
