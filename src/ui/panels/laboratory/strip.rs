//! A strip of writes: who wrote in which order, what stood, and which picks were wrong.

use bevy_egui::egui::{Align2, Color32, Rect, Shape, Stroke, Ui, pos2, vec2};

use crate::core::twin::shadow::Writer;
use crate::ui::model::{Fate, Model, RuleRow};
use crate::ui::style::Palette;

use super::diamond;

/// A strip lower than this has no room for a question mark.
const ROOM_TO_ASK: f32 = 24.0;

/// Draws the writes of a twin that is drawn in `hue` over the seconds of `span`.
pub fn draw(ui: &Ui, palette: &Palette, model: &Model, span: (f64, f64), rule: &RuleRow, hue: Color32, place: Rect) {
    let painter = ui.painter();
    let radius = palette.grown(4.0);
    let middle = place.center().y;
    let ends = (place.left() + radius + 4.0, place.right() - radius - 4.0);
    let share = |second: f64| ((second - span.0) / (span.1 - span.0).max(1e-9)).clamp(0.0, 1.0) as f32;
    let x_of = |second: f64| ends.0 + share(second) * (ends.1 - ends.0);
    let thin = Stroke::new(1.0, palette.line);
    painter.line_segment([pos2(place.left(), middle), pos2(place.right(), middle)], thin);
    let now = x_of(model.now.secs());
    painter.line_segment([pos2(place.left(), middle), pos2(now, middle)], Stroke::new(1.0, palette.muted));
    let wanted: Vec<f32> = rule.marks.iter().map(|mark| x_of(mark.at_s)).collect();
    let places = spread(&wanted, 2.0 * radius + 6.0, ends);
    for (one, other) in &rule.quarrels {
        let (Some(from), Some(to)) = (places.get(*one), places.get(*other)) else { continue };
        painter.line_segment([pos2(*from, middle), pos2(*to, middle)], Stroke::new(4.0, palette.muted));
    }
    for (mark, x) in rule.marks.iter().zip(&places) {
        let at = pos2(*x, middle);
        let ink = if mark.writer == Writer::Device { palette.text } else { hue };
        let (fill, edge) = match mark.fate {
            Fate::Stood => (ink, Stroke::NONE),
            Fate::Lost | Fate::Asked => (palette.panel, Stroke::new(1.5, ink)),
        };
        match mark.writer {
            Writer::Device => {
                painter.circle(at, radius, fill, edge);
            }
            Writer::Twin => {
                painter.add(Shape::convex_polygon(diamond(at, radius), fill, edge));
            }
        }
        if mark.wrong {
            painter.circle_stroke(at, radius + palette.grown(3.0), Stroke::new(2.0, palette.lost));
        }
    }
    let asks = |(one, _): &&(usize, usize)| rule.marks[*one].fate == Fate::Asked && place.height() > ROOM_TO_ASK;
    for (one, other) in rule.quarrels.iter().filter(asks) {
        let between = 0.5 * (places[*one] + places[*other]);
        let above = pos2(between, middle) - vec2(0.0, radius + 1.0);
        painter.text(above, Align2::CENTER_CENTER, "?", palette.small_text(), palette.text);
    }
}

/// Moves places in rising order apart until each has its gap, as little as that takes and within the ends where they fit.
fn spread(wanted: &[f32], gap: f32, (first, last): (f32, f32)) -> Vec<f32> {
    let gap = gap.min((last - first) / wanted.len().saturating_sub(1).max(1) as f32);
    let mut places = Vec::with_capacity(wanted.len());
    let mut free = first;
    for x in wanted {
        let place = x.max(free);
        places.push(place);
        free = place + gap;
    }
    let mut most = last;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn close_places_are_moved_apart_in_their_order_and_none_leaves_the_strip() {
        for wanted in [vec![10.0, 10.5, 50.0], vec![99.0, 99.5, 100.0], vec![0.0; 12], vec![]] {
            let places = spread(&wanted, 8.0, (0.0, 100.0));
            assert_eq!(places.len(), wanted.len());
            assert!(places.windows(2).all(|pair| pair[1] - pair[0] >= 7.99), "{places:?}");
            assert!(places.iter().all(|place| (-0.01..=100.01).contains(place)), "{places:?}");
        }
        assert_eq!(spread(&[10.0, 50.0], 8.0, (0.0, 100.0)), [10.0, 50.0], "far ones stay");
    }
}
