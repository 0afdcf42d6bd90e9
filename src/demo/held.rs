//! What was held in the story: in the villages, and by the whole city.

use super::programme::later;
use app::programme::activities::ActivityDraft;
use jiff::civil::{Date, date};

/// Activities of the whole city in 2026: so many that all together there are 146.
const OF_THE_CITY: usize = 23;

/// One activity of a village.
pub fn in_village(n: usize, day: Date, office: &str) -> ActivityDraft {
    let (kind, title, result, men, women) = [
        ("sosialisasi", "Bahaya narkoba dan ke mana meminta bantuan", "Warga meminta jadwal konseling.", 18, 24),
        ("ketahanan_keluarga", "Pertemuan keluarga", "Orang tua menyusun aturan bersama anak.", 9, 11),
        ("teman_sebaya", "Latihan menolak ajakan", "Remaja menyiapkan kegiatan di sekolah.", 5, 5),
        ("life_skill", "Pelatihan keterampilan usaha", "Dua kelompok usaha terbentuk.", 7, 12),
        ("kie_keliling", "KIE keliling pasar dan pelabuhan", "Selebaran layanan dibagikan.", 40, 46),
    ][n % 5];
    ActivityDraft {
        kind: kind.into(),
        title: title.into(),
        starts_on: day.to_string(),
        environment: "community".into(),
        venue: "Balai kelurahan".into(),
        indoors: kind != "kie_keliling",
        men: (men + n % 7).to_string(),
        women: (women + n % 5).to_string(),
        source: "apbd".into(),
        organiser: office.to_owned(),
        result: result.into(),
        ..ActivityDraft::default()
    }
}

/// What the whole city held in 2026, among it the workshop of 24 May.
pub fn of_the_city() -> Vec<ActivityDraft> {
    let base = || ActivityDraft {
        environment: "community".into(),
        organiser: "BNNK Teluk Harapan".into(),
        source: "apbn".into(),
        ..ActivityDraft::default()
    };
    let workshop = ActivityDraft {
        kind: "workshop_penggiat".into(),
        title: "Workshop penggiat P4GN".into(),
        starts_on: "2026-05-24".into(),
        venue: "Aula kantor wali kota".into(),
        indoors: true,
        men: "19".into(),
        women: "18".into(),
        result: "40 diundang, 37 hadir, 36 menerima sertifikat; nilai rata-rata naik dari 61 ke 75.".into(),
        ..base()
    };
    let mut all = vec![workshop];
    for n in 1..OF_THE_CITY {
        let on = later(date(2026, 1, 14), n as i64 * 13);
        let draft = match n % 4 {
            0 => ActivityDraft {
                kind: "media_elektronik".into(),
                title: "Siaran radio tentang layanan rehabilitasi".into(),
                times: "6".into(),
                days: "14".into(),
                ..base()
            },
            1 => ActivityDraft {
                kind: "tes_urine".into(),
                title: "Deteksi dini pegawai".into(),
                environment: "government".into(),
                indoors: true,
                tested: (60 + n * 3).to_string(),
                // Offered to Dinas Kesehatan when it reports of the second half.
                organiser: if n == 17 { "Dinas Kesehatan" } else { "BNNK Teluk Harapan" }.into(),
                positive: (n / 9).to_string(),
                ..base()
            },
            2 => ActivityDraft {
                kind: "pembina_upacara".into(),
                title: "Pembina upacara di sekolah".into(),
                environment: "education".into(),
                men: (180 + n).to_string(),
                women: (190 + n).to_string(),
                ..base()
            },
            _ => ActivityDraft {
                kind: "rakor".into(),
                title: "Rapat koordinasi lintas instansi".into(),
                environment: "government".into(),
                indoors: true,
                people: (34 + n % 5).to_string(),
                ..base()
            },
        };
        all.push(ActivityDraft { starts_on: on.to_string(), ..draft });
    }
    all
}
