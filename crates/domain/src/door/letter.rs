//! What is inside an envelope: the head of its frame, as JSON. Only browsers of reporters and desks, the page without script and the
//! command line ever see one; the twin of this in the browser is `browser/src/letter.ts`.

use serde::{Deserialize, Serialize};

/// The most bytes of a letter's text.
pub const MOST_WORDS: usize = 20_000;

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// The first of a conversation.
    Tip(Tip),
    /// What its writer adds.
    Reply {
        /// The words.
        text: String,
    },
    /// What the desk answers.
    Answer {
        /// The words.
        text: String,
    },
    /// What the desk notes for itself.
    Note {
        /// The words.
        text: String,
    },
    /// Other words for a part, without what points to someone, for the desk; the part itself stays as it came.
    Redaction {
        /// Which part.
        of: i64,
        /// The words.
        text: String,
    },
    /// What the desk noted of the report as a signal, so that colleagues see that it was.
    Signal {
        /// Its name among observations.
        id: String,
        /// Which sign (`rules/catalogues/observations.toml`).
        sign: String,
        /// A district's or village's code.
        place: String,
        /// ISO week.
        week: String,
    },
    /// That a signal was taken back.
    SignalBack {
        /// Its name among observations.
        id: String,
    },
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Tip {
    /// `id` or `en`.
    pub lang: String,
    /// What it is about (`rules/doors/report.toml`).
    pub about: Vec<String>,
    /// When it was.
    pub when: String,
    /// A district's code; empty for anywhere in the city.
    pub place: String,
    /// More exactly where, in the writer's words.
    pub place_words: String,
    /// Whether an officer is involved.
    pub officer: bool,
    /// Desks that must not have it.
    pub not_to: Vec<String>,
    /// The words.
    pub text: String,
    /// Whether a name or a way to reach the writer lies sealed in the body, for both custodians together (`seal::identity`).
    pub identity: bool,
}

/// The head of an envelope of files.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Enclosed {
    /// The files, in the order in which their bytes follow one another.
    pub files: Vec<EnclosedFile>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnclosedFile {
    /// A plain name given by the page (`foto-1.jpg`), never the writer's own.
    pub name: String,
    /// Its media type.
    #[serde(rename = "type")]
    pub media: String,
    /// How many bytes.
    pub bytes: usize,
}
