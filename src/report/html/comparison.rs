//! The page of a comparison: one table, one radar, and what every number means.

use super::chart::legend;
use super::page::{Cell, MISSING, Palette, figure, glossary, number, page, table};
use super::radar::radar;
use crate::report::compare::{Comparison, Estimate};
use crate::report::{FIGURES, Figure};

/// The page of a comparison.
#[must_use]
pub fn comparison(comparison: &Comparison, palette: &Palette) -> String {
    let seeds = match comparison.seeds.as_slice() {
        [seed] => format!("seed {seed}"),
        seeds => format!("{} seeds from {}, with the 95 % interval of the mean", seeds.len(), seeds[0]),
    };
    let subtitle = format!("Sync modes side by side · {:.0} s · {seeds}", comparison.duration_s);
    let shown: Vec<&Figure> = FIGURES
        .iter()
        .filter(|figure| comparison.rows.iter().any(|row| row.figures.contains_key(figure.key)))
        .collect();
    let headings: Vec<(&str, &str)> = [("device", ""), ("mode", "")]
        .into_iter()
        .chain(shown.iter().map(|figure| (figure.title, figure.unit)))
        .collect();
    let rows: Vec<Vec<Cell>> = comparison
        .rows
        .iter()
        .map(|row| {
            let mode = if row.derived { format!("{}*", row.mode) } else { row.mode.to_owned() };
            let cells = shown.iter().map(|figure| estimate(row.figures.get(figure.key)));
            [row.device.clone(), mode].into_iter().chain(cells).map(Cell::from).collect()
        })
        .collect();
    let ways: Vec<Vec<Cell>> = comparison
        .rows
        .iter()
        .map(|row| {
            let from = if row.derived { "pilot run*" } else { "the scene" };
            let cells = [row.device.clone(), row.sync.clone(), format!("{:?}", row.predictor), from.to_owned()];
            cells.into_iter().map(Cell::from).collect()
        })
        .collect();
    let names: Vec<(&str, &str)> =
        comparison.radar.shapes.iter().map(|shape| (shape.name.as_str(), shape.mode)).collect();
    let mut body = table(&headings, &rows, 2);
    body += "<h2>Radar</h2>\n";
    body += &legend(&names, palette);
    body += "<div class=\"figures\">\n";
    body += &figure(&radar(&comparison.radar, palette), "1, at the rim, is best on every axis.");
    body += &glossary(comparison.radar.axes.iter().map(|axis| (axis.title, axis.formula)));
    body += "</div>\n<h2>What was compared</h2>\n";
    body +=
        &table(&[("device", ""), ("mode and parameters", ""), ("predictor", ""), ("parameters from", "")], &ways, 4);
    body += "<h2>What the columns mean</h2>\n";
    body += &glossary(shown.iter().map(|figure| (figure.title, figure.meaning)));
    page(&comparison.scene, &subtitle, &body, palette)
}

fn estimate(estimate: Option<&Estimate>) -> String {
    let Some(estimate) = estimate else { return MISSING.to_owned() };
    let mean = number(Some(estimate.mean));
    estimate.half_width.map_or_else(|| mean.clone(), |half| format!("{mean} ± {}", number(Some(half))))
}
