//! A QR code as SVG, black on white with its quiet zone.

use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write as _;

/// The code of a text, for a page and for a paper; empty when the text is too long for one.
#[must_use]
pub fn svg(text: &str) -> String {
    let Ok(code) = QrCode::encode_text(text, QrCodeEcc::Medium) else { return String::new() };
    let mut path = String::new();
    for y in 0..code.size() {
        for x in (0..code.size()).filter(|x| code.get_module(*x, y)) {
            // Writing into a String does not fail.
            let _ = write!(path, "M{},{}h1v1h-1z", x + 4, y + 4);
        }
    }
    let side = code.size() + 8;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"QR\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>"
    )
}
