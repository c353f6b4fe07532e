//! The look: how the theme's tokens become colours, type and spacing of egui. No colour is made up here.

use std::sync::Arc;

use bevy_egui::egui::{
    self, Color32, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id, Margin, Stroke, TextStyle,
    Theme as EguiTheme, Visuals, vec2,
};

use crate::core::sync::SyncKind;
use crate::lab::ThemeKind;
use crate::lab::fonts::{self, size};
use crate::lab::theme::{Rgb, Theme};

/// Air between panels and round them.
pub const AIR: f32 = 12.0;
/// Margin inside a panel.
pub const MARGIN: f32 = 16.0;
/// Corner radius of panels.
pub const RADIUS: f32 = 10.0;
/// Corner radius of what is inside panels.
pub const RADIUS_INSIDE: f32 = 6.0;
/// Seconds in which a panel fades in or out.
pub const FADE_S: f32 = 0.12;

/// The family of titles.
pub const STRONG_FAMILY: &str = "strong";

/// The theme's tokens as colours of egui.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Panel fill.
    pub panel: Color32,
    /// A surface that stands out from the panel.
    pub raised: Color32,
    /// Separators, outlines, rails.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Units and secondary text.
    pub muted: Color32,
    /// The one accent.
    pub accent: Color32,
    /// Lost, failed, stale.
    pub lost: Color32,
    tokens: &'static Theme,
}

impl Palette {
    /// The colours of a theme.
    #[must_use]
    pub fn of(theme: ThemeKind) -> Self {
        let tokens = theme.tokens();
        Self {
            panel: color(tokens.panel),
            raised: color(mix(tokens.panel, tokens.line, 0.3)),
            line: color(tokens.line),
            text: color(tokens.text),
            muted: color(tokens.muted),
            accent: color(tokens.accent),
            lost: color(tokens.lost),
            tokens,
        }
    }

    /// The hue of a mode.
    #[must_use]
    pub fn mode(&self, kind: SyncKind) -> Color32 {
        color(self.tokens.mode(kind))
    }

    /// A type size of this theme.
    #[must_use]
    pub fn type_size(&self, desk: f32) -> f32 {
        let scaled = desk * self.tokens.type_scale;
        if self.tokens.type_scale > 1.0 { scaled.max(size::PROJECTOR_LEAST) } else { scaled }
    }

    /// A length that grows with the type, but less: room is scarcer than ink.
    #[must_use]
    pub fn grown(&self, desk: f32) -> f32 {
        desk * (1.0 + (self.tokens.type_scale - 1.0) * 0.6)
    }

    /// Height of a row with one line of text.
    #[must_use]
    pub fn row(&self) -> f32 {
        self.grown(28.0)
    }

    /// Width of a data line.
    #[must_use]
    pub fn line_width(&self) -> f32 {
        if self.tokens.type_scale > 1.0 { 2.5 } else { 1.75 }
    }

    /// Running text.
    #[must_use]
    pub fn body(&self) -> FontId {
        FontId::new(self.type_size(size::BODY), FontFamily::Proportional)
    }

    /// Numbers.
    #[must_use]
    pub fn numbers(&self) -> FontId {
        FontId::new(self.type_size(size::BODY), FontFamily::Monospace)
    }

    /// Footnotes.
    #[must_use]
    pub fn small(&self) -> FontId {
        FontId::new(self.type_size(size::SMALL), FontFamily::Monospace)
    }

    /// Words where there is no room for running text.
    #[must_use]
    pub fn small_text(&self) -> FontId {
        FontId::new(self.type_size(size::SMALL), FontFamily::Proportional)
    }

    /// Headings.
    #[must_use]
    pub fn strong(&self) -> FontId {
        FontId::new(self.type_size(size::STRONG), FontFamily::Name(STRONG_FAMILY.into()))
    }

    /// Strong text at the size of running text.
    #[must_use]
    pub fn strong_body(&self) -> FontId {
        FontId::new(self.type_size(size::BODY), FontFamily::Name(STRONG_FAMILY.into()))
    }

    /// The scene's title.
    #[must_use]
    pub fn title(&self) -> FontId {
        FontId::new(self.type_size(size::TITLE), FontFamily::Name(STRONG_FAMILY.into()))
    }
}

/// A token as a colour of egui.
#[must_use]
pub fn color(rgb: Rgb) -> Color32 {
    Color32::from_rgb(rgb.0, rgb.1, rgb.2)
}

fn mix(from: Rgb, to: Rgb, share: f32) -> Rgb {
    let channel = |from: u8, to: u8| (f32::from(from) + (f32::from(to) - f32::from(from)) * share).round() as u8;
    Rgb(channel(from.0, to.0), channel(from.1, to.1), channel(from.2, to.2))
}

/// Gives a context our type and the theme's style. Returns false while the type is not there yet: egui
/// takes new fonts at its next pass, and without any there is nothing to write with.
pub fn prepare(ctx: &egui::Context, theme: ThemeKind) -> bool {
    let strong = FontFamily::Name(STRONG_FAMILY.into());
    if !ctx.fonts(|fonts| fonts.definitions().families.contains_key(&strong)) {
        install_fonts(ctx);
        ctx.request_discard("the type comes with the next pass");
        return false;
    }
    let id = Id::new("twinsync-style");
    let styled: Option<ThemeKind> = ctx.data(|data| data.get_temp(id));
    if styled != Some(theme) {
        let animation_time = ctx.global_style().animation_time.min(FADE_S);
        for egui_theme in [EguiTheme::Dark, EguiTheme::Light] {
            ctx.style_mut_of(egui_theme, |style| {
                restyle(style, theme);
                style.animation_time = animation_time;
            });
        }
        ctx.data_mut(|data| data.insert_temp(id, theme));
        write_ahead(ctx, theme);
    }
    true
}

/// Writes every usual sign once where nobody sees it: the picture of the type grows now, and not under
/// the eyes of the audience, whose panels would blink while it is sent to the graphics card again.
fn write_ahead(ctx: &egui::Context, theme: ThemeKind) {
    let palette = Palette::of(theme);
    let line = fonts::usual_signs();
    let sizes = [
        palette.body(),
        palette.numbers(),
        palette.small(),
        palette.small_text(),
        palette.strong_body(),
        palette.strong(),
        palette.title(),
    ];
    ctx.fonts_mut(|view| {
        for font in sizes {
            view.layout_no_wrap(line.clone(), font, palette.text);
        }
    });
}

fn install_fonts(ctx: &egui::Context) {
    let mut definitions = FontDefinitions::empty();
    for (name, bytes) in [("text", fonts::TEXT), ("numbers", fonts::NUMBERS), (STRONG_FAMILY, fonts::STRONG)] {
        definitions.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for (family, names) in [
        (FontFamily::Proportional, vec!["text"]),
        (FontFamily::Monospace, vec!["numbers", "text"]),
        (FontFamily::Name(STRONG_FAMILY.into()), vec![STRONG_FAMILY, "text"]),
    ] {
        definitions.families.insert(family, names.into_iter().map(str::to_owned).collect());
    }
    ctx.set_fonts(definitions);
}

fn restyle(style: &mut egui::Style, theme: ThemeKind) {
    let palette = Palette::of(theme);
    style.text_styles = [
        (TextStyle::Heading, palette.title()),
        (TextStyle::Body, palette.body()),
        (TextStyle::Button, palette.body()),
        (TextStyle::Monospace, palette.numbers()),
        (TextStyle::Small, palette.small()),
    ]
    .into();
    style.visuals = visuals(&palette, theme);
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, 4.0);
    spacing.button_padding = vec2(12.0, 4.0);
    spacing.interact_size = vec2(28.0, palette.row());
    spacing.slider_rail_height = 4.0;
    spacing.tooltip_width = palette.grown(280.0);
    spacing.menu_margin = Margin::same(8);
    spacing.icon_width = palette.grown(14.0);
    spacing.scroll = egui::style::ScrollStyle {
        bar_width: 6.0,
        floating_allocated_width: 8.0,
        fade: egui::style::ScrollFadeStyle { strength: 0.0, size: 0.0 },
        ..egui::style::ScrollStyle::thin()
    };
    style.interaction.tooltip_delay = 0.3;
    style.interaction.selectable_labels = false;
}

fn visuals(palette: &Palette, theme: ThemeKind) -> Visuals {
    let mut visuals = if theme == ThemeKind::Dark { Visuals::dark() } else { Visuals::light() };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(palette.muted);
    visuals.hyperlink_color = palette.accent;
    visuals.faint_bg_color = palette.raised;
    visuals.extreme_bg_color = palette.raised;
    visuals.warn_fg_color = palette.lost;
    visuals.error_fg_color = palette.lost;
    visuals.window_fill = palette.panel;
    visuals.panel_fill = palette.panel;
    visuals.window_stroke = Stroke::new(1.0, palette.line);
    visuals.window_corner_radius = CornerRadius::same(RADIUS as u8);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS_INSIDE as u8);
    visuals.selection.bg_fill = palette.accent;
    visuals.selection.stroke = Stroke::new(1.0, palette.panel);
    visuals.slider_trailing_fill = true;
    visuals.handle_shape = egui::style::HandleShape::Circle;
    visuals.popup_shadow = egui::Shadow::NONE;
    visuals.window_shadow = egui::Shadow::NONE;
    let widgets = &mut visuals.widgets;
    for (state, fill, outline, ink) in [
        (&mut widgets.noninteractive, palette.panel, palette.line, palette.text),
        (&mut widgets.inactive, palette.raised, palette.line, palette.text),
        (&mut widgets.hovered, palette.line, palette.accent, palette.text),
        (&mut widgets.active, palette.line, palette.accent, palette.text),
        (&mut widgets.open, palette.raised, palette.accent, palette.text),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, outline);
        state.fg_stroke = Stroke::new(1.0, ink);
        state.corner_radius = CornerRadius::same(RADIUS_INSIDE as u8);
        state.expansion = 0.0;
    }
    visuals
}
