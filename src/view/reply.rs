//! What a device has just answered to a twin's command, as the twin's caption tells it.

use crate::core::exchange::{CommandRecord, Standing, Verdict};
use crate::core::time::SimTime;
use crate::lab::{Lab, Stage};

/// For how long an answer is told, in seconds of the audience's time.
const TOLD_S: f64 = 6.0;

/// Most letters of a line, and most lines, of a reason.
const LINE: usize = 24;
const LINES: usize = 5;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub words: String,
    /// Whether the command was refused.
    pub refused: bool,
}

/// The latest answer to a twin, while it is news.
#[must_use]
pub fn latest(stage: &Stage, lab: &Lab, twin: usize) -> Option<Reply> {
    let own = news(stage, lab).filter(|record| record.twin as usize == twin);
    own.max_by_key(|record| record.answered_at).and_then(|record| told(record, stage.shown.now))
}

/// The twins that have an answer to tell.
#[must_use]
pub fn hearers(stage: &Stage, lab: &Lab) -> Vec<usize> {
    news(stage, lab).map(|record| record.twin as usize).collect()
}

/// Commands whose answers are news.
fn news<'a>(stage: &'a Stage, lab: &Lab) -> impl Iterator<Item = &'a CommandRecord> {
    let now = stage.shown.now;
    // A run that is sped up passes more quickly than it is read.
    let since = now - SimTime::from_secs(TOLD_S * lab.playback.speed.max(1.0));
    stage.shown.commands.iter().filter(move |record| record.answered_at.is_some_and(|at| at > since && at <= now))
}

fn told(record: &CommandRecord, now: SimTime) -> Option<Reply> {
    match record.standing(now) {
        Standing::Answered(Verdict::Refused(reason)) => {
            Some(Reply { words: folded(&format!("refused: {reason}")), refused: true })
        }
        Standing::Answered(Verdict::Applied) => {
            let took_ms = (record.answered_at? - record.sent_at).secs() * 1e3;
            let label = record.setting.label().to_lowercase();
            Some(Reply { words: format!("{label}: applied after {took_ms:.0} ms"), refused: false })
        }
        Standing::Answered(Verdict::Expired) => Some(Reply { words: "came too late".to_owned(), refused: true }),
        Standing::Waiting | Standing::TimedOut => None,
    }
}

/// A sentence in lines that a caption has room for; what is too long ends with an ellipsis.
fn folded(sentence: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in sentence.split_whitespace() {
        match words.last_mut() {
            // A number stays with its unit.
            Some(number) if number.starts_with(|first: char| first.is_ascii_digit()) && !number.contains(' ') => {
                number.push(' ');
                number.push_str(word);
            }
            _ => words.push(word.to_owned()),
        }
    }
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        let full = lines.len() == LINES;
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(line) if full => {
                line.push('\u{2026}');
                break;
            }
            _ => lines.push(word),
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::core::device::Setting;

    fn stage() -> (Stage, Lab) {
        let mut stage = Stage::load("rotor_five_ways").expect("it ships");
        let at = SimTime::from_secs;
        let record = |sent_s: f64, verdict: Verdict| CommandRecord {
            acted: Some((at(sent_s + 0.2), verdict)),
            answered_at: Some(at(sent_s + 0.412)),
            ..CommandRecord::new(1, Setting::Speed { rpm: 9999.0, over_s: 0.0 }, at(sent_s))
        };
        let reason = "speed 9999 rpm is outside the safety limits of 0 to 3000 rpm";
        stage.shown.commands =
            Arc::new([record(10.0, Verdict::Applied), record(12.0, Verdict::Refused(reason.into()))]);
        (stage, Lab::default())
    }

    #[test]
    fn an_answer_is_told_from_its_arrival_until_it_is_no_news() {
        let (mut stage, mut lab) = stage();
        let mut at = |at_s: f64, speed: f64, twin: usize| {
            stage.shown.now = SimTime::from_secs(at_s);
            lab.playback.set_speed(speed);
            assert_eq!(hearers(&stage, &lab).contains(&twin), latest(&stage, &lab, twin).is_some());
            latest(&stage, &lab, twin).map(|reply| (reply.words, reply.refused))
        };
        assert_eq!(at(10.3, 1.0, 1), None, "not answered yet");
        assert_eq!(at(11.0, 1.0, 1), Some(("speed: applied after 412 ms".to_owned(), false)));
        let refused = at(13.0, 1.0, 1);
        assert_eq!(
            refused,
            Some(("refused: speed 9999 rpm\nis outside the safety\nlimits of 0 to 3000 rpm".to_owned(), true))
        );
        assert_eq!(at(13.0, 1.0, 0), None, "another twin's");
        assert_eq!(at(30.0, 1.0, 1), None, "no news");
        assert_eq!(at(30.0, 10.0, 1), refused, "still news in a run that is sped up");
    }

    #[test]
    fn a_number_stays_with_its_unit() {
        let lines = folded("refused: the setpoint is 35 \u{b0}C, outside 16 to 28 \u{b0}C");
        assert_eq!(lines, "refused: the setpoint is\n35 \u{b0}C, outside 16 to\n28 \u{b0}C");
    }

    #[test]
    fn a_long_reason_ends_with_an_ellipsis() {
        let lines = folded(&"reason ".repeat(60));
        assert_eq!(lines.lines().count(), LINES);
        assert!(lines.ends_with('\u{2026}') && lines.lines().all(|line| line.chars().count() <= LINE + 1));
    }
}
