//! The lab as a Bevy plugin: each frame time passes, wishes are granted, and the run catches up.
//!
//! `Update` runs [`LabSystems::Wishes`] (grant what keys and panels uttered last frame), then
//! [`LabSystems::Advance`] (pass time, advance the run, refresh [`Stage::shown`]), then
//! [`LabSystems::Picture`] (whatever mirrors the stage).

use bevy::prelude::*;

use super::reload::{self, Watch};
use super::{Lab, LabCommand, Listening, Notice, Stage};

/// A wish on its way to [`Lab::apply`].
#[derive(Clone, Debug, Message)]
pub struct Wish(pub LabCommand);

/// The order of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, SystemSet)]
pub enum LabSystems {
    /// Wishes of the last frame are granted.
    Wishes,
    /// Time passes and the run advances.
    Advance,
    /// Pictures mirror the stage.
    Picture,
}

/// Runs a [`Stage`] under a [`Lab`]; both resources are inserted by the host.
pub struct LabPlugin;

impl Plugin for LabPlugin {
    fn build(&self, app: &mut App) {
        app.add_message::<Wish>()
            .init_resource::<Watch>()
            .configure_sets(Update, (LabSystems::Wishes, LabSystems::Advance, LabSystems::Picture).chain())
            .add_systems(Update, (reload::reload_edited, grant_wishes, leave).chain().in_set(LabSystems::Wishes))
            .add_systems(Update, advance.in_set(LabSystems::Advance));
    }
}

fn grant_wishes(
    mut wishes: MessageReader<Wish>,
    mut lab: ResMut<Lab>,
    mut stage: ResMut<Stage>,
    mut listening: Option<ResMut<Listening>>,
) {
    for Wish(command) in wishes.read() {
        match (command, &mut listening) {
            (LabCommand::Board(wish), Some(listening)) => lab.notice = listening.grant(wish).or(lab.notice.take()),
            _ => lab.apply(command.clone(), &mut stage),
        }
    }
}

/// Whoever takes another scene on stage has left the board.
fn leave(stage: Res<Stage>, listening: Option<Res<Listening>>, mut commands: Commands) {
    if listening.is_some() && !stage.live {
        commands.remove_resource::<Listening>();
    }
}

fn advance(
    time: Res<Time<Real>>,
    mut lab: ResMut<Lab>,
    mut stage: ResMut<Stage>,
    listening: Option<ResMut<Listening>>,
) {
    let refusals = stage.simulation.refusals().len();
    match listening {
        None => lab.playback.pass(time.delta_secs_f64()),
        Some(mut listening) => {
            if let Some(failure) = listening.pump(&mut stage) {
                lab.notice = Some(Notice::failure(failure));
            }
            lab.playback.follow(stage.simulation.now());
        }
    }
    stage.show(lab.playback.at);
    lab.inquire(&stage);
    if let Some(refusal) = stage.simulation.refusals().get(refusals..).and_then(<[String]>::last) {
        lab.notice = Some(Notice::failure(refusal.clone()));
    }
}
