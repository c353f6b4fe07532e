//! What an ESP32's boot loader writes before the sketch runs, on the same port.

/// How such lines begin: ROM and second-stage boot loader, and what they print after a crash.
const BEGINNINGS: [&str; 25] = [
    "ets ",
    "rst:0x",
    "configsip:",
    "clk_drv:",
    "mode:DIO",
    "mode:DOUT",
    "mode:QIO",
    "mode:QOUT",
    "load:0x",
    "entry 0x",
    "ho ",
    "ESP-ROM:",
    "Build:",
    "SPIWP:",
    "Saved PC:",
    "chksum ",
    "csum ",
    "waiting for download",
    "Rebooting...",
    "Guru Meditation Error",
    "Backtrace:",
    "ELF file SHA256",
    "Brownout detector",
    "E (",
    "I (",
];

/// Whether a line is a boot loader's.
pub(super) fn is_boot_noise(line: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boot_as_an_esp32_prints_it() {
        for line in [
            "ets Jun  8 2016 00:22:57",
            "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)",
            "configsip: 0, SPIWP:0xee",
            "clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00",
            "mode:DIO, clock div:1",
            "load:0x3fff0030,len:1184",
            "ho 0 tail 12 room 4",
            "entry 0x400805e4",
        ] {
            assert!(is_boot_noise(line), "{line}");
        }
        assert!(!is_boot_noise("RAW_MICROS:1,CUR_WALL:1.000"));
    }
}
