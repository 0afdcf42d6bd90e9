//! Who may do what: one line an action. Router, pages and the test that tries every action with every role read this
//! table; where it differs from the product's table "who sees what", the test fails.
//!
//! A role has its permissions only inside its own part of the region tree (a lurah only in the own village).

use crate::{Actor, Refusal};
use Role::{
    Administrator, Bnn, BnnkEradication, BnnkP2m, BnnkRehabilitation, Bnnp, Camat, FieldOfficer, Inspectorate,
    Kesbangpol, Leadership, Lurah, Opd, Polres, Puskesmas, School, TaskGroup, VillageOperator,
};
use domain::{region::RegionCode, role::Role};

/// Something that a person does or sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// The board of a district or city: every village with its class.
    SeeBoard,
    /// A village's page: class, reasons, what follows.
    SeeVillage,
    /// Counts of classes, without villages.
    SeeRollUp,
    /// Counts of a province, by regency.
    SeeProvince,
    /// Counts of the nation, by province.
    SeeNation,
    /// Which sheets have come in, and which are late.
    SeeProgress,
    /// The answers to the sheets that belong to the whole city (police items).
    SeeCitySheets,
    /// The smallest changes that would move a class.
    SeeNearest,
    /// Who did what to a village, from the ledger.
    SeeTrail,
    /// Type into the sheets of which the role is a provider.
    FillOwnSheets,
    /// Type into any sheet, on behalf of its provider.
    FillAnySheet,
    /// Accept or return a submitted sheet.
    VerifySheet,
    /// Decide a village's class.
    DecideClass,
    /// Open a round, set its date, lock it.
    RunRounds,
    /// See the rules that the office is making, and what they would change.
    SeeRuleVersions,
    /// Copy a rule to a new version, change it, propose it.
    ReviseRule,
    /// Put in force a rule that someone else has written, or take it out again.
    ActivateRule,
    /// Upload residents, households, shapes, new codes.
    ImportPlaces,
    /// Make and end accounts, print slips, end sessions.
    ManageAccounts,
    /// See which jobs ran and which mails were sent or failed.
    SeeRunning,
    /// Read the ledger of the city.
    ReadLedger,
    /// Totals over villages, as they were published with small numbers protected.
    SeeTotals,
    /// The register of a district or city: every village with its step in the programme; no classes.
    SeeRegister,
    /// A village's programme: ladder, readiness, money, programmes; no class.
    SeeProgramme,
    /// Record what a village has reached. Which milestones a role may record is in the ladder's file.
    RecordMilestones,
    /// Keep decrees that name villages.
    ManageDecrees,
    /// Keep the budget lines of a village.
    ManageBudget,
    /// Set what is to be reached by when.
    SetTargets,
    /// Say in which programmes a village takes part.
    TagProgrammes,
    /// Be told of villages that have become inactive.
    FollowVillages,
    /// Choose what a village does about its indicators, and say how it goes.
    ChooseInterventions,
    /// Keep the directory of places of help.
    KeepDirectory,
    /// Every activity of a place.
    SeeActivities,
    /// Log what was held, correct and remove the own entries.
    LogActivities,
    /// Correct and remove what others have logged.
    CorrectActivities,
    /// How many tested positive.
    SeePositives,
    /// Enter what is observed in the field, and take the own entries back.
    LogObservations,
    /// How many observations there were in a district or city.
    SeeObservations,
    /// Visit villages: checklist, findings, what is to follow.
    VisitVillages,
    /// Say what is to follow, and that it was done.
    FollowUp,
    /// Who is responsible for a village's programme, and the number to call.
    KeepContacts,
    /// Hand out the list of villages with who is responsible, and take one in.
    ExchangeLists,
    /// All agencies of the action plan, and who speaks for them.
    SeeAgencies,
    /// Keep agencies, their names and their end.
    KeepAgencies,
    /// Say who speaks for an agency: make an account for a liaison, hand over, end.
    AppointLiaisons,
    /// Keep the plan of any agency.
    KeepPlans,
    /// Speak for the agencies that one was appointed for, see them, and keep their plans.
    SpeakForAgency,
    /// The reports of all agencies, and which of them are late.
    SeeReports,
    /// Be told of agencies whose reports are late.
    FollowAgencies,
    /// Keep the integrated team, its meetings and what they decide.
    RunMeetings,
    /// Make, issue and withdraw papers, and say who signs them.
    KeepPapers,
    /// Keep law and agreements.
    KeepLaw,
    /// Accept the reports of agencies, or return them with a reason.
    VerifyReports,
    /// Publish totals; see what would be hidden and what a reader could derive.
    PublishTotals,
    /// Found desks of the doors and give out their places. Opens nothing.
    KeepDesks,
    /// Make the own keys for a door, and do with them what the own place at a desk asks for.
    HoldKeys,
}

/// The table.
pub const ACCESS: &[(Action, &[Role])] = &[
    (Action::SeeBoard, &[Camat, Kesbangpol, Leadership, BnnkP2m, BnnkEradication, Inspectorate]),
    (
        Action::SeeVillage,
        &[Lurah, VillageOperator, TaskGroup, Camat, Kesbangpol, Leadership, BnnkP2m, BnnkEradication, Inspectorate],
    ),
    (Action::SeeRollUp, &[Kesbangpol, Leadership, BnnkP2m, BnnkEradication, Inspectorate, Bnnp, Bnn]),
    (Action::SeeProvince, &[Bnnp, Bnn]),
    (Action::SeeNation, &[Bnn]),
    (Action::SeeProgress, &[Camat, Kesbangpol, Leadership, BnnkP2m, BnnkEradication, Inspectorate]),
    (Action::SeeCitySheets, &[Polres, BnnkP2m, BnnkEradication]),
    (Action::SeeNearest, &[BnnkP2m]),
    (Action::SeeTrail, &[BnnkP2m, Inspectorate]),
    (Action::FillOwnSheets, &[Lurah, VillageOperator, Polres, BnnkP2m, BnnkEradication]),
    (Action::FillAnySheet, &[BnnkP2m]),
    (Action::VerifySheet, &[BnnkP2m]),
    (Action::DecideClass, &[BnnkP2m]),
    (Action::RunRounds, &[BnnkP2m]),
    (Action::SeeRuleVersions, &[BnnkP2m, Inspectorate, Bnn]),
    (Action::ReviseRule, &[BnnkP2m, Bnn]),
    (Action::ActivateRule, &[BnnkP2m, Bnn]),
    (Action::ImportPlaces, &[Administrator, BnnkP2m]),
    (Action::ManageAccounts, &[Administrator]),
    (Action::SeeRunning, &[Administrator]),
    (Action::ReadLedger, &[BnnkP2m, Inspectorate]),
    (Action::SeeTotals, &[Kesbangpol, Leadership, BnnkP2m, BnnkEradication, Inspectorate, Bnnp, Bnn]),
    (Action::PublishTotals, &[BnnkP2m]),
    (Action::KeepDesks, &[Administrator]),
    (Action::HoldKeys, &[BnnkEradication, Bnnp, Inspectorate, BnnkP2m, Kesbangpol, Leadership]),
    (
        Action::SeeRegister,
        &[
            Camat,
            Kesbangpol,
            Leadership,
            BnnkP2m,
            BnnkEradication,
            BnnkRehabilitation,
            Polres,
            Opd,
            School,
            Puskesmas,
            FieldOfficer,
            Inspectorate,
        ],
    ),
    (
        Action::SeeProgramme,
        &[
            Lurah,
            VillageOperator,
            TaskGroup,
            Camat,
            Kesbangpol,
            Leadership,
            BnnkP2m,
            BnnkEradication,
            BnnkRehabilitation,
            Polres,
            Opd,
            School,
            Puskesmas,
            FieldOfficer,
            Inspectorate,
        ],
    ),
    (Action::RecordMilestones, &[Lurah, VillageOperator, TaskGroup, Kesbangpol, BnnkP2m, BnnkRehabilitation]),
    (Action::FollowVillages, &[Camat, Kesbangpol, BnnkP2m]),
    (Action::ChooseInterventions, &[Lurah, VillageOperator, TaskGroup, BnnkP2m]),
    (Action::KeepDirectory, &[BnnkP2m, BnnkRehabilitation]),
    (Action::ManageDecrees, &[Kesbangpol, BnnkP2m]),
    (Action::ManageBudget, &[Lurah, VillageOperator, Kesbangpol, BnnkP2m]),
    (Action::SetTargets, &[Kesbangpol, BnnkP2m]),
    (Action::TagProgrammes, &[Kesbangpol, BnnkP2m]),
    (
        Action::SeeActivities,
        &[Lurah, VillageOperator, TaskGroup, Camat, Kesbangpol, Leadership, BnnkP2m, BnnkRehabilitation, Inspectorate],
    ),
    (
        Action::LogActivities,
        &[Lurah, VillageOperator, TaskGroup, Camat, Opd, School, Puskesmas, Kesbangpol, BnnkP2m, BnnkRehabilitation],
    ),
    (Action::LogObservations, &[Lurah, VillageOperator, TaskGroup, Opd, School, Puskesmas, FieldOfficer]),
    (Action::SeeObservations, &[Camat, Kesbangpol, Leadership, BnnkP2m, BnnkEradication, Inspectorate]),
    (Action::VisitVillages, &[Camat, Kesbangpol, BnnkP2m]),
    (Action::FollowUp, &[Lurah, VillageOperator, TaskGroup, Camat, Kesbangpol, BnnkP2m]),
    (Action::KeepContacts, &[Lurah, VillageOperator, Kesbangpol, BnnkP2m]),
    (Action::ExchangeLists, &[BnnkP2m]),
    (Action::SeeAgencies, &[Kesbangpol, Leadership, BnnkP2m, BnnkEradication, Inspectorate]),
    (Action::KeepAgencies, &[Kesbangpol]),
    (Action::AppointLiaisons, &[Kesbangpol]),
    (Action::KeepPlans, &[Kesbangpol]),
    (Action::SpeakForAgency, &[Opd, School, Puskesmas, Camat, Polres, Kesbangpol, BnnkP2m]),
    (Action::SeeReports, &[Kesbangpol, Leadership, BnnkP2m, Inspectorate]),
    (Action::FollowAgencies, &[Kesbangpol, Leadership, BnnkP2m]),
    (Action::RunMeetings, &[Kesbangpol]),
    (Action::KeepPapers, &[Kesbangpol]),
    (Action::KeepLaw, &[Kesbangpol, BnnkP2m]),
    (Action::VerifyReports, &[Kesbangpol, BnnkP2m]),
    (Action::CorrectActivities, &[BnnkP2m]),
    (Action::SeePositives, &[BnnkP2m]),
];

/// The permission line at the head of every action.
///
/// # Errors
/// [`Refusal::NotAllowed`] when the role does not have the action, or the place lies outside the actor's part.
pub fn allow(actor: &Actor, action: Action, place: RegionCode) -> Result<(), Refusal> {
    if may(actor, action) && actor.covers(place) { Ok(()) } else { Err(Refusal::NotAllowed(action)) }
}

/// The permission line for what belongs to an office itself, a regency's or (`None`) the nation's: only who works there
/// may, not who stands above it.
///
/// # Errors
/// [`Refusal::NotAllowed`] when the role does not have the action, or the actor works elsewhere.
pub fn allow_office(actor: &Actor, action: Action, office: Option<RegionCode>) -> Result<(), Refusal> {
    let works_there = match actor {
        Actor::Anonymous => false,
        Actor::Account { scope, .. } => *scope == office,
        Actor::Console(_) => true,
    };
    if may(actor, action) && works_there { Ok(()) } else { Err(Refusal::NotAllowed(action)) }
}

/// Whether the actor has the action somewhere; pages show a link only then.
#[must_use]
pub fn may(actor: &Actor, action: Action) -> bool {
    match actor {
        Actor::Anonymous => false,
        Actor::Account { role, .. } => ACCESS.iter().any(|(listed, roles)| *listed == action && roles.contains(role)),
        Actor::Console(_) => true,
    }
}
