//! What a clock twin shows of itself.

use super::super::fit::{self, Estimator, Fit};
use super::super::runs::Runs;
use super::super::temperature;
use super::{ClockState, ClockTwin, EstimateState, HoldoverState, ResidualState, Returned, Series, TemperatureState};

impl ClockTwin {
    /// Everything that a panel or a report shows. It fits all estimators: ask once for a picture, not for a reading.
    #[must_use]
    pub fn state(&self) -> ClockState {
        let line = self.line;
        let bar = self.rate_bar();
        let last = self.window.last();
        let now = last.map(|last| last.arrived);
        let device_now = now.map(|now| self.reading.at(now.nanos()));
        ClockState {
            drift_ppm: line.map(|line| line.rate() * 1e6),
            drift_bar_ppm: bar.map(|bar| bar * 1e6),
            offset_s: self.offset_s(),
            offset_bar_s: line
                .zip(self.points.device_s.last())
                .map(|(line, at)| line.lead_bar_s(*at))
                .filter(|bar| bar.is_finite()),
            gained_s: self.gained_s(),
            estimator: self.spec.estimator,
            samples: self.samples,
            in_window: self.window.len(),
            left_out: self.left_out,
            wraps: self.counter.wraps(),
            reboots: self.counter.reboots(),
            jumps: self.counter.jumps(),
            multiplier: self.clock.rate(),
            board_multiplier: device_now.map_or(1.0, |at| self.clock.effective_rate(at)),
            withheld: self.rule.reason().map(str::to_owned),
            owed_s: device_now.map(|at| self.clock.owed(at) * 1e-9),
            estimators: self.estimates(),
            residuals: line.map(|line| self.residual_state(&line)),
            temperature: self.temperature_state(),
            delay: self.delay,
            holdover: self.holdover(),
            series: self.series(),
        }
    }

    fn estimates(&self) -> Vec<EstimateState> {
        let estimate = |name: Estimator| {
            let fitted = name.fit(&self.points);
            EstimateState {
                name,
                drift_ppm: fitted.map(|fit| fit.rate() * 1e6),
                bar_ppm: fitted.map(|fit| fit.rate_bar() * 1e6).filter(|bar| bar.is_finite()),
                multiplier: fitted.map(|fit| 1.0 / (1.0 + fit.rate())),
            }
        };
        Estimator::ALL.into_iter().map(estimate).collect()
    }

    fn offset_s(&self) -> Option<f64> {
        let (line, first, last) = (self.line?, self.window.first()?, self.window.last()?);
        let device_s = line.device_s((last.arrived - first.arrived).secs());
        let start_us = first.device_us.saturating_sub(self.base_us);
        let from_ns = start_us.saturating_mul(1000).saturating_sub(last.arrived.nanos());
        Some(from_ns as f64 * 1e-9 + device_s + self.delay.map_or(0.0, |delay| delay.delay_s))
    }

    fn gained_s(&self) -> Option<f64> {
        let (line, first, last) = (self.line?, self.window.first()?, self.window.last()?);
        let device_s = line.device_s((last.arrived - first.arrived).secs());
        let passed = (last.arrived - self.first?).nanos();
        Some(first.device_us.saturating_mul(1000).saturating_sub(passed) as f64 * 1e-9 + device_s)
    }

    fn residual_state(&self, line: &Fit) -> ResidualState {
        let residuals = line.residuals(&self.points);
        let n = residuals.len() as f64;
        let runs = Runs::of(&residuals);
        ResidualState {
            rms_s: (residuals.iter().map(|r| r * r).sum::<f64>() / n).sqrt(),
            max_s: residuals.iter().map(|r| r.abs()).fold(0.0, f64::max),
            spread_s: fit::spread(&residuals).unwrap_or(0.0),
            runs: runs.map(|runs| runs.runs),
            runs_p: runs.map(|runs| runs.p),
            hint: runs.filter(Runs::hang_together).map(|runs| {
                format!(
                    "Residuals hang together ({} runs, p = {:.1e}): the drift is changing; a shorter window follows it.",
                    runs.runs, runs.p
                )
            }),
        }
    }

    fn temperature_state(&self) -> Option<TemperatureState> {
        let turnover_c = self.spec.turnover_c;
        let fit = temperature::fit(&self.window, &self.points, turnover_c)?;
        Some(TemperatureState {
            drift_ppm: fit.rate * 1e6,
            drift_bar_ppm: fit.rate_bar * 1e6,
            beta_ppm_per_k2: fit.beta * 1e6,
            beta_bar_ppm_per_k2: fit.beta_bar * 1e6,
            turnover_c,
        })
    }

    fn holdover(&self) -> HoldoverState {
        let band = self.band();
        let last = self.score.last.map(|(gap_s, off_s, sigma_s)| Returned {
            gap_s,
            off_s,
            sigma_s,
            inside: off_s.abs() <= 2.0 * sigma_s,
        });
        HoldoverState {
            sigma_now_s: band.map(|band| band.at(0.0)).filter(|sigma| sigma.is_finite()),
            sigma_hour_s: band.map(|band| band.at(3600.0)).filter(|sigma| sigma.is_finite()),
            inside: self.score.inside,
            outside: self.score.outside,
            last,
        }
    }

    fn series(&self) -> Series {
        let Some(start) = self.first else { return Series::default() };
        let gained = self.window.samples().map(|sample| {
            let gained = sample.device_us.saturating_mul(1000).saturating_sub((sample.arrived - start).nanos());
            [sample.arrived.secs(), gained as f64 * 1e-9]
        });
        let residuals = self.line.map(|line| line.residuals(&self.points)).unwrap_or_default();
        let residuals = self.window.samples().zip(residuals).map(|(sample, r)| [sample.arrived.secs(), r]);
        Series { gained_s: gained.collect(), residual_s: residuals.collect() }
    }
}
