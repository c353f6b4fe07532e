//! Twins: what the far side believes, from frames alone.

mod belief;
mod predictor;

pub use belief::{Belief, Ingested};
pub use predictor::{Predictor, PredictorSpec, TwinModel};
