//! Sweeps: a grid of varied values and seeds, and the row that each run of it becomes.

use std::fmt;
use std::sync::Arc;

use super::{FIGURES, Report};
use crate::core::time::SimTime;
use crate::scene::{LoadedScene, SceneSpec};
use crate::sim::{SimError, Simulation};

/// Values that one path of a scene takes in turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vary {
    /// The path, as `--set` takes it.
    pub path: String,
    /// The values, in the words of a scene.
    pub values: Vec<String>,
}

/// Why `PATH=V1,V2,..` cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotVary(String);

impl fmt::Display for NotVary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NotVary {}

impl Vary {
    /// Reads `PATH=V1,V2,..`; a comma inside brackets or quotes belongs to its value.
    ///
    /// # Errors
    /// A sentence, when there is no path, an empty value, or a bracket without its partner.
    pub fn parse(text: &str) -> Result<Self, NotVary> {
        let refuse = |reason: &str| NotVary(format!("{text:?} {reason}"));
        let (path, list) = text.split_once('=').ok_or_else(|| refuse("is not PATH=V1,V2,.."))?;
        if path.trim().is_empty() || text.chars().any(char::is_control) {
            return Err(refuse("is not PATH=V1,V2,.."));
        }
        let values = split(list).ok_or_else(|| refuse("has a bracket or a quote without its partner"))?;
        if values.iter().any(String::is_empty) {
            return Err(refuse("has an empty value"));
        }
        Ok(Self { path: path.trim().to_owned(), values })
    }
}

/// The parts between commas that stand outside brackets and quotes.
fn split(list: &str) -> Option<Vec<String>> {
    let mut parts = vec![String::new()];
    let (mut open, mut quoted, mut escaped) = (Vec::new(), false, false);
    for letter in list.chars() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' => open.push(')'),
            '[' => open.push(']'),
            '{' => open.push('}'),
            ')' | ']' | '}' => (open.pop()? == letter).then_some(())?,
            ',' if open.is_empty() => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut()?.push(letter);
    }
    let whole = open.is_empty() && !quoted;
    whole.then(|| parts.iter().map(|part| part.trim().to_owned()).collect())
}

/// All combinations of varied values, each with several seeds. Rows are counted from 0; the seed changes fastest,
/// then the last path.
#[derive(Clone, Debug)]
pub struct Grid {
    varies: Vec<Vary>,
    seeds: u64,
}

/// One run of a grid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its number in the grid.
    pub row: u64,
    /// The varied values, by path.
    pub values: Vec<(String, String)>,
    /// How far its seed is from the scene's.
    pub seed_offset: u64,
}

impl Grid {
    /// A grid; with no path varied it holds one run for each seed.
    #[must_use]
    pub fn new(varies: Vec<Vary>, seeds: u64) -> Self {
        Self { varies, seeds: seeds.max(1) }
    }

    /// How many rows it has; none if they cannot be counted.
    #[must_use]
    pub fn rows(&self) -> Option<u64> {
        self.varies.iter().try_fold(self.seeds, |rows, vary| rows.checked_mul(vary.values.len() as u64))
    }

    /// The run of a row.
    #[must_use]
    pub fn point(&self, row: u64) -> Point {
        let mut rest = row / self.seeds;
        let mut values: Vec<(String, String)> = Vec::new();
        for vary in self.varies.iter().rev() {
            let count = vary.values.len() as u64;
            values.push((vary.path.clone(), vary.values[(rest % count) as usize].clone()));
            rest /= count;
        }
        values.reverse();
        Point { row, values, seed_offset: row % self.seeds }
    }

    /// One set of values for each value of each path, the other paths at their first: enough to find out which
    /// values cannot be.
    #[must_use]
    pub fn probes(&self) -> Vec<Vec<(String, String)>> {
        let first = |vary: &Vary| (vary.path.clone(), vary.values[0].clone());
        let mut probes = Vec::new();
        for (at, vary) in self.varies.iter().enumerate() {
            for value in &vary.values {
                let mut probe: Vec<(String, String)> = self.varies.iter().map(first).collect();
                probe[at].1.clone_from(value);
                probes.push(probe);
            }
        }
        probes
    }

    /// The names of all columns, for a scene with these twins.
    #[must_use]
    pub fn header(&self, scene: &SceneSpec) -> Vec<String> {
        let paths = self.varies.iter().map(|vary| vary.path.clone());
        let run = ["seed", "duration_s", "events", "digest"].map(str::to_owned);
        let of_twin =
            |name: &str| FIGURES.iter().map(|figure| format!("{name}.{}", figure.key)).collect::<Vec<String>>();
        let twins = scene.twins.iter().flat_map(|twin| of_twin(&twin.name));
        std::iter::once("row".to_owned()).chain(paths).chain(run).chain(twins).collect()
    }
}

impl Point {
    /// The cells that are known before the run: row number, varied values, seed.
    #[must_use]
    pub fn key(&self, seed: u64) -> Vec<String> {
        let values = self.values.iter().map(|(_, value)| value.clone());
        std::iter::once(self.row.to_string()).chain(values).chain([seed.to_string()]).collect()
    }

    /// Runs a scene that has the values set, with this seed, for that long or as long as it says, and gives the row's
    /// cells; those without a value are empty.
    ///
    /// # Errors
    /// When the run cannot be made.
    pub fn run(&self, scene: LoadedScene, seed: u64, for_s: Option<f64>) -> Result<Vec<String>, SimError> {
        let mut simulation = Simulation::unrecorded(Arc::new(scene), Some(seed))?;
        let end = for_s.map_or(simulation.end(), SimTime::from_secs);
        simulation.set_end(end);
        simulation.advance_to(end);
        let report = Report::of(&simulation, 0.0);
        let mut cells = self.key(seed);
        cells.extend([report.duration_s.to_string(), report.events.to_string(), report.digest]);
        for twin in &report.twins {
            let cell = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
            cells.extend(FIGURES.iter().map(|figure| cell(figure.of(twin, report.duration_s))));
        }
        Ok(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vary(text: &str) -> Vary {
        Vary::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn commas_inside_brackets_and_quotes_belong_to_the_value() {
        let vary = vary(r#"links.wifi.loss=None, GilbertElliott(loss: 0.1, mean_burst: 3),List([7,9]),"a, b""#);
        assert_eq!(vary.path, "links.wifi.loss");
        assert_eq!(vary.values, ["None", "GilbertElliott(loss: 0.1, mean_burst: 3)", "List([7,9])", "\"a, b\""]);
        for wrong in ["seed", "=1", "seed=", "seed=1,,2", "a=(1,2", "a=1)", "a=(1]", "a=\"x", "a=1\n2"] {
            assert!(Vary::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn rows_run_through_all_combinations_with_the_seed_fastest() {
        let grid = Grid::new(vec![vary("a=1,2"), vary("b=x,y,z")], 2);
        assert_eq!(grid.rows(), Some(12));
        let key = |row: u64| grid.point(row).key(7 + grid.point(row).seed_offset).join(" ");
        assert_eq!((key(0), key(1), key(2)), ("0 1 x 7".into(), "1 1 x 8".into(), "2 1 y 7".into()));
        assert_eq!((key(6), key(11)), ("6 2 x 7".into(), "11 2 z 8".into()));
        assert_eq!(grid.probes().len(), 5);
        assert_eq!(Grid::new(vec![], u64::MAX).rows(), Some(u64::MAX));
        assert_eq!(Grid::new(vec![vary("a=1,2")], u64::MAX).rows(), None);
    }
}
