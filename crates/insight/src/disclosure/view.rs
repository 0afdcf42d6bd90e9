//! What the reader sees and knows: which cells are hidden, how they hang together, and which worlds are possible.
//!
//! A *world* is one way the true counts could be, told by what differs from the truth. A world is possible if every
//! row still holds, nothing shown has changed, no hidden cell is below what the reader knows it to be at least, and,
//! for a reader who knows the rule, each group that hides something small in truth hides something small in the world.
//! This is the only definition of the attack; `flow.rs` and `integer.rs` merely look for worlds, `protect.rs` believes
//! none that [`View::allows`] does not confirm in whole numbers. Next: `certify.rs`.

use super::{Reader, Rule, Zeros, system::System};

/// Differences from the truth, by cell, without zeros, in order.
pub(crate) type World = Vec<(usize, i64)>;

/// Stands for "shown" in [`View::group_of`].
const NONE: usize = usize::MAX;

pub(crate) struct View<'a> {
    pub(crate) system: &'a System,
    pub(crate) hidden: Vec<bool>,
    pub(crate) groups: Vec<Vec<usize>>,
    group_of: Vec<usize>,
    /// What a hidden cell is at least, for this reader.
    pub(crate) least: Vec<i64>,
    /// Per group: the values of which one cell must be, if the reader knows the rule and the group is of its making.
    needs: Vec<Option<(i64, i64)>>,
}

impl<'a> View<'a> {
    pub(crate) fn new(system: &'a System, hidden: Vec<bool>, rule: &Rule, reader: Reader) -> Self {
        let groups = system.groups(&hidden);
        let mut group_of = vec![NONE; hidden.len()];
        for (index, group) in groups.iter().enumerate() {
            group.iter().for_each(|cell| group_of[*cell] = index);
        }
        let knows = reader == Reader::KnowsRule;
        // A zero that an earlier release has hidden all the same may be 0 in the reader's worlds too.
        let least = system.truth.iter().map(|value| i64::from(knows && rule.zeros == Zeros::Shown && *value > 0));
        let lowest = i64::from(rule.zeros != Zeros::Small);
        let highest = i64::try_from(rule.threshold).unwrap_or(i64::MAX) - 1;
        let is_small = |cell: &usize| (lowest..=highest).contains(&system.truth[*cell]);
        let needs = groups.iter().map(|group| (knows && group.iter().any(is_small)).then_some((lowest, highest)));
        Self { system, least: least.collect(), needs: needs.collect(), groups, group_of, hidden }
    }

    /// The hidden cells connected with this one.
    pub(crate) fn group(&self, cell: usize) -> &[usize] {
        self.groups.get(self.group_of[cell]).map_or(&[], Vec::as_slice)
    }

    /// The range in which one cell of the group must be.
    pub(crate) fn need(&self, cell: usize) -> Option<(i64, i64)> {
        self.needs.get(self.group_of[cell]).copied().flatten()
    }

    /// Whether values of the whole table (`at`) have something small in the cell's group, if that is needed.
    pub(crate) fn small_enough(&self, cell: usize, at: &[i64]) -> bool {
        let within = |(low, high): (i64, i64)| self.group(cell).iter().any(|one| (low..=high).contains(&at[*one]));
        self.need(cell).is_none_or(within)
    }

    /// The world that differs from the truth as `at` does, within the group of `cell`.
    pub(crate) fn world(&self, cell: usize, at: &[i64]) -> World {
        let moves = self.group(cell).iter().map(|one| (*one, at[*one] - self.system.truth[*one]));
        moves.filter(|(_, by)| *by != 0).collect()
    }

    /// Whether a world within the group of `cell` is possible: exact, and all there is to the attack.
    pub(crate) fn allows(&self, cell: usize, world: &World) -> bool {
        if self.group_of[cell] == NONE {
            return false;
        }
        let mut sums: Vec<(usize, i128)> = Vec::new();
        for (one, by) in world {
            let value = self.system.truth[*one].checked_add(*by);
            if self.group_of[*one] != self.group_of[cell] || value.is_none_or(|value| value < self.least[*one]) {
                return false;
            }
            sums.extend(
                self.system.of_cell[*one].iter().map(|(row, times)| (*row, i128::from(*by) * i128::from(*times))),
            );
        }
        sums.sort_unstable_by_key(|(row, _)| *row);
        let holds = |row: &[(usize, i128)]| row.iter().map(|(_, by)| by).sum::<i128>() == 0;
        if !sums.chunk_by(|a, b| a.0 == b.0).all(holds) {
            return false;
        }
        let by = |one: usize| world.binary_search_by_key(&one, |(moved, _)| *moved).map_or(0, |place| world[place].1);
        let value = |one: usize| self.system.truth[one].saturating_add(by(one));
        self.need(cell).is_none_or(|(low, high)| self.group(cell).iter().any(|one| (low..=high).contains(&value(*one))))
    }
}
