//! Reading: from a line to the properties of a hop.

use super::words::{Words, frames, rate_bps, share};
use super::{MOST_BYTES, NetemError, delay, loss};
use crate::core::link::{LineSpec, LossSpec, QueueSpec};

/// The keywords in the order in which tc tries them: it takes any beginning of one for the whole.
const KEYWORDS: [&str; 14] = [
    "limit",
    "latency",
    "delay",
    "loss",
    "drop",
    "ecn",
    "reorder",
    "corrupt",
    "gap",
    "duplicate",
    "distribution",
    "rate",
    "slot",
    "seed",
];

/// What has been read so far.
#[derive(Default)]
struct Draft<'a> {
    times: Option<delay::Times>,
    distribution: Option<&'a str>,
    loss: Option<LossSpec>,
    duplicate: Option<f64>,
    rate_bps: Option<f64>,
    limit: Option<usize>,
}

/// Reads a line: `tc qdisc add dev eth0 root netem delay 50ms 10ms loss 1%`, or its options alone. What it leaves out
/// stands as netem has it: no delay, no loss, no rate, a queue of 1000.
///
/// # Errors
/// With one sentence that names the word at fault.
pub fn parse(text: &str) -> Result<LineSpec, NetemError> {
    if text.len() > MOST_BYTES {
        return Err(NetemError::new(format!("{} bytes are more than a netem line of {MOST_BYTES}", text.len())));
    }
    if text.trim().is_empty() {
        return Err(NetemError::new("an empty line says nothing: netem alone is a line without delay and loss"));
    }
    let mut words = Words::of(text);
    open(&mut words)?;
    let mut draft = Draft::default();
    while let Some(word) = words.next() {
        draft.read(word, &mut words)?;
    }
    Ok(LineSpec {
        delay: delay::spec(draft.times, draft.distribution)?,
        loss: draft.loss.unwrap_or_default(),
        rate_bps: draft.rate_bps,
        queue: draft.limit.map_or_else(QueueSpec::default, |limit| QueueSpec::Fifo { limit }),
        duplicate: draft.duplicate.unwrap_or_default(),
        ..LineSpec::default()
    })
}

/// Steps over all that stands before the first option: a whole command, `netem` alone, or nothing.
fn open(words: &mut Words<'_>) -> Result<(), NetemError> {
    let _ = words.take("sudo");
    if words.take("tc") {
        return command(words);
    }
    let _ = words.take("netem");
    Ok(())
}

/// `tc qdisc add|change|replace dev X root|parent ID [handle ID] netem`, from `qdisc` on.
fn command(words: &mut Words<'_>) -> Result<(), NetemError> {
    let wrong = |found: Option<&str>, wanted: &str| {
        let found = found.map_or("the end".to_owned(), |word| format!("{word:?}"));
        Err(NetemError::new(format!("{found} stands where {wanted} should")))
    };
    match words.next() {
        Some("qdisc") => {}
        word => return wrong(word, "\"qdisc\""),
    }
    match words.next() {
        Some("add" | "change" | "replace") => {}
        word => return wrong(word, "add, change or replace"),
    }
    loop {
        match words.next() {
            Some("netem") => return Ok(()),
            Some("root") => {}
            Some(word @ ("dev" | "parent" | "handle")) => {
                words.need(word, "a name")?;
            }
            word => return wrong(word, "\"netem\""),
        }
    }
}

impl<'a> Draft<'a> {
    fn read(&mut self, word: &'a str, words: &mut Words<'a>) -> Result<(), NetemError> {
        let Some(keyword) = KEYWORDS.into_iter().find(|keyword| keyword.starts_with(word)) else {
            return Err(NetemError::new(format!("{word:?} is no option of netem")));
        };
        let twice = || NetemError::new(format!("{keyword:?} is given twice"));
        match keyword {
            "limit" => set(&mut self.limit, frames(keyword, words.need(keyword, "a number")?)?, twice),
            "latency" | "delay" => set(&mut self.times, delay::times(keyword, words)?, twice),
            "distribution" => set(&mut self.distribution, words.need(keyword, "a name")?, twice),
            "loss" | "drop" => set(&mut self.loss, loss::read(keyword, words)?, twice),
            "duplicate" => {
                let p = share(keyword, words.need(keyword, "a percentage")?)?;
                words.no_correlation(keyword, "netem then makes far fewer copies than it is asked to")?;
                set(&mut self.duplicate, p, twice)
            }
            "rate" => {
                set(&mut self.rate_bps, rate_bps(words.need(keyword, "a rate")?)?, twice)?;
                overhead(words)
            }
            "reorder" => {
                let word = words.need(keyword, "a percentage")?;
                let _ = words.number();
                if share(keyword, word)? > 0.0 {
                    return Err(NetemError::new(format!(
                        "\"reorder {word}\" is not read: it sends some frames without any delay; here frames overtake \
                         one another by jitter"
                    )));
                }
                Ok(())
            }
            "gap" => Err(NetemError::new("\"gap\" is not read: it counts frames for reorder, which is not read")),
            "corrupt" => {
                Err(NetemError::new("\"corrupt\" is not read: a damaged frame is a lost one here, so say loss"))
            }
            "ecn" => Err(NetemError::new("\"ecn\" is not read: frames here carry no mark of congestion")),
            "slot" => Err(NetemError::new("\"slot\" is not read: a gateway that aggregates holds frames up alike")),
            _ => Err(NetemError::new(format!("{word:?} is not read: a scene has one seed for everything"))),
        }
    }
}

fn set<T>(place: &mut Option<T>, value: T, twice: impl Fn() -> NetemError) -> Result<(), NetemError> {
    if place.replace(value).is_some() { Err(twice()) } else { Ok(()) }
}

/// Packet overhead, cell size and cell overhead: only none is good.
fn overhead(words: &mut Words<'_>) -> Result<(), NetemError> {
    while let Some(word) = words.number() {
        if !word.trim_start_matches('0').is_empty() {
            return Err(NetemError::new(format!("{word:?} after the rate is not read: frames here have no cells")));
        }
    }
    Ok(())
}
