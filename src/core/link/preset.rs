//! Presets: kinds of networks by name, each with its numbers.

use serde::{Deserialize, Serialize};

use super::{DelaySpec, LineSpec, LossSpec, OrderSpec, QueueSpec};

/// A kind of network. The numbers are typical one-way figures for teaching; `docs/modes.md` says where each is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Preset {
    /// No delay, no loss, no limit.
    Ideal,
    /// A wireless network in a building.
    WiFi,
    /// A mobile network of the fourth generation (LTE).
    FourG,
    /// A mobile network of the third generation (HSPA).
    ThreeG,
    /// GSM with EDGE.
    Edge,
    /// A geostationary satellite.
    Satellite,
    /// `LoRaWAN` at 868 MHz, spreading factor 7.
    LoRaWan,
    /// Everything goes wrong at once.
    BadDay,
}

impl Preset {
    /// All presets, from the best network to the worst.
    pub const ALL: [Self; 8] =
        [Self::Ideal, Self::WiFi, Self::FourG, Self::ThreeG, Self::Edge, Self::Satellite, Self::LoRaWan, Self::BadDay];

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Ideal => "Ideal",
            Self::WiFi => "Wi-Fi",
            Self::FourG => "4G",
            Self::ThreeG => "3G",
            Self::Edge => "EDGE",
            Self::Satellite => "Satellite",
            Self::LoRaWan => "LoRaWAN",
            Self::BadDay => "A bad day",
        }
    }

    /// Its numbers.
    #[must_use]
    pub fn line(self) -> LineSpec {
        let normal = |mean_ms, std_ms| DelaySpec::Normal { mean_ms, std_ms };
        let heavy = |mean_ms, std_ms| DelaySpec::LogNormal { mean_ms, std_ms };
        let bursts = |loss, mean_burst| LossSpec::GilbertElliott { loss, mean_burst };
        let (delay, loss, rate_bps, limit) = match self {
            Self::Ideal => (DelaySpec::Fixed { ms: 0.0 }, LossSpec::None, None, 1000),
            Self::WiFi => (heavy(5.0, 3.0), bursts(0.005, 2.0), Some(20e6), 1000),
            Self::FourG => (heavy(30.0, 10.0), bursts(0.005, 3.0), Some(10e6), 1000),
            Self::ThreeG => (heavy(60.0, 20.0), bursts(0.01, 3.0), Some(1e6), 500),
            Self::Edge => (heavy(250.0, 80.0), bursts(0.02, 3.0), Some(100e3), 200),
            Self::Satellite => (normal(280.0, 10.0), LossSpec::Bernoulli(0.005), Some(2e6), 1000),
            Self::LoRaWan => (normal(150.0, 30.0), LossSpec::Bernoulli(0.05), Some(5_470.0), 50),
            Self::BadDay => (DelaySpec::Pareto { min_ms: 120.0, shape: 2.5 }, bursts(0.15, 6.0), Some(64e3), 100),
        };
        let duplicate = if self == Self::BadDay { 0.02 } else { 0.0 };
        let order = if self == Self::Satellite { OrderSpec::InOrder } else { OrderSpec::Overtaking };
        LineSpec { delay, loss, rate_bps, queue: QueueSpec::Fifo { limit }, order, duplicate, ..LineSpec::default() }
    }
}
