//! Every wish that a panel or a key can utter, and the one place where wishes are granted.

use crate::core::action::Action;
use crate::core::device::Setting;
use crate::core::time::SimTime;

use super::{BoardWish, FrameKey, GhostLayout, Lab, Notice, Playback, Stage, ThemeKind, Trial, WrittenRun};

/// A wish of the person at the window.
#[derive(Clone, Debug, PartialEq)]
pub enum LabCommand {
    /// Plays, or pauses.
    TogglePlay,
    /// Moves by this many steps of the run, backwards if negative, and pauses.
    Step(i32),
    /// Goes to an instant: recorded history at once, new ground by running there.
    Seek(SimTime),
    /// Sets the speed in simulated seconds per second.
    SetSpeed(f64),
    /// The next faster (true) or slower speed.
    ChangeSpeed(bool),
    /// Starts the run again from its beginning, keeping the journal (false) or forgetting it (true).
    Restart {
        /// Whether the journal is forgotten.
        forget: bool,
    },
    /// Does something to the run; it becomes a journal entry.
    Act(Action),
    /// Tries a command on a copy of a twin instead of sending it.
    Try {
        /// The twin: its place in the scene.
        twin: usize,
        /// What would be sent.
        setting: Setting,
    },
    /// Puts away what was tried.
    ForgetTrial,
    /// Chooses the device whose signals are charted.
    ChooseDevice(usize),
    /// Chooses the twin that editors show.
    ChooseTwin(usize),
    /// Chooses the signal that is charted.
    ChooseSignal(usize),
    /// Chooses the frame whose story is told; none closes it.
    ChooseFrame(Option<FrameKey>),
    /// Dark or projector.
    SetTheme(ThemeKind),
    /// Ghosts on their device or beside it.
    SetGhosts(GhostLayout),
    /// Exaggeration of vibration; none means automatic.
    SetExaggeration(Option<f64>),
    /// Stroboscope factor.
    SetStrobe(f64),
    /// Folds a panel away or brings it back: 0 left, 1 right, 2 bottom.
    ToggleFold(usize),
    /// Opens or closes the help overlay.
    ToggleHelp,
    /// Closes the notice.
    DismissNotice,
    /// Loads another scene: a shipped name or a path.
    Load(String),
    /// Does something with the real board on stage.
    Board(BoardWish),
    /// Loads a scene from its text, under a name for errors.
    Open {
        /// What it is called.
        name: String,
        /// The text of the scene.
        text: String,
    },
    /// Replays a written run up to an instant, and pauses there.
    Replay {
        /// The run.
        run: Box<WrittenRun>,
        /// The instant.
        at: SimTime,
    },
    /// Puts the camera back to its first place.
    HomeCamera,
}

impl Lab {
    /// Grants a wish. Wishes about the camera belong to the picture, those about a real board to whoever listens to
    /// it: they change nothing here.
    pub fn apply(&mut self, command: LabCommand, stage: &mut Stage) {
        match command {
            LabCommand::TogglePlay => {
                let playback = &mut self.playback;
                if !playback.playing && playback.at >= playback.end {
                    playback.seek(SimTime::ZERO);
                }
                playback.playing = !playback.playing;
            }
            LabCommand::Step(steps) => {
                self.playback.playing = false;
                let step = stage.simulation.step();
                let on_grid = self.playback.at.nanos() / step.nanos();
                self.playback.seek(SimTime::from_nanos((on_grid + i64::from(steps)) * step.nanos()));
            }
            LabCommand::Seek(at) => self.playback.seek(at),
            LabCommand::SetSpeed(speed) => self.playback.set_speed(speed),
            LabCommand::ChangeSpeed(faster) => self.playback.change_speed(faster),
            LabCommand::Restart { forget } => {
                self.notice = stage.restart(forget).err().map(Notice::failure);
                self.playback.seek(SimTime::ZERO);
            }
            LabCommand::Act(action) => {
                if matches!(action, Action::Command { .. }) {
                    self.trial = None;
                }
                self.notice = stage.act(action, self.playback.at).err().map(Notice::failure);
            }
            LabCommand::Try { twin, setting } => self.trial = Some(Trial::of(stage, twin, setting)),
            LabCommand::ForgetTrial => self.trial = None,
            LabCommand::ChooseDevice(device) => {
                if self.device != device {
                    self.signal = 0;
                }
                self.device = device;
            }
            LabCommand::ChooseTwin(twin) => {
                self.twin = twin;
                self.trial = None;
                if let Some(state) = stage.shown.twins.get(twin) {
                    let device = state.device;
                    self.apply(LabCommand::ChooseDevice(device), stage);
                }
            }
            LabCommand::ChooseSignal(signal) => self.signal = signal,
            LabCommand::ChooseFrame(frame) => self.frame = frame,
            LabCommand::SetTheme(theme) => self.theme = theme,
            LabCommand::SetGhosts(ghosts) => self.ghosts = ghosts,
            LabCommand::SetExaggeration(factor) => self.exaggeration = factor,
            LabCommand::SetStrobe(strobe) => self.strobe = strobe.max(1.0),
            LabCommand::ToggleFold(panel) => {
                if let Some(folded) = self.folded.get_mut(panel) {
                    *folded = !*folded;
                }
            }
            LabCommand::ToggleHelp => self.help = !self.help,
            LabCommand::DismissNotice => self.notice = None,
            LabCommand::Load(scene) => {
                self.take(Stage::load(&scene), stage);
            }
            LabCommand::Open { name, text } => {
                self.take(Stage::open(&name, &text, None), stage);
            }
            LabCommand::Replay { run, at } => {
                if self.take(Stage::replay(&run), stage) {
                    self.playback.playing = false;
                    self.playback.seek(at);
                }
            }
            LabCommand::HomeCamera | LabCommand::Board(_) => {}
        }
    }

    /// Takes another run on stage; where there is none, the old one stays and the reason is shown. Whether it was taken.
    fn take(&mut self, other: Result<Stage, String>, stage: &mut Stage) -> bool {
        match other {
            Ok(loaded) => {
                stage.replace(loaded);
                self.begin(stage);
                true
            }
            Err(text) => {
                self.notice = Some(Notice::failure(text));
                false
            }
        }
    }

    /// Starts looking at a freshly loaded stage: at its first device and the first twin of that, or where it has none at
    /// the first twin and its device.
    pub fn begin(&mut self, stage: &Stage) {
        self.playback.end = stage.simulation.end();
        self.playback.speed = Playback::first_speed(self.playback.end);
        self.playback.seek(SimTime::ZERO);
        let twins = &stage.shown.twins;
        self.twin = twins.iter().position(|twin| twin.device == 0).unwrap_or(0);
        self.device = twins.get(self.twin).map_or(0, |twin| twin.device);
        self.signal = 0;
        self.frame = None;
        self.notice = None;
        self.trial = None;
        self.audit = None;
    }
}

impl Notice {
    /// A failure to be read.
    #[must_use]
    pub fn failure(text: String) -> Self {
        Self { text, failure: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{self, Origin};

    #[test]
    fn a_run_is_first_looked_at_where_a_device_has_a_twin() {
        for (owners, device, twin) in [(["a", "b"], 0, 0), (["b", "a"], 0, 1), (["b", "c"], 1, 0)] {
            let [first, second] = owners;
            let text = format!(
                r#"(title: "two", duration_s: 1,
                devices: [(name: "a", model: Heater()), (name: "b", model: Heater()), (name: "c", model: Heater())],
                twins: [(name: "x", of: "{first}", sync: Periodic(interval_s: 1), uplink: "l"),
                        (name: "y", of: "{second}", sync: Periodic(interval_s: 1), uplink: "l")],
                links: [(name: "l", delay: Fixed(ms: 1))])"#
            );
            let scene = scene::read(&text, Origin::Text("two.ron".to_owned())).expect("a scene");
            let stage = Stage::new(scene, None).expect("a run");
            let mut lab = Lab::default();
            lab.begin(&stage);
            assert_eq!((lab.device, lab.twin), (device, twin), "twins of {owners:?}");
        }
    }
}
