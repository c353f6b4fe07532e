//! The timeline: what happens when, and to whom.

use super::super::path::Path;
use super::super::spec::SceneSpec;
use super::bounds::{ANY, NOT_NEGATIVE, RUN_S, SHARE};
use super::devices::Known;
use super::names::Names;
use super::report::{Report, number};
use super::{devices, links, models, sync, twins};
use crate::core::action::{Action, LinkChange};
use crate::core::device::Setting;
use crate::core::fault::{FaultKind, FaultScope};

/// Checks all entries.
pub(super) fn check(spec: &SceneSpec, names: &Names<'_>, devices: &mut [Known], report: &mut Report) {
    let root = Path::ROOT;
    let list = root.field("timeline");
    let mut cast = Cast { spec, names, devices };
    for (index, entry) in spec.timeline.iter().enumerate() {
        let item = list.item(index);
        let at = item.field("at_s");
        report.number(at, entry.at_s, NOT_NEGATIVE);
        if spec.duration_s > 0.0 && entry.at_s > spec.duration_s {
            report.refuse(
                at,
                format!("{} is after the end of the run at {} s", number(entry.at_s), number(spec.duration_s)),
            );
        }
        cast.check_action(item.field("do"), &entry.action, report);
    }
}

/// Everything an action can name.
struct Cast<'s> {
    spec: &'s SceneSpec,
    names: &'s Names<'s>,
    devices: &'s mut [Known],
}

impl Cast<'_> {
    fn check_action(&mut self, at: Path<'_>, action: &Action, report: &mut Report) {
        match action {
            Action::Partition { link, hop, for_s } => {
                self.check_link(at, link, hop.as_deref(), report);
                report.number(at.field("for_s"), *for_s, RUN_S);
            }
            Action::SetLink { link, hop, change } => {
                self.check_link(at, link, hop.as_deref(), report);
                self.check_change(at.field("change"), link, change, report);
            }
            Action::SetSync { twin, sync } => {
                let index = self.check_twin(at, twin, report);
                let spec = index.and_then(|index| self.spec.twins.get(index));
                let followed = spec.and_then(|twin| twins::followed(twin, self.names, self.devices));
                sync::check(at.field("sync"), sync, followed, report);
            }
            Action::Fault { device, signal, kind, for_s } => {
                models::fault(at.field("kind"), kind, report);
                self.check_fault(at, (device, signal.as_deref(), kind), report);
                check_length(at, *for_s, report);
            }
            Action::LinkFault { link, hop, kind, for_s } => {
                self.check_link(at, link, hop.as_deref(), report);
                links::fault(at.field("kind"), kind, report);
                check_length(at, *for_s, report);
            }
            // Whether that many faults have begun by then, only the run knows.
            Action::EndFault { .. } => {}
            Action::Push { device, signal, by } => {
                report.number(at.field("by"), *by, ANY);
                if let Some(known) = self.device(at, device, report) {
                    known.check_signal(at.field("signal"), device, signal, report);
                }
            }
            Action::Command { twin, setting, expires_s } => {
                if let Some(expires_s) = expires_s {
                    report.number(at.field("expires_s"), *expires_s, RUN_S);
                }
                models::setting(at.field("setting"), setting, report);
                self.check_command(at, twin, setting, report);
            }
            Action::Answer { twin, field, .. } => {
                self.check_twin(at, twin, report);
                if !field.starts_with('/') {
                    report.refuse(at.field("field"), format!("{field:?} is not a field, such as \"/target_c\""));
                }
            }
            Action::Update { device, firmware, .. } => {
                self.device(at, device, report);
                if let Some(firmware) = firmware {
                    devices::firmware(at.field("firmware"), firmware, report);
                }
            }
            Action::Hear { device, values } => {
                if let Some(known) = self.device(at, device, report) {
                    for (name, value) in values {
                        known.check_signal(at.field("values"), device, name, report);
                        report.number(at.field("values"), *value, ANY);
                    }
                }
            }
            Action::Operate { device, setting } => {
                models::setting(at.field("setting"), setting, report);
                if let Some(refusal) = self.device(at, device, report).and_then(|known| known.refuses_setting(setting))
                {
                    report.refuse(at.field("setting"), refusal);
                }
            }
        }
    }

    fn check_fault(&mut self, at: Path<'_>, fault: (&str, Option<&str>, &FaultKind), report: &mut Report) {
        let (device, signal, kind) = fault;
        let Some(known) = self.device(at, device, report) else { return };
        match (kind.scope(), signal) {
            (FaultScope::Sensor, None) => {
                report.refuse(at.field("kind"), format!("{} strikes one sensor: name its signal", kind.label()));
            }
            (FaultScope::Sensor, Some(signal)) => known.check_signal(at.field("signal"), device, signal, report),
            (_, Some(signal)) => {
                report
                    .refuse(at.field("signal"), format!("{signal:?} is given, but {} strikes a device", kind.label()));
            }
            (FaultScope::Board, None) => {}
            (FaultScope::Model, None) => {
                if let Some(refusal) = known.refuses_fault(kind) {
                    report.refuse(at.field("kind"), refusal);
                }
            }
        }
    }

    /// A command may be one that the device refuses: that is worth showing. One that it does not know is a mistake.
    fn check_command(&mut self, at: Path<'_>, twin: &str, setting: &Setting, report: &mut Report) {
        let index = self.check_twin(at, twin, report);
        let Some(spec) = index.and_then(|index| self.spec.twins.get(index)) else { return };
        if spec.downlink.is_none() {
            report.refuse(at.field("twin"), format!("{twin:?} has no downlink for commands"));
        }
        let known = self.names.devices.get(spec.of.as_str()).and_then(|device| self.devices.get(*device));
        if known.is_some_and(|known| known.has_no_control(setting)) {
            report.refuse(at.field("setting"), format!("{:?} has no control {:?}", spec.of, setting.label()));
        }
    }

    fn check_twin(&self, at: Path<'_>, twin: &str, report: &mut Report) -> Option<usize> {
        let index = self.names.twins.get(twin).copied();
        if index.is_none() {
            report.refuse_name(at.field("twin"), twin, "a twin of this scene", self.names.twins.keys().copied());
        }
        index
    }

    fn device(&mut self, at: Path<'_>, name: &str, report: &mut Report) -> Option<&mut Known> {
        let index = self.names.devices.get(name);
        if index.is_none() {
            report.refuse_name(at.field("device"), name, "a device of this scene", self.names.devices.keys().copied());
        }
        self.devices.get_mut(*index?)
    }

    /// A link by its name, or one twin's instance of it as `link@twin`.
    fn check_link(&self, action: Path<'_>, name: &str, hop: Option<&str>, report: &mut Report) {
        let at = action.field("link");
        let (link, twin) = split(name);
        let Some(index) = self.names.links.get(link) else {
            return report.refuse_name(at, name, "a link of this scene", self.names.links.keys().copied());
        };
        if let Some(hop) = hop {
            let way = self.spec.links[*index].way();
            if way.iter().all(|known| known.name != hop) {
                let names = way.iter().map(|known| known.name.as_str());
                report.refuse_name(action.field("hop"), hop, &format!("a hop of link {link}"), names);
            }
        }
        let Some(twin) = twin else { return };
        if self.spec.links[*index].shared {
            return report.refuse(at, format!("{name:?} is not an instance: {link} is shared by all twins"));
        }
        let on_link = |twin: &&crate::scene::TwinSpec| twin.uplink == link;
        let mut riders = self.spec.twins.iter().filter(on_link).map(|twin| twin.name.as_str());
        if !riders.any(|rider| rider == twin) {
            let riders = self.spec.twins.iter().filter(on_link).map(|twin| twin.name.as_str());
            report.refuse_name(at, twin, &format!("a twin on link {link}"), riders);
        }
    }

    fn check_change(&self, at: Path<'_>, link: &str, change: &LinkChange, report: &mut Report) {
        match change {
            LinkChange::Delay(delay) => links::delay(at, delay, report),
            LinkChange::Loss(loss) => links::loss(at, loss, report),
            LinkChange::RateBps(Some(rate_bps)) => {
                report.number(at, *rate_bps, links::RATE_BPS);
                let spec = self.names.links.get(split(link).0).and_then(|index| self.spec.links.get(*index));
                if let Some(rate_fps) = spec.and_then(|spec| spec.rate_fps) {
                    report.refuse(
                        at,
                        format!("{} does not fit a link with rate_fps, which is {rate_fps}", number(*rate_bps)),
                    );
                }
            }
            LinkChange::RateBps(None) | LinkChange::Order(_) | LinkChange::Preset(_) => {}
            LinkChange::Queue(queue) => links::queue(at, queue, report),
            LinkChange::Duplicate(share) => report.number(at, *share, SHARE),
        }
    }
}

fn check_length(at: Path<'_>, for_s: Option<f64>, report: &mut Report) {
    if let Some(for_s) = for_s {
        report.number(at.field("for_s"), for_s, RUN_S);
    }
}

fn split(name: &str) -> (&str, Option<&str>) {
    name.split_once('@').map_or((name, None), |(link, twin)| (link, Some(twin)))
}
