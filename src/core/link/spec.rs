//! Links and their hops as a scene writes them, and the line that each hop becomes.

use serde::{Deserialize, Serialize};

use super::{DelaySpec, GatewaySpec, LossSpec, OfflineSpec, OutageSpec, Preset, QueueSpec, ServiceSpec, Tier, netem};
use crate::core::action::LinkChange;
use crate::core::metric::RadioSpec;

/// The network between a device and a twin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkSpec {
    /// The link's name; twins refer to it.
    pub name: String,
    /// A kind of network whose numbers stand for what is not given here.
    #[serde(default)]
    pub preset: Option<Preset>,
    /// The same as one line of `tc qdisc ... netem`, instead of delay, loss, rate and queue.
    #[serde(default)]
    pub netem: Option<String>,
    /// How long a frame travels.
    #[serde(default)]
    pub delay: Option<DelaySpec>,
    /// Which frames never arrive.
    #[serde(default)]
    pub loss: Option<LossSpec>,
    /// Bits per second that the sender can put on the line; none means no limit and no queue.
    #[serde(default)]
    pub rate_bps: Option<f64>,
    /// Frames per second that the sender can put on the line, whatever their size.
    #[serde(default)]
    pub rate_fps: Option<f64>,
    /// Whether service times of `rate_fps` are constant or exponential.
    #[serde(default)]
    pub service: ServiceSpec,
    /// What waits when frames come faster than the rate.
    #[serde(default)]
    pub queue: Option<QueueSpec>,
    /// Whether frames with a shorter delay overtake others.
    #[serde(default)]
    pub order: OrderSpec,
    /// Share of frames that arrive twice, 0 to 1.
    #[serde(default)]
    pub duplicate: f64,
    /// Time that the far end takes over each frame, in milliseconds.
    #[serde(default)]
    pub processing_ms: f64,
    /// Failures that come by themselves.
    #[serde(default)]
    pub outages: Option<OutageSpec>,
    /// The way in several hops, listed from the device to the twin, instead of one delay and loss.
    #[serde(default)]
    pub hops: Vec<HopSpec>,
    /// The radio that a device sends with over this link, to count what it takes from a battery.
    #[serde(default)]
    pub radio: Option<RadioSpec>,
    /// One pipe for all who name it, instead of an instance for each twin.
    #[serde(default)]
    pub shared: bool,
}

/// One hop of a link, from one tier to the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HopSpec {
    /// The hop's name; the timeline refers to it.
    pub name: String,
    /// The tier where it ends, seen from the device. None given: `Edge`, then `Cloud`, and `Twin` for the last.
    #[serde(default)]
    pub to: Option<Tier>,
    /// A kind of network whose numbers stand for what is not given here.
    #[serde(default)]
    pub preset: Option<Preset>,
    /// The same as one line of `tc qdisc ... netem`, instead of delay, loss, rate and queue.
    #[serde(default)]
    pub netem: Option<String>,
    /// How long a frame travels.
    #[serde(default)]
    pub delay: Option<DelaySpec>,
    /// Which frames never arrive.
    #[serde(default)]
    pub loss: Option<LossSpec>,
    /// Bits per second that the sender can put on the line; none means no limit and no queue.
    #[serde(default)]
    pub rate_bps: Option<f64>,
    /// Frames per second that the sender can put on the line, whatever their size.
    #[serde(default)]
    pub rate_fps: Option<f64>,
    /// Whether service times of `rate_fps` are constant or exponential.
    #[serde(default)]
    pub service: ServiceSpec,
    /// What waits when frames come faster than the rate.
    #[serde(default)]
    pub queue: Option<QueueSpec>,
    /// Whether frames with a shorter delay overtake others.
    #[serde(default)]
    pub order: OrderSpec,
    /// Share of frames that arrive twice, 0 to 1.
    #[serde(default)]
    pub duplicate: f64,
    /// Time that the far end takes over each frame, in milliseconds.
    #[serde(default)]
    pub processing_ms: f64,
    /// Failures that come by themselves.
    #[serde(default)]
    pub outages: Option<OutageSpec>,
    /// What the sender does with frames before it sends them on.
    #[serde(default)]
    pub gateway: Option<GatewaySpec>,
    /// What the sender keeps while the hop is cut. None given: what the hop's queue holds.
    #[serde(default)]
    pub offline: Option<OfflineSpec>,
}

/// Whether frames with a shorter delay overtake others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OrderSpec {
    /// They do: every frame travels for itself.
    #[default]
    Overtaking,
    /// They do not: no frame arrives before one that left earlier, as in a tunnel or over TCP.
    InOrder,
}

/// What the line of one hop is like: a [`HopSpec`] with its preset or netem line written out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineSpec {
    /// The hop's name; that of the link where it has one hop.
    pub name: String,
    /// Where it begins and ends, on the way that its frames go.
    pub tiers: (Tier, Tier),
    /// How long a frame travels.
    pub delay: DelaySpec,
    /// Which frames never arrive.
    pub loss: LossSpec,
    /// Bits per second that the sender can put on the line.
    pub rate_bps: Option<f64>,
    /// Frames per second that the sender can put on the line.
    pub rate_fps: Option<f64>,
    /// Whether service times of `rate_fps` are constant or exponential.
    pub service: ServiceSpec,
    /// What waits when frames come faster than the rate.
    pub queue: QueueSpec,
    /// Whether frames overtake one another.
    pub order: OrderSpec,
    /// Share of frames that arrive twice.
    pub duplicate: f64,
    /// Time that the far end takes over each frame, in milliseconds.
    pub processing_ms: f64,
    /// Failures that come by themselves.
    pub outages: Option<OutageSpec>,
    /// What the sender does with frames before it sends them on.
    pub gateway: Option<GatewaySpec>,
    /// What the sender keeps while the hop is cut.
    pub offline: Option<OfflineSpec>,
}

impl LinkSpec {
    /// The hops of the way: those given, or one that is the whole link.
    #[must_use]
    pub fn way(&self) -> Vec<HopSpec> {
        if !self.hops.is_empty() {
            return self.hops.clone();
        }
        vec![HopSpec {
            name: self.name.clone(),
            to: Some(Tier::Twin),
            preset: self.preset,
            netem: self.netem.clone(),
            delay: self.delay.clone(),
            loss: self.loss.clone(),
            rate_bps: self.rate_bps,
            rate_fps: self.rate_fps,
            service: self.service,
            queue: self.queue,
            order: self.order,
            duplicate: self.duplicate,
            processing_ms: self.processing_ms,
            outages: self.outages,
            gateway: None,
            offline: None,
        }]
    }

    /// The lines of the way up, from the device to the twin; `down` turns them round.
    ///
    /// # Errors
    /// When a netem line cannot be read.
    pub fn lines(&self, down: bool) -> Result<Vec<LineSpec>, String> {
        let way = self.way();
        let mut from = Tier::Physical;
        let mut lines = Vec::with_capacity(way.len());
        for (index, hop) in way.iter().enumerate() {
            let to = hop.to.unwrap_or_else(|| Tier::usual(index, way.len()));
            lines.push(LineSpec { tiers: (from, to), ..hop.line()? });
            from = to;
        }
        if down {
            lines.reverse();
            for line in &mut lines {
                line.tiers = (line.tiers.1, line.tiers.0);
            }
        }
        Ok(lines)
    }
}

impl HopSpec {
    /// What is given, over the preset, over nothing at all.
    fn line(&self) -> Result<LineSpec, String> {
        let base = match (&self.netem, self.preset) {
            (Some(text), _) => netem::parse(text).map_err(|error| error.to_string())?,
            (None, Some(preset)) => preset.line(),
            (None, None) => LineSpec::default(),
        };
        Ok(LineSpec {
            name: self.name.clone(),
            tiers: base.tiers,
            delay: self.delay.clone().unwrap_or(base.delay),
            loss: self.loss.clone().unwrap_or(base.loss),
            // Beside a rate in frames there is none in bits.
            rate_bps: self.rate_bps.or(base.rate_bps.filter(|_| self.rate_fps.is_none())),
            rate_fps: self.rate_fps,
            service: self.service,
            queue: self.queue.unwrap_or(base.queue),
            order: if self.order == OrderSpec::Overtaking { base.order } else { self.order },
            duplicate: if self.duplicate > 0.0 { self.duplicate } else { base.duplicate },
            processing_ms: self.processing_ms,
            outages: self.outages,
            gateway: self.gateway,
            offline: self.offline,
        })
    }
}

impl LineSpec {
    /// Changes one property.
    pub fn apply(&mut self, change: &LinkChange) {
        match change {
            LinkChange::Delay(delay) => self.delay = delay.clone(),
            LinkChange::Loss(loss) => self.loss = loss.clone(),
            LinkChange::RateBps(rate) => {
                self.rate_bps = *rate;
                self.rate_fps = None;
            }
            LinkChange::Queue(queue) => self.queue = *queue,
            LinkChange::Order(order) => self.order = *order,
            LinkChange::Duplicate(share) => self.duplicate = *share,
            LinkChange::Preset(preset) => {
                let named = preset.line();
                (self.delay, self.loss, self.queue) = (named.delay, named.loss, named.queue);
                (self.rate_bps, self.rate_fps) = (named.rate_bps, None);
                (self.order, self.duplicate) = (named.order, named.duplicate);
            }
        }
    }
}
