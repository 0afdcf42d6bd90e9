//! The people of the demonstration: one for each part they play, and a lurah in every kelurahan. All names end in
//! "(contoh)"; none has a password, one click signs them in.

use app::{Actor, App, Refusal, accounts::NewAccount};
use domain::{region::RegionCode, role::Role};
use std::collections::HashMap;

/// Who acts in the story.
pub struct People {
    pub officer: Actor,
    pub police: Actor,
    pub kesbangpol: Actor,
    pub inspectorate: Actor,
    pub leadership: Actor,
    pub eradication: [Actor; 2],
    pub province: [Actor; 2],
    pub lurah: HashMap<RegionCode, Actor>,
}

const FIRST: [&str; 16] = [
    "Siti", "Agus", "Dewi", "Rahmat", "Nurul", "Hendra", "Yuni", "Fajar", "Ratna", "Bambang", "Lestari", "Iwan",
    "Mega", "Taufik", "Wulan", "Joko",
];
const LAST: [&str; 8] = ["Harapan", "Lestari", "Pratama", "Wijaya", "Saputra", "Maharani", "Kusuma", "Santoso"];

/// Makes the accounts.
pub async fn hire(app: &App, console: &Actor, city: RegionCode) -> Result<People, Refusal> {
    let places = app.places();
    let district = places.districts_in(city).next().map(|district| district.code);
    let mut made = HashMap::new();
    for (login, name, role, scope) in [
        ("administrator", "Andi Teknika", Role::Administrator, Some(city)),
        ("bnnk", "Ratna Kusuma", Role::BnnkP2m, Some(city)),
        ("bnnk-rekan", "Dewi Maharani", Role::BnnkP2m, Some(city)),
        ("polres", "Hendra Wijaya", Role::Polres, Some(city)),
        ("berantas", "Fajar Pratama", Role::BnnkEradication, Some(city)),
        ("berantas-rekan", "Siti Wijaya", Role::BnnkEradication, Some(city)),
        ("rehab", "Mega Lestari", Role::BnnkRehabilitation, Some(city)),
        ("kesbangpol", "Bambang Santoso", Role::Kesbangpol, Some(city)),
        ("pimpinan", "Wulan Maharani", Role::Leadership, Some(city)),
        ("inspektorat", "Taufik Saputra", Role::Inspectorate, Some(city)),
        ("bnnp", "Iwan Santoso", Role::Bnnp, Some(city.province())),
        ("bnnp-rekan", "Nurul Saputra", Role::Bnnp, Some(city.province())),
        ("bnn", "Joko Kusuma", Role::Bnn, None),
        ("camat", "Yuni Harapan", Role::Camat, district),
        ("babinsa", "Joko Santoso", Role::FieldOfficer, district),
    ] {
        made.insert(login, account(app, console, login, name, role, scope).await?);
    }
    let mut lurah = HashMap::new();
    for (village, at) in places.villages_in(city).zip(0..) {
        let name = format!("{} {}", FIRST[at % FIRST.len()], LAST[at / FIRST.len() % LAST.len()]);
        // The first village of the story has a name of its own on the sign-in page.
        let login =
            if at == 0 { "lurah-seruni".to_owned() } else { format!("lurah-{}", &village.code.undotted()[4..]) };
        lurah.insert(village.code, account(app, console, &login, &name, Role::Lurah, Some(village.code)).await?);
    }
    let of = |login: &str| made.get(login).cloned().unwrap_or(Actor::Anonymous);
    Ok(People {
        officer: of("bnnk"),
        police: of("polres"),
        kesbangpol: of("kesbangpol"),
        inspectorate: of("inspektorat"),
        leadership: of("pimpinan"),
        eradication: [of("berantas"), of("berantas-rekan")],
        province: [of("bnnp"), of("bnnp-rekan")],
        lurah,
    })
}

async fn account(
    app: &App,
    console: &Actor,
    login: &str,
    name: &str,
    role: Role,
    scope: Option<RegionCode>,
) -> Result<Actor, Refusal> {
    let new = NewAccount { role, scope, login: login.to_owned(), name: format!("{name} (contoh)") };
    let id = app.create_account(console, new).await?;
    Ok(Actor::Account { id, role, scope })
}
