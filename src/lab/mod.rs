//! The lab: what the window's picture and panels share. Plain data, no rendering, no egui.
//!
//! [`Stage`] holds the run, [`Lab`] what a person has chosen about looking at it, [`LabCommand`] every
//! wish that a panel or a key can utter. `view` and `ui` read the first two and emit the third; only
//! [`Lab::apply`] changes anything.

mod board_wish;
mod command;
pub mod fonts;
mod inquiry;
pub mod listening;
mod playback;
mod plugin;
mod reload;
mod stage;
pub mod steps;
pub mod story;
pub mod theme;
pub mod words;
pub mod written;

pub use board_wish::BoardWish;
pub use command::LabCommand;
pub use inquiry::{Audit, Trial};
pub use listening::Listening;
pub use playback::{Playback, SPEEDS};
pub use plugin::{LabPlugin, LabSystems, Wish};
pub use reload::Watch;
pub use stage::Stage;
pub use story::FrameKey;
pub use theme::ThemeKind;
pub use written::WrittenRun;

use bevy::prelude::Resource;

/// What a person has chosen about looking at the run.
#[derive(Clone, Debug, Resource)]
pub struct Lab {
    /// Play, pause, speed.
    pub playback: Playback,
    /// Colours and type size.
    pub theme: ThemeKind,
    /// Where ghosts stand.
    pub ghosts: GhostLayout,
    /// Factor by which a rotor's vibration is drawn too large; none chooses it from the motion.
    pub exaggeration: Option<f64>,
    /// Factor by which rotation is drawn too slow: 48 shows 1/48 of the true speed.
    pub strobe: f64,
    /// The device whose signals the charts show.
    pub device: usize,
    /// The twin whose mode and network the editors show.
    pub twin: usize,
    /// The signal the charts show: an index into the chosen device's signals.
    pub signal: usize,
    /// The frame whose story is told.
    pub frame: Option<FrameKey>,
    /// Panels folded away: left, right, bottom.
    pub folded: [bool; 3],
    /// Whether the help overlay is open.
    pub help: bool,
    /// What the person must know now: an error or a notice.
    pub notice: Option<Notice>,
    /// The command that is tried on a copy of a twin; none unless somebody asked what if.
    pub trial: Option<Trial>,
    /// Whether the chosen twin's document is what its events say; none where it has no shadow.
    pub audit: Option<Audit>,
    /// Switches fades off.
    pub reduced_motion: bool,
    /// The part of the window that no panel covers, in logical pixels; panels report it, the camera frames
    /// its subject in it.
    pub free_area: FreeArea,
}

/// Where ghosts stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GhostLayout {
    /// On their device.
    #[default]
    Overlay,
    /// Fanned out beside it.
    Beside,
}

/// A rectangle of the window, in logical pixels from its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FreeArea {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Right edge; 0 until panels have reported.
    pub right: f32,
    /// Bottom edge; 0 until panels have reported.
    pub bottom: f32,
}

/// A sentence on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sentence.
    pub text: String,
    /// Whether it reports a failure.
    pub failure: bool,
}

impl Default for Lab {
    fn default() -> Self {
        Self {
            playback: Playback::default(),
            theme: ThemeKind::Dark,
            ghosts: GhostLayout::Overlay,
            exaggeration: None,
            strobe: 48.0,
            device: 0,
            twin: 0,
            signal: 0,
            frame: None,
            folded: [false; 3],
            help: false,
            notice: None,
            trial: None,
            audit: None,
            reduced_motion: false,
            free_area: FreeArea::default(),
        }
    }
}
