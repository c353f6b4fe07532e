//! What faults and hands do to a device at one time: pushed signals, faulty sensors, lost power.

use super::SensorFault;
use crate::core::digest::Digest;
use crate::core::time::SimTime;

/// The troubles of one device.
#[derive(Default)]
pub struct Trouble {
    pushes: Vec<(u16, f64)>,
    sensors: Vec<(u32, u16, Box<dyn SensorFault>)>,
    unpowered: Vec<u32>,
}

impl Trouble {
    /// Whether the device has no power.
    #[must_use]
    pub fn unpowered(&self) -> bool {
        !self.unpowered.is_empty()
    }

    /// How far a physical signal is pushed by hand, in its unit.
    #[must_use]
    pub fn push(&self, signal: u16) -> f64 {
        self.pushes.iter().find(|(pushed, _)| *pushed == signal).map_or(0.0, |(_, by)| *by)
    }

    /// Pushes a physical signal by hand, or lets go of it with 0.
    pub fn set_push(&mut self, signal: u16, by: f64) {
        self.pushes.retain(|(pushed, _)| *pushed != signal);
        if by != 0.0 {
            self.pushes.push((signal, by));
        }
    }

    /// Begins a sensor fault.
    pub fn add_sensor(&mut self, fault: u32, signal: u16, machine: Box<dyn SensorFault>) {
        self.sensors.push((fault, signal, machine));
    }

    /// Takes the power away.
    pub fn add_power_loss(&mut self, fault: u32) {
        self.unpowered.push(fault);
    }

    /// Ends a fault by its number.
    pub fn end(&mut self, fault: u32) {
        self.sensors.retain(|(number, ..)| *number != fault);
        self.unpowered.retain(|number| *number != fault);
    }

    /// What reaches a sensor's converter instead of the truth.
    pub fn distort(&mut self, signal: u16, at: SimTime, truth: f64) -> f64 {
        let struck = self.sensors.iter_mut().filter(|(_, struck, _)| *struck == signal);
        struck.fold(truth, |value, (_, _, machine)| machine.distort(at, value))
    }

    /// What a sensor hands over instead of what it shows; none where it stays silent.
    pub fn replace(&mut self, signal: u16, at: SimTime, shown: f64) -> Option<f64> {
        let mut struck = self.sensors.iter_mut().filter(|(_, struck, _)| *struck == signal);
        struck.try_fold(shown, |value, (_, _, machine)| machine.replace(at, value))
    }

    /// Writes the state to a digest.
    pub fn digest(&self, digest: &mut Digest) {
        for (signal, by) in &self.pushes {
            digest.u64(u64::from(*signal));
            digest.f64(*by);
        }
        digest.u64(self.sensors.len() as u64);
        digest.u64(self.unpowered.len() as u64);
    }
}
