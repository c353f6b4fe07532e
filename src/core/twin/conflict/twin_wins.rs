//! The twin wins.

use super::Ruling;
use crate::core::twin::shadow::Writer;

/// The wish stands, and the device follows it as soon as it hears of it.
pub(super) fn settle() -> Ruling {
    Ruling::Stands(Writer::Twin)
}
