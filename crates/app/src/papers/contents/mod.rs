//! What stands in a paper, kind by kind, worked out from the same views that the pages show. Names of agencies are those of the
//! day that a paper is about.

mod agency;
mod meeting;
mod semester;

use super::{About, Kind, lang_of};
use crate::{Actor, App, Refusal, plan::agencies::AgencyView};
use documents::paper::{Cell, Column, Fact, Paper, Part, Row, Section, Signature, Value};
use domain::{plan::share, region::RegionCode};
use jiff::civil::Date;
use store::nouns;
use words::{Words, words};

/// What a content gives; head, number and signature are the same for all.
struct Body {
    title: String,
    /// Lines under the title.
    about: Vec<String>,
    facts: Vec<Fact>,
    sections: Vec<Section>,
    /// The agency whose name stands in the head.
    agency: Option<String>,
}

impl App {
    fn place_name(&self, regency: RegionCode) -> String {
        self.places().name(regency).unwrap_or_default().to_owned()
    }

    /// What stands in a paper as things are now.
    pub(super) async fn content(
        &self,
        actor: &Actor,
        regency: RegionCode,
        kind: Kind,
        about: &About,
        paper: &nouns::Paper,
    ) -> Result<Paper, Refusal> {
        let w = words(lang_of(paper));
        let body = match kind {
            Kind::Semester => self.semester(actor, regency, about, &w).await?,
            Kind::Agency => self.agency_sheet(actor, regency, about, &w).await?,
            Kind::Minutes => self.minutes(actor, regency, about, &w).await?,
            Kind::Attendance => self.attendance(actor, regency, about, &w).await?,
            Kind::Commitments => {
                let day = paper.dated.parse().unwrap_or_else(|_| self.today(regency));
                self.commitment_list(actor, regency, day, &w).await?
            }
        };
        let head = self.letterhead(regency).await?;
        let place = self.place_name(regency);
        let government = if head.government.is_empty() {
            w.with("paper-government-of", [("place", place.as_str().into())])
        } else {
            head.government
        };
        let office = body.agency.unwrap_or(if head.office.is_empty() { w.t("paper-team") } else { head.office });
        let mut subtitle = body.about;
        if !paper.number.is_empty() {
            subtitle.push(w.with("paper-number-is", [("number", paper.number.as_str().into())]));
        }
        let all = self.signatories(regency).await?;
        let signs = all.into_iter().find(|one| one.signatory.id == paper.signatory).map(|one| one.signatory);
        let where_and_when = |city: &str| match paper.dated.as_str() {
            "" => city.to_owned(),
            day => format!("{city}, {}", w.iso_date(day)),
        };
        let city = if head.place.is_empty() { &place } else { &head.place };
        Ok(Paper {
            lang: paper.lang.clone(),
            head: vec![government, office, head.address],
            title: body.title,
            subtitle,
            facts: body.facts,
            sections: body.sections,
            signature: signs.filter(|_| kind.is_official()).map(|one| Signature {
                place: where_and_when(city),
                office: [one.on_behalf, one.office].into_iter().filter(|line| !line.is_empty()).collect(),
            }),
        })
    }
}

/// What an agency was called on a day.
fn called(all: &[AgencyView], id: &str, day: Date) -> String {
    all.iter().find(|view| view.agency.id == id).map(|view| view.name_on(day).name.clone()).unwrap_or_default()
}

fn column(name: &str, title: String, share: u8) -> Column {
    Column { name: name.to_owned(), title, share, number: false }
}

fn numbers(name: &str, title: String) -> Column {
    Column { name: name.to_owned(), title, share: 0, number: true }
}

fn fact(name: &str, label: String, value: impl Into<String>) -> Fact {
    Fact { name: name.to_owned(), label, value: value.into(), ..Fact::default() }
}

fn row(name: impl Into<String>, cells: Vec<Cell>) -> Row {
    Row { name: name.into(), cells, ..Row::default() }
}

fn number(w: &Words, value: Option<i64>) -> Cell {
    Cell::whole(value, value.map(|value| w.number(value)).unwrap_or_default())
}

fn rupiah(w: &Words, value: Option<i64>) -> Cell {
    Cell::whole(value, value.map(|value| w.rupiah(value)).unwrap_or_default())
}

/// A part of a whole in hundredths of a hundred; empty where there is no whole.
fn percent(w: &Words, part: i64, whole: i64) -> Cell {
    share(part, whole).map_or_else(Cell::default, |share| Cell {
        text: format!("{}%", w.decimal(share)),
        value: Some(Value::Hundredths((share * 100.0).round() as i64)),
        ..Cell::default()
    })
}

fn section(title: String, parts: Vec<Part>) -> Section {
    Section { title, parts, ..Section::default() }
}
