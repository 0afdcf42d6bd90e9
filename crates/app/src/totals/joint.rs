//! Protects a new table together with every table of the same round that is out already.
//!
//! All tables of an item hang together by the city's total: districts, classes, and earlier releases. A value that has not
//! changed is one cell, however often it was printed. Where it has changed, old and new are two cells, and a small
//! **difference is a small count like any other**: `new = old + change`, and the change must not be derivable. Items share no sum, so each is protected by itself. What this assumes: ADR 0014.
//! Not here: how numbers are protected (`insight::disclosure`). Next: `mod.rs`.

use super::sums::Part;
use insight::disclosure::{self, Bounds, Cell, Earlier, Protected, Rule, Shown, Tables};
use std::collections::BTreeMap;

/// One item of one release, as true values; `None` in `hidden` while nothing is decided yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The parts with their true values.
    pub values: Vec<(Part, u64)>,
    /// Which of them were hidden, in the same order; empty for the new table.
    pub hidden: Vec<bool>,
}

/// Why an item cannot be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Sums do not hold; each is named.
    Sums(Vec<String>),
    /// Too little beside the small numbers to hide them among.
    Small,
    /// What is out already would give away what is new.
    Changed,
    /// Too large to be checked.
    Large,
}

/// What leaves of the new table, by part in its order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Joint {
    /// Which values are hidden.
    pub hidden: Vec<bool>,
    /// What a reader can derive about a hidden value.
    pub bounds: Vec<Option<Bounds>>,
}

/// Protects `new`, knowing what earlier releases have shown and hidden.
///
/// # Errors
/// [`Why`] the item cannot be published.
pub fn protect(item: &str, new: &Table, earlier: &[Table], rule: &Rule) -> Result<Joint, Why> {
    let (tables, versions, out, sums) = Default::default();
    let mut stated = Stated { rule, tables, versions, out, sums };
    for (at, table) in earlier.iter().enumerate() {
        let cells = stated.state(&format!("{item}, release {}", at + 1), table);
        for (cell, hidden) in cells.iter().zip(&table.hidden) {
            // Shown once is out for good.
            let before = stated.out.get(cell).is_some_and(|earlier| *earlier == Earlier::Shown);
            stated.out.insert(*cell, if *hidden && !before { Earlier::Hidden } else { Earlier::Shown });
        }
    }
    let cells = stated.state(item, new);
    let out = std::mem::take(&mut stated.out);
    let tables = out.into_iter().fold(stated.tables, |tables, (cell, was)| tables.with_published(cell, was));
    let protected = disclosure::protect(&tables, rule).map_err(|refusal| why(refusal, !earlier.is_empty()))?;
    let hidden = cells.iter().map(|cell| protected.shown(*cell) == Shown::Hidden).collect();
    let bounds = cells.iter().map(|cell| bounds(&protected, *cell)).collect();
    Ok(Joint { hidden, bounds })
}

fn bounds(protected: &Protected, cell: Cell) -> Option<Bounds> {
    protected.bounds().iter().find(|bounds| bounds.cell == cell).copied()
}

fn why(refusal: disclosure::Refusal, later: bool) -> Why {
    match refusal {
        disclosure::Refusal::DoesNotReconcile(sums) => Why::Sums(sums.iter().map(ToString::to_string).collect()),
        disclosure::Refusal::CannotProtect { .. } if !later => Why::Small,
        disclosure::Refusal::CannotProtect { .. } | disclosure::Refusal::AlreadyOut { .. } => Why::Changed,
        disclosure::Refusal::TooLarge(_) | disclosure::Refusal::TooEntangled(_) => Why::Large,
    }
}

struct Stated<'a> {
    rule: &'a Rule,
    tables: Tables,
    /// Every value that a part has had.
    versions: BTreeMap<Part, Vec<(u64, Cell)>>,
    out: BTreeMap<Cell, Earlier>,
    sums: Vec<(Cell, Vec<Cell>)>,
}

impl Stated<'_> {
    /// States one table; the cells in its order.
    fn state(&mut self, label: &str, table: &Table) -> Vec<Cell> {
        let cells: Vec<Cell> = table.values.iter().map(|(part, value)| self.cell(label, part, *value)).collect();
        let of = |wanted: fn(&Part) -> bool| -> Vec<Cell> {
            let parts = table.values.iter().zip(&cells).filter(|((part, _), _)| wanted(part));
            parts.map(|(_, cell)| *cell).collect()
        };
        if let [city] = of(|part| *part == Part::City)[..] {
            let by = [
                ("by district", of(|part| matches!(part, Part::District(_)))),
                ("by class", of(|part| matches!(part, Part::Class(_)))),
            ];
            for (name, parts) in by {
                self.sum(&format!("{label}, {name}"), city, parts);
            }
        }
        cells
    }

    fn cell(&mut self, label: &str, part: &Part, value: u64) -> Cell {
        let known = self.versions.get(part).cloned().unwrap_or_default();
        if let Some((_, cell)) = known.iter().find(|(before, _)| *before == value) {
            return *cell;
        }
        let new = self.tables.cell(format!("{label} {part:?}"), value);
        // A change that is not small may be known: whoever sees both values knows it, and nobody else does.
        for (before, old) in known.into_iter().filter(|(before, _)| self.rule.is_small(value.abs_diff(*before))) {
            let change = self.tables.cell(format!("{label} {part:?}, change"), value.abs_diff(before));
            let (more, less) = if value > before { (new, old) } else { (old, new) };
            self.sum(&format!("{label} {part:?}, change"), more, vec![less, change]);
        }
        self.versions.entry(part.clone()).or_default().push((value, new));
        new
    }

    fn sum(&mut self, label: &str, total: Cell, parts: Vec<Cell>) {
        let stated = (total, parts);
        if !self.sums.contains(&stated) {
            // The cells are of these tables.
            let _ = self.tables.sum(label, stated.0, &stated.1);
            self.sums.push(stated);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(districts: &[u64], city: u64) -> Table {
        let code = |at: usize| format!("99.71.{:02}", at + 1).parse().unwrap();
        let parts = districts.iter().enumerate().map(|(at, value)| (Part::District(code(at)), *value));
        let classes = [(Part::Class("aman".into()), city), (Part::City, city)];
        Table { values: parts.chain(classes).collect(), hidden: vec![] }
    }

    fn publish(new: &Table, earlier: &[Table]) -> Result<Table, Why> {
        let hidden = protect("P5", new, earlier, &Rule::default())?.hidden;
        Ok(Table { hidden, ..new.clone() })
    }

    #[test]
    fn a_table_that_does_not_add_up_is_refused_with_the_difference() {
        let Err(Why::Sums(sums)) = publish(&table(&[4, 4, 7], 16), &[]) else { panic!() };
        assert_eq!(sums, ["P5, by district: the total says 16, the parts add up to 15 (+1)"]);
    }

    #[test]
    fn four_four_seven_hides_both_fours() {
        let first = publish(&table(&[4, 4, 7], 15), &[]).unwrap();
        assert_eq!(first.hidden, [true, true, false, false, false]);
        assert_eq!(publish(&table(&[4, 4, 7], 15), std::slice::from_ref(&first)), Ok(first));
    }

    #[test]
    fn a_lone_small_number_is_not_published() {
        assert_eq!(publish(&table(&[3, 0, 0], 3), &[]), Err(Why::Small));
    }

    #[test]
    fn a_later_table_shows_no_small_difference() {
        let first = publish(&table(&[20, 30, 40], 90), &[]).unwrap();
        assert!(!first.hidden.contains(&true));
        // Two more in one district: whoever subtracts the totals would know it.
        let earlier = std::slice::from_ref(&first);
        assert_eq!(publish(&table(&[22, 30, 40], 92), earlier), Err(Why::Changed));
        // Two more here and seven there: the total has nine more, and both districts are hidden.
        let second = publish(&table(&[22, 37, 40], 99), earlier).unwrap();
        assert_eq!(second.hidden, [true, true, false, false, false]);
        // Twenty more: a difference that points at nobody.
        let third = publish(&table(&[40, 30, 40], 110), earlier).unwrap();
        assert!(!third.hidden.contains(&true));
    }

    #[test]
    fn what_an_earlier_table_has_hidden_a_later_one_does_not_unveil() {
        let first = publish(&table(&[4, 4, 7], 15), &[]).unwrap();
        let second = publish(&table(&[5, 4, 7], 16), std::slice::from_ref(&first)).unwrap();
        assert!(second.hidden[0] && second.hidden[1] && second.hidden[4], "{second:?}");
        let grown = publish(&table(&[24, 4, 7], 35), std::slice::from_ref(&first)).unwrap();
        assert!(grown.hidden[0] && grown.hidden[1] && !grown.hidden[4], "{grown:?}");
    }
}
