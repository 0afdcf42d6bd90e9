//! What was found in a file of boundaries, in both languages: for page and command line alike.

use super::{boundaries::Boundaries, shapes::Beside};
use atlas::{Fault, Finding, Point, Refusal, Remark, Repair};
use domain::region::{Gazetteer, RegionCode};
use instrument::Text;
use words::{Words, both};

/// How many names a line lists.
const NAMED: usize = 10;
/// How many remarks are told one by one.
const TOLD: usize = 30;

/// What a file holds, line by line: what matched, what not, what was repaired or refused, who lies beside whom.
#[must_use]
pub fn lines(found: &Boundaries, places: &Gazetteer, w: Words) -> Vec<String> {
    let called =
        |code: &RegionCode| places.name(*code).map_or_else(|| code.to_string(), |name| format!("{name} ({code})"));
    let n = |number: usize| w.number(number as i64);
    let villages = found.matched.len() + found.missing.len();
    let listed = |names: &mut dyn Iterator<Item = String>, all: usize| {
        let mut names: Vec<String> = names.take(NAMED).collect();
        if all > NAMED {
            names.push(w.with("boundary-and-more", &[("n", n(all - NAMED).into())]));
        }
        names.join(", ")
    };
    let mut lines = vec![w.with(
        "boundary-found",
        &[
            ("features", n(found.features).into()),
            ("matched", n(found.matched.len()).into()),
            ("villages", n(villages).into()),
            ("area", w.decimal((found.area / 100_000.0).round() / 10.0).into()),
        ],
    )];
    let mut list = |key: &str, all: usize, names: &mut dyn Iterator<Item = String>| {
        if all > 0 {
            lines.push(w.with(key, &[("n", n(all).into()), ("names", listed(names, all).into())]));
        }
    };
    list("boundary-unmatched", found.unmatched.len(), &mut found.unmatched.iter().cloned());
    list("boundary-missing", found.missing.len(), &mut found.missing.iter().map(called));
    list("boundary-losing", found.losing.len(), &mut found.losing.iter().map(called));
    lines.extend(found.remarks.iter().take(TOLD).map(|remark| said(remark).get(w.lang()).to_owned()));
    if found.remarks.len() > TOLD {
        lines.push(w.with("boundary-and-more", &[("n", n(found.remarks.len() - TOLD).into())]));
    }
    if let Some((first, second, m2)) = found.overlaps.iter().max_by(|a, b| a.2.total_cmp(&b.2)) {
        let values = [
            ("n", n(found.overlaps.len()).into()),
            ("first", called(first).into()),
            ("second", called(second).into()),
            ("area", n(m2.round() as usize).into()),
        ];
        lines.push(w.with("boundary-overlaps", &values));
    }
    let water = found.neighbours.iter().filter(|(.., beside)| matches!(beside, Beside::Nearest(_))).count();
    let values = [("n", n(found.neighbours.len()).into()), ("water", n(water).into())];
    lines.push(w.with("boundary-neighbours", &values));
    lines
}

/// A remark about one feature.
#[must_use]
pub fn said(remark: &Remark) -> Text {
    let place = remark.code.clone().unwrap_or_else(|| (remark.feature + 1).to_string());
    let at = remark.at.map(shown).unwrap_or_default();
    match &remark.finding {
        Finding::Repaired { repair, count } => both(repaired(*repair), &[("place", &place), ("n", &count.to_string())]),
        Finding::NoCode => both("boundary-no-code", &[("place", &place)]),
        Finding::SameCode { first } => {
            both("boundary-same-code", &[("place", &place), ("first", &(first + 1).to_string())])
        }
        Finding::Refused(refusal) => both(refused(refusal), &[("place", &place), ("at", &at)]),
    }
}

fn repaired(repair: Repair) -> &'static str {
    match repair {
        Repair::Closed => "boundary-closed",
        Repair::Repeated => "boundary-repeated",
        Repair::Spike => "boundary-spike",
        Repair::Turned => "boundary-turned",
        Repair::LoopCut => "boundary-loop-cut",
        Repair::TakenApart => "boundary-taken-apart",
        Repair::RingDropped => "boundary-ring-dropped",
        Repair::HoleDropped => "boundary-hole-dropped",
        Repair::Merged => "boundary-merged",
    }
}

fn refused(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NoGeometry | Refusal::NothingLeft => "boundary-refused-empty",
        Refusal::OtherKind { .. } => "boundary-refused-kind",
        Refusal::Damaged | Refusal::NotANumber | Refusal::UnknownArc { .. } => "boundary-refused-damaged",
        Refusal::SelfCrossing | Refusal::HoleCrosses | Refusal::Tangled => "boundary-refused-crossing",
    }
}

/// Longitude and latitude as one types them into a map program.
fn shown([longitude, latitude]: Point) -> String {
    format!("{latitude:.5}, {longitude:.5}")
}

/// Why a whole file cannot be taken.
#[must_use]
pub fn fault(fault: &Fault) -> Text {
    let seen = |seen: &Option<Point>| seen.map(|[x, y]| format!("{x}; {y}")).unwrap_or_default();
    match fault {
        Fault::TooLarge { most, .. } => both("boundary-too-large", &[("most", &(most >> 20).to_string())]),
        Fault::TooMany { most, .. } => both("boundary-too-many", &[("most", &most.to_string())]),
        Fault::Malformed { line, column } => {
            both("boundary-malformed", &[("line", &line.to_string()), ("column", &column.to_string())])
        }
        Fault::NotText { .. } | Fault::NoCollection { .. } | Fault::Empty | Fault::BadArcs => {
            both("boundary-no-places", &[])
        }
        Fault::SeveralLayers { names } => both("boundary-layers", &[("names", &names.join(", "))]),
        Fault::AnotherProjection { named, seen: at } => {
            let named = named.clone().unwrap_or_else(|| seen(at));
            both("boundary-projection", &[("seen", &named)])
        }
        Fault::Swapped { seen: at } => both("boundary-swapped", &[("seen", &seen(&Some(*at)))]),
    }
}
