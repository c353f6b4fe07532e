//! The three-way merge, field by field.

use super::Ruling;

/// A field that one side changed takes that change, which is no conflict. Where both changed it, `reported`
/// takes the device's value and `desired` the twin's; the difference stays until somebody writes again.
pub(super) fn settle() -> Ruling {
    Ruling::Both
}
