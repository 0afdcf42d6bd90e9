//! The action plan: agencies, their names, who speaks for them.

crate::rows! {
    /// An agency that has a part in the action plan, or a unit of one.
    pub struct Agency in "agency" {
        key { regency: String, id: String }
        data {
            /// By the list's id (`domain::plan::AgencyKinds`).
            kind: String,
            /// The agency that it is a unit of; empty where it is none.
            parent: String,
            /// The district that it works for; empty where it is the whole regency.
            district: String,
            /// 1 when it owes reports of its own.
            reports: i64,
            /// ISO date of its first day.
            since: String,
            /// ISO date of its last day; empty while it exists.
            until: String,
            /// What it was merged into; empty where it was dissolved.
            successor: String,
            /// Why it ended.
            reason: String,
            note: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// What an agency is called from a day on.
    pub struct AgencyName in "agency_name" {
        key {
            regency: String,
            agency: String,
            /// ISO date of the first day.
            since: String,
        }
        data { name: String, short: String }
    }

    /// An account that speaks for an agency.
    pub struct Liaison in "liaison" {
        key { regency: String, agency: String, id: String }
        data {
            account: String,
            /// ISO dates of the first and the last day; `until` is empty while it holds.
            since: String, until: String,
        }
    }

    /// What an agency plans for a year under one action.
    pub struct PlanRow in "plan_row" {
        key { regency: String, year: i64, agency: String, id: String }
        data {
            /// By the id of the list of actions.
            action: String,
            activity: String, output: String,
            /// What is counted, and in which unit.
            measure: String, unit: String,
            /// JSON object: for each term that has one, the number that is to be reached.
            targets: String,
            /// ISO dates, within the year.
            starts_on: String, ends_on: String,
            /// Section or position that sees to it; no person.
            owner: String,
            /// Offices that take part.
            partners: String,
            /// Whole rupiah.
            budget: Option<i64>,
            /// Source of the money, by the catalogue's id; empty where nobody has said.
            source: String,
            /// The row of the year before that it was copied from; empty where it was not.
            copied: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }
}

crate::revised!(Agency, PlanRow);
