//! Radios: how long each wakes, sends and lingers, and what that takes.

use serde::{Deserialize, Serialize};

use super::airtime::{lora_airtime_s, symbol_s};

/// The radio that a device sends with, for its battery's sake; it changes nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum RadioSpec {
    /// A cable: it takes nothing from a battery.
    Wired,
    /// Wi-Fi of a telephone in power-save mode.
    Wifi,
    /// 4G: a tail of 11.6 s at about a watt after each transfer.
    Lte,
    /// 3G: two tails, of 8 s and of 0.8 s.
    Umts,
    /// 2G: a tail of 6 s.
    Gprs,
    /// LoRaWAN class A in Europe, at 13 dBm.
    LoRaWan {
        /// 7 (fast and near) to 12 (slow and far).
        #[serde(default = "default_spreading_factor")]
        spreading_factor: u8,
    },
    /// Bluetooth Low Energy, connected, at 1 Mbit/s and 0 dBm.
    Ble,
}

fn default_spreading_factor() -> u8 {
    9
}

/// A state of the radio: for how long, and at what power.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Phase {
    /// Length in seconds.
    pub s: f64,
    /// Power in watts.
    pub w: f64,
}

/// Putting one frame on the air.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Burst {
    /// Length in seconds.
    pub s: f64,
    /// Energy in joules.
    pub j: f64,
}

/// No time at all.
const NOTHING: Phase = Phase { s: 0.0, w: 0.0 };

impl RadioSpec {
    /// What the preset is taken from.
    #[must_use]
    pub fn source(&self) -> &'static str {
        match self {
            Self::Wired => "by definition",
            Self::Wifi | Self::Lte | Self::Umts => "Huang et al., MobiSys 2012, tables 3 and 4",
            Self::Gprs => "Balasubramanian et al., IMC 2009, table 2",
            Self::LoRaWan { .. } => "Semtech SX1276/77/78/79 data sheet, table 6 and section 4.1.1.7",
            Self::Ble => "Nordic nRF52832 product specification 1.4; Bluetooth Core 5.0, volume 6 part B",
        }
    }

    /// From sleep to ready.
    #[must_use]
    pub fn promotion(&self) -> Phase {
        match self {
            Self::Wifi => Phase { s: 0.0791, w: 0.1244 },
            Self::Lte => Phase { s: 0.2601, w: 1.2107 },
            Self::Umts => Phase { s: 0.5821, w: 0.6594 },
            Self::Wired | Self::Gprs | Self::LoRaWan { .. } | Self::Ble => NOTHING,
        }
    }

    /// What follows a transfer before the radio sleeps, if nothing else is sent.
    #[must_use]
    pub fn tail(&self) -> &'static [Phase] {
        match self {
            Self::Wifi => &[Phase { s: 0.2381, w: 0.1193 }],
            Self::Lte => &[Phase { s: 11.576, w: 1.060 }],
            Self::Umts => &[Phase { s: 8.0882, w: 0.8039 }, Phase { s: 0.8242, w: 0.6013 }],
            Self::Gprs => &[Phase { s: 6.0, w: 0.25 }],
            Self::Wired | Self::LoRaWan { .. } | Self::Ble => &[],
        }
    }

    /// Sending a frame of this many bytes once the radio is ready.
    #[must_use]
    pub fn burst(&self, bytes: u64) -> Burst {
        match self {
            Self::Wired => Burst { s: 0.0, j: 0.0 },
            // Power alpha t + beta at an uplink throughput of t Mbit/s, the medians that the same paper measured.
            Self::Wifi => linear(bytes, 0.94, 0.283_17, 0.132_86),
            Self::Lte => linear(bytes, 5.64, 0.438_39, 1.288_04),
            Self::Umts => linear(bytes, 0.5, 0.868_98, 0.817_88),
            // 0.036 J a kilobyte, on two time slots of coding scheme 2 (13.4 kbit/s each, 3GPP TS 43.064).
            Self::Gprs => Burst { s: 8.0 * bytes as f64 / 26.8e3, j: 0.036 * bytes as f64 / 1000.0 },
            Self::LoRaWan { spreading_factor } => lora(bytes, *spreading_factor),
            Self::Ble => ble(bytes),
        }
    }
}

/// A transfer at `mbps`, at a power of `alpha` watts for each Mbit/s and `beta` watts.
fn linear(bytes: u64, mbps: f64, alpha: f64, beta: f64) -> Burst {
    let s = 8e-6 * bytes as f64 / mbps;
    Burst { s, j: (alpha * mbps + beta) * s }
}

/// Bytes that packets of at most `most` carry, cut into packets: full ones, and what is in the last.
fn packets(bytes: u64, most: u64) -> (u64, u64) {
    let full = bytes.saturating_sub(1) / most;
    (full, bytes - full * most)
}

/// LoRaWAN packets, each followed by two short receive windows.
///
/// 13 bytes of headers and integrity code a packet (LoRaWAN 1.0.4, section 4); at most 51, 115 or 242 bytes by data rate (RP002
/// 1.0.3, EU863-870). Sending at 13 dBm takes 29 mA and receiving 10.8 mA (data sheet, table 6) at 3.3 V. A window lasts as long as
/// it takes to look for a preamble, 8 symbols: the first at the uplink's rate, the second at SF12.
fn lora(bytes: u64, factor: u8) -> Burst {
    const HEADERS: u64 = 13;
    const SEND_W: f64 = 0.029 * 3.3;
    const RECEIVE_W: f64 = 0.0108 * 3.3;
    let most = match factor {
        0..=8 => 242,
        9 => 115,
        _ => 51,
    };
    let (full, last) = packets(bytes, most);
    let sending_s = full as f64 * lora_airtime_s(factor, HEADERS + most) + lora_airtime_s(factor, HEADERS + last);
    let receiving_s = (full + 1) as f64 * 8.0 * (symbol_s(factor) + symbol_s(12));
    Burst { s: sending_s + receiving_s, j: SEND_W * sending_s + RECEIVE_W * receiving_s }
}

/// Bluetooth packets, each answered by an empty one.
///
/// 17 bytes a packet beside the payload (preamble 1, access address 4, header 2, checksum 3, L2CAP 4, ATT 3), at most 244
/// of payload, 150 us to the answer of 80 us (Core 5.0, volume 6 part B, sections 2.1 and 4.1). 5.3 mA to send and 5.4 mA
/// to receive at 3 V (nRF52832, radio electrical specification, DC/DC on).
fn ble(bytes: u64) -> Burst {
    const HEADERS: u64 = 17;
    const MOST: u64 = 244;
    const SEND_W: f64 = 0.0053 * 3.0;
    const RECEIVE_W: f64 = 0.0054 * 3.0;
    let (full, last) = packets(bytes, MOST);
    let on_air = full * (HEADERS + MOST) + HEADERS + last;
    let sending_s = 8e-6 * on_air as f64;
    let receiving_s = (full + 1) as f64 * (150e-6 + 80e-6);
    Burst { s: sending_s + receiving_s, j: SEND_W * sending_s + RECEIVE_W * receiving_s }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_frames_are_cut_into_packets() {
        assert_eq!((packets(0, 51), packets(51, 51), packets(52, 51)), ((0, 0), (0, 51), (1, 1)));
        let radio = RadioSpec::LoRaWan { spreading_factor: 10 };
        let (one, two) = (radio.burst(51), radio.burst(102));
        assert!((two.j - 2.0 * one.j).abs() < 1e-12 && (two.s - 2.0 * one.s).abs() < 1e-12);
    }

    #[test]
    fn a_transfer_takes_its_power_for_its_time() {
        let burst = RadioSpec::Lte.burst(705_000);
        assert!((burst.s - 1.0).abs() < 1e-12, "5.64 Mbit at 5.64 Mbit/s");
        assert!((burst.j - (0.438_39 * 5.64 + 1.288_04)).abs() < 1e-12);
        // 20 bytes over Bluetooth: 37 on the air, 296 us.
        let burst = RadioSpec::Ble.burst(20);
        assert!((burst.j - (296e-6 * 0.0159 + 230e-6 * 0.0162)).abs() < 1e-15);
    }
}
