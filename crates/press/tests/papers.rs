//! Papers are set for real: what comes out is a PDF, the same each time, and what cannot be set is refused with words.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

use press::{Order, PressError, press};
use serde_json::{Value, json};

fn paper() -> Value {
    let column = |title: &str, number: bool| json!({ "name": title, "title": title, "share": if number { 0 } else { 1 }, "number": number });
    let cell = |text: &str, to: &str| json!({ "text": text, "value": null, "to": to });
    let table = |name: &str, to: &str| {
        json!({ "kind": "table", "name": name, "caption": "Capaian", "empty": "Tidak ada", "tall": false,
            "columns": [column("Aksi", false), column("Realisasi", true)],
            "rows": [{ "name": "a", "source": "", "sum": false, "cells": [cell("Penyuluhan <i> #x", ""), cell("368", to)] }] })
    };
    json!({
        "paper": {
            "lang": "id", "title": "Laporan semester", "head": ["Pemerintah Kota Contoh", "Badan Kesbangpol", "Jalan Contoh 1"],
            "subtitle": ["Nomor: 1/2026"], "facts": [{ "name": "n", "label": "Melapor", "value": "11 dari 34" }],
            "sections": [
                { "title": "Ringkasan", "annex": false, "parts": [table("satu", "dua"),
                    { "kind": "text", "name": "", "text": "Satu.\nDua." },
                    { "kind": "points", "name": "agenda", "title": "Agenda", "points": ["Pembukaan", "Penutup"] }] },
                { "title": "Lampiran", "annex": true, "parts": [table("dua", "")] },
            ],
            "signature": { "place": "Kota Contoh, 1 Juli 2026", "office": ["Kepala Badan"] },
        },
        "person": { "name": "Sri (contoh)", "rank": "Pembina", "number": "NIP 1" },
        "nobody": "nama dihapus", "mark": "KONSEP", "notices": ["Satu angka berubah."], "arms": "", "arms_alt": "",
        "foot": "Bersinar", "page_of": "Halaman {n} dari {of}",
    })
}

/// A section without a heading of its own.
fn plain(mut data: Value) -> Value {
    data["paper"]["sections"][0]["title"] = json!("");
    data
}

fn order(data: &Value) -> Order {
    Order { template: "paper".to_owned(), data: data.to_string().into_bytes(), pictures: vec![] }
}

#[test]
fn a_paper_is_set_the_same_each_time() {
    let first = press(&order(&paper())).unwrap();
    assert!(first.starts_with(b"%PDF-"));
    assert_eq!(first, press(&order(&paper())).unwrap());
    assert!(press(&order(&plain(paper()))).is_ok());
}

#[test]
fn a_paper_with_arms_and_without_a_signature_is_set() {
    let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>"#;
    let mut data = paper();
    data["arms"] = json!("arms.svg");
    data["arms_alt"] = json!("Lambang kota");
    data["paper"]["signature"] = Value::Null;
    data["paper"]["sections"][0]["parts"] = json!([{ "kind": "code", "svg": std::str::from_utf8(svg).unwrap(),
        "alt": "Kode", "text": "Pindai" }]);
    data["paper"]["sections"][1]["parts"][0]["rows"] = json!([]);
    let order = Order { pictures: vec![("arms.svg".to_owned(), svg.to_vec())], ..order(&data) };
    assert!(press(&order).unwrap().starts_with(b"%PDF-"));
}

#[test]
fn what_cannot_be_set_says_why() {
    assert!(matches!(press(&Order::default()), Err(PressError::NoTemplate(_))));
    let broken = Order { data: b"{".to_vec(), ..order(&json!({})) };
    assert!(matches!(press(&broken), Err(PressError::NotSet(said)) if said.contains("JSON")));
    // No file of the machine is reached, whatever the data say.
    let mut data = paper();
    data["arms"] = json!("/etc/passwd");
    assert!(matches!(press(&order(&data)), Err(PressError::NotSet(_))));
}

#[test]
fn a_character_without_a_picture_keeps_no_paper_from_being_set() {
    let mut data = paper();
    data["paper"]["subtitle"] =
        json!(["\u{F0B7} Selesai ✅🙏", "\u{0628}\u{0633}\u{0645}", "漢字", "Baris\u{0007} dua\u{200B}"]);
    assert!(press(&order(&data)).is_ok());
}
