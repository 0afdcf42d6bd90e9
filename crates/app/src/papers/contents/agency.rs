//! The sheet of one agency: what it planned and reached in a term, row by row, and what stood in the way.

use super::{About, Body, Words, column, fact, number, numbers, percent, row, rupiah, section};
use crate::{Actor, App, Refusal, plan::reports::RowReport};
use documents::paper::{Cell, Part, Row, Table};
use domain::{plan::is_percent, region::RegionCode};

impl App {
    pub(super) async fn agency_sheet(
        &self,
        actor: &Actor,
        regency: RegionCode,
        about: &About,
        w: &Words,
    ) -> Result<Body, Refusal> {
        let period = self.period(regency, about.year, Some(&about.term))?;
        let view = self.agency_report(actor, regency, &about.agency, period.clone()).await?;
        let day = period.last_day().min(self.today(regency));
        let name = view.view.name_on(day).name.clone();
        let report = view.report.as_ref();
        let mut standing = w.t(&format!("report-{}", view.standing.id()));
        if view.standing.counts() && report.is_some_and(|report| report.nil == 1) {
            standing = format!("{standing}, {}", w.t("report-nil"));
        }
        let means = format!("{}/{}", view.standing.id(), report.is_some_and(|report| report.nil == 1));
        let mut facts = vec![
            fact("standing", w.t("paper-standing"), standing).meaning(means),
            fact("due", w.t("paper-due"), w.date(period.due_on())).meaning(period.due_on().to_string()),
        ];
        if let Some(report) = report.filter(|report| !report.sent_on.is_empty()) {
            facts.push(fact("sent", w.t("paper-sent-on"), w.iso_date(&report.sent_on)));
        }
        let note = report.map(|report| report.note.clone()).unwrap_or_default();
        let told: Vec<&RowReport> =
            view.rows.iter().filter(|row| row.done.is_some() || row.is_expected(&period)).collect();
        let asked = format!("tahun={}&semester={}", period.year, period.term.id);
        let numbered = |one: &RowReport| {
            let action = view.list.action(&one.row.action);
            action.map(|action| format!("{}. ", action.number)).unwrap_or_default() + &one.row.activity
        };
        let rows = told.iter().map(|one| {
            let value = one.done.as_ref().and_then(|done| done.value);
            let unit = if is_percent(&one.row.unit) { "%" } else { &one.row.unit };
            let part = one.target.zip(value).map_or_else(Cell::default, |(target, value)| percent(w, value, target));
            let spent = one.done.as_ref().and_then(|done| done.spent);
            let files = i64::try_from(one.files.0).unwrap_or_default();
            let cells = vec![
                Cell::text(numbered(one)),
                number(w, one.target),
                number(w, value),
                Cell::text(unit),
                part,
                rupiah(w, spent),
                number(w, Some(files)),
            ];
            let source = format!("/laporan/{regency}/{}/{}?{asked}", about.agency, one.row.id);
            Row { source, ..row(one.row.id.as_str(), cells) }
        });
        let mut rows: Vec<Row> = rows.collect();
        let spent =
            told.iter().filter_map(|one| one.done.as_ref().and_then(|done| done.spent)).reduce(i64::saturating_add);
        let mut all = vec![Cell::text(w.t("paper-sum"))];
        all.extend(vec![Cell::default(); 4]);
        all.extend([rupiah(w, spent), Cell::default()]);
        if !rows.is_empty() {
            rows.push(Row { sum: true, ..row("sum", all) });
        }
        let table = Table {
            name: "rows".to_owned(),
            caption: w.t("paper-agency-rows"),
            columns: vec![
                column("activity", w.t("plan-activity"), 1),
                numbers("target", w.t("report-target")),
                numbers("value", w.t("report-value")),
                column("unit", w.t("plan-unit"), 0),
                numbers("percent", "%".to_owned()),
                numbers("spent", w.t("report-spent")),
                numbers("files", w.t("paper-files")),
            ],
            rows,
            empty: w.t("plan-nothing"),
            tall: false,
        };
        let said = told.iter().filter_map(|one| {
            let done = one.done.as_ref().filter(|done| !(done.obstacle.is_empty() && done.follow_up.is_empty()))?;
            let cells = vec![Cell::text(numbered(one)), Cell::text(&done.obstacle), Cell::text(&done.follow_up)];
            Some(row(one.row.id.as_str(), cells))
        });
        let said: Vec<Row> = said.collect();
        let mut parts = vec![Part::Table(table)];
        if !said.is_empty() {
            parts.push(Part::Table(Table {
                name: "said".to_owned(),
                caption: w.t("paper-obstacles"),
                columns: vec![
                    column("activity", w.t("plan-activity"), 1),
                    column("obstacle", w.t("report-obstacle"), 1),
                    column("follow_up", w.t("report-follow-up"), 1),
                ],
                rows: said,
                empty: String::new(),
                tall: false,
            }));
        }
        if !note.is_empty() {
            parts.push(Part::Text { name: "note".to_owned(), title: w.t("report-note"), text: note });
        }
        let term = format!("{} {}", period.term.title.get(w.lang()), period.year);
        Ok(Body {
            title: w.t("paper-agency"),
            about: vec![name.clone(), term],
            facts,
            sections: vec![section(String::new(), parts)],
            agency: Some(name),
        })
    }
}
