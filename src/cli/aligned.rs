//! A table on a terminal: columns as wide as their widest cell, remarks between the rows.
//!
//! Not for: files that programs read. Next: `score/text.rs`, `regions.rs`.

use std::io::{self, Write};

/// A table under construction.
#[derive(Debug, Default)]
pub struct Aligned {
    lines: Vec<Line>,
    widths: Vec<usize>,
}

#[derive(Debug)]
enum Line {
    Cells(Vec<String>),
    Note(String),
}

impl Aligned {
    /// A table with this first row.
    pub fn new(header: Vec<String>) -> Self {
        let mut table = Self::default();
        table.push(header);
        table
    }

    /// Adds a row.
    pub fn push(&mut self, cells: Vec<String>) {
        self.widths.resize(self.widths.len().max(cells.len()), 0);
        for (width, cell) in self.widths.iter_mut().zip(&cells) {
            *width = (*width).max(cell.chars().count());
        }
        self.lines.push(Line::Cells(cells));
    }

    /// Adds a remark about the row above, which takes the whole width.
    pub fn note(&mut self, text: String) {
        self.lines.push(Line::Note(text));
    }

    /// Prints it; the last cell of a row is not padded.
    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        for line in &self.lines {
            match line {
                Line::Note(text) => writeln!(out, "{text}")?,
                Line::Cells(cells) => {
                    let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
                    for (at, (cell, &width)) in cells.iter().zip(&self.widths).take(filled).enumerate() {
                        let (gap, width) = (if at == 0 { "" } else { "  " }, if at + 1 == filled { 0 } else { width });
                        write!(out, "{gap}{cell:width$}")?;
                    }
                    writeln!(out)?;
                }
            }
        }
        Ok(())
    }
}
