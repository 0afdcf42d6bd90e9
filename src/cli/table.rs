//! The rows of a CSV file as offices send it: comma, semicolon or tab, quoted or not, short and long rows.
//!
//! Why not the `csv` crate: to it an unclosed quote is a cell that runs to the end of the file, and every village below is
//! gone without a word. Here a quote that is not closed properly is a letter like any other, the line stays a row, and the
//! row says so ([`Record::stray_quote`]). Not for: what the cells mean. Next: `score/columns.rs`.

use std::borrow::Cow;

/// Excel holds no longer cell, so what is longer was never one.
const LONGEST_CELL: usize = 32_767 * 4;

/// A text with its header found.
pub struct Table {
    text: String,
    delimiter: u8,
    header: Vec<String>,
    body: usize,
    line: usize,
}

/// One row. Reused from row to row.
#[derive(Debug, Default)]
pub struct Record<'t> {
    /// The cells as written, without the quotes around them.
    pub cells: Vec<Cow<'t, str>>,
    /// The line it begins on, from 1.
    pub line: usize,
    /// How many further lines it runs over, inside quotes.
    pub more_lines: usize,
    /// True if a cell begins with a quote that is not closed before the next cell.
    pub stray_quote: bool,
}

impl Table {
    /// Finds the header, the first row that is not blank, and the delimiter under which most of its cells are `known`.
    /// None if there is no such row.
    pub fn new(text: String, known: impl Fn(&str) -> bool) -> Option<Self> {
        let (start, first_line, told) = match told_delimiter(&text) {
            Some((after, delimiter)) => (after, 2, Some(delimiter)),
            None => (text.len() - text.trim_start_matches('\u{feff}').len(), 1, None),
        };
        // Most known names first, then most cells.
        let mut best = None;
        let mut best_fit = (0, 0);
        for delimiter in [b',', b';', b'\t'] {
            if told.is_some_and(|told| told != delimiter) {
                continue;
            }
            let mut rows = Rows { text: &text, delimiter, at: start, line: first_line };
            let mut record = Record::default();
            // Under another delimiter a row of delimiters looks filled in.
            let nothing = |c: char| c.is_whitespace() || [',', ';', '\u{feff}'].contains(&c);
            let blank = |record: &Record<'_>| record.cells.iter().all(|cell| cell.chars().all(nothing));
            while rows.next(&mut record) && blank(&record) {}
            if blank(&record) {
                continue;
            }
            let header: Vec<String> = record.cells.iter().map(|cell| tidy(cell).to_owned()).collect();
            let fit = (header.iter().filter(|name| known(name)).count(), header.len());
            if fit > best_fit {
                best_fit = fit;
                best = Some((delimiter, header, rows.at, rows.line));
            }
        }
        best.map(|(delimiter, header, body, line)| Self { text, delimiter, header, body, line })
    }

    /// The names of the columns, tidied.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// The rows below the header, blank ones included.
    pub fn rows(&self) -> Rows<'_> {
        Rows { text: &self.text, delimiter: self.delimiter, at: self.body, line: self.line }
    }
}

/// Excel may begin a file with `sep=;`.
fn told_delimiter(text: &str) -> Option<(usize, u8)> {
    let line = text.lines().next()?;
    let told = tidy(line);
    let delimiter = match told.get(..4) {
        Some(sep) if sep.eq_ignore_ascii_case("sep=") && told.len() == 5 => told.as_bytes()[4],
        // The tab was trimmed away.
        _ if told.eq_ignore_ascii_case("sep=") => b'\t',
        _ => return None,
    };
    let after = text.find('\n').map_or(text.len(), |at| at + 1);
    [b',', b';', b'\t'].contains(&delimiter).then_some((after, delimiter))
}

/// A cell without the spaces around it, those of spreadsheets and web pages included.
pub fn tidy(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

impl Record<'_> {
    /// True if nothing is written in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| tidy(cell).is_empty())
    }

    /// A cell, tidied; a row that ends early has empty ones.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", |cell| tidy(cell))
    }
}

/// Reads row after row.
pub struct Rows<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    line: usize,
}

impl<'t> Rows<'t> {
    /// Reads the next row; false at the end.
    pub fn next(&mut self, record: &mut Record<'t>) -> bool {
        record.cells.clear();
        (record.line, record.more_lines, record.stray_quote) = (self.line, 0, false);
        if self.at >= self.text.len() {
            return false;
        }
        let bytes = self.text.as_bytes();
        loop {
            let start = self.at;
            let quoted = if bytes.get(start) == Some(&b'"') { self.quoted() } else { None };
            match quoted {
                Some(cell) => {
                    let lines = cell.bytes().filter(|b| *b == b'\n').count();
                    record.more_lines += lines;
                    self.line += lines;
                    record.cells.push(cell);
                }
                None => {
                    let ends = |b: &u8| *b == self.delimiter || *b == b'\n' || *b == b'\r';
                    self.at = bytes[start..].iter().position(ends).map_or(bytes.len(), |length| start + length);
                    record.stray_quote |= bytes.get(start) == Some(&b'"');
                    record.cells.push(Cow::Borrowed(&self.text[start..self.at]));
                }
            }
            match bytes.get(self.at) {
                Some(b) if *b == self.delimiter => self.at += 1,
                Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
                Some(_) => self.at += 1,
                None => return true,
            }
            if bytes[self.at - 1] != self.delimiter {
                self.line += 1;
                return true;
            }
        }
    }

    /// The quoted cell that begins here, if its quote is closed right before the next cell or the end of the line.
    fn quoted(&mut self) -> Option<Cow<'t, str>> {
        let bytes = self.text.as_bytes();
        let start = self.at + 1;
        let (mut at, mut doubled) = (start, false);
        loop {
            let most = bytes.len().min(start + LONGEST_CELL);
            at += bytes.get(at..most)?.iter().position(|b| *b == b'"')?;
            if bytes.get(at + 1) != Some(&b'"') {
                break;
            }
            doubled = true;
            at += 2;
        }
        let spaces = bytes[at + 1..].iter().take_while(|b| **b == b' ').count();
        let after = at + 1 + spaces;
        let closed = bytes.get(after).is_none_or(|b| *b == self.delimiter || *b == b'\n' || *b == b'\r');
        let cell = self.text.get(start..at).filter(|_| closed)?;
        self.at = after;
        Some(if doubled { Cow::Owned(cell.replace("\"\"", "\"")) } else { Cow::Borrowed(cell) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let Some(table) = Table::new(text.to_owned(), |name| ["kode", "a", "b"].contains(&name)) else {
            return Vec::new();
        };
        let (mut rows, mut record, mut found) = (table.rows(), Record::default(), vec![table.header().to_vec()]);
        while rows.next(&mut record) {
            found.push(record.cells.iter().map(ToString::to_string).collect());
        }
        found
    }

    #[test]
    fn delimiters_and_line_ends_are_found() {
        for text in ["kode;a\r\n1;2,5\r\n", "\u{feff}kode\ta\n1\t2,5", "kode;a\r1;2,5\r", "sep=;\nkode;a\n1;2,5"] {
            assert_eq!(all(text), [["kode", "a"], ["1", "2,5"]], "{text:?}");
        }
        assert_eq!(all(";;\n\n kode ; a;x,y\n1;2;3"), [["kode", "a", "x,y"], ["1", "2", "3"]]);
        assert_eq!(all("kode,a\n1,\"2,5\"\n"), [["kode", "a"], ["1", "2,5"]]);
        assert!(all("").is_empty() && all("\n \r\n,,\n").is_empty());
    }

    #[test]
    fn a_quote_that_is_not_closed_loses_no_row() {
        assert_eq!(all("kode,a\n1,\"2\n3,4\n"), [["kode", "a"], ["1", "\"2"], ["3", "4"]]);
        assert_eq!(all("kode,a\n1,\"x \"\"y\"\" z\" \n"), [["kode", "a"], ["1", "x \"y\" z"]]);
        assert_eq!(all("kode,a\n1,\"2\n3\"\n4,5"), [["kode", "a"], ["1", "2\n3"], ["4", "5"]]);
        assert_eq!(all("kode,a\n\"1\n\"3,4\n"), vec![vec!["kode", "a"], vec!["\"1"], vec!["\"3", "4"]]);
    }
}
