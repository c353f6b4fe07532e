//! Keeps labels apart: heavier ones first, each at the free place nearest to where it would like to be.

use bevy_egui::egui::{Pos2, Rect, Vec2};

use super::dock::Docked;

/// A label's wish: where its point is, which way it leans, how large it is.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Its point in the picture.
    pub point: Pos2,
    /// The direction it is pushed in, of unit length or zero (then it is centred on its point).
    pub towards: Vec2,
    /// Its size.
    pub size: Vec2,
    /// How far from its point it begins.
    pub gap: f32,
    /// How it is docked, if it is.
    pub docked: Option<Docked>,
    /// Whether it stays clear of subjects, and away where there is no room beside them.
    pub keeps_off: bool,
}

/// Air between labels.
pub const AIR: f32 = 4.0;

/// How far a label may stray from its wish, and how far one that keeps off subjects: farther away nobody would know
/// what it is about.
const STRAY: f32 = 260.0;
const NEAR: f32 = 84.0;

/// Places labels, in order, inside `area`, those apart that have a berth; none where there is no room.
#[must_use]
pub fn place(wanted: &[Wanted], berths: &[Option<Rect>], subjects: &[Rect], area: Rect) -> Vec<Option<Rect>> {
    let mut taken: Vec<Rect> = berths.iter().flatten().copied().collect();
    wanted
        .iter()
        .zip(berths)
        .map(|(label, berth)| {
            if berth.is_some() {
                return *berth;
            }
            // A caption without a berth has no room at all.
            if !area.contains(label.point) || matches!(label.docked, Some(Docked::Caption(_))) {
                return None;
            }
            let wish = wish(label);
            let fits = |rect: &Rect| {
                area.contains_rect(*rect) && !taken.iter().any(|other| other.intersects(rect.expand(AIR)))
            };
            let far = if label.keeps_off { NEAR } else { STRAY };
            let mut places = candidates(far).map(|offset| inside(wish.translate(offset), area)).filter(fits);
            let clear = |rect: &Rect| !label.keeps_off || !subjects.iter().any(|subject| subject.intersects(*rect));
            let free = places.find(clear);
            taken.extend(free);
            free
        })
        .collect()
}

fn wish(label: &Wanted) -> Rect {
    let half = label.size / 2.0;
    let reach = Vec2::new(label.towards.x * (half.x + label.gap), label.towards.y * (half.y + label.gap));
    Rect::from_center_size(label.point + reach, label.size)
}

/// The rectangle pushed back into the area.
fn inside(rect: Rect, area: Rect) -> Rect {
    let low = (area.min - rect.min).max(Vec2::ZERO);
    let high = (area.max - rect.max).min(Vec2::ZERO);
    rect.translate(low + high)
}

/// Offsets in the order in which they are tried: nearest first, up and down before sideways.
fn candidates(far: f32) -> impl Iterator<Item = Vec2> {
    let step = 7.0;
    let rings = (far / step) as i32;
    std::iter::once(Vec2::ZERO).chain((1..=rings).flat_map(move |ring| {
        let reach = ring as f32 * step;
        [(0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.8, -0.8), (0.8, 0.8), (-0.8, -0.8), (-0.8, 0.8)]
            .map(|(x, y)| Vec2::new(x * reach, y * reach))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_one_point_do_not_overlap_and_stay_inside() {
        let area = Rect::from_min_max(Pos2::new(264.0, 12.0), Pos2::new(944.0, 608.0));
        let label = Wanted {
            point: Pos2::new(930.0, 300.0),
            towards: Vec2::new(1.0, 0.0),
            size: Vec2::new(120.0, 30.0),
            gap: 10.0,
            docked: None,
            keeps_off: false,
        };
        let placed = place(&[label; 5], &[None; 5], &[], area);
        let rects: Vec<Rect> = placed.into_iter().flatten().collect();
        assert_eq!(rects.len(), 5);
        for (index, rect) in rects.iter().enumerate() {
            assert!(area.contains_rect(*rect));
            assert!(rects[..index].iter().all(|other| !other.intersects(*rect)));
        }
    }

    #[test]
    fn what_keeps_off_a_subject_stays_away_where_there_is_no_room_beside() {
        let area = Rect::from_min_max(Pos2::ZERO, Pos2::new(600.0, 400.0));
        let label = Wanted {
            point: Pos2::new(300.0, 200.0),
            towards: Vec2::ZERO,
            size: Vec2::new(120.0, 30.0),
            gap: 10.0,
            docked: None,
            keeps_off: true,
        };
        let low = Rect::from_min_max(Pos2::new(100.0, 190.0), Pos2::new(500.0, 400.0));
        let placed = place(&[label], &[None], &[low], area)[0];
        assert!(placed.is_some_and(|rect| !rect.intersects(low)), "{placed:?}");
        let indifferent = place(&[Wanted { keeps_off: false, ..label }], &[None], &[low], area)[0];
        assert_eq!(indifferent.map(|rect| rect.center()), Some(label.point));
        assert_eq!(place(&[label], &[None], &[area], area)[0], None, "no room beside");
    }
}
