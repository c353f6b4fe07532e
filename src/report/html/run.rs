//! The page of a run: a table of all twins, then each device with its charts and its radar.

use super::chart::{Line, chart, legend};
use super::histogram;
use super::page::{Cell, Palette, escape, figure, glossary, number, page, table};
use super::radar::radar;
use crate::core::metric::Quantiles;
use crate::report::{Figure, Radar, Report};
use crate::sim::{Moment, Simulation, TwinState};

/// The page of a run.
#[must_use]
pub fn run(simulation: &Simulation, report: &Report, palette: &Palette) -> String {
    let subtitle = format!(
        "{:.0} s · seed {} · digest {} · twinsync {}",
        report.duration_s, report.seed, report.digest, report.version
    );
    let shown: Vec<&Figure> = FIGURES
        .iter()
        .filter(|figure| report.twins.iter().any(|twin| figure.of(twin, report.duration_s).is_some()))
        .collect();
    let words = [("twin", ""), ("device", ""), ("mode", "")];
    let headings: Vec<(&str, &str)> =
        words.into_iter().chain(shown.iter().map(|figure| (figure.title, figure.unit))).collect();
    let rows: Vec<Vec<Cell>> = report
        .twins
        .iter()
        .map(|twin| {
            let words = [twin.name.clone(), twin.device.clone(), twin.mode.to_owned()];
            let cells = shown.iter().map(|figure| number(figure.of(twin, report.duration_s)));
            words.into_iter().chain(cells).map(Cell::from).collect()
        })
        .collect();
    let mut body = table(&headings, &rows, 3);
    body += &levels(report);
    for (device, state) in simulation.snapshot().devices.iter().enumerate() {
        body += &section(simulation, report, device, &state.name, palette);
    }
    body += "<h2>What the columns mean</h2>\n";
    body += &glossary(shown.iter().map(|figure| (figure.title, figure.meaning)));
    page(&report.scene, &subtitle, &body, palette)
}

/// The service levels of all twins, where the scene promises any.
fn levels(report: &Report) -> String {
    let rows: Vec<Vec<Cell>> = report
        .twins
        .iter()
        .flat_map(|twin| twin.service_levels.iter().map(move |level| (twin, level)))
        .map(|(twin, level)| {
            let verdict = match level.met {
                Some(true) => "met",
                Some(false) => "not met",
                None => "nothing measured",
            };
            let with_unit = |value: Option<f64>| format!("{} {}", number(value), level.unit).trim_end().to_owned();
            let words = [twin.name.clone(), level.name.clone(), level.target.clone()].map(Cell::from);
            let numbers = [with_unit(level.value), with_unit(level.margin)].map(Cell::from);
            let verdict = Cell { text: verdict.to_owned(), failed: level.met == Some(false) };
            words.into_iter().chain(numbers).chain([verdict]).collect()
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let headings =
        [("twin", ""), ("service level", ""), ("promised", ""), ("measured", ""), ("margin", ""), ("verdict", "")];
    format!("<h2>Service levels</h2>\n{}", table(&headings, &rows, 3))
}

fn section(simulation: &Simulation, report: &Report, device: usize, name: &str, palette: &Palette) -> String {
    let states = simulation.snapshot().twins.iter().enumerate();
    let twins: Vec<(usize, &TwinState)> = states.filter(|(_, twin)| twin.device == device).collect();
    if twins.is_empty() {
        return String::new();
    }
    let span_s = report.duration_s;
    let mode = |twin: &TwinState| twin.sync.kind().name();
    let names: Vec<(&str, &str)> = twins.iter().map(|(_, twin)| (&*twin.name, mode(twin))).collect();
    let moments = simulation.trace().map_or(&[][..], |trace| trace.moments());
    let line = |of: &dyn Fn(&Moment, usize) -> f64| -> Vec<Line<'_>> {
        let points =
            |twin: usize| moments.iter().map(|moment| (moment.at.secs(), of(moment, twin))).collect::<Vec<_>>();
        twins.iter().map(|(index, twin)| Line { name: &twin.name, mode: mode(twin), points: points(*index) }).collect()
    };
    let over_time = |heading: &str, caption: &str, of: &dyn Fn(&Moment, usize) -> f64| {
        figure(&chart(heading, "time [s]", span_s, &line(of), palette), caption)
    };
    let mut out = format!("<h2>{}</h2>\n{}<div class=\"figures\">\n", escape(name), legend(&names, palette));
    if !moments.is_empty() {
        let age = |moment: &Moment, twin: usize| {
            moment.generated_at[twin].map_or(f64::NAN, |generated| (moment.at - generated).secs())
        };
        out += &over_time("age [s]", "Now minus the generation time of the freshest accepted update.", &age);
        if let Some(signal) = first_moving(report, &twins) {
            let heading = format!("rms error of {} [{}]", signal.name, signal.unit);
            let of = |moment: &Moment, twin: usize| error(simulation, moment, twin, &signal.name);
            let mut lines = line(&of);
            for line in &mut lines {
                line.points = rms_in_steps(&line.points, span_s);
            }
            let caption =
                format!("Twin minus device, root of the mean square over {} s.", number(Some(span_s / STEPS as f64)));
            out += &figure(&chart(&heading, "time [s]", span_s, &lines, palette), &caption);
        }
    }
    let latencies: Vec<Quantiles> =
        twins.iter().filter_map(|(twin, _)| Some(simulation.books(*twin)?.latency())).collect();
    let longest = latencies.iter().filter_map(|latency| latency.quantile(0.99)).fold(0.0, f64::max);
    let lines: Vec<Line<'_>> = twins
        .iter()
        .zip(&latencies)
        .map(|((_, twin), latency)| Line {
            name: &twin.name,
            mode: mode(twin),
            points: histogram::steps(latency, 1.1 * longest),
        })
        .collect();
    let drawn = chart("share of frames", "latency [s]", 1.1 * longest, &lines, palette);
    out += &figure(&drawn, "Arrival minus generation of delivered frames.");
    if !moments.is_empty() {
        let traffic = |moment: &Moment, twin: usize| moment.bytes_up[twin] as f64 / 1000.0;
        out += &over_time("sent [kB]", "Bytes handed to the uplink so far.", &traffic);
    }
    if twins.len() > 1 {
        let places: Vec<usize> = twins.iter().map(|(index, _)| *index).collect();
        let compared = Radar::of_run(simulation, &places);
        out += &figure(&radar(&compared, palette), "1, at the rim, is best on every axis.");
        out += &glossary(compared.axes.iter().map(|axis| (axis.title, axis.formula)));
    }
    out + "</div>\n"
}

/// Steps of a run over which its error is averaged to be drawn: fast signals would be a blur.
const STEPS: usize = 150;

/// The root of the mean square in equal steps, at their middles; NaN where nothing is known.
fn rms_in_steps(points: &[(f64, f64)], span_s: f64) -> Vec<(f64, f64)> {
    let width_s = span_s / STEPS as f64;
    let mut sums = [(0.0, 0.0); STEPS];
    for (at_s, value) in points.iter().filter(|(_, value)| value.is_finite()) {
        if let Some((square, count)) = sums.get_mut((at_s / width_s) as usize) {
            *square += value * value;
            *count += 1.0;
        }
    }
    let middle = |step: usize| (step as f64 + 0.5) * width_s;
    sums.iter().enumerate().map(|(step, (square, count))| (middle(step), (square / count).sqrt())).collect()
}

/// A signal to draw: the first that all twins of the device follow and that moves.
fn first_moving<'r>(report: &'r Report, twins: &[(usize, &TwinState)]) -> Option<&'r crate::report::SignalReport> {
    let (first, _) = twins.first()?;
    report.twins[*first].signals.iter().find(|signal| {
        let followed = |twin: usize| report.twins[twin].signals.iter().any(|own| own.name == signal.name);
        signal.spread.is_some_and(|spread| spread > 0.0) && twins.iter().all(|(twin, _)| followed(*twin))
    })
}

/// Twin minus device about a signal, the short way round for angles; NaN before the first report.
fn error(simulation: &Simulation, moment: &Moment, twin: usize, signal: &str) -> f64 {
    let snapshot = simulation.snapshot();
    let device = snapshot.twins[twin].device;
    let Some(index) = snapshot.devices[device].signals.iter().position(|info| *info.name == *signal) else {
        return f64::NAN;
    };
    let devices: usize = snapshot.devices[..device].iter().map(|state| state.signals.len()).sum();
    let twins: usize = snapshot.twins[..twin].iter().map(|state| state.values.len()).sum();
    let (truth, belief) = (moment.device_values[devices + index], moment.twin_values[twins + index]);
    snapshot.devices[device].signals[index].difference(belief, truth)
}
