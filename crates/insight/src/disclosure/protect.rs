//! Hiding what is small, and as much more as is needed that nobody can work it out.
//!
//! Primary suppression; then, cell by cell, the cheapest complement until each hidden cell has a certificate; then a
//! clean-up that shows again what is not needed; then a check of every certificate in whole numbers.
//! Hiding more never takes a certificate away, so the second step ends. For: one release at a time, knowing earlier
//! ones. Not for: finding the least possible loss (an NP-hard question; Fischetti and Salazar 2001 solve it exactly).
//! Next: `complement.rs`.

use super::{
    Bounds, Cell, Earlier, Reader, Refusal, Rule, Tables, TooEntangled,
    bounds::of_view,
    certify::certify,
    complement::{Chooser, cost},
    frame::Frame,
    reconcile,
    system::System,
    view::{View, World},
};
use std::collections::BTreeMap;

/// What leaves the office in place of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The true count.
    Value(u64),
    /// Nothing. Small cells and those that protect them are not told apart.
    Hidden,
}

/// Tables that may leave, and what the office should know about them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Protected {
    shown: Vec<Shown>,
    bounds: Vec<Bounds>,
    small: usize,
}

impl Protected {
    /// What to print for a cell; [`Shown::Hidden`] for a cell of other tables.
    #[must_use]
    pub fn shown(&self, cell: Cell) -> Shown {
        self.shown.get(cell.0).copied().unwrap_or(Shown::Hidden)
    }

    /// What to print, in the order of cells.
    #[must_use]
    pub fn cells(&self) -> &[Shown] {
        &self.shown
    }

    /// The hidden cells, in order.
    pub fn hidden(&self) -> impl Iterator<Item = Cell> {
        self.bounds.iter().map(|bounds| bounds.cell)
    }

    /// What the rule's reader can derive about each hidden cell, in order. For the office, not for print.
    #[must_use]
    pub fn bounds(&self) -> &[Bounds] {
        &self.bounds
    }

    /// How many of the hidden cells are hidden because they are small. For the office, not for print.
    #[must_use]
    pub fn small(&self) -> usize {
        self.small
    }
}

/// Hides what the rule asks for. Same tables, same rule: same result.
///
/// Every hidden cell has at least `rule.span` different values in worlds that agree with all that is shown, with all
/// relations and with what `rule.reader` knows. Shown values are the true ones.
///
/// # Errors
/// [`Refusal`]: sums that do not hold; cells that cannot be protected, by any means or because of what is out already;
/// tables too large or too entangled to be checked.
pub fn protect(tables: &Tables, rule: &Rule) -> Result<Protected, Refusal> {
    reconcile(tables).map_err(Refusal::DoesNotReconcile)?;
    let system = System::new(tables).map_err(Refusal::TooLarge)?;
    match Work::new(&system, tables, rule, true).run()? {
        Ok(done) => Ok(done),
        Err(cells) if !tables.earlier.values().any(|earlier| *earlier == Earlier::Shown) => {
            Err(Refusal::CannotProtect { cells })
        }
        // What would have had to be hidden, had it not been shown?
        Err(cells) => Err(match Work::new(&system, tables, rule, false).run()? {
            Ok(done) => {
                let out = |cell: &Cell| tables.earlier.get(&cell.0) == Some(&Earlier::Shown);
                Refusal::AlreadyOut { cells, needed: done.hidden().filter(out).collect() }
            }
            Err(cells) => Refusal::CannotProtect { cells },
        }),
    }
}

struct Work<'a> {
    system: &'a System,
    rule: &'a Rule,
    frame: Frame,
    /// May be hidden.
    may: Vec<bool>,
    /// Must be hidden: small, or hidden before.
    must: Vec<bool>,
    certificates: BTreeMap<usize, Vec<World>>,
}

impl<'a> Work<'a> {
    fn new(system: &'a System, tables: &Tables, rule: &'a Rule, keep_shown: bool) -> Self {
        let (mut may, mut must) = (Vec::new(), Vec::new());
        for (cell, value) in tables.values.iter().enumerate() {
            let earlier = tables.earlier.get(&cell);
            let out = keep_shown && earlier == Some(&Earlier::Shown);
            let before = earlier == Some(&Earlier::Hidden);
            must.push(before || (rule.is_small(*value) && !out));
            may.push(before || (rule.may_hide(*value) && !out));
        }
        let frame = Frame::new(system, &may);
        Self { system, rule, frame, may, must, certificates: BTreeMap::new() }
    }

    fn view(&self, hidden: Vec<bool>) -> View<'a> {
        View::new(self.system, hidden, self.rule, self.rule.reader)
    }

    /// The inner error lists the cells that cannot be protected.
    fn run(mut self) -> Result<Result<Protected, Vec<Cell>>, TooEntangled> {
        let hidden = match self.complete()? {
            Ok(hidden) => hidden,
            Err(cells) => return Ok(Err(cells)),
        };
        let hidden = self.clean_up(hidden)?;
        let view = self.view(hidden);
        let bounds = of_view(&view, &self.frame)?;
        let weaker = of_view(&View::new(self.system, view.hidden.clone(), self.rule, Reader::Adds), &self.frame)?;
        let wide = |bounds: &&Bounds| bounds.span().is_none_or(|span| span >= self.rule.span);
        let proven =
            |cell: Cell| self.certificates.get(&cell.0).is_some_and(|worlds| self.holds(&view, cell.0, worlds));
        let open = bounds.iter().zip(&weaker).filter(|(b, w)| !(wide(b) && wide(w) && proven(b.cell)));
        let open: Vec<Cell> = open.map(|(bounds, _)| bounds.cell).collect();
        if !open.is_empty() {
            return Ok(Err(open));
        }
        let truth = self.system.truth.iter().zip(&view.hidden);
        let shown =
            |(value, hidden): (&i64, &bool)| if *hidden { Shown::Hidden } else { Shown::Value(value.unsigned_abs()) };
        let small = bounds.iter().filter(|b| self.rule.is_small(self.system.truth[b.cell.0].unsigned_abs())).count();
        Ok(Ok(Protected { shown: truth.map(shown).collect(), bounds, small }))
    }

    /// Whether a certificate is one: enough possible worlds, all with different values of the cell.
    fn holds(&self, view: &View, cell: usize, worlds: &[World]) -> bool {
        let value = |world: &World| world.iter().find(|(one, _)| *one == cell).map_or(0, |(_, by)| *by);
        let mut values: Vec<i64> = worlds.iter().map(value).collect();
        values.sort_unstable();
        values.dedup();
        let enough = u64::try_from(values.len()).is_ok_and(|count| count >= self.rule.span);
        enough && worlds.iter().all(|world| view.allows(cell, world))
    }

    /// Hides until every hidden cell has a certificate. The inner error: cells for which nothing more can be hidden.
    fn complete(&mut self) -> Result<Result<Vec<bool>, Vec<Cell>>, TooEntangled> {
        let mut view = self.view(self.must.clone());
        let mut lost = Vec::new();
        let mut open: Vec<usize> = (0..view.hidden.len()).rev().filter(|cell| view.hidden[*cell]).collect();
        while let Some(cell) = open.pop() {
            if let Some(worlds) = certify(&view, &self.frame, cell, self.rule.span)? {
                self.certificates.insert(cell, worlds);
                continue;
            }
            let new = self.chooser(&view).propose(&view.hidden, view.group(cell), cell);
            if new.is_empty() {
                lost.push(Cell(cell));
                continue;
            }
            open.push(cell);
            open.splice(0..0, new.iter().copied());
            let mut hidden = view.hidden;
            new.iter().for_each(|one| hidden[*one] = true);
            view = self.view(hidden);
        }
        // Groups that an earlier release left without anything small may have been joined to one that has: look again.
        let stale = |(cell, worlds): (&usize, &Vec<World>)| (!self.holds(&view, *cell, worlds)).then_some(*cell);
        for cell in self.certificates.iter().filter_map(stale).collect::<Vec<_>>() {
            match certify(&view, &self.frame, cell, self.rule.span)? {
                Some(worlds) => drop(self.certificates.insert(cell, worlds)),
                None => lost.push(Cell(cell)),
            }
        }
        lost.sort_unstable();
        Ok(if lost.is_empty() { Ok(view.hidden) } else { Err(lost) })
    }

    fn chooser<'b>(&'b self, view: &'b View) -> Chooser<'b> {
        let far = i64::try_from(self.rule.span.saturating_sub(1)).unwrap_or(i64::MAX);
        Chooser { system: self.system, frame: &self.frame, may: &self.may, least: &view.least, far }
    }

    /// Shows again what is not needed, the dearest first.
    fn clean_up(&mut self, hidden: Vec<bool>) -> Result<Vec<bool>, TooEntangled> {
        let mut spare: Vec<usize> = (0..hidden.len()).filter(|cell| hidden[*cell] && !self.must[*cell]).collect();
        spare.sort_by_key(|cell| (std::cmp::Reverse(cost(self.system, *cell)), *cell));
        let mut view = self.view(hidden);
        for cell in spare {
            if view.hidden[cell]
                && let Some(less) = self.without(&view, cell)?
            {
                view = less;
            }
        }
        Ok(view.hidden)
    }

    /// The view with one cell shown again, if all others keep or get a certificate.
    fn without(&mut self, view: &View, cell: usize) -> Result<Option<View<'a>>, TooEntangled> {
        let mut hidden = view.hidden.clone();
        hidden[cell] = false;
        // A group that hides nothing for its own sake is not needed at all.
        for group in self.system.groups(&hidden).iter().filter(|group| !group.iter().any(|one| self.must[*one])) {
            group.iter().for_each(|one| hidden[*one] = false);
        }
        let less = self.view(hidden);
        let mut new = Vec::new();
        for one in view.group(cell).iter().copied().filter(|one| less.hidden[*one]) {
            if self.certificates.get(&one).is_some_and(|worlds| self.holds(&less, one, worlds)) {
                continue;
            }
            match certify(&less, &self.frame, one, self.rule.span)? {
                Some(worlds) => new.push((one, worlds)),
                None => return Ok(None),
            }
        }
        self.certificates.extend(new);
        Ok(Some(less))
    }
}
