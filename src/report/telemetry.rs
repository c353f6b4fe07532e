//! Telemetry as CSV: a row for every recorded moment, with truth and belief of every signal.

use std::io::Write;

use crate::sim::Simulation;

/// Writes the recorded trace: time, every device's signals, and for each twin its beliefs and its age. Cells
/// are empty where there is no value. The run's step is the row period, doubled until the run fits the trace.
///
/// # Errors
/// When the writer fails.
pub fn telemetry_csv(simulation: &Simulation, writer: impl Write) -> csv::Result<()> {
    let mut table = csv::Writer::from_writer(writer);
    table.write_record(header(simulation))?;
    for moment in simulation.trace().map_or(&[][..], |trace| trace.moments()) {
        let mut row = vec![format!("{:.6}", moment.at.secs())];
        row.extend(moment.device_values.iter().map(|value| cell(Some(*value))));
        let mut beliefs = moment.twin_values.iter();
        for (twin, generated) in simulation.snapshot().twins.iter().zip(&moment.generated_at) {
            row.extend(beliefs.by_ref().take(twin.values.len()).map(|value| cell(Some(*value))));
            row.push(cell(generated.map(|generated| (moment.at - generated).secs())));
        }
        table.write_record(row)?;
    }
    table.flush()?;
    Ok(())
}

fn header(simulation: &Simulation) -> Vec<String> {
    let snapshot = simulation.snapshot();
    let mut header = vec!["time [s]".to_owned()];
    for device in &snapshot.devices {
        header.extend(device.signals.iter().map(|signal| format!("{}.{} [{}]", device.name, signal.name, signal.unit)));
    }
    for twin in &snapshot.twins {
        let signals = &snapshot.devices[twin.device].signals;
        header.extend(signals.iter().map(|signal| format!("{}.{} [{}]", twin.name, signal.name, signal.unit)));
        header.push(format!("{}.age [s]", twin.name));
    }
    header
}

fn cell(value: Option<f64>) -> String {
    value.filter(|value| value.is_finite()).map_or_else(String::new, |value| format!("{value}"))
}
