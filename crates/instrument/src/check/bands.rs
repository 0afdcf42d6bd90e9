//! Bands must follow each other without gap or overlap, cover what can be reached, and all be reachable.
//!
//! For: parts of kind `bands`. Next: `table.rs`.

use super::{Known, touched_bits};
use crate::parse::{Drawn, Report};
use crate::part::{PartKind, Source};
use crate::score::Interval;

/// Reports what is wrong; gives the bands that can be reached, as bits.
pub(super) fn check(report: &mut Report, drawn: &Drawn, index: usize, known: &Known) -> u64 {
    let PartKind::Bands { of, bands, .. } = &drawn.part.kind else {
        return 0;
    };
    let name = &drawn.part.id;
    for (band, span) in bands.iter().zip(&drawn.rows) {
        if band.from >= band.to {
            report.add(
                span,
                "min-max",
                name,
                format!("Pita ini kosong: from {} harus kurang dari to {}.", band.from, band.to),
                format!("This band is empty: from {} must be below to {}.", band.from, band.to),
            );
        }
    }
    for (pair, span) in bands.windows(2).zip(drawn.rows.iter().skip(1)) {
        let (end, begin) = (pair[0].to, pair[1].from);
        if end.is_infinite() || begin.is_infinite() {
            report.add(
                span,
                "missing-key",
                name,
                "Hanya pita pertama boleh tanpa `from` dan pita terakhir tanpa `to`.",
                "Only the first band may lack `from`, and the last one `to`.",
            );
        } else if end < begin {
            report.add(
                span,
                "band-gap",
                name,
                format!("Ada celah antara {end} dan {begin}. Sambungkan: tulis from = {end}."),
                format!("There is a gap between {end} and {begin}. Close it: write from = {end}."),
            );
        } else if end > begin {
            report.add(
                span,
                "band-overlap",
                name,
                format!("Pita ini tumpang tindih antara {begin} dan {end}. Tulis from = {end}."),
                format!("The bands overlap between {begin} and {end}. Write from = {end}."),
            );
        }
    }
    let Some(reach) = input_reach(of, known).filter(|_| known.reach[index].is_some()) else {
        return 0;
    };
    let (Some(first), Some(last)) = (bands.first(), bands.last()) else {
        return 0;
    };
    let (low, high) = (reach.low, reach.high);
    if first.from > low || last.to < high {
        let (from, to) = (first.from, last.to);
        report.add(
            &drawn.span,
            "band-range",
            name,
            format!("Pita mencakup {from} sampai {to}, padahal nilainya bisa {low} sampai {high}. Lebarkan, atau kosongkan from pertama atau to terakhir."),
            format!("The bands cover {from} to {to}, but the value can be {low} to {high}. Widen them, or leave out the first from or the last to."),
        );
    }
    let touched = touched_bits(&drawn.part.kind, &reach);
    for (position, span) in drawn.rows.iter().enumerate() {
        if touched & (1 << position) == 0 {
            report.add(
                span,
                "band-unreachable",
                name,
                format!("Pita ini tidak pernah tercapai; nilainya {low} sampai {high}. Hapus."),
                format!("This band is never reached; the value is {low} to {high}. Remove it."),
            );
        }
    }
    touched
}

/// The reach of what the bands classify.
fn input_reach(of: &Source, known: &Known) -> Option<Interval> {
    match of {
        Source::Part(part) => known.reach[*part],
        Source::Item(item) => Some(known.items[*item]),
    }
}
