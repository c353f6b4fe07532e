//! Figures: what a table has columns of, each with its unit and what it is.

use super::TwinReport;

/// One figure about a twin.
#[derive(Clone, Copy)]
pub struct Figure {
    /// Its name in files.
    pub key: &'static str,
    /// Its name on paper.
    pub title: &'static str,
    /// Its unit; empty for a pure number.
    pub unit: &'static str,
    /// What it is.
    pub meaning: &'static str,
    read: fn(&TwinReport, f64) -> Option<f64>,
}

impl Figure {
    /// Its value for a twin in a run of that many seconds; none where there is nothing to measure.
    #[must_use]
    pub fn of(&self, twin: &TwinReport, duration_s: f64) -> Option<f64> {
        (self.read)(twin, duration_s).filter(|value| value.is_finite())
    }

    /// The figure of a name.
    #[must_use]
    pub fn named(key: &str) -> Option<&'static Self> {
        FIGURES.iter().find(|figure| figure.key == key)
    }

    /// Its title with its unit.
    #[must_use]
    pub fn heading(&self) -> String {
        if self.unit.is_empty() { self.title.to_owned() } else { format!("{} [{}]", self.title, self.unit) }
    }
}

/// All figures, in the order of columns.
pub const FIGURES: &[Figure] = &[
    Figure {
        key: "age_mean_s",
        title: "age mean",
        unit: "s",
        meaning: "time average of now minus the generation time of the freshest accepted update",
        read: |twin, _| Some(twin.age_s?.mean),
    },
    Figure {
        key: "age_p95_s",
        title: "age p95",
        unit: "s",
        meaning: "the age that is not exceeded for 95 % of the time",
        read: |twin, _| Some(twin.age_s?.p95),
    },
    Figure {
        key: "age_p99_s",
        title: "age p99",
        unit: "s",
        meaning: "the age that is not exceeded for 99 % of the time",
        read: |twin, _| Some(twin.age_s?.p99),
    },
    Figure {
        key: "nrmse",
        title: "error",
        unit: "",
        meaning: "root mean square error over the standard deviation of the true signal, mean of the followed signals; \
                  1 is no better than knowing the mean",
        read: |twin, _| twin.nrmse,
    },
    Figure {
        key: "frames_per_s",
        title: "frames",
        unit: "1/s",
        meaning: "frames handed to the uplink over the length of the run",
        read: |twin, duration_s| Some(twin.frames.sent as f64 / duration_s),
    },
    Figure {
        key: "bytes_per_s",
        title: "bytes up",
        unit: "B/s",
        meaning: "bytes handed to the uplink over the length of the run",
        read: |twin, duration_s| Some(twin.bytes.up as f64 / duration_s),
    },
    Figure {
        key: "latency_p50_s",
        title: "latency p50",
        unit: "s",
        meaning: "median of arrival minus generation of delivered frames",
        read: |twin, _| Some(twin.latency_s?.p50),
    },
    Figure {
        key: "latency_p95_s",
        title: "latency p95",
        unit: "s",
        meaning: "95th percentile of arrival minus generation of delivered frames",
        read: |twin, _| Some(twin.latency_s?.p95),
    },
    Figure {
        key: "alignment_ratio",
        title: "aligned",
        unit: "",
        meaning: "distinct accepted updates over the updates that the mode planned",
        read: |twin, _| twin.alignment_ratio,
    },
    Figure {
        key: "delivered_share",
        title: "delivered",
        unit: "",
        meaning: "frames delivered over frames sent",
        read: |twin, _| (twin.frames.sent > 0).then(|| twin.frames.delivered as f64 / twin.frames.sent as f64),
    },
    Figure {
        key: "queue_max",
        title: "queue",
        unit: "frames",
        meaning: "most frames that waited at once for the uplink",
        read: |twin, _| Some(twin.queue.max as f64),
    },
    Figure {
        key: "radio_on_s",
        title: "radio on",
        unit: "s",
        meaning: "time that the device's radio was not asleep",
        read: |twin, _| twin.radio_on_s,
    },
    Figure {
        key: "energy_j",
        title: "energy",
        unit: "J",
        meaning: "what the device's radio took from its battery to send, by the preset that the uplink names",
        read: |twin, _| twin.energy_j,
    },
    Figure {
        key: "levels_met_share",
        title: "levels met",
        unit: "",
        meaning: "service levels kept over those promised",
        read: |twin, _| {
            let levels = &twin.service_levels;
            let met = levels.iter().filter(|level| level.met == Some(true)).count();
            (!levels.is_empty()).then(|| met as f64 / levels.len() as f64)
        },
    },
];
