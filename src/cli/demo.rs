//! `bersinar demo`: the invented city, ready to walk through.

use super::{
    Failure, import, keys,
    mail::MailArgs,
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
/// Example: bersinar demo --region 21.71 --data demo-batam --boundaries batam.geojson
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
    /// The outlines of the real regency's villages (GeoJSON or TopoJSON); without them its map is a scheme
    #[arg(long, requires = "region", value_name = "FILE")]
    boundaries: Option<PathBuf>,
    #[command(flatten)]
    listen: Listen,
    #[command(flatten)]
    mail: MailArgs,
}

/// Does it.
pub fn run(arguments: &DemoArgs) -> Result<ExitCode, Failure> {
    serve::log();
    let boundaries = arguments.boundaries.as_deref().map(import::boundary_file).transpose()?;
    block_on(async {
        let place = Place { data: arguments.data.clone(), database: None };
        let (half_built, folder) = (place.half_built(), arguments.data.display());
        if half_built.exists() || !arguments.data.join("main.db").exists() {
            // Where the databases are elsewhere, the keys and files of a real installation lie here.
            let holds_something = std::fs::read_dir(&arguments.data).is_ok_and(|mut there| there.next().is_some());
            if holds_something && !half_built.exists() {
                return Err(Failure::new(format!(
                    "{folder} tidak kosong dan bukan kota contoh. Pilih folder lain dengan --data."
                )));
            }
            let failed = |error: std::io::Error| Failure::new(format!("{}: {error}", half_built.display()));
            keys::private_folder(&arguments.data).and_then(|()| std::fs::write(&half_built, "")).map_err(failed)?;
            build(arguments, &place).await?;
            std::fs::remove_file(&half_built).map_err(failed)?;
        }
        let app = place.open(Arc::new(DemoClock::going(demo::NOW))).await?;
        let city = app.installation().regency;
        if !app.installation().demo {
            return Err(Failure::new(format!(
                "{folder} berisi pemasangan sungguhan. Buka dengan: bersinar serve --data {folder}, atau pilih folder lain."
            )));
        }
        if arguments.region.is_some() && city != arguments.region {
            return Err(Failure::new(format!("{folder} berisi kota lain. Pilih folder lain dengan --data.")));
        }
        if let Some(file) = boundaries {
            import::take_boundaries(&app, file, &import::How { losing: true, ..import::How::default() }).await?;
        }
        let hint = if arguments.region.is_none() { "   (tur 5 menit: /tur)" } else { "" };
        arguments.listen.serve(app, hint, arguments.mail.mailer()?).await
    })
}

async fn build(arguments: &DemoArgs, place: &Place) -> Result<(), Failure> {
    // What a demonstration that was cut off has left.
    let files =
        store::DATABASES.iter().flat_map(|name| ["db", "db-wal", "db-shm"].map(|kind| format!("{name}.{kind}")));
    for file in files {
        match std::fs::remove_file(arguments.data.join(file)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(Failure::new(error.to_string())),
            _ => {}
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
