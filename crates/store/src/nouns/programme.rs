//! What villages do: milestones, decrees, budget lines, programmes they take part in, activities.

crate::rows! {
    /// Something that a village has reached, and perhaps lost again.
    pub struct Milestone in "milestone" {
        key { regency: String, village: String, id: String }
        data {
            /// Which one, by the ladder's id.
            kind: String,
            /// Day, month or year (`domain::programme::When`).
            happened_on: String,
            /// The same of its end; empty while it holds.
            ended_on: String,
            /// The number of the decree or letter that proves it.
            number: String,
            /// Who signed it.
            issuer: String,
            /// The decree that names it among other villages; empty where there is none.
            decree: String,
            /// How many there are, in the milestone's unit.
            quantity: Option<i64>,
            note: String,
            /// Why it ended.
            reason: String,
            /// What is done to get it back.
            recovery: String,
            recorded_at: i64,
            /// Counts every change; a writer must name the one it has read.
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A decree that names villages.
    pub struct Decree in "decree" {
        key { regency: String, id: String }
        data {
            number: String,
            /// ISO date.
            dated: String,
            issuer: String,
            title: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// Money for a village's programme: planned, and what of it was spent.
    pub struct BudgetLine in "budget_line" {
        key { regency: String, village: String, id: String }
        data {
            year: i64,
            /// In which document, by the catalogue's id.
            document: String,
            /// From which source, by the catalogue's id.
            source: String,
            purpose: String,
            /// Whole rupiah.
            planned: i64,
            /// Whole rupiah; unknown until someone says.
            absorbed: Option<i64>,
            number: String,
            /// ISO date of the document, or empty.
            dated: String,
            recorded_at: i64,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A village, or an institution in it, in a programme.
    pub struct Membership in "membership" {
        key {
            regency: String, village: String, programme: String,
            /// The institution in it; empty for the whole village.
            environment: String,
        }
        data {
            /// Day, month or year.
            since: String,
            /// The same of its end; empty while it lasts.
            until: String,
            /// The office that runs it.
            work_unit: String,
            /// `dipa`, `non_dipa`, or empty where it is not known.
            funding: String,
            /// Where papers and pictures lie elsewhere.
            link: String,
            note: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A school, campus or workplace in a village that takes part for itself.
    pub struct Environment in "environment" {
        key { regency: String, village: String, id: String }
        data { kind: String, name: String, changed_by: String, changed_at: i64 }
    }

    /// Something that a village has chosen to do.
    pub struct Intervention in "intervention" {
        key { regency: String, village: String, id: String }
        data {
            year: i64,
            /// By the catalogue's id.
            kind: String,
            /// JSON list of the items that proposed it.
            items: String,
            /// The office or body that does it.
            owner: String,
            /// ISO date until when.
            due_on: String,
            /// The budget line that pays for it; empty where none does.
            budget: String,
            /// What is measured, and what is to be reached.
            measure: String,
            goal: String,
            /// `chosen`, `running`, `done`, `dropped`.
            state: String,
            /// ISO date of the end, or empty.
            ended_on: String,
            /// What came of it, or why it was dropped.
            result: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// What is to be reached by when, in the words of a document and the ways to read them.
    pub struct Target in "target" {
        key { regency: String, id: String }
        data {
            /// What is counted: `villages/{milestone}`, `sum/{milestone}` or `activities`.
            output: String,
            title: String,
            set_by: String,
            /// Number or name of the document.
            document: String,
            /// Day, month or year of it.
            dated: String,
            /// Its own words.
            words: String,
            /// What was there before the first year.
            base: i64,
            /// JSON list of `domain::programme::target::Reading`.
            readings: String,
            /// Which of them holds, from 1; 0 while nobody has decided.
            adopted: i64,
            note: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A place where people find help.
    pub struct HelpPlace in "help_place" {
        key { regency: String, id: String }
        data {
            name: String,
            /// By the catalogue's id.
            kind: String,
            /// The village in which it lies; empty where it is not known.
            village: String,
            address: String, phone: String, hours: String,
            /// JSON list of the catalogue's ids.
            services: String,
            capacity: String,
            note: String,
            /// Degrees (WGS 84), where they are known better than by the village.
            latitude: Option<f64>, longitude: Option<f64>,
            /// 1 while it is open to the public.
            open: i64,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// A monitoring visit to a village.
    pub struct Visit in "visit" {
        key { regency: String, village: String, id: String }
        data {
            /// ISO date.
            visited_on: String,
            /// The office that went.
            office: String,
            /// JSON: answer by item of the checklist.
            checklist: String,
            findings: String,
            recorded_at: i64,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// Something that is to follow.
    pub struct FollowUp in "follow_up" {
        key { regency: String, village: String, id: String }
        data {
            /// What it follows from: `visit/ID`, or empty.
            about: String,
            what: String,
            /// The office or body that does it.
            owner: String,
            /// ISO dates; `done_on` is empty while it is not.
            due_on: String, done_on: String,
            result: String,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }

    /// Something that was held.
    pub struct Activity in "activity" {
        key {
            regency: String,
            /// Village, district or regency.
            place: String,
            id: String,
        }
        data {
            /// By the catalogue's id.
            kind: String,
            title: String,
            /// ISO dates, the same for one day.
            starts_on: String, ends_on: String,
            /// What the village has chosen to do that it carries out; empty where it is none of it.
            intervention: String,
            /// For whom, by the catalogue's id.
            environment: String,
            venue: String,
            /// 1 when it was in a room.
            indoors: i64,
            men: Option<i64>, women: Option<i64>,
            /// Participants where men and women were not counted apart.
            people: Option<i64>,
            /// Media: how often, and for how many days.
            times: Option<i64>, days: Option<i64>,
            /// Urine tests: how many, and how many positive.
            tested: Option<i64>, positive: Option<i64>,
            /// Advice: how many units.
            units: Option<i64>,
            /// Source of the money, by the catalogue's id; empty where it is not known.
            source: String,
            /// Whole rupiah.
            planned: Option<i64>, spent: Option<i64>,
            /// The office that held it.
            organiser: String,
            /// JSON list of the offices that held it with them.
            partners: String,
            result: String, obstacle: String, follow_up: String,
            added_by: String,
            added_at: i64,
            revision: i64,
            changed_by: String,
            changed_at: i64,
        }
    }
}

crate::revised!(Milestone, Decree, BudgetLine, Membership, Intervention, Target, HelpPlace, Visit, FollowUp, Activity);
