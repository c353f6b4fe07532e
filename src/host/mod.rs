//! What the program on a desk and the page in a browser share as hosts of the laboratory.

mod palette;
#[cfg(feature = "view")]
mod window;

pub use palette::palette;
#[cfg(feature = "view")]
pub use window::lab_app;
