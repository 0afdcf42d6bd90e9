//! Places of help in the story; their telephone numbers are visibly invalid.

use app::{Actor, App, Refusal, programme::directory::HelpDraft};
use domain::region::RegionCode;

/// Name, kind, village, services, hours, capacity.
type Place = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str);

const PLACES: [Place; 6] = [
    (
        "Klinik Pratama BNNK Teluk Harapan",
        "bnnk_clinic",
        "99.71.03.1003",
        &["consultation", "screening", "assessment", "outpatient", "counselling", "aftercare"],
        "Senin–Jumat 08.00–15.00",
        "12 orang sehari",
    ),
    (
        "Puskesmas Teluk Dalam",
        "puskesmas",
        "99.71.01.1002",
        &["consultation", "screening"],
        "Senin–Sabtu 07.30–14.00",
        "",
    ),
    (
        "Puskesmas Bukit Raya",
        "puskesmas",
        "99.71.04.1002",
        &["consultation", "screening"],
        "Senin–Sabtu 07.30–14.00",
        "",
    ),
    ("Puskesmas Kepulauan Kerapu", "puskesmas", "99.71.12.1002", &["consultation"], "Senin–Kamis 08.00–13.00", ""),
    (
        "RSUD Kota Teluk Harapan (IPWL)",
        "ipwl",
        "99.71.03.1004",
        &["assessment", "outpatient", "inpatient"],
        "setiap hari, 24 jam",
        "8 tempat tidur",
    ),
    (
        "Unit IBM Seruni Pulih",
        "ibm_unit",
        "99.71.01.1001",
        &["consultation", "counselling", "aftercare"],
        "Selasa dan Kamis sore",
        "",
    ),
];

/// Lists them.
pub async fn list(app: &App, officer: &Actor, city: RegionCode) -> Result<(), Refusal> {
    for (at, (name, kind, village, services, hours, capacity)) in (1..).zip(PLACES) {
        let draft = HelpDraft {
            name: name.into(),
            kind: kind.into(),
            village: village.into(),
            phone: format!("0800-000-00{at}"),
            hours: hours.into(),
            services: services.iter().map(ToString::to_string).collect(),
            capacity: capacity.into(),
            open: true,
            ..HelpDraft::default()
        };
        app.keep_help_place(officer, city, draft).await?;
    }
    Ok(())
}
