//! `bersinar audit`: the ledger proved, handed out, signed.

use super::{
    Failure, checkpoint,
    outside::SystemClock,
    place::{Place, block_on},
};
use seal::checkpoint::{Checkpoint, PublicKey};
use std::{
    fs::File,
    io::{BufReader, BufWriter, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};
use store::ledger::{
    export,
    verify::{Finding, Report},
};
use words::{Lang, words};

/// Verify, export and sign the ledger.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant, reason = "made once from the command line")]
pub enum AuditVerb {
    /// Check that nothing was rewritten: on the live database, or on an exported file with the public key alone
    ///
    /// Exit code 0 when all is as recorded, 1 when something is not. Example: bersinar audit verify --file buku-besar.jsonl --public-key HEX
    Verify {
        #[command(flatten)]
        place: Place,
        /// An exported ledger instead of the live database
        #[arg(long, requires = "public_key")]
        file: Option<PathBuf>,
        /// The public key (64 hexadecimal digits)
        #[arg(long, requires = "file")]
        public_key: Option<PublicKey>,
        /// A checkpoint that was kept elsewhere; may be given several times
        #[arg(long)]
        checkpoint: Vec<PathBuf>,
    },
    /// Write the whole ledger to a file of JSON lines, closed by a signed checkpoint where the key lies here
    Export {
        #[command(flatten)]
        place: Place,
        /// The file to write
        file: PathBuf,
    },
    /// Sign where the ledgers of the stores stand now; give the file to the inspectorate
    Checkpoint {
        #[command(flatten)]
        place: Place,
        /// The file to write
        file: PathBuf,
        /// Only this store (main, tips, help, signals); may be given several times
        #[arg(long, value_parser = store::STORES)]
        store: Vec<String>,
    },
    /// Write where the ledgers stand, unsigned, to be signed on the machine that has the key
    Heads {
        #[command(flatten)]
        place: Place,
        /// The file to write
        file: PathBuf,
        /// Only this store (main, tips, help, signals); may be given several times
        #[arg(long, value_parser = store::STORES)]
        store: Vec<String>,
    },
    /// Sign such a file with a key file; needs no installation. Example: bersinar audit sign heads.json --key ledger.key signed.json
    Sign {
        /// The file that `audit heads` wrote
        file: PathBuf,
        /// The secret key, as `audit keygen` made it
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// The file to write
        out: PathBuf,
    },
    /// Check a file that was signed elsewhere, and keep its checkpoints
    Accept {
        #[command(flatten)]
        place: Place,
        /// The file that `audit sign` wrote
        file: PathBuf,
    },
    /// Make a key pair: the secret in a file, the public half on the screen
    Keygen {
        /// The file to write
        file: PathBuf,
    },
    /// Print the public key
    Key {
        #[command(flatten)]
        place: Place,
    },
}

/// Does it.
pub fn run(verb: &AuditVerb) -> Result<ExitCode, Failure> {
    let failed = |path: &PathBuf, error: &dyn std::fmt::Display| Failure::new(format!("{}: {error}", path.display()));
    match verb {
        AuditVerb::Verify { file: Some(path), public_key: Some(key), .. } => {
            let file = File::open(path).map_err(|error| failed(path, &error))?;
            let report = export::verify(BufReader::new(file), key).map_err(|error| failed(path, &error))?;
            let outcome = tell(&report);
            // A file proves only what is signed: what nobody signed is no "all is well".
            Ok(if report.unsigned > 0 { ExitCode::FAILURE } else { outcome })
        }
        AuditVerb::Verify { place, checkpoint: files, .. } => block_on(async {
            let mut outside: Vec<Checkpoint> = vec![];
            for path in files {
                outside.extend(checkpoint::read(path)?);
            }
            let app = place.open(Arc::new(SystemClock)).await?;
            Ok(tell(&app.verify(&outside).await?))
        }),
        AuditVerb::Export { place, file: path } => block_on(async {
            let app = place.open(Arc::new(SystemClock)).await?;
            let mut file = BufWriter::new(File::create(path).map_err(|error| failed(path, &error))?);
            let entries = app.export_ledger(&mut file).await?;
            file.flush().map_err(|error| failed(path, &error))?;
            println!("{entries} catatan ditulis ke {}. Kunci umum: {}", path.display(), app.public_key());
            if !app.signs_here() {
                println!("{}", words(Lang::Id).t("ledger-export-unsigned"));
            }
            Ok(ExitCode::SUCCESS)
        }),
        AuditVerb::Checkpoint { place, file, store } => block_on(async {
            checkpoint::make(&place.open(Arc::new(SystemClock)).await?, file, store).await?;
            Ok(ExitCode::SUCCESS)
        }),
        AuditVerb::Heads { place, file, store } => block_on(async {
            checkpoint::state(&place.open(Arc::new(SystemClock)).await?, file, store).await?;
            Ok(ExitCode::SUCCESS)
        }),
        AuditVerb::Accept { place, file } => block_on(async {
            checkpoint::accept(&place.open(Arc::new(SystemClock)).await?, file).await?;
            Ok(ExitCode::SUCCESS)
        }),
        AuditVerb::Sign { file, key, out } => checkpoint::sign(file, key, out).map(|()| ExitCode::SUCCESS),
        AuditVerb::Keygen { file } => checkpoint::make_key(file).map(|()| ExitCode::SUCCESS),
        AuditVerb::Key { place } => block_on(async {
            println!("{}", place.open(Arc::new(SystemClock)).await?.public_key());
            Ok(ExitCode::SUCCESS)
        }),
    }
}

pub fn tell(report: &Report) -> ExitCode {
    println!(
        "{} catatan, {} baris, {} titik periksa diperiksa; {} nama orang sudah dihapus (erased).",
        report.entries, report.rows, report.checkpoints, report.erased
    );
    for finding in &report.findings {
        println!("TEMUAN  {}", said(finding));
    }
    if report.unsigned > 0 {
        println!("{}", words(Lang::Id).with("ledger-unsigned", &[("n", report.unsigned.into())]));
    }
    if report.findings.is_empty() {
        println!("Semua sesuai dengan buku besar.");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn said(finding: &Finding) -> String {
    match finding {
        Finding::EntryChanged { chain, sequence } => format!("catatan {chain} no. {sequence} diubah"),
        Finding::ChainBroken { chain, sequence } => format!("rantai {chain} terputus sebelum no. {sequence}"),
        Finding::ChainCut { chain, ends, was } => {
            format!("rantai {chain} berakhir di no. {ends}, padahal pernah sampai no. {was}")
        }
        Finding::Rewritten { chain, sequence } => {
            format!("rantai {chain} no. {sequence} ditulis ulang sejak titik periksa")
        }
        Finding::CheckpointForged { made_at } => format!("titik periksa {made_at} tidak cocok dengan kunci"),
        Finding::RowChanged { subject } => format!("baris {subject} diubah di luar program"),
        Finding::PastChanged { subject, sequence } => {
            format!("keadaan lama {subject} sebelum entri {sequence} berubah di luar program")
        }
        Finding::RowMissing { subject } => format!("baris {subject} hilang di luar program"),
        Finding::RowUnknown { subject } => format!("baris {subject} muncul di luar program"),
        Finding::PersonChanged { subject } => format!("nama orang pada {subject} diubah di luar program"),
    }
}
