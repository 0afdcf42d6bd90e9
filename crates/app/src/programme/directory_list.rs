//! The directory of places of help as a list: out as a workbook, and in from one that someone has kept until now, each row
//! looked at first. As with the list of villages, what was read waits in the person's browser, not here.

use super::{Which, current, directory::HelpDraft};
use crate::{Action, Actor, App, Refusal, allow, imports::desk::apart, refusal::Fault, totals::Form};
use documents::{
    incoming::{self, Key, ListColumn},
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
    /// Line and cells, in the order of the columns.
    pub rows: Vec<(u32, Vec<String>)>,
}

/// What a row becomes.
#[derive(Debug, Clone)]
pub struct HelpRow {
    /// Its number in the file, from 1.
    pub line: u32,
    /// The place as it would be kept; as far as it can be read.
    pub draft: HelpDraft,
    /// What cannot be taken: key of the column's name, and of the message.
    pub wrong: Vec<(&'static str, &'static str)>,
    /// Whether a place of this kind and name is there already; the row then replaces what is said of it.
    pub there: bool,
    /// Whether it says nothing new.
    pub same: bool,
    row: Option<(HelpPlace, i64)>,
}

impl HelpRow {
    /// Whether it can be taken.
    #[must_use]
    pub fn may(&self) -> bool {
        self.row.is_some() && !self.same
    }
}

impl App {
    /// The directory as a file that may come back.
    ///
    /// # Errors
    /// When the actor does not keep the directory.
    pub async fn help_file(&self, actor: &Actor, regency: RegionCode, form: Form) -> Result<Vec<u8>, Refusal> {
        allow(actor, Action::KeepDirectory, regency)?;
        let (w, rules) = (words(Lang::Id), self.programme_rules());
        let lines = self.help_places(actor, regency, None).await?;
        let titled = |all: &[Entry], id: &str| {
            all.iter().find(|one| one.id == id).map(|one| one.title.id.clone()).unwrap_or_default()
        };
        let place = |code: Option<RegionCode>| code.map(|code| self.name_of(code)).unwrap_or_default();
        let degrees = |n: Option<f64>| n.map(|n| n.to_string().replace('.', ",")).unwrap_or_default();
        let row = |line: super::directory::HelpLine| {
            let (row, village) = (&line.place, line.place.village.parse::<RegionCode>().ok());
            let services: Vec<String> = line.services.iter().map(|id| titled(&rules.services.services, id)).collect();
            let cells = [
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
            ];
            cells.map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(text) }).into()
        };
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
            incoming::read_list(&bytes, &name, Key::Column(0), &columns).map_err(|fault| Refusal::File(fault.message()))
        })
        .await?;
        if read.rows.len() > MOST_ROWS {
            return Err(Refusal::Invalid("directory-too-many-rows"));
        }
        let row = |row: incoming::IncomingRow| (row.line, row.cells.into_iter().map(|cell| cell.text).collect());
        Ok(HelpList { file, digest, rows: read.rows.into_iter().map(row).collect() })
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
        if list.rows.len() > MOST_ROWS || list.rows.iter().any(|(_, cells)| cells.len() != COLUMNS.len()) {
            return Err(Refusal::Invalid("list-damaged"));
        }
        let there = queries::programme::help_places(self.stores.main.read(), &regency.to_string()).await?;
        let places = self.places();
        let matcher = Matcher::new(&places, regency);
        let mut rows: Vec<HelpRow> = vec![];
        for (line, cells) in &list.rows {
            let row = self.help_row(regency, &matcher, &there, *line, cells);
            let again = rows.iter().any(|other| same_place(&other.draft, &row.draft));
            rows.push(if again && row.wrong.is_empty() {
                HelpRow { wrong: vec![("directory-name", "directory-row-twice")], row: None, ..row }
            } else {
                row
            });
        }
        Ok(rows)
    }

    fn help_row(
        &self,
        regency: RegionCode,
        matcher: &Matcher<'_>,
        there: &[HelpPlace],
        line: u32,
        cells: &[String],
    ) -> HelpRow {
        let rules = self.programme_rules();
        let cell = |field: &str| {
            let at = COLUMNS.iter().position(|(name, ..)| *name == field);
            at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
        };
        let id = |all: &[Entry], said: &str| {
            let fits =
                |one: &&Entry| [&one.id, &one.title.id, &one.title.en].iter().any(|name| fold(name) == fold(said));
            all.iter().find(fits).map(|one| one.id.clone())
        };
        let mut wrong = vec![];
        let mut services = vec![];
        for said in cell("services").split([',', ';', '\n']).map(str::trim).filter(|said| !said.is_empty()) {
            match id(&rules.services.services, said) {
                Some(service) => services.push(service),
                None => wrong.push(("directory-services", "form-not-chosen")),
            }
        }
        let village = match cell("village") {
            "" => String::new(),
            name => {
                let district = Some(cell("district")).filter(|district| !district.is_empty());
                let found = matcher.find(&Query { name, district, regency: None }).code;
                if found.is_none() {
                    wrong.push(("village-name", "decree-village-unknown"));
                }
                found.map(|code| code.to_string()).unwrap_or_default()
            }
        };
        let mut draft = HelpDraft {
            which: Which::default(),
            name: crate::plain(cell("name")),
            kind: id(&rules.services.kinds, cell("kind")).unwrap_or_default(),
            village,
            address: cell("address").to_owned(),
            phone: cell("phone").to_owned(),
            hours: cell("hours").to_owned(),
            services,
            capacity: cell("capacity").to_owned(),
            note: cell("note").to_owned(),
            latitude: cell("latitude").to_owned(),
            longitude: cell("longitude").to_owned(),
            open: !["tidak", "no", "tutup", "0"].contains(&cell("open").to_lowercase().as_str()),
        };
        let known = there.iter().find(|place| place.kind == draft.kind && fold(&place.name) == fold(&draft.name));
        if let Some(known) = known {
            draft.which = Which { id: known.id.clone(), revision: known.revision };
        }
        let read = match self.read_help_place(regency, &draft) {
            Ok(row) => Some(row),
            Err(Refusal::Form(faults)) => {
                wrong.extend(faults.iter().map(column_of));
                None
            }
            Err(_) => None,
        };
        let row = read.filter(|_| wrong.is_empty());
        let same = row.as_ref().zip(known).is_some_and(|(row, known)| {
            let kept = HelpPlace { revision: 0, changed_by: String::new(), changed_at: 0, ..known.clone() };
            *row == kept
        });
        let seen = known.map_or(0, |known| known.revision);
        HelpRow { line, draft, wrong, there: known.is_some(), same, row: row.map(|row| (row, seen)) }
    }

    /// Keeps the rows of these lines, all or none; gives how many.
    ///
    /// # Errors
    /// When none of them can be taken, or someone has changed one of the places since.
    pub async fn keep_help_list(
        &self,
        actor: &Actor,
        regency: RegionCode,
        list: &HelpList,
        lines: &[u32],
    ) -> Result<usize, Refusal> {
        let rows = self.review_help_list(actor, regency, list).await?;
        let taken = rows.into_iter().filter(|row| row.may() && lines.contains(&row.line));
        let taken: Vec<(HelpPlace, i64)> = taken.filter_map(|row| row.row).collect();
        if taken.is_empty() {
            return Err(Refusal::Invalid("import-nothing-accepted"));
        }
        let (at, by, n) = (self.now(), actor.name().to_owned(), taken.len());
        let body = json!({ "place": regency, "file": list.digest, "name": list.file, "rows": n });
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

fn same_place(a: &HelpDraft, b: &HelpDraft) -> bool {
    a.kind == b.kind && fold(&a.name) == fold(&b.name)
}

/// The column of a field that cannot be taken, and why.
fn column_of(fault: &Fault) -> (&'static str, &'static str) {
    let column = COLUMNS.iter().find(|(field, ..)| *field == fault.field);
    (column.map_or("directory-name", |(_, key, _)| key), fault.key)
}
