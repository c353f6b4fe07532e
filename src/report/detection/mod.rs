//! Detectors on trial: faults injected one by one into watched devices, quiet hours, and the kinds that are named.

mod bench;
mod cases;
mod crew;
mod table;
mod trial;
mod visible;

pub use bench::{Bench, benches};
pub use cases::{Case, Strike, mixed, strikes};
pub use crew::in_parallel;
pub use table::{confusion, faults, quiet};
pub use trial::{Outcome, Quiet, rest, run};
pub use visible::Sight;
