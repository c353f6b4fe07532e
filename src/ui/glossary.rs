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
