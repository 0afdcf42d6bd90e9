//! The integrated team of the story: the rakor of 12 February 2026 with five commitments, two of them overdue by November; an
//! MoU that waits for signature; the Perda of 2012, whose revision is in the council.

use super::people::People;
use app::{
    App, Refusal,
    plan::{
        commitments::{CommitmentDraft, Ended},
        law::LawDraft,
        meetings::{MeetingDraft, MinutesDraft},
        teams::TeamDraft,
    },
    programme::Which,
};
use domain::region::RegionCode;
use std::collections::HashMap;

/// What is decided on 12 February: what, who (in short), by when.
const DECIDED: [(&str, &str, &str); 5] = [
    ("Setiap perangkat daerah menunjuk penghubung rencana aksi", "BKPSDM", "31/3/2026"),
    ("Menyelesaikan MoU pencegahan di madrasah dengan Kemenag", "Kesbangpol", "30/4/2026"),
    ("Menyampaikan rancangan perubahan Perda P4GN ke DPRD", "Setda", "30/6/2026"),
    ("Menyediakan alat tes urine bagi 34 perangkat daerah", "Dinkes", "31/8/2026"),
    ("Menyusun modul teman sebaya untuk SMP", "Disdik", "15/12/2026"),
];
const MOU: &str = "Nota kesepahaman pencegahan narkotika di madrasah dan pesantren";
const PERDA: &str = "Pencegahan dan penanggulangan penyalahgunaan narkotika";
const REVISION: &str = "Perubahan Perda 8/2012: fasilitasi P4GN";

/// The agencies by their names in short.
async fn short(app: &App, people: &People, city: RegionCode) -> Result<HashMap<String, String>, Refusal> {
    let all = app.agencies(&people.kesbangpol, city).await?;
    Ok(all.into_iter().map(|view| (view.names[0].short.clone(), view.agency.id)).collect())
}

/// January: the decrees of the teams, and the law that there is.
pub async fn found(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let (office, by) = (&people.kesbangpol, short(app, people, city).await?);
    let districts: Vec<String> = app.places().districts_in(city).take(3).map(|one| one.code.to_string()).collect();
    for (place, at) in [city.to_string()].into_iter().chain(districts).zip(1..) {
        let members = if at == 1 {
            "Ketua – Wali Kota\nWakil ketua – Kepala BNNK\nSekretaris – Kepala Badan Kesbangpol\nAnggota – Kapolres\n\
             Anggota – Kepala Kejaksaan Negeri\nAnggota – Kepala Kantor Kementerian Agama\nAnggota – Kepala Dinas Kesehatan"
        } else {
            "Ketua – Camat\nSekretaris – Kepala Seksi Ketertiban\nAnggota – Kapolsek\nAnggota – Kepala puskesmas"
        };
        let draft = TeamDraft {
            place,
            number: format!("188.45/{at:02}/HK/2026"),
            dated: format!("{}/1/2026", 4 + at),
            until: "31/12/2026".into(),
            members: members.into(),
            ..TeamDraft::default()
        };
        app.keep_team(office, city, draft).await?;
    }
    let there = |kind: &str, number: &str, title: &str, dated: &str, until: &str| LawDraft {
        kind: kind.into(),
        number: number.into(),
        title: title.into(),
        state: "in_force".into(),
        since: dated.into(),
        dated: dated.into(),
        until: until.into(),
        agency: by.get("Setda").cloned().unwrap_or_default(),
        ..LawDraft::default()
    };
    let perda = app.keep_law(office, city, there("perda", "8/2012", PERDA, "3/7/2012", "")).await?;
    app.keep_law(office, city, there("perkada", "4/2022", "Target Kelurahan Bersinar", "17/1/2022", "")).await?;
    let schools = "Nota kesepahaman layanan rehabilitasi dengan RSUD";
    app.keep_law(office, city, there("mou", "119/14/2024", schools, "1/2/2024", "31/1/2027")).await?;
    let on_its_way = |kind: &str, title: &str, agency: &str| LawDraft {
        kind: kind.into(),
        title: title.into(),
        state: "drafting".into(),
        agency: by.get(agency).cloned().unwrap_or_default(),
        ..LawDraft::default()
    };
    let mou = LawDraft {
        parties: "Pemerintah Kota Teluk Harapan\nBNNK Teluk Harapan\nKantor Kementerian Agama".into(),
        next_step: "Naskah akhir".into(),
        due_on: "30/4/2026".into(),
        ..on_its_way("mou", MOU, "Kesbangpol")
    };
    app.keep_law(office, city, mou).await?;
    app.keep_law(office, city, LawDraft { replaces: perda, ..on_its_way("perda", REVISION, "Setda") }).await?;
    Ok(())
}

fn rakor(kind: &str, title: &str, on: &str, agenda: &str, invited: Vec<String>) -> MeetingDraft {
    MeetingDraft {
        kind: kind.into(),
        title: title.into(),
        held_on: on.into(),
        begins: "09.00".into(),
        venue: "Aula kantor wali kota".into(),
        agenda: agenda.into(),
        invited,
        ..MeetingDraft::default()
    }
}

/// 12 February: the meeting and its five decisions.
pub async fn meet(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let (office, by) = (&people.kesbangpol, short(app, people, city).await?);
    let all = app.agencies(office, city).await?;
    let invited: Vec<String> =
        all.into_iter().filter(|view| view.agency.parent.is_empty()).map(|view| view.agency.id).collect();
    let agenda = "Hasil rencana aksi 2025\nRencana aksi 2026 tiap perangkat daerah\nMoU dengan Kementerian Agama\nPerubahan Perda 2012";
    let title = "Rakor rencana aksi P4GN 2026";
    let id = app.keep_meeting(office, city, rakor("rakor", title, "12/2/2026", agenda, invited.clone())).await?;
    let laws = app.law_register(office, city).await?.laws;
    let law = |title: &str| laws.iter().find(|view| view.law.title == title).map(|view| view.law.id.clone());
    let minutes = MinutesDraft {
        which: Which { id: id.clone(), revision: 1 },
        // Every sixth stayed away.
        attended: invited.iter().enumerate().filter(|(at, _)| at % 6 != 5).map(|(_, id)| id.clone()).collect(),
        guests: "MUI Teluk Harapan\nForum anak kota".into(),
        minutes: "Dibuka Sekretaris Daerah.\nKesbangpol memaparkan laporan B12 2025: 21 dari 34 instansi melapor.\n\
                  Disepakati laporan nihil cukup satu ketukan, dan pengingat dikirim seminggu sebelum batas waktu."
            .into(),
        ..MinutesDraft::default()
    };
    app.keep_minutes(office, city, minutes).await?;
    for (what, agency, due_on) in DECIDED {
        let leads_to = match agency {
            "Kesbangpol" => law(MOU),
            "Setda" => law(REVISION),
            _ => None,
        };
        let draft = CommitmentDraft {
            what: what.into(),
            agency: by.get(agency).cloned().unwrap_or_default(),
            due_on: due_on.into(),
            law: leads_to.unwrap_or_default(),
        };
        app.commit(office, city, &id, draft).await?;
    }
    Ok(())
}

async fn done(app: &App, people: &People, city: RegionCode, what: &str, result: &str) -> Result<(), Refusal> {
    let all = app.commitments(&people.kesbangpol, city).await?;
    let one = all.into_iter().find(|one| one.commitment.what == what).ok_or(Refusal::NotFound("commitment"))?;
    let which = Which { id: one.commitment.id, revision: one.commitment.revision };
    let ended = Ended::Done { on: String::new(), result: result.into() };
    app.end_commitment(&people.kesbangpol, city, &which, ended).await
}

/// A law comes into another state.
async fn moves(
    app: &App,
    people: &People,
    city: RegionCode,
    title: &str,
    (state, next_step, due_on): (&str, &str, &str),
) -> Result<(), Refusal> {
    let laws = app.law_register(&people.kesbangpol, city).await?.laws;
    let law = laws.into_iter().map(|view| view.law).find(|law| law.title == title).ok_or(Refusal::NotFound("law"))?;
    let draft = LawDraft {
        which: Which { id: law.id, revision: law.revision },
        kind: law.kind,
        number: law.number,
        title: law.title,
        parties: law.parties,
        state: state.into(),
        replaces: law.replaces,
        agency: law.agency,
        next_step: next_step.into(),
        due_on: due_on.into(),
        ..LawDraft::default()
    };
    app.keep_law(&people.kesbangpol, city, draft).await.map(drop)
}

/// March: the liaisons are named.
pub async fn name(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    done(app, people, city, DECIDED[0].0, "34 surat tugas penghubung diterima Kesbangpol").await
}

/// June: the revision reaches the council.
pub async fn propose(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    done(app, people, city, DECIDED[2].0, "Rancangan diterima DPRD dengan surat 100.3/77/2026").await?;
    moves(app, people, city, REVISION, ("in_council", "Pembahasan di Panitia Khusus", "15/12/2026")).await
}

/// September: the MoU waits for signature.
pub async fn initial(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    moves(app, people, city, MOU, ("signing", "Tanda tangan tiga pihak", "10/11/2026")).await
}

/// November: the next meeting is planned.
pub async fn invite(app: &App, people: &People, city: RegionCode) -> Result<(), Refusal> {
    let all = app.agencies(&people.kesbangpol, city).await?;
    let invited = all.into_iter().filter(|view| view.agency.parent.is_empty()).map(|view| view.agency.id).collect();
    let agenda = "Laporan B06 yang belum masuk\nPersiapan laporan B12";
    let draft = rakor("rakor", "Rakor akhir tahun P4GN 2026", "3/12/2026", agenda, invited);
    app.keep_meeting(&people.kesbangpol, city, draft).await.map(drop)
}
