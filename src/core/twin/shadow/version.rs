//! Versions on the receiving side: which messages are still worth acting on.

/// Whether a message of version `offered` is to be acted on by somebody who knows version `known`: equal
/// is, lower is not.
///
/// One accepted update answers with its version and sends a delta of the same version. Who takes the answer
/// first and then insists on a strictly higher version loses the delta. AWS says that a client may ignore a
/// message with a *lower* version ("Device Shadow service documents", section "Versioning shadow
/// documents"); Azure, which sends no second message of one version, ignores lower and equal ("Understand
/// and use device twins", section "Device reconnection flow").
#[must_use]
pub fn is_current(known: Option<u64>, offered: u64) -> bool {
    known.is_none_or(|known| offered >= known)
}
