//! What people can do, tried by people: each test runs in a small city, on SQLite and (in `make test`) on PostgreSQL.

#![allow(clippy::unwrap_used, reason = "what cannot be set up has failed")]

mod access;
mod accounts;
mod activities;
mod agencies;
mod boundaries;
mod classes;
mod desks;
mod erasing;
mod evidence;
mod excluded;
mod follow_up;
mod forged;
mod imports;
mod interventions;
mod lists;
mod moment;
mod names;
mod observations;
mod own_plans;
mod papers;
mod passing;
mod places;
mod plans;
mod programme;
mod realisations;
mod reports;
mod rollup;
mod rules;
mod rules_of_the_nation;
mod sheets;
mod signals;
mod targets;
mod tasks;
mod team;
mod timelines;
mod tips;
mod totals;
mod visits;
