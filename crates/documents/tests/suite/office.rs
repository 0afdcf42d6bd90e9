//! Through a real spreadsheet program: the form is opened, saved in other formats and saved back.

use crate::*;
use documents::template;
use std::path::Path;
use std::process::Command;

fn convert(folder: &Path, file: &str, to: &str) -> Option<Vec<u8>> {
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let arguments = ["--headless", "--norestore", "--convert-to", to, "--outdir"];
    let output =
        Command::new("soffice").arg(profile).args(arguments).arg(folder.join("out")).arg(folder.join(file)).output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
        output => output.unwrap(),
    };
    let made = folder.join("out").join(Path::new(file).with_extension(to));
    Some(std::fs::read(&made).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr))))
}

#[test]
fn libreoffice_keeps_what_the_form_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut form = template(POLICE, Lang::Id);
    form.rows[0].values = ["3", "-", "?", "ada", "2,5", "tidak", "1143"].map(str::to_owned).into();
    form.rows[1].name = "=1+1".into();
    form.rows[2].nil = true;
    let sent = template::xlsx(&form).unwrap();
    std::fs::write(folder.path().join("isian.xlsx"), &sent).unwrap();
    let Some(saved) = convert(folder.path(), "isian.xlsx", "xlsx") else {
        eprintln!("SKIPPED: no soffice here, the LibreOffice round trip was not tried");
        return;
    };
    let expected = read(&sent).unwrap();
    assert_eq!(read(&saved).unwrap(), expected);
    // Notes and checks are still there for the next person.
    let sheet = part(&saved, "xl/worksheets/sheet1.xml");
    assert_eq!(sheet.matches("<dataValidation ").count(), 8, "{sheet}");
    assert!(parts(&saved).iter().any(|(name, _)| name.contains("comments")));

    let ods = convert(folder.path(), "isian.xlsx", "ods").unwrap();
    assert_eq!(incoming::read(&ods, "isian.ods", rule(), POLICE), Err(FileFault::OpenDocument));
    std::fs::write(folder.path().join("lewat.ods"), &ods).unwrap();
    let back = convert(folder.path(), "lewat.ods", "xlsx").unwrap();
    assert_eq!(read(&back).unwrap(), expected);

    std::fs::write(folder.path().join("teks.csv"), template::csv(&form).unwrap()).unwrap();
    let from_csv = read(&convert(folder.path(), "teks.csv", "xlsx").unwrap()).unwrap();
    assert_eq!(from_csv.rows.len(), 3);
    assert_eq!(from_csv.stamp, expected.stamp);
    let xls = convert(folder.path(), "isian.xlsx", "xls").unwrap();
    assert_eq!(incoming::read(&xls, "isian.xls", rule(), POLICE), Err(FileFault::OldXls));
}
