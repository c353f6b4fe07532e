//! Small parts that panels are made of.

mod button;
mod lamp;
mod segmented;
mod slider;
mod text;

pub use button::{IconButton, small_button, text_button};
pub use lamp::{LampButton, choice_grid, lamp_grid};
pub use segmented::segmented;
pub use slider::{Scale, SliderRow};
pub use text::{heading, label_and_coloured_value, label_and_value, muted, number_text, quiet, section, sentence};
