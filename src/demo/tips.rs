//! Six tips of the story: one followed up, one that was not this desk's, one past its clock, one in the middle of a talk (whose words
//! the door's pages show), one that nobody has opened yet, and one that was passed on to the desk of the province. What browsers of reporters and officers would do is done here.

use super::{
    SetClock,
    people::People,
    photo,
    programme::{later, noon},
};
use app::{
    Actor, App, Refusal,
    doors::{
        DEMO_CODE,
        handling::Step,
        passing::Passed,
        plain::{self, Attachment},
    },
};
use domain::door::{
    State,
    letter::{Letter, Tip},
};
use jiff::civil::{Date, date};
use seal::{code::Code, secrets::Secret};
use store::queries::conversations::Which;

/// What one reporter sent, and what became of it.
struct Told {
    code: Code,
    on: Date,
    tip: Tip,
    identity: &'static str,
    photo: bool,
    /// Days later: what the desk did then.
    then: Vec<(i64, Then)>,
}

enum Then {
    Read,
    Answered(&'static str),
    Added(&'static str),
    Moved(State, &'static str),
    Passed(&'static str),
}

fn tip(about: &str, when: &str, place: &str, text: &str) -> Tip {
    Tip {
        lang: "id".to_owned(),
        about: vec![about.to_owned()],
        when: when.to_owned(),
        place: place.to_owned(),
        text: text.to_owned(),
        ..Tip::default()
    }
}

fn told() -> Vec<Told> {
    use Then::{Added, Answered, Moved, Read};
    let code = |n| Code::new([n; seal::code::BYTES]);
    let one = |n, on, tip, then| Told { code: code(n), on, tip, identity: "", photo: false, then };
    vec![
        one(
            1,
            date(2026, 10, 6),
            tip(
                "selling",
                "now",
                "99.71.04",
                "Di gang sebelah pasar lama hampir setiap malam ada dua orang menunggu. Motor berhenti sebentar, lalu pergi lagi. Sudah berbulan-bulan.",
            ),
            vec![
                (1, Read),
                (
                    2,
                    Answered(
                        "Terima kasih. Keterangan ini berguna dan kami teruskan. Anda tidak perlu melakukan apa pun lagi.",
                    ),
                ),
                (3, Moved(State::PassedOn, "")),
                (14, Moved(State::FollowedUp, "")),
                (27, Moved(State::Closed, "followed_up")),
            ],
        ),
        one(
            2,
            date(2026, 10, 14),
            tip(
                "other",
                "week",
                "99.71.02",
                "Di rumah kos dekat jembatan musik diputar keras sampai pagi, semua penghuni terganggu.",
            ),
            vec![
                (
                    1,
                    Answered(
                        "Terima kasih sudah menulis. Ini bukan tentang narkoba, jadi bukan wewenang meja ini. Ketua RT atau Bhabinkamtibmas dapat membantu.",
                    ),
                ),
                (1, Moved(State::Closed, "not_ours")),
            ],
        ),
        one(
            3,
            date(2026, 11, 2),
            tip(
                "storing",
                "month",
                "99.71.07",
                "Gudang kosong di belakang dermaga dipakai menyimpan paket. Perahu datang menjelang subuh, dua kali bulan ini.",
            ),
            vec![(2, Read)],
        ),
        Told {
            code: Code::new(DEMO_CODE),
            on: date(2026, 11, 12),
            tip: tip(
                "children",
                "now",
                "99.71.01",
                "Anak-anak sekolah disuruh mengantar bungkusan kecil dari warung di ujung gang. Upahnya jajan.",
            ),
            identity: "",
            photo: true,
            then: vec![
                (
                    1,
                    Answered(
                        "Terima kasih. Apakah ini setiap hari, atau hanya hari tertentu? Jangan mendekat dan jangan memotret lagi.",
                    ),
                ),
                (2, Moved(State::PassedOn, "")),
                (4, Added("Hanya Jumat dan Sabtu, setelah isya.")),
            ],
        },
        Told {
            code: code(5),
            on: date(2026, 11, 20),
            tip: tip("selling", "week", "", "Ada yang menawarkan pil kepada pelajar di halte dekat lapangan."),
            identity: "Boleh hubungi saya lewat guru BK.",
            photo: false,
            then: vec![],
        },
        one(
            6,
            date(2026, 11, 17),
            tip(
                "selling",
                "month",
                "99.71.05",
                "Mobil dari kabupaten sebelah menurunkan orang di simpang tiap akhir pekan, lalu menjemput lagi sebelum subuh.",
            ),
            vec![(3, Then::Passed("bnnp-99"))],
        ),
    ]
}

/// What happens on a day.
enum Happens {
    Comes(usize),
    Then(usize, Then),
}

/// Lives through them, day by day.
pub async fn tell(app: &App, set: SetClock<'_>, people: &People, desk: &str, secret: &Secret) -> Result<(), Refusal> {
    let mut all = told();
    let mut days: Vec<(Date, Happens)> = vec![];
    for (n, one) in all.iter_mut().enumerate() {
        days.push((one.on, Happens::Comes(n)));
        let then = std::mem::take(&mut one.then);
        days.extend(then.into_iter().map(|(after, then)| (later(one.on, after), Happens::Then(n, then))));
    }
    days.sort_by_key(|(day, _)| *day);
    let mut ids: Vec<String> = vec![String::new(); all.len()];
    for (day, happens) in days {
        set(noon(day));
        app.tips().close_days().await?;
        app.tips().tell_months().await?;
        match happens {
            Happens::Comes(n) => ids[n] = arrive(app, &people.eradication[0], desk, &all[n]).await?,
            Happens::Then(n, then) => {
                act(app, &people.eradication[n % 2], desk, secret, (&all[n], &ids[n]), then).await?;
            }
        }
    }
    Ok(())
}

/// Sends it; gives the name under which it lies.
async fn arrive(app: &App, officer: &Actor, desk: &str, told: &Told) -> Result<String, Refusal> {
    let tips = app.tips();
    let known = ids(app, officer, desk).await?;
    let to = tips.desk_to_write_to(desk).await?;
    let mut files: Vec<Attachment> = vec![];
    if told.photo {
        let drawn = photo::guard_post().map_err(|_| Refusal::NotFound("photo"))?;
        files.push(Attachment::of(drawn).await?);
    }
    let letter = Letter::Tip(Tip { identity: !told.identity.is_empty(), ..told.tip.clone() });
    tips.receive(plain::sealed("tips", &told.code, &to, &letter, told.identity, &files)?).await?;
    let new = ids(app, officer, desk).await?.into_iter().find(|id| !known.contains(id));
    new.ok_or(Refusal::NotFound("conversation"))
}

async fn ids(app: &App, officer: &Actor, desk: &str) -> Result<Vec<String>, Refusal> {
    let queue = app.tips().queue(officer, desk, Which::Open, None).await?;
    Ok(queue.lines.into_iter().map(|one| one.line.id).collect())
}

async fn act(
    app: &App,
    officer: &Actor,
    desk: &str,
    secret: &Secret,
    (told, id): (&Told, &str),
    then: Then,
) -> Result<(), Refusal> {
    let tips = app.tips();
    if let Then::Added(text) = then {
        let to = tips.desk_to_write_to(desk).await?;
        let letter = Letter::Reply { text: text.to_owned() };
        return tips.add(plain::sealed("tips", &told.code, &to, &letter, "", &[])?).await;
    }
    let opened = tips.open_conversation(officer, desk, id).await?;
    match then {
        Then::Answered(text) => {
            let (sealed, signature) = plain::answer(secret, &opened.conversation, text)?;
            tips.answer(officer, desk, id, sealed, &signature).await
        }
        Then::Moved(state, outcome) => {
            let revision = opened.handling.revision;
            let step = Step { state, outcome: outcome.to_owned(), same_as: String::new(), revision };
            tips.move_on(officer, desk, id, step).await
        }
        Then::Passed(other) => {
            let to = tips.desk_to_write_to(other).await?;
            let again = |part| plain::again(secret, &opened.conversation, part, &[], &to);
            let parts = opened.parts.iter().map(again).collect::<Result<_, _>>()?;
            let passed = Passed { to: other.to_owned(), revision: opened.handling.revision, parts };
            tips.pass_on(officer, desk, id, passed).await
        }
        Then::Read | Then::Added(_) => Ok(()),
    }
}
