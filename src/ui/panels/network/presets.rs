//! Kinds of networks by name, each with its numbers.

use bevy_egui::egui::{ComboBox, RichText, Ui};

use crate::core::action::LinkChange;
use crate::core::link::{DelaySpec, LineSpec, LossSpec, Preset, QueueSpec};
use crate::ui::format;
use crate::ui::style::Palette;

/// Shows the list; returns the change to the one just chosen.
pub fn ui(ui: &mut Ui, palette: &Palette, now: &LineSpec) -> Option<LinkChange> {
    let current = Preset::ALL.into_iter().find(|preset| is_like(now, &preset.line()));
    let name = current.map_or("Own numbers", Preset::label);
    let mut wish = None;
    ui.spacing_mut().button_padding.x = 8.0;
    ui.spacing_mut().interact_size.y = palette.row();
    let list = ComboBox::from_id_salt("preset")
        .selected_text(RichText::new(name).color(palette.text))
        .width(ui.available_width())
        .truncate()
        .show_ui(ui, |ui| {
            for preset in Preset::ALL {
                let choice = ui.selectable_label(current == Some(preset), preset.label());
                if choice.on_hover_text(numbers(&preset.line())).clicked() {
                    wish = Some(LinkChange::Preset(preset));
                }
            }
        });
    list.response.on_hover_text("Kinds of networks by name. Hover one for its numbers.");
    wish
}

/// Whether a line has a preset's numbers.
fn is_like(line: &LineSpec, preset: &LineSpec) -> bool {
    (&line.delay, &line.loss, line.rate_bps, line.rate_fps) == (&preset.delay, &preset.loss, preset.rate_bps, None)
        && (line.queue, line.order) == (preset.queue, preset.order)
        && (line.duplicate - preset.duplicate).abs() < 1e-12
}

/// The numbers of a line, in words.
#[must_use]
pub fn numbers(line: &LineSpec) -> String {
    let delay = match line.delay {
        DelaySpec::Fixed { ms } => format!("delay {} ms", format::setting(ms)),
        ref other => format!(
            "delay {} ms, standard deviation {} ms",
            format::setting(other.mean_ms()),
            format::setting(other.std_ms())
        ),
    };
    let loss = match line.loss {
        LossSpec::GilbertElliott { loss, mean_burst } => {
            format!("loss {}, {} frames in a row", format::percent(loss), format::setting(mean_burst))
        }
        ref other => {
            other.asked().map_or_else(|| "a list of losses".to_owned(), |p| format!("loss {}", format::percent(p)))
        }
    };
    let rate = line.rate_bps.map_or_else(|| "no limit of rate".to_owned(), format::bit_rate);
    let queue = match line.queue {
        QueueSpec::Fifo { limit } => format!("{limit} frames may wait"),
        QueueSpec::NewestPerSignal => "only the newest of each signal waits".to_owned(),
        QueueSpec::Expiry { max_age_s } => format!("frames wait until {} s old", format::setting(max_age_s)),
    };
    let copies = if line.duplicate > 0.0 {
        format!("\n{} arrive twice", format::percent(line.duplicate))
    } else {
        String::new()
    };
    format!("{delay}\n{loss}\n{rate}; {queue}{copies}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_is_known_by_its_numbers_and_tells_them() {
        for preset in Preset::ALL {
            let found = Preset::ALL.into_iter().find(|other| is_like(&preset.line(), &other.line()));
            assert_eq!(found, Some(preset));
        }
        let own = LineSpec { duplicate: 0.5, ..Preset::WiFi.line() };
        assert!(!Preset::ALL.into_iter().any(|preset| is_like(&own, &preset.line())));
        let text = numbers(&Preset::FourG.line());
        assert_eq!(
            text,
            "delay 30 ms, standard deviation 10 ms\nloss 0.5 %, 3 frames in a row\n10 Mbit/s; 1000 frames may wait"
        );
    }
}
