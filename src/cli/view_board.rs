//! A real, emulated or recorded board in the window: where it is, and the run that it feeds.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;

#[cfg(any(feature = "serial", feature = "mqtt"))]
use super::live_way;
use super::{Failure, live, save};
use crate::core::time::{ClockTwinSpec, SimTime};
use crate::lab::{Listening, Stage};
use crate::live::board::{Board, BoardSettings};
use crate::live::carrier::Carrier;
use crate::live::host_clock::{HostClock, WallClock};
use crate::live::recording::Recorder;
use crate::live::tape::Tape;

/// Which board, instead of a scene.
#[derive(Args, Clone, Debug)]
pub struct BoardArgs {
    /// Show the board on a serial port.
    #[cfg(feature = "serial")]
    #[arg(long, value_name = "PORT", conflicts_with_all = ["scene", "replay"])]
    serial: Option<String>,
    /// Show the board behind a broker that `mqtt://HOST/NAME` names, or the first that speaks.
    #[cfg(feature = "mqtt")]
    #[arg(long, value_name = "URL", conflicts_with_all = ["scene", "replay"])]
    mqtt: Option<String>,
    #[cfg(feature = "mqtt")]
    #[command(flatten)]
    broker: super::broker::BrokerArgs,
    /// Show a recorded board: CSV with the header `ref_s,line`.
    #[arg(long, value_name = "FILE", conflicts_with = "scene")]
    replay: Option<PathBuf>,
    /// Keep every line of the board in a recording.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["scene", "replay"])]
    record: Option<PathBuf>,
    /// Keep the board's own clock with this machine's date, by its multiplier.
    #[arg(long, conflicts_with_all = ["scene", "replay"])]
    steer: bool,
    /// Newest readings that the board's clock is fitted to, from 8 to 4096.
    #[arg(long, value_name = "N", default_value_t = ClockTwinSpec::default().window)]
    window: usize,
    /// Count so many times faster than the wall: for a recording, or an emulated board that runs as fast.
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = super::device::scale)]
    time_scale: f64,
}

impl Default for BoardArgs {
    fn default() -> Self {
        Self {
            #[cfg(feature = "serial")]
            serial: None,
            #[cfg(feature = "mqtt")]
            mqtt: None,
            #[cfg(feature = "mqtt")]
            broker: super::broker::BrokerArgs::default(),
            replay: None,
            record: None,
            steer: false,
            window: ClockTwinSpec::default().window,
            time_scale: 1.0,
        }
    }
}

impl BoardArgs {
    /// Seconds that pass in a second of the wall.
    pub(super) fn time_scale(&self) -> f64 {
        self.time_scale
    }

    /// The run of a board and the session that feeds it; none where a scene is shown.
    ///
    /// # Errors
    /// With exit code 3 when the port or broker is missing, 2 for a recording or a setting that cannot be read.
    pub(super) fn stage(&self) -> Result<Option<(Stage, Listening)>, Failure> {
        let clock: Arc<dyn HostClock> = Arc::new(WallClock::start(self.time_scale));
        let Some(carrier) = self.carrier(&clock)? else { return Ok(None) };
        let spec = ClockTwinSpec { window: self.window, ..ClockTwinSpec::default() };
        spec.check().map_err(|error| Failure::input(format!("--{error}")))?;
        let settings = BoardSettings { clock: spec, first_command_id: live::session_id(), ..BoardSettings::default() };
        let epoch_s = live::date_s() - clock.now().secs();
        let mut session = Listening::new(Board::new(settings), carrier, clock);
        if self.replay.is_none() {
            session = session.dated(epoch_s);
        }
        if self.steer {
            session.board.steer(session.epoch_s);
        }
        if let Some(path) = &self.record {
            let file = File::create(path).map_err(|error| save::failed(path, error))?;
            let recorder = Recorder::new(Box::new(file) as _).map_err(|error| save::failed(path, error))?;
            session.record(recorder, path.display().to_string());
        }
        Ok(Some((session.stage().map_err(Failure::run)?, session)))
    }

    fn carrier(&self, clock: &Arc<dyn HostClock>) -> Result<Option<Box<dyn Carrier>>, Failure> {
        #[cfg(feature = "mqtt")]
        if let Some(url) = &self.mqtt {
            return live_way::broker(&self.broker, url, None::<SimTime>, Arc::clone(clock)).map(Some);
        }
        #[cfg(feature = "serial")]
        if let Some(path) = &self.serial {
            return live_way::serial(path, crate::live::serial::USUAL_BAUD, Arc::clone(clock)).map(Some);
        }
        self.replay.as_ref().map(|path| recording(path, Arc::clone(clock))).transpose()
    }
}

/// Plays a recording at the pace of a clock.
fn recording(path: &Path, clock: Arc<dyn HostClock>) -> Result<Box<dyn Carrier>, Failure> {
    let wrong = |error| live::unreadable(path, &error);
    let file = File::open(path).map_err(|error| wrong(error.into()))?;
    let tape = Tape::new(path.display().to_string(), BufReader::new(file), clock).map_err(wrong)?;
    Ok(Box::new(tape))
}
