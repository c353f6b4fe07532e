//! A hop as the line of `tc qdisc ... netem`: to be copied, and to be pasted.

use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{Align, Id, Key, Layout, Sense, TextEdit, Ui, UiBuilder, WidgetInfo, WidgetType, vec2};

use crate::core::action::LinkChange;
use crate::core::link::{LineSpec, netem};
use crate::lab::LabCommand;
use crate::ui::glossary;
use crate::ui::style::Palette;
use crate::ui::widgets::small_button;

use super::Chosen;

/// Longest line that the field takes, in characters.
const MOST: usize = 1000;

pub fn ui(ui: &mut Ui, palette: &Palette, chosen: &Chosen<'_>, out: &mut Vec<LabCommand>) {
    written(ui, palette, &chosen.state().spec);
    for change in pasted(ui, palette, &chosen.state().spec) {
        chosen.set(change, out);
    }
}

/// The line, with a button that copies it.
fn written(ui: &mut Ui, palette: &Palette, spec: &LineSpec) {
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::hover());
    let mut right = ui.new_child(UiBuilder::new().max_rect(row).layout(Layout::right_to_left(Align::Center)));
    let (text, hint, ink) = match netem::line(spec) {
        Ok(line) => {
            if small_button(&mut right, palette, "Copy").on_hover_text("Copies the netem line.").clicked() {
                ui.ctx().copy_text(line.clone());
            }
            // The beginning is the same for all.
            let own = line.split_once("netem ").map_or(&*line, |(_, own)| own);
            (format!("netem {own}"), format!("{line}\n{}", glossary::NETEM), palette.text)
        }
        Err(reason) => ("netem cannot say this".to_owned(), reason, palette.muted),
    };
    let mut job = LayoutJob::single_section(text, TextFormat::simple(palette.small(), ink));
    job.wrap = TextWrapping::truncate_at_width(right.min_rect().left().min(row.right()) - row.left() - 8.0);
    let galley = ui.painter().layout_job(job);
    let corner = row.left_center() - vec2(0.0, galley.size().y / 2.0);
    ui.painter().galley(corner, galley, ink);
    response.on_hover_text(hint);
}

/// The field for a line of one's own; gives the changes that it means.
fn pasted(ui: &mut Ui, palette: &Palette, now: &LineSpec) -> Vec<LinkChange> {
    let (draft_id, fault_id) = (Id::new("twinsync-netem"), Id::new("twinsync-netem-fault"));
    let mut draft: String = ui.data(|data| data.get_temp(draft_id)).unwrap_or_default();
    let fault: Option<String> = ui.data(|data| data.get_temp(fault_id));
    let field = TextEdit::singleline(&mut draft)
        .id(draft_id.with("field"))
        .hint_text("paste a netem line")
        .char_limit(MOST)
        .font(palette.small())
        .text_color_opt(fault.as_ref().map(|_| palette.lost))
        .desired_width(ui.available_width() - 8.0);
    let response = ui.add(field);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::TextEdit, true, "netem line"));
    let done = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    let changed = response.changed();
    let hint = fault.as_ref().map_or_else(|| glossary::NETEM.to_owned(), |fault| format!("{fault}."));
    response.on_hover_text(hint);
    let mut changes = Vec::new();
    ui.data_mut(|data| {
        if changed {
            data.remove::<String>(fault_id);
        }
        if done {
            match netem::parse(&draft) {
                Ok(wish) => {
                    changes = meant(now, &wish);
                    draft.clear();
                }
                Err(error) => {
                    data.insert_temp(fault_id, error.to_string());
                }
            }
        }
        data.insert_temp(draft_id, draft);
    });
    changes
}

/// The changes that make a line like another.
fn meant(now: &LineSpec, wish: &LineSpec) -> Vec<LinkChange> {
    let changes = [
        (now.delay != wish.delay).then(|| LinkChange::Delay(wish.delay.clone())),
        (now.loss != wish.loss).then(|| LinkChange::Loss(wish.loss.clone())),
        (now.rate_bps != wish.rate_bps || now.rate_fps.is_some()).then_some(LinkChange::RateBps(wish.rate_bps)),
        (now.queue != wish.queue).then_some(LinkChange::Queue(wish.queue)),
        (now.order != wish.order).then_some(LinkChange::Order(wish.order)),
        ((now.duplicate - wish.duplicate).abs() > 0.0).then_some(LinkChange::Duplicate(wish.duplicate)),
    ];
    changes.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::link::Preset;

    #[test]
    fn what_a_line_means_makes_one_hop_like_another() {
        for (from, to) in [(Preset::BadDay, Preset::Ideal), (Preset::Satellite, Preset::WiFi)] {
            let (mut line, wish) = (from.line(), to.line());
            for change in meant(&line, &wish) {
                line.apply(&change);
            }
            assert_eq!(line, wish);
            assert_eq!(meant(&line, &wish), []);
        }
    }
}
