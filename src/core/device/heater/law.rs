//! The heater's law, `dT/dt = k (ambient - T) + Q`, under a two-point thermostat, solved from switch to switch.
//!
//! Between two switches temperature is one exponential and energy one straight line, so the instants of switching
//! have a closed form and nothing is stepped.

use crate::core::device::HeaterMode;
use crate::core::math;
use crate::core::time::{NANOS_PER_SECOND, SimTime};

/// Share of the excess over ambient that is lost each second: the time constant is 50 s.
pub(super) const LOSS_PER_S: f64 = 0.02;

/// What heats, and what it loses to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Law {
    /// Temperature round it, in degrees Celsius.
    pub ambient_c: f64,
    /// Share of the excess over ambient that is lost each second.
    pub loss_per_s: f64,
    /// Warming by the element while it is on, in kelvin per second.
    pub warming_k_per_s: f64,
    /// Power of the element while it is on, in watts.
    pub power_w: f64,
    /// The thermostat switches on at the first and off at the second, in degrees Celsius.
    pub band_c: (f64, f64),
}

/// One stretch between two switches.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// When it began.
    pub from: SimTime,
    /// Temperature then, in degrees Celsius.
    pub temperature_c: f64,
    /// Energy used until then, in watt hours.
    pub energy_wh: f64,
    /// Whether the thermostat asks for heat.
    pub on: bool,
}

/// Warming in K/s and power in W of a mode.
#[must_use]
pub(super) fn strength(mode: HeaterMode) -> (f64, f64) {
    match mode {
        HeaterMode::Off => (0.0, 0.0),
        HeaterMode::Eco => (0.15, 45.0),
        HeaterMode::Boost => (0.45, 180.0),
    }
}

impl Law {
    /// Where the temperature of a piece is going, in degrees Celsius.
    fn goal_c(&self, piece: &Piece) -> f64 {
        self.ambient_c + if piece.on { self.warming_k_per_s / self.loss_per_s } else { 0.0 }
    }

    /// Temperature at an instant of a piece, in degrees Celsius.
    pub fn temperature_c(&self, piece: &Piece, at: SimTime) -> f64 {
        let goal = self.goal_c(piece);
        goal + (piece.temperature_c - goal) * math::exp(-self.loss_per_s * (at - piece.from).secs())
    }

    /// Power during a piece, in watts.
    pub fn power_w(&self, piece: &Piece) -> f64 {
        if piece.on { self.power_w } else { 0.0 }
    }

    /// Energy used until an instant of a piece, in watt hours.
    pub fn energy_wh(&self, piece: &Piece, at: SimTime) -> f64 {
        piece.energy_wh + self.power_w(piece) * (at - piece.from).secs() / 3600.0
    }

    /// A piece that begins at an instant of another; the thermostat keeps its state inside its band.
    pub fn piece_at(&self, piece: &Piece, at: SimTime) -> Piece {
        let temperature_c = self.temperature_c(piece, at);
        let on = (piece.on || temperature_c <= self.band_c.0) && temperature_c < self.band_c.1;
        Piece { from: at, temperature_c, energy_wh: self.energy_wh(piece, at), on }
    }

    /// When the thermostat ends a piece; never, where its temperature does not come to the edge of the band.
    pub fn switch_at(&self, piece: &Piece) -> Option<SimTime> {
        let (goal, edge) = (self.goal_c(piece), if piece.on { self.band_c.1 } else { self.band_c.0 });
        let (whole, rest) = (goal - piece.temperature_c, goal - edge);
        let heads_there = if piece.on { rest > 0.0 } else { rest < 0.0 };
        if !heads_there {
            return None;
        }
        let after_s = math::ln((whole / rest).max(1.0)) / self.loss_per_s;
        // Rounded up to the nanosecond, so that time moves on and the edge has been passed.
        Some(piece.from + SimTime::from_nanos((after_s * NANOS_PER_SECOND) as i64 + 1))
    }

    /// The piece that follows at a switch.
    pub fn switched(&self, piece: &Piece, at: SimTime) -> Piece {
        Piece {
            from: at,
            temperature_c: self.temperature_c(piece, at),
            energy_wh: self.energy_wh(piece, at),
            on: !piece.on,
        }
    }
}
