//! What can go wrong, as panels and the page offer it: the chosen device in its own ways, one of its sensors, its board,
//! and the chosen twin's link.

use crate::core::action::Action;
use crate::core::fault::FaultKind;
use crate::ui::{fault_words, format, glossary};

use super::{ActingFault, BOARD_FAULTS, LINK_FAULTS, Model, sensor_faults};

/// A cut needs a length; this one lasts until it is ended.
const UNTIL_ENDED_S: f64 = 1e7;

/// Where a fault strikes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultPlace {
    /// The chosen device, in a way of its own.
    Device,
    /// The sensor of the chosen signal.
    Sensor,
    /// The electronics of the chosen device.
    Board,
    /// The link that feeds the chosen twin.
    Link,
}

/// A fault that can be begun, or ended where it acts.
#[derive(Clone, Debug, PartialEq)]
pub struct FaultOffer {
    /// Where it strikes.
    pub place: FaultPlace,
    /// What it is called where its place is known.
    pub word: String,
    /// What it is called anywhere.
    pub name: String,
    /// What it does.
    pub does: String,
    /// The number of the latest such fault that acts.
    pub acting: Option<u32>,
    /// What begins it.
    pub begin: Action,
}

impl FaultOffer {
    /// Ends it where it acts, else begins it.
    #[must_use]
    pub fn toggle(&self) -> Action {
        self.acting.map_or_else(|| self.begin.clone(), |number| Action::EndFault { number })
    }
}

/// Everything that can befall what is chosen.
#[must_use]
pub fn of(model: &Model) -> Vec<FaultOffer> {
    let own = &model.offer.faults;
    let mut offers: Vec<FaultOffer> =
        own.iter().filter_map(|kind| on_device(model, FaultPlace::Device, own_word(kind, own), kind)).collect();
    if let Some(size) = model.chosen_size() {
        let kinds = sensor_faults(size);
        offers.extend(kinds.iter().filter_map(|kind| on_device(model, FaultPlace::Sensor, short(kind).into(), kind)));
    }
    let board = |kind: &FaultKind| on_device(model, FaultPlace::Board, kind.label().to_owned(), kind);
    offers.extend(BOARD_FAULTS.iter().filter_map(board));
    offers.extend(on_link(model));
    offers
}

fn latest(model: &Model, is: impl Fn(&ActingFault) -> bool) -> Option<u32> {
    model.faults.iter().rfind(|fault| is(fault)).map(|fault| fault.number)
}

fn on_device(model: &Model, place: FaultPlace, word: String, kind: &FaultKind) -> Option<FaultOffer> {
    let device = model.chosen_device()?;
    let signal = (place == FaultPlace::Sensor).then(|| model.chosen_signal()).flatten();
    let unit = model.chosen_signal().map(|signal| format::unit(&signal.unit)).unwrap_or_default();
    Some(FaultOffer {
        place,
        name: signal.map_or_else(|| word.clone(), |signal| format!("{} on {}", kind.label(), signal.name)),
        word,
        does: fault_words::sentence(kind, &unit),
        acting: latest(model, |fault| fault.is(kind, model.device, signal.map(|_| model.signal))),
        begin: Action::Fault {
            device: device.name.to_string(),
            signal: signal.map(|signal| signal.name.to_string()),
            kind: kind.clone(),
            for_s: kind.lasts_s(),
        },
    })
}

fn on_link(model: &Model) -> Vec<FaultOffer> {
    let Some(link) = &model.link else { return Vec::new() };
    let kinds = std::iter::once(None).chain(LINK_FAULTS.iter().map(Some));
    let offer = |kind: Option<&crate::core::fault::LinkFaultKind>| {
        let word = kind.map_or("Partition", |kind| kind.label());
        let does = kind.map_or_else(|| glossary::PARTITION.to_owned(), fault_words::link_sentence);
        let name = link.name.to_string();
        FaultOffer {
            place: FaultPlace::Link,
            word: word.to_owned(),
            name: format!("{word} on {}", link.name),
            does: format!("{}: {does}", link.name),
            acting: latest(model, |fault| fault.is_on_link(kind, link.index)),
            begin: match kind {
                None => Action::Partition { link: name, hop: None, for_s: UNTIL_ENDED_S },
                Some(kind) => Action::LinkFault { link: name, hop: None, kind: kind.clone(), for_s: None },
            },
        }
    };
    kinds.map(offer).collect()
}

/// What a fault is called; with its joint where several joints can fail alike.
fn own_word(kind: &FaultKind, among: &[FaultKind]) -> String {
    let alike = among.iter().filter(|other| other.label() == kind.label()).count();
    match kind {
        FaultKind::JointFriction { joint, .. }
        | FaultKind::EncoderSlip { joint, .. }
        | FaultKind::OverheatedMotor { joint, .. }
            if alike > 1 =>
        {
            format!("{} {joint}", kind.label())
        }
        _ => kind.label().to_owned(),
    }
}

/// The place says already that a sensor is meant.
fn short(kind: &FaultKind) -> &'static str {
    match kind {
        FaultKind::Stuck => "Stuck",
        FaultKind::Delay { .. } => "Delay",
        FaultKind::NoiseBurst { .. } => "Noise",
        other => other.label(),
    }
}
