//! A perspective lens that can be shifted, so that the subject's centre may lie anywhere in the window.

use bevy::camera::{CameraProjection, SubCameraView};
use bevy::math::Vec3A;
use bevy::prelude::*;

/// A perspective projection whose optical axis meets the picture at `shift`, in normalised device
/// coordinates, instead of in its middle.
#[derive(Clone, Debug, Default)]
pub struct Lens {
    /// The lens before shifting.
    pub straight: PerspectiveProjection,
    /// Where the optical axis meets the picture.
    pub shift: Vec2,
}

impl Lens {
    fn shifted(&self, mut clip_from_view: Mat4) -> Mat4 {
        // w is minus the view depth, so a shift in device coordinates is a shear along depth.
        clip_from_view.z_axis.x -= self.shift.x;
        clip_from_view.z_axis.y -= self.shift.y;
        clip_from_view
    }
}

impl CameraProjection for Lens {
    fn get_clip_from_view(&self) -> Mat4 {
        self.shifted(self.straight.get_clip_from_view())
    }

    fn get_clip_from_view_for_sub(&self, sub_view: &SubCameraView) -> Mat4 {
        self.shifted(self.straight.get_clip_from_view_for_sub(sub_view))
    }

    fn update(&mut self, width: f32, height: f32) {
        self.straight.update(width, height);
    }

    fn far(&self) -> f32 {
        self.straight.far
    }

    fn get_frustum_corners(&self, z_near: f32, z_far: f32) -> [Vec3A; 8] {
        let half_height = (self.straight.fov / 2.0).tan();
        let half_width = half_height * self.straight.aspect_ratio;
        let corner = |x: f32, y: f32, z: f32| {
            Vec3A::new((x - self.shift.x) * half_width * z.abs(), (y - self.shift.y) * half_height * z.abs(), z)
        };
        let ring = [(1.0, -1.0), (1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0)];
        let mut corners = [Vec3A::ZERO; 8];
        for (index, (x, y)) in ring.into_iter().enumerate() {
            corners[index] = corner(x, y, z_near);
            corners[index + 4] = corner(x, y, z_far);
        }
        corners
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_ahead_appears_where_the_lens_is_shifted() {
        let lens = Lens { shift: Vec2::new(-0.25, 0.1), ..Lens::default() };
        let ndc = lens.get_clip_from_view().project_point3(Vec3::new(0.0, 0.0, -7.0));
        assert!((ndc.truncate() - lens.shift).length() < 1e-5, "{ndc}");
    }

    #[test]
    fn corners_project_onto_the_corners_of_the_picture() {
        let lens = Lens { shift: Vec2::new(0.3, -0.2), ..Lens::default() };
        for corner in lens.get_frustum_corners(-1.0, -20.0) {
            let ndc = lens.get_clip_from_view().project_point3(corner.into()).truncate();
            assert!((ndc.abs() - Vec2::ONE).length() < 1e-4, "{ndc}");
        }
    }
}
