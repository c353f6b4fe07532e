//! The device wins.

use super::Ruling;
use crate::core::twin::shadow::Writer;

/// What the device is cannot be argued with; the wish is withdrawn.
pub(super) fn settle() -> Ruling {
    Ruling::Stands(Writer::Device)
}
