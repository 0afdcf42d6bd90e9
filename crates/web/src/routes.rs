//! Every address with who may ask for it. The router is built from this list, and the test that tries every address
//! with every role walks it.

mod desks;
mod plan;

use crate::{
    api, assets, gate, pages,
    posted::{LARGEST_FILE, LARGEST_FORM, LARGEST_PASSED},
    serve::Site,
};
use app::{Action, outside::BoxFuture};
use axum::{
    Router,
    extract::{DefaultBodyLimit, MatchedPath, Request, State},
    handler::Handler,
    http::{Method, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{MethodFilter, MethodRouter},
};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Who may ask for an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Everyone.
    Public,
    /// Who has given name and password, but perhaps not yet the second factor.
    Confirming,
    /// Who is signed in.
    SignedIn,
    /// Whose role has one of these actions.
    May(&'static [Action]),
}

/// One address.
pub struct Route {
    /// `GET` or `POST`; in the API also `DELETE`.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// Who may ask for it.
    pub gate: Gate,
    handler: MethodRouter<Site>,
}

/// A handler without its type: the router's machinery is then compiled once and not once for each address.
type Call = Arc<dyn Fn(Request, Site) -> BoxFuture<'static, Response> + Send + Sync>;

fn call<H: Handler<T, Site>, T: 'static>(handler: H) -> Call {
    Arc::new(move |request, site| Box::pin(handler.clone().call(request, site)))
}

fn route(method: Method, path: &'static str, gate: Gate, call: Call) -> Route {
    let filter = match method {
        Method::POST => MethodFilter::POST,
        Method::DELETE => MethodFilter::DELETE,
        _ => MethodFilter::GET,
    };
    let handler = axum::routing::on(filter, move |State(site): State<Site>, request: Request| call(request, site));
    Route { method, path, gate, handler }
}

fn get<H: Handler<T, Site>, T: 'static>(path: &'static str, gate: Gate, handler: H) -> Route {
    route(Method::GET, path, gate, call(handler))
}

fn post<H: Handler<T, Site>, T: 'static>(path: &'static str, gate: Gate, handler: H) -> Route {
    route(Method::POST, path, gate, call(handler))
}

fn delete<H: Handler<T, Site>, T: 'static>(path: &'static str, gate: Gate, handler: H) -> Route {
    route(Method::DELETE, path, gate, call(handler))
}

/// Who follows what agencies report, and who speaks for one; which they see is asked there.
const REPORTS: Gate = Gate::May(&[Action::SeeReports, Action::SpeakForAgency]);

/// The list.
pub fn routes() -> Vec<Route> {
    let mut all = page_routes();
    all.extend(plan::routes());
    all.extend(desks::routes());
    all.extend(api_routes());
    all
}

/// The addresses for other programs.
fn api_routes() -> Vec<Route> {
    use Action::{
        ActivateRule, DecideClass, FillAnySheet, FillOwnSheets, KeepPlans, LogActivities, ReadLedger, ReviseRule,
        RunRounds, SeeActivities, SeeAgencies, SeeBoard, SeeCitySheets, SeeRegister, SeeRollUp, SeeRuleVersions,
        SeeVillage, SpeakForAgency, VerifyReports, VerifySheet,
    };
    use Gate::{May, Public, SignedIn};
    use api::{
        board, counts, evidence, export, ledger, papers, plan, plan_board, programme, regions, report, rounds,
        rule_versions, rules, sheet_steps, sheets, team,
    };
    const FILL: Gate = May(&[FillOwnSheets, FillAnySheet]);
    const SEE_FILES: Gate = May(&[FillOwnSheets, FillAnySheet, SeeVillage, SeeCitySheets]);
    const EXPORT: Gate = May(&[SeeBoard, SeeRollUp]);
    vec![
        get("/api/v1/openapi.json", Public, api::document::document),
        get("/api/v1/public/{code}", Public, api::public::city),
        get("/api/v1/public/{code}/help", Public, api::public::help),
        get("/api/v1/programme/{code}", May(&[SeeRegister]), programme::register),
        get("/api/v1/activities/{code}", May(&[SeeActivities, LogActivities]), programme::activities),
        post("/api/v1/activities/{code}", May(&[LogActivities]), programme::log),
        get("/api/v1/agencies/{code}", May(&[SeeAgencies, SpeakForAgency]), plan::agencies),
        get("/api/v1/agencies/{code}/{id}/plan", May(&[SeeAgencies, SpeakForAgency]), plan::plan),
        post("/api/v1/agencies/{code}/{id}/plan", May(&[KeepPlans, SpeakForAgency]), plan::keep_row),
        get("/api/v1/agencies/{code}/{id}/report", REPORTS, report::report),
        post("/api/v1/agencies/{code}/{id}/report", May(&[KeepPlans, SpeakForAgency]), report::fill),
        post(
            "/api/v1/agencies/{code}/{id}/report/step",
            May(&[KeepPlans, SpeakForAgency, VerifyReports]),
            report::step,
        ),
        get("/api/v1/plan/{code}", REPORTS, plan_board::board),
        get("/api/v1/meetings/{code}", REPORTS, team::meetings),
        get("/api/v1/commitments/{code}", REPORTS, team::commitments),
        get("/api/v1/laws/{code}", REPORTS, team::laws),
        get("/api/v1/papers/{code}", REPORTS, papers::list),
        get("/api/v1/papers/{code}/{id}", REPORTS, papers::one),
        get("/api/v1/me", SignedIn, api::me::me),
        get("/api/v1/tasks", SignedIn, api::tasks::list),
        get("/api/v1/regions", SignedIn, regions::list),
        get("/api/v1/regions/{code}", SignedIn, regions::one),
        get("/api/v1/regions/{code}/neighbours", SignedIn, regions::neighbours),
        get("/api/v1/regions/{code}/boundaries", SignedIn, regions::boundaries),
        get("/api/v1/rounds", SignedIn, rounds::list),
        post("/api/v1/rounds", May(&[RunRounds]), rounds::open),
        post("/api/v1/rounds/{year}/lock", May(&[RunRounds]), rounds::lock),
        get("/api/v1/rules", May(&[SeeRuleVersions]), rules::list),
        post("/api/v1/rules", May(&[ReviseRule]), rule_versions::copy),
        get("/api/v1/rules/{id}/{version}", May(&[SeeRuleVersions]), rules::one),
        post("/api/v1/rules/{id}/{version}/source", May(&[ReviseRule]), rule_versions::write),
        post("/api/v1/rules/{id}/{version}/propose", May(&[ReviseRule]), rule_versions::propose),
        post("/api/v1/rules/{id}/{version}/activate", May(&[ActivateRule]), rule_versions::activate),
        post("/api/v1/rules/{id}/{version}/undo", May(&[ActivateRule]), rule_versions::undo),
        post("/api/v1/rules/{id}/{version}/discard", May(&[ReviseRule]), rule_versions::discard),
        get("/api/v1/villages", May(&[SeeBoard]), board::list),
        get("/api/v1/villages/{code}", May(&[SeeVillage]), api::village::one),
        post("/api/v1/villages/{code}/decision", May(&[DecideClass]), api::village::decide),
        get("/api/v1/villages/{code}/sheets/{sheet}", FILL, sheets::one),
        post("/api/v1/villages/{code}/sheets/{sheet}", FILL, sheets::send),
        post("/api/v1/villages/{code}/sheets/{sheet}/verify", May(&[VerifySheet]), sheet_steps::verify),
        post("/api/v1/villages/{code}/sheets/{sheet}/return", May(&[VerifySheet]), sheet_steps::give_back),
        post("/api/v1/villages/{code}/sheets/{sheet}/reopen", FILL, sheet_steps::reopen),
        get("/api/v1/counts", May(&[SeeRollUp]), counts::list),
        get("/api/v1/waiting", May(&[VerifySheet]), api::waiting::list),
        get("/api/v1/evidence/{sheet}/{code}", SEE_FILES, evidence::list),
        post("/api/v1/evidence/{sheet}/{code}", FILL, evidence::add),
        get("/api/v1/files/{regency}/{id}", SEE_FILES, evidence::one),
        delete("/api/v1/files/{regency}/{id}", FILL, evidence::remove),
        get("/api/v1/ledger", May(&[ReadLedger]), ledger::list),
        get("/api/v1/export/regions.ndjson", SignedIn, export::places),
        get("/api/v1/export/villages.ndjson", EXPORT, export::ndjson),
        get("/api/v1/export/villages.csv", EXPORT, export::csv),
    ]
}

/// The addresses for people.
fn page_routes() -> Vec<Route> {
    use Action::{
        ActivateRule, ChooseInterventions, DecideClass, ExchangeLists, FillAnySheet, FillOwnSheets, FollowUp,
        ImportPlaces, KeepContacts, KeepDirectory, KeepLaw, LogActivities, LogObservations, ManageAccounts,
        ManageBudget, ManageDecrees, PublishTotals, ReadLedger, RecordMilestones, ReviseRule, RunRounds, SeeActivities,
        SeeBoard, SeeCitySheets, SeeNation, SeeObservations, SeeProgramme, SeeProgress, SeeProvince, SeeRegister,
        SeeReports, SeeRuleVersions, SeeRunning, SeeTotals, SeeVillage, SetTargets, SpeakForAgency, TagProgrammes,
        VerifySheet, VisitVillages,
    };
    use Gate::{Confirming, May, Public, SignedIn};
    use pages::programme::{
        activities, activity_form, budget, contact, decrees, interventions, list, milestone, observations, register,
        tags, targets, village, visits,
    };
    const FILL: Gate = May(&[FillOwnSheets, FillAnySheet]);
    const PROVE: Gate = May(&[
        RecordMilestones,
        ManageDecrees,
        ManageBudget,
        ChooseInterventions,
        LogActivities,
        SpeakForAgency,
        KeepLaw,
    ]);
    const SEE_PROOF: Gate = May(&[SeeProgramme, SeeActivities, LogActivities, SeeReports, SpeakForAgency]);
    const FILES: Gate =
        May(&[FillOwnSheets, FillAnySheet, SeeVillage, SeeCitySheets, SeeProgramme, SeeReports, SpeakForAgency]);
    vec![
        get("/bersinar/{code}", May(&[SeeRegister]), register::show),
        get("/desa/{code}/program", May(&[SeeProgramme]), village::show),
        get("/desa/{code}/tonggak/{kind}", May(&[SeeProgramme]), milestone::show),
        post("/desa/{code}/tonggak/{kind}", May(&[RecordMilestones]), milestone::keep),
        get("/desa/{code}/intervensi", May(&[SeeVillage]), interventions::show),
        get("/desa/{code}/intervensi/isi", May(&[ChooseInterventions]), interventions::edit),
        post("/desa/{code}/intervensi/isi", May(&[ChooseInterventions]), interventions::keep),
        get("/desa/{code}/kunjungan", May(&[SeeProgramme]), visits::show),
        post("/desa/{code}/kunjungan", May(&[VisitVillages, FollowUp]), visits::keep),
        get("/desa/{code}/narahubung", May(&[KeepContacts]), contact::show),
        post("/desa/{code}/narahubung", May(&[KeepContacts]), contact::keep),
        get("/bersinar/{code}/daftar", May(&[ExchangeLists]), list::show),
        post("/bersinar/{code}/daftar", May(&[ExchangeLists]), list::upload),
        get("/bersinar/{code}/daftar/{form}", May(&[ExchangeLists]), list::file),
        post("/bersinar/{code}/daftar/simpan", May(&[ExchangeLists]), list::keep),
        get("/desa/{code}/anggaran", May(&[ManageBudget]), budget::show),
        post("/desa/{code}/anggaran", May(&[ManageBudget]), budget::keep),
        get("/desa/{code}/tag", May(&[TagProgrammes]), tags::show),
        post("/desa/{code}/tag", May(&[TagProgrammes]), tags::keep),
        get("/pengamatan/{code}", May(&[LogObservations, SeeObservations]), observations::show),
        post("/pengamatan/{code}", May(&[LogObservations]), observations::log),
        get("/target/{code}", May(&[SeeRegister]), targets::list),
        post("/target/{code}", May(&[SetTargets]), targets::keep),
        get("/sk/{code}", May(&[SeeRegister]), decrees::list),
        post("/sk/{code}", May(&[ManageDecrees]), decrees::keep),
        get("/kegiatan/{code}", May(&[SeeActivities, LogActivities]), activities::list),
        get("/kegiatan/{code}/baru", May(&[LogActivities]), activity_form::new),
        post("/kegiatan/{code}/baru", May(&[LogActivities]), activity_form::log),
        get("/kegiatan/{code}/{id}", May(&[SeeActivities, LogActivities]), activities::one),
        get("/kegiatan/{code}/{id}/ubah", May(&[LogActivities]), activity_form::change),
        post("/kegiatan/{code}/{id}/hapus", May(&[LogActivities]), activity_form::remove),
        get("/bukti-program/{noun}/{code}/{id}", SEE_PROOF, pages::evidence::list_of_record),
        post("/bukti-program/{noun}/{code}/{id}", PROVE, pages::evidence::add_to_record),
        get("/kota/{code}", Public, pages::public::show),
        get("/kota/{code}/data.csv", Public, pages::public::file),
        get("/bantuan/{code}", Public, pages::directory::list),
        get("/bantuan/{code}/isi", May(&[KeepDirectory]), pages::directory::edit),
        get("/bantuan/{code}/berkas", May(&[KeepDirectory]), pages::directory_list::show),
        post("/bantuan/{code}/berkas", May(&[KeepDirectory]), pages::directory_list::upload),
        get("/bantuan/{code}/berkas/{form}", May(&[KeepDirectory]), pages::directory_list::file),
        post("/bantuan/{code}/berkas/simpan", May(&[KeepDirectory]), pages::directory_list::keep),
        post("/bantuan/{code}/isi", May(&[KeepDirectory]), pages::directory::keep),
        get("/", Public, pages::front::front),
        get("/tur", Public, pages::front::tour),
        get("/aturan", Public, pages::rules::shown::rule),
        get("/bahasa/{code}", Public, pages::front::language),
        get("/aset/{name}", Public, assets::asset),
        get("/masuk", Public, pages::sign_in::form),
        post("/masuk", Public, pages::sign_in::sign_in),
        post("/masuk/contoh", Public, pages::sign_in::demo),
        get("/masuk/slip", Public, pages::slip::form),
        post("/masuk/slip", Public, pages::slip::redeem),
        get("/masuk/kode", Confirming, pages::second_factor::form),
        post("/masuk/kode", Confirming, pages::second_factor::confirm),
        post("/keluar", Confirming, pages::sign_in::sign_out),
        get("/beranda", SignedIn, pages::home::home),
        get("/sesi", SignedIn, pages::sign_in::sessions),
        get("/nasional", May(&[SeeNation]), pages::rollup::nation),
        get("/provinsi/{code}", May(&[SeeProvince]), pages::rollup::province),
        get("/wilayah/{code}", May(&[SeeBoard]), pages::board::board),
        get("/wilayah/{code}/banding", May(&[SeeBoard]), pages::compare::compare),
        get("/desa/{code}", May(&[SeeVillage]), pages::village::village),
        post("/desa/{code}/putusan", May(&[DecideClass]), pages::village::decide),
        get("/lembar/{sheet}/{code}", FILL, pages::sheet::form),
        post("/lembar/{sheet}/{code}", FILL, pages::sheet::submit),
        post("/lembar/{sheet}/{code}/buka", FILL, pages::sheet::reopen),
        get("/periksa", May(&[VerifySheet]), pages::review::queue),
        post("/periksa", May(&[VerifySheet]), pages::review::accept),
        get("/periksa/{sheet}/{code}", May(&[VerifySheet]), pages::review::sheet),
        post("/periksa/{sheet}/{code}", May(&[VerifySheet]), pages::review::decide),
        get("/periode", May(&[RunRounds]), pages::rounds::list),
        post("/periode", May(&[RunRounds]), pages::rounds::open),
        post("/periode/kunci", May(&[RunRounds]), pages::rounds::lock),
        get(
            "/bukti/{sheet}/{code}",
            May(&[FillOwnSheets, FillAnySheet, SeeVillage, SeeCitySheets]),
            pages::evidence::list,
        ),
        post("/bukti/{sheet}/{code}", FILL, pages::evidence::add),
        get("/berkas/{regency}/{id}", FILES, pages::evidence::file),
        post(
            "/berkas/{regency}/{id}/hapus",
            May(&[
                FillOwnSheets,
                FillAnySheet,
                RecordMilestones,
                ManageDecrees,
                ManageBudget,
                LogActivities,
                SpeakForAgency,
            ]),
            pages::evidence::remove,
        ),
        get("/pengingat", SignedIn, pages::reminders::show),
        post("/pengingat", SignedIn, pages::reminders::change),
        get("/pengingat/{sheet}/{code}", May(&[SeeProgress]), pages::reminders::nudge),
        get("/kalender/{name}", Public, pages::reminders::calendar),
        get("/jalannya", May(&[SeeRunning]), pages::running::show),
        get("/batas", May(&[ImportPlaces]), pages::boundaries::show),
        post("/batas", May(&[ImportPlaces]), pages::boundaries::import),
        get("/aturan/versi", May(&[SeeRuleVersions]), pages::rules::versions::list),
        post("/aturan/versi", May(&[ReviseRule]), pages::rules::versions::copy),
        post("/aturan/berkas", May(&[ReviseRule]), pages::rules::versions::import),
        get("/aturan/versi/{id}/{version}", May(&[SeeRuleVersions]), pages::rules::version::show),
        post("/aturan/versi/{id}/{version}", May(&[ReviseRule, ActivateRule]), pages::rules::version::step),
        get("/aturan/versi/{id}/{version}/berkas", May(&[SeeRuleVersions]), pages::rules::version::file),
        get("/aturan/versi/{id}/{version}/ubah", May(&[ReviseRule]), pages::rules::form::form),
        post("/aturan/versi/{id}/{version}/ubah", May(&[ReviseRule]), pages::rules::form::save),
        post("/aturan/versi/{id}/{version}/teks", May(&[ReviseRule]), pages::rules::form::save_text),
        get("/akun", May(&[ManageAccounts]), pages::accounts::list),
        post("/akun", May(&[ManageAccounts]), pages::accounts::create),
        post("/akun/{chain}/{id}/slip", May(&[ManageAccounts]), pages::accounts::slip),
        post("/akun/{chain}/{id}/akhiri", May(&[ManageAccounts]), pages::accounts::end),
        get("/akun/{chain}/{id}/token", May(&[ManageAccounts]), pages::tokens::list),
        post("/akun/{chain}/{id}/token", May(&[ManageAccounts]), pages::tokens::make),
        post("/akun/{chain}/{id}/token/{token}/cabut", May(&[ManageAccounts]), pages::tokens::revoke),
        get("/buku-besar", May(&[ReadLedger]), pages::ledger::ledger),
        get("/buku-besar/titik-periksa", May(&[ReadLedger]), pages::ledger::checkpoint),
        get("/impor", FILL, pages::imports::list),
        get("/impor/templat/{sheet}/{code}", FILL, pages::imports::template),
        post("/impor/berkas", FILL, pages::imports::upload),
        get("/impor/berkas/{id}", FILL, pages::imports::preview),
        get("/impor/berkas/{id}/ditolak", FILL, pages::imports::refused),
        get("/impor/berkas/{id}/asli", FILL, pages::imports::original),
        post("/impor/berkas/{id}/simpan", FILL, pages::imports::confirm),
        post("/impor/berkas/{id}/batalkan", FILL, pages::imports::undo),
        get("/angka/{code}", May(&[SeeTotals]), pages::totals::show),
        post("/angka/{code}", May(&[PublishTotals]), pages::totals::publish),
        get("/angka/{code}/{release}/{form}", May(&[SeeTotals]), pages::totals::file),
        get("/api", Public, pages::api::about),
        get("/api/problems/{kind}", Public, pages::api::problem),
        get("/cari", SignedIn, pages::search::search),
    ]
}

/// The address is there, but not for this method; the header says for which.
async fn no_method(matched: Option<MatchedPath>) -> Response {
    let mut response = pages::front::missing().await.into_response();
    let path = matched.as_ref().map_or("", MatchedPath::as_str);
    let all = routes();
    let methods: Vec<&str> = all.iter().filter(|route| route.path == path).map(|route| route.method.as_str()).collect();
    if let Ok(methods) = methods.join(", ").parse() {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

/// Uploads at a time.
const UPLOADS: usize = 6;

/// The router over the list.
pub fn router(site: &Site) -> Router<Site> {
    let mut router = Router::new();
    let uploads = Arc::new(Semaphore::new(UPLOADS));
    for route in routes() {
        let gate = route.gate;
        // Only an upload may be larger than a form.
        let large = [
            "/impor/berkas",
            "/batas",
            "/bersinar/{code}/daftar",
            "/bantuan/{code}/berkas",
            "/rencana/{code}/{agency}/impor",
            "/dokumen/{code}/kop",
            "/bukti/{sheet}/{code}",
            "/bukti-program/{noun}/{code}/{id}",
            "/api/v1/evidence/{sheet}/{code}",
        ]
        .contains(&route.path);
        let passes = route.path == "/meja/{desk}/laporan/{id}/teruskan";
        let most = match (passes, large) {
            (true, _) => LARGEST_PASSED + LARGEST_FORM,
            (_, true) => LARGEST_FILE + LARGEST_FORM,
            _ => LARGEST_FORM,
        };
        let admit =
            move |State(site): State<Site>, request: Request, next: Next| gate::admit(gate, site, request, next);
        let check = from_fn_with_state(site.clone(), admit);
        let mut handler: MethodRouter<Site> = route.handler.layer(DefaultBodyLimit::max(most));
        if large || passes {
            // Whole files lie in memory: some at a time, and the others wait before they are read.
            let turns = uploads.clone();
            handler = handler.layer(from_fn(move |request: Request, next: Next| {
                let turns = turns.clone();
                async move {
                    let _turn = turns.acquire_owned().await;
                    next.run(request).await
                }
            }));
        }
        router = router.route(route.path, handler.layer(check));
    }
    router.fallback(pages::front::missing).method_not_allowed_fallback(no_method)
}
