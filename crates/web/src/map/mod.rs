//! The map of a city as SVG, drawn on the server: areas where outlines are known, otherwise tiles grouped by district.
//!
//! Colour never stands alone: each class has its pattern, each area its name and class as a title, and the table beside
//! says the same. The SVG has no style attributes, so it passes the strict content policy and prints.

mod outline;
mod tiles;

use crate::visit::Visit;
use app::places::shapes::Shape;
use domain::region::{Gazetteer, RegionCode};
use std::{borrow::Cow, collections::HashMap, fmt::Write as _};

/// One village on the map.
pub struct Area<'a> {
    /// The village.
    pub code: RegionCode,
    /// Where it leads: the village's page in the same state. Without one the area is drawn plainly, small and without a
    /// title of its own: a list beneath says the same.
    pub link: String,
    /// Its name.
    pub name: Cow<'a, str>,
    /// The id of its class, `between` or `silent`.
    pub look: Cow<'a, str>,
    /// The class's word.
    pub word: Cow<'a, str>,
}

/// A drawn map.
pub struct Map {
    /// The picture.
    pub svg: String,
    /// Whether it is made of tiles, not of places.
    pub schematic: bool,
}

/// Draws the areas: by outline where at least half of them have one, with those that have none as tiles beneath; else all
/// as tiles.
pub fn draw(v: &Visit, areas: &[Area<'_>], shapes: &[Shape], places: &Gazetteer) -> Map {
    let by_code: HashMap<RegionCode, &Shape> =
        shapes.iter().filter(|shape| !shape.parts.is_empty()).map(|shape| (shape.village, shape)).collect();
    let (known, unknown): (Vec<&Area<'_>>, Vec<&Area<'_>>) =
        areas.iter().partition(|area| by_code.contains_key(&area.code));
    let mut svg = String::with_capacity(areas.len() * 400);
    if known.is_empty() || known.len() < unknown.len() {
        let (width, height) = tiles::draw(&mut svg, v, &areas.iter().collect::<Vec<_>>(), places, 0.0);
        return Map { svg: open(v, width, height, areas) + &svg + "</svg>", schematic: true };
    }
    let known: Vec<(&Area<'_>, &Shape)> = known.into_iter().map(|area| (area, by_code[&area.code])).collect();
    let mut height = outline::draw(&mut svg, v, &known);
    if known.iter().all(|(area, _)| area.link.is_empty()) && svg.len() > MOST_PLAIN {
        svg.clear();
        height = outline::dots(&mut svg, &known);
    }
    if !unknown.is_empty() {
        let (_, below) = tiles::draw(&mut svg, v, &unknown, places, height + 24.0);
        height = below;
    }
    Map { svg: open(v, outline::WIDTH, height, areas) + &svg + "</svg>", schematic: false }
}

/// The most bytes of a plain map's outlines; beyond them each village is a dot, so that a page for everyone stays small.
const MOST_PLAIN: usize = 45_000;

/// The patterns that tell the classes apart without colour; plain fills come from the style sheet.
const PATTERNS: &str = r##"<defs>
<pattern id="p-waspada" class="waspada" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" class="ground"/><rect width="2" height="8" class="mark"/></pattern>
<pattern id="p-siaga" class="siaga" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" class="ground"/><circle cx="4" cy="4" r="1.2" class="mark"/></pattern>
<pattern id="p-silent" class="silent" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="7" height="7" class="ground"/><rect width="1" height="7" class="mark"/></pattern>
<pattern id="p-inactive" class="inactive" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" class="ground"/><rect width="2" height="8" class="mark"/></pattern>
<pattern id="p-withdrawn" class="withdrawn" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" class="ground"/><rect width="7" height="1" class="mark"/></pattern>
<pattern id="p-between" class="between" width="12" height="12" patternUnits="userSpaceOnUse"><rect width="12" height="12" class="ground"/><path d="M0,6h12M6,0v12" class="line"/></pattern>
</defs>"##;

fn open(v: &Visit, width: f64, height: f64, areas: &[Area<'_>]) -> String {
    // A plain map has no links to go through, and no pattern.
    let plain = areas.iter().all(|area| area.link.is_empty());
    let (role, patterns) = if plain { ("img", "") } else { ("group", PATTERNS) };
    let label = v.t("city-map-label");
    let label = escape(&label);
    format!("<svg viewBox=\"0 0 {width:.0} {height:.0}\" role=\"{role}\" aria-label=\"{label}\">{patterns}")
}

/// An area or tile: a link with a title, marked together with its row in the table.
fn area(svg: &mut String, v: &Visit, area: &Area<'_>, shape: &str) {
    if area.link.is_empty() {
        let _ = write!(svg, "<g class=\"area {}\">{shape}</g>", area.look);
        return;
    }
    let title = v.w.with("city-map-area", &[("name", area.name.as_ref().into()), ("class", area.word.as_ref().into())]);
    let title = escape(&title);
    // Writing into a String does not fail.
    let _ = write!(
        svg,
        "<a href=\"{link}\" data-desa=\"{code}\" aria-label=\"{title}\" class=\"area {look}\"><title>{title}</title>{shape}</a>",
        link = escape(&area.link),
        code = area.code,
        look = area.look,
    );
}

/// Text as it may stand in SVG.
pub fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").into()
}
