//! `bersinar user`: accounts from the machine, for the first administrator and those above the city.

use super::{
    Failure,
    outside::SystemClock,
    place::{Place, block_on},
};
use app::{
    Actor,
    accounts::{NewAccount, token::USUAL_DAYS},
};
use domain::{region::RegionCode, role::Role};
use std::sync::Arc;

/// Accounts, from the machine.
#[derive(Debug, clap::Subcommand)]
pub enum UserVerb {
    /// Make an account and print its slip. Example: bersinar user add --role lurah --scope 63.06.01.2001 --login lurah-amawang --name "Siti Aminah"
    Add {
        #[command(flatten)]
        place: Place,
        /// administrator, bnnk_p2m, bnnk_eradication, bnnk_rehabilitation, kesbangpol, leadership, polres, camat, lurah, village_operator, task_group, opd, school, puskesmas, inspectorate, bnnp, bnn
        #[arg(long)]
        role: Role,
        /// The part of the region tree: a code; none for the nation (role bnn)
        #[arg(long)]
        scope: Option<RegionCode>,
        /// The name to sign in with
        #[arg(long)]
        login: String,
        /// The person's name
        #[arg(long)]
        name: String,
    },
    /// Print a new slip for an account; its password is void from then on
    Slip {
        #[command(flatten)]
        place: Place,
        /// The name to sign in with
        login: String,
    },
    /// Make a token with which another application uses the API on the account's behalf; shown once
    Token {
        #[command(flatten)]
        place: Place,
        /// The name to sign in with
        login: String,
        /// What it is for, for example "Aplikasi Dinsos"
        #[arg(long)]
        name: String,
        /// Good for so many days, at most 730
        #[arg(long, default_value_t = USUAL_DAYS)]
        days: i64,
    },
    /// List the accounts
    List {
        #[command(flatten)]
        place: Place,
    },
    /// End an account
    End {
        #[command(flatten)]
        place: Place,
        /// The name to sign in with
        login: String,
        /// Also erase the person's name
        #[arg(long)]
        erase: bool,
    },
}

/// Does it.
pub fn run(verb: &UserVerb) -> Result<(), Failure> {
    let console = Actor::Console("operator");
    let (UserVerb::Add { place, .. }
    | UserVerb::Slip { place, .. }
    | UserVerb::Token { place, .. }
    | UserVerb::List { place }
    | UserVerb::End { place, .. }) = verb;
    block_on(async {
        let app = place.open(Arc::new(SystemClock)).await?;
        let find = async |login: &str| -> Result<_, Failure> {
            let found = app.accounts(&console, None).await?.into_iter().find(|named| named.account.login == login);
            found.map(|named| named.account).ok_or_else(|| Failure::new(format!("tidak ada akun {login:?}")))
        };
        let (chain, id) = match verb {
            UserVerb::Add { role, scope, login, name, .. } => {
                let new = NewAccount { role: *role, scope: *scope, login: login.clone(), name: name.clone() };
                (app::chain_of(*scope), app.create_account(&console, new).await?)
            }
            UserVerb::Slip { login, .. } => {
                let account = find(login).await?;
                (account.regency, account.id)
            }
            UserVerb::Token { login, name, days, .. } => {
                let account = find(login).await?;
                let made = app.make_token(&console, &account.regency, &account.id, name, *days).await?;
                println!("{}", made.secret);
                return Ok(());
            }
            UserVerb::List { .. } => {
                for named in app.accounts(&console, None).await? {
                    let account = named.account;
                    let state = if account.active == 1 { "" } else { "  (berakhir)" };
                    println!(
                        "{:<24} {:<20} {:<14} {}{state}",
                        account.login,
                        account.role,
                        account.scope,
                        named.name.unwrap_or_default()
                    );
                }
                return Ok(());
            }
            UserVerb::End { login, erase, .. } => {
                let account = find(login).await?;
                app.end_account(&console, &account.regency, &account.id).await?;
                if *erase {
                    app.erase_person(&console, &account.regency, &account.id).await?;
                }
                return Ok(());
            }
        };
        let slip = app.make_slip(&console, &chain, &id).await?;
        println!("kode slip: {}   (sekali pakai, 14 hari; buka /masuk/slip)", slip.code);
        Ok(())
    })
}
