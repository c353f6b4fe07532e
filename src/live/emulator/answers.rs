//! How an emulated board takes commands: limits, answers, and every identifier executed once.

use std::collections::VecDeque;

use crate::core::device::{DeviceModel, Setting};
use crate::live::line::{Answer, Line, unseal, whole};
use crate::live::order::{Order, Wish, emit_wish};

/// Identifiers that a board remembers.
const REMEMBERED: usize = 16;

/// What a board remembers of its commands since boot.
#[derive(Default)]
pub(super) struct Answers {
    given: VecDeque<Answer>,
}

impl Answers {
    /// Carries out a wish, unless it was before. True in the first part if it was carried out now.
    pub(super) fn take(&mut self, board: &mut dyn DeviceModel, wish: &Wish, id: Option<u32>) -> (bool, Answer) {
        let before = self.given.iter().find(|answer| id.is_some() && answer.id == id);
        if let Some(answer) = before {
            return (false, answer.clone());
        }
        let done = wish.check().and_then(|()| match *wish {
            Wish::SetPhase { epoch_s } => board.operate(&Setting::Phase { s: epoch_s }),
            Wish::SetMultiplier { multiplier } => board.operate(&Setting::Multiplier { factor: multiplier }),
            Wish::SetVibration { .. } => Ok(()),
        });
        let (taken, words) = match done {
            Ok(()) => (true, emit_wish(wish)),
            // A comma would end the field.
            Err(reason) => (false, reason.replace(',', ";")),
        };
        let answer = Answer { taken, words, id };
        if id.is_some() {
            self.given.push_back(answer.clone());
            if self.given.len() > REMEMBERED {
                self.given.pop_front();
            }
        }
        (taken, answer)
    }
}

/// The answer to a line that cannot be read: a refusal where the line was not damaged and has an identifier.
pub(super) fn refusal(line: &[u8]) -> Option<Line> {
    let reason = Order::parse(line).err()?;
    let text = std::str::from_utf8(line).ok()?.trim();
    let (body, sealed) = unseal(text).ok()?;
    let id = body.rsplit_once(",ID:").and_then(|(_, id)| whole(id)).filter(|_| sealed)?;
    Some(Line::Answer(Answer { taken: false, words: reason.to_string().replace(',', ";"), id: Some(id) }))
}
