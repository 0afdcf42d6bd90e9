//! A value that may not be known exactly.
//!
//! For: part values under missing answers. Not for: statistics; the ends are hard limits, not confidence limits.
//! Next: `values.rs`.

/// Does a value exist at all? A mean over nothing applicable does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// Yes.
    Yes,
    /// Perhaps: every item it needs might still turn out not applicable.
    Perhaps,
    /// No: nothing applicable to compute it from.
    No,
}

/// A closed interval `low ..= high`; one point when the value is known.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Smallest value still possible.
    pub low: f64,
    /// Largest value still possible.
    pub high: f64,
    /// Whether there is a value at all; if not, the ends are those of the part's whole range.
    pub applies: Applies,
}

impl Interval {
    /// Stands for "this part yields a class, not a number".
    pub(crate) const NONE: Self = Self { low: f64::NAN, high: f64::NAN, applies: Applies::No };

    /// One known value.
    #[must_use]
    pub fn point(value: f64) -> Self {
        Self::between(value, value)
    }

    /// Every value from `low` to `high`.
    #[must_use]
    pub fn between(low: f64, high: f64) -> Self {
        Self { low, high, applies: Applies::Yes }
    }

    /// The value, if it is known.
    #[must_use]
    pub fn exact(&self) -> Option<f64> {
        (self.low == self.high && self.applies == Applies::Yes).then_some(self.low)
    }

    pub(crate) fn with(mut self, applies: Applies) -> Self {
        self.applies = applies;
        self
    }
}

/// Rounds away the dust of floating point, so that 0.1 + 0.2 meets a threshold of 0.3. Monotone.
pub(crate) fn snap(value: f64) -> f64 {
    if value.abs() < 1e6 {
        let rounded = (value * 1e9).round() / 1e9;
        if rounded == 0.0 { 0.0 } else { rounded }
    } else {
        value
    }
}
