//! Moist air at sea level.

use crate::core::math;

/// Density, in kilograms per cubic metre.
pub(super) const DENSITY_KG_M3: f64 = 1.2;
/// Specific heat, in joules per kilogram and kelvin.
pub(super) const HEAT_J_KG_K: f64 = 1006.0;
/// Pressure, in pascals.
const PRESSURE_PA: f64 = 101_325.0;
/// Molar mass of water over that of dry air.
const MASS_RATIO: f64 = 0.622;

/// Pressure of saturated vapour over water, in pascals (Alduchov and Eskridge, Journal of Applied Meteorology 35,
/// 1996, equation 21).
#[must_use]
pub(super) fn saturation_pa(temperature_c: f64) -> f64 {
    610.94 * math::exp(17.625 * temperature_c / (temperature_c + 243.04))
}

/// Water in saturated air, in kilograms per kilogram of dry air.
#[must_use]
pub(super) fn saturated(temperature_c: f64) -> f64 {
    moisture(temperature_c, 100.0)
}

/// Water in air of a relative humidity in per cent, in kilograms per kilogram of dry air.
#[must_use]
pub(super) fn moisture(temperature_c: f64, humidity_percent: f64) -> f64 {
    let vapour_pa = saturation_pa(temperature_c) * humidity_percent / 100.0;
    MASS_RATIO * vapour_pa / (PRESSURE_PA - vapour_pa)
}

/// Relative humidity, in per cent.
#[must_use]
pub(super) fn humidity_percent(temperature_c: f64, moisture: f64) -> f64 {
    let vapour_pa = PRESSURE_PA * moisture / (MASS_RATIO + moisture);
    (100.0 * vapour_pa / saturation_pa(temperature_c)).clamp(0.0, 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saturation_matches_the_steam_tables() {
        // Saturation pressure of water, IAPWS: 611.2, 2339, 7384 Pa.
        for (temperature_c, pressure_pa) in [(0.01, 611.7), (20.0, 2339.2), (40.0, 7384.9)] {
            assert!((saturation_pa(temperature_c) / pressure_pa - 1.0).abs() < 4e-3);
        }
        assert!((humidity_percent(21.0, moisture(21.0, 43.0)) - 43.0).abs() < 1e-9);
    }
}
