//! A form without script: its fields in their order, and files behind them. What is too large is not read to memory, and the words that came
//! before it are kept.

use crate::posted::broke_off;
use app::doors::plain::Attachment;
use axum::extract::{Multipart, multipart::MultipartError};

/// The most bytes of all files together: 25 MB.
pub const MOST_FILES: usize = 25 << 20;
/// The most bytes of one field of text.
const MOST_FIELD: usize = 256 << 10;
/// The most fields.
const MOST_FIELDS: usize = 200;

/// What a form sent.
#[derive(Debug, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    /// What files hold; none of their names.
    pub files: Vec<Vec<u8>>,
    /// What could not be taken: the text's key.
    pub fault: Option<&'static str>,
}

impl Form {
    /// Reads it.
    pub async fn read(multipart: Option<Multipart>) -> Self {
        let mut form = Self::default();
        let Some(mut multipart) = multipart else {
            form.fault = Some("door-damaged");
            return form;
        };
        if let Err(error) = form.take(&mut multipart).await {
            form.fault.get_or_insert(broke_off(error.status()));
        }
        form
    }

    async fn take(&mut self, multipart: &mut Multipart) -> Result<(), MultipartError> {
        let mut room = MOST_FILES;
        while let Some(mut field) = multipart.next_field().await? {
            let name = field.name().unwrap_or_default().to_owned();
            let is_file = field.file_name().is_some();
            let most = if is_file { room } else { MOST_FIELD };
            let mut bytes = vec![];
            while let Some(chunk) = field.chunk().await? {
                if bytes.len() + chunk.len() > most || self.fields.len() >= MOST_FIELDS {
                    // The rest is read and dropped, so that the browser gets an answer.
                    self.fault = Some(if is_file { "door-too-large" } else { "door-too-long" });
                } else {
                    bytes.extend(chunk);
                }
            }
            if self.fault.is_some() {
                continue;
            }
            if !is_file {
                self.fields.push((name, String::from_utf8_lossy(&bytes).into_owned()));
            } else if !bytes.is_empty() {
                room -= bytes.len();
                self.files.push(bytes);
            }
        }
        Ok(())
    }

    /// The first field of this name; empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// All fields of this name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.clone()).collect()
    }
}

/// The pictures and documents among what was sent, without what tells where they were made.
///
/// # Errors
/// When one of them cannot be taken.
pub async fn attachments(files: Vec<Vec<u8>>) -> Result<Vec<Attachment>, app::Refusal> {
    let mut taken = vec![];
    for file in files {
        taken.push(Attachment::of(file).await?);
    }
    Ok(taken)
}
