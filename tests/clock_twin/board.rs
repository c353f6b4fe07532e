//! A board for the tests: a counter with a known rate, and the ways in which its readings come late.

use twinsync::core::rng::Stream;
use twinsync::core::time::SimTime;
use twinsync::core::time::window::{Points, Sample, Window};

/// How readings come late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delay {
    /// 5 ms with a Gaussian jitter of 1 ms.
    Gaussian,
    /// That, and one reading in ten up to 100 ms later.
    Stalls,
    /// Exponential, mean 1 ms: never early.
    OneSided,
    /// Uniform up to 16 ms: the timer of a USB bridge.
    UsbTimer,
}

impl Delay {
    pub const ALL: [Self; 4] = [Self::Gaussian, Self::Stalls, Self::OneSided, Self::UsbTimer];

    pub fn draw(self, stream: &mut Stream) -> f64 {
        match self {
            Self::Gaussian => 5e-3 + 1e-3 * stream.gaussian(),
            Self::Stalls => {
                let jitter = 5e-3 + 1e-3 * stream.gaussian();
                if stream.chance(0.1) { jitter + 0.1 * stream.uniform() } else { jitter }
            }
            Self::OneSided => stream.exponential(1e-3),
            Self::UsbTimer => 16e-3 * stream.uniform(),
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Gaussian => "Gaussian, sd 1 ms",
            Self::Stalls => "Gaussian, sd 1 ms, 10 % stalls up to 100 ms",
            Self::OneSided => "one-sided exponential, mean 1 ms",
            Self::UsbTimer => "one-sided uniform, 16 ms",
        }
    }
}

/// A counter that started at `booted_s` from `start_us` and runs at `1 + rate`.
#[derive(Clone, Copy, Debug)]
pub struct Board {
    pub booted_s: f64,
    pub start_us: f64,
    pub rate: f64,
}

impl Board {
    pub fn total_us(&self, at_s: f64) -> f64 {
        self.start_us + (at_s - self.booted_s) * (1.0 + self.rate) * 1e6
    }

    pub fn micros(&self, at_s: f64) -> u32 {
        (self.total_us(at_s).floor() as u64) as u32
    }
}

/// `count` readings 10 s apart of a clock with this rate, as points.
pub fn points(rate: f64, count: u32, delay: Delay, seed: u64) -> Points {
    let mut stream = Stream::new(seed, delay.label(), "clock twin");
    let mut window = Window::new(count as usize);
    for index in 0..count {
        let sent_s = 10.0 * f64::from(index);
        let arrived = SimTime::from_secs(sent_s + delay.draw(&mut stream));
        let device_us = (sent_s * (1.0 + rate) * 1e6).floor() as i64;
        window.push(Sample { device_us, arrived, temperature_c: None });
    }
    window.points()
}
