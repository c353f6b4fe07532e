//! Small parts that panels are made of.

mod button;
mod segmented;
mod slider;
mod text;

pub use button::{IconButton, text_button};
pub use segmented::segmented;
pub use slider::{Scale, SliderRow};
pub use text::{heading, label_and_value, muted, number_text, quiet};
