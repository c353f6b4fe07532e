//! The camera: orbits a target, frames its subject in the free area, and moves smoothly when asked.

use std::f32::consts::{FRAC_PI_2, PI};

use bevy::core_pipeline::tonemapping::{DebandDither, Tonemapping};
use bevy::prelude::*;

use crate::lab::{FreeArea, Lab};

use super::label::Labels;
use super::lens::Lens;
use super::light;

/// Vertical field of view: long enough to keep circles round.
const FIELD_RAD: f32 = 0.5;

/// Share of the free area that a subject may fill.
const FILL: f32 = 0.94;

/// How quickly the camera reaches its goal, per second.
const EAGERNESS: f32 = 9.0;

/// From where a target is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// What is looked at.
    pub target: Vec3,
    /// Angle round the vertical axis, from the front towards the right, in radians.
    pub yaw: f32,
    /// Angle above the floor, in radians.
    pub pitch: f32,
    /// Distance to the target.
    pub distance: f32,
}

/// What the camera is up to.
#[derive(Resource, Clone, Debug)]
pub struct Rig {
    /// The named camera that is followed; none after the person has moved it by hand.
    pub named: Option<String>,
    /// Where it is going.
    pub goal: Pose,
    /// Where it is.
    pub pose: Pose,
    /// Whether it glides to its goal; stills jump.
    pub glides: bool,
}

/// The camera as line drawing and labels need it.
#[derive(Resource, Clone, Copy, Debug, Default)]
pub struct Eye {
    /// Where it is.
    pub position: Vec3,
    /// What it looks at.
    pub target: Vec3,
    /// Unit vector ahead.
    pub forward: Vec3,
    /// Unit vector to the right.
    pub right: Vec3,
    /// Unit vector up in the picture.
    pub up: Vec3,
    /// Size of the picture, in logical pixels.
    pub size_px: Vec2,
    /// The part of it that no panel covers.
    pub free: FreeArea,
    /// The part of that which no column of labels covers: the subject's.
    pub clear: FreeArea,
}

impl Default for Rig {
    fn default() -> Self {
        let pose = Pose { target: Vec3::Y, yaw: 0.6, pitch: 0.25, distance: 14.0 };
        Self { named: Some("home".to_owned()), goal: pose, pose, glides: false }
    }
}

impl Pose {
    /// The pose that shows all of `points` as large as the free area allows, seen from the given angles.
    #[must_use]
    pub fn framing(points: &[Vec3], yaw: f32, pitch: f32, eye: &Eye) -> Self {
        let centre = points.iter().sum::<Vec3>() / points.len().max(1) as f32;
        let mut pose = Self { target: centre, yaw, pitch, distance: 1.0 };
        let (width, height) = (eye.clear.right - eye.clear.left, eye.clear.bottom - eye.clear.top);
        let per_px = 2.0 * (FIELD_RAD / 2.0).tan() / eye.size_px.y.max(1.0);
        let half = Vec2::new(width, height).max(Vec2::splat(32.0)) * per_px * FILL / 2.0;
        for _ in 0..6 {
            let (right, up, back) = pose.axes();
            let seen = points.iter().map(|point| {
                let from = *point - pose.target;
                Vec3::new(from.dot(right), from.dot(up), from.dot(back))
            });
            pose.distance =
                seen.clone().map(|at| at.z + (at.x.abs() / half.x).max(at.y.abs() / half.y)).fold(0.5, f32::max);
            let flat = seen.map(|at| at.truncate() / (pose.distance - at.z).max(0.01));
            let low = flat.clone().reduce(Vec2::min).unwrap_or_default();
            let high = flat.reduce(Vec2::max).unwrap_or_default();
            let off = (low + high) / 2.0 * pose.distance;
            pose.target += right * off.x + up * off.y;
        }
        pose
    }

    /// Right, up and back.
    #[must_use]
    pub fn axes(&self) -> (Vec3, Vec3, Vec3) {
        let back = Vec3::new(self.pitch.cos() * self.yaw.sin(), self.pitch.sin(), self.pitch.cos() * self.yaw.cos());
        let right = Vec3::Y.cross(back).normalize_or(Vec3::X);
        (right, back.cross(right), back)
    }

    fn position(&self) -> Vec3 {
        self.target + self.axes().2 * self.distance
    }

    fn nearer(&self, goal: &Self, share: f32) -> Self {
        let turn = (goal.yaw - self.yaw + PI).rem_euclid(2.0 * PI) - PI;
        Self {
            target: self.target.lerp(goal.target, share),
            yaw: self.yaw + turn * share,
            pitch: self.pitch + (goal.pitch - self.pitch) * share,
            distance: self.distance * (goal.distance / self.distance).powf(share),
        }
    }
}

impl Eye {
    /// Width over height of the part that is clear.
    #[must_use]
    pub fn aspect(&self) -> f32 {
        (self.clear.right - self.clear.left) / (self.clear.bottom - self.clear.top).max(1.0)
    }

    /// Length that one logical pixel covers at a point.
    #[must_use]
    pub fn world_per_px(&self, at: Vec3) -> f32 {
        let depth = (at - self.position).dot(self.forward).max(0.05);
        2.0 * (FIELD_RAD / 2.0).tan() * depth / self.size_px.y.max(1.0)
    }

    /// Where a point appears, in logical pixels from the top left; none behind the camera.
    #[must_use]
    pub fn on_screen(&self, at: Vec3) -> Option<Vec2> {
        let from = at - self.position;
        (from.dot(self.forward) > 0.1).then(|| {
            let flat = Vec2::new(from.dot(self.right), -from.dot(self.up)) / self.world_per_px(at);
            self.clear.centre() + flat
        })
    }
}

impl FreeArea {
    fn centre(&self) -> Vec2 {
        Vec2::new(self.left + self.right, self.top + self.bottom) / 2.0
    }
}

/// Keeps the pitch between just above the floor and straight down.
#[must_use]
pub fn clamped_pitch(pitch: f32) -> f32 {
    pitch.clamp(0.02, FRAC_PI_2 - 0.02)
}

/// What every camera of the picture carries; the host adds its target.
#[must_use]
pub fn camera() -> impl Bundle {
    (
        Camera3d::default(),
        Msaa::Sample4,
        Tonemapping::None,
        DebandDither::Enabled,
        light::exposure(),
        Projection::custom(Lens::default()),
        Transform::default(),
    )
}

/// Moves the camera towards its goal and notes where it is.
pub fn move_camera(
    time: Res<Time<Real>>,
    mut rig: ResMut<Rig>,
    eye: Res<Eye>,
    mut cameras: Query<(&mut Transform, &mut Projection), With<Camera3d>>,
) {
    let share = if rig.glides { 1.0 - (-EAGERNESS * time.delta_secs()).exp() } else { 1.0 };
    let goal = rig.goal;
    rig.pose = rig.pose.nearer(&goal, share);
    let middle = eye.size_px / 2.0;
    let shift = (eye.clear.centre() - middle) / middle.max(Vec2::ONE) * Vec2::new(1.0, -1.0);
    for (mut transform, mut projection) in &mut cameras {
        *transform = Transform::from_translation(rig.pose.position()).looking_at(rig.pose.target, Vec3::Y);
        let far = (rig.pose.distance * 6.0).max(300.0);
        let near = (rig.pose.distance * 0.02).max(0.02);
        let straight = PerspectiveProjection {
            fov: FIELD_RAD,
            aspect_ratio: eye.size_px.x / eye.size_px.y.max(1.0),
            near,
            far,
            near_clip_plane: Vec4::new(0.0, 0.0, -1.0, -near),
        };
        *projection = Projection::custom(Lens { straight, shift });
    }
}

/// Measures the picture before the camera moves.
pub fn measure(lab: Res<Lab>, labels: Res<Labels>, mut eye: ResMut<Eye>, cameras: Query<&Camera, With<Camera3d>>) {
    let Some(size) = cameras.iter().find_map(Camera::logical_target_size) else {
        return;
    };
    eye.size_px = size;
    let asked = lab.free_area;
    let usable = asked.right - asked.left > 80.0 && asked.bottom - asked.top > 80.0;
    eye.free = if usable { asked } else { FreeArea { left: 0.0, top: 0.0, right: size.x, bottom: size.y } };
    let free = eye.free;
    let most = Vec2::new(free.right - free.left, free.bottom - free.top) * 0.42;
    let dock = labels.dock_px.min(most);
    eye.clear = FreeArea { right: free.right - dock.x, bottom: free.bottom - dock.y, ..free };
}

/// Notes where the camera is, for this frame's drawing.
pub fn look(rig: Res<Rig>, mut eye: ResMut<Eye>) {
    let (right, up, back) = rig.pose.axes();
    eye.position = rig.pose.position();
    eye.target = rig.pose.target;
    eye.forward = -back;
    eye.right = right;
    eye.up = up;
}

#[cfg(test)]
mod tests {
    use super::super::place::Bounds;
    use super::*;

    #[test]
    fn a_framed_box_fills_the_free_area_and_stays_inside() {
        let free = FreeArea { left: 264.0, top: 12.0, right: 944.0, bottom: 608.0 };
        let mut eye = Eye { size_px: Vec2::new(1280.0, 720.0), free, clear: free, ..Eye::default() };
        let bounds = Bounds { min: Vec3::new(-3.3, 0.0, -1.0), max: Vec3::new(3.3, 5.0, 1.0) };
        let pose = Pose::framing(&bounds.corners(), 0.7, 0.2, &eye);
        let rig = Rig { pose, ..Rig::default() };
        let (right, up, back) = rig.pose.axes();
        eye = Eye { position: pose.position(), forward: -back, right, up, ..eye };
        let seen = bounds.corners().map(|corner| eye.on_screen(corner).unwrap_or_default());
        let low = seen.iter().copied().reduce(Vec2::min).unwrap_or_default();
        let high = seen.iter().copied().reduce(Vec2::max).unwrap_or_default();
        assert!(low.x > 264.0 && low.y > 12.0 && high.x < 944.0 && high.y < 608.0, "{low} {high}");
        assert!((high.x - low.x) > 600.0 || (high.y - low.y) > 500.0, "{low} {high}");
    }
}
