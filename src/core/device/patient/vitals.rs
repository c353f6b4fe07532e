//! Slow signs: oxygen, breath, temperature and pressure, each a first-order lag with a small wander.

use super::rhythm::Wander;
use crate::core::math;
use crate::core::rng::Stream;
use crate::core::time::SimTime;

/// Grid on which the slow signs influence one another.
pub(super) const TICK: SimTime = SimTime::from_nanos(125_000_000);

/// Mean arterial pressure without the drug, in mmHg: a patient who needs it.
const BARE_MMHG: f64 = 60.0;
/// The most that the drug adds, in mmHg: 32 in patients with at most three failing organs (Oualha and others,
/// British Journal of Clinical Pharmacology 78(4), 2014, an Emax model).
const EFFECT_MMHG: f64 = 32.0;
/// Concentration of half that effect, in nanograms per millilitre.
const HALF_EFFECT_NG_PER_ML: f64 = 4.0;
/// What fibrillating atria take from the pressure, in mmHg.
const FIBRILLATION_MMHG: f64 = 10.0;
const PRESSURE_TIME_S: f64 = 15.0;

const SOUND_SPO2: f64 = 97.0;
const SPO2_TIME_S: f64 = 25.0;
const SOUND_BREATHS: f64 = 15.0;
const BREATH_TIME_S: f64 = 20.0;
/// Below this saturation breath and heart hurry, in per cent.
const ALERT_SPO2: f64 = 94.0;
/// Added breaths and beats per minute for each per cent below that.
const HURRY_BREATHS: f64 = 0.5;
const HURRY_BEATS: f64 = 0.8;
const MOST_BREATHS: f64 = 34.0;
const TEMPERATURE_C: f64 = 37.1;

/// Baroreflex: the time between beats grows with pressure, in seconds per mmHg.
const BAROREFLEX_S_PER_MMHG: f64 = 0.006;

/// A quantity that follows its target.
#[derive(Clone, Copy, Debug)]
struct Lag {
    value: f64,
    target: f64,
    time_s: f64,
}

impl Lag {
    fn settled(value: f64, time_s: f64) -> Self {
        Self { value, target: value, time_s }
    }

    fn after(&self, span_s: f64) -> f64 {
        self.target + (self.value - self.target) * math::exp(-span_s / self.time_s)
    }

    fn follow(&mut self, span_s: f64, target: f64) {
        self.value = self.after(span_s);
        self.target = target;
    }
}

/// Pressure that a concentration settles at, in mmHg.
pub(super) fn settled_mmhg(concentration_ng_per_ml: f64) -> f64 {
    BARE_MMHG + EFFECT_MMHG * concentration_ng_per_ml / (HALF_EFFECT_NG_PER_ML + concentration_ng_per_ml)
}

/// The slow signs at the last tick.
pub(super) struct Vitals {
    at: SimTime,
    /// Where saturation is going, in per cent.
    pub(super) spo2_target: f64,
    resting_bpm: f64,
    /// Pressure at which the heart beats at its resting rate, in mmHg.
    resting_mmhg: f64,
    spo2: Lag,
    breaths: Lag,
    pressure: Lag,
    /// Breaths drawn.
    breath: f64,
    wanders: [Wander; 4],
}

impl Vitals {
    pub(super) fn settled(resting_bpm: f64, concentration_ng_per_ml: f64, stream: &mut Stream) -> Self {
        let resting_mmhg = settled_mmhg(concentration_ng_per_ml);
        Self {
            at: SimTime::ZERO,
            spo2_target: SOUND_SPO2,
            resting_bpm,
            resting_mmhg,
            spo2: Lag::settled(SOUND_SPO2, SPO2_TIME_S),
            breaths: Lag::settled(SOUND_BREATHS, BREATH_TIME_S),
            pressure: Lag::settled(resting_mmhg, PRESSURE_TIME_S),
            breath: 0.0,
            wanders: [0.3, 0.3, 0.03, 1.0].map(|deviation| Wander::slow(deviation, stream)),
        }
    }

    /// The next instant of the grid.
    pub(super) fn next_tick(&self) -> SimTime {
        self.at + TICK
    }

    /// Goes on to the next tick with the drug's concentration there.
    pub(super) fn tick(&mut self, concentration_ng_per_ml: f64, fibrillating: bool) {
        let next = self.next_tick();
        let span_s = TICK.secs();
        self.breath = self.breath(next);
        let lost = if fibrillating { FIBRILLATION_MMHG } else { 0.0 };
        self.pressure.follow(span_s, settled_mmhg(concentration_ng_per_ml) - lost);
        self.spo2.follow(span_s, self.spo2_target);
        let hurried = SOUND_BREATHS + HURRY_BREATHS * self.want();
        self.breaths.follow(span_s, hurried.min(MOST_BREATHS));
        self.at = next;
    }

    /// Saturation goes back to where it is in health.
    pub(super) fn breathe_well(&mut self) {
        self.spo2_target = SOUND_SPO2;
    }

    /// Missing saturation, in per cent.
    fn want(&self) -> f64 {
        (ALERT_SPO2 - self.spo2.value).max(0.0)
    }

    fn since_s(&self, at: SimTime) -> f64 {
        (at - self.at).secs()
    }

    /// Breaths drawn; the breath at the end of an inspiration is a quarter.
    pub(super) fn breath(&self, at: SimTime) -> f64 {
        self.breath + self.breaths.value / 60.0 * self.since_s(at)
    }

    /// Oxygen saturation, in per cent.
    pub(super) fn spo2(&self, at: SimTime) -> f64 {
        (self.spo2.after(self.since_s(at)) + self.wanders[0].at(at.secs())).clamp(0.0, 100.0)
    }

    /// Breaths per minute.
    pub(super) fn resp_rate(&self, at: SimTime) -> f64 {
        self.breaths.after(self.since_s(at)) + self.wanders[1].at(at.secs())
    }

    /// Core temperature, in degrees Celsius.
    pub(super) fn temperature_c(&self, at: SimTime) -> f64 {
        TEMPERATURE_C + self.wanders[2].at(at.secs())
    }

    /// Mean arterial pressure, in mmHg.
    pub(super) fn map_mmhg(&self, at: SimTime) -> f64 {
        self.pressure.after(self.since_s(at)) + self.wanders[3].at(at.secs())
    }

    /// Mean time between beats, in seconds.
    pub(super) fn mean_rr_s(&self) -> f64 {
        let hurried = 60.0 / (self.resting_bpm + HURRY_BEATS * self.want());
        hurried + BAROREFLEX_S_PER_MMHG * (self.pressure.value - self.resting_mmhg)
    }
}
