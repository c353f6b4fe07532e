//! The host's clock as transports ask it: real, or set by hand.

use std::sync::atomic::{AtomicI64, Ordering};
#[cfg(not(target_arch = "wasm32"))]
use std::time::Instant;

use crate::core::time::SimTime;

/// A clock that never steps back, counted from when the program began to listen.
pub trait HostClock: Send + Sync {
    /// The time now.
    fn now(&self) -> SimTime;
}

/// The wall, perhaps faster: a demonstration of an hour takes a minute.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Clone, Copy, Debug)]
pub struct WallClock {
    started: Instant,
    scale: f64,
}

#[cfg(not(target_arch = "wasm32"))]
impl WallClock {
    /// A clock that starts now and counts `scale` seconds a second.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "real boards send in real time")]
    pub fn start(scale: f64) -> Self {
        Self { started: Instant::now(), scale }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl HostClock for WallClock {
    fn now(&self) -> SimTime {
        let passed = self.started.elapsed();
        let is_real = self.scale.to_bits() == 1.0_f64.to_bits();
        if is_real {
            return SimTime::from_nanos(i64::try_from(passed.as_nanos()).unwrap_or(i64::MAX));
        }
        SimTime::from_secs(passed.as_secs_f64() * self.scale)
    }
}

/// A clock that shows what it was last set to.
#[derive(Debug, Default)]
pub struct HandClock {
    nanos: AtomicI64,
}

impl HandClock {
    /// Sets it.
    pub fn set(&self, at: SimTime) {
        self.nanos.store(at.nanos(), Ordering::SeqCst);
    }
}

impl HostClock for HandClock {
    fn now(&self) -> SimTime {
        SimTime::from_nanos(self.nanos.load(Ordering::SeqCst))
    }
}
