//! A replicated register: the last writer by hybrid logical clock.
//!
//! Shapiro, Preguica, Baquero, Zawirski: "A comprehensive study of Convergent and Commutative Replicated Data
//! Types", INRIA RR-7506, 2011, section 3.2.1 (last-writer-wins register).

use super::{Conflict, Ruling};

/// The write with the higher stamp. Stamps are totally ordered and never equal between writers, so the
/// choice is commutative, associative and idempotent: copies converge in whatever order they hear.
pub(super) fn settle(conflict: &Conflict) -> Ruling {
    let winner =
        if conflict.standing.stamp > conflict.arriving.stamp { &conflict.standing } else { &conflict.arriving };
    Ruling::Stands(winner.writer)
}
