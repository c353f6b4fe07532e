//! Bias: too much or too little by a constant.

use super::SensorFault;
use crate::core::time::SimTime;

pub(super) struct Bias {
    pub(super) offset: f64,
}

impl SensorFault for Bias {
    fn distort(&mut self, _at: SimTime, truth: f64) -> f64 {
        truth + self.offset
    }
}
