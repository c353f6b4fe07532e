//! Line styles: a mode is always a hue and a line style, in swatches and in charts alike.

use bevy_egui::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

use crate::lab::theme::LineStyle;

/// The shapes of a path in a line style; `grain` makes its dashes longer than at a desk.
#[must_use]
pub fn styled(path: &[Pos2], style: LineStyle, color: Color32, width: f32, grain: f32) -> Vec<Shape> {
    let stroke = Stroke::new(width, color);
    if path.len() < 2 {
        return Vec::new();
    }
    let dashes = |dashes: &[f32], gaps: &[f32]| {
        let grown = |lengths: &[f32]| lengths.iter().map(|length| length * grain).collect::<Vec<_>>();
        Shape::dashed_line_with_offset(path, stroke, &grown(dashes), &grown(gaps), 0.0)
    };
    match style {
        LineStyle::Solid => vec![Shape::line(path.to_vec(), stroke)],
        LineStyle::LongDash => dashes(&[9.6], &[4.8]),
        LineStyle::DashDot => dashes(&[8.0, 2.0], &[3.0, 3.0]),
        LineStyle::Dots => Shape::dotted_line(path, color, 4.8 * grain, 0.65 * width),
        LineStyle::Double => {
            let apart = vec2(0.0, 1.1 * width);
            let thin = Stroke::new(0.6 * width, color);
            [apart, -apart]
                .into_iter()
                .map(|offset| Shape::line(path.iter().map(|point| *point + offset).collect(), thin))
                .collect()
        }
    }
}

/// A short piece of a mode's line, centred in `rect`, which is 24 pixels wide at a desk.
pub fn swatch(painter: &Painter, rect: Rect, style: LineStyle, color: Color32) {
    let grain = rect.width() / 24.0;
    painter.extend(styled(&[rect.left_center(), rect.right_center()], style, color, 3.0 * grain, grain));
}
