//! What the figures were measured on, and how a figure is printed.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures real time")]

use std::time::{Duration, Instant};

/// Runs `work` `runs` times, in one thread, and gives the median.
pub fn median(runs: usize, mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..runs.max(1))
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[times.len() / 2]
}

/// One measured figure beside the most that it may be, in the same unit.
pub struct Figure {
    pub measured: f64,
    pub target: f64,
    pub unit: &'static str,
}

impl Figure {
    pub fn seconds(time: Duration, target: f64) -> Self {
        Self { measured: time.as_secs_f64(), target, unit: "s" }
    }

    pub const fn megabytes(measured: f64, target: f64) -> Self {
        Self { measured, target, unit: "MB" }
    }
}

/// Prints `name  0.162 s (target 0.300 s)  … (machine)`.
pub fn report(name: &str, figures: &[Figure]) {
    let one = |figure: &Figure| {
        let Figure { measured, target, unit } = figure;
        let places = if *target < 10.0 { 3 } else { 0 };
        let verdict = if measured <= target { "" } else { " MISSED" };
        format!("  {measured:.places$} {unit} (target {target:.places$} {unit}){verdict}")
    };
    println!("{name}{}  [{}]", figures.iter().map(one).collect::<String>(), describe());
}

/// Memory of a process in MB: `VmHWM` the most it has held at once, `VmRSS` what it holds now. 0 where the system does
/// not say.
pub fn megabytes(process: &str, which: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(which)?.strip_prefix(':'));
    let kilobytes = line.and_then(|rest| rest.trim().trim_end_matches("kB").trim().parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1024.0
}

fn describe() -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == "model name").then(|| value.trim().to_owned())
    });
    let model = model.unwrap_or_else(|| "unknown processor".to_owned());
    format!("{cores} cores, {model}")
}
