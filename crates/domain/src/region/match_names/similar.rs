//! For: how alike two folded names are, fast enough to hold a name against every village of the country.
//! Not for: deciding anything: what is only alike is offered, never taken.
//! Next: `index.rs` runs this over the villages in scope.

/// How many slips (a letter too many, missing, wrong, or two swapped) a name of this many letters is forgiven.
pub(super) fn slips_allowed(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        6..=8 => 2,
        _ => 3,
    }
}

/// One bit for each letter or figure that occurs. One slip changes at most two bits, so names can be ruled out by this.
pub(super) fn letter_set(key: &str) -> u64 {
    key.bytes().fold(0, |set, byte| {
        let bit = match byte {
            b'a'..=b'z' => byte - b'a',
            b'0'..=b'9' => 26 + byte - b'0',
            other => 36 + other % 28,
        };
        set | 1 << bit
    })
}

/// A folded name prepared to be held against many others.
pub(super) struct Pattern {
    key: String,
    /// For each byte, the places at which it stands. Empty when the name does not fit into 64 bits or is not ASCII.
    places: Option<Box<[u64; 256]>>,
    pub letters: u64,
    pub slips: usize,
}

impl Pattern {
    pub fn new(key: &str) -> Self {
        let places = (key.is_ascii() && (1..=64).contains(&key.len())).then(|| {
            let mut places = Box::new([0_u64; 256]);
            for (i, byte) in key.bytes().enumerate() {
                places[usize::from(byte)] |= 1 << i;
            }
            places
        });
        Self { places, letters: letter_set(key), slips: slips_allowed(key.chars().count()), key: key.to_owned() }
    }

    /// The likeness to another key, 0 to 1 (only equal keys reach 1); none beyond the forgiven number of slips.
    ///
    /// Six parts distance (1 − slips ÷ length), four parts Jaro-Winkler, which rewards an equal beginning.
    pub fn likeness(&self, other: &str) -> Option<f64> {
        let slips = self.slips_to(other);
        if slips > self.slips {
            return None;
        }
        let longest = self.key.len().max(other.len()).max(1);
        let distance = 1.0 - slips as f64 / longest as f64;
        Some(0.6 * distance + 0.4 * strsim::jaro_winkler(&self.key, other))
    }

    /// Optimal string alignment distance: Hyyrö's bit-parallel algorithm (2003) with its term for transpositions.
    fn slips_to(&self, other: &str) -> usize {
        let Some(places) = &self.places else { return strsim::osa_distance(&self.key, other) };
        if !other.is_ascii() {
            return strsim::osa_distance(&self.key, other);
        }
        let last = 1_u64 << (self.key.len() - 1);
        let (mut up, mut down, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut slips = self.key.len();
        for byte in other.bytes() {
            let here = places[usize::from(byte)];
            let swapped = ((!diagonal & here) << 1) & before;
            diagonal = ((here & up).wrapping_add(up) ^ up) | here | down | swapped;
            let (mut plus, mut minus) = (down | !(diagonal | up), diagonal & up);
            if plus & last != 0 {
                slips += 1;
            }
            if minus & last != 0 {
                slips -= 1;
            }
            plus = (plus << 1) | 1;
            minus <<= 1;
            up = minus | !(diagonal | plus);
            down = plus & diagonal;
            before = here;
        }
        slips
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Reference: the plain dynamic programme of the strsim crate.
        #[test]
        fn bit_parallel_distance_is_the_plain_one(a in "[a-d]{1,64}", b in "[a-d]{0,70}") {
            prop_assert_eq!(Pattern::new(&a).slips_to(&b), strsim::osa_distance(&a, &b));
        }

        #[test]
        fn letter_sets_never_rule_out_a_near_name(a in "[a-z0-9]{1,12}", b in "[a-z0-9]{1,12}") {
            let slips = strsim::osa_distance(&a, &b);
            prop_assert!((letter_set(&a) ^ letter_set(&b)).count_ones() as usize <= 2 * slips);
        }
    }

    #[test]
    fn likeness_forgives_by_length() {
        assert!(Pattern::new("mukakuning").likeness("mukakunign").is_some_and(|l| l > 0.9));
        assert_eq!(Pattern::new("aro").likeness("olo"), None);
        assert_eq!(Pattern::new("mukakuning").likeness("mukakuning"), Some(1.0));
    }
}
