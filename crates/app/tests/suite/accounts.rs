//! Getting in, staying in, and being shown the door.

use app::{
    Refusal,
    accounts::{
        NewAccount,
        sign_in::{IDLE, Ticket},
    },
};
use domain::role::Role;
use testing::{City, city_code, code, in_a_city};

const PASSWORD: &str = "empat kata mudah diingat";

async fn slip(city: &City, role: Role) -> String {
    let app::Actor::Account { id, .. } = city.someone(role) else { panic!() };
    let admin = city.someone(Role::Administrator);
    city.app.make_slip(&admin, "99.71", &id).await.unwrap().code
}

async fn sign_in(city: &City, role: Role, password: &str) -> Result<Ticket, Refusal> {
    city.app.sign_in(&city.login(role), password, "Firefox · Linux", "10.0.0.1").await
}

#[test]
fn a_slip_lets_in_once_and_a_mistake_does_not_void_it() {
    in_a_city(|city| async move {
        let code = slip(&city, Role::Lurah).await;
        assert!(matches!(sign_in(&city, Role::Lurah, "").await, Err(Refusal::SignIn)));
        let short = city.app.use_slip(&code, "pendek").await;
        assert!(matches!(short, Err(Refusal::Invalid("account-password-short"))));
        let guessable = city.app.use_slip(&code, "u-lurah-u-lurah").await;
        assert!(matches!(guessable, Err(Refusal::Invalid("account-password-guessable"))));
        let typed = code.to_lowercase().replace('-', " ");
        assert_eq!(city.app.use_slip(&typed, PASSWORD).await.unwrap(), city.login(Role::Lurah));
        let again = city.app.use_slip(&code, PASSWORD).await;
        assert!(matches!(again, Err(Refusal::Invalid("account-slip-not-good"))));
        sign_in(&city, Role::Lurah, PASSWORD).await.unwrap();
        assert!(matches!(sign_in(&city, Role::Lurah, "salah sama sekali").await, Err(Refusal::SignIn)));
    });
}

#[test]
fn a_new_slip_voids_the_old_one_the_password_and_the_sessions_and_ages() {
    in_a_city(|city| async move {
        let first = slip(&city, Role::Lurah).await;
        city.app.use_slip(&first, PASSWORD).await.unwrap();
        let Ticket(token) = sign_in(&city, Role::Lurah, PASSWORD).await.unwrap();
        assert!(city.app.signed_in(&token).await.unwrap().is_some());
        let second = slip(&city, Role::Lurah).await;
        assert!(city.app.signed_in(&token).await.unwrap().is_none());
        assert!(sign_in(&city, Role::Lurah, PASSWORD).await.is_err());
        city.clock.pass(15 * 24 * 60 * 60 * 1000);
        assert!(matches!(city.app.use_slip(&second, PASSWORD).await, Err(Refusal::Invalid("account-slip-not-good"))));
    });
}

#[test]
fn a_session_ends_by_itself_by_its_owner_and_with_the_account() {
    in_a_city(|city| async move {
        city.app.use_slip(&slip(&city, Role::Lurah).await, PASSWORD).await.unwrap();
        let Ticket(idle) = sign_in(&city, Role::Lurah, PASSWORD).await.unwrap();
        city.clock.pass(IDLE - 1);
        assert!(city.app.signed_in(&idle).await.unwrap().is_some(), "use keeps it alive");
        city.clock.pass(IDLE + 1);
        assert!(city.app.signed_in(&idle).await.unwrap().is_none());
        let Ticket(one) = sign_in(&city, Role::Lurah, PASSWORD).await.unwrap();
        let Ticket(two) = sign_in(&city, Role::Lurah, PASSWORD).await.unwrap();
        let who = city.app.signed_in(&two).await.unwrap().unwrap();
        assert_eq!(city.app.own_sessions(&who).await.unwrap().len(), 2);
        city.app.sign_out(&who, true).await.unwrap();
        assert!(city.app.signed_in(&one).await.unwrap().is_none());
        let app::Actor::Account { id, .. } = city.someone(Role::Lurah) else { panic!() };
        city.app.end_account(&city.someone(Role::Administrator), "99.71", &id).await.unwrap();
        assert!(city.app.signed_in(&two).await.unwrap().is_none());
        assert!(sign_in(&city, Role::Lurah, PASSWORD).await.is_err());
    });
}

#[test]
fn guessing_slows_down_from_one_address_and_leaves_the_owner_alone() {
    in_a_city(|city| async move {
        city.app.use_slip(&slip(&city, Role::Lurah).await, PASSWORD).await.unwrap();
        let login = city.login(Role::Lurah);
        for _ in 0..6 {
            let _wrong = city.app.sign_in(&login, "tebakan", "?", "203.0.113.9").await;
        }
        let waiting = city.app.sign_in(&login, PASSWORD, "?", "203.0.113.9").await;
        assert!(matches!(waiting, Err(Refusal::Wait(_))));
        sign_in(&city, Role::Lurah, PASSWORD).await.unwrap();
    });
}

#[test]
fn who_decides_needs_a_second_factor_and_a_code_is_good_once() {
    in_a_city(|city| async move {
        city.app.use_slip(&slip(&city, Role::BnnkP2m).await, PASSWORD).await.unwrap();
        let Ticket(token) = sign_in(&city, Role::BnnkP2m, PASSWORD).await.unwrap();
        let who = city.app.signed_in(&token).await.unwrap().unwrap();
        assert!(!who.session.confirmed);
        let setup = city.app.offer_second_factor(&who);
        let wrong = city.app.confirm_second_factor(&who, "000000", Some(&setup.secret)).await;
        assert!(matches!(wrong, Err(Refusal::Invalid("account-code-wrong"))));
        let code = app::accounts::second_factor::code_at(&setup.secret, city.app.now()).unwrap();
        city.app.confirm_second_factor(&who, &code, Some(&setup.secret)).await.unwrap();
        assert!(city.app.signed_in(&token).await.unwrap().unwrap().session.confirmed);

        let Ticket(token) = sign_in(&city, Role::BnnkP2m, PASSWORD).await.unwrap();
        let who = city.app.signed_in(&token).await.unwrap().unwrap();
        let replayed = city.app.confirm_second_factor(&who, &code, None).await;
        assert!(matches!(replayed, Err(Refusal::Invalid("account-code-wrong"))), "a code is good once");
        let other = city.app.offer_second_factor(&who);
        let theirs = app::accounts::second_factor::code_at(&other.secret, city.app.now()).unwrap();
        let swapped = city.app.confirm_second_factor(&who, &theirs, Some(&other.secret)).await;
        assert!(swapped.is_err(), "who has only the password cannot set another factor");
        city.clock.pass(60_000);
        let next = app::accounts::second_factor::code_at(&setup.secret, city.app.now()).unwrap();
        city.app.confirm_second_factor(&who, &next, None).await.unwrap();
    });
}

#[test]
fn accounts_are_made_only_where_role_and_place_fit() {
    in_a_city(|city| async move {
        let admin = city.someone(Role::Administrator);
        let make = async |role, scope: &str, login: &str| {
            let new = NewAccount { role, scope: scope.parse().ok(), login: login.into(), name: "Orang Baru".into() };
            city.app.create_account(&admin, new).await
        };
        make(Role::Lurah, "99.71.01.1001", "lurah-baru").await.unwrap();
        assert!(matches!(
            make(Role::Lurah, "99.71.01.1001", "Lurah-Baru ").await,
            Err(Refusal::Invalid("account-login-taken"))
        ));
        assert!(matches!(
            make(Role::Lurah, "99.71", "lain").await,
            Err(Refusal::Invalid("account-scope-does-not-fit"))
        ));
        assert!(matches!(
            make(Role::Lurah, "99.71.09.1001", "lain").await,
            Err(Refusal::Invalid("account-scope-does-not-fit"))
        ));
        assert!(matches!(make(Role::Lurah, "63.06.01.2001", "lain").await, Err(Refusal::NotAllowed(_))));
        assert!(matches!(make(Role::Bnn, "", "lain").await, Err(Refusal::NotAllowed(_))));
        assert!(matches!(
            make(Role::Lurah, "99.71.01.1001", "dua kata").await,
            Err(Refusal::Invalid("account-login-malformed"))
        ));
        let officer = city.app.accounts(&city.officer(), Some(city_code())).await;
        assert!(matches!(officer, Err(Refusal::NotAllowed(_))));
    });
}

#[test]
fn an_erased_person_is_gone_and_the_ledger_still_verifies() {
    in_a_city(|city| async move {
        let admin = city.someone(Role::Administrator);
        let app::Actor::Account { id, .. } = city.someone(Role::School) else { panic!() };
        let early = city.app.erase_person(&admin, "99.71", &id).await;
        assert!(matches!(early, Err(Refusal::Invalid("account-still-active"))));
        city.app.end_account(&admin, "99.71", &id).await.unwrap();
        city.app.erase_person(&admin, "99.71", &id).await.unwrap();
        assert_eq!(city.app.who_is(code("99.71"), &id).await.unwrap().unwrap().name, None);
        let report = city.app.verify(&[]).await.unwrap();
        assert_eq!((report.findings.as_slice(), report.erased), ([].as_slice(), 1));
    });
}
