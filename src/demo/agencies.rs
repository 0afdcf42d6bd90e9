//! The agencies of the story: 34 that owe reports, four offices of central institutions, a few units, and who speaks for
//! them, plans and reports. The liaison of Dinas Kesehatan has changed.

use super::{papers, people::People, plans, reports, team};
use app::{
    Actor, App, Refusal,
    plan::{
        agencies::AgencyDraft,
        liaisons::{Appointed, NewLiaison},
    },
};
use domain::{region::RegionCode, role::Role};
use jiff::civil::{Date, date};
use std::collections::HashMap;

/// Name and name in short.
const LOCAL: [(&str, &str); 34] = [
    ("Badan Kepegawaian dan Pengembangan SDM", "BKPSDM"),
    ("Badan Kesatuan Bangsa dan Politik", "Kesbangpol"),
    ("Badan Penanggulangan Bencana Daerah", "BPBD"),
    ("Badan Pendapatan Daerah", "Bapenda"),
    ("Badan Pengelolaan Keuangan dan Aset Daerah", "BPKAD"),
    ("Badan Perencanaan Pembangunan Daerah", "Bappeda"),
    ("Dinas Kebudayaan dan Pariwisata", "Disbudpar"),
    ("Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil"),
    ("Dinas Kesehatan", "Dinkes"),
    ("Dinas Ketahanan Pangan", "DKP"),
    ("Dinas Komunikasi dan Informatika", "Diskominfo"),
    ("Dinas Koperasi dan Usaha Mikro", "Diskop"),
    ("Dinas Lingkungan Hidup", "DLH"),
    ("Dinas Pekerjaan Umum dan Penataan Ruang", "PUPR"),
    ("Dinas Pemadam Kebakaran", "Damkar"),
    ("Dinas Pemberdayaan Perempuan dan Perlindungan Anak", "DP3A"),
    ("Dinas Pemuda dan Olahraga", "Dispora"),
    ("Dinas Penanaman Modal dan PTSP", "DPMPTSP"),
    ("Dinas Pendidikan", "Disdik"),
    ("Dinas Pengendalian Penduduk dan KB", "DPPKB"),
    ("Dinas Perdagangan", "Disdag"),
    ("Dinas Perhubungan", "Dishub"),
    ("Dinas Perikanan", "Diskan"),
    ("Dinas Perindustrian", "Disperin"),
    ("Dinas Perpustakaan dan Kearsipan", "Dispusip"),
    ("Dinas Pertanian", "Distan"),
    ("Dinas Perumahan dan Permukiman", "Disperkim"),
    ("Dinas Sosial", "Dinsos"),
    ("Dinas Tenaga Kerja", "Disnaker"),
    ("Inspektorat Daerah", "Inspektorat"),
    ("RSUD Teluk Harapan", "RSUD"),
    ("Satuan Polisi Pamong Praja", "Satpol-PP"),
    ("Sekretariat Daerah", "Setda"),
    ("Sekretariat DPRD", "Setwan"),
];

const CENTRAL: [(&str, &str); 4] = [
    ("Kantor Kementerian Agama", "Kemenag"),
    ("Kejaksaan Negeri", "Kejari"),
    ("Kodim Teluk Harapan", "Kodim"),
    ("Polres Teluk Harapan", "Polres"),
];

/// Unit, its kind, and in short the agency that it stands under.
const UNITS: [(&str, &str, &str); 4] = [
    ("KUA Teluk Dalam", "unit", "Kemenag"),
    ("Puskesmas Teluk Dalam", "unit", "Dinkes"),
    ("Puskesmas Kepulauan Kerapu", "unit", "Dinkes"),
    ("SMP Negeri 1 Teluk Harapan", "school", "Disdik"),
];

const FIRST: [&str; 17] = [
    "Nurul", "Tuti", "Roni", "Sari", "Budi", "Lina", "Eko", "Wati", "Hadi", "Rina", "Yusuf", "Desi", "Arif", "Mira",
    "Doni", "Ida", "Galih",
];

/// What happens to all of them on a day.
#[derive(Clone, Copy)]
pub enum Part {
    /// They are entered, get who speaks for them, and plan.
    Enter,
    /// They report of the first half-year.
    Report,
    /// The secretariat looks at the reports.
    Check,
    /// Someone else speaks for Dinas Kesehatan.
    HandOver,
    /// The integrated team is set up, with the law that there is.
    Found,
    /// It meets and decides.
    Meet,
    /// The liaisons are named.
    Name,
    /// The revision of the Perda reaches the council.
    Propose,
    /// The MoU waits for signature.
    Initial,
    /// The next meeting is planned.
    Invite,
    /// The report of the first half-year is issued.
    Issue,
    /// Someone else signs for the secretariat.
    Succeed,
}

/// The days of 2026.
pub const PARTS: [(Date, Part); 12] = [
    (date(2026, 1, 15), Part::Enter),
    (date(2026, 1, 20), Part::Found),
    (date(2026, 2, 12), Part::Meet),
    (date(2026, 3, 25), Part::Name),
    (date(2026, 6, 24), Part::Propose),
    (date(2026, 7, 6), Part::Report),
    (date(2026, 7, 17), Part::Issue),
    (date(2026, 7, 20), Part::Check),
    (date(2026, 9, 1), Part::HandOver),
    (date(2026, 9, 10), Part::Initial),
    (date(2026, 10, 1), Part::Succeed),
    (date(2026, 11, 10), Part::Invite),
];

/// Lives through a part.
pub async fn play(app: &App, people: &People, city: RegionCode, part: Part) -> Result<(), Refusal> {
    match part {
        Part::Enter => enter(app, people, city).await,
        Part::Report => reports::send(app, people, city).await,
        Part::Check => reports::check(app, people, city).await,
        Part::HandOver => hand_over(app, people, city).await,
        Part::Found => team::found(app, people, city).await,
        Part::Meet => team::meet(app, people, city).await,
        Part::Name => team::name(app, people, city).await,
        Part::Propose => team::propose(app, people, city).await,
        Part::Initial => team::initial(app, people, city).await,
        Part::Invite => team::invite(app, people, city).await,
        Part::Issue => papers::issue(app, people, city).await,
        Part::Succeed => papers::succeed(app, people, city).await,
    }
}

async fn enter(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let mut ids = HashMap::new();
    let local = LOCAL.iter().map(|(name, short)| (*name, *short, "opd", ""));
    let central = CENTRAL.iter().map(|(name, short)| (*name, *short, "vertical", ""));
    let units = UNITS.iter().map(|(name, kind, above)| (*name, "", *kind, *above));
    for (name, short, kind, above) in local.chain(central).chain(units) {
        let draft = AgencyDraft {
            kind: kind.into(),
            name: name.into(),
            short: short.into(),
            parent: ids.get(above).cloned().unwrap_or_default(),
            reports: kind == "opd",
            since: "3/1/2017".into(),
            ..AgencyDraft::default()
        };
        ids.insert(short, app.keep_agency(&people.kesbangpol, city, draft).await?);
    }
    for ((_, short), at) in LOCAL.iter().zip(0..) {
        let login = format!("opd-{}", short.to_lowercase());
        let last = if at % 2 == 0 { "Anggraini" } else { "Permana" };
        let name = format!("{} {last} (contoh)", FIRST[at % FIRST.len()]);
        let new = NewLiaison { login, name, since: "8/1/2024".into() };
        let made = appoint(app, people, city, &ids[short], None, new).await?;
        let liaison = Actor::Account { id: made.account, role: Role::Opd, scope: Some(city) };
        plans::usual(app, &liaison, city, &ids[short], 40 + at as i64 * 13 % 60).await?;
        if *short == "Dinkes" {
            plans::health(app, &liaison, city, &ids[short]).await?;
        }
        if *short == "Diskan" {
            plans::fishing(app, &people.kesbangpol, &liaison, city, &ids[short]).await?;
        }
    }
    let known = NewLiaison { login: "polres".into(), since: "8/1/2024".into(), ..NewLiaison::default() };
    appoint(app, people, city, &ids["Polres"], None, known).await?;
    Ok(())
}

async fn hand_over(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let all = app.agencies(&people.kesbangpol, city).await?;
    let health = all.iter().find(|view| view.names[0].short == "Dinkes").ok_or(Refusal::NotFound("agency"))?;
    let former = health.liaisons.first().map(|one| one.liaison.id.clone());
    let new = NewLiaison { login: "dinkes".into(), name: "Wulan Permana (contoh)".into(), since: "1/9/2026".into() };
    appoint(app, people, city, &health.agency.id, former.as_deref(), new).await?;
    Ok(())
}

async fn appoint(
    app: &App,
    people: &People,
    city: RegionCode,
    agency: &str,
    former: Option<&str>,
    new: NewLiaison,
) -> Result<Appointed, Refusal> {
    app.appoint_liaison(&people.kesbangpol, city, agency, former, new).await
}
