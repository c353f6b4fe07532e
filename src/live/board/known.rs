//! What is known of a board, and kept while it is away: a replugged board is known again by its hardware address.

use super::sequence::Sequence;
use crate::core::time::{ClockTwin, ClockTwinSpec};
use crate::live::line::Chip;

/// Boards that are remembered while others are plugged in.
const LIMIT: usize = 8;

/// What is known of one board.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) chip: Option<Chip>,
    pub(super) firmware: Option<String>,
    pub(super) clock: ClockTwin,
    pub(super) sequence: Sequence,
}

impl Known {
    pub(super) fn new(spec: ClockTwinSpec) -> Self {
        Self { chip: None, firmware: None, clock: ClockTwin::new(spec), sequence: Sequence::default() }
    }

    fn is_blank(&self) -> bool {
        self.clock.rate().is_none() && self.sequence.boot().is_none()
    }
}

/// Boards that were here before, the one that left last at the end.
#[derive(Clone, Debug, Default)]
pub(super) struct Away {
    boards: Vec<Known>,
}

impl Away {
    /// The present board says that it is `chip`. True if that is another one than was here: then what is known of it takes
    /// the place of what was known of the one before.
    pub(super) fn meet(&mut self, here: &mut Known, chip: Chip) -> bool {
        if here.chip.is_none_or(|known| known == chip) {
            here.chip = Some(chip);
            return false;
        }
        let spec = *here.clock.spec();
        let back = self.boards.iter().position(|known| known.chip == Some(chip));
        let mut known = back.map_or_else(|| Known::new(spec), |index| self.boards.remove(index));
        known.chip = Some(chip);
        let before = std::mem::replace(here, known);
        if !before.is_blank() {
            self.boards.push(before);
        }
        if self.boards.len() > LIMIT {
            self.boards.remove(0);
        }
        true
    }
}
