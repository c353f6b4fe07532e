//! Who needs whom: what is needed stands at the left, arrows point at what needs it.

use bevy_egui::egui::text::{LayoutJob, TextFormat, TextWrapping};
use bevy_egui::egui::{Pos2, Rect, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::ui::glossary;
use crate::ui::model::{Dependencies, DeviceRow, Health, Model, Node};
use crate::ui::style::{Palette, RADIUS_INSIDE};
use crate::ui::widgets::section;

/// Room between two columns, for the arrows.
const BETWEEN: f32 = 18.0;
const GAP: f32 = 6.0;

pub fn ui(ui: &mut Ui, palette: &Palette, model: &Model, device: &DeviceRow) {
    let graph = &model.dependencies;
    if graph.nodes.is_empty() {
        return;
    }
    section(ui, palette, "What needs what").on_hover_text(glossary::DEPENDENCIES);
    let places = places(ui, palette, graph);
    for (above, below) in &graph.edges {
        arrow(ui, palette, places[*above].right_center(), places[*below].left_center(), &graph.nodes[*below]);
    }
    for (node, place) in graph.nodes.iter().zip(&places) {
        show(ui, palette, node, *place, *node.name == *device.name);
    }
}

fn places(ui: &mut Ui, palette: &Palette, graph: &Dependencies) -> Vec<Rect> {
    let columns = 1 + graph.nodes.iter().map(|node| node.level).max().unwrap_or_default();
    let mut filled = vec![0; columns];
    let rows: Vec<usize> = graph
        .nodes
        .iter()
        .map(|node| {
            filled[node.level] += 1;
            filled[node.level] - 1
        })
        .collect();
    let most = filled.iter().copied().max().unwrap_or_default() as f32;
    let height = palette.grown(42.0);
    let (frame, _) = ui.allocate_exact_size(vec2(ui.available_width(), most * (height + GAP)), Sense::hover());
    let width = (frame.width() - (columns - 1) as f32 * BETWEEN) / columns as f32;
    let place = |(node, row): (&Node, &usize)| {
        // A short column stands at the middle of the longest.
        let start = frame.top() + 0.5 * (most - filled[node.level] as f32) * (height + GAP);
        let corner = pos2(frame.left() + node.level as f32 * (width + BETWEEN), start + *row as f32 * (height + GAP));
        Rect::from_min_size(corner, vec2(width, height))
    };
    graph.nodes.iter().zip(&rows).map(place).collect()
}

fn arrow(ui: &Ui, palette: &Palette, from: Pos2, to: Pos2, below: &Node) {
    let ink = if below.health == Health::Sound { palette.muted } else { palette.lost };
    let tip = to - vec2(1.0, 0.0);
    ui.painter().line_segment([from, tip], Stroke::new(1.5, ink));
    let head = vec![tip + vec2(-6.0, -4.0), tip, tip + vec2(-6.0, 4.0)];
    ui.painter().add(Shape::convex_polygon(head, ink, Stroke::NONE));
}

fn show(ui: &Ui, palette: &Palette, node: &Node, place: Rect, chosen: bool) {
    let (word, explanation) = match &node.health {
        Health::Sound => ("sound", "Sound, and so is all it needs.".to_owned()),
        Health::Struck(fault) => ("fault", format!("Struck: {fault}.")),
        Health::Affected(cause) => ("affected", format!("It is sound itself, but it needs {cause}.")),
    };
    let response = ui.interact(place, ui.id().with(("node", &*node.name)), Sense::hover());
    let said = format!("{}, {word}", node.name);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &said));
    let painter = ui.painter();
    let fill = if chosen { palette.line } else { palette.raised };
    painter.rect_filled(place, RADIUS_INSIDE, fill);
    let ink = match &node.health {
        Health::Sound => {
            painter.rect_stroke(place, RADIUS_INSIDE, Stroke::new(1.0, palette.muted), StrokeKind::Inside);
            palette.muted
        }
        Health::Struck(_) => {
            painter.rect_stroke(place, RADIUS_INSIDE, Stroke::new(2.5, palette.lost), StrokeKind::Inside);
            palette.lost
        }
        Health::Affected(_) => {
            let edge = place.shrink(1.0);
            let ring = [edge.left_top(), edge.right_top(), edge.right_bottom(), edge.left_bottom(), edge.left_top()];
            painter.extend(Shape::dashed_line(&ring, Stroke::new(1.5, palette.lost), 5.0, 3.0));
            palette.lost
        }
    };
    for (text, font, colour, y) in
        [(&*node.name, palette.strong_body(), palette.text, 0.3), (word, palette.small_text(), ink, 0.72)]
    {
        let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, colour));
        job.wrap = TextWrapping::truncate_at_width(place.width() - 8.0);
        let galley = painter.layout_job(job);
        let middle = pos2(place.center().x, place.top() + y * place.height());
        painter.galley(middle - galley.size() / 2.0, galley, colour);
    }
    response.on_hover_text(format!("{}\n{explanation}", node.name));
}
