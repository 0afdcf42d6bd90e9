//! The city and its mapping: places, accounts, rounds, answers, classes, and the files beside them.

crate::rows! {
    /// A fact about this installation, such as its city, or whether it is a demonstration.
    pub struct Installation in "installation" {
        key { regency: String, name: String }
        data { value: String }
    }

    /// A region that the built-in list does not have, or has otherwise: new, renamed, or ended with successors.
    pub struct RegionRevision in "region_revision" {
        key { regency: String, code: String }
        data {
            name: String,
            /// ISO date, if known.
            valid_from: Option<String>,
            /// ISO date of the last valid day.
            valid_until: Option<String>,
            /// JSON list of codes.
            successors: String,
        }
    }

    /// Residents and households of a village on a date.
    pub struct VillageFigures in "village_figures" {
        key {
            regency: String, village: String,
            /// ISO date.
            as_of: String,
        }
        data { residents: Option<i64>, households: Option<i64>, source: String }
    }

    /// Where a village lies: a point inside it and, where known, its outline (WGS 84 degrees).
    pub struct VillageShape in "village_shape" {
        key { regency: String, village: String }
        data {
            longitude: f64, latitude: f64,
            /// JSON of the parts as they are drawn, each a list of rings of `[longitude, latitude]`, the shell first; empty
            /// where only the point is known. The whole file is kept.
            rings: String,
            source: String,
        }
    }

    /// A village beside another; each pair stands twice.
    pub struct VillageNeighbour in "village_neighbour" {
        key { regency: String, village: String, other: String }
        data {
            /// `border`, `corner`, or `nearest`: the marked rule for islands.
            kind: String,
            /// Length of the border, or distance over water; 0 for a corner.
            metres: i64,
        }
    }

    /// Someone who may sign in. The person's name lies apart, in [`AccountPerson`].
    pub struct Account in "account" as present {
        key {
            /// The regency of the scope, `system` above it.
            regency: String,
            id: String,
        }
        data {
            role: String,
            /// The part of the region tree that the role covers: a code, or empty for the nation.
            scope: String,
            login: String,
            /// Salted commitment to the person's values.
            person: String,
            /// Argon2id in PHC form; empty until the slip is used.
            secret: String,
            /// Base32 secret of the second factor; empty where none is set up.
            totp: String,
            /// 1, or 0 once ended.
            active: i64,
            created_at: i64,
        }
    }

    /// A rule exactly as it was when a round was opened with it (TOML).
    pub struct InstrumentSource in "instrument" {
        key { regency: String, id: String, version: String }
        data { source: String }
    }

    /// A rule that an office has made from another.
    pub struct RuleVersion in "rule_version" {
        key {
            /// The office: a regency, `system` for the nation.
            regency: String,
            id: String, version: String,
        }
        data {
            /// The version it was copied from.
            based_on: String,
            /// TOML, perhaps not proven yet.
            source: String,
            /// See `domain::rule::State`.
            state: String,
            /// Counts every change; a writer must name the one it has read.
            revision: i64,
            /// Who wrote it last; another person activates it.
            changed_by: String,
            changed_at: i64,
            /// ISO date from which it holds; empty until it is activated.
            valid_from: String,
            activated_by: String,
            activated_at: Option<i64>,
            /// JSON of the rounds that it took over with the versions they had, to undo it as one.
            before: String,
        }
    }

    /// A round that took over a rule of the nation.
    pub struct RuleTaken in "rule_taken" as present {
        key { regency: String, instrument: String, year: i64, version: String }
        data {
            /// The version that it had before, to which it goes back.
            before: String,
        }
    }

    /// One instrument asked in one regency in one year.
    pub struct Round in "round" {
        key { regency: String, instrument: String, year: i64 }
        data {
            version: String,
            /// ISO date by which sheets are due.
            due_on: String,
            opened_at: i64,
            /// When the period was locked; nothing changes afterwards.
            locked_at: Option<i64>,
        }
    }

    /// The state of one sheet of one village in a round.
    pub struct Submission in "submission" {
        key { regency: String, instrument: String, year: i64, village: String, sheet: String }
        data {
            state: String,
            /// 1 when the whole sheet was returned as nil.
            nil: i64,
            /// Why it was returned, if it was.
            reason: String,
            /// Counts every change; a writer must name the one it has read.
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// One answer, in the instrument's cell form, with where it comes from.
    pub struct Answer in "answer" {
        key { regency: String, instrument: String, year: i64, village: String, item: String }
        data {
            value: String,
            source: String,
            /// ISO date the value speaks of, or empty.
            as_of: String,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// What the rule makes of the sent answers.
    pub struct Score in "score" as present {
        key { regency: String, instrument: String, year: i64, village: String }
        data {
            /// The rule that gave this result first from these answers; a later one that gives the same changes nothing.
            version: String,
            /// The mildest class still possible.
            mildest: String,
            /// The worst class still possible; equal to `mildest` when the class is determined.
            worst: String,
            /// JSON: per group the number of items present.
            present: String,
            /// Digest of what went in beside the rule: answers, denominators, cut-offs.
            input: String,
        }
    }

    /// The class that a named person decided.
    pub struct Decision in "decision" {
        key { regency: String, instrument: String, year: i64, village: String }
        data {
            class: String,
            /// What the rule said at that moment; empty when it was undetermined.
            computed: String,
            reason: String,
            decided_by: String,
            decided_at: i64,
        }
    }

    /// A file that proves something; its content lies beside the database.
    pub struct Evidence in "evidence" {
        key { regency: String, id: String }
        data {
            /// What it is about: `sheet/{instrument}/{year}/{sheet}/{place}`, or `boundaries`.
            subject: String,
            /// Digest of the kept file.
            file: String,
            name: String,
            /// The ending that its content has: `jpg`, `pdf`.
            kind: String,
            bytes: i64,
            /// 1 when a PDF has scripts or attachments of its own.
            active: i64,
            note: String,
            added_by: String,
            added_at: i64,
        }
    }

    /// A file of answers that was uploaded: first a preview, then confirmed, perhaps undone.
    pub struct Import in "import" as present {
        key { regency: String, id: String }
        data {
            instrument: String, year: i64, sheet: String,
            /// Digest of the kept file.
            file: String,
            file_name: String,
            state: String,
            /// JSON counts.
            summary: String,
            /// JSON of the records as they were before, to undo it as one.
            before: String,
            made_by: String,
            made_at: i64,
        }
    }

    /// Totals that have left the office. Never changed afterwards.
    pub struct Release in "totals_release" as present {
        key { regency: String, id: String }
        data {
            instrument: String, year: i64,
            made_at: i64,
            made_by: String,
            /// The rule that protected the numbers, `id@version`.
            disclosure: String,
            /// Digest of that rule's file.
            digest: String,
            /// JSON of the tables as published.
            tables: String,
            /// JSON of the true values behind them, which later releases need; never leaves.
            held: String,
        }
    }
}
