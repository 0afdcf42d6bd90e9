//! Totals leave the office only protected: attacked here by counting worlds one by one, without the library that protects.

use app::{Actor, Refusal, totals::Form, totals::published::Kind, totals::published::Published};
use domain::{role::Role, sheet::Step};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use testing::{City, YEAR, city_code, code, in_a_city};

const VILLAGES: [&str; 6] =
    ["99.71.01.1001", "99.71.01.1002", "99.71.01.1003", "99.71.02.1001", "99.71.02.1002", "99.71.02.1003"];

/// A third district, so that there are three parts to hide among.
async fn with_a_third_district(city: &City) {
    let place = |code_of: &str, name: &str| domain::region::Revision {
        code: code(code_of),
        name: name.into(),
        valid_from: None,
        valid_until: None,
        successors: vec![],
    };
    let places = [place("99.71.03", "Kecamatan 3"), place("99.71.03.1001", "Melati 3-1001")];
    city.app.revise_regions(&Actor::Console("test"), &places).await.unwrap();
}

/// A village says so many of P5; the other items are left open.
async fn say(city: &City, village: &str, value: &str) {
    let of = app::sheets::review::SheetOf {
        key: city.key(),
        village: code(village),
        sheet: "village".into(),
        revision: None,
    };
    let _ = city.app.return_sheet(&city.officer(), of, "diperbaiki").await;
    let draft = city.draft("village", village, Step::Submit, &[("P5", value)]);
    city.app.submit(&city.officer(), draft).await.unwrap();
}

async fn publish(city: &City) -> Result<String, Refusal> {
    city.clock.pass(1000);
    city.app.publish_totals(&city.officer(), city_code(), YEAR, &[], None).await
}

/// What everyone who may see totals has: all releases, first to last.
async fn releases(city: &City) -> Vec<Published> {
    let totals = city.app.totals(&city.someone(Role::Bnnp), city_code(), Some(YEAR)).await.unwrap();
    totals.releases.into_iter().rev().map(|release| release.tables).collect()
}

/// The values of an item in a release by "kind/code": the number, or `None` where it is hidden.
fn numbers(release: &Published, item: &str) -> BTreeMap<String, Option<u64>> {
    let column = release.items.iter().find(|column| column.item == item).unwrap();
    let name = |at: usize| format!("{:?}/{}", release.rows[at].kind, release.rows[at].code);
    let number = |at: usize| if column.values[at].hidden { None } else { Some(column.values[at].number.unwrap_or(0)) };
    (0..release.rows.len()).map(|at| (name(at), number(at))).collect()
}

/// All worlds of an item that agree with one release and its sums, hidden values being 1 to `most`.
fn worlds(release: &BTreeMap<String, Option<u64>>, most: u64) -> BTreeSet<BTreeMap<String, u64>> {
    let kind = |name: &str| ["District", "Class", "City"].iter().position(|kind| name.starts_with(kind)).unwrap();
    let mut shown = [0; 3];
    release.iter().for_each(|(name, number)| shown[kind(name)] += number.unwrap_or(0));
    let hidden: Vec<(&String, usize)> =
        release.iter().filter(|(_, number)| number.is_none()).map(|(name, _)| (name, kind(name))).collect();
    let mut found = BTreeSet::new();
    let mut at = vec![1; hidden.len()];
    loop {
        let mut sums = shown;
        hidden.iter().zip(&at).for_each(|((_, kind), value)| sums[*kind] += value);
        // Something is hidden only where something is small.
        let small = hidden.is_empty() || at.iter().any(|value| *value < 5);
        if small && sums[0] == sums[2] && sums[1] == sums[2] {
            let mut world: BTreeMap<String, u64> =
                release.iter().map(|(name, number)| (name.clone(), number.unwrap_or(0))).collect();
            world.extend(hidden.iter().zip(&at).map(|((name, _), value)| ((*name).clone(), *value)));
            found.insert(world);
        }
        let Some(next) = at.iter().position(|value| *value < most) else { return found };
        at[next] += 1;
        at[..next].fill(1);
    }
}

/// How many values each hidden number of a release may have.
fn open(release: &BTreeMap<String, Option<u64>>, most: u64) -> BTreeMap<String, usize> {
    let worlds = worlds(release, most);
    let hidden = release.iter().filter(|(_, number)| number.is_none());
    let values = |name: &String| worlds.iter().map(|world| world[name]).collect::<BTreeSet<_>>().len();
    hidden.map(|(name, _)| (name.clone(), values(name))).collect()
}

async fn four_four_seven(city: &Arc<City>) {
    with_a_third_district(city).await;
    for (village, value) in VILLAGES.iter().zip(["4", "0", "tidak", "4", "-", "?"]) {
        say(city, village, value).await;
    }
    say(city, "99.71.03.1001", "7").await;
}

#[test]
fn four_four_seven_leaves_with_both_fours_hidden_and_its_denominators() {
    in_a_city(|city| async move {
        four_four_seven(&city).await;
        publish(&city).await.unwrap();
        let release = &releases(&city).await[0];
        let p5 = numbers(release, "P5");
        assert_eq!([p5["District/99.71.01"], p5["District/99.71.02"]], [None, None]);
        assert_eq!([p5["District/99.71.03"], p5["City/99.71"]], [Some(7), Some(15)]);
        assert!(open(&p5, 15).values().all(|values| *values >= 5), "{:?}", open(&p5, 15));
        // Missing is not zero: 4, 0 and nil are three answers; of 4, "-" and "?" only one is a number.
        let column = release.items.iter().find(|column| column.item == "P5").unwrap();
        let of: Vec<_> = column.values.iter().map(|value| (value.of, value.not_applicable)).collect();
        assert_eq!(&of[..3], [(3, 0), (1, 1), (1, 0)]);
        assert_eq!(release.villages(), 7);
        // Nobody has said anything of D1: no number, and no 0.
        let d1 = release.items.iter().find(|column| column.item == "D1").unwrap();
        assert!(d1.values.iter().all(|value| value.number.is_none() && !value.hidden && value.of == 0));
        // What the police provide is not among them.
        let items: Vec<&str> = release.items.iter().map(|column| column.item.as_str()).collect();
        assert_eq!(items, ["P5", "D1", "D2", "D3"]);
    });
}

#[test]
fn classes_and_districts_together_give_no_small_number_away() {
    in_a_city(|city| async move {
        for (at, village) in VILLAGES.iter().enumerate() {
            city.report(village, if at < 2 { 5 } else { 0 }, if at < 2 { 4 } else { 0 }).await;
        }
        for (village, value) in VILLAGES.iter().zip(["3", "6", "2", "9", "1", "8"]) {
            say(&city, village, value).await;
        }
        publish(&city).await.unwrap();
        let p5 = numbers(&releases(&city).await[0], "P5");
        assert!(open(&p5, 20).values().all(|values| *values >= 5), "{p5:?}");
    });
}

#[test]
fn a_later_release_unveils_nothing_that_an_earlier_one_has_hidden() {
    in_a_city(|city| async move {
        four_four_seven(&city).await;
        publish(&city).await.unwrap();
        assert!(matches!(publish(&city).await, Err(Refusal::Invalid("total-unchanged"))));
        say(&city, VILLAGES[0], "5").await;
        publish(&city).await.unwrap();
        let all: Vec<_> = releases(&city).await.iter().map(|release| numbers(release, "P5")).collect();
        let [old, new] = &all[..] else { panic!() };
        for (name, number) in old {
            assert!(number.is_some() || new[name].is_none(), "{name} is unveiled: {new:?}");
        }
        // 15 is out; 16 beside it would say that one person more is known in a district with very few.
        assert_eq!(new["City/99.71"], None);
        // The reader of both: the second district, the third, and the zeros have not changed; whoever knew even that
        // would still find five values for every number hidden in either.
        let pairs = |most| {
            let (old, new) = (worlds(old, 15), worlds(new, most));
            let mut pairs = vec![];
            for one in &old {
                let same = |two: &&BTreeMap<String, u64>| {
                    ["District/99.71.02", "District/99.71.03"].iter().all(|name| one[*name] == two[*name])
                };
                pairs.extend(new.iter().filter(same).map(|two| (one.clone(), two.clone())));
            }
            pairs
        };
        let pairs = pairs(24);
        for name in old.keys() {
            let olds: BTreeSet<_> = pairs.iter().map(|(one, _)| one[name]).collect();
            let news: BTreeSet<_> = pairs.iter().map(|(_, two)| two[name]).collect();
            let rises: BTreeSet<_> = pairs.iter().map(|(one, two)| two[name].abs_diff(one[name])).collect();
            assert!(old[name].is_some() || olds.len() >= 5, "{name} before: {olds:?}");
            assert!(new[name].is_some() || news.len() >= 5, "{name} now: {news:?}");
            // That nothing has changed may be known; by how much something has changed may not.
            let open = rises.len() >= 5 || rises == BTreeSet::from([0]);
            assert!(new[name].is_some() || open, "{name} by: {rises:?}");
        }
    });
}

#[test]
fn a_small_difference_is_not_published_and_an_item_may_be_left_out() {
    in_a_city(|city| async move {
        for (village, value) in VILLAGES.iter().zip(["20", "30", "10", "25", "15", "40"]) {
            say(&city, village, value).await;
        }
        publish(&city).await.unwrap();
        say(&city, VILLAGES[0], "22").await;
        let Err(Refusal::Totals(items)) = publish(&city).await else { panic!() };
        assert_eq!(items.iter().map(|item| item.item.as_str()).collect::<Vec<_>>(), ["P5"]);
        let without = ["P5".to_owned()];
        let nothing = city.app.publish_totals(&city.officer(), city_code(), YEAR, &without, None).await;
        assert!(matches!(nothing, Err(Refusal::Invalid("total-nothing"))), "{nothing:?}");
        say(&city, VILLAGES[3], "45").await;
        say(&city, VILLAGES[0], "40").await;
        publish(&city).await.unwrap();
        let p5 = numbers(&releases(&city).await[1], "P5");
        assert_eq!([p5["District/99.71.01"], p5["District/99.71.02"]], [Some(80), Some(100)]);
    });
}

#[test]
fn who_sees_what() {
    in_a_city(|city| async move {
        four_four_seven(&city).await;
        let id = publish(&city).await.unwrap();
        for role in Role::ALL {
            let someone = city.someone(role);
            let sees = matches!(
                role,
                Role::Kesbangpol
                    | Role::Leadership
                    | Role::BnnkP2m
                    | Role::BnnkEradication
                    | Role::Inspectorate
                    | Role::Bnnp
                    | Role::Bnn
            );
            let totals = city.app.totals(&someone, city_code(), Some(YEAR)).await;
            assert_eq!(totals.is_ok(), sees, "{role}");
            let file = city.app.release_file(&someone, city_code(), &id, Form::Csv, instrument::Lang::Id).await;
            assert_eq!(file.is_ok(), sees, "{role}");
            // Only who publishes sees true values and what can be derived.
            let derived = totals.ok().and_then(|totals| totals.preview);
            assert_eq!(derived.is_some(), role == Role::BnnkP2m, "{role}");
            let publishes = city.app.publish_totals(&someone, city_code(), YEAR, &[], None).await;
            assert_eq!(matches!(publishes, Err(Refusal::NotAllowed(_))), role != Role::BnnkP2m, "{role}");
        }
        let preview = city.app.totals(&city.officer(), city_code(), Some(YEAR)).await.unwrap().preview.unwrap();
        assert!(preview.unchanged);
        let (_, bounds) = preview.items[0].outcome.as_ref().unwrap();
        assert_eq!(bounds[0].unwrap().to_string(), "1..7");
        let elsewhere = city.app.totals(&city.officer(), code("99.71.01"), Some(YEAR)).await;
        assert!(elsewhere.is_err());
    });
}

#[test]
fn a_release_goes_out_as_files_without_its_hidden_numbers_and_stands_in_the_ledger() {
    in_a_city(|city| async move {
        four_four_seven(&city).await;
        let id = publish(&city).await.unwrap();
        let officer = city.officer();
        let of = |form| city.app.release_file(&officer, city_code(), &id, form, instrument::Lang::Id);
        let csv = String::from_utf8(of_csv(of(Form::Csv).await.unwrap().1)).unwrap();
        let line = |kode: &str| csv.lines().find(|line| line.contains(&format!(",{kode},"))).unwrap().to_owned();
        assert!(csv.starts_with("tabel,kode,nama,desa,P5,P5_desa,D1,D1_desa"), "{csv}");
        assert!(line("99.71.01").starts_with("kecamatan,99.71.01,Kecamatan 1,3,•,3,,0"), "{csv}");
        assert!(line("99.71").starts_with("jumlah,99.71,Kota Uji,7,15,5,,0"), "{csv}");
        let (again, once) = (of(Form::Xlsx).await.unwrap().1, of(Form::Xlsx).await.unwrap().1);
        assert!(again == once && again.starts_with(b"PK"));
        let entry = city.app.ledger(&city.officer(), city_code(), u64::MAX, 1).await.unwrap().remove(0);
        let body = entry.body.clone();
        assert!(entry.action == "totals.publish" && !body.contains("\"P5\"") && body.contains("\"hidden\":"), "{body}");
        assert!(city.app.verify(&[]).await.unwrap().findings.is_empty());
        let gone = city.app.release_file(&city.officer(), city_code(), "none", Form::Csv, instrument::Lang::Id).await;
        assert!(matches!(gone, Err(Refusal::NotFound("release"))));
        let kinds = releases(&city).await[0].rows.iter().filter(|row| row.kind == Kind::District).count();
        assert_eq!(kinds, 3);
    });
}

/// Without the mark that says UTF-8.
fn of_csv(bytes: Vec<u8>) -> Vec<u8> {
    bytes.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(bytes)
}

#[test]
fn only_what_was_looked_at_is_published() {
    in_a_city(|city| async move {
        for village in VILLAGES {
            say(&city, village, "12").await;
        }
        let officer = city.officer();
        let seen = city.app.totals(&officer, city_code(), Some(YEAR)).await.unwrap().preview.unwrap().seen();
        say(&city, VILLAGES[0], "5000").await;
        let publish = async |seen: &str| city.app.publish_totals(&officer, city_code(), YEAR, &[], Some(seen)).await;
        assert!(matches!(publish(&seen).await, Err(Refusal::Invalid("total-look-again"))));
        let seen = city.app.totals(&officer, city_code(), Some(YEAR)).await.unwrap().preview.unwrap().seen();
        publish(&seen).await.unwrap();
    });
}
