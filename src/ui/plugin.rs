//! The panels as a Bevy plugin.
//!
//! Runs in [`EguiPrimaryContextPass`], on whatever camera carries the primary egui context: a window's or
//! an image's. What is uttered there is granted in the next frame's `LabSystems::Wishes`.

use bevy::prelude::*;
use bevy_egui::{EguiContexts, EguiPlugin, EguiPrimaryContextPass};

use crate::lab::{FreeArea, Lab, Listening, Stage, Wish};

use super::model::{LiveView, Model};
use super::shell;

/// Shows the panels and reads the keys. The host inserts [`Lab`] and [`Stage`] and adds
/// [`crate::lab::LabPlugin`].
pub struct UiPlugin;

impl Plugin for UiPlugin {
    fn build(&self, app: &mut App) {
        if !app.is_plugin_added::<EguiPlugin>() {
            app.add_plugins(EguiPlugin::default());
        }
        app.add_systems(EguiPrimaryContextPass, show_panels);
    }
}

fn show_panels(
    mut contexts: EguiContexts,
    mut lab: ResMut<Lab>,
    stage: Res<Stage>,
    listening: Option<Res<Listening>>,
    mut wishes: MessageWriter<Wish>,
) {
    // No camera yet, or it is gone: there is nothing to show panels on.
    let Ok(context) = contexts.ctx_mut() else { return };
    let live = listening.as_deref().map(LiveView::of);
    let model = Model { live, ..Model::build(&lab, &stage) };
    let mut commands = Vec::new();
    if let Some(free) = shell::show(context, &model, &mut commands) {
        let free = FreeArea { left: free.left(), top: free.top(), right: free.right(), bottom: free.bottom() };
        if lab.free_area != free {
            lab.free_area = free;
        }
    }
    wishes.write_batch(commands.into_iter().map(Wish));
}
