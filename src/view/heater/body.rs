//! The heater's body, the wall behind it and the window above it.

use std::f32::consts::{FRAC_PI_2, TAU};

use bevy::prelude::*;

use super::super::living::Living;
use super::super::material::{Materials, Surface};
use super::super::place::Stand;
use super::super::shape::{block_at, joined, turned};
use super::Part;

/// Where the heater's middle is.
const AT: Vec3 = Vec3::new(-0.75, 0.0, 0.15);
/// Front of the wall, its left and right end, and its top.
const WALL_Z: f32 = -0.6;
const WALL: (f32, f32, f32) = (-2.6, 1.0, 2.95);
/// The window: left and right end, lower and upper end.
const WINDOW: (f32, f32, f32, f32) = (-1.85, 0.3, 1.55, 2.75);
/// Where the knob sits.
pub const KNOB_AT: Vec3 = Vec3::new(0.13, 0.78, 0.42);
/// Where the window's wing hangs.
const HINGE: Vec3 = Vec3::new(WINDOW.0 + 0.06, 0.0, WALL_Z + 0.04);

fn between(low: [f32; 3], high: [f32; 3], radius: f32) -> Mesh {
    let size = [0, 1, 2].map(|axis| high[axis] - low[axis]);
    let middle = [0, 1, 2].map(|axis| (high[axis] + low[axis]) / 2.0);
    block_at(size, radius, middle)
}

/// Spawns the heater of a device; the gauge comes with it.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    stand: &Stand,
) -> Entity {
    let root = commands.spawn((stand.transform(), Visibility::default())).id();
    for (mesh, surface) in [
        (between([-2.7, 0.0, WALL_Z - 0.12], [1.1, 0.06, 0.95], 0.02), Surface::Wood),
        (wall(), Surface::Wall),
        (frame(), Surface::Trim),
        (between([WINDOW.0, WINDOW.2, WALL_Z - 0.09], [WINDOW.1, WINDOW.3, WALL_Z - 0.07], 0.002), Surface::SkyDay),
        (housing(), Surface::Paint),
        (between([-1.72, 0.3, 0.0], [-0.1, 0.98, 0.04], 0.01), Surface::Metal),
        (grille(), Surface::Steel),
        (feet(), Surface::Rubber),
        (panel(), Surface::Trim),
        (marks(), Surface::Liquid),
    ] {
        commands.spawn((Mesh3d(meshes.add(mesh)), materials.surface(surface), Transform::default(), ChildOf(root)));
    }
    let mut living = |part: Part, mesh: Mesh, surface: Surface, at: Vec3| {
        let at = Transform::from_translation(at);
        Living { device, part }.spawn(commands, meshes, materials, (mesh, surface), at, root);
    };
    living(Part::Element, elements(), Surface::Steel, Vec3::ZERO);
    living(Part::Wing, wing(), Surface::Trim, HINGE);
    living(Part::Knob, knob(), Surface::Metal, KNOB_AT);
    living(Part::Lamp, block_at([0.07, 0.07, 0.04], 0.015, [0.13, 0.4, 0.4]), Surface::Rubber, Vec3::ZERO);
    root
}

fn wall() -> Mesh {
    let (left, right, top) = WALL;
    let (from, to, low, high) = WINDOW;
    let part = |x0: f32, y0: f32, x1: f32, y1: f32| between([x0, y0, WALL_Z - 0.12], [x1, y1, WALL_Z], 0.01);
    joined([
        part(left, 0.06, from, top),
        part(to, 0.06, right, top),
        part(from, 0.06, to, low),
        part(from, high, to, top),
        between([left, 0.06, WALL_Z], [right, 0.16, WALL_Z + 0.03], 0.01),
    ])
}

/// The fixed frame, with the sill.
fn frame() -> Mesh {
    let (left, right, low, high) = WINDOW;
    let bar = |x0: f32, y0: f32, x1: f32, y1: f32| between([x0, y0, WALL_Z - 0.08], [x1, y1, WALL_Z + 0.03], 0.01);
    let middle = (left + right) / 2.0;
    joined([
        bar(left - 0.04, low - 0.02, right + 0.04, low + 0.04),
        bar(left - 0.04, high - 0.04, right + 0.04, high + 0.02),
        bar(left - 0.04, low, left + 0.03, high),
        bar(right - 0.03, low, right + 0.04, high),
        bar(middle - 0.03, low, middle + 0.03, high),
        bar(middle, low + 0.04, right, low + 0.1),
        bar(middle, high - 0.1, right, high - 0.04),
        bar(right - 0.1, low, right - 0.03, high),
        between([left - 0.12, low - 0.08, WALL_Z], [right + 0.12, low - 0.02, WALL_Z + 0.22], 0.015),
    ])
}

/// The wing that opens, from its hinge: a frame with two bars.
fn wing() -> Mesh {
    let (left, right, low, high) = WINDOW;
    let width = (right - left) / 2.0 - 0.09;
    let bar = |x0: f32, y0: f32, x1: f32, y1: f32| between([x0, y0, -0.03], [x1, y1, 0.03], 0.01);
    joined([
        bar(0.0, low + 0.05, width, low + 0.13),
        bar(0.0, high - 0.13, width, high - 0.05),
        bar(0.0, low + 0.05, 0.08, high - 0.05),
        bar(width - 0.08, low + 0.05, width, high - 0.05),
        bar(0.0, (low + high) / 2.0 - 0.02, width, (low + high) / 2.0 + 0.02),
        between([width - 0.05, (low + high) / 2.0 - 0.12, 0.03], [width - 0.02, (low + high) / 2.0 + 0.02, 0.1], 0.01),
    ])
}

fn housing() -> Mesh {
    let Vec3 { x, z, .. } = AT;
    joined([
        block_at([2.3, 0.2, 0.42], 0.08, [x, 1.12, z]),
        block_at([2.3, 0.18, 0.42], 0.08, [x, 0.22, z]),
        block_at([0.2, 1.0, 0.42], 0.08, [x - 1.06, 0.67, z]),
        block_at([0.62, 1.0, 0.42], 0.08, [x + 0.86, 0.67, z]),
        block_at([2.2, 0.9, 0.08], 0.03, [x, 0.67, z - 0.19]),
    ])
}

/// Two elements in their tubes, wound.
fn elements() -> Mesh {
    joined([0.46_f32, 0.66, 0.86].into_iter().flat_map(|y| {
        let tube = turned(&[(-1.74, 0.0), (-1.74, 0.045), (-0.1, 0.045), (-0.1, 0.0)], 20);
        let rings = (0..20).map(|ring| {
            let x = -1.7 + 0.082 * ring as f32;
            turned(&[(x, 0.0), (x, 0.062), (x + 0.035, 0.062), (x + 0.035, 0.0)], 20)
        });
        let whole: Vec<Mesh> = [tube].into_iter().chain(rings).collect();
        whole.into_iter().map(move |mesh| mesh.translated_by(Vec3::new(0.0, y, 0.17)))
    }))
}

fn grille() -> Mesh {
    let upright = |x: f32| {
        turned(&[(0.0, 0.0), (0.0, 0.011), (0.76, 0.011), (0.76, 0.0)], 8)
            .rotated_by(Quat::from_rotation_z(FRAC_PI_2))
            .translated_by(Vec3::new(x, 0.29, 0.34))
    };
    let across = |y: f32| {
        turned(&[(-1.74, 0.0), (-1.74, 0.014), (-0.1, 0.014), (-0.1, 0.0)], 8).translated_by(Vec3::new(0.0, y, 0.34))
    };
    joined((0..14).map(|bar| upright(-1.66 + 0.115 * bar as f32)).chain([across(0.36), across(0.96)]))
}

fn feet() -> Mesh {
    joined([-0.85_f32, 0.85].map(|x| block_at([0.14, 0.14, 0.62], 0.04, [AT.x + x, 0.11, AT.z])))
}

fn panel() -> Mesh {
    block_at([0.42, 0.8, 0.04], 0.02, [0.13, 0.67, 0.36])
}

/// Marks round the knob: off, eco, boost.
fn marks() -> Mesh {
    joined([-1.0_f32, 0.0, 1.0].map(|side| {
        let (sin, cos) = (side * TAU / 8.0).sin_cos();
        block_at([0.025, 0.05, 0.015], 0.004, [0.0, 0.2, 0.0])
            .rotated_by(Quat::from_rotation_z(-sin.atan2(cos)))
            .translated_by(Vec3::new(KNOB_AT.x, KNOB_AT.y, 0.385))
    }))
}

fn knob() -> Mesh {
    let wheel = turned(&[(0.0, 0.0), (0.0, 0.13), (0.06, 0.12), (0.07, 0.1), (0.07, 0.0)], 40);
    joined([wheel.rotated_by(Quat::from_rotation_y(-FRAC_PI_2)), block_at([0.04, 0.22, 0.05], 0.01, [0.0, 0.02, 0.08])])
}
