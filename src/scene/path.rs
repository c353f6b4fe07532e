//! Where in a scene something is: `devices[0].sensors[1].rate_hz`.

use std::fmt;

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// A named field, or a key of a map.
    Field(&'a str),
    /// An element of a list or a tuple.
    Item(usize),
}

/// A path that borrows the one it extends, so that building it costs nothing until it is printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    before: Option<(&'a Path<'a>, Step<'a>)>,
}

impl<'a> Path<'a> {
    /// The scene itself.
    pub(crate) const ROOT: Path<'static> = Path { before: None };

    /// The field of the thing at this path.
    pub(crate) fn field(&'a self, name: &'a str) -> Path<'a> {
        Path { before: Some((self, Step::Field(name))) }
    }

    /// The element of the list at this path.
    pub(crate) fn item(&'a self, index: usize) -> Path<'a> {
        Path { before: Some((self, Step::Item(index))) }
    }

    /// All steps, outermost first.
    pub(crate) fn steps(&self) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        let mut here = *self;
        while let Some((before, step)) = here.before {
            steps.push(step);
            here = *before;
        }
        steps.reverse();
        steps
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(&self.steps()))
    }
}

/// A path as errors print it.
pub(crate) fn text(steps: &[Step<'_>]) -> String {
    let mut out = String::new();
    for step in steps {
        match step {
            Step::Item(index) => out.push_str(&format!("[{index}]")),
            Step::Field(name) if is_plain(name) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(name);
            }
            Step::Field(name) => out.push_str(&format!("[{name:?}]")),
        }
    }
    out
}

fn is_plain(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_a_scene_would_be_indexed() {
        let root = Path::ROOT;
        let devices = root.field("devices");
        let device = devices.item(0);
        let sensors = device.field("sensors");
        assert_eq!(sensors.item(1).field("rate_hz").to_string(), "devices[0].sensors[1].rate_hz");
        assert_eq!(device.field("Pulse rate").to_string(), "devices[0][\"Pulse rate\"]");
        assert_eq!(root.to_string(), "");
    }
}
