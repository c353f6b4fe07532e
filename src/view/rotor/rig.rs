//! The rig itself: what is bolted down, what turns, what hangs on springs.

use bevy::prelude::*;

use crate::lab::{Lab, Stage};

use super::super::material::{Materials, Surface};
use super::super::place::Stand;
use super::super::shape::{block_at, coil, joined, moved, ring_tube, turned};
use super::super::stagehand::lead_s;
use super::motion;
use super::{DISC_X, SHAFT_HEIGHT, SPOT_RADIUS};

/// Where the two sprung bearings stand along the shaft.
const BEARINGS: [f32; 2] = [-1.22, -0.42];

/// Where the motor stands.
const MOTOR_X: f32 = -2.55;

/// Half the height of a bearing block, and the height of the beam above it.
const BLOCK_HALF: f32 = 0.2;
const BEAM_HEIGHT: f32 = 2.42;
const BASE_TOP: f32 = 0.42;

/// A part that moves with the vibration.
#[derive(Component, Clone, Copy)]
pub enum Whirl {
    /// Turns and swings: disc and shaft.
    Turning(usize),
    /// Swings only: bearing blocks and what they carry.
    Floating(usize),
    /// A spring between a fixed height and the swinging block, pushed (true) or hung (false).
    Spring(usize, bool),
}

/// Spawns the rig of a device.
pub fn spawn(
    commands: &mut Commands,
    meshes: &mut Assets<Mesh>,
    materials: &Materials,
    device: usize,
    stand: &Stand,
) -> Entity {
    let root = commands.spawn((stand.transform(), Visibility::default())).id();
    let mut part = |mesh: Mesh, surface: Surface, whirl: Option<Whirl>, at: Vec3| {
        let handle = meshes.add(mesh);
        let mut entity = commands.spawn((
            Mesh3d(handle),
            materials.surface(surface),
            Transform::from_translation(at),
            ChildOf(root),
        ));
        if let Some(whirl) = whirl {
            entity.insert(whirl);
        }
    };
    let axis = Vec3::Y * SHAFT_HEIGHT;
    part(bench(), Surface::Paint, None, Vec3::ZERO);
    part(motor(), Surface::Paint, None, Vec3::ZERO);
    part(feet(), Surface::Rubber, None, Vec3::ZERO);
    part(frames(), Surface::Trim, None, Vec3::ZERO);
    part(fittings(), Surface::Steel, None, Vec3::ZERO);
    part(shaft(), Surface::Steel, Some(Whirl::Turning(device)), axis);
    part(disc(), Surface::Metal, Some(Whirl::Turning(device)), axis);
    part(balance_holes(), Surface::Trim, Some(Whirl::Turning(device)), axis);
    part(puck(0.135, 0.175), Surface::Cause, Some(Whirl::Turning(device)), axis);
    part(puck(0.185, 0.16), Surface::CauseRing, Some(Whirl::Turning(device)), axis);
    part(blocks(), Surface::Steel, Some(Whirl::Floating(device)), axis);
    part(board(), Surface::Board, Some(Whirl::Floating(device)), axis);
    part(chips(), Surface::Rubber, Some(Whirl::Floating(device)), axis);
    part(pins(), Surface::Contact, Some(Whirl::Floating(device)), axis);
    part(led(), Surface::Lamp, Some(Whirl::Floating(device)), axis);
    for x in BEARINGS {
        for (height, pushed) in [(BASE_TOP, true), (BEAM_HEIGHT, false)] {
            part(
                coil(0.085, 0.019, 7.0),
                Surface::Metal,
                Some(Whirl::Spring(device, pushed)),
                Vec3::new(x, height, 0.0),
            );
        }
    }
    root
}

/// Moves what moves.
pub fn follow(stage: Res<Stage>, lab: Res<Lab>, mut parts: Query<(&Whirl, &mut Transform)>) {
    let lead = lead_s(&stage, &lab);
    let mut last = None;
    for (whirl, mut transform) in &mut parts {
        let (Whirl::Turning(device) | Whirl::Floating(device) | Whirl::Spring(device, _)) = *whirl;
        let drawn = match last {
            Some((known, drawn)) if known == device => drawn,
            _ => {
                let Some(state) = stage.shown.devices.get(device) else {
                    continue;
                };
                let factor = motion::exaggeration(&stage, &lab, device);
                motion::true_disc(&state.body, &lab, factor, lead).unwrap_or_default()
            }
        };
        last = Some((device, drawn));
        let axis = Vec3::Y * SHAFT_HEIGHT + drawn.offset;
        match *whirl {
            Whirl::Turning(_) => {
                transform.translation = axis;
                transform.rotation = Quat::from_rotation_x(drawn.angle);
            }
            Whirl::Floating(_) => transform.translation = axis,
            Whirl::Spring(_, pushed) => {
                let end = if pushed { axis.y - BLOCK_HALF } else { axis.y + BLOCK_HALF };
                let reach = Vec3::new(0.0, end - transform.translation.y, drawn.offset.z);
                transform.rotation = Quat::from_rotation_arc(Vec3::Y, reach.normalize_or(Vec3::Y));
                transform.scale = Vec3::new(1.0, reach.length(), 1.0);
            }
        }
    }
}

fn bench() -> Mesh {
    joined([block_at([4.2, 0.26, 2.0], 0.07, [-1.36, 0.23, 0.0]), block_at([3.8, 0.08, 1.5], 0.03, [-1.36, 0.38, 0.0])])
}

fn feet() -> Mesh {
    joined([-3.2_f32, 0.48].into_iter().flat_map(|x| {
        [-0.75_f32, 0.75].map(|z| {
            turned(&[(0.0, 0.0), (0.0, 0.16), (0.1, 0.13), (0.1, 0.0)], 24)
                .rotated_by(Quat::from_rotation_z(std::f32::consts::FRAC_PI_2))
                .translated_by(Vec3::new(x, 0.0, z))
        })
    }))
}

fn motor() -> Mesh {
    let mut profile = vec![(-0.78, 0.0), (-0.78, 0.42), (-0.72, 0.5), (-0.62, 0.52)];
    for fin in 0..7 {
        let x = -0.5 + 0.14 * fin as f32;
        profile.extend([(x, 0.52), (x + 0.012, 0.6), (x + 0.07, 0.6), (x + 0.082, 0.52)]);
    }
    profile.extend([(0.56, 0.52), (0.64, 0.5), (0.7, 0.4), (0.7, 0.2), (0.78, 0.17), (0.78, 0.0)]);
    joined([
        moved(turned(&profile, 56), MOTOR_X, SHAFT_HEIGHT, 0.0),
        block_at([1.0, 0.75, 0.7], 0.06, [MOTOR_X, 0.79, 0.0]),
        block_at([0.5, 0.2, 0.42], 0.05, [MOTOR_X, SHAFT_HEIGHT + 0.64, 0.0]),
    ])
}

fn frames() -> Mesh {
    joined(BEARINGS.into_iter().flat_map(|x| {
        [
            block_at([0.22, 2.1, 0.16], 0.04, [x, 1.45, -0.46]),
            block_at([0.22, 2.1, 0.16], 0.04, [x, 1.45, 0.46]),
            block_at([0.26, 0.16, 1.16], 0.04, [x, 2.5, 0.0]),
            block_at([0.42, 0.1, 1.3], 0.03, [x, 0.45, 0.0]),
        ]
    }))
}

fn fittings() -> Mesh {
    let bolt = || {
        turned(&[(0.0, 0.0), (0.0, 0.055), (0.05, 0.055), (0.06, 0.045), (0.06, 0.0)], 6)
            .rotated_by(Quat::from_rotation_z(std::f32::consts::FRAC_PI_2))
    };
    let bolts = BEARINGS
        .into_iter()
        .chain([MOTOR_X - 0.4, MOTOR_X + 0.4])
        .flat_map(|x| [-0.62_f32, 0.62].map(|z| bolt().translated_by(Vec3::new(x, BASE_TOP, z))));
    joined(bolts.chain([moved(
        turned(&[(0.0, 0.0), (0.0, 0.3), (0.03, 0.3), (0.03, 0.0)], 40),
        MOTOR_X + 0.76,
        SHAFT_HEIGHT,
        0.0,
    )]))
}

fn shaft() -> Mesh {
    joined([
        turned(&[(-1.8, 0.0), (-1.8, 0.085), (0.52, 0.085), (0.55, 0.07), (0.55, 0.0)], 32),
        moved(coupling(), -0.29, 0.0, 0.0),
        moved(turned(&HUB, 48), DISC_X, 0.0, 0.0),
    ])
}

/// The clamping hub, left and right of the disc.
const HUB: [(f32, f32); 8] =
    [(-0.3, 0.09), (-0.3, 0.2), (-0.27, 0.22), (-0.14, 0.24), (0.14, 0.24), (0.21, 0.22), (0.24, 0.2), (0.24, 0.09)];

fn coupling() -> Mesh {
    let half = [(-1.42, 0.09), (-1.42, 0.19), (-1.39, 0.2), (-1.3, 0.2), (-1.28, 0.14)];
    let other = [(-1.24, 0.14), (-1.22, 0.2), (-1.15, 0.2), (-1.13, 0.19), (-1.13, 0.09)];
    turned(&[half, other].concat(), 40)
}

/// The disc: a rim, a web, and turning marks that catch the light as a lathe leaves them.
fn disc() -> Mesh {
    let face = |side: f32| {
        let mut face = vec![(0.14, 0.2), (0.14, 0.34), (0.105, 0.37)];
        for ring in 0..10 {
            let radius = 0.39 + 0.042 * ring as f32;
            face.extend([(0.105, radius), (0.1015, radius + 0.021)]);
        }
        face.extend([(0.105, 0.815), (0.13, 0.84), (0.13, 0.97), (0.115, 0.99)]);
        face.into_iter().map(|(x, r)| (side * x, r)).collect::<Vec<_>>()
    };
    let mut profile = face(-1.0);
    profile.extend([(-0.1, 1.0), (0.1, 1.0)]);
    let mut back = face(1.0);
    back.reverse();
    profile.extend(back);
    moved(turned(&profile, 128), DISC_X, 0.0, 0.0)
}

fn balance_holes() -> Mesh {
    joined((0..16).filter(|hole| *hole != 0).map(|hole| {
        let (sin, cos) = (std::f32::consts::TAU * hole as f32 / 16.0).sin_cos();
        turned(&[(-0.134, 0.0), (-0.134, 0.03), (0.134, 0.03), (0.134, 0.0)], 14).translated_by(Vec3::new(
            DISC_X,
            sin * 0.905,
            -cos * 0.905,
        ))
    }))
}

fn puck(radius: f32, reach: f32) -> Mesh {
    let edge = radius * 0.86;
    turned(
        &[(-reach, 0.0), (-reach, edge), (-reach + 0.02, radius), (reach - 0.02, radius), (reach, edge), (reach, 0.0)],
        36,
    )
    .translated_by(Vec3::new(DISC_X, 0.0, -SPOT_RADIUS))
}

fn blocks() -> Mesh {
    joined(BEARINGS.into_iter().flat_map(|x| {
        [
            block_at([0.24, 2.0 * BLOCK_HALF, 0.5], 0.05, [x, 0.0, 0.0]),
            moved(ring_tube(0.13, 0.035, 32), x + 0.12, 0.0, 0.0),
            moved(ring_tube(0.13, 0.035, 32), x - 0.12, 0.0, 0.0),
        ]
    }))
}

/// The sensor board rides on the left bearing block, towards us.
fn board() -> Mesh {
    block_at([0.5, 0.34, 0.03], 0.012, [BEARINGS[0], 0.0, 0.64])
}

fn chips() -> Mesh {
    let x = BEARINGS[0];
    joined([
        block_at([0.15, 0.15, 0.04], 0.01, [x - 0.02, 0.02, 0.67]),
        block_at([0.08, 0.06, 0.03], 0.008, [x - 0.16, 0.09, 0.665]),
        block_at([0.06, 0.1, 0.03], 0.008, [x + 0.14, -0.05, 0.665]),
        block_at([0.16, 0.12, 0.4], 0.02, [x, 0.0, 0.43]),
    ])
}

fn pins() -> Mesh {
    joined(
        (0..7).map(|pin| block_at([0.026, 0.05, 0.05], 0.006, [BEARINGS[0] - 0.18 + 0.06 * pin as f32, -0.135, 0.665])),
    )
}

fn led() -> Mesh {
    block_at([0.045, 0.045, 0.03], 0.01, [BEARINGS[0] + 0.17, 0.1, 0.665])
}
