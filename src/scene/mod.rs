//! Scenes: the files that say what a run is made of, from text to a value that cannot be wrong.

mod check;
mod delays;
mod error;
mod hint;
mod journal;
mod load;
mod parse;
mod path;
mod places;
mod scan;
pub mod schema;
mod set;
mod shipped;
mod spec;
mod syntax;

pub use error::{SceneError, SceneErrors};
pub use load::{LoadedScene, Origin, Tables, load, load_with, read};
pub use parse::parse;
pub use set::set;
pub use shipped::{DEFAULT, Shipped, shipped};
pub use spec::{DeviceSpec, SceneSpec, TwinSpec};
