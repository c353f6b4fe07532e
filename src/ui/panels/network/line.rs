//! What the line of a hop is like: delay, loss and rate; a cut; and kinds of networks by name.

use bevy_egui::egui::{Rect, Sense, Ui, UiBuilder, pos2, vec2};

use crate::core::action::{Action, LinkChange};
use crate::core::link::{DelaySpec, LossSpec};
use crate::lab::LabCommand;
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, label_and_value, text_button};
use crate::ui::{format, glossary};

use super::{Chosen, presets};

const CUT_S: f64 = 5.0;
const NO_LIMIT_BPS: f64 = 1e7;

pub fn ui(ui: &mut Ui, palette: &Palette, chosen: &Chosen<'_>, out: &mut Vec<LabCommand>) {
    let spec = &chosen.state().spec;
    let (row, _) = ui.allocate_exact_size(vec2(ui.available_width(), palette.row()), Sense::hover());
    let middle = row.left() + 0.56 * row.width();
    let part = |from: f32, to: f32| UiBuilder::new().max_rect(Rect::from_x_y_ranges(from..=to, row.y_range()));
    let preset = presets::ui(&mut ui.new_child(part(row.left(), middle)), palette, spec);
    let right = pos2(middle + 8.0, row.top());
    cut(&mut ui.new_child(part(right.x, row.right())), palette, chosen, out);
    ui.add_space(2.0);
    // Every row is shown, whichever has a wish.
    let wishes =
        [preset, delay(ui, palette, &spec.delay), loss(ui, palette, &spec.loss), rate(ui, palette, spec.rate_bps)];
    if let Some(change) = wishes.into_iter().flatten().next() {
        chosen.set(change, out);
    }
}

fn delay(ui: &mut Ui, palette: &Palette, now: &DelaySpec) -> Option<LinkChange> {
    let millis = |value: f64| format!("{} ms", format::setting(value));
    let mean = SliderRow {
        label: "Delay",
        range: (0.0, 500.0),
        scale: Scale::Linear,
        write: &millis,
        explanation: glossary::DELAY,
    };
    let plus_minus = |value: f64| format!("\u{b1} {} ms", format::setting(value));
    let jitter = SliderRow {
        label: "Jitter",
        range: (0.0, 200.0),
        scale: Scale::Linear,
        write: &plus_minus,
        explanation: glossary::JITTER,
    };
    let mean = mean.show_in_row(ui, palette, now.mean_ms());
    let jitter = jitter.show_in_row(ui, palette, spread_ms(now));
    (mean.is_some() || jitter.is_some()).then(|| {
        let mean_ms = mean.unwrap_or(now.mean_ms());
        LinkChange::Delay(with(now, mean_ms, jitter.unwrap_or(spread_ms(now))))
    })
}

fn spread_ms(delay: &DelaySpec) -> f64 {
    match *delay {
        DelaySpec::Uniform { half_width_ms, .. } => half_width_ms,
        ref other => other.std_ms(),
    }
}

/// The same distribution with another mean and spread. An even spread never reaches below 0, and a bell
/// that cannot be below 0 needs a mean above it.
fn with(delay: &DelaySpec, mean_ms: f64, spread_ms: f64) -> DelaySpec {
    if spread_ms <= 0.0 {
        return DelaySpec::Fixed { ms: mean_ms };
    }
    match delay {
        DelaySpec::Normal { .. } => DelaySpec::Normal { mean_ms, std_ms: spread_ms },
        DelaySpec::LogNormal { .. } if mean_ms > 0.0 => DelaySpec::LogNormal { mean_ms, std_ms: spread_ms },
        _ => DelaySpec::Uniform { mean_ms: mean_ms.max(spread_ms), half_width_ms: spread_ms },
    }
}

fn loss(ui: &mut Ui, palette: &Palette, now: &LossSpec) -> Option<LinkChange> {
    let Some(asked) = now.asked() else {
        label_and_value(ui, palette, "Loss", "a list of frames", glossary::LOSS);
        return None;
    };
    let burst_now = if let LossSpec::GilbertElliott { mean_burst, .. } = now { *mean_burst } else { 1.0 };
    let share = SliderRow {
        label: "Loss",
        range: (0.0, 0.5),
        scale: Scale::Linear,
        write: &format::percent,
        explanation: glossary::LOSS,
    };
    let frames = |value: f64| match format::setting(value) {
        one if one == "1" => "1 frame".to_owned(),
        more => format!("{more} frames"),
    };
    let burst = SliderRow {
        label: "Mean burst",
        range: (1.0, 20.0),
        scale: Scale::Linear,
        write: &frames,
        explanation: glossary::BURST,
    };
    let share = share.show_in_row(ui, palette, asked);
    let burst = burst.show_in_row(ui, palette, burst_now);
    (share.is_some() || burst.is_some())
        .then(|| LinkChange::Loss(losing(share.unwrap_or(asked), burst.unwrap_or(burst_now))))
}

fn losing(share: f64, mean_burst: f64) -> LossSpec {
    if mean_burst > 1.0 {
        LossSpec::GilbertElliott { loss: share, mean_burst }
    } else if share > 0.0 {
        LossSpec::Bernoulli(share)
    } else {
        LossSpec::None
    }
}

fn rate(ui: &mut Ui, palette: &Palette, now: Option<f64>) -> Option<LinkChange> {
    let limited = |value: f64| value < 0.99 * NO_LIMIT_BPS;
    let write = |value: f64| if limited(value) { format::bit_rate(value) } else { "no limit".to_owned() };
    let row = SliderRow {
        label: "Rate",
        range: (1e3, NO_LIMIT_BPS),
        scale: Scale::Logarithmic,
        write: &write,
        explanation: glossary::RATE,
    };
    let wish = row.show_in_row(ui, palette, now.unwrap_or(NO_LIMIT_BPS))?;
    Some(LinkChange::RateBps(limited(wish).then_some(wish)))
}

fn cut(ui: &mut Ui, palette: &Palette, chosen: &Chosen<'_>, out: &mut Vec<LabCommand>) {
    // An instance of its own is called `link@twin`.
    let (link, hop) = (&chosen.link.name, chosen.link.hop_name(chosen.hop));
    let shared = if link.contains('@') { "" } else { ", which several twins share" };
    let of_hop = hop.as_ref().map_or_else(String::new, |hop| format!("{hop} of "));
    let button = text_button(ui, palette, &format!("Cut {CUT_S} s"), ui.available_width())
        .on_hover_text(format!("Partition of {of_hop}{link}{shared}: nothing enters it for {CUT_S} s."));
    if button.clicked() {
        out.push(LabCommand::Act(Action::Partition { link: link.to_string(), hop, for_s: CUT_S }));
    }
}
