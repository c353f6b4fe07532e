//! The tabs under the list of twins: sync, network, faults, device, document, view.

use bevy_egui::egui::{Context, Id, ScrollArea, Ui};

use crate::lab::LabCommand;
use crate::ui::model::Model;
use crate::ui::style::Palette;
use crate::ui::widgets::segmented;

use super::{PanelUi, device_tab, document_tab, faults, network, sync, view};

/// A tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// How the device reports to the chosen twin.
    #[default]
    Sync,
    /// The link that feeds the chosen twin.
    Network,
    /// What can go wrong with the chosen device, its sensors and its link.
    Faults,
    /// The chosen device's controls, commands, versions and dependencies.
    Device,
    /// The chosen twin's shadow document.
    Document,
    /// How things are shown.
    View,
}

/// The tabs, their words and their contents.
const TABS: [(Tab, &str, PanelUi); 6] = [
    (Tab::Sync, "Sync", sync::ui),
    (Tab::Network, "Net", network::ui),
    (Tab::Faults, "Faults", faults::ui),
    (Tab::Device, "Device", device_tab::ui),
    (Tab::Document, "Doc", document_tab::ui),
    (Tab::View, "View", view::ui),
];

fn memory() -> Id {
    Id::new("twinsync-device-tab")
}

/// Brings a tab to the front.
pub fn open(ctx: &Context, tab: Tab) {
    ctx.data_mut(|data| data.insert_temp(memory(), tab));
}

/// Whether the open tab has more to show than others.
#[must_use]
pub fn is_long(ctx: &Context) -> bool {
    matches!(ctx.data(|data| data.get_temp(memory())), Some(Tab::Faults | Tab::Device | Tab::Document))
}

/// Whether the open tab is the document.
#[must_use]
pub fn is_document(ctx: &Context) -> bool {
    ctx.data(|data| data.get_temp(memory())) == Some(Tab::Document)
}

/// Shows the row of tabs and the open one.
pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let open_tab = ui.data(|data| data.get_temp(memory())).unwrap_or_default();
    if let Some(tab) = segmented(ui, &palette, open_tab, &TABS.map(|(tab, word, _)| (tab, word))) {
        open(ui.ctx(), tab);
    }
    ui.add_space(8.0);
    if let Some((_, _, contents)) = TABS.iter().find(|(tab, _, _)| *tab == open_tab) {
        ScrollArea::vertical().id_salt(("tab", open_tab as u8)).auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 4.0;
            contents(ui, model, out);
        });
    }
}
