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

/// A window narrower than this has no room for side panels beside each other, nor for the time panel's parts.
const NARROW: f32 = 700.0;
/// Share of a high, narrow window that a side panel takes from below, so that the scene stays in sight above it.
const SHEET: f32 = 0.6;

/// Whether parts that stand beside each other elsewhere have to stand one below the other.
#[must_use]
pub fn is_narrow(width: f32) -> bool {
    width < NARROW
}

/// Arranges the panels in a window. On a narrow window a side panel lies across it like a sheet if it is high, and where
/// both are open they share its room.
#[must_use]
pub fn places(window: Rect, theme: ThemeKind, folded: [bool; 3]) -> Places {
    let narrow = is_narrow(window.width());
    let (left, right, bottom, lamps) = match (theme, narrow) {
        (ThemeKind::Dark, false) => (252.0, 324.0, 100.0, 28.0),
        (ThemeKind::Dark, true) => (252.0, 324.0, 142.0, 28.0),
        (ThemeKind::Projector, false) => (352.0, 356.0, 132.0, 60.0),
        (ThemeKind::Projector, true) => (352.0, 356.0, 184.0, 60.0),
    };
    let bottom_top = window.bottom() - AIR - bottom;
    let sides_end = if folded[2] { window.bottom() - AIR } else { bottom_top - AIR };
    let room =
        Rect::from_min_max(window.min + vec2(AIR, AIR), pos2(window.right() - AIR, sides_end.max(window.top() + AIR)));
    let sheets = narrow && window.height() > window.width();
    let [left, right] = if sheets { sheets_in(room, folded) } else { sides_in(room, [left, right], folded) };
    let bottom = Rect::from_min_size(pos2(room.left(), bottom_top), vec2(room.width(), bottom));
    let panels = [left, right, bottom];
    let mut free = window;
    if !folded[2] {
        free.max.y = panels[2].top() - AIR;
    }
    for (index, panel) in panels.iter().take(2).enumerate().filter(|(index, _)| !folded[*index]) {
        if sheets {
            free.max.y = free.max.y.min(panel.top() - AIR);
        } else if index == 0 {
            free.min.x = panel.right() + AIR;
        } else {
            free.max.x = panel.left() - AIR;
        }
    }
    free.max = free.max.max(free.min);
    let middle = (panels[0].right() + AIR, panels[1].left() - AIR);
    let roomy = !folded[2] && !sheets && middle.1 - middle.0 > LEAST_FOR_LAMPS;
    let steps = roomy.then(|| {
        let bottom = panels[2].top() - AIR;
        free.max.y = bottom - lamps - AIR;
        Rect::from_min_max(pos2(middle.0, bottom - lamps), pos2(middle.1, bottom))
    });
    Places { panels, steps, free }
}

/// Left and right panel at the sides of a room; they are as wide as they wish where one of them is folded, or both fit.
fn sides_in(room: Rect, [left, right]: [f32; 2], folded: [bool; 3]) -> [Rect; 2] {
    let both = !folded[0] && !folded[1];
    let share = if both { (room.width() - AIR) / (left + right) } else { room.width() / left.max(right) };
    let share = share.clamp(0.0, 1.0);
    let (left, right) = ((left * share).floor(), (right * share).floor());
    let height = room.height();
    [
        Rect::from_min_size(room.min, vec2(left, height)),
        Rect::from_min_size(pos2(room.right() - right, room.top()), vec2(right, height)),
    ]
}

/// Left and right panel across a room: one from below, or both one over the other.
fn sheets_in(room: Rect, folded: [bool; 3]) -> [Rect; 2] {
    let low =
        |share: f32| Rect::from_min_max(pos2(room.left(), room.bottom() - (share * room.height()).floor()), room.max);
    if folded[0] || folded[1] {
        return [low(SHEET); 2];
    }
    let below = low(0.5);
    [Rect::from_min_max(room.min, pos2(room.right(), below.top() - AIR)), below]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_never_overlap_and_folding_gives_their_room_back() {
        for theme in [ThemeKind::Dark, ThemeKind::Projector] {
            for (width, height) in
                [(1280.0, 720.0), (1920.0, 1080.0), (700.0, 500.0), (600.0, 800.0), (390.0, 844.0), (520.0, 400.0)]
            {
                let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(width, height));
                for folded in [[false; 3], [true, false, false], [false, true, false], [false, false, true]] {
                    let open = places(window, theme, folded);
                    let panels: Vec<Rect> = (0..3).filter(|panel| !folded[*panel]).map(|it| open.panels[it]).collect();
                    for (index, panel) in panels.iter().enumerate() {
                        let clear = |other: &Rect| !panel.intersects(*other);
                        assert!(panels[..index].iter().all(clear), "{width} {folded:?} {panels:?}");
                        assert!(open.steps.as_ref().is_none_or(clear));
                        assert!(window.shrink(AIR).contains_rect(*panel), "{width} {folded:?} {panel:?}");
                        assert!(clear(&open.free) || !open.free.is_positive(), "{width} {folded:?} {panel:?}");
                    }
                    assert!(open.steps.is_none_or(|steps| !steps.intersects(open.free)));
                }
                assert_eq!(places(window, theme, [true; 3]).free, window);
            }
        }
    }

    #[test]
    fn on_a_telephone_a_panel_leaves_the_scene_in_sight() {
        let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(390.0, 844.0));
        for folded in [[true, false, false], [false, true, false]] {
            let open = places(window, ThemeKind::Dark, folded);
            let panel = open.panels[usize::from(folded[0])];
            assert!(panel.width() > 360.0 && panel.height() > 360.0, "{panel:?}");
            assert!(open.free.height() > 200.0 && open.free.width() > 380.0, "{:?}", open.free);
        }
    }
}
