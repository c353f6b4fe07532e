//! What stands still on a ward: the bed, the patient's shape, the monitor on its stand, the pole.

use std::f32::consts::{FRAC_PI_2, PI};

use bevy::prelude::*;

use super::super::material::Surface;
use super::super::shape::{block, block_at, joined, moved, ring_tube, turned};
use super::{SCREEN, SCREEN_AT};

/// Tilt of the raised backrest, in radians, and where it is hinged.
const RAISED: f32 = 0.5;
const HINGE: Vec3 = Vec3::new(0.42, 0.86, 0.0);

/// Where the pole stands.
pub const POLE: Vec3 = Vec3::new(2.72, 0.0, -0.35);
/// Where drops leave the bag, and where they land.
pub const DROP_FROM: f32 = 2.62;
pub const DROP_TO: f32 = 2.4;

/// A rod along y from one height to another.
pub fn rod(radius: f32, from: f32, to: f32, x: f32, z: f32) -> Mesh {
    let (low, high) = (from, to);
    moved(upright(&[(low, 0.0), (low, radius), (high, radius), (high, 0.0)], 20), x, 0.0, z)
}

/// A profile of (height, radius) points turned about the vertical.
pub fn upright(profile: &[(f32, f32)], segments: u32) -> Mesh {
    turned(profile, segments).rotated_by(Quat::from_rotation_z(FRAC_PI_2))
}

/// A ball, stretched to half axes.
pub fn ball(half: Vec3) -> Mesh {
    let profile: Vec<(f32, f32)> = (0..=16)
        .map(|step| {
            let (sin, cos) = (PI * step as f32 / 16.0).sin_cos();
            (-cos, sin)
        })
        .collect();
    turned(&profile, 36).scaled_by(half)
}

/// A part that lies on the raised backrest: x runs up along it from the hinge.
fn raised(mesh: Mesh) -> Mesh {
    mesh.rotated_by(Quat::from_rotation_z(RAISED)).translated_by(HINGE)
}

/// Every still part and what it is made of.
pub fn parts() -> Vec<(Mesh, Surface)> {
    vec![
        (frame(), Surface::Paint),
        (rails(), Surface::Steel),
        (wheels(), Surface::Rubber),
        (mattress(), Surface::Linen),
        (legs(), Surface::Blanket),
        (skin(), Surface::Skin),
        (hair(), Surface::Rubber),
        (monitor(), Surface::Paint),
        (block(Vec3::new(SCREEN.x, SCREEN.y, 0.04), 0.02).translated_by(SCREEN_AT - Vec3::Z * 0.02), Surface::Glass),
        (stand(), Surface::Steel),
        (pole(), Surface::Steel),
        (pump(), Surface::Paint),
        (pump_screen(), Surface::Glass),
        (bag(), Surface::Linen),
        (tubing(), Surface::Trim),
    ]
}

fn frame() -> Mesh {
    let board = |x: f32, height: f32| block_at([0.12, height, 1.5], 0.05, [x, 0.45 + height / 2.0, 0.0]);
    joined([
        block_at([4.1, 0.14, 1.3], 0.05, [-0.35, 0.58, 0.0]),
        block_at([3.0, 0.12, 0.9], 0.04, [-0.35, 0.3, 0.0]),
        board(-2.46, 0.85),
        board(1.76, 1.35),
    ])
}

fn rails() -> Mesh {
    let leg = |x: f32| rod(0.05, 0.14, 0.55, x, 0.0);
    let bar = |y: f32| {
        turned(&[(-1.3, 0.0), (-1.3, 0.028), (0.1, 0.028), (0.1, 0.0)], 16).translated_by(Vec3::new(0.3, y, -0.74))
    };
    joined([
        leg(-1.8),
        leg(1.1),
        bar(1.08),
        bar(1.24),
        rod(0.028, 0.6, 1.24, -0.98, -0.74),
        rod(0.028, 0.6, 1.24, 0.38, -0.74),
    ])
}

fn wheels() -> Mesh {
    let wheel = |x: f32, z: f32| {
        turned(&[(-0.05, 0.0), (-0.05, 0.13), (0.05, 0.13), (0.05, 0.0)], 24)
            .rotated_by(Quat::from_rotation_y(FRAC_PI_2))
            .translated_by(Vec3::new(x, 0.13, z))
    };
    joined([wheel(-1.9, -0.5), wheel(-1.9, 0.5), wheel(1.2, -0.5), wheel(1.2, 0.5)])
}

fn mattress() -> Mesh {
    joined([
        block_at([2.8, 0.22, 1.24], 0.1, [-0.98, 0.76, 0.0]),
        raised(block_at([1.5, 0.22, 1.24], 0.1, [0.72, -0.1, 0.0])),
        raised(block_at([0.5, 0.2, 0.86], 0.1, [1.22, 0.12, 0.0])),
    ])
}

/// The blanket over the legs and feet; the part over the chest breathes and stands apart.
fn legs() -> Mesh {
    joined([
        block_at([2.5, 0.3, 1.3], 0.14, [-0.98, 0.85, 0.0]),
        ball(Vec3::new(1.25, 0.22, 0.22)).translated_by(Vec3::new(-1.0, 1.0, -0.2)),
        ball(Vec3::new(1.25, 0.22, 0.22)).translated_by(Vec3::new(-1.0, 1.0, 0.2)),
        ball(Vec3::new(0.18, 0.32, 0.16)).translated_by(Vec3::new(-2.0, 1.06, -0.2)),
        ball(Vec3::new(0.18, 0.32, 0.16)).translated_by(Vec3::new(-2.0, 1.06, 0.2)),
    ])
}

/// The blanket over the chest, about its own base; it lies on the backrest.
pub fn chest() -> (Mesh, Transform) {
    let mound = joined([
        block_at([1.0, 0.34, 1.24], 0.16, [0.0, 0.0, 0.0]),
        ball(Vec3::new(0.5, 0.3, 0.42)).translated_by(Vec3::new(0.05, 0.1, 0.0)),
    ]);
    let rotation = Quat::from_rotation_z(RAISED);
    (mound, Transform { translation: HINGE + rotation * Vec3::new(0.3, 0.12, 0.0), rotation, scale: Vec3::ONE })
}

fn skin() -> Mesh {
    let arm = |z: f32| {
        joined([
            ball(Vec3::new(0.42, 0.1, 0.1)).translated_by(Vec3::new(-0.02, 1.12, z)),
            ball(Vec3::new(0.14, 0.07, 0.1)).translated_by(Vec3::new(-0.46, 1.08, z)),
        ])
    };
    joined([
        raised(ball(Vec3::new(0.25, 0.22, 0.2)).translated_by(Vec3::new(1.2, 0.38, 0.0))),
        raised(ball(Vec3::new(0.07, 0.09, 0.05)).translated_by(Vec3::new(1.14, 0.58, 0.0))),
        raised(ball(Vec3::new(0.2, 0.12, 0.12)).translated_by(Vec3::new(0.95, 0.24, 0.0))),
        raised(ball(Vec3::new(0.24, 0.17, 0.5)).translated_by(Vec3::new(0.72, 0.14, 0.0))),
        arm(0.56),
        arm(-0.56),
    ])
}

fn hair() -> Mesh {
    raised(ball(Vec3::new(0.2, 0.2, 0.22)).translated_by(Vec3::new(1.31, 0.36, 0.0)))
}

fn monitor() -> Mesh {
    let [width, height] = [SCREEN.x + 0.2, SCREEN.y + 0.22];
    block(Vec3::new(width, height, 0.24), 0.08).translated_by(SCREEN_AT - Vec3::new(0.0, 0.0, 0.14))
}

fn stand() -> Mesh {
    let (x, z) = (SCREEN_AT.x, SCREEN_AT.z - 0.3);
    joined([
        rod(0.06, 0.06, SCREEN_AT.y, x, z),
        block_at([0.9, 0.08, 0.5], 0.03, [x, 0.06, z]),
        block_at([0.3, 0.3, 0.2], 0.04, [x, SCREEN_AT.y, z + 0.08]),
    ])
}

fn pole() -> Mesh {
    let foot = |turn: f32| {
        block_at([0.5, 0.06, 0.08], 0.03, [0.25, 0.06, 0.0]).rotated_by(Quat::from_rotation_y(turn)).translated_by(POLE)
    };
    let hook = ring_tube(0.1, 0.02, 24).rotated_by(Quat::from_rotation_y(FRAC_PI_2));
    joined([
        rod(0.035, 0.06, 3.35, POLE.x, POLE.z),
        foot(0.3),
        foot(0.3 + PI * 2.0 / 3.0),
        foot(0.3 + PI * 4.0 / 3.0),
        turned(&[(-0.3, 0.0), (-0.3, 0.022), (0.3, 0.022), (0.3, 0.0)], 12)
            .translated_by(Vec3::new(POLE.x, 3.32, POLE.z)),
        hook.translated_by(Vec3::new(POLE.x - 0.28, 3.26, POLE.z)),
    ])
}

/// Where the pump's own display is.
pub const PUMP_AT: Vec3 = Vec3::new(2.66, 1.5, 0.0);

fn pump() -> Mesh {
    joined([
        block(Vec3::new(0.74, 0.52, 0.36), 0.07).translated_by(PUMP_AT - Vec3::Z * 0.2),
        block_at([0.16, 0.2, 0.3], 0.03, [POLE.x, PUMP_AT.y, POLE.z]),
    ])
}

fn pump_screen() -> Mesh {
    block(Vec3::new(0.6, 0.26, 0.02), 0.01).translated_by(PUMP_AT + Vec3::new(0.0, 0.06, -0.02))
}

fn bag() -> Mesh {
    let x = POLE.x - 0.28;
    joined([
        block_at([0.36, 0.5, 0.16], 0.08, [x, 2.94, POLE.z]),
        moved(upright(&[(DROP_FROM, 0.0), (DROP_FROM, 0.05), (2.72, 0.05), (2.72, 0.0)], 20), x, 0.0, POLE.z),
    ])
}

fn tubing() -> Mesh {
    let x = POLE.x - 0.28;
    let drop = |height: f32| rod(0.014, height, DROP_TO - 0.06, x, POLE.z);
    let along = |from: Vec3, to: Vec3| {
        let way = to - from;
        turned(&[(0.0, 0.0), (0.0, 0.014), (way.length(), 0.014), (way.length(), 0.0)], 10)
            .rotated_by(Quat::from_rotation_arc(Vec3::X, way.normalize_or(Vec3::X)))
            .translated_by(from)
    };
    let (out, hand) = (PUMP_AT + Vec3::new(-0.3, -0.26, -0.1), Vec3::new(-0.1, 1.2, 0.6));
    let middle = Vec3::new(1.6, 0.98, 0.72);
    joined([
        drop(1.76),
        along(Vec3::new(x, 1.76, POLE.z), PUMP_AT + Vec3::new(-0.1, 0.26, -0.2)),
        along(out, middle),
        along(middle, hand),
    ])
}
