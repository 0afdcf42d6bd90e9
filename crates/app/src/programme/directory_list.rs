//! The directory of places of help as a list: out as a workbook, and in from one that someone has kept until now, each row
//! looked at first. As with the list of villages, what was read waits in the person's browser, not here.

use super::{LONGEST_LINE, Which, current, directory::HelpDraft, list::LONGEST_CELL};
use crate::{Action, Actor, App, Refusal, allow, imports::desk::apart, refusal::Fault, totals::Form};
use documents::{
    incoming::{self, FileFault, Key, ListColumn},
    outgoing::{self, Cell, Page},
};
use domain::{
    programme::catalogue::Entry,
    region::{
        RegionCode, fold,
        match_names::{Matcher, Query},
    },
};
use instrument::Kind;
use seal::Digest;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::{HashMap, HashSet};
use store::{Record, Revised as _, nouns::HelpPlace, queries};
use words::{Lang, both, words};

/// The most rows of one list.
pub const MOST_ROWS: usize = 500;

/// The columns: field, key of its name, further names.
const COLUMNS: [(&str, &str, &[&str]); 13] = [
    ("name", "directory-name", &["nama", "nama fasilitas", "nama layanan"]),
    ("kind", "directory-kind", &["jenis", "jenis fasilitas"]),
    ("services", "directory-services", &["jenis layanan"]),
    ("village", "village-name", &["kelurahan", "desa", "kelurahan/desa", "nama kelurahan", "nama desa"]),
    ("district", "village-district", &["nama kecamatan"]),
    ("address", "directory-address", &[]),
    ("phone", "directory-phone", &["no telepon", "nomor telepon", "hp", "no hp"]),
    ("hours", "directory-hours", &["jam", "jam layanan"]),
    ("capacity", "directory-capacity", &["kapasitas"]),
    ("latitude", "directory-latitude", &["latitude"]),
    ("longitude", "directory-longitude", &["longitude"]),
    ("note", "form-note", &["keterangan"]),
    ("open", "directory-open-short", &["buka"]),
];

/// A list as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpList {
    /// The file's name.
    pub file: String,
    /// Digest of the file.
    pub digest: String,
    /// Which columns it has, by position.
    pub columns: Vec<usize>,
    /// Line and cells, in the order of [`HelpList::columns`].
    pub rows: Vec<(u32, Vec<String>)>,
}

/// What a row becomes.
#[derive(Debug, Clone)]
pub struct HelpRow {
    /// Its number in the file, from 1.
    pub line: u32,
    /// The place as it would be kept; as far as it can be read.
    pub draft: HelpDraft,
    /// What cannot be taken: key of the column's name, what the list says there, and key of the message.
    pub wrong: Vec<(&'static str, String, &'static str)>,
    /// Whether a place of this kind and name is there already; the row then replaces what its columns say.
    pub there: bool,
    /// What it changes: key of the column's name, what is kept now, what the list says.
    pub changes: Vec<(&'static str, String, String)>,
    row: Option<(HelpPlace, i64)>,
}

impl HelpRow {
    /// Whether it can be taken.
    #[must_use]
    pub fn may(&self) -> bool {
        self.row.is_some() && !self.changes.is_empty()
    }
}

/// What was looked at, in short: the same as long as the list says the same of the same places.
#[must_use]
pub fn seen(rows: &[HelpRow]) -> String {
    let said = |row: &HelpRow| format!("{} {:?} {:?} {:?}", row.line, row.draft.which, row.changes, row.wrong);
    let said: Vec<String> = rows.iter().map(said).collect();
    Digest::of_fields("bersinar/help-list", &[said.join("\n").as_bytes()]).to_string()[..32].to_owned()
}

impl App {
    /// The directory as a file that may come back.
    ///
    /// # Errors
    /// When the actor does not keep the directory.
    pub async fn help_file(&self, actor: &Actor, regency: RegionCode, form: Form) -> Result<Vec<u8>, Refusal> {
        allow(actor, Action::KeepDirectory, regency)?;
        let w = words(Lang::Id);
        let lines = self.help_places(actor, regency, None).await?;
        let cell = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
        let row = |line: super::directory::HelpLine| self.help_cells(&line.place).map(cell).into();
        let page = Page {
            name: w.t("directory-title"),
            head: COLUMNS.iter().map(|(_, key, _)| w.t(key)).collect(),
            rows: lines.into_iter().map(row).collect(),
        };
        let year = i64::from(self.today(regency).year());
        let bytes = match form {
            Form::Csv => outgoing::csv(&page),
            Form::Xlsx => outgoing::workbook(&[page], &w.t("directory-title"), year),
        };
        bytes.map_err(|_| Refusal::Invalid("list-not-written"))
    }

    /// Reads a list of places of help; nothing is kept.
    ///
    /// # Errors
    /// [`Refusal::File`] when it is no such list.
    pub async fn read_help_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        name: &str,
        bytes: Vec<u8>,
    ) -> Result<HelpList, Refusal> {
        allow(actor, Action::KeepDirectory, regency)?;
        let column = |(_, key, also): &(&str, &str, &[&str])| {
            let title = both(key, &[]);
            let own = also.iter().map(|name| (*name).to_owned());
            ListColumn { names: own.chain([title.id, title.en]).collect(), kind: Kind::Text }
        };
        let columns: Vec<ListColumn> = COLUMNS.iter().map(column).collect();
        let (file, digest) = (crate::plain(name).chars().take(200).collect(), Digest::of(&bytes).to_string());
        let name = name.to_owned();
        let read = apart(move || {
            incoming::read_list(&bytes, &name, Key::Column(0), &columns).map_err(|fault| match fault {
                FileFault::NoHeader => Refusal::Invalid("directory-no-header"),
                other => Refusal::File(other.message()),
            })
        })
        .await?;
        if read.rows.len() > MOST_ROWS {
            return Err(Refusal::Invalid("directory-too-many-rows"));
        }
        let there: Vec<usize> = (0..COLUMNS.len()).filter(|at| read.items[*at].is_some()).collect();
        let row = |row: incoming::IncomingRow| {
            (row.line, there.iter().map(|at| row.cells.get(*at).map_or("", incoming::Cell::said).to_owned()).collect())
        };
        let rows = read.rows.into_iter().map(row).collect();
        Ok(HelpList { file, digest, columns: there, rows })
    }

    /// What each row of a list would become.
    ///
    /// # Errors
    /// When the actor does not keep the directory, or what was read has been tampered with.
    pub async fn review_help_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        list: &HelpList,
    ) -> Result<Vec<HelpRow>, Refusal> {
        allow(actor, Action::KeepDirectory, regency)?;
        let short = |cells: &Vec<String>| {
            cells.len() == list.columns.len() && cells.iter().all(|cell| cell.chars().count() <= LONGEST_CELL)
        };
        let damaged = list.rows.len() > MOST_ROWS
            || !list.columns.iter().all(|at| *at < COLUMNS.len())
            // What was ticked is known by its line.
            || !list.rows.is_sorted_by(|(one, _), (next, _)| one < next)
            || !list.rows.iter().all(|(_, cells)| short(cells))
            || list.digest.parse::<Digest>().is_err();
        if damaged {
            return Err(Refusal::Invalid("list-damaged"));
        }
        let rows = queries::programme::help_places(self.stores.main.read(), &regency.to_string()).await?;
        let there: HashMap<(String, String), HelpPlace> =
            rows.into_iter().map(|place| ((place.kind.clone(), fold(&place.name)), place)).collect();
        let places = self.places();
        let matcher = Matcher::new(&places, regency);
        let (mut rows, mut named): (Vec<HelpRow>, HashSet<(String, String)>) = (vec![], HashSet::new());
        for (line, cells) in &list.rows {
            let cell = |field: &str| {
                let at = list.columns.iter().position(|at| COLUMNS[*at].0 == field);
                at.and_then(|at| cells.get(at)).map(|cell| cell.trim())
            };
            let mut row = self.help_row(regency, &matcher, &there, *line, &cell);
            if !named.insert((row.draft.kind.clone(), fold(&row.draft.name))) && row.wrong.is_empty() {
                row = HelpRow {
                    wrong: vec![("directory-name", row.draft.name.clone(), "directory-row-twice")],
                    row: None,
                    ..row
                };
            }
            rows.push(row);
        }
        Ok(rows)
    }

    fn help_row<'a>(
        &self,
        regency: RegionCode,
        matcher: &Matcher<'_>,
        there: &HashMap<(String, String), HelpPlace>,
        line: u32,
        cell: &impl Fn(&str) -> Option<&'a str>,
    ) -> HelpRow {
        let rules = self.programme_rules();
        let id = |all: &[Entry], said: &str| {
            let said = fold(said);
            let fits = |one: &&Entry| [&one.id, &one.title.id, &one.title.en].iter().any(|name| fold(name) == said);
            all.iter().find(fits).map(|one| one.id.clone())
        };
        // Names are compared as long as names are; a longer one is refused as such.
        let name: String = crate::plain(cell("name").unwrap_or_default()).chars().take(LONGEST_LINE + 1).collect();
        let kind = id(&rules.services.kinds, cell("kind").unwrap_or_default()).unwrap_or_default();
        let known = there.get(&(kind.clone(), fold(&name)));
        // What the list has no column for stays as it is.
        let mut draft = known.map_or_else(HelpDraft::default, draft_of);
        let mut wrong = vec![];
        (draft.name, draft.kind) = (known.map_or(name, |known| known.name.clone()), kind);
        if let Some(said) = cell("services") {
            draft.services.clear();
            for said in said.split([',', ';', '\n']).map(str::trim).filter(|said| !said.is_empty()) {
                match id(&rules.services.services, said) {
                    Some(service) => draft.services.push(service),
                    None => wrong.push(("directory-services", said.to_owned(), "directory-unknown-word")),
                }
            }
        }
        if let Some(name) = cell("village") {
            draft.village.clear();
            let query =
                Query { name, district: cell("district").filter(|district| !district.is_empty()), regency: None };
            match matcher.find(&query).code {
                Some(village) => draft.village = village.to_string(),
                None if name.is_empty() => {}
                None => wrong.push(("village-name", name.to_owned(), "directory-unknown-word")),
            }
        }
        for (field, text) in [
            ("address", &mut draft.address),
            ("phone", &mut draft.phone),
            ("hours", &mut draft.hours),
            ("capacity", &mut draft.capacity),
            ("latitude", &mut draft.latitude),
            ("longitude", &mut draft.longitude),
            ("note", &mut draft.note),
        ] {
            if let Some(said) = cell(field) {
                said.clone_into(text);
            }
        }
        match cell("open").map(str::to_lowercase).as_deref() {
            Some("tidak" | "no" | "tutup" | "0") => draft.open = false,
            Some("ya" | "yes" | "buka" | "1" | "v" | "✓") => draft.open = true,
            // Nothing is said: a new place is open, any other as it was.
            Some("") | None => draft.open |= known.is_none(),
            Some(said) => wrong.push(("directory-open-short", said.to_owned(), "directory-open-unreadable")),
        }
        let read = match self.read_help_place(regency, &draft) {
            Ok(row) => Some(row),
            Err(Refusal::Form(faults)) => {
                wrong.extend(faults.iter().map(|fault| {
                    let (field, column) = column_of(fault);
                    (column, cell(field).unwrap_or_default().to_owned(), fault.key)
                }));
                None
            }
            Err(_) => None,
        };
        let row = read.filter(|_| wrong.is_empty());
        let changes = row.as_ref().map(|row| self.help_changes(known, row)).unwrap_or_default();
        let seen = known.map_or(0, |known| known.revision);
        HelpRow { line, draft, wrong, there: known.is_some(), changes, row: row.map(|row| (row, seen)) }
    }

    /// What a row changes, column by column; of a new place all that it says.
    fn help_changes(&self, known: Option<&HelpPlace>, row: &HelpPlace) -> Vec<(&'static str, String, String)> {
        let before = known.map(|known| self.help_cells(known));
        let after = self.help_cells(row);
        let change = |(at, after): (usize, String)| {
            let before = before.as_ref().map(|before| before[at].clone()).unwrap_or_default();
            (before != after).then_some((COLUMNS[at].1, before, after))
        };
        after.into_iter().enumerate().filter_map(change).collect()
    }

    /// A place as the cells of a row, in the order of the columns.
    fn help_cells(&self, row: &HelpPlace) -> [String; COLUMNS.len()] {
        let rules = self.programme_rules();
        let titled = |all: &[Entry], id: &str| {
            all.iter().find(|one| one.id == id).map(|one| one.title.id.clone()).unwrap_or_default()
        };
        let place = |code: Option<RegionCode>| code.map(|code| self.name_of(code)).unwrap_or_default();
        let degrees = |n: Option<f64>| n.map(|n| n.to_string().replace('.', ",")).unwrap_or_default();
        let village = row.village.parse::<RegionCode>().ok();
        let services: Vec<String> = serde_json::from_str(&row.services).unwrap_or_default();
        let services: Vec<String> = services.iter().map(|id| titled(&rules.services.services, id)).collect();
        [
            row.name.clone(),
            titled(&rules.services.kinds, &row.kind),
            services.join("; "),
            place(village),
            place(village.and_then(RegionCode::district)),
            row.address.clone(),
            row.phone.clone(),
            row.hours.clone(),
            row.capacity.clone(),
            degrees(row.latitude),
            degrees(row.longitude),
            row.note.clone(),
            if row.open == 1 { "ya" } else { "tidak" }.to_owned(),
        ]
    }

    /// Keeps the rows of these lines, all or none; gives how many. `looked_at` is [`seen`] of what the person looked at.
    ///
    /// # Errors
    /// When none of them can be taken, or someone has changed one of the places since.
    pub async fn keep_help_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        list: &HelpList,
        lines: &[u32],
        looked_at: &str,
    ) -> Result<usize, Refusal> {
        let rows = self.review_help_list(actor, regency, list).await?;
        if seen(&rows) != looked_at {
            return Err(Refusal::Invalid("import-look-again"));
        }
        let taken = rows.into_iter().filter(|row| row.may() && lines.contains(&row.line));
        let taken: Vec<(HelpPlace, i64)> = taken.filter_map(|row| row.row).collect();
        if taken.is_empty() {
            return Err(Refusal::Invalid("import-nothing-accepted"));
        }
        let (at, by, n) = (self.now(), actor.name().to_owned(), taken.len());
        let body = json!({ "place": regency, "file": list.digest, "rows": n });
        self.stores
            .main
            .write(&regency.to_string(), move |tx| {
                let (taken, by, body) = (taken.clone(), by.clone(), body.clone());
                Box::pin(async move {
                    let mut rows = vec![];
                    for (row, seen) in taken {
                        current(tx, &row, seen).await?;
                        rows.push(row.revised(seen + 1, &by, at));
                    }
                    tx.put_all(&rows).await?;
                    tx.record(Record { at, actor: by, action: "directory.take", body });
                    Ok::<_, Refusal>(())
                })
            })
            .await?;
        Ok(n)
    }
}

/// A place that is kept, as it would be typed.
fn draft_of(row: &HelpPlace) -> HelpDraft {
    let degrees = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    HelpDraft {
        which: Which { id: row.id.clone(), revision: row.revision },
        name: row.name.clone(),
        kind: row.kind.clone(),
        village: row.village.clone(),
        address: row.address.clone(),
        phone: row.phone.clone(),
        hours: row.hours.clone(),
        services: serde_json::from_str(&row.services).unwrap_or_default(),
        capacity: row.capacity.clone(),
        note: row.note.clone(),
        latitude: degrees(row.latitude),
        longitude: degrees(row.longitude),
        open: row.open == 1,
    }
}

/// The field and the column of what cannot be taken.
fn column_of(fault: &Fault) -> (&'static str, &'static str) {
    let column = COLUMNS.iter().find(|(field, ..)| *field == fault.field);
    column.map_or(("name", "directory-name"), |(field, key, _)| (field, key))
}
