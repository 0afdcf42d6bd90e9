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
}

crate::revised!(Agency);
