//! `bersinar demo`: the invented city, ready to walk through.

use super::{
    Failure,
    outside::DemoClock,
    place::{Place, block_on},
    serve::{self, Listen},
};
use crate::demo;
use domain::region::RegionCode;
use std::{path::PathBuf, process::ExitCode, sync::Arc};

/// Open the invented city Kota Teluk Harapan with five years of mapping, or any real regency without values.
///
/// Example: bersinar demo --listen 127.0.0.1:8080
/// Example: bersinar demo --region 21.71 --data demo-batam
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// Where the demonstration is kept; made anew when it is not there
    #[arg(long, default_value = "bersinar-demo", value_name = "DIR")]
    data: PathBuf,
    /// A real regency or city instead of the invented one: its real list, no values
    #[arg(long, value_name = "CODE")]
    region: Option<RegionCode>,
    /// Fill the real regency with made-up values under neutral names ("Contoh 1.1")
    #[arg(long, requires = "region")]
    with_sample_values: bool,
    #[command(flatten)]
    listen: Listen,
}

/// Marks a folder whose demonstration was built to the end.
const COMPLETE: &str = "complete";

/// Does it.
pub fn run(arguments: &DemoArgs) -> Result<ExitCode, Failure> {
    serve::log();
    block_on(async {
        let place = Place { data: arguments.data.clone(), database: None };
        let complete = arguments.data.join(COMPLETE);
        if !complete.exists() {
            build(arguments, &place).await?;
            std::fs::write(&complete, "").map_err(|error| Failure::new(error.to_string()))?;
        }
        let app = place.open(Arc::new(DemoClock::going(demo::NOW))).await?;
        let city = app.installation().regency;
        if arguments.region.is_some() && city != arguments.region {
            let folder = arguments.data.display();
            return Err(Failure::new(format!("{folder} berisi kota lain. Pilih folder lain dengan --data.")));
        }
        arguments.listen.serve(app, "   (tur 5 menit: /tur)", None).await
    })
}

async fn build(arguments: &DemoArgs, place: &Place) -> Result<(), Failure> {
    if arguments.data.join("main.db").exists() {
        // A demonstration that was cut off while being built; only our own half-built files are removed.
        for file in ["main", "tips", "help"]
            .iter()
            .flat_map(|name| ["db", "db-wal", "db-shm"].map(|kind| format!("{name}.{kind}")))
        {
            match std::fs::remove_file(arguments.data.join(file)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Failure::new(error.to_string()));
                }
                _ => {}
            }
        }
    }
    println!("Membangun kota contoh di {} …", arguments.data.display());
    let clock = Arc::new(DemoClock::standing(demo::NOW));
    let app = place.create(clock.clone()).await?;
    let set = move |at| clock.set(at);
    match arguments.region {
        None => demo::build(&app, &set).await.map(drop)?,
        Some(regency) => demo::build_real(&app, &set, regency, arguments.with_sample_values).await?,
    }
    Ok(())
}
