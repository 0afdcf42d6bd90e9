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

/// Prints `name  median X s  target Y s  (machine: ...)`.
pub fn report(name: &str, median: Duration, target: f64) {
    let (seconds, machine) = (median.as_secs_f64(), describe());
    let verdict = if seconds <= target { "" } else { "  MISSED" };
    println!("{name}  median {seconds:.3} s  target {target:.3} s  (machine: {machine}){verdict}");
}

/// Prints `name  X s, Y MB  target X s, Y MB  (machine: ...)`.
pub fn report_with_memory(name: &str, time: Duration, megabytes: f64, target: (f64, f64)) {
    let (seconds, machine) = (time.as_secs_f64(), describe());
    let verdict = if seconds <= target.0 && megabytes <= target.1 { "" } else { "  MISSED" };
    let (most_seconds, most_megabytes) = target;
    println!(
        "{name}  {seconds:.2} s, {megabytes:.0} MB  target {most_seconds:.0} s, {most_megabytes:.0} MB  (machine: {machine}){verdict}"
    );
}

/// The most memory this process has held at once, in MB (`VmHWM`); 0 where the system does not say.
pub fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
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
