//! Student's t: how much wider a bar must be when few readings told how wide it is.

/// Half-width of a 95 % interval, in standard deviations.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Factor on a standard error with `freedom` degrees of freedom, so that 1.96 of it cover 95 %: t / z.
///
/// The expansion of the quantile in `1 / freedom` (Abramowitz and Stegun 26.7.5), good to 0.3 % from three on.
pub fn widening(freedom: usize) -> f64 {
    let n = match freedom {
        0 => return f64::INFINITY,
        1 => return 12.706_204_7 / Z95,
        2 => return 4.302_652_7 / Z95,
        more => more as f64,
    };
    let s = Z95 * Z95;
    let first = (s + 1.0) / 4.0;
    let second = ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let fourth = ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92_160.0;
    1.0 + (first + (second + (third + fourth / n) / n) / n) / n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_agrees_with_the_tables() {
        for (freedom, t) in [(1, 12.7062), (2, 4.3027), (3, 3.1824), (4, 2.7764), (10, 2.2281), (60, 2.0003)] {
            assert!((widening(freedom) * Z95 / t - 1.0).abs() < 3e-3, "{freedom}: {}", widening(freedom) * Z95);
        }
    }
}
