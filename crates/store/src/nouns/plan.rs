//! The action plan: agencies, their names, who speaks for them; what they plan and report.

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

    /// An action of the plan that a regency has set for itself, beside those of the national list.
    pub struct LocalAction in "local_action" {
        key { regency: String, id: String }
        data {
            title: String,
            /// What is counted, and in which unit.
            measure: String, unit: String,
            /// The decision that set it.
            basis: String,
            /// The first and the last year for which it holds; no last one while it goes on.
            from_year: i64, to_year: Option<i64>,
            revision: i64,
            changed_by: String,
            changed_at: i64,
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
            note: String,
            /// The row of the year before that it was copied from; empty where it was not.
            copied: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// How an agency's own file of a plan was read last: what its columns and its words for actions mean.
    pub struct PlanMapping in "plan_mapping" {
        key { regency: String, agency: String }
        data {
            /// JSON object: folded heading, field.
            columns: String,
            /// JSON object: folded words, action.
            actions: String,
        }
    }

    /// A row of a plan that was given up: it stays, with what was reached of it.
    pub struct PlanWithdrawal in "plan_withdrawal" {
        key { regency: String, year: i64, agency: String, id: String }
        data {
            /// ISO date from which on nobody expects it.
            since: String,
            reason: String,
        }
    }

    /// An agency's report of a term.
    pub struct Report in "report" {
        key {
            regency: String,
            year: i64,
            /// By the id of the list of actions.
            term: String,
            agency: String,
        }
        data {
            /// `domain::sheet::State`.
            state: String,
            /// 1 when it says that nothing was done.
            nil: i64,
            /// What the agency adds.
            note: String,
            /// Why it was returned last.
            reason: String,
            /// ISO date on which it was handed in; empty where it was not. A report that was returned keeps it.
            sent_on: String,
            /// The account that handed it in.
            sent_by: String,
            /// 1 when that was the secretariat, from paper.
            on_behalf: i64,
            /// The account that accepted or returned it, and when.
            checked_by: String,
            checked_at: Option<i64>,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// What was reached of a row of the plan in a term.
    pub struct Realisation in "realisation" {
        key {
            regency: String,
            year: i64,
            term: String,
            agency: String,
            plan_row: String,
        }
        data {
            /// In the row's unit; nothing where nobody has said.
            value: Option<i64>,
            /// Whole rupiah.
            spent: Option<i64>,
            /// JSON list of the activities that it counts, each `place/id`.
            activities: String,
            /// What stood in the way, and what is to follow.
            obstacle: String,
            follow_up: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }
}

crate::revised!(Agency, LocalAction, PlanRow, Report, Realisation);
