//! `bersinar init`: a real installation, ready for its first village.

use super::{
    Failure, keys,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::{Actor, App, FIRST_INSTRUMENT, accounts::NewAccount};
use domain::{region::RegionCode, role::Role};
use seal::checkpoint::PublicKey;
use std::{process::ExitCode, sync::Arc};
use words::{Lang, words};

/// Begin a real installation: its city, this year's mapping period, an administrator and a BNNK officer.
///
/// Prints two slips; each lets its person choose a password. Cut off half-way, it can be run again. Example: bersinar init --region 63.06
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    #[command(flatten)]
    place: Place,
    /// The code of the city or regency (find it with: bersinar regions search NAME)
    #[arg(long, value_name = "CODE")]
    region: RegionCode,
    /// The public key (64 hexadecimal digits) of a signing key that lies on another machine; without it a key is made here
    #[arg(long, value_name = "HEX")]
    public_key: Option<PublicKey>,
    /// The administrator's name
    #[arg(long, default_value = "Administrator", value_name = "NAME")]
    administrator: String,
    /// The BNNK P2M officer's name
    #[arg(long, default_value = "Petugas BNNK P2M", value_name = "NAME")]
    officer: String,
}

/// Does it.
pub fn run(arguments: &InitArgs) -> Result<ExitCode, Failure> {
    block_on(async {
        arguments.place.not_half_built()?;
        if let Some(key) = &arguments.public_key {
            keys::begin_elsewhere(&arguments.place.data, key)?;
        }
        let app = arguments.place.create(Arc::new(SystemClock)).await?;
        let console = Actor::Console("init");
        let city = arguments.region;
        // One that was cut off half-way is finished, as long as nobody has signed in.
        let begun =
            app.installation().regency == Some(city) && !app.installation().demo && nobody_came(&app, city).await?;
        if !begun {
            app.install(&console, city, false).await?;
        }
        let today = app.today(city);
        let due = jiff::civil::Date::new(today.year(), 11, 30).map_err(|error| Failure::new(error.to_string()))?;
        if !begun || app.rounds(city).await?.is_empty() {
            app.open_round(&console, city, FIRST_INSTRUMENT, i64::from(today.year()), due.max(today)).await?;
        }
        let name = app.places().path(city).unwrap_or_default();
        println!(
            "{name}: {} desa/kelurahan, periode pemetaan {} dibuka.\n",
            app.places().count_villages(city),
            today.year()
        );
        slip(&app, city, Role::Administrator, "administrator", &arguments.administrator).await?;
        slip(&app, city, Role::BnnkP2m, "bnnk", &arguments.officer).await?;
        let database = if arguments.place.database.is_some() { " --database URL" } else { "" };
        println!("Berikutnya:\n  bersinar serve --data {}{database}", arguments.place.data.display());
        println!("  lalu buka /masuk/slip dan masukkan kode slip.");
        println!("Kunci umum buku besar (simpan di luar mesin ini): {}", app.public_key());
        if !app.signs_here() {
            println!("{}", words(Lang::Id).t("ledger-key-elsewhere-begun"));
        }
        Ok(ExitCode::SUCCESS)
    })
}

/// Whether no account of the city has chosen a password yet.
async fn nobody_came(app: &App, city: RegionCode) -> Result<bool, Failure> {
    let there = app.accounts(&Actor::Console("init"), Some(city)).await?;
    Ok(there.iter().all(|there| there.account.secret.is_empty()))
}

async fn slip(app: &App, city: RegionCode, role: Role, login: &str, name: &str) -> Result<(), Failure> {
    let console = Actor::Console("init");
    let there = app.accounts(&console, Some(city)).await?;
    let id = match there.into_iter().find(|there| there.account.login == login) {
        Some(there) => there.account.id,
        None => {
            let new = NewAccount { role, scope: Some(city), login: login.to_owned(), name: name.to_owned() };
            app.create_account(&console, new).await?
        }
    };
    let slip = app.make_slip(&console, &app::chain_of(Some(city)), &id).await?;
    println!("  {name}\n    nama masuk: {login}\n    kode slip:  {}   (sekali pakai, 14 hari)\n", slip.code);
    Ok(())
}
