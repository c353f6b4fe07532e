//! The colours of pages: those of the theme for a white ground.

use crate::core::sync::SyncKind;
use crate::lab::theme::{LineStyle, Rgb, ThemeKind, line_style};
use crate::report::html::{Palette, Stroke};

/// The palette of pages.
#[must_use]
pub fn palette() -> Palette {
    let theme = ThemeKind::Projector.tokens();
    Palette {
        text: css(theme.text),
        muted: css(theme.muted),
        line: css(theme.line),
        lost: css(theme.lost),
        modes: SyncKind::ALL
            .into_iter()
            .map(|kind| Stroke { mode: kind.name(), colour: css(theme.mode(kind)), dashes: dashes(line_style(kind)) })
            .collect(),
    }
}

fn css(Rgb(red, green, blue): Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// A line style as SVG writes it; two parallel lines become a dash of their own.
fn dashes(style: LineStyle) -> &'static str {
    match style {
        LineStyle::Solid => "",
        LineStyle::LongDash => "10 4",
        LineStyle::Dots => "1.5 3.5",
        LineStyle::DashDot => "8 3 2 3",
        LineStyle::Double => "4 2",
    }
}
