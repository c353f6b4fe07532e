//! `twinsync live`: the twin of a real, emulated or recorded board, to a table or JSON.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use clap::{Args, ValueEnum};
use indicatif::ProgressBar;
use serde::Serialize;

use super::edits::seconds;
use super::{Failure, live_table, save, write_out};
use crate::core::time::{ClockTwinSpec, Estimator, SimTime};
use crate::live::board::{Board, BoardSettings};
use crate::live::carrier::Carrier;
use crate::live::feed::Heard;
use crate::live::host_clock::{HostClock, WallClock};
use crate::live::order::{Wish, parse_wish};
use crate::live::recording::{Player, Recorder, RecordingError};
use crate::live::summary::{CommandSummary, Summary};

/// Time between two looks at what has come.
pub(super) const NAP: Duration = Duration::from_millis(5);

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
enum EstimatorArg {
    TheilSen,
    LeastSquares,
    Huber,
    LowerHull,
}

/// What to listen to.
#[derive(Args, Clone, Debug, Default)]
#[group(required = true, multiple = false)]
struct Source {
    /// A serial port.
    #[cfg(feature = "serial")]
    #[arg(long, value_name = "PORT")]
    serial: Option<String>,
    /// A broker: the board that `mqtt://HOST/NAME` names, or the first that speaks.
    #[cfg(feature = "mqtt")]
    #[arg(long, value_name = "URL")]
    mqtt: Option<String>,
    /// A recording: CSV with the header `ref_s,line`.
    #[arg(long, value_name = "FILE")]
    replay: Option<PathBuf>,
    /// List the serial ports of this machine.
    #[cfg(feature = "serial")]
    #[arg(long)]
    list_ports: bool,
}

/// Arguments of `live`.
#[derive(Args, Clone, Debug)]
pub struct LiveArgs {
    #[command(flatten)]
    source: Source,
    /// Bits a second of the serial port.
    #[cfg(feature = "serial")]
    #[arg(long, value_name = "N", default_value_t = crate::live::serial::USUAL_BAUD)]
    baud: u32,
    #[cfg(feature = "mqtt")]
    #[command(flatten)]
    broker: super::broker::BrokerArgs,
    /// Show every device of these kinds that the broker tells of, not one board.
    #[cfg(feature = "mqtt")]
    #[arg(long, value_name = "A,B", value_parser = super::live_devices::names(), value_delimiter = ',', requires = "mqtt", conflicts_with_all = ["record", "send", "steer", "predict_at"])]
    preset: Vec<String>,
    /// Seconds of silence after which a device behind a broker is stale, instead of what is usual for its kind.
    #[cfg(feature = "mqtt")]
    #[arg(long, value_name = "S", requires = "mqtt", value_parser = seconds)]
    stale_after: Option<f64>,
    /// Newest readings that the clock is fitted to, from 8 to 4096.
    #[arg(long, value_name = "N", default_value_t = ClockTwinSpec::default().window)]
    window: usize,
    /// How the clock's line is fitted.
    #[arg(long, value_enum, default_value = "theil_sen")]
    estimator: EstimatorArg,
    /// End after so many seconds.
    #[arg(long = "for", value_name = "S", value_parser = seconds)]
    for_s: Option<f64>,
    /// Say where the board's counter is expected at this time of the host, in seconds.
    #[arg(long, value_name = "S", value_parser = instant)]
    predict_at: Option<f64>,
    /// Keep every line in a recording.
    #[arg(long, value_name = "FILE", conflicts_with = "replay")]
    record: Option<PathBuf>,
    /// Send a command to the board: `SET_MULT:0.99996`, `SET_PHASE:1764364562`, `VIBRATION:1`
    #[arg(long, value_name = "COMMAND", conflicts_with = "replay")]
    send: Vec<String>,
    /// Keep the board's own clock with this machine's date, by its multiplier.
    #[arg(long, conflicts_with = "replay")]
    steer: bool,
    /// Seconds between two pings of a board that answers them; 0 sends none.
    #[arg(long, value_name = "S", default_value_t = BoardSettings::default().ping_every_s, value_parser = pause)]
    ping_every_s: f64,
    /// Count so many times faster than the wall, for an emulated board that runs as fast.
    #[arg(long, value_name = "X", default_value_t = 1.0, value_parser = super::device::scale)]
    time_scale: f64,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
    /// Print no progress.
    #[arg(long)]
    quiet: bool,
}

fn instant(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|value: &f64| value.abs() <= 9e9);
    value.ok_or_else(|| "it is not a number of seconds within 9e9".to_owned())
}

fn pause(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|value: &f64| *value >= 0.0 && *value <= 1e6);
    value.ok_or_else(|| "it is not a number from 0 to 1e6".to_owned())
}

/// The session as scripts read it.
#[derive(Serialize)]
struct LiveReport {
    version: &'static str,
    source: SourceReport,
    commands: CommandSummary,
    #[serde(flatten)]
    summary: Summary,
}

/// Where the lines came from: what a replay cannot repeat.
#[derive(Clone, Debug, Default, Serialize)]
struct SourceReport {
    kind: &'static str,
    name: String,
    opened: u64,
    closed: u64,
    pings: u64,
    feed_dropped: u64,
    /// Which of a broker's boards.
    board: Option<String>,
    /// Why what is known of it is stale; none while it is fresh, and for other ways than a broker.
    stale: Option<&'static str>,
}

/// Twins a board.
///
/// # Errors
/// With exit code 3 when the port is missing, 2 for a recording or a setting that cannot be read, 1 when a file cannot be written.
pub fn run(args: &LiveArgs) -> Result<(), Failure> {
    #[cfg(feature = "serial")]
    if args.source.list_ports {
        return list_ports(args.json);
    }
    #[cfg(feature = "mqtt")]
    if let (Some(url), false) = (&args.source.mqtt, args.preset.is_empty()) {
        let asked = super::live_devices::Asked {
            url,
            broker: &args.broker,
            presets: &args.preset,
            stale_after_s: args.stale_after,
            for_s: args.for_s,
            json: args.json,
            quiet: args.quiet,
        };
        return super::live_devices::run(&asked);
    }
    let estimator = match args.estimator {
        EstimatorArg::TheilSen => Estimator::TheilSen,
        EstimatorArg::LeastSquares => Estimator::LeastSquares,
        EstimatorArg::Huber => Estimator::Huber,
        EstimatorArg::LowerHull => Estimator::LowerHull,
    };
    let clock = ClockTwinSpec { window: args.window, estimator, ..ClockTwinSpec::default() };
    clock.check().map_err(|error| Failure::input(format!("--{error}")))?;
    let first_command_id = session_id();
    let board = Board::new(BoardSettings { clock, ping_every_s: args.ping_every_s, first_command_id });
    let (board, source) = match &args.source.replay {
        Some(path) => replay(board, path, args.for_s)?,
        None => live(board, args)?,
    };
    let summary = Summary::of(&board, args.predict_at.map(SimTime::from_secs));
    let commands = CommandSummary::of(&board);
    if args.json {
        let report = LiveReport { version: env!("CARGO_PKG_VERSION"), source, commands, summary };
        return write_out(&format!("{}\n", save::json(&report)?));
    }
    let board = source.board.as_deref().unwrap_or("nobody");
    let standing = match source.stale {
        _ if source.kind != "mqtt" => String::new(),
        None => format!("broker      {board} is fresh\n"),
        Some(why) => format!("broker      {board} is stale: {why}\n"),
    };
    write_out(&(live_table::of(&summary, &commands) + &standing))
}

/// Another number for each session: a board remembers the commands of the one before.
pub(super) fn session_id() -> u32 {
    // The lower bits are what differs.
    (date_s() * 1e3) as u64 as u32
}

/// The date, in seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "a board's own clock is set by the date")]
pub(super) fn date_s() -> f64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

#[cfg(feature = "serial")]
fn list_ports(json: bool) -> Result<(), Failure> {
    let ports = crate::live::serial::ports().map_err(|error| Failure::run(&error).with_hint(error.hint()))?;
    if json {
        let list: Vec<_> =
            ports.iter().map(|port| serde_json::json!({ "path": port.path, "what": port.what })).collect();
        return write_out(&format!("{}\n", save::json(&list)?));
    }
    if ports.is_empty() {
        return write_out("no serial ports\n");
    }
    let rows: Vec<Vec<String>> = ports.into_iter().map(|port| vec![port.path, port.what]).collect();
    write_out(&super::columns::aligned(&["port".to_owned(), "what".to_owned()], &rows, 2))
}

fn replay(mut board: Board, path: &Path, for_s: Option<f64>) -> Result<(Board, SourceReport), Failure> {
    let place = path.display();
    let wrong = |error| unreadable(path, &error);
    let file = File::open(path).map_err(|error| wrong(error.into()))?;
    let mut player = Player::new(BufReader::new(file)).map_err(wrong)?;
    let mut end = None;
    while let Some((at, line)) = player.next_line().map_err(wrong)? {
        let end = *end.get_or_insert_with(|| for_s.map_or(SimTime::MAX, |for_s| at + SimTime::from_secs(for_s)));
        if at > end {
            break;
        }
        board.hear_line(at, &line);
    }
    Ok((board, SourceReport { kind: "replay", name: place.to_string(), ..SourceReport::default() }))
}

/// A recording that cannot be played.
pub(super) fn unreadable(path: &Path, error: &RecordingError) -> Failure {
    Failure::input(error.of_file(path.display())).with_hint("`twinsync live --record` writes recordings")
}

fn live(mut board: Board, args: &LiveArgs) -> Result<(Board, SourceReport), Failure> {
    wish(&mut board, &args.send)?;
    let clock: Arc<dyn HostClock> = Arc::new(WallClock::start(args.time_scale));
    let way = way(args, &clock)?;
    if args.steer {
        board.steer(Some(date_s() - clock.now().secs()));
    }
    listen(board, args, clock.as_ref(), way)
}

fn way(args: &LiveArgs, clock: &Arc<dyn HostClock>) -> Result<Box<dyn Carrier>, Failure> {
    #[cfg(feature = "mqtt")]
    if let Some(url) = &args.source.mqtt {
        let stale_after = args.stale_after.map(SimTime::from_secs);
        return super::live_way::broker(&args.broker, url, stale_after, Arc::clone(clock));
    }
    #[cfg(feature = "serial")]
    if let Some(path) = &args.source.serial {
        return super::live_way::serial(path, args.baud, Arc::clone(clock));
    }
    let _ = (args, clock);
    Err(Failure::missing("this build opens no ports").with_hint("build it with the feature `serial` or `mqtt`"))
}

fn wish(board: &mut Board, commands: &[String]) -> Result<(), Failure> {
    for command in commands {
        let wish: Wish =
            parse_wish(command).map_err(|error| Failure::input(format!("--send: {command:?}: {error}")))?;
        board.wish(SimTime::ZERO, wish).map_err(|error| Failure::input(format!("--send: {error}")))?;
    }
    Ok(())
}

/// Listens until the time is up, or Enter is pressed.
fn listen(
    mut board: Board,
    args: &LiveArgs,
    clock: &dyn HostClock,
    mut way: Box<dyn Carrier>,
) -> Result<(Board, SourceReport), Failure> {
    let mut source = SourceReport { kind: way.kind(), name: way.name(), ..SourceReport::default() };
    let record = args.record.as_deref();
    let mut recorder = record.map(recorder).transpose()?;
    let end = args.for_s.map_or(SimTime::MAX, SimTime::from_secs);
    let stop = if args.for_s.is_none() { until_enter(args.quiet) } else { Arc::default() };
    let bar = if args.quiet { ProgressBar::hidden() } else { ProgressBar::new_spinner() };
    loop {
        for heard in way.hear() {
            notice(&heard, &mut source, &bar, args.quiet);
            let mut kept = Ok(());
            board.hear_and_tell(&heard, &mut |at, line| {
                if let (Some(recorder), true) = (&mut recorder, kept.is_ok()) {
                    kept = recorder.line(at, line);
                }
            });
            kept.map_err(|error| save::failed(record.unwrap_or(Path::new("")), error))?;
        }
        if way.dropped() > source.feed_dropped {
            source.feed_dropped = way.dropped();
            board.skip();
        }
        let now = clock.now();
        let bytes = board.poll(now);
        if !bytes.is_empty() {
            // What is not taken is asked again.
            let _ = way.send(&bytes);
        }
        let standing = way.standing(now);
        let words = standing.words.map_or_else(String::new, |words| format!(" · {words}"));
        bar.set_message(live_table::progress(&board, now) + &words);
        bar.tick();
        if now >= end || stop.load(Ordering::SeqCst) {
            bar.finish_and_clear();
            source.pings = board.pings().0;
            (source.board, source.stale) = (standing.board, standing.stale);
            return Ok((board, source));
        }
        thread::sleep(NAP);
    }
}

fn recorder(path: &Path) -> Result<Recorder<File>, Failure> {
    File::create(path).and_then(Recorder::new).map_err(|error| save::failed(path, error))
}

/// Says when the way opens and closes.
fn notice(heard: &Heard, source: &mut SourceReport, bar: &ProgressBar, quiet: bool) {
    let sentence = match heard {
        Heard::Up { at, name } => {
            source.opened += 1;
            format!("{at}: {name} is open")
        }
        Heard::Down { at, reason } => {
            // A reason that changes is told again; the way closes once.
            source.closed = source.closed.max(source.opened);
            format!("{at}: {reason}; trying again")
        }
        Heard::Bytes { .. } | Heard::Message { .. } => return,
    };
    if !quiet {
        // A closed standard error leaves nobody to tell.
        let _ = bar.suspend(|| writeln!(io::stderr().lock(), "{sentence}"));
    }
}

/// Becomes true when a person presses Enter. Where nobody sits at a keyboard it stays false.
pub(super) fn until_enter(quiet: bool) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    if io::stdin().is_terminal() {
        if !quiet {
            let _ = writeln!(io::stderr().lock(), "Enter ends");
        }
        let pressed = Arc::clone(&stop);
        thread::spawn(move || {
            let _ = io::stdin().lock().read_line(&mut String::new());
            pressed.store(true, Ordering::SeqCst);
        });
    }
    stop
}
