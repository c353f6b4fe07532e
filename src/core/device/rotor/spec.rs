//! A rotor as a scene writes it.

use serde::{Deserialize, Serialize};

/// An unbalanced rotor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RotorSpec {
    /// Speed, in turns per minute.
    pub speed_rpm: f64,
    /// Total moving mass, in kilograms.
    pub mass_kg: f64,
    /// Static unbalance `U = m_e r`, in gram millimetres.
    pub unbalance_g_mm: f64,
    /// Where the heavy spot is at the start, in degrees from x.
    pub phase_deg: f64,
    /// Stiffness of the support, in newtons per metre; none means a free support.
    pub stiffness_n_per_m: Option<f64>,
    /// Damping of the support as a share of critical damping.
    pub damping_ratio: f64,
    /// Time taken from rest to full speed at the start, in seconds; 0 starts at speed, settled.
    pub spin_up_s: f64,
}

impl Default for RotorSpec {
    fn default() -> Self {
        Self {
            speed_rpm: 1500.0,
            mass_kg: 0.25,
            unbalance_g_mm: 30.0,
            phase_deg: 30.0,
            stiffness_n_per_m: None,
            damping_ratio: 0.05,
            spin_up_s: 0.0,
        }
    }
}
