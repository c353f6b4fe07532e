//! What a session makes of each line.

use super::asking::{Asking, Pinging, left_at};
use super::known::{Away, Known};
use super::plots::{Plotted, keep, sample_of};
use super::sequence::Follows;
use super::steering::{Shown, Steering};
use super::tape::on_tape;
use super::vibration::{Sample, Vibration};
use super::{BoardSettings, Counts, Courier, Outcome, RawLog, Settled, Speaks};
use crate::core::time::SimTime;
use crate::live::assembler::Extent;
use crate::live::line::{Boot, Chip, ClockLine, Hello, LINE_LIMIT, Line, Parsed, Pong, Reject, parse};
use crate::live::order::Order;

/// Telemetry lines without a checksum after which a board that had them is taken for another sketch.
const OTHER_SKETCH: u32 = 5;
/// Time that a board has to say that a new boot is its own.
const CLAIM_TIME: SimTime = SimTime::from_nanos(2_000_000_000);

/// Everything about a session but its way.
#[derive(Clone, Debug)]
pub(super) struct Mind {
    pub(super) known: Known,
    away: Away,
    pub(super) swaps: u64,
    pub(super) speaks: Speaks,
    unsealed: u32,
    pub(super) boot: Option<Boot>,
    /// A boot that nobody has claimed yet, and since when it has been heard.
    stranger: Option<(Boot, SimTime)>,
    asking: Asking,
    pub(super) pinging: Pinging,
    pub(super) courier: Courier,
    pub(super) steering: Option<Steering>,
    pub(super) vibration: Vibration,
    pub(super) plots: Vec<Plotted>,
    pub(super) wall: Option<(SimTime, f64)>,
    pub(super) temperature_c: Option<f64>,
    pub(super) counts: Counts,
    pub(super) raw_log: RawLog,
    pub(super) heard_between: Option<(SimTime, SimTime)>,
}

impl Mind {
    pub(super) fn new(settings: BoardSettings) -> Self {
        Self {
            known: Known::new(settings.clock),
            away: Away::default(),
            swaps: 0,
            speaks: Speaks::default(),
            unsealed: 0,
            boot: None,
            stranger: None,
            asking: Asking::default(),
            pinging: Pinging::new(SimTime::from_secs(settings.ping_every_s)),
            courier: Courier::new(settings.first_command_id),
            steering: None,
            vibration: Vibration::default(),
            plots: Vec::new(),
            wall: None,
            temperature_c: None,
            counts: Counts::default(),
            raw_log: RawLog::default(),
            heard_between: None,
        }
    }

    /// The way was opened: whoever is there now shall say who it is.
    pub(super) fn joined(&mut self, at: SimTime) {
        self.asking.begin(at);
    }

    pub(super) fn parted(&mut self) {
        self.pinging.stop();
        self.asking.answered();
    }

    /// Takes in a line.
    pub(super) fn hear(&mut self, at: SimTime, bytes: &[u8], extent: Extent, tell: &mut dyn FnMut(SimTime, &[u8])) {
        let bytes = &bytes[..bytes.len().min(LINE_LIMIT + 1)];
        let is_part = extent == Extent::Part;
        let parsed = match parse(bytes) {
            // Of a line that may lack its beginning, only a checksum says that it does not.
            Ok(Parsed { sealed: false, .. }) if is_part => Err(Reject::Partial),
            Err(reject) if is_part && reject != Reject::BootNoise => Err(Reject::Partial),
            parsed => parsed,
        };
        let parsed = parsed.and_then(|parsed| self.vouched(parsed));
        let is_partial = parsed == Err(Reject::Partial);
        tell(at, &on_tape(bytes, if is_partial { Extent::Part } else { Extent::Whole }));
        let reject = parsed.as_ref().err().cloned();
        self.counts.take(reject.as_ref());
        self.raw_log.push(at, bytes, reject);
        if let Ok(parsed) = parsed {
            let since = self.heard_between.map_or(at, |(since, _)| since);
            self.heard_between = Some((since, at));
            self.take(at, parsed.line);
        }
    }

    /// Whether a line may be believed, given how the board's other lines look.
    fn vouched(&mut self, parsed: Parsed) -> Result<Parsed, Reject> {
        if parsed.sealed {
            self.speaks = Speaks::Rich;
            self.unsealed = 0;
            return Ok(parsed);
        }
        let is_telemetry = matches!(parsed.line, Line::Clock(_) | Line::Vibration { .. });
        if is_telemetry && self.speaks == Speaks::Rich {
            self.unsealed += 1;
            if self.unsealed < OTHER_SKETCH {
                return Err(Reject::Unsealed);
            }
        }
        if is_telemetry {
            self.speaks = Speaks::Course;
            self.pinging.stop();
        }
        Ok(parsed)
    }

    fn take(&mut self, at: SimTime, line: Line) {
        match line {
            Line::Hello(hello) => self.greeted(at, hello),
            Line::Clock(line) => self.clock(at, &line),
            Line::Vibration { accel_m_s2, stamp } => {
                if let Some(stamp) = stamp
                    && !self.follows(at, stamp.boot, stamp.seq)
                {
                    return;
                }
                self.vibration.push(Sample { at, micros: stamp.map(|stamp| stamp.micros), accel_m_s2 });
            }
            Line::Plot(pairs) => {
                if let Some(accel_m_s2) = sample_of(&pairs) {
                    self.vibration.push(Sample { at, micros: None, accel_m_s2 });
                }
                keep(&mut self.plots, at, pairs);
            }
            Line::Pong(pong) => self.pong(at, &pong),
            Line::Answer(answer) => self.courier.answer(at, &answer),
        }
    }

    fn greeted(&mut self, at: SimTime, hello: Hello) {
        let Hello { firmware, chip, boot } = hello;
        self.met(chip);
        self.known.firmware = Some(firmware);
        self.booted(boot);
        self.stranger = None;
        self.asking.answered();
        if self.pinging.next_wakeup().is_none() {
            self.pinging.begin(at);
        }
    }

    /// A board that has started again has forgotten what it was told.
    fn booted(&mut self, boot: Boot) {
        if self.boot.replace(boot) != Some(boot)
            && let Some(steering) = &mut self.steering
        {
            steering.forget();
        }
    }

    fn met(&mut self, chip: Chip) {
        if self.away.meet(&mut self.known, chip) {
            self.swaps += 1;
            self.vibration = Vibration::default();
            self.plots.clear();
            self.wall = None;
            self.temperature_c = None;
        }
    }

    fn clock(&mut self, at: SimTime, line: &ClockLine) {
        if let Some(tail) = &line.tail {
            if !self.follows(at, tail.boot, tail.seq) {
                return;
            }
            self.temperature_c = Some(tail.temperature_c);
        }
        self.wall = line.wall_s.map(|wall_s| (at, wall_s));
        let (boot, temperature_c) = (line.tail.map(|tail| tail.boot.0), line.tail.map(|tail| tail.temperature_c));
        let late_s = self.known.clock.observe(at, line.micros, boot, temperature_c).residual_s;
        self.steer(at, late_s);
    }

    /// Keeps the board's own clock with the date, where that is wished and its drift is known.
    fn steer(&mut self, at: SimTime, late_s: Option<f64>) {
        let clock = &self.known.clock;
        let known = self.wall.zip(clock.rate().zip(clock.rate_bar())).filter(|_| clock.withholding().released());
        let (Some(steering), Some(((_, wall_s), (rate, rate_bar))), Some(late_s)) = (&mut self.steering, known, late_s)
        else {
            return;
        };
        let failed = |settled: &Settled| !matches!(settled.outcome, Outcome::Done(_));
        if self.courier.settled().rev().any(|settled| steering.sent() == Some(settled.id) && failed(settled)) {
            steering.forget();
        }
        if self.courier.waiting().len() > 0 {
            return;
        }
        if let Some(wish) = steering.advise(&Shown { at, wall_s, late_s, rate, rate_bar })
            && let Ok(id) = self.courier.wish(at, wish)
        {
            steering.wished(at, id, &wish);
        }
    }

    /// Counts what is missing before a telemetry line, and says whether the line is news of this board.
    fn follows(&mut self, at: SimTime, boot: Boot, seq: u32) -> bool {
        if !self.is_claimed(at, boot) {
            self.counts.unclaimed += 1;
            return false;
        }
        self.booted(boot);
        match self.known.sequence.take(boot, seq) {
            Follows::After(lost) => {
                self.counts.lost += u64::from(lost);
                true
            }
            Follows::Repeats => {
                self.counts.repeated += 1;
                false
            }
        }
    }

    /// Whether a boot is known to be this board's. An unknown one may be another board's, plugged in where this one was:
    /// the board is asked, and until it has answered or has had its time nothing is put to anybody's account.
    fn is_claimed(&mut self, at: SimTime, boot: Boot) -> bool {
        let is_known = self.boot.is_none() || self.boot == Some(boot) || self.known.sequence.boot() == Some(boot);
        if is_known {
            return true;
        }
        match self.stranger {
            Some((stranger, since)) if stranger == boot => at - since >= CLAIM_TIME,
            _ => {
                self.stranger = Some((boot, at));
                self.asking.begin(at);
                false
            }
        }
    }

    fn pong(&mut self, t4: SimTime, pong: &Pong) {
        let Some(t1) = left_at(pong.id, t4) else { return };
        if self.known.clock.exchange(t1, pong.t2_micros, pong.t3_micros, t4, Some(pong.boot.0)) {
            let turn_s = f64::from(pong.t3_micros.wrapping_sub(pong.t2_micros)) * 1e-6;
            self.pinging.used += 1;
            self.pinging.last_round_trip_s = Some((t4 - t1).secs() - turn_s);
        }
    }

    pub(super) fn poll(&mut self, now: SimTime) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut send = |order: Order| {
            bytes.extend_from_slice(order.emit().as_bytes());
            bytes.push(b'\n');
        };
        if self.asking.poll(now) {
            send(Order::Hello);
        }
        let holds_back = self.holds_back();
        if !holds_back && let Some(order) = self.courier.poll(now, self.speaks == Speaks::Rich) {
            send(order);
        }
        // The ping goes last and alone in mind: what is written before it would delay it.
        if let Some(id) = self.pinging.poll(now) {
            send(Order::Ping { id });
        }
        bytes
    }

    /// Commands wait until it is known whether the board takes identifiers, or it has had its time to say so.
    fn holds_back(&self) -> bool {
        self.speaks == Speaks::Unknown && self.asking.next_wakeup().is_some()
    }

    pub(super) fn next_wakeup(&self) -> Option<SimTime> {
        let courier = self.courier.next_wakeup().filter(|_| !self.holds_back());
        let times = [self.asking.next_wakeup(), courier, self.pinging.next_wakeup()];
        times.into_iter().flatten().min()
    }
}
