//! What a motion costs: joint torques, motor currents, and the heat they leave.

use super::geometry::{CENTRE_M, GRIPPER_KG, JOINTS, LINK_KG, TOOL_M};
use super::kinematics::{Vector, add, cross, dot, frames, minus, scaled};
use super::profile::Motion;
use crate::core::math::{self, PI};

/// Standard gravity, in metres per second squared.
const GRAVITY: f64 = 9.806_65;

/// Torque at the joint for each ampere, in newton metres: a gear of 101 : 1 and plausible motor constants of the two
/// sizes of motor.
pub const TORQUE_NM_PER_A: [f64; JOINTS] = [12.6, 12.6, 12.6, 9.3, 9.3, 9.3];

/// Inertia of a rotor seen through its gear, in kilogram square metres.
const ROTOR_KG_M2: [f64; JOINTS] = [0.6, 0.6, 0.6, 0.15, 0.15, 0.15];
/// Dry friction, in newton metres, and the speed in radians per second at which it has come up to 70 %.
const DRY_NM: [f64; JOINTS] = [5.0, 5.0, 5.0, 1.2, 1.2, 1.2];
const DRY_RAD_S: f64 = 0.02;
/// Viscous friction, in newton metre seconds.
const VISCOUS_NM_S: [f64; JOINTS] = [5.0, 5.0, 5.0, 1.2, 1.2, 1.2];

/// Air round the motors, in degrees Celsius.
pub const AMBIENT_C: f64 = 22.0;
/// Resistance of the windings, in ohms.
pub const WINDING_OHM: [f64; JOINTS] = [0.8, 0.8, 0.8, 1.6, 1.6, 1.6];
/// Heat of each joint's drive electronics, in watts.
pub const STANDING_W: f64 = 6.0;
/// From a motor to the air, in kelvin per watt.
pub const THERMAL_K_PER_W: f64 = 2.0;
/// Time constant of that, in seconds.
pub const THERMAL_TIME_S: f64 = 480.0;

/// Joint torques, in newton metres, for a motion with a part of `part_kg` in the gripper, by Newton and Euler's recursion
/// (Lynch and Park, Modern Robotics, section 8.3) over point masses: the maker calls the links' own inertia negligible.
pub(super) fn torques_nm(motion: &Motion, part_kg: f64, extra_friction_nm: &[f64; JOINTS]) -> [f64; JOINTS] {
    let chain = frames(&motion.deg);
    let rate = |deg: f64| deg * PI / 180.0;
    let (mut spin, mut spin_up): (Vector, Vector) = ([0.0; 3], [0.0; 3]);
    // Gravity is an upward acceleration of the base.
    let mut lift: Vector = [0.0, 0.0, GRAVITY];
    let mut loads = [([0.0; 3], [0.0; 3]); JOINTS + 1];
    let moved = |spin: Vector, spin_up: Vector, lift: Vector, arm: Vector| {
        add(lift, add(cross(spin_up, arm), cross(spin, cross(spin, arm))))
    };
    for joint in 0..JOINTS {
        let axis = chain[joint].axes[2];
        let turning = scaled(axis, rate(motion.deg_s[joint]));
        spin_up = add(add(spin_up, scaled(axis, rate(motion.deg_s2[joint]))), cross(spin, turning));
        spin = add(spin, turning);
        let link = &chain[joint + 1];
        let centre = link.point(CENTRE_M[joint]);
        let pull = moved(spin, spin_up, lift, minus(centre, chain[joint].origin));
        loads[joint] = (centre, scaled(pull, LINK_KG[joint]));
        lift = moved(spin, spin_up, lift, minus(link.origin, chain[joint].origin));
    }
    let flange = &chain[JOINTS];
    let held_kg = GRIPPER_KG + part_kg;
    let centre = flange.point([0.0, 0.0, TOOL_M * (0.5 * GRIPPER_KG + part_kg) / held_kg]);
    let pull = moved(spin, spin_up, lift, minus(centre, flange.origin));
    loads[JOINTS] = (centre, scaled(pull, held_kg));
    std::array::from_fn(|joint| {
        let (axis, pivot) = (chain[joint].axes[2], chain[joint].origin);
        let carried: f64 = loads[joint..].iter().map(|(at, force)| dot(axis, cross(minus(*at, pivot), *force))).sum();
        let speed = rate(motion.deg_s[joint]);
        let rubbing = speed / (speed * speed + DRY_RAD_S * DRY_RAD_S).sqrt();
        carried
            + ROTOR_KG_M2[joint] * rate(motion.deg_s2[joint])
            + (DRY_NM[joint] + extra_friction_nm[joint]) * rubbing
            + VISCOUS_NM_S[joint] * speed
    })
}

/// Motor currents for joint torques, in amperes.
pub(super) fn currents_a(torques_nm: &[f64; JOINTS]) -> [f64; JOINTS] {
    std::array::from_fn(|joint| torques_nm[joint] / TORQUE_NM_PER_A[joint])
}

/// Heat of a motor at a current, in watts.
pub(super) fn heat_w(joint: usize, current_a: f64) -> f64 {
    STANDING_W + WINDING_OHM[joint] * current_a * current_a
}

/// Temperature of a motor after a while of constant heat, in degrees Celsius.
pub(super) fn warmed_c(from_c: f64, heat_w: f64, for_s: f64) -> f64 {
    let settled_c = AMBIENT_C + THERMAL_K_PER_W * heat_w;
    settled_c + (from_c - settled_c) * math::exp(-for_s / THERMAL_TIME_S)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn still(deg: [f64; JOINTS]) -> [f64; JOINTS] {
        torques_nm(&Motion { deg, ..Motion::default() }, 0.0, &[0.0; JOINTS])
    }

    #[test]
    fn an_upright_arm_carries_nothing_and_an_outstretched_one_its_weight() {
        let upright = still([0.0, -90.0, 0.0, -90.0, 0.0, 0.0]);
        // What is beside the axes is beside them in the plane of joint 1, which carries nothing about the vertical.
        assert!(upright[0].abs() < 1e-9 && upright[1].abs() < 0.05 * 9.81, "{upright:?}");
        // Outstretched, by hand: masses times distances from the shoulder, along the arm.
        let by_hand = -GRAVITY
            * (8.058 * 0.2125 + 2.846 * (0.425 + 0.2422) + (1.37 + 1.3 + 0.365 + GRIPPER_KG) * (0.425 + 0.3922));
        let shoulder = still([0.0; JOINTS])[1];
        assert!((shoulder.abs() - by_hand.abs()).abs() < 0.2, "{shoulder} against {by_hand}");
    }

    #[test]
    fn torque_times_speed_is_the_gain_of_energy() {
        // Without friction the power of the joints is the rate of change of kinetic and potential energy.
        let q = |t: f64| -> Motion {
            let deg = std::array::from_fn(|joint| 40.0 * math::sin(t * (1.0 + 0.2 * joint as f64)));
            let rates = std::array::from_fn(|joint| {
                let w = 1.0 + 0.2 * joint as f64;
                40.0 * w * math::cos(t * w)
            });
            let accelerations = std::array::from_fn(|joint| {
                let w = 1.0 + 0.2 * joint as f64;
                -40.0 * w * w * math::sin(t * w)
            });
            Motion { deg, deg_s: rates, deg_s2: accelerations }
        };
        let part_kg = 1.5;
        let masses = |t: f64| -> [Vector; JOINTS + 1] {
            let chain = frames(&q(t).deg);
            let held_kg = GRIPPER_KG + part_kg;
            std::array::from_fn(|link| {
                if link < JOINTS {
                    chain[link + 1].point(CENTRE_M[link])
                } else {
                    chain[JOINTS].point([0.0, 0.0, TOOL_M * (0.5 * GRIPPER_KG + part_kg) / held_kg])
                }
            })
        };
        let energy = |t: f64| -> f64 {
            let h = 1e-5;
            let (before, at, after) = (masses(t - h), masses(t), masses(t + h));
            let links: f64 = (0..=JOINTS)
                .map(|link| {
                    let kg = if link < JOINTS { LINK_KG[link] } else { GRIPPER_KG + part_kg };
                    let v = scaled(minus(after[link], before[link]), 0.5 / h);
                    kg * (0.5 * dot(v, v) + GRAVITY * at[link][2])
                })
                .sum();
            let speeds = q(t).deg_s;
            let rotors = (0..JOINTS).map(|joint| {
                let w = speeds[joint] * PI / 180.0;
                0.5 * ROTOR_KG_M2[joint] * w * w
            });
            links + rotors.sum::<f64>()
        };
        for t in [0.3, 1.1, 2.7] {
            let motion = q(t);
            let torque = torques_nm(&motion, part_kg, &[0.0; JOINTS]);
            let power: f64 = (0..JOINTS)
                .map(|joint| {
                    let w = motion.deg_s[joint] * PI / 180.0;
                    let friction = DRY_NM[joint] * w / (w * w + DRY_RAD_S * DRY_RAD_S).sqrt() + VISCOUS_NM_S[joint] * w;
                    (torque[joint] - friction) * w
                })
                .sum();
            let h = 1e-3;
            let gain = (energy(t + h) - energy(t - h)) / (2.0 * h);
            assert!((power - gain).abs() < 1e-3 * gain.abs().max(10.0), "{power} W against {gain} W at {t}");
        }
    }
}
