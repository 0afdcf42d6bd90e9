//! The desks of a door and their keys, the same in each store that has a door. What is private in it only browsers open.

crate::rows! {
    /// The keys of a person for a door.
    pub struct Holder in "holder" as present {
        key {
            /// The account's chain.
            regency: String,
            account: String,
        }
        data {
            /// `age1…`.
            recipient: String,
            /// 64 hexadecimal digits.
            verify: String,
            /// The private halves, wrapped by a passphrase: an age file in hexadecimal digits.
            wrapped: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A desk.
    pub struct Desk in "desk" as present {
        key {
            /// The chain of its office.
            regency: String,
            /// Kind and office: `bnnk-99.71`.
            id: String,
        }
        data {
            kind: String,
            /// A region's code.
            office: String,
            /// Which keyring is in force; 0 for none yet.
            keyring: i64,
            /// The fingerprint of the custodians who tried out a recovery; empty before.
            rehearsed: String,
            /// 1 when its people say that it receives.
            opened: i64,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// Someone's place at a desk.
    pub struct Seat in "seat" as present {
        key { regency: String, desk: String, account: String }
        data {
            /// The account's chain.
            home: String,
            /// See `domain::door::Part`.
            part: String,
            /// The last keyring that this person has looked at.
            told: i64,
        }
    }

    /// A keyring of a desk: proposed, in force once both custodians have signed it, and then kept for good.
    pub struct Keyring in "keyring" as present {
        key { regency: String, desk: String, version: i64 }
        data {
            /// What is signed, byte by byte (`seal::keyring`).
            body: String,
            /// Of the first custodian; empty until it is there.
            signature_1: String,
            signature_2: String,
            /// The desk's secrets, sealed to the second custodian and that to the first, in hexadecimal digits; empty once a
            /// later keyring is in force.
            recovery: String,
            proposed_by: String,
        }
    }

    /// The desk's secrets, sealed to a member.
    pub struct Share in "share" as present {
        key { regency: String, desk: String, version: i64, account: String }
        data {
            /// An age file in hexadecimal digits.
            sealed: String,
            /// 1 once the member has shown that it opens.
            opened: i64,
        }
    }

    /// A recovery of the desk's secrets by both custodians, for a member.
    pub struct Recovering in "recovering" as present {
        key { regency: String, desk: String, id: String }
        data {
            /// The keyring whose secrets these are.
            version: i64,
            /// For whom.
            account: String,
            /// The account's chain.
            home: String,
            /// The key that it was asked for.
            recipient: String,
            /// 1 when it is tried out.
            trial: i64,
            reason: String,
            /// `asked`, `peeled` (by the first), `handed` (by the second), `done`, `ended`.
            step: String,
            /// What the step before left, in hexadecimal digits.
            sealed: String,
        }
    }

    /// A name that a reporter gave all the same, on its way to the desk.
    pub struct Unsealing in "unsealing" as present {
        key { regency: String, desk: String, id: String }
        data {
            conversation: String,
            /// Who asked.
            account: String,
            reason: String,
            /// `asked`, `peeled` (by the first custodian), `open` (by the second too), `ended`.
            step: String,
            /// What is left of its layers, in hexadecimal digits.
            sealed: String,
        }
    }

    /// All that came on a day, as one digest.
    pub struct ArrivalDay in "arrival_day" as present {
        key {
            regency: String,
            /// ISO date.
            day: String,
        }
        data {
            /// Merkle root over the digests of what came, sorted.
            root: String,
        }
    }

    /// What became of the reports of a month, as anyone may know it.
    pub struct ToldMonth in "told_month" as present {
        key {
            regency: String,
            /// `2026-10`.
            month: String,
        }
        data {
            /// `domain::door::follow_up::Counts`, JSON.
            counts: String,
            /// Digests of what came among others that stand for nothing: hexadecimal, sorted, with blanks between.
            marks: String,
            /// Merkle root over them.
            root: String,
            /// ISO day.
            published_on: String,
        }
    }

    /// What becomes of a conversation, from the first time that someone at the desk has opened it.
    pub struct Handling in "handling" as present {
        key { regency: String, id: String }
        data {
            desk: String,
            /// See `domain::door::State`.
            state: String,
            /// How it ended; empty while it has not.
            outcome: String,
            /// Whose it is at the desk; empty for nobody's.
            assigned: String,
            /// ISO day of the first answer; empty before.
            answered_on: String,
            /// ISO day; empty while open.
            closed_on: String,
            /// The conversation that tells of the same thing.
            same_as: String,
            /// Why it must not be erased; empty where it may.
            held: String,
            /// ISO day; empty while it is there.
            erased_on: String,
            /// ISO day on which it came, also after it is erased.
            came_on: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }
}

crate::revised!(Desk, Handling, Holder);
