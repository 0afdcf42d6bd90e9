//! A table as large as the country: 514 regencies in 38 provinces, five classes and their total.

use insight::disclosure::{Cell, Rule, Tables, protect};

/// Counts by a fixed recipe (a linear congruence), mostly small.
struct Recipe(u64);

impl Recipe {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }
}

/// Adds a level: the same six columns summed over the children, and the row's own total.
fn above(tables: &mut Tables, label: &str, children: &[Vec<Cell>]) -> Vec<Cell> {
    let mut own: Vec<Cell> = Vec::new();
    for column in 0..6 {
        let parts: Vec<Cell> = children.iter().map(|row| row[column]).collect();
        let total = parts.iter().filter_map(|part| tables.value(*part)).sum();
        own.push(tables.gather(&format!("{label}, class {column}"), &parts, total).unwrap());
    }
    tables.sum(format!("{label}, all classes"), own[5], &own[..5]).unwrap();
    own
}

pub fn country(seed: u64) -> Tables {
    let (mut tables, mut recipe) = (Tables::new(), Recipe(seed));
    let mut provinces = Vec::new();
    for province in 0..38 {
        let count = 514 / 38 + usize::from(province < 514 % 38);
        let regencies: Vec<Vec<Cell>> = (0..count)
            .map(|_| {
                let bound = [3, 6, 30, 120, 8];
                let parts: Vec<u64> = bound.iter().map(|bound| recipe.next(*bound)).collect();
                let (mut row, total) = tables.one_way("regency", &parts, parts.iter().sum());
                row.push(total);
                row
            })
            .collect();
        provinces.push(above(&mut tables, "province", &regencies));
    }
    above(&mut tables, "country", &provinces);
    tables
}

#[test]
fn the_country_is_protected() {
    let tables = country(7);
    assert_eq!(tables.cells().count(), (514 + 38 + 1) * 6);
    let out = protect(&tables, &Rule::default()).unwrap();
    println!("{} cells, {} hidden, {} of them small", out.cells().len(), out.hidden().count(), out.small());
    assert!(out.bounds().iter().all(|bounds| bounds.span().is_none_or(|span| span >= 5)));
    assert!(out.hidden().count() < 2 * out.small(), "far more is hidden than is small");
}

/// Three sides with all margins of lines and planes: no network. What the integer programmes cost.
#[test]
fn a_three_way_table_is_protected() {
    let (sides, mut tables, mut recipe) = ([4, 3, 3], Tables::new(), Recipe(3));
    let mut at = std::collections::BTreeMap::new();
    // Index 0 on a side is its total.
    for place in (0..(sides[0] + 1) * (sides[1] + 1) * (sides[2] + 1)).rev() {
        let [i, j, k]: [usize; 3] = [place / 16, place / 4 % 4, place % 4];
        let under = |side: usize, [i, j, k]: [usize; 3]| -> Vec<[usize; 3]> {
            (1..=sides[side]).map(|n| [[n, j, k], [i, n, k], [i, j, n]][side]).collect()
        };
        let summed: Vec<usize> = (0..3).filter(|side| [i, j, k][*side] == 0).collect();
        let value = match summed.first() {
            None => recipe.next(14),
            Some(side) => under(*side, [i, j, k]).iter().filter_map(|part| tables.value(at[part])).sum(),
        };
        at.insert([i, j, k], tables.cell(format!("{i}/{j}/{k}"), value));
        for side in summed {
            let parts: Vec<Cell> = under(side, [i, j, k]).iter().map(|part| at[part]).collect();
            tables.sum(format!("{i}/{j}/{k} over {side}"), at[&[i, j, k]], &parts).unwrap();
        }
    }
    let out = protect(&tables, &Rule::default()).unwrap();
    println!("{} cells, {} hidden, {} of them small", out.cells().len(), out.hidden().count(), out.small());
    assert!(out.bounds().iter().all(|bounds| bounds.span().is_none_or(|span| span >= 5)));
}
