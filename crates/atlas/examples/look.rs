//! Reads files of places and says what is in them: `cargo run -rp atlas --example look FILE…`. Also to be measured with
//! `/usr/bin/time -v`. With `--only-read` it stops after reading.

use atlas::{Kind, Topology};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (flags, files): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with("--"));
    for file in files {
        let bytes = std::fs::read(&file)?;
        let source = match atlas::read(&bytes) {
            Ok(source) => source,
            Err(fault) => {
                println!("{file}: {fault}");
                continue;
            }
        };
        drop(bytes);
        let points: usize = source.shapes().map(|shape| shape.points().count()).sum();
        println!("{file}: {} places, {points} points, {} remarks", source.places.len(), source.remarks.len());
        for remark in source.remarks.iter().take(20) {
            println!("  {remark:?}");
        }
        if !flags.is_empty() {
            continue;
        }
        let topology = Topology::of(source.shapes());
        let links = atlas::neighbours(&topology);
        let corners = links.iter().filter(|link| link.kind == Kind::Corner).count();
        let islands = links.iter().filter(|link| matches!(link.kind, Kind::Nearest { .. })).count();
        println!("  {} arcs, {} neighbours, {corners} by a corner, {islands} over water", topology.arcs(), links.len());
        println!("  for a map: {} points", topology.simplify_for(1000).points());
        let overlaps = atlas::overlaps(source.shapes()).map_or(0, |overlaps| overlaps.len());
        println!("  {overlaps} overlaps");
    }
    Ok(())
}
