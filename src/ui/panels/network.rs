//! The link that feeds the chosen twin: bend it, cut it, and see what it really did.

use bevy_egui::egui::Ui;

use crate::core::action::{Action, LinkChange};
use crate::core::link::{DelaySpec, LossSpec};
use crate::lab::LabCommand;
use crate::ui::model::{LinkView, Model};
use crate::ui::style::Palette;
use crate::ui::widgets::{Scale, SliderRow, label_and_value, muted, text_button};
use crate::ui::{format, glossary};

const CUT_S: f64 = 5.0;
const NO_LIMIT_BPS: f64 = 1e7;

pub fn ui(ui: &mut Ui, model: &Model, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    let Some(link) = &model.link else {
        ui.label(muted(&palette, "The chosen twin has no link."));
        return;
    };
    ui.spacing_mut().item_spacing.y = 0.0;
    cut(ui, &palette, link, out);
    ui.add_space(4.0);
    let change = delay(ui, &palette, &link.spec.delay).or(loss(ui, &palette, &link.spec.loss)).or(rate(
        ui,
        &palette,
        link.spec.rate_bps,
    ));
    if let Some(change) = change {
        out.push(LabCommand::Act(Action::SetLink { link: link.name.to_string(), hop: None, change }));
    }
    ui.add_space(4.0);
    measured(ui, &palette, link);
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

fn cut(ui: &mut Ui, palette: &Palette, link: &LinkView, out: &mut Vec<LabCommand>) {
    // An instance of its own is called `link@twin`.
    let shared = if !link.name.contains('@') { ", which several twins share" } else { "" };
    let button = text_button(ui, palette, &format!("Cut {CUT_S} s"), ui.available_width())
        .on_hover_text(format!("Partition of {}{shared}: nothing enters the link for {CUT_S} s.", link.name));
    if button.clicked() {
        out.push(LabCommand::Act(Action::Partition { link: link.name.to_string(), hop: None, for_s: CUT_S }));
    }
}

fn measured(ui: &mut Ui, palette: &Palette, link: &LinkView) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let loss = link.measured_loss().map_or_else(|| "\u{2013}".to_owned(), format::percent);
    label_and_value(ui, palette, "Measured loss", &loss, glossary::MEASURED_LOSS);
    let frames = format!("{} waiting, {} flying", link.queued, link.in_flight);
    label_and_value(ui, palette, if link.cut { "Cut" } else { "Frames" }, &frames, glossary::QUEUE);
}
