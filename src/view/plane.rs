//! From the plane of the models (x east, y north, metres) to the scene (x right, y up, z towards us).

use bevy::prelude::*;

/// A point of the plane at a height.
#[must_use]
pub fn on_plane(x_m: f64, y_m: f64, height_m: f64) -> Vec3 {
    Vec3::new(x_m as f32, height_m as f32, -y_m as f32)
}

/// The rotation that turns a body that faces +x to a heading, counter-clockwise from east.
#[must_use]
pub fn heading(radians: f64) -> Quat {
    Quat::from_rotation_y(radians as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn north_is_away_from_us() {
        let ahead = heading(std::f64::consts::FRAC_PI_2) * Vec3::X;
        assert!((ahead - on_plane(0.0, 1.0, 0.0)).length() < 1e-6);
    }
}
