//! The arrangement: where the three panels float and what they leave free.

use bevy_egui::egui::{Rect, pos2, vec2};

use crate::lab::ThemeKind;

use super::style::AIR;

/// Where things are in a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Places {
    /// Left, right and bottom panel, as they are when not folded.
    pub panels: [Rect; 3],
    /// The lamps of the six steps, above the bottom panel and folded away with it.
    pub steps: Option<Rect>,
    /// What the panels that are not folded leave free.
    pub free: Rect,
}

/// Between side panels closer than this the lamps of the six steps have no room.
const LEAST_FOR_LAMPS: f32 = 460.0;

/// Arranges the panels in a window. On a narrow window the side panels share its width.
#[must_use]
pub fn places(window: Rect, theme: ThemeKind, folded: [bool; 3]) -> Places {
    let (left, right, bottom, lamps) = match theme {
        ThemeKind::Dark => (252.0, 324.0, 100.0, 28.0),
        ThemeKind::Projector => (352.0, 356.0, 132.0, 60.0),
    };
    let room = (window.width() - 3.0 * AIR).max(0.0);
    let share = (room / (left + right)).min(1.0);
    let (left, right) = ((left * share).floor(), (right * share).floor());
    let bottom_top = window.bottom() - AIR - bottom;
    let sides_end = if folded[2] { window.bottom() - AIR } else { bottom_top - AIR };
    let top = window.top() + AIR;
    let height = (sides_end - top).max(0.0);
    let panels = [
        Rect::from_min_size(pos2(window.left() + AIR, top), vec2(left, height)),
        Rect::from_min_size(pos2(window.right() - AIR - right, top), vec2(right, height)),
        Rect::from_min_size(pos2(window.left() + AIR, bottom_top), vec2(window.width() - 2.0 * AIR, bottom)),
    ];
    let mut free = window;
    if !folded[0] {
        free.min.x = panels[0].right() + AIR;
    }
    if !folded[1] {
        free.max.x = panels[1].left() - AIR;
    }
    if !folded[2] {
        free.max.y = panels[2].top() - AIR;
    }
    let middle = (panels[0].right() + AIR, panels[1].left() - AIR);
    let roomy = !folded[2] && middle.1 - middle.0 > LEAST_FOR_LAMPS;
    let steps = roomy.then(|| {
        let bottom = panels[2].top() - AIR;
        free.max.y = bottom - lamps - AIR;
        Rect::from_min_max(pos2(middle.0, bottom - lamps), pos2(middle.1, bottom))
    });
    Places { panels, steps, free }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_never_overlap_and_folding_gives_their_room_back() {
        for theme in [ThemeKind::Dark, ThemeKind::Projector] {
            for size in [vec2(1280.0, 720.0), vec2(1920.0, 1080.0), vec2(700.0, 500.0)] {
                let window = Rect::from_min_size(pos2(0.0, 0.0), size);
                let open = places(window, theme, [false; 3]);
                let [left, right, bottom] = open.panels;
                assert!(open.steps.is_none_or(|steps| open.panels.iter().all(|panel| !panel.intersects(steps))));
                assert!(open.steps.is_none_or(|steps| !steps.intersects(open.free)));
                assert!(!left.intersects(right) && !left.intersects(bottom) && !right.intersects(bottom));
                assert!(open.panels.iter().all(|panel| window.shrink(AIR).contains_rect(*panel)));
                assert_eq!(places(window, theme, [true; 3]).free, window);
            }
        }
    }
}
