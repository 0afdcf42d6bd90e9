//! The safe door: a site of its own, on a listener and origin of its own, for people who have no account and give no name.
//!
//! Nothing here knows who asks: no session, no cookie, no log line, no address. What comes is sealed already, in the browser
//! ([`posted`]), or is sealed at once in memory where there is no script ([`pages`]). What the door does is in `app::doors`;
//! desks work in `web`. Start at [`site`].

#![warn(missing_docs)]

mod answer;
mod assets;
pub mod check;
mod flood;
mod form;
mod pages;
mod posted;
mod room;
mod waiting;

pub use assets::{Asset, integrity, scripts};
pub use flood::worked;

use app::App;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn_with_state, map_response_with_state},
    routing::{get, post},
};
use listen::Way;
use std::sync::Arc;
use words::{Lang, Words, words};

/// What a handler works with: the program, and the language of the address.
#[derive(Clone)]
pub(crate) struct Here {
    app: Arc<App>,
    gate: Arc<flood::Gate>,
    waiting: Arc<waiting::Waiting>,
    w: Words,
    /// Before every address of this language: nothing, or `/en`.
    at: &'static str,
}

impl Here {
    fn t(&self, key: &str) -> String {
        self.w.t(key)
    }

    /// The words of a tip in the demonstration, to come back with.
    fn demo_words(&self) -> Option<String> {
        let code = seal::code::Code::new(app::doors::DEMO_CODE);
        self.app.installation().demo.then(|| code.words().join(" "))
    }

    /// This page in the other language.
    fn other(&self, path: &str) -> String {
        if self.at.is_empty() { format!("/en{path}") } else { path.to_owned() }
    }
}

/// The most bytes of a request with files: what is allowed, sealed, and some more to be told that it is too much.
const MOST: usize = 40 << 20;

/// The most bytes of the question for a box.
const MOST_ASKED: usize = 256;

/// The whole door as a service.
pub fn site(app: &Arc<App>, way: Way) -> Router {
    let gate = Arc::new(flood::Gate::new(app.token()));
    let waiting = Arc::new(waiting::Waiting::default());
    let here = |lang, at: &'static str| {
        let (app, gate, waiting) = (app.clone(), gate.clone(), waiting.clone());
        Here { app, gate, waiting, w: words(lang), at }
    };
    let of = |here: Here| {
        let at = here.at;
        Router::new()
            .route(&format!("{at}/"), get(pages::front::front))
            .route(&format!("{at}/tulis"), get(pages::report::form).post(pages::report::send))
            .route(&format!("{at}/lanjut"), get(pages::back::form).post(pages::back::look))
            .route(&format!("{at}/kirim"), post(posted::take))
            .route(&format!("{at}/hasil"), get(pages::told::told))
            .route(&format!("{at}/hasil/{{chain}}/{{month}}"), get(pages::told::marks))
            .route(&format!("{at}/giliran"), get(posted::turn))
            .route(&format!("{at}/antre/{{ticket}}"), get(pages::waiting::stands))
            .route(&format!("{at}/kotak"), post(posted::mailbox).layer(DefaultBodyLimit::max(MOST_ASKED)))
            .with_state(here)
    };
    let (id, en) = (here(Lang::Id, ""), here(Lang::En, "/en"));
    let site = Router::new()
        .route("/aset/{name}", get(assets::asset))
        .route("/naskah.json", get(assets::list))
        .route("/en", get(pages::front::front).with_state(en.clone()))
        .fallback_service(get(pages::nothing).with_state([id.clone(), en.clone()]))
        .merge(of(id))
        .merge(of(en))
        .layer(DefaultBodyLimit::max(MOST))
        .layer(from_fn_with_state(gate, room::through))
        .layer(map_response_with_state(way, answer::harden));
    listen::around(site)
}
