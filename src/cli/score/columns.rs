//! Which column of a file of answers is which.
//!
//! Not for: reading the cells (`village.rs`). Next: `village.rs`.

use instrument::{Instrument, PresenceRule};
use words::Words;

use super::super::failure::Failure;
use super::super::input;

/// The columns by position.
#[derive(Debug)]
pub struct Columns {
    pub code: usize,
    /// Per item its column; an item written twice has two.
    pub items: Vec<Vec<usize>>,
    pub name: Option<usize>,
    /// Only where the rule has a rate per 1,000 residents or households.
    pub residents: Option<usize>,
    pub households: Option<usize>,
    pub width: usize,
}

/// The name of the column that says which village a row is about.
const CODE: &str = "kode";
const NAME: [&str; 1] = ["nama"];
const RESIDENTS: [&str; 2] = ["penduduk", "residents"];
const HOUSEHOLDS: [&str; 2] = ["kk", "households"];

/// True if a column of this name is read.
pub fn is_known(instrument: &Instrument, name: &str) -> bool {
    let others = NAME.iter().chain(&RESIDENTS).chain(&HOUSEHOLDS);
    is(name, CODE)
        || instrument.items().iter().any(|item| is(name, &item.id))
        || others.into_iter().any(|o| is(name, o))
}

fn is(name: &str, wanted: &str) -> bool {
    name.eq_ignore_ascii_case(wanted)
}

impl Columns {
    /// Finds the columns by the names in the header.
    pub fn find(header: &[String], instrument: &Instrument, w: Words) -> Result<Self, Failure> {
        let named = |wanted: &str| header.iter().position(|name| is(name, wanted));
        let code = named(CODE).ok_or_else(|| {
            let found: Vec<String> = header.iter().take(12).map(|name| input::quoted(&input::plain(name))).collect();
            Failure::new(w.with("command-score-no-code-column", &[("found", found.join(", ").into())]))
        })?;
        let of_item = |id: &str| header.iter().enumerate().filter(|(_, name)| is(name, id)).map(|(at, _)| at).collect();
        let needs = |wanted: fn(&PresenceRule) -> bool| {
            instrument.items().iter().filter_map(|item| item.present.as_ref()).any(|present| wanted(&present.rule))
        };
        let first = |names: &[&str]| names.iter().find_map(|name| named(name));
        let rates = |wanted, names: &[&str]| if needs(wanted) { first(names) } else { None };
        Ok(Self {
            code,
            items: instrument.items().iter().map(|item| of_item(&item.id)).collect(),
            name: first(&NAME),
            residents: rates(|rule| matches!(rule, PresenceRule::Per1000Residents(_)), &RESIDENTS),
            households: rates(|rule| matches!(rule, PresenceRule::Per1000Households(_)), &HOUSEHOLDS),
            width: header.len(),
        })
    }

    /// What a person should know about the columns: ignored ones, and items that have none.
    pub fn remarks(&self, header: &[String], instrument: &Instrument, w: Words) -> Vec<String> {
        let unread = header.iter().enumerate().filter(|(at, name)| {
            let twice = is(name, CODE) && *at != self.code;
            !name.is_empty() && (twice || !is_known(instrument, name))
        });
        let ignored: Vec<String> = unread.map(|(_, name)| input::quoted(&input::plain(name))).collect();
        let items = instrument.items().iter().zip(&self.items);
        let absent: Vec<&str> = items.filter(|(_, at)| at.is_empty()).map(|(item, _)| item.id.as_str()).collect();
        let mut remarks = Vec::new();
        for (key, names) in [("command-score-ignored", ignored.join(", ")), ("command-score-absent", absent.join(" "))]
        {
            if !names.is_empty() {
                remarks.push(w.with(key, &[("columns", names.into())]));
            }
        }
        remarks
    }
}
