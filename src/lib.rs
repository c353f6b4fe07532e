//! See a device and its digital twin drift apart and come back together: watch every message that keeps
//! them in step, bend the network between them, and measure what each way of syncing costs.
pub mod core;
