//! The conflict laboratory: one trace of writes under several rules, and which of them picked the wrong writer.

mod strip;

use bevy_egui::egui::{
    Align2, Color32, Pos2, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2,
};

use crate::lab::{LabCommand, ThemeKind};
use crate::ui::model::{Laboratory, Model, RuleRow};
use crate::ui::style::{Palette, RADIUS_INSIDE};
use crate::ui::{format, glossary, rule_words};

/// What the table answers.
pub const TITLE: &str = "Who was right?";

/// Share of the width that the rules' names take.
const NAMES: f32 = 0.45;
/// No row is higher than this at a desk.
const MOST_ROW: f32 = 52.0;

/// A sign: in the legend with its word, over the columns of the table and on the strips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Seen,
    Device,
    Twin,
    Refused,
    Both,
    Asked,
    Wrong,
}

const SIGNS: [(Sign, &str, &str); 7] = [
    (Sign::Seen, "seen", "Conflicts seen"),
    (Sign::Device, "device", "The device's write stood"),
    (Sign::Twin, "twin", "The twin's write stood"),
    (Sign::Refused, "refused", "Who came second was refused (409)"),
    (Sign::Both, "both", "Both were kept"),
    (Sign::Asked, "asked", "A person was asked"),
    (Sign::Wrong, "wrong", "The earlier writer was picked"),
];

pub fn ui(ui: &mut Ui, model: &Model, rules: &Laboratory, out: &mut Vec<LabCommand>) {
    let palette = Palette::of(model.view.theme);
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.spacing_mut().interact_size.y = 0.0;
    legend(ui, &palette);
    ui.add_space(2.0);
    head(ui, &palette);
    let axis = palette.type_size(11.0) + 2.0;
    let room = ui.available_height() - axis;
    let least = name_height(&palette) + palette.grown(12.0);
    let share = (room / rules.rows.len().max(1) as f32).floor();
    let height = share.clamp(least, palette.grown(MOST_ROW));
    ScrollArea::vertical().id_salt("rules").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        for rule in &rules.rows {
            row(ui, &palette, model, rules, rule, height, out);
        }
    });
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), axis), Sense::hover());
    for (at, seconds) in [(Align2::LEFT_CENTER, rules.span.0), (Align2::RIGHT_CENTER, rules.span.1)] {
        let words = format!("{} s", format::setting(seconds));
        ui.painter().text(at.pos_in_rect(&place), at, words, palette.small(), palette.muted);
    }
}

fn name_height(palette: &Palette) -> f32 {
    palette.type_size(11.0) + 5.0
}

/// What the signs mean.
fn legend(ui: &mut Ui, palette: &Palette) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(10.0, 2.0);
        for (sign, word, explanation) in SIGNS {
            let galley = ui.painter().layout_no_wrap(word.to_owned(), palette.small_text(), palette.muted);
            let side = palette.grown(13.0);
            let height = galley.size().y.max(side);
            let (rect, response) = ui.allocate_exact_size(vec2(side + 4.0 + galley.size().x, height), Sense::hover());
            draw(ui, palette, sign, pos2(rect.left() + side / 2.0, rect.center().y));
            let words = pos2(rect.left() + side + 4.0, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(words, galley, palette.muted);
            response.on_hover_text(format!("{explanation}.\n{}", glossary::LABORATORY));
        }
    });
}

fn head(ui: &mut Ui, palette: &Palette) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), palette.grown(18.0)), Sense::hover());
    for (column, (sign, _, explanation)) in SIGNS.into_iter().enumerate() {
        let cell = cell(rect, column);
        draw(ui, palette, sign, cell.center());
        ui.interact(cell, ui.id().with(("sign", column)), Sense::hover()).on_hover_text(explanation);
    }
}

/// The place of a figure.
fn cell(line: Rect, column: usize) -> Rect {
    let left = line.left() + NAMES * line.width();
    let width = (line.right() - left) / SIGNS.len() as f32;
    Rect::from_min_size(pos2(left + column as f32 * width, line.top()), vec2(width, line.height()))
}

fn row(
    ui: &mut Ui,
    palette: &Palette,
    model: &Model,
    rules: &Laboratory,
    rule: &RuleRow,
    height: f32,
    out: &mut Vec<LabCommand>,
) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let counts = rule.counts;
    let figures =
        [counts.seen, counts.device_won, counts.twin_won, counts.rejected, counts.kept_both, counts.asked, rule.wrong];
    let mut said = rule_words::short(&rule.rule).to_owned();
    for ((_, word, _), figure) in SIGNS.iter().zip(figures) {
        said = format!("{said}, {word} {figure}");
    }
    let chosen = rule.twin == model.twin;
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, chosen, &said));
    if chosen || response.hovered() || response.has_focus() {
        let outline = if chosen { Stroke::new(1.0, palette.accent) } else { Stroke::NONE };
        ui.painter().rect(rect, RADIUS_INSIDE, palette.raised, outline, StrokeKind::Inside);
    }
    let (line, strip) = rect.split_top_bottom_at_y(rect.top() + name_height(palette) + 1.0);
    // Where type is large, a table has the smallest that can be read.
    let (font, numbers) = match model.view.theme {
        ThemeKind::Dark => (palette.body(), palette.numbers()),
        ThemeKind::Projector => (palette.small_text(), palette.small()),
    };
    let name = pos2(line.left() + 4.0, line.center().y);
    ui.painter().text(name, Align2::LEFT_CENTER, rule_words::short(&rule.rule), font, palette.text);
    for (column, ((sign, ..), figure)) in SIGNS.iter().zip(figures).enumerate() {
        let ink = match (sign, figure) {
            (_, 0) => palette.muted,
            (Sign::Wrong, _) => palette.lost,
            _ => palette.text,
        };
        let at = cell(line, column).center();
        ui.painter().text(at, Align2::CENTER_CENTER, figure.to_string(), numbers.clone(), ink);
    }
    if let Some(twin) = model.twins.get(rule.twin) {
        strip::draw(ui, palette, model, rules.span, rule, palette.mode(twin.kind()), strip.shrink2(vec2(4.0, 0.0)));
        let hint = format!("{}: {}\n{}", twin.name, rule_words::sentence(&rule.rule), glossary::LABORATORY);
        if response.on_hover_text(hint).clicked() {
            out.push(LabCommand::ChooseTwin(rule.twin));
        }
    }
}

fn draw(ui: &Ui, palette: &Palette, sign: Sign, at: Pos2) {
    let painter = ui.painter();
    let radius = palette.grown(4.0);
    let stroke = |ink: Color32| Stroke::new(1.5, ink);
    match sign {
        Sign::Seen => {
            let aside = vec2(0.9 * radius, 0.0);
            painter.line_segment([at - 0.4 * aside, at + 0.4 * aside], Stroke::new(3.0, palette.muted));
            painter.circle_stroke(at - aside, radius * 0.5, stroke(palette.text));
            painter.circle_stroke(at + aside, radius * 0.5, stroke(palette.text));
        }
        Sign::Device => {
            painter.circle_filled(at, radius, palette.text);
        }
        Sign::Twin => {
            painter.add(Shape::convex_polygon(diamond(at, radius), palette.accent, Stroke::NONE));
        }
        Sign::Refused => {
            let arm = 0.8 * radius;
            painter.line_segment([at - vec2(arm, arm), at + vec2(arm, arm)], stroke(palette.text));
            painter.line_segment([at - vec2(arm, -arm), at + vec2(arm, -arm)], stroke(palette.text));
        }
        Sign::Both => {
            painter.circle_filled(at - vec2(0.9 * radius, 0.0), 0.65 * radius, palette.text);
            let beside = diamond(at + vec2(0.9 * radius, 0.0), 0.65 * radius);
            painter.add(Shape::convex_polygon(beside, palette.accent, Stroke::NONE));
        }
        Sign::Asked => {
            painter.text(at, Align2::CENTER_CENTER, "?", palette.strong_body(), palette.text);
        }
        Sign::Wrong => {
            painter.circle_stroke(at, palette.grown(5.5), Stroke::new(2.0, palette.lost));
        }
    }
}

fn diamond(at: Pos2, radius: f32) -> Vec<Pos2> {
    let reach = 1.25 * radius;
    vec![at + vec2(0.0, -reach), at + vec2(reach, 0.0), at + vec2(0.0, reach), at + vec2(-reach, 0.0)]
}
