//! One drawing that holds all charts of a page, for slides and papers.

use std::fmt::Write as _;

use super::page::Palette;

const COLUMNS: usize = 2;
const WIDTH: f64 = 480.0;
const GAP: f64 = 16.0;

/// The drawings of a page, in its order and two in a row, as one SVG file.
#[must_use]
pub fn drawings(page: &str, palette: &Palette) -> String {
    let charts: Vec<&str> = page
        .split("<figure>\n")
        .skip(1)
        .filter_map(|figure| figure.split_once("</svg>").map(|(chart, _)| chart))
        .collect();
    let mut body = String::new();
    let (mut top, mut row_height) = (GAP, 0.0_f64);
    for (index, chart) in charts.iter().enumerate() {
        let column = index % COLUMNS;
        if column == 0 && index > 0 {
            top += row_height + GAP;
            row_height = 0.0;
        }
        let height = WIDTH * proportion(chart);
        row_height = row_height.max(height);
        let x = GAP + column as f64 * (WIDTH + GAP);
        let inside =
            chart.replacen("<svg ", &format!(r#"<svg x="{x}" y="{top}" width="{WIDTH}" height="{height}" "#), 1);
        // Writing to a String cannot fail.
        let _ = writeln!(body, "{inside}</svg>");
    }
    let (width, height) = (GAP + COLUMNS as f64 * (WIDTH + GAP), top + row_height + GAP);
    let muted = &palette.muted;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <style>text {{ font: 11px system-ui, Arial, sans-serif; fill: {muted}; }}</style>\n\
         <rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n{body}</svg>\n"
    )
}

/// Height over width of a drawing, from its view box.
fn proportion(chart: &str) -> f64 {
    let numbers = chart.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"'));
    let sizes: Vec<f64> =
        numbers.map_or("", |(sizes, _)| sizes).split(' ').filter_map(|text| text.parse().ok()).collect();
    match sizes.as_slice() {
        [_, _, width, height] if *width > 0.0 => height / width,
        _ => 1.0,
    }
}
