//! A rule in words: its thresholds, the rows of its table, its bands.
//!
//! For: `score` (why a class) and `instruments show`. Not for: the file format (`docs/rules.md`).
//! Next: `score/because.rs`, `instruments.rs`.

use instrument::{Answer, Band, Condition, Edge, Instrument, Item, Part, PartKind, PresenceRule, Row};
use words::{Lang, Words};

/// Writes a rule in one language.
pub struct RuleText<'i> {
    pub instrument: &'i Instrument,
    pub w: Words,
    groups: Vec<String>,
}

impl<'i> RuleText<'i> {
    /// Prepares the short names.
    pub fn new(instrument: &'i Instrument, w: Words) -> Self {
        Self { instrument, w, groups: short_titles(instrument, w.lang()) }
    }

    /// The short title of a group: "pokok" where its neighbours are "Indikator pokok" and "Indikator pendukung".
    pub fn group(&self, index: usize) -> &str {
        self.groups.get(index).map_or("", String::as_str)
    }

    /// A number as it is written in this language, exact.
    pub fn number(&self, value: f64) -> String {
        let cell = Answer::Number(value).to_cell();
        if self.w.lang() == Lang::En { cell.replace(',', ".") } else { cell }
    }

    /// The group a part counts, if it counts exactly one whole group.
    pub fn counted_group(&self, part: &Part) -> Option<usize> {
        let PartKind::CountPresent { items } = &part.kind else {
            return None;
        };
        let all = self.instrument.items();
        let group = all.get(*items.first()?)?.group;
        let whole = all.iter().filter(|item| item.group == group).count() == items.len();
        (whole && items.iter().all(|&item| all.get(item).is_some_and(|item| item.group == group))).then_some(group)
    }

    /// The name of a part in a sentence.
    pub fn part(&self, part: &Part) -> String {
        match (self.counted_group(part), &part.title) {
            (Some(group), _) => self.group(group).to_owned(),
            (None, Some(title)) => lower(title.get(self.w.lang())),
            (None, None) => part.id.clone(),
        }
    }

    /// `pokok ≥ 5 dan pendukung ≥ 4`.
    pub fn conditions(&self, row: &Row) -> String {
        if row.when.is_empty() {
            return self.w.t("command-rule-otherwise");
        }
        let all: Vec<String> = row.when.iter().map(|condition| self.condition(*condition)).collect();
        all.join(&format!(" {} ", self.w.t("command-rule-and")))
    }

    fn condition(&self, Condition { part, min, max }: Condition) -> String {
        let name = self.instrument.parts().get(part).map_or_else(String::new, |part| self.part(part));
        match (min, max) {
            (Some(min), Some(max)) if min == max => format!("{name} = {}", self.number(min)),
            (Some(min), Some(max)) => {
                format!("{} ≤ {name} ≤ {}", self.number(min), self.number(max))
            }
            (Some(min), None) => format!("{name} ≥ {}", self.number(min)),
            (None, Some(max)) => format!("{name} ≤ {}", self.number(max)),
            (None, None) => name,
        }
    }

    /// `40 ≤ nilai < 60`. The outermost ends belong to their bands, whichever end is closed.
    pub fn band(&self, name: &str, bands: &[Band], index: usize, closed: Edge) -> String {
        let Some(band) = bands.get(index) else { return String::new() };
        let holds_from = closed == Edge::From || index == 0;
        let holds_to = closed == Edge::To || index + 1 == bands.len();
        let sign = |holds| if holds { "≤" } else { "<" };
        let end = |end: f64| end.is_finite().then(|| self.number(end));
        let from = end(band.from).map_or_else(String::new, |from| format!("{from} {} ", sign(holds_from)));
        let to = end(band.to).map_or_else(String::new, |to| format!(" {} {to}", sign(holds_to)));
        format!("{from}{name}{to}")
    }

    /// When an item counts as present: `≥ 3 kasus per tahun`; empty where it is not judged.
    pub fn threshold(&self, item: &Item) -> String {
        let lang = self.w.lang();
        let unit = item.unit.as_ref().map_or("", |unit| unit.get(lang));
        let put = |key: &str, n: String| self.w.with(key, &[("n", n.into()), ("unit", unit.into())]).trim().to_owned();
        match item.present.as_ref().map(|present| &present.rule) {
            None => String::new(),
            Some(PresenceRule::AtLeast(value)) => put("command-rule-at-least", self.number(*value)),
            Some(PresenceRule::Per1000Residents(rate)) => put("command-rule-per-residents", self.number(*rate)),
            Some(PresenceRule::Per1000Households(rate)) => put("command-rule-per-households", self.number(*rate)),
            Some(PresenceRule::TopShare(share)) => put("command-rule-top-share", self.number(share * 100.0)),
            Some(PresenceRule::Yes) => self.w.t("command-rule-yes"),
            Some(PresenceRule::Choices(choices)) => {
                let label = |&choice: &u16| item.choices.get(usize::from(choice)).map(|c| c.label.get(lang));
                put("command-rule-choices", choices.iter().filter_map(label).collect::<Vec<_>>().join(" / "))
            }
        }
    }

    /// Adds "(sementara)" to what still awaits the official rule.
    pub fn marked(&self, text: String, provisional: bool) -> String {
        if provisional { format!("{text} ({})", self.w.t("command-rule-provisional")) } else { text }
    }
}

/// The titles of the groups without the words that all of them begin or end with.
fn short_titles(instrument: &Instrument, lang: Lang) -> Vec<String> {
    let titles = instrument.groups().iter().map(|group| group.title.get(lang).split_whitespace().collect());
    let mut titles: Vec<Vec<&str>> = titles.collect();
    let spare = |titles: &[Vec<&str>]| titles.len() > 1 && titles.iter().all(|title| title.len() > 1);
    while spare(&titles) && titles.windows(2).all(|two| two[0].first() == two[1].first()) {
        for title in &mut titles {
            title.remove(0);
        }
    }
    while spare(&titles) && titles.windows(2).all(|two| two[0].last() == two[1].last()) {
        for title in &mut titles {
            title.pop();
        }
    }
    titles.iter().map(|title| lower(&title.join(" "))).collect()
}

/// A title inside a sentence; an abbreviation such as "DTSEN" keeps its capitals.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}
