//! The dock: captions of an exhibit in a tidy block, beside it where the picture is wide, else under it.

use bevy_egui::egui::{Pos2, Rect, Vec2};

use super::arrange::{AIR, Wanted};

/// Distance of a column from what it leaves clear.
const BESIDE: f32 = 28.0;

/// Wider than this, for its height, a picture has room beside its subject.
const WIDE: f32 = 1.5;

/// A block of captions takes no more of the height than this: the subject is to be seen.
const MOST_BLOCK: f32 = 0.6;

/// How a label is docked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Docked {
    /// With the captions; beside the subject, their column begins at the earliest at this x.
    Caption(f32),
    /// As a line of its own under the captions; where they stand beside the subject it is placed freely.
    Footnote,
}

/// Where docked labels stand, and the width at the right and the height at the bottom that they take.
#[derive(Clone, Debug, Default)]
pub struct Berths {
    /// Places, for those that are docked.
    pub rects: Vec<Option<Rect>>,
    /// What the subject should keep clear of.
    pub taken: Vec2,
}

/// Finds a berth for every docked label.
#[must_use]
pub fn berth(wanted: &[Wanted], area: Rect) -> Berths {
    if area.width() > WIDE * area.height() { column(wanted, area) } else { block(wanted, area) }
}

/// One below the other in the order of their points, beside the subject.
fn column(wanted: &[Wanted], area: Rect) -> Berths {
    let order = captions(wanted, |label| label.point.y);
    let widest = order.iter().map(|index| wanted[*index].size.x).fold(0.0, f32::max);
    let clear = wanted.iter().filter_map(|label| match label.docked {
        Some(Docked::Caption(clear)) => Some(clear),
        _ => None,
    });
    let left = (clear.fold(area.min.x, f32::max) + BESIDE).min(area.max.x - widest);
    let mut rects = vec![None; wanted.len()];
    let mut top = area.min.y;
    for index in &order {
        let size = wanted[*index].size;
        let y = (wanted[*index].point.y - size.y / 2.0).max(top);
        rects[*index] = Some(Rect::from_min_size(Pos2::new(left, y), size));
        top = y + size.y + AIR;
    }
    // A column that has grown past the bottom moves up as a whole, as far as there is room.
    let over = (top - AIR - area.max.y).max(0.0);
    let room = order.first().and_then(|first| rects[*first]).map_or(0.0, |rect: Rect| rect.min.y - area.min.y);
    for rect in rects.iter_mut().flatten() {
        *rect = rect.translate(Vec2::new(0.0, -over.min(room)));
    }
    Berths { rects, taken: Vec2::new(if order.is_empty() { 0.0 } else { widest + BESIDE }, 0.0) }
}

/// Rows from left to right in the order of their points, at the bottom; where they would hide the subject, the lightest
/// have none.
fn block(wanted: &[Wanted], area: Rect) -> Berths {
    let mut order = captions(wanted, |label| label.point.x);
    let mut grid = Grid::within(wanted, &order, area);
    while order.len() > 1 && grid.height > MOST_BLOCK * area.height() {
        let lightest = order.iter().copied().max();
        order.retain(|index| Some(*index) != lightest);
        grid = Grid::within(wanted, &order, area);
    }
    let notes: Vec<usize> = (0..wanted.len()).filter(|index| wanted[*index].docked == Some(Docked::Footnote)).collect();
    let notes_height: f32 = notes.iter().map(|index| wanted[*index].size.y + AIR).sum();
    let mut top = area.max.y - notes_height - grid.height;
    let taken = Vec2::new(0.0, area.max.y - top);
    let mut rects = vec![None; wanted.len()];
    let mut left = area.center().x - grid.width() / 2.0;
    for (column, width) in grid.columns.iter().enumerate() {
        let mut y = top;
        for index in grid.column(column) {
            let size = wanted[index].size;
            rects[index] = Some(Rect::from_min_size(Pos2::new(left, y), size));
            y += size.y + AIR;
        }
        left += width + AIR;
    }
    top += grid.height;
    for index in notes {
        let size = wanted[index].size;
        rects[index] = Some(Rect::from_min_size(Pos2::new(area.center().x - size.x / 2.0, top), size));
        top += size.y + AIR;
    }
    Berths { rects, taken }
}

/// Captions in columns, each as wide as its widest.
#[derive(Default)]
struct Grid {
    /// Captions, row by row.
    order: Vec<usize>,
    /// Widths of the columns.
    columns: Vec<f32>,
    /// Height of the highest column, with air under each caption.
    height: f32,
}

impl Grid {
    /// Captions in as few rows as so many columns allow, the columns then as even as can be.
    fn of(wanted: &[Wanted], order: &[usize], columns: usize, spread: bool) -> Self {
        let rows = order.len().div_ceil(columns);
        let columns = order.len().div_ceil(rows);
        let order = if spread { by_column(order, rows) } else { order.to_vec() };
        let mut grid = Self { order, columns: vec![0.0; columns], height: 0.0 };
        for column in 0..columns {
            let sizes = || grid.column(column).map(|index| wanted[index].size);
            let (width, height) =
                (sizes().map(|size| size.x).fold(0.0, f32::max), sizes().map(|size| size.y + AIR).sum());
            grid.columns[column] = width;
            grid.height = grid.height.max(height);
        }
        grid
    }

    /// Captions in as many columns as the area is wide for.
    fn within(wanted: &[Wanted], order: &[usize], area: Rect) -> Self {
        let spread = far_apart(wanted, order, area);
        let mut grids = (1..=order.len()).rev().map(|columns| Self::of(wanted, order, columns, spread));
        grids.find(|grid| grid.columns.len() == 1 || grid.width() <= area.width()).unwrap_or_default()
    }

    /// The captions of a column, from the top down.
    fn column(&self, column: usize) -> impl Iterator<Item = usize> {
        self.order.iter().skip(column).step_by(self.columns.len().max(1)).copied()
    }

    fn width(&self) -> f32 {
        self.columns.iter().map(|width| width + AIR).sum::<f32>() - AIR
    }
}

/// Whether points are spread over the picture, so that lines to their captions would cross.
fn far_apart(wanted: &[Wanted], order: &[usize], area: Rect) -> bool {
    let x = |index: Option<&usize>| index.map_or(0.0, |index| wanted[*index].point.x);
    x(order.last()) - x(order.first()) > 0.3 * area.width()
}

/// The order that, laid row by row, runs down the columns: neighbours above stay neighbours below.
fn by_column(order: &[usize], rows: usize) -> Vec<usize> {
    (0..rows).flat_map(|row| order.iter().skip(row).step_by(rows.max(1)).copied()).collect()
}

fn captions(wanted: &[Wanted], along: impl Fn(&Wanted) -> f32) -> Vec<usize> {
    let mut order: Vec<usize> =
        (0..wanted.len()).filter(|index| matches!(wanted[*index].docked, Some(Docked::Caption(_)))).collect();
    order.sort_by(|a, b| along(&wanted[*a]).total_cmp(&along(&wanted[*b])));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn berths_do_not_overlap_in_a_wide_or_a_narrow_picture() {
        for size in [Vec2::new(1280.0, 720.0), Vec2::new(500.0, 550.0), Vec2::new(680.0, 596.0)] {
            let area = Rect::from_min_size(Pos2::new(10.0, 10.0), size);
            let label = |x: f32| Wanted {
                point: Pos2::new(x, 300.0),
                towards: Vec2::ZERO,
                size: Vec2::new(160.0, 40.0),
                gap: 10.0,
                docked: Some(Docked::Caption(400.0)),
                keeps_off: false,
            };
            let wanted = [200.0, 240.0, 280.0, 320.0, 360.0].map(label);
            let rects: Vec<Rect> = berth(&wanted, area).rects.into_iter().flatten().collect();
            assert_eq!(rects.len(), 5);
            for (index, rect) in rects.iter().enumerate() {
                assert!(area.contains_rect(*rect), "{rect:?} in {area:?}");
                assert!(rects[..index].iter().all(|other| !other.intersects(*rect)));
            }
        }
    }

    #[test]
    fn captions_that_would_hide_the_subject_have_no_berth_the_lightest_first() {
        let area = Rect::from_min_size(Pos2::new(10.0, 10.0), Vec2::new(500.0, 540.0));
        let label = |x: usize| Wanted {
            point: Pos2::new(450.0 - 30.0 * x as f32, 300.0),
            towards: Vec2::ZERO,
            size: Vec2::new(300.0, 100.0),
            gap: 10.0,
            docked: Some(Docked::Caption(400.0)),
            keeps_off: false,
        };
        let wanted: Vec<Wanted> = (0..8).map(label).collect();
        let berths = berth(&wanted, area);
        assert!(berths.taken.y <= MOST_BLOCK * area.height() + AIR);
        let placed: Vec<bool> = berths.rects.iter().map(Option::is_some).collect();
        assert_eq!(placed, [true, true, true, false, false, false, false, false]);
    }

    #[test]
    fn a_wide_caption_does_not_force_all_into_one_column() {
        let area = Rect::from_min_size(Pos2::new(10.0, 10.0), Vec2::new(540.0, 540.0));
        let label = |width: f32| Wanted {
            point: Pos2::new(200.0, 300.0),
            towards: Vec2::ZERO,
            size: Vec2::new(width, 50.0),
            gap: 10.0,
            docked: Some(Docked::Caption(400.0)),
            keeps_off: false,
        };
        let berths = berth(&[280.0, 196.0, 182.0, 226.0].map(label), area);
        assert_eq!(berths.taken.y, 2.0 * (50.0 + AIR), "two rows, not four");
        assert!(berths.rects.iter().flatten().all(|rect| area.contains_rect(*rect)));
    }
}
