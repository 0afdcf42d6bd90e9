//! Sets papers: a template and the data of a paper become a PDF that is tagged for screen readers (PDF/UA-1).
//!
//! **What it is for.** [`press`] sets one paper. A template is a Typst file in `templates/`; it reads `data.json` and, by their
//! names, pictures. Characters that no font at hand shows become `\u{FFFD}`. The same data give the same PDF, byte for byte: no clock, no folder and no network can be reached.
//!
//! **What it is not for.** Saying what stands in a paper: `app::papers` does. The program runs this in a child process with
//! limits (`bersinar press`), so that a paper that takes too much takes nothing from who is served.
//!
//! **Where to go next.** `templates/paper.typ` for how a paper looks; `world.rs` for all that Typst gets to see.

#![warn(missing_docs)]

mod legible;
mod world;

use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use world::Desk;

/// The templates: name and text.
const TEMPLATES: &[(&str, &str)] = &[("paper", include_str!("../templates/paper.typ"))];

/// A paper that is to be set.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The template's name.
    pub template: String,
    /// What the template reads as `data.json`.
    pub data: Vec<u8>,
    /// Pictures by the name under which the template reads them: PNG, JPEG or SVG.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// Why a paper was not set.
#[derive(Debug, thiserror::Error)]
pub enum PressError {
    /// There is no such template.
    #[error("no template {0}")]
    NoTemplate(String),
    /// Typst could not set it, in its words.
    #[error("{0}")]
    NotSet(String),
}

impl PressError {
    fn of(diagnostics: &[SourceDiagnostic]) -> Self {
        let said: Vec<String> = diagnostics.iter().map(|one| one.message.to_string()).collect();
        Self::NotSet(said.join("; "))
    }
}

/// Sets a paper; gives the PDF.
///
/// # Errors
/// [`PressError::NotSet`] when the data are not what the template reads, or a picture is none.
pub fn press(order: &Order) -> Result<Vec<u8>, PressError> {
    let found = TEMPLATES.iter().find(|(name, _)| *name == order.template);
    let (_, template) = found.ok_or_else(|| PressError::NoTemplate(order.template.clone()))?;
    let desk = Desk::new(template, order)?;
    let set =
        typst::compile::<PagedDocument>(&desk).output.map_err(|said| PressError::of(&said)).and_then(|document| {
            let standards =
                PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| PressError::NotSet(format!("{error:?}")))?;
            typst_pdf::pdf(&document, &PdfOptions { standards, ..PdfOptions::default() })
                .map_err(|said| PressError::of(&said))
        });
    // Typst remembers for ever what it set, failed or not, unless it is told to forget.
    comemo::evict(0);
    set
}
