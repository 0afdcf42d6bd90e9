//! What a presence rule needs besides the answer: denominators of the village, quantiles of the city.
//!
//! For: `per_1000_*` and `top_share`. Not for: fetching populations. Next: `score/state.rs`.

use crate::{Answer, Instrument, PresenceRule};

/// The denominators of one village; each > 0, otherwise it counts as not known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Denominators {
    /// Residents.
    pub residents: Option<f64>,
    /// Households.
    pub households: Option<f64>,
}

/// Per item, the quantile at which a `top_share` rule begins to be present, in one city.
///
/// Keep them with the results of a round: with the same cut-offs the same answers give the same class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cutoffs {
    values: Vec<Option<f64>>,
}

impl Cutoffs {
    /// No cut-offs: items with a `top_share` rule and a value above 0 are undetermined.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The cut-off of an item, if it has one.
    #[must_use]
    pub fn get(&self, item: usize) -> Option<f64> {
        self.values.get(item).copied().flatten()
    }

    /// Sets the cut-off of an item, for results kept elsewhere. A value that is not finite is ignored.
    #[must_use]
    pub fn with(mut self, item: usize, value: f64) -> Self {
        // An item index is at most u16::MAX in a proven instrument; anything larger cannot belong to one.
        if value.is_finite() && item <= usize::from(u16::MAX) {
            if self.values.len() <= item {
                self.values.resize(item + 1, None);
            }
            self.values[item] = Some(value);
        }
        self
    }
}

impl Instrument {
    /// The cut-offs of a city, from the answers of its villages.
    ///
    /// The quantile is the usual linear one (Hyndman and Fan, type 7; Excel's PERCENTILE.INC) over the numbers
    /// reported, zeros included; missing, unknown and directly stated answers are left out.
    pub fn cutoffs<'a>(&self, city: impl Iterator<Item = &'a [Answer]>) -> Cutoffs {
        let shares: Vec<(usize, f64)> = (self.items.iter().enumerate())
            .filter_map(|(index, item)| match item.present.as_ref()?.rule {
                PresenceRule::TopShare(share) => Some((index, share)),
                _ => None,
            })
            .collect();
        if shares.is_empty() {
            return Cutoffs::none();
        }
        let mut reported: Vec<Vec<f64>> = vec![Vec::new(); shares.len()];
        for answers in city {
            for ((item, _), values) in shares.iter().zip(&mut reported) {
                if let Some(Answer::Number(value)) = answers.get(*item)
                    && value.is_finite()
                {
                    values.push(*value);
                }
            }
        }
        let quantiles = shares.iter().zip(&mut reported);
        quantiles.fold(Cutoffs::none(), |cutoffs, ((item, share), values)| match quantile(values, 1.0 - share) {
            Some(value) => cutoffs.with(*item, value),
            None => cutoffs,
        })
    }
}

/// Type 7 quantile; sorts `values`.
fn quantile(values: &mut [f64], at: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let position = at * last as f64;
    let below = (position.floor().max(0.0) as usize).min(last);
    let above = (below + 1).min(last);
    let share = position - below as f64;
    Some(values[below] + share * (values[above] - values[below]))
}

#[cfg(test)]
mod tests {
    use super::quantile;

    /// R: quantile(c(1, 2, 3, 4, 10), 0.75) = 4; quantile(c(1, 2, 3, 4), 0.75) = 3.25.
    #[test]
    fn agrees_with_r() {
        assert_eq!(quantile(&mut [10.0, 3.0, 1.0, 4.0, 2.0], 0.75), Some(4.0));
        assert_eq!(quantile(&mut [4.0, 3.0, 2.0, 1.0], 0.75), Some(3.25));
        assert_eq!(quantile(&mut [], 0.5), None);
    }
}
