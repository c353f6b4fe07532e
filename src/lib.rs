//! See a device and its digital twin drift apart and come back together: watch every message that keeps
//! them in step, bend the network between them, and measure what each way of syncing costs.
//!
//! Layers, each importing only those before it: [`core`] the science, [`scene`] the files, [`sim`] the
//! run, [`live`] real boards, [`report`] what is written about it, [`lab`] what a window shows and can be asked, `view` the
//! picture, `ui` the panels, [`host`] what shows both, [`cli`] the commands, [`web`] the page.

#[cfg(not(target_arch = "wasm32"))]
pub mod cli;
pub mod core;
pub mod host;
pub mod lab;
pub mod live;
pub mod report;
pub mod scene;
pub mod sim;
#[cfg(feature = "view")]
#[allow(clippy::disallowed_methods, reason = "pixels may round as the platform likes; no result depends on them")]
pub mod ui;
#[cfg(feature = "view")]
#[allow(clippy::disallowed_methods, reason = "pixels may round as the platform likes; no result depends on them")]
pub mod view;
pub mod web;
