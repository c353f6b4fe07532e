//! The verdict: sensor, network or real change, from what has been noticed together.
//!
//! Sequence gaps, silence and late frames speak for the network. One signal that departs from its own past while the
//! others go on as before speaks for its sensor; so does what no device can do. Several signals that depart together
//! speak for a change in the world.

use crate::core::fault::FaultClass;

/// What is known when an anomaly of a signal is judged.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Circumstances {
    /// The way from the device is in trouble too.
    pub network: bool,
    /// The signal repeats itself, or is no longer measured.
    pub frozen: bool,
    /// It is no longer measured.
    pub absent: bool,
    /// It rests, as its model expects, but for longer than ever before.
    pub rests: bool,
    /// It jumped both ways, faster than the device can.
    pub there_and_back: bool,
    /// The twin's own model knows it and finds nothing odd about it.
    pub fits_model: bool,
    /// It showed what the device cannot show, or changed faster than it can.
    pub impossible: bool,
    /// The departure came from one reading to the next.
    pub abrupt: bool,
    /// The signal departs from its own past.
    pub moved: bool,
    /// How many other signals there are.
    pub others: u32,
    /// How many of them depart from their own past at the same time.
    pub moving: u32,
    /// How many of them another instrument measures.
    pub elsewhere: u32,
    /// How many of those that another instrument measures depart from their own past at the same time.
    pub moving_elsewhere: u32,
    /// How many of those did so at once.
    pub at_once: u32,
    /// What it measures cannot jump.
    pub continuous: bool,
    /// How many of them no longer fit what was learned about them.
    pub disturbed: u32,
    /// Whether all that is odd fits the twin's own model again without one sensor; none where that is not known.
    pub one_sensor: Option<bool>,
    /// The model or the other signals say what this signal should show.
    pub redundant: bool,
}

/// A kind of trouble, how sure that is (0 to 1), and why.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    /// The kind.
    pub class: FaultClass,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Why.
    pub reason: &'static str,
}

/// Weighs the circumstances of a signal's anomaly.
#[must_use]
pub fn weigh(seen: &Circumstances) -> Opinion {
    let (class, confidence, reason) = match *seen {
        Circumstances { absent: true, .. } => {
            (FaultClass::Sensor, 0.95, "the signal is no longer measured while frames go on")
        }
        Circumstances { frozen: true, moving: 0, .. } => {
            (FaultClass::Sensor, 0.95, "the signal repeats itself while the other signals go on as before")
        }
        Circumstances { network: true, .. } => {
            (FaultClass::Network, 0.8, "frames were missing or late when the signal departed")
        }
        Circumstances { there_and_back: true, .. } => {
            (FaultClass::Sensor, 0.9, "it jumped there and back, as no device can")
        }
        Circumstances { one_sensor: Some(true), .. } => {
            (FaultClass::Sensor, 0.9, "everything fits the twin's own model again if one sensor is left out")
        }
        Circumstances {
            abrupt: true, continuous: true, moved: true, impossible: false, at_once: 0, elsewhere, ..
        } if elsewhere > 0 => {
            (FaultClass::Sensor, 0.8, "it jumped, as what it measures cannot, and only its own instrument saw that")
        }
        Circumstances { one_sensor: Some(false), .. } => {
            (FaultClass::Real, 0.9, "whichever sensor is left out, other signals do not fit the twin's own model")
        }
        Circumstances { impossible: true, moving: 0, .. } => {
            (FaultClass::Sensor, 0.95, "no device can do that, and the other signals go on as before")
        }
        Circumstances { impossible: true, moving_elsewhere: 0, .. } => {
            (FaultClass::Sensor, 0.7, "no sound device can do that, and no other instrument saw it")
        }
        Circumstances { impossible: true, .. } => {
            (FaultClass::Real, 0.7, "no sound device does that, but another instrument saw it too")
        }
        Circumstances { frozen: true, .. } => {
            (FaultClass::Real, 0.7, "it came to rest as other signals departed from their past")
        }
        Circumstances { rests: true, .. } => {
            (FaultClass::Real, 0.7, "it rests as its model expects, but for longer than ever before")
        }
        Circumstances { moved: false, moving: 1, .. } => {
            (FaultClass::Sensor, 0.7, "it goes on as before itself, but one other signal that it is judged by does not")
        }
        Circumstances { moving, .. } if moving > 0 => {
            (FaultClass::Real, if moving > 1 { 0.9 } else { 0.8 }, "other signals depart from their past with it")
        }
        Circumstances { others: 0, abrupt: true, .. } => {
            (FaultClass::Sensor, 0.6, "it came from one reading to the next, and no other signal could confirm it")
        }
        Circumstances { others: 0, .. } => {
            (FaultClass::Real, 0.5, "it came gradually, and no other signal could contradict it")
        }
        Circumstances { moved: false, abrupt: false, fits_model: false, disturbed, .. } if disturbed > 0 => {
            (FaultClass::Real, 0.6, "slowly, and together with other signals, it leaves what used to hold between them")
        }
        Circumstances { redundant: true, .. } => {
            (FaultClass::Sensor, 0.85, "it disagrees with the model and the other signals, which go on as before")
        }
        Circumstances { abrupt: true, .. } => {
            (FaultClass::Sensor, 0.75, "it came from one reading to the next while the other signals go on as before")
        }
        _ => (FaultClass::Sensor, 0.6, "the other signals go on as before"),
    };
    Opinion { class, confidence, reason }
}
