//! The command line: one file a verb. Exit code 0 when the work was done (also when it found something), 1 when a check
//! found faults, 2 when the work could not be done.

mod aligned;
mod audit;
mod backup;
mod backup_words;
mod checkpoint;
mod demo;
mod doctor;
mod door;
mod export;
mod failure;
mod import;
mod init;
mod input;
mod instruments;
mod keys;
mod mail;
mod migrate;
mod options;
mod outside;
mod place;
mod press;
mod regions;
mod restore;
mod restore_set;
mod rule_text;
mod rules;
mod score;
mod serve;
mod table;
mod user;

use clap::{Parser, Subcommand};
pub use failure::Failure;
use std::process::ExitCode;

/// Bersinar: the system on which a city runs its drug-free village programme.
#[derive(Debug, Parser)]
#[command(name = "bersinar", version, about, propagate_version = true, after_help = HELP)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

const HELP: &str = "\
Look around:        bersinar demo
A real city:        bersinar init --region 63.06 --data bersinar-data
                    bersinar serve --data bersinar-data
Without any data:   bersinar score kawasan-rawan-8-5 FILE.csv --format json
                    bersinar regions match FILE.csv --within 52 --format json
                    bersinar instruments check FILE.toml";

#[derive(Debug, Subcommand)]
enum Verb {
    /// Open the invented city Kota Teluk Harapan, or any real one as a demonstration
    Demo(demo::DemoArgs),
    /// Begin a real installation: its city, this year's period, the first accounts
    Init(init::InitArgs),
    /// Serve the pages
    Serve(serve::ServeArgs),
    /// Bring the tables of an installation up to date, then stop
    Migrate(place::Place),
    /// Import population, points or changed area codes from a file
    Import(import::ImportArgs),
    /// Export the classes of a year as CSV
    Export(export::ExportArgs),
    /// Back up the stores, each into a checked file of its own, while the program serves
    Backup(backup::BackupArgs),
    /// Put backups back into a new data folder (or an empty PostgreSQL database)
    Restore(restore::RestoreArgs),
    /// Score a file with a rule, without any installation
    Score(score::ScoreArgs),
    /// Find places, and match free-text names to codes
    #[command(subcommand)]
    Regions(regions::RegionsVerb),
    /// Check and show rule files
    #[command(subcommand)]
    Instruments(instruments::InstrumentsVerb),
    /// Verify, export and sign the ledger
    #[command(subcommand)]
    Audit(audit::AuditVerb),
    /// The safe door from outside: open a saved report, check a door's pages
    #[command(subcommand)]
    Door(door::DoorVerb),
    /// Accounts, from the machine
    #[command(subcommand)]
    User(user::UserVerb),
    /// Say in plain words what is wrong with an installation
    Doctor(doctor::DoctorArgs),
    /// Set one paper; the serving program calls it
    #[command(hide = true)]
    Press,
}

/// Reads the arguments and does the work.
pub fn run() -> ExitCode {
    let outcome = match Arguments::parse().verb {
        Verb::Demo(arguments) => demo::run(&arguments),
        Verb::Init(arguments) => init::run(&arguments),
        Verb::Serve(arguments) => serve::run(&arguments),
        Verb::Migrate(place) => migrate::run(&place),
        Verb::Import(arguments) => import::run(&arguments),
        Verb::Export(arguments) => export::run(&arguments),
        Verb::Backup(arguments) => backup::run(&arguments),
        Verb::Restore(arguments) => restore::run(&arguments),
        Verb::Score(arguments) => done(score::run(&arguments)),
        Verb::Regions(verb) => done(regions::run(&verb)),
        Verb::Instruments(verb) => instruments::run(&verb),
        Verb::Audit(verb) => audit::run(&verb),
        Verb::Door(verb) => door::run(&verb),
        Verb::User(verb) => done(user::run(&verb)),
        Verb::Doctor(arguments) => doctor::run(&arguments),
        Verb::Press => press::run(),
    };
    outcome.unwrap_or_else(|failure| {
        failure::remark(&failure.message);
        ExitCode::from(2)
    })
}

fn done(outcome: Result<(), Failure>) -> Result<ExitCode, Failure> {
    outcome.map(|()| ExitCode::SUCCESS)
}
