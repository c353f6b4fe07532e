//! Gaps in the numbers of telemetry lines are lines that were lost.

use crate::live::line::Boot;

/// What a number says about the lines before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follows {
    /// So many numbers were left out; 0 in a sound stream.
    After(u32),
    /// It was there before, or comes late.
    Repeats,
}

/// The numbers of one board's boots, one boot at a time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sequence {
    last: Option<(Boot, u32)>,
}

impl Sequence {
    /// Takes in a number. The first one of a boot says nothing about those before it: the program may have come later.
    pub(super) fn take(&mut self, boot: Boot, seq: u32) -> Follows {
        let Some((known, last)) = self.last.filter(|(known, _)| *known == boot) else {
            self.last = Some((boot, seq));
            return Follows::After(0);
        };
        let ahead = seq.wrapping_sub(last);
        // Half of the circle is ahead, half is behind.
        if ahead == 0 || ahead > u32::MAX / 2 {
            return Follows::Repeats;
        }
        self.last = Some((known, seq));
        Follows::After(ahead - 1)
    }

    /// The boot that it counts for.
    pub(super) fn boot(&self) -> Option<Boot> {
        self.last.map(|(boot, _)| boot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_losses_and_a_new_boot_begins_anew() {
        let mut sequence = Sequence::default();
        let mut take = |boot, seq| sequence.take(Boot(boot), seq);
        assert_eq!(take(1, 7), Follows::After(0));
        assert_eq!(take(1, 8), Follows::After(0));
        assert_eq!(take(1, 11), Follows::After(2));
        assert_eq!(take(1, 10), Follows::Repeats);
        assert_eq!(take(1, 11), Follows::Repeats);
        assert_eq!(take(2, 3), Follows::After(0));
    }

    #[test]
    fn numbers_wrap() {
        let mut sequence = Sequence::default();
        assert_eq!(sequence.take(Boot(0), u32::MAX - 1), Follows::After(0));
        assert_eq!(sequence.take(Boot(0), 1), Follows::After(2));
    }
}
