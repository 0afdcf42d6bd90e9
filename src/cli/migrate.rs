//! `bersinar migrate`: opens an installation, which brings its tables up to date, and stops.

use super::{
    Failure,
    outside::SystemClock,
    place::{Place, block_on},
};
use std::{process::ExitCode, sync::Arc};

/// Does it.
pub fn run(place: &Place) -> Result<ExitCode, Failure> {
    block_on(async {
        place.open(Arc::new(SystemClock)).await?;
        println!("{}: tabel sesuai dengan versi {}.", place.location().place(), env!("CARGO_PKG_VERSION"));
        Ok(ExitCode::SUCCESS)
    })
}
