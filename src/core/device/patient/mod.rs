//! A patient on a monitor, with an infusion pump: a simulation to learn with, not a medical device.
//!
//! Beats follow one another with a published variability, and draw a published electrocardiogram;
//! slow signs answer to one another, to the drug and to what goes wrong. What depends on something else meets it on
//! grids of absolute time, so that results do not depend on when anybody looks.

mod ecg;
mod heart;
mod infusion;
mod monitor;
mod rhythm;
mod spec;
mod twin;
mod vitals;

pub use infusion::{
    ALARM_MMHG, CLEARANCE_L_PER_MIN, HALF_LIFE_S, MAX_DOSE_UG_PER_KG_MIN, SYRINGE_UG_PER_ML, rate_limits_ml_per_h,
};
pub use spec::PatientSpec;

use crate::core::device::model::DeviceModel;
use crate::core::device::{Body, Control, Setting, within};
use crate::core::digest::Digest;
use crate::core::fault::FaultKind;
use crate::core::math::{self, TAU};
use crate::core::rng::Stream;
use crate::core::signal::{SensorSpec, SignalInfo};
use crate::core::time::SimTime;
use crate::core::twin::TwinModel;
use ecg::Ecg;
use heart::Heart;
use infusion::Infusion;
use monitor::{Monitor, WATCHED};
use rhythm::{RR_LIMITS_S, Rhythm};
use twin::PatientTwin;
use vitals::Vitals;

const ECG: usize = 0;
const HEART_RATE: usize = 1;
const SPO2: usize = 2;
const RESP_RATE: usize = 3;
const TEMPERATURE: usize = 4;
const MAP: usize = 5;
const PUMP: usize = 6;
const PLETH: usize = 7;
const RESP: usize = 8;
const DRUG: usize = 9;
const LINE: usize = 10;
const ALARM: usize = 11;
const BEAT: usize = 12;
const SIGNALS: usize = 13;

/// Names of the signals, in their order.
const NAMES: [&str; SIGNALS] = [
    "ecg",
    "heart_rate",
    "spo2",
    "resp_rate",
    "temperature",
    "map_mmhg",
    "pump_ml_h",
    "pleth",
    "resp",
    "drug_ng_ml",
    "line_mmhg",
    "alarm",
    "beat_deg",
];

/// What a loose electrode picks up: the mains, in hertz and millivolts.
const MAINS_HZ: f64 = 50.0;
const MAINS_MV: f64 = 0.08;

/// What is seen of it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PatientPose {
    /// The electrocardiogram now, in millivolts.
    pub ecg_mv: f64,
    /// The pulse wave at the finger now.
    pub pleth: f64,
    /// How far the chest is raised, from -1 to 1.
    pub chest: f64,
    /// Volume that the pump has pushed since the start, in millilitres.
    pub pumped_ml: f64,
    /// Rate of the pump, in millilitres per hour.
    pub pump_ml_per_h: f64,
    /// How many alarms sound.
    pub alarms: u8,
}

/// The device at an instant.
pub(super) struct Patient {
    signals: [SignalInfo; SIGNALS],
    spec: PatientSpec,
    heart: Heart,
    ecg: Ecg,
    vitals: Vitals,
    infusion: Infusion,
    monitor: Monitor,
    lead_off: bool,
    now: SimTime,
}

impl Patient {
    pub(super) fn new(spec: &PatientSpec, mut stream: Stream) -> Self {
        let usual = infusion::usual_rate_ml_per_h(spec.weight_kg);
        let infusion = Infusion::settled(spec.pump_ml_per_h.unwrap_or(usual));
        let concentration = infusion.concentration_ng_per_ml(SimTime::ZERO);
        let vitals = Vitals::settled(spec.heart_rate_bpm, concentration, &mut stream);
        let mean_rr_s = 60.0 / spec.heart_rate_bpm;
        Self {
            signals: signals(rate_limits_ml_per_h(spec.weight_kg)),
            heart: Heart::new(Rhythm::new(spec.sdnn_ms * 1e-3, stream), mean_rr_s),
            ecg: Ecg::settled(mean_rr_s),
            vitals,
            infusion,
            monitor: Monitor::new(),
            lead_off: false,
            now: SimTime::ZERO,
            spec: spec.clone(),
        }
    }

    fn breath_wave(&self, at: SimTime) -> f64 {
        math::sin(TAU * self.vitals.breath(at))
    }

    fn value(&self, index: usize, at: SimTime) -> f64 {
        match index {
            ECG if self.lead_off => MAINS_MV * math::sin(TAU * MAINS_HZ * at.secs()),
            HEART_RATE | BEAT if self.lead_off => f64::NAN,
            ECG => self.heart.beat(at).map_or(f64::NAN, |beat| self.ecg.value_mv(beat, self.breath_wave(at), at)),
            HEART_RATE => self.heart.rate_bpm(),
            SPO2 => self.vitals.spo2(at),
            RESP_RATE => self.vitals.resp_rate(at),
            TEMPERATURE => self.vitals.temperature_c(at),
            MAP => self.vitals.map_mmhg(at),
            PUMP => self.infusion.rate_ml_per_h(),
            PLETH => self.heart.pleth(at),
            RESP => self.breath_wave(at),
            DRUG => self.infusion.concentration_ng_per_ml(at),
            LINE => self.infusion.pressure_mmhg(at),
            ALARM => self.monitor.sounding() as f64,
            BEAT => {
                let degrees = self.heart.beat(at).map_or(f64::NAN, |beat| beat.angle(at) * 360.0 / TAU);
                math::wrap(degrees, 360.0)
            }
            _ => 0.0,
        }
    }

    fn watch(&mut self, at: SimTime) {
        let values = WATCHED.map(|watched| self.value(watched.signal, at));
        self.monitor.watch(values, self.lead_off, self.infusion.halted);
    }

    fn tick(&mut self) {
        let at = self.vitals.next_tick();
        self.infusion.settle(at);
        self.vitals.tick(self.infusion.concentration_ng_per_ml(at), self.heart.rhythm.fibrillating);
        self.watch(at);
    }

    fn step_ecg(&mut self) {
        let middle = self.ecg.middle();
        let breath = self.breath_wave(middle);
        if let Some(beat) = self.heart.beat(middle) {
            self.ecg.step(beat, breath);
        }
    }

    fn pump_limits(&self) -> (f64, f64) {
        rate_limits_ml_per_h(self.spec.weight_kg)
    }
}

/// What a sound monitor on a sound patient can show. Waves move fast: the R wave climbs 1.6 mV in 30 ms.
fn signals(pump_ml_per_h: (f64, f64)) -> [SignalInfo; SIGNALS] {
    let units = ["mV", "1/min", "%", "1/min", "°C", "mmHg", "ml/h", "", "", "ng/ml", "mmHg", "", "deg"];
    let mut signals: [SignalInfo; SIGNALS] = std::array::from_fn(|index| SignalInfo::new(NAMES[index], units[index]));
    // Lowest and highest value, and the fastest change in a second; a pump's rate and an alarm can jump.
    let bounds = [
        (ECG, -1.0, 2.0, Some(110.0)),
        (HEART_RATE, 20.0, 230.0, Some(25.0)),
        (SPO2, 88.0, 100.0, Some(0.5)),
        (RESP_RATE, 6.0, 35.0, Some(1.5)),
        (TEMPERATURE, 35.5, 38.5, Some(0.02)),
        (MAP, 50.0, 110.0, Some(3.0)),
        (PUMP, pump_ml_per_h.0, pump_ml_per_h.1, None),
        (PLETH, 0.0, 1.6, Some(15.0)),
        (RESP, -1.0, 1.0, Some(4.0)),
        (DRUG, 0.0, 100.0, None),
        (LINE, 0.0, 100.0, None),
        (ALARM, 0.0, 6.0, None),
    ];
    for (index, low, high, fastest) in bounds {
        let signal = signals[index].clone().within(low, high);
        signals[index] = match fastest {
            Some(per_s) => signal.changing_at_most(per_s),
            None => signal,
        };
    }
    signals[BEAT] = SignalInfo::angle(NAMES[BEAT]).changing_at_most(360.0 / RR_LIMITS_S.0);
    signals
}

impl DeviceModel for Patient {
    fn signals(&self) -> &[SignalInfo] {
        &self.signals
    }

    fn default_sensors(&self) -> Vec<SensorSpec> {
        let sensor = |signal: usize, rate_hz, noise_std, range, bits| SensorSpec {
            noise_std,
            range: Some(range),
            bits,
            ..SensorSpec::ideal(NAMES[signal], rate_hz)
        };
        vec![
            sensor(ECG, 250.0, 0.01, (-5.0, 5.0), Some(12)),
            sensor(BEAT, 250.0, 0.0, (0.0, 360.0), None),
            sensor(PLETH, 60.0, 0.005, (0.0, 2.0), Some(10)),
            sensor(RESP, 60.0, 0.01, (-2.0, 2.0), Some(10)),
            sensor(HEART_RATE, 1.0, 0.0, (0.0, 300.0), None),
            sensor(SPO2, 1.0, 0.2, (0.0, 100.0), None),
            sensor(RESP_RATE, 1.0, 0.2, (0.0, 120.0), None),
            sensor(TEMPERATURE, 1.0, 0.02, (20.0, 45.0), None),
            sensor(MAP, 1.0, 0.5, (0.0, 300.0), None),
            sensor(PUMP, 1.0, 0.0, (0.0, 200.0), None),
            sensor(DRUG, 1.0, 0.0, (0.0, 1e3), None),
            sensor(LINE, 1.0, 1.0, (0.0, 1000.0), None),
            sensor(ALARM, 1.0, 0.0, (0.0, 6.0), None),
        ]
    }

    fn advance(&mut self, now: SimTime) {
        loop {
            let (tick, step, beat) = (self.vitals.next_tick(), self.ecg.next_step(), self.heart.beat_end());
            let next = tick.min(step).min(beat);
            if next > now {
                break;
            }
            if next == tick {
                self.tick();
            } else if next == step {
                self.step_ecg();
            } else {
                self.heart.next_beat(self.vitals.mean_rr_s());
            }
        }
        self.now = now;
    }

    fn signal(&self, index: usize) -> f64 {
        self.value(index, self.now)
    }

    fn body(&self) -> Body {
        Body::Patient(PatientPose {
            ecg_mv: self.signal(ECG),
            pleth: self.signal(PLETH),
            chest: self.signal(RESP),
            pumped_ml: self.infusion.pumped_ml(self.now),
            pump_ml_per_h: self.signal(PUMP),
            alarms: self.monitor.sounding() as u8,
        })
    }

    fn fault(&mut self, kind: &FaultKind) -> Result<(), String> {
        match kind {
            FaultKind::Arrhythmia => self.heart.rhythm.fibrillating = true,
            FaultKind::Desaturation { to_percent } => {
                self.vitals.spo2_target = within("the saturation", *to_percent, (40.0, 100.0), "%")?;
            }
            FaultKind::LeadOff => self.lead_off = true,
            FaultKind::Occlusion => self.infusion.block(self.now, true),
            _ => return Err(kind.refused_by("a patient")),
        }
        Ok(())
    }

    fn mend(&mut self, kind: &FaultKind) {
        match kind {
            FaultKind::Arrhythmia => self.heart.rhythm.fibrillating = false,
            FaultKind::Desaturation { .. } => self.vitals.breathe_well(),
            FaultKind::LeadOff => self.lead_off = false,
            FaultKind::Occlusion => self.infusion.block(self.now, false),
            _ => {}
        }
    }

    fn own_faults(&self) -> Vec<FaultKind> {
        vec![
            FaultKind::Arrhythmia,
            FaultKind::Desaturation { to_percent: 82.0 },
            FaultKind::LeadOff,
            FaultKind::Occlusion,
        ]
    }

    fn controls(&self) -> Vec<Control> {
        let rate = |ml_per_h| Setting::PumpRate { ml_per_h };
        let mut controls =
            vec![Control::number("Pump rate", "ml/h", self.pump_limits(), self.infusion.rate_ml_per_h(), rate)];
        for (index, watched) in WATCHED.iter().enumerate() {
            let limits =
                |(low, high): (f64, f64)| Setting::AlarmLimits { signal: NAMES[watched.signal].to_owned(), low, high };
            let options = watched.choices.map(|(label, pair)| (label, limits(pair)));
            let now = watched.choices.iter().position(|(_, pair)| *pair == self.monitor.limits(index));
            controls.push(Control::choice(watched.control, options.into(), now));
        }
        controls.push(Control::choice("Alarms", vec![("Acknowledge", Setting::AcknowledgeAlarm)], None));
        controls
    }

    fn operate(&mut self, setting: &Setting) -> Result<(), String> {
        match setting {
            Setting::PumpRate { ml_per_h } => {
                let rate = within("the pump rate", *ml_per_h, self.pump_limits(), "ml/h")?;
                self.infusion.set_rate(self.now, rate);
                Ok(())
            }
            Setting::AlarmLimits { signal, low, high } => self.monitor.set_limits(signal, *low, *high, &NAMES),
            Setting::AcknowledgeAlarm => {
                self.monitor.acknowledge();
                self.infusion.settle(self.now);
                self.infusion.resume();
                Ok(())
            }
            _ => Err(setting.refused_by("a patient")),
        }
    }

    fn twin_model(&self) -> Option<Box<dyn TwinModel>> {
        Some(Box::new(PatientTwin::new(&self.spec)))
    }

    fn digest(&self, digest: &mut Digest) {
        for signal in 0..SIGNALS {
            digest.f64(self.signal(signal));
        }
    }
}
