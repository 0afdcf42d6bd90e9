//! What can be wrong with a file or a cell, and what the sender may do about it.
//!
//! For: faults as types with a message in both languages. Not for: finding them (`guard.rs`, `table.rs`).

use instrument::Text;
use words::both;

/// Why a cell is not taken as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum CellFault {
    /// A formula; the cell's text is the value it had last.
    Formula,
    /// A date or time where none is asked for: often a number that the spreadsheet turned into a date.
    Date,
    /// `#REF!` and the like.
    ErrorValue,
    /// Part of a merged area.
    Merged,
    /// More than 2,000 characters; the text holds the first 2,000.
    TooLong,
    /// In the column of nil returns, something that says neither yes nor no.
    NotNil,
    /// TRUE or FALSE where no yes/no is asked for.
    Bool,
}

impl CellFault {
    /// What it is and what to do.
    #[must_use]
    pub fn message(&self) -> Text {
        let key = match self {
            Self::Formula => "document-cell-formula",
            Self::Date => "document-cell-date",
            Self::ErrorValue => "document-cell-error",
            Self::Merged => "document-cell-merged",
            Self::TooLong => "document-cell-too-long",
            Self::NotNil => "document-cell-not-nil",
            Self::Bool => "document-cell-truth",
        };
        both(key, &[])
    }
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
#[non_exhaustive]
pub enum FileFault {
    /// Neither a workbook nor text in columns.
    NotASpreadsheet,
    /// `.xls` or `.xlsb`.
    OldXls,
    /// `.ods`.
    OpenDocument,
    /// Locked with a password.
    Encrypted,
    /// Cut short, or broken inside.
    Damaged,
    /// A document type declaration or entities, as no spreadsheet program writes them.
    Unsafe,
    /// More than 20 MB.
    TooLarge,
    /// A zip bomb.
    Bomb,
    /// More than 100,000 rows.
    TooManyRows,
    /// No row with the column names.
    NoHeader,
    /// A header, and nothing under it.
    NoRows,
    /// Two worksheets could be meant.
    TwoSheets,
    /// The same column twice.
    ColumnTwice(String),
    /// A cell whose value contradicts its type; the last cell before it.
    UnreadableCell(String),
}

impl FileFault {
    /// What happened, what to do, and that nothing was saved.
    #[must_use]
    pub fn message(&self) -> Text {
        let key = match self {
            Self::NotASpreadsheet => "document-file-not-a-spreadsheet",
            Self::OldXls => "document-file-old-xls",
            Self::OpenDocument => "document-file-open-document",
            Self::Encrypted => "document-file-encrypted",
            Self::Damaged => "document-file-damaged",
            Self::Unsafe => "document-file-unsafe",
            Self::TooLarge => "document-file-too-large",
            Self::Bomb => "document-file-bomb",
            Self::TooManyRows => "document-file-too-many-rows",
            Self::NoHeader => "document-file-no-header",
            Self::NoRows => "document-file-no-rows",
            Self::TwoSheets => "document-file-two-sheets",
            Self::ColumnTwice(name) => return both("document-file-column-twice", &[("name", name)]),
            Self::UnreadableCell(near) => return both("document-file-unreadable-cell", &[("near", near)]),
        };
        both(key, &[])
    }
}
