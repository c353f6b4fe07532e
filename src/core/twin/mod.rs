//! Twins: what the far side believes, from frames alone.

mod belief;
pub mod conflict;
mod predictor;
mod session;
pub mod shadow;

pub use belief::{Belief, Ingested};
pub use predictor::{Predictor, PredictorSpec, TwinModel};
pub use session::Session;
