//! The options that several verbs share: how to print, and in which language.
//!
//! Not for: what a single verb asks. Next: `failure.rs`.

use clap::ValueEnum;
use words::{Lang, Words};

/// How the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// An aligned table for people.
    Text,
    /// One JSON object per line, and nothing else on stdout.
    Json,
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Bahasa Indonesia.
    Id,
    /// English.
    En,
}

/// How to print, and in which language.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Shown {
    /// How to print: a table for people, or one JSON object per line for programs.
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    #[command(flatten)]
    pub language: Spoken,
}

/// In which language to answer.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct Spoken {
    /// Language of messages: id (Bahasa Indonesia) or en (English).
    #[arg(long, value_enum, default_value = "id")]
    pub lang: Language,
}

impl Spoken {
    /// The texts of that language.
    pub fn words(self) -> Words {
        words::words(match self.lang {
            Language::Id => Lang::Id,
            Language::En => Lang::En,
        })
    }
}

impl Shown {
    /// The texts of the language asked for.
    pub fn words(self) -> Words {
        self.language.words()
    }
}
