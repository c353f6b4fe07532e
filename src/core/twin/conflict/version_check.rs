//! The version check: optimistic locking per field.

use super::{Conflict, Ruling};

/// Who arrives did not know the version that it would write over: refused, to read again and decide anew.
pub(super) fn settle(conflict: &Conflict) -> Ruling {
    Ruling::Refused(conflict.arriving.writer)
}
