//! The record of what was injected: the truth that detectors are scored against.

/// What kind of trouble a fault is to somebody who sees only what arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultClass {
    /// A sensor says what is not so.
    Sensor,
    /// What is said does not arrive as it should.
    Network,
    /// The world has changed.
    Real,
}

impl FaultClass {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sensor => "sensor",
            Self::Network => "network",
            Self::Real => "real change",
        }
    }
}
