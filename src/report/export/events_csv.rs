//! Events as CSV: one row each, cells empty where they do not apply.

use std::io::Write;

use super::events::{Event, What, errand, fate};

const HEADER: [&str; 12] = [
    "time [s]",
    "event",
    "subject",
    "errand",
    "sequence",
    "bytes",
    "generated [s]",
    "queued [s]",
    "sent [s]",
    "arrives [s]",
    "fate",
    "detail",
];

/// A growing table of events.
pub(super) struct EventsCsv<W: Write> {
    table: csv::Writer<W>,
}

impl<W: Write> EventsCsv<W> {
    pub(super) fn new(writer: W) -> csv::Result<Self> {
        let mut table = csv::Writer::from_writer(writer);
        table.write_record(HEADER)?;
        Ok(Self { table })
    }

    pub(super) fn write(&mut self, event: &Event) -> csv::Result<()> {
        let secs = |at: crate::core::time::SimTime| format!("{:.9}", at.secs());
        let mut row = vec![secs(event.at), event.what.word().to_owned(), event.subject.clone()];
        match &event.what {
            What::Frame(frame) => row.extend([
                errand(frame.errand).to_owned(),
                frame.sequence.to_string(),
                frame.bytes.to_string(),
                secs(frame.generated_at),
                secs(frame.queued_at),
                secs(frame.sent_at),
                secs(frame.arrives_at),
                fate(frame.fate).to_owned(),
            ]),
            _ => row.extend(std::iter::repeat_n(String::new(), 8)),
        }
        row.push(event.what.detail().to_owned());
        self.table.write_record(row)
    }

    pub(super) fn finish(&mut self) -> csv::Result<()> {
        Ok(self.table.flush()?)
    }
}
