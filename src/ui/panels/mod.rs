//! The panels. Each reads the model and utters wishes, nothing else; adding one is a file and a line here.

mod age;
mod board;
mod chart_frame;
mod charts;
mod device;
mod device_tab;
pub mod device_tabs;
mod document_tab;
mod error;
mod faults;
pub mod help;
mod history;
mod laboratory;
mod latency;
mod levels;
pub mod network;
pub mod notice;
mod noticed;
mod radar;
mod signal_chooser;
pub mod steps;
pub mod story;
mod sync;
mod time;
mod timeline;
mod title;
mod traffic;
mod twins;
mod view;

use bevy_egui::egui::Ui;

use crate::lab::LabCommand;

use super::icons::Side;
use super::model::Model;

/// What a panel or a part of one is.
pub type PanelUi = fn(&mut Ui, &Model, &mut Vec<LabCommand>);

/// A panel that floats over the scene.
#[derive(Clone, Copy)]
pub struct Panel {
    /// Its name, for screen readers and tooltips.
    pub name: &'static str,
    /// The key that folds it.
    pub key: &'static str,
    /// The edge of the window it folds towards.
    pub edge: Side,
    /// Its contents.
    pub ui: PanelUi,
}

/// The panels in the order of [`crate::lab::Lab::folded`].
pub const PANELS: [Panel; 3] = [
    Panel { name: "Devices panel", key: "F1", edge: Side::Left, ui: device::ui },
    Panel { name: "Charts panel", key: "F2", edge: Side::Right, ui: charts::ui },
    Panel { name: "Time panel", key: "F3", edge: Side::Down, ui: time::ui },
];
