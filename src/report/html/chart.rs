//! Charts: lines of several twins, each in its mode's hue and dashes.

use std::fmt::Write as _;

use super::page::{Palette, escape};
use super::scale::{Scale, label};

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 52.0;
const RIGHT: f64 = 10.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 34.0;
/// Columns of the plot: what falls into one is drawn as its lowest and highest value.
const COLUMNS: usize = 400;

/// One line.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) name: &'a str,
    pub(super) mode: &'a str,
    /// Places on the lower axis and values, in order; NaN where there is none.
    pub(super) points: Vec<(f64, f64)>,
}

/// A chart from 0 to `span` of the lower axis. `heading` says what is drawn and `below` over what, with units.
pub(super) fn chart(heading: &str, below: &str, span: f64, lines: &[Line<'_>], palette: &Palette) -> String {
    let thinned: Vec<Vec<(f64, f64)>> = lines.iter().map(|line| thinned(&line.points, span)).collect();
    let values = || thinned.iter().flatten().map(|(_, value)| *value).filter(|value| value.is_finite());
    let low = values().fold(0.0, f64::min);
    let high = values().fold(f64::NEG_INFINITY, f64::max);
    let x = Scale::new((0.0, span), (LEFT, WIDTH - RIGHT));
    let y = Scale::new((low, high.max(low)), (HEIGHT - BOTTOM, TOP));
    let mut out = open(heading, WIDTH, HEIGHT);
    grid(&mut out, &x, &y, palette);
    for (line, points) in lines.iter().zip(&thinned) {
        let (colour, dashes) = palette.stroke(line.mode);
        let _ = writeln!(
            out,
            r#"<path d="{}" fill="none" stroke="{colour}" stroke-width="1.4" stroke-dasharray="{dashes}" stroke-linejoin="round"><title>{}</title></path>"#,
            path(points, &x, &y),
            escape(line.name),
        );
    }
    let _ = writeln!(out, r#"<text x="{LEFT}" y="12" font-weight="600">{}</text>"#, escape(heading));
    let _ =
        writeln!(out, r#"<text x="{}" y="{}" text-anchor="end">{}</text>"#, WIDTH - RIGHT, HEIGHT - 4.0, escape(below));
    out + "</svg>\n"
}

/// Which line is whose: a row of samples with names.
pub(super) fn legend(names: &[(&str, &str)], palette: &Palette) -> String {
    let mut out = String::from("<p class=\"sub\">");
    for (name, mode) in names {
        let (colour, dashes) = palette.stroke(mode);
        let _ = write!(
            out,
            r#"<svg viewBox="0 0 34 8" style="display:inline-block;width:34px;height:8px" role="presentation"><line x1="1" y1="4" x2="33" y2="4" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes}"/></svg> {} ({}) &#160; "#,
            escape(name),
            escape(mode),
        );
    }
    out + "</p>\n"
}

pub(super) fn open(label: &str, width: f64, height: f64) -> String {
    format!(
        "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\" xmlns=\"http://www.w3.org/2000/svg\">\n",
        escape(label)
    )
}

pub(super) fn grid(out: &mut String, x: &Scale, y: &Scale, palette: &Palette) {
    let line = &palette.line;
    for tick in y.ticks() {
        let at = y.px(tick);
        let _ = writeln!(
            out,
            r#"<line x1="{LEFT}" x2="{}" y1="{at:.1}" y2="{at:.1}" stroke="{line}" stroke-opacity="0.4"/><text x="{}" y="{:.1}" text-anchor="end">{}</text>"#,
            WIDTH - RIGHT,
            LEFT - 6.0,
            at + 4.0,
            label(tick),
        );
    }
    for tick in x.ticks() {
        let at = x.px(tick);
        let _ = writeln!(
            out,
            r#"<text x="{at:.1}" y="{}" text-anchor="middle">{}</text>"#,
            HEIGHT - BOTTOM + 15.0,
            label(tick)
        );
    }
}

/// Lowest and highest value of every column, in the order in which they came.
fn thinned(points: &[(f64, f64)], span: f64) -> Vec<(f64, f64)> {
    if points.len() <= 2 * COLUMNS {
        return points.to_vec();
    }
    let column = |at: f64| (at / span * COLUMNS as f64) as usize;
    let mut out = Vec::new();
    for group in points.chunk_by(|a, b| column(a.0) == column(b.0) && a.1.is_nan() == b.1.is_nan()) {
        let extreme = |better: fn(f64, f64) -> bool| {
            group.iter().copied().enumerate().reduce(|a, b| if better(b.1.1, a.1.1) { b } else { a })
        };
        let (low, high) = (extreme(|b, a| b < a), extreme(|b, a| b > a));
        let mut pair: Vec<(usize, (f64, f64))> = low.into_iter().chain(high).collect();
        pair.sort_by_key(|(index, _)| *index);
        pair.dedup_by_key(|(index, _)| *index);
        out.extend(pair.into_iter().map(|(_, point)| point));
    }
    out
}

fn path(points: &[(f64, f64)], x: &Scale, y: &Scale) -> String {
    let mut out = String::new();
    let mut drawing = false;
    for (at, value) in points {
        if value.is_finite() {
            let _ = write!(out, "{}{:.1} {:.1}", if drawing { "L" } else { "M" }, x.px(*at), y.px(*value));
        }
        drawing = value.is_finite();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_the_extremes_and_the_gaps() {
        let value = |i: usize| {
            if i == 7777 {
                9.0
            } else if (5000..5100).contains(&i) {
                f64::NAN
            } else {
                1.0
            }
        };
        let points: Vec<(f64, f64)> = (0..10_000).map(|i| (i as f64 * 1e-2, value(i))).collect();
        let thinned = thinned(&points, 100.0);
        assert!(thinned.len() < 3 * COLUMNS, "{}", thinned.len());
        assert!(thinned.contains(&(77.77, 9.0)));
        assert!(thinned.iter().any(|(_, value)| value.is_nan()));
    }

    #[test]
    fn a_gap_lifts_the_pen() {
        let scale = Scale::new((0.0, 10.0), (0.0, 10.0));
        let points = [(0.0, 1.0), (1.0, 2.0), (2.0, f64::NAN), (3.0, 3.0)];
        assert_eq!(path(&points, &scale, &scale), "M0.0 1.0L1.0 2.0M3.0 3.0");
    }
}
