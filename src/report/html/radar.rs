//! The radar as a drawing.

use std::fmt::Write as _;

use super::chart::open;
use super::page::{Palette, escape};
use crate::core::math;
use crate::report::Radar;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 340.0;
const RADIUS: f64 = 130.0;

/// The radar, or its axes as rows where there are too few for a shape.
pub(super) fn radar(radar: &Radar, palette: &Palette) -> String {
    let count = radar.axes.len();
    if count < 3 {
        return String::new();
    }
    let place = |axis: usize, radius: f64| {
        let angle = std::f64::consts::TAU * axis as f64 / count as f64;
        (0.5 * WIDTH + radius * math::sin(angle), 0.5 * HEIGHT - radius * math::cos(angle))
    };
    let mut out = open("radar: 1 at the rim is best", WIDTH, HEIGHT);
    for ring in 1..=4 {
        let radius = RADIUS * f64::from(ring) / 4.0;
        let corners: Vec<String> = (0..count).map(|axis| point(place(axis, radius))).collect();
        let _ = writeln!(
            out,
            r#"<polygon points="{}" fill="none" stroke="{}" stroke-opacity="0.5"/>"#,
            corners.join(" "),
            palette.line
        );
    }
    for (axis, info) in radar.axes.iter().enumerate() {
        let (x, y) = place(axis, RADIUS);
        let (middle_x, middle_y) = place(axis, 0.0);
        let _ = writeln!(
            out,
            r#"<line x1="{middle_x}" y1="{middle_y}" x2="{x:.1}" y2="{y:.1}" stroke="{}" stroke-opacity="0.5"/>"#,
            palette.line
        );
        let (x, y) = place(axis, RADIUS + 16.0);
        let anchor = match x - middle_x {
            offset if offset > 5.0 => "start",
            offset if offset < -5.0 => "end",
            _ => "middle",
        };
        let _ = writeln!(
            out,
            r#"<text x="{x:.1}" y="{:.1}" text-anchor="{anchor}">{}<title>{}</title></text>"#,
            y + 4.0,
            escape(info.title),
            escape(info.formula),
        );
    }
    for shape in &radar.shapes {
        let corners = || shape.values.iter().enumerate().filter_map(|(axis, value)| Some((axis, (*value)?)));
        let points: Vec<String> = corners().map(|(axis, value)| point(place(axis, RADIUS * value))).collect();
        let (colour, dashes) = palette.stroke(shape.mode);
        let _ = writeln!(
            out,
            r#"<polygon points="{}" fill="{colour}" fill-opacity="0.06" stroke="{colour}" stroke-width="1.8" stroke-dasharray="{dashes}" stroke-linejoin="round"><title>{}</title></polygon>"#,
            points.join(" "),
            escape(&shape.name),
        );
        for (axis, value) in corners() {
            let (x, y) = place(axis, RADIUS * value);
            let title = format!("{}: {} {value:.2}", shape.name, radar.axes[axis].title);
            let _ = writeln!(
                out,
                r#"<circle cx="{x:.1}" cy="{y:.1}" r="2.6" fill="{colour}"><title>{}</title></circle>"#,
                escape(&title)
            );
        }
    }
    out + "</svg>\n"
}

fn point((x, y): (f64, f64)) -> String {
    format!("{x:.1},{y:.1}")
}
