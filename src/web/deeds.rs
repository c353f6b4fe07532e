//! What can be done to the chosen device and its twin, in words: what can go wrong and what does, what was noticed, the
//! controls and the commands that work them, and the shadow document.

use serde::Serialize;
use serde_json::Value;

use crate::core::device::{Control, Knob};
use crate::core::exchange::{Standing, Verdict};
use crate::ui::model::{CommandView, DocumentView, FaultPlace, Model};

/// The words.
#[derive(Clone, Debug, Serialize)]
pub struct Deeds {
    /// The chosen signal of the chosen device.
    signal: usize,
    /// What can go wrong.
    catalogue: Vec<Offer>,
    /// What does, the oldest first.
    acting: Vec<Acting>,
    /// What the chosen twin has noticed; none where it watches for nothing.
    noticed: Option<Vec<Anomaly>>,
    /// The controls of the chosen device.
    controls: Vec<ControlWords>,
    /// The twin that sends commands to them; none where they are worked by hand alone.
    sender: Option<String>,
    /// The latest commands of the chosen twin, newest first.
    commands: Vec<CommandWords>,
    /// The shadow document of the chosen twin.
    document: Option<Document>,
}

#[derive(Clone, Debug, Serialize)]
struct Offer {
    place: &'static str,
    name: String,
    does: String,
    acting: Option<u32>,
}

#[derive(Clone, Debug, Serialize)]
struct Acting {
    number: u32,
    label: String,
}

#[derive(Clone, Debug, Serialize)]
struct Anomaly {
    kind: &'static str,
    subject: String,
    stands: bool,
    when: String,
    confidence: f64,
    evidence: String,
    reason: &'static str,
}

#[derive(Clone, Debug, Serialize)]
struct ControlWords {
    label: &'static str,
    /// What the device accepts, of a number.
    limits: Option<(f64, f64)>,
    unit: &'static str,
    /// What it may be set to, of a choice.
    options: Vec<&'static str>,
    /// The number or the word that it stands at.
    now: Option<Value>,
}

#[derive(Clone, Debug, Serialize)]
struct CommandWords {
    what: String,
    sent_s: f64,
    /// `pending`, `accepted`, `refused`, `expired`, `unanswered`.
    state: &'static str,
    /// Why it was refused.
    reason: Option<String>,
    took_s: Option<f64>,
    tries: u32,
}

#[derive(Clone, Debug, Serialize)]
struct Document {
    version: u64,
    device_version: Option<u64>,
    rule: &'static str,
    bytes: usize,
    fields: Vec<Field>,
    /// Conflicts that wait for a person.
    questions: Vec<Question>,
    json: Value,
}

#[derive(Clone, Debug, Serialize)]
struct Field {
    name: String,
    reported: Option<String>,
    desired: Option<String>,
    in_step: Option<bool>,
}

#[derive(Clone, Debug, Serialize)]
struct Question {
    field: String,
    name: String,
    device: String,
    twin: String,
}

impl Deeds {
    /// The words for what panels show.
    #[must_use]
    pub fn of(model: &Model) -> Self {
        let twin = model.chosen_twin().filter(|twin| twin.device == model.device);
        let offer = |offer: crate::ui::model::FaultOffer| Offer {
            place: place(offer.place),
            name: offer.name,
            does: offer.does,
            acting: offer.acting,
        };
        let anomaly = |row: &crate::ui::model::NoticedRow| Anomaly {
            kind: row.class,
            subject: row.subject.clone(),
            stands: row.stands,
            when: row.when.clone(),
            confidence: row.confidence,
            evidence: row.evidence.clone(),
            reason: row.reason,
        };
        let acting =
            |fault: &crate::ui::model::ActingFault| Acting { number: fault.number, label: fault.label.clone() };
        Self {
            signal: model.signal,
            catalogue: model.catalogue().into_iter().map(offer).collect(),
            acting: model.faults.iter().map(acting).collect(),
            noticed: model.noticed.watches.then(|| model.noticed.anomalies.iter().map(anomaly).collect()),
            controls: model.offer.controls.iter().map(control).collect(),
            sender: twin.filter(|twin| twin.commands).map(|twin| twin.name.to_string()),
            commands: model.commands.iter().map(command).collect(),
            document: model.document.as_ref().map(document),
        }
    }
}

fn place(place: FaultPlace) -> &'static str {
    match place {
        FaultPlace::Device => "device",
        FaultPlace::Sensor => "sensor",
        FaultPlace::Board => "board",
        FaultPlace::Link => "link",
    }
}

fn control(control: &Control) -> ControlWords {
    let (limits, unit, options, now) = match &control.knob {
        Knob::Number { unit, limits, now, .. } => (Some(*limits), *unit, Vec::new(), Some(Value::from(*now))),
        Knob::Choice { options, now } => {
            let words: Vec<&str> = options.iter().map(|(word, _)| *word).collect();
            let now = now.and_then(|now| words.get(now).copied()).map(Value::from);
            (None, "", words, now)
        }
    };
    ControlWords { label: control.label, limits, unit, options, now }
}

fn command(view: &CommandView) -> CommandWords {
    let (state, reason) = match &view.standing {
        Standing::Waiting => ("pending", None),
        Standing::Answered(Verdict::Applied) => ("accepted", None),
        Standing::Answered(Verdict::Refused(why)) => ("refused", Some(why.to_string())),
        Standing::Answered(Verdict::Expired) => ("expired", None),
        Standing::TimedOut => ("unanswered", None),
    };
    CommandWords {
        what: view.what.clone(),
        sent_s: view.sent_at.secs(),
        state,
        reason,
        took_s: view.took_s,
        tries: view.tries,
    }
}

fn document(view: &DocumentView) -> Document {
    let field = |row: &crate::ui::model::FieldRow| Field {
        name: row.name.clone(),
        reported: row.reported.clone(),
        desired: row.desired.clone(),
        in_step: row.in_step,
    };
    let question = |question: &crate::ui::model::Question| Question {
        field: question.field.clone(),
        name: question.name.clone(),
        device: question.device.clone(),
        twin: question.twin.clone(),
    };
    Document {
        version: view.version,
        device_version: view.device_version,
        rule: view.rule.name(),
        bytes: view.bytes,
        fields: view.fields.iter().map(field).collect(),
        questions: view.questions.iter().map(question).collect(),
        json: (*view.json).clone(),
    }
}
