//! For: a short value of any kind, as text. Not for: coordinates. Next: `labels.rs`.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// A text or number as it was typed; nothing for anything else.
#[derive(Debug, Default)]
pub(super) struct Text(pub Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        // As it stands in the file: 32.10 as a number would lose its zero.
        let raw = <&RawValue>::deserialize(json)?.get();
        let text = match raw.as_bytes().first() {
            Some(b'"') => serde_json::from_str(raw).ok(),
            Some(b'-' | b'0'..=b'9') => Some(raw.to_owned()),
            _ => None,
        };
        Ok(Self(text.map(|text: String| text.trim().to_owned()).filter(|text| !text.is_empty())))
    }
}
