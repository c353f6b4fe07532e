//! The room: a floor, two walls with a window, two rows of desks, a thermostat.

use bevy::prelude::*;

use super::super::material::Surface;
use super::super::shape::{block_at, joined};
use super::people;

/// The room's walls: left and right end, height, back.
pub const LEFT: f32 = -2.3;
pub const RIGHT: f32 = 1.9;
pub const TOP: f32 = 2.1;
pub const BACK: f32 = -1.5;
const FRONT: f32 = 1.6;
const THICK: f32 = 0.12;
/// Height of the floor.
pub const FLOOR: f32 = 0.12;

/// The window: left and right end, lower and upper end.
const WINDOW: (f32, f32, f32, f32) = (-1.75, 0.45, 0.95, 1.8);

/// Where the thermostat hangs.
pub const THERMOSTAT: Vec3 = Vec3::new(1.2, 1.4, BACK + 0.1);

/// A block between two corners.
fn between(low: [f32; 3], high: [f32; 3], radius: f32) -> Mesh {
    let size = [0, 1, 2].map(|axis| high[axis] - low[axis]);
    let middle = [0, 1, 2].map(|axis| (high[axis] + low[axis]) / 2.0);
    block_at(size, radius, middle)
}

/// What stands still.
#[must_use]
pub fn still() -> Vec<(Mesh, Surface)> {
    vec![
        (between([LEFT - THICK, 0.0, BACK - THICK], [RIGHT, FLOOR, FRONT], 0.02), Surface::Wood),
        (walls(), Surface::Wall),
        (frame(), Surface::Trim),
        (tables(), Surface::Wood),
        (legs(), Surface::Steel),
        (monitors(), Surface::Rubber),
        (chairs(), Surface::Trim),
        (block_at([0.34, 0.24, 0.06], 0.03, THERMOSTAT.to_array()), Surface::Paint),
        (block_at([0.24, 0.13, 0.02], 0.01, [THERMOSTAT.x, THERMOSTAT.y + 0.02, THERMOSTAT.z + 0.03]), Surface::Glass),
    ]
}

fn walls() -> Mesh {
    let (left, right, low, high) = WINDOW;
    let back = |x0: f32, y0: f32, x1: f32, y1: f32| between([x0, y0, BACK - THICK], [x1, y1, BACK], 0.01);
    joined([
        back(LEFT - THICK, FLOOR, left, TOP),
        back(right, FLOOR, RIGHT, TOP),
        back(left, FLOOR, right, low),
        back(left, high, right, TOP),
        between([LEFT - THICK, FLOOR, BACK - THICK], [LEFT, TOP, 0.2], 0.01),
        between([LEFT - THICK, FLOOR, 0.2], [LEFT, 0.62, FRONT], 0.01),
    ])
}

fn frame() -> Mesh {
    let (left, right, low, high) = WINDOW;
    let middle = (left + right) / 2.0;
    let bar = |x0: f32, y0: f32, x1: f32, y1: f32| between([x0, y0, BACK - 0.06], [x1, y1, BACK + 0.03], 0.01);
    joined([
        bar(left, low, right, low + 0.05),
        bar(left, high - 0.05, right, high),
        bar(left, low, left + 0.05, high),
        bar(right - 0.05, low, right, high),
        bar(middle - 0.025, low, middle + 0.025, high),
        between([left - 0.08, low - 0.05, BACK], [right + 0.08, low, BACK + 0.16], 0.015),
    ])
}

/// The window's glass.
#[must_use]
pub fn pane() -> Mesh {
    let (left, right, low, high) = WINDOW;
    between([left, low, BACK - 0.07], [right, high, BACK - 0.04], 0.002)
}

/// The middle of every desk's row: its z.
const ROWS: [f32; 2] = [-0.38, 0.92];

fn tables() -> Mesh {
    joined(ROWS.map(|z| between([-2.0, 0.62, z - 0.24], [1.55, 0.67, z + 0.24], 0.015)))
}

fn legs() -> Mesh {
    joined(ROWS.into_iter().flat_map(|z| {
        [-1.9_f32, -0.25, 1.45].map(|x| between([x - 0.03, FLOOR, z - 0.2], [x + 0.03, 0.63, z + 0.2], 0.01))
    }))
}

fn monitors() -> Mesh {
    joined(people::seats().flat_map(|seat| {
        let z = seat.z + 0.5;
        [
            between([seat.x - 0.17, 0.72, z], [seat.x + 0.17, 0.93, z + 0.03], 0.01),
            between([seat.x - 0.02, 0.66, z], [seat.x + 0.02, 0.75, z + 0.03], 0.005),
        ]
    }))
}

fn chairs() -> Mesh {
    joined(people::seats().flat_map(|seat| {
        let (x, z) = (seat.x, seat.z);
        [
            between([x - 0.16, 0.42, z - 0.16], [x + 0.16, 0.47, z + 0.16], 0.02),
            between([x - 0.15, 0.5, z - 0.2], [x + 0.15, 0.82, z - 0.16], 0.02),
            between([x - 0.02, FLOOR, z - 0.02], [x + 0.02, 0.43, z + 0.02], 0.01),
            between([x - 0.14, FLOOR, z - 0.03], [x + 0.14, FLOOR + 0.04, z + 0.03], 0.01),
        ]
    }))
}
