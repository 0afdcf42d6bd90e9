//! `bersinar export`: the classes of a year as CSV, safe to open in a spreadsheet.

use super::{
    Failure,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::{Actor, city::Standing};
use std::{io::Write as _, process::ExitCode, sync::Arc};

/// Export the classes of a year as CSV on standard output.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    #[command(flatten)]
    place: Place,
    /// The year; the latest when not given
    #[arg(long)]
    year: Option<i64>,
}

/// Does it.
pub fn run(arguments: &ExportArgs) -> Result<ExitCode, Failure> {
    block_on(async {
        let app = arguments.place.open(Arc::new(SystemClock)).await?;
        let city = app
            .installation()
            .regency
            .ok_or_else(|| Failure::new("pemasangan ini belum berisi kota: bersinar init"))?;
        let board = app.board(&Actor::Console("export"), city, arguments.year).await?;
        let rule = &board.round.rule;
        let id = |class: usize| rule.class(class).map_or("", |class| class.id.as_str());
        let places = app.places();
        let mut out = csv::Writer::from_writer(vec![]);
        let mut header = vec![
            "kode".to_owned(),
            "nama".into(),
            "tahun".into(),
            "kelas".into(),
            "terringan".into(),
            "terberat".into(),
            "diputuskan".into(),
        ];
        header.extend(rule.groups().iter().map(|group| format!("{}_ada", group.id)));
        header.push("aturan".into());
        let failed = |error: csv::Error| Failure::new(error.to_string());
        out.write_record(&header).map_err(failed)?;
        for line in &board.lines {
            let (class, mildest, worst) = match line.standing {
                Standing::Class(class) => (id(class), id(class), id(class)),
                Standing::Between(mildest, worst) => ("", id(mildest), id(worst)),
                Standing::Silent => ("", "", ""),
            };
            let name = places.name(line.village).unwrap_or_default();
            let mut row = vec![line.village.to_string(), documents::inert(name), board.round.year.to_string()];
            row.extend([class, mildest, worst, if line.decided { "ya" } else { "" }].map(str::to_owned));
            row.extend(line.present.iter().map(ToString::to_string));
            row.push(rule.rule());
            out.write_record(&row).map_err(failed)?;
        }
        let bytes = out.into_inner().map_err(|error| Failure::new(error.to_string()))?;
        super::failure::written(std::io::stdout().write_all(&bytes))?;
        Ok(ExitCode::SUCCESS)
    })
}
