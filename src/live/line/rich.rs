//! Lines of the rich dialect, board to host, without their checksum: greeting, clock, vibration, pong.

use super::course::emit_clock;
use super::field::{Boot, Chip, Fields};
use super::{ClockLine, Line, Reject};

/// What a board says of itself after boot, and when asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hello {
    /// Version of its firmware.
    pub firmware: String,
    /// Which board it is.
    pub chip: Chip,
    /// Which boot this is.
    pub boot: Boot,
}

/// What the rich dialect adds to a clock line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tail {
    /// Number of the telemetry line since boot, from 0.
    pub seq: u32,
    /// Which boot this is.
    pub boot: Boot,
    /// Temperature of the board, in degrees Celsius.
    pub temperature_c: f64,
}

/// When a vibration sample was taken and which line it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The board's counter when the sample was taken, in microseconds.
    pub micros: u32,
    /// Number of the telemetry line since boot, from 0.
    pub seq: u32,
    /// Which boot this is.
    pub boot: Boot,
}

/// The answer to a ping.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pong {
    /// The ping's identifier.
    pub id: u32,
    /// The board's counter when the ping's first byte was read, in microseconds.
    pub t2_micros: u32,
    /// The board's counter when the answer was handed to its port, in microseconds.
    pub t3_micros: u32,
    /// Which boot this is.
    pub boot: Boot,
}

pub(super) fn hello(line: &str) -> Result<Line, Reject> {
    let mut fields = Fields::of(line);
    let name = fields.text("HELLO")?;
    if name != "twinsync" {
        return Err(Reject::field("HELLO", name, "twinsync"));
    }
    let firmware = fields.text("FW")?.to_owned();
    let (chip, boot) = (fields.chip()?, fields.boot()?);
    fields.end()?;
    Ok(Line::Hello(Hello { firmware, chip, boot }))
}

pub(super) fn clock(line: &str) -> Result<Line, Reject> {
    let mut fields = Fields::of(line);
    let (micros, wall_s) = (fields.whole("RAW_MICROS")?, fields.decimal("CUR_WALL")?);
    let (seq, boot, temperature_c) = (fields.whole("SEQ")?, fields.boot()?, fields.decimal("TEMP")?);
    fields.end()?;
    Ok(Line::Clock(ClockLine { micros, wall_s: Some(wall_s), tail: Some(Tail { seq, boot, temperature_c }) }))
}

pub(super) fn vibration(line: &str) -> Result<Line, Reject> {
    let wrong = |text: &str| Reject::field("VIB", text, "three decimal numbers");
    let mut parts = line.strip_prefix("VIB:").ok_or(Reject::Unknown)?.splitn(4, ',');
    let mut accel_m_s2 = [0.0; 3];
    for axis in &mut accel_m_s2 {
        let text = parts.next().ok_or(Reject::Missing("VIB"))?;
        *axis = super::field::decimal(text).ok_or_else(|| wrong(text))?;
    }
    let mut fields = Fields::of(parts.next().ok_or(Reject::Missing("MICROS"))?);
    let (micros, seq, boot) = (fields.whole("MICROS")?, fields.whole("SEQ")?, fields.boot()?);
    fields.end()?;
    Ok(Line::Vibration { accel_m_s2, stamp: Some(Stamp { micros, seq, boot }) })
}

pub(super) fn pong(line: &str) -> Result<Line, Reject> {
    let mut fields = Fields::of(line);
    let (id, t2_micros, t3_micros) = (fields.whole("PONG")?, fields.whole("T2")?, fields.whole("T3")?);
    let boot = fields.boot()?;
    fields.end()?;
    Ok(Line::Pong(Pong { id, t2_micros, t3_micros, boot }))
}

pub(super) fn emit_hello(hello: &Hello) -> String {
    format!("HELLO:twinsync,FW:{},CHIP:{},BOOT:{}", hello.firmware, hello.chip, hello.boot)
}

pub(super) fn emit_tailed(line: &ClockLine, tail: &Tail) -> String {
    format!("{},SEQ:{},BOOT:{},TEMP:{:.2}", emit_clock(line), tail.seq, tail.boot, tail.temperature_c)
}

pub(super) fn emit_vibration([x, y, z]: [f64; 3], stamp: &Stamp) -> String {
    format!("VIB:{x:.3},{y:.3},{z:.3},MICROS:{},SEQ:{},BOOT:{}", stamp.micros, stamp.seq, stamp.boot)
}

pub(super) fn emit_pong(pong: &Pong) -> String {
    format!("PONG:{},T2:{},T3:{},BOOT:{}", pong.id, pong.t2_micros, pong.t3_micros, pong.boot)
}
