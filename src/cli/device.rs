//! `twinsync device`: an emulated board, on a pseudo-terminal, on standard output, or straight into a recording.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use clap::{Args, ValueEnum};

#[cfg(feature = "mqtt")]
use super::board_link::BoardLink;
use super::edits::seconds;
#[cfg(all(feature = "serial", unix))]
use super::write_out;
use super::{Failure, save};
use crate::core::device::{ClockBoardSpec, RotorSpec};
use crate::core::time::{ClockTwinSpec, SimTime};
use crate::live::board::{Board, BoardSettings};
use crate::live::emulator::{Delays, Dialect, Emission, Emulator, EmulatorSpec, Role};
use crate::live::feed::Heard;
use crate::live::host_clock::{HostClock as _, WallClock};
#[cfg(all(feature = "serial", unix))]
use crate::live::pty::Pty;
use crate::live::recording::Recorder;

/// Longest wait between two looks at what the host has written.
const WAIT: Duration = Duration::from_millis(50);

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RoleArg {
    Clock,
    Rotor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DialectArg {
    Course,
    Rich,
    Bare,
}

/// Arguments of `device`.
#[derive(Args, Clone, Debug)]
pub struct DeviceArgs {
    /// What the board does: it sends its clock, or the vibration of a rotor.
    role: RoleArg,
    /// Sit behind a pseudo-terminal, and print the path to open.
    #[cfg(all(feature = "serial", unix))]
    #[arg(long, conflicts_with = "record")]
    pty: bool,
    /// The same, and make a symbolic link to it that stays the same.
    #[cfg(all(feature = "serial", unix))]
    #[arg(long, value_name = "PATH", conflicts_with = "record")]
    pty_link: Option<PathBuf>,
    /// Speak over an MQTT broker: `mqtt://HOST/NAME` names the board, else it is called after its role.
    #[cfg(feature = "mqtt")]
    #[arg(long, value_name = "URL", conflicts_with = "record")]
    mqtt: Option<String>,
    #[cfg(feature = "mqtt")]
    #[command(flatten)]
    broker: super::broker::BrokerArgs,
    /// Write a recording at once, as a host would have heard it; needs --for.
    #[arg(long, value_name = "FILE", requires = "for_s")]
    record: Option<PathBuf>,
    /// Rate error of its crystal at 25 °C, in parts per million.
    #[arg(long, value_name = "X", default_value_t = 40.0, allow_negative_numbers = true, value_parser = drift)]
    drift_ppm: f64,
    /// How its lines look.
    #[arg(long, value_enum, default_value = "rich")]
    dialect: DialectArg,
    /// Temperature of its crystal, in degrees Celsius.
    #[arg(long, value_name = "C", default_value_t = 25.0, allow_negative_numbers = true, value_parser = temperature)]
    temperature: f64,
    /// Seconds between two clock lines, instead of the dialect's own.
    #[arg(long, value_name = "S", value_parser = seconds)]
    interval_s: Option<f64>,
    /// What its counter shows at the start, in seconds: 4290 is 5 s before it wraps.
    #[arg(long, value_name = "S", default_value_t = 0.0, value_parser = counter)]
    counter_s: f64,
    /// Speed of the rotor, in turns per minute.
    #[arg(long, value_name = "N", default_value_t = 1500.0, value_parser = speed)]
    speed_rpm: f64,
    /// Unbalance of the rotor, in gram millimetres.
    #[arg(long, value_name = "U", default_value_t = 30.0, value_parser = unbalance)]
    unbalance_g_mm: f64,
    /// Standard deviation of the delay to the host, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 0.0, value_parser = delay)]
    jitter_ms: f64,
    /// Share of lines that are stalled on their way.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    stalls: f64,
    /// Longest stall, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 100.0, value_parser = delay)]
    stall_ms: f64,
    /// Reboot at these instants, in seconds.
    #[arg(long, value_name = "S,..", value_delimiter = ',', value_parser = seconds)]
    reboot_at: Vec<f64>,
    /// Share of lines that are damaged, or have rubbish before them.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    garbage: f64,
    /// Run so many times faster than the wall; give the same to `live`.
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = scale)]
    time_scale: f64,
    /// End after so many seconds of the board's time.
    #[arg(long = "for", value_name = "S", value_parser = seconds)]
    for_s: Option<f64>,
    /// Seed of everything random.
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
}

fn number(text: &str, low: f64, high: f64) -> Result<f64, String> {
    let value = text.parse().ok().filter(|value: &f64| *value >= low && *value <= high);
    value.ok_or_else(|| format!("it is not a number from {low} to {high}"))
}

fn drift(text: &str) -> Result<f64, String> {
    number(text, -22_000.0, 22_000.0)
}

fn temperature(text: &str) -> Result<f64, String> {
    number(text, -40.0, 85.0)
}

fn counter(text: &str) -> Result<f64, String> {
    number(text, 0.0, 4294.0)
}

fn speed(text: &str) -> Result<f64, String> {
    number(text, 0.0, 6000.0)
}

fn unbalance(text: &str) -> Result<f64, String> {
    number(text, 0.0, 10_000.0)
}

fn delay(text: &str) -> Result<f64, String> {
    number(text, 0.0, 60_000.0)
}

fn share(text: &str) -> Result<f64, String> {
    number(text, 0.0, 1.0)
}

/// Reads how many times faster than the wall something runs.
///
/// # Errors
/// A sentence, when it cannot.
pub(super) fn scale(text: &str) -> Result<f64, String> {
    number(text, 0.01, 10_000.0)
}

impl DeviceArgs {
    fn spec(&self) -> EmulatorSpec {
        EmulatorSpec {
            role: match self.role {
                RoleArg::Clock => Role::Clock,
                RoleArg::Rotor => Role::Rotor,
            },
            dialect: match self.dialect {
                DialectArg::Course => Dialect::Course,
                DialectArg::Rich => Dialect::Rich,
                DialectArg::Bare => Dialect::Bare,
            },
            clock: ClockBoardSpec {
                drift_ppm: self.drift_ppm,
                offset_s: self.counter_s,
                temperature_c: self.temperature,
                ..ClockBoardSpec::default()
            },
            rotor: RotorSpec { speed_rpm: self.speed_rpm, unbalance_g_mm: self.unbalance_g_mm, ..RotorSpec::default() },
            interval_s: self.interval_s,
            delays: Delays {
                jitter_ms: self.jitter_ms,
                stall_share: self.stalls,
                stall_ms: self.stall_ms,
                ..Delays::default()
            },
            reboots_s: self.reboot_at.clone(),
            garbage_share: self.garbage,
            seed: self.seed,
        }
    }
}

/// Where an emulated board's lines go, and where commands come from.
enum Front {
    #[cfg(all(feature = "serial", unix))]
    Pty(Pty),
    #[cfg(feature = "mqtt")]
    Mqtt(BoardLink),
    Stdout,
}

impl Front {
    fn of(args: &DeviceArgs, clock: WallClock) -> Result<Self, Failure> {
        #[cfg(feature = "mqtt")]
        if let Some(url) = &args.mqtt {
            #[cfg(all(feature = "serial", unix))]
            if args.pty || args.pty_link.is_some() {
                return Err(Failure::input("--mqtt and --pty: a board is at the end of one way"));
            }
            let role = if args.role == RoleArg::Clock { "clock" } else { "rotor" };
            return BoardLink::open(&args.broker, url, role, clock).map(Self::Mqtt);
        }
        #[cfg(not(feature = "mqtt"))]
        let _ = clock;
        Self::local(args)
    }

    #[cfg(all(feature = "serial", unix))]
    fn local(args: &DeviceArgs) -> Result<Self, Failure> {
        if !args.pty && args.pty_link.is_none() {
            return Ok(Self::Stdout);
        }
        let pty = Pty::open(args.pty_link.as_deref())
            .map_err(|error| Failure::missing(format!("no pseudo-terminal could be made: {error}")))?;
        let path = args.pty_link.as_ref().map_or_else(|| pty.path().to_owned(), |link| link.display().to_string());
        write_out(&format!("{path}\n"))?;
        Ok(Self::Pty(pty))
    }

    #[cfg(not(all(feature = "serial", unix)))]
    fn local(_args: &DeviceArgs) -> Result<Self, Failure> {
        Ok(Self::Stdout)
    }

    /// Sends to the host. False once nobody can hear any more.
    fn send(&mut self, emission: &Emission) -> Result<bool, Failure> {
        match self {
            #[cfg(all(feature = "serial", unix))]
            Self::Pty(pty) => pty.send(&emission.bytes).map(|()| true).map_err(lost),
            #[cfg(feature = "mqtt")]
            Self::Mqtt(link) => {
                link.send(&emission.bytes);
                Ok(true)
            }
            Self::Stdout => {
                let mut stdout = io::stdout().lock();
                match stdout.write_all(&emission.bytes).and_then(|()| stdout.flush()) {
                    Ok(()) => Ok(true),
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
                    Err(error) => Err(Failure::run(format!("standard output cannot be written: {error}"))),
                }
            }
        }
    }

    /// What the host has written, waiting for it at the most so long.
    fn hear(&mut self, wait: Duration) -> Result<Vec<u8>, Failure> {
        match self {
            #[cfg(all(feature = "serial", unix))]
            Self::Pty(pty) => pty.hear(wait).map_err(lost),
            #[cfg(feature = "mqtt")]
            Self::Mqtt(link) => Ok(link.hear(wait)),
            Self::Stdout => {
                thread::sleep(wait);
                Ok(Vec::new())
            }
        }
    }
}

#[cfg(all(feature = "serial", unix))]
fn lost(error: io::Error) -> Failure {
    Failure::run(format!("the pseudo-terminal is gone: {error}"))
}

/// Runs an emulated board until it is stopped.
///
/// # Errors
/// With exit code 3 where there is no pseudo-terminal, 1 when a file cannot be written.
pub fn run(args: &DeviceArgs) -> Result<(), Failure> {
    let mut emulator = Emulator::new(&args.spec()).map_err(Failure::input)?;
    let end = args.for_s.map_or(SimTime::MAX, SimTime::from_secs);
    if let Some(path) = &args.record {
        let file = File::create(path).map_err(|error| save::failed(path, error))?;
        return record(&mut emulator, end, file).map_err(|error| save::failed(path, error));
    }
    let clock = WallClock::start(args.time_scale);
    let mut front = Front::of(args, clock)?;
    // Opening may have taken a while; the board boots now.
    let clock = WallClock::start(args.time_scale);
    loop {
        let now = clock.now();
        while let Some(emission) = emulator.poll(now.min(end)) {
            if !front.send(&emission)? {
                return Ok(());
            }
        }
        if now >= end {
            return Ok(());
        }
        let due = emulator.next_wakeup().map_or(end, |due| due.min(end));
        let left_s = ((due - now).secs() / args.time_scale).max(0.0);
        let bytes = front.hear(WAIT.min(Duration::from_secs_f64(left_s.min(1.0))))?;
        if !bytes.is_empty() {
            emulator.hear(clock.now(), &bytes);
        }
    }
}

/// Lets a host hear the board for a while, without waiting, and keeps what it heard.
fn record(emulator: &mut Emulator, end: SimTime, file: File) -> io::Result<()> {
    let mut recorder = Recorder::new(BufWriter::new(file))?;
    // Its clock is of no interest here: the smallest window costs the least.
    let clock = ClockTwinSpec { window: 8, ..ClockTwinSpec::default() };
    let mut host = Board::new(BoardSettings { clock, ..BoardSettings::default() });
    host.hear(&Heard::Up { at: SimTime::ZERO, name: String::new() });
    while let Some(due) = emulator.next_wakeup().filter(|due| *due <= end) {
        while let Some(Emission { at, bytes }) = emulator.poll(due) {
            let mut kept = Ok(());
            host.hear_and_tell(&Heard::Bytes { at, bytes }, &mut |at, line| {
                if kept.is_ok() {
                    kept = recorder.line(at, line);
                }
            });
            kept?;
        }
    }
    Ok(())
}
