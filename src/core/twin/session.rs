//! A twin's shadow at work: the document behind its conflict rule, and the rows that a panel reads.

use serde_json::{Number, Value};

use super::conflict::{ConflictSpec, Mediator};
use super::shadow::{Change, Limits, Projection, Tree, Update};
use crate::core::link::Frame;
use crate::core::signal::SignalInfo;
use crate::core::time::SimTime;

/// The section of `reported` that holds what was measured.
const SIGNALS: &str = "signals";
/// How the paths in it begin.
const MEASURED: &str = "/signals/";

/// A shadow with its rule and its read model. Writes go to the mediator; the projection follows by events alone.
pub struct Session {
    /// The document behind its rule: the write model.
    pub mediator: Mediator,
    projection: Projection,
    followed: u64,
    latest_changes: Vec<Change>,
    signals: Box<[SignalInfo]>,
}

impl Session {
    /// An empty shadow under a rule, for a device with the given signals.
    #[must_use]
    pub fn new(rule: ConflictSpec, signals: &[SignalInfo]) -> Self {
        let mediator = Mediator::new(rule, Limits::AWS);
        Self {
            mediator,
            projection: Projection::default(),
            followed: 0,
            latest_changes: Vec::new(),
            signals: signals.into(),
        }
    }

    /// Reports what a frame measured: now, or as history where it tells the past.
    pub fn report(&mut self, now: SimTime, frame: &Frame) {
        let mut measured = Tree::new();
        for reading in &frame.readings {
            let signal = self.signals.get(usize::from(reading.signal));
            if let (Some(signal), Some(number)) = (signal, Number::from_f64(reading.value)) {
                measured.insert(signal.name.to_string(), Value::Number(number));
            }
        }
        let fields = Tree::from_iter([(SIGNALS.to_owned(), Value::Object(measured))]);
        let historical = frame.historical.then_some(frame.generated_at);
        // A document that is full keeps what it has; its size stands beside it.
        let _kept = self.mediator.report(now, &Update { historical, ..Update::report(fields) });
        self.follow();
    }

    /// Brings the rows up to the latest event. Call it after every write.
    pub fn follow(&mut self) {
        let log = self.mediator.shadow().log();
        let version = self.mediator.shadow().document().version();
        if version == self.followed {
            return;
        }
        let newer = log.events().filter(|event| event.version > self.followed);
        for event in newer {
            let changes = self.projection.apply(event);
            if changes.iter().any(|change| !change.path.starts_with(MEASURED)) {
                self.latest_changes = changes;
            }
        }
        self.followed = version;
    }

    /// What the latest update changed that was more than a measurement.
    #[must_use]
    pub fn latest_changes(&self) -> &[Change] {
        &self.latest_changes
    }

    /// The rows: every field, reported and desired.
    #[must_use]
    pub fn projection(&self) -> &Projection {
        &self.projection
    }
}
