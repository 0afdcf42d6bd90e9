//! The programme of the story: which kelurahan were designated, launched and kept going, in the order in which it happened.
//!
//! Launched by the end of 2022 to 2026: 4, 15, 24, 33, 41. The 41 are 22 active, 11 inactive and 8 under twelve months; 10
//! of them formed with BNN's money, 31 without. 146 activities in 2026. [`Events`] are made first and lived through beside
//! the mapping ([`super::years`]), so that everything was known when it happened.

use super::{SetClock, agencies, choices, directory, held, people::People, photo, plan::SERUNI, visits};
use app::{
    App, Refusal,
    evidence::{Noun, RecordOf},
    programme::{
        activities::ActivityDraft, budget::BudgetDraft, decrees::DecreeDraft, milestones::MilestoneDraft,
        tags::TagDraft, targets::TargetDraft,
    },
};
use domain::region::RegionCode;
use jiff::{Span, civil::Date, civil::date};

pub const TANJUNG_MELATI: &str = "99.71.02.1001";

/// How many were launched in each year from 2022 on.
const LAUNCHED: [usize; 5] = [4, 11, 9, 9, 8];
/// How many of each year's have become inactive since.
const INACTIVE: [usize; 5] = [3, 4, 3, 1, 0];

/// Something that happened.
enum Event {
    Decree { number: String, on: Date, about: &'static str, villages: Vec<RegionCode> },
    Milestone { village: RegionCode, draft: MilestoneDraft, proof: Option<Proof>, by: By },
    Budget { village: RegionCode, draft: BudgetDraft, proof: Option<Proof> },
    Tag { village: RegionCode, draft: TagDraft },
    Activity { place: RegionCode, draft: Box<ActivityDraft> },
    Target(Box<TargetDraft>),
    Directory,
    Agencies(agencies::Part),
    Choose { village: RegionCode, year: i16 },
    GoOn { village: RegionCode, year: i16 },
    Visit { village: RegionCode, on: Date, silent: bool },
}

/// A picture that proves a record.
#[derive(Clone, Copy)]
enum Proof {
    /// The letter, photographed.
    Letter,
    /// The place.
    Place,
}

/// Who records it.
#[derive(Clone, Copy)]
enum By {
    Officer,
    Kesbangpol,
    Lurah,
}

/// All that happens, in the order of days.
pub struct Events {
    city: RegionCode,
    waiting: std::iter::Peekable<std::vec::IntoIter<(i64, Event)>>,
}

/// Noon of a day, WIB.
pub fn noon(day: Date) -> i64 {
    day.at(5, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).map_or(0, |at| at.timestamp().as_millisecond())
}

/// So many days after.
pub fn later(day: Date, days: i64) -> Date {
    day.checked_add(Span::new().days(days)).unwrap_or(day)
}

/// The villages in the order in which they join; the two of the story in their years.
fn order(villages: &[RegionCode]) -> Vec<RegionCode> {
    let told = |code: &RegionCode| [SERUNI, TANJUNG_MELATI].contains(&code.to_string().as_str());
    let mut others: Vec<RegionCode> = (0..villages.len()).map(|at| villages[(at * 37 + 11) % villages.len()]).collect();
    others.retain(|code| !told(code));
    let find = |text: &str| villages.iter().copied().find(|code| code.to_string() == text);
    // Seruni is the last of 2023, Tanjung Melati the first of 2024's that fell inactive.
    let (first, second) = (LAUNCHED[0] + LAUNCHED[1] - 1, LAUNCHED[0] + LAUNCHED[1]);
    for (at, text) in [(first, SERUNI), (second, TANJUNG_MELATI)] {
        if let Some(code) = find(text) {
            others.insert(at.min(others.len()), code);
        }
    }
    others
}

impl Events {
    /// What happens in the city.
    pub fn of(app: &App, city: RegionCode) -> Self {
        let villages: Vec<RegionCode> = app.places().villages_in(city).map(|village| village.code).collect();
        let mut all = vec![];
        let mut joined = order(&villages).into_iter();
        for (year, (launched, inactive)) in (2022i16..).zip(LAUNCHED.into_iter().zip(INACTIVE)) {
            let batch: Vec<RegionCode> = joined.by_ref().take(launched).collect();
            let mut named = batch.clone();
            // The decree of 2026 names three more, which are still to be launched; one of 2024 was launched without any.
            if year == 2026 {
                named.extend(joined.by_ref().take(3));
            }
            if year == 2024 {
                named.pop();
            }
            let number = format!("188.45/{}/HK/{year}", 100 + year % 100);
            let about = "Penetapan Kelurahan Bersih Narkoba";
            let on = date(year, 3, 11);
            all.push((noon(on), Event::Decree { number, on, about, villages: named }));
            for (at, village) in batch.into_iter().enumerate() {
                join(&mut all, app, village, year, at, at < inactive);
            }
        }
        all.push((noon(date(2024, 9, 2)), Event::Directory));
        all.extend(agencies::PARTS.map(|(on, part)| (noon(on), Event::Agencies(part))));
        all.push((noon(date(2022, 1, 20)), Event::Target(Box::new(plan()))));
        for draft in held::of_the_city() {
            let on = draft.starts_on.parse().unwrap_or(date(2026, 1, 1));
            all.push((noon(on) + 1, Event::Activity { place: city, draft: Box::new(draft) }));
        }
        let seruni = villages.iter().copied().find(|code| code.to_string() == SERUNI);
        for (village, year) in seruni.into_iter().flat_map(|village| [(village, 2025), (village, 2026)]) {
            // Its sheet comes in every March.
            all.push((noon(date(year, 4, 20)), Event::Choose { village, year }));
            all.push((noon(date(year, 10, 14)), Event::GoOn { village, year }));
        }
        for (code, on, silent) in [(SERUNI, date(2026, 8, 20), false), (TANJUNG_MELATI, date(2026, 11, 12), true)] {
            let village = villages.iter().copied().find(|village| village.to_string() == code);
            all.extend(village.map(|village| (noon(on), Event::Visit { village, on, silent })));
        }
        all.sort_by_key(|(at, _)| *at);
        Self { city, waiting: all.into_iter().peekable() }
    }

    /// Lives through all that happened before a moment.
    pub async fn until(&mut self, app: &App, set: SetClock<'_>, people: &People, moment: i64) -> Result<(), Refusal> {
        while let Some((at, event)) = self.waiting.next_if(|(at, _)| *at < moment) {
            set(at);
            happen(app, self.city, people, event).await?;
        }
        Ok(())
    }
}

/// What one village does from its year on.
fn join(all: &mut Vec<(i64, Event)>, app: &App, village: RegionCode, year: i16, at: usize, fades: bool) {
    let code = village.to_string();
    let (seruni, melati) = (code == SERUNI, code == TANJUNG_MELATI);
    let office = format!("Kelurahan {}", app.places().name(village).unwrap_or_default());
    // Those of 2026 in the first half of the year, the others around the international day.
    let launch = match year {
        2026 => later(date(2026, 2, 10), at as i64 * 16),
        _ if seruni || melati => date(year, 6, 26),
        _ => later(date(year, 6, 20), at as i64 % 9),
    };
    let mut milestone = |on: Date, kind: &str, number: String, issuer: &str, quantity: &str, proof, by| {
        let draft = MilestoneDraft {
            kind: kind.into(),
            happened_on: on.to_string(),
            number,
            issuer: issuer.into(),
            quantity: quantity.into(),
            ..MilestoneDraft::default()
        };
        all.push((noon(on) + at as i64 * 1000, Event::Milestone { village, draft, proof, by }));
    };
    let letter = |n: usize| format!("{n:02}/SK/KEL/{year}");
    if seruni {
        milestone(date(2022, 2, 14), "mapped", "BA-07/II/2022/BNNK".into(), "BNNK", "", None, By::Officer);
    }
    // Tanjung Melati has no task force, nor have three others.
    if !melati && at % 7 != 6 {
        let proof = (seruni || at == 0).then_some(Proof::Letter);
        let on = if seruni { date(2023, 5, 2) } else { later(date(year, 4, 20), at as i64) };
        let size = (5 + at % 4).to_string();
        let by = if year == 2026 { By::Kesbangpol } else { By::Lurah };
        milestone(on, "task_group", letter(at + 3), "Lurah", &size, proof, by);
    }
    let photo = (seruni || at.is_multiple_of(3)).then_some(Proof::Place);
    milestone(launch, "launched", String::new(), "", "", photo, By::Officer);
    if seruni || at == 1 {
        let on = if seruni { date(2024, 8, 20) } else { later(launch, 40) };
        milestone(on, "ibm_unit", letter(at + 21), "Kepala BNNK", "5", Some(Proof::Letter), By::Officer);
    }
    if at.is_multiple_of(2) {
        milestone(later(launch, 3), "volunteers", String::new(), "", &(8 + at).to_string(), None, By::Lurah);
        milestone(later(launch, 9), "post", String::new(), "", "", (at == 0).then_some(Proof::Place), By::Lurah);
    }
    if at % 3 != 2 {
        let number = format!("PG-{year}/{:02}", at + 1);
        milestone(later(launch, 20), "penggiat", number, "Kepala BNNK", &(2 + at % 3).to_string(), None, By::Officer);
    }
    if at % 5 != 4 {
        let planned = if seruni { "18.000.000" } else { ["12.500.000", "15.000.000", "9.750.000"][at % 3] };
        let draft = BudgetDraft {
            year: year.to_string(),
            document: "dpa".into(),
            source: "apbd".into(),
            purpose: "Pencegahan penyalahgunaan narkoba di kelurahan".into(),
            planned: planned.into(),
            absorbed: if year < 2026 { planned.into() } else { String::new() },
            number: format!("DPA/{}/{year}", code.replace('.', "")),
            dated: date(year, 1, 25).to_string(),
            ..BudgetDraft::default()
        };
        let proof = seruni.then_some(Proof::Letter);
        all.push((noon(date(year, 4, 3)) + at as i64 * 1000, Event::Budget { village, draft, proof }));
    }
    // Two a year with BNN's own money.
    let dipa = at < 2;
    let draft = TagDraft {
        programme: "bersinar".into(),
        since: launch.to_string(),
        work_unit: if dipa { "BNNK Teluk Harapan" } else { "Pemerintah Kota Teluk Harapan" }.into(),
        funding: if dipa { "dipa" } else { "non_dipa" }.into(),
        ..TagDraft::default()
    };
    all.push((noon(launch) + 3_600_000, Event::Tag { village, draft }));
    if at == 3 {
        let draft =
            TagDraft { programme: "kampung_bebas_narkoba".into(), since: year.to_string(), ..TagDraft::default() };
        all.push((noon(date(year, 12, 20)), Event::Tag { village, draft }));
    }
    for (n, day) in days(year, launch, at, fades, melati).into_iter().enumerate() {
        let draft = held::in_village(n + at, day, &office);
        all.push((
            noon(day) + 7_200_000 + at as i64 * 1000,
            Event::Activity { place: village, draft: Box::new(draft) },
        ));
    }
}

/// The days on which a village holds something: every four months, and where it fades none any more.
fn days(year: i16, launch: Date, at: usize, fades: bool, melati: bool) -> Vec<Date> {
    if melati {
        return vec![date(2024, 9, 14), date(2025, 1, 22), date(2025, 5, 17), date(2025, 9, 9)];
    }
    let last = match (fades, year) {
        (false, _) => date(2026, 11, 15),
        (true, 2022 | 2023) => later(date(2025, 1, 20), at as i64 * 30),
        // Still something at the beginning of 2026, and then no more.
        (true, _) => later(date(2026, 3, 1), at as i64 * 5),
    };
    let seasons = [(1, 24), (5, 12), (8, 10), (10, 6)];
    let all = (year..=2026).flat_map(|year| seasons.map(|(month, day)| later(date(year, month, day), at as i64 * 2)));
    // The year of the launch begins after it; those of 2026 have had four by November.
    let mut all: Vec<Date> = all.filter(|day| *day > launch && *day <= last).collect();
    if year == 2026 {
        all = (0..4).map(|n| later(launch, 18 + n * (41 - at as i64 * 2))).collect();
    }
    all
}

/// The plan of the city: 5, 20, 35, 50 and all 64.
fn plan() -> TargetDraft {
    TargetDraft {
        output: "villages/launched".into(),
        set_by: "Wali Kota Teluk Harapan".into(),
        document: "Perwali 4/2022".into(),
        dated: "17/1/2022".into(),
        words: "Pada 2022 lima kelurahan, setiap tahun sesudahnya bertambah lima belas, dan pada 2026 seluruhnya."
            .into(),
        readings: vec!["2022 = 5\n2023 + 15\n2024 + 15\n2025 + 15\n2026 = 64".into()],
        ..TargetDraft::default()
    }
}

async fn happen(app: &App, city: RegionCode, people: &People, event: Event) -> Result<(), Refusal> {
    let lurah = |village: &RegionCode| people.lurah.get(village).unwrap_or(&people.officer);
    match event {
        Event::Decree { number, on, about, villages } => {
            let draft = DecreeDraft {
                kind: "designated".into(),
                number,
                dated: on.to_string(),
                issuer: "Wali Kota Teluk Harapan".into(),
                title: about.into(),
                villages: villages.iter().map(ToString::to_string).collect(),
                ..DecreeDraft::default()
            };
            let id = app.keep_decree(&people.kesbangpol, city, draft).await?;
            prove(app, &people.kesbangpol, RecordOf { noun: Noun::Decree, place: city, id }, Proof::Letter).await
        }
        Event::Milestone { village, draft, proof, by } => {
            let who = match by {
                By::Officer => &people.officer,
                By::Kesbangpol => &people.kesbangpol,
                By::Lurah => lurah(&village),
            };
            let id = app.record_milestone(who, village, draft).await?;
            match proof {
                Some(proof) => prove(app, who, RecordOf { noun: Noun::Milestone, place: village, id }, proof).await,
                None => Ok(()),
            }
        }
        Event::Budget { village, draft, proof } => {
            let id = app.keep_budget_line(lurah(&village), village, draft).await?;
            match proof {
                Some(proof) => {
                    prove(app, lurah(&village), RecordOf { noun: Noun::Budget, place: village, id }, proof).await
                }
                None => Ok(()),
            }
        }
        Event::Agencies(part) => agencies::play(app, people, city, part).await,
        Event::Directory => directory::list(app, &people.officer, city).await,
        Event::Target(draft) => app.keep_target(&people.kesbangpol, city, *draft).await.map(drop),
        Event::Choose { village, year } => choices::choose(app, people, village, year.into()).await,
        Event::GoOn { village, year } => choices::go_on(app, people, village, year.into()).await,
        Event::Visit { village, on, silent } => visits::visit(app, people, village, &on.to_string(), silent).await,
        Event::Tag { village, draft } => app.keep_tag(&people.officer, village, draft).await,
        Event::Activity { place, draft } => {
            let who = people.lurah.get(&place).unwrap_or(&people.officer);
            app.log_activity(who, place, *draft).await.map(drop)
        }
    }
}

async fn prove(app: &App, who: &app::Actor, record: RecordOf, proof: Proof) -> Result<(), Refusal> {
    let (name, note, picture) = match proof {
        Proof::Letter => ("surat.jpg", "Halaman pertama surat (gambar contoh)", photo::letter()),
        Proof::Place => ("foto.jpg", "Foto kegiatan (gambar contoh)", photo::guard_post()),
    };
    let picture = picture.map_err(|_| Refusal::NotFound("file"))?;
    app.add_evidence(who, &record, name, picture, note).await.map(drop)
}
