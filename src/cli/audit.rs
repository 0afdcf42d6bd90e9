//! `bersinar audit`: the ledger proved, handed out, signed.

use super::{
    Failure,
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

/// Verify, export and sign the ledger.
#[derive(Debug, clap::Subcommand)]
#[expect(clippy::large_enum_variant, reason = "made once from the command line")]
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
    /// Write the whole ledger to a file of JSON lines, closed by a signed checkpoint
    Export {
        #[command(flatten)]
        place: Place,
        /// The file to write
        file: PathBuf,
    },
    /// Sign where the ledger stands now; give the file to the inspectorate
    Checkpoint {
        #[command(flatten)]
        place: Place,
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
            Ok(tell(&report))
        }
        AuditVerb::Verify { place, checkpoint, .. } => block_on(async {
            let mut outside: Vec<Checkpoint> = vec![];
            for path in checkpoint {
                let text = std::fs::read_to_string(path).map_err(|error| failed(path, &error))?;
                outside.push(serde_json::from_str(&text).map_err(|error| failed(path, &error))?);
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
            Ok(ExitCode::SUCCESS)
        }),
        AuditVerb::Checkpoint { place, file: path } => block_on(async {
            let app = place.open(Arc::new(SystemClock)).await?;
            let text = serde_json::to_string_pretty(&app.checkpoint().await?).map_err(|error| failed(path, &error))?;
            std::fs::write(path, text).map_err(|error| failed(path, &error))?;
            println!("{} ditulis. Simpan di luar mesin ini.", path.display());
            Ok(ExitCode::SUCCESS)
        }),
        AuditVerb::Key { place } => block_on(async {
            println!("{}", place.open(Arc::new(SystemClock)).await?.public_key());
            Ok(ExitCode::SUCCESS)
        }),
    }
}

fn tell(report: &Report) -> ExitCode {
    println!(
        "{} catatan, {} baris, {} titik periksa diperiksa; {} nama orang sudah dihapus (erased).",
        report.entries, report.rows, report.checkpoints, report.erased
    );
    for finding in &report.findings {
        println!("TEMUAN  {}", said(finding));
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
