//! Benchmarks against stated figures: `bench` runs all, `bench NAME` one.
//!
//! Each benchmark is one file with a function that prints one line; add it to [`ALL`]. No statistics beyond the
//! median: the figures are ceilings, and a median close to its ceiling is a reason to look, not to measure finer.

mod installation;
mod machine;
mod nation;
mod papers;
mod pictures;
mod plan_board;
mod programme;
mod regions_match;
mod safe_door;
mod score_nation;
mod server;
mod serving;
mod xlsx_preview;

/// Name and function of every benchmark.
const ALL: [(&str, fn()); 10] = [
    ("score-nation", score_nation::run),
    ("regions-match", regions_match::run),
    ("xlsx-preview", xlsx_preview::run),
    ("pictures", pictures::run),
    ("serving", serving::run),
    ("programme", programme::run),
    ("plan-board", plan_board::run),
    ("papers", papers::run),
    ("safe-door", safe_door::run),
    ("nation", nation::run),
];

fn main() {
    let named: Vec<String> = std::env::args().skip(1).collect();
    for name in &named {
        if !ALL.iter().any(|(known, _)| known == name) {
            let known: Vec<&str> = ALL.iter().map(|(known, _)| *known).collect();
            eprintln!("no benchmark `{name}`; there are: {}", known.join(", "));
            std::process::exit(2);
        }
    }
    for (name, run) in ALL {
        if named.is_empty() || named.iter().any(|wanted| wanted == name) {
            run();
        }
    }
}
