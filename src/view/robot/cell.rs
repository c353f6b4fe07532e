//! What stands round the arm: pedestal, conveyor, tray and a tower of lamps, in metres in the scene's axes.

use bevy::prelude::*;

use crate::core::device::robot_arm::geometry::{
    BELT_TOP_M, BELT_WIDTH_M, BELT_X_M, BELT_Y_M, FLOOR_M, PART_M, PICK_X_M, TRAY, TRAY_AT_M, TRAY_SIZE_M, TRAY_TOP_M,
    tray_place_m,
};

use super::super::material::Surface;
use super::super::shape::{block_at, joined};
use super::links::{Along, round};
use super::scene_axes;

/// From mark to mark on the belt.
pub const MARK_PITCH: f32 = 0.12;

/// Where the lamp is.
pub const LAMP: Vec3 = Vec3::new(0.42, 0.32, -0.3);

const FLOOR: f32 = FLOOR_M as f32;
const BELT_TOP: f32 = BELT_TOP_M as f32;
const BELT_Z: f32 = -BELT_Y_M as f32;
const WIDTH: f32 = BELT_WIDTH_M as f32;
const ENDS: (f32, f32) = (BELT_X_M.0 as f32, BELT_X_M.1 as f32);

/// Everything that does not move, by what it is made of.
#[must_use]
pub fn furniture() -> Vec<(Surface, Mesh)> {
    vec![
        (Surface::Paint, joined([pedestal(), rails(), table()])),
        (Surface::Steel, joined([legs(), rollers(), column()])),
        (Surface::Rubber, belt()),
        (Surface::Trim, joined([foot(), tray(), barrier()])),
    ]
}

fn pedestal() -> Mesh {
    joined([
        round(Along::Y, Vec3::ZERO, FLOOR + 0.03, -0.012, 0.1),
        block_at([0.24, 0.03, 0.24], 0.01, [0.0, -0.016, 0.0]),
    ])
}

fn foot() -> Mesh {
    joined([round(Along::Y, Vec3::ZERO, FLOOR, FLOOR + 0.045, 0.16), round(Along::Y, Vec3::ZERO, -0.002, 0.06, 0.078)])
}

fn belt() -> Mesh {
    let middle = (ENDS.0 + ENDS.1) / 2.0;
    let (length, thick) = (ENDS.1 - ENDS.0, 0.07);
    let band = block_at([length, thick, WIDTH - 0.01], thick / 2.0, [middle, BELT_TOP - thick / 2.0, BELT_Z]);
    joined([band])
}

fn rails() -> Mesh {
    let middle = (ENDS.0 + ENDS.1) / 2.0;
    joined([-1.0_f32, 1.0].map(|side| {
        let z = BELT_Z + side * (WIDTH / 2.0 + 0.01);
        block_at([ENDS.1 - ENDS.0 - 0.02, 0.055, 0.018], 0.006, [middle, BELT_TOP - 0.035, z])
    }))
}

fn rollers() -> Mesh {
    joined([ENDS.0 + 0.035, ENDS.1 - 0.035].map(|x| {
        let at = Vec3::new(x, BELT_TOP - 0.035, BELT_Z);
        round(Along::Z, at, -WIDTH / 2.0 - 0.03, WIDTH / 2.0 + 0.03, 0.024)
    }))
}

fn legs() -> Mesh {
    let under_belt = [ENDS.0 + 0.12, ENDS.1 - 0.12].into_iter().flat_map(|x| {
        [-1.0_f32, 1.0].map(|side| {
            let at = Vec3::new(x, 0.0, BELT_Z + side * (WIDTH / 2.0 + 0.01));
            round(Along::Y, at, FLOOR, BELT_TOP - 0.04, 0.016)
        })
    });
    let (x, z) = (TRAY_AT_M.0 as f32, -TRAY_AT_M.1 as f32);
    let half = TRAY_SIZE_M as f32 / 2.0 - 0.03;
    let under_tray = [(-1.0_f32, -1.0_f32), (-1.0, 1.0), (1.0, -1.0), (1.0, 1.0)].map(|(right, near)| {
        round(Along::Y, Vec3::new(x + right * half, 0.0, z + near * half), FLOOR, TRAY_TOP_M as f32 - 0.04, 0.016)
    });
    joined(under_belt.chain(under_tray))
}

fn table() -> Mesh {
    let (x, z) = (TRAY_AT_M.0 as f32, -TRAY_AT_M.1 as f32);
    let size = TRAY_SIZE_M as f32;
    block_at([size, 0.035, size], 0.012, [x, TRAY_TOP_M as f32 - 0.0265, z])
}

/// The tray's floor and the frames round its places.
fn tray() -> Mesh {
    let (x, z) = (TRAY_AT_M.0 as f32, -TRAY_AT_M.1 as f32);
    let size = TRAY_SIZE_M as f32;
    let top = TRAY_TOP_M as f32;
    let floor = block_at([size - 0.02, 0.009, size - 0.02], 0.003, [x, top - 0.0048, z]);
    let frames = (0..TRAY).flat_map(|place| {
        let at = scene_axes(tray_place_m(place)).with_y(top);
        let reach = PART_M as f32 / 2.0 + 0.012;
        [(1.0_f32, 0.0_f32), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)].map(|(dx, dz)| {
            let long = 2.0 * reach + 0.006;
            let size = if dx == 0.0 { [long, 0.012, 0.006] } else { [0.006, 0.012, long] };
            block_at(size, 0.002, [at.x + dx * reach, top + 0.004, at.z + dz * reach])
        })
    });
    joined([floor].into_iter().chain(frames.collect::<Vec<_>>()))
}

/// The light barrier at the pick place.
fn barrier() -> Mesh {
    let x = PICK_X_M as f32 + 0.035;
    joined(
        [-1.0_f32, 1.0].map(|side| {
            block_at([0.024, 0.075, 0.02], 0.005, [x, BELT_TOP + 0.02, BELT_Z + side * (WIDTH / 2.0 + 0.024)])
        }),
    )
}

/// Stripes across the belt, from its start on; they move by less than their pitch.
#[must_use]
pub fn marks() -> Mesh {
    let count = ((ENDS.1 - ENDS.0 - 0.1) / MARK_PITCH) as usize;
    joined((0..count).map(|mark| {
        let x = ENDS.0 + 0.05 + MARK_PITCH * mark as f32;
        block_at([0.012, 0.002, WIDTH - 0.03], 0.001, [x, BELT_TOP, BELT_Z])
    }))
}

fn column() -> Mesh {
    round(Along::Y, LAMP.with_y(0.0), FLOOR, LAMP.y, 0.014)
}

/// The lamp on its column.
#[must_use]
pub fn lamp() -> Mesh {
    round(Along::Y, LAMP, 0.0, 0.1, 0.034)
}

/// A part.
#[must_use]
pub fn part() -> Mesh {
    block_at([PART_M as f32; 3], 0.008, [0.0; 3])
}
