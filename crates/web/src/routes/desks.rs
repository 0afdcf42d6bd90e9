//! The addresses of the doors' desks and of the keys that people hold for them.

use super::{Gate::May, Route, get, post};
use crate::pages::desks::{self, desk, keys, names, poster, tip, tips};
use app::Action::{HoldKeys, KeepDesks};

/// The list.
pub fn routes() -> Vec<Route> {
    vec![
        get("/kunci", May(&[HoldKeys]), keys::show),
        post("/kunci", May(&[HoldKeys]), keys::keep),
        get("/meja", May(&[KeepDesks, HoldKeys]), desks::list),
        post("/meja", May(&[KeepDesks]), desks::found),
        get("/meja/{desk}", May(&[KeepDesks, HoldKeys]), desk::show),
        post("/meja/{desk}", May(&[KeepDesks, HoldKeys]), desk::step),
        get("/meja/{desk}/poster", May(&[KeepDesks, HoldKeys]), poster::show),
        get("/meja/{desk}/nama", May(&[HoldKeys]), names::show),
        post("/meja/{desk}/nama", May(&[HoldKeys]), names::step),
        get("/meja/{desk}/laporan", May(&[HoldKeys]), tips::list),
        get("/meja/{desk}/laporan/{id}", May(&[HoldKeys]), tip::show),
        post("/meja/{desk}/laporan/{id}", May(&[HoldKeys]), tip::step),
        get("/meja/{desk}/laporan/{id}/berkas/{n}", May(&[HoldKeys]), tip::files),
        get("/meja/{desk}/laporan/{id}/simpan", May(&[HoldKeys]), tip::save),
        post("/meja/{desk}/laporan/{id}/teruskan", May(&[HoldKeys]), tip::pass),
    ]
}
