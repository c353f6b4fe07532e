//! The wire in the panels: hops, presets, queues, the latest frames, the story of one, the six steps.

use bevy_egui::egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use twinsync::core::action::{Action, LinkChange};
use twinsync::core::link::{DelaySpec, LossSpec, OrderSpec, Preset, QueueSpec};
use twinsync::lab::{LabCommand, ThemeKind};
use twinsync::ui::panels::device_tabs::{self, Tab};
use twinsync::ui::panels::network::{self, Page};

use super::desk::{Desk, desk, model, routed};
use super::wishes::{click, set};

fn on_page(model: twinsync::ui::model::Model, page: Page) -> Harness<'static, Desk> {
    let mut harness = desk(model);
    device_tabs::open(&harness.ctx, Tab::Network);
    network::open(&harness.ctx, page);
    harness.run();
    harness
}

#[test]
fn a_hop_is_chosen_and_meant_by_its_name() {
    let mut harness = on_page(routed(ThemeKind::Dark), Page::Line);
    let cut = |link: &str, hop: &str| {
        vec![LabCommand::Act(Action::Partition { link: link.to_owned(), hop: Some(hop.to_owned()), for_s: 5.0 })]
    };
    assert_eq!(click(&mut harness, Role::Button, "Cut 5 s"), cut("wifi@stream", "radio"));
    assert_eq!(click(&mut harness, Role::RadioButton, "backhaul"), []);
    assert_eq!(click(&mut harness, Role::Button, "Cut 5 s"), cut("wifi@stream", "backhaul"));
    click(&mut harness, Role::RadioButton, "Down");
    assert_eq!(click(&mut harness, Role::Button, "Cut 5 s"), cut("wifi@stream down", "backhaul"));
    let wishes = set(&mut harness, "Loss", 0.5);
    assert!(
        matches!(&wishes[..], [LabCommand::Act(Action::SetLink { link, hop: Some(hop), change: LinkChange::Loss(_) })]
            if link == "wifi@stream down" && hop == "backhaul"),
        "{wishes:?}"
    );
}

#[test]
fn a_way_of_one_hop_has_no_chooser() {
    let harness = on_page(model(ThemeKind::Dark), Page::Line);
    assert!(harness.query_by_role_and_label(Role::RadioButton, "wifi").is_none());
    assert!(harness.query_by_role_and_label(Role::RadioButton, "Down").is_none());
}

#[test]
fn a_preset_sets_the_whole_line() {
    let mut harness = on_page(model(ThemeKind::Dark), Page::Line);
    let lists = harness.get_all_by_role(Role::ComboBox);
    lists.into_iter().find(|list| list.value().as_deref() == Some("Own numbers")).expect("the list of presets").click();
    harness.run();
    harness.state_mut().wishes.clear();
    harness.get_by_label("Satellite").click();
    harness.run();
    let change = LinkChange::Preset(Preset::Satellite);
    let wish = Action::SetLink { link: "wifi@stream".to_owned(), hop: None, change };
    assert_eq!(harness.state().wishes, [LabCommand::Act(wish)]);
}

#[test]
fn the_queue_page_sets_discipline_limit_copies_and_order() {
    let mut harness = on_page(model(ThemeKind::Dark), Page::Queue);
    let change = |wishes: Vec<LabCommand>| match &wishes[..] {
        [LabCommand::Act(Action::SetLink { change, .. })] => change.clone(),
        other => panic!("{other:?}"),
    };
    let newest = click(&mut harness, Role::RadioButton, "Newest");
    assert_eq!(change(newest), LinkChange::Queue(QueueSpec::NewestPerSignal));
    let order = click(&mut harness, Role::RadioButton, "In order");
    assert_eq!(change(order), LinkChange::Order(OrderSpec::InOrder));
    let limit = change(set(&mut harness, "At most", 0.5));
    assert!(matches!(limit, LinkChange::Queue(QueueSpec::Fifo { limit }) if (80..125).contains(&limit)), "{limit:?}");
    let copies = change(set(&mut harness, "Copies", 0.5));
    assert!(matches!(copies, LinkChange::Duplicate(p) if (0.24..0.26).contains(&p)), "{copies:?}");
}

#[test]
fn a_click_on_a_frame_tells_its_story_and_another_closes_it() {
    let mut harness = on_page(model(ThemeKind::Dark), Page::Frames);
    let key = harness.state().model.frames[1].key;
    harness.get_by_label("seq 213, lost on backhaul, try 2").click();
    harness.run();
    assert_eq!(harness.state().wishes, [LabCommand::ChooseFrame(Some(key))]);
    harness.state_mut().model.frame = Some(key);
    harness.state_mut().wishes.clear();
    harness.get_by_label("seq 213, lost on backhaul, try 2").click();
    harness.run();
    assert_eq!(harness.state().wishes, [LabCommand::ChooseFrame(None)]);
}

#[test]
fn the_story_lists_every_step_with_its_time_and_leaves_the_picture_its_room() {
    for theme in [ThemeKind::Dark, ThemeKind::Projector] {
        let without = desk(model(theme)).state().free.expect("panels are shown");
        let mut harness = desk(routed(theme));
        harness.get_by_label("Frame 213 to stream");
        for step in
            ["12.304 s: measured", "12.320 s: missing at the edge: lost on radio", "12.950 s: shown by the twin"]
        {
            harness.get_by_label(step);
        }
        let free = harness.state().free.expect("panels are shown");
        assert!(free.bottom() < without.bottom() - 60.0 && free.height() > 0.4 * without.height(), "{theme:?}: {free}");
        assert_eq!(click(&mut harness, Role::Button, "Close the story"), [LabCommand::ChooseFrame(None)]);
    }
}

#[test]
fn six_lamps_say_what_happened_when() {
    for theme in [ThemeKind::Dark, ThemeKind::Projector] {
        let mut harness = desk(model(theme));
        for label in [
            "Step collect: 2.1 s ago",
            "Step transmit: 2.1 s ago",
            "Step process: 2.1 s ago",
            "Step update: now",
            "Step acknowledge: 2.1 s ago",
            "Step propagate: not yet",
        ] {
            harness.get_by_label(label);
        }
        harness.state_mut().model.view.folded[2] = true;
        harness.run();
        assert!(harness.query_by_label("Step update: now").is_none(), "folded away with the time panel");
    }
}

#[test]
fn a_netem_line_is_written_and_read() {
    let mut harness = on_page(model(ThemeKind::Dark), Page::Queue);
    let mut enter = |text: &str| {
        let field = harness.get_by_role_and_label(Role::TextInput, "netem line");
        field.focus();
        harness.run();
        harness.event(bevy_egui::egui::Event::Text(text.to_owned()));
        harness.run();
        harness.state_mut().wishes.clear();
        harness.key_press(bevy_egui::egui::Key::Enter);
        harness.run();
        std::mem::take(&mut harness.state_mut().wishes)
    };
    let wishes = enter("tc qdisc add dev eth0 root netem delay 80ms loss 2%");
    let wished = |change: LinkChange| {
        let action = Action::SetLink { link: "wifi@stream".to_owned(), hop: None, change };
        wishes.contains(&LabCommand::Act(action))
    };
    assert!(wished(LinkChange::Delay(DelaySpec::Fixed { ms: 80.0 })), "{wishes:?}");
    assert!(wished(LinkChange::Loss(LossSpec::Bernoulli(0.02))), "{wishes:?}");
    assert_eq!(enter("tc qdisc add dev eth0 root tbf"), [], "what cannot be read changes nothing");
}
