//! What driving takes out of a vehicle's battery, and what braking gives back.
//!
//! Guzzella, Sciarretta: Vehicle Propulsion Systems (3rd edition, 2013), section 2.1: the traction force is
//! `m a + F_a + F_r` with the drag `F_a = rho A c_d v^2 / 2` and the rolling resistance `F_r = c_r m g` on a level
//! road. Inertia of rotating parts is left out.

use super::VehicleSpec;

/// Standard gravity, in m/s^2.
const GRAVITY_MPS2: f64 = 9.806_65;
/// Density of air at 20 degrees Celsius and sea level, in kg/m^3.
const AIR_KG_PER_M3: f64 = 1.2;
/// Drag coefficient times frontal area of the same book's compact car, in m^2.
const DRAG_AREA_M2: f64 = 0.6;
/// Rolling resistance coefficient of the same book's compact car.
const ROLLING: f64 = 0.012;
/// From the battery to the wheels: inverter, motor and gears.
const EFFICIENCY: f64 = 0.88;
/// Drawn at all times by whatever is not the drive, in watts.
const AUXILIARY_W: f64 = 250.0;
/// Strongest power at the wheels, in watts for each kilogram of the vehicle.
const MOTOR_W_PER_KG: f64 = 60.0;
/// What a drive that is switched off but turned by the wheels brakes with, in m/s^2.
const DRIVELINE_MPS2: f64 = 0.5;

const JOULES_PER_KWH: f64 = 3.6e6;

/// A battery-electric drive.
#[derive(Clone, Debug)]
pub(super) struct Powertrain {
    mass_kg: f64,
    capacity_j: f64,
    regeneration: f64,
}

impl Powertrain {
    /// The drive of a vehicle.
    pub(super) fn new(spec: &VehicleSpec) -> Self {
        Self { mass_kg: spec.mass_kg, capacity_j: spec.battery_kwh * JOULES_PER_KWH, regeneration: spec.regeneration }
    }

    /// Energy in a battery charged so far, in joules.
    pub(super) fn charged_j(&self, percent: f64) -> f64 {
        self.capacity_j * percent / 100.0
    }

    /// Charge of a battery with so much energy, in per cent.
    pub(super) fn percent(&self, energy_j: f64) -> f64 {
        100.0 * energy_j / self.capacity_j
    }

    /// Drag and rolling resistance at a speed in m/s, in newtons.
    pub(super) fn resistance_n(&self, speed_mps: f64) -> f64 {
        let drag = 0.5 * AIR_KG_PER_M3 * DRAG_AREA_M2 * speed_mps * speed_mps;
        if speed_mps > 0.0 { drag + ROLLING * self.mass_kg * GRAVITY_MPS2 } else { 0.0 }
    }

    /// Deceleration of a vehicle whose drive is off, at a speed in m/s, in m/s^2.
    pub(super) fn roll_out_mps2(&self, speed_mps: f64) -> f64 {
        DRIVELINE_MPS2 + self.resistance_n(speed_mps) / self.mass_kg
    }

    /// Power drawn from the battery at a speed and an acceleration along the road, in watts; negative charges it. A drive
    /// that is off neither takes nor gives.
    pub(super) fn drawn_w(&self, speed_mps: f64, accel_mps2: f64, drives: bool) -> f64 {
        if !drives {
            return AUXILIARY_W;
        }
        let strongest = MOTOR_W_PER_KG * self.mass_kg;
        let wheels = (self.mass_kg * accel_mps2 + self.resistance_n(speed_mps)) * speed_mps;
        let wheels = wheels.clamp(-strongest, strongest);
        AUXILIARY_W + if wheels > 0.0 { wheels / EFFICIENCY } else { wheels * self.regeneration }
    }

    /// The battery's energy after a stretch of `over_s` seconds, in joules, and the power drawn in it, in watts. A full
    /// battery takes nothing and an empty one gives nothing.
    pub(super) fn after(&self, energy_j: f64, speeds_mps: (f64, f64), over_s: f64, drives: bool) -> (f64, f64) {
        let mean = 0.5 * (speeds_mps.0 + speeds_mps.1);
        let accel = (speeds_mps.1 - speeds_mps.0) / over_s;
        let wanted = self.drawn_w(mean, accel, drives) * over_s;
        let left = (energy_j - wanted).clamp(0.0, self.capacity_j);
        (left, (energy_j - left) / over_s)
    }

    /// Least and greatest power that the battery sees, in watts.
    pub(super) fn limits_w(&self) -> (f64, f64) {
        let strongest = MOTOR_W_PER_KG * self.mass_kg;
        (AUXILIARY_W - strongest * self.regeneration, AUXILIARY_W + strongest / EFFICIENCY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_drive_takes_what_the_road_and_the_air_take() {
        let drive = Powertrain::new(&VehicleSpec::default());
        let road = 0.012 * 1200.0 * 9.806_65 + 0.5 * 1.2 * 0.6 * 64.0;
        assert!((drive.drawn_w(8.0, 0.0, true) - (250.0 + road * 8.0 / 0.88)).abs() < 1e-9);
        assert!((drive.drawn_w(0.0, 0.0, true) - 250.0).abs() < 1e-12);
    }

    #[test]
    fn without_regeneration_nothing_flows_back() {
        let drive = Powertrain::new(&VehicleSpec { regeneration: 0.0, ..VehicleSpec::default() });
        for (from, to) in [(9.0, 0.0), (9.0, 8.9), (0.0, 9.0), (5.0, 5.0)] {
            let (left, drawn) = drive.after(1e6, (from, to), 2.0, true);
            assert!(left < 1e6 && drawn > 0.0, "{from} {to}");
        }
    }

    #[test]
    fn stopping_gives_back_less_than_starting_took() {
        let drive = Powertrain::new(&VehicleSpec::default());
        let (started, _) = drive.after(3e6, (0.0, 8.0), 6.0, true);
        let (stopped, drawn) = drive.after(started, (8.0, 0.0), 4.0, true);
        assert!(drawn < 0.0 && stopped > started && stopped < 3e6);
        assert!(stopped - started < 0.5 * 1200.0 * 64.0, "less than the energy of motion");
    }

    #[test]
    fn batteries_are_never_fuller_than_full_or_emptier_than_empty() {
        let drive = Powertrain::new(&VehicleSpec::default());
        let full = drive.charged_j(100.0);
        assert_eq!(drive.after(full, (9.0, 0.0), 1.0, true), (full, 0.0));
        assert_eq!(drive.after(10.0, (9.0, 9.0), 1.0, true), (0.0, 10.0));
    }
}
