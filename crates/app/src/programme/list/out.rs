//! The list goes out: every village that takes part, a row each, in the order of columns of the rule file.

use super::review::{Held, open};
use crate::{Action, Actor, App, Moment, Refusal, allow, totals::Form};
use documents::outgoing::{self, Cell, Page};
use domain::{
    programme::{
        When,
        village_list::{Column, Holds},
    },
    region::RegionCode,
};
use words::{Lang, words};

impl App {
    /// The villages that were launched or take part in the programme, as a table in BNN's order of columns.
    ///
    /// # Errors
    /// When the actor may not exchange lists.
    pub async fn village_list(&self, actor: &Actor, regency: RegionCode) -> Result<Page, Refusal> {
        allow(actor, Action::ExchangeLists, regency)?;
        let rules = self.programme_rules();
        let list = &rules.village_list;
        let held = self.held(regency).await?;
        let register = self.any_register(regency, Moment::default()).await?;
        let launch = rules.ladder.launch();
        let takes_part =
            |village: RegionCode| held.membership(village, &list.programme).is_some_and(|row| row.until.is_empty());
        let lines = register.lines.iter().filter(|line| line.is_declared(launch) || takes_part(line.village));
        let row = |village| list.columns.iter().map(|column| self.list_cell(&held, village, column)).collect();
        Ok(Page {
            name: "Desa Bersinar".to_owned(),
            head: list.columns.iter().map(|column| column.title.clone()).collect(),
            rows: lines.map(|line| row(line.village)).collect(),
        })
    }

    /// The list as a file.
    ///
    /// # Errors
    /// When the actor may not exchange lists.
    pub async fn village_list_file(&self, actor: &Actor, regency: RegionCode, form: Form) -> Result<Vec<u8>, Refusal> {
        let page = self.village_list(actor, regency).await?;
        let year = i64::from(self.today(regency).year());
        let bytes = match form {
            Form::Csv => outgoing::csv(&page),
            Form::Xlsx => outgoing::workbook(&[page], &format!("Desa Bersinar {}", self.name_of(regency)), year),
        };
        bytes.map_err(|_| Refusal::Invalid("list-not-written"))
    }

    /// The office that BNN's list names where nobody has named another: "BNN Kota Bogor".
    pub(super) fn own_work_unit(&self, regency: RegionCode) -> String {
        format!("BNN {}", self.name_of(regency))
    }

    fn list_cell(&self, held: &Held, village: RegionCode, column: &Column) -> Cell {
        let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
        let name = |code: Option<RegionCode>| text(code.map(|code| self.name_of(code)).unwrap_or_default());
        let membership = held.membership(village, &self.programme_rules().village_list.programme);
        let milestone = || open(held.milestones(village), &column.milestone).next();
        let happened = || milestone().and_then(|row| row.happened_on.parse::<When>().ok());
        let contact = held.contact(village);
        match column.holds {
            Holds::WorkUnit => {
                let own = membership.map(|row| row.work_unit.clone()).filter(|unit| !unit.is_empty());
                text(own.unwrap_or_else(|| village.regency().map(|code| self.own_work_unit(code)).unwrap_or_default()))
            }
            Holds::Funding => text(membership.map_or("", |row| funding_word(&row.funding)).to_owned()),
            Holds::Code => text(village.to_string()),
            Holds::Name => name(Some(village)),
            Holds::District => name(village.district()),
            Holds::Regency => name(village.regency()),
            Holds::Date => match happened() {
                Some(when) if when.is_exact() => Cell::Day(when.to_string()),
                Some(when) => text(words(Lang::Id).part_date(&when.to_string())),
                None => Cell::Empty,
            },
            Holds::Month => text(happened().and_then(month_name).unwrap_or_default()),
            Holds::Count => match milestone().and_then(|row| row.quantity).map(u64::try_from) {
                Some(Ok(count)) => Cell::Number(count),
                _ => Cell::Empty,
            },
            Holds::Present => text(if milestone().is_some() { "Ada" } else { "Belum Ada" }.to_owned()),
            Holds::Number => text(milestone().map(|row| row.number.clone()).unwrap_or_default()),
            Holds::ContactName => text(contact.map(|one| one.name.clone()).unwrap_or_default()),
            Holds::ContactPhone => text(contact.map(|one| one.phone.clone()).unwrap_or_default()),
            Holds::Link => text(membership.map(|row| row.link.clone()).unwrap_or_default()),
            Holds::Nothing => Cell::Empty,
        }
    }
}

/// As BNN's form calls it.
pub(super) fn funding_word(funding: &str) -> &'static str {
    match funding {
        "dipa" => "DIPA",
        "non_dipa" => "NON DIPA",
        _ => "",
    }
}

/// "Agustus"; nothing where only the year is known.
fn month_name(when: When) -> Option<String> {
    let month = when.month()?;
    let said = words(Lang::Id).part_date(&format!("{:04}-{month:02}", when.year()));
    said.split_whitespace().next().map(str::to_owned)
}
