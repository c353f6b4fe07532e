//! What every number is, in a sentence and a formula: the tooltips.

/// Age of a twin.
pub const AGE: &str = "Age of information: how old the newest thing is that the twin knows.\n\
    age = now \u{2212} time at which the freshest accepted update was measured";
/// Red ages.
pub const STALE: &str = "Stale: at least one promised report is missing.\n\
    age > 2 \u{d7} the longest silence the mode promises + mean delay of the link";
/// Error of a twin.
pub const ERROR: &str = "Error: how wrong the twin is at this instant.\n\
    error = twin's value \u{2212} device's value";
/// Root mean square error.
pub const RMSE: &str = "Root mean square error since the start, taken at every sample of the sensor.\n\
    RMSE = \u{221a}(mean of error\u{b2})";
/// History of a signal.
pub const HISTORY: &str = "The device's true value and what each twin believes it to be.";
/// Latency of frames.
pub const LATENCY: &str = "Latency: how long frames of the chosen twin took.\n\
    latency = arrival \u{2212} time at which the newest reading in it was measured\n\
    p95: 95 of 100 delivered frames took no longer";
/// Radar of twins.
pub const RADAR: &str = "The twins of this device on one scale, from the whole run so far: the rim is best on every axis.\n\
    Each axis says its formula; what was not measured is left out.";
/// Lines of a board.
pub const LINES: &str = "Lines that came, those that were not taken for a fault of theirs, and those that the board has sent\n\
    and that did not come, by the gaps in its numbers.";
/// Rate error of a clock.
pub const DRIFT: &str = "How fast the board's clock runs, with the bar that covers the truth 95 times in 100.\n\
    board's time = (1 + R) \u{d7} host's time + offset; 11.574 ppm gain a second a day";
/// Steering of a board's own clock.
pub const STEERING: &str = "Keeps the clock that the board shows with this machine's date: set once where it is off by more than 128 ms,\n\
    from then on by its multiplier alone, so that it never jumps.\n\
    multiplier = (1 \u{2212} slew) / (1 + R), slew at most 500 ppm";
/// Drift of a crystal at its turnover temperature.
pub const AT_TURNOVER: &str =
    "The drift at the temperature at which the crystal runs fastest, fitted together with the curvature.";
/// Correction of a clock.
pub const MULTIPLIER: &str = "Seconds of the corrected clock for each second of the board; 1 while the correction is withheld.\n\
    multiplier = 1 / (1 + R)";
/// Corrected clock.
pub const CORRECTED_CLOCK: &str = "How far the corrected clock is from the host's. It never jumps and never runs backward:\n\
    its rate follows the multiplier, its offset is slewed away.";
/// Holdover.
pub const HOLDOVER: &str = "How well the next reading is predicted, 95 times in 100, if it comes now: the band grows while none comes.\n\
    band\u{b2} = spread\u{b2} + phase\u{b2} + (rate's bar \u{d7} t)\u{b2} + wander\u{b2} \u{d7} t\u{b3} / 3";
/// Counter of a board.
pub const COUNTER: &str =
    "micros() counts 32 bits and starts again every 4294.967296 s: a wrap. A fall far from one is a reboot.";
/// Raw clock.
pub const GAINED: &str = "How far the board's own counter has run ahead of the host's clock since the first reading.";
/// Residuals of a line.
pub const RESIDUALS: &str =
    "How much later than the fitted line each reading arrived: jitter, and stalls that are only ever late.";
/// Temperature curve.
pub const CURVATURE: &str = "Drift and temperature fitted together: how the drift bends with the temperature.\n\
    drift = R + \u{3b2} (T \u{2212} T\u{2080})\u{b2}; a tuning fork has \u{2212}34 ppb/K\u{b2}";
/// Bar of a drift.
pub const BAR: &str = "How sure the drift is, 95 times in 100, after so many readings. A correction is made once the bar is\n\
    smaller than the drift that it removes.";
/// Service levels.
pub const LEVELS: &str = "Service levels: what the scene promises about the chosen twin, measured over the run so far.\n\
    margin = how far the value is on the right side of the promise";
/// Traffic of a twin.
pub const TRAFFIC: &str = "Bytes that the device puts on the line towards each twin, headers included.\n\
    rate = bytes sent within the charts' time span / length of the span";
/// Mean delay of a link.
pub const DELAY: &str = "Mean time that a frame travels on this link, waiting in the queue not included.";
/// Spread of the delay.
pub const JITTER: &str = "Spread of the travel time.\n\
    even spread: delay \u{b1} this; bell curves: one standard deviation";
/// Loss of a link.
pub const LOSS: &str = "Share of frames that never arrive, in the long run.";
/// Mean burst of losses.
pub const BURST: &str = "Mean number of frames lost in a row (Gilbert-Elliott). 1: losses are independent.\n\
    P(good\u{2192}bad) = loss / (burst \u{d7} (1 \u{2212} loss)), P(bad\u{2192}good) = 1 / burst";
/// Rate of a link.
pub const RATE: &str = "Bits per second that the sender can put on the line. Faster frames wait in the queue.\n\
    time on the line = 8 \u{d7} bytes / rate";
/// Measured loss.
pub const MEASURED_LOSS: &str = "Asked: the loss set above. Measured: what happened since the start of the run.\n\
    measured = frames lost / frames put on the line; what a cut refused is in neither";
/// Queue of a link.
pub const QUEUE: &str = "Frames that wait to be sent, and frames that are on their way.";
/// Rate of reports.
pub const REPORT_RATE: &str = "Frames per second, on the device's own clock. Gap between frames = 1 / rate.";
/// Interval of reports.
pub const INTERVAL: &str = "Seconds between two reports, on the device's own clock.";
/// Threshold of events.
pub const THRESHOLD: &str = "How far a signal may move unreported.\n\
    send when |value now \u{2212} value last sent| > threshold, in each signal's own unit";
/// Threshold of a predictive mode.
pub const PREDICTIVE_THRESHOLD: &str = "How wrong the twin's own prediction may be.\n\
    send when |measured \u{2212} predicted| > threshold, in each signal's own unit";
/// Longest silence.
pub const HEARTBEAT: &str = "Longest silence: after it everything is sent, event or not.";
/// The digest of a run.
pub const DIGEST: &str =
    "One number for all results so far. The same scene, seed and journal always give the same digest.";
/// The seed of a run.
pub const SEED: &str = "Seed of every random draw in this run.";
/// Speed of the playback.
pub const SPEED: &str = "Simulated seconds per second.";
/// Exaggeration of vibration.
pub const EXAGGERATION: &str = "Real vibration is micrometres. It is drawn this many times too large.";
/// The stroboscope.
pub const STROBE: &str = "Rotation is drawn this many times too slow, as under a stroboscope.";
/// Faults of one sensor.
pub const SENSOR_FAULTS: &str = "The signal whose sensor is struck. Its truth stays what it is.\n\
    Strengths follow how far the signal has moved so far.";
/// A cut link.
pub const PARTITION: &str = "Nothing enters the link until you end it.";
/// Controls worked by a command.
pub const BY_COMMAND: &str = "The twin sends it over its downlink. The device checks it against its safety limits,\n\
    acts or refuses, and answers over the uplink.";
/// Controls worked by hand.
pub const BY_HAND: &str = "Worked at the device itself. It refuses what is outside its safety limits.";
/// A twin that cannot send commands.
pub const NO_DOWNLINK: &str = "The chosen twin has no downlink in this scene, so it can send no commands.";
/// What came of commands.
pub const COMMANDS: &str = "What the twin knows about its commands: 202 sent, 200 applied, 400 refused by the device,\n\
    408 no answer within 10 s.";
/// A push by hand.
pub const PUSH: &str = "Moves the truth itself, as a hand on the device would; every sensor of it follows.\n\
    It stays until you let go.";
/// What a device runs.
pub const VERSIONS: &str = "What the device runs, beside what the chosen twin has on record about it.\n\
    Every setting that the device applies makes a new configuration; reports carry the number.";
/// Who needs whom.
pub const DEPENDENCIES: &str = "What is needed stands at the left. A thick ring: a fault acts here.\n\
    A dashed ring: something upstream is in trouble.";
/// A record that is out of date.
pub const OUTDATED: &str =
    "Out of date: the twin's record of firmware and configuration differs from what its device runs.";
/// What a twin notices.
pub const NOTICED: &str = "What the twin thinks is wrong, from what arrives alone. It tells apart a sensor that says what is \
     not so, a network that does not bring it, and a world that has changed.";
/// How sure a twin is.
pub const CONFIDENCE: &str =
    "How sure the twin is that something is wrong: 1 minus the product of its detectors' doubts.";
/// How well a twin did.
pub const SCORE: &str = "Counted against what was injected so far: a fault is noticed by an anomaly on its signal from its \
     beginning to 30 s after its end; an anomaly that nothing explains is a false alarm.";
/// What a mode is, one sentence each.
pub const MODES: [&str; 5] = [
    "Sends the newest values at a constant rate.",
    "Collects everything and sends it in one batch.",
    "Sends a signal when it has moved by more than a threshold.",
    "Streams critical signals and sends the others on events.",
    "Sends only when the twin's own prediction would be wrong.",
];
/// The document of a twin.
pub const DOCUMENT: &str = "The twin's shadow: one document with what the device reported and what somebody desires. It is \
     there also while the device is away.";
/// Its two sections.
pub const REPORTED: &str = "Reported: what the device says it is. Desired: what somebody wishes it to be. Where both differ, \
     the device has still to follow, or a rule keeps both.";
/// Its version.
pub const VERSION: &str = "Counts accepted updates. The device knows the version that it fetched or was sent last; after an \
     outage it connects, subscribes, fetches, and only then reports.";
/// Its size.
pub const SIZE: &str =
    "Reported and desired as JSON text without white space and without metadata; 8 kB is the limit of AWS.";
/// Its latest change.
pub const CHANGES: &str =
    "What the latest update changed that was more than a measurement.\n\u{2212} what was there, + what is there now";
/// Its events.
pub const EVENTS: &str = "Event sourcing: every accepted update is an event, and the document is built from them. The latest \
     256 are kept apart, older ones are folded together. The table above is a read model of its own, built from the same events.";
/// The document as text.
pub const JSON: &str = "The document as a service answers with it: state with its delta, metadata with a time stamp in \
     seconds for every field, and version.";
/// What a conflict is.
pub const CONFLICT: &str = "Two writes of one field are in conflict when each was decided by somebody, they differ, and the \
     one who wrote second had not seen the first.";
/// When a write was made, as its writer says.
pub const CLAIMED: &str =
    "Time by the writer's own clock. Clocks may be wrong: whoever looks on from outside knows better.";
/// Whether a rule was right.
pub const WRONG_WRITER: &str = "Of two who had not seen each other, the one who truly wrote later knew more. A rule does not \
     see true times: it can pick the earlier writer.";
/// What a person is asked.
pub const QUESTION: &str = "Both values are kept, and the device waits, until somebody chooses.";
/// The table of rules.
pub const LABORATORY: &str =
    "The same writes under every rule. Close writes are drawn side by side, in their true order.";
/// Trying a command.
pub const WHAT_IF: &str = "Runs the command on a copy of the twin: its model, its settings and what it believes now. Faults \
     that the twin has not heard of are not in it.";
/// A wish that waits.
pub const ON_ITS_WAY: &str = "Shown before the device has answered: it may still be refused.";
/// How a command fared.
pub const DELIVERY: &str = "Tries: how often it was sent. A device that knows a repeat confirms it and does nothing; one that \
     does not acts again.";
/// What waits before a line.
pub const DISCIPLINE: &str = "What waits when frames come faster than the rate.\n\
    In turn: first in, first out; what finds the queue full is dropped.\n\
    Newest: a fresher frame takes the waiting one's place.\n\
    Young: what has grown too old by its turn is thrown away.";
/// Copies on the way.
pub const COPIES: &str = "Share of frames that arrive twice.";
/// Order on a line.
pub const ORDER: &str = "Overtaking: every frame travels for itself, and a quick one may arrive before an earlier slow one.\n\
    In order: none arrives before one that left earlier, as over TCP.";
/// Asked and measured.
pub const FIGURES: &str = "Asked: what this hop is set to now. Measured: what it did since the start of the run.";
/// Measured delay.
pub const MEASURED_DELAY: &str = "Mean time that frames spent on this line, queues and processing not counted.\n\
    measured = mean of (arrival \u{2212} departure)";
/// Measured jitter.
pub const MEASURED_JITTER: &str = "Spread of that time: its standard deviation.";
/// Measured bursts.
pub const MEASURED_BURST: &str = "Mean number of frames lost in a row.\n\
    measured = frames lost / runs of losses; independent losses: 1 / (1 \u{2212} loss)";
/// The six steps.
pub const STEPS: &str =
    "The six steps of keeping a twin in step. A lamp is lit for a quarter of a second when its step happens.";
/// A netem line.
pub const NETEM: &str = "The same for a real interface: the line of tc qdisc that makes Linux behave like this hop.\n\
    Paste one and press Enter, and the hop behaves like it.";
/// Shapes of frames.
pub const SHAPES: &str =
    "What frames look like in the picture. Hover one there for its number, age and size; click it for its story.";
