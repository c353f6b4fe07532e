//! Buttons: with words, and with an icon whose name is said on hover and to screen readers.

use bevy_egui::egui::{Button, Response, RichText, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, WidgetType, vec2};

use crate::ui::icons::{self, Icon};
use crate::ui::style::{Palette, RADIUS_INSIDE};

/// A button with an outline in the accent, as wide as asked.
pub fn text_button(ui: &mut Ui, palette: &Palette, text: &str, width: f32) -> Response {
    let button = Button::new(RichText::new(text).color(palette.accent))
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.accent))
        .min_size(vec2(width, palette.row()));
    ui.add_sized(vec2(width, palette.row()), button)
}

/// A square button with an icon.
pub struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    size: f32,
    strong: bool,
    framed: bool,
}

impl<'a> IconButton<'a> {
    /// A button with this icon, called `name`.
    #[must_use]
    pub fn new(icon: Icon, name: &'a str, size: f32) -> Self {
        Self { icon, name, size, strong: false, framed: true }
    }

    /// In the accent: the one button that matters most.
    #[must_use]
    pub fn strong(mut self) -> Self {
        self.strong = true;
        self
    }

    /// Without a frame.
    #[must_use]
    pub fn frameless(mut self) -> Self {
        self.framed = false;
        self
    }

    /// Shows it; `hint` is said on hover, after the name.
    pub fn show(self, ui: &mut Ui, palette: &Palette, hint: &str) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::splat(self.size), Sense::click());
        let name = self.name.to_owned();
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, &name));
        if ui.is_rect_visible(rect) {
            let visuals = *ui.style().interact(&response);
            let (fill, ink) =
                if self.strong { (palette.accent, palette.panel) } else { (visuals.weak_bg_fill, palette.text) };
            if self.framed {
                let outline = if self.strong { Stroke::new(1.0, palette.accent) } else { visuals.bg_stroke };
                ui.painter().rect(rect, RADIUS_INSIDE, fill, outline, StrokeKind::Inside);
            }
            let ink = if self.framed || response.hovered() { ink } else { palette.muted };
            icons::draw(ui.painter(), rect, self.icon, self.size * 0.36, ink);
            if response.has_focus() {
                let ring = Stroke::new(2.0, palette.accent);
                ui.painter().rect_stroke(rect.expand(2.0), RADIUS_INSIDE, ring, StrokeKind::Outside);
            }
        }
        let said = if hint.is_empty() { self.name.to_owned() } else { format!("{} ({hint})", self.name) };
        response.on_hover_text(said)
    }
}

/// A low button as wide as its words.
pub fn small_button(ui: &mut Ui, palette: &Palette, text: &str) -> Response {
    let button = Button::new(RichText::new(text).color(palette.accent))
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.accent))
        .min_size(vec2(0.0, palette.grown(22.0)));
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = vec2(8.0, 0.0);
        ui.add(button)
    })
    .inner
}
