//! What stands for a tier: a gateway with a mast at the edge, a puff for the cloud, a rack for the twins.

use std::f32::consts::FRAC_PI_2;

use bevy::prelude::*;

use super::super::material::Surface;
use super::super::shape::{block_at, joined, turned};

/// A tier that is drawn as a thing of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landmark {
    /// The edge.
    Edge,
    /// The cloud.
    Cloud,
    /// Where twins live.
    Twin,
}

impl Landmark {
    /// Its parts, standing on a plate whose top is at the origin.
    #[must_use]
    pub fn parts(self) -> Vec<(Mesh, Surface)> {
        let mut parts = vec![(plate(), Surface::Paint)];
        match self {
            Self::Edge => {
                parts.push((block_at([0.34, 0.12, 0.22], 0.03, [0.0, 0.06, 0.0]), Surface::Vehicle));
                parts.push((joined([mast(-0.12), mast(0.12)]), Surface::Trim));
            }
            Self::Cloud => {
                let puffs = [(-0.15, 0.08, 0.085), (0.0, 0.13, 0.13), (0.15, 0.085, 0.09), (0.05, 0.08, 0.08)];
                parts.push((
                    joined(puffs.map(|(x, y, radius)| ball(radius).translated_by(Vec3::new(x, y, 0.0)))),
                    Surface::Vehicle,
                ));
            }
            Self::Twin => {
                let units =
                    [0, 1, 2].map(|unit| block_at([0.36, 0.07, 0.24], 0.015, [0.0, 0.05 + 0.085 * unit as f32, 0.0]));
                parts.push((joined(units), Surface::Vehicle));
            }
        }
        parts
    }
}

fn plate() -> Mesh {
    turned(&[(-0.05, 0.0), (-0.05, 0.26), (-0.02, 0.32), (0.0, 0.31), (0.0, 0.0)], 48)
        .rotated_by(Quat::from_rotation_z(FRAC_PI_2))
}

fn mast(x: f32) -> Mesh {
    turned(&[(0.0, 0.0), (0.0, 0.014), (0.3, 0.01), (0.3, 0.0)], 12)
        .rotated_by(Quat::from_rotation_z(FRAC_PI_2))
        .translated_by(Vec3::new(x, 0.1, -0.06))
}

fn ball(radius: f32) -> Mesh {
    let profile: Vec<(f32, f32)> = (0..=16)
        .map(|step| {
            let (sin, cos) = (std::f32::consts::PI * step as f32 / 16.0).sin_cos();
            (-radius * cos, radius * sin)
        })
        .collect();
    turned(&profile, 24)
}
