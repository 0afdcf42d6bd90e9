//! One JSON object per village. The fields and their order are a promise to programs; they never change, others may follow.
//!
//! Not for: people (`text.rs`). Next: `mod.rs`.

use instrument::{Direction, Instrument, Move, MoveKind, Nearest};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Scored;
use super::village::Problem;

/// What is the same on every line.
pub struct Names<'i> {
    instrument: &'i Instrument,
    rule: String,
    /// `core_present`, `supporting_present`.
    present: Vec<String>,
}

impl<'i> Names<'i> {
    pub fn new(instrument: &'i Instrument) -> Self {
        let present = instrument.groups().iter().map(|group| format!("{}_present", group.id)).collect();
        Self { instrument, rule: instrument.rule(), present }
    }

    fn class(&self, index: usize) -> &'i str {
        self.instrument.class(index).map_or("", |class| &class.id)
    }

    fn item(&self, index: usize) -> &'i str {
        self.instrument.items().get(index).map_or("", |item| &item.id)
    }
}

/// A village as its line.
pub struct Line<'a>(pub &'a Names<'a>, pub &'a Scored<'a>);

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(names, Scored { code, outcome, because, nearest, problems, .. }) = self;
        let mut line = serializer.serialize_map(None)?;
        line.serialize_entry("kode", code)?;
        line.serialize_entry("class", &outcome.class().map(|class| names.class(class)))?;
        line.serialize_entry("class_min", names.class(outcome.mildest))?;
        line.serialize_entry("class_max", names.class(outcome.worst))?;
        for (group, name) in names.present.iter().enumerate() {
            line.serialize_entry(name, &outcome.count_present(group))?;
        }
        line.serialize_entry("because", &Each(|| because.iter()))?;
        let settled = outcome.class().is_some();
        line.serialize_entry("nearest", &Each(|| nearest.iter().map(|nearest| Way { names, nearest, settled })))?;
        line.serialize_entry("rule", &names.rule)?;
        if !problems.is_empty() {
            line.serialize_entry("problems", &Each(|| problems.iter().map(|problem| Wrong(names, problem))))?;
        }
        line.end()
    }
}

/// A list that is written without being collected.
struct Each<F>(F);

impl<F: Fn() -> I, I: Iterator<Item: Serialize>> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

struct Way<'a> {
    names: &'a Names<'a>,
    nearest: &'a Nearest,
    settled: bool,
}

impl Serialize for Way<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { names, nearest, settled } = self;
        let mut way = serializer.serialize_map(None)?;
        way.serialize_entry("to", names.class(nearest.to))?;
        // Better or worse than what? Only a class that is settled can be left.
        let direction = settled.then_some(match nearest.direction {
            Direction::Better => "better",
            Direction::Worse => "worse",
        });
        way.serialize_entry("direction", &direction)?;
        way.serialize_entry("moves", &Each(|| nearest.moves.iter().map(|change| Change(names, change))))?;
        way.end()
    }
}

struct Change<'a>(&'a Names<'a>, &'a Move);

impl Serialize for Change<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(names, Move { need, among, kind }) = self;
        let (kind, value) = match kind {
            MoveKind::Drop => ("drop", None),
            MoveKind::Raise => ("raise", None),
            MoveKind::Answer => ("answer", None),
            MoveKind::Set { value } => ("set", Some(*value)),
        };
        let mut change = serializer.serialize_map(None)?;
        change.serialize_entry("kind", kind)?;
        change.serialize_entry("need", need)?;
        change.serialize_entry("among", &Each(|| among.iter().map(|item| names.item(*item))))?;
        match value {
            Some(value) if value.fract() == 0.0 && value.abs() < 1e15 => {
                change.serialize_entry("value", &(value as i64))?;
            }
            Some(value) => change.serialize_entry("value", &value)?,
            None => {}
        }
        change.end()
    }
}

struct Wrong<'a>(&'a Names<'a>, &'a Problem);

impl Serialize for Wrong<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(names, Problem { item, value, message }) = self;
        let mut wrong = serializer.serialize_map(None)?;
        wrong.serialize_entry("item", &item.map(|item| names.item(item)))?;
        wrong.serialize_entry("value", value)?;
        wrong.serialize_entry("message", message)?;
        wrong.end()
    }
}
