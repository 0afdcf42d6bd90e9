//! For: the villages in scope under their folded names, to look up and to compare.
//! Not for: what a hit is worth (`mod.rs`).
//! Next: `place.rs` for the districts and regencies around them.

use std::collections::HashMap;

use super::similar::{Pattern, letter_set};
use super::words::{strip_village, written_out_first};
use crate::region::{Region, RegionCode, VillageKind, fold, fold_words};

/// A village under one of its keys.
pub(super) struct Entry<'g> {
    pub code: RegionCode,
    pub name: &'g str,
    key: String,
}

/// Keys in order, each with the village it belongs to.
type Keys = Vec<(String, u32)>;

/// Villages to offer, each with the best likeness found for it.
pub(super) struct Offers<'i, 'g>(pub HashMap<RegionCode, (&'i Entry<'g>, f64)>);

impl<'i, 'g> Offers<'i, 'g> {
    fn add(&mut self, entries: impl IntoIterator<Item = &'i Entry<'g>>, likeness: f64) {
        for entry in entries {
            let best = &mut self.0.entry(entry.code).or_insert((entry, 0.0)).1;
            *best = best.max(likeness.min(0.97));
        }
    }
}

/// The villages in scope, shortest key first so that names of like length lie together.
pub(super) struct Index<'g> {
    pub entries: Vec<Entry<'g>>,
    /// The letters of each entry's key, side by side because all of them are looked at for every misspelt name.
    letters: Vec<u64>,
    /// Folded names; a desa adat also without the kind words the list puts before it.
    folded: Keys,
    /// Names with abbreviations written out, where that differs.
    written_out: Keys,
    /// Names without the kind word that is part of them ("Baru" for "Kampung Baru").
    bare: Keys,
}

impl<'g> Index<'g> {
    pub fn new(villages: impl Iterator<Item = Region<'g>>) -> Self {
        let mut entries: Vec<Entry<'g>> = villages
            .map(|village| {
                let key = fold(village.name);
                Entry { code: village.code, name: village.name, key }
            })
            .collect();
        entries.sort_by_key(|entry| (entry.key.len(), entry.code));
        let (mut folded, mut written_out, mut bare) = (Keys::new(), Keys::new(), Keys::new());
        for (entry, i) in entries.iter().zip(0_u32..) {
            folded.push((entry.key.clone(), i));
            let long = written_out_first(entry.name);
            if long != entry.key {
                written_out.push((long, i));
            }
            if let Some(stripped) = strip_village(&fold_words(entry.name)) {
                let keys = if stripped.kind == Some(VillageKind::DesaAdat) { &mut folded } else { &mut bare };
                keys.push((stripped.rest.concat(), i));
            }
        }
        for keys in [&mut folded, &mut written_out, &mut bare] {
            keys.sort_unstable();
        }
        let letters = entries.iter().map(|entry| letter_set(&entry.key)).collect();
        Self { entries, letters, folded, written_out, bare }
    }

    /// The villages whose folded name is this key, in code order.
    pub fn equal(&self, key: &str) -> Vec<&Entry<'g>> {
        let mut found = self.under(&self.folded, key);
        found.sort_unstable_by_key(|entry| entry.code);
        found
    }

    /// Villages whose names are like the query, with their likeness (below 1). `readings` are the query's words, with and
    /// without kind words; `long` the same written out.
    pub fn alike(&self, readings: &[&[String]], long: &[String]) -> Offers<'_, 'g> {
        let mut offers = Offers(HashMap::new());
        for key in long {
            offers.add(self.under(&self.folded, key), 0.97);
            offers.add(self.under(&self.written_out, key), 0.97);
        }
        let mut patterns: Vec<(String, f64)> = Vec::new();
        for words in readings {
            let key = words.concat();
            offers.add(self.under(&self.bare, &key), 0.9);
            for (entry, share) in self.beginning_with(&key) {
                offers.add([entry], 0.7 + 0.2 * share);
            }
            for shorter in (1..words.len()).map(|n| words[..n].concat()).filter(|s| 2 * s.len() >= key.len()) {
                offers.add(self.equal(&shorter), 0.7 + 0.2 * share(&shorter, &key));
            }
            patterns.push((key, 1.0));
        }
        patterns.extend(long.iter().map(|key| (key.clone(), 0.97)));
        patterns.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        patterns.dedup_by(|a, b| a.0 == b.0);
        for (key, weight) in &patterns {
            let pattern = Pattern::new(key);
            for entry in self.of_like_letters(key.len(), &pattern) {
                if let Some(likeness) = pattern.likeness(&entry.key) {
                    offers.add([entry], likeness * weight);
                }
            }
        }
        offers
    }

    /// Longer names that begin with the key, with the share of the name it covers: at least four letters and half of it.
    fn beginning_with(&self, key: &str) -> impl Iterator<Item = (&Entry<'g>, f64)> {
        let from = self.folded.partition_point(|(k, _)| k.as_str() < key);
        let hits = if key.len() < 4 { &[] } else { self.folded.get(from..).unwrap_or_default() };
        hits.iter()
            .take_while(move |(k, _)| k.starts_with(key))
            .filter(move |(k, _)| k.len() > key.len() && 2 * key.len() >= k.len())
            .filter_map(move |(k, i)| Some((self.entries.get(*i as usize)?, share(key, k))))
    }

    /// The entries whose length and letters do not rule out that they are within the pattern's slips.
    fn of_like_letters(&self, length: usize, pattern: &Pattern) -> impl Iterator<Item = &Entry<'g>> {
        let from = self.entries.partition_point(|entry| entry.key.len() + pattern.slips < length);
        let to = self.entries.partition_point(|entry| entry.key.len() <= length + pattern.slips);
        let (letters, most) = (pattern.letters, 2 * pattern.slips);
        let entries = self.entries.get(from..to).unwrap_or_default();
        let sets = self.letters.get(from..to).unwrap_or_default();
        let near = move |set: u64| (set ^ letters).count_ones() as usize <= most;
        sets.iter().zip(entries).filter(move |(set, _)| near(**set)).map(|(_, entry)| entry)
    }

    fn under(&self, keys: &Keys, key: &str) -> Vec<&Entry<'g>> {
        let from = keys.partition_point(|(k, _)| k.as_str() < key);
        let hits = keys.get(from..).unwrap_or_default().iter().take_while(|(k, _)| k == key);
        hits.filter_map(|(_, i)| self.entries.get(*i as usize)).collect()
    }
}

/// How much of a longer key a shorter one covers.
fn share(shorter: &str, longer: &str) -> f64 {
    shorter.len() as f64 / longer.len() as f64
}
