//! What is observed in the field: a kind, a village, a week; in a store of its own.

crate::rows! {
    /// Something that was observed.
    pub struct Observation in "observation" as present {
        key {
            regency: String,
            /// Random: neither an id nor the order of ids tells anything, and the ledger's rows are named by it alone.
            id: String,
        }
        data {
            /// Or a district as a whole, where a desk noted it of a report.
            village: String,
            /// By the catalogue's id.
            kind: String,
            /// ISO week: `2026-W36`.
            week: String,
            /// The account, or the desk, so that it can take the entry back.
            author: String,
        }
    }
}
