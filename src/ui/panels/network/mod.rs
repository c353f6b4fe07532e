//! The links of the chosen twin, hop by hop: bend them, cut them, and see what they really did.

mod figures;
mod frames;
mod legend;
mod line;
mod netem;
mod presets;
mod queue;

use bevy_egui::egui::{Id, Ui};

use crate::core::action::{Action, LinkChange};
use crate::lab::LabCommand;
use crate::sim::HopState;
use crate::ui::model::{LinkView, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{muted, segmented};

/// A page of the tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Delay, loss and rate.
    #[default]
    Line,
    /// What waits, what overtakes, what is copied.
    Queue,
    /// What was asked beside what was measured.
    Figures,
    /// The latest frames.
    Frames,
}

/// The pages and their words.
const PAGES: [(Page, &str); 4] =
    [(Page::Line, "Line"), (Page::Queue, "Queue"), (Page::Figures, "Figures"), (Page::Frames, "Frames")];

/// The hop that the pages are about.
struct Chosen<'a> {
    link: &'a LinkView,
    hop: usize,
}

impl Chosen<'_> {
    fn state(&self) -> &HopState {
        &self.link.hops[self.hop]
    }

    fn set(&self, change: LinkChange, out: &mut Vec<LabCommand>) {
        let (link, hop) = (self.link.name.to_string(), self.link.hop_name(self.hop));
        out.push(LabCommand::Act(Action::SetLink { link, hop, change }));
    }
}

/// Where the choices of page, direction and hop are kept.
fn memory(what: &str) -> Id {
    Id::new(("twinsync-network", what))
}

/// Shows the row of pages and the open one.
pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(up) = &model.link else {
        ui.label(muted(&palette, "The chosen twin has no link."));
        return;
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    let page = remembered(ui, &palette, "page", Page::default(), &PAGES);
    ui.add_space(4.0);
    if page == Page::Frames {
        return frames::ui(ui, &palette, model, out);
    }
    let mut link = up;
    if let Some(down) = &model.downlink {
        let ways = [(false, "Up to the twin"), (true, "Down")];
        let chosen = remembered(ui, &palette, "direction", false, &ways);
        ui.add_space(4.0);
        link = if chosen { down } else { up };
    }
    let hop = if link.hops.len() > 1 {
        let names: Vec<(usize, &str)> = link.hops.iter().map(|hop| &*hop.spec.name).enumerate().collect();
        let hop = remembered(ui, &palette, "hop", 0, &names);
        ui.add_space(4.0);
        hop.min(link.hops.len() - 1)
    } else {
        0
    };
    let chosen = Chosen { link, hop };
    match page {
        Page::Line => line::ui(ui, &palette, &chosen, out),
        Page::Queue => queue::ui(ui, &palette, &chosen, out),
        Page::Figures => figures::ui(ui, &palette, &chosen),
        Page::Frames => {}
    }
}

/// A row of choices of which one is remembered.
fn remembered<T>(ui: &mut Ui, palette: &Palette, what: &str, usual: T, choices: &[(T, &str)]) -> T
where
    T: Copy + PartialEq + Send + Sync + 'static,
{
    let id = memory(what);
    let kept: T = ui.data(|data| data.get_temp(id)).unwrap_or(usual);
    let known = choices.iter().any(|(choice, _)| *choice == kept);
    let now = if known { kept } else { usual };
    match segmented(ui, palette, now, choices) {
        Some(wish) => {
            ui.data_mut(|data| data.insert_temp(id, wish));
            wish
        }
        None => now,
    }
}

/// Brings a page to the front.
pub fn open(ctx: &bevy_egui::egui::Context, page: Page) {
    ctx.data_mut(|data| data.insert_temp(memory("page"), page));
}
