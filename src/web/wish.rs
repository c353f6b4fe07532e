//! Wishes as the page's own controls utter them, and the commands that grant them.

use serde::Deserialize;

use super::working::{self, ControlValue};
use crate::core::action::{Action, LinkChange};
use crate::core::link::{DelaySpec, LossSpec};
use crate::core::sync::SyncKind;
use crate::core::time::SimTime;
use crate::lab::{BoardWish, GhostLayout, Lab, LabCommand, Stage, ThemeKind, WrittenRun};
use crate::ui::keys::choose_mode;
use crate::ui::model::Model;

/// A wish, as scripts write it: `{"do":"step","by":1}`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum PageWish {
    /// Plays or pauses.
    Toggle,
    /// Moves by steps of the run.
    Step {
        /// How many, backwards if negative.
        by: i32,
    },
    /// Goes to an instant.
    Seek {
        /// Seconds of the run.
        t_s: f64,
    },
    /// The next faster or slower speed.
    Speed {
        /// Whether it is faster.
        faster: bool,
    },
    /// Starts the run again.
    Restart,
    /// Chooses a twin.
    Twin {
        /// Its place in the scene.
        index: usize,
    },
    /// Chooses a device.
    Device {
        /// Its place in the scene.
        index: usize,
    },
    /// Chooses a signal of the chosen device.
    Signal {
        /// Its place in the device.
        index: usize,
    },
    /// Begins a fault of what is chosen.
    Fault {
        /// Its name, such as `Stuck sensor on accel_x`.
        name: String,
    },
    /// Ends a fault.
    EndFault {
        /// Its number.
        number: u32,
    },
    /// Works a control of the chosen device.
    Work {
        /// The control, such as `Speed`.
        control: String,
        /// What it is set to.
        value: ControlValue,
        /// By somebody beside the device, not by a command from the chosen twin.
        #[serde(default)]
        by_hand: bool,
    },
    /// Says who was right in a conflict.
    Answer {
        /// The field, such as `/target_c`.
        field: String,
        /// Whether it was the device.
        device: bool,
    },
    /// Gives the chosen twin another sync mode.
    Mode {
        /// The mode's name.
        mode: SyncKind,
    },
    /// Sets the mean delay of the chosen twin's link.
    Delay {
        /// Milliseconds, 0 to 500.
        ms: f64,
    },
    /// Sets the loss of the chosen twin's link.
    Loss {
        /// Share of frames, 0 to 0.5.
        share: f64,
    },
    /// Cuts the chosen twin's link.
    Cut {
        /// For how long, in seconds.
        for_s: f64,
    },
    /// Projector or desk.
    Projector {
        /// Whether it is the projector.
        on: bool,
    },
    /// Where ghosts stand.
    Ghosts {
        /// Whether they stand beside their device.
        beside: bool,
    },
    /// Folds a panel away or brings it back.
    Fold {
        /// 0 left, 1 right, 2 bottom.
        panel: usize,
    },
    /// Opens or closes the help.
    Help,
    /// Closes the notice.
    Dismiss,
    /// Lets go of the way to a real board, or takes it again.
    Release {
        /// Whether it is let go.
        on: bool,
    },
    /// Sends a command to a real board.
    Order {
        /// The command, such as `SET_MULT:0.99996`.
        words: String,
    },
    /// Camera back to its first place.
    Home,
    /// Loads a shipped scene.
    Load {
        /// Its name.
        scene: String,
    },
    /// Loads a scene or a written run from its text.
    Open {
        /// What it is called.
        name: String,
        /// The text.
        text: String,
    },
}

impl PageWish {
    /// Reads a wish.
    ///
    /// # Errors
    /// A sentence, when it is none.
    pub fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| format!("this is not a wish: {error}"))
    }

    /// The commands that grant it, or a sentence about what is wrong with it.
    ///
    /// # Errors
    /// When a number is out of range, there is no such twin or link, or the text is not a run.
    pub fn commands(self, lab: &Lab, stage: &Stage) -> Result<Vec<LabCommand>, String> {
        let model = || Model::build(lab, stage);
        Ok(vec![match self {
            Self::Toggle => LabCommand::TogglePlay,
            Self::Step { by } => LabCommand::Step(by),
            Self::Seek { t_s } => LabCommand::Seek(SimTime::from_secs(within("a moment", t_s, 0.0, 1e7)?)),
            Self::Speed { faster } => LabCommand::ChangeSpeed(faster),
            Self::Restart => LabCommand::Restart { forget: false },
            Self::Twin { index } if index < stage.shown.twins.len() => LabCommand::ChooseTwin(index),
            Self::Twin { index } => return Err(format!("there is no twin {index}")),
            Self::Device { index } if index < stage.shown.devices.len() => LabCommand::ChooseDevice(index),
            Self::Device { index } => return Err(format!("there is no device {index}")),
            Self::Signal { index } => LabCommand::ChooseSignal(index),
            Self::Fault { name } => working::begin_fault(&model(), &name)?,
            Self::EndFault { number } => working::end_fault(&model(), number)?,
            Self::Work { control, value, by_hand } => working::work(&model(), &control, &value, by_hand)?,
            Self::Answer { field, device } => working::answer(&model(), &field, device)?,
            Self::Mode { mode } => {
                return Ok(choose_mode(&model(), mode).into_iter().collect());
            }
            Self::Delay { ms } => {
                let mean_ms = within("a delay", ms, 0.0, 500.0)?;
                set_link(lab, stage, LinkChange::Delay(DelaySpec::Fixed { ms: mean_ms }))?
            }
            Self::Loss { share } => {
                let share = within("a share", share, 0.0, 0.5)?;
                let loss = if share > 0.0 { LossSpec::Bernoulli(share) } else { LossSpec::None };
                set_link(lab, stage, LinkChange::Loss(loss))?
            }
            Self::Cut { for_s } => {
                let (link, hop) = link(lab, stage)?;
                LabCommand::Act(Action::Partition { link, hop, for_s: within("a length", for_s, 1e-3, 1e7)? })
            }
            Self::Projector { on } => LabCommand::SetTheme(if on { ThemeKind::Projector } else { ThemeKind::Dark }),
            Self::Ghosts { beside } => {
                LabCommand::SetGhosts(if beside { GhostLayout::Beside } else { GhostLayout::Overlay })
            }
            Self::Fold { panel } => LabCommand::ToggleFold(panel),
            Self::Help => LabCommand::ToggleHelp,
            Self::Dismiss => LabCommand::DismissNotice,
            Self::Release { on } => LabCommand::Board(BoardWish::ReleasePort(on)),
            Self::Order { words } => LabCommand::Board(BoardWish::Send(super::board::order(&words)?)),
            Self::Home => LabCommand::HomeCamera,
            Self::Load { scene } => LabCommand::Load(scene),
            Self::Open { text, .. } if WrittenRun::is_meant(&text) => {
                LabCommand::Replay { run: Box::new(WrittenRun::parse(&text)?), at: SimTime::ZERO }
            }
            Self::Open { name, text } => LabCommand::Open { name, text },
        }])
    }
}

fn within(what: &str, value: f64, least: f64, most: f64) -> Result<f64, String> {
    if value >= least && value <= most {
        Ok(value)
    } else {
        Err(format!("{value} is not {what} from {least} to {most}"))
    }
}

/// The uplink of the chosen twin, and the name of its first hop where it has several.
fn link(lab: &Lab, stage: &Stage) -> Result<(String, Option<String>), String> {
    let twin = stage.shown.twins.get(lab.twin);
    let state = twin.and_then(|twin| stage.shown.links.get(twin.link)).ok_or("the chosen twin has no link")?;
    let hop = (state.hops.len() > 1).then(|| state.spec().name.clone());
    Ok((state.name.to_string(), hop))
}

fn set_link(lab: &Lab, stage: &Stage, change: LinkChange) -> Result<LabCommand, String> {
    let (link, hop) = link(lab, stage)?;
    Ok(LabCommand::Act(Action::SetLink { link, hop, change }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> (Lab, Stage) {
        let stage = Stage::load("rotor_five_ways").expect("it ships");
        let mut lab = Lab::default();
        lab.begin(&stage);
        (lab, stage)
    }

    fn grant(json: &str, lab: &mut Lab, stage: &mut Stage) {
        for command in PageWish::parse(json).expect(json).commands(lab, stage).expect(json) {
            lab.apply(command, stage);
        }
    }

    #[test]
    fn wishes_of_the_page_do_what_keys_and_panels_do() {
        let (mut lab, mut stage) = begun();
        grant(r#"{"do":"toggle"}"#, &mut lab, &mut stage);
        assert!(!lab.playback.playing);
        grant(r#"{"do":"step","by":3}"#, &mut lab, &mut stage);
        assert_eq!(lab.playback.at.nanos(), 3 * stage.simulation.step().nanos());
        grant(r#"{"do":"twin","index":1}"#, &mut lab, &mut stage);
        grant(r#"{"do":"mode","mode":"Hybrid"}"#, &mut lab, &mut stage);
        assert_eq!(stage.shown.twins[1].sync.kind(), SyncKind::Hybrid);
        grant(r#"{"do":"delay","ms":120}"#, &mut lab, &mut stage);
        grant(r#"{"do":"loss","share":0.25}"#, &mut lab, &mut stage);
        let line = stage.shown.links[stage.shown.twins[1].link].spec();
        assert_eq!((line.delay.mean_ms(), line.loss.asked()), (120.0, Some(0.25)));
        grant(r#"{"do":"projector","on":true}"#, &mut lab, &mut stage);
        assert_eq!(lab.theme, ThemeKind::Projector);
        grant(r#"{"do":"load","scene":"heater"}"#, &mut lab, &mut stage);
        assert_eq!(stage.source, crate::scene::Origin::Shipped("heater".to_owned()));
    }

    #[test]
    fn a_dropped_text_is_a_scene_or_a_run() {
        let (mut lab, mut stage) = begun();
        let text = WrittenRun::of(&stage.simulation).text();
        let open = |text: String| PageWish::Open { name: "a.ron".to_owned(), text };
        let commands = open(text).commands(&lab, &stage).expect("a run");
        assert!(matches!(commands[..], [LabCommand::Replay { .. }]), "{commands:?}");
        for command in open("(title: \"none\")".to_owned()).commands(&lab, &stage).expect("a text") {
            lab.apply(command, &mut stage);
        }
        let notice = lab.notice.expect("what is wrong");
        assert!(notice.failure && notice.text.starts_with("a.ron:1:"), "{}", notice.text);
        assert_eq!(stage.source, crate::scene::Origin::Shipped("rotor_five_ways".to_owned()), "the old one stays");
    }

    #[test]
    fn what_is_out_of_range_is_refused() {
        let (lab, stage) = begun();
        for json in [
            r#"{"do":"delay","ms":-1}"#,
            r#"{"do":"loss","share":2}"#,
            r#"{"do":"cut","for_s":0}"#,
            r#"{"do":"seek","t_s":-5}"#,
            r#"{"do":"twin","index":99}"#,
            r#"{"do":"open","name":"x","text":"Run(3)"}"#,
            r#"{"do":"device","index":99}"#,
            r#"{"do":"fault","name":"Boredom"}"#,
            r#"{"do":"end_fault","number":4}"#,
            r#"{"do":"work","control":"Speed","value":"fast","by_hand":true}"#,
            r#"{"do":"work","control":"Colour","value":1,"by_hand":true}"#,
            r#"{"do":"answer","field":"/speed","device":true}"#,
            r#"{"do":"order","words":"SET_MULT:9"}"#,
        ] {
            assert!(PageWish::parse(json).expect(json).commands(&lab, &stage).is_err(), "{json}");
        }
        assert!(PageWish::parse(r#"{"do":"dance"}"#).is_err());
        assert!(PageWish::parse("x").is_err());
    }
}
