//! Pages: results as one self-contained HTML file, with charts drawn as SVG, no scripts and nothing from elsewhere.
//!
//! Pages are also well-formed XML, so that any tool can read them.

mod chart;
mod comparison;
mod histogram;
mod page;
mod radar;
mod run;
mod scale;
mod sheet;

pub use comparison::comparison;
pub use page::{Palette, Stroke};
pub use run::run;
pub use sheet::drawings;
