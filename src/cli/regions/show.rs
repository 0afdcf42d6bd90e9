//! One place: where it lies, what is in it, and what people call it there.
//!
//! Not for: lists of places (`mod.rs`). Next: `domain::region::Titles`.

use std::io::{self, BufWriter, Write};

use domain::region::{Gazetteer, Level, Region, RegionCode, Sure, Titles, VillageKind};
use serde::Serialize;
use words::Words;

use super::super::options::{Format, Shown};

#[derive(Serialize)]
struct Place<'a> {
    code: RegionCode,
    name: &'a str,
    level: Level,
    kind: Option<VillageKind>,
    path: String,
    regencies: usize,
    /// What lies in it, or what it is itself; null where there is none.
    districts: Option<Called<'a>>,
    villages: usize,
    kelurahan: Option<Called<'a>>,
    desa: Option<Called<'a>>,
    desa_adat: Option<Called<'a>>,
    /// False if the local titles vary or are uncertain.
    titles_sure: bool,
}

/// How many, and what they and their heads are called.
#[derive(Serialize)]
struct Called<'a> {
    count: usize,
    word: &'a str,
    head: &'a str,
}

pub(super) fn print(region: Region<'_>, regions: &Gazetteer, shown: Shown) -> io::Result<()> {
    let w = shown.words();
    let (code, lang) = (region.code, w.lang());
    let titles = Titles::builtin();
    let kind = |kind: VillageKind| {
        let mut villages = regions.villages_in(code).filter(|village| village.kind() == Some(kind)).map(|v| v.code);
        // The title of a kind is known by a village of that kind; for desa the region's own line speaks for all of it.
        let first = villages.next()?;
        let of = if kind == VillageKind::Desa { code } else { first };
        let (word, head) = (titles.village_word(of, lang), titles.head_title(of, lang));
        Some(Called { count: 1 + villages.count(), word, head })
    };
    let districts = regions.districts_in(code).count();
    let district =
        |count| Called { count, word: titles.district_word(code, lang), head: titles.district_head_title(code, lang) };
    let place = Place {
        code,
        name: region.name,
        level: region.level(),
        kind: region.kind(),
        path: regions.path(code).unwrap_or_default(),
        regencies: regions.regencies_in(code).count(),
        districts: (districts > 0).then(|| district(districts)),
        villages: regions.count_villages(code),
        kelurahan: kind(VillageKind::Kelurahan),
        desa: kind(VillageKind::Desa),
        desa_adat: kind(VillageKind::DesaAdat),
        titles_sure: titles.sure(code) > Sure::No,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match shown.format {
        Format::Json => {
            serde_json::to_writer(&mut out, &place)?;
            writeln!(out)?;
        }
        Format::Text => describe(&place, w, &mut out)?,
    }
    out.flush()
}

fn describe(place: &Place<'_>, w: Words, out: &mut impl Write) -> io::Result<()> {
    let number = |n: usize| w.number(i64::try_from(n).unwrap_or(i64::MAX));
    writeln!(out, "{}  {}", place.code, place.path)?;
    if place.level == Level::Province {
        writeln!(out, "  {}", w.with("command-region-regencies", &[("n", number(place.regencies).into())]))?;
    }
    let called = [&place.districts, &place.kelurahan, &place.desa, &place.desa_adat];
    for Called { count, word, head } in called.into_iter().flatten() {
        let values = [("n", number(*count).into()), ("word", (*word).into()), ("head", (*head).into())];
        writeln!(out, "  {}", w.with("command-region-called", &values))?;
    }
    if !place.titles_sure {
        writeln!(out, "  {}", w.t("command-region-unsure"))?;
    }
    Ok(())
}
