//! The report of a term: who has reported, what was reached under each action, and in the annexes every row behind a number.

use super::{About, Body, Words, called, column, fact, number, numbers, percent, row, rupiah, section};
use crate::{
    Action, Actor, App, Refusal, allow,
    plan::{
        board::{ActionCount, Board},
        reports::Period,
    },
};
use documents::paper::{Cell, Part, Row, Section, Table};
use domain::{
    plan::{Standing, is_percent},
    region::RegionCode,
};
use std::collections::BTreeMap;

/// The annex that names all agencies.
const AGENCIES: &str = "agencies";

/// The name of the table with the rows of an action.
fn rows_of(action: &str) -> String {
    format!("rows-{action}")
}

fn asked(period: &Period) -> String {
    format!("tahun={}&semester={}", period.year, period.term.id)
}

impl App {
    pub(super) async fn semester(
        &self,
        actor: &Actor,
        regency: RegionCode,
        about: &About,
        w: &Words,
    ) -> Result<Body, Refusal> {
        allow(actor, Action::SeeReports, regency)?;
        let period = self.period(regency, about.year, Some(&about.term))?;
        let board = self.plan_board(actor, regency, period.clone()).await?;
        let day = period.last_day().min(self.today(regency));
        let agencies = self.agencies(actor, regency).await?;
        let name = |id: &str| called(&agencies, id, day);
        let of = board.counts.map_or(0, |counts| counts.of);
        let place = self.place_name(regency);
        let list = &board.list;
        let mut basis = list.basis.get(w.lang()).to_owned();
        if !list.covers(period.year) {
            basis = format!("{basis} ({})", w.with("plan-expired", [("year", period.year.to_string().into())]));
        }
        let facts = vec![
            fact("basis", w.t("paper-basis"), basis).meaning(format!("{}/{}", list.id, list.covers(period.year))),
            fact("due", w.t("paper-due"), w.date(period.due_on())).meaning(period.due_on().to_string()),
            fact("of", w.t("paper-owing"), w.number(of as i64)),
        ];
        let annex = |title: &str, parts: Vec<Part>| Section { annex: true, ..section(w.t(title), parts) };
        let mut missing: Vec<String> = board
            .lines
            .iter()
            .filter(|line| line.owes && matches!(line.standing, Standing::Late | Standing::Returned))
            .map(|line| name(&line.view.agency.id))
            .collect();
        missing.sort_by_key(|name| name.to_lowercase());
        let mut summary = vec![Part::Table(standings(w, &board, of)), Part::Table(reached(w, &board, of))];
        if !missing.is_empty() {
            summary.push(Part::Points { name: "missing".to_owned(), title: w.t("paper-missing"), points: missing });
        }
        summary.push(Part::Text { name: String::new(), title: String::new(), text: w.t("paper-semester-how") });
        let rows = board.actions.iter().map(|count| Part::Table(rows(w, &board, count, regency, &period, &name)));
        let sections = vec![
            section(String::new(), summary),
            annex("paper-annex-agencies", vec![Part::Table(agencies_table(w, &board, regency, &period, &name))]),
            annex("paper-annex-rows", rows.collect()),
        ];
        let term = format!("{} {}", period.term.title.get(w.lang()), period.year);
        Ok(Body { title: w.t("paper-semester"), about: vec![term, place], facts, sections, agency: None })
    }
}

fn standings(w: &Words, board: &Board, of: usize) -> Table {
    let counted = Standing::ALL.into_iter().rev().map(|standing| {
        let n = board.lines.iter().filter(|line| line.owes && line.standing == standing).count() as i64;
        let word = w.t(&format!("report-{}", standing.id()));
        let word = Cell::text(word).meaning(standing.id());
        row(standing.id(), vec![word, number(w, Some(n)).see(AGENCIES), percent(w, n, of as i64)])
    });
    let mut rows: Vec<Row> = counted.collect();
    if let Some(counts) = board.counts {
        let cells = |key: &str, n: usize| {
            vec![
                Cell::text(w.t(key)).meaning(key),
                number(w, Some(n as i64)).see(AGENCIES),
                percent(w, n as i64, of as i64),
            ]
        };
        rows.push(row("nil", cells("paper-of-which-nil", counts.nil)));
        rows.push(Row { sum: true, ..row("reported", cells("paper-have-reported", counts.sent)) });
    }
    Table {
        name: "standings".to_owned(),
        caption: w.t("paper-standings"),
        columns: vec![
            column("standing", w.t("paper-standing"), 1),
            numbers("n", w.t("paper-agencies")),
            numbers("percent", "%".to_owned()),
        ],
        rows,
        empty: w.t("report-no-agencies"),
        tall: false,
    }
}

fn reached(w: &Words, board: &Board, of: usize) -> Table {
    let mut rows = vec![];
    for count in &board.actions {
        let Some(action) = board.list.action(&count.action) else { continue };
        let see = |cell: Cell| cell.see(rows_of(&count.action));
        let title = format!("{}. {}", action.number, action.title.get(w.lang()));
        let done = [see(number(w, Some(count.done as i64))), percent(w, count.done as i64, of as i64)];
        // A sum of hundredths says nothing.
        let mut totals = count.totals.iter().filter(|(unit, _)| !is_percent(unit));
        let amounts = |total: Option<(&String, &crate::plan::board::Total)>| match total {
            Some((unit, total)) => {
                // The first unit stands beside the action, whichever that is: named by the unit, each stays what it is.
                let named = |cell: Cell, column: &str| cell.named(format!("{}/{unit}/{column}", count.action));
                vec![
                    named(see(number(w, Some(total.reached))), "reached"),
                    named(number(w, total.target), "target"),
                    named(Cell::text(unit), "unit"),
                ]
            }
            None => vec![Cell::default(), Cell::default(), Cell::default()],
        };
        let mut cells = vec![Cell::text(title).meaning(&count.action)];
        cells.extend(done);
        cells.extend(amounts(totals.next()));
        cells.push(see(rupiah(w, count.spent)));
        rows.push(row(count.action.as_str(), cells));
        for (unit, total) in totals {
            let mut cells = vec![Cell::default(); 3];
            cells.extend(amounts(Some((unit, total))));
            cells.push(Cell::default());
            rows.push(row(format!("{}/{unit}", count.action), cells));
        }
    }
    Table {
        name: "reached".to_owned(),
        caption: w.with("paper-reached", [("of", of.into())]),
        columns: vec![
            column("action", w.t("plan-action"), 1),
            numbers("done", w.t("paper-agencies")),
            numbers("percent", "%".to_owned()),
            numbers("reached", w.t("report-reached")),
            numbers("target", w.t("report-target")),
            column("unit", w.t("plan-unit"), 0),
            numbers("spent", w.t("report-spent")),
        ],
        rows,
        empty: w.t("plan-nothing"),
        tall: false,
    }
}

fn agencies_table(
    w: &Words,
    board: &Board,
    regency: RegionCode,
    period: &Period,
    name: &dyn Fn(&str) -> String,
) -> Table {
    let numbered = |id: &String| board.list.action(id).map(|action| action.number.clone());
    let mut lines: Vec<_> =
        board.lines.iter().filter(|line| line.owes).map(|line| (name(&line.view.agency.id), line)).collect();
    lines.sort_by_key(|(name, _)| name.to_lowercase());
    let sum = |of: fn(&crate::plan::board::Line) -> Option<i64>| {
        lines.iter().filter_map(|(_, line)| of(line)).reduce(i64::saturating_add)
    };
    let (spent, budget) = (sum(|line| line.spent), sum(|line| line.budget));
    let rows = (1..).zip(&lines).map(|(n, (name, line))| {
        let report = line.report.as_ref();
        let mut standing = w.t(&format!("report-{}", line.standing.id()));
        if line.standing.counts() && report.is_some_and(|report| report.nil == 1) {
            standing = format!("{standing}, {}", w.t("report-nil"));
        }
        if line.sent_late {
            standing = format!("{standing}, {}", w.t("report-sent-late"));
        }
        let nil = report.is_some_and(|report| report.nil == 1);
        let means = format!("{}/{nil}/{}", line.standing.id(), line.sent_late);
        let done: Vec<String> = line.done.iter().flatten().filter_map(numbered).collect();
        let cells = vec![
            Cell::text(w.number(n)),
            Cell::text(name),
            Cell::text(standing).meaning(means),
            Cell::text(report.map(|report| w.iso_date(&report.sent_on)).unwrap_or_default()),
            Cell::text(done.join(", ")),
            rupiah(w, line.spent),
            rupiah(w, line.budget),
        ];
        let id = &line.view.agency.id;
        Row { source: format!("/laporan/{regency}/{id}?{}", asked(period)), ..row(id.as_str(), cells) }
    });
    let mut rows: Vec<Row> = rows.collect();
    let mut all = vec![Cell::default(), Cell::text(w.t("paper-sum"))];
    all.extend(vec![Cell::default(); 3]);
    all.extend([rupiah(w, spent), rupiah(w, budget)]);
    rows.push(Row { sum: true, ..row("sum", all) });
    Table {
        name: AGENCIES.to_owned(),
        caption: w.t("paper-each-agency"),
        columns: vec![
            column("", w.t("paper-no"), 0),
            column("agency", w.t("agency-name"), 3),
            column("standing", w.t("paper-standing"), 2),
            column("sent", w.t("paper-sent-on"), 0),
            column("done", w.t("paper-actions-done"), 1),
            numbers("spent", w.t("report-spent")),
            numbers("budget", w.t("plan-money")),
        ],
        rows,
        empty: w.t("report-no-agencies"),
        tall: false,
    }
}

/// The rows that the numbers of an action are made of, with their sums.
fn rows(
    w: &Words,
    board: &Board,
    count: &ActionCount,
    regency: RegionCode,
    period: &Period,
    name: &dyn Fn(&str) -> String,
) -> Table {
    let action = board.list.action(&count.action);
    let title = action.map(|action| format!("{}. {}", action.number, action.title.get(w.lang())));
    let mut own: Vec<_> =
        board.reached.iter().filter(|one| one.row.action == count.action).map(|one| (name(&one.agency), one)).collect();
    own.sort_by(|a, b| (a.0.to_lowercase(), &a.1.row.id).cmp(&(b.0.to_lowercase(), &b.1.row.id)));
    let rows = own.iter().map(|(name, one)| {
        let cells = vec![
            Cell::text(name),
            Cell::text(&one.row.activity),
            number(w, one.value),
            number(w, (one.shared > 0).then_some(one.shared)),
            Cell::text(&one.row.unit),
            rupiah(w, one.spent),
        ];
        let source = format!("/laporan/{regency}/{}/{}?{}", one.agency, one.row.id, asked(period));
        Row { source, ..row(format!("{}/{}", one.agency, one.row.id), cells) }
    });
    let mut rows: Vec<Row> = rows.collect();
    let units: BTreeMap<&String, i64> = count
        .totals
        .iter()
        .filter(|(unit, _)| !is_percent(unit) && own.iter().any(|(_, one)| one.row.unit == **unit))
        .map(|(unit, total)| (unit, total.reached))
        .collect();
    for (at, (unit, reached)) in units.into_iter().enumerate() {
        let spent = if at == 0 { rupiah(w, count.spent).named("sum/spent") } else { Cell::default() };
        let cells = vec![
            Cell::text(w.t("paper-sum")),
            Cell::default(),
            number(w, Some(reached)),
            Cell::default(),
            Cell::text(unit),
            spent,
        ];
        rows.push(Row { sum: true, ..row(format!("sum/{unit}"), cells) });
    }
    Table {
        name: rows_of(&count.action),
        caption: title.unwrap_or_default(),
        columns: vec![
            column("agency", w.t("agency-name"), 3),
            column("activity", w.t("plan-activity"), 4),
            numbers("value", w.t("report-value")),
            numbers("shared", w.t("paper-shared")),
            column("unit", w.t("plan-unit"), 0),
            numbers("spent", w.t("report-spent")),
        ],
        rows,
        empty: w.t("report-nothing-reached"),
        tall: false,
    }
}
