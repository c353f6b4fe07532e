//! How wishes about faults, controls and conflicts are granted: the same deeds that panels and keys utter.

use serde::Deserialize;

use crate::core::action::Action;
use crate::core::device::{Knob, Setting};
use crate::core::twin::shadow::Writer;
use crate::lab::LabCommand;
use crate::ui::model::Model;

/// What a control is set to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum ControlValue {
    /// A number, in the control's unit. The device decides whether it is within its limits.
    Number(f64),
    /// One of the words that the control offers.
    Choice(String),
}

/// Begins a fault of the catalogue, by its name.
///
/// # Errors
/// When nothing of that name can go wrong here, or it does so already.
pub fn begin_fault(model: &Model, name: &str) -> Result<LabCommand, String> {
    let offer = model.catalogue().into_iter().find(|offer| offer.name == name);
    let offer = offer.ok_or_else(|| format!("there is no fault {name:?} of what is chosen"))?;
    match offer.acting {
        None => Ok(LabCommand::Act(offer.begin)),
        Some(_) => Err(format!("{name} acts already")),
    }
}

/// Ends a fault.
///
/// # Errors
/// When it does not act.
pub fn end_fault(model: &Model, number: u32) -> Result<LabCommand, String> {
    let acts = model.faults.iter().any(|fault| fault.number == number);
    acts.then_some(LabCommand::Act(Action::EndFault { number })).ok_or_else(|| format!("no fault {number} acts"))
}

/// Works a control of the chosen device: by a command from the chosen twin, or by hand beside it.
///
/// # Errors
/// When there is no such control, it cannot be set so, or the twin sends no commands.
pub fn work(model: &Model, control: &str, value: &ControlValue, by_hand: bool) -> Result<LabCommand, String> {
    let setting = setting(model, control, value)?;
    let device = model.chosen_device().ok_or("there is no device")?;
    if by_hand {
        return Ok(LabCommand::Act(Action::Operate { device: device.name.to_string(), setting }));
    }
    let twin = model.chosen_twin().filter(|twin| twin.device == model.device && twin.commands);
    let twin = twin.ok_or("the chosen twin sends no commands to this device")?.name.to_string();
    Ok(LabCommand::Act(Action::Command { twin, setting, expires_s: None }))
}

fn setting(model: &Model, control: &str, value: &ControlValue) -> Result<Setting, String> {
    let found = model.offer.controls.iter().find(|own| own.label == control);
    let found = found.ok_or_else(|| format!("there is no control {control:?} here"))?;
    match (&found.knob, value) {
        (Knob::Number { make, .. }, ControlValue::Number(value)) if value.is_finite() => Ok(make(*value)),
        (Knob::Choice { options, .. }, ControlValue::Choice(word)) => {
            let option = options.iter().find(|(own, _)| own == word);
            option.map(|(_, setting)| setting.clone()).ok_or_else(|| format!("{control} cannot be {word:?}"))
        }
        (_, value) => Err(format!("{control} cannot be {value:?}")),
    }
}

/// Answers the question of a conflict.
///
/// # Errors
/// When nothing about that field waits for a person.
pub fn answer(model: &Model, field: &str, device: bool) -> Result<LabCommand, String> {
    let asked = model.document.as_ref().is_some_and(|own| own.questions.iter().any(|own| own.field == field));
    let twin = model.chosen_twin().filter(|_| asked).ok_or_else(|| format!("nobody asks about {field:?}"))?;
    let stands = if device { Writer::Device } else { Writer::Twin };
    Ok(LabCommand::Act(Action::Answer { twin: twin.name.to_string(), field: field.to_owned(), stands }))
}

#[cfg(test)]
mod tests {
    use super::super::{Mirror, PageWish};
    use super::*;
    use crate::core::time::SimTime;
    use crate::lab::{Lab, Stage};

    fn grant(json: &str, lab: &mut Lab, stage: &mut Stage) {
        for command in PageWish::parse(json).expect(json).commands(lab, stage).expect(json) {
            lab.apply(command, stage);
        }
    }

    fn deeds(lab: &Lab, stage: &Stage) -> serde_json::Value {
        let mirror = Mirror::of(lab, stage, None).json();
        serde_json::from_str::<serde_json::Value>(&mirror).expect("JSON")["deeds"].clone()
    }

    #[test]
    fn faults_are_begun_and_ended_by_their_names() {
        let mut stage = Stage::load("rotor_five_ways").expect("it ships");
        let mut lab = Lab::default();
        lab.begin(&stage);
        let signals = &stage.shown.devices[0].signals;
        let signal = signals.iter().position(|info| &*info.name == "speed_rpm").expect("a signal");
        grant(&format!(r#"{{"do":"signal","index":{signal}}}"#), &mut lab, &mut stage);
        grant(r#"{"do":"fault","name":"Stuck sensor on speed_rpm"}"#, &mut lab, &mut stage);
        let again = PageWish::Fault { name: "Stuck sensor on speed_rpm".to_owned() };
        assert!(again.commands(&lab, &stage).is_err_and(|why| why.contains("already")));
        let acting = |lab: &Lab, stage: &Stage| deeds(lab, stage)["acting"].as_array().expect("a list").len();
        assert_eq!(acting(&lab, &stage), 1);
        grant(r#"{"do":"end_fault","number":0}"#, &mut lab, &mut stage);
        assert_eq!(acting(&lab, &stage), 0);
        assert_eq!(stage.simulation.journal().len(), 2);
    }

    #[test]
    fn a_cut_is_noticed_and_told_with_its_kind_and_evidence() {
        let mut stage = Stage::load("rotor_five_ways").expect("it ships");
        let mut lab = Lab::default();
        lab.begin(&stage);
        assert_eq!(deeds(&lab, &stage)["noticed"], serde_json::json!([]));
        // The scene itself cuts the link at 20 s.
        lab.playback.seek(SimTime::from_secs(22.0));
        while stage.simulation.now() < lab.playback.at {
            stage.show(lab.playback.at);
        }
        let noticed = deeds(&lab, &stage)["noticed"].clone();
        assert_eq!(noticed[0]["kind"], "network", "{noticed}");
        assert!(noticed[0]["evidence"].as_str().is_some_and(|words| !words.is_empty()), "{noticed}");
    }

    #[test]
    fn a_control_is_worked_by_command_and_by_hand() {
        let mut stage = Stage::load("heater").expect("it ships");
        let mut lab = Lab::default();
        lab.begin(&stage);
        let twin = stage.shown.twins.iter().position(|twin| twin.downlink.is_some()).expect("one that commands");
        grant(&format!(r#"{{"do":"twin","index":{twin}}}"#), &mut lab, &mut stage);
        let number = deeds(&lab, &stage)["controls"].as_array().expect("controls").iter().find_map(|control| {
            let low = control["limits"][0].as_f64()?;
            Some((control["label"].as_str()?.to_owned(), low))
        });
        let (control, low) = number.expect("a number to set");
        grant(&format!(r#"{{"do":"work","control":"{control}","value":{low}}}"#), &mut lab, &mut stage);
        assert_eq!(deeds(&lab, &stage)["commands"][0]["state"], "pending");
        let outside = low - 1000.0;
        grant(&format!(r#"{{"do":"work","control":"{control}","value":{outside}}}"#), &mut lab, &mut stage);
        let until = SimTime::from_secs(20.0);
        lab.playback.seek(until);
        stage.show(until);
        let told = deeds(&lab, &stage);
        let states: Vec<_> = told["commands"].as_array().expect("commands").iter().map(|own| &own["state"]).collect();
        assert_eq!(states, ["refused", "accepted"], "{}", told["commands"]);
        assert!(told["commands"][0]["reason"].is_string());
        grant(&format!(r#"{{"do":"work","control":"{control}","value":{low},"by_hand":true}}"#), &mut lab, &mut stage);
        let last = stage.simulation.journal().last().expect("a deed");
        assert!(matches!(last.action, Action::Operate { .. }), "{last:?}");
    }

    #[test]
    fn the_document_is_told_and_a_person_settles_its_conflict() {
        let mut stage = Stage::load("conflicts").expect("it ships");
        let mut lab = Lab::default();
        lab.begin(&stage);
        let person = stage.shown.twins.iter().position(|twin| &*twin.name == "by person").expect("a twin");
        grant(&format!(r#"{{"do":"twin","index":{person}}}"#), &mut lab, &mut stage);
        let at = SimTime::from_secs(10.0);
        lab.playback.seek(at);
        stage.show(at);
        let told = deeds(&lab, &stage)["document"].clone();
        assert!(told["version"].as_u64() > Some(0) && told["json"]["state"]["desired"].is_object(), "{told}");
        assert_eq!(told["questions"][0]["field"], "/target_c", "{told}");
        grant(r#"{"do":"answer","field":"/target_c","device":true}"#, &mut lab, &mut stage);
        let last = stage.simulation.journal().last().expect("a deed");
        assert!(matches!(last.action, Action::Answer { .. }), "{last:?}");
    }
}
