//! The last writer by the writers' own clocks.

use super::{Conflict, Ruling};

/// Whoever claims the later instant; of two equal ones, who arrives last. If the earlier writer's clock is
/// fast by `o` and gaps are exponential with mean `m`, the wrong one is picked with probability
/// `1 - exp(-o/m)`: that of a gap shorter than `o`.
pub(super) fn settle(conflict: &Conflict) -> Ruling {
    let standing_is_later = conflict.standing.claimed_at > conflict.arriving.claimed_at;
    let winner = if standing_is_later { &conflict.standing } else { &conflict.arriving };
    Ruling::Stands(winner.writer)
}
