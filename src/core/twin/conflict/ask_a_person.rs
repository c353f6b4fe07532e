//! Ask a person.

use super::Ruling;

/// Both values are kept, the device does not follow the wish, and a question is open.
pub(super) fn settle() -> Ruling {
    Ruling::Asked
}
