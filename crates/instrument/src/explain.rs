//! Why this class? A tree from the outcome down to the answers, read through borrowed views.
//!
//! outcome → the row or band that decided, its conditions with value against threshold → parts → items with answer,
//! threshold in this village and state. Nothing is copied: walking the tree allocates nothing.
//! Not for: wording and layout (that is the interface's). Next: `nearest/`.

use crate::part::{Band, Condition, Gives, Part, PartKind, Row, Source};
use crate::score::{Applies, Bar, Interval, Outcome, State, Why, bits};
use crate::{Answer, Class, Cutoffs, Denominators, Instrument, Item, Lang};

/// The explanation of one outcome.
#[derive(Debug, Clone, Copy)]
pub struct Explanation<'a> {
    instrument: &'a Instrument,
    outcome: &'a Outcome,
    answers: &'a [Answer],
    per: Denominators,
    cutoffs: &'a Cutoffs,
}

/// What gave the class.
#[derive(Debug, Clone, Copy)]
pub enum Decision<'a> {
    /// A row of a decision table.
    Row {
        /// Its position, from 0.
        index: usize,
        /// The row.
        row: &'a Row,
        /// The class it gives.
        class: &'a Class,
    },
    /// A band.
    Band {
        /// Its position, from 0.
        index: usize,
        /// The band.
        band: &'a Band,
        /// The class it gives.
        class: &'a Class,
    },
}

/// One condition of a row, with the value held against it.
#[derive(Debug, Clone, Copy)]
pub struct ConditionLine<'a> {
    /// `min ≤ value ≤ max`.
    pub condition: Condition,
    /// The part it looks at.
    pub part: PartLine<'a>,
    /// Does it hold? `None` if the answers do not settle it.
    pub holds: Option<bool>,
}

/// One part with its value.
#[derive(Debug, Clone, Copy)]
pub struct PartLine<'a> {
    /// Index of the part.
    pub index: usize,
    /// The part.
    pub part: &'a Part,
    /// Its value; a table has none.
    pub value: Option<Interval>,
    /// Its weight in the weighted mean above it.
    pub weight: Option<f64>,
    tree: Explanation<'a>,
}

/// One item with its answer.
#[derive(Debug, Clone, Copy)]
pub struct ItemLine<'a> {
    /// Index of the item.
    pub index: usize,
    /// The item.
    pub item: &'a Item,
    /// What was said.
    pub answer: &'a Answer,
    /// Present, absent, not applicable or unknown.
    pub state: State,
    /// What it was held against.
    pub limit: Limit<'a>,
    /// True if that threshold is a default awaiting the official rule.
    pub provisional: bool,
    /// Its weight in the weighted mean above it.
    pub weight: Option<f64>,
}

/// What an answer is held against, in this village.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Limit<'a> {
    /// Present from this value on. For `per_1000_*` and `top_share` this is the value in this village or city.
    AtLeast(f64),
    /// Present when answered yes.
    Yes,
    /// Present when one of these choices.
    Choices(&'a [u16]),
    /// The threshold cannot be worked out, and why.
    Unknown(Why),
    /// The item is not judged.
    None,
}

/// What a part was computed from.
#[derive(Debug, Clone, Copy)]
pub enum Input<'a> {
    /// An item.
    Item(ItemLine<'a>),
    /// Another part.
    Part(PartLine<'a>),
}

impl Outcome {
    /// Explains this outcome. Give the instrument, answers, denominators and cut-offs it was scored with.
    ///
    /// ```
    /// # use instrument::*;
    /// # let rule = Instrument::parse(EXAMPLE).map_err(|f| f[0].to_string())?;
    /// let (answers, per, cutoffs) = ([Answer::Number(4.0), Answer::Present(false)], Denominators::default(), Cutoffs::none());
    /// let outcome = rule.score(&answers, &per, &cutoffs);
    /// let why = outcome.explain(&rule, &answers, &per, &cutoffs);
    /// assert_eq!(why.class().map(|class| class.id.as_str()), Some("yellow"));
    /// assert!(matches!(why.decision(), Some(Decision::Row { index: 1, .. })));
    /// let condition = why.conditions(1).next();
    /// assert_eq!(condition.and_then(|c| c.part.value).and_then(|v| v.exact()), Some(1.0));
    /// # Ok::<(), String>(())
    /// ```
    #[must_use]
    pub fn explain<'a>(
        &'a self,
        instrument: &'a Instrument,
        answers: &'a [Answer],
        per: &Denominators,
        cutoffs: &'a Cutoffs,
    ) -> Explanation<'a> {
        Explanation { instrument, outcome: self, answers, per: *per, cutoffs }
    }
}

impl<'a> Explanation<'a> {
    /// The class, if determined.
    #[must_use]
    pub fn class(&self) -> Option<&'a Class> {
        self.instrument.class(self.outcome.class()?)
    }

    /// The classes still possible, worst first.
    pub fn possible(&self) -> impl Iterator<Item = &'a Class> + use<'a> {
        let instrument = self.instrument;
        let possible = self.outcome.possible();
        possible.filter_map(move |class| instrument.class(class))
    }

    /// The row or band that decided; `None` while several are possible.
    #[must_use]
    pub fn decision(&self) -> Option<Decision<'a>> {
        let mut decisions = self.decisions();
        let first = decisions.next();
        first.filter(|_| decisions.next().is_none())
    }

    /// The rows or bands that may decide, in order; one when the answers settle it.
    pub fn decisions(&self) -> impl Iterator<Item = Decision<'a>> + use<'a> {
        let tree = *self;
        bits(self.outcome.rules).filter_map(move |index| tree.decision_at(index))
    }

    fn decision_at(&self, index: usize) -> Option<Decision<'a>> {
        match &self.root_part().kind {
            PartKind::Table { rows } => {
                let row = rows.get(index)?;
                let class = self.instrument.class(row.then)?;
                Some(Decision::Row { index, row, class })
            }
            PartKind::Bands { bands, .. } => {
                let band = bands.get(index)?;
                let Gives::Class(class) = band.gives else {
                    return None;
                };
                let class = self.instrument.class(class)?;
                Some(Decision::Band { index, band, class })
            }
            _ => None,
        }
    }

    /// The conditions of a row of the outcome table, each with the value held against it.
    pub fn conditions(&self, row: usize) -> impl Iterator<Item = ConditionLine<'a>> + use<'a> {
        let tree = *self;
        let conditions: &'a [Condition] = match &self.root_part().kind {
            PartKind::Table { rows } => rows.get(row).map_or(&[], |row| &row.when),
            _ => &[],
        };
        conditions.iter().map(move |&condition| {
            let part = tree.part_line(condition.part, None);
            let value = part.value.filter(|value| value.applies == Applies::Yes);
            let holds = value.and_then(|value| {
                let (low, high) = (condition.holds(value.low), condition.holds(value.high));
                let misses = condition.min.is_some_and(|min| value.high < min)
                    || condition.max.is_some_and(|max| value.low > max);
                match (low && high, misses) {
                    (true, _) => Some(true),
                    (_, true) => Some(false),
                    _ => None,
                }
            });
            ConditionLine { condition, part, holds }
        })
    }

    /// The outcome part: the root of the tree.
    #[must_use]
    pub fn root(&self) -> PartLine<'a> {
        self.part_line(self.instrument.outcome, None)
    }

    /// One item, wherever it stands in the tree.
    #[must_use]
    pub fn item(&self, index: usize) -> Option<ItemLine<'a>> {
        (index < self.instrument.items.len()).then(|| self.item_line(index, None))
    }

    fn root_part(&self) -> &'a Part {
        &self.instrument.parts[self.instrument.outcome]
    }

    fn part_line(&self, index: usize, weight: Option<f64>) -> PartLine<'a> {
        PartLine { index, part: &self.instrument.parts[index], value: self.outcome.part(index), weight, tree: *self }
    }

    fn item_line(&self, index: usize, weight: Option<f64>) -> ItemLine<'a> {
        let item = &self.instrument.items[index];
        let limit = match self.instrument.bar(index, &self.per, self.cutoffs) {
            Bar::At(value) | Bar::Above0At(value) => Limit::AtLeast(value),
            Bar::Yes => Limit::Yes,
            Bar::Choices(choices) => Limit::Choices(choices),
            Bar::Unknown(why) => Limit::Unknown(why),
            Bar::None => Limit::None,
        };
        let unanswered = State::Unknown(Why::NotAnswered);
        ItemLine {
            index,
            item,
            answer: self.answers.get(index).unwrap_or(&Answer::Missing),
            state: self.outcome.items.get(index).copied().unwrap_or(unanswered),
            limit,
            provisional: self.instrument.provisional || item.present.as_ref().is_some_and(|p| p.provisional),
            weight,
        }
    }
}

impl<'a> PartLine<'a> {
    /// What the part was computed from.
    pub fn inputs(&self) -> impl Iterator<Item = Input<'a>> + use<'a> {
        let tree = self.tree;
        let inputs: &'a [(Source, Option<f64>)] = &tree.instrument.plan.inputs[self.index];
        inputs.iter().map(move |&(source, weight)| match source {
            Source::Item(item) => Input::Item(tree.item_line(item, weight)),
            Source::Part(part) => Input::Part(tree.part_line(part, weight)),
        })
    }

    /// What a person reads: the part's title, else the title of the group it counts, else its name.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &'a str {
        let instrument = self.tree.instrument;
        if let Some(title) = &self.part.title {
            return title.get(lang);
        }
        if let PartKind::CountPresent { items } = &self.part.kind {
            let mut groups = items.iter().map(|&item| instrument.items[item].group);
            if let Some(group) = groups.next()
                && groups.all(|other| other == group)
            {
                return instrument.groups[group].title.get(lang);
            }
        }
        &self.part.id
    }
}
