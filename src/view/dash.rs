//! Line styles in three dimensions: polylines cut into dashes and dots by arc length.

use bevy::prelude::Vec3;

use crate::lab::theme::LineStyle;

/// Cuts a polyline into the visible pieces of a style, whose longest dash has length `dash`.
#[must_use]
pub fn cut(points: &[Vec3], style: LineStyle, dash: f32) -> Vec<Vec<Vec3>> {
    let pattern: &[f32] = match style {
        LineStyle::Solid | LineStyle::Double => return vec![points.to_vec()],
        LineStyle::LongDash => &[1.0, 0.5],
        LineStyle::Dots => &[0.16, 0.26],
        LineStyle::DashDot => &[0.8, 0.32, 0.16, 0.32],
    };
    let mut pieces = Vec::new();
    let mut piece: Vec<Vec3> = points.first().copied().into_iter().collect();
    let (mut slot, mut left) = (0, pattern[0] * dash);
    for pair in points.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        loop {
            let length = from.distance(to);
            let inked = slot % 2 == 0;
            if length <= left || dash <= 0.0 {
                left -= length;
                if inked {
                    piece.push(to);
                }
                break;
            }
            from += (to - from) * (left / length);
            if inked {
                piece.push(from);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![from];
            }
            slot = (slot + 1) % pattern.len();
            left = pattern[slot] * dash;
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| piece.len() > 1);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_their_share_of_the_line() {
        let line = [Vec3::ZERO, Vec3::X * 1.2, Vec3::X * 30.0];
        let pieces = cut(&line, LineStyle::LongDash, 1.0);
        let inked: f32 = pieces.iter().flat_map(|piece| piece.windows(2)).map(|pair| pair[0].distance(pair[1])).sum();
        assert_eq!(pieces.len(), 20);
        assert!((inked - 20.0).abs() < 1e-3, "{inked}");
    }
}
