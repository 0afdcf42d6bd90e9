//! What is wrong with a rule file, where, and what to do about it.
//!
//! For: one finding and the collection of them. Not for: deciding what is wrong (`crate::check`, the readers here).
//! Next: `reader.rs`.

use std::fmt;
use std::ops::Range;

use crate::Text;

/// Bytes of the source.
pub(crate) type Span = Range<usize>;

/// One thing wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// A stable name of the kind of finding, for example `unknown-item`.
    pub code: &'static str,
    /// The offending name.
    pub key: String,
    /// What is wrong and what to do, in Indonesian and English.
    pub message: Text,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column, code, .. } = self;
        write!(f, "{line}:{column} [{code}] {}", self.message.en)
    }
}

impl std::error::Error for Finding {}

/// Collects findings while a file is read.
pub(crate) struct Report<'s> {
    source: &'s str,
    lines: Vec<usize>,
    findings: Vec<(usize, Finding)>,
}

impl<'s> Report<'s> {
    pub fn new(source: &'s str) -> Self {
        let ends = source.bytes().enumerate().filter(|(_, b)| *b == b'\n');
        Self { source, lines: std::iter::once(0).chain(ends.map(|(at, _)| at + 1)).collect(), findings: Vec::new() }
    }

    /// Adds a finding; at most 500, a file with more is not a rule file.
    pub fn add(
        &mut self,
        at: &Span,
        code: &'static str,
        key: impl Into<String>,
        id: impl Into<String>,
        en: impl Into<String>,
    ) {
        if self.findings.len() >= 500 {
            return;
        }
        let start = at.start.min(self.source.len());
        let line = self.lines.partition_point(|&begin| begin <= start).max(1);
        let before = self.source.get(self.lines[line - 1]..start).unwrap_or("");
        let finding = Finding {
            line: u32::try_from(line).unwrap_or(u32::MAX),
            column: u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX),
            code,
            key: key.into(),
            message: Text::new(id, en),
        };
        self.findings.push((start, finding));
    }

    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// All findings in order of position.
    pub fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|(at, _)| *at);
        self.findings.into_iter().map(|(_, f)| f).collect()
    }
}
