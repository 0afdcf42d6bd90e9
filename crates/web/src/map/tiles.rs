//! The schematic map from codes alone: each district a block with its name, each village a tile in the order of codes.

use super::{Area, area, escape};
use crate::visit::Visit;
use domain::region::{Gazetteer, RegionCode};
use std::fmt::Write as _;

const TILE: usize = 40;
const GAP: usize = 4;
const HEAD: usize = 22;
const COLUMNS_OF_BLOCKS: usize = 3;
const TILES_IN_ROW: usize = 7;
const BLOCK: usize = TILES_IN_ROW * (TILE + GAP) + 20;

/// Draws the areas into `svg` below `top` and gives the width and the height down to their end.
pub fn draw(svg: &mut String, v: &Visit, areas: &[&Area<'_>], places: &Gazetteer, top: f64) -> (f64, f64) {
    let mut districts: Vec<(RegionCode, Vec<&Area<'_>>)> = vec![];
    for one in areas.iter().copied() {
        let Some(district) = one.code.district() else { continue };
        match districts.last_mut() {
            Some((last, members)) if *last == district => members.push(one),
            _ => districts.push((district, vec![one])),
        }
    }
    let mut top = top.max(0.0).round() as usize;
    let columns = districts.len().clamp(1, COLUMNS_OF_BLOCKS);
    for row in districts.chunks(columns) {
        let most = row.iter().map(|(_, members)| members.len().div_ceil(TILES_IN_ROW)).max().unwrap_or(1);
        for (column, (district, members)) in row.iter().enumerate() {
            let left = column * BLOCK;
            let name = places.get(*district).map_or_else(|| district.to_string(), |region| region.name.to_owned());
            // Writing into a String does not fail.
            let _ = write!(svg, "<text x=\"{left}\" y=\"{}\" class=\"block\">{}</text>", top + 15, escape(&name));
            for (at, one) in members.iter().enumerate() {
                let x = left + (at % TILES_IN_ROW) * (TILE + GAP);
                let y = top + HEAD + (at / TILES_IN_ROW) * (TILE + GAP);
                let initials = initials(places.name(one.code).unwrap_or_default());
                let shape = format!("<rect x=\"{x}\" y=\"{y}\" width=\"{TILE}\" height=\"{TILE}\" rx=\"4\"/>");
                area(svg, v, one, &shape);
                if one.link.is_empty() {
                    continue;
                }
                // Beside the link, whose name is the whole village: initials within it would contradict that name.
                let _ = write!(
                    svg,
                    "<text x=\"{}\" y=\"{}\" class=\"tile {}\" aria-hidden=\"true\">{}</text>",
                    x + TILE / 2,
                    y + TILE / 2 + 5,
                    one.look,
                    escape(&initials)
                );
            }
        }
        top += HEAD + most * (TILE + GAP) + 14;
    }
    ((columns * BLOCK - 20) as f64, top as f64)
}

/// Three letters for a name: of a name of several words their first letters and more of the last, else its beginning.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((last, others)) = words.split_last() else { return String::new() };
    let firsts: String = others.iter().filter_map(|word| word.chars().next()).take(2).collect();
    let left = 3 - firsts.chars().count();
    firsts + &last.chars().take(left).collect::<String>()
}
