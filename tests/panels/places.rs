//! Where things are and how large they are written: nothing overlaps, nothing is cut, everything can be read.

use bevy_egui::egui::accesskit::Role;
use bevy_egui::egui::epaint::ClippedShape;
use bevy_egui::egui::{AreaState, Id, Rect, Shape, Vec2, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use twinsync::lab::ThemeKind;
use twinsync::ui::model::Model;
use twinsync::ui::panels::PANELS;
use twinsync::ui::panels::device_tabs::{self, Tab};
use twinsync::ui::panels::network::{self, Page};
use twinsync::ui::places;

use super::board;
use super::desk::{Desk, desk, model, routed, sized, troubled};

const THEMES: [ThemeKind; 2] = [ThemeKind::Dark, ThemeKind::Projector];
const TABS: [Tab; 6] = [Tab::Sync, Tab::Network, Tab::Faults, Tab::Device, Tab::Document, Tab::View];

const PAGES: [Page; 4] = [Page::Line, Page::Queue, Page::Figures, Page::Frames];

const THREE_HOPS: &str = "three hops";

/// A text on screen: what it says, where, how large, and what it is clipped to.
#[derive(Debug)]
struct Written {
    text: String,
    rect: Rect,
    size: f32,
    clip: Rect,
}

fn written(harness: &Harness<'static, Desk>) -> Vec<Written> {
    let mut found = Vec::new();
    for ClippedShape { clip_rect, shape } in &harness.output().shapes {
        collect(shape, *clip_rect, &mut found);
    }
    found
}

fn collect(shape: &Shape, clip: Rect, found: &mut Vec<Written>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, clip, found)),
        Shape::Text(text) if !text.galley.text().trim().is_empty() => {
            let sizes = text.galley.job.sections.iter().map(|section| section.format.font_id.size);
            found.push(Written {
                text: text.galley.text().to_owned(),
                rect: text.visual_bounding_rect(),
                size: sizes.fold(f32::MAX, f32::min),
                clip,
            });
        }
        _ => {}
    }
}

/// Every tab of the left panel, on a good day and on a bad one.
fn all_tabs(theme: ThemeKind, size: Vec2) -> impl Iterator<Item = (Tab, Harness<'static, Desk>)> {
    let days: [fn(ThemeKind) -> Model; 2] = [model, troubled];
    let tabs = days.into_iter().flat_map(|day| TABS.map(|tab| (day, tab)));
    tabs.map(move |(day, tab)| {
        let mut harness = sized(day(theme), size);
        device_tabs::open(&harness.ctx, tab);
        harness.run();
        (tab, harness)
    })
}

/// Every tab of the left panel, and every tab of the charts.
fn all_states(theme: ThemeKind, size: Vec2) -> impl Iterator<Item = (String, Harness<'static, Desk>)> {
    let charts = ["Age", "Error", "Latency", "Traffic"].into_iter().filter_map(move |chart| {
        let mut harness = sized(model(theme), size);
        harness.query_by_role_and_label(Role::RadioButton, chart)?.click();
        harness.run();
        Some((chart.to_owned(), harness))
    });
    let ways: [(&str, fn(ThemeKind) -> Model); 2] = [("one hop", model), (THREE_HOPS, routed)];
    let pages = ways.into_iter().flat_map(|way| PAGES.map(|page| (way, page)));
    let pages = pages.map(move |((hops, day), page)| {
        let mut harness = sized(day(theme), size);
        device_tabs::open(&harness.ctx, Tab::Network);
        network::open(&harness.ctx, page);
        harness.run();
        (format!("{page:?}, {hops}"), harness)
    });
    let boards = board::TABS.map(|tab| (format!("{tab} of a board"), board::listening(theme, size, tab)));
    all_tabs(theme, size).map(|(tab, harness)| (format!("{tab:?}"), harness)).chain(charts).chain(pages).chain(boards)
}

#[test]
fn panels_stay_in_their_places() {
    for theme in THEMES {
        let size = vec2(1280.0, 720.0);
        let window = Rect::from_min_size(pos2(0.0, 0.0), size);
        let places = places(window, theme, [false; 3]);
        for (tab, harness) in all_tabs(theme, size) {
            for (panel, place) in PANELS.iter().zip(places.panels) {
                let area = AreaState::load(&harness.ctx, Id::new(panel.name)).expect(panel.name);
                let rect = area.rect();
                assert!(place.expand(0.6).contains_rect(rect), "{theme:?} {tab:?} {}: {rect} in {place}", panel.name);
            }
            assert_eq!(harness.state().free, Some(places.free));
        }
    }
}

#[test]
fn nothing_on_a_projector_is_below_18_pixels() {
    for (tab, mut harness) in all_states(ThemeKind::Projector, vec2(1280.0, 720.0)) {
        harness.state_mut().model.view.help = true;
        harness.run();
        let texts = written(&harness);
        assert!(texts.len() > 40, "{}", texts.len());
        for text in texts {
            assert!(text.size >= 18.0, "{tab:?}: {text:?}");
        }
    }
}

#[test]
fn no_text_is_cut_at_its_sides() {
    for theme in THEMES {
        for size in [vec2(1280.0, 720.0), vec2(1920.0, 1080.0)] {
            for (tab, harness) in all_states(theme, size) {
                for text in written(&harness) {
                    let (rect, clip) = (text.rect, text.clip.expand(1.5));
                    if text.clip.intersects(rect) {
                        let fits = clip.left() <= rect.left() && rect.right() <= clip.right();
                        assert!(fits, "{theme:?} {size} {tab:?}: {text:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn at_a_desk_only_faults_device_document_and_ways_of_several_hops_have_to_be_scrolled() {
    let long = [Tab::Faults, Tab::Device, Tab::Document].map(|tab| format!("{tab:?}"));
    let states = all_states(ThemeKind::Dark, vec2(1280.0, 720.0));
    for (tab, harness) in states.filter(|(tab, _)| !long.contains(tab) && !tab.ends_with(THREE_HOPS)) {
        for text in written(&harness) {
            assert!(text.clip.expand(1.5).contains_rect(text.rect), "{tab:?}: {text:?}");
        }
    }
}

#[test]
fn no_text_lies_on_another() {
    for theme in THEMES {
        for size in [vec2(1280.0, 720.0), vec2(1920.0, 1080.0)] {
            for (tab, harness) in all_states(theme, size) {
                let visible: Vec<_> = written(&harness)
                    .into_iter()
                    .map(|text| (text.rect.intersect(text.clip).shrink(1.0), text.text))
                    .filter(|(rect, _)| rect.is_positive())
                    .collect();
                for (index, (rect, text)) in visible.iter().enumerate() {
                    for (other_rect, other) in &visible[index + 1..] {
                        assert!(!rect.intersects(*other_rect), "{theme:?} {size} {tab:?}: {text:?} on {other:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn nine_rules_stand_side_by_side_without_scrolling() {
    for theme in THEMES {
        let harness = desk(troubled(theme));
        for text in written(&harness).iter().filter(|text| text.rect.left() > 900.0) {
            assert!(text.clip.expand(1.5).contains_rect(text.rect), "{theme:?}: {text:?}");
        }
        let last = "Ask a person, seen 12, device 12, twin 0, refused 0, both 0, asked 0, wrong 0";
        let last = harness.get_by_label(last).rect();
        let axis = written(&harness).into_iter().find(|text| text.text == "60 s" && text.rect.bottom() < 600.0);
        let axis = axis.expect("the end of the strips").rect;
        assert!(last.bottom() <= axis.top() + 1.0, "{theme:?}: {last} over {axis}");
    }
}

#[test]
fn the_help_fits_the_window() {
    for theme in THEMES {
        let mut helped = model(theme);
        helped.view.help = true;
        let harness = desk(helped);
        let area = AreaState::load(&harness.ctx, Id::new("Help")).expect("the overlay is open");
        let window = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 720.0));
        assert!(window.shrink(12.0).contains_rect(area.rect()), "{theme:?}: {}", area.rect());
    }
}

#[test]
fn folding_everything_gives_the_scene_the_whole_window() {
    let mut folded = model(ThemeKind::Dark);
    folded.view.folded = [true; 3];
    let harness = desk(folded);
    assert_eq!(harness.state().free, Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 720.0))));
}
