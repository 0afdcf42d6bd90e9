//! The classes of a file as a table for people: a line per village, what is wrong under it, and how many of each.
//!
//! Not for: programs (`json.rs`). Next: `../aligned.rs` aligns the columns.

use std::io::{self, Write};

use instrument::{State, Why};

use super::super::aligned::Aligned;
use super::super::input::plain;
use super::super::rule_text::RuleText;
use super::Scored;

/// Collects the villages, so that the columns can be aligned.
pub struct Report<'i> {
    rule: RuleText<'i>,
    table: Aligned,
    /// Per class how many villages; the last is not settled.
    counts: Vec<usize>,
    answered: usize,
    asked: usize,
    faulty_rows: usize,
    problems: usize,
}

impl<'i> Report<'i> {
    pub fn new(rule: RuleText<'i>) -> Self {
        let w = rule.w;
        let mut header = vec![w.t("command-score-head-code"), w.t("command-score-head-name")];
        header.push(w.t("command-score-head-class"));
        header.extend((0..rule.instrument.groups().len()).map(|group| rule.group(group).to_uppercase()));
        header.push(w.t("command-score-head-because"));
        let counts = vec![0; rule.instrument.classes().len() + 1];
        Self { rule, table: Aligned::new(header), counts, answered: 0, asked: 0, faulty_rows: 0, problems: 0 }
    }

    pub fn add(&mut self, scored: &Scored<'_>) {
        let Scored { code, name, outcome, because, problems, .. } = scored;
        let rule = &self.rule;
        let id = |class: usize| rule.instrument.class(class).map_or("", |class| class.id.as_str());
        let class = match outcome.class() {
            Some(class) => id(class).to_owned(),
            None => format!("{}–{} ?", id(outcome.mildest), id(outcome.worst)),
        };
        let last = rule.instrument.classes().len();
        self.counts[outcome.class().unwrap_or(last).min(last)] += 1;
        let open = State::Unknown(Why::NotAnswered);
        self.asked += outcome.items.len();
        self.answered += outcome.items.iter().filter(|state| **state != open).count();
        let mut cells = vec![plain(code).into_owned(), plain(name).into_owned(), class];
        for group in 0..rule.instrument.groups().len() {
            let of = rule.instrument.items().iter().filter(|item| item.group == group).count();
            cells.push(format!("{}/{of}", outcome.count_present(group)));
        }
        cells.push(because.iter().collect::<Vec<_>>().join("; "));
        self.table.push(cells);
        for problem in *problems {
            let item = problem.item.and_then(|item| rule.instrument.items().get(item));
            let item = item.map_or_else(String::new, |item| format!("{}: ", item.id));
            self.table.note(format!("  ! {item}{}", plain(&problem.message)));
        }
        self.problems += problems.len();
        self.faulty_rows += usize::from(!problems.is_empty());
    }

    pub fn print(&self, out: &mut impl Write) -> io::Result<()> {
        let rule = &self.rule;
        let w = rule.w;
        let number = |n: usize| w.number(i64::try_from(n).unwrap_or(i64::MAX));
        let rows: usize = self.counts.iter().sum();
        if rows > 0 {
            self.table.print(out)?;
            writeln!(out)?;
        }
        writeln!(out, "{}", w.with("command-score-sum", &[("rows", number(rows).into())]))?;
        let open = w.t("command-score-open");
        let names = rule.instrument.classes().iter().map(|class| class.id.as_str()).chain([open.as_str()]);
        let width = names.clone().map(|name| name.chars().count()).max().unwrap_or(0);
        for (name, &count) in names.zip(&self.counts) {
            let share = (100 * count + rows / 2).checked_div(rows).unwrap_or(0);
            writeln!(out, "  {name:width$}  {:>6}  {share:>3}%", number(count))?;
        }
        let answers = [("n", number(self.answered).into()), ("of", number(self.asked).into())];
        writeln!(out, "{}", w.with("command-score-answered", &answers))?;
        if self.problems > 0 {
            let problems = [("n", number(self.problems).into()), ("rows", number(self.faulty_rows).into())];
            writeln!(out, "{}", w.with("command-score-problems", &problems))?;
        }
        writeln!(out, "{}", w.with("command-score-by", &[("rule", rule.instrument.rule().into())]))?;
        match rule.instrument.provisional_note() {
            Some(note) => writeln!(out, "{}", note.get(w.lang())),
            None => Ok(()),
        }
    }
}
