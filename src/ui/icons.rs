//! Icons, drawn: no font has to carry them.

use bevy_egui::egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

/// What a button shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Triangle.
    Play,
    /// Two bars.
    Pause,
    /// Bar and triangle, pointing left.
    StepBack,
    /// Triangle and bar.
    StepForward,
    /// An arrow round a circle.
    Restart,
    /// Minus.
    Slower,
    /// Plus.
    Faster,
    /// Two lines that meet at the left, right, bottom or top.
    Chevron(Side),
    /// Two lines that cross.
    Close,
    /// A tick.
    Check,
    /// A clock's face.
    Clock,
    /// A triangle with a bar: a fault acts.
    Struck,
    /// Two bars, one longer: versions differ.
    Differs,
    /// An arrow into a bar: something that is needed is in trouble.
    Upstream,
}

/// Where a chevron points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Down.
    Down,
    /// Up.
    Up,
}

/// Draws an icon in the middle of `rect`, `size` high.
pub fn draw(painter: &Painter, rect: Rect, icon: Icon, size: f32, color: Color32) {
    let centre = rect.center();
    let half = size / 2.0;
    let stroke = Stroke::new((size / 8.0).max(1.5), color);
    let at = |x: f32, y: f32| centre + vec2(x, y) * half;
    let bar = |x: f32| Rect::from_center_size(at(x, 0.0), vec2(size * 0.2, size));
    let triangle = |tip: f32, base: f32| {
        Shape::convex_polygon(vec![at(tip, 0.0), at(base, -1.0), at(base, 1.0)], color, Stroke::NONE)
    };
    match icon {
        Icon::Play => {
            painter.add(triangle(1.0, -0.7));
        }
        Icon::Pause => {
            painter.rect_filled(bar(-0.5), 1.0, color);
            painter.rect_filled(bar(0.5), 1.0, color);
        }
        Icon::StepBack => {
            painter.rect_filled(bar(-0.85), 1.0, color);
            painter.add(triangle(-0.55, 0.9));
        }
        Icon::StepForward => {
            painter.rect_filled(bar(0.85), 1.0, color);
            painter.add(triangle(0.55, -0.9));
        }
        Icon::Restart => restart(painter, centre, half, stroke),
        Icon::Slower => {
            painter.line_segment([at(-0.8, 0.0), at(0.8, 0.0)], stroke);
        }
        Icon::Faster => {
            painter.line_segment([at(-0.8, 0.0), at(0.8, 0.0)], stroke);
            painter.line_segment([at(0.0, -0.8), at(0.0, 0.8)], stroke);
        }
        Icon::Chevron(side) => {
            let turn = |x: f32, y: f32| match side {
                Side::Right => at(x, y),
                Side::Left => at(-x, y),
                Side::Down => at(y, x),
                Side::Up => at(y, -x),
            };
            painter.add(Shape::line(vec![turn(-0.4, -0.8), turn(0.4, 0.0), turn(-0.4, 0.8)], stroke));
        }
        Icon::Close => {
            painter.line_segment([at(-0.7, -0.7), at(0.7, 0.7)], stroke);
            painter.line_segment([at(-0.7, 0.7), at(0.7, -0.7)], stroke);
        }
        Icon::Check => {
            painter.add(Shape::line(vec![at(-0.8, 0.0), at(-0.2, 0.65), at(0.85, -0.7)], stroke));
        }
        Icon::Clock => {
            painter.circle_stroke(centre, half * 0.9, stroke);
            painter.add(Shape::line(vec![at(0.0, -0.5), at(0.0, 0.0), at(0.4, 0.2)], stroke));
        }
        Icon::Struck => {
            painter.add(Shape::closed_line(vec![at(0.0, -0.9), at(1.0, 0.85), at(-1.0, 0.85)], stroke));
            painter.line_segment([at(0.0, -0.3), at(0.0, 0.4)], stroke);
        }
        Icon::Differs => {
            painter.line_segment([at(-0.8, -0.4), at(0.8, -0.4)], stroke);
            painter.line_segment([at(-0.8, 0.4), at(0.8, 0.4)], stroke);
            painter.line_segment([at(-0.4, 0.95), at(0.4, -0.95)], stroke);
        }
        Icon::Upstream => {
            painter.line_segment([at(-1.0, 0.0), at(0.4, 0.0)], stroke);
            painter.add(Shape::line(vec![at(-0.1, -0.6), at(0.5, 0.0), at(-0.1, 0.6)], stroke));
            painter.line_segment([at(0.9, -0.9), at(0.9, 0.9)], stroke);
        }
    }
}

fn restart(painter: &Painter, centre: Pos2, radius: f32, stroke: Stroke) {
    let on_circle = |turn: f32| {
        let angle = turn * std::f32::consts::TAU;
        centre + radius * 0.85 * vec2(angle.cos(), angle.sin())
    };
    let arc = (0..=24).map(|i| on_circle(-0.14 + 0.8 * i as f32 / 24.0)).collect();
    painter.add(Shape::line(arc, stroke));
    let tip = on_circle(-0.14);
    let head = vec![
        pos2(tip.x + radius * 0.25, tip.y - radius * 0.65),
        pos2(tip.x + radius * 0.25, tip.y + radius * 0.2),
        pos2(tip.x - radius * 0.6, tip.y + radius * 0.2),
    ];
    painter.add(Shape::convex_polygon(head, stroke.color, Stroke::NONE));
}
