//! The closed road: two straights joined by two half circles, driven counter-clockwise.

use crate::core::math::{self, PI};

/// Length of each straight, in metres.
pub const STRAIGHT_M: f64 = 26.0;

/// Radius of the bends' centre line, in metres.
pub const RADIUS_M: f64 = 14.0;

/// Width of the road, in metres.
pub const WIDTH_M: f64 = 7.0;

/// Length of the centre line, in metres.
pub const LENGTH_M: f64 = 2.0 * STRAIGHT_M + 2.0 * PI * RADIUS_M;

/// A place on the centre line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// East of the centre of the oval, in metres.
    pub x_m: f64,
    /// North of it, in metres.
    pub y_m: f64,
    /// Direction of travel, in radians counter-clockwise from east.
    pub heading_rad: f64,
}

/// The place at a station: metres along the centre line from the middle of the southern straight.
#[must_use]
pub fn place(station_m: f64) -> Place {
    let bend = PI * RADIUS_M;
    let s = math::wrap(station_m + STRAIGHT_M / 2.0, LENGTH_M);
    let (half, r) = (STRAIGHT_M / 2.0, RADIUS_M);
    if s < STRAIGHT_M {
        return Place { x_m: s - half, y_m: -r, heading_rad: 0.0 };
    }
    let s = s - STRAIGHT_M;
    if s < bend {
        let turned = s / r;
        return Place { x_m: half + r * math::sin(turned), y_m: -r * math::cos(turned), heading_rad: turned };
    }
    let s = s - bend;
    if s < STRAIGHT_M {
        return Place { x_m: half - s, y_m: r, heading_rad: PI };
    }
    let turned = (s - STRAIGHT_M) / r;
    Place { x_m: -half - r * math::sin(turned), y_m: r * math::cos(turned), heading_rad: PI + turned }
}

/// The station of the centre-line point nearest to `(x_m, y_m)`, in `[0, LENGTH_M)`.
#[must_use]
pub fn station(x_m: f64, y_m: f64) -> f64 {
    let (half, bend) = (STRAIGHT_M / 2.0, PI * RADIUS_M);
    let along = if x_m.abs() <= half {
        if y_m < 0.0 { x_m + half } else { STRAIGHT_M + bend + half - x_m }
    } else if x_m > 0.0 {
        STRAIGHT_M + RADIUS_M * math::wrap(math::atan2(x_m - half, -y_m), 2.0 * PI)
    } else {
        2.0 * STRAIGHT_M + bend + RADIUS_M * math::wrap(math::atan2(-x_m - half, y_m), 2.0 * PI)
    };
    math::wrap(along - half, LENGTH_M)
}

/// Metres along the road from one station to another.
#[must_use]
pub fn ahead(from_m: f64, to_m: f64) -> f64 {
    math::wrap(to_m - from_m, LENGTH_M)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stations_and_places_agree_all_the_way_round() {
        for i in 0..1000 {
            let s = LENGTH_M * f64::from(i) / 1000.0;
            let at = place(s);
            let back = station(at.x_m, at.y_m);
            assert!(math::wrap_difference(back - s, LENGTH_M).abs() < 1e-9, "{s} {back}");
            let next = place(s + 0.001);
            let heading = math::atan2(next.y_m - at.y_m, next.x_m - at.x_m);
            assert!(math::wrap_difference(heading - at.heading_rad, 2.0 * PI).abs() < 1e-3, "{s}");
        }
    }
}
