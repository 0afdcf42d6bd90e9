//! Agencies as a tree: who stands under whom.

use super::agencies::AgencyView;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// Parents before their units, otherwise by the name of a day; those that have ended last.
pub fn in_order(views: Vec<AgencyView>, day: Date) -> Vec<AgencyView> {
    let paths: HashMap<String, Vec<(bool, String)>> =
        views.iter().map(|view| (view.agency.id.clone(), path(&views, view, day))).collect();
    let mut views = views;
    views.sort_by(|a, b| paths[&a.agency.id].cmp(&paths[&b.agency.id]));
    views
}

/// An agency's name with those it stands under in front.
fn path(all: &[AgencyView], view: &AgencyView, day: Date) -> Vec<(bool, String)> {
    let mut path = vec![];
    let mut here = Some(view);
    while let Some(view) = here.filter(|_| path.len() <= all.len()) {
        path.push((!view.agency.until.is_empty(), view.name_on(day).name.to_lowercase()));
        here = all.iter().find(|one| one.agency.id == view.agency.parent);
    }
    path.reverse();
    path
}

/// The ids of all units under an agency.
pub fn below(all: &[AgencyView], id: &str) -> HashSet<String> {
    let mut found: HashSet<String> = HashSet::new();
    loop {
        let more = all.iter().filter(|view| {
            let parent = &view.agency.parent;
            !found.contains(&view.agency.id) && (parent == id || found.contains(parent))
        });
        let more: Vec<String> = more.map(|view| view.agency.id.clone()).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Why an agency cannot stand under another; `None` where it can.
pub fn misplaced(all: &[AgencyView], id: &str, parent: &str, unit: bool, deepest: usize) -> Option<&'static str> {
    if parent.is_empty() {
        return unit.then_some("agency-parent-missing");
    }
    let Some(view) = all.iter().find(|view| view.agency.id == parent) else { return Some("form-not-chosen") };
    if parent == id || below(all, id).contains(parent) {
        return Some("agency-parent-below");
    }
    if !view.agency.until.is_empty() {
        return Some("agency-parent-ended");
    }
    let depth = |view: &AgencyView| path(all, view, Date::MAX).len();
    let own = all.iter().find(|view| view.agency.id == id).map_or(0, depth);
    let units = below(all, id);
    let under = all.iter().filter(|view| units.contains(&view.agency.id)).map(|unit| depth(unit) - own);
    (depth(view) + 1 + under.max().unwrap_or(0) > deepest).then_some("agency-too-deep")
}
