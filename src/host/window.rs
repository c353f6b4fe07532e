//! The app that shows the laboratory in a window or on a canvas.

use bevy::log::{Level, LogPlugin};
use bevy::prelude::*;
use bevy::window::WindowResolution;

use crate::lab::{Lab, LabPlugin, Stage};
use crate::ui::UiPlugin;
use crate::view::ViewPlugin;
use crate::view::camera::{Rig, camera};

/// The canvas of the page, as CSS selects it.
const CANVAS: &str = "#twinsync";

/// An app with everything that shows a stage and listens to a person; the host runs it.
pub fn lab_app(lab: Lab, stage: Stage) -> App {
    let window = Window {
        title: format!("twinsync: {}", stage.simulation.scene().title),
        resolution: WindowResolution::new(1280, 720),
        canvas: Some(CANVAS.to_owned()),
        fit_canvas_to_parent: true,
        ..default()
    };
    let mut app = App::new();
    app.add_plugins(
        DefaultPlugins
            .set(WindowPlugin { primary_window: Some(window), ..default() })
            .set(LogPlugin { level: Level::ERROR, ..default() }),
    )
    .insert_resource(lab)
    .insert_resource(stage)
    .insert_resource(Rig { glides: true, ..Rig::default() })
    .add_plugins((LabPlugin, ViewPlugin, UiPlugin))
    .add_systems(Startup, |mut commands: Commands| {
        commands.spawn(camera());
    });
    app
}
