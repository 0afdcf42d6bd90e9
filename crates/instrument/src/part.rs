//! The scoring parts of an instrument: counts, sums, means, bands and decision tables.
//!
//! For: the shape of the rule, by index instead of by name. Not for: computing it (`score/`) or proving it (`check/`).
//! Next: `score/values.rs`.

use crate::Text;

/// What a part takes in: the value of an item or of another part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// Index of an item.
    Item(usize),
    /// Index of a part.
    Part(usize),
}

/// One named step of the scoring.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Name, unique among items and parts.
    pub id: String,
    /// What a person reads; parts without one are shown by the title of their group, or by their id.
    pub title: Option<Text>,
    /// What it computes.
    pub kind: PartKind,
}

/// What a part computes.
#[derive(Debug, Clone, PartialEq)]
pub enum PartKind {
    /// How many of these items are present.
    CountPresent {
        /// Item indexes, each once.
        items: Vec<usize>,
    },
    /// Sum of values; an input that is not applicable adds nothing.
    Sum {
        /// Inputs.
        of: Vec<Source>,
    },
    /// Mean of the applicable inputs.
    Mean {
        /// Inputs.
        of: Vec<Source>,
    },
    /// Weighted mean of the applicable inputs (weights renormalised over them).
    WeightedMean {
        /// Inputs, each with a weight > 0.
        of: Vec<(Source, f64)>,
    },
    /// `y = c + (x - a) · (d - c) / (b - a)`, from \[a, b\] to \[c, d\]; not clamped.
    Rescale {
        /// Input.
        of: Source,
        /// \[a, b\], a ≠ b.
        from: (f64, f64),
        /// \[c, d\].
        to: (f64, f64),
    },
    /// Contiguous bands; the band that holds the input gives a class or a value.
    Bands {
        /// Input.
        of: Source,
        /// Which end of a band belongs to it.
        closed: Edge,
        /// In ascending order, without gap or overlap.
        bands: Vec<Band>,
    },
    /// Decision table: the first row whose conditions all hold gives the class.
    Table {
        /// Rows in order of evaluation.
        rows: Vec<Row>,
    },
}

/// Which end of a band belongs to the band.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edge {
    /// `from ≤ x < to`; the last band also holds its `to`.
    #[default]
    From,
    /// `from < x ≤ to`; the first band also holds its `from`. For published tables such as 0–25.00, 25.01–50.00.
    To,
}

/// One band of a [`PartKind::Bands`].
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// Lower end; −∞ where the file gives none.
    pub from: f64,
    /// Upper end; +∞ where the file gives none.
    pub to: f64,
    /// What a person reads.
    pub label: Option<Text>,
    /// What the band yields.
    pub gives: Gives,
    /// True if this band is a default that still awaits the official rule.
    pub provisional: bool,
}

/// What a band yields.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Gives {
    /// Index of a class.
    Class(usize),
    /// A number for the parts above.
    Value(f64),
}

/// One row of a decision table.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// All must hold; empty only in the `otherwise` row.
    pub when: Vec<Condition>,
    /// Index of the class.
    pub then: usize,
    /// True for the last row that takes whatever is left.
    pub otherwise: bool,
    /// True if this row is a default that still awaits the official rule.
    pub provisional: bool,
}

/// `min ≤ value of the part ≤ max`, either end optional.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Condition {
    /// Index of the part.
    pub part: usize,
    /// Lower end, inclusive.
    pub min: Option<f64>,
    /// Upper end, inclusive.
    pub max: Option<f64>,
}

impl Condition {
    /// Does the condition hold at this value?
    #[must_use]
    pub fn holds(&self, value: f64) -> bool {
        self.min.is_none_or(|min| value >= min) && self.max.is_none_or(|max| value <= max)
    }
}

impl PartKind {
    /// The inputs, in the order of the file. A `count_present` takes items, a table takes parts.
    #[must_use]
    pub fn inputs(&self) -> Vec<Source> {
        match self {
            Self::CountPresent { items } => items.iter().copied().map(Source::Item).collect(),
            Self::Sum { of } | Self::Mean { of } => of.clone(),
            Self::WeightedMean { of } => of.iter().map(|(source, _)| *source).collect(),
            Self::Rescale { of, .. } | Self::Bands { of, .. } => vec![*of],
            Self::Table { rows } => {
                let mut seen: Vec<usize> = Vec::new();
                for condition in rows.iter().flat_map(|row| &row.when) {
                    if !seen.contains(&condition.part) {
                        seen.push(condition.part);
                    }
                }
                seen.into_iter().map(Source::Part).collect()
            }
        }
    }

    /// True if the part yields a class (a table, or bands of classes) and so cannot be a number for another part.
    #[must_use]
    pub fn gives_class(&self) -> bool {
        match self {
            Self::Table { .. } => true,
            Self::Bands { bands, .. } => bands.iter().any(|band| matches!(band.gives, Gives::Class(_))),
            _ => false,
        }
    }
}
