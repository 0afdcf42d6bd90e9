//! A release as a file: CSV, or a workbook with what the columns and marks mean.
//!
//! For: handing a release out again exactly as it was published. Not for: what is in it (`published.rs`).
//! Next: `documents::outgoing`.

use super::{
    Release,
    published::{Kind, Value},
};
use crate::{Action, Actor, App, Refusal, allow};
use documents::outgoing::{self, Cell, Page};
use domain::region::RegionCode;
use instrument::Lang;
use words::Words;

/// What stands for a hidden value, in every language.
pub const HIDDEN: &str = "•";

/// Which form a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Plain text with commas.
    Csv,
    /// A workbook.
    Xlsx,
}

impl App {
    /// A release as a file.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none of this id.
    pub async fn release_file(
        &self,
        actor: &Actor,
        place: RegionCode,
        id: &str,
        form: Form,
        lang: Lang,
    ) -> Result<(Release, Vec<u8>), Refusal> {
        allow(actor, Action::SeeTotals, place)?;
        let mut found = None;
        for round in self.rounds(place).await? {
            found = found.or(self.releases(&round).await?.into_iter().find(|release| release.id == id));
        }
        let release = found.ok_or(Refusal::NotFound("release"))?;
        let made = words::words(lang).instant(release.made_at, self.zone(place));
        let bytes = match form {
            Form::Csv => outgoing::csv(&whole(&release, lang)),
            Form::Xlsx => {
                let w = words::words(lang);
                let pages = [
                    page(&release, lang, &w.t("total-by-district"), &[Kind::District, Kind::City]),
                    page(&release, lang, &w.t("total-by-class"), &[Kind::Class, Kind::City]),
                    dictionary(&release, w, &made),
                ];
                let title = format!("{} {}", w.t("total-title"), release.year);
                outgoing::workbook(&pages, &title, release.year)
            }
        };
        Ok((release, bytes.map_err(|_| Refusal::Invalid("total-file-failed"))?))
    }
}

fn cell(value: &Value) -> Cell {
    match value.number {
        Some(number) => Cell::Number(number),
        None if value.hidden => Cell::Text(HIDDEN.to_owned()),
        None => Cell::Empty,
    }
}

fn name(pair: &(String, String), lang: Lang) -> &str {
    match lang {
        Lang::Id => &pair.0,
        Lang::En => &pair.1,
    }
}

/// The columns of the items: its number, and how many villages it is of.
fn columns(release: &Release) -> impl Iterator<Item = String> {
    release.tables.items.iter().flat_map(|item| [item.item.clone(), format!("{}_desa", item.item)])
}

/// The cells of a row.
fn cells(release: &Release, at: usize) -> impl Iterator<Item = Cell> {
    let values = release.tables.items.iter().filter_map(move |item| item.values.get(at));
    values.flat_map(|value| [cell(value), Cell::Number(u64::from(value.of))])
}

/// Everything in one table; what the file is stands in the last columns.
fn whole(release: &Release, lang: Lang) -> Page {
    let head = ["tabel", "kode", "nama", "desa"].map(str::to_owned).into_iter().chain(columns(release));
    let head = head.chain(["tahun", "aturan", "perlindungan", "terbitan"].map(str::to_owned)).collect();
    let row = |(at, row): (usize, &super::published::RowHead)| {
        let table = match row.kind {
            Kind::District => "kecamatan",
            Kind::Class => "kelas",
            Kind::City => "jumlah",
        };
        let first = [table, &row.code, name(&row.name, lang)].map(|text| Cell::Text(text.to_owned()));
        let first = first.into_iter().chain([Cell::Number(u64::from(row.villages))]);
        let last = [&release.tables.rule, &release.tables.disclosure, &release.id].map(|text| Cell::Text(text.clone()));
        let year = Cell::Number(release.year.unsigned_abs());
        first.chain(cells(release, at)).chain([year]).chain(last).collect()
    };
    let rows = release.tables.rows.iter().enumerate().map(row).collect();
    Page { name: "jumlah".to_owned(), head, rows }
}

/// The rows of these kinds.
fn page(release: &Release, lang: Lang, title: &str, kinds: &[Kind]) -> Page {
    let head = ["kode", "nama", "desa"].map(str::to_owned).into_iter().chain(columns(release)).collect();
    let rows = release.tables.rows.iter().enumerate().filter(|(_, row)| kinds.contains(&row.kind));
    let row = |(at, row): (usize, &super::published::RowHead)| {
        let first = [&row.code, name(&row.name, lang)].map(|text| Cell::Text(text.to_owned()));
        first.into_iter().chain([Cell::Number(u64::from(row.villages))]).chain(cells(release, at)).collect()
    };
    Page { name: title.to_owned(), head, rows: rows.map(row).collect() }
}

/// What the columns and marks mean.
fn dictionary(release: &Release, w: Words, made: &str) -> Page {
    let text = |text: &str| Cell::Text(text.to_owned());
    let mut rows = vec![
        vec![text("desa"), Cell::Text(w.t("total-column-villages"))],
        vec![text(HIDDEN), Cell::Text(w.t("total-legend-hidden"))],
        vec![Cell::Text(w.t("total-dictionary-empty")), Cell::Text(w.t("total-legend-none"))],
        vec![text("0"), Cell::Text(w.t("total-legend-zero"))],
    ];
    for item in &release.tables.items {
        let (title, unit) = (name(&item.title, w.lang()), name(&item.unit, w.lang()));
        let said = if unit.is_empty() { title.to_owned() } else { format!("{title} ({unit})") };
        rows.push(vec![text(&item.item), Cell::Text(said)]);
        rows.push(vec![Cell::Text(format!("{}_desa", item.item)), Cell::Text(w.t("total-column-of"))]);
    }
    let provisional = |name: &str, provisional: bool| {
        if provisional { format!("{name} ({})", w.t("document-provisional")) } else { name.to_owned() }
    };
    let tables = &release.tables;
    rows.push(vec![text("aturan"), Cell::Text(provisional(&tables.rule, tables.rule_provisional))]);
    rows.push(vec![text("perlindungan"), Cell::Text(provisional(&tables.disclosure, tables.disclosure_provisional))]);
    rows.push(vec![text("tahun"), Cell::Number(release.year.unsigned_abs())]);
    rows.push(vec![text("terbitan"), Cell::Text(format!("{} · {made}", release.id))]);
    let head = vec![w.t("total-dictionary-mark"), w.t("total-dictionary-meaning")];
    Page { name: w.t("total-dictionary"), head, rows }
}
