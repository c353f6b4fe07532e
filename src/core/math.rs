//! The one door to transcendental functions, so that every platform computes the same bits.
//!
//! `std`'s versions differ between platforms in the last place; `libm` is the same code everywhere.
//! Only `+ - * /` and `sqrt` are exact by IEEE 754 and need no door.

pub use std::f64::consts::{PI, TAU};

/// Sine of `x` (rad).
#[must_use]
pub fn sin(x: f64) -> f64 {
    libm::sin(x)
}

/// Cosine of `x` (rad).
#[must_use]
pub fn cos(x: f64) -> f64 {
    libm::cos(x)
}

/// Four-quadrant arc tangent of `y / x` (rad).
#[must_use]
pub fn atan2(y: f64, x: f64) -> f64 {
    libm::atan2(y, x)
}

/// `e` to the power `x`.
#[must_use]
pub fn exp(x: f64) -> f64 {
    libm::exp(x)
}

/// Natural logarithm of `x`.
#[must_use]
pub fn ln(x: f64) -> f64 {
    libm::log(x)
}

/// `base` to the power `exponent`.
#[must_use]
pub fn pow(base: f64, exponent: f64) -> f64 {
    libm::pow(base, exponent)
}

/// Euclidean length of `(x, y)`.
#[must_use]
pub fn hypot(x: f64, y: f64) -> f64 {
    libm::hypot(x, y)
}

/// Complementary error function: twice the chance that a normal deviate of variance 1/2 exceeds `x`.
#[must_use]
pub fn erfc(x: f64) -> f64 {
    libm::erfc(x)
}

/// `x` brought into `[0, period)`.
#[must_use]
pub fn wrap(x: f64, period: f64) -> f64 {
    let remainder = libm::fmod(x, period);
    if remainder < 0.0 { remainder + period } else { remainder }
}

/// The shortest signed way from 0 to `difference` on a circle of the given `period`,
/// in `[-period / 2, period / 2)`.
#[must_use]
pub fn wrap_difference(difference: f64, period: f64) -> f64 {
    wrap(difference + period / 2.0, period) - period / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn angles_wrap_the_short_way_round() {
        assert_eq!(wrap(-10.0, 360.0), 350.0);
        assert_eq!(wrap(730.0, 360.0), 10.0);
        assert_eq!(wrap_difference(350.0, 360.0), -10.0);
        assert_eq!(wrap_difference(-190.0, 360.0), 170.0);
    }
}
