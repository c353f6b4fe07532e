//! Links that open a moment of a run: read and written here, and nowhere else.
//!
//! `scene=NAME&seed=N&mode=MODE&projector=1&t=SECONDS&run=PACKED`, all of it optional. `run` holds a whole written run
//! ([`WrittenRun`], deflated); scene, seed and mode then only tell people what is inside.

use std::fmt::Write as _;

use super::pack::{pack, unpack};
use crate::core::sync::SyncKind;
use crate::core::time::SimTime;
use crate::lab::WrittenRun;
use crate::lab::written::MOST_BYTES;
use crate::scene;

/// What a link asks for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// A shipped scene.
    pub scene: Option<String>,
    /// The seed, instead of the scene's own.
    pub seed: Option<u64>,
    /// The sync mode of the first twin.
    pub mode: Option<SyncKind>,
    /// White ground, dark lines, large type.
    pub projector: bool,
    /// The instant that is shown, paused.
    pub at: Option<SimTime>,
    /// A whole run.
    pub run: Option<WrittenRun>,
}

impl Link {
    /// Reads the query of an address, with or without its question mark. Keys that are not known are left alone: hosts
    /// add their own.
    ///
    /// # Errors
    /// A sentence with key and value, when a value cannot be meant.
    pub fn parse(query: &str) -> Result<Self, String> {
        let mut link = Self::default();
        for pair in query.trim_start_matches(['?', '#']).split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value).ok_or_else(|| format!("link: {key}: the value is not text"))?;
            link.take(key, &value).map_err(|why| format!("link: {key}={}: {why}", shown(&value)))?;
        }
        Ok(link)
    }

    fn take(&mut self, key: &str, value: &str) -> Result<(), String> {
        match key {
            "scene" if value.is_empty() => self.scene = None,
            "scene" => self.scene = Some(scene_named(value)?),
            "seed" => self.seed = Some(value.parse().map_err(|_| "a seed is a whole number from 0".to_owned())?),
            "mode" => {
                let known = SyncKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(value));
                self.mode = Some(
                    known
                        .ok_or_else(|| format!("a mode is one of {}", SyncKind::ALL.map(SyncKind::name).join(", ")))?,
                );
            }
            "projector" => match value {
                "1" | "true" | "" => self.projector = true,
                "0" | "false" => self.projector = false,
                _ => return Err("this is 1 or 0".to_owned()),
            },
            "t" => {
                let at_s = value.parse().ok().filter(|at_s: &f64| (0.0..=1e7).contains(at_s));
                self.at = Some(SimTime::from_secs(at_s.ok_or("a moment is a number of seconds from 0 to 1e7")?));
            }
            "run" => self.run = Some(WrittenRun::parse(&unpack(value, MOST_BYTES)?)?),
            _ => {}
        }
        Ok(())
    }

    /// The query that asks for this, without a question mark.
    #[must_use]
    pub fn query(&self) -> String {
        let mut out = String::new();
        let mut add = |key: &str, value: &str| {
            // Writing to a String cannot fail.
            let _ = write!(out, "{}{key}={}", if out.is_empty() { "" } else { "&" }, encoded(value));
        };
        if let Some(scene) = &self.scene {
            add("scene", scene);
        }
        if let Some(seed) = self.seed {
            add("seed", &seed.to_string());
        }
        if let Some(mode) = self.mode {
            add("mode", mode.name());
        }
        if self.projector {
            add("projector", "1");
        }
        if let Some(at) = self.at {
            add("t", &seconds(at));
        }
        if let Some(run) = &self.run {
            add("run", &pack(&run.text()));
        }
        out
    }
}

/// A shipped scene by its name.
fn scene_named(name: &str) -> Result<String, String> {
    let names: Vec<&str> = scene::shipped().iter().map(|shipped| shipped.name).collect();
    let stem = name.strip_suffix(".ron").unwrap_or(name);
    let stem = stem.strip_prefix("scenes/").unwrap_or(stem);
    let known = names.iter().find(|known| **known == stem);
    known.map(|known| (*known).to_owned()).ok_or_else(|| format!("there is no such scene, but {}", names.join(", ")))
}

/// An instant in seconds, to the nanosecond and no longer than it must be.
fn seconds(at: SimTime) -> String {
    let (whole, rest) = (at.nanos() / 1_000_000_000, at.nanos() % 1_000_000_000);
    let text = format!("{whole}.{rest:09}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A value short enough for a sentence.
fn shown(value: &str) -> String {
    let mut short: String = value.chars().take(24).collect();
    if short.len() < value.len() {
        short.push_str("..");
    }
    short
}

/// Percent-decoded text (RFC 3986, section 2.1; a plus is a blank, as forms write it); none where it is not UTF-8.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|hex| u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            (byte, _) => {
                bytes.push(if *byte == b'+' { b' ' } else { *byte });
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn encoded(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::action::Action;
    use crate::lab::Stage;
    use proptest::prelude::*;

    #[test]
    fn every_key_is_read() {
        let link =
            Link::parse("?scene=rotor_five_ways&seed=9&mode=hybrid&projector=1&t=12.25&utm_source=x").expect("good");
        let expected = Link {
            scene: Some("rotor_five_ways".to_owned()),
            seed: Some(9),
            mode: Some(SyncKind::Hybrid),
            projector: true,
            at: Some(SimTime::from_secs(12.25)),
            run: None,
        };
        assert_eq!(link, expected);
        assert_eq!(Link::parse(""), Ok(Link::default()));
        assert_eq!(Link::parse("scene=scenes%2Fcampus.ron").expect("good").scene.as_deref(), Some("campus"));
    }

    #[test]
    fn a_bad_value_is_named_with_its_key() {
        for (query, said) in [
            ("scene=nothing", "scene=nothing: there is no such scene"),
            ("seed=-1", "seed=-1: a seed"),
            ("mode=Never", "mode=Never: a mode is one of RealTime"),
            ("projector=maybe", "projector=maybe"),
            ("t=NaN", "t=NaN: a moment"),
            ("t=-2", "t=-2: a moment"),
            ("run=%20", "run= : "),
            ("scene=%FF", "scene: the value is not text"),
            ("run=AQMA_P9hYmM", "not a run"),
        ] {
            let error = Link::parse(query).expect_err(query);
            assert!(error.contains(said), "{error}");
        }
    }

    #[test]
    fn a_link_round_trips_to_the_same_digest() {
        let at = SimTime::from_secs(5.0);
        let mut stage = Stage::load("heater").expect("it ships");
        stage.show(SimTime::from_secs(1.0));
        let cut = Action::Push { device: "heater".to_owned(), signal: "temperature".to_owned(), by: 0.7 };
        stage.act(cut, SimTime::from_secs(1.0)).expect("a run");
        stage.show(at);
        let run = WrittenRun::of(&stage.simulation);
        let link = Link {
            scene: Some("heater".to_owned()),
            seed: Some(run.seed),
            at: Some(at),
            run: Some(run),
            ..Link::default()
        };
        let query = link.query();
        assert!(query.len() < 6000, "{} characters", query.len());
        let read = Link::parse(&query).expect("it was written");
        assert_eq!(read, link);
        let mut again = Stage::replay(read.run.as_ref().expect("a run")).expect("a run");
        again.show(at);
        assert_eq!(again.simulation.digest(), stage.simulation.digest());
        assert_eq!(again.simulation.now(), stage.simulation.now());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(seed in any::<Option<u64>>(), nanos in 0..10_000_000_000_000_000i64, mode in 0..6usize, projector: bool) {
            let link = Link { seed, mode: SyncKind::ALL.get(mode).copied(), projector, at: Some(SimTime::from_nanos(nanos)), ..Link::default() };
            let read = Link::parse(&link.query()).expect("it was written");
            let off = (read.at.expect("a moment") - SimTime::from_nanos(nanos)).nanos().abs();
            // Seconds are read as a 64-bit float.
            prop_assert!(off as f64 <= nanos as f64 * f64::EPSILON + 1.0);
            prop_assert_eq!(Link { at: link.at, ..read }, link);
        }

        #[test]
        fn no_query_makes_it_panic(query in any::<String>(), value in "[%+&=a-zA-Z0-9_-]{0,80}") {
            let _ = Link::parse(&query);
            let _ = Link::parse(&format!("run={value}"));
        }
    }
}
