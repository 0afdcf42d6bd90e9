//! The integrated team: who belongs to it, when it met, what it decided; and the law and agreements that follow.

crate::rows! {
    /// An integrated team with its decree.
    pub struct Team in "team" {
        key { regency: String, id: String }
        data {
            /// The regency, or the district that it works for.
            place: String,
            /// Of the decree.
            number: String,
            /// ISO dates: of the decree, and its last day; `until` is empty where none is said.
            dated: String, until: String,
            /// A line each: part in the team and position, no persons.
            members: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A meeting of the integrated team.
    pub struct Meeting in "meeting" {
        key { regency: String, id: String }
        data {
            /// By the list's id.
            kind: String,
            title: String,
            /// ISO date, and the time as it was typed.
            held_on: String, begins: String,
            venue: String,
            /// A line for each point.
            agenda: String,
            /// JSON list of agencies.
            invited: String,
            /// `planned`, `held` or `cancelled`.
            state: String,
            /// JSON list of those of the invited that came.
            attended: String,
            /// Others who came; offices, no persons.
            guests: String,
            minutes: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// The code that hangs in the room of a meeting, so that those who come note it themselves.
    pub struct AttendanceCode in "attendance_code" {
        key { regency: String, meeting: String }
        data { code: String }
    }

    /// That an agency has come to a meeting; milliseconds since 1970 UTC.
    pub struct Arrival in "arrival" {
        key { regency: String, meeting: String, agency: String }
        data { at: i64 }
    }

    /// What a meeting decided, until it is done.
    pub struct Commitment in "commitment" {
        key { regency: String, id: String }
        data {
            /// The meeting that decided it.
            meeting: String,
            what: String,
            /// The agency that owes it.
            agency: String,
            /// The law or agreement that it leads to; empty where it leads to none.
            law: String,
            /// ISO dates: as it was decided first, and as it stands now.
            first_due: String, due_on: String,
            /// `open`, `done` or `dropped`.
            state: String,
            /// ISO date; empty while it is open.
            ended_on: String,
            /// What came of it, or why it was dropped or put off.
            result: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A law or agreement of the region.
    pub struct Law in "law" {
        key { regency: String, id: String }
        data {
            /// By the list's id.
            kind: String,
            /// Empty while it has none.
            number: String,
            /// What it is about.
            title: String,
            /// A line each.
            parties: String,
            /// By the list's id.
            state: String,
            /// ISO dates: of its signing, and its last day; empty where there is none.
            dated: String, until: String,
            /// The one that it takes the place of; empty where it takes none's.
            replaces: String,
            /// The agency that sees to it.
            agency: String,
            /// What is to be done next, and by when.
            next_step: String, due_on: String,
            note: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// That a law came into a state.
    pub struct LawStep in "law_step" {
        key { regency: String, law: String, id: String }
        data {
            state: String,
            /// ISO date on which it did.
            happened: String,
            noted_by: String,
            noted_at: i64,
        }
    }

    /// That a meeting decided to show every agency which of them are late.
    pub struct LatenessShown in "lateness_shown" {
        key { regency: String, meeting: String }
        data {
            /// ISO dates; `until` is empty while it holds.
            since: String, until: String,
        }
    }
}

crate::revised!(Team, Meeting, Commitment, Law);
