//! The schematic map from codes alone: each district a block with its name, each village a tile in the order of codes.

use super::{Area, area, escape};
use crate::visit::Visit;
use domain::region::{Gazetteer, RegionCode};
use std::fmt::Write as _;

const TILE: f64 = 40.0;
const GAP: f64 = 4.0;
const HEAD: f64 = 22.0;
const COLUMNS_OF_BLOCKS: usize = 3;
const BLOCK: f64 = 7.0 * (TILE + GAP) + 20.0;
const TILES_IN_ROW: usize = 7;

/// Draws the areas into `svg` below `top` and gives the width and the height down to their end.
pub fn draw(svg: &mut String, v: &Visit, areas: &[&Area], places: &Gazetteer, top: f64) -> (f64, f64) {
    let mut districts: Vec<(RegionCode, Vec<&Area>)> = vec![];
    for one in areas.iter().copied() {
        let Some(district) = one.code.district() else { continue };
        match districts.last_mut() {
            Some((last, members)) if *last == district => members.push(one),
            _ => districts.push((district, vec![one])),
        }
    }
    let mut top = top;
    let columns = districts.len().clamp(1, COLUMNS_OF_BLOCKS);
    for row in districts.chunks(columns) {
        let most = row.iter().map(|(_, members)| members.len().div_ceil(TILES_IN_ROW)).max().unwrap_or(1);
        for (column, (district, members)) in row.iter().enumerate() {
            let left = column as f64 * BLOCK;
            let name = places.get(*district).map_or_else(|| district.to_string(), |region| region.name.to_owned());
            // Writing into a String does not fail.
            let _ =
                write!(svg, "<text x=\"{left:.0}\" y=\"{:.0}\" class=\"block\">{}</text>", top + 15.0, escape(&name));
            for (at, one) in members.iter().enumerate() {
                let x = left + (at % TILES_IN_ROW) as f64 * (TILE + GAP);
                let y = top + HEAD + (at / TILES_IN_ROW) as f64 * (TILE + GAP);
                let initials = initials(places.name(one.code).unwrap_or_default());
                let shape = format!("<rect x=\"{x:.0}\" y=\"{y:.0}\" width=\"{TILE}\" height=\"{TILE}\" rx=\"4\"/>");
                area(svg, v, one, &shape);
                if one.link.is_empty() {
                    continue;
                }
                // Beside the link, whose name is the whole village: initials within it would contradict that name.
                let _ = write!(
                    svg,
                    "<text x=\"{:.0}\" y=\"{:.0}\" class=\"tile {}\" aria-hidden=\"true\">{}</text>",
                    x + TILE / 2.0,
                    y + TILE / 2.0 + 5.0,
                    one.look,
                    escape(&initials)
                );
            }
        }
        top += HEAD + most as f64 * (TILE + GAP) + 14.0;
    }
    (columns as f64 * BLOCK - 20.0, top)
}

/// Three letters for a name: of a name of several words their first letters and more of the last, else its beginning.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((last, others)) = words.split_last() else { return String::new() };
    let firsts: String = others.iter().filter_map(|word| word.chars().next()).take(2).collect();
    let left = 3 - firsts.chars().count();
    firsts + &last.chars().take(left).collect::<String>()
}
