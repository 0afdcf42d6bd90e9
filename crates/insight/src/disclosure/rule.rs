//! What counts as small, how wide a hidden cell must stay, and what the reader is taken to know.
//!
//! For: everything an office may configure. Not for: the attack itself (`view.rs`). Next: `protect.rs`.

/// What happens with cells that are 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Zeros {
    /// Zeros are always shown. The reader knows it, so a hidden cell is at least 1 for a reader who knows the rule.
    #[default]
    Shown,
    /// Zeros are not small, but may be hidden to protect others. The reader cannot exclude 0.
    MayHide,
    /// Zeros are small: 0..threshold-1 are hidden.
    Small,
}

/// What the reader brings along, besides every published number and all relations.
///
/// Each later reader knows all that the earlier knows: what is safe from it is safe from both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Reader {
    /// Counts are whole and not negative. Nothing else.
    Adds,
    /// Also the [`Rule`]: zeros are treated as it says, and each connected group of hidden cells holds at least one
    /// small cell, without which nothing would have been hidden there.
    #[default]
    KnowsRule,
}

/// When a count is hidden, and how well. The default: 1..4 are small, five values must stay possible, zeros are shown,
/// the reader knows the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Counts below this are small (0 by [`Zeros`] only). 0 or 1 hides no positive count.
    pub threshold: u64,
    /// How many different values must stay possible for every hidden cell; 0 and 1 ask for nothing.
    pub span: u64,
    /// What happens with zeros.
    pub zeros: Zeros,
    /// Against whom. Weaker than the default only if the rule itself is kept secret.
    pub reader: Reader,
}

impl Default for Rule {
    fn default() -> Self {
        Self { threshold: 5, span: 5, zeros: Zeros::Shown, reader: Reader::KnowsRule }
    }
}

impl Rule {
    /// Whether a count is small, so that it must be hidden for its own sake.
    ///
    /// ```
    /// let rule = insight::disclosure::Rule::default();
    /// assert_eq!([0, 1, 4, 5].map(|n| rule.is_small(n)), [false, true, true, false]);
    /// ```
    #[must_use]
    pub fn is_small(&self, value: u64) -> bool {
        value < self.threshold && (value > 0 || self.zeros == Zeros::Small)
    }

    /// Whether a count may be hidden at all.
    #[must_use]
    pub fn may_hide(&self, value: u64) -> bool {
        value > 0 || self.zeros != Zeros::Shown
    }
}
