//! Official papers: what stands at their head, who signs them, and what was issued.

crate::rows! {
    /// What stands at the head of a regency's papers.
    pub struct Letterhead in "letterhead" {
        key { regency: String }
        data {
            /// `Pemerintah Kota …`, and the office that issues papers for the integrated team.
            government: String, office: String,
            address: String,
            /// What stands before the day of a paper.
            place: String,
            /// Digest of the picture of the arms; empty where there is none.
            arms: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// Who signs papers, since when and until when. The person lies apart (`queries::papers::Person`).
    pub struct Signatory in "signatory" {
        key { regency: String, id: String }
        data {
            /// The agency for whose papers; empty where it is for those of the integrated team.
            agency: String,
            /// For whom, and in which office.
            on_behalf: String, office: String,
            /// Salted commitment to the person.
            person: String,
            /// ISO dates of the first and the last day; `until` is empty while it holds.
            since: String, until: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A paper: a draft that shows what is true now, or issued, with the facts of that day.
    pub struct Paper in "paper" {
        key { regency: String, id: String }
        data {
            /// `app::papers::Kind`.
            kind: String,
            /// JSON object: of which term, agency or meeting (`app::papers::About`).
            about: String,
            /// `id` or `en`.
            lang: String,
            number: String,
            /// ISO date; empty where nobody has said.
            dated: String,
            /// Who signs; empty where nobody has said.
            signatory: String,
            /// `draft`, `issued` or `withdrawn`.
            state: String,
            /// Digests of the file that holds what was issued, and of the arms; empty in a draft.
            facts: String, arms: String,
            /// Why it was withdrawn.
            reason: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }
}

crate::revised!(Letterhead, Signatory, Paper);
