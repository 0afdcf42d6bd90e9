//! The addresses of the action plan: agencies, plans, reports, the team, law, papers.

use super::{Gate::May, REPORTS, Route, get, post};
use crate::pages::{
    papers::{self, paper, settings},
    plan::{
        agencies, agency, attendance, board, brief, commitment, import, law, local, meeting, realisation, report, rows,
        team,
    },
};
use app::Action::{
    AppointLiaisons, FollowAgencies, KeepAgencies, KeepLaw, KeepPapers, KeepPlans, RunMeetings, SeeAgencies,
    SeeReports, SpeakForAgency, VerifyReports,
};

/// The list.
pub fn routes() -> Vec<Route> {
    vec![
        get("/instansi/{code}", May(&[SeeAgencies, SpeakForAgency]), agencies::list),
        get("/instansi/{code}/isi", May(&[KeepAgencies]), agencies::edit),
        post("/instansi/{code}/isi", May(&[KeepAgencies]), agencies::keep),
        get("/instansi/{code}/{id}", May(&[SeeAgencies, SpeakForAgency]), agency::show),
        post("/instansi/{code}/{id}", May(&[KeepAgencies, AppointLiaisons]), agency::keep),
        get("/rencana/{code}/aksi", May(&[SeeAgencies, SpeakForAgency]), local::list),
        get("/rencana/{code}/aksi/isi", May(&[KeepPlans]), local::edit),
        post("/rencana/{code}/aksi/isi", May(&[KeepPlans]), local::keep),
        get("/rencana/{code}/{agency}", May(&[SeeAgencies, SpeakForAgency]), rows::show),
        post("/rencana/{code}/{agency}", May(&[KeepPlans, SpeakForAgency]), rows::copy),
        get("/rencana/{code}/{agency}/baris", May(&[KeepPlans, SpeakForAgency]), rows::edit),
        post("/rencana/{code}/{agency}/baris", May(&[KeepPlans, SpeakForAgency]), rows::keep),
        get("/rencana/{code}/{agency}/impor", May(&[KeepPlans, SpeakForAgency]), import::show),
        post("/rencana/{code}/{agency}/impor", May(&[KeepPlans, SpeakForAgency]), import::upload),
        post("/rencana/{code}/{agency}/impor/simpan", May(&[KeepPlans, SpeakForAgency]), import::keep),
        get("/laporan/{code}", REPORTS, board::show),
        get("/laporan/{code}/aksi/{action}", May(&[SeeReports]), board::reached),
        get("/ringkas/{code}", May(&[SeeReports]), brief::show),
        get("/laporan/{code}/{agency}", REPORTS, report::show),
        post("/laporan/{code}/{agency}", May(&[KeepPlans, SpeakForAgency, VerifyReports]), report::step),
        get("/laporan/{code}/{agency}/ingatkan", May(&[FollowAgencies]), board::nudge),
        get("/laporan/{code}/{agency}/{row}", May(&[KeepPlans, SpeakForAgency]), realisation::edit),
        post("/laporan/{code}/{agency}/{row}", May(&[KeepPlans, SpeakForAgency]), realisation::keep),
        get("/tim/{code}", REPORTS, team::show),
        get("/tim/{code}/susunan", May(&[RunMeetings]), team::edit),
        post("/tim/{code}/susunan", May(&[RunMeetings]), team::keep),
        get("/rapat/{code}/isi", May(&[RunMeetings]), meeting::edit),
        post("/rapat/{code}/isi", May(&[RunMeetings]), meeting::keep),
        get("/rapat/{code}/{id}", REPORTS, meeting::show),
        post("/rapat/{code}/{id}", May(&[RunMeetings]), meeting::step),
        get("/rapat/{code}/{id}/layar", May(&[RunMeetings]), attendance::screen),
        post("/rapat/{code}/{id}/layar", May(&[RunMeetings]), attendance::make),
        get("/rapat/{code}/{id}/hadir", May(&[SpeakForAgency]), attendance::ask),
        post("/rapat/{code}/{id}/hadir", May(&[SpeakForAgency]), attendance::note),
        get("/komitmen/{code}/{id}", REPORTS, commitment::show),
        post("/komitmen/{code}/{id}", May(&[RunMeetings, SpeakForAgency]), commitment::step),
        get("/dokumen/{code}", REPORTS, papers::list),
        post("/dokumen/{code}", May(&[KeepPapers, SpeakForAgency]), papers::begin),
        get("/dokumen/{code}/kop", May(&[KeepPapers]), settings::show),
        post("/dokumen/{code}/kop", May(&[KeepPapers]), settings::keep),
        post("/dokumen/{code}/penandatangan", May(&[KeepPapers]), settings::sign),
        get("/dokumen/{code}/{id}", REPORTS, paper::show),
        post("/dokumen/{code}/{id}", May(&[KeepPapers, SpeakForAgency]), paper::step),
        get("/dokumen/{code}/{id}/cetak", REPORTS, paper::progress),
        post("/dokumen/{code}/{id}/cetak", REPORTS, paper::print),
        get("/dokumen/{code}/{id}/pdf", REPORTS, paper::pdf),
        get("/dokumen/{code}/{id}/xlsx", REPORTS, paper::workbook),
        get("/hukum/{code}", REPORTS, law::list),
        get("/hukum/{code}/isi", May(&[KeepLaw]), law::edit),
        post("/hukum/{code}/isi", May(&[KeepLaw]), law::keep),
        get("/hukum/{code}/{id}", REPORTS, law::show),
    ]
}
