//! What all charts share: a calm plot with few ticks, and lines that carry a mode's hue and style.

use std::ops::RangeInclusive;

use bevy_egui::egui::{Align, Color32, Layout, Response, RichText, Sense, Shape, Ui, Vec2b, vec2};
use egui_plot::{
    AxisHints, GridInput, GridMark, HoverPosition, Plot, PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint,
    PlotTransform, PlotUi,
};

use crate::lab::theme::{LineStyle, line_style};
use crate::ui::format;
use crate::ui::model::{Curve, Look, Span};
use crate::ui::strokes::styled;
use crate::ui::style::Palette;
use crate::ui::widgets::{heading, muted};

/// A chart's title, with its unit or a summary at the right.
pub fn header(ui: &mut Ui, palette: &Palette, title: &str, right: RichText, explanation: &str) -> Response {
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        let title = heading(ui, palette, title).on_hover_text(explanation);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(right).on_hover_text(explanation));
        title
    })
    .inner
}

/// A chart without contents yet.
pub fn nothing(ui: &mut Ui, palette: &Palette, height: f32, why: &str) {
    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
        ui.set_min_height(height);
        ui.centered_and_justified(|ui| ui.label(muted(palette, why)));
    });
}

/// A plot of curves over the run's time.
pub fn time_chart(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    span: Span,
    height: f32,
    unit: &str,
    curves: &[Curve],
    from_zero: bool,
) {
    let unit = unit.to_owned();
    let hover = move |position: &HoverPosition<'_>| match position {
        HoverPosition::NearDataPoint { plot_name, position, .. } => {
            Some(format!("{plot_name}\n{} {unit}\nat {} s", format::number(position.y), format::instant(position.x)))
        }
        HoverPosition::Elsewhere { .. } => None,
    };
    let values = bounds(curves, from_zero);
    plot(palette, name, height, span).label_formatter(hover).show(ui, |plot| {
        plot.set_plot_bounds(PlotBounds::from_min_max([span.0, values.0], [span.1, values.1]));
        add_curves(plot, palette, curves);
    });
}

/// The frame of every plot: ticks without boxes, nothing that zooms or drags away.
pub fn plot<'a>(palette: &Palette, name: &str, height: f32, span: Span) -> Plot<'a> {
    let ticks = |x: bool| {
        let hints = if x { AxisHints::new_x() } else { AxisHints::new_y() };
        hints.tick_label_color(palette.muted).tick_label_font(palette.small()).min_thickness(if x {
            palette.grown(16.0)
        } else {
            palette.grown(34.0)
        })
    };
    let seconds =
        move |mark: GridMark, _: &RangeInclusive<f64>| away_from_ends(mark, span, format!("{} s", tick(mark)));
    let figure = |mark: GridMark, _: &RangeInclusive<f64>| short_tick(mark);
    Plot::new(name.to_owned())
        .height(height)
        .show_background(false)
        .allow_zoom(Vec2b::FALSE)
        .allow_drag(Vec2b::FALSE)
        .allow_scroll(Vec2b::FALSE)
        .allow_axis_zoom_drag(Vec2b::FALSE)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .sense(Sense::hover())
        .grid_color(palette.line)
        .cursor_color(palette.muted)
        .show_crosshair(false)
        .custom_x_axes(vec![ticks(true).formatter(seconds).label_spacing(8.0..=16.0)])
        .custom_y_axes(vec![ticks(false).formatter(figure).label_spacing(8.0..=16.0)])
        .show_grid(Vec2b::new(false, true))
        .x_grid_spacer(|input| few(input, 4.0))
        .y_grid_spacer(|input| few(input, 4.0))
}

/// The label of a tick, unless it would be cut at an end of the axis.
pub fn away_from_ends(mark: GridMark, span: Span, label: String) -> String {
    let share = (mark.value - span.0) / (span.1 - span.0);
    if (0.08..=0.92).contains(&share) { label } else { String::new() }
}

/// The figure of a tick, with as many decimals as its axis needs.
pub fn tick(mark: GridMark) -> String {
    let decimals = (-mark.step_size.log10().floor()).clamp(0.0, 6.0) as usize;
    let value = if mark.value.abs() < mark.step_size * 1e-6 { 0.0 } else { mark.value };
    format!("{value:.decimals$}").replace('-', "\u{2212}")
}

/// The figure of a tick, large ones in thousands and millions.
fn short_tick(mark: GridMark) -> String {
    let (size, prefix) = match mark.step_size {
        step if step >= 1e5 => (1e6, " M"),
        step if step >= 1e4 => (1e3, " k"),
        _ => (1.0, ""),
    };
    let figure = tick(GridMark { value: mark.value / size, step_size: mark.step_size / size });
    if figure == "0" { figure } else { figure + prefix }
}

/// About `count` marks at round numbers.
fn few(input: GridInput, count: f64) -> Vec<GridMark> {
    let (low, high) = input.bounds;
    let rough = (high - low) / count;
    if !rough.is_finite() || rough <= 0.0 {
        return Vec::new();
    }
    let decade = 10_f64.powf(rough.log10().floor());
    let step_size = [1.0, 2.0, 5.0, 10.0].map(|round| round * decade).into_iter().find(|step| *step >= rough);
    let step_size = step_size.unwrap_or(10.0 * decade);
    let first = (low / step_size).ceil() as i64;
    let last = (high / step_size).floor() as i64;
    (first..=last).map(|i| GridMark { value: i as f64 * step_size, step_size }).collect()
}

/// Lowest and highest value, with some air.
fn bounds(curves: &[Curve], from_zero: bool) -> (f64, f64) {
    let values = curves.iter().flat_map(|curve| &curve.points).map(|point| point[1]).filter(|value| value.is_finite());
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return (0.0, 1.0);
    }
    let (low, high) = if from_zero { (0.0, high) } else { (low, high) };
    // Less than a millionth is rounding, not a signal: its ticks would all read zero.
    let size = high.abs().max(low.abs());
    let air = if size < 1e-6 { 1.0 } else { ((high - low) * 0.08).max(size * 0.02) };
    (if from_zero { 0.0 } else { low - air }, high + air)
}

/// Adds curves, the device last so that the truth lies on top.
pub fn add_curves(plot: &mut PlotUi<'_>, palette: &Palette, curves: &[Curve]) {
    let is_device = |curve: &&Curve| curve.look == Look::Device;
    let (devices, twins): (Vec<_>, Vec<_>) = curves.iter().partition(is_device);
    for curve in twins.into_iter().rev().chain(devices) {
        plot.add(StyledLine::new(curve, palette));
    }
}

/// A line in a mode's hue and style.
struct StyledLine {
    base: PlotItemBase,
    points: Vec<PlotPoint>,
    style: LineStyle,
    color: Color32,
    width: f32,
    grain: f32,
}

impl StyledLine {
    fn new(curve: &Curve, palette: &Palette) -> Self {
        let (style, color) = match curve.look {
            Look::Device => (LineStyle::Solid, palette.text),
            Look::Twin(kind) => (line_style(kind), palette.mode(kind)),
        };
        Self {
            base: PlotItemBase::new(curve.name.to_string()),
            points: curve.points.iter().map(|[x, y]| PlotPoint::new(*x, *y)).collect(),
            style,
            color,
            width: palette.line_width(),
            grain: palette.grown(1.0),
        }
    }
}

impl PlotItem for StyledLine {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        let finite = |point: &PlotPoint| point.y.is_finite();
        for piece in self.points.chunk_by(|a, b| finite(a) && finite(b)).filter(|piece| finite(&piece[0])) {
            let path: Vec<_> = piece.iter().map(|point| transform.position_from_point(point)).collect();
            shapes.extend(styled(&path, self.style, self.color, self.width, self.grain));
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        self.color
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::Points(&self.points)
    }

    fn bounds(&self) -> PlotBounds {
        let mut bounds = PlotBounds::NOTHING;
        for point in &self.points {
            bounds.extend_with(point);
        }
        bounds
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}
