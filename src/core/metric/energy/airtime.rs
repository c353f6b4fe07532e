//! Time on air of a LoRa packet.

/// Bandwidth of the uplink channels that every European device has, in hertz (LoRaWAN RP002, EU863-870).
const BANDWIDTH_HZ: f64 = 125e3;
/// Symbols of a preamble (the same).
const PREAMBLE_SYMBOLS: f64 = 8.0;
/// Parity bits to four bits of data: coding rate 4/5.
const PARITY: u64 = 1;

/// Length of a symbol, in seconds: `2^SF / BW` (SX1276/77/78/79 data sheet, section 4.1.1.6).
#[must_use]
pub(super) fn symbol_s(spreading_factor: u8) -> f64 {
    (1_u64 << spreading_factor.min(32)) as f64 / BANDWIDTH_HZ
}

/// Time on air, in seconds, of a packet with this many bytes of physical payload, an explicit header and a checksum,
/// on 125 kHz at coding rate 4/5: `(preamble + 4.25 + 8 + max(0, ceil((8 PL - 4 SF + 28 + 16) / (4 (SF - 2 DE)))
/// (CR + 4))) Ts`, with the low data rate optimisation DE where a symbol exceeds 16 ms (SX1276/77/78/79 data sheet,
/// section 4.1.1.7).
#[must_use]
pub fn lora_airtime_s(spreading_factor: u8, payload_bytes: u64) -> f64 {
    let symbol_s = symbol_s(spreading_factor);
    let factor = u64::from(spreading_factor);
    let per_block = 4 * (factor - if symbol_s > 0.016 { 2 } else { 0 });
    let bits = (8 * payload_bytes + 28 + 16).saturating_sub(4 * factor);
    let payload_symbols = 8 + bits.div_ceil(per_block) * (PARITY + 4);
    (PREAMBLE_SYMBOLS + 4.25 + payload_symbols as f64) * symbol_s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn airtimes_are_those_of_the_formula_worked_by_hand() {
        // SF12: 512 - 48 + 44 = 508 bits in blocks of 40: 13 blocks of 5 symbols, 85.25 symbols of 32.768 ms.
        assert!((lora_airtime_s(12, 64) - 85.25 * 0.032_768).abs() < 1e-12);
        // SF7: 264 - 28 + 16 + 28 - 16 = 264 + 16 bits in blocks of 28: 10 blocks, 70.25 symbols of 1.024 ms.
        assert!((lora_airtime_s(7, 33) - 70.25 * 0.001_024).abs() < 1e-12);
    }

    #[test]
    fn a_higher_factor_and_more_bytes_take_longer() {
        for factor in 7..12 {
            assert!(lora_airtime_s(factor + 1, 20) > 1.5 * lora_airtime_s(factor, 20));
            assert!(lora_airtime_s(factor, 60) > lora_airtime_s(factor, 20));
        }
    }
}
