//! Field ownership.

use super::{Conflict, Ruling};
use crate::core::twin::shadow::Writer;

/// The owner wins: the twin on the fields listed and on all below them, the device on all others.
pub(super) fn settle(twin: &[String], conflict: &Conflict) -> Ruling {
    let path = conflict.path().trim_start_matches('/');
    let owns = |field: &String| {
        let field = field.trim_start_matches('/');
        path.strip_prefix(field).is_some_and(|below| below.is_empty() || below.starts_with('/'))
    };
    Ruling::Stands(if twin.iter().any(owns) { Writer::Twin } else { Writer::Device })
}
