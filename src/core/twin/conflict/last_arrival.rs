//! The last writer by arrival.

use super::{Conflict, Ruling};

/// Whoever reaches the shadow last. A device that wrote first over a slow link overrules a wish made after.
pub(super) fn settle(conflict: &Conflict) -> Ruling {
    Ruling::Stands(conflict.arriving.writer)
}
