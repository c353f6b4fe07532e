//! Line styles: a mode is always a hue and a line style, in swatches and in charts alike.

use bevy_egui::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, vec2};

use crate::lab::theme::LineStyle;

/// The shapes of a path in a line style.
#[must_use]
pub fn styled(path: &[Pos2], style: LineStyle, color: Color32, width: f32) -> Vec<Shape> {
    let stroke = Stroke::new(width, color);
    if path.len() < 2 {
        return Vec::new();
    }
    match style {
        LineStyle::Solid => vec![Shape::line(path.to_vec(), stroke)],
        LineStyle::LongDash => Shape::dashed_line(path, stroke, 4.5 * width, 2.5 * width),
        LineStyle::Dots => Shape::dotted_line(path, color, 2.4 * width, 0.7 * width),
        LineStyle::DashDot => {
            Shape::dashed_line_with_offset(path, stroke, &[4.5 * width, 1.2 * width], &[2.0 * width, 2.0 * width], 0.0)
        }
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

/// A short piece of a mode's line, centred in `rect`.
pub fn swatch(painter: &Painter, rect: Rect, style: LineStyle, color: Color32) {
    let width = (rect.height() * 0.12).clamp(2.5, 4.0);
    painter.extend(styled(&[rect.left_center(), rect.right_center()], style, color, width));
}
