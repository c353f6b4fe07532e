//! Boards and devices behind an MQTT broker.
//!
//! What topics and payloads mean is decided here by pure functions and state machines; the connection itself is
//! behind the feature `mqtt`, a broker inside the program behind `broker`.

pub mod backoff;
#[cfg(not(target_arch = "wasm32"))]
pub mod broker;
#[cfg(all(feature = "mqtt", not(target_arch = "wasm32")))]
pub mod client;
mod json;
pub mod one_board;
pub mod payload;
pub mod presence;
pub mod preset;
pub mod registry;
pub mod secret;
pub mod settings;
pub mod standing;
pub mod topic;
pub mod unit;
pub mod url;
