//! Plan against actual as SVG, drawn on the server: filled steps for what was reached, stepped lines for what was planned,
//! one for each way to read the plan. A table beside it says the same.

use crate::{map::escape, visit::Visit};
use std::fmt::Write as _;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 48.0;
const TOP: f64 = 24.0;
const BOTTOM: f64 = 32.0;

/// Draws years from left to right. `plans` are the readings, `actual` what was reached by the end of each year; `now` is the
/// present year, whose column is marked as not over.
pub fn steps(v: &Visit, title: &str, plans: &[Vec<(i16, i64)>], actual: &[(i16, i64)], now: i16) -> String {
    let years = || plans.iter().flatten().chain(actual).map(|(year, _)| *year);
    let (Some(first), Some(last)) = (years().min(), years().max()) else { return String::new() };
    let most = plans.iter().flatten().chain(actual).map(|(_, n)| *n).max().unwrap_or(1).max(1);
    let ceiling = nice(most);
    let columns = f64::from(last - first + 1);
    let band = (WIDTH - LEFT - 8.0) / columns;
    let x = |year: i16| LEFT + f64::from(year - first) * band;
    let y = |n: i64| HEIGHT - BOTTOM - (n as f64 / ceiling as f64) * (HEIGHT - BOTTOM - TOP);
    let mut svg = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH:.0} {HEIGHT:.0}\" role=\"img\" aria-label=\"{}\">",
        escape(title)
    );
    // Writing into a String does not fail.
    for part in 0..=4 {
        let n = ceiling * part / 4;
        let at = y(n);
        let _ = write!(
            svg,
            "<path class=\"grid-line\" d=\"M{LEFT:.0},{at:.1}H{WIDTH:.0}\"/><text class=\"axis\" x=\"{:.0}\" y=\"{:.1}\">{}</text>",
            LEFT - 8.0,
            at + 5.0,
            v.w.number(n)
        );
    }
    for (year, n) in actual {
        let (left, top) = (x(*year) + band * 0.14, y(*n));
        let look = if *year == now { "actual now" } else { "actual" };
        let _ = write!(
            svg,
            "<rect class=\"{look}\" x=\"{left:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\"/><text class=\"value\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            band * 0.72,
            HEIGHT - BOTTOM - top,
            x(*year) + band / 2.0,
            // In the bar, or on it where it is too low.
            if HEIGHT - BOTTOM - top > 24.0 { top + 18.0 } else { top - 6.0 },
            v.w.number(*n)
        );
    }
    for (at, plan) in plans.iter().enumerate() {
        let mut path = String::new();
        for (step, (year, n)) in plan.iter().enumerate() {
            let begin = if step == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{begin}{:.1},{:.1}H{:.1}", x(*year), y(*n), x(*year) + band);
        }
        let _ = write!(svg, "<path class=\"plan p{}\" d=\"{path}\"/>", at + 1);
        if let Some((year, n)) = plan.last() {
            let _ = write!(
                svg,
                "<text class=\"plan-value\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                x(*year) + band - 4.0,
                y(*n) - 6.0,
                v.w.number(*n)
            );
        }
    }
    for year in first..=last {
        let _ = write!(
            svg,
            "<text class=\"axis year\" x=\"{:.1}\" y=\"{:.0}\">{year}</text>",
            x(year) + band / 2.0,
            HEIGHT - 10.0
        );
    }
    svg + "</svg>"
}

/// A round number not below `n`, in four parts.
fn nice(n: i64) -> i64 {
    let mut unit = 4;
    loop {
        for times in [1, 2, 3, 5] {
            if unit * times >= n {
                return unit * times;
            }
        }
        unit *= 10;
    }
}
